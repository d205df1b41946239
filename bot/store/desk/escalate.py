"""An escalating decision opens its conversation's case, adds to the one that is open, or opens a late one again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.desk import states
from bot.desk.timers import ANSWERS_WITHIN
from bot.model import CaseState, Concern, Decision, Disposition, Queue, TimerKind
from bot.store.audit import Kind
from bot.store.desk import timers
from bot.store.desk.case_rows import add_case, last_case, open_case, save_case, touch_case
from bot.store.desk.seriousness import more_serious, weight, weight_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Case, Line

_DANGER: Final = frozenset({Concern.CRISIS, Concern.EMERGENCY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """What staff get: a decision of this moment, to be answered by `due_at`."""

    decision: Decision
    now: datetime
    due_at: datetime | None = None


def follow(connection: Connection, line: Line, wanted: Escalation) -> Case | None:
    """Return the conversation's open case after this message: it escalates, or is one more for whose case it is."""
    if wanted.decision.escalates:
        case = escalate(connection, line.conversation, wanted)
    else:
        found = open_case(connection, line.conversation)
        if found is None:
            return None
        case = save_case(connection, found, states.wake(found), kind=Kind.WOKEN, now=wanted.now)
    touch_case(connection, case.id, wanted.now)
    if states.awaits_answer(case) and not timers.is_running(connection, case.id, TimerKind.UNANSWERED):
        timers.start(connection, case.id, TimerKind.UNANSWERED, due_at=wanted.now + ANSWERS_WITHIN)
    return case


def escalate(connection: Connection, conversation: str, wanted: Escalation) -> Case:
    """Return the case that the escalation has become part of: its priority only ever rises."""
    known = open_case(connection, conversation)
    if known:
        return _called(connection, _added(connection, known, wanted), wanted)
    last = last_case(connection, conversation)
    if last and states.may_reopen(last, wanted.now):
        return _called(connection, _reopened(connection, last, wanted), wanted)
    return _called(connection, _opened(connection, conversation, wanted), wanted)


def _opened(connection: Connection, conversation: str, wanted: Escalation) -> Case:
    decision = wanted.decision
    return add_case(
        connection,
        conversation=conversation,
        disposition=decision.disposition,
        queue=_queue(decision),
        priority=decision.priority,
        state=CaseState.OPEN,
        signals=_signals(decision),
        opened_at=wanted.now,
        updated_at=wanted.now,
        due_at=wanted.due_at,
    )


def _reopened(connection: Connection, last: Case, wanted: Escalation) -> Case:
    decision = wanted.decision
    anew = replace(
        states.reopen(last),
        disposition=decision.disposition,
        queue=_queue(decision),
        priority=decision.priority,
        signals=_signals(decision),
        due_at=wanted.due_at,
    )
    return save_case(connection, last, anew, kind=Kind.REOPENED, now=wanted.now)


def _added(connection: Connection, known: Case, wanted: Escalation) -> Case:
    decision, queue = wanted.decision, _queue(wanted.decision)
    heavier = weight(disposition=decision.disposition, priority=decision.priority, queue=queue) < weight_of(known)
    raised = replace(
        states.wake(known),
        disposition=more_serious(known.disposition, decision.disposition),
        queue=queue if heavier else known.queue,
        priority=more_serious(known.priority, decision.priority),
        signals=tuple(dict.fromkeys(known.signals + _signals(decision))),
        due_at=_earlier(known.due_at, wanted.due_at),
    )
    return save_case(connection, known, raised, kind=Kind.RAISED, now=wanted.now)


def _called(connection: Connection, case: Case, wanted: Escalation) -> Case:
    """Call staff where there is danger that nobody has seen."""
    is_new = any(signal.concern in _DANGER for signal in wanted.decision.signals)
    if not states.needs_paging(case, wanted.now, is_new_danger=is_new):
        return case
    return save_case(connection, case, states.page(case, wanted.now), kind=Kind.PAGED, now=wanted.now)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one and other else one or other


def _queue(decision: Decision) -> Queue:
    """Return the decision's queue; danger without one is clinical."""
    return decision.queue or (Queue.UNKNOWN if decision.disposition is Disposition.HANDOFF else Queue.CLINICAL)


def _signals(decision: Decision) -> tuple[str, ...]:
    return tuple(signal.id for signal in decision.signals)
