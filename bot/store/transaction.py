"""The two ways to the database: writing, each in its turn, and reading beside it."""

from __future__ import annotations

from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from bot.store.audit import sealing
from bot.store.engine.failure import refusals
from bot.store.engine.opening import kind_of
from bot.store.engine.turns import take_turn, take_turns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection, Engine


class Database:
    """An engine whose every transaction either ends or raises a StoreError, and leaves nothing half done."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        kind = kind_of(engine)
        self._places = BoundedSemaphore(kind.writers)
        self._reading, self._glancing = kind.reading, kind.glancing

    @contextmanager
    def writing(self, conversation: str | None = None) -> Iterator[Connection]:
        """Begin a transaction that is committed when the block ends, and undone where it raises.

        Nobody else writes meanwhile, in no process. With a conversation, which must then be all that the block reads
        and writes, writers of other conversations go on where the database allows it.
        """
        with self._places, refusals(), self._engine.begin() as connection:
            take_turn(connection, conversation)
            with sealing(connection):
                yield connection

    @contextmanager
    def writing_some(self, conversations: Collection[str]) -> Iterator[tuple[Connection, Collection[str]]]:
        """Begin a transaction as `writing` does for one, for those of the conversations that nobody else writes to."""
        with self._places, refusals(), self._engine.begin() as connection:
            free = take_turns(connection, conversations)
            with sealing(connection):
                yield connection, free

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """Lend a connection for one statement that writes nothing, which sees one state by itself."""
        with refusals(), self._engine.connect().execution_options(**self._glancing) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Begin a transaction that sees one state of the whole database and writes nothing."""
        with refusals(), self._engine.connect().execution_options(**self._reading) as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
