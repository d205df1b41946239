"""Wakes every open page when anything was said, whoever wrote the row: one small query a tick, only while watched."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import anyio
import structlog

from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

_log = structlog.get_logger("bot.live")


class Live:
    """One poller for all streams of a process. `latest` is the store's highest line number; it runs in a thread."""

    def __init__(self, latest: Callable[[], int], *, interval: float = 0.25) -> None:
        self._latest = latest
        self._interval = interval
        self._number = 0
        self._watchers = 0
        self._is_stopping = False
        self._pulse = asyncio.Event()
        self._poller: asyncio.Task[None] | None = None

    @property
    def is_stopping(self) -> bool:
        """Tell whether the server is going down: streams should end."""
        return self._is_stopping

    def stop(self) -> None:
        """Let every stream end within one tick; may be called from any thread."""
        self._is_stopping = True

    async def changed(self, after: int, timeout: float) -> int:  # noqa: ASYNC109 - a stream's heartbeat, not an error
        """Wait until the store's highest number is above `after`; return it, or what it was after `timeout` seconds."""
        self._watchers += 1
        try:
            with anyio.move_on_after(timeout):
                while self._number <= after and not self._is_stopping:
                    self._ensure_poller()
                    await self._pulse.wait()
        finally:
            self._watchers -= 1
        return max(self._number, after)

    def _ensure_poller(self) -> None:
        if self._poller is None or self._poller.done():
            self._poller = asyncio.create_task(self._poll())

    async def _poll(self) -> None:
        while self._watchers:
            await self._look()
            self._pulse.set()
            self._pulse = asyncio.Event()
            await asyncio.sleep(self._interval)

    async def _look(self) -> None:
        try:
            self._number = max(self._number, await anyio.to_thread.run_sync(self._latest))
        except StoreError as error:
            _log.warning("live.store_unreadable", error=type(error).__name__)
