"""What every database is opened with, and how a setting that a committed row rests on is read back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, Protocol

from sqlalchemy import create_engine

from bot.errors import StoreUnusable
from bot.store.schema.rows import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import URL, Engine

BUSY_SECONDS: Final = 5.0
"""How long a writer waits for the others before it gives up."""

# At level DEBUG SQLAlchemy logs every row it reads, which `hide_parameters` does not prevent.
logging.getLogger("sqlalchemy.engine.Engine").addFilter(lambda record: record.msg != "Row %r")


class Kind(Protocol):
    """A kind of database: how it is reached, and what it must keep."""

    @property
    def writers(self) -> int:
        """How many threads of one process may write at once; the others wait in line without a connection."""
        ...

    @property
    def reading(self) -> Mapping[str, object]:
        """The execution options of a transaction that sees one state of the whole database and writes nothing."""
        ...

    @property
    def glancing(self) -> Mapping[str, object]:
        """The execution options of one statement that reads, without a transaction around it."""
        ...

    def make(self, url: URL, *, busy_seconds: float) -> Engine:
        """Return an engine that is not connected yet."""
        ...

    def refuse_unfit(self, engine: Engine) -> None:
        """Raise StoreError for a database that must not be touched."""
        ...

    def refuse_forgetful(self, engine: Engine) -> None:
        """Raise StoreError where a committed row could be lost, or where nothing can be written."""
        ...


def engine_of(url: URL, **options: Any) -> Engine:  # noqa: ANN401 - create_engine's own
    """Return an engine whose errors never quote what a patient wrote."""
    return create_engine(url, hide_parameters=True, json_serializer=to_text, **options)


def forgetful(name: str, found: object, *, mend: str) -> StoreUnusable:
    """Return the error for a setting that lets a committed row be lost."""
    return StoreUnusable(f"the database keeps {name} = {found}: a committed message could be lost; {mend}")
