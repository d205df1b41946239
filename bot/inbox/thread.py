"""One conversation as staff read it: who said what, when, and what is new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from bot.model import Author

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk.times import Moment, Now
    from bot.model import Line, Note

SHORT = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One line: paragraphs of plain text, `**bold**` still in the desk's; its long ones are folded."""

    number: int
    author: Author
    speaker: str
    paragraphs: tuple[str, ...]
    choices: tuple[str, ...]
    when: Moment
    is_long: bool
    is_new: bool
    begins_day: bool
    delivery: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A note for staff."""

    id: int
    speaker: str
    text: str
    when: Moment


def bubbles(
    lines: Sequence[Line], *, now: Now, seen: int | None = None, shown: int | None = None
) -> tuple[Bubble, ...]:
    """Word the lines. Those after line `seen` are marked new; the patient's page has shown those up to `shown`."""
    days = [now.moment(line.at).day for line in lines]
    return tuple(
        replace(
            _bubble(line, now=now, is_new=seen is not None and line.number > seen, begins_day=day != before),
            delivery=_delivery(line, shown),
        )
        for line, day, before in zip(lines, days, ["", *days], strict=False)
    )


def notes(kept: Sequence[Note], *, now: Now) -> tuple[Aside, ...]:
    """Word the notes."""
    return tuple(Aside(id=one.id, speaker=one.staff_name, text=one.text, when=now.moment(one.at)) for one in kept)


def last_number(lines: Sequence[Line]) -> int:
    """Return the number of the last line; 0 where there is none."""
    return lines[-1].number if lines else 0


def _bubble(line: Line, *, now: Now, is_new: bool, begins_day: bool) -> Bubble:
    return Bubble(
        number=line.number,
        author=line.author,
        speaker=_speaker(line),
        paragraphs=_paragraphs(line),
        choices=tuple(choice.label for choice in line.reply.choices) if line.reply else (),
        when=now.moment(line.at),
        is_long=line.author is Author.DESK and len(line.text) > SHORT,
        is_new=is_new,
        begins_day=begins_day,
    )


def _delivery(line: Line, shown: int | None) -> str:
    """Say how far a staff reply has come, where that is known: the patient's page has the lines up to `shown`."""
    if line.author is not Author.STAFF or shown is None:
        return ""
    return "Shown to the patient" if line.number <= shown else "Sent, not seen yet"


def _paragraphs(line: Line) -> tuple[str, ...]:
    return line.reply.paragraphs if line.reply else (line.text,)


def _speaker(line: Line) -> str:
    match line.author:
        case Author.PATIENT:
            return "Patient"
        case Author.DESK:
            return "Front desk (automated)"
        case Author.STAFF:
            return line.staff_name or "Staff"
        case _:
            assert_never(line.author)
