from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Disposition
from bot.pages import Page, Place
from bot.paging.text import text_of
from tests.samples import CLINIC
from tests.store.parts import START

STAFF_PAGE = "https://desk.clinic.example/staff"
PAGE = Page(
    id=1,
    place=Place(role="on-call nurse", number=1),
    step=0,
    queued_at=START,
    case=12,
    disposition=Disposition.CRISIS,
    channel="web",
    since=START,
)


@pytest.mark.parametrize(
    ("page", "title", "body"),
    [
        pytest.param(
            PAGE,
            "CRISIS: someone may be in danger now",
            "Web, 10:00 EST, Nov 23.\nOpen it and say that you have seen it, which ends these pages: "
            "https://desk.clinic.example/staff/cases/12",
            id="a crisis",
        ),
        pytest.param(
            replace(PAGE, disposition=Disposition.EMERGENCY, step=7, channel="slack"),
            "EMERGENCY: may be a medical emergency now",
            "Slack, 10:00 EST, Nov 23. Nobody has seen it for 7 min.\nOpen it and say that you have seen it, which "
            "ends these pages: https://desk.clinic.example/staff/cases/12",
            id="an emergency that waits",
        ),
        pytest.param(
            replace(PAGE, case=None, disposition=None, channel=None, since=None),
            "TEST: pages from the front desk arrive",
            "This is a test of who is on call. Nobody is in danger, and there is nothing to do. 10:00 EST, Nov 23.",
            id="a test",
        ),
    ],
)
def test_a_page_says_where_to_look(page: Page, title: str, body: str) -> None:
    """How grave, on which channel, since when by the clinic's clock, and the case's address: word for word."""
    text = text_of(page, clinic=CLINIC, staff_page=STAFF_PAGE)
    assert (text.title, text.body) == (title, body)


def test_without_a_clinic_the_time_is_utc() -> None:
    """The zone stands beside the time."""
    assert "15:00 UTC" in text_of(PAGE, clinic=None, staff_page=STAFF_PAGE).body
