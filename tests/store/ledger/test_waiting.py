"""The notice that a reply waits: after how long, once for all that waits unseen, and not where it has been seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.model import Dialogue, Language, PatientContact, TimerKind
from bot.store import Store
from bot.store.ledger.waiting import LEASE
from bot.waiting import Means, Notice, Telling, Told
from tests.store.paging import REACH, audited
from tests.store.parts import BILLING, REPLY, HandClock, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.model import Case, Line, StaffMember
    from tests.store.places import Place

TELLING = replace(REACH, telling=Telling(means=frozenset({Means.EMAIL})))
TIMERS = f"SELECT count(*) FROM timer WHERE kind = '{TimerKind.NOTICE}'"  # noqa: S608 - our own word
LEFT = PatientContact(name="Sam Sample", email="sam@mail.example")


@pytest.fixture
def store(place: Place, clock: HandClock) -> Iterator[Store]:
    """Open an empty store of a desk that can tell patients by e-mail."""
    store = Store(place.engine(), clock, TELLING)
    yield store
    store.close()


def waiting(store: Store, conversation: str = "c1", left: PatientContact | None = LEFT) -> Case:
    """Return the case of a patient who waits for staff, and has left how to be reached."""
    line = store.inbox.accept(message(f"m{store.conversations.latest()}", conversation=conversation)).line
    spanish = Dialogue(language=Language.SPANISH)
    store.conversations.record(line, decision=BILLING, reply=REPLY, dialogue=spanish)
    if left:
        store.patients.leave_contact(conversation, left)
    case = store.patients.case(conversation)
    assert case is not None
    return case


def reply(store: Store, case: Case, staff: StaffMember) -> Line:
    """Let staff reply."""
    return store.cases.reply(case.id, staff=staff, text="It is covered.", last_seen=store.conversations.latest())


def due(store: Store) -> list[Notice]:
    """Fire what is due and send the notices that are queued; return them."""
    store.timers.fire()
    taken = store.notices.take(limit=9)
    for one in taken:
        store.notices.sent(one)
    return list(taken)


def test_a_reply_that_waits_is_told_of_once(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """Five minutes after the reply, in the patient's language; further replies that wait with it bring no other."""
    case = waiting(store)
    reply(store, case, staff)
    clock.move(minutes=4, seconds=59)
    assert due(store) == []
    clock.move(seconds=1)
    (one,) = due(store)
    assert (one.case, one.means, one.typed, one.language) == (case.id, Means.EMAIL, LEFT.email, Language.SPANISH)
    reply(store, case, staff)
    clock.move(hours=1)
    assert due(store) == []


def test_what_waits_after_the_page_was_opened_again_is_told_of_anew(
    store: Store, staff: StaffMember, clock: HandClock
) -> None:
    """Each batch has its notice."""
    case = waiting(store)
    for _ in range(2):
        last = reply(store, case, staff)
        clock.move(minutes=5)
        assert len(due(store)) == 1
        store.patients.show("c1", last.number)


def test_a_reply_that_was_seen_is_not_told_of(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """Neither where the page showed it at once, nor where it did so while the notice was queued."""
    case = waiting(store)
    store.patients.show("c1", reply(store, case, staff).number)
    clock.move(minutes=5)
    assert due(store) == []
    last = reply(store, case, staff)
    clock.move(minutes=5)
    store.timers.fire()
    store.patients.show("c1", last.number)
    assert store.notices.take(limit=9) == ()
    assert store.notices.of_case(case.id) == ()


def test_each_reply_waits_for_its_own_time(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """One that came a minute before the first one's time was over waits for five minutes of its own."""
    case = waiting(store)
    first = reply(store, case, staff)
    clock.move(minutes=4)
    store.patients.show("c1", first.number)
    reply(store, case, staff)
    clock.move(minutes=1)
    assert due(store) == []
    clock.move(minutes=4)
    assert len(due(store)) == 1


@pytest.mark.parametrize("left", [None, PatientContact(phone="555-0177")], ids=["nothing", "a phone number"])
def test_who_cannot_be_told_is_not(store: Store, staff: StaffMember, clock: HandClock, left: PatientContact) -> None:
    """Where nothing was left, or nothing that this desk has a way to, nothing is queued and nothing is said of it."""
    case = waiting(store, left=left)
    reply(store, case, staff)
    clock.move(minutes=5)
    assert due(store) == []
    assert store.notices.of_case(case.id) == ()


def test_a_desk_without_a_way_starts_no_timer(place: Place, staff: StaffMember, clock: HandClock) -> None:
    """Nothing set, nothing done."""
    plain = Store(place.engine(), clock, REACH)
    reply(plain, waiting(plain), staff)
    assert place.run(TIMERS) == [(0,)]
    plain.close()


def test_another_platform_delivers_by_itself(store: Store, place: Place, staff: StaffMember) -> None:
    """Its patients are told by the platform."""
    reply(store, waiting(store, "slack:T1:C1:1.1"), staff)
    assert place.run(TIMERS) == [(0,)]


def test_a_restart_changes_nothing(place: Place, store: Store, staff: StaffMember, clock: HandClock) -> None:
    """The timer is a row: another process fires it, late, once among both; the case may be closed meanwhile."""
    case = waiting(store)
    reply(store, case, staff)
    store.cases.resolve(case.id, staff=staff)
    clock.move(hours=9)
    other = Store(place.engine(), clock, TELLING)
    assert [len(due(one)) for one in (other, store)] == [1, 0]
    other.close()


def test_a_notice_whose_sender_died_is_sent_by_another(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """It is its taker's for a minute, then anybody's."""
    reply(store, waiting(store), staff)
    clock.move(minutes=5)
    store.timers.fire()
    (taken,) = store.notices.take(limit=9)
    assert store.notices.take(limit=9) == ()
    clock.move(seconds=LEASE.total_seconds())
    assert due(store) == [replace(taken, attempts=1)]


def test_a_notice_whose_senders_die_is_sent_twice_at_most(
    store: Store, place: Place, staff: StaffMember, clock: HandClock
) -> None:
    """A desk that dies whenever it sends one does not call the patient every minute; staff read that nobody knows."""
    case = waiting(store)
    reply(store, case, staff)
    clock.move(minutes=5)
    store.timers.fire()
    (one,) = store.notices.take(limit=9)
    store.notices.failed(one, "Failure")
    clock.move(minutes=1)
    for _ in range(2):
        assert len(store.notices.take(limit=9)) == 1
        clock.move(seconds=LEASE.total_seconds())
    for _ in range(2):
        assert store.notices.take(limit=9) == ()
        clock.move(hours=1)
    (told,) = store.notices.of_case(case.id)
    assert (told.is_sent, told.is_over, told.error) == (False, True, "UnknownOutcome")
    assert audited(place, "notice.failed") == 1


def test_staff_learn_what_became_of_it(store: Store, place: Place, staff: StaffMember, clock: HandClock) -> None:
    """On its way, tried again, given up; each end has its row in the audit and in the case's history."""
    case = waiting(store)
    reply(store, case, staff)
    clock.move(minutes=5)
    store.timers.fire()
    told = [Told(means=Means.EMAIL, at=clock.now(), is_over=False)]
    assert list(store.notices.of_case(case.id)) == told
    for minutes in (0, 1, 2, 10):
        clock.move(minutes=minutes)
        (one,) = store.notices.take(limit=9)
        store.notices.failed(one, "Failure")
        told.append(Told(means=Means.EMAIL, at=clock.now(), error="Failure", is_over=minutes == 10))
        assert list(store.notices.of_case(case.id)) == told[-1:]
    clock.move(hours=1)
    assert store.notices.take(limit=9) == ()
    assert audited(place, "notice.failed") == 1
    assert "notice.failed" in [one.kind for one in store.cases.history(case.id)]
    reply(store, case, staff)
    clock.move(minutes=5)
    assert len(due(store)) == 1
    assert store.notices.of_case(case.id)[-1] == Told(means=Means.EMAIL, at=clock.now(), is_sent=True)


def test_an_address_that_is_none_is_given_up_at_once(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """Trying again would be of no use."""
    case = waiting(store)
    reply(store, case, staff)
    clock.move(minutes=5)
    store.timers.fire()
    (one,) = store.notices.take(limit=9)
    store.notices.failed(one, "UnusableAddress", is_final=True)
    clock.move(hours=1)
    assert store.notices.take(limit=9) == ()
    assert [told.is_over for told in store.notices.of_case(case.id)] == [True]
