"""The staff page's routes. Every view but the sign-in form is behind `_signed_in`: nothing else makes a Visit."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

from bot.http.assets import Assets
from bot.http.pages import environment
from bot.inbox import case, events, lists, login
from bot.inbox.forms import read_form
from bot.inbox.passwords import Passwords
from bot.inbox.room import Room, Visit
from bot.inbox.sessions import SessionCookie, Sessions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from bot.faq.content import Faq
    from bot.live import Live
    from bot.ports import Accounts, Cases, Clock, Conversations
    from bot.settings import Settings

    View = Callable[[Visit], Awaitable[Response]]
    Endpoint = Callable[[Request], Awaitable[Response]]

_HERE = Path(__file__).parent
_ASSETS = Assets(prefix="/staff/assets", folder=_HERE / "static")
_VIEWS: tuple[tuple[str, str, View], ...] = (
    ("GET", "/staff", lists.waiting),
    ("GET", "/staff/done", lists.done),
    ("GET", "/staff/events", events.events),
    ("GET", "/staff/cases/{case_id:int}", case.show),
    ("POST", "/staff/cases/{case_id:int}/reply", case.reply),
    ("GET", "/staff/cases/{case_id:int}/resolve", case.ask_to_resolve),
    ("POST", "/staff/cases/{case_id:int}/resolve", case.resolve),
)


def staff_routes(  # noqa: PLR0913 - one parameter for each thing that the room is wired with
    *,
    cases: Cases,
    accounts: Accounts,
    conversations: Conversations,
    live: Live,
    clock: Clock,
    settings: Settings,
    faq: Callable[[], Faq],
) -> list[BaseRoute]:
    """Return the staff page's routes, all under `/staff`; `faq` gives today's FAQ: the clinic's name and time zone."""
    pages = environment(_HERE / "templates")
    pages.globals["asset"] = _ASSETS.url
    room = Room(
        cases=cases,
        conversations=conversations,
        sessions=Sessions(accounts=accounts, clock=clock, hours=settings.session_hours),
        cookie=SessionCookie(is_secure=settings.is_secure, hours=settings.session_hours),
        live=live,
        clock=clock,
        faq=faq,
        pages=pages,
    )
    gate = login.Gate(accounts=accounts, clock=clock, passwords=Passwords())
    return [_ASSETS.route(), *_login_routes(room, gate), *(_route(room, *view) for view in _VIEWS)]


def _login_routes(room: Room, gate: login.Gate) -> list[BaseRoute]:
    async def show(request: Request) -> Response:
        return await login.show(request, room)

    async def sign_in(request: Request) -> Response:
        return await login.sign_in(request, room, gate)

    async def sign_out(request: Request) -> Response:
        return await login.sign_out(request, room)

    return [
        Route(login.PATH, show, methods=["GET"]),
        Route(login.PATH, sign_in, methods=["POST"]),
        Route("/staff/logout", sign_out, methods=["POST"]),
    ]


def _route(room: Room, method: str, path: str, view: View) -> Route:
    return Route(path, _signed_in(room, view), methods=[method])


def _signed_in(room: Room, view: View) -> Endpoint:
    """Ask for the session on every request; without one, the view never runs."""

    async def endpoint(request: Request) -> Response:
        staff = await to_thread.run_sync(room.sessions.find, room.cookie.read(request))
        if staff is None:
            return await _signed_out(request, room)
        return await view(Visit(room=room, request=request, staff=staff))

    return endpoint


async def _signed_out(request: Request, room: Room) -> Response:
    if request.method == "POST":
        typed = (await read_form(request)).get("text", "")
        return room.page("signed_out.html", {"typed": typed}, status=HTTPStatus.UNAUTHORIZED)
    if request.url.path == "/staff/events":
        return PlainTextResponse("signed out", HTTPStatus.UNAUTHORIZED)
    return RedirectResponse(login.login_url(request.url.path), HTTPStatus.SEE_OTHER)
