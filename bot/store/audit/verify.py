"""Proof that nothing was lost: the audit's chain, and every message that came in against what it ended in.

A changed or deleted row of the audit breaks the chain; one cut off at its end is missed by the head, and, where the
head was cut too, by a head that was kept elsewhere. A changed, deleted or unanswered message is missed by the balance.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from bot.model import Author
from bot.store.audit import FIRST, ONLY, About, Entry, Kind, commitment
from bot.store.schema.tables import audit, audit_head, case, line, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from sqlalchemy import Connection, Row

    from bot.store.transaction import Database

_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The audit's last number, and the hash that seals everything up to it."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What came in and what it ended in; `findings` is empty where nothing is missing, changed or too much."""

    head: Head
    messages: int
    outcomes: Mapping[str, int]
    silent: int
    waiting: int
    replies: int
    findings: tuple[str, ...]


@dataclass(slots=True)
class _Witness:
    """What the audit tells, gathered while its chain is walked."""

    lines: dict[int, str] = field(default_factory=dict)
    outcomes: dict[int, str] = field(default_factory=dict)
    cases: dict[int, str] = field(default_factory=dict)

    def hear(self, entry: Entry) -> None:
        """Take down one row."""
        told = _told(entry)
        if entry.kind == Kind.LINE and entry.about.line is not None:
            self.lines[entry.about.line] = told.get("commitment", "")
        elif entry.kind == Kind.OUTCOME and entry.about.line is not None:
            self.outcomes[entry.about.line] = told.get("disposition", "")
        elif "state" in told and entry.about.case is not None:
            self.cases[entry.about.case] = told["state"]


class SqlAudit:
    """The Audit port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def head(self) -> Head:
        """Return the audit's head, to be kept where who can change the database cannot."""
        with self._database.reading() as connection:
            return _head(connection)

    def verify(self, kept: Sequence[Head] = ()) -> Balance:
        """Check the chain, the balance, and every head that was kept elsewhere. Raises StoreError."""
        witness = _Witness()
        with self._database.reading() as connection:
            findings = [*_chain(connection, witness, {head.number: head.hash for head in kept})]
            findings += [*_lines(connection, witness), *_outcomes(connection, witness), *_cases(connection, witness)]
            return _balance(connection, tuple(findings))


def _chain(connection: Connection, witness: _Witness, kept: Mapping[int, str]) -> Iterator[str]:
    """Walk the chain; tell where it breaks, and which kept heads it does not reach or contradicts."""
    number, before, reached = 0, FIRST, dict(kept)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(select(audit).order_by(audit.c.number)):
        entry = _entry(row)
        if entry.number != number + 1:
            yield f"audit {number + 1}: missing"
        elif row.hash != entry.seal(before):
            yield f"audit {entry.number}: changed, or the row before it"
        if reached.pop(entry.number, row.hash) != row.hash:
            yield f"audit {entry.number}: not what was kept elsewhere"
        number, before = entry.number, row.hash
        witness.hear(entry)
    if _head(connection) != Head(number=number, hash=before):
        yield f"audit {number + 1}: cut off, the head says that there was more, or other"
    yield from (f"audit {gone}: cut off, it was kept elsewhere" for gone in sorted(reached))


def _lines(connection: Connection, witness: _Witness) -> Iterator[str]:
    """Compare every line with what the audit saw of it; lines from before there was an audit have no salt."""
    unseen = dict(witness.lines)
    stored = select(line.c.number, line.c.text, line.c.salt).where(line.c.salt.is_not(None))
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(stored):
        seen = unseen.pop(row.number, None)
        if seen is None:
            yield f"line {row.number}: not in the audit"
        elif seen != commitment(row.salt, row.text):
            yield f"line {row.number}: changed"
    yield from (f"line {number}: deleted" for number in sorted(unseen))


def _outcomes(connection: Connection, witness: _Witness) -> Iterator[str]:
    """Compare every outcome with the audit, and with the reply that it says there was."""
    unseen = dict(witness.outcomes)
    reply = line.alias("reply")
    stored = (
        select(outcome.c.line, outcome.c.disposition, outcome.c.is_silent, reply.c.number.label("reply"), line.c.salt)
        .join_from(outcome, line, outcome.c.line == line.c.number)
        .outerjoin(reply, reply.c.answers == outcome.c.line)
    )
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(stored):
        if row.salt is not None and unseen.pop(row.line, None) != row.disposition:
            yield f"outcome of line {row.line}: changed, or not in the audit"
        if row.is_silent == (row.reply is not None):
            yield f"outcome of line {row.line}: {'a reply too much' if row.is_silent else 'its reply is missing'}"
    yield from (f"outcome of line {number}: deleted" for number in sorted(unseen))


def _cases(connection: Connection, witness: _Witness) -> Iterator[str]:
    unseen = dict(witness.cases)
    for row in connection.execute(select(case.c.id, case.c.state)):
        if unseen.pop(row.id, row.state) != row.state:
            yield f"case {row.id}: changed"
    yield from (f"case {number}: deleted" for number in sorted(unseen))


def _balance(connection: Connection, findings: tuple[str, ...]) -> Balance:
    by_author = Counter(dict(_pairs(connection, select(line.c.author, func.count()).group_by(line.c.author))))
    ended = dict(_pairs(connection, select(outcome.c.disposition, func.count()).group_by(outcome.c.disposition)))
    return Balance(
        head=_head(connection),
        messages=by_author[Author.PATIENT],
        outcomes=ended,
        silent=connection.execute(select(func.count()).where(outcome.c.is_silent)).scalar_one(),
        waiting=by_author[Author.PATIENT] - sum(ended.values()),
        replies=connection.execute(select(func.count()).where(line.c.answers.is_not(None))).scalar_one(),
        findings=findings,
    )


def _pairs(connection: Connection, query: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401 - any select of pairs
    return ((name, count) for name, count in connection.execute(query))


def _told(entry: Entry) -> Mapping[str, str]:
    """Return what a row tells; nothing where somebody has spoilt it, which its seal shows."""
    try:
        told: Mapping[str, str] = json.loads(entry.detail)
    except ValueError:
        return {}
    return told


def _head(connection: Connection) -> Head:
    row = connection.execute(select(audit_head).where(audit_head.c.id == ONLY)).one_or_none()
    return Head(number=row.number, hash=row.hash) if row else Head(number=0, hash="")


def _entry(row: Row[Any]) -> Entry:
    about = About(line=row.line, case=row.case, staff=row.staff)
    return Entry(number=row.number, at=row.at, kind=row.kind, about=about, detail=row.detail)
