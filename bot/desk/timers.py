"""What a change of a case starts and stops by itself: rows that survive a restart and fire once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.model import CaseState, Disposition, TimerKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.model import Case

FOLLOWS_UP_AFTER: Final = timedelta(hours=48)
"""How long after a crisis was closed somebody asks how the person is (safety.md, Who is told)."""

FOLLOW_UP: Final = "follow-up"
"""The rule by which a case was opened again to ask how the person is."""

ANSWERS_WITHIN: Final = timedelta(minutes=5)
"""How long someone in danger who wrote again waits for whose case it is, before staff are called again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A timer of this kind begins, from its first step."""

    kind: TimerKind
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The case's timers of this kind end."""

    kind: TimerKind


def changes(before: Case | None, after: Case, now: datetime) -> Iterator[Start | Stop]:
    """Yield what a change from `before` (None: the case is new) to `after` starts and stops."""
    yield from _paging(before, after, now)
    yield from _snoozing(before, after)
    yield from _closing(before, after, now)


def _paging(before: Case | None, after: Case, now: datetime) -> Iterator[Start | Stop]:
    was = before is not None and before.state is CaseState.PAGED
    if after.state is CaseState.PAGED and not was:
        yield Start(kind=TimerKind.PAGE, due_at=now)
    if was and after.state is not CaseState.PAGED:
        yield Stop(kind=TimerKind.PAGE)


def _snoozing(before: Case | None, after: Case) -> Iterator[Start | Stop]:
    if before is not None and before.snoozed_until and before.snoozed_until != after.snoozed_until:
        yield Stop(kind=TimerKind.SNOOZE)
    if after.snoozed_until and (before is None or before.snoozed_until != after.snoozed_until):
        yield Start(kind=TimerKind.SNOOZE, due_at=after.snoozed_until)


def _closing(before: Case | None, after: Case, now: datetime) -> Iterator[Start | Stop]:
    is_closed, was_closed = (one is not None and one.state is CaseState.RESOLVED for one in (after, before))
    if is_closed and not was_closed:
        yield Stop(kind=TimerKind.UNANSWERED)
        if after.disposition is Disposition.CRISIS:
            yield Start(kind=TimerKind.FOLLOW_UP, due_at=now + FOLLOWS_UP_AFTER)
    if was_closed and not is_closed:
        yield Stop(kind=TimerKind.FOLLOW_UP)
