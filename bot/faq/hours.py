"""Opening hours: read "09:00-12:00, 13:00-17:00" and say a week in one line."""

from __future__ import annotations

import re
from datetime import time
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeAlias, assert_never

from bot.model import Language
from bot.strict_yaml import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

Span: TypeAlias = tuple[time, time]
Day: TypeAlias = tuple[Span, ...]

CLOSED = "closed"

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})", re.ASCII)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_LAST_HOUR, _LAST_MINUTE = 23, 59
_NOON = 12
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPANISH = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


def read_day(value: object) -> object:
    """Return the spans of one day from "closed", "09:00-17:00" or a list of spans. Raises ValueError with the mend.

    Anything that is neither text nor a list of text is returned as it is: the schema says what it should have been.
    """
    if isinstance(value, str):
        parts = [part.strip() for part in value.split(",")]
    elif isinstance(value, list) and all(isinstance(part, str) for part in value):
        parts = [str(part).strip() for part in value]
    else:
        raise ValueError('expected hours like "09:00-17:00", a list of them, or closed')
    if not parts or [part.lower() for part in parts] == [CLOSED]:
        return ()
    return _in_order(tuple(_read_span(part) for part in parts))


def read_time(value: object) -> object:
    """Return the time of day that "09:00" says. Raises ValueError with the mend."""
    found = CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError('expected a time like "09:00"')
    return _read_time(found[1], found[2])


def say_week(weekly: Sequence[Day], language: Language) -> str:
    """Say a week's hours: "Monday to Friday 9 am to 5 pm, Saturday 10 am to 2 pm"."""
    runs = [(list(run), spans) for spans, run in groupby(range(7), key=lambda day: weekly[day]) if spans]
    match language:
        case Language.ENGLISH:
            said = [
                f"{_days_in_english(days)} {' and '.join(_span_in_english(s) for s in spans)}" for days, spans in runs
            ]
            return ", ".join(said) or "closed"
        case Language.SPANISH:
            said = [
                f"{_days_in_spanish(days)} {' y '.join(_span_in_spanish(s) for s in spans)}" for days, spans in runs
            ]
            return ", ".join(said) or "cerrado"
        case _:
            assert_never(language)


def _read_span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(f'{quote(text)} is not a span of hours: write "09:00-17:00", or closed')
    start, end = _read_time(found[1], found[2]), _read_time(found[3], found[4])
    if start >= end:
        raise ValueError(f"{quote(text)} ends before it begins: write the earlier time first, on a 24-hour clock")
    return start, end


def _read_time(hour: str, minute: str) -> time:
    if int(hour) > _LAST_HOUR or int(minute) > _LAST_MINUTE:
        raise ValueError(f"`{hour}:{minute}` is not a time: use 00:00 to 23:59")
    return time(int(hour), int(minute))


def _in_order(spans: Day) -> Day:
    if any(after[0] < before[1] for before, after in pairwise(spans)):
        raise ValueError("the spans of a day overlap: write them in order, each ending before the next begins")
    return spans


def _days_in_english(days: list[int]) -> str:
    if len(days) == len(_ENGLISH):
        return "every day"
    return _run([_ENGLISH[day] for day in days], both="and", through="to")


def _days_in_spanish(days: list[int]) -> str:
    if len(days) == len(_SPANISH):
        return "todos los días"
    return _run([_SPANISH[day] for day in days], both="y", through="a")


def _run(names: list[str], *, both: str, through: str) -> str:
    match names:
        case [only]:
            return only
        case [first, second]:
            return f"{first} {both} {second}"
        case _:
            return f"{names[0]} {through} {names[-1]}"


def _span_in_english(span: Span) -> str:
    return f"{_clock_in_english(span[0])} to {_clock_in_english(span[1])}"


def _clock_in_english(at: time) -> str:
    if at == time(_NOON):
        return "noon"
    if at == time(0):
        return "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % _NOON or _NOON}{minutes} {'am' if at.hour < _NOON else 'pm'}"


def _span_in_spanish(span: Span) -> str:
    return f"de {_clock_in_spanish(span[0])} a {_clock_in_spanish(span[1])}"


def _clock_in_spanish(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"
