"""Staff sessions: rows that can be ended, known only by the hash of their token."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from bot.store import audit
from bot.store.people.accounts import SqlAccounts
from bot.store.schema.rows import to_session, to_staff
from bot.store.schema.tables import staff as account
from bot.store.schema.tables import staff_session as session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row

    from bot.model import StaffMember, StaffSession

USE_NOTED_EVERY: Final = timedelta(minutes=1)
"""A page asks often; a disk need not sync each time."""


class SqlAccountsAndSessions(SqlAccounts):
    """The Accounts port."""

    def open_session(self, staff: StaffMember, *, token_hash: str, expires_at: datetime, browser: str = "") -> None:
        """Store a session, and forget those that have ended."""
        now = self._clock.now()
        lasts = {"opened_at": now, "used_at": now, "expires_at": expires_at}
        row = {"token_hash": token_hash, "staff": staff.id, "browser": browser, **lasts}
        with self._database.writing() as connection:
            connection.execute(session.delete().where(session.c.expires_at <= now))
            connection.execute(session.insert().values(**row))
            audit.append(connection, audit.Kind.SIGNED_IN, audit.About(staff=staff.id), at=now)

    def session(
        self, token_hash: str, *, used_after: datetime | None = None, is_use: bool = True
    ) -> StaffMember | None:
        """Return whose live session this is, if it was used after a moment; note to the minute that it is used now."""
        now = self._clock.now()
        row = self._live(token_hash, _lives(now, used_after))
        if row is None:
            return None
        if is_use and now - row.used_at >= USE_NOTED_EVERY:
            self._note_use(token_hash, now)
        return to_staff(row)

    def sessions(self, staff: StaffMember, *, used_after: datetime) -> Sequence[StaffSession]:
        """Return the person's live sessions, the last used first."""
        own = select(session).where(session.c.staff == staff.id, *_lives(self._clock.now(), used_after))
        with self._database.reading() as connection:
            rows = connection.execute(own.order_by(session.c.used_at.desc(), session.c.token_hash)).all()
        return tuple(to_session(row) for row in rows)

    def close_session(self, token_hash: str) -> None:
        """End a session; ending it twice is ending it once."""
        with self._database.writing() as connection:
            connection.execute(session.delete().where(session.c.token_hash == token_hash))

    def close_sessions(self, staff: StaffMember, *, only: str | None = None) -> None:
        """End the person's sessions, or only the one whose token has this hash."""
        which = () if only is None else (session.c.token_hash == only,)
        with self._database.writing() as connection:
            connection.execute(session.delete().where(session.c.staff == staff.id, *which))

    def _live(self, token_hash: str, lives: tuple[ColumnElement[bool], ...]) -> Row[Any] | None:
        with self._database.reading() as connection:
            return connection.execute(
                select(account, session.c.used_at)
                .join(session, session.c.staff == account.c.id)
                .where(session.c.token_hash == token_hash, account.c.disabled_at.is_(None), *lives)
            ).one_or_none()

    def _note_use(self, token_hash: str, now: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(session.update().where(session.c.token_hash == token_hash).values(used_at=now))


def _lives(now: datetime, used_after: datetime | None) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a session has ended neither by the clock nor by standing idle."""
    unexpired = session.c.expires_at > now
    return (unexpired,) if used_after is None else (unexpired, session.c.used_at > used_after)
