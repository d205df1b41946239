from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from bot.faq.content import Paging

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.faq.content import Faq

FILE = """\
clinic:
  name: Sample Clinic
  phone: 555-0142
  address: 1 Sample Street
  time_zone: America/New_York
  hours: {monday: "09:00-17:00"}
  on_call:
    - {role: on-call nurse, name: Sample Nurse, phone: 555-0143}
    - {role: clinical lead, name: Sample Lead, phone: 555-0145%s}
%sentries: [{id: x, question: Why?, answer: So.}]
"""


def test_who_is_called_and_when_is_the_clinics(loaded: Callable[[str], Faq]) -> None:
    """Minutes beside a role, how often again, and the hour of the daily test."""
    clinic = loaded(FILE % (", after_minutes: 3", '  paging: {repeat_minutes: 1, test_at: "7:30"}\n')).clinic
    assert clinic
    assert [one.after_minutes for one in clinic.on_call] == [None, 3]
    assert clinic.paging == Paging(repeat_minutes=1, test_at=time(7, 30))


def test_nothing_of_it_need_be_said(loaded: Callable[[str], Faq]) -> None:
    """By the place in the list, every two minutes, at nine."""
    clinic = loaded(FILE % ("", "")).clinic
    assert clinic
    assert clinic.paging == Paging(repeat_minutes=2, test_at=time(9))


@pytest.mark.parametrize(
    ("minutes", "paging", "told"),
    [
        (", after_minutes: soon", "", "after_minutes"),
        (", after_minutes: -1", "", "after_minutes"),
        ("", "  paging: {test_at: noon}\n", 'expected a time like "09:00"'),
        ("", '  paging: {test_at: "25:00"}\n', "is not a time"),
        ("", "  paging: {repeat_minutes: 0}\n", "repeat_minutes"),
        ("", "  paging: {urls: x}\n", "urls"),
    ],
)
def test_what_cannot_be_is_told(problems: Callable[[str], list[str]], minutes: str, paging: str, told: str) -> None:
    """With its place, before the desk starts."""
    (problem,) = problems(FILE % (minutes, paging))
    assert told in problem
