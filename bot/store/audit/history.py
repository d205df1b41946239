"""What was done to a case, read from the audit."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.beside import Happening
from bot.model import Resolution
from bot.store.schema.tables import audit, staff

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row


def history(connection: Connection, case_id: int) -> Sequence[Happening]:
    """Return what was done to the case, oldest first, each by its person's name of today."""
    names = {row.id: row.name for row in connection.execute(select(staff.c.id, staff.c.name))}
    rows = connection.execute(select(audit).where(audit.c.case == case_id).order_by(audit.c.number))
    return tuple(_happening(row, names) for row in rows)


def _happening(row: Row[Any], names: Mapping[int, str]) -> Happening:
    detail = json.loads(row.detail)
    resolution, until = detail.get("resolution"), detail.get("until")
    return Happening(
        at=row.at,
        kind=row.kind,
        staff_name=names.get(row.staff),
        owner=names.get(detail.get("owner")),
        resolution=Resolution(resolution) if resolution else None,
        until=datetime.fromisoformat(until) if until else None,
    )
