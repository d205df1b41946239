"""The queue: who waits, most urgent first, and the cases that are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.inbox.reasons import QUEUE_NAMES, Reason, Urgency, reason
from bot.model import Author

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.inbox.times import Moment, Now
    from bot.model import Case, Line
    from bot.ports import Conversations

SNIPPET = 160
CHANNELS = {"web": "Web chat", "slack": "Slack", "discord": "Discord", "terminal": "Terminal"}
_ORDER = tuple(Urgency)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWord:
    """Who spoke last in the conversation, what they said (cut), and when."""

    author: Author
    speaker: str
    text: str
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case as the queue shows it."""

    case: Case
    reason: Reason
    queue: str
    channel: str
    opened: Moment
    resolved: Moment | None
    last: LastWord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows under one heading."""

    title: str
    rows: tuple[Row, ...]


def row(case: Case, *, last: Line | None, now: Now) -> Row:
    """Word one case for the queue."""
    return Row(
        case=case,
        reason=reason(case),
        queue=QUEUE_NAMES[case.queue],
        channel=CHANNELS.get(case.channel, case.channel),
        opened=now.moment(case.opened_at),
        resolved=now.moment(case.resolved_at) if case.resolved_at else None,
        last=_last_word(last, now) if last else None,
    )


def rows(cases: Iterable[Case], *, conversations: Conversations, now: Now) -> tuple[Row, ...]:
    """Word the cases, each with the last thing a person said in its conversation."""
    return tuple(row(case, last=_last_by_a_person(conversations.lines(case.conversation)), now=now) for case in cases)


def sections(waiting: Sequence[Row]) -> tuple[Section, ...]:
    """Split the queue: who may need someone now, then the others; the most urgent first, then the longest waiting."""
    ordered = sorted(waiting, key=lambda one: (_ORDER.index(one.reason.urgency), one.case.opened_at))
    now = tuple(one for one in ordered if one.reason.urgency is not Urgency.ROUTINE)
    later = tuple(one for one in ordered if one.reason.urgency is Urgency.ROUTINE)
    named = (Section(title="Needs someone now", rows=now), Section(title="Routine, longest waiting first", rows=later))
    return tuple(section for section in named if section.rows)


def _last_by_a_person(lines: Sequence[Line]) -> Line | None:
    return next((line for line in reversed(lines) if line.author is not Author.DESK), None)


def _last_word(line: Line, now: Now) -> LastWord:
    speaker = line.staff_name or "Staff" if line.author is Author.STAFF else "Patient"
    return LastWord(author=line.author, speaker=speaker, text=_cut(line.text), when=now.moment(line.at))


def _cut(text: str) -> str:
    flat = " ".join(text[: SNIPPET * 4].split())
    return flat if len(flat) <= SNIPPET else flat[: SNIPPET - 1].rstrip() + "…"
