"""What a database refused, as an error that says what to do. The driver's own text is left out: it may quote a row."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreError, StoreUnusable, StoreUnwritable
from bot.store.rows import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

_REFUSALS: Final[tuple[tuple[str, type[StoreError], str], ...]] = (
    ("SQLITE_BUSY", StoreUnwritable, "another program holds the database; stop it (a second desk, a backup, a viewer)"),
    (
        "SQLITE_LOCKED",
        StoreUnwritable,
        "another program holds the database; stop it (a second desk, a backup, a viewer)",
    ),
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
    ("SQLITE_CORRUPT", StoreUnusable, "the database is damaged; restore the last backup"),
)

_ELSE: Final = "what was asked contradicts what is stored; report it to the desk's makers by this name"


@contextmanager
def refusals() -> Iterator[None]:
    """Turn every error of the database layer into a StoreError that quotes nothing."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _refusal(error) from None
    except ValueError:
        # A row that is not what was written: the error's text may quote it.
        raise StoreUnusable(UNREADABLE) from None


def _refusal(error: SQLAlchemyError) -> StoreError:
    name = _name(error)
    kind, mend = next(((k, m) for prefix, k, m in _REFUSALS if name.startswith(prefix)), (StoreError, _ELSE))
    return kind(f"the store refused ({name}): {mend}")


def _name(error: SQLAlchemyError) -> str:
    """Return the driver's name for what happened, else ours for its class."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    return str(getattr(cause, "sqlite_errorname", None) or type(error).__name__)
