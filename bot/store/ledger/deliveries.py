"""The outbox of lines to other platforms: taking them over, in order, and noting what became of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import exists, func, or_, select

from bot.model import Author, Concern, Decision, Disposition, Queue, Signal
from bot.store import audit
from bot.store.desk.case_rows import IS_OPEN
from bot.store.desk.escalate import Escalation, escalate
from bot.store.ledger.lines import LINES
from bot.store.schema.rows import to_line
from bot.store.schema.tables import case, conversation, delivery, line
from bot.surface import Delivery, DeliveryState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from bot.ports import Clock
    from bot.store.transaction import Database

LEASE: Final = timedelta(seconds=60)
"""How long a line is its taker's: longer than sending may last. After that the taker is dead, and another sends it."""

GREETS_AFTER: Final = timedelta(days=7)
"""How long after the desk's last line a patient is told again that it is automated (Utah 13-72a-203)."""

UNDELIVERED: Final = Decision(
    disposition=Disposition.HANDOFF,
    queue=Queue.PERSON,
    signals=(Signal(id="delivery.refused", concern=Concern.DESK),),
)
"""What staff get where a patient cannot be reached any more where they wrote."""

_ERROR_LENGTH: Final = 64
_earlier: Final = delivery.alias("earlier")
_before: Final = line.alias("before")
_IS_NEXT: Final = ~exists().where(
    _earlier.c.conversation == delivery.c.conversation,
    _earlier.c.line < delivery.c.line,
    _earlier.c.due_at.is_not(None),
)
_SPOKE_LAST: Final = (
    select(func.max(_before.c.at))
    .where(
        _before.c.conversation == line.c.conversation,
        _before.c.number < line.c.number,
        _before.c.author == Author.DESK,
    )
    .scalar_subquery()
    .label("spoke_last")
)


class SqlDeliveries:
    """The Deliveries port."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def take(self, channel: str, *, limit: int) -> Sequence[Delivery]:
        """Take over lines that are due: of each conversation the next one only; danger first, then the oldest."""
        now = self._clock.now()
        is_due = (delivery.c.channel == channel, delivery.c.due_at <= now, _IS_NEXT)
        with self._database.reading() as connection:
            if connection.execute(select(delivery.c.line).where(*is_due).limit(1)).first() is None:
                return ()
        due = LINES.add_columns(delivery.c.attempts, _SPOKE_LAST).join(delivery, delivery.c.line == line.c.number)
        first = due.where(*is_due).order_by(delivery.c.is_urgent.desc(), delivery.c.line).limit(limit)
        with self._database.writing() as connection:
            taken = tuple(_to_delivery(row) for row in connection.execute(first))
            theirs = delivery.c.line.in_([one.line.number for one in taken])
            leased = {"due_at": now + LEASE, "attempts": delivery.c.attempts + 1}
            connection.execute(delivery.update().where(theirs).values(**leased))
        return taken

    def sent(self, one: Delivery, message: str) -> None:
        """Note that a line was sent, and its id there."""
        now = self._clock.now()
        with self._database.writing() as connection:
            _note(connection, one, sent_at=now, due_at=None, error=None, message=message)
            audit.append(connection, audit.Kind.DELIVERED, audit.About(line=one.line.number), at=now)

    def later(self, one: Delivery, error: str, *, seconds: float) -> None:
        """Note why a line could not be sent, and that it is tried again."""
        due_at = self._clock.now() + timedelta(seconds=seconds)
        with self._database.writing() as connection:
            _note(connection, one, due_at=due_at, error=error[:_ERROR_LENGTH])

    def refused(self, one: Delivery, error: str) -> None:
        """Note that a line can never be sent; staff get a case, because the patient cannot be reached there."""
        now = self._clock.now()
        with self._database.writing() as connection:
            _note(connection, one, refused_at=now, due_at=None, error=error[:_ERROR_LENGTH])
            detail: dict[str, audit.Detail] = {"error": error[:_ERROR_LENGTH]}
            audit.append(connection, audit.Kind.REFUSED, audit.About(line=one.line.number), at=now, detail=detail)
            escalate(connection, one.line.conversation, Escalation(decision=UNDELIVERED, now=now))

    def states(self, conversation: str) -> Mapping[int, DeliveryState]:
        """Return how far the conversation's lines have come, by line number."""
        its = select(delivery).where(delivery.c.conversation == conversation)
        with self._database.reading() as connection:
            return {row.line: _to_state(row) for row in connection.execute(its)}

    def held(self, channel: str, *, since: datetime) -> Sequence[str]:
        """Return the names of the channel's conversations that may go on: with a line since then, or an open case."""
        its = conversation.c.id
        is_open = exists().where(case.c.conversation == its, IS_OPEN)
        is_recent = exists().where(line.c.conversation == its, line.c.at >= since)
        names = select(its).where(conversation.c.channel == channel, or_(is_open, is_recent))
        with self._database.reading() as connection:
            return tuple(connection.execute(names.order_by(conversation.c.created_at)).scalars())


def _note(connection: Connection, one: Delivery, **values: object) -> None:
    connection.execute(delivery.update().where(delivery.c.line == one.line.number).values(**values))


def _to_delivery(row: Row[Any]) -> Delivery:
    found = to_line(row)
    is_first = row.spoke_last is None or found.at - row.spoke_last >= GREETS_AFTER
    return Delivery(line=found, attempts=row.attempts, is_first=is_first and found.author is Author.DESK)


def _to_state(row: Row[Any]) -> DeliveryState:
    return DeliveryState(is_sent=row.sent_at is not None, is_refused=row.refused_at is not None, error=row.error)
