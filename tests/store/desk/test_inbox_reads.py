"""What the staff page reads beside the cases themselves: search, history, decisions, who is here. On every database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.beside import Present
from bot.model import Dialogue, Resolution
from tests.store.parts import ANSWER, BILLING, REPLY, HandClock, message

if TYPE_CHECKING:
    from bot.model import Case, Decision, StaffMember
    from bot.store import Store


def said(store: Store, text: str, decision: Decision = BILLING, *, conversation: str = "c1") -> None:
    """Let a patient write."""
    sent = message(f"m{store.conversations.latest()}", conversation=conversation, text=text)
    store.conversations.record(store.inbox.accept(sent).line, decision=decision, reply=REPLY, dialogue=Dialogue())


def case_of(store: Store, conversation: str = "c1") -> Case:
    """Return the conversation's newest case."""
    return store.cases.of_conversation(conversation)[0]


@pytest.mark.parametrize(
    ("wanted", "conversations"),
    [
        ("kite", ["c1"]),
        ("RED Kite", ["c1"]),
        ("50%", ["c2"]),
        ("0_o", ["c2"]),
        ("a/b\\c", ["c2"]),
        ("%", ["c2"]),
        ("cuanto", ["c3"]),
        ("MAÑANA", ["c3"]),
        ("mañana", ["c3"]),
        ("a person will answer", []),
        ("", []),
        ("  ", []),
        ("9" * 30, []),
    ],
)
def test_search_takes_every_sign_for_itself(store: Store, wanted: str, conversations: list[str]) -> None:
    """Words of people are found whatever the case; the desk's own sentences are not."""
    said(store, "I keep the red kite")
    said(store, "50% off? 0_o a/b\\c", conversation="c2")
    said(store, "¿Cuánto cuesta MAÑANA?", conversation="c3")
    assert [case.conversation for case in store.cases.search(wanted)] == conversations


def test_search_finds_by_number_by_note_and_open_ones_first(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """A number is a case's or a word; a closed case comes after the open ones, however new."""
    said(store, "about 2 visits")
    clock.move(minutes=1)
    said(store, "the other", conversation="c2")
    first, second = case_of(store), case_of(store, "c2")
    store.cases.note(second.id, staff=staff, text="call her mother")
    assert [case.id for case in store.cases.search("mother")] == [second.id]
    assert {case.id for case in store.cases.search(f"case {second.id}")} == {second.id}
    store.cases.resolve(second.id, staff=staff)
    assert [case.id for case in store.cases.search("2")] == [first.id, second.id]
    assert [case.id for case in store.cases.search("2", limit=1)] == [first.id]


def test_history_tells_who_did_what(store: Store, staff: StaffMember) -> None:
    """In order, with names and outcomes, of this case alone."""
    said(store, "hello")
    said(store, "other", conversation="c2")
    case = case_of(store)
    store.cases.claim(case.id, staff=staff)
    store.cases.resolve(case.id, staff=staff, resolution=Resolution.SPOKE)
    happened = [(one.kind, one.staff_name, one.resolution) for one in store.cases.history(case.id)]
    assert happened == [
        ("case.opened", None, None),
        ("case.claimed", "Rosa Diaz", None),
        ("case.resolved", "Rosa Diaz", Resolution.SPOKE),
    ]
    assert store.cases.history(case.id)[1].owner == "Rosa Diaz"


def test_decisions_are_those_of_the_conversation(store: Store) -> None:
    """Each with the line that it was about."""
    said(store, "one", ANSWER)
    said(store, "two")
    said(store, "elsewhere", conversation="c2")
    assert [(line.text, decided) for line, decided in store.conversations.decisions("c1")] == [
        ("one", ANSWER),
        ("two", BILLING),
    ]


def test_presence_ends_with_the_page_or_with_silence(store: Store, staff: StaffMember, clock: HandClock) -> None:
    """Telling it again says it once; a page that is not heard of for half a minute is taken for closed."""
    said(store, "hello")
    case = case_of(store)
    store.presence.note(case.id, staff=staff, is_writing=False)
    store.presence.note(case.id, staff=staff, is_writing=True)
    here = Present(case=case.id, staff_id=staff.id, staff_name="Rosa Diaz", is_writing=True)
    assert store.presence.here() == (here,)
    clock.move(seconds=30)
    assert store.presence.here() == (here,)
    clock.move(seconds=1)
    assert store.presence.here() == ()
    store.presence.note(case.id, staff=staff, is_writing=False)
    store.presence.leave(case.id, staff=staff)
    store.presence.note(10**30, staff=staff, is_writing=False)
    assert store.presence.here() == ()
