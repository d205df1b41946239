"""Processes that are killed, that run out of disk, or that share one file."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.model import Author, Dialogue
from tests.store.child import child
from tests.store.crashing import crashes
from tests.store.parts import CRISIS, REPLY, message
from tests.store.places import Place, open_place


@pytest.mark.parametrize(
    ("point", "unanswered"),
    [("before-accept-commit", 0), ("after-accept-commit", 1), ("before-record-commit", 1), ("after-record-commit", 0)],
)
def test_a_killed_process_loses_nothing_and_doubles_nothing(place: Place, point: str, unanswered: int) -> None:
    """Whatever was acknowledged is found again; handled once more, the patient has one reply and staff one case."""
    assert child("handle", place, point).returncode == -signal.SIGKILL
    store = open_place(place)
    assert len(store.inbox.unanswered()) == unanswered
    store.inbox.accept(message())
    for line in store.inbox.unanswered():
        store.conversations.record(line, decision=CRISIS, reply=REPLY, dialogue=Dialogue())
    lines = store.conversations.lines("c1")
    assert [line.author for line in lines] == [Author.PATIENT, Author.DESK]
    assert len(store.cases.open_cases()) == 1
    assert store.inbox.accept(message()).reply == lines[1]
    store.close()


def test_a_desk_killed_under_load_loses_nothing(place: Place) -> None:
    """At moments nobody chose, with six patients writing at once: what was acknowledged is there, answered once.

    `python -m bench.crash` does the same two hundred times.
    """
    assert list(crashes(place, 4, seed=7)) == []


@pytest.mark.parametrize("statement", [1, 6, 9, 12, 18])
def test_a_killed_migration_leaves_nothing(bare: Place, statement: int) -> None:
    """Killed midway, the next start finds an empty database or the whole schema, and works."""
    assert child("migrate", bare, str(statement)).returncode == -signal.SIGKILL
    store = open_place(bare)
    assert store.inbox.accept(message()).is_new
    store.close()


@pytest.mark.usefixtures("file")
def test_a_full_disk_refuses_and_recovers(place: Place) -> None:
    """What was acknowledged before is kept, what was refused left nothing behind, and with room again it goes on."""
    ended = child("fill", place, "400000")
    assert ended.returncode == 0, ended.stderr
    refusal, afterwards = ended.stdout.splitlines()
    stored = int(refusal.split()[0])
    assert stored > 0
    assert "free" in refusal
    assert afterwards == "True"
    store = open_place(place)
    assert [line.client_id for line in store.inbox.unanswered()] == [*(f"m{n}" for n in range(stored)), "afterwards"]
    store.close()


def test_processes_that_open_one_new_database_at_once(bare: Place) -> None:
    """Four processes make, migrate and fill it together: each message is new to exactly one of them."""
    with ThreadPoolExecutor(4) as threads:
        ended = list(threads.map(lambda _: child("accept", bare, "25"), range(4)))
    assert [one.stderr for one in ended] == [""] * 4
    assert sum(int(one.stdout) for one in ended) == 25
    store = open_place(bare)
    assert len(store.inbox.unanswered()) == 25
    store.close()
