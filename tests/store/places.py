"""Where a store's rows lie in the tests: the same few things to do with a SQLite file and a PostgreSQL database."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Protocol

from bot.clock import SystemClock
from bot.store import FILE_NAME, Store
from bot.store.engine.common import BUSY_SECONDS
from bot.store.engine.opening import open_postgresql, open_sqlite
from tests.store.ready import ready_folder

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from bot.ports import Clock
    from tests.store.postgresql import Server


class Place(Protocol):
    """One desk's database."""

    @property
    def database(self) -> str:
        """The setting FRONTDESK_DATABASE that leads here."""
        ...

    @property
    def folder(self) -> Path:
        """The setting FRONTDESK_DATA that leads here."""
        ...

    def engine(self, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
        """Open it, with the newest schema."""
        ...

    def run(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement beside the desk, as an operator would."""
        ...


class SqlitePlace:
    """A file in a folder."""

    database = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def engine(self, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
        """Open it, with the newest schema."""
        return open_sqlite(self.folder / FILE_NAME, busy_seconds=busy_seconds)

    def run(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement beside the desk, as an operator would."""
        connection = sqlite3.connect(self.folder / FILE_NAME)
        try:
            with connection:
                return connection.execute(statement).fetchall()
        finally:
            connection.close()


class PostgresqlPlace:
    """A database of a server."""

    def __init__(self, server: Server, folder: Path, *, is_ready: bool = False) -> None:
        self.folder = folder
        self.server = server
        self.name = server.new(template=server.ready()) if is_ready else server.new()
        self.database = server.url(self.name)

    def engine(self, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
        """Open it, with the newest schema."""
        return open_postgresql(self.database, busy_seconds=busy_seconds)

    def run(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement beside the desk, as an operator would."""
        return self.server.run(statement, database=self.name)


def open_place(place: Place, clock: Clock | None = None, *, busy_seconds: float = BUSY_SECONDS) -> Store:
    """Open the store of a place."""
    return Store(place.engine(busy_seconds=busy_seconds), clock or SystemClock())


def ready(place: Place, folder: Path) -> Place:
    """Return an empty place of the same kind that has the newest schema."""
    if isinstance(place, PostgresqlPlace):
        return PostgresqlPlace(place.server, folder, is_ready=True)
    return SqlitePlace(ready_folder(folder))


def another(place: Place, folder: Path) -> Place:
    """Return an empty place of the same kind."""
    return PostgresqlPlace(place.server, folder) if isinstance(place, PostgresqlPlace) else SqlitePlace(folder)
