"""One conversation as staff read it: who said what, when, and what is new."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, assert_never

from bot.model import Author

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.desk.times import Moment, Now
    from bot.model import Line, Note
    from bot.surface import DeliveryState

SHORT = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One line: paragraphs of plain text, `**bold**` still in the desk's; its long ones are folded.

    `marks` say what is to be known of a patient's line beside its words.
    """

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
    is_undelivered: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A note for staff."""

    id: int
    speaker: str
    text: str
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far lines have come: the patient's page has shown those up to `shown`; on another platform, `sent` tells."""

    shown: int | None = None
    sent: Mapping[int, DeliveryState] = field(default_factory=dict)

    def said(self, line: Line) -> str:
        """Say how far a line has come: of staff's always, of the desk's where it has not arrived."""
        state = self.sent.get(line.number)
        if state is not None:
            return "" if state.is_sent and line.author is not Author.STAFF else _in_words(state)
        if line.author is not Author.STAFF or self.shown is None:
            return ""
        return "Shown to the patient" if line.number <= self.shown else "Sent, not seen yet"

    def has_failed(self, line: Line) -> bool:
        """Tell whether a line will never reach its patient."""
        return line.number in self.sent and self.sent[line.number].is_refused


def bubbles(
    lines: Sequence[Line], *, now: Now, seen: int | None = None, reached: Reached | None = None
) -> tuple[Bubble, ...]:
    """Word the lines. Those after line `seen` are marked new."""
    reached = reached or Reached()
    days = [now.moment(line.at).day for line in lines]
    return tuple(
        replace(
            _bubble(line, now=now, is_new=seen is not None and line.number > seen, begins_day=day != before),
            delivery=reached.said(line),
            is_undelivered=reached.has_failed(line),
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
        marks=tuple(_marks(line)),
    )


def _in_words(state: DeliveryState) -> str:
    if state.is_sent:
        return "Delivered"
    if state.is_refused:
        return f"Not delivered ({state.error}): reach the patient another way"
    return f"Not delivered yet ({state.error}): it is tried again" if state.error else "On its way"


def _marks(line: Line) -> Iterator[str]:
    if line.revises:
        yield "Edited: this replaces an earlier message"
    if line.files:
        count = "a file" if line.files == 1 else f"{line.files} files"
        yield f"Sent {count}, to be read where the patient wrote"
    if line.is_withdrawn:
        yield "Deleted by the patient"


def _paragraphs(line: Line) -> tuple[str, ...]:
    if line.reply:
        return line.reply.paragraphs
    return (line.text,) if line.text else ()


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
