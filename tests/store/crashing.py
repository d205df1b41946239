"""Processes that are killed while they work, at moments nobody chose, and what must be true afterwards."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bot import logs
from bot.clock import SystemClock
from bot.faq.content import Entry, Faq, Wording
from bot.frontdesk import FrontDesk
from bot.model import Author, Decision, Dialogue, Language, Message
from bot.store import Store, open_store
from tests.store.parts import ANSWER, BILLING, CRISIS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.store.places import Place

ROOT = Path(__file__).parents[2]
PATIENTS = 6
LONGEST = 0.4
"""Seconds of load before the power goes; the moment is drawn."""

_DECISIONS = (ANSWER, BILLING, CRISIS)


class Drawn:
    """An understanding that answers, hands off and alarms in turn, so that every path is under way when it ends."""

    faq = Faq(
        entries=(
            Entry(
                id="ride-home", wordings={Language.ENGLISH: Wording(question="A ride?", asks=(), text="Yes, please.")}
            ),
        )
    )

    def take(self, before: Dialogue, text: str) -> tuple[Decision, Dialogue]:
        """Return a decision by the text."""
        return _DECISIONS[len(text) % len(_DECISIONS)], before


def desk_of(store: Store) -> FrontDesk:
    """Return a desk on the store."""
    understanding = Drawn()
    return FrontDesk(understanding, inbox=store.inbox, conversations=store.conversations, clock=SystemClock())  # type: ignore[arg-type]


def crashes(place: Place, moments: int, *, seed: int) -> Iterator[str]:
    """Kill a desk under load so many times; yield whatever was lost, doubled or left without an outcome."""
    chance = random.Random(seed)  # noqa: S311 - a moment, not a secret
    acknowledged: list[str] = []
    for moment in range(moments):
        acknowledged += _until_killed(place, after=chance.uniform(0.0, LONGEST), run=moment)
    store = open_store(place.folder, database=place.database)
    desk_of(store).recover()
    yield from _missing(store, acknowledged)
    yield from store.audit.verify().findings
    yield from (f"line {line.number}: no outcome" for line in store.inbox.unanswered())
    store.close()


def _until_killed(place: Place, *, after: float, run: int) -> list[str]:
    """Let a process work until it has acknowledged something and some time more; return what it acknowledged."""
    command = [sys.executable, "-m", "tests.store.crashing", str(place.folder), str(run), place.database]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdout is not None
    assert select.select([child.stdout], [], [], 60)[0], "the process did not begin"
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    said = child.stdout.read().decode()
    child.wait()
    child.stdout.close()
    # What was cut off in the middle of a line was not acknowledged.
    return said.splitlines() if said.endswith("\n") else said.splitlines()[:-1]


def _missing(store: Store, acknowledged: list[str]) -> Iterator[str]:
    for name in sorted({told.partition(" ")[0] for told in acknowledged}):
        lines = store.conversations.lines(name)
        kept = {line.client_id for line in lines if line.author is Author.PATIENT}
        wanted = {told.partition(" ")[2] for told in acknowledged if told.startswith(f"{name} ")}
        yield from (f"{name} {lost}: acknowledged and lost" for lost in sorted(wanted - kept))
        replies = sum(line.author is Author.DESK for line in lines)
        if replies != len(kept):
            yield f"{name}: {len(kept)} messages and {replies} replies"


def _work(folder: Path, run: str, database: str) -> None:
    """Be a desk with several patients at once; tell each acknowledgement by one write."""
    logs.configure()
    store = open_store(folder, database=database)
    desk = desk_of(store)
    desk.recover()
    clock = SystemClock()

    def patient(number: int) -> None:
        for n in count():
            name, client_id = f"c{number}", f"r{run}-{n}"
            text = "x" * (n % 5 + 1)
            desk.receive(Message(conversation=name, client_id=client_id, text=text, channel="web", sent_at=clock.now()))
            os.write(1, f"{name} {client_id}\n".encode())

    for number in range(PATIENTS):
        threading.Thread(target=patient, args=(number,), daemon=True).start()
    signal.pause()


if __name__ == "__main__":
    _work(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
