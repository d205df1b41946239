"""Read `faq.yaml` and its phrasing files into a draft: validated, every place kept, placeholders not yet filled in."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from bot import strict_yaml
from bot.errors import FaqError
from bot.faq.content import TopicKind
from bot.faq.files import Unreadable, read_bytes, shown
from bot.faq.known import gather, repeated
from bot.faq.phrasings import read_folder
from bot.faq.problem import Problem, spell
from bot.faq.schema import ClinicalBlock, EntryBlock, FaqFile, TopicBlock
from bot.faq.validate import validate
from bot.model import Language
from bot.strict_yaml import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.faq.phrasings import Phrasing, PhrasingFile
    from bot.strict_yaml import Document, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A usable file with the place of everything in it; `more` holds the lines of its phrasing files."""

    path: str
    file: FaqFile
    document: Document
    more: dict[tuple[str, Language], tuple[Phrasing, ...]]
    digest: str

    def more_of(self, block: Spoken, language: Language) -> tuple[Phrasing, ...]:
        """Return the lines of the block's phrasing file in a language."""
        return self.more.get((block.id, language), ())

    def problem(self, path: Sequence[Step], message: str) -> Problem:
        """Return a problem with what stands at `path`."""
        return _problem(self.path, self.document, path, message)

    def blocks(self) -> Iterator[tuple[tuple[Step, ...], Spoken]]:
        """Yield everything the desk may say with its path: the entries, then the topics in `TopicKind`'s order."""
        for number, entry in enumerate(self.file.entries):
            yield ("entries", number), entry
        for kind in TopicKind:
            for number, topic in enumerate(self.file.topics(kind)):
                yield (kind.value, number), topic


Spoken: TypeAlias = EntryBlock | TopicBlock | ClinicalBlock


def read(path: Path) -> Draft:
    """Read the file. Raises FaqError with every problem, in the order of the file, then of the phrasing files."""
    try:
        raw = read_bytes(path)
    except Unreadable as error:
        raise FaqError((_whole(shown(path), str(error)),)) from error
    document = strict_yaml.scan(raw)
    content, problems = _content(shown(path), document)
    folder = read_folder(path, _ids(document)) if document.is_whole else ()
    problems = [*problems, *(problem for file in folder for problem in file.problems)]
    if content is None or problems:
        raise FaqError(tuple(problems))
    more = {(file.id, file.language): file.lines for file in folder}
    return Draft(path=shown(path), file=content, document=document, more=more, digest=_digest(raw, folder))


def _content(path: str, document: Document) -> tuple[FaqFile | None, list[Problem]]:
    if document.is_whole and document.data is None and not document.faults:
        return None, [_whole(path, "the file is empty: it needs `entries:` with at least one entry")]
    faults = [
        Problem(path=path, line=fault.line, column=fault.column, where="", message=fault.message)
        for fault in document.faults
    ]
    if not document.is_whole:
        return None, _sorted(faults)
    validated = validate(document.data)
    if isinstance(validated, FaqFile):
        return validated, _sorted([*faults, *_repeated(path, document)])
    violations = [_problem(path, document, each.path, each.message) for each in validated]
    return None, _sorted([*faults, *violations, *_repeated(path, document)])


def _repeated(path: str, document: Document) -> Iterator[Problem]:
    for again, first in repeated(document.data):
        line, _ = document.locate(first.path)
        yield _problem(
            path, document, again.path, f"the id {quote(again.id)} is already used in line {line}: choose another"
        )


def _ids(document: Document) -> dict[Language, frozenset[str]]:
    known = gather(document.data)
    return {Language.ENGLISH: known.entries | known.topics, Language.SPANISH: known.spanish}


def _whole(path: str, message: str) -> Problem:
    return Problem(path=path, line=0, column=0, where="", message=message)


def _problem(path: str, document: Document, where: Sequence[Step], message: str) -> Problem:
    line, column = document.locate(where)
    return Problem(path=path, line=line, column=column, where=spell(where), message=message)


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda each: (each.line, each.column, each.where))


def _digest(raw: bytes, folder: Sequence[PhrasingFile]) -> str:
    """Return the file's own SHA-256; where there are phrasing files, one over it and their names and hashes."""
    if not folder:
        return sha256(raw).hexdigest()
    parts = (f"{file.path.name}\0{sha256(file.raw).hexdigest()}\n" for file in folder)
    return sha256((sha256(raw).hexdigest() + "\n" + "".join(parts)).encode()).hexdigest()
