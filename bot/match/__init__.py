"""What was asked: rank everything the FAQ can say for a message, with probabilities."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.match.ranker import Found, Ranker
from bot.match.tier import Phrasing
from bot.model import Match
from bot.text import spoken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.faq.content import Faq
    from bot.match.learn import Learned
    from bot.match.tier import Tier
    from bot.model import Language

_REMEMBERED = 256


class Matcher:
    """Ranks the entries and topics of one FAQ, in one language, as it has learnt to."""

    def __init__(self, phrasings: Sequence[Phrasing], tiers: Sequence[Tier], learned: Learned) -> None:
        self.learned = learned
        self._ranker = Ranker(phrasings, tiers) if phrasings else None
        self._ranked = lru_cache(maxsize=_REMEMBERED)(self._rank)

    @property
    def is_empty(self) -> bool:
        """Tell whether the FAQ says nothing in this language."""
        return self._ranker is None

    def rank(self, words: Sequence[str], *, without: Collection[str] = ()) -> tuple[Match, ...]:
        """Return the likeliest targets but those in `without`, the likeliest first; together at most one."""
        return self._ranked(spoken(words), frozenset(without))

    def _rank(self, words: tuple[str, ...], without: frozenset[str]) -> tuple[Match, ...]:
        found = self._ranker.find(words) if self._ranker else Found()
        likely = [candidate for candidate in found.candidates if candidate.target not in without]
        shares = self.learned.logit.probabilities([candidate.features for candidate in likely], found.outside)
        matches = (Match(id=c.target, probability=round(p, 4)) for c, p in zip(likely, shares, strict=True))
        return tuple(sorted(matches, key=lambda match: (-match.probability, match.id)))


def phrasings(faq: Faq, language: Language) -> tuple[Phrasing, ...]:
    """Return all that the FAQ can be asked in a language, in file order, without repeats within a target."""
    return tuple(_phrasings(faq, language))


def _phrasings(faq: Faq, language: Language) -> Iterator[Phrasing]:
    for item in faq.items:
        wording = item.wordings.get(language)
        if wording:
            own = frozenset((wording.question, *wording.asks))
            for text in dict.fromkeys(wording.phrasings):
                yield Phrasing(target=item.id, text=text, is_own=text in own)
