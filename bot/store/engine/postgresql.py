"""PostgreSQL: who is waited for and how long is set on every connection, what a committed row rests on is read back.

https://www.postgresql.org/docs/15/runtime-config-wal.html
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from sqlalchemy import event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError

from bot.errors import ConfigurationError, StoreUnusable, StoreUnwritable
from bot.store.engine.common import engine_of, forgetful

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import URL, Dialect, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

SETTING: Final = "FRONTDESK_DATABASE"
DRIVER: Final = "postgresql+psycopg"
OLDEST: Final = 15

_WRITERS: Final = 4
_CONNECTIONS: Final = 10
_STUCK_SECONDS: Final = 30
"""After so long a statement, or a process that stopped inside a transaction, is ended by the server."""

_IDLE_SECONDS: Final = 0.1

_LINK: Final = {
    "connect_timeout": "5",
    "application_name": "frontdesk",
    "keepalives_idle": "4",
    "keepalives_interval": "2",
    "keepalives_count": "2",
    "tcp_user_timeout": "8000",
}
"""A server that vanished without a word is noticed within eight seconds: the patient reads the crisis lines then.

What the URL says comes first.
"""

_NEVER_OFF: Final = ("fsync", "full_page_writes", "synchronous_commit")


def postgresql_url(given: str) -> URL:
    """Return the URL, spoken with our driver. Raises ConfigurationError, which quotes nothing: a URL has a password."""
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in {"postgres", "postgresql", DRIVER} or not url.database:
        message = f"{SETTING}: write postgresql://user:password@host/database, or leave it empty for a SQLite file"
        raise ConfigurationError(message)
    return url.set(drivername=DRIVER)


def shown(url: URL) -> str:
    """Return which database a URL names, for people: without its password."""
    host = url.host or url.query.get("host") or "this machine"
    return f"{url.database} at {host}" + (f":{url.port}" if url.port else "")


class Postgresql:
    """A database of a PostgreSQL server, for one desk's processes."""

    # Fewer than there are connections: writers that wait for one another must not keep the readers out.
    writers: Final = _WRITERS
    reading: Final[Mapping[str, object]] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    glancing: Final[Mapping[str, object]] = {"isolation_level": "AUTOCOMMIT"}

    def make(self, url: URL, *, busy_seconds: float) -> Engine:
        """Return an engine that is not connected yet. Raises ConfigurationError where the driver is missing."""
        try:
            engine = engine_of(
                url,
                # Each statement sees what was committed before it: what a writer reads after it has waited for its
                # turn (turns.py) is what the one before it left. A snapshot of the whole would be from before the wait.
                isolation_level="READ COMMITTED",
                pool_size=_CONNECTIONS,
                max_overflow=0,
                pool_timeout=busy_seconds,
                connect_args={name: value for name, value in _LINK.items() if name not in url.query},
            )
        except ImportError:
            message = f"{SETTING} names PostgreSQL, which needs psycopg: pip install 'clinic-frontdesk[postgresql]'"
            raise ConfigurationError(message) from None
        event.listen(engine, "connect", _Patience(busy_seconds))
        asking = _Asking(engine.dialect)
        event.listen(engine, "checkin", asking.lay_down)
        event.listen(engine, "checkout", asking.take_up)
        return engine

    def refuse_unfit(self, engine: Engine) -> None:
        """Raise StoreUnwritable for a server that cannot be reached, StoreUnusable for one that is too old."""
        try:
            connection = engine.connect()
        except DBAPIError as error:
            raise StoreUnwritable(_cannot_reach(error, engine.url)) from None
        with connection:
            version = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
            encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if version < OLDEST:
            message = f"the server is PostgreSQL {version}; use {OLDEST} or newer"
            raise StoreUnusable(message)
        if encoding != "UTF8":
            message = f"the database is in {encoding} and cannot hold every letter; make one with ENCODING 'UTF8'"
            raise StoreUnusable(message)

    def refuse_forgetful(self, engine: Engine) -> None:
        """Read back what durability rests on, and write: a standby, or a user who may only read, is no database."""
        with engine.begin() as connection:
            for name in _NEVER_OFF:
                found = connection.execute(text(f"SHOW {name}")).scalar_one()
                if found == "off":
                    raise forgetful(name, found, mend="switch it on in the server's configuration")
            connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


class _Patience:
    """Sets on a new connection how long it waits. Not as start options: those would replace the URL's own."""

    def __init__(self, busy_seconds: float) -> None:
        self._settings = {
            "lock_timeout": f"{int(busy_seconds * 1000)}ms",
            "statement_timeout": f"{_STUCK_SECONDS}s",
            "idle_in_transaction_session_timeout": f"{_STUCK_SECONDS}s",
            "TimeZone": "UTC",
        }

    def __call__(self, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        """Set them for as long as the connection lives."""
        cursor = connection.cursor()
        for setting in self._settings.items():
            cursor.execute("SELECT set_config(%s, %s, false)", setting)
        cursor.close()
        connection.commit()


class _Asking:
    """Asks a connection that has lain idle whether it is still there; each asking is a way to the server and back.

    After a restart of the server, which takes longer than that, the next one who asks gets a new connection, not the
    old one's error.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def lay_down(self, _: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        """Note since when a connection lies idle."""
        entry.info[_Asking] = monotonic()

    def take_up(self, connection: DBAPIConnection, entry: ConnectionPoolEntry, _: PoolProxiedConnection) -> None:
        """Let the pool make all connections anew where this one is gone."""
        since = entry.info.get(_Asking)
        if since is None or monotonic() - since < _IDLE_SECONDS:
            return
        try:
            self._dialect.do_ping(connection)
        except self._dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None


def _cannot_reach(error: DBAPIError, url: URL) -> str:
    """Say in one line why; what a server answers before anyone has signed in quotes no row."""
    reason = " ".join(str(error.orig).split())
    for secret in (url.password, *(value for name, value in url.query.items() if "password" in name)):
        reason = reason.replace(str(secret), "***") if secret else reason
    return f"it cannot be reached ({reason}): start the server, or correct the setting"
