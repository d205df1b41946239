"""The types of our columns, the same on every database: words, moments, and values of the model."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic

from sqlalchemy import JSON, DateTime, Text
from sqlalchemy.types import TypeDecorator

from bot.store.rows import V, from_json, storable, to_json

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class Words(TypeDecorator[str]):
    """Text of any origin: what no database can hold is replaced, also where a row is looked up by it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> str | None:
        """Return what can be stored."""
        return None if value is None else storable(value)


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
