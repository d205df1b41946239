"""The timers of cases: rows, so that they survive a restart; each ends once, with what it did, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sqlalchemy import select

from bot.desk.timers import Start, Stop
from bot.store.schema.rows import to_timer
from bot.store.schema.tables import timer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import Timer, TimerKind


def follow(connection: Connection, case: int, changes: Iterable[Start | Stop], now: datetime) -> None:
    """Start and stop the case's timers."""
    for change in changes:
        match change:
            case Start():
                start(connection, case, change.kind, due_at=change.due_at)
            case Stop():
                stop(connection, case, change.kind, now)
            case _:
                assert_never(change)


def start(connection: Connection, case: int, kind: TimerKind, *, due_at: datetime, step: int = 0) -> None:
    """Begin a timer."""
    connection.execute(timer.insert().values(kind=kind, case=case, step=step, due_at=due_at))


def stop(connection: Connection, case: int, kind: TimerKind, now: datetime) -> None:
    """End the case's running timers of a kind."""
    is_it = (timer.c.case == case, timer.c.kind == kind, timer.c.ended_at.is_(None))
    connection.execute(timer.update().where(*is_it).values(ended_at=now))


def is_running(connection: Connection, case: int, kind: TimerKind) -> bool:
    """Tell whether the case has a running timer of a kind."""
    is_it = (timer.c.case == case, timer.c.kind == kind, timer.c.ended_at.is_(None))
    return connection.execute(select(timer.c.id).where(*is_it)).first() is not None


def due(connection: Connection, now: datetime, *, limit: int) -> Sequence[Timer]:
    """Return the timers whose moment has come, the earliest first."""
    is_due = (timer.c.ended_at.is_(None), timer.c.due_at <= now)
    first = select(timer).where(*is_due).order_by(timer.c.due_at, timer.c.id).limit(limit)
    return tuple(to_timer(row) for row in connection.execute(first))


def end(connection: Connection, one: Timer, now: datetime) -> bool:
    """End a running timer, with what it does; False where it ended meanwhile or another process is firing it."""
    is_it = select(timer.c.id).where(timer.c.id == one.id, timer.c.ended_at.is_(None))
    if connection.execute(is_it.with_for_update(skip_locked=True)).first() is None:
        return False
    connection.execute(timer.update().where(timer.c.id == one.id).values(ended_at=now))
    return True
