"""Files of labelled questions, and FAQs made of them: what the benches on strangers' questions share.

A file has tab-separated columns: split (train, val, oos_train, oos_val), intent, text. None comes with the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.faq.content import Entry, Faq, Wording
from bot.match.daring import daring
from bot.model import Language
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bot.learning import School
    from bot.match import Matcher
    from bot.model import Match


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file."""

    split: str
    intent: str
    text: str


def read(path: Path) -> tuple[Row, ...]:
    """Read the file."""
    return tuple(Row(*line.split("\t", 2)) for line in path.read_text(encoding="utf-8").splitlines())


def faq_of(chosen: Mapping[str, Sequence[str]], max_wrong: float) -> Faq:
    """Return a FAQ of these phrasings of each intent."""
    entries = (
        Entry(id=name, wordings={Language.ENGLISH: Wording(question=first, asks=tuple(more), text=name)})
        for name, (first, *more) in chosen.items()
    )
    return Faq(entries=tuple(entries), max_wrong=max_wrong)


def ranked(school: School, matcher: Matcher, text: str) -> tuple[Match, ...]:
    """Return what the matcher makes of a message, typos repaired."""
    return matcher.rank(school.hearing.repaired(words(text), Language.ENGLISH))


def sure(found: tuple[Match, ...]) -> float:
    """Return how safe it would be to answer."""
    return daring(found, {}).answer
