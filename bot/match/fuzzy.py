"""Token alignment: how much of a message, weighted by rarity, a phrasing covers, and how much of it in turn.

Not WRatio, nor any partial or set scorer: where lengths differ by half, one shared word scores 85 there. Every term
is weighed by its rarity over all phrasings; terms that differ by a letter or an ending count in part. An inverted
index keeps the cost proportional to the phrasings that share a term with the message.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.match.terms import PAIR, terms
from bot.spelling import english
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.model import Language

_PAIR_WEIGHT = 0.5
_ALIKE = 86.0
_SHORTEST_ALIKE = 4
_TOP = 3
_BEST_SHARE, _TOP_SHARE, _ALL_SHARE = 0.3, 0.4, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasing:
    """One phrasing of one target: an entry or a topic, by id."""

    target: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How well one target's phrasings cover a message, each number from 0 to 1.

    `score` blends the best phrasing, the best three and all; `known` is the share of the message's weight that the
    target has any word for: what is left over speaks against it.
    """

    score: float
    known: float


class Index:
    """All phrasings of one language, indexed by term."""

    def __init__(self, phrasings: Sequence[Phrasing], language: Language) -> None:
        self.phrasings = tuple(phrasings)
        self._language = language
        self.own_terms = tuple(terms(words(p.text), language) for p in self.phrasings)
        self._rarity = _rarity(self.own_terms)
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
        return terms(message, self._language)

    def weight(self, term: str) -> float:
        """Return a term's weight: its rarity here, or in everyday English where no phrasing has it."""
        factor = _PAIR_WEIGHT if PAIR in term else 1.0
        return factor * (self._rarity.get(term) or self._foreign(term))

    def alignments(self, message: Sequence[str], *, without: Collection[int] = ()) -> dict[str, Alignment]:
        """Align a message's terms with every target; phrasings numbered in `without` do not count."""
        total = sum(map(self.weight, message)) or 1.0
        covered, known = self._cover(message, frozenset(without))
        scores: dict[str, list[float]] = defaultdict(list)
        for number, (of_message, of_phrasing) in covered.items():
            scores[self.phrasings[number].target].append((of_message + of_phrasing) / (total + self._weight[number]))
        return {t: Alignment(score=self._blend(t, s), known=min(1.0, known[t] / total)) for t, s in scores.items()}

    def _cover(
        self, message: Sequence[str], without: frozenset[int]
    ) -> tuple[dict[int, tuple[float, float]], dict[str, float]]:
        """Return each phrasing's covered weight (of the message, of the phrasing), and each target's known weight."""
        covered: dict[int, tuple[float, float]] = {}
        known: dict[str, float] = defaultdict(float)
        for term in message:
            weight, best_here = self.weight(term), dict[str, float]()
            for number, likeness, own in self._hits(term, without):
                of_message, of_phrasing = covered.get(number, (0.0, 0.0))
                covered[number] = (of_message + weight * likeness, of_phrasing + own * likeness)
                target = self.phrasings[number].target
                best_here[target] = max(best_here.get(target, 0.0), likeness)
            for target, likeness in best_here.items():
                known[target] += weight * likeness
        return covered, known

    def _hits(self, term: str, without: frozenset[int]) -> list[tuple[int, float, float]]:
        """Return (phrasing, likeness, the phrasing's weight for it), each phrasing once, its likest term."""
        hits: dict[int, tuple[float, float]] = {}
        for near, likeness in self._alike(term):
            own = self.weight(near)
            for number in self._postings[near]:
                if number not in without and likeness > hits.get(number, (0.0, 0.0))[0]:
                    hits[number] = (likeness, own)
        return [(number, likeness, own) for number, (likeness, own) in hits.items()]

    def _find_alike(self, term: str) -> tuple[tuple[str, float], ...]:
        if PAIR in term or len(term) < _SHORTEST_ALIKE:
            return ((term, 1.0),) if term in self._postings else ()
        near = process.extract(term, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None)
        return tuple((str(t), 1.0 if t == term else 0.8 * score / 100) for t, score, _ in near)

    def _blend(self, target: str, scores: list[float]) -> float:
        best = sorted(scores, reverse=True)[:_TOP]
        return (
            _BEST_SHARE * best[0]
            + _TOP_SHARE * sum(best) / min(_TOP, self._sizes[target])
            + _ALL_SHARE * sum(scores) / self._sizes[target]
        )

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
