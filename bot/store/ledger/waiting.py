"""Telling a patient who closed the page that a reply waits: when, once for all that waits, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, or_, select

from bot.model import Author, PatientContact, TimerKind
from bot.store import audit
from bot.store.desk import timers
from bot.store.schema.rows import to_notice, to_told
from bot.store.schema.tables import contact, conversation, line, notice
from bot.surface import channel_of
from bot.waiting import means_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.desk.ladder import Reach
    from bot.model import Case
    from bot.ports import Clock
    from bot.store.transaction import Database
    from bot.waiting import Means, Notice, Told

LEASE: Final = timedelta(seconds=60)
"""How long a notice is its taker's: longer than sending may last. After that the taker is dead: another sends it."""

RETRIES: Final = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
"""How long after each failed try the next one is made; after the last there is none."""

MOST_UNSURE: Final = 2
"""How many tries may end unnoted. One: the process died before it could note what it did, and the patient may have been
told. To be told twice is a nuisance, not to be told keeps a reply waiting: so it is sent once more, and never again."""

UNKNOWN: Final = "UnknownOutcome"
"""Twice the process died while it sent the notice."""

_IS_DUE: Final = notice.c.due_at.is_not(None)
_IS_SEEN: Final = conversation.c.seen >= notice.c.line
_NOTICES: Final = (
    select(notice, contact.c.email, contact.c.phone, conversation.c.dialogue)
    .join_from(notice, conversation, notice.c.conversation == conversation.c.id)
    .join(contact, contact.c.conversation == conversation.c.id)
)


class SqlNotices:
    """The Notices port."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def take(self, *, limit: int) -> Sequence[Notice]:
        """Take over notices that are due, for so long as sending may last; none of what has been seen meanwhile."""
        now = self._clock.now()
        is_due = (_IS_DUE, notice.c.due_at <= now)
        with self._database.glancing() as connection:
            if connection.execute(select(notice.c.id).where(*is_due).limit(1)).first() is None:
                return ()
        with self._database.writing() as connection:
            seen = select(notice.c.id).join(conversation, notice.c.conversation == conversation.c.id).where(_IS_SEEN)
            connection.execute(notice.update().where(_IS_DUE, notice.c.id.in_(seen)).values(due_at=None))
            _give_up(connection, now)
            first = _NOTICES.where(*is_due).order_by(notice.c.due_at, notice.c.id).limit(limit)
            taken = tuple(to_notice(row) for row in connection.execute(first))
            leased = {
                "due_at": now + LEASE,
                "attempts": notice.c.attempts + 1,
                "unsure": notice.c.unsure + 1,
            }
            connection.execute(notice.update().where(notice.c.id.in_([one.id for one in taken])).values(**leased))
        return taken

    def sent(self, one: Notice) -> None:
        """Note that a notice was sent."""
        now = self._clock.now()
        with self._database.writing() as connection:
            _note(connection, one, sent_at=now, due_at=None, error=None)
            _witness(connection, audit.Kind.TOLD, one, now)

    def failed(self, one: Notice, error: str, *, is_final: bool = False) -> None:
        """Note why a notice could not be sent, and when it is tried again, unless that is of no use."""
        now = self._clock.now()
        is_over = is_final or one.attempts >= len(RETRIES)
        due_at = None if is_over else now + RETRIES[one.attempts]
        with self._database.writing() as connection:
            _note(connection, one, failed_at=now, due_at=due_at, error=error, unsure=notice.c.unsure - 1)
            if is_over:
                _witness(connection, audit.Kind.NOT_TOLD, one, now)

    def of_case(self, case_id: int) -> Sequence[Told]:
        """Return what became of the case's notices, oldest first; nothing of those that were not needed any more."""
        is_told = or_(_IS_DUE, notice.c.sent_at.is_not(None), notice.c.failed_at.is_not(None))
        its = select(notice).where(notice.c.case == case_id, is_told).order_by(notice.c.id)
        with self._database.reading() as connection:
            return tuple(to_told(row) for row in connection.execute(its))


def await_look(connection: Connection, reach: Reach, found: Case, now: datetime) -> None:
    """Begin to wait until the patient's page shows the reply; on another platform it is delivered by itself."""
    is_awaited = channel_of(found.conversation) is not None or timers.is_running(connection, found.id, TimerKind.NOTICE)
    if reach.telling.means and not is_awaited:
        timers.start(connection, found.id, TimerKind.NOTICE, due_at=now + reach.telling.after)


def tell(connection: Connection, reach: Reach, found: Case, now: datetime) -> None:
    """Queue the notice, if a reply has waited long enough, nobody has told the patient of it, and there is a way."""
    seen = select(conversation.c.seen).where(conversation.c.id == found.conversation).scalar_subquery()
    unseen = (line.c.conversation == found.conversation, line.c.author == Author.STAFF, line.c.number > seen)
    first = connection.execute(select(line.c.at).where(*unseen).order_by(line.c.number).limit(1)).scalar()
    means = _means(connection, found, reach)
    if first is None or means is None or _is_told(connection, found):
        return
    if first + reach.telling.after > now:
        timers.start(connection, found.id, TimerKind.NOTICE, due_at=first + reach.telling.after)
        return
    last = connection.execute(select(func.max(line.c.number)).where(*unseen)).scalar_one()
    row = {"case": found.id, "conversation": found.conversation, "line": last, "means": means}
    connection.execute(notice.insert().values(**row, queued_at=now, due_at=now))


def _means(connection: Connection, found: Case, reach: Reach) -> Means | None:
    left = connection.execute(select(contact).where(contact.c.conversation == found.conversation)).one_or_none()
    if left is None:
        return None
    given = PatientContact(phone=left.phone, email=left.email)
    return means_of(given) if reach.telling.covers(given) else None


def _is_told(connection: Connection, found: Case) -> bool:
    """Tell whether a notice is on its way, or was sent, of something that the patient has still not seen."""
    is_it = (notice.c.conversation == found.conversation, ~_IS_SEEN, or_(_IS_DUE, notice.c.sent_at.is_not(None)))
    told = select(notice.c.id).join(conversation, notice.c.conversation == conversation.c.id).where(*is_it)
    return connection.execute(told).first() is not None


def _give_up(connection: Connection, now: datetime) -> None:
    """End the notices that may have been sent twice already."""
    is_lost = (_IS_DUE, notice.c.due_at <= now, notice.c.unsure >= MOST_UNSURE)
    for row in connection.execute(_NOTICES.where(*is_lost)).all():
        one = to_notice(row)
        _note(connection, one, failed_at=now, due_at=None, error=UNKNOWN)
        _witness(connection, audit.Kind.NOT_TOLD, one, now)


def _note(connection: Connection, one: Notice, **values: Any) -> None:  # noqa: ANN401 - the columns' own types
    connection.execute(notice.update().where(notice.c.id == one.id).values(**values))


def _witness(connection: Connection, kind: audit.Kind, one: Notice, now: datetime) -> None:
    audit.append(connection, kind, audit.About(case=one.case), at=now, detail={"means": one.means})
