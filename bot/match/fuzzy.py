"""Token alignment: how much of a message, weighted by rarity, a phrasing covers, and how much of it in turn.

Not WRatio, nor any partial or set scorer: where lengths differ by half, one shared word scores 85 there. Every term
is weighed by its rarity over all phrasings; terms that differ by a letter or an ending count in part. An inverted
index keeps the cost proportional to the phrasings that share a term with the message.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.match.postings import Postings
from bot.match.terms import PAIR, stems, terms
from bot.spelling import english
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.match.tier import Phrasing
    from bot.model import Language

    Gains = tuple[tuple[int, float], ...]

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
        self.language = language
        self.targets = tuple(dict.fromkeys(p.target for p in phrasings))
        place = {target: n for n, target in enumerate(self.targets)}
        self.owner = array("I", (place[p.target] for p in phrasings))
        self.postings = Postings(stems(words(p.text), language) for p in phrasings)
        self._weights = array("d", map(self._weigh, range(len(self.postings))))
        weigh = self._weights.__getitem__
        self._whole = array("d", (sum(map(weigh, self.postings.of(text))) for text in range(len(phrasings))))
        self._alike = lru_cache(maxsize=4096)(self._find_alike)
        self._sizes = Counter(self.owner)

    def terms(self, message: Sequence[str]) -> tuple[str, ...]:
        """Return a message's terms as this index counts them."""
        return terms(message, self.language)

    def weight(self, term: str) -> float:
        """Return a term's weight: its rarity here, or in everyday English where no phrasing has it."""
        number = self.postings.number(term)
        return self._foreign(term) if number is None else self._weights[number]

    def alignments(self, message: Sequence[str]) -> dict[str, float]:
        """Align a message's terms with every target that shares any, from 0 to 1."""
        weighed = [(term, self.weight(term)) for term in message]
        total = sum(weight for _, weight in weighed) or 1.0
        covered = dict.fromkeys(self._candidates(weighed), 0.0)
        for term, weight in weighed:
            self._cover(covered, self._gains(term, weight))
        scores: dict[int, list[float]] = defaultdict(list)
        for text, weight in covered.items():
            scores[self.owner[text]].append(weight / (total + self._whole[text]))
        return {self.targets[number]: self._blend(number, found) for number, found in scores.items()}

    def _cover(self, covered: dict[int, float], gains: Gains) -> None:
        """Add what a term covers of every text and is covered by it, each by the likest term that the text holds."""
        left = set(covered)
        for near, gain in gains:
            held = self.postings.among(left, near)
            for text in held:
                covered[text] += gain
            left -= held

    def _candidates(self, weighed: Sequence[tuple[str, float]]) -> list[int]:
        """Return the phrasings that share the most weight; common words only count where no rarer one was found."""
        shared: dict[int, float] = defaultdict(float)
        for term, weight in sorted(weighed, key=lambda one: (-one[1], one[0])):
            for near, likeness in self._alike(term):
                if not shared or self.postings.count(near) <= _COMMON:
                    gain = weight * likeness
                    for text in self.postings.texts(near):
                        shared[text] += gain
        least = sorted(shared.values())[-_MOST] if len(shared) > _MOST else 0.0
        found = sorted([(-weight, text) for text, weight in shared.items() if weight >= least])
        return [text for _, text in found[:_MOST]]

    def _gains(self, term: str, weight: float) -> Gains:
        """Return what either text gains where a phrasing holds a term that is like this one, the likest first."""
        return tuple((near, likeness * (weight + self._weights[near])) for near, likeness in self._alike(term))

    def _find_alike(self, term: str) -> tuple[tuple[int, float], ...]:
        number = self.postings.number(term)
        if number is not None:
            return ((number, 1.0),)
        if PAIR in term or len(term) < _SHORTEST_ALIKE:
            return ()
        near = process.extract(term, self.postings.stems.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None)
        alike = sorted(
            ((str(t), _ALIKE_COUNTS * score / 100) for t, score, _ in near), key=lambda one: (-one[1], one[0])
        )
        return tuple((number, likeness) for t, likeness in alike if (number := self.postings.number(t)) is not None)

    def _blend(self, number: int, scores: list[float]) -> float:
        best = sorted(scores, reverse=True)[:_TOP]
        return _BEST_SHARE * best[0] + (1 - _BEST_SHARE) * sum(best) / min(_TOP, self._sizes[number])

    def _weigh(self, number: int) -> float:
        rarity = math.log(1 + len(self.owner) / self.postings.count(number))
        return _PAIR_WEIGHT * rarity if self.postings.is_pair(number) else rarity

    def _foreign(self, term: str) -> float:
        """Weigh a term that no phrasing has: rare English words say more, and none says more than our own rarest."""
        if PAIR in term:
            return 0.0
        rarity = math.log((_ENGLISH_TOTAL + 1) / (english().get(term, 0) + 1)) / math.log(_ENGLISH_TOTAL + 1)
        return rarity * math.log(1 + len(self.owner))


_ENGLISH_TOTAL = 30_000
"""About how often everyday text (bot/data/english.txt) uses its commonest word: the scale of rarity."""
