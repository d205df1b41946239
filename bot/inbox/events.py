"""The live page: a number whenever anything was said or a case changed; the page then asks for itself again.

Events carry no words and no names: line numbers and counts only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import to_thread

from bot.http.sse import Event, seen_last, stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from starlette.responses import Response

    from bot.inbox.room import Visit


async def events(visit: Visit) -> Response:
    """Stream the wake-ups, replayed from the number that the browser saw last."""
    return stream(visit.room.live, Watch(visit).events, after=seen_last(visit.request))


class Watch:
    """What one open page has been told. The session is asked again each time, so that a stream never outlives it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._cases: tuple[tuple[int, datetime], ...] | None = None
        self._is_over = False

    async def events(self, after: int) -> Sequence[Event]:
        """Return at most one event: the store has grown beyond `after`, a case changed, or the session ended."""
        return await to_thread.run_sync(self._look, after)

    def _look(self, after: int) -> Sequence[Event]:
        if self._is_over:
            return ()
        if self._session_ended():
            self._is_over = True
            return (Event(id=after, data="", name="signed-out"),)
        return self._changes(after)

    def _session_ended(self) -> bool:
        room = self._visit.room
        return room.sessions.find(room.cookie.read(self._visit.request), is_use=False) is None

    def _changes(self, after: int) -> Sequence[Event]:
        room = self._visit.room
        waiting = room.cases.open_cases()
        before, self._cases = self._cases, tuple((case.id, case.updated_at) for case in waiting)
        latest = room.conversations.latest()
        has_changed = latest > after or (before is not None and before != self._cases)
        return (Event(id=latest, data=str(len(waiting)), name="changed"),) if has_changed else ()
