"""What stands in each view of the queue, in which order, and when it is due: pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.beside import Happening
from bot.desk.due import due_of
from bot.desk.reasons import in_words
from bot.desk.snoozing import choices, moment_of
from bot.desk.standing import ENDINGS, KNOWN, ending_in_words, endings_of, standing, told
from bot.desk.times import Now
from bot.faq.content import OpeningHours
from bot.inbox.queue import Listing, counts, row, sections, viewed
from bot.model import (
    Author,
    Case,
    CaseState,
    Disposition,
    Line,
    Priority,
    Queue,
    Resolution,
    StaffMember,
)
from bot.store.audit import Kind
from tests.samples import CASE

# Monday, noon in New York; open from nine to five, closed on Thursday.
NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
DAY = ((time(9), time(17)),)
HOURS = OpeningHours(time_zone="America/New_York", weekly=(DAY, DAY, DAY, (), DAY, (), ()))
NOW = Now(at=NOON, zone=ZoneInfo("America/New_York"), hours=HOURS)
ROSA, OMAR = (StaffMember(id=number, username=name.lower(), name=name) for number, name in ((1, "Rosa"), (2, "Omar")))
MINE = replace(CASE, id=2, state=CaseState.CLAIMED, owner_id=1, owner="Rosa")
THEIRS = replace(CASE, id=3, state=CaseState.CLAIMED, owner_id=2, owner="Omar", queue=Queue.CLINICAL)
SNOOZED = replace(MINE, id=4, state=CaseState.WAITING, snoozed_until=NOON + timedelta(hours=21))
POSSIBLE = replace(CASE, id=5, priority=Priority.URGENT, queue=Queue.CLINICAL)
CRISIS = replace(CASE, id=6, disposition=Disposition.CRISIS, priority=Priority.PAGED, state=CaseState.PAGED)
HELD = replace(CRISIS, id=7, state=CaseState.CLAIMED, owner_id=2, owner="Omar", acknowledged_by="Omar")
ALL = (CASE, MINE, THEIRS, SNOOZED, POSSIBLE, CRISIS, HELD)


@pytest.mark.parametrize(
    ("listing", "numbers"),
    [
        (Listing.OPEN, [1, 2, 3, 5, 6, 7]),
        (Listing.URGENT, [5, 6, 7]),
        (Listing.MINE, [2]),
        (Listing.UNASSIGNED, [1, 5, 6]),
        (Listing.SNOOZED, [4]),
    ],
)
def test_a_view_holds_what_its_name_says(listing: Listing, numbers: list[int]) -> None:
    """Urgent is urgent whoever has it; what is put off stands in its own view only; the counts are the views'."""
    assert [case.id for case in viewed(ALL, listing, staff=ROSA)] == numbers
    assert counts(ALL, staff=ROSA)[listing] == len(numbers)


def test_a_view_can_be_of_one_queue() -> None:
    """The filter takes away and never adds."""
    assert [case.id for case in viewed(ALL, Listing.OPEN, staff=ROSA, queue=Queue.CLINICAL)] == [3, 5]


def test_what_is_due_first_stands_on_top_and_what_is_answered_last() -> None:
    """Danger comes before everything; a case without hours comes after those that have a time."""
    soon, late = (replace(CASE, id=number, due_at=NOON + timedelta(hours=number)) for number in (10, 11))
    answered = replace(CASE, id=12, due_at=NOON)
    reply = Line(number=1, conversation="c", author=Author.STAFF, text="ok", at=NOON, staff_name="Rosa")
    shown = [row(case, last=None, now=NOW, staff=ROSA) for case in (late, CASE, soon, POSSIBLE, CRISIS)]
    shown.append(row(answered, last=reply, now=NOW, staff=ROSA))
    ordered = [[one.case.id for one in section.rows] for section in sections(shown)]
    assert ordered == [[6, 5], [10, 11, 1, 12]]


@pytest.mark.parametrize(
    ("due_at", "words", "is_another_day"),
    [
        (NOON + timedelta(minutes=40), "due in 40 min", False),
        (NOON + timedelta(seconds=20), "due now", False),
        (NOON - timedelta(hours=2), "overdue 2 h", False),
        (datetime(2026, 11, 24, 15, tzinfo=UTC), "due in 6 h", True),
        (datetime(2026, 11, 20, 21, tzinfo=UTC), "overdue 4 h", False),
    ],
    ids=["today", "now", "late", "tomorrow: the night does not count", "since Friday: nor does a weekend"],
)
def test_a_routine_case_is_due_in_open_hours(due_at: datetime, words: str, *, is_another_day: bool) -> None:
    """The countdown runs while the clinic is open; where it ends on a later day, the row also says when."""
    due = due_of(replace(CASE, due_at=due_at), now=NOW)
    assert due is not None
    assert (due.text, due.is_another_day) == (words, is_another_day)


def test_an_urgent_case_is_due_by_the_clock() -> None:
    """A night makes it no less urgent."""
    due = due_of(replace(POSSIBLE, due_at=NOON + timedelta(hours=20)), now=NOW)
    assert due is not None
    assert due.text == "due in 20 h"


@pytest.mark.parametrize(
    "case", [CASE, replace(SNOOZED, due_at=NOON), replace(MINE, due_at=NOON, state=CaseState.RESOLVED)]
)
def test_nothing_is_due_where_nothing_is_to_be_done(case: Case) -> None:
    """Without hours, put off, or closed."""
    assert due_of(case, now=NOW) is None


def test_an_answered_case_is_not_due() -> None:
    """It is the patient's turn."""
    assert due_of(replace(MINE, due_at=NOON), now=NOW, is_answered=True) is None


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (CASE, "Nobody has it"),
        (MINE, "You have it"),
        (THEIRS, "Omar has it"),
        (replace(HELD, contacted_at=NOON), "Omar has it, contacting the person"),
        (SNOOZED, "Put off until tomorrow, 9:00 AM (You)"),
        (CRISIS, "Nobody has seen it yet"),
        (replace(HELD, state=CaseState.PAGED), "Omar has it, but nobody has seen the alarm"),
        (replace(HELD, state=CaseState.ACKNOWLEDGED, owner_id=None, owner=None), "Seen by Omar, nobody has it"),
        (
            replace(MINE, state=CaseState.RESOLVED, resolved_by="Omar", resolution=Resolution.SPOKE),
            "Resolved by Omar: spoke with them",
        ),
    ],
)
def test_where_a_case_stands_is_said_in_words(case: Case, words: str) -> None:
    """Every state, to the person who reads it."""
    assert standing(case, staff=ROSA, now=NOW) == words


@pytest.mark.parametrize("resolution", Resolution)
def test_every_way_to_end_has_its_words(resolution: Resolution) -> None:
    """No code stands on the page."""
    assert ending_in_words(resolution) == next(one.label for one in ENDINGS if one.resolution is resolution)


def test_danger_is_not_handed_back_to_an_automated_desk() -> None:
    """Every other way is offered."""
    assert {one.resolution for one in endings_of(CASE)} - {one.resolution for one in endings_of(CRISIS)} == {
        Resolution.HANDED_BACK
    }


def test_everything_that_is_done_to_a_case_has_words() -> None:
    """A kind that somebody adds to the audit of cases is worded here too."""
    told_of = ("case.", "contact.", "notice.", "page.")
    assert {kind.value for kind in Kind if kind.startswith(told_of)} - {Kind.PAGE_TEST} <= KNOWN


@pytest.mark.parametrize(
    ("signal", "words"),
    [
        ("crisis.wish-to-die", "Crisis: wish to die"),
        ("crisis.es-wish-to-die", "Crisis: wish to die"),
        ("clinical-es.own-drug", "Clinical: own drug"),
        ("crisis-possible", "Possible crisis"),
    ],
)
def test_a_rule_is_named_in_words(signal: str, words: str) -> None:
    """A Spanish rule says what the English one says: the conversation shows the language."""
    assert in_words(signal) == words


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("case.opened", {}, "The desk handed it over"),
        ("case.claimed", {"staff_name": "Rosa", "owner": "Rosa"}, "Rosa claimed it"),
        ("case.claimed", {"staff_name": "Lena", "owner": "Omar"}, "Lena gave it to Omar"),
        ("case.snoozed", {"staff_name": "Rosa"}, "Rosa put it off"),
        (
            "case.snoozed",
            {"staff_name": "Rosa", "until": NOON + timedelta(hours=21)},
            "Rosa put it off until tomorrow, 9:00 AM",
        ),
        ("case.resolved", {"staff_name": "Rosa", "resolution": Resolution.SPOKE}, "Rosa closed it: spoke with them"),
        ("case.something-new", {"staff_name": "Rosa"}, "Rosa: something-new"),
    ],
)
def test_history_is_told_in_words(kind: str, more: dict[str, str], words: str) -> None:
    """Who did what; a kind without words keeps its name."""
    happening = replace(Happening(at=NOON, kind=kind), **more)  # type: ignore[arg-type]
    assert [one.text for one in told([happening], now=NOW)] == [words]


def test_what_only_the_machinery_did_is_left_out() -> None:
    """A nurse reads what people did and what reached them."""
    assert told([Happening(at=NOON, kind="timer.fired"), Happening(at=NOON, kind="page.queued")], now=NOW) == ()


@pytest.mark.parametrize(
    ("value", "day", "until"),
    [
        ("1h", "", NOON + timedelta(hours=1)),
        ("4h", "", NOON + timedelta(hours=4)),
        ("opening", "", datetime(2026, 11, 24, 14, tzinfo=UTC)),
        ("date", "2026-11-24", datetime(2026, 11, 24, 14, tzinfo=UTC)),
        ("date", "2026-11-26", datetime(2026, 11, 27, 14, tzinfo=UTC)),
        ("date", "2026-11-23", None),
        ("date", "2027-11-24", None),
        ("date", "tomorrow", None),
        ("date", "", None),
        ("never", "", None),
    ],
)
def test_a_case_is_put_off_until_the_clinic_is_open(value: str, day: str, until: datetime | None) -> None:
    """A closed day leads to the next opening; today, the past and the far future are no choice."""
    assert moment_of(value, day=day, now=NOW) == until


def test_without_hours_a_day_begins_at_nine() -> None:
    """A clinic without a week in its file can put cases off too."""
    bare = replace(NOW, hours=None)
    assert moment_of("opening", day="", now=bare) == datetime(2026, 11, 24, 14, tzinfo=UTC)


def test_the_choices_tell_their_times() -> None:
    """Nobody has to count hours."""
    assert [one.label for one in choices(NOW)] == [
        "In 1 hour (1:00 PM)",
        "In 4 hours (4:00 PM)",
        "Tomorrow at opening (9:00 AM)",
    ]
