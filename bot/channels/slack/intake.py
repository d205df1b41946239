"""From Slack to the desk: a message is stored before it is acknowledged, and answered after (R1, R2).

Storing has a thread of its own, in the order in which Slack told; answering has another, so that nobody's
acknowledgement waits for somebody else's answer. What is stored and not answered when the process dies is answered
by the next one.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
import structlog

from bot.channels.slack.inbound import Withdrawal
from bot.errors import StoreError

if TYPE_CHECKING:
    from bot.frontdesk import FrontDesk
    from bot.model import Line, Message

log = structlog.get_logger()


class Intake:
    """Takes what patients write."""

    def __init__(self, desk: FrontDesk) -> None:
        self._desk = desk
        self._storing = asyncio.Lock()
        self._stored = anyio.CapacityLimiter(1)
        self._answered = anyio.CapacityLimiter(1)
        self._waiting: asyncio.Queue[Line] = asyncio.Queue()

    async def take(self, what: Message | Withdrawal) -> None:
        """Store it; when this returns it may be acknowledged. Raises StoreError: then it may not."""
        async with self._storing:
            if isinstance(what, Withdrawal):
                await anyio.to_thread.run_sync(
                    self._desk.withdraw, what.conversation, what.client_id, limiter=self._stored
                )
                return
            accepted = await anyio.to_thread.run_sync(self._desk.accept, what, limiter=self._stored)
        if accepted.reply is None:
            self._waiting.put_nowait(accepted.line)

    async def knows(self, conversation: str) -> bool:
        """Tell whether the desk is in a conversation already."""
        return bool(await anyio.to_thread.run_sync(self._desk.lines, conversation))

    async def run(self) -> None:
        """Answer what was stored, in order, until cancelled."""
        while True:
            line = await self._waiting.get()
            try:
                await anyio.to_thread.run_sync(self._desk.answer, line, limiter=self._answered)
            except StoreError as error:
                log.error("message.left", line=line.number, error=type(error).__name__)
