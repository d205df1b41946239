"""What a database refused, as an error that says what to do. The driver's own text is left out: it may quote a row."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreError, StoreUnusable, StoreUnwritable
from bot.store.schema.rows import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELD: Final = "another program holds the database; stop it (a second desk, a backup, a viewer)"
_GONE: Final = "the database server cannot be reached; once it is back, the desk goes on by itself"
_DAMAGED: Final = "the database is damaged; restore the last backup"

# By the beginning of a name: SQLite's own, or PostgreSQL's code (https://www.postgresql.org/docs/15/errcodes-appendix.html)
# with the driver's word for it. What the driver has no code for, it could not ask the server.
_REFUSALS: Final[tuple[tuple[str, type[StoreError], str], ...]] = (
    ("SQLITE_BUSY", StoreUnwritable, _HELD),
    ("SQLITE_LOCKED", StoreUnwritable, _HELD),
    ("SQLITE_FULL", StoreUnwritable, "the disk is full; free some space"),
    (
        "SQLITE_READONLY",
        StoreUnwritable,
        "the database may only be read; give the desk's user write access to its folder",
    ),
    ("SQLITE_PERM", StoreUnwritable, "the database may not be opened; give the desk's user write access to its folder"),
    (
        "SQLITE_CANTOPEN",
        StoreUnwritable,
        "the database cannot be opened; give the desk's user write access to its folder",
    ),
    ("SQLITE_IOERR", StoreUnwritable, "the disk refused to read or write; check its free space and its health"),
    ("SQLITE_NOTADB", StoreUnusable, "the file is not a database; move it away or restore the last backup"),
    ("SQLITE_CORRUPT", StoreUnusable, _DAMAGED),
    ("OperationalError", StoreUnwritable, _GONE),
    ("InterfaceError", StoreUnwritable, _GONE),
    ("08", StoreUnwritable, _GONE),
    ("57P", StoreUnwritable, _GONE),
    ("57014", StoreUnwritable, "a statement took too long and was ended; look for what keeps the server busy"),
    ("25P03", StoreUnwritable, "the desk stood still inside a transaction, which was undone; look what stopped it"),
    ("25006", StoreUnwritable, "the database may only be read; name the primary server, not a standby"),
    ("42501", StoreUnwritable, "the database's user may not do that; make the desk's user the owner of its tables"),
    ("53100", StoreUnwritable, "the disk is full; free some space"),
    ("53300", StoreUnwritable, "the server has no connection left; raise its max_connections"),
    ("53", StoreUnwritable, "the server is out of memory or another resource; look at its log"),
    ("55P03", StoreUnwritable, _HELD),
    ("40", StoreUnwritable, "another program was in the way and this was undone; do it again"),
    ("58", StoreUnwritable, "the server's disk refused to read or write; check its health"),
    ("XX", StoreUnusable, _DAMAGED),
    ("TimeoutError", StoreUnwritable, "every connection is taken; fewer requests at once, or a faster disk"),
)

_ELSE: Final = "what was asked contradicts what is stored; report it to the desk's makers by this name"


@contextmanager
def refusals() -> Iterator[None]:
    """Turn every error of the database layer into a StoreError that quotes nothing."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _refusal(error) from None
    except ValueError:
        # A row that is not what was written: the error's text may quote it.
        raise StoreUnusable(UNREADABLE) from None


def _refusal(error: SQLAlchemyError | sqlite3.Error) -> StoreError:
    name = _name(error)
    kind, mend = next(((k, m) for prefix, k, m in _REFUSALS if name.startswith(prefix)), (StoreError, _ELSE))
    return kind(f"the store refused ({name}): {mend}")


def _name(error: SQLAlchemyError | sqlite3.Error) -> str:
    """Return the driver's name for what happened, else ours for its class."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlstate", None)
    if code:
        return f"{code} {type(cause).__name__}"
    return str(getattr(cause, "sqlite_errorname", None) or type(error).__name__)
