from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreError
from bot.model import Author, Dialogue, Disposition, Message
from tests.store.parts import ANSWER, BILLING, REPLY, START, message
from tests.store.places import Place, open_place

if TYPE_CHECKING:
    from bot.store import Store


def test_a_message_is_stored_as_a_line(store: Store) -> None:
    """The line holds the text, its sender's id and the moment it was sent."""
    accepted = store.inbox.accept(message(text="Hello\nthere  "))
    line = accepted.line
    assert (accepted.is_new, accepted.reply) == (True, None)
    assert (line.author, line.conversation, line.client_id) == (Author.PATIENT, "c1", "m1")
    assert (line.text, line.at, line.reply, line.staff_name) == ("Hello\nthere  ", START, None, None)


def test_a_message_outlives_the_process(store: Store, place: Place) -> None:
    """What was accepted is there for the next one who opens the database, without the first one closing it."""
    line = store.inbox.accept(message()).line
    again = open_place(place)
    assert again.inbox.unanswered() == (line,)
    again.close()


def test_messages_that_came_together_are_stored_in_order(store: Store) -> None:
    """One commit for all of them, each by itself: conversations may mix, and an id twice is still one message."""
    together = [message("m1"), message("m1", conversation="c2"), message("m2"), message("m1")]
    stored = store.inbox.accept_all(together)
    assert [one.is_new for one in stored] == [True, True, True, False]
    assert stored[3].line == stored[0].line
    assert [one.line.number for one in stored[:3]] == sorted(one.line.number for one in stored[:3])
    assert list(store.inbox.unanswered()) == [one.line for one in stored[:3]]


def test_the_same_id_twice_is_the_same_message(store: Store) -> None:
    """A retry gets the first line and, where there is one, its reply; the first text stays."""
    first = store.inbox.accept(message(text="Hello"))
    second = store.inbox.accept(message(text="Hello, changed"))
    reply = store.conversations.record(first.line, decision=ANSWER, reply=REPLY, dialogue=Dialogue())
    third = store.inbox.accept(message())
    assert (second.line, second.is_new, second.reply) == (first.line, False, None)
    assert (third.line, third.is_new, third.reply) == (first.line, False, reply)
    assert len(store.conversations.lines("c1")) == 2


def test_a_new_message_brings_the_dialogue_it_is_read_with(store: Store) -> None:
    """It need not be asked for: a fresh one at first, then what the last outcome left."""
    first = store.inbox.accept(message())
    state = Dialogue(recent=("Hello",), in_crisis=Disposition.CRISIS)
    store.conversations.record(first.line, decision=ANSWER, reply=REPLY, dialogue=state)
    assert first.dialogue == Dialogue()
    assert store.inbox.accept(message("m2")).dialogue == state == store.conversations.dialogue("c1")


def test_ids_are_the_conversations_own(store: Store) -> None:
    """Two conversations may use the same id."""
    first = store.inbox.accept(message(conversation="c1"))
    second = store.inbox.accept(message(conversation="c2"))
    assert first.is_new
    assert second.is_new


def test_unanswered_are_the_patients_lines_without_outcome(store: Store) -> None:
    """Oldest first over all conversations; the desk's silence is an outcome too."""
    lines = [store.inbox.accept(message(f"m{n}", conversation=f"c{n % 2}")).line for n in range(4)]
    store.conversations.record(lines[1], decision=ANSWER, reply=REPLY, dialogue=Dialogue())
    store.conversations.record(lines[2], decision=BILLING, reply=None, dialogue=Dialogue())
    assert store.inbox.unanswered() == (lines[0], lines[3])


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("half \ud83d of a face", "half � of a face"),
        ("\ud83d\ude00 whole", "😀 whole"),
        ("nul\0byte", "nul�byte"),
        ("ﷺ" * 18 + "\u202e\u200d", "ﷺ" * 18 + "\u202e\u200d"),
        ("x" * 10_000, "x" * 10_000),
        ("", ""),
    ],
    ids=["half-surrogate", "whole-pair", "nul", "as-written", "long", "empty"],
)
def test_any_text_is_stored(store: Store, text: str, stored: str) -> None:
    """A text that no database can hold is not refused: only the impossible letters are replaced."""
    accepted = store.inbox.accept(message(text=text))
    store.conversations.record(accepted.line, decision=ANSWER, reply=None, dialogue=Dialogue(recent=(text,)))
    assert accepted.line.text == stored
    assert store.conversations.lines("c1")[0].text == stored


def test_ids_with_impossible_letters_are_found_again(store: Store) -> None:
    """An id is looked up as it was stored."""
    odd = message("a\ud800", conversation="b\0")
    first = store.inbox.accept(odd)
    assert store.inbox.accept(odd).line == first.line
    assert store.conversations.lines("b\0") == (first.line,)


def test_moments_are_returned_in_utc(store: Store) -> None:
    """Whatever zone a moment is given in, it is the same moment in UTC."""
    sent_at = datetime(2026, 11, 1, 1, 30, 0, 123, tzinfo=timezone(timedelta(hours=-5)))
    sent = Message(conversation="c1", client_id="m1", text="Hello", channel="web", sent_at=sent_at)
    stored = store.inbox.accept(sent).line.at
    assert stored == sent_at
    assert stored.tzinfo is UTC


def test_a_moment_without_zone_is_refused(store: Store) -> None:
    """A naive time would be another moment elsewhere; nothing is stored of its message."""
    naive = Message(conversation="c1", client_id="m1", text="Hello", channel="web", sent_at=datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(StoreError):
        store.inbox.accept(naive)
    assert store.inbox.unanswered() == ()


def test_eight_threads_with_one_message(store: Store) -> None:
    """The same message from eight threads at once is one line, new to one of them."""
    with ThreadPoolExecutor(8) as threads:
        accepted = list(threads.map(store.inbox.accept, [message()] * 32))
    assert sum(one.is_new for one in accepted) == 1
    assert {one.line.number for one in accepted} == {store.conversations.latest()}
    assert len(store.inbox.unanswered()) == 1


def test_many_threads_with_many_messages(store: Store) -> None:
    """Writers of many conversations wait for one another and none is refused."""
    messages = [message(f"m{n}", conversation=f"c{n % 7}") for n in range(200)]
    with ThreadPoolExecutor(40) as threads:
        accepted = list(threads.map(store.inbox.accept, messages))
    assert all(one.is_new for one in accepted)
    assert [line.number for line in store.inbox.unanswered()] == sorted(one.line.number for one in accepted)
