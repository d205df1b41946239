"""An Understanding of a FAQ for tests: learnt anew, by spelling alone, so that it needs no file and no model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.learning import School
from bot.understanding import Understanding

if TYPE_CHECKING:
    from bot.faq.content import Faq
    from bot.hearing import Hearing
    from bot.match import Matcher
    from bot.model import Language
    from bot.triage import Triage


class Parts(NamedTuple):
    """What an Understanding is made of."""

    faq: Faq
    hearing: Hearing
    matchers: dict[Language, Matcher]


_known: dict[tuple[int, int], tuple[Faq, Parts]] = {}


def parts(faq: Faq, triage: Triage | None) -> Parts:
    """Return what understands messages by this FAQ, learnt once for the same FAQ and triage."""
    key = (id(faq), id(triage))
    if key not in _known:
        school = School(faq, triage)
        _known[key] = (faq, Parts(school.faq, school.hearing, school.matchers(())))
    return _known[key][1]


def understood(faq: Faq, triage: Triage | None) -> Understanding:
    """Return an Understanding of this FAQ."""
    return Understanding(*parts(faq, triage))
