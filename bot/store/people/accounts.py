"""Who may sign in to the staff page.

Each change of an account is one method and one transaction, with its row in the audit: what was changed, and by whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from bot.errors import AccountError
from bot.model import Role
from bot.store import audit
from bot.store.desk.leaving import release_cases
from bot.store.schema.rows import to_account, to_staff
from bot.store.schema.tables import staff as account
from bot.store.schema.tables import staff_session as session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Connection, Row

    from bot.model import Account, StaffMember
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

    def everyone(self) -> Sequence[Account]:
        """Return every account, by username."""
        with self._database.reading() as connection:
            rows = connection.execute(select(account).order_by(account.c.username)).all()
        return tuple(to_account(row) for row in rows)

    def add(  # noqa: PLR0913 - an account has as many facts
        self,
        *,
        username: str,
        name: str,
        password_hash: str,
        role: Role | None = None,
        one_time_for: timedelta | None = None,
        by: StaffMember | None = None,
    ) -> StaffMember:
        """Create an account. Raises AccountError where the username is taken or nobody would be admin."""
        now = self._clock.now()
        given = {"username": username, "name": name, "password_hash": password_hash, "created_at": now}
        with self._database.writing() as connection:
            _refuse_taken(connection, username)
            rights = {"role": _first_role(connection, role).value, "one_time_until": _until(now, one_time_for)}
            added = to_staff(connection.execute(account.insert().values(**given, **rights).returning(account)).one())
            _tell(connection, added, {"added": added.role}, by=by, now=now)
            return added

    def set_role(self, username: str, role: Role, *, by: StaffMember | None = None) -> StaffMember:
        """Give the account another role, and end its sessions."""
        with self._database.writing() as connection:
            found = _find(connection, username)
            if role is not Role.ADMIN:
                _refuse_last_admin(connection, found)
            return self._change(connection, found, {"role": role}, by=by, role=role.value)

    def disable(self, username: str, *, by: StaffMember | None = None) -> StaffMember:
        """Let nobody sign in to the account, end its sessions, and put its cases back into their queues."""
        with self._database.writing() as connection:
            found = _find(connection, username)
            _refuse_last_admin(connection, found)
            now = self._clock.now()
            release_cases(connection, found.id, now=now, by=by)
            since = found.disabled_at or now
            return self._change(connection, found, {"disabled": True}, by=by, disabled_at=since)

    def enable(self, username: str, *, by: StaffMember | None = None) -> StaffMember:
        """Let its owner sign in again."""
        with self._database.writing() as connection:
            return self._change(connection, _find(connection, username), {"disabled": False}, by=by, disabled_at=None)

    def set_password(
        self,
        username: str,
        *,
        password_hash: str,
        one_time_for: timedelta | None = None,
        by: StaffMember | None = None,
    ) -> StaffMember:
        """Replace the account's password, and end its sessions."""
        with self._database.writing() as connection:
            found = _find(connection, username)
            until = _until(self._clock.now(), one_time_for)
            told: dict[str, audit.Detail] = {"password": "one-time" if until else "own"}
            return self._change(connection, found, told, by=by, password_hash=password_hash, one_time_until=until)

    def password_hash(self, username: str) -> tuple[StaffMember, str] | None:
        """Return the account and its hash, or None where nobody can sign in: unknown, disabled, run out."""
        works = or_(account.c.one_time_until.is_(None), account.c.one_time_until > self._clock.now())
        usable = select(account).where(account.c.username == username, account.c.disabled_at.is_(None), works)
        with self._database.reading() as connection:
            row = connection.execute(usable).one_or_none()
        return row and (to_staff(row), row.password_hash)

    def renew_hash(self, staff: StaffMember, *, old: str, new: str) -> None:
        """Replace the hash of the same password, unless the password was changed meanwhile."""
        same = (account.c.id == staff.id, account.c.password_hash == old)
        with self._database.writing() as connection:
            connection.execute(account.update().where(*same).values(password_hash=new))

    def _change(
        self,
        connection: Connection,
        found: Row[Any],
        told: Mapping[str, audit.Detail],
        *,
        by: StaffMember | None,
        **values: object,
    ) -> StaffMember:
        """Change the account and end its sessions: whoever uses it signs in again, with what holds from now on."""
        connection.execute(session.delete().where(session.c.staff == found.id))
        changed = account.update().where(account.c.id == found.id).values(**values).returning(account)
        staff = to_staff(connection.execute(changed).one())
        _tell(connection, staff, told, by=by, now=self._clock.now())
        return staff


def _tell(
    connection: Connection,
    staff: StaffMember,
    told: Mapping[str, audit.Detail],
    *,
    by: StaffMember | None,
    now: datetime,
) -> None:
    """Leave a row in the audit; without `by` it was the command line, or the first start."""
    about = audit.About(staff=by.id if by else None)
    audit.append(connection, audit.Kind.ACCOUNT, about, at=now, detail={"account": staff.id, **told})


def _find(connection: Connection, username: str) -> Row[Any]:
    row = connection.execute(select(account).where(account.c.username == username)).one_or_none()
    if row is None:
        raise AccountError(f"there is no account {username}")
    return row


def _until(now: datetime, lasts: timedelta | None) -> datetime | None:
    return now + lasts if lasts else None


def _first_role(connection: Connection, role: Role | None) -> Role:
    """Return the role of a new account: without an admin it can only be one."""
    has_admin = bool(_admins(connection))
    if not has_admin and role not in {None, Role.ADMIN}:
        raise AccountError("there is no admin yet: the first account must have the role admin")
    return role or (Role.AGENT if has_admin else Role.ADMIN)


def _admins(connection: Connection) -> list[int]:
    """Return who may sign in as an admin; nobody else writes until this transaction ends."""
    found = select(account.c.id).where(account.c.role == Role.ADMIN.value, account.c.disabled_at.is_(None))
    return list(connection.execute(found).scalars())


def _refuse_last_admin(connection: Connection, found: Row[Any]) -> None:
    if _admins(connection) == [found.id]:
        raise AccountError(f"{found.username} is the last admin: give another account the role admin first")


def _refuse_taken(connection: Connection, username: str) -> None:
    if connection.execute(select(account.c.id).where(account.c.username == username)).first():
        raise AccountError(f"there is an account {username} already: choose another username")
