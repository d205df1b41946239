"""What the rows of timers do by themselves: once each, in whatever process, also late."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.desk.timers import FOLLOW_UP
from bot.errors import StoreUnusable
from bot.model import CaseState, Disposition, Priority, Queue, Resolution, TimerKind
from bot.store import Store
from tests.store.paging import BACKUP, NURSE, REACH, STARTED, audited, in_danger, notices, queued, sent
from tests.store.parts import ANSWER, BILLING, CRISIS, EMERGENCY, START, HandClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.model import Case, Decision, StaffMember
    from tests.store.places import Place

NOBODY_YET = "**Nobody from our staff has answered yet.**"
NURSE_TWICE, BACKUP_ONCE = [(NURSE, 1), (NURSE, 2)], [(BACKUP, 1)]


@pytest.fixture
def store(place: Place, clock: HandClock) -> Iterator[Store]:
    """Open an empty store of a desk that has people to call."""
    store = Store(place.engine(), clock, REACH)
    yield store
    store.close()


@pytest.mark.parametrize("decision", [CRISIS, EMERGENCY], ids=["crisis", "emergency"])
@pytest.mark.parametrize(
    "start",
    [START, datetime(2026, 3, 8, 6, 57, tzinfo=UTC), datetime(2026, 11, 1, 5, 57, tzinfo=UTC)],
    ids=["any day", "the clocks go forward", "the clocks go back"],
)
def test_the_ladder_is_climbed_minute_by_minute(
    store: Store, clock: HandClock, decision: Decision, start: datetime
) -> None:
    """At once, then by the minute, whatever the clocks on the wall do; nothing in between."""
    clock.time = start
    in_danger(store, decision)
    found = []
    for second in range(0, 8 * 60 + 1, 30):
        clock.time = start + timedelta(seconds=second)
        found += [(second / 60, sent(store))]
    assert [(minute, to) for minute, to in found if to] == [
        (0, STARTED),
        (2, NURSE_TWICE),
        (4, NURSE_TWICE),
        (5, BACKUP_ONCE),
        (6, NURSE_TWICE),
        (7, BACKUP_ONCE),
        (8, NURSE_TWICE),
    ]
    assert notices(store) == [NOBODY_YET]


def acknowledge(store: Store, case: Case, staff: StaffMember) -> None:
    """Say that a person has seen it."""
    store.cases.acknowledge(case.id, staff=staff)


def claim(store: Store, case: Case, staff: StaffMember) -> None:
    """Take the case."""
    store.cases.claim(case.id, staff=staff)


def reply(store: Store, case: Case, staff: StaffMember) -> None:
    """Write to the patient."""
    store.cases.reply(case.id, staff=staff, text="I am here.", last_seen=99)


def resolve(store: Store, case: Case, staff: StaffMember) -> None:
    """Close the case."""
    store.cases.resolve(case.id, staff=staff, resolution=Resolution.SPOKE)


@pytest.mark.parametrize("act", [acknowledge, claim, reply, resolve])
@pytest.mark.parametrize("minutes", [0, 1, 5, 31])
def test_a_person_who_has_seen_it_ends_the_pages(
    store: Store, clock: HandClock, staff: StaffMember, minutes: int, act: Callable[[Store, Case, StaffMember], None]
) -> None:
    """At any moment: what is queued is not sent, nothing more is queued, and the patient reads who it is, once."""
    case = in_danger(store)
    for _ in range(minutes):
        sent(store)
        clock.move(minutes=1)
    store.timers.fire()
    act(store, case, staff)
    assert sent(store) == []
    clock.move(hours=3)
    assert sent(store) == []
    told = notices(store)
    assert told[:-1] == ([NOBODY_YET] if minutes >= 5 else [])
    assert told[-1].startswith("Rosa Diaz from our staff has seen your message at ")


def test_what_was_missed_is_made_up_for_once(place: Place, clock: HandClock) -> None:
    """A desk that was down for twenty minutes calls everybody once, tells the patient once, and goes on from there."""
    before = Store(place.engine(), clock, REACH)
    in_danger(before)
    before.timers.fire()
    before.close()
    clock.move(minutes=20, seconds=40)
    after = Store(place.engine(), clock, REACH)
    assert sent(after) == [(NURSE, 1), (NURSE, 2), (BACKUP, 1)]
    assert sent(after) == []
    clock.move(seconds=20)
    assert sent(after) == BACKUP_ONCE
    assert notices(after) == [NOBODY_YET]
    after.close()


def test_several_processes_fire_a_timer_once(place: Place, clock: HandClock) -> None:
    """Four desks on one database, all at once: one page a place, one line, one of each row of the audit."""
    stores = [Store(place.engine(), clock, REACH) for _ in range(4)]
    in_danger(stores[0])
    clock.move(minutes=5)
    with ThreadPoolExecutor(4) as threads:
        fired = list(threads.map(lambda store: store.timers.fire(), stores))
    assert sum(fired) == 1
    assert queued(place) == [(NURSE, 1, 5), (NURSE, 2, 5), (BACKUP, 1, 5)]
    assert notices(stores[0]) == [NOBODY_YET]
    assert (audited(place, "timer.fired"), audited(place, "page.queued")) == (1, 3)
    for store in stores:
        store.close()


def test_a_case_that_was_put_off_comes_back(store: Store, clock: HandClock, staff: StaffMember) -> None:
    """At its hour, not before, and once."""
    case = in_danger(store, BILLING)
    store.cases.snooze(case.id, staff=staff, until=clock.now() + timedelta(hours=2))
    assert store.timers.fire() == 0
    clock.move(hours=2)
    assert [store.timers.fire(), store.timers.fire()] == [1, 0]
    woken = store.cases.case(case.id)
    assert woken
    assert (woken.state, woken.snoozed_until, woken.owner) == (CaseState.CLAIMED, None, "Rosa Diaz")


def test_whose_case_it_is_has_five_minutes(store: Store, clock: HandClock, staff: StaffMember) -> None:
    """Someone in danger who wrote again and got no answer is paged for again, from the first rung."""
    case = in_danger(store)
    sent(store)
    store.cases.claim(case.id, staff=staff)
    in_danger(store, ANSWER)
    clock.move(minutes=5)
    assert sent(store) == []
    assert sent(store) == STARTED
    paged = store.cases.case(case.id)
    assert paged
    assert (paged.state, paged.owner, paged.paged_at) == (CaseState.PAGED, "Rosa Diaz", clock.now())
    store.cases.acknowledge(case.id, staff=staff)
    assert len(notices(store)) == 2


@pytest.mark.parametrize("act", [reply, resolve])
def test_an_answer_in_time_calls_nobody(
    store: Store, clock: HandClock, staff: StaffMember, act: Callable[[Store, Case, StaffMember], None]
) -> None:
    """A reply, or the end of the case, and nobody waits any more."""
    case = in_danger(store)
    store.cases.claim(case.id, staff=staff)
    in_danger(store, ANSWER)
    act(store, case, staff)
    clock.move(minutes=6)
    assert (store.timers.fire(), store.pages.take(limit=9)) == (0, ())


def test_a_closed_crisis_comes_back_to_be_followed_up(store: Store, clock: HandClock, staff: StaffMember) -> None:
    """After 48 hours, as an urgent case for the clinical queue that pages nobody, and once: not every two days."""
    case = in_danger(store)
    resolve(store, case, staff)
    clock.move(hours=47, minutes=59)
    assert store.timers.fire() == 0
    clock.move(minutes=1)
    assert store.timers.fire() == 1
    (opened,) = store.cases.open_cases()
    assert (opened.id, opened.state, opened.owner) == (case.id, CaseState.OPEN, None)
    assert (opened.disposition, opened.queue, opened.priority) == (Disposition.HANDOFF, Queue.CLINICAL, Priority.URGENT)
    assert (opened.signals, opened.due_at) == ((FOLLOW_UP,), clock.now())
    assert store.pages.take(limit=9) == ()
    store.cases.resolve(opened.id, staff=staff)
    clock.move(hours=100)
    assert store.timers.fire() == 0


def test_a_follow_up_joins_the_case_that_is_open(place: Place, clock: HandClock) -> None:
    """A desk that was down when it was due finds a newer case: that one becomes urgent, and keeps the rest."""
    store = Store(place.engine(), clock, REACH)
    staff = store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="a hash")
    resolve(store, in_danger(store), staff)
    clock.move(hours=49)
    newer = in_danger(store, BILLING)
    assert store.timers.fire() == 1
    (opened,) = store.cases.open_cases()
    assert (opened.id, opened.priority, opened.signals) == (newer.id, Priority.URGENT, ("bill", FOLLOW_UP))
    store.close()


def test_a_patient_who_writes_again_needs_no_follow_up(store: Store, clock: HandClock, staff: StaffMember) -> None:
    """The case is open again before the two days are over."""
    resolve(store, in_danger(store), staff)
    clock.move(hours=1)
    in_danger(store, BILLING)
    clock.move(hours=50)
    assert store.timers.fire() == 0


def test_one_broken_timer_keeps_nobody_waiting(store: Store, place: Place) -> None:
    """The others fire; the error is told; the broken one stays due."""
    first, second = in_danger(store), in_danger(store, conversation="c2")
    place.run(f"UPDATE \"case\" SET state = 'nonsense' WHERE id = {first.id}")  # noqa: S608 - a number
    with pytest.raises(StoreUnusable):
        store.timers.fire()
    assert {page.case for page in store.pages.take(limit=9)} == {second.id}
    place.run(f"UPDATE \"case\" SET state = 'paged' WHERE id = {first.id}")  # noqa: S608 - a number
    assert sent(store) == STARTED


def test_every_step_is_in_the_audit(store: Store, clock: HandClock, place: Place, staff: StaffMember) -> None:
    """Pages, timers and lines stand in the chain, which proves whole; a page names its role and place."""
    case = in_danger(store)
    sent(store)
    clock.move(minutes=5)
    sent(store)
    resolve(store, case, staff)
    clock.move(hours=48)
    store.timers.fire()
    assert store.audit.verify().findings == ()
    rows = place.run("SELECT detail FROM audit WHERE kind = 'timer.fired' ORDER BY number")
    assert [TimerKind.PAGE in str(row[0]) for row in rows] == [True, True, False]
    assert audited(place, "page.sent") == 5
