"""Backups while the desk runs, and their way back into an empty place. Nothing that is there is ever overwritten."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.errors import StoreUnusable, StoreUnwritable
from bot.store.engine.failure import refusals
from bot.store.engine.opening import open_postgresql, open_sqlite
from bot.store.engine.place import FILE_NAME, prepare
from bot.store.engine.postgresql import postgresql_url
from bot.store.engine.sqlite import OURS
from bot.store.moving.backup_postgresql import dump, load

if TYPE_CHECKING:
    from collections.abc import Iterator

_SQLITE: Final = b"SQLite format 3\0"
_POSTGRESQL: Final = b"PGDMP"


def back_up(folder: Path, *, database: str, to: Path) -> None:
    """Write what the database holds now to a new file, readable by its owner alone; the desk may go on.

    Raises StoreError where the file exists or the database cannot be read; no half-written file is left.
    """
    with _new_file(to) as unfinished:
        if database:
            dump(postgresql_url(database), unfinished)
        else:
            _copy_sqlite(_existing(folder / FILE_NAME), unfinished)


def restore(folder: Path, *, database: str, backup: Path) -> None:
    """Fill an empty place from a backup of the same kind of database, and bring it up to date.

    Raises StoreError where there is a database already, or the file is no backup of the desk's; nothing is left then.
    """
    wanted = _POSTGRESQL if database else _SQLITE
    if not _beginning(backup).startswith(wanted):
        kind = "PostgreSQL's pg_dump" if database else "a SQLite desk"
        message = f"{backup} is no backup of {kind}: choose another file, or set FRONTDESK_DATABASE to where it is from"
        raise StoreUnusable(message)
    if database:
        load(postgresql_url(database), backup)
        open_postgresql(database).dispose()
    else:
        _restore_sqlite(backup, folder / FILE_NAME)


def _restore_sqlite(backup: Path, file: Path) -> None:
    for beside in ("", "-wal", "-journal"):
        _refuse_existing(file.with_name(file.name + beside))
    prepare(file)
    file.unlink()
    with _new_file(file) as unfinished:
        _copy_sqlite(backup, unfinished)
        open_sqlite(unfinished).dispose()


def _copy_sqlite(source: Path, to: Path) -> None:
    """Copy page by page what is committed, by SQLite's own online backup, to one file without a log beside it."""
    with (
        refusals(),
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as one,
        closing(sqlite3.connect(to)) as other,
    ):
        one.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")
        whole = other.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        ours = other.execute("PRAGMA application_id").fetchone() == (OURS,)
    if not (whole and ours):
        message = f"{source} is {'damaged' if ours else 'not a database of the desk'}: choose another file"
        raise StoreUnusable(message)


@contextmanager
def _new_file(file: Path) -> Iterator[Path]:
    """Give a private file to fill; it gets its name when it is whole and on the disk, and goes where that fails."""
    _refuse_existing(file)
    try:
        handle, name = tempfile.mkstemp(prefix=".unfinished-", dir=file.parent)
        unfinished = Path(name)
        try:
            yield unfinished
            os.fsync(handle)
            # Taken first: two that write one name at once must not both have it.
            os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
            unfinished.replace(file)
        finally:
            os.close(handle)
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnwritable(f"cannot write {file}: {error.strerror}") from None


def _existing(file: Path) -> Path:
    if not file.exists():
        message = f"there is no database {file}: set FRONTDESK_DATA to the desk's folder"
        raise StoreUnusable(message)
    return file


def _refuse_existing(file: Path) -> None:
    if file.exists():
        message = f"{file} is there already and stays as it is: choose another place, or move it away"
        raise StoreUnwritable(message)


def _beginning(backup: Path) -> bytes:
    try:
        with backup.open("rb") as file:
            return file.read(16)
    except OSError as error:
        raise StoreUnusable(f"cannot read {backup}: {error.strerror}") from None
