"""The connection to Discord: what is heard there, handed to who hears it. It keeps nobody's words in memory."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import discord
import structlog

from bot.channels.discord.buttons import CardButton, ChoiceButton, RateButton, TakeButton
from bot.channels.discord.catchup import CatchUp
from bot.channels.discord.commands import tree_of
from bot.channels.discord.heard import is_spoken
from bot.channels.discord.incoming import Patients
from bot.channels.discord.posts import Posts
from bot.channels.discord.presses import Presses

if TYPE_CHECKING:
    import aiohttp

    from bot.channels.discord.room import Room

log = structlog.get_logger()

INTENTS = discord.Intents(guilds=True, dm_messages=True, guild_messages=True)
"""No privileged one: direct messages and mentions carry their words without, and no other words are wanted."""

_EVENT = "discord.py: "
"""How discord.py names the tasks in which events are heard."""

_FINISH = 3.0
"""Seconds that what was heard may last after the connection is closed."""

_PATIENCE = 2.0
"""Seconds that a rate limit is waited for in place; longer ones go back to the outbox."""


class DeskClient(discord.Client):
    """One connection. Every event is heard by one of its parts; what goes wrong there is logged without any words."""

    def __init__(self, room: Room, trace: aiohttp.TraceConfig) -> None:
        super().__init__(
            intents=INTENTS,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=1.0,
            http_trace=trace,
        )
        self.http.max_ratelimit_timeout = _PATIENCE
        self._room = room
        self.patients = Patients(room)
        self.posts = Posts(room, self)
        self.missed = CatchUp(room, self, self.patients)
        self.presses = Presses(room, self.patients)
        self.tree = tree_of(self, room, self.patients)
        self.is_listening = False
        self._reading: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Make old buttons known before the first event, and the commands."""
        self.add_dynamic_items(ChoiceButton, CardButton, TakeButton, RateButton)
        try:
            await self.tree.sync()
        except discord.DiscordException as error:
            log.warning("discord.commands", error=type(error).__name__)

    async def close(self) -> None:
        """Hear nothing more, and finish what was heard."""
        await super().close()
        beginning = self._connection._ready_task  # noqa: SLF001 - discord.py forgets it when it closes
        for one in filter(None, (self._reading, beginning)):
            one.cancel()
        mine = asyncio.current_task()
        heard = [one for one in asyncio.all_tasks() if one.get_name().startswith(_EVENT) and one is not mine]
        if heard:
            await asyncio.wait(heard, timeout=_FINISH)

    async def on_connect(self) -> None:
        """Read what was missed: a new session is told of nothing that was before it."""
        self.is_listening = True
        if self._room.settings.discord_patients:
            self._reading = asyncio.current_task()
            await self.missed.run()

    async def on_resumed(self) -> None:
        """Note that the session goes on."""
        self.is_listening = True

    async def on_disconnect(self) -> None:
        """Note that nothing is heard; discord.py connects anew by itself."""
        self.is_listening = False

    async def on_ready(self) -> None:
        """Look whether the forum can be used."""
        await self.posts.check()

    async def on_message(self, message: discord.Message) -> None:
        """Hear a person: a patient in a direct message or by the bot's name, or staff who talk in a post."""
        if not is_spoken(message):
            return
        if message.guild is None:
            await self._first(message)
            await self.patients.direct(message)
        elif self.posts.is_one(message.channel):
            await self.posts.hint(message)
        elif self.user and self.user in message.mentions:
            await self._first(message)
            await self.patients.mentioned(message, self.user.id)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Hear an edit of what was said to the bot; what Discord itself adds to a message is none."""
        message = payload.message
        is_to_us = message.guild is None or self.user in message.mentions
        if message.edited_at is None or not is_spoken(message) or not is_to_us or self.user is None:
            return
        if self._room.settings.discord_patients:
            await self.missed.before(message, is_new=False)
            await self.patients.changed(message, message.edited_at, self.user.id)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Mark what was deleted in a direct message."""
        if payload.guild_id is None and self._room.settings.discord_patients:
            place = self.get_channel(payload.channel_id) or await self.fetch_channel(payload.channel_id)
            if isinstance(place, discord.DMChannel) and place.recipient:
                await self.patients.deleted(place.recipient.id, payload.message_id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Show a case anew whose post was deleted."""
        if self.posts.is_one(payload):
            await self.posts.deleted(payload.thread_id)

    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """Keep an open case's post open."""
        if self.posts.is_one(payload) and payload.data.get("thread_metadata", {}).get("archived"):
            await self.posts.archived(payload.thread_id)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hear that a form has come back; buttons and commands are handed on by discord.py."""
        await self.presses.form(interaction)

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        """Log what went wrong, and none of what it was about."""
        error = sys.exception()
        log.error("discord.event_failed", where=event_method, error=type(error).__name__)

    async def _first(self, message: discord.Message) -> None:
        if self._room.settings.discord_patients:
            await self.missed.before(message)
