"""What a patient does to a message where it was written, and what they send beside words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.frontdesk import FrontDesk
from bot.model import Author, Disposition, Priority, Queue
from bot.store import Store, open_store
from bot.triage.shipped import shipped
from tests.samples import FAQ
from tests.store.parts import HandClock, message
from tests.store.ready import ready_folder
from tests.understood import understood

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import Line, Message
    from bot.understanding import Understanding

LENGTH = "how long is a session"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty store."""
    store = open_store(ready_folder(tmp_path / "data"), HandClock())
    yield store
    store.close()


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    """Return an understanding of the sample FAQ, with the shipped triage."""
    return understood(FAQ, shipped())


@pytest.fixture
def desk(store: Store, understanding: Understanding) -> FrontDesk:
    """Return a desk that works."""
    return FrontDesk(understanding, inbox=store.inbox, conversations=store.conversations, clock=HandClock())


def edit(text: str, *, of: str = "m1", number: int = 1) -> Message:
    """Return an edit of a message."""
    return replace(message(f"{of}~{number}", text=text), revises=of)


def said(line: Line | None) -> str:
    """Return what the desk said, in one string."""
    return "\n".join(line.reply.paragraphs) if line and line.reply else ""


def test_an_edit_that_means_the_same_is_not_answered_again(store: Store, desk: FrontDesk) -> None:
    """A mended typo is kept for staff to read, and the desk stays silent; its outcome is recorded all the same."""
    desk.receive(message("m1", text=LENGTH))
    assert desk.receive(edit(LENGTH + "?")) is None
    assert [line.author for line in desk.lines("c1")] == [Author.PATIENT, Author.DESK, Author.PATIENT]
    assert [one.disposition for _, one in store.conversations.decisions("c1")] == [Disposition.ANSWER] * 2


def test_an_edit_that_means_something_else_is_answered(desk: FrontDesk) -> None:
    """Another question gets its own answer; an edit of the edit is compared with the edit."""
    first = desk.receive(message("m1", text=LENGTH))
    other = desk.receive(edit("I want to talk to a person"))
    assert other is not None
    assert said(other) != said(first)
    assert desk.receive(edit(LENGTH, number=2)) is not None


def test_danger_in_an_edit_is_heard(store: Store, desk: FrontDesk) -> None:
    """An edit is triaged like a message, also where the message was danger already."""
    desk.receive(message("m1", text=LENGTH))
    assert "988" in said(desk.receive(edit("i want to die")))
    assert "988" in said(desk.receive(edit("i really want to die", number=2)))
    assert [case.priority for case in store.cases.open_cases()] == [Priority.PAGED]


def test_an_edit_of_a_message_never_heard_is_a_message(desk: FrontDesk) -> None:
    """It is answered like any other."""
    assert said(desk.receive(edit(LENGTH))) == "The answer of session-length."


def test_a_deleted_message_is_marked(desk: FrontDesk) -> None:
    """Staff can still read it: what it ended in stays."""
    desk.receive(message("m1", text=LENGTH))
    desk.withdraw("c1", "m1")
    assert [line.is_withdrawn for line in desk.lines("c1")] == [True, False]


def test_a_file_alone_goes_to_staff(store: Store, desk: FrontDesk) -> None:
    """The patient reads that only text can be read, and the crisis lines; staff see that there was a file."""
    told = said(desk.receive(replace(message("m1", text=""), files=1)))
    assert told.startswith("I can only read text")
    assert "988" in told
    (case,) = store.cases.open_cases()
    assert case.queue is Queue.UNKNOWN
    assert desk.lines("c1")[0].files == 1


def test_words_beside_a_file_are_answered(desk: FrontDesk) -> None:
    """The answer comes word for word, then that the file was not read."""
    reply = desk.receive(replace(message("m1", text=LENGTH), files=2))
    assert reply is not None
    assert reply.reply is not None
    assert reply.reply.paragraphs == (
        "The answer of session-length.",
        "I can only read text: what you attached was not read.",
    )


def test_a_file_in_a_crisis_repeats_the_lines(desk: FrontDesk) -> None:
    """The conversation stays a crisis, whatever is sent."""
    desk.receive(message("m1", text="i want to die"))
    assert "988" in said(desk.receive(replace(message("m2", text=""), files=1)))
