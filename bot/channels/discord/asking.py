"""What is asked by a command in a server: answered there, seen by nobody but the one who asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.channels.discord.answering import Standing, deferred, shown, told
from bot.channels.discord.bubbles import Bubble, bubbles, reply_bubbles
from bot.channels.discord.room import ASK, NAME, conversation_of
from bot.channels.discord.sentences import PERSON_HAS_IT, PRIVACY
from bot.errors import StoreError
from bot.model import Message
from bot.surface import Delivery

if TYPE_CHECKING:
    import discord

    from bot.channels.discord.incoming import Patients
    from bot.channels.discord.room import Room
    from bot.model import Line

log = structlog.get_logger()


async def asked(room: Room, patients: Patients, interaction: discord.Interaction, text: str) -> None:
    """Answer a question. What could not be shown here goes out by direct message."""
    message = Message(
        conversation=conversation_of(interaction.user.id),
        client_id=f"{ASK}{interaction.id}",
        text=text,
        channel=NAME,
        sent_at=interaction.created_at,
    )
    await answer(room, patients, interaction, message, standing=await deferred(interaction))


async def answer(
    room: Room, patients: Patients, interaction: discord.Interaction, message: Message, *, standing: Standing
) -> None:
    """Hand a message to the front desk and show what it says, if it is ours to show."""
    try:
        line = await patients.receive(message)
    except Exception as error:  # noqa: BLE001 - whatever fails, the patient reads the crisis lines and the phone
        log.error("discord.not_stored", error=type(error).__name__)
        await shown(interaction, reply_bubbles(room.frontdesk.cannot_store()))
        return
    if standing is not Standing.OURS:
        return
    if line is None:
        language = await asyncio.to_thread(room.frontdesk.language, message.conversation)
        await told(interaction, PERSON_HAS_IT[language])
    elif ids := await shown(interaction, await asyncio.to_thread(_said, room, line)):
        await _note(room, line, ids)


def _said(room: Room, line: Line) -> tuple[Bubble, ...]:
    if line.reply is None:
        return bubbles(line, person=room.frontdesk.person())
    said = bubbles(line, person=room.frontdesk.person(line.reply.language), is_answer=room.is_answer(line))
    return (*said, Bubble(content=f"-# {PRIVACY[line.reply.language]}"))


async def _note(room: Room, line: Line, ids: str) -> None:
    """Note that the answer was shown, so that it does not go out a second time."""
    try:
        await asyncio.to_thread(room.store.deliveries.sent, Delivery(line=line), ids)
    except StoreError as error:
        log.error("discord.not_noted", line=line.number, error=type(error).__name__)
