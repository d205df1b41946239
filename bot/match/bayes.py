"""Naive Bayes over a target's terms: words that point to one target count even where no single phrasing is alike.

Multinomial, against the complement (Rennie et al. 2003, "Tackling the poor assumptions of naive Bayes text
classifiers"): the log-ratio of a term's probability within the target and outside it, summed over the message.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.match.postings import Postings

_INSIDE = 6.0
_OUTSIDE = 0.3
_PAIR_SHARE = 0.5


class _Column(NamedTuple):
    """One term: its log-ratios, target by target, and the numbers of the targets that have it."""

    ratios: array[float]
    known: array[int]


class Bayes:
    """Term counts of every target. `owner` is the number of each text's target."""

    def __init__(self, postings: Postings, owner: Sequence[int], targets: int) -> None:
        self._postings, self._owner = postings, owner
        self._sizes = [0] * targets
        for target, size in zip(owner, postings.sizes, strict=True):
            self._sizes[target] += size
        self._total = sum(self._sizes)
        self._columns = lru_cache(maxsize=4096)(self._column)

    def votes(self, message: Sequence[tuple[int, float]]) -> Iterable[tuple[float, float]]:
        """Return each target's vote on terms, given by number and weight: the log-ratio, and the weight it has."""
        ratios, known = [0.0] * len(self._sizes), [0.0] * len(self._sizes)
        for number, weight in message:
            column = self._columns(number)
            ratios = list(map(add, ratios, column.ratios))
            for target in column.known:
                known[target] += weight
        return zip(ratios, known, strict=True)

    def _column(self, number: int) -> _Column:
        count = Counter(map(self._owner.__getitem__, self._postings.texts(number)))
        share = _PAIR_SHARE if self._postings.is_pair(number) else 1.0
        own, everywhere = map(count.__getitem__, range(len(self._sizes))), self._postings.count(number)
        ratios = array("d", [share * ratio for ratio in self._ratios(own, everywhere)])
        return _Column(ratios, array("I", count))

    def _ratios(self, owns: Iterable[int], everywhere: int) -> Iterator[float]:
        """Yield one term's log-ratio of each target, smoothed towards what the term does everywhere."""
        total, kinds, log = self._total, len(self._postings), math.log
        usual, unseen = _INSIDE * (everywhere + 1) / (total + kinds), _OUTSIDE * kinds
        for own, size in zip(owns, self._sizes, strict=True):
            inside = (own + usual) / (size + _INSIDE)
            yield log(inside / ((everywhere - own + _OUTSIDE) / (total - size + unseen)))
