"""SQLite: what a committed row rests on is set on every connection and read back before the first row.

Python's own handling of transactions is switched off and BEGIN is sent by us (SQLAlchemy's manual, "Enabling
Non-Legacy SQLite Transactional Modes"): IMMEDIATE to write, so that two writers queue up instead of failing midway.
"""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.errors import StoreUnusable
from bot.store.engine.common import engine_of, forgetful

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

OURS: Final = int.from_bytes(b"Desk")
"""What marks a file as a desk's: SQLite's application_id."""

BEGIN: Final = "frontdesk_begin"
"""Execution option: the statement that begins a transaction, "" for none."""

_ON_EVERY_CONNECTION: Final = {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
_AGAIN_SECONDS: Final = 0.02


class Sqlite:
    """A file on a disk of this machine."""

    # SQLite has one writer and lets the others poll for it; our own threads wait in line instead.
    writers: Final = 1
    reading: Final[Mapping[str, object]] = {BEGIN: "BEGIN"}
    glancing: Final[Mapping[str, object]] = {BEGIN: ""}

    def make(self, url: URL, *, busy_seconds: float) -> Engine:
        """Return an engine that is not connected yet."""
        engine = engine_of(url, connect_args={"timeout": busy_seconds}).execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
        return engine

    def refuse_unfit(self, engine: Engine) -> None:
        """Raise StoreUnusable for a damaged file."""
        with engine.connect().execution_options(**{BEGIN: ""}) as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if found != "ok":
            message = "the database is damaged; restore the last backup"
            raise StoreUnusable(message)

    def refuse_forgetful(self, engine: Engine) -> None:
        """Switch the write-ahead log on, which cannot be done inside a transaction, read all back, and write."""
        with engine.connect().execution_options(**{BEGIN: ""}) as connection:
            _write_ahead(connection)
            for name, wanted in {**_ON_EVERY_CONNECTION, "journal_mode": "wal"}.items():
                found = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                if found != wanted:
                    raise forgetful(name, found, mend="use a local disk")
        # A desk that cannot write must not start, and marking the file as ours is a write.
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {OURS}")


def _configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for name, value in _ON_EVERY_CONNECTION.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()


def _write_ahead(connection: Connection) -> None:
    """Switch the write-ahead log on, once the others have let go of the file.

    For this one step SQLite does not wait as it does for all others: it refuses at once where anybody reads or writes,
    such as a second process that opens the same new file.
    """
    patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() / 1000
    until = monotonic() + patience
    while True:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorname", None) != "SQLITE_BUSY" or monotonic() > until:
                raise
            sleep(_AGAIN_SECONDS)
        else:
            return


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options()[BEGIN]
    if statement:
        connection.exec_driver_sql(statement)
