"""The SQLite engine: what a committed row rests on is set on every connection and read back before the first row.

Python's own handling of transactions is switched off and BEGIN is sent by us (SQLAlchemy's manual, "Enabling
Non-Legacy SQLite Transactional Modes"): IMMEDIATE to write, so that two writers queue up instead of failing midway.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL, create_engine, event

from bot.errors import StoreError, StoreUnusable
from bot.store.failure import refusals
from bot.store.migrations import upgrade
from bot.store.place import prepare
from bot.store.rows import storable

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS: Final = 5.0

_OURS: Final = int.from_bytes(b"Desk")

BEGIN: Final = "frontdesk_begin"
"""Execution option: the statement that begins a transaction, "" for none."""

# At level DEBUG SQLAlchemy logs every row it reads, which `hide_parameters` does not prevent.
logging.getLogger("sqlalchemy.engine.Engine").addFilter(lambda record: record.msg != "Row %r")

_ON_EVERY_CONNECTION: Final = {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}


def open_sqlite(file: Path, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Open the database file, made where it is missing, with the newest schema.

    Raises StoreUnwritable or StoreUnusable, each with what to do.
    """
    prepare(file)
    try:
        return open_engine(URL.create("sqlite", database=str(file)), busy_seconds=busy_seconds)
    except StoreError as error:
        raise type(error)(f"{file}: {error}") from None


def open_engine(url: URL, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Open a database, bring its schema up to date and check that it keeps what it is given."""
    engine = _sqlite(url, busy_seconds)
    try:
        with refusals():
            _refuse_damage(engine)
            upgrade(engine)
            _keep_what_is_committed(engine)
            _write(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _sqlite(url: URL, busy_seconds: float) -> Engine:
    # hide_parameters: an error's text must never quote what a patient wrote.
    engine = create_engine(
        url, hide_parameters=True, json_serializer=_to_text, connect_args={"timeout": busy_seconds}
    ).execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for name, value in _ON_EVERY_CONNECTION.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options()[BEGIN]
    if statement:
        connection.exec_driver_sql(statement)


def _to_text(value: object) -> str:
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _refuse_damage(engine: Engine) -> None:
    with engine.connect().execution_options(**{BEGIN: ""}) as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        message = "the database is damaged; restore the last backup"
        raise StoreUnusable(message)


def _keep_what_is_committed(engine: Engine) -> None:
    """Switch the write-ahead log on, which cannot be done inside a transaction, and read every setting back."""
    with engine.connect().execution_options(**{BEGIN: ""}) as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        for name, wanted in {**_ON_EVERY_CONNECTION, "journal_mode": "wal"}.items():
            _expect(name, wanted, found=connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def _write(engine: Engine) -> None:
    """Mark the file as the desk's: a desk that cannot write must not start, and this is a write."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {_OURS}")


def _expect(name: str, wanted: object, *, found: object) -> None:
    if found != wanted:
        message = (
            f"the database keeps {name} = {found}, not {wanted}: a committed message could be lost; use a local disk"
        )
        raise StoreUnusable(message)
