"""The escalations that staff work on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import case as sql_case
from sqlalchemy import select

from bot.errors import StaleView
from bot.model import Author, CaseState, Priority
from bot.store.conversations import dialogue_of, keep_dialogue
from bot.store.escalate import CASES
from bot.store.lines import add_line, sent_already
from bot.store.rows import to_case
from bot.store.seriousness import rank
from bot.store.tables import case, line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Case, Line, StaffMember
    from bot.ports import Clock
    from bot.store.transaction import Database

_URGENCY: Final = sql_case({priority: rank(priority) for priority in Priority}, value=case.c.priority)
_OPEN: Final = CASES.where(case.c.state == CaseState.OPEN).order_by(_URGENCY, case.c.opened_at, case.c.id)
_RESOLVED: Final = CASES.where(case.c.state == CaseState.RESOLVED).order_by(case.c.resolved_at.desc(), case.c.id.desc())


class SqlCases:
    """The Cases port."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def open_cases(self) -> Sequence[Case]:
        """Return the open cases, most urgent first, then oldest."""
        with self._database.reading() as connection:
            return tuple(to_case(row) for row in connection.execute(_OPEN))

    def resolved_cases(self, *, limit: int = 50) -> Sequence[Case]:
        """Return the cases resolved last, newest first."""
        with self._database.reading() as connection:
            return tuple(to_case(row) for row in connection.execute(_RESOLVED.limit(limit)))

    def case(self, case_id: int) -> Case | None:
        """Return one case."""
        with self._database.reading() as connection:
            return _find(connection, case_id)

    def reply(
        self, case_id: int, *, staff: StaffMember, text: str, last_seen: int, client_id: str | None = None
    ) -> Line:
        """Commit a staff reply for exactly this case's patient, once for each client_id. Raises StaleView, KeyError."""
        now = self._clock.now()
        with self._database.writing() as connection:
            found = _known(connection, case_id)
            sent = client_id and sent_already(connection, found.conversation, author=Author.STAFF, client_id=client_id)
            if sent:
                return sent
            _refuse_stale(connection, found, last_seen)
            _touch(connection, case_id, now)
            to = {"conversation": found.conversation, "author": Author.STAFF, "staff": staff.id, "client_id": client_id}
            return add_line(connection, **to, text=text, at=now)

    def resolve(self, case_id: int, *, staff: StaffMember, last_seen: int | None = None) -> None:
        """Close the case and begin the dialogue's window anew, once. Raises StaleView, KeyError."""
        now = self._clock.now()
        with self._database.writing() as connection:
            found = _known(connection, case_id)
            if found.state is CaseState.RESOLVED:
                return
            if last_seen is not None:
                _refuse_stale(connection, found, last_seen)
            _close(connection, case_id, staff, now)
            ended = replace(dialogue_of(connection, found.conversation), in_crisis=None, recent=(), waiting=None)
            keep_dialogue(connection, found.conversation, ended)


def _find(connection: Connection, case_id: int) -> Case | None:
    row = connection.execute(CASES.where(case.c.id == case_id)).one_or_none()
    return to_case(row) if row else None


def _known(connection: Connection, case_id: int) -> Case:
    found = _find(connection, case_id)
    if found is None:
        raise KeyError(case_id)
    return found


def _refuse_stale(connection: Connection, found: Case, last_seen: int) -> None:
    by_patient = (line.c.conversation == found.conversation, line.c.author == Author.PATIENT)
    if connection.execute(select(line.c.number).where(*by_patient, line.c.number > last_seen)).first():
        message = f"case {found.id} has new messages since it was opened: read them, then send"
        raise StaleView(message)


def _touch(connection: Connection, case_id: int, now: datetime) -> None:
    connection.execute(case.update().where(case.c.id == case_id).values(updated_at=now))


def _close(connection: Connection, case_id: int, staff: StaffMember, now: datetime) -> None:
    ended = {"state": CaseState.RESOLVED, "resolved_at": now, "resolved_by": staff.id, "updated_at": now}
    connection.execute(case.update().where(case.c.id == case_id).values(**ended))
