"""When staff are to have answered, and how that is said: danger at once, what may be danger within minutes.

Routine cases count the minutes in which the clinic is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, assert_never

from bot.desk.hours import due, open_time
from bot.desk.times import JUST_NOW, TODAY, age
from bot.model import CaseState, Priority

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk.times import Moment, Now
    from bot.faq.content import Clinic, OpeningHours
    from bot.model import Case

URGENT_WITHIN: Final = timedelta(minutes=15)
"""By the clock, not by the clinic's hours: a night makes it no less urgent."""

ROUTINE_MINUTES: Final = 4 * 60
"""Minutes during which the clinic is open."""


def due_by(priority: Priority, clinic: Clinic | None, now: datetime) -> datetime | None:
    """Return when an answer is due; None for a routine case of a clinic without hours, or closed for a year."""
    match priority:
        case Priority.PAGED:
            return now
        case Priority.URGENT:
            return now + URGENT_WITHIN
        case Priority.ROUTINE:
            return due(clinic.hours, now, business_minutes=ROUTINE_MINUTES) if clinic else None
        case _:
            assert_never(priority)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How long there is still, or has been no longer: "due in 40 min", "overdue 2 h"."""

    text: str
    is_overdue: bool
    when: Moment

    @property
    def is_another_day(self) -> bool:
        """Tell whether hours that are left, counted while the clinic is open, end on a later day."""
        return not self.is_overdue and self.when.day != TODAY


def due_of(case: Case, *, now: Now, is_answered: bool = False) -> Due | None:
    """Word when the case is to be answered; None where nothing is due: answered, put off, closed, or no hours known."""
    if case.due_at is None or is_answered or case.state in {CaseState.WAITING, CaseState.RESOLVED}:
        return None
    is_late = case.due_at <= now.at
    start, end = sorted((case.due_at, now.at))
    left = _between(start, end, hours=now.hours if case.priority is Priority.ROUTINE else None)
    return Due(text=_text(left.total_seconds(), is_late=is_late), is_overdue=is_late, when=now.moment(case.due_at))


def _between(start: datetime, end: datetime, *, hours: OpeningHours | None) -> timedelta:
    return open_time(hours, start, end) if hours else end - start


def _text(seconds: float, *, is_late: bool) -> str:
    words = age(seconds)
    if words == JUST_NOW:
        return "due now"
    return f"overdue {words}" if is_late else f"due in {words}"
