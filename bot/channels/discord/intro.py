"""What stands before an answer: who is speaking, what Discord is, and that a message was found late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.channels.discord.bubbles import Bubble, bubbles, reply_bubbles
from bot.channels.discord.sentences import LATE, PRIVACY
from bot.model import Language, Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.channels.discord.room import Room
    from bot.model import Line, Reply
    from bot.surface import Delivery

_LATE_AFTER: Final = timedelta(minutes=2)


def told(room: Room, delivery: Delivery) -> tuple[Bubble, ...]:
    """Return all that a delivery says to its patient, in order; in danger nothing stands before the reply."""
    line = delivery.line
    language = line.reply.language if line.reply else Language.ENGLISH
    person = room.frontdesk.person(language) if room.asked(line) else None
    said = bubbles(line, person=person, is_answer=room.is_answer(line))
    intro = introduction(room.frontdesk.greeting, language) if delivery.is_first else ()
    if line.reply and line.reply.tone is Tone.URGENT:
        return (*said, *intro)
    return (*intro, *_late(room, line, language), *said)


def introduction(greeting: Callable[[Language], Reply], language: Language) -> tuple[Bubble, ...]:
    """Return the first message: automated, not for emergencies, and what Discord does with what is written there."""
    reply = greeting(language)
    return reply_bubbles(replace(reply, paragraphs=(*reply.paragraphs, PRIVACY[language]), is_sample=False))


def _late(room: Room, line: Line, language: Language) -> tuple[Bubble, ...]:
    """Return, for the answer to a message that was found later, when it was written (R11)."""
    asked = room.asked(line) if line.reply else None
    if asked is None or line.at - asked.at < _LATE_AFTER:
        return ()
    return (Bubble(content=LATE[language].format(when=f"<t:{int(asked.at.timestamp())}:f>")),)
