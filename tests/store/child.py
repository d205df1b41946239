"""A process that uses a store and dies, or that runs out of disk: its arguments tell what to do."""

from __future__ import annotations

import os
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event

from bot.errors import StoreUnwritable
from bot.model import Dialogue, Disposition
from bot.store import open_store
from tests.store.parts import CRISIS, REPLY, message

if TYPE_CHECKING:
    from bot.store import Store


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


def main(action: str, folder: Path, detail: str) -> None:
    """Do what the test asks for."""
    if action == "migrate":
        die_after_statement(int(detail))
    store = open_store(folder)
    if action == "handle":
        handle(store, until=detail)
    elif action == "fill":
        fill(store, room=int(detail))
    elif action == "accept":
        say(sum(store.inbox.accept(message(f"m{n}")).is_new for n in range(int(detail))))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
