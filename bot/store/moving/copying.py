"""Every row of a SQLite desk into an empty PostgreSQL database, in one transaction and compared before its end.

Rows are copied as they are stored, not as this version reads them: keys of a value that it does not know stay.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigurationError, StoreError, StoreUnusable, StoreUnwritable
from bot.store.engine.failure import refusals
from bot.store.engine.opening import open_postgresql, open_sqlite
from bot.store.engine.turns import take_migration_turn
from bot.store.schema.columns import Value
from bot.store.schema.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BATCH: Final = 200
_DIGESTS: Final = 2**256


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many rows a table holds, and the sum of their hashes: the same in whatever order they are read."""

    table: str
    rows: int
    digest: int

    @property
    def fingerprint(self) -> str:
        """Return the digest's beginning, for people."""
        return f"{self.digest:064x}"[:16]


def copy(source: str, target: str) -> tuple[Count, ...]:
    """Copy the desk of a SQLite URL to the PostgreSQL database of another; return what was copied and compared.

    Nobody can write to either meanwhile. Raises ConfigurationError, StoreError; the target is then as empty as before.
    """
    file = _file_of(source)
    # The target first: an address that leads nowhere changes nothing of the source.
    to = open_postgresql(target)
    try:
        from_ = open_sqlite(file)
        try:
            return _copied(from_, to)
        finally:
            from_.dispose()
    finally:
        to.dispose()


def _copied(source: sa.Engine, target: sa.Engine) -> tuple[Count, ...]:
    with refusals(), source.begin() as from_, target.begin() as to:
        take_migration_turn(to)
        for table in metadata.sorted_tables:
            _make_room(to, table)
        counts = tuple(_copy_table(table, from_, to) for table in metadata.sorted_tables)
        found = tuple(_count(table, to) for table in metadata.sorted_tables)
        if counts != found:
            message = "the copy differs from its source and was undone; report it to the desk's makers"
            raise StoreError(message)
        return counts


def _file_of(source: str) -> Path:
    try:
        url = sa.make_url(source)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() != "sqlite" or not url.database:
        message = "the source is a SQLite file, such as sqlite:///data/frontdesk.sqlite3"
        raise ConfigurationError(message)
    file = Path(url.database)
    if not file.is_file():
        raise StoreUnusable(f"there is no database {file}")
    return file


def _make_room(target: sa.Connection, table: sa.Table) -> None:
    """Refuse a table with rows; those that a new database begins with give way to the source's."""
    if table.info.get("is_seeded"):
        target.execute(table.delete())
    elif target.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
        message = f"the target has rows in {table.name} already and stays as it is: make an empty database"
        raise StoreUnwritable(message)


def _copy_table(table: sa.Table, source: sa.Connection, target: sa.Connection) -> Count:
    """Copy a table in the order of its key, so that a row follows those it points to in its own table."""
    stored = _as_stored(table)
    count = Count(table=table.name, rows=0, digest=0)
    for rows in _read(table, source):
        target.execute(stored.insert(), [dict(row._mapping) for row in rows])  # noqa: SLF001 - SQLAlchemy's public name
        count = _plus(count, rows)
    if table.autoincrement_column is not None:
        _count_on(table, table.autoincrement_column.name, source, target)
    return count


def _count(table: sa.Table, connection: sa.Connection) -> Count:
    count = Count(table=table.name, rows=0, digest=0)
    for rows in _read(table, connection):
        count = _plus(count, rows)
    return count


def _plus(count: Count, rows: Sequence[sa.Row[Any]]) -> Count:
    digest = (count.digest + sum(map(_digest, rows))) % _DIGESTS
    return Count(table=count.table, rows=count.rows + len(rows), digest=digest)


def _read(table: sa.Table, connection: sa.Connection) -> Iterator[Sequence[sa.Row[Any]]]:
    """Return the table's rows in partitions, in the order of its key."""
    stored = _as_stored(table)
    rows = sa.select(stored).order_by(*(stored.c[column.name] for column in table.primary_key))
    return connection.execute(rows.execution_options(yield_per=_BATCH)).partitions()


def _as_stored(table: sa.Table) -> sa.TableClause:
    """Return the table with the JSON of its values in place of the values."""
    return sa.table(
        table.name,
        *(
            sa.column(column.name, sa.JSON(none_as_null=True) if isinstance(column.type, Value) else column.type)
            for column in table.columns
        ),
    )


def _digest(row: sa.Row[Any]) -> int:
    words = json.dumps([_plain(value) for value in row], sort_keys=True, ensure_ascii=False)
    return int.from_bytes(sha256(words.encode()).digest())


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            return value


def _count_on(table: sa.Table, column: str, source: sa.Connection, target: sa.Connection) -> None:
    """Let the target's numbers go on above every number that the source ever gave, also to rows that are gone."""
    given = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table")
    highest = source.execute(given, {"table": table.name}).scalar()
    if highest:
        name = target.dialect.identifier_preparer.quote(table.name)
        target.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(name, column), highest)))
