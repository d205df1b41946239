"""Patients on Discord: what they write, change, delete and press goes through the one front desk, in order."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

import structlog

from bot.channels.discord.bubbles import Bubble, offered, reply_bubbles
from bot.channels.discord.heard import is_empty, to_edit, to_message, without_mention
from bot.channels.discord.outgoing import say
from bot.channels.discord.room import NAME, conversation_of
from bot.channels.discord.sentences import FOR_STAFF, MOVED
from bot.errors import SurfaceError
from bot.model import Language, Message

if TYPE_CHECKING:
    from datetime import datetime

    import discord

    from bot.channels.discord.room import Room
    from bot.model import Line

log = structlog.get_logger()

LONGEST: Final = 10_000
"""Characters of one message that the desk takes (contract, Length); Discord's own limit is below that."""


class Patients:
    """Hears for one connection. What fails here ends with the crisis lines, never in silence."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def receive(self, message: Message) -> Line | None:
        """Hand a message to the front desk in its conversation's turn (R6). Raises StoreError."""
        turn = self._turns.setdefault(message.conversation, asyncio.Lock())
        async with turn:
            cut = replace(message, text=message.text[:LONGEST])
            return await asyncio.to_thread(self._room.frontdesk.receive, cut)

    async def direct(self, message: discord.Message) -> None:
        """Hear a direct message."""
        if not self._room.settings.discord_patients:
            await self._say_whose_it_is(message)
        else:
            await self.heard(to_message(message), message.channel)

    async def mentioned(self, message: discord.Message, me: int) -> None:
        """Hear a question that was put in the open: the answer goes to its author alone."""
        if not self._room.settings.discord_patients:
            await self._say_whose_it_is(message)
            return
        heard = to_message(message)
        asked = replace(heard, text=without_mention(heard.text, me))
        if is_empty(asked):
            asked = replace(asked, text="hello")
        await self.heard(asked, message.author)
        lines = await asyncio.to_thread(self._lines)
        await self._say(message.channel, (Bubble(content=MOVED), *lines), name=f"{message.id}.o")

    async def changed(self, message: discord.Message, edited_at: datetime, me: int) -> None:
        """Hear an edit: it is understood anew (R34)."""
        edit = to_edit(message, edited_at)
        await self.heard(replace(edit, text=without_mention(edit.text, me)), message.author)

    async def deleted(self, user: int, message: int) -> None:
        """Mark what a patient has deleted."""
        await asyncio.to_thread(self._room.frontdesk.withdraw, conversation_of(user), str(message))

    async def chosen(
        self, interaction: discord.Interaction, line: int, index: int, *, client_id: str
    ) -> Message | None:
        """Return what a button says, as its owner's message; None where it is not theirs or is long gone."""
        name = conversation_of(interaction.user.id)
        found = await asyncio.to_thread(self._room.frontdesk.lines, name, after=line - 1)
        reply = found[0].reply if found and found[0].number == line else None
        choices = offered(reply, self._room.frontdesk.person(reply.language)) if reply else ()
        if index >= len(choices):
            return None
        at = interaction.created_at
        return Message(conversation=name, client_id=client_id, text=choices[index].text, channel=NAME, sent_at=at)

    async def heard(self, message: Message, place: discord.abc.Messageable) -> None:
        """Answer a message; what could not be stored is said where it was written, with the crisis lines."""
        if is_empty(message):
            return
        try:
            await self.receive(message)
        except Exception as error:  # noqa: BLE001 - whatever fails, the patient reads the crisis lines and the phone
            log.error("discord.not_stored", error=type(error).__name__)
            last_resort = self._room.frontdesk.cannot_store()
            await self._say(place, reply_bubbles(last_resort), name=f"{message.client_id[:19]}.x")

    async def _say_whose_it_is(self, message: discord.Message) -> None:
        lines = await asyncio.to_thread(self._lines)
        await self._say(message.channel, (Bubble(content=FOR_STAFF), *lines), name=f"{message.id}.s")

    def _lines(self) -> tuple[Bubble, ...]:
        """Return where help is for whoever cannot be answered here: the greeting's lines."""
        reply = self._room.frontdesk.greeting(Language.ENGLISH)
        return reply_bubbles(replace(reply, paragraphs=reply.paragraphs[1:2], is_sample=False))

    async def _say(self, place: discord.abc.Messageable, parts: tuple[Bubble, ...], *, name: str) -> None:
        try:
            await say(place, parts, name=name)
        except SurfaceError as error:
            log.error("discord.not_said", error=str(error))
