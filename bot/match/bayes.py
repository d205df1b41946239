"""Naive Bayes over a target's terms: words that point to one target count even where no single phrasing is alike.

Multinomial, against the complement (Rennie et al. 2003, "Tackling the poor assumptions of naive Bayes text
classifiers"): the log-ratio of a term's probability within the target and outside it, summed over the message.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.match.terms import PAIR

if TYPE_CHECKING:
    from collections.abc import Sequence

_INSIDE = 6.0
_OUTSIDE = 0.3
_PAIR_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What a target's counts say of a message: the log-ratio, and which of its terms the target has."""

    ratio: float
    known: frozenset[str]


class Bayes:
    """Term counts of every target."""

    def __init__(self, found: Sequence[Sequence[str]], targets: Sequence[str]) -> None:
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        for target, own in zip(targets, found, strict=True):
            self._counts[target].update(own)
        self._sizes = {target: count.total() for target, count in self._counts.items()}
        self._all = Counter(term for own in found for term in own)
        self._total = self._all.total()
        self._ratios = lru_cache(maxsize=16384)(self._every_ratio)

    def votes(self, message: Sequence[str]) -> dict[str, Vote]:
        """Return each target's vote on a message's terms."""
        known = [term for term in message if term in self._all]
        rows = [self._ratios(term) for term in known]
        sums = [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * len(self._counts)
        return {
            target: Vote(ratio=ratio, known=frozenset(t for t in known if t in count))
            for (target, count), ratio in zip(self._counts.items(), sums, strict=True)
        }

    def _every_ratio(self, term: str) -> tuple[float, ...]:
        return tuple(self._ratio(term, count[term], self._sizes[target]) for target, count in self._counts.items())

    def _ratio(self, term: str, own: int, size: int) -> float:
        """Return one term's log-ratio, smoothed towards what the term does everywhere."""
        everywhere, kinds = self._all[term], len(self._all)
        inside = (own + _INSIDE * (everywhere + 1) / (self._total + kinds)) / (size + _INSIDE)
        outside = (everywhere - own + _OUTSIDE) / (self._total - size + _OUTSIDE * kinds)
        return (_PAIR_SHARE if PAIR in term else 1.0) * math.log(inside / outside)
