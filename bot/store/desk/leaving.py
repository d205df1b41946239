"""What becomes of the cases of somebody who may not sign in any more: they are nobody's, so that no patient waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk import states
from bot.store.audit import Kind
from bot.store.desk.case_rows import CASES, IS_OPEN, save_case
from bot.store.schema.rows import to_case
from bot.store.schema.tables import case

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.model import StaffMember


def release_cases(connection: Connection, owner: int, *, now: datetime, by: StaffMember | None) -> None:
    """Put every open case of this person back into its queue."""
    for row in connection.execute(CASES.where(case.c.owner == owner, IS_OPEN).order_by(case.c.id)).all():
        found = to_case(row)
        save_case(connection, found, states.release(found), kind=Kind.RELEASED, now=now, by=by)
