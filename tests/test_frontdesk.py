"""The one way through, over a real store and the shipped triage."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from bot import frontdesk
from bot.errors import StoreError, StoreUnwritable
from bot.faq.content import OpeningHours
from bot.frontdesk import FrontDesk
from bot.model import Author, CaseState, Decision, Dialogue, Disposition, Language, Priority, Queue
from bot.store import Store, open_store
from bot.triage.shipped import shipped
from tests.odd_parts import Broken, Deaf, FullInbox, Meeting, Peeking, Refusing
from tests.samples import CLINIC, FAQ
from tests.store.parts import CANARY, HandClock, message
from tests.store.ready import ready_folder
from tests.understood import understood

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import Line, Reply
    from bot.ports import Conversations, Inbox
    from bot.understanding import Understanding

LENGTH = "how long is a session"
"""A question that the sample FAQ answers."""

DYING = "i want to die"


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    """Return an understanding of the sample FAQ, with the shipped triage."""
    return understood(FAQ, shipped())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty store."""
    store = open_store(ready_folder(tmp_path / "data"), HandClock())
    yield store
    store.close()


@pytest.fixture
def desk(store: Store, understanding: Understanding) -> FrontDesk:
    """Return a desk that works."""
    return desk_of(store, understanding)


def desk_of(
    store: Store,
    understanding: Understanding,
    *,
    inbox: Inbox | None = None,
    conversations: Conversations | None = None,
) -> FrontDesk:
    """Return a desk of these parts."""
    return FrontDesk(
        understanding,
        inbox=inbox or store.inbox,
        conversations=conversations or store.conversations,
        clock=HandClock(),
    )


def authors(store: Store, conversation: str = "c1") -> list[Author]:
    """Return who wrote the lines of a conversation."""
    return [line.author for line in store.conversations.lines(conversation)]


def said(line: Line | None) -> str:
    """Return the words of a desk's line."""
    assert line
    assert line.reply
    return "\n".join(line.reply.paragraphs)


def test_a_question_is_answered_word_for_word(desk: FrontDesk, store: Store) -> None:
    """The answer is the FAQ's text, stored as the desk's line after the patient's; staff get nothing."""
    answer = desk.receive(message(text=LENGTH))
    assert said(answer) == "The answer of session-length."
    assert desk.lines("c1")[-1] == answer
    assert authors(store) == [Author.PATIENT, Author.DESK]
    assert store.cases.open_cases() == ()


def test_a_message_is_stored_before_anything_is_done_with_it(store: Store) -> None:
    """When a message is read it has long been committed, and waits for its answer."""
    understanding = Peeking(store)
    desk_of(store, understanding).receive(message(text=LENGTH))
    assert understanding.stored == [LENGTH]


def test_the_same_message_twice_has_one_reply(desk: FrontDesk, store: Store) -> None:
    """A client that sends again, even with other words under the same id, gets the reply that it has."""
    first = desk.receive(message("m1", text=LENGTH))
    second = desk.receive(message("m1", text="something else"))
    assert first == second
    assert authors(store) == [Author.PATIENT, Author.DESK]


def test_the_same_message_many_times_at_once_has_one_reply(desk: FrontDesk, store: Store) -> None:
    """Sent by eight threads together, a message is stored once, answered once, and staff get one case."""
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(desk.receive, [message("m1", text=DYING)] * 8))
    assert replies == [replies[0]] * 8
    assert authors(store) == [Author.PATIENT, Author.DESK]
    assert len(store.cases.open_cases()) == 1


def test_what_a_killed_process_left_is_answered_once_and_in_order(desk: FrontDesk, store: Store) -> None:
    """Every message without an outcome gets one, oldest first, read with those before it; then none is left."""
    left = [("c1", "m1", DYING), ("c2", "m1", LENGTH), ("c1", "m2", LENGTH)]
    for conversation, client_id, text in left:
        store.inbox.accept(message(client_id, conversation=conversation, text=text))
    assert [desk.recover(), desk.recover()] == [3, 0]
    in_crisis = [line for line in store.conversations.lines("c1") if line.author is Author.DESK]
    assert ["988" in said(line) for line in in_crisis] == [True, True]
    assert said(store.conversations.lines("c2")[-1]) == "The answer of session-length."
    assert desk.receive(message("m2", text=LENGTH)) == in_crisis[1]


@pytest.mark.parametrize("error", [RuntimeError, KeyError, RecursionError, MemoryError, AssertionError, StoreError])
def test_when_understanding_fails_a_person_gets_the_message(
    store: Store, error: type[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    """The patient reads that a person will answer, the crisis lines and the phone; staff find it on top of the list."""
    reply = desk_of(store, Broken(error)).receive(message(text=CANARY))
    (case,) = store.cases.open_cases()
    assert "A person will answer" in said(reply)
    assert "988" in said(reply)
    assert CLINIC.phone in said(reply)
    assert (case.queue, case.priority) == (Queue.UNKNOWN, Priority.URGENT)
    logged = capsys.readouterr().out
    assert "message.failed" in logged
    assert error.__name__ in logged
    assert "odd_parts.py" in logged
    assert CANARY not in logged


def test_when_wording_fails_a_person_gets_the_message(store: Store) -> None:
    """Hours that cannot be reckoned with break the receipt, not the desk: lines, phone and a case are there."""
    clinic = replace(CLINIC, hours=OpeningHours(time_zone="No/Where", weekly=CLINIC.hours.weekly))
    understanding = understood(replace(FAQ, clinic=clinic), shipped())
    reply = desk_of(store, understanding).receive(message(text="the blue lamp of the neighbor"))
    assert "988" in said(reply)
    assert CLINIC.phone in said(reply)
    assert [case.priority for case in store.cases.open_cases()] == [Priority.URGENT]


def test_danger_pages_also_where_its_words_fail(
    store: Store, understanding: Understanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was heard is not lost with what should have been said: staff are called, the lines are there."""

    def fail(*_: object) -> Reply:
        raise ValueError

    monkeypatch.setattr(frontdesk, "compose", fail)
    assert "988" in said(desk_of(store, understanding).receive(message(text=DYING)))
    (case,) = store.cases.open_cases()
    assert (case.disposition, case.state) == (Disposition.CRISIS, CaseState.PAGED)


def test_after_a_failure_the_conversation_goes_on(store: Store, desk: FrontDesk) -> None:
    """The next message is understood as usual; what was offered before the failure can no longer be chosen."""
    line = store.inbox.accept(message("m1", text="sessions")).line
    offered = Dialogue(options=("session-length", "how-many-sessions"), language=Language.SPANISH)
    clarify = Decision(disposition=Disposition.CLARIFY, options=offered.options)
    store.conversations.record(line, decision=clarify, reply=None, dialogue=offered)
    failed = desk_of(store, Broken(RuntimeError)).receive(message("m2", text="2"))
    assert "Una persona" in said(failed)
    assert store.conversations.dialogue("c1").options == ()
    assert said(desk.receive(message("m3", text=LENGTH))) == "The answer of session-length."


def test_a_failure_does_not_end_a_crisis(store: Store, desk: FrontDesk) -> None:
    """A crisis that was heard stays one, paged, whatever breaks afterwards."""
    desk.receive(message("m1", text=DYING))
    assert "988" in said(desk_of(store, Broken(RuntimeError)).receive(message("m2", text="hello")))
    assert [(case.disposition, case.priority) for case in store.cases.open_cases()] == [
        (Disposition.CRISIS, Priority.PAGED)
    ]
    assert "988" in said(desk.receive(message("m3", text=LENGTH)))


def test_what_cannot_be_stored_is_not_answered(store: Store, understanding: Understanding) -> None:
    """The error reaches the channel, which shows the crisis lines from memory; nothing was said or read."""
    desk = desk_of(store, understanding, inbox=FullInbox())
    with pytest.raises(StoreUnwritable):
        desk.receive(message(text=DYING))
    assert desk.latest() == 0
    assert store.cases.open_cases() == ()
    last_resort = "\n".join(desk.cannot_store().paragraphs)
    assert "988" in last_resort
    assert "could not reach our staff" in last_resort


def test_an_outcome_that_cannot_be_stored_is_made_up_for(store: Store, understanding: Understanding) -> None:
    """The patient is told that it failed; as soon as the store allows, it is answered and staff get the case."""
    conversations = Refusing(store.conversations, "c1")
    desk = desk_of(store, understanding, conversations=conversations)
    with pytest.raises(StoreUnwritable):
        desk.receive(message(text=DYING))
    desk.catch_up()
    assert authors(store) == [Author.PATIENT]
    conversations.refused.clear()
    desk.catch_up()
    assert authors(store) == [Author.PATIENT, Author.DESK]
    assert len(store.cases.open_cases()) == 1
    assert desk.receive(message(text=DYING)) == desk.lines("c1")[-1]


def test_a_store_that_cannot_be_asked_is_asked_again(store: Store, understanding: Understanding) -> None:
    """While not even the waiting messages can be read, catching up fails quietly and forgets none of them."""
    inbox, conversations = Deaf(store.inbox), Refusing(store.conversations, "c1")
    desk = desk_of(store, understanding, inbox=inbox, conversations=conversations)
    with pytest.raises(StoreUnwritable):
        desk.receive(message(text=DYING))
    conversations.refused.clear()
    desk.catch_up()
    assert authors(store) == [Author.PATIENT]
    inbox.is_deaf = False
    desk.catch_up()
    assert authors(store) == [Author.PATIENT, Author.DESK]


def test_one_message_that_cannot_be_recorded_holds_up_no_other(store: Store, understanding: Understanding) -> None:
    """Recovery goes on with the other conversations, and comes back for the one that is left."""
    for conversation in ("c1", "c2"):
        store.inbox.accept(message(conversation=conversation, text=LENGTH))
    conversations = Refusing(store.conversations, "c1")
    desk = desk_of(store, understanding, conversations=conversations)
    assert desk.recover() == 1
    assert [authors(store, "c1")[1:], authors(store, "c2")[1:]] == [[], [Author.DESK]]
    conversations.refused.clear()
    desk.catch_up()
    assert authors(store, "c1") == [Author.PATIENT, Author.DESK]


def test_a_desk_that_is_not_behind_does_not_look_back(store: Store, desk: FrontDesk) -> None:
    """Catching up is free where every outcome was recorded: a message that is just being taken is left alone."""
    store.inbox.accept(message(text=LENGTH))
    desk.catch_up()
    assert authors(store) == [Author.PATIENT]


def test_messages_of_one_conversation_are_taken_one_by_one(store: Store) -> None:
    """However many come at once, each is answered before the next is read."""
    understanding = Meeting(patience=0.1)
    desk = desk_of(store, understanding)
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(desk.receive, [message(f"m{number}", text=LENGTH) for number in range(5)]))
    assert not understanding.met.is_set()
    assert authors(store) == [Author.PATIENT, Author.DESK] * 5


def test_messages_of_different_conversations_are_taken_together(store: Store) -> None:
    """Nobody waits for what somebody else wrote."""
    understanding = Meeting(patience=20)
    desk = desk_of(store, understanding)
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(desk.receive, [message(conversation=f"c{number}", text=LENGTH) for number in range(16)]))
    assert understanding.met.is_set()
    assert all(authors(store, f"c{number}") == [Author.PATIENT, Author.DESK] for number in range(16))


def test_a_crisis_lasts_until_staff_close_it(store: Store, desk: FrontDesk) -> None:
    """Every message after a crisis gets the lines and no answer; closed by staff, the conversation begins anew."""
    for number, text in enumerate((DYING, LENGTH, "thanks")):
        assert "988" in said(desk.receive(message(f"m{number}", text=text)))
    staff = store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="a hash")
    (case,) = store.cases.open_cases()
    store.cases.resolve(case.id, staff=staff)
    assert store.conversations.dialogue("c1") == Dialogue()
    assert said(desk.receive(message("m4", text=LENGTH))) == "The answer of session-length."
    assert store.cases.open_cases() == ()


def test_who_waits_learns_where_it_stands(desk: FrontDesk, store: Store) -> None:
    """Who asks for news is told the truth about the case; who has no case asks something else."""
    assert "nobody has taken it yet" not in said(desk.receive(message("m0", text="any news?")))
    desk.receive(message("m1", text="I want to talk to a person"))
    (case,) = store.cases.open_cases()
    assert "nobody has taken it yet" in said(desk.receive(message("m2", text="any news?")))
    assert "nobody has taken it yet" in said(desk.receive(message("m3", text="has anybody read my message?")))
    staff = store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="a hash")
    store.cases.claim(case.id, staff=staff)
    assert desk.receive(message("m4", text="any news?")) is None
    store.cases.release(case.id, staff=staff)
    assert "988" in said(desk.receive(message("m5", text=f"any news? {DYING}")))


def test_no_word_of_a_patient_reaches_a_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever a message ends in, and with every library at its most talkative, logs hold ids and rules alone."""
    for name in (None, "sqlalchemy", "alembic"):
        caplog.set_level(logging.DEBUG, logger=name)
    store = open_store(ready_folder(tmp_path / "data"), HandClock())
    works, fails = desk_of(store, understood(FAQ, shipped())), desk_of(store, Broken(ValueError))
    refuses = desk_of(store, understood(FAQ, shipped()), conversations=Refusing(store.conversations, "c1"))
    for number, text in enumerate((CANARY, f"{CANARY} {DYING}", f"{LENGTH} {CANARY}", f"{CANARY} chest pain")):
        works.receive(message(f"m{number}", text=text))
    fails.receive(message("m5", text=CANARY))
    with pytest.raises(StoreError):
        refuses.receive(message("m6", text=CANARY))
    refuses.recover()
    store.close()
    talk = capsys.readouterr()
    logged = talk.out + talk.err + caplog.text + "".join(map(str, (record.__dict__ for record in caplog.records)))
    assert all(event in logged for event in ("message.decided", "message.failed", "message.left", "sqlalchemy.engine"))
    assert not [word for word in ("canary", "kite", "attic") if word in logged.lower()]


def test_every_event_tells_which_line_it_is_about(store: Store) -> None:
    """The number of the patient's line stands in what is logged of it, also where it failed."""
    desk = desk_of(store, Broken(ValueError))
    with capture_logs(processors=[merge_contextvars]) as events:
        lines = [desk.receive(message(name, text=LENGTH)) for name in ("m1", "m2")]
    assert [line and line.number for line in lines] == [2, 4]
    assert [(event["event"], event["line"]) for event in events] == [
        ("message.failed", 1),
        ("message.decided", 1),
        ("message.failed", 3),
        ("message.decided", 3),
    ]


def test_the_first_screen_says_what_the_desk_is(desk: FrontDesk) -> None:
    """It is automated, not for emergencies, and offers a person and the suggested questions."""
    greeting = desk.greeting()
    assert "automated" in greeting.paragraphs[0]
    assert [choice.text for choice in greeting.related] == ["How long is a session?", "Can I drive home?"]
    assert desk.person().text == "Talk to a person"
