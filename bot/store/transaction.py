"""The two ways to the database: writing, one at a time, and reading beside it."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from bot.store.engine import BEGIN
from bot.store.failure import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


class Database:
    """An engine whose every transaction either ends or raises a StoreError, and leaves nothing half done."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # SQLite has one writer and lets the others poll for it; our own threads wait in line instead.
        self._turn = Lock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Begin a transaction that is committed when the block ends, and undone where it raises."""
        with self._turn, refusals(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Begin a transaction that sees one state of the whole database and writes nothing."""
        with refusals(), self._engine.connect().execution_options(**{BEGIN: "BEGIN"}) as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
