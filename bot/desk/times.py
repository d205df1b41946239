"""Times as staff read them: in the clinic's time zone, and as an age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

    from bot.faq.content import Faq, OpeningHours

JUST_NOW = "just now"
TODAY = "Today"
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One point in time, as text: for the machine, on the clock, on the calendar, and how long ago."""

    iso: str
    clock: str
    day: str
    age: str

    @property
    def ago(self) -> str:
        """Return the age as a sentence needs it."""
        return self.age if self.age == JUST_NOW else f"{self.age} ago"

    @property
    def full(self) -> str:
        """Return day and clock."""
        return f"{self.day}, {self.clock}"

    @property
    def within(self) -> str:
        """Return day and clock as they stand inside a sentence: "tomorrow, 9:00 AM"."""
        return self.full if self.day[-1].isdigit() else self.full[0].lower() + self.full[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The moment a page is made, in the clinic's time zone."""

    at: datetime
    zone: ZoneInfo
    hours: OpeningHours | None = None

    def midnight(self) -> datetime:
        """Return when the clinic's day began."""
        return self.at.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)

    def moment(self, at: datetime) -> Moment:
        """Word a time."""
        local = at.astimezone(self.zone)
        return Moment(
            iso=at.isoformat(timespec="seconds"),
            clock=f"{local:%I:%M %p}".lstrip("0"),
            day=self._day(local),
            age=age((self.at - at).total_seconds()),
        )

    def _day(self, local: datetime) -> str:
        days = (self.at.astimezone(self.zone).date() - local.date()).days
        named = {0: TODAY, 1: "Yesterday", -1: "Tomorrow"}
        return named.get(days, f"{local:%b} {local.day}, {local.year}")


def age(seconds: float) -> str:
    """Word how long ago something was, as short as a row allows: "just now", "4 min", "2 h 5 min", "3 d"."""
    if seconds < _MINUTE:
        return JUST_NOW
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min"
    if seconds < _DAY:
        hours, rest = divmod(int(seconds), _HOUR)
        return f"{hours} h {rest // _MINUTE} min" if rest >= _MINUTE else f"{hours} h"
    return f"{int(seconds // _DAY)} d"


def hours_of(faq: Faq) -> OpeningHours | None:
    """Return the clinic's hours; None where it has no clinic block or is never open."""
    hours = faq.clinic.hours if faq.clinic else None
    return hours if hours and any(hours.weekly) else None


def zone_of(faq: Faq) -> ZoneInfo:
    """Return the clinic's time zone; UTC where the FAQ has no clinic block."""
    return ZoneInfo(faq.clinic.hours.time_zone if faq.clinic else "UTC")
