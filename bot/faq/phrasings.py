"""Phrasing files: more ways to ask, `faq.yaml.d/ID.txt` (Spanish: `ID.es.txt`), one a line; `#` begins a comment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.faq.files import Unreadable, read_bytes, shown
from bot.faq.nearest import perhaps
from bot.faq.problem import Problem
from bot.model import Language
from bot.strict_yaml import StrictYamlError, decode, quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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
    """One phrasing file: the id it belongs to, its language, its bytes for the digest, its lines or what is wrong."""

    id: str
    language: Language
    path: Path
    raw: bytes = b""
    lines: tuple[Phrasing, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def folder_of(faq: Path) -> Path:
    """Return where the phrasing files of a FAQ stand."""
    return faq.with_name(faq.name + ".d")


def read_folder(faq: Path, ids: Mapping[Language, frozenset[str]]) -> tuple[PhrasingFile, ...]:
    """Read every phrasing file, by name; hidden files and editors' backups (`name~`) are passed over.

    `ids` are those that the FAQ words in each language; a file of any other has a problem.
    """
    folder = folder_of(faq)
    try:
        paths = sorted(folder.iterdir()) if folder.exists() else []
    except OSError as error:
        return (_refused(folder, f"cannot be listed ({error.strerror}): it must be a folder of ID.txt files"),)
    return tuple(_read_file(path, ids) for path in paths if not path.name.startswith(".") and path.name[-1] != "~")


def _read_file(path: Path, ids: Mapping[Language, frozenset[str]]) -> PhrasingFile:
    if path.suffix != ".txt":
        return _refused(path, "is not a phrasing file: name it ID.txt or ID.es.txt, or move it away")
    name, language = _named(path)
    if name not in ids[language]:
        return _refused(path, _unknown(name, ids))
    try:
        raw = read_bytes(path)
        return PhrasingFile(id=name, language=language, path=path, raw=raw, lines=tuple(_lines(path, decode(raw))))
    except Unreadable as error:
        return _refused(path, str(error))
    except StrictYamlError as error:
        problems = tuple(
            Problem(path=shown(path), line=fault.line, column=fault.column, where="", message=fault.message)
            for fault in error.faults
        )
        return PhrasingFile(id=name, language=language, path=path, problems=problems)


def _named(path: Path) -> tuple[str, Language]:
    """Return the id and the language that a file is named after; an id holds no dot."""
    name, _, ending = path.stem.rpartition(".")
    return (name, Language.SPANISH) if ending == Language.SPANISH else (path.stem, Language.ENGLISH)


def _unknown(name: str, ids: Mapping[Language, frozenset[str]]) -> str:
    if name in ids[Language.ENGLISH]:
        return f"{quote(name)} has no Spanish yet: give it its question and answer under `es:` first"
    return f"no entry or topic has the id {quote(name)}{perhaps(name, ids[Language.ENGLISH])}"


def _refused(path: Path, message: str) -> PhrasingFile:
    name, language = _named(path)
    problem = Problem(path=shown(path), line=0, column=0, where="", message=message)
    return PhrasingFile(id=name, language=language, path=path, problems=(problem,))


def _lines(path: Path, text: str) -> Iterator[Phrasing]:
    for number, line in enumerate(text.split("\n"), start=1):
        phrasing = line.strip()
        if phrasing and not phrasing.startswith("#"):
            yield Phrasing(text=phrasing, path=shown(path), line=number, column=line.index(phrasing) + 1)
