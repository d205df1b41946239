"""When staff are to have answered: danger at once, what may be danger within minutes, the rest in business time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, assert_never

from bot.desk.hours import due
from bot.model import Priority

if TYPE_CHECKING:
    from datetime import datetime

    from bot.faq.content import Clinic

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
