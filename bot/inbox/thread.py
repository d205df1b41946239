"""One conversation as staff read it: who said what, when, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from bot.model import Author

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.inbox.times import Moment, Now
    from bot.model import Line

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


def bubbles(lines: Sequence[Line], *, now: Now, seen: int | None = None) -> tuple[Bubble, ...]:
    """Word the lines. Those after line `seen` are marked new."""
    days = [now.moment(line.at).day for line in lines]
    return tuple(
        _bubble(line, now=now, is_new=seen is not None and line.number > seen, begins_day=day != before)
        for line, day, before in zip(lines, days, ["", *days], strict=False)
    )


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
