"""Hours are read strictly and said plainly."""

from __future__ import annotations

import re
from datetime import time

import pytest

from bot.faq.hours import Day, read_day, say_week
from bot.model import Language

NINE_TO_FIVE: Day = ((time(9), time(17)),)
SPLIT: Day = ((time(9, 30), time(12)), (time(13), time(17, 45)))
NIGHT: Day = ((time(0), time(6)), (time(12), time(23, 59)))
SHUT: Day = ()


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("closed", ()),
        ("Closed", ()),
        (["closed"], ()),
        ([], ()),
        ("09:00-17:00", NINE_TO_FIVE),
        ("9:00 – 17:00", NINE_TO_FIVE),
        (" 09:00 - 17:00 ", NINE_TO_FIVE),
        ("09:30-12:00, 13:00-17:45", SPLIT),
        (["09:30-12:00", "13:00-17:45"], SPLIT),
        ("09:00-12:00,12:00-17:00", ((time(9), time(12)), (time(12), time(17)))),
        ("00:00-23:59", ((time(0), time(23, 59)),)),
    ],
)
def test_a_day_is_read(written: object, spans: Day) -> None:
    """Spans come from text or from a list, on a 24-hour clock."""
    assert read_day(written) == spans


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", '`` is not a span of hours: write "09:00-17:00", or closed'),
        ("shut", '`shut` is not a span of hours: write "09:00-17:00", or closed'),
        ("9-17", '`9-17` is not a span of hours: write "09:00-17:00", or closed'),
        ("9 am-5 pm", '`9 am-5 pm` is not a span of hours: write "09:00-17:00", or closed'),
        ("٠٩:٠٠-١٧:٠٠", '`٠٩:٠٠-١٧:٠٠` is not a span of hours: write "09:00-17:00", or closed'),
        ("09:00-17:00, closed", '`closed` is not a span of hours: write "09:00-17:00", or closed'),
        ("17:00-09:00", "`17:00-09:00` ends before it begins: write the earlier time first, on a 24-hour clock"),
        ("09:00-09:00", "`09:00-09:00` ends before it begins: write the earlier time first, on a 24-hour clock"),
        ("09:00-24:00", "`24:00` is not a time: use 00:00 to 23:59"),
        ("09:60-10:00", "`09:60` is not a time: use 00:00 to 23:59"),
        (
            "13:00-17:00, 09:00-12:00",
            "the spans of a day overlap: write them in order, each ending before the next begins",
        ),
        (9, 'expected hours like "09:00-17:00", a list of them, or closed'),
        (None, 'expected hours like "09:00-17:00", a list of them, or closed'),
        ([9], 'expected hours like "09:00-17:00", a list of them, or closed'),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(written: object, message: str) -> None:
    """Nothing is guessed: the message says what was found and how to write it."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        read_day(written)


@pytest.mark.parametrize(
    ("week", "english", "spanish"),
    [
        (
            (*[NINE_TO_FIVE] * 5, ((time(10), time(14)),), SHUT),
            "Monday to Friday 9 am to 5 pm, Saturday 10 am to 2 pm",
            "lunes a viernes de 9:00 a 17:00, sábado de 10:00 a 14:00",
        ),
        ((NINE_TO_FIVE,) * 7, "every day 9 am to 5 pm", "todos los días de 9:00 a 17:00"),
        ((SHUT,) * 7, "closed", "cerrado"),
        (
            (SPLIT, SPLIT, SHUT, NINE_TO_FIVE, SHUT, SHUT, SHUT),
            "Monday and Tuesday 9:30 am to noon and 1 pm to 5:45 pm, Thursday 9 am to 5 pm",
            "lunes y martes de 9:30 a 12:00 y de 13:00 a 17:45, jueves de 9:00 a 17:00",
        ),
        (
            (SHUT,) * 6 + (NIGHT,),
            "Sunday midnight to 6 am and noon to 11:59 pm",
            "domingo de 0:00 a 6:00 y de 12:00 a 23:59",
        ),
    ],
)
def test_a_week_is_said_in_one_line(week: tuple[Day, ...], english: str, spanish: str) -> None:
    """Days in a row with the same hours are said together, closed days are left out."""
    assert say_week(week, Language.ENGLISH) == english
    assert say_week(week, Language.SPANISH) == spanish
