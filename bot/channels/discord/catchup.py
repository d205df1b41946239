"""After an outage: what patients wrote meanwhile is read from the history and heard, in order (R11).

Discord never sends what was missed once a session is gone. Conversations are read from the last message that the store
knows of; hearing one twice is hearing it once. Who writes meanwhile is not kept waiting: their history comes first.
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
        self._is_known = asyncio.Event()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(self) -> None:
        """Read what was missed; what cannot be read now is asked for again, as long as it takes."""
        self._is_known.clear()
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

    async def before(self, user: int) -> None:
        """Hear first what somebody has written before."""
        await self._is_known.wait()
        await self._missed(conversation_of(user))

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
        async with self._turns.setdefault(name, asyncio.Lock()):
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
        missed = [one for one in found if is_spoken(one)]
        for one in missed:
            await self._patients.direct(one)
        return len(missed)
