"""The clinic's business time: open or closed, open when next, due by when; pure functions over its weekly hours.

Every span is turned to UTC before it is measured, so that a day with a change of the clocks is as long as it really is.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Final, assert_never
from zoneinfo import ZoneInfo

from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.faq.content import OpeningHours

HORIZON: Final = timedelta(days=366)
"""How far ahead an opening is looked for; a clinic that is closed for longer is closed."""

_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_NOON: Final = 12


def is_open(hours: OpeningHours, now: datetime) -> bool:
    """Tell whether the clinic is open: from the first minute of a span up to, and not with, its last."""
    coming = next(_spans(hours, now), None)
    return coming is not None and coming[0] <= now


def next_opening(hours: OpeningHours, now: datetime) -> datetime | None:
    """Return when the clinic opens next after `now`, in UTC; None where it does not within a year."""
    return next((start for start, _ in _spans(hours, now) if start > now), None)


def due(hours: OpeningHours, now: datetime, *, business_minutes: int) -> datetime | None:
    """Return the moment, in UTC, until which the clinic is open for so many minutes; None if not within a year."""
    left = timedelta(minutes=business_minutes)
    for start, end in _spans(hours, now):
        begin = max(start, now.astimezone(UTC))
        if left <= end - begin:
            return begin + left
        left -= end - begin
    return None


def open_time(hours: OpeningHours, start: datetime, end: datetime) -> timedelta:
    """Return for how long the clinic is open between two moments; zero where the end is not after the start."""
    begun = takewhile(lambda span: span[0] < end, _spans(hours, start))
    return sum((min(until, end) - max(since, start) for since, until in begun), timedelta())


def describe(moment: datetime, now: datetime, hours: OpeningHours, *, language: Language) -> str:
    """Say an opening as "tomorrow (Tuesday) from 9 am", another moment as "today by 5 pm", by the clinic's calendar."""
    zone = ZoneInfo(hours.time_zone)
    at, today = moment.astimezone(zone), now.astimezone(zone).date()
    is_opening = any(start == moment for start, _ in _spans_on(hours, at.date()))
    match language:
        case Language.ENGLISH:
            return (
                f"{_day_in_english(at.date(), today)} {'from' if is_opening else 'by'} {_clock_in_english(at.time())}"
            )
        case Language.SPANISH:
            since = "desde" if is_opening else "antes de"
            return f"{_day_in_spanish(at.date(), today)} {since} {_clock_in_spanish(at.time())}"
        case _:
            assert_never(language)


def describe_time(moment: datetime, hours: OpeningHours, *, language: Language) -> str:
    """Say a moment's time of day at the clinic: "2:05 pm", "las 14:05"."""
    at = moment.astimezone(ZoneInfo(hours.time_zone)).time()
    return _clock_in_english(at) if language is Language.ENGLISH else _clock_in_spanish(at)


def _spans(hours: OpeningHours, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the spans that end after `now`, in order, as moments in UTC."""
    day = now.astimezone(ZoneInfo(hours.time_zone)).date()
    last = day + HORIZON
    while day <= last:
        yield from (span for span in _spans_on(hours, day) if span[1] > now)
        day += _DAY


def _spans_on(hours: OpeningHours, day: date) -> Iterator[tuple[datetime, datetime]]:
    if any(day == closed for closed, _ in hours.closures):
        return
    zone = ZoneInfo(hours.time_zone)
    for start, end in hours.weekly[day.weekday()]:
        yield _moment(day, start, zone), _moment(day, end, zone)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _day_in_english(day: date, today: date) -> str:
    name = _ENGLISH_DAYS[day.weekday()]
    match (day - today).days:
        case 0:
            return "today"
        case 1:
            return f"tomorrow ({name})"
        case ahead if 0 < ahead < _WEEK:
            return f"on {name}"
        case _:
            return f"on {name}, {_ENGLISH_MONTHS[day.month - 1]} {day.day},"


def _day_in_spanish(day: date, today: date) -> str:
    name = _SPANISH_DAYS[day.weekday()]
    match (day - today).days:
        case 0:
            return "hoy"
        case 1:
            return f"mañana ({name})"
        case ahead if 0 < ahead < _WEEK:
            return f"el {name}"
        case _:
            return f"el {name} {day.day} de {_SPANISH_MONTHS[day.month - 1]}"


def _clock_in_english(at: time) -> str:
    """Say a time as `bot.faq.hours` says the week's: "9 am", "9:30 am", "noon"."""
    if (at.hour, at.minute) in _ENGLISH_NAMES:
        return _ENGLISH_NAMES[at.hour, at.minute]
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % _NOON or _NOON}{minutes} {'am' if at.hour < _NOON else 'pm'}"


def _clock_in_spanish(at: time) -> str:
    return f"{'la' if at.hour == 1 else 'las'} {at.hour}:{at.minute:02}"


_ENGLISH_NAMES: Final = {(0, 0): "midnight", (_NOON, 0): "noon"}
_ENGLISH_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPANISH_DAYS: Final = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_ENGLISH_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SPANISH_MONTHS: Final = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
