"""What a patient sees under a message while it waits for its answer: a status text, which always goes away (R22).

Most answers are there before a status could be read: it is shown only where one takes longer. Nothing of it depends on
the answer: it ends when the message has been dealt with, whatever came of it, and Slack ends it after two minutes.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

import anyio
import anyio.to_thread

from bot.errors import StoreError, SurfaceError
from bot.surface import address_of
from bot.wording import sentences as say

if TYPE_CHECKING:
    from bot.channels.slack.api import Api
    from bot.frontdesk import FrontDesk
    from bot.model import Line

AFTER: Final = 1.0
"""Seconds that a message waits before that is said."""

AT_ONCE: Final = 8
"""How many statuses are shown at a time: a flood is answered, not commented on."""

_PATIENCE: Final = 5.0
"""Seconds that taking one away may last, also while the desk stops."""

_DIRECT: Final = "D"


class Status:
    """Shows and takes away statuses."""

    def __init__(self, api: Api, desk: FrontDesk) -> None:
        self._api, self._desk = api, desk
        self._shown = anyio.Semaphore(AT_ONCE)

    async def show(self, line: Line, done: anyio.Event) -> None:
        """Say that the line is being read until it is done, where that takes long. Never raises SurfaceError."""
        with anyio.move_on_after(AFTER):
            await done.wait()
        _, channel, thread = address_of(line.conversation)
        if done.is_set() or not channel.startswith(_DIRECT):
            return
        with contextlib.suppress(anyio.WouldBlock, StoreError):
            self._shown.acquire_nowait()
            try:
                await self._until(done, line, channel=channel, thread=thread)
            finally:
                self._shown.release()

    async def _until(self, done: anyio.Event, line: Line, *, channel: str, thread: str) -> None:
        language = await anyio.to_thread.run_sync(self._desk.language, line.conversation)
        try:
            await self._set(channel, thread, say.READING[language])
            await done.wait()
        finally:
            with anyio.move_on_after(_PATIENCE, shield=True):
                await self._set(channel, thread, "")

    async def _set(self, channel: str, thread: str, text: str) -> None:
        with contextlib.suppress(SurfaceError):
            await self._api.post("assistant.threads.setStatus", channel_id=channel, thread_ts=thread, status=text)
