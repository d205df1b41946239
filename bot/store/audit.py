"""The audit: what happened, in order, each row sealed by a hash of itself and of the row before.

It holds ids, dispositions, rules and names of rows, never a patient's words: of a line it keeps a commitment, the hash
of a random salt and the text, which shows a changed text and tells nothing once the line is gone.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from bot.ports import Growth
from bot.store.tables import audit, audit_head, case, line
from bot.store.turns import take_number_turn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

ONLY: Final = 1
"""The id of the head's one row."""

FIRST: Final = "0" * 64
"""What the first row is chained to."""


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
    CONTACT_LEFT = "contact.left"
    ACCOUNT = "account.changed"
    SIGNED_IN = "account.signed-in"
    TIMER = "timer.fired"
    PAGE_QUEUED = "page.queued"
    PAGE_SENT = "page.sent"
    PAGE_FAILED = "page.failed"
    PAGE_TEST = "page.test"


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
        return hashlib.sha256(json.dumps([*said, *about, self.detail], separators=(",", ":")).encode()).hexdigest()


def append(
    connection: Connection, kind: Kind, about: About, *, at: datetime, detail: Mapping[str, Detail] | None = None
) -> None:
    """Add a row, in the transaction of what it tells of. `detail` holds no words of a patient."""
    take_number_turn(connection)
    head = select(audit_head.c.number, audit_head.c.hash).where(audit_head.c.id == ONLY)
    number, before = connection.execute(head).one()
    told = json.dumps(dict(detail or {}), sort_keys=True, separators=(",", ":"))
    entry = Entry(number=number + 1, at=at, kind=kind, about=about, detail=told)
    sealed = entry.seal(before)
    row = {"number": entry.number, "at": at, "kind": kind, "detail": told, "hash": sealed}
    connection.execute(audit.insert().values(**row, line=about.line, case=about.case, staff=about.staff))
    connection.execute(audit_head.update().where(audit_head.c.id == ONLY).values(number=entry.number, hash=sealed))


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
