"""The escalations that staff work on: reading them, and each thing that staff do as one transaction."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy import case as sql_case
from sqlalchemy import func, select

from bot.desk import states
from bot.errors import AlreadyClaimed, StaleView
from bot.model import Author, CaseState, Priority, Resolution, TimerKind
from bot.store import audit
from bot.store.audit import Kind
from bot.store.audit.history import history
from bot.store.desk import timers
from bot.store.desk.case_rows import CASES, IS_OPEN, find_case, known_case, save_case, touch_case
from bot.store.desk.search import search
from bot.store.desk.seriousness import rank
from bot.store.ledger import waiting
from bot.store.ledger.dialogues import dialogue_of, keep_dialogue
from bot.store.ledger.lines import add_line, sent_already
from bot.store.ledger.notices import tell_seen
from bot.store.schema.rows import to_case, to_note
from bot.store.schema.tables import case, line, note
from bot.store.schema.tables import staff as staff_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.beside import Happening
    from bot.desk.ladder import Reach
    from bot.model import Case, Line, Note, StaffMember
    from bot.ports import Clock
    from bot.store.transaction import Database

_URGENCY: Final = sql_case({priority: rank(priority) for priority in Priority}, value=case.c.priority)
_OPEN: Final = CASES.where(IS_OPEN).order_by(_URGENCY, case.c.opened_at, case.c.id)
_RESOLVED: Final = CASES.where(~IS_OPEN).order_by(case.c.resolved_at.desc(), case.c.id.desc())
_NOTES: Final = (
    select(note, staff_table.c.name.label("staff_name"))
    .join_from(note, staff_table, note.c.staff == staff_table.c.id)
    .order_by(note.c.id)
)


class SqlCases:
    """The Cases port."""

    def __init__(self, database: Database, clock: Clock, reach: Reach) -> None:
        self._database = database
        self._clock = clock
        self._reach = reach

    def open_cases(self) -> Sequence[Case]:
        """Return the open cases, most urgent first, then oldest."""
        with self._database.reading() as connection:
            return tuple(to_case(row) for row in connection.execute(_OPEN))

    def resolved_cases(self, *, limit: int = 50) -> Sequence[Case]:
        """Return the cases resolved last, newest first."""
        with self._database.reading() as connection:
            return tuple(to_case(row) for row in connection.execute(_RESOLVED.limit(limit)))

    def resolved_since(self, at: datetime) -> int:
        """Return how many cases are resolved that were not before this moment."""
        late = select(func.count()).select_from(case).where(~IS_OPEN, case.c.resolved_at >= at)
        with self._database.glancing() as connection:
            return connection.execute(late).scalar_one()

    def case(self, case_id: int) -> Case | None:
        """Return one case."""
        with self._database.reading() as connection:
            return find_case(connection, case_id)

    def notes(self, case_id: int) -> Sequence[Note]:
        """Return what staff noted beside a case, oldest first."""
        with self._database.reading() as connection:
            return tuple(to_note(row) for row in connection.execute(_NOTES.where(note.c.case == case_id)))

    def history(self, case_id: int) -> Sequence[Happening]:
        """Return what was done to a case, oldest first."""
        with self._database.reading() as connection:
            return history(connection, case_id)

    def of_conversation(self, conversation: str) -> Sequence[Case]:
        """Return the conversation's cases, newest first."""
        its = CASES.where(case.c.conversation == conversation).order_by(case.c.id.desc())
        with self._database.reading() as connection:
            return tuple(to_case(row) for row in connection.execute(its))

    def search(self, text: str, *, limit: int = 50) -> Sequence[Case]:
        """Return the cases with this number or in whose patient's, staff's or notes' words it is; open ones first."""
        with self._database.reading() as connection:
            return search(connection, text, limit=limit)

    def acknowledge(self, case_id: int, *, staff: StaffMember) -> Case:
        """Say that a person has seen it; paging ends. Raises KeyError."""
        return self._change(case_id, staff, Kind.ACKNOWLEDGED, states.acknowledge)

    def contact(self, case_id: int, *, staff: StaffMember) -> Case:
        """Say that staff are contacting the person now. Raises NotAllowed, KeyError."""
        return self._change(case_id, staff, Kind.CONTACTED, states.contact)

    def claim(self, case_id: int, *, staff: StaffMember, over: int | None = None) -> Case:
        """Take the case, also from the colleague `over`. Raises AlreadyClaimed for another's, NotAllowed, KeyError."""
        return self._change(case_id, staff, Kind.CLAIMED, partial(states.claim, over=over))

    def assign(self, case_id: int, *, staff: StaffMember, to: StaffMember) -> Case:
        """Give the case to `to`, whosever it was. Raises NotAllowed, KeyError."""
        return self._change(case_id, staff, Kind.CLAIMED, lambda found, _staff, now: states.assign(found, to, now))

    def release(self, case_id: int, *, staff: StaffMember) -> Case:
        """Put one's own case back into its queue. Raises AlreadyClaimed, NotAllowed, KeyError."""
        return self._change(case_id, staff, Kind.RELEASED, lambda found, by, _now: states.release(_own(found, by)))

    def snooze(self, case_id: int, *, staff: StaffMember, until: datetime) -> Case:
        """Put the case off until a time or the patient's next message. Raises AlreadyClaimed, NotAllowed, KeyError."""

        def put_off(found: Case, by: StaffMember, now: datetime) -> Case:
            return states.snooze(found, by, until=until, now=now)

        return self._change(case_id, staff, Kind.SNOOZED, put_off)

    def verify(self, case_id: int, *, staff: StaffMember, is_verified: bool) -> Case:
        """Say whether staff have made sure who is writing. Raises KeyError."""
        return self._change(
            case_id, staff, Kind.VERIFIED, lambda found, _by, _now: states.verify(found, is_verified=is_verified)
        )

    def note(self, case_id: int, *, staff: StaffMember, text: str) -> Note:
        """Keep a note for staff beside the case; no patient is ever sent one. Raises KeyError."""
        now = self._clock.now()
        with self._database.writing() as connection:
            known_case(connection, case_id)
            row = {"case": case_id, "staff": staff.id, "text": text, "at": now}
            number = connection.execute(note.insert().values(**row).returning(note.c.id)).scalar_one()
            audit.append(connection, Kind.NOTED, audit.About(case=case_id, staff=staff.id), at=now)
            touch_case(connection, case_id, now)
            return to_note(connection.execute(_NOTES.where(note.c.id == number)).one())

    def reply(
        self, case_id: int, *, staff: StaffMember, text: str, last_seen: int, client_id: str | None = None
    ) -> Line:
        """Commit a staff reply for exactly this case's patient, once for each client_id; who replies has the case.

        Raises AlreadyClaimed where it is a colleague's, StaleView, NotAllowed, KeyError.
        """
        now = self._clock.now()
        with self._database.writing() as connection:
            found = known_case(connection, case_id)
            sent = client_id and sent_already(connection, found.conversation, author=Author.STAFF, client_id=client_id)
            if sent:
                return sent
            _refuse_stale(connection, found, last_seen)
            taken = states.claim(found, staff, now)
            self._save(connection, found, taken, kind=Kind.CLAIMED, now=now, by=staff)
            timers.stop(connection, case_id, TimerKind.UNANSWERED, now)
            waiting.await_look(connection, self._reach, found, now)
            touch_case(connection, case_id, now)
            to = {"conversation": found.conversation, "author": Author.STAFF, "staff": staff.id, "client_id": client_id}
            return add_line(connection, **to, text=text, at=now)

    def resolve(
        self,
        case_id: int,
        *,
        staff: StaffMember,
        resolution: Resolution = Resolution.ANSWERED,
        last_seen: int | None = None,
    ) -> None:
        """Close the case and begin the dialogue's window anew, once. Raises AlreadyClaimed, StaleView, KeyError."""
        now = self._clock.now()
        with self._database.writing() as connection:
            found = known_case(connection, case_id)
            if found.state is CaseState.RESOLVED:
                return
            if last_seen is not None:
                _refuse_stale(connection, found, last_seen)
            closed = states.resolve(_own(found, staff), staff, now, resolution=resolution)
            self._save(connection, found, closed, kind=Kind.RESOLVED, now=now, by=staff)
            before = dialogue_of(connection, found.conversation)
            ended = replace(before, in_crisis=None, recent=(), subject=(), waiting=None)
            keep_dialogue(connection, found.conversation, ended)

    def _change(
        self, case_id: int, staff: StaffMember, kind: Kind, change: Callable[[Case, StaffMember, datetime], Case]
    ) -> Case:
        now = self._clock.now()
        with self._database.writing() as connection:
            found = known_case(connection, case_id)
            return self._save(connection, found, change(found, staff, now), kind=kind, now=now, by=staff)

    def _save(  # noqa: PLR0913 - as save_case
        self, connection: Connection, before: Case, after: Case, *, kind: Kind, now: datetime, by: StaffMember
    ) -> Case:
        """Write what a person made of a case; where it was paged, the patient learns who has seen it."""
        saved = save_case(connection, before, after, kind=kind, now=now, by=by)
        tell_seen(connection, self._reach.clinic(), before, saved)
        return saved


def _own(found: Case, staff: StaffMember) -> Case:
    """Return the case where it is nobody else's. Raises AlreadyClaimed."""
    if found.owner_id not in {None, staff.id}:
        raise AlreadyClaimed(found.owner or "a colleague")
    return found


def _refuse_stale(connection: Connection, found: Case, last_seen: int) -> None:
    by_patient = (line.c.conversation == found.conversation, line.c.author == Author.PATIENT)
    if connection.execute(select(line.c.number).where(*by_patient, line.c.number > last_seen)).first():
        message = f"case {found.id} has new messages since it was opened: read them, then send"
        raise StaleView(message)
