"""Patients who write at once, on both databases: committed together, and as if each had written alone."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from bot.errors import StoreError, StoreUnwritable
from bot.model import Dialogue, Disposition, Language, Line, Message
from bot.ports import Accepted
from bot.store import Store
from bot.store.ledger.batch import Batch
from bot.store.ledger.outcomes import Recording
from bot.store.transaction import Database
from tests.store.parts import ANSWER, BILLING, CRISIS, REPLY, START, HandClock, message
from tests.store.places import Place, ready

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from bot.model import Case, Decision, Reply
    from bot.ports import ReplyTo
    from bot.store.ledger.batch import Done
    from bot.store.ledger.plain import Work

FULL = Dialogue(recent=("half \ud83d of a face, nul\0byte",), subject=("ride-home",), language=Language.SPANISH)
ODD = "odd\0 \ud83d"


class Desk:
    """A store whose batch is at hand."""

    def __init__(self, place: Place, threads: ThreadPoolExecutor) -> None:
        self.engine = place.engine()
        self.store = Store(self.engine, HandClock())
        self.batch = Batch(Database(self.engine))
        self.commits = 0
        self._threads = threads
        event.listen(self.engine, "commit", self._count)

    def _count(self, _connection: object) -> None:
        self.commits += 1

    def do(self, work: Work) -> Done:
        """Do one thing."""
        return self.batch.accept(work) if isinstance(work, Message) else self.batch.record(work)

    def at_once(self, works: Sequence[Work]) -> list[Future[Done]]:
        """Do them in one go: they wait in line, in this order, while another message's reply is being worded."""
        is_worded, may_go_on = threading.Event(), threading.Event()

        def slowly(_case: Case | None) -> Reply:
            is_worded.set()
            assert may_go_on.wait(30)
            return REPLY

        before = told(self.accepted("before"), reply=slowly)
        leading = self._threads.submit(self.batch.record, before)
        assert is_worded.wait(30)
        begun = []
        for number, work in enumerate(works, 1):
            begun.append(self._threads.submit(self.do, work))
            until_waiting(self.batch, number)
        self.commits = -1  # the one of the message that is being worded is still to come
        may_go_on.set()
        leading.result(30)
        return begun

    def results(self, works: Sequence[Work]) -> list[Done]:
        """Return what each came to when done in one go."""
        return [one.result(30) for one in self.at_once(works)]

    def accepted(self, name: str, client_id: str = "m1") -> Line:
        """Return the line of a message."""
        return self.batch.accept(message(client_id, conversation=name)).line


def until_waiting(batch: Batch, number: int) -> None:
    """Return when so many wait for the next transaction."""
    for _ in range(1_000):
        if batch.waiting == number:
            return
        threading.Event().wait(0.01)
    raise AssertionError("they do not wait")


def told(
    line: Line, decision: Decision = ANSWER, *, reply: Reply | ReplyTo | None = REPLY, dialogue: Dialogue = FULL
) -> Recording:
    """Return an outcome to be recorded."""
    return Recording(line=line, decision=decision, reply=reply, dialogue=dialogue, now=START)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Return threads that have all ended with the test."""
    with ThreadPoolExecutor(16) as threads:
        yield threads


@pytest.fixture
def desk(place: Place, threads: ThreadPoolExecutor) -> Iterator[Desk]:
    """Return an empty store."""
    desk = Desk(place, threads)
    yield desk
    desk.store.close()


def test_what_is_asked_at_once_is_one_commit(desk: Desk) -> None:
    """New conversations, known ones, messages and outcomes: each gets its own, and nothing is missed by the audit."""
    known = desk.accepted("known")
    answered = desk.accepted("answered")
    done = desk.results(
        [message("m2", conversation="known"), *(message(conversation=f"c{n}") for n in range(3)), told(answered)]
    )
    assert desk.commits == 1
    news = [one for one in done if isinstance(one, Accepted)]
    assert [(one.line.conversation, one.is_new) for one in news] == [
        ("known", True),
        *((f"c{n}", True) for n in range(3)),
    ]
    assert [one.line for one in news] == [desk.store.conversations.lines(one.line.conversation)[-1] for one in news]
    assert desk.store.conversations.lines("answered") == (answered, done[-1])
    assert desk.store.conversations.lines("known")[0] == known
    assert len(desk.store.inbox.unanswered()) == 5
    assert desk.store.audit.verify().findings == ()


def script(desk: Desk) -> list[Work]:
    """Return things of every kind, after what they rest on: one of each conversation."""
    store = desk.store
    staff = store.accounts.add(username="rosa", name="Rosa", password_hash="x")
    lines = {name: desk.accepted(name) for name in ("plain", "silent", "billing", "crisis", "slack:u1", "sent before")}
    in_crisis = desk.accepted("still in crisis")
    desk.batch.record(told(in_crisis, dialogue=Dialogue(in_crisis=Disposition.CRISIS)))
    again = desk.accepted("again")
    desk.batch.record(told(again))
    desk.batch.record(told(desk.accepted("owned", "m0"), BILLING))
    store.cases.claim(store.cases.open_cases()[0].id, staff=staff)
    store.inbox.withdraw("slack:u2", "m1")
    return [
        told(lines["plain"]),
        told(lines["silent"], reply=None),
        told(
            lines["billing"], BILLING, reply=lambda case: replace(REPLY, paragraphs=(f"case of {case and case.queue}",))
        ),
        told(lines["crisis"], CRISIS, dialogue=Dialogue(in_crisis=Disposition.CRISIS)),
        told(desk.accepted("owned", "m2")),
        told(lines["slack:u1"]),
        told(desk.accepted("still in crisis", "m2"), dialogue=Dialogue()),
        told(again, CRISIS),
        message(conversation="sent before", text="changed"),
        message(conversation=ODD, client_id=ODD, text=ODD),
        replace(message("m2", conversation="edit"), revises="m1", files=2),
        message(conversation="slack:u2"),
    ]


NAMES = ("plain", "silent", "billing", "crisis", "owned", "slack:u1", "still in crisis", "again", "sent before", ODD)


def kept(desk: Desk, place: Place) -> list[object]:
    """Return all that a store holds, but for the order of its numbers."""
    store = desk.store
    lines = [
        (one.author, one.text, one.reply, one.client_id) for name in NAMES for one in store.conversations.lines(name)
    ]
    cases = {(one.conversation, one.state, one.priority, one.owner, one.signals) for one in store.cases.open_cases()}
    audited = sorted(place.run("SELECT kind, count(*) FROM audit GROUP BY kind"))
    sent = place.run("SELECT count(*) FROM delivery")
    return [lines, [store.conversations.dialogue(name) for name in NAMES], cases, audited, sent]


def gist(done: Done) -> object:
    """Return what somebody was told, but for the number."""
    line = done.line if isinstance(done, Accepted) else done
    told = line and (line.conversation, line.text, line.reply, line.client_id, line.is_withdrawn)
    return (told, done.is_new, done.reply is None) if isinstance(done, Accepted) else told


def test_at_once_is_as_one_by_one(desk: Desk, place: Place, threads: ThreadPoolExecutor, tmp_path: Path) -> None:
    """Whatever each does to a case, to another platform, or again: it comes to what it comes to alone."""
    together = [gist(one) for one in desk.results(script(desk))]
    elsewhere = ready(place, tmp_path / "elsewhere")
    other = Desk(elsewhere, threads)
    other.results([])
    assert together == [gist(other.do(work)) for work in script(other)]
    assert kept(desk, place) == kept(other, elsewhere)
    assert desk.store.audit.verify().findings == other.store.audit.verify().findings == ()
    other.store.close()


def test_what_cannot_be_kept_takes_nothing_with_it(desk: Desk) -> None:
    """Of those who write at once, who sends what no database holds is refused, the others are stored."""
    naive = replace(message(conversation="naive"), sent_at=datetime(2026, 1, 1))  # noqa: DTZ001
    stranger = told(replace(desk.accepted("known"), number=99, conversation="stranger"), CRISIS)
    begun = desk.at_once([message(conversation="a"), naive, stranger, told(desk.accepted("b"))])
    assert isinstance(begun[0].result(30), Accepted)
    assert isinstance(begun[3].result(30), Line)
    for refused in begun[1:3]:
        with pytest.raises(StoreError):
            refused.result(30)
    assert [one.conversation for one in desk.store.inbox.unanswered()] == ["known", "a"]
    assert desk.store.cases.open_cases() == ()
    assert desk.store.audit.verify().findings == ()


def test_a_conversation_keeps_its_order(desk: Desk) -> None:
    """Of one conversation there is one thing in each transaction, however many wait."""
    line = desk.accepted("c1")
    works: list[Work] = [
        told(line, CRISIS, dialogue=Dialogue(in_crisis=Disposition.CRISIS)),
        *(message(f"m{n}") for n in range(2, 5)),
    ]
    done = desk.results(works)
    assert isinstance(done[0], Line)
    accepted = [one for one in done if isinstance(one, Accepted)]
    assert [one.line.client_id for one in sorted(accepted, key=lambda one: one.line.number)] == ["m2", "m3", "m4"]
    assert done[0].number < accepted[0].line.number


@pytest.mark.usefixtures("server")
def test_who_is_held_up_holds_up_nobody_else(desk: Desk, place: Place, threads: ThreadPoolExecutor) -> None:
    """While another process writes to a conversation, its own next message waits, and no other."""
    other = Database(place.engine())
    with other.writing("held"):
        held, free = desk.at_once([message(conversation="held"), message(conversation="free")])
        assert isinstance(free.result(30), Accepted)
        assert isinstance(threads.submit(desk.batch.accept, message(conversation="later")).result(30), Accepted)
        assert not held.done()
    assert isinstance(held.result(30), Accepted)
    other.close()


def test_where_nobody_can_write_all_are_refused_at_once(place: Place, threads: ThreadPoolExecutor) -> None:
    """Many who wait for a database that another program holds are told after one wait, not one after the other."""
    own, other = Database(place.engine(busy_seconds=1.0)), Database(place.engine())
    hurried = Batch(own)
    with other.writing():
        leading = threads.submit(hurried.accept, message(conversation="first"))
        others = [threads.submit(hurried.accept, message(conversation=f"c{n}")) for n in range(12)]
        for one in (leading, *others):
            with pytest.raises(StoreUnwritable, match="another program holds the database"):
                one.result(10)
    assert hurried.accept(message(conversation="first")).is_new
    own.close()
    other.close()
