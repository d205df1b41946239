from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.errors import StoreError
from bot.model import Author, Contact, Dialogue, Disposition, Language, Line, Queue, Reply, Tone
from bot.store.schema.tables import outcome
from tests.store.parts import ANSWER, BILLING, CRISIS, REPLY, HandClock, message

if TYPE_CHECKING:
    from bot.store import Store
    from tests.store.places import Place

FULL = Dialogue(
    recent=("one", "two"), options=("a", "b"), subject=("a",), waiting=Queue.BILLING, language=Language.SPANISH
)


def accept(store: Store, client_id: str = "m1") -> Line:
    """Return the line of a message."""
    return store.inbox.accept(message(client_id)).line


def test_an_unknown_conversation_is_fresh(store: Store) -> None:
    """There is nothing to read the first message with, and nothing to show."""
    assert store.conversations.dialogue("nobody") == Dialogue()
    assert store.conversations.lines("nobody") == ()
    assert store.conversations.latest() == 0


def test_record_keeps_the_reply_and_the_dialogue(store: Store, clock: HandClock) -> None:
    """The reply becomes the desk's line, its paragraphs the text; the dialogue waits for the next message."""
    line = accept(store)
    reply = Reply(
        paragraphs=("Hi.", "**Call**."),
        contacts=(Contact(label="Call", href="tel:988"),),
        tone=Tone.URGENT,
        language=Language.SPANISH,
    )
    clock.move(seconds=3)
    stored = store.conversations.record(line, decision=ANSWER, reply=reply, dialogue=FULL)
    assert stored is not None
    assert (stored.author, stored.text, stored.at) == (Author.DESK, "Hi.\n\n**Call**.", clock.now())
    assert stored.reply == reply
    assert store.conversations.lines("c1") == (line, stored)
    assert store.conversations.dialogue("c1") == FULL


def test_record_happens_once(store: Store) -> None:
    """A second outcome of the same line changes nothing and returns the first reply."""
    line = accept(store)
    first = store.conversations.record(line, decision=ANSWER, reply=REPLY, dialogue=FULL)
    second = store.conversations.record(
        line, decision=CRISIS, reply=replace(REPLY, paragraphs=("Other.",)), dialogue=Dialogue()
    )
    assert second == first
    assert store.conversations.lines("c1") == (line, first)
    assert store.conversations.dialogue("c1") == FULL
    assert store.cases.open_cases() == ()


def test_a_silent_desk_records_all_the_same(store: Store) -> None:
    """Without a reply there is no line of the desk's, but outcome and dialogue are kept."""
    line = accept(store)
    assert store.conversations.record(line, decision=BILLING, reply=None, dialogue=FULL) is None
    assert store.conversations.record(line, decision=BILLING, reply=REPLY, dialogue=FULL) is None
    assert store.conversations.lines("c1") == (line,)
    assert store.inbox.unanswered() == ()
    assert store.conversations.dialogue("c1") == FULL


def test_the_outcome_can_be_read_back(store: Store, place: Place) -> None:
    """What was decided is kept with the line, whole and by column."""
    line = accept(store)
    store.conversations.record(line, decision=CRISIS, reply=REPLY, dialogue=Dialogue())
    engine = place.engine()
    with engine.connect() as connection:
        kept = connection.execute(select(outcome)).one()
    engine.dispose()
    assert (kept.line, kept.disposition, kept.queue, kept.priority) == (line.number, "crisis", None, "paged")
    assert kept.decision == CRISIS


def test_lines_after_a_number(store: Store) -> None:
    """The live page asks for what it has not seen; a number beyond all gives nothing, and is no error."""
    lines = [accept(store, f"m{n}") for n in range(3)]
    assert store.conversations.lines("c1", after=lines[0].number) == tuple(lines[1:])
    assert store.conversations.lines("c1", after=10**30) == ()
    assert store.conversations.lines("c1", after=-(10**30)) == tuple(lines)


def test_latest_grows_with_every_line(store: Store) -> None:
    """Anything said anywhere raises the highest number."""
    line = accept(store)
    assert store.conversations.latest() == line.number
    reply = store.conversations.record(line, decision=ANSWER, reply=REPLY, dialogue=Dialogue())
    assert reply is not None
    assert store.conversations.latest() == reply.number > line.number


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (Disposition.CRISIS, None, Disposition.CRISIS),
        (Disposition.EMERGENCY, None, Disposition.EMERGENCY),
        (Disposition.EMERGENCY, Disposition.CRISIS, Disposition.CRISIS),
        (Disposition.CRISIS, Disposition.EMERGENCY, Disposition.CRISIS),
        (None, Disposition.CRISIS, Disposition.CRISIS),
        (None, None, None),
    ],
)
def test_a_crisis_never_ends_by_a_message(
    store: Store, before: Disposition | None, after: Disposition | None, kept: Disposition | None
) -> None:
    """A message that was read before the crisis was known cannot take it away."""
    first, second = accept(store), accept(store, "m2")
    store.conversations.record(first, decision=ANSWER, reply=REPLY, dialogue=Dialogue(in_crisis=before))
    store.conversations.record(second, decision=ANSWER, reply=REPLY, dialogue=Dialogue(in_crisis=after))
    assert store.conversations.dialogue("c1").in_crisis is kept


def test_a_line_that_was_never_stored_has_no_outcome(store: Store, clock: HandClock) -> None:
    """An outcome needs its line: nothing of it is kept, not even the case."""
    stranger = Line(number=99, conversation="c1", author=Author.PATIENT, text="Hello", at=clock.now())
    with pytest.raises(StoreError):
        store.conversations.record(stranger, decision=CRISIS, reply=REPLY, dialogue=Dialogue())
    assert store.cases.open_cases() == ()
    assert store.conversations.latest() == 0


def test_eight_recorders_of_one_line(store: Store) -> None:
    """Eight threads that all handled one message leave one reply and one open case."""
    line = accept(store)

    def record(_: int) -> Line | None:
        return store.conversations.record(line, decision=CRISIS, reply=REPLY, dialogue=Dialogue())

    with ThreadPoolExecutor(8) as threads:
        replies = set(threads.map(record, range(32)))
    assert len(replies) == 1
    assert len(store.conversations.lines("c1")) == 2
    assert len(store.cases.open_cases()) == 1


def test_eight_recorders_of_eight_lines(store: Store) -> None:
    """Eight escalating messages of one conversation, at once, are eight replies and one open case."""
    lines = [accept(store, f"m{n}") for n in range(8)]

    def record(line: Line) -> Line | None:
        return store.conversations.record(line, decision=CRISIS, reply=REPLY, dialogue=Dialogue())

    with ThreadPoolExecutor(8) as threads:
        assert None not in list(threads.map(record, lines))
    assert len(store.conversations.lines("c1")) == 16
    assert len(store.cases.open_cases()) == 1
