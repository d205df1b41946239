"""The tier that compares spelling: token alignment and naive Bayes, fused to one score a target."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.match.bayes import Bayes
from bot.match.fuzzy import Index
from bot.match.terms import PAIR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.match.tier import Phrasing
    from bot.model import Language

_BAYES_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class LexicalTier:
    """Reads phrasings of one language."""

    language: Language

    @property
    def name(self) -> str:
        """Return the tier's name."""
        return "lexical"

    @property
    def prior(self) -> tuple[float, ...]:
        """Return what a score, its lead and the known share usually weigh."""
        return (1.5, 3.0, 1.0)

    def fit(self, phrasings: Sequence[Phrasing]) -> Lexical:
        """Index the phrasings."""
        return Lexical(Index(phrasings, self.language))


class Lexical:
    """Scores all targets by the words of a message."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._bayes = Bayes(index.postings, index.owner, len(index.targets))

    def scores(self, asked: Sequence[str]) -> Mapping[str, tuple[float, ...]]:
        """Return every target's fused score, and the share (0 to 1) of the message that it has words for."""
        message = self._index.terms(asked)
        aligned = self._index.alignments(message)
        length = math.sqrt(max(1, sum(PAIR not in term for term in message)))
        weighed = [(self._index.postings.number(term), self._index.weight(term)) for term in message]
        total = sum(weight for _, weight in weighed) or 1.0
        votes = self._bayes.votes([(number, weight) for number, weight in weighed if number is not None])
        return {
            target: (aligned.get(target, 0.0) + _BAYES_SHARE * ratio / length, known / total)
            for target, (ratio, known) in zip(self._index.targets, votes, strict=True)
        }
