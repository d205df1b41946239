from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.reasons import in_words, reason
from bot.desk.times import Now, age, zone_of
from bot.faq.content import Faq
from bot.inbox.thread import bubbles
from bot.model import Author, CaseState, Disposition, Line, Priority, Queue
from tests.inbox.parts import FAQ
from tests.samples import CASE

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
NOW = Now(at=NOON, zone=ZoneInfo("America/New_York"))


def line(number: int, at: datetime, author: Author = Author.PATIENT, text: str = "x") -> Line:
    """Return a line."""
    return Line(number=number, conversation="c", author=author, text=text, at=at)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (3660, "1 h 1 min"),
        (86_399, "23 h 59 min"),
        (86_400, "1 d"),
        (10 * 86_400, "10 d"),
    ],
)
def test_an_age_is_short(seconds: float, words: str) -> None:
    """Minutes, then hours, then days; a clock that runs ahead gives no negative age."""
    assert age(seconds) == words


@pytest.mark.parametrize(
    ("at", "full", "ago"),
    [
        (NOON, "Today, 12:00 PM", "just now"),
        (NOON - timedelta(hours=13), "Yesterday, 11:00 PM", "13 h ago"),
        (datetime(2026, 10, 31, 16, 5, tzinfo=UTC), "Oct 31, 2026, 12:05 PM", "23 d ago"),
    ],
)
def test_times_are_the_clinic_s(at: datetime, full: str, ago: str) -> None:
    """A day ends at midnight in the clinic, also on the far side of a clock change."""
    assert (NOW.moment(at).full, NOW.moment(at).ago) == (full, ago)


def test_without_a_clinic_times_are_utc() -> None:
    """A file without a clinic block still gives a time."""
    assert zone_of(Faq(entries=())).key == "UTC"
    assert zone_of(FAQ).key == "America/New_York"


def test_a_day_is_named_once() -> None:
    """Its first line begins it."""
    days = [NOON - timedelta(days=1), NOON - timedelta(hours=1), NOON]
    shown = bubbles([line(number, at) for number, at in enumerate(days)], now=NOW)
    assert [bubble.begins_day for bubble in shown] == [True, True, False]


def test_only_the_desk_s_long_lines_are_folded() -> None:
    """What a patient wrote is always in full sight."""
    long = "word " * 100
    shown = bubbles([line(1, NOON, text=long), line(2, NOON, Author.DESK, long), line(3, NOON, Author.DESK)], now=NOW)
    assert [bubble.is_long for bubble in shown] == [False, True, False]


@pytest.mark.parametrize(
    ("signal", "words"),
    [
        ("crisis.wish-to-die", "Crisis: wish to die"),
        ("crisis-possible", "Possible crisis"),
        ("clinical.object.drug", "Clinical: object drug"),
        ("desk.cost", "Desk business: cost"),
        ("new_kind.some-thing", "New kind: some thing"),
    ],
)
def test_a_rule_s_id_is_put_into_words(signal: str, words: str) -> None:
    """Also that of a rule nobody had when this was written."""
    assert in_words(signal) == words


@pytest.mark.parametrize("queue", Queue)
@pytest.mark.parametrize("priority", Priority)
@pytest.mark.parametrize("disposition", [Disposition.CRISIS, Disposition.EMERGENCY, Disposition.HANDOFF])
def test_every_kind_of_case_has_a_reason(disposition: Disposition, priority: Priority, queue: Queue) -> None:
    """Danger is named by what it is; urgency without danger never reads as routine."""
    signals = ("crisis.a", "crisis.a")
    case = replace(CASE, disposition=disposition, queue=queue, priority=priority, signals=signals)
    told = reason(case)
    assert told.headline
    assert told.rules == ("Crisis: a",)
    expected = {Disposition.CRISIS: "crisis", Disposition.EMERGENCY: "emergency"}.get(disposition)
    assert told.urgency == (expected or ("routine" if priority is Priority.ROUTINE else "urgent"))
    assert bool(told.advice) is (told.urgency != "routine")


def test_a_follow_up_says_that_it_is_one() -> None:
    """Nobody looks for a message of danger that was never written."""
    case = replace(CASE, queue=Queue.CLINICAL, priority=Priority.URGENT, signals=("follow-up",))
    told = reason(case)
    assert (told.urgency, told.headline) == ("urgent", "Follow up: a crisis was closed two days ago")
    assert "Ask how the person is" in told.advice


@pytest.mark.parametrize("disposition", [Disposition.CRISIS, Disposition.EMERGENCY])
def test_what_the_desk_does_meanwhile_is_true(disposition: Disposition) -> None:
    """It repeats the lines while nobody has the case, and is silent, new danger excepted, while a person has it."""
    case = replace(CASE, disposition=disposition, priority=Priority.PAGED)
    assert "The desk repeats that and answers nothing else" in reason(case).advice
    owned = reason(replace(case, state=CaseState.CLAIMED, owner_id=1, owner="Rosa")).advice
    assert "the desk is silent" in owned
    assert "only where a new message itself speaks of danger" in owned
