"""An escalating decision opens its conversation's case, or adds to the one that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from bot.model import CaseState, Disposition, Queue
from bot.store.rows import to_case
from bot.store.seriousness import more_serious, weight, weight_of
from bot.store.tables import case, conversation, staff

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Case, Decision

CASES: Final = (
    select(case, conversation.c.channel, staff.c.name.label("resolved_by_name"))
    .join_from(case, conversation, case.c.conversation == conversation.c.id)
    .outerjoin(staff, case.c.resolved_by == staff.c.id)
)
"""Every case, as `to_case` reads it."""


def escalate(connection: Connection, conversation: str, *, decision: Decision, now: datetime) -> None:
    """Open the conversation's case, or add the decision to the open one: its priority only ever rises."""
    is_ours = (case.c.conversation == conversation, case.c.state == CaseState.OPEN)
    row = connection.execute(CASES.where(*is_ours)).one_or_none()
    if row:
        _add_to(connection, to_case(row), decision, now)
    else:
        _open(connection, conversation, decision, now)


def _open(connection: Connection, conversation: str, decision: Decision, now: datetime) -> None:
    connection.execute(
        case.insert().values(
            conversation=conversation,
            disposition=decision.disposition,
            queue=_queue(decision),
            priority=decision.priority,
            state=CaseState.OPEN,
            signals=_signals(decision),
            opened_at=now,
            updated_at=now,
        )
    )


def _add_to(connection: Connection, known: Case, decision: Decision, now: datetime) -> None:
    queue = _queue(decision)
    heavier = weight(disposition=decision.disposition, priority=decision.priority, queue=queue) < weight_of(known)
    connection.execute(
        case.update()
        .where(case.c.id == known.id)
        .values(
            disposition=more_serious(known.disposition, decision.disposition),
            queue=queue if heavier else known.queue,
            priority=more_serious(known.priority, decision.priority),
            signals=tuple(dict.fromkeys(known.signals + _signals(decision))),
            updated_at=now,
        )
    )


def _queue(decision: Decision) -> Queue:
    """Return the decision's queue; danger without one is clinical."""
    return decision.queue or (Queue.UNKNOWN if decision.disposition is Disposition.HANDOFF else Queue.CLINICAL)


def _signals(decision: Decision) -> tuple[str, ...]:
    return tuple(signal.id for signal in decision.signals)
