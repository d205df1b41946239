"""Writers that wait for one another, in one process and in several."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.errors import StoreUnwritable
from bot.model import Author, Dialogue, Line
from bot.store.ledger.lines import add_line
from bot.store.transaction import Database
from tests.store.child import child
from tests.store.parts import ANSWER, REPLY, START, message
from tests.store.places import Place, open_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from bot.store import Store

CONVERSATIONS = ("c0", "c1", "c2", "c3")
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def other(place: Place) -> Iterator[Database]:
    """Open the database once more, as another process would."""
    database = Database(place.engine())
    yield database
    database.close()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Return threads that have all ended with the test."""
    with ThreadPoolExecutor(8) as threads:
        yield threads


def until_someone_waits(place: Place) -> None:
    """Return when a writer waits for its turn."""
    for _ in range(1_000):
        if place.run(WAITING) != [(0,)]:
            return
        Event().wait(0.01)
    raise AssertionError("nobody waits")


def say(connection: Connection, conversation: str) -> Line:
    """Add a line of a patient's."""
    said = {"author": Author.PATIENT, "text": "Hello", "client_id": "by hand", "at": START}
    return add_line(connection, conversation=conversation, **said)


@pytest.mark.usefixtures("server")
def test_writers_of_two_conversations_do_not_wait(store: Store, other: Database, threads: ThreadPoolExecutor) -> None:
    """While the transaction of one conversation is open, another's begins and ends."""

    def write() -> None:
        with other.writing("b") as connection:
            connection.execute(text("UPDATE conversation SET channel = 'slack' WHERE id = 'b'"))

    store.inbox.accept(message(conversation="b"))
    with other.writing("a"):
        threads.submit(write).result(timeout=10)


@pytest.mark.usefixtures("server")
def test_who_writes_to_the_whole_store_waits_for_all(
    store: Store, place: Place, other: Database, threads: ThreadPoolExecutor
) -> None:
    """What reads or writes more than one conversation is alone."""
    with other.writing("a"):
        alone = threads.submit(store.accounts.add, username="rosa", name="Rosa", password_hash="x")
        until_someone_waits(place)
        assert not alone.done()
    assert alone.result(timeout=10).username == "rosa"


@pytest.mark.usefixtures("server")
def test_a_number_is_given_when_the_one_before_can_be_seen(
    store: Store, place: Place, other: Database, threads: ThreadPoolExecutor
) -> None:
    """Of two lines that are written at once the second waits for the first: who has seen line 8 has seen line 7."""
    before = store.inbox.accept(message(conversation="a")).line
    with other.writing("a") as connection:
        first = say(connection, "a")
        waiting = threads.submit(store.inbox.accept, message(conversation="b"))
        until_someone_waits(place)
        assert store.conversations.latest() == before.number
    second = waiting.result(timeout=10).line
    assert first.number < second.number
    assert store.conversations.lines("a", after=before.number) == (first,)


def test_a_writer_does_not_wait_for_ever(store: Store, place: Place, other: Database) -> None:
    """Nothing is acknowledged while another program holds the database; reading goes on, and so does writing later."""
    line = store.inbox.accept(message()).line
    hurried = open_place(place, busy_seconds=0.05)
    with other.writing():
        with pytest.raises(StoreUnwritable, match="another program holds the database"):
            hurried.inbox.accept(message("m2"))
        with pytest.raises(StoreUnwritable):
            hurried.conversations.record(line, decision=ANSWER, reply=REPLY, dialogue=Dialogue())
        assert hurried.inbox.unanswered() == (line,)
    assert hurried.inbox.accept(message("m2")).is_new
    hurried.close()


def test_a_reader_sees_one_state_of_the_whole(store: Store, other: Database) -> None:
    """What is committed while a reader reads is not there for it."""
    count = text("SELECT count(*) FROM line")
    with other.reading() as connection:
        found = connection.execute(count).scalar_one()
        store.inbox.accept(message())
        assert connection.execute(count).scalar_one() == found == 0
    with other.reading() as connection:
        assert connection.execute(count).scalar_one() == 1


@pytest.mark.usefixtures("server")
def test_a_reader_cannot_write(other: Database) -> None:
    """The database itself refuses."""
    with pytest.raises(StoreUnwritable, match="may only be read"), other.reading() as connection:
        connection.execute(text("DELETE FROM line"))


def watch(store: Store, *, until: Event) -> list[Line]:
    """Return the lines that a live page sees: each time those above the highest number that it knew."""
    seen: list[Line] = []
    mark, is_last = 0, False
    while not is_last:
        is_last = until.wait(0.05)
        latest = store.conversations.latest()
        for name in CONVERSATIONS:
            seen += [line for line in store.conversations.lines(name, after=mark) if line.number <= latest]
        mark = latest
    return seen


def test_four_processes_on_one_database(store: Store, place: Place, threads: ThreadPoolExecutor) -> None:
    """A hundred messages each, every one sent by two of them: each is one line with one reply, and no page misses one.

    The four conversations have one open case each, and nothing is left without an outcome.
    """
    has_ended = Event()
    page = threads.submit(watch, store, until=has_ended)
    try:
        ended = list(threads.map(lambda sender: child("converse", place, sender), ("ada", "ada", "ben", "ben")))
    finally:
        has_ended.set()
    assert [one.stderr for one in ended] == [""] * 4
    assert sum(int(one.stdout) for one in ended) == 200
    lines = [line for name in CONVERSATIONS for line in store.conversations.lines(name)]
    assert [line.author for line in lines].count(Author.DESK) == 200
    assert len({(line.conversation, line.client_id) for line in lines if line.author is Author.PATIENT}) == 200
    assert sorted(page.result(), key=lambda line: line.number) == sorted(lines, key=lambda line: line.number)
    assert sorted(case.conversation for case in store.cases.open_cases()) == list(CONVERSATIONS)
    assert store.inbox.unanswered() == ()
