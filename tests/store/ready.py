"""A SQLite file with the newest schema and no rows, migrated once a process: few tests are about how it came to be."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from bot.store import FILE_NAME
from bot.store.engine.opening import open_sqlite


def ready_folder(folder: Path) -> Path:
    """Make a desk's folder with such a file in it, and return it."""
    folder.mkdir(mode=0o700, parents=True)
    file = folder / FILE_NAME
    file.touch(mode=0o600)
    file.write_bytes(_migrated())
    return folder


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / FILE_NAME
        open_sqlite(file).dispose()
        return file.read_bytes()
