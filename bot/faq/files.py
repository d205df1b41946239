"""Read the bytes of a file, or say what keeps us from it and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.strict_yaml import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path


class Unreadable(Exception):
    """A file cannot be read; the text says why and what to do."""


def shown(path: Path) -> str:
    """Return a path as messages show it: bytes of its name that are not UTF-8 become `?`."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes, one more than `MAX_BYTES` at most. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise Unreadable("there is no such file: check the path") from error
    except IsADirectoryError as error:
        raise Unreadable("is a folder: name the file itself") from error
    except PermissionError as error:
        raise Unreadable("may not be read: give the user who runs the desk permission to read it") from error
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror}): check the path and the disk") from error
    except ValueError as error:
        raise Unreadable("is not a path: it contains a null character") from error
