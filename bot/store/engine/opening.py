"""Opens a database, whichever it is: with the newest schema, and only if it keeps what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import URL

from bot.errors import StoreError
from bot.store.engine.common import BUSY_SECONDS
from bot.store.engine.failure import refusals
from bot.store.engine.place import prepare
from bot.store.engine.postgresql import SETTING, Postgresql, postgresql_url, shown
from bot.store.engine.sqlite import Sqlite
from bot.store.schema.migrations import upgrade

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Engine

    from bot.store.engine.common import Kind

_KINDS: Final[Mapping[str, Kind]] = {"sqlite": Sqlite(), "postgresql": Postgresql()}


def open_sqlite(file: Path, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Open the database file, made where it is missing, with the newest schema.

    Raises StoreUnwritable or StoreUnusable, each with what to do.
    """
    prepare(file)
    try:
        return open_engine(URL.create("sqlite", database=str(file)), busy_seconds=busy_seconds)
    except StoreError as error:
        raise type(error)(f"{file}: {error}") from None


def open_postgresql(given: str, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Open the database that a URL names, with the newest schema.

    Raises ConfigurationError, StoreUnwritable or StoreUnusable: one line that names the setting and never a password.
    """
    url = postgresql_url(given)
    try:
        return open_engine(url, busy_seconds=busy_seconds)
    except StoreError as error:
        raise type(error)(f"{SETTING}: {shown(url)}: {error}") from None


def open_engine(url: URL, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Open a database, bring its schema up to date and check that it keeps what it is given."""
    kind = _KINDS[url.get_backend_name()]
    engine = kind.make(url, busy_seconds=busy_seconds)
    try:
        with refusals():
            kind.refuse_unfit(engine)
            upgrade(engine)
            kind.refuse_forgetful(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def kind_of(engine: Engine) -> Kind:
    """Return what kind of database an engine opens."""
    return _KINDS[engine.dialect.name]
