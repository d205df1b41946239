"""The live page: a number whenever anything was said, a case changed or a colleague came; the page then asks anew.

Events carry no words and no names: line numbers and counts only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from anyio import to_thread

from bot.http.sse import Event, seen_last, stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from bot.beside import Present
    from bot.inbox.room import Visit
    from bot.model import Case

    Shown = tuple[tuple[Case, ...], tuple[Present, ...], str]

LOOK_SECONDS: Final = 2.0
"""How often a page's stream looks by itself: who is here ends by time alone, and leaves no line and no audit row."""


async def events(visit: Visit) -> Response:
    """Stream the wake-ups, replayed from the number that the browser saw last."""
    return stream(visit.room.live, Watch(visit).events, after=seen_last(visit.request), every=LOOK_SECONDS)


class Watch:
    """What one open page has been told. The session is asked again each time, so that a stream never outlives it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._before: Shown | None = None
        self._is_over = False

    async def events(self, after: int) -> Sequence[Event]:
        """Return at most one event: the store has grown beyond `after`, a case or who is here changed, or an end."""
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
        waiting, present = room.cases.open_cases(), room.presence.here()
        shown = tuple(waiting), tuple(present), room.alerts().problem
        before, self._before = self._before, shown
        latest = room.conversations.latest()
        has_changed = latest > after or before not in {None, shown}
        return (Event(id=latest, data=str(len(waiting)), name="changed"),) if has_changed else ()
