"""Slack in the contract: the unmodified SDK over a Slack of our own."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tests.slack.fake import FakeSlack
from tests.slack.reading import shown
from tests.slack.work import at_work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store import Store
    from tests.channels.drivers import Parts, Patient
    from tests.slack.work import Work


@dataclass(slots=True, kw_only=True)
class InAThread:
    """Somebody in a direct message with the desk, in one thread."""

    work: Work
    user: str
    thread: str = ""

    @property
    def conversation(self) -> str:
        """Return the thread's conversation."""
        return f"slack:T1:D1:{self.thread}"

    async def say(self, text: str) -> str:
        """Write in the thread, and wait for what the desk posts there."""
        before = len(self._posts())
        await self._write(text, is_acked=False)
        await self.work.slack.until(lambda: len(self._posts()) > before)
        return "\n".join(self._posts()[before:])

    async def silently(self, text: str) -> None:
        """Write in the thread; what is acknowledged is stored."""
        await self._write(text, is_acked=True)

    async def _write(self, text: str, *, is_acked: bool) -> None:
        more = {"thread_ts": self.thread} if self.thread else {}
        said = await self.work.slack.say(self.user, "D1", text, is_acked=is_acked, **more)
        self.thread = self.thread or said["ts"]

    async def reads(self, words: str) -> str:
        """Wait for a post."""
        await self.work.slack.until(lambda: any(words in post for post in self._posts()))
        return "\n".join(self._posts())

    def _posts(self) -> list[str]:
        return [shown(post).replace("*", "") for post in self.work.answers(self.thread)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackRoom:
    """A desk at work in Slack."""

    work: Work

    @property
    def store(self) -> Store:
        """Return the desk's store."""
        return self.work.store

    def patient(self) -> InAThread:
        """Return somebody new."""
        return InAThread(work=self.work, user="U0PAT")

    def again(self, patient: Patient) -> InAThread:
        """Return who was there before."""
        assert isinstance(patient, InAThread)
        return InAThread(work=self.work, user=patient.user, thread=patient.thread)


class SlackDriver:
    """Slack; the workspace is there for as long as the driver."""

    name = "slack"
    keeps = True

    def __init__(self) -> None:
        self._slack = FakeSlack()

    async def __aenter__(self) -> Self:
        await self._slack.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._slack.__aexit__()

    @asynccontextmanager
    async def open(self, parts: Parts) -> AsyncIterator[SlackRoom]:
        """Open a desk in Slack."""
        async with at_work(parts.folder, self._slack, parts=parts) as work:
            yield SlackRoom(work=work)
