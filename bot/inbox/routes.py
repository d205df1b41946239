"""The staff page's routes, each with the least role that may use it (OWASP ASVS 8.2.1).

Every view but the sign-in form is behind `_signed_in`: nothing else makes a Visit.
"""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

from bot.http.assets import Assets
from bot.http.pages import environment
from bot.inbox import account, accounts, acts, case, events, lists, login, password, suggest
from bot.inbox import presence as presence_view
from bot.inbox.forms import read_form
from bot.inbox.passwords import Passwords
from bot.inbox.queue import Listing
from bot.inbox.room import Room, Visit
from bot.inbox.sessions import SessionCookie, Sessions
from bot.model import Role
from bot.pages import Health

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from bot.faq.content import Faq
    from bot.live import Live
    from bot.ports import Accounts, Cases, Clock, Conversations, Patients, Presence
    from bot.settings import Settings
    from bot.surface import Deliveries
    from bot.tries import Tries
    from bot.waiting import Notices

    View = Callable[[Visit], Awaitable[Response]]
    Endpoint = Callable[[Request], Awaitable[Response]]

_HERE = Path(__file__).parent
_ASSETS = Assets(prefix="/staff/assets", folder=_HERE / "static")
VIEWS: tuple[tuple[str, str, Role, View], ...] = (
    ("GET", "/staff", Role.AGENT, lists.showing(Listing.OPEN)),
    ("GET", "/staff/urgent", Role.AGENT, lists.showing(Listing.URGENT)),
    ("GET", "/staff/mine", Role.AGENT, lists.showing(Listing.MINE)),
    ("GET", "/staff/unassigned", Role.AGENT, lists.showing(Listing.UNASSIGNED)),
    ("GET", "/staff/snoozed", Role.AGENT, lists.showing(Listing.SNOOZED)),
    ("GET", "/staff/done", Role.AGENT, lists.done),
    ("GET", "/staff/search", Role.AGENT, lists.search),
    ("POST", "/staff/search", Role.AGENT, lists.search),
    ("GET", "/staff/events", Role.AGENT, events.events),
    ("GET", "/staff/cases/{case_id:int}", Role.AGENT, case.show),
    ("POST", "/staff/cases/{case_id:int}/reply", Role.AGENT, case.reply),
    ("POST", "/staff/cases/{case_id:int}/note", Role.AGENT, case.note),
    ("POST", "/staff/cases/{case_id:int}/viewing", Role.AGENT, presence_view.viewing),
    ("POST", "/staff/cases/{case_id:int}/writing", Role.AGENT, presence_view.writing),
    ("POST", "/staff/cases/{case_id:int}/leaving", Role.AGENT, presence_view.leaving),
    ("POST", "/staff/cases/{case_id:int}/acknowledge", Role.AGENT, acts.acknowledge),
    ("POST", "/staff/cases/{case_id:int}/contact", Role.AGENT, acts.contact),
    ("POST", "/staff/cases/{case_id:int}/claim", Role.AGENT, acts.claim),
    ("GET", "/staff/cases/{case_id:int}/take-over", Role.AGENT, acts.ask_to_take_over),
    ("POST", "/staff/cases/{case_id:int}/take-over", Role.AGENT, acts.take_over),
    ("POST", "/staff/cases/{case_id:int}/assign", Role.LEAD, acts.assign),
    ("POST", "/staff/cases/{case_id:int}/release", Role.AGENT, acts.release),
    ("POST", "/staff/cases/{case_id:int}/snooze", Role.AGENT, acts.snooze),
    ("POST", "/staff/cases/{case_id:int}/verify", Role.AGENT, acts.verify),
    ("GET", "/staff/cases/{case_id:int}/faq", Role.AGENT, suggest.show),
    ("POST", "/staff/cases/{case_id:int}/faq", Role.AGENT, suggest.prepare),
    ("GET", "/staff/cases/{case_id:int}/resolve", Role.AGENT, case.ask_to_resolve),
    ("POST", "/staff/cases/{case_id:int}/resolve", Role.AGENT, case.resolve),
    ("GET", "/staff/session", Role.AGENT, account.left),
    ("POST", "/staff/session", Role.AGENT, account.left),
    ("GET", password.PATH, Role.AGENT, password.show),
    ("POST", password.PATH, Role.AGENT, password.change),
    ("GET", account.PATH, Role.AGENT, account.show),
    ("POST", "/staff/account/end", Role.AGENT, account.end),
    ("POST", "/staff/account/end-all", Role.AGENT, account.end_all),
    ("GET", accounts.PATH, Role.ADMIN, accounts.show),
    ("POST", accounts.PATH, Role.ADMIN, accounts.add),
    ("GET", "/staff/accounts/{account_id:int}", Role.ADMIN, accounts.show_one),
    ("POST", "/staff/accounts/{account_id:int}/role", Role.ADMIN, accounts.set_role),
    ("POST", "/staff/accounts/{account_id:int}/reset", Role.ADMIN, accounts.reset),
    ("POST", "/staff/accounts/{account_id:int}/disable", Role.ADMIN, accounts.disable),
    ("POST", "/staff/accounts/{account_id:int}/enable", Role.ADMIN, accounts.enable),
)
"""Method, path, least role, view. What also depends on the case (whose it is) the view asks by `Visit.may`."""


def staff_routes(  # noqa: PLR0913 - one parameter for each thing that the room is wired with
    *,
    cases: Cases,
    accounts: Accounts,
    conversations: Conversations,
    presence: Presence,
    tries: Tries,
    patients: Patients,
    deliveries: Deliveries,
    notices: Notices,
    live: Live,
    clock: Clock,
    settings: Settings,
    faq: Callable[[], Faq],
    alerts: Callable[[], Health] = Health,
) -> list[BaseRoute]:
    """Return the staff page's routes, all under `/staff`; `faq` gives today's FAQ: the clinic's name and time zone."""
    room = Room(
        cases=cases,
        conversations=conversations,
        accounts=accounts,
        presence=presence,
        patients=patients,
        deliveries=deliveries,
        notices=notices,
        gate=login.Gate(accounts=accounts, tries=tries, passwords=Passwords()),
        sessions=Sessions(
            accounts=accounts, clock=clock, hours=settings.session_hours, idle_minutes=settings.session_idle_minutes
        ),
        cookie=SessionCookie(is_secure=settings.is_secure, hours=settings.session_hours),
        live=live,
        clock=clock,
        faq=faq,
        pages=_pages(),
        alerts=alerts,
    )
    return [_ASSETS.route(), *_login_routes(room), *(_route(room, *view) for view in VIEWS)]


@cache
def _pages() -> Environment:
    """Return the room's templates, compiled once a process."""
    pages = environment(_HERE / "templates")
    pages.globals["asset"] = _ASSETS.url
    return pages


def _login_routes(room: Room) -> list[BaseRoute]:
    async def show(request: Request) -> Response:
        return await login.show(request, room)

    async def sign_in(request: Request) -> Response:
        return await login.sign_in(request, room)

    async def sign_out(request: Request) -> Response:
        return await login.sign_out(request, room)

    return [
        Route(login.PATH, show, methods=["GET"]),
        Route(login.PATH, sign_in, methods=["POST"]),
        Route("/staff/logout", sign_out, methods=["POST"]),
    ]


def _route(room: Room, method: str, path: str, least: Role, view: View) -> Route:
    return Route(path, _signed_in(room, least, view), methods=[method])


def _signed_in(room: Room, least: Role, view: View) -> Endpoint:
    """Ask for the session and the role on every request; without them, the view never runs."""

    async def endpoint(request: Request) -> Response:
        token = room.cookie.read(request)
        staff = await to_thread.run_sync(lambda: room.sessions.find(token, is_use=_is_use(request)))
        if staff is None:
            return await _signed_out(request, room)
        if staff.must_change_password and request.url.path != password.PATH:
            return RedirectResponse(password.PATH, HTTPStatus.SEE_OTHER)
        visit = Visit(room=room, request=request, staff=staff)
        return await (view(visit) if visit.may(least) else _not_allowed(visit))

    return endpoint


def _is_use(request: Request) -> bool:
    """Tell a person's request from one that an open page makes by itself, which must not keep a session alive."""
    is_asked_by_page = request.method == "GET" or request.url.path.endswith("/viewing")
    return not (is_asked_by_page and request.headers.get("sec-fetch-dest") == "empty")


async def _not_allowed(visit: Visit) -> Response:
    facts = {
        "view": "told",
        "heading": "Your role does not allow this",
        "text": f"You are signed in as {visit.staff.role}. Nothing was changed. An admin can give you another role.",
    }
    return await visit.page("told.html", facts, status=HTTPStatus.FORBIDDEN)


async def _signed_out(request: Request, room: Room) -> Response:
    if request.method == "POST":
        typed = (await read_form(request)).get("text", "")
        return room.page("signed_out.html", {"typed": typed}, status=HTTPStatus.UNAUTHORIZED)
    if request.url.path == "/staff/events":
        return PlainTextResponse("signed out", HTTPStatus.UNAUTHORIZED)
    return RedirectResponse(login.login_url(request.url.path), HTTPStatus.SEE_OTHER)
