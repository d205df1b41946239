"""What was asked: rank everything the FAQ can say for a message, with probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.match.calibrate import calibrate
from bot.match.fuzzy import Index, Phrasing
from bot.match.rank import Ranker
from bot.model import Match

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.faq.content import Faq
    from bot.model import Language

MOST = 5
"""How many targets a ranking names."""


class Matcher:
    """Ranks the entries and topics of one FAQ, in one language."""

    def __init__(self, faq: Faq, language: Language) -> None:
        self._index = Index(tuple(_phrasings(faq, language)), language)
        self._ranker = Ranker(self._index)
        self.calibration = calibrate(self._ranker)

    @property
    def is_empty(self) -> bool:
        """Tell whether the FAQ says nothing in this language."""
        return not self._index.phrasings

    def rank(self, words: Sequence[str], *, without: Collection[str] = ()) -> tuple[Match, ...]:
        """Return up to five targets but those in `without`, the likeliest first; probabilities sum to at most one."""
        evidence = self._ranker.evidence(self._index.terms(words))
        ranked = [one for one in evidence if one.target not in without][:MOST]
        scores = [one.score for one in ranked]
        rivals = [max(scores[:i] + scores[i + 1 :], default=0.0) for i in range(len(scores))]
        sure = [self.calibration.probability(e, rival) for e, rival in zip(ranked, rivals, strict=True)]
        scale = max(1.0, sum(sure))
        found = (Match(id=e.target, probability=round(p / scale, 4)) for e, p in zip(ranked, sure, strict=True))
        return tuple(sorted(found, key=lambda match: (-match.probability, match.id)))


def _phrasings(faq: Faq, language: Language) -> Iterator[Phrasing]:
    for item in faq.items:
        wording = item.wordings.get(language)
        if wording:
            for text in dict.fromkeys((wording.question, *wording.asks)):
                yield Phrasing(target=item.id, text=text)
