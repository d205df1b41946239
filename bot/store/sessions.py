"""Staff sessions: rows that can be ended, known only by the hash of their token."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from bot.store.accounts import SqlAccounts
from bot.store.rows import to_staff
from bot.store.tables import staff as account
from bot.store.tables import staff_session as session

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

    from bot.model import StaffMember

USE_NOTED_EVERY: Final = timedelta(minutes=1)
"""A page asks often; a disk need not sync each time."""


class SqlAccountsAndSessions(SqlAccounts):
    """The Accounts port."""

    def open_session(self, staff: StaffMember, *, token_hash: str, expires_at: datetime) -> None:
        """Store a session, and forget those that have ended."""
        now = self._clock.now()
        lasts = {"opened_at": now, "used_at": now, "expires_at": expires_at}
        with self._database.writing() as connection:
            connection.execute(session.delete().where(session.c.expires_at <= now))
            connection.execute(session.insert().values(token_hash=token_hash, staff=staff.id, **lasts))

    def session(self, token_hash: str) -> StaffMember | None:
        """Return whose live session this is, and note to the minute that it was used."""
        now = self._clock.now()
        row = self._live(token_hash, now)
        if row is None:
            return None
        if now - row.used_at >= USE_NOTED_EVERY:
            self._note_use(token_hash, now)
        return to_staff(row)

    def close_session(self, token_hash: str) -> None:
        """End a session; ending it twice is ending it once."""
        with self._database.writing() as connection:
            connection.execute(session.delete().where(session.c.token_hash == token_hash))

    def _live(self, token_hash: str, now: datetime) -> Row[Any] | None:
        with self._database.reading() as connection:
            return connection.execute(
                select(account, session.c.used_at)
                .join(session, session.c.staff == account.c.id)
                .where(session.c.token_hash == token_hash, session.c.expires_at > now, account.c.disabled_at.is_(None))
            ).one_or_none()

    def _note_use(self, token_hash: str, now: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(session.update().where(session.c.token_hash == token_hash).values(used_at=now))
