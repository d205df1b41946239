"""The terminal in the contract: it answers, keeps nothing, and has no staff."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Never, Self

from bot.channels.terminal import to_text
from bot.frontdesk import respond
from bot.model import Dialogue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store import Store
    from tests.channels.drivers import Parts, Patient


@dataclass(slots=True, kw_only=True)
class AtTheTerminal:
    """Somebody at a terminal."""

    parts: Parts
    dialogue: Dialogue = field(default_factory=Dialogue)
    conversation: str = "terminal"

    async def say(self, text: str) -> str:
        """Type it."""
        _, reply, self.dialogue = respond(self.parts.understanding, self.dialogue, text, now=self.parts.clock.now())
        return to_text(reply)

    async def silently(self, text: str) -> None:
        """Type it, though an answer comes."""
        await self.say(text)

    async def reads(self, words: str) -> str:
        """Read nothing: nobody writes to a terminal."""
        raise LookupError(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalRoom:
    """A desk in a terminal."""

    parts: Parts

    @property
    def store(self) -> Store:
        """Have none."""
        return _none()

    def patient(self) -> AtTheTerminal:
        """Return somebody new."""
        return AtTheTerminal(parts=self.parts)

    def again(self, patient: Patient) -> Patient:
        """Return the same person."""
        return patient


class TerminalDriver:
    """The terminal."""

    name = "terminal"
    keeps = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    @asynccontextmanager
    async def open(self, parts: Parts) -> AsyncIterator[TerminalRoom]:
        """Open a desk that stores nothing."""
        yield TerminalRoom(parts=parts)


def _none() -> Never:
    raise LookupError("the terminal stores nothing")
