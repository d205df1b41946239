"""What staff order from other platforms, over a real store: who may, what is done once, what they are told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.desk.card import Act
from bot.desk.orders import Order, Orders
from bot.desk.times import Now
from bot.model import CaseState, Decision, Dialogue, Resolution
from bot.store import Store, open_store
from bot.surface import conversation_name
from tests.samples import CLINIC
from tests.store.parts import BILLING, CRISIS, REPLY, START, HandClock, message
from tests.store.ready import ready_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import Case

ROSA, OMAR, STRANGER = "U1", "U2", "U3"
IN_SLACK = conversation_name("slack", "T1", "D1", "1.1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store with two on staff, both linked, and a case that waits for them."""
    store = open_store(ready_folder(tmp_path / "data"), HandClock())
    for user, name in ((ROSA, "Rosa"), (OMAR, "Omar")):
        made = store.accounts.add(username=name.lower(), name=name, password_hash="x")
        store.links.link(made.username, "slack", user)
    write(store, BILLING)
    yield store
    store.close()


@pytest.fixture
def orders(store: Store) -> Orders:
    """Return what carries out the orders of Slack's people."""
    now = Now(at=START, zone=ZoneInfo("America/New_York"), hours=CLINIC.hours)
    return Orders("slack", cases=store.cases, links=store.links, now=lambda: now)


def write(store: Store, decision: Decision, *, conversation: str = IN_SLACK) -> None:
    """Let the patient write."""
    name = f"m{store.conversations.latest()}"
    line = store.inbox.accept(message(name, conversation=conversation, channel="slack")).line
    store.conversations.record(line, decision=decision, reply=REPLY, dialogue=Dialogue(), due_at=None)


def case(store: Store) -> Case:
    """Return the first case."""
    found = store.cases.case(1)
    assert found
    return found


def seen(store: Store) -> int:
    """Return the number of the last line."""
    return store.conversations.lines(IN_SLACK)[-1].number


def test_a_claim_is_one_of_who_asked_first(store: Store, orders: Orders) -> None:
    """Who is second learns who has it; who has it may claim it again."""
    for _ in range(2):
        assert orders.carry_out(Order(act=Act.CLAIM, case=1, user=ROSA)).is_done
    late = orders.carry_out(Order(act=Act.CLAIM, case=1, user=OMAR))
    assert (late.title, late.is_done, late.is_stale) == ("Rosa has this case", False, False)
    assert case(store).owner == "Rosa"


def test_a_case_is_taken_over_once_somebody_has_agreed_to(store: Store, orders: Orders) -> None:
    """The question names who has it; a yes that was meant for another colleague changes nothing."""
    orders.carry_out(Order(act=Act.CLAIM, case=1, user=ROSA))
    asked = orders.carry_out(Order(act=Act.TAKE_OVER, case=1, user=OMAR))
    assert asked.text.startswith("Rosa has this case and may be in the middle of it.")
    assert asked.asks == case(store)
    assert not asked.is_done
    outdated = orders.carry_out(Order(act=Act.TAKE_OVER, case=1, user=OMAR, over=99))
    assert (outdated.title, case(store).owner) == ("Rosa has this case", "Rosa")
    taken = orders.carry_out(Order(act=Act.TAKE_OVER, case=1, user=OMAR, over=case(store).owner_id))
    assert (taken.is_done, case(store).owner) == (True, "Omar")
    assert orders.carry_out(Order(act=Act.REPLY, case=1, user=ROSA, seen=9, text="x")).title == "Omar has this case"


def test_who_has_a_case_takes_it_over_from_nobody(store: Store, orders: Orders) -> None:
    """The card is everybody's, its owner's too."""
    orders.carry_out(Order(act=Act.CLAIM, case=1, user=ROSA))
    assert orders.carry_out(Order(act=Act.TAKE_OVER, case=1, user=ROSA)).is_done
    assert case(store).owner == "Rosa"


@pytest.mark.parametrize("act", Act)
def test_whoever_is_not_linked_can_do_nothing(store: Store, orders: Orders, act: Act) -> None:
    """They read their own id, and what an admin runs."""
    told = orders.carry_out(Order(act=act, case=1, user=STRANGER, text="x", choice="answered", seen=9))
    assert not told.is_done
    assert "`python -m bot staff link USERNAME slack U3`" in told.text
    assert (case(store).state, store.cases.notes(1)) == (CaseState.OPEN, ())


@pytest.mark.parametrize("act", Act)
def test_an_unknown_case_is_told(orders: Orders, act: Act) -> None:
    """A card may outlive its case."""
    told = orders.carry_out(Order(act=act, case=9, user=ROSA, text="x", choice="answered"))
    assert (told.is_done, told.text) == (False, "There is no such case any more.")


def test_the_same_reply_twice_is_one(store: Store, orders: Orders) -> None:
    """A platform that tells of a form again sends nothing again; who replies has the case."""
    order = Order(act=Act.REPLY, case=1, user=ROSA, key="V1", seen=seen(store), text=" Hello. ")
    first, again = orders.carry_out(order), orders.carry_out(order)
    assert first.sent
    assert first == again
    assert first.text == "Your reply is on its way to the patient. The case is yours."
    assert [line.text for line in store.conversations.lines(IN_SLACK) if line.staff_name] == ["Hello."]
    assert case(store).owner == "Rosa"


def test_a_reply_to_less_than_all_is_held_back(store: Store, orders: Orders) -> None:
    """What the patient wrote meanwhile is read first; then the same may be ordered again."""
    before = seen(store)
    write(store, BILLING)
    told = orders.carry_out(Order(act=Act.REPLY, case=1, user=ROSA, key="V1", seen=before, text="Hello."))
    assert (told.is_stale, told.is_done, told.sent) == (True, False, None)
    assert orders.carry_out(Order(act=Act.REPLY, case=1, user=ROSA, key="V1", seen=seen(store), text="Hello.")).is_done


def test_a_reply_to_a_page_is_not_on_its_way(store: Store, orders: Orders) -> None:
    """The patient's own page fetches it: nothing is delivered."""
    write(store, BILLING, conversation="c1")
    told = orders.carry_out(Order(act=Act.REPLY, case=2, user=ROSA, key="V1", seen=9, text="Hello."))
    assert (told.text, told.sent) == ("Your reply is on the patient's page. The case is yours.", None)


def test_a_note_told_twice_is_one(store: Store, orders: Orders) -> None:
    """A colleague may say the same; nobody says it twice in a row."""
    for user in (ROSA, ROSA, OMAR):
        assert orders.carry_out(Order(act=Act.NOTE, case=1, user=user, text="called")).is_done
    assert [(one.staff_name, one.text) for one in store.cases.notes(1)] == [("Rosa", "called"), ("Omar", "called")]


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (Act.REPLY, "Nothing was sent: write something first."),
        (Act.NOTE, "Nothing was kept: the note is empty."),
        (Act.SNOOZE, "Choose until when."),
        (Act.RESOLVE, "Say how it ended."),
    ],
)
def test_an_empty_form_does_nothing(store: Store, orders: Orders, act: Act, told: str) -> None:
    """It says what is missing."""
    assert orders.carry_out(Order(act=act, case=1, user=ROSA, text="  ", seen=seen(store))).text == told
    assert (case(store).state, store.cases.notes(1)) == (CaseState.OPEN, ())


def test_a_case_is_put_off_from_when_it_was_asked(store: Store, orders: Orders) -> None:
    """An order that arrives late means the hour after it was given."""
    asked = START + timedelta(minutes=5)
    told = orders.carry_out(Order(act=Act.SNOOZE, case=1, user=ROSA, choice="1h", at=asked))
    assert told.text == "Put off until today, 11:05 AM, or until the patient writes."
    assert case(store).snoozed_until == asked + timedelta(hours=1)


@pytest.mark.parametrize(
    ("choice", "is_sure", "why"),
    [("handed-back", True, "not handed back"), ("spoke", False, "make sure that nobody is in danger")],
)
def test_danger_is_closed_with_care(store: Store, orders: Orders, choice: str, *, is_sure: bool, why: str) -> None:
    """It is not left to an automated desk, and where the form asks whether anybody is in danger, that is answered."""
    write(store, CRISIS)
    order = Order(act=Act.RESOLVE, case=1, user=ROSA, choice=choice, is_sure=is_sure, seen=seen(store))
    assert why in orders.carry_out(order).text.lower()
    assert case(store).resolved_at is None


def test_danger_is_seen_contacted_and_closed(store: Store, orders: Orders) -> None:
    """Each step tells who took it what it means."""
    write(store, CRISIS)
    assert orders.carry_out(Order(act=Act.ACKNOWLEDGE, case=1, user=ROSA)).text.startswith("You have seen it")
    assert orders.carry_out(Order(act=Act.CONTACT, case=1, user=ROSA)).text.startswith("Noted: you are contacting")
    closed = orders.carry_out(Order(act=Act.RESOLVE, case=1, user=ROSA, choice="spoke", seen=seen(store)))
    assert closed.text == "Resolved: spoke with them."
    assert (case(store).acknowledged_by, case(store).resolution) == ("Rosa", Resolution.SPOKE)
