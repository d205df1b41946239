"""What happens to the cases' posts besides the desk's own doing: somebody talks there, deletes or archives one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import discord
import structlog

from bot.channels.discord.bubbles import Bubble
from bot.channels.discord.forum import forum_of, with_tags
from bot.channels.discord.outgoing import say
from bot.channels.discord.permissions import MISSING, WANTED, mend, missing
from bot.channels.discord.room import NAME
from bot.channels.discord.sentences import NOT_RELAYED
from bot.errors import Refused, StoreError, SurfaceError
from bot.surface import Card

if TYPE_CHECKING:
    from bot.channels.discord.room import Room
    from bot.model import Case

log = structlog.get_logger()

_EXAMINE: Final = "`python -m bot doctor discord` says what to mend"


class Posts:
    """Looks after the forum for one connection."""

    def __init__(self, room: Room, client: discord.Client) -> None:
        self._room, self._client = room, client
        self._hinted: set[int] = set()

    def is_one(self, channel: object) -> bool:
        """Tell whether a channel is a case's post."""
        its = getattr(channel, "parent_id", None)
        return its is not None and its == self._room.settings.discord_staff_forum

    async def check(self) -> None:
        """Say at the start what is missing, and how to mend it; make the tags."""
        if not self._room.settings.discord_staff_forum:
            return
        try:
            forum = await forum_of(self._room, self._client)
            await with_tags(forum)
        except Refused as error:
            _, _, lacked = str(error).partition(MISSING)
            log.error("discord.forum", error=str(error), why=mend((lacked,)) if lacked else _EXAMINE)
            return
        except (discord.DiscordException, OSError) as error:
            log.error("discord.forum", error=type(error).__name__, why=_EXAMINE)
            return
        lacks = missing(forum.permissions_for(forum.guild.me), WANTED)
        if lacks:
            log.warning("discord.forum", error=f"{MISSING}{', '.join(lacks)}", why=mend(lacks))

    async def hint(self, message: discord.Message) -> None:
        """Say, once in each post, that what is written there is sent to nobody (R28)."""
        if message.channel.id in self._hinted:
            return
        self._hinted.add(message.channel.id)
        try:
            await say(message.channel, (Bubble(content=NOT_RELAYED),), name=f"{message.channel.id}.h")
        except SurfaceError as error:
            log.warning("discord.not_said", error=str(error))

    async def deleted(self, post: int) -> None:
        """Let the case of a deleted post be shown anew."""
        case = await self._case_at(post)
        if case is not None and case.resolved_at is None:
            log.warning("discord.post_deleted", case=case.id)
            await asyncio.to_thread(self._room.store.cards.lost, NAME, Card(case=case))

    async def archived(self, post: int) -> None:
        """Open again a post that somebody archived while its case is open."""
        case = await self._case_at(post)
        if case is None or case.resolved_at is not None:
            return
        found = await self._client.fetch_channel(post)
        if isinstance(found, discord.Thread) and (found.archived or found.locked):
            log.warning("discord.post_archived", case=case.id)
            await found.edit(archived=False, locked=False)

    async def _case_at(self, post: int) -> Case | None:
        try:
            number = await asyncio.to_thread(self._room.store.cards.case_at, NAME, str(post))
            return await asyncio.to_thread(self._room.store.cases.case, number) if number else None
        except StoreError as error:
            log.error("discord.store", error=type(error).__name__)
            return None
