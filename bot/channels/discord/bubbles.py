"""A reply as Discord messages, pure: what each says, and the buttons under the last."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.channels.discord.ids import choice_id, rate_id
from bot.channels.discord.limits import BUTTONS, LABEL, MESSAGE, ROW, cut, size
from bot.channels.discord.markdown import bold, ours
from bot.channels.discord.split import messages
from bot.model import Author, Language, Tone
from bot.wording import sentences as say

if TYPE_CHECKING:
    from bot.model import Choice, Line, Reply

SAMPLE: Final = {
    Language.ENGLISH: "Sample text, not clinically reviewed.",
    Language.SPANISH: "Texto de muestra, sin revisión clínica.",
}


class Look(StrEnum):
    """How prominent a button is."""

    MAIN = "main"
    QUIET = "quiet"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button: its label, and the name it is known by when it is pressed."""

    label: str
    id: str
    look: Look = Look.QUIET
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One message, at most 2,000 characters, and the buttons under it."""

    content: str
    buttons: tuple[Button, ...] = ()


def offered(reply: Reply, person: Choice | None) -> tuple[Choice, ...]:
    """Return everything that can be pressed under a reply, in order: what a button's index counts."""
    asks_person = () if person is None or reply.choices or reply.tone is not Tone.PLAIN else (person,)
    return (*reply.choices, *reply.related, *asks_person)[:BUTTONS]


def bubbles(line: Line, *, person: Choice | None, is_answer: bool = False) -> tuple[Bubble, ...]:
    """Return a line as a patient reads it: the desk's reply, or what a person on staff wrote, under their name.

    `is_answer`: it is from the FAQ, and asks whether it was helpful. `person`: what asks for one, if that is offered.
    """
    if line.reply is not None:
        buttons = _buttons(line.reply, line.number, person)
        rating = _rating(line.number, line.reply.language, row=-(-len(buttons) // ROW)) if is_answer else ()
        note = f"-# {say.HELPFUL[line.reply.language]}" if rating else ""
        return reply_bubbles(line.reply, (*buttons, *rating), note=note)
    if line.author is not Author.STAFF:
        return reply_bubbles_of(messages([line.text]))
    name = bold(ours(cut(line.staff_name or "Staff", LABEL)) + ":")
    return reply_bubbles_of(_under(name, messages(line.text.split("\n\n"), longest=1_800, has_bold=False)))


def reply_bubbles(reply: Reply, buttons: tuple[Button, ...] = (), *, note: str = "") -> tuple[Bubble, ...]:
    """Return a reply's messages: every paragraph word for word, then where to call, then the buttons."""
    contacts = " · ".join(contact.label for contact in reply.contacts)
    sample = SAMPLE[reply.language] if reply.is_sample else ""
    said = messages([*reply.paragraphs, contacts, sample], longest=MESSAGE - size(note) - 1)
    last = "\n".join(filter(None, (*said[-1:], note)))
    return (*reply_bubbles_of(said[:-1]), Bubble(content=last, buttons=buttons)) if last else ()


def reply_bubbles_of(contents: tuple[str, ...]) -> tuple[Bubble, ...]:
    """Return texts as messages without buttons."""
    return tuple(Bubble(content=content) for content in contents)


def _buttons(reply: Reply, line: int, person: Choice | None) -> tuple[Button, ...]:
    return tuple(
        Button(
            label=cut(choice.label, LABEL),
            id=choice_id(line, index),
            look=Look.MAIN if choice in reply.choices else Look.QUIET,
            row=index // ROW,
        )
        for index, choice in enumerate(offered(reply, person))
    )


def _rating(line: int, language: Language, *, row: int) -> tuple[Button, ...]:
    if row >= BUTTONS // ROW:
        return ()
    yes = Button(label=f"👍 {say.YES[language]}", id=rate_id(line, is_helpful=True), row=row)
    return yes, Button(label=f"👎 {say.NO[language]}", id=rate_id(line, is_helpful=False), row=row)


def _under(name: str, contents: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{name} {contents[0]}", *contents[1:]) if contents else ()
