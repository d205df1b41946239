"""Reading and writing the rows of `case`; every change leaves a row in the audit and moves the case's timers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from bot.desk.timers import changes
from bot.model import CaseState
from bot.store import audit
from bot.store.desk import timers
from bot.store.schema.rows import to_case
from bot.store.schema.tables import case, conversation, staff

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from bot.model import Case, StaffMember

_owner: Final = staff.alias("owner_staff")
_seen_by: Final = staff.alias("seen_by_staff")
_closed_by: Final = staff.alias("closed_by_staff")

CASES: Final = (
    select(
        case,
        conversation.c.channel,
        _owner.c.name.label("owner_name"),
        _seen_by.c.name.label("acknowledged_by_name"),
        _closed_by.c.name.label("resolved_by_name"),
    )
    .join_from(case, conversation, case.c.conversation == conversation.c.id)
    .outerjoin(_owner, case.c.owner == _owner.c.id)
    .outerjoin(_seen_by, case.c.acknowledged_by == _seen_by.c.id)
    .outerjoin(_closed_by, case.c.resolved_by == _closed_by.c.id)
)
"""Every case, as `to_case` reads it."""

_AS_THEY_ARE: Final = (
    *("disposition", "queue", "priority", "state", "signals", "due_at", "claimed_at", "snoozed_until", "paged_at"),
    *("acknowledged_at", "contacted_at", "is_verified", "resolved_at", "resolution"),
)

IS_OPEN: Final = case.c.state != CaseState.RESOLVED


def find_case(connection: Connection, case_id: int) -> Case | None:
    """Return one case."""
    return _one(connection, case.c.id == case_id)


def known_case(connection: Connection, case_id: int) -> Case:
    """Return one case, for changing it. Raises KeyError."""
    connection.execute(select(case.c.id).where(case.c.id == case_id).with_for_update())
    found = find_case(connection, case_id)
    if found is None:
        raise KeyError(case_id)
    return found


def open_case(connection: Connection, name: str) -> Case | None:
    """Return the conversation's unresolved case."""
    return _one(connection, case.c.conversation == name, IS_OPEN)


def last_case(connection: Connection, name: str) -> Case | None:
    """Return the conversation's case that was opened last."""
    newest = select(case.c.id).where(case.c.conversation == name).order_by(case.c.id.desc()).limit(1)
    return _one(connection, case.c.id == newest.scalar_subquery())


def add_case(connection: Connection, **values: Any) -> Case:  # noqa: ANN401 - the columns' own types
    """Insert a case."""
    number = connection.execute(case.insert().values(**values).returning(case.c.id)).scalar_one()
    added = _only(connection, case.c.id == number)
    _follow(connection, None, added, kind=audit.Kind.OPENED, by=None, now=added.opened_at)
    return added


def save_case(  # noqa: PLR0913 - what changed, why, when and by whom
    connection: Connection,
    before: Case,
    after: Case,
    *,
    kind: audit.Kind,
    now: datetime,
    by: StaffMember | None = None,
) -> Case:
    """Write what a change has made of a case; nothing where it made nothing."""
    if before == after:
        return before
    connection.execute(case.update().where(case.c.id == after.id).values(**_columns(before, after, by, now)))
    saved = replace(after, updated_at=now)
    _follow(connection, before, saved, kind=kind, by=by, now=now)
    return saved


def touch_case(connection: Connection, case_id: int, now: datetime) -> None:
    """Note that something was said."""
    connection.execute(case.update().where(case.c.id == case_id).values(updated_at=now))


def _follow(  # noqa: PLR0913 - as save_case
    connection: Connection, before: Case | None, after: Case, *, kind: audit.Kind, by: StaffMember | None, now: datetime
) -> None:
    timers.follow(connection, after.id, changes(before, after, now), now)
    about = audit.About(case=after.id, staff=by.id if by else None)
    audit.append(connection, kind, about, at=now, detail=_told(after))


def _told(after: Case) -> Mapping[str, audit.Detail]:
    return {
        "state": after.state,
        "disposition": after.disposition,
        "priority": after.priority,
        "queue": after.queue,
        "owner": after.owner_id,
        "until": after.snoozed_until.isoformat() if after.snoozed_until else None,
        "resolution": after.resolution,
        "rules": list(after.signals),
    }


def _columns(before: Case, after: Case, by: StaffMember | None, now: datetime) -> dict[str, object]:
    """Return the columns as they are to be; who has seen it or closed it is who acts."""
    columns = {name: getattr(after, name) for name in _AS_THEY_ARE} | {"owner": after.owner_id, "updated_at": now}
    for moment, person in (("acknowledged_at", "acknowledged_by"), ("resolved_at", "resolved_by")):
        if getattr(after, moment) != getattr(before, moment):
            columns[person] = by.id if by and getattr(after, moment) else None
    return columns


def _one(connection: Connection, *conditions: ColumnElement[bool]) -> Case | None:
    row = connection.execute(CASES.where(*conditions)).one_or_none()
    return to_case(row) if row else None


def _only(connection: Connection, *conditions: ColumnElement[bool]) -> Case:
    return to_case(connection.execute(CASES.where(*conditions)).one())
