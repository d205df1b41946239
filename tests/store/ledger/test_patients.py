from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.model import Dialogue, PatientContact
from bot.ports import Seen
from tests.store.parts import BILLING, REPLY, START, HandClock, message

if TYPE_CHECKING:
    from bot.model import StaffMember
    from bot.store import Store

PHONE = PatientContact(name="A. Sample", phone="555-0177")


@pytest.fixture(name="store")
def escalated(store: Store) -> Store:
    """Return a store with one conversation that waits for a person."""
    line = store.inbox.accept(message()).line
    store.conversations.record(line, decision=BILLING, reply=REPLY, dialogue=Dialogue())
    return store


def test_what_a_patient_leaves_last_counts(store: Store) -> None:
    """A number can be corrected; the case shows that something came in."""
    assert store.patients.contact("c1") is None
    before = store.growth(None).number
    store.patients.leave_contact("c1", PHONE)
    store.patients.leave_contact("c1", PatientContact(email="sample@example.com"))
    assert store.patients.contact("c1") == PatientContact(email="sample@example.com")
    assert store.growth(before).conversations == {"c1"}


def test_nobody_leaves_a_number_before_a_word(store: Store) -> None:
    """Without a conversation there is nothing to call back about."""
    with pytest.raises(KeyError):
        store.patients.leave_contact("nobody", PHONE)
    assert store.patients.contact("nobody") is None


def test_staff_learn_what_the_page_has_shown(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """The last reply that was shown and when; an older or a made-up number changes nothing."""
    case = store.patients.case("c1")
    assert case is not None
    reply = store.cases.reply(case.id, staff=staff, text="It is covered.", last_seen=99)
    assert store.patients.seen("c1") == Seen(number=0, at=None)
    clock.move(minutes=2)
    store.patients.show("c1", reply.number + 50)
    shown = store.patients.seen("c1")
    assert shown == Seen(number=reply.number, at=clock.now())
    clock.move(minutes=2)
    before = store.growth(None)
    store.patients.show("c1", reply.number)
    store.patients.show("c1", 1)
    store.patients.show("nobody", 1)
    assert (store.patients.seen("c1"), store.growth(None)) == (shown, before)
    assert store.patients.seen("nobody") == Seen(number=0, at=None)


def test_a_conversation_without_a_case_has_none(store: Store, staff: StaffMember) -> None:
    """Only what is open stands between the patient and the desk."""
    case = store.patients.case("c1")
    assert case is not None
    assert case.opened_at == START
    store.cases.resolve(case.id, staff=staff)
    assert store.patients.case("c1") is None
