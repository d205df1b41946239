"""Discord in the contract: the unmodified discord.py over a gateway and a REST API of our own."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pydantic import SecretStr

from bot.channels.discord import surface
from bot.channels.discord.room import conversation_of
from bot.deliver import Deliverer
from bot.settings import Settings
from tests.discord.fake.discord_fake import TOKEN, FakeDiscord, fake_discord
from tests.discord.fake.world import FORUM
from tests.discord.reading import shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.model import Decision, Line
    from bot.store import Store
    from tests.channels.drivers import Parts, Patient


@dataclass(frozen=True, slots=True, kw_only=True)
class InDirectMessages:
    """Somebody in direct messages with the desk."""

    fake: FakeDiscord
    store: Store
    user: int

    @property
    def conversation(self) -> str:
        """Return the conversation with them."""
        return conversation_of(self.user)

    async def say(self, text: str) -> str:
        """Write, and wait for all that the desk says to it."""
        before = len(self._posts())
        await self.fake.write(self.user, text)
        await self.fake.until(lambda: len(self._posts()) > before and self._is_all_sent(), seconds=30)
        return "\n".join(self._posts()[before:])

    async def silently(self, text: str) -> None:
        """Write, and wait until it is stored and has come to something."""
        said = await self.fake.write(self.user, text)
        await self.fake.until(lambda: any(line.client_id == said["id"] for line, _ in self._decided()))

    async def reads(self, words: str) -> str:
        """Wait for a message."""
        await self.fake.until(lambda: any(words in post for post in self._posts()), seconds=30)
        return "\n".join(self._posts())

    def _decided(self) -> list[tuple[Line, Decision]]:
        return list(self.store.conversations.decisions(self.conversation))

    def _is_all_sent(self) -> bool:
        return all(one.is_sent for one in self.store.deliveries.states(self.conversation).values())

    def _posts(self) -> list[str]:
        return [shown(one) for one in self.fake.world.said(int(self.fake.world.dm(self.user)["id"]))]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordRoom:
    """A desk at work in Discord."""

    fake: FakeDiscord
    store: Store
    people: Iterator[int]

    def patient(self) -> InDirectMessages:
        """Return somebody new."""
        user = self.fake.world.person(next(self.people), "pat")
        return InDirectMessages(fake=self.fake, store=self.store, user=user)

    def again(self, patient: Patient) -> InDirectMessages:
        """Return who was there before."""
        assert isinstance(patient, InDirectMessages)
        return InDirectMessages(fake=self.fake, store=self.store, user=patient.user)


class DiscordDriver:
    """Discord; the server is there for as long as the driver."""

    name = "discord"
    keeps = True

    def __init__(self) -> None:
        self._serving: AbstractAsyncContextManager[FakeDiscord] = fake_discord()
        self._people = itertools.count(1_000)

    async def __aenter__(self) -> Self:
        self._fake = await self._serving.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._serving.__aexit__(None, None, None)

    @asynccontextmanager
    async def open(self, parts: Parts) -> AsyncIterator[DiscordRoom]:
        """Open a desk in Discord."""
        store, desk = parts.open()
        known = {"discord_token": SecretStr(TOKEN), "discord_api": self._fake.api, "discord_staff_forum": FORUM}
        settings = Settings(_env_file=None, discord_patients=True, **known)  # type: ignore[arg-type]
        before = len(self._fake.gateway.identified)
        work = asyncio.create_task(Deliverer(surface(settings, desk, store), store.deliveries, store.cards).run())
        await self._fake.until(lambda: len(self._fake.gateway.identified) > before)
        yield DiscordRoom(fake=self._fake, store=store, people=self._people)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        store.close()
