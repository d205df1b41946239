"""The outbox of pages: each is taken over by one, tried again, replaced by the next; and what follows from failures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.desk.ladder import Reach
from bot.model import Language
from bot.pages import Health
from bot.store import Store
from bot.store.desk.pages import ATTENDS, FIRST_RETRY, LEASE, LONGEST_RETRY
from tests.store.paging import BACKUP, NURSE, REACH, STARTED, audited, in_danger, notices, queued, sent, where
from tests.store.parts import CANARY, START, HandClock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.model import StaffMember
    from tests.store.places import Place

NOT_REACHED = "**The alert did not get through to our staff.**"
EVERYWHERE = [*STARTED, (BACKUP, 1)]
FINE = Health()


@pytest.fixture
def store(place: Place, clock: HandClock) -> Iterator[Store]:
    """Open an empty store of a desk that has people to call."""
    store = Store(place.engine(), clock, REACH)
    yield store
    store.close()


def fail(store: Store, *, error: str = "Failure") -> list[tuple[str, int]]:
    """Take what is due and fail to send it; return where to."""
    taken = store.pages.take(limit=99)
    for page in taken:
        store.pages.failed(page, error)
    return [where(page) for page in taken]


def test_a_page_is_taken_over_by_one(place: Place, clock: HandClock) -> None:
    """Four processes that send at once send each page once."""
    stores = [Store(place.engine(), clock, REACH) for _ in range(4)]
    in_danger(stores[0])
    stores[0].timers.fire()
    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(lambda store: store.pages.take(limit=9), stores))
    assert sorted(where(page) for pages in taken for page in pages) == STARTED
    for store in stores:
        store.close()


def test_a_page_tells_of_its_case(store: Store) -> None:
    """How grave, since when, on which channel; nothing of what was said."""
    case = in_danger(store)
    store.timers.fire()
    page, _ = store.pages.take(limit=9)
    assert (page.case, page.disposition, page.channel, page.since) == (case.id, case.disposition, "web", START)
    assert (page.step, page.attempts, page.queued_at) == (0, 0, START)


def test_what_its_taker_did_not_finish_is_sent_by_another(store: Store, clock: HandClock) -> None:
    """After its time has run out; a page that was sent is not sent again."""
    in_danger(store)
    store.timers.fire()
    first, _second = store.pages.take(limit=9)
    store.pages.sent(first)
    clock.move(seconds=LEASE.total_seconds() - 1)
    assert store.pages.take(limit=9) == ()
    clock.move(seconds=1)
    assert [where(page) for page in store.pages.take(limit=9)] == [(NURSE, 2)]


def test_a_failed_page_is_tried_again_and_less_and_less_often(store: Store, clock: HandClock) -> None:
    """After 5, 10, 20 seconds and so on, a minute at most."""
    in_danger(store)
    store.timers.fire()
    waits, wait = [], FIRST_RETRY
    for _ in range(6):
        assert fail(store) == STARTED
        clock.move(seconds=wait.total_seconds() - 1)
        assert fail(store) == []
        clock.move(seconds=1)
        waits.append(wait)
        wait = min(wait * 2, LONGEST_RETRY)
    assert (waits[:3], waits[-1]) == ([timedelta(seconds=n) for n in (5, 10, 20)], LONGEST_RETRY)


def test_the_next_page_to_a_place_replaces_one_that_failed(store: Store, clock: HandClock, place: Place) -> None:
    """A service that was down for an hour gets the last page when it is back, not sixty."""
    in_danger(store)
    for _ in range(31):
        store.timers.fire()
        clock.move(seconds=LONGEST_RETRY.total_seconds())
        fail(store)
    clock.move(minutes=1, seconds=30)
    assert sorted(sent(store)) == sorted(EVERYWHERE)
    assert sent(store) == []
    assert len(queued(place)) > 30


def test_where_every_place_fails_the_patient_is_told(store: Store, clock: HandClock) -> None:
    """Once, as soon as the last of those who were called was not reached, in the patient's language, with the lines."""
    in_danger(store, language=Language.SPANISH)
    store.timers.fire()
    first, second = store.pages.take(limit=9)
    store.pages.failed(first, "Timeout")
    assert notices(store) == []
    store.pages.failed(second, "Timeout")
    assert notices(store) == ["**La alerta no le llegó a nuestro personal.**"]
    told = store.conversations.lines("c1")[-1]
    assert "988" in told.text
    assert "555-0142" in told.text
    clock.move(minutes=2)
    store.timers.fire()
    fail(store)
    assert len(notices(store)) == 1


@pytest.mark.parametrize("used_before", [timedelta(), ATTENDS - timedelta(seconds=1), ATTENDS])
def test_who_looks_at_the_staff_page_is_reached(
    store: Store, clock: HandClock, staff: StaffMember, used_before: timedelta
) -> None:
    """While someone who is signed in has just used it, failed pages are not all there is."""
    store.accounts.open_session(staff, token_hash="t", expires_at=clock.now() + timedelta(hours=1))
    clock.time += used_before
    in_danger(store)
    store.timers.fire()
    fail(store)
    is_here = used_before < ATTENDS
    assert notices(store) == ([] if is_here else [NOT_REACHED])
    assert store.pages.health().is_attended is is_here


def test_a_page_about_what_a_person_has_seen_is_not_sent(store: Store, staff: StaffMember, place: Place) -> None:
    """It is withdrawn also while it waits to be tried again, and a failure that comes in late tells nobody anything."""
    case = in_danger(store)
    store.timers.fire()
    taken = store.pages.take(limit=9)
    store.cases.acknowledge(case.id, staff=staff)
    for page in taken:
        store.pages.failed(page, "Failure")
    assert store.pages.take(limit=9) == ()
    assert notices(store)[0].startswith("Rosa Diaz")
    assert len(notices(store)) == 1
    assert audited(place, "page.failed") == 2


def test_no_address_and_no_word_stands_in_the_rows(store: Store, place: Place) -> None:
    """A page's row holds a role and a number; the audit adds what the sender calls the failure."""
    in_danger(store)
    store.timers.fire()
    fail(store, error="Timeout")
    rows = str(place.run("SELECT * FROM page") + place.run("SELECT detail FROM audit WHERE kind LIKE 'page%'"))
    assert NURSE in rows
    assert "Timeout" in rows
    assert CANARY not in rows
    assert "://" not in rows


def test_the_day_is_tested_once(place: Place, clock: HandClock) -> None:
    """From the clinic's hour on, once among all processes, at every place, and anew on the next day."""
    stores = [Store(place.engine(), clock, REACH) for _ in range(4)]
    clock.time = START.replace(hour=13, minute=59)
    stores[0].pages.test_daily()
    assert queued(place) == []
    clock.move(minutes=1)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda store: store.pages.test_daily(), stores))
    assert sorted(sent(stores[0])) == sorted(EVERYWHERE)
    clock.move(hours=9)
    stores[1].pages.test_daily()
    assert sent(stores[1]) == []
    clock.move(hours=15)
    stores[2].pages.test_daily()
    assert len(sent(stores[2])) == 3
    assert audited(place, "page.test") == 2
    for store in stores:
        store.close()


def test_a_desk_that_was_down_at_its_hour_is_tested_later(store: Store, clock: HandClock) -> None:
    """As soon as it runs on that day."""
    clock.time = START.replace(hour=23)
    store.pages.test_daily()
    assert len(sent(store)) == 3


def test_a_test_page_is_tried_three_times(store: Store, clock: HandClock) -> None:
    """Then the day's test has failed; a test about nobody is told to no patient."""
    in_danger(store)
    sent(store)
    ids = store.pages.test()
    for _ in range(5):
        fail(store)
        clock.move(minutes=1)
    assert [(page.attempts, page.due_at, page.error) for page in store.pages.pages(ids)] == [(3, None, "Failure")] * 3
    assert notices(store) == []


def test_health_is_what_became_of_the_last_page_to_each_place(store: Store) -> None:
    """Fine before the first; what fails is named by its role and number; a page that arrives mends it."""
    assert store.pages.health() == FINE
    store.pages.test()
    one, *others = store.pages.take(limit=9)
    store.pages.failed(one, "Timeout")
    for page in others:
        store.pages.sent(page)
    problem = "The last page to on-call nurse (destination 1) failed: Timeout."
    assert store.pages.health() == Health(problem=problem, is_reachable=True)
    store.pages.test()
    assert len(fail(store)) == 3
    failing = store.pages.health()
    assert not failing.is_reachable
    assert failing.problem.count("The last page to ") == 3
    assert not failing.can_alert
    store.pages.test()
    sent(store)
    assert store.pages.health() == FINE


def test_a_page_that_arrives_at_the_second_try_is_no_failure(store: Store, clock: HandClock) -> None:
    """Only what it came to in the end counts."""
    store.pages.test()
    fail(store)
    clock.move(minutes=1)
    sent(store)
    assert store.pages.health() == FINE


def test_a_place_that_is_no_more_complains_no_more(place: Place, clock: HandClock, store: Store) -> None:
    """Its failures are history when the address was taken out of the setting."""
    store.pages.test()
    fail(store)
    fewer = Store(place.engine(), clock, Reach(clinic=REACH.clinic, destinations={BACKUP: 1}))
    assert fewer.pages.health().problem.count("The last page to ") == 1
    fewer.close()


def test_a_desk_that_can_call_nobody_says_so(place: Place, clock: HandClock) -> None:
    """It pages on the staff page alone, the daily test does nothing, and the patient is told after all the minutes."""
    store = Store(place.engine(), clock)
    in_danger(store)
    clock.move(minutes=15)
    store.pages.test_daily()
    assert sent(store) == []
    assert notices(store) == ["**Nobody from our staff has answered yet.**"]
    health = store.pages.health()
    assert (health.is_reachable, health.is_attended) == (False, False)
    assert "FRONTDESK_PAGING_URLS" in health.problem
    store.close()


def test_a_database_that_cannot_be_read_is_no_health(place: Place, clock: HandClock) -> None:
    """Asked then, it says that nobody can be paged, instead of failing."""
    store = Store(place.engine(), clock, REACH)
    place.run("DROP TABLE page")
    assert not store.pages.health().is_reachable
    assert "cannot be read" in store.pages.health().problem
    store.close()
