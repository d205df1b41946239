"""Processes that are killed, that run out of disk, or that share one file."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.model import Author, Dialogue
from bot.store import Store, open_store
from tests.store.parts import CRISIS, REPLY, message

ROOT = Path(__file__).parents[2]


def child(action: str, folder: Path, detail: str) -> subprocess.CompletedProcess[str]:
    """Run a process that uses the store in `folder`."""
    command = [sys.executable, "-m", "tests.store.child", action, str(folder), detail]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("point", "unanswered"),
    [("before-accept-commit", 0), ("after-accept-commit", 1), ("before-record-commit", 1), ("after-record-commit", 0)],
)
def test_a_killed_process_loses_nothing_and_doubles_nothing(folder: Path, point: str, unanswered: int) -> None:
    """Whatever was acknowledged is found again; handled once more, the patient has one reply and staff one case."""
    assert child("handle", folder, point).returncode == -signal.SIGKILL
    store = open_store(folder)
    assert len(store.inbox.unanswered()) == unanswered
    store.inbox.accept(message())
    for line in store.inbox.unanswered():
        store.conversations.record(line, decision=CRISIS, reply=REPLY, dialogue=Dialogue())
    lines = store.conversations.lines("c1")
    assert [line.author for line in lines] == [Author.PATIENT, Author.DESK]
    assert len(store.cases.open_cases()) == 1
    assert store.inbox.accept(message()).reply == lines[1]
    store.close()


@pytest.mark.parametrize("statement", [1, 6, 9, 12, 18])
def test_a_killed_migration_leaves_nothing(folder: Path, statement: int) -> None:
    """Killed midway, the next start finds an empty file or the whole schema, and works."""
    assert child("migrate", folder, str(statement)).returncode == -signal.SIGKILL
    store = open_store(folder)
    assert store.inbox.accept(message()).is_new
    store.close()


def test_a_full_disk_refuses_and_recovers(folder: Path) -> None:
    """What was acknowledged before is kept, what was refused left nothing behind, and with room again it goes on."""
    ended = child("fill", folder, "400000")
    assert ended.returncode == 0, ended.stderr
    refusal, afterwards = ended.stdout.splitlines()
    stored = int(refusal.split()[0])
    assert stored > 0
    assert "free" in refusal
    assert afterwards == "True"
    store = open_store(folder)
    assert [line.client_id for line in store.inbox.unanswered()] == [*(f"m{n}" for n in range(stored)), "afterwards"]
    store.close()


def test_processes_that_open_one_new_file_at_once(folder: Path) -> None:
    """Four processes make, migrate and fill one file together: each message is new to exactly one of them."""
    with ThreadPoolExecutor(4) as threads:
        ended = list(threads.map(lambda _: child("accept", folder, "25"), range(4)))
    assert [one.stderr for one in ended] == [""] * 4
    assert sum(int(one.stdout) for one in ended) == 25
    store: Store = open_store(folder)
    assert len(store.inbox.unanswered()) == 25
    store.close()
