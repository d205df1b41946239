"""Many rows in one statement.

SQLite runs a statement once for each row, which costs it little. To PostgreSQL the rows travel as one JSON document in
a statement that it has planned already, however many they are: row by row each would cost its own way through
SQLAlchemy, the driver and the server.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import JSON, Text, bindparam, cast, column, func, select
from sqlalchemy.types import TypeDecorator

from bot.store.schema.rows import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Executable, Row, Table
    from sqlalchemy.types import TypeEngine

_PARAMETER: Final = "rows"


class Many:
    """A statement for many rows of one shape, in a form for each database."""

    def __init__(self, columns: Mapping[str, Column[Any]], *, each: Executable, together: Executable) -> None:
        self._columns = columns
        self._each, self._together = each, together

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Sequence[Row[Any]]:
        """Run it for each row, which has all its values, and return what it returns, in any order."""
        if not rows:
            return ()
        if connection.dialect.name == "postgresql":
            result = connection.execute(self._together, {_PARAMETER: self._document(connection, rows)})
        else:
            result = connection.execute(self._each, rows)
        return result.all() if result.returns_rows else ()

    def _document(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> str:
        """Return the rows as JSON, each value as its column would store it."""
        kinds = [(name, one.type) for name, one in self._columns.items()]
        return to_text([{name: _plain(connection, kind, row[name]) for name, kind in kinds} for row in rows])


def _plain(connection: Connection, kind: TypeEngine[Any], value: object) -> object:
    plain = kind.process_bind_param(value, connection.dialect) if isinstance(kind, TypeDecorator) else value
    if plain is None:
        return None
    # As text: what is JSON in a JSON document would lose the letters that only its own escapes can hold.
    return to_text(plain) if _is_json(kind) else plain.isoformat() if isinstance(plain, datetime) else plain


def _is_json(kind: TypeEngine[Any]) -> bool:
    return isinstance(kind, TypeDecorator) and isinstance(kind.impl_instance, JSON)


def inserting(table: Table, *, without: Iterable[str] = (), returning: Iterable[str] = ()) -> Many:
    """Return the insertion of rows into a table, of all columns but those that it fills by itself."""
    columns = {one.name: one for one in table.c if one.name not in set(without)}
    together = table.insert().from_select(list(columns), select(*_given(columns)))
    back = [table.c[name] for name in returning]
    return Many(
        columns,
        each=table.insert().returning(*back) if back else table.insert(),
        together=together.returning(*back) if back else together,
    )


def updating(key: Column[Any], changed: Column[Any]) -> Many:
    """Return the change of one column in the rows that have a key; a row tells `key` and `value`."""
    table, columns = key.table, {"key": key, "value": changed}
    given_key, given_value = _given(columns)
    return Many(
        columns,
        each=table.update().where(key == bindparam("key")).values({changed: bindparam("value")}),
        together=table.update().where(key == given_key).values({changed: given_value}),
    )


def _given(columns: Mapping[str, Column[Any]]) -> Sequence[ColumnElement[Any]]:
    """Return the rows' columns, by which the statement is about them."""
    document = cast(bindparam(_PARAMETER, type_=Text), JSON)
    typed = [column(name, Text() if _is_json(one.type) else one.type) for name, one in columns.items()]
    given = func.json_to_recordset(document).table_valued(*typed, name="given").render_derived(with_types=True)
    return [cast(given.c[name], JSON) if _is_json(one.type) else given.c[name] for name, one in columns.items()]
