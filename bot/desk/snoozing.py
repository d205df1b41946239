"""Until when a case can be put off: in an hour, in four, at an opening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from bot.desk.hours import next_opening

if TYPE_CHECKING:
    from bot.desk.times import Now

MORNING: Final = time(9)
"""When a day begins where the clinic's hours are not known."""

LONGEST: Final = timedelta(days=90)
_AN_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """One choice: what the form posts, and what it says."""

    value: str
    label: str


def choices(now: Now) -> tuple[Until, ...]:
    """Return what is offered; the exact time stands beside each."""
    hours = (Until(value="1h", label="In 1 hour"), Until(value="4h", label="In 4 hours"))
    offered = (*hours, Until(value="opening", label="Tomorrow at opening"))
    moments = [(one, moment_of(one.value, day="", now=now)) for one in offered]
    return tuple(Until(value=one.value, label=_with_time(one.label, at, now)) for one, at in moments if at)


def moment_of(value: str, *, day: str, now: Now) -> datetime | None:
    """Return the moment a choice means; None for what is no choice, is past, or lies too far ahead."""
    match value:
        case "1h":
            return now.at + timedelta(hours=1)
        case "4h":
            return now.at + timedelta(hours=4)
        case "opening":
            return _opening(_today(now) + timedelta(days=1), now)
        case "date":
            return _on(day, now)
        case _:
            return None


def _on(day: str, now: Now) -> datetime | None:
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        return None
    return _opening(chosen, now) if timedelta() < chosen - _today(now) <= LONGEST else None


def _opening(day: date, now: Now) -> datetime:
    """Return when the clinic first opens on the day or after it."""
    midnight = datetime.combine(day, time(), now.zone)
    opening = next_opening(now.hours, midnight - _AN_INSTANT) if now.hours else None
    return opening or datetime.combine(day, MORNING, now.zone)


def _today(now: Now) -> date:
    return now.at.astimezone(now.zone).date()


def _with_time(label: str, at: datetime, now: Now) -> str:
    moment = now.moment(at)
    return f"{label} ({moment.clock})" if moment.day in {"Today", "Tomorrow"} else f"{label} ({moment.full})"
