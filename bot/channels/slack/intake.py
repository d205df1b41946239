"""From Slack to the desk: a message is stored before it is acknowledged, and answered after (R1, R2).

What comes while the disk is busy is committed together, in the order in which Slack told; answering has a thread of its
own and waits while anything is still to be stored, so that nobody's acknowledgement waits for somebody else's answer.
What is stored and not answered when the process dies is answered by the next one.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import anyio
import anyio.to_thread
import structlog

from bot.channels.slack.inbound import Withdrawal
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anyio.abc import TaskGroup

    from bot.channels.slack.status import Status
    from bot.frontdesk import FrontDesk
    from bot.model import Line, Message
    from bot.ports import Accepted

    Promise = asyncio.Future[Accepted]

log = structlog.get_logger()

TOGETHER: Final = 64
"""How many messages are committed together at most: the first of a flood wait for no more than these."""

PATIENCE: Final = 1.0
"""Seconds after which an answer is given though more is to be stored."""


class Intake:
    """Takes what patients write."""

    def __init__(self, desk: FrontDesk, status: Status) -> None:
        self._desk, self._status = desk, status
        self._storing, self._stored = asyncio.Lock(), anyio.CapacityLimiter(1)
        self._answered = anyio.CapacityLimiter(1)
        self._coming: list[tuple[Message, Promise]] = []
        self._quiet = asyncio.Event()
        self._waiting: asyncio.Queue[tuple[Line, anyio.Event]] = asyncio.Queue()
        self._tasks: TaskGroup | None = None

    async def take(self, what: Message | Withdrawal) -> None:
        """Store it; when this returns it may be acknowledged. Raises StoreError: then it may not."""
        if isinstance(what, Withdrawal):
            withdraw, gone = self._desk.withdraw, (what.conversation, what.client_id)
            await anyio.to_thread.run_sync(withdraw, *gone, limiter=self._stored)
            return
        accepted = await self._accepted(what)
        if accepted.reply is None:
            self._wait(accepted.line)

    async def knows(self, conversation: str) -> bool:
        """Tell whether the desk is in a conversation already."""
        return bool(await anyio.to_thread.run_sync(self._desk.lines, conversation))

    async def run(self) -> None:
        """Answer what was stored, in order, until cancelled."""
        async with anyio.create_task_group() as self._tasks:
            while True:
                line, done = await self._waiting.get()
                with anyio.move_on_after(PATIENCE):
                    await self._quiet.wait()
                try:
                    await self._answer(line)
                finally:
                    done.set()

    async def _answer(self, line: Line) -> None:
        try:
            await anyio.to_thread.run_sync(self._desk.answer, line, limiter=self._answered)
        except StoreError as error:
            log.error("message.left", line=line.number, error=type(error).__name__)

    def _wait(self, line: Line) -> None:
        done = anyio.Event()
        self._waiting.put_nowait((line, done))
        if self._tasks:
            self._tasks.start_soon(self._status.show, line, done)

    async def _accepted(self, message: Message) -> Accepted:
        """Store the message, with whatever has come since the last commit; whoever is first does it for all."""
        promise: Promise = asyncio.get_running_loop().create_future()
        self._coming.append((message, promise))
        self._quiet.clear()
        async with self._storing:
            if not promise.done():
                await self._store(self._coming[:TOGETHER])
        return promise.result()

    async def _store(self, some: Sequence[tuple[Message, Promise]]) -> None:
        del self._coming[: len(some)]
        messages = [message for message, _ in some]
        try:
            stored = await anyio.to_thread.run_sync(self._desk.accept, messages, limiter=self._stored)
        except StoreError as error:
            for _, promise in some:
                promise.set_exception(error)
            return
        finally:
            if not self._coming:
                self._quiet.set()
        for (_, promise), accepted in zip(some, stored, strict=True):
            promise.set_result(accepted)
