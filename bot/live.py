"""Wakes the open pages that something has happened for, whoever wrote the row: one small query a tick for all."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

import anyio
import structlog

from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.ports import Growth

_log = structlog.get_logger("bot.live")


class Watch:
    """One open page's bell. It is rung once for all that happened since it was last answered."""

    def __init__(self, conversation: str | None) -> None:
        self.conversation = conversation
        self._bell = asyncio.Event()

    def ring(self) -> None:
        """Tell the page to look."""
        self._bell.set()

    async def rung(self, timeout: float) -> bool:  # noqa: ASYNC109 - a stream's heartbeat, not an error
        """Wait until there is something to look at, which is then answered; False after `timeout` seconds without."""
        with anyio.move_on_after(timeout):
            await self._bell.wait()
        is_rung = self._bell.is_set()
        self._bell.clear()
        return is_rung


class Live:
    """One poller for all streams of a process. `look` tells what has happened since a number; it runs in a thread.

    The first look after a time without watchers rings every bell, because it cannot tell what happened before it.
    """

    def __init__(self, look: Callable[[int | None], Growth], *, interval: float = 0.25) -> None:
        self._look = look
        self._interval = interval
        self._number: int | None = None
        self._watches: set[Watch] = set()
        self._is_stopping = False
        self._poller: asyncio.Task[None] | None = None

    @property
    def is_stopping(self) -> bool:
        """Tell whether the server is going down: streams should end."""
        return self._is_stopping

    def stop(self) -> None:
        """Let every stream end within one tick; may be called from any thread."""
        self._is_stopping = True

    @contextmanager
    def watching(self, conversation: str | None = None) -> Iterator[Watch]:
        """Give a page its bell, for one conversation or for all: it looks first, then waits."""
        watch = Watch(conversation)
        self._watches.add(watch)
        self._ensure_poller()
        try:
            yield watch
        finally:
            self._watches.discard(watch)

    def _ensure_poller(self) -> None:
        if self._poller is None or self._poller.done():
            self._number = None
            self._poller = asyncio.create_task(self._poll())

    async def _poll(self) -> None:
        while self._watches and not self._is_stopping:
            await self._tick()
            await asyncio.sleep(self._interval)
        for watch in self._watches:
            watch.ring()

    async def _tick(self) -> None:
        try:
            growth = await anyio.to_thread.run_sync(self._look, self._number)
        except StoreError as error:
            _log.warning("live.store_unreadable", error=type(error).__name__)
            return
        is_first, grew = self._number is None, growth.number != self._number
        self._number = growth.number
        for watch in self._watches:
            is_about = grew if watch.conversation is None else watch.conversation in growth.conversations
            if is_first or is_about:
                watch.ring()
