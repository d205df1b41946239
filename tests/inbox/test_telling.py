"""What staff read of the notice to a patient who closed the page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.desk.times import Now
from bot.inbox.telling import told_of
from bot.model import PatientContact
from bot.waiting import Means, Told

if TYPE_CHECKING:
    from tests.inbox.parts import House, Visitor

AT = datetime(2026, 5, 4, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(means=Means.EMAIL, at=AT, is_sent=True), "Told by e-mail that a reply waits"),
        (Told(means=Means.PHONE, at=AT, is_over=False), "Not told yet by phone"),
        (
            Told(means=Means.PHONE, at=AT, error="Failure", is_over=False),
            "Not told yet by phone (Failure): it is tried",
        ),
        (
            Told(means=Means.EMAIL, at=AT, error="UnusableAddress"),
            "Could not be told by e-mail that a reply waits (Unus",
        ),
    ],
    ids=["sent", "queued", "tried again", "given up"],
)
def test_each_stage_has_its_words(told: Told, words: str) -> None:
    """Sent, on its way, tried again, given up, each with its time."""
    (one,) = told_of([told], now=Now(at=AT, zone=ZoneInfo("America/New_York")))
    assert one.text.startswith(words)
    assert "10:02" in one.when.full


def test_the_case_says_that_the_patient_was_told(rosa: Visitor, house: House) -> None:
    """Beside the address, with the time."""
    case = house.wait_for("Can I pay later?")
    line = house.store.conversations.latest()
    house.store.patients.leave_contact("c1", PatientContact(email="sam@mail.example"))
    columns = '("case", line, conversation, means, queued_at, sent_at)'
    values = "(?, ?, 'c1', 'email', '2026-05-04 14:00:00', '2026-05-04 14:02:00')"
    house.run(f"INSERT INTO notice {columns} VALUES {values}", str(case.id), str(line))  # noqa: S608 - our own words
    page = rosa.get(f"/staff/cases/{case.id}").text
    assert "Told by e-mail that a reply waits" in page.split("sam@mail.example")[-1]
