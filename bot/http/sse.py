"""Server-sent events in a few lines: numbered, replayed from the number the browser saw last, kept alive.

sse-starlette logs every chunk at DEBUG, which would put patients' words in a log, and patches uvicorn at import.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from starlette.requests import Request

    from bot.live import Live

HEARTBEAT_SECONDS = 15.0
_RETRY_MS = 1000
# An event, not a comment: the page's script must be able to tell a silent chat from a dead connection.
_BEAT = "event: beat\ndata:\n\n"
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event: `id` is what the browser sends back as Last-Event-ID, `data` what its script gets."""

    id: int
    data: str
    name: str = "message"

    def encode(self) -> str:
        """Return the event as it goes over the wire."""
        lines = "".join(f"data: {line}\n" for line in self.data.splitlines() or [""])
        return f"id: {self.id}\nevent: {self.name}\n{lines}\n"


def seen_last(request: Request) -> int:
    """Return the number that the browser saw last: its Last-Event-ID on a reconnect, else `?after=`, else 0."""
    given = request.headers.get("last-event-id") or request.query_params.get("after", "0")
    return min(int(given), _LARGEST) if given.isascii() and given.isdigit() else 0


def stream(
    live: Live,
    events: Callable[[int], Awaitable[Sequence[Event]]],
    *,
    after: int,
    conversation: str | None = None,
    every: float | None = None,
) -> StreamingResponse:
    """Return the response that sends `events(after)` now and whenever something happened, until the server stops.

    With a conversation, only what happens in it counts. They are asked for at least every so many seconds, by the
    heartbeat where nothing else is given; not all pages at once.
    """
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    frames = _frames(live, events, after=after, conversation=conversation, every=every or HEARTBEAT_SECONDS)
    return StreamingResponse(frames, media_type="text/event-stream", headers=headers)


async def _frames(
    live: Live,
    events: Callable[[int], Awaitable[Sequence[Event]]],
    *,
    after: int,
    conversation: str | None,
    every: float,
) -> AsyncIterator[str]:
    yield f"retry: {_RETRY_MS}\n\n"
    with live.watching(conversation) as watch:
        while not live.is_stopping:
            for event in await events(after):
                after = max(after, event.id)
                yield event.encode()
            if not await watch.rung(_spread(every)):
                yield _BEAT


def _spread(seconds: float) -> float:
    """Return up to half as many seconds less, now more, now fewer: pages that a restart opened together drift apart."""
    return seconds * random.uniform(0.5, 1)  # noqa: S311 (no secret)
