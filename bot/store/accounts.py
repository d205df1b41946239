"""Who may sign in to the staff page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.errors import StoreError
from bot.store.rows import to_staff
from bot.store.tables import staff as account

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.model import StaffMember
    from bot.ports import Clock
    from bot.store.transaction import Database


class SqlAccounts:
    """The half of the Accounts port that is about accounts."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def has_staff(self) -> bool:
        """Tell whether any account exists."""
        with self._database.reading() as connection:
            return connection.execute(select(account.c.id).limit(1)).first() is not None

    def add(self, *, username: str, name: str, password_hash: str) -> StaffMember:
        """Create an account. Raises StoreError where the username is taken."""
        given = {"username": username, "name": name, "password_hash": password_hash, "created_at": self._clock.now()}
        with self._database.writing() as connection:
            _refuse_taken(connection, username)
            return to_staff(connection.execute(account.insert().values(**given).returning(account)).one())

    def password_hash(self, username: str) -> tuple[StaffMember, str] | None:
        """Return the account and its hash, or None for an unknown or disabled one."""
        enabled = select(account).where(account.c.username == username, account.c.disabled_at.is_(None))
        with self._database.reading() as connection:
            row = connection.execute(enabled).one_or_none()
        return row and (to_staff(row), row.password_hash)

    def keep_password_hash(self, staff: StaffMember, *, password_hash: str) -> None:
        """Replace the account's hash."""
        with self._database.writing() as connection:
            connection.execute(account.update().where(account.c.id == staff.id).values(password_hash=password_hash))


def _refuse_taken(connection: Connection, username: str) -> None:
    if connection.execute(select(account.c.id).where(account.c.username == username)).first():
        message = f"there is an account {username} already: choose another username"
        raise StoreError(message)
