"""One's own account: who one is here, and where one is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import JSONResponse, RedirectResponse

from bot.inbox.forms import read_form
from bot.inbox.sessions import is_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from bot.desk.times import Moment
    from bot.inbox.room import Visit

PATH = "/staff/account"
_DONE = {
    "password": "Your password is changed. You are signed out in every other browser.",
    "ended": "That session has ended.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One browser in which the person is signed in."""

    browser: str
    opened: Moment
    used: Moment
    token_hash: str
    is_this: bool


async def show(visit: Visit) -> Response:
    """Show the account and its sessions."""
    places = await to_thread.run_sync(_places, visit)
    facts = {"view": "account", "places": places, "done": _DONE.get(visit.request.query_params.get("done", ""))}
    return await visit.page("account.html", facts)


async def left(visit: Visit) -> Response:
    """Tell how many seconds this session has left; a post also says that somebody is there."""
    return JSONResponse({"seconds": await to_thread.run_sync(_left, visit)})


async def end(visit: Visit) -> Response:
    """End one of one's own sessions; a number that is nobody's, or somebody else's, ends nothing."""
    form = await read_form(visit.request)
    await to_thread.run_sync(_end, visit, form)
    return RedirectResponse(f"{PATH}?done=ended", HTTPStatus.SEE_OTHER)


async def end_all(visit: Visit) -> Response:
    """Sign out everywhere, here too."""
    await to_thread.run_sync(visit.room.accounts.close_sessions, visit.staff)
    response = RedirectResponse("/staff/login", HTTPStatus.SEE_OTHER)
    visit.room.cookie.clear(response)
    return response


def _end(visit: Visit, form: Mapping[str, str]) -> None:
    visit.room.accounts.close_sessions(visit.staff, only=form.get("session", ""))


def _left(visit: Visit) -> int:
    room = visit.room
    token = room.cookie.read(visit.request)
    ends = (room.sessions.ends(each) for each in room.sessions.of(visit.staff) if is_for(each, token))
    return max(0, int((next(ends, room.clock.now()) - room.clock.now()).total_seconds()))


def _places(visit: Visit) -> tuple[Place, ...]:
    room, now = visit.room, visit.room.now()
    token = room.cookie.read(visit.request)
    return tuple(
        Place(
            browser=each.browser or "Unknown browser",
            opened=now.moment(each.opened_at),
            used=now.moment(each.used_at),
            token_hash=each.token_hash,
            is_this=is_for(each, token),
        )
        for each in room.sessions.of(visit.staff)
    )
