"""A night at the desk, in fast motion: hundreds of conversations, staff who come late, restarts in between.

python -m bench.night [FILE.jsonl …] [--conversations 500] [--seed 1] [--database URL]

Each conversation takes its messages from the labelled sets. The desk dies now and then between taking a message and
answering it. What must hold at dawn: every message has one outcome and every reply reached its own patient, every
conversation in danger was paged, and `audit verify` balances.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bench.phrasings import ROOT, SHIPPED
from bot import logs
from bot.desk.ladder import Reach
from bot.errors import NotAllowed, StaleView
from bot.evaluate.labels import read
from bot.frontdesk import FrontDesk
from bot.learning.ready import prepare
from bot.model import Author, Disposition, Message, Resolution
from bot.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.evaluate.labels import Label
    from bot.model import Case, StaffMember
    from bot.store import Store
    from bot.understanding import Understanding

SETS = (ROOT / "tests/messages/open.jsonl", ROOT / "tests/messages/gate.jsonl")
EVENING = datetime(2026, 11, 24, 2, tzinfo=UTC)
HOURS = 12
MOST_MESSAGES = 5
DEATHS = 12
NO_LOGIN = "-"
PEOPLE = ("Ana", "Ben", "Cleo")
MORNING = timedelta(hours=8.4)
AT_NIGHT, MOST_URGENT_FIRST, HAS_READ_ALL = 0.15, 0.5, 0.9
"""How likely it is that somebody on staff acts at a message of the night, takes the first case, has seen every line."""

ACTS = ("acknowledge", "claim", "reply", "reply", "reply", "note", "release", "resolve", "resolve")


class NightClock:
    """A clock that the night moves."""

    def __init__(self) -> None:
        self.time = EVENING

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.time


@dataclass(slots=True, kw_only=True)
class Night:
    """Everything that happens until dawn, drawn from one seed."""

    folder: Path
    database: str
    understanding: Understanding
    chance: random.Random
    clock: NightClock = field(default_factory=NightClock)
    told: Counter[str] = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=count)

    def pass_by(self, conversations: Sequence[Sequence[str]]) -> None:
        """Let the night pass: each message and each act of staff at its moment, the timers in between."""
        store, desk = self._start()
        staff = [store.accounts.add(username=name.lower(), name=name, password_hash=NO_LOGIN) for name in PEOPLE]
        moments = sorted(self._moments(conversations))
        deaths = set(self.chance.sample(range(len(moments)), min(DEATHS, len(moments))))
        for place, (at, conversation, text) in enumerate(moments):
            self._wait_until(store, at)
            if place in deaths:
                store.inbox.accept(self._message(conversation, text))
                store.close()
                store, desk = self._start()
                self.told["restarts"] += 1
            else:
                desk.receive(self._message(conversation, text))
            for _ in range(self._acts(at)):
                self._act(store, self.chance.choice(staff))
        self._wait_until(store, EVENING + timedelta(hours=HOURS + 1))
        store.close()

    def _start(self) -> tuple[Store, FrontDesk]:
        reach = Reach(clinic=lambda: self.understanding.faq.clinic)
        store = open_store(self.folder, self.clock, database=self.database, reach=reach)
        desk = FrontDesk(
            self.understanding,
            inbox=store.inbox,
            conversations=store.conversations,
            clock=self.clock,
            health=store.pages.health,
        )
        desk.recover()
        return store, desk

    def _moments(self, conversations: Sequence[Sequence[str]]) -> Iterator[tuple[datetime, str, str]]:
        for number, texts in enumerate(conversations):
            at = EVENING + timedelta(minutes=self.chance.uniform(0, HOURS * 60))
            for text in texts:
                yield at, f"c{number:04}", text
                at += timedelta(minutes=self.chance.expovariate(1 / 4))

    def _message(self, conversation: str, text: str) -> Message:
        client_id = f"m{next(self.numbers)}"
        return Message(
            conversation=conversation, client_id=client_id, text=text, channel="web", sent_at=self.clock.time
        )

    def _wait_until(self, store: Store, at: datetime) -> None:
        """Fire what is due on the way, minute by minute."""
        while self.clock.time + timedelta(minutes=1) < at:
            self.clock.time += timedelta(minutes=1)
            self.told["timers"] += store.timers.fire()
        self.clock.time = max(self.clock.time, at)

    def _acts(self, at: datetime) -> int:
        """Return how much staff do now: little at night, much in the morning."""
        is_morning = at - EVENING > MORNING
        return self.chance.choice((1, 2, 3)) if is_morning else int(self.chance.random() < AT_NIGHT)

    def _act(self, store: Store, person: StaffMember) -> None:
        waiting = store.cases.open_cases()
        if not waiting:
            return
        case = waiting[0] if self.chance.random() < MOST_URGENT_FIRST else self.chance.choice(waiting)
        act = self.chance.choice(ACTS)
        with suppress(NotAllowed, StaleView):
            self._do(store, case, person, act)
            self.told[act] += 1

    def _do(self, store: Store, case: Case, person: StaffMember, act: str) -> None:
        seen = store.conversations.latest() if self.chance.random() < HAS_READ_ALL else 0
        match act:
            case "reply":
                store.cases.reply(case.id, staff=person, text=f"to {case.conversation}", last_seen=seen)
            case "note":
                store.cases.note(case.id, staff=person, text=f"never to {case.conversation}")
            case "resolve":
                resolution = self.chance.choice(list(Resolution))
                store.cases.resolve(case.id, staff=person, resolution=resolution, last_seen=seen)
            case _:
                getattr(store.cases, act)(case.id, staff=person)


def dawn(store: Store, names: Sequence[str], wanted: int) -> Iterator[str]:
    """Yield everything that is not as it must be."""
    balance = store.audit.verify()
    yield from balance.findings
    if (balance.messages, balance.waiting) != (wanted, 0):
        yield f"{wanted} messages were sent, {balance.messages} came in, {balance.waiting} have no outcome"
    for name in names:
        lines = store.conversations.lines(name)
        strays = [line.number for line in lines if line.author is Author.STAFF and line.text != f"to {name}"]
        yield from (f"line {number}: another patient's reply" for number in strays)
        endings = {decision.disposition for _, decision in store.conversations.decisions(name)}
        cases = [case for case in store.cases.of_conversation(name) if case.paged_at]
        if endings & {Disposition.CRISIS, Disposition.EMERGENCY} and not cases:
            yield f"{name}: in danger, and nobody was paged"


def _labels(path: Path) -> tuple[Label, ...]:
    return read(path.read_bytes().splitlines(), path.name)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--conversations", default=500)
@click.option("--seed", default=1)
@click.option("--database", default="")
def main(files: tuple[Path, ...], conversations: int, seed: int, database: str) -> None:
    """Let a night pass, and tell what dawn finds; anything found ends with 1."""
    logs.configure()
    chance = random.Random(seed)
    texts = [text for path in files or SETS for label in _labels(path) for text in label.messages]
    talks = [chance.choices(texts, k=chance.randint(1, MOST_MESSAGES)) for _ in range(conversations)]
    with tempfile.TemporaryDirectory() as name:
        prepared = prepare(SHIPPED, Path(name))
        understanding = prepared.school.understanding(prepared.shelves)
        night = Night(folder=Path(name) / "data", database=database, understanding=understanding, chance=chance)
        night.pass_by(talks)
        with closing(open_store(night.folder, night.clock, database=database)) as store:
            names = [f"c{number:04}" for number in range(len(talks))]
            found = list(dawn(store, names, sum(map(len, talks))))
            balance = store.audit.verify()
    print(f"{len(talks)} conversations, {balance.messages} messages, {dict(sorted(balance.outcomes.items()))}")
    print(f"silent for a person {balance.silent}; {dict(sorted(night.told.items()))}")
    print("\n".join(found) or f"Nothing lost, nothing astray: {balance.head.number} rows of the audit balance.")
    click.get_current_context().exit(1 if found else 0)


if __name__ == "__main__":
    main()
