"""The clinic's business time, across closures and changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.hours import describe, due, is_open, next_opening
from bot.faq.content import OpeningHours
from bot.model import Language

NEW_YORK = ZoneInfo("America/New_York")
_DAY = ((time(9), time(17)),)
OFFICE = OpeningHours(
    time_zone="America/New_York",
    weekly=(_DAY, _DAY, ((time(9), time(12)), (time(13), time(17))), _DAY, _DAY, (), ()),
    closures=((date(2026, 11, 26), "Thanksgiving"), (date(2026, 12, 25), "Christmas")),
)
NIGHTS = OpeningHours(time_zone="America/New_York", weekly=(((time(0), time(6)),),) * 7)
NEVER = OpeningHours(time_zone="America/New_York", weekly=((),) * 7)


def local(text: str) -> datetime:
    """Return a time of the clinic's clock as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T16:59:59", True),
        ("2026-11-23T17:00", False),
        ("2026-11-25T12:30", False),
        ("2026-11-25T13:00", True),
        ("2026-11-26T10:00", False),
        ("2026-11-28T10:00", False),
    ],
    ids=["before", "first-minute", "last-minute", "closing", "lunch", "after-lunch", "closure", "saturday"],
)
def test_is_open(now: str, expected: bool) -> None:  # noqa: FBT001
    """The clinic is open from a span's first moment up to its last, on its own clock, but not on a closure."""
    assert is_open(OFFICE, local(now)) is expected


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T08:00", "2026-11-23T09:00"),
        ("2026-11-23T09:00", "2026-11-24T09:00"),
        ("2026-11-25T12:10", "2026-11-25T13:00"),
        ("2026-11-25T18:00", "2026-11-27T09:00"),
        ("2026-11-27T17:00", "2026-11-30T09:00"),
        ("2026-12-24T20:00", "2026-12-28T09:00"),
    ],
    ids=["same-day", "open-already", "after-lunch", "over-a-closure", "over-a-weekend", "closure-and-weekend"],
)
def test_next_opening(now: str, opens: str) -> None:
    """The next opening is the first start after now that no closure takes away."""
    assert next_opening(OFFICE, local(now)) == local(opens)


def test_a_clinic_that_never_opens() -> None:
    """Hours without a span are never open, open never, and nothing is ever due."""
    now = local("2026-11-23T10:00")
    assert not is_open(NEVER, now)
    assert next_opening(NEVER, now) is None
    assert due(NEVER, now, business_minutes=1) is None


@pytest.mark.parametrize(
    ("now", "minutes", "expected"),
    [
        ("2026-11-23T10:00", 60, "2026-11-23T11:00"),
        ("2026-11-23T16:30", 60, "2026-11-24T09:30"),
        ("2026-11-23T16:30", 30, "2026-11-23T17:00"),
        ("2026-11-25T11:30", 60, "2026-11-25T13:30"),
        ("2026-11-25T16:30", 60, "2026-11-27T09:30"),
        ("2026-11-27T20:00", 8 * 60, "2026-11-30T17:00"),
        ("2026-11-28T12:00", 0, "2026-11-30T09:00"),
    ],
    ids=["within", "overnight", "to-the-end", "over-lunch", "over-a-closure", "a-whole-day", "nothing-left"],
)
def test_due_counts_business_time_only(now: str, minutes: int, expected: str) -> None:
    """Minutes pass only while the clinic is open."""
    assert due(OFFICE, local(now), business_minutes=minutes) == local(expected)


@pytest.mark.parametrize(
    ("night", "open_minutes"),
    [("2026-03-08", 5 * 60), ("2026-11-01", 7 * 60), ("2026-11-02", 6 * 60)],
    ids=["clocks-go-forward", "clocks-go-back", "ordinary"],
)
def test_due_counts_real_minutes_when_the_clocks_change(night: str, open_minutes: int) -> None:
    """Midnight to six is five hours in the spring night and seven in the autumn night."""
    start, end = local(f"{night}T00:00"), local(f"{night}T06:00")
    assert due(NIGHTS, start, business_minutes=open_minutes) == end
    assert due(NIGHTS, start, business_minutes=open_minutes + 1) == next_opening(NIGHTS, end) + timedelta(minutes=1)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("now", "opens"),
    [("2026-03-06T17:30", "2026-03-09T13:00+00:00"), ("2026-10-30T17:30", "2026-11-02T14:00+00:00")],
    ids=["to-summer-time", "to-winter-time"],
)
def test_opening_follows_the_clinics_clock_over_a_change(now: str, opens: str) -> None:
    """Nine o'clock stays nine o'clock on the clinic's wall, an hour earlier or later in UTC."""
    assert next_opening(OFFICE, local(now)) == datetime.fromisoformat(opens)


@pytest.mark.parametrize(
    ("moment", "english", "spanish"),
    [
        ("2026-11-23T09:00", "today from 9 am", "hoy desde las 9:00"),
        ("2026-11-23T17:00", "today by 5 pm", "hoy antes de las 17:00"),
        ("2026-11-23T12:00", "today by noon", "hoy antes de las 12:00"),
        ("2026-11-24T00:00", "tomorrow (Tuesday) by midnight", "mañana (martes) antes de las 0:00"),
        ("2026-11-24T09:00", "tomorrow (Tuesday) from 9 am", "mañana (martes) desde las 9:00"),
        ("2026-11-24T09:30", "tomorrow (Tuesday) by 9:30 am", "mañana (martes) antes de las 9:30"),
        ("2026-11-25T13:00", "on Wednesday from 1 pm", "el miércoles desde las 13:00"),
        ("2026-11-27T01:05", "on Friday by 1:05 am", "el viernes antes de la 1:05"),
        ("2026-11-30T09:00", "on Monday, November 30, from 9 am", "el lunes 30 de noviembre desde las 9:00"),
        ("2027-01-04T09:00", "on Monday, January 4, from 9 am", "el lunes 4 de enero desde las 9:00"),
    ],
)
def test_describe(moment: str, english: str, spanish: str) -> None:
    """An opening is said with "from", any other moment with "by"; the day as near as a person would say it."""
    now = local("2026-11-23T08:00")
    assert describe(local(moment), now, OFFICE, language=Language.ENGLISH) == english
    assert describe(local(moment), now, OFFICE, language=Language.SPANISH) == spanish


def test_describe_uses_the_clinics_day() -> None:
    """Late in the evening UTC is a day ahead: the clinic's calendar counts."""
    now = local("2026-11-23T20:30")
    assert now.date() == date(2026, 11, 24)
    assert describe(local("2026-11-24T09:00"), now, OFFICE, language=Language.ENGLISH) == "tomorrow (Tuesday) from 9 am"


@given(
    now=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    first=st.integers(0, 3000),
    second=st.integers(0, 3000),
)
def test_due_adds_up(now: datetime, first: int, second: int) -> None:
    """Waiting twice is waiting once for both, and what is due is never past nor at a closed time."""
    middle = due(OFFICE, now, business_minutes=first)
    end = due(OFFICE, now, business_minutes=first + second)
    assert middle is not None
    assert end is not None
    assert now <= middle <= end
    assert is_open(OFFICE, end - timedelta(microseconds=1)) or is_open(OFFICE, end)
    if second:
        assert due(OFFICE, middle, business_minutes=second) == end
