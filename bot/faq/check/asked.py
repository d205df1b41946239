"""Every way to ask that a file holds, with its place, and the key under which two of them are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.faq.problem import Problem
from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.faq.read import Draft, Spoken
    from bot.faq.schema import WordedBlock
    from bot.strict_yaml import Step

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question or phrasing: whose it is, in which language, and where it stands."""

    id: str
    language: Language
    text: str
    is_question: bool
    place: Problem

    @property
    def key(self) -> str:
        """Return what two ways to ask have in common when only case and punctuation differ."""
        return " ".join(_WORD.findall(self.text.casefold())) or self.text

    def problem(self, message: str) -> Problem:
        """Return a problem with this way to ask."""
        at = self.place
        return Problem(path=at.path, line=at.line, column=at.column, where=at.where, message=message)


def asked(draft: Draft) -> Iterator[Asked]:
    """Yield every way to ask: by entry and topic, English first, the question, its phrasings, its phrasing file."""
    for path, block in draft.blocks():
        yield from _in_block(draft, block.id, block, (path, Language.ENGLISH))
        yield from _in_file(draft, block, Language.ENGLISH)
        if block.es:
            yield from _in_block(draft, block.id, block.es, ((*path, "es"), Language.SPANISH))
            yield from _in_file(draft, block, Language.SPANISH)


def _in_block(draft: Draft, owner: str, block: WordedBlock, at: tuple[tuple[Step, ...], Language]) -> Iterator[Asked]:
    path, language = at
    place = draft.problem((*path, "question"), "")
    yield Asked(id=owner, language=language, text=block.question, is_question=True, place=place)
    for number, text in enumerate(block.asks):
        place = draft.problem((*path, "asks", number), "")
        yield Asked(id=owner, language=language, text=text, is_question=False, place=place)


def _in_file(draft: Draft, block: Spoken, language: Language) -> Iterator[Asked]:
    for line in draft.more_of(block, language):
        place = Problem(path=line.path, line=line.line, column=line.column, where="", message="")
        yield Asked(id=block.id, language=language, text=line.text, is_question=False, place=place)
