"""How far the lines of another platform have come, and what else staff are to know of them: pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.times import Now
from bot.inbox.thread import Reached, bubbles
from bot.model import Author, Line
from bot.surface import DeliveryState

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
NOW = Now(at=NOON, zone=ZoneInfo("America/New_York"), hours=None)
OURS = Line(number=7, conversation="slack:T:C:1", author=Author.STAFF, text="We will call.", at=NOON, staff_name="Rosa")
THEIRS = replace(OURS, author=Author.PATIENT, staff_name=None)


@pytest.mark.parametrize(
    ("state", "said", "is_undelivered"),
    [
        (DeliveryState(), "On its way", False),
        (DeliveryState(is_sent=True), "Delivered", False),
        (DeliveryState(error="ratelimited"), "Not delivered yet (ratelimited): it is tried again", False),
        (
            DeliveryState(is_refused=True, error="is_archived"),
            "Not delivered (is_archived): reach the patient another way",
            True,
        ),
    ],
)
def test_a_reply_on_its_way(state: DeliveryState, said: str, is_undelivered: bool) -> None:  # noqa: FBT001 - pytest's
    """Staff read what is true of each reply."""
    (bubble,) = bubbles([OURS], now=NOW, reached=Reached(sent={7: state}))
    assert (bubble.delivery, bubble.is_undelivered) == (said, is_undelivered)


def test_the_desks_lines_are_mentioned_where_they_did_not_arrive() -> None:
    """What the desk said and the patient got needs no word."""
    line = replace(OURS, author=Author.DESK)
    (sent,) = bubbles([line], now=NOW, reached=Reached(sent={7: DeliveryState(is_sent=True)}))
    (lost,) = bubbles([line], now=NOW, reached=Reached(sent={7: DeliveryState(is_refused=True, error="gone")}))
    assert (sent.delivery, lost.is_undelivered) == ("", True)


def test_what_a_page_showed_is_told_as_before() -> None:
    """The patients' page says what it has shown; a platform that tells nothing is said nothing of."""
    assert [bubbles([OURS], now=NOW, reached=Reached(shown=shown))[0].delivery for shown in (None, 6, 7)] == [
        "",
        "Sent, not seen yet",
        "Shown to the patient",
    ]


def test_a_patients_line_is_marked() -> None:
    """An edit, files and a deletion are told beside the words; a file alone has none."""
    line = replace(THEIRS, text="", revises="m1", files=2, is_withdrawn=True)
    (bubble,) = bubbles([line], now=NOW)
    assert bubble.paragraphs == ()
    assert bubble.marks == (
        "Edited: this replaces an earlier message",
        "Sent 2 files, to be read where the patient wrote",
        "Deleted by the patient",
    )
