"""The one way from a FAQ file to an Understanding, for every command and for the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.faq.load import load
from bot.learning import School
from bot.learning.shelf import Shelf
from bot.meaning import installed
from bot.triage.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from bot.learning import Tell
    from bot.understanding import Understanding

_MOST_CACHED = 20


class Prepared(NamedTuple):
    """A school, and the shelves on which what it teaches lies: beside the FAQ, then in the cache."""

    school: School
    shelves: tuple[Shelf, Shelf]


def understanding(faq: Path, cache: Path, *, has_triage: bool = True, tell: Tell = lambda *_: None) -> Understanding:
    """Load the FAQ and the lexicons, and what was learnt of them or learn it. Raises FaqError, ConfigurationError."""
    prepared = prepare(faq, cache, has_triage=has_triage, tell=tell)
    return prepared.school.understanding(prepared.shelves)


def prepare(
    faq: Path, cache: Path, *, has_triage: bool = True, with_meaning: bool = True, tell: Tell = lambda *_: None
) -> Prepared:
    """Load the FAQ and the lexicons. Raises FaqError, ConfigurationError."""
    tier, memory = installed.tier() if with_meaning else (None, None)
    listeners = installed.danger() if with_meaning else None
    content = load(faq)
    school = School(content, shipped(listeners) if has_triage else None, meaning=tier, tell=tell)
    name = f"{content.digest[:16]}{'' if has_triage else '-matcher'}"
    beside = Shelf(folder=faq.with_name(f"{faq.name}.learned"), memory=memory)
    return Prepared(school, (beside, Shelf(folder=cache / name, memory=memory, most=_MOST_CACHED)))
