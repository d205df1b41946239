"""Phrasing files: more ways to ask, in `faq.yaml.d/ID.txt`, one a line; `#` begins a comment line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.faq.files import Unreadable, read_bytes, shown
from bot.faq.nearest import perhaps
from bot.faq.problem import Problem
from bot.strict_yaml import StrictYamlError, decode, quote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasing:
    """One line of a phrasing file."""

    text: str
    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasingFile:
    """One phrasing file: the id it belongs to, its bytes for the digest, its lines or what is wrong with it."""

    id: str
    path: Path
    raw: bytes = b""
    lines: tuple[Phrasing, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def folder_of(faq: Path) -> Path:
    """Return where the phrasing files of a FAQ stand."""
    return faq.with_name(faq.name + ".d")


def read_folder(faq: Path, ids: frozenset[str]) -> tuple[PhrasingFile, ...]:
    """Read every phrasing file, by name; hidden files and editors' backups (`name~`) are passed over."""
    folder = folder_of(faq)
    try:
        paths = sorted(folder.iterdir()) if folder.exists() else []
    except OSError as error:
        return (_refused(folder, "", f"cannot be listed ({error.strerror}): it must be a folder of ID.txt files"),)
    return tuple(_read_file(path, ids) for path in paths if not path.name.startswith(".") and path.name[-1] != "~")


def _read_file(path: Path, ids: frozenset[str]) -> PhrasingFile:
    if path.suffix != ".txt":
        return _refused(path, path.stem, "is not a phrasing file: name it ID.txt, or move it away")
    if path.stem not in ids:
        return _refused(path, path.stem, f"no entry or topic has the id {quote(path.stem)}{perhaps(path.stem, ids)}")
    try:
        raw = read_bytes(path)
        return PhrasingFile(id=path.stem, path=path, raw=raw, lines=tuple(_lines(path, decode(raw))))
    except Unreadable as error:
        return _refused(path, path.stem, str(error))
    except StrictYamlError as error:
        problems = tuple(
            Problem(path=shown(path), line=fault.line, column=fault.column, where="", message=fault.message)
            for fault in error.faults
        )
        return PhrasingFile(id=path.stem, path=path, problems=problems)


def _refused(path: Path, entry_id: str, message: str) -> PhrasingFile:
    problem = Problem(path=shown(path), line=0, column=0, where="", message=message)
    return PhrasingFile(id=entry_id, path=path, problems=(problem,))


def _lines(path: Path, text: str) -> Iterator[Phrasing]:
    for number, line in enumerate(text.split("\n"), start=1):
        phrasing = line.strip()
        if phrasing and not phrasing.startswith("#"):
            yield Phrasing(text=phrasing, path=shown(path), line=number, column=line.index(phrasing) + 1)
