"""Discord in the contract by another's reading of it: simcord's server, which checks permissions, limits and forms.

What simcord does its own way, and what is made of it here: it is the connection itself, so that the desk's client is
attached to it instead of signing in; its clock stands still, so that it is set before anybody writes.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import aiohttp
import anyio
import discord
import simcord

from bot.channels.discord.client import INTENTS, DeskClient
from bot.channels.discord.forum import draw
from bot.channels.discord.outgoing import deliver
from bot.channels.discord.reach import API, reach
from bot.channels.discord.room import NAME, Room, conversation_of
from bot.deliver import Deliverer
from bot.settings import Settings
from tests.channels.drivers import until
from tests.discord.reading import shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store import Store
    from bot.surface import Card, Delivery, Drawn
    from tests.channels.drivers import Parts, Patient


class Attached:
    """The Surface port over a client that simcord has connected."""

    name = NAME

    def __init__(self, room: Room, client: DeskClient) -> None:
        self._room, self._client = room, client

    async def run(self) -> None:
        """Leave listening to simcord."""
        await anyio.sleep_forever()

    async def send(self, delivery: Delivery) -> str:
        """Send a line to its patient."""
        return await deliver(self._room, self._client, delivery)

    async def draw(self, card: Card) -> Drawn:
        """Show a case in the forum."""
        return await draw(self._room, self._client, card)


@dataclass(frozen=True, slots=True, kw_only=True)
class InSimulatedMessages:
    """Somebody in direct messages with the desk."""

    env: simcord.Env
    store: Store
    user: simcord.UserHandle

    @property
    def conversation(self) -> str:
        """Return the conversation with them."""
        return conversation_of(self.user.id)

    async def say(self, text: str) -> str:
        """Write, and wait for all that the desk says to it."""
        before = len(self._posts())
        await self.silently(text)
        await until(lambda: len(self._posts()) > before and self._is_all_sent())
        return "\n".join(self._posts()[before:])

    async def silently(self, text: str) -> None:
        """Write; simcord returns when the desk has heard it to its end."""
        await on_time(self.env)
        await self.user.send_dm(text)

    async def reads(self, words: str) -> str:
        """Wait for a message."""
        await until(lambda: any(words in post for post in self._posts()))
        return "\n".join(self._posts())

    def _is_all_sent(self) -> bool:
        return all(one.is_sent for one in self.store.deliveries.states(self.conversation).values())

    def _posts(self) -> list[str]:
        said = self.user.dm_channel.history()
        return [shown(one.content) for one in said if one.author.bot]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedRoom:
    """A desk at work in a simulated Discord."""

    env: simcord.Env
    store: Store
    deliverer: Deliverer

    @property
    def posts(self) -> list[simcord.ChannelHandle]:
        """Return the cases' posts."""
        return self.env.guild.channels["cases"].threads

    def patient(self) -> InSimulatedMessages:
        """Return somebody new, who shares a server with the desk."""
        user = self.env.create_user("pat")
        self.env.guild.add_member(user)
        return InSimulatedMessages(env=self.env, store=self.store, user=user)

    def again(self, patient: Patient) -> InSimulatedMessages:
        """Return who was there before."""
        assert isinstance(patient, InSimulatedMessages)
        return InSimulatedMessages(env=self.env, store=self.store, user=patient.user)


class SimcordDriver:
    """A simulated Discord; what was said there outlives the desk."""

    name = NAME
    keeps = True

    async def __aenter__(self) -> Self:
        reach(API)
        self._env = simcord.Env(discord.Client(intents=INTENTS))
        self._forum = self._env.create_guild().create_forum_channel("cases")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._env.raise_errors()

    @asynccontextmanager
    async def open(self, parts: Parts) -> AsyncIterator[SimulatedRoom]:
        """Open a desk there."""
        store, desk = parts.open()
        settings = Settings(_env_file=None, discord_patients=True, discord_staff_forum=self._forum.id)
        room = Room(settings=settings, frontdesk=desk, store=store)
        client = self._env.bot = DeskClient(room, aiohttp.TraceConfig())
        await self._env.start()
        await on_time(self._env)
        deliverer = Deliverer(Attached(room, client), store.deliveries, store.cards)
        work = asyncio.create_task(deliverer.run())
        try:
            yield SimulatedRoom(env=self._env, store=store, deliverer=deliverer)
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            await self._env.shutdown()
            store.close()


async def on_time(env: simcord.Env) -> None:
    """Set the simulated clock by this machine's."""
    late = datetime.now(UTC) - env.now()
    await env.advance_time(max(0.0, late.total_seconds()))
