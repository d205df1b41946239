"""Token alignment: how much of a message, weighted by rarity, a phrasing covers, and how much of it in turn.

Not WRatio, nor any partial or set scorer: where lengths differ by half, one shared word scores 85 there. Every term
is weighed by its rarity over all phrasings; terms that differ by a letter or an ending count in part. An inverted
index keeps the cost proportional to the phrasings that share a term with the message.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.match.terms import PAIR, terms
from bot.spelling import english
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.match.tier import Phrasing
    from bot.model import Language

_PAIR_WEIGHT = 0.5
_ALIKE = 86.0
_SHORTEST_ALIKE = 4
_ALIKE_COUNTS = 0.8
_TOP = 3
_BEST_SHARE = 0.5
_COMMON = 600
_MOST = 120


class Index:
    """All phrasings of one language, indexed by term."""

    def __init__(self, phrasings: Sequence[Phrasing], language: Language) -> None:
        self.phrasings = tuple(phrasings)
        self.language = language
        self.own_terms = tuple(terms(words(p.text), language) for p in self.phrasings)
        self._rarity = _rarity(self.own_terms)
        self._own = [frozenset(found) for found in self.own_terms]
        self._weight = [sum(map(self.weight, found)) for found in self.own_terms]
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, found in enumerate(self.own_terms):
            for term in found:
                self._postings[term].append(number)
        self._vocabulary = [t for t in self._postings if PAIR not in t]
        self._alike = lru_cache(maxsize=16384)(self._find_alike)
        self._sizes = Counter(p.target for p in self.phrasings)

    def terms(self, message: Sequence[str]) -> tuple[str, ...]:
        """Return a message's terms as this index counts them."""
        return terms(message, self.language)

    def weight(self, term: str) -> float:
        """Return a term's weight: its rarity here, or in everyday English where no phrasing has it."""
        factor = _PAIR_WEIGHT if PAIR in term else 1.0
        return factor * (self._rarity.get(term) or self._foreign(term))

    def alignments(self, message: Sequence[str]) -> dict[str, float]:
        """Align a message's terms with every target that shares any, from 0 to 1."""
        weighed = [(term, self.weight(term)) for term in message]
        total = sum(weight for _, weight in weighed) or 1.0
        scores: dict[str, list[float]] = defaultdict(list)
        for number in self._candidates(weighed):
            scores[self.phrasings[number].target].append(self._align(number, weighed, total))
        return {target: self._blend(target, found) for target, found in scores.items()}

    def _candidates(self, weighed: Sequence[tuple[str, float]]) -> list[int]:
        """Return the phrasings that share the most weight; common words only count where no rarer one was found."""
        shared: dict[int, float] = defaultdict(float)
        for term, weight in sorted(weighed, key=lambda one: (-one[1], one[0])):
            for near, likeness in self._alike(term):
                postings = self._postings[near]
                if not shared or len(postings) <= _COMMON:
                    for number in postings:
                        shared[number] += weight * likeness
        return [number for _, number in sorted((-weight, number) for number, weight in shared.items())[:_MOST]]

    def _align(self, number: int, weighed: Sequence[tuple[str, float]], total: float) -> float:
        """Return the share of both texts' weight that the other one covers."""
        own, covered = self._own[number], 0.0
        for term, weight in weighed:
            for near, likeness in self._alike(term):
                if near in own:
                    covered += likeness * (weight + self.weight(near))
                    break
        return covered / (total + self._weight[number])

    def _find_alike(self, term: str) -> tuple[tuple[str, float], ...]:
        if term in self._postings:
            return ((term, 1.0),)
        if PAIR in term or len(term) < _SHORTEST_ALIKE:
            return ()
        near = process.extract(term, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None)
        alike = ((str(t), _ALIKE_COUNTS * score / 100) for t, score, _ in near)
        return tuple(sorted(alike, key=lambda one: (-one[1], one[0])))

    def _blend(self, target: str, scores: list[float]) -> float:
        best = sorted(scores, reverse=True)[:_TOP]
        return _BEST_SHARE * best[0] + (1 - _BEST_SHARE) * sum(best) / min(_TOP, self._sizes[target])

    def _foreign(self, term: str) -> float:
        """Weigh a term that no phrasing has: rare English words say more, and none says more than our own rarest."""
        if PAIR in term:
            return 0.0
        rarity = math.log((_ENGLISH_TOTAL + 1) / (english().get(term, 0) + 1)) / math.log(_ENGLISH_TOTAL + 1)
        return rarity * self._rarest

    @property
    def _rarest(self) -> float:
        return math.log(1 + len(self.phrasings))


_ENGLISH_TOTAL = 30_000
"""About how often everyday text (bot/data/english.txt) uses its commonest word: the scale of rarity."""


def _rarity(found: Sequence[Sequence[str]]) -> dict[str, float]:
    count = Counter(term for one in found for term in one)
    return {term: math.log(1 + len(found) / n) for term, n in count.items()}
