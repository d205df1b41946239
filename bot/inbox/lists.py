"""The queue's views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import to_thread

from bot.inbox.forms import number
from bot.inbox.queue import rows, sections

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.inbox.queue import Row
    from bot.inbox.room import Visit


async def waiting(visit: Visit) -> Response:
    """Show who waits, most urgent first."""
    found = await to_thread.run_sync(_open_rows, visit)
    closed = number(visit.request.query_params.get("resolved"))
    return await visit.page("queue.html", {"sections": sections(found), "closed": closed, "view": "waiting"})


async def done(visit: Visit) -> Response:
    """Show the cases that were resolved last."""
    found = await to_thread.run_sync(_resolved_rows, visit)
    return await visit.page("done.html", {"rows": found, "view": "done"})


def _open_rows(visit: Visit) -> tuple[Row, ...]:
    room = visit.room
    return rows(room.cases.open_cases(), conversations=room.conversations, now=room.now())


def _resolved_rows(visit: Visit) -> tuple[Row, ...]:
    room = visit.room
    return rows(room.cases.resolved_cases(), conversations=room.conversations, now=room.now())
