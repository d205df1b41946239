"""A timer whose moment has come: it ends, and does what it was for, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, assert_never

from bot.desk import states
from bot.desk.ladder import climb
from bot.desk.timers import FOLLOW_UP
from bot.model import CaseState, Disposition, Priority, Queue, TimerKind
from bot.store import audit
from bot.store.desk import timers
from bot.store.desk.case_rows import known_case, open_case, save_case
from bot.store.desk.page_rows import queue
from bot.store.desk.seriousness import more_serious
from bot.store.ledger import waiting
from bot.store.ledger.notices import tell_unanswered

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.desk.ladder import Reach
    from bot.model import Case, Timer
    from bot.ports import Clock
    from bot.store.transaction import Database

_AT_ONCE: Final = 100
_MINUTE: Final = timedelta(minutes=1)


class SqlTimers:
    """The Timers port."""

    def __init__(self, database: Database, clock: Clock, reach: Reach) -> None:
        self._database = database
        self._clock = clock
        self._reach = reach

    def fire(self) -> int:
        """Do what is due, each timer once and in a transaction of its own; return how many were fired here.

        An error of one is raised when all the others have been tried.
        """
        with self._database.reading() as connection:
            due = timers.due(connection, self._clock.now(), limit=_AT_ONCE)
        errors: list[Exception] = []
        fired = sum(self._has_fired(one, errors) for one in due)
        if errors:
            raise errors[0]
        return fired

    def _has_fired(self, one: Timer, errors: list[Exception]) -> bool:
        try:
            with self._database.writing() as connection:
                return self._fire(connection, one, self._clock.now())
        except Exception as error:  # noqa: BLE001 - one broken timer keeps nobody else waiting; the caller gets the error
            errors.append(error)
            return False

    def _fire(self, connection: Connection, one: Timer, now: datetime) -> bool:
        if not timers.end(connection, one, now):
            return False
        detail: dict[str, audit.Detail] = {"kind": one.kind, "step": one.step}
        audit.append(connection, audit.Kind.TIMER, audit.About(case=one.case), at=now, detail=detail)
        found = known_case(connection, one.case)
        match one.kind:
            case TimerKind.PAGE:
                self._climb(connection, found, one, now)
            case TimerKind.SNOOZE:
                save_case(connection, found, states.wake(found), kind=audit.Kind.WOKEN, now=now)
            case TimerKind.UNANSWERED:
                _page_again(connection, found, now)
            case TimerKind.FOLLOW_UP:
                _follow_up(connection, found, now)
            case TimerKind.NOTICE:
                waiting.tell(connection, self._reach, found, now)
            case _:
                assert_never(one.kind)
        return True

    def _climb(self, connection: Connection, found: Case, one: Timer, now: datetime) -> None:
        """Call whom this step calls, and what was missed, and start the next step."""
        if found.state is not CaseState.PAGED:
            return
        began = one.due_at - one.step * _MINUTE
        minute = (now - began) // _MINUTE
        step = climb(self._reach.ladder(), step=one.step, minute=minute)
        for rung in step.rungs:
            queue(connection, rung.places, now, case=found.id, step=max(minute, one.step))
        if step.is_last:
            tell_unanswered(connection, self._reach.clinic(), found, now)
        due_at = began + step.next_step * _MINUTE
        timers.start(connection, found.id, TimerKind.PAGE, due_at=due_at, step=step.next_step)


def _page_again(connection: Connection, found: Case, now: datetime) -> None:
    """Call staff again: someone in danger wrote, and whose case it is has not answered."""
    if found.state not in {CaseState.PAGED, CaseState.RESOLVED}:
        save_case(connection, found, states.page(found, now), kind=audit.Kind.PAGED, now=now)


def _follow_up(connection: Connection, found: Case, now: datetime) -> None:
    """Put the closed crisis back before staff: as itself, or as part of the case that has been opened meanwhile."""
    if found.state is not CaseState.RESOLVED:
        return
    current = open_case(connection, found.conversation)
    if current:
        signals = tuple(dict.fromkeys((*current.signals, FOLLOW_UP)))
        raised = replace(current, signals=signals, priority=more_serious(current.priority, Priority.URGENT))
        save_case(connection, current, raised, kind=audit.Kind.RAISED, now=now)
        return
    anew = replace(
        states.reopen(found),
        disposition=Disposition.HANDOFF,
        queue=Queue.CLINICAL,
        priority=Priority.URGENT,
        signals=(FOLLOW_UP,),
        due_at=now,
    )
    save_case(connection, found, anew, kind=audit.Kind.REOPENED, now=now)
