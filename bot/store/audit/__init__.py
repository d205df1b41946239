"""The audit: what happened, in order, each row sealed by a hash of itself and of the row before.

It holds ids, dispositions, rules and names of rows, never a patient's words: of a line it keeps a commitment, the hash
of a random salt and the text, which shows a changed text and tells nothing once the line is gone.

The rows of one transaction are sealed one after another as they are appended, and written together at its end
(`sealing`). Whoever has read the head holds it until then: nobody else draws a number of a row or of a line (turns.py).
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from bot.ports import Growth
from bot.store.engine.many import Steps, inserting, updating
from bot.store.schema.tables import audit, audit_head, case, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

ONLY: Final = 1
"""The id of the head's one row."""

FIRST: Final = "0" * 64
"""What the first row is chained to."""


_DETAIL: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_SEALED: Final = json.JSONEncoder(separators=(",", ":"))
_END: Final = Steps(updating(audit_head, "number", "hash"), inserting(audit))


class Kind(StrEnum):
    """What a row of the audit tells of."""

    LINE = "line"
    OUTCOME = "outcome"
    OPENED = "case.opened"
    REOPENED = "case.reopened"
    RAISED = "case.raised"
    PAGED = "case.paged"
    ACKNOWLEDGED = "case.acknowledged"
    CONTACTED = "case.contacted"
    CLAIMED = "case.claimed"
    RELEASED = "case.released"
    SNOOZED = "case.snoozed"
    WOKEN = "case.woken"
    VERIFIED = "case.verified"
    RESOLVED = "case.resolved"
    NOTED = "case.noted"
    SEEN = "line.seen"
    WITHDRAWN = "line.withdrawn"
    DELIVERED = "line.delivered"
    REFUSED = "line.refused"
    RATED = "line.rated"
    CONTACT_LEFT = "contact.left"
    ACCOUNT = "account.changed"
    SIGNED_IN = "account.signed-in"
    TIMER = "timer.fired"
    PAGE_QUEUED = "page.queued"
    PAGE_SENT = "page.sent"
    PAGE_FAILED = "page.failed"
    PAGE_TEST = "page.test"
    TOLD = "notice.sent"
    NOT_TOLD = "notice.failed"


Detail = str | int | bool | list[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a row of the audit is about, by number."""

    line: int | None = None
    case: int | None = None
    staff: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the audit; `detail` is JSON."""

    number: int
    at: datetime
    kind: str
    about: About
    detail: str

    def seal(self, before: str) -> str:
        """Return the hash of this row and of the hash before it."""
        said = (before, self.number, self.at.astimezone(UTC).isoformat(timespec="microseconds"), self.kind)
        about = (self.about.line, self.about.case, self.about.staff)
        return hashlib.sha256(_SEALED.encode([*said, *about, self.detail]).encode()).hexdigest()


@dataclass(slots=True)
class _Sealed:
    """A transaction's end of the chain, once the head was read, and the rows that it has yet to write."""

    number: int = 0
    hash: str = ""
    is_read: bool = False
    rows: list[dict[str, object]] = field(default_factory=list)


@contextmanager
def sealing(connection: Connection) -> Iterator[None]:
    """Write, where the block ends, the rows that it appended; none where it raises."""
    kept = connection.info  # of the connection as it is now: one that is cut meanwhile has no other
    kept[_Sealed] = _Sealed()
    try:
        yield
        _write(connection, kept[_Sealed])
    finally:
        del kept[_Sealed]


def hold_head(connection: Connection) -> None:
    """Wait until every line and row that has a number can be seen by all; until the commit nobody else gets one."""
    _end(connection)


def append(
    connection: Connection, kind: Kind, about: About, *, at: datetime, detail: Mapping[str, Detail] | None = None
) -> None:
    """Add a row, in the transaction of what it tells of. `detail` holds no words of a patient."""
    end = _end(connection)
    told = _DETAIL.encode(dict(detail or {}))
    entry = Entry(number=end.number + 1, at=at, kind=kind, about=about, detail=told)
    end.number, end.hash = entry.number, entry.seal(end.hash)
    row = {"number": entry.number, "at": at, "kind": kind, "detail": told, "hash": end.hash}
    end.rows.append({**row, "line": about.line, "case": about.case, "staff": about.staff})


def growth(connection: Connection, since: int | None) -> Growth:
    """Return what has happened since a row's number; without one only the newest number."""
    number = connection.execute(select(audit_head.c.number).where(audit_head.c.id == ONLY)).scalar_one()
    if since is None or number == since:
        return Growth(number=number)
    about = (
        select(func.coalesce(line.c.conversation, case.c.conversation))
        .select_from(audit.outerjoin(line, audit.c.line == line.c.number).outerjoin(case, audit.c.case == case.c.id))
        .where(audit.c.number > since)
        .distinct()
    )
    return Growth(number=number, conversations=frozenset(filter(None, connection.execute(about).scalars())))


def commitment(salt: str, text: str) -> str:
    """Return what binds a text without telling it."""
    return hashlib.sha256(f"{salt}\0{text}".encode()).hexdigest()


def _end(connection: Connection) -> _Sealed:
    """Return the chain's end as this transaction has made it; reading the head is waiting for who holds it.

    Raises KeyError outside of `sealing`, where nobody would write the rows.
    """
    end: _Sealed = connection.info[_Sealed]
    if not end.is_read:
        head = select(audit_head.c.number, audit_head.c.hash).where(audit_head.c.id == ONLY).with_for_update()
        row = connection.execute(head).one()
        end.number, end.hash, end.is_read = row.number, row.hash, True
    return end


def _write(connection: Connection, end: _Sealed) -> None:
    if not end.rows:
        return
    head = {"its_id": ONLY, "new_number": end.number, "new_hash": end.hash}
    _END.run(connection, [head], end.rows)
