"""A process that uses a store and dies, or that runs out of disk: its arguments tell what to do."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event

from bot.clock import SystemClock
from bot.errors import StoreUnwritable
from bot.model import Dialogue, Disposition
from bot.store import FILE_NAME, Store
from bot.store.engine.opening import open_postgresql, open_sqlite
from bot.store.moving.copying import copy
from bot.tries import FREELY, Allowance
from tests.store.parts import CRISIS, REPLY, message

if TYPE_CHECKING:
    from tests.store.places import Place

ROOT = Path(__file__).parents[2]

RARELY = Allowance(key="name rosa", at_once=3, every=timedelta(hours=1))


def child(action: str, place: Place, detail: str) -> subprocess.CompletedProcess[str]:
    """Run a process that uses the store of a place."""
    command = [sys.executable, "-m", "tests.store.child", action, str(place.folder), detail, place.database]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)


def die(*_: object) -> None:
    """End at once, like a machine that loses its power."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_at_commit(number: int) -> None:
    """End just before so many commits have been made."""
    left = iter(range(number - 1))
    event.listen(Engine, "commit", lambda _: None if next(left, None) is not None else die())


def die_after_statement(number: int) -> None:
    """End right after so many statements have been run."""
    left = iter(range(number - 1))
    event.listen(Engine, "after_cursor_execute", lambda *_: None if next(left, None) is not None else die())


def die_after(words: str) -> None:
    """End right after the first statement that begins with these words."""
    event.listen(Engine, "after_cursor_execute", lambda _1, _2, said, *_: die() if said.startswith(words) else None)


def handle(store: Store, *, until: str) -> None:
    """Accept a message and record what it came to, and die at the named point."""
    if until == "before-accept-commit":
        die_at_commit(1)
    if until == "before-record-commit":
        die_at_commit(2)
    line = store.inbox.accept(message()).line
    if until == "after-accept-commit":
        die()
    store.conversations.record(
        line, decision=CRISIS, reply=REPLY, dialogue=Dialogue(in_crisis=Disposition.CRISIS, recent=("Hello",))
    )
    die()


def say(*words: object) -> None:
    """Tell the test."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def fill(store: Store, *, room: int) -> None:
    """Write until no file may grow further, then lift that; say how many were acknowledged."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    stored = 0
    try:
        while True:
            store.inbox.accept(message(f"m{stored}", text="x" * 5_000))
            stored += 1
    except StoreUnwritable as refused:
        say(stored, refused)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    say(store.inbox.accept(message("afterwards")).is_new)


def converse(store: Store, *, sender: str) -> None:
    """Accept and record a hundred messages of four conversations, each once; say how many were new."""
    new = 0
    for n in range(100):
        accepted = store.inbox.accept(message(f"{sender}-{n}", conversation=f"c{n % 4}", text=f"{sender} {n}"))
        new += accepted.is_new
        store.conversations.record(accepted.line, decision=CRISIS, reply=REPLY, dialogue=Dialogue())
    say(new)


def main(action: str, folder: Path, detail: str, database: str = "") -> None:
    """Do what the test asks for."""
    if action == "migrate":
        die_after_statement(int(detail))
    if action == "copy":
        die_after(detail)
        copy(f"sqlite:///{folder / FILE_NAME}", database)
    patient = {"busy_seconds": 50.0}
    engine = open_postgresql(database, **patient) if database else open_sqlite(folder / FILE_NAME, **patient)
    store = Store(engine, SystemClock())
    if action == "handle":
        handle(store, until=detail)
    elif action == "fill":
        fill(store, room=int(detail))
    elif action == "converse":
        converse(store, sender=detail)
    elif action == "try":
        say(sum(store.tries.wait(RARELY) == FREELY for _ in range(int(detail))))
    elif action == "accept":
        say(sum(store.inbox.accept(message(f"m{n}")).is_new for n in range(int(detail))))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
