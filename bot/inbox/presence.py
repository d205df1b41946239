"""Who else has a case open: pages tell it by themselves, and the live stream passes it on."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import Response

from bot.inbox.casefile import case_of, missing

if TYPE_CHECKING:
    from bot.inbox.room import Visit


async def viewing(visit: Visit) -> Response:
    """Note that this person has the case's page open. The page says so by itself: it is no use of the session."""
    return await _note(visit, is_writing=False)


async def writing(visit: Visit) -> Response:
    """Note that this person is writing beside the case."""
    return await _note(visit, is_writing=True)


async def leaving(visit: Visit) -> Response:
    """Note that this person has closed the case's page."""
    case = await case_of(visit)
    if case is None:
        return await missing(visit)
    await to_thread.run_sync(lambda: visit.room.presence.leave(case.id, staff=visit.staff))
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _note(visit: Visit, *, is_writing: bool) -> Response:
    case = await case_of(visit)
    if case is None:
        return await missing(visit)
    await to_thread.run_sync(lambda: visit.room.presence.note(case.id, staff=visit.staff, is_writing=is_writing))
    return Response(status_code=HTTPStatus.NO_CONTENT)
