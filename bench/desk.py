"""Messages a second through the whole path, as a ratio to the database's own rate of INSERT and COMMIT in the same run.

python -m bench.desk [--messages 400] [--rounds 5]

The decision is recorded beforehand, so that the ledger is measured: accepted, committed, recorded with its outcome, its
reply and its audit, committed. As many patients write at once as the web server has threads (anyio's limit), each the
next message when the last one is answered, so that they share transactions as they do in a rush; `--patients 1` shows
what one alone gets. The database's own rate is that of one connection, one row a commit. Beside it the same with the
model, for a tenth of the messages, and two processes on one PostgreSQL.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import click
import psycopg

from bench.phrasings import ROOT, SHIPPED, messages
from bot import logs
from bot.clock import SystemClock
from bot.frontdesk import FrontDesk
from bot.learning.ready import prepare
from bot.model import Decision, Dialogue, Disposition, Message
from bot.store import open_store
from tests.store.postgresql import server

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.store import Store
    from bot.understanding import Understanding

PATIENTS = 40
CONVERSATIONS = 100
RAW = 300
PROCESSES = 2
ROW = "INSERT INTO raw (text) VALUES ('How long does a session take?')"


class Recorded:
    """An understanding that has already been: every message is the same question."""

    def __init__(self, understanding: Understanding) -> None:
        self.faq = understanding.faq
        self._decision = Decision(disposition=Disposition.ANSWER, entries=("session-length",), confidence=0.97)

    def take(self, before: Dialogue, _text: str) -> tuple[Decision, Dialogue]:
        """Return what was decided."""
        return self._decision, before


class Place(NamedTuple):
    """A database: its name, the settings that lead to it, and its own rate of commits."""

    name: str
    folder: Path
    database: str
    raw: Callable[[], float]

    def store(self) -> Store:
        """Open the desk's store."""
        return open_store(self.folder, database=self.database)


def rate(
    store: Store, understanding: Understanding | Recorded, texts: Sequence[str], *, patients: int = PATIENTS
) -> float:
    """Return messages a second: several patients at a time, each in a conversation of their own."""
    clock = SystemClock()
    desk = FrontDesk(understanding, inbox=store.inbox, conversations=store.conversations, clock=clock)  # type: ignore[arg-type]
    run = uuid4().hex

    def say(number: int) -> None:
        conversation = f"{run}-{number % CONVERSATIONS}"
        text = texts[number % len(texts)]
        desk.receive(
            Message(conversation=conversation, client_id=f"m{number}", text=text, channel="web", sent_at=clock.now())
        )

    started = time.perf_counter()
    with ThreadPoolExecutor(patients) as threads:
        list(threads.map(say, range(len(texts))))
    return len(texts) / (time.perf_counter() - started)


def raw_sqlite(folder: Path) -> float:
    """Return SQLite's own rate: one connection, as durable as the desk's, one row a commit."""
    with closing(sqlite3.connect(folder / f"{uuid4().hex}.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, text TEXT)")
        return _commits(lambda: connection.execute(ROW))


def raw_postgresql(url: str) -> float:
    """Return PostgreSQL's own rate: one connection, one row a commit."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS raw")
        connection.execute("CREATE TABLE raw (id BIGSERIAL PRIMARY KEY, text TEXT)")
        return _commits(lambda: connection.execute(ROW.encode()))


def _commits(insert: Callable[[], object]) -> float:
    started = time.perf_counter()
    for _ in range(RAW):
        insert()
    return RAW / (time.perf_counter() - started)


def measure(place: Place, understanding: Understanding, *, count: int, rounds: int, patients: int) -> None:
    """Print a database's rates and ratios."""
    asked = messages()
    texts = [asked[number % len(asked)] for number in range(count)]
    raw, path, whole = [], [], []
    with closing(place.store()) as store:
        for _ in range(rounds):
            raw.append(place.raw())
            path.append(rate(store, Recorded(understanding), texts, patients=patients))
            whole.append(rate(store, understanding, texts[: count // 10], patients=patients))
        balance = store.audit.verify()
    print(
        f"{place.name:11} raw {median(raw):7.0f}/s   path {median(path):6.0f}/s   "
        f"with the model {median(whole):6.0f}/s   ratio {median(p / r for p, r in zip(path, raw, strict=True)):.2f}   "
        f"{balance.messages} messages, {balance.waiting} waiting, {len(balance.findings)} findings"
    )


def scaling(place: Place, understanding: Understanding, *, count: int) -> None:
    """Print the rate of two processes on one database beside that of one."""
    with closing(place.store()) as store:
        one = rate(store, Recorded(understanding), ["How long does a session take?"] * count)
    command = [sys.executable, "-m", "bench.desk", "--child", place.database, "--messages", str(count)]
    started = time.perf_counter()
    children = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    rates = [float(child.communicate()[0]) for child in children]
    elapsed = time.perf_counter() - started
    with closing(place.store()) as store:
        balance = store.audit.verify()
    print(
        f"{PROCESSES} processes on one PostgreSQL: {sum(rates):.0f}/s together, one alone {one:.0f}/s "
        f"({sum(rates) / one:.2f} x, {elapsed:.0f} s with their starts); "
        f"{balance.waiting} waiting, {len(balance.findings)} findings"
    )


def _child(database: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(open_store(Path(folder), database=database)) as store:
        understanding = _understanding()
        print(rate(store, Recorded(understanding), ["How long does a session take?"] * count))


def _understanding() -> Understanding:
    with tempfile.TemporaryDirectory() as cache:
        prepared = prepare(SHIPPED, Path(cache))
        return prepared.school.understanding(prepared.shelves)


@click.command()
@click.option("--messages", "count", default=400)
@click.option("--rounds", default=5)
@click.option("--patients", default=PATIENTS)
@click.option("--child", hidden=True)
def main(count: int, rounds: int, patients: int, child: str | None) -> None:
    """Measure both databases, on the disk that holds the system's temporary folder."""
    logs.configure()
    if child:
        _child(child, count)
        return
    understanding = _understanding()
    with tempfile.TemporaryDirectory() as name, server(is_on_disk=True) as running:
        folder = Path(name)
        size = {"count": count, "rounds": rounds, "patients": patients}
        measure(Place("SQLite", folder, "", lambda: raw_sqlite(folder)), understanding, **size)
        url = running.url(running.new())
        place = Place("PostgreSQL", folder, url, lambda: raw_postgresql(url))
        measure(place, understanding, **size)
        scaling(place, understanding, count=count)


if __name__ == "__main__":
    main()
