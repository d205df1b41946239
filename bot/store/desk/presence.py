"""Who has which case's page open, in rows, so that every process knows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from bot.beside import Present
from bot.store.schema.tables import case, presence, staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import StaffMember
    from bot.ports import Clock
    from bot.store.transaction import Database

STALE_AFTER: Final = timedelta(seconds=30)
"""A page tells every ten seconds that it is open; after two that are missing it is taken for closed."""

_HERE: Final = (
    select(presence, staff.c.name)
    .join_from(presence, staff, presence.c.staff == staff.c.id)
    .order_by(presence.c.case, staff.c.name, staff.c.id)
)


class SqlPresence:
    """The Presence port."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def note(self, case_id: int, *, staff: StaffMember, is_writing: bool) -> None:
        """Note that the person has the case's page open, and forget the pages that are long closed."""
        now = self._clock.now()
        row = {"case": case_id, "staff": staff.id, "seen_at": now, "is_writing": is_writing}
        with self._database.writing() as connection:
            is_old = presence.c.seen_at < now - STALE_AFTER
            is_theirs = (presence.c.case == case_id) & (presence.c.staff == staff.id)
            connection.execute(presence.delete().where(is_old | is_theirs))
            if connection.execute(select(case.c.id).where(case.c.id == case_id)).first():
                connection.execute(presence.insert().values(**row))

    def leave(self, case_id: int, *, staff: StaffMember) -> None:
        """Note that the person has closed the page."""
        is_it = (presence.c.case == case_id, presence.c.staff == staff.id)
        with self._database.writing() as connection:
            connection.execute(presence.delete().where(*is_it))

    def here(self) -> Sequence[Present]:
        """Return who has which case open, by case and name."""
        fresh = _HERE.where(presence.c.seen_at >= self._clock.now() - STALE_AFTER)
        with self._database.reading() as connection:
            return tuple(
                Present(case=row.case, staff_id=row.staff, staff_name=row.name, is_writing=row.is_writing)
                for row in connection.execute(fresh)
            )
