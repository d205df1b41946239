"""What the contract asks of a channel: to let a patient write there, and to tell what the patient reads there.

A channel joins the contract by a module of its own, with a Driver, and a line in `tests/channels/conftest.py`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, Self

from bot.clock import SystemClock
from bot.frontdesk import FrontDesk
from bot.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from bot.ports import Clock, Inbox
    from bot.store import Store
    from bot.understanding import Understanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a desk is opened with: the same folder again is the same desk after a restart.

    `inbox` stands in for the store's own, to fail. `clock` is the desk's: what it says depends on the hour.
    `stored_at` is the store's.
    """

    folder: Path
    understanding: Understanding
    inbox: Inbox | None = None
    clock: Clock = field(default_factory=SystemClock)
    stored_at: Clock = field(default_factory=SystemClock)

    def open(self) -> tuple[Store, FrontDesk]:
        """Open the store, and the desk over it; what was left unanswered is answered."""
        store = open_store(self.folder / "data", self.stored_at)
        inbox = self.inbox or store.inbox
        health = store.pages.health
        desk = FrontDesk(
            self.understanding, inbox=inbox, conversations=store.conversations, clock=self.clock, health=health
        )
        desk.recover()
        return store, desk


class Patient(Protocol):
    """Somebody who writes in the channel."""

    @property
    def conversation(self) -> str:
        """Return the name of their conversation; known once they have written."""
        ...

    async def say(self, text: str) -> str:
        """Write; return all that the patient then reads for the first time, as plain text without markup."""
        ...

    async def silently(self, text: str) -> None:
        """Write, where no answer comes; when this returns the message is stored."""
        ...

    async def reads(self, words: str) -> str:
        """Wait until the patient reads these words; return all that they have ever read."""
        ...


class Room(Protocol):
    """A desk that is open on one channel."""

    @property
    def store(self) -> Store:
        """Return the desk's store."""
        ...

    def patient(self) -> Patient:
        """Return somebody new."""
        ...

    def again(self, patient: Patient) -> Patient:
        """Return somebody who was there before the desk was started anew."""
        ...


class Driver(Protocol):
    """A channel, and its platform for as long as the driver is entered.

    `name` is what the store calls it; `keeps`: it has a store, and staff.
    """

    name: str
    keeps: bool

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *_: object) -> None: ...

    def open(self, parts: Parts) -> AbstractAsyncContextManager[Room]:
        """Open a desk on this channel; opened again in the same folder it is the same desk after a restart."""
        ...


async def until(is_so: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait until something is so, also where nobody tells of it. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110 - a store tells nobody what has changed in it
            await asyncio.sleep(0.05)
