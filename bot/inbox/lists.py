"""The queue's views, what was done, and the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import to_thread

from bot.desk.reasons import QUEUE_NAMES
from bot.inbox.forms import number, read_form
from bot.inbox.queue import Listing, rows, sections, viewed
from bot.model import Queue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response

    from bot.inbox.queue import Row
    from bot.inbox.room import Visit
    from bot.model import Case

LONGEST_SEARCH = 200
MOST_FOUND = 50


def showing(view: Listing) -> Callable[[Visit], Awaitable[Response]]:
    """Return what shows one view of the queue."""

    async def show(visit: Visit) -> Response:
        facts = await to_thread.run_sync(_view_facts, visit, view)
        return await visit.page("queue.html", facts)

    return show


async def done(visit: Visit) -> Response:
    """Show the cases that were resolved last."""
    facts = await to_thread.run_sync(_done_facts, visit)
    return await visit.page("done.html", facts)


async def search(visit: Visit) -> Response:
    """Show the cases that hold what was looked for; it comes in a form, so that no address holds it."""
    wanted = " ".join((await read_form(visit.request)).get("text", "").split())[:LONGEST_SEARCH]
    found = await to_thread.run_sync(_found, visit, wanted) if wanted else ()
    facts = {"view": "search", "wanted": wanted, "rows": found, "is_full": len(found) == MOST_FOUND}
    return await visit.page("search.html", facts)


def queue_of(visit: Visit) -> Queue | None:
    """Return the queue that the address asks for."""
    wanted = visit.request.query_params.get("queue")
    return next((queue for queue in Queue if queue == wanted), None)


def _view_facts(visit: Visit, view: Listing) -> dict[str, object]:
    room, queue = visit.room, queue_of(visit)
    waiting = room.cases.open_cases()
    shown = viewed(waiting, view, staff=visit.staff, queue=queue)
    return {
        "view": view,
        "queue": queue,
        "queues": QUEUE_NAMES,
        "sections": sections(_rows(visit, shown)),
        "closed": number(visit.request.query_params.get("resolved")),
        "is_first_visit": not waiting and not room.cases.resolved_cases(limit=1),
    }


def _done_facts(visit: Visit) -> dict[str, object]:
    queue = queue_of(visit)
    closed = (case for case in visit.room.cases.resolved_cases() if queue in {None, case.queue})
    return {"view": "done", "queue": queue, "queues": QUEUE_NAMES, "rows": _rows(visit, tuple(closed))}


def _found(visit: Visit, wanted: str) -> tuple[Row, ...]:
    return _rows(visit, tuple(visit.room.cases.search(wanted, limit=MOST_FOUND)), wanted=wanted)


def _rows(visit: Visit, cases: tuple[Case, ...], *, wanted: str = "") -> tuple[Row, ...]:
    room = visit.room
    return rows(cases, conversations=room.conversations, now=room.now(), staff=visit.staff, wanted=wanted)
