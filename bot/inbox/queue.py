"""The views of the queue and their rows: what is in each, in which order, and how a case reads there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, assert_never

from bot.desk.due import due_of
from bot.desk.reasons import CHANNEL_NAMES, QUEUE_NAMES, Reason, Urgency, reason, urgency
from bot.desk.standing import standing
from bot.model import Author, CaseState
from bot.text import without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.desk.due import Due
    from bot.desk.times import Moment, Now
    from bot.model import Case, Line, Queue, StaffMember
    from bot.ports import Conversations

SNIPPET = 160
_ORDER = tuple(Urgency)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


class Listing(StrEnum):
    """A list of open cases.

    open        everything that is to be done now, whoever has it
    urgent      danger, or what may be danger, until it is resolved
    mine        what the reader has
    unassigned  what nobody has
    snoozed     what was put off
    """

    OPEN = "open"
    URGENT = "urgent"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    SNOOZED = "snoozed"


def is_in(view: Listing, case: Case, staff: StaffMember) -> bool:
    """Tell whether an open case stands in a view of this person's."""
    is_snoozed = case.state is CaseState.WAITING
    match view:
        case Listing.OPEN:
            return not is_snoozed
        case Listing.URGENT:
            return urgency(case) is not Urgency.ROUTINE
        case Listing.MINE:
            return case.owner_id == staff.id and not is_snoozed
        case Listing.UNASSIGNED:
            return case.owner_id is None and not is_snoozed
        case Listing.SNOOZED:
            return is_snoozed
        case _:
            assert_never(view)


def viewed(cases: Iterable[Case], view: Listing, *, staff: StaffMember, queue: Queue | None = None) -> tuple[Case, ...]:
    """Return the cases of a view, of one queue where one is given."""
    return tuple(case for case in cases if is_in(view, case, staff) and queue in {None, case.queue})


def counts(cases: Sequence[Case], *, staff: StaffMember) -> Mapping[Listing, int]:
    """Return how many open cases stand in each view."""
    return {view: len(viewed(cases, view, staff=staff)) for view in Listing}


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWord:
    """What a person said in the conversation (cut), and when: the last of it, or what was looked for."""

    author: Author
    speaker: str
    text: str
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case as the queue shows it."""

    case: Case
    reason: Reason
    standing: str
    is_mine: bool
    due: Due | None
    queue: str
    channel: str
    opened: Moment
    resolved: Moment | None
    last: LastWord | None

    @property
    def is_answered(self) -> bool:
        """Tell whether the last word is staff's: it is the patient's turn."""
        return self.last is not None and self.last.author is Author.STAFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows under one heading."""

    title: str
    rows: tuple[Row, ...]


def row(case: Case, *, last: Line | None, now: Now, staff: StaffMember) -> Row:
    """Word one case for the queue."""
    is_answered = last is not None and last.author is Author.STAFF
    return Row(
        case=case,
        reason=reason(case),
        standing=standing(case, staff=staff, now=now),
        is_mine=case.owner_id == staff.id,
        due=due_of(case, now=now, is_answered=is_answered),
        queue=QUEUE_NAMES[case.queue],
        channel=CHANNEL_NAMES.get(case.channel, case.channel),
        opened=now.moment(case.opened_at),
        resolved=now.moment(case.resolved_at) if case.resolved_at else None,
        last=_word(last, now) if last else None,
    )


def rows(
    cases: Iterable[Case], *, conversations: Conversations, now: Now, staff: StaffMember, wanted: str = ""
) -> tuple[Row, ...]:
    """Word the cases, each with the last thing a person said, or with the last thing that holds what is wanted."""
    said = ((case, conversations.lines(case.conversation)) for case in cases)
    return tuple(row(case, last=_last(lines, wanted), now=now, staff=staff) for case, lines in said)


def sections(waiting: Sequence[Row]) -> tuple[Section, ...]:
    """Split a view: who may need someone now, then the others, each with what is due first on top."""
    ordered = sorted(waiting, key=_turn)
    now = tuple(one for one in ordered if one.reason.urgency is not Urgency.ROUTINE)
    later = tuple(one for one in ordered if one.reason.urgency is Urgency.ROUTINE)
    named = (Section(title="Needs someone now", rows=now), Section(title="Routine, due first on top", rows=later))
    return tuple(section for section in named if section.rows)


def _turn(one: Row) -> tuple[int, bool, datetime, datetime, int]:
    due_at = one.case.due_at or _LAST
    return _ORDER.index(one.reason.urgency), one.is_answered, due_at, one.case.opened_at, one.case.id


def _last(lines: Sequence[Line], wanted: str) -> Line | None:
    by_people = [line for line in lines if line.author is not Author.DESK]
    found = (line for line in reversed(by_people) if _plain(wanted) in _plain(line.text))
    return next(found, by_people[-1] if by_people else None)


def _plain(text: str) -> str:
    return without_accents(text.casefold())


def _word(line: Line, now: Now) -> LastWord:
    speaker = line.staff_name or "Staff" if line.author is Author.STAFF else "Patient"
    return LastWord(author=line.author, speaker=speaker, text=_cut(line.text), when=now.moment(line.at))


def _cut(text: str) -> str:
    flat = " ".join(text[: SNIPPET * 4].split())
    return flat if len(flat) <= SNIPPET else flat[: SNIPPET - 1].rstrip() + "…"
