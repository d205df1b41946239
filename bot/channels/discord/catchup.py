"""After an outage: what patients wrote meanwhile is read from the history and heard, in order (R11).

Discord never sends what was missed once a session is gone. Conversations are read from the last message that the store
knows of; hearing one twice is hearing it once. Who writes meanwhile is not kept waiting: their history comes first.

Discord lists no direct messages to a bot. Who has never been heard, or not for long, is found when they write again:
what they wrote since the desk last said something to them comes first then.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

import aiohttp
import discord
import structlog

from bot.channels.discord.heard import is_spoken, number_in
from bot.channels.discord.limits import HISTORY_PAGE
from bot.channels.discord.room import NAME, conversation_of, user_of
from bot.errors import StoreError
from bot.model import Author

if TYPE_CHECKING:
    from bot.channels.discord.incoming import Patients
    from bot.channels.discord.room import Room

log = structlog.get_logger()

LIVES: Final = timedelta(days=30)
"""How long after its last line a conversation without an open case is still looked at."""

AGAIN: Final = 30.0
"""Seconds until a history that could not be read is asked for again."""


class CatchUp:
    """Knows, for one connection, whose history has still to be read, and after which message."""

    def __init__(self, room: Room, client: discord.Client, patients: Patients) -> None:
        self._room, self._client, self._patients = room, client, patients
        self._last: dict[str, int] = {}
        self._read_back: set[str] = set()
        self._is_known = asyncio.Event()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(self) -> None:
        """Read what was missed; what cannot be read now is asked for again, as long as it takes."""
        self._is_known.clear()
        self._read_back.clear()
        try:
            self._last |= await asyncio.to_thread(self._heard_last)
        except StoreError as error:
            log.error("discord.store", error=type(error).__name__)
        finally:
            self._is_known.set()
        while self._last:
            count = sum([await self._missed(name) for name in tuple(self._last)])
            if count:
                log.info("discord.caught_up", count=count)
            if self._last:
                await asyncio.sleep(AGAIN)

    async def before(self, message: discord.Message, *, is_new: bool = True) -> None:
        """Hear first what the author of a message has written before it; `is_new`: it is no edit."""
        await self._is_known.wait()
        name = conversation_of(message.author.id)
        await self._missed(name)
        if is_new and message.guild is None:
            await self._unknown(name, message)

    def _heard_last(self) -> dict[str, int]:
        """Return the last message that is known of each conversation that may go on."""
        since = self._room.clock.now() - LIVES
        names = self._room.store.deliveries.held(NAME, since=since)
        return {name: last for name in names if (last := self._number(name))}

    def _number(self, name: str) -> int:
        said = self._room.frontdesk.lines(name)
        return max((number_in(one.client_id) for one in said if one.author is Author.PATIENT), default=0)

    async def _missed(self, name: str) -> int:
        """Hear what was missed of one conversation, or wait until that is done; return how many messages that were."""
        async with self._turn(name):
            return await self._read(name)

    async def _read(self, name: str) -> int:
        last = self._last.pop(name, 0)
        if not last:
            return 0
        try:
            place = await self._client.create_dm(discord.Object(user_of(name)))
            found = [one async for one in place.history(limit=None, after=discord.Object(last), oldest_first=True)]
        except discord.Forbidden:
            return 0
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as error:
            log.warning("discord.unread_history", error=type(error).__name__)
            self._last[name] = last
            return 0
        self._read_back.add(name)
        return await self._heard(found)

    async def _unknown(self, name: str, message: discord.Message) -> None:
        """Hear what somebody wrote when nobody listened, of whom nothing was known that could be read on from."""
        async with self._turn(name):
            if name in self._read_back:
                return
            self._read_back.add(name)
            try:
                found = await self._unanswered(message)
            except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as error:
                log.warning("discord.unread_history", error=type(error).__name__)
                return
            count = await self._heard(found)
            if count:
                log.info("discord.caught_up", count=count)

    async def _unanswered(self, message: discord.Message) -> list[discord.Message]:
        """Return what stands before a message since the desk last said something, oldest first."""
        since, me = self._room.clock.now() - LIVES, self._client.user
        found: list[discord.Message] = []
        async for one in message.channel.history(limit=HISTORY_PAGE, before=message):
            if one.author == me or one.created_at < since:
                break
            found.append(one)
        return found[::-1]

    async def _heard(self, found: list[discord.Message]) -> int:
        """Hear what people said; return how many messages that were."""
        said = [one for one in found if is_spoken(one)]
        for one in said:
            await self._patients.direct(one)
        return len(said)

    def _turn(self, name: str) -> asyncio.Lock:
        return self._turns.setdefault(name, asyncio.Lock())
