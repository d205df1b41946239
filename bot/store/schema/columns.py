"""The types of our columns, the same on every database: words, numbers, moments, and values of the model."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Generic

from sqlalchemy import JSON, BigInteger, DateTime, Integer, Text
from sqlalchemy.types import TypeDecorator

from bot.store.schema.rows import V, from_json, storable, to_json

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

_HIGHEST: Final = 2**63 - 1


class Words(TypeDecorator[str]):
    """Text of any origin: what no database can hold is replaced, also where a row is looked up by it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> str | None:
        """Return what can be stored."""
        return None if value is None else storable(value)


class Number(TypeDecorator[int]):
    """A row's number. One that no row can have, as a URL may hold, is looked up as the highest possible one."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return SQLite's only type that numbers rows by itself, else 64 bits."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: int | None, _: Dialect) -> int | None:
        """Return the number within 64 bits."""
        return None if value is None else max(-_HIGHEST, min(_HIGHEST, value))


class Moment(TypeDecorator[datetime]):
    """An aware time, stored and returned in UTC. A naive one is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is not None and value.utcoffset() is None:
            message = "a moment without its time zone cannot be stored"
            raise ValueError(message)
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Return the moment with its zone, which SQLite does not keep."""
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class Value(TypeDecorator[V], Generic[V]):
    """A value of the model, stored as JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, kind: type[V]) -> None:
        super().__init__()
        self.kind: type[V] = kind

    def process_bind_param(self, value: V | None, _: Dialect) -> Any:  # noqa: ANN401 - the driver's border
        """Return the value as JSON."""
        return None if value is None else to_json(value)

    def process_result_value(self, value: object | None, _: Dialect) -> V | None:
        """Return the value that was stored."""
        return None if value is None else from_json(self.kind, value)
