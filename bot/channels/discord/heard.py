"""A Discord message as the desk's: its words, how many files came with it, and what it is an edit of; pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import discord

from bot.channels.discord.room import NAME, conversation_of
from bot.model import Message

if TYPE_CHECKING:
    from datetime import datetime

_SPOKEN: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})


def is_spoken(message: discord.Message) -> bool:
    """Tell whether a person said it: no bot, not ourselves, no webhook, no notice of Discord's (R9)."""
    return not message.author.bot and message.webhook_id is None and message.type in _SPOKEN


def to_message(message: discord.Message) -> Message:
    """Return what a person wrote; what they forwarded is read like their own words (R35)."""
    snapshots = message.message_snapshots
    texts = [message.content, *(one.content for one in snapshots)]
    files = [*message.attachments, *message.stickers, *(file for one in snapshots for file in one.attachments)]
    return Message(
        conversation=conversation_of(message.author.id),
        client_id=str(message.id),
        text="\n".join(filter(None, texts)),
        channel=NAME,
        sent_at=message.created_at,
        files=len(files) + (message.poll is not None),
    )


def to_edit(message: discord.Message, edited_at: datetime) -> Message:
    """Return an edit as the message that replaces another; the same edit twice is the same message."""
    said = to_message(message)
    edit = f"{said.client_id}~{int(edited_at.timestamp() * 1000)}"
    return replace(said, client_id=edit, revises=said.client_id, sent_at=edited_at)


def without_mention(text: str, user: int) -> str:
    """Return what was asked where the bot was called by its name."""
    return re.sub(rf"<@!?{user}>", "", text).strip()


def is_empty(message: Message) -> bool:
    """Tell whether nothing was said: an embed that Discord made, a call, a reaction's shadow."""
    return not message.text.strip() and not message.files


def number_in(client_id: str | None) -> int:
    """Return Discord's number in a sender's own id; 0 where there is none. Later ones are greater."""
    found = re.search(r"\d+", client_id or "")
    return int(found[0]) if found else 0
