"""Whose account a person of another platform has: asked at everything they do there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.errors import AccountError
from bot.store import audit
from bot.store.schema.rows import to_staff
from bot.store.schema.tables import staff, staff_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from bot.model import StaffMember
    from bot.ports import Clock
    from bot.store.transaction import Database


class SqlLinks:
    """The Links port."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def member(self, surface: str, user: str) -> StaffMember | None:
        """Return whose account a person has, if they may sign in to it today."""
        theirs = select(staff).join(staff_link, staff_link.c.staff == staff.c.id)
        usable = theirs.where(*_link(surface, user), staff.c.disabled_at.is_(None))
        with self._database.reading() as connection:
            row = connection.execute(usable).one_or_none()
            return to_staff(row) if row else None

    def link(self, username: str, surface: str, user: str, *, by: StaffMember | None = None) -> StaffMember:
        """Let a person of a platform act as an account, instead of any other. Raises AccountError."""
        now = self._clock.now()
        with self._database.writing() as connection:
            row = connection.execute(select(staff).where(staff.c.username == username)).one_or_none()
            if row is None:
                raise AccountError(f"there is no account {username}")
            connection.execute(staff_link.delete().where(*_link(surface, user)))
            connection.execute(staff_link.insert().values(surface=surface, user=user, staff=row.id, at=now))
            about = audit.About(staff=by.id if by else None)
            audit.append(connection, audit.Kind.ACCOUNT, about, at=now, detail={"account": row.id, "link": surface})
            return to_staff(row)

    def unlink(self, surface: str, user: str, *, by: StaffMember | None = None) -> None:
        """Let a person of a platform act as nobody. Raises AccountError where they did not act as anybody."""
        now = self._clock.now()
        with self._database.writing() as connection:
            ended = staff_link.delete().where(*_link(surface, user)).returning(staff_link.c.staff)
            account = connection.execute(ended).scalar_one_or_none()
            if account is None:
                raise AccountError(f"nobody is linked to {user} of {surface}")
            about = audit.About(staff=by.id if by else None)
            audit.append(connection, audit.Kind.ACCOUNT, about, at=now, detail={"account": account, "unlink": surface})

    def links(self) -> Sequence[tuple[str, str, str]]:
        """Return every link as username, surface and user, in this order."""
        every = select(staff.c.username, staff_link.c.surface, staff_link.c.user).join(
            staff, staff_link.c.staff == staff.c.id
        )
        with self._database.reading() as connection:
            return tuple(sorted((row.username, row.surface, row.user) for row in connection.execute(every)))


def _link(surface: str, user: str) -> tuple[ColumnElement[bool], ...]:
    return staff_link.c.surface == surface, staff_link.c.user == user
