"""Many rows in one statement, and several such statements in one.

SQLite runs a statement once for each row, which costs it little. To PostgreSQL the rows travel as one JSON document in
a statement that it has planned already, however many they are: row by row each would cost its own way through
SQLAlchemy, the driver and the server. Every statement is a way to the server and back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import JSON, Text, bindparam, cast, column, func, select
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.types import TypeDecorator

from bot.store.schema.columns import Moment, Value
from bot.store.schema.rows import to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Dialect, Insert, Row, Table, Update
    from sqlalchemy.types import TypeEngine

_DIALECT: Final[Dialect] = PGDialect()  # type: ignore[no-untyped-call]


class Many:
    """A statement on one table for many rows of one shape, in a form for each database."""

    def __init__(
        self, document: str, columns: Mapping[str, Column[Any]], *, each: Insert | Update, together: Insert | Update
    ) -> None:
        self.document, self.each, self.together = document, each, together
        self._plain = {name: _to_plain(one.type) for name, one in columns.items()}

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> Sequence[Row[Any]]:
        """Run it for each row, which has all its values, and return what it returns, in any order."""
        if not rows:
            return ()
        if connection.dialect.name == "postgresql":
            result = connection.execute(self.together, {self.document: self.told(rows)})
        else:
            result = connection.execute(self.each, rows)
        return result.all() if result.returns_rows else ()

    def told(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """Return the rows as JSON, each value as its column would store it."""
        return to_text([{name: plain(row[name]) for name, plain in self._plain.items()} for row in rows])


class Steps:
    """Statements on different tables that follow each other, as one where the database allows it.

    None sees what the others have written, and no row may be written by two. Only the last one returns rows.
    """

    def __init__(self, *steps: Many) -> None:
        self._steps = steps
        *before, last = steps
        self._together = last.together.add_cte(*(one.together.cte(one.document) for one in before))

    def run(self, connection: Connection, *rows: Sequence[Mapping[str, Any]]) -> Sequence[Row[Any]]:
        """Run each step for its rows."""
        if connection.dialect.name == "postgresql":
            told = {one.document: one.told(its) for one, its in zip(self._steps, rows, strict=True)}
            result = connection.execute(self._together, told)
            return result.all() if result.returns_rows else ()
        return [one.run(connection, its) for one, its in zip(self._steps, rows, strict=True)][-1]


def inserting(table: Table, *, without: Iterable[str] = (), returning: Iterable[str] = ()) -> Many:
    """Return the insertion of rows into a table, of all columns but those that it fills by itself."""
    columns = {one.name: one for one in table.c if one.name not in set(without)}
    document = f"new_{table.name}"
    together = table.insert().from_select(list(columns), select(*_given(document, columns)))
    back = [table.c[name] for name in returning]
    return Many(
        document,
        columns,
        each=table.insert().returning(*back) if back else table.insert(),
        together=together.returning(*back) if back else together,
    )


def updating(table: Table, *changed: str) -> Many:
    """Return the change of columns in the rows that have a key; a row tells `its_` key and the `new_` values."""
    (key,) = table.primary_key.columns
    columns = {f"its_{key.name}": key, **{f"new_{name}": table.c[name] for name in changed}}
    document = f"changed_{table.name}"
    given_key, *given = _given(document, columns)
    return Many(
        document,
        columns,
        each=table.update()
        .where(key == bindparam(f"its_{key.name}"))
        .values({name: bindparam(f"new_{name}") for name in changed}),
        together=table.update().where(key == given_key).values(dict(zip(changed, given, strict=True))),
    )


def _given(document: str, columns: Mapping[str, Column[Any]]) -> Sequence[ColumnElement[Any]]:
    """Return the rows' columns, by which the statement is about them."""
    rows = cast(bindparam(document, type_=Text), JSON)
    typed = [column(name, Text() if isinstance(one.type, Value) else one.type) for name, one in columns.items()]
    given = func.json_to_recordset(rows).table_valued(*typed).render_derived(with_types=True)
    return [
        cast(given.c[name], JSON) if isinstance(one.type, Value) else given.c[name] for name, one in columns.items()
    ]


def _to_plain(kind: TypeEngine[Any]) -> Callable[[Any], object]:
    """Return what makes a value of a column one of a JSON document."""

    def plain(value: Any) -> Any:  # noqa: ANN401 - whatever the column holds
        return kind.process_bind_param(value, _DIALECT) if isinstance(kind, TypeDecorator) else value

    if isinstance(kind, Value):
        # As text: what is JSON in a JSON document would lose the letters that only its own escapes can hold.
        return lambda value: None if value is None else to_text(plain(value))
    if isinstance(kind, Moment):
        return lambda value: None if value is None else plain(value).isoformat()
    return plain
