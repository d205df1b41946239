"""The stored state that a conversation's next message is read with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.model import Dialogue
from bot.store.desk.seriousness import more_serious
from bot.store.schema.tables import conversation

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.model import Disposition


def dialogue_of(connection: Connection, name: str) -> Dialogue:
    """Return the stored dialogue; a fresh one for an unknown conversation."""
    stored = connection.execute(select(conversation.c.dialogue).where(conversation.c.id == name)).scalar()
    return stored or Dialogue()


def keep_dialogue(connection: Connection, name: str, dialogue: Dialogue) -> None:
    """Store the dialogue for the next message."""
    connection.execute(conversation.update().where(conversation.c.id == name).values(dialogue=dialogue))


def still_in_crisis(stored: Dialogue, dialogue: Dialogue) -> Dialogue:
    """Return the dialogue with the graver state of both: a message that was read before a crisis does not end it."""
    return replace(dialogue, in_crisis=_worse(stored.in_crisis, dialogue.in_crisis))


def _worse(one: Disposition | None, other: Disposition | None) -> Disposition | None:
    return more_serious(one, other) if one and other else one or other
