"""Naive Bayes over a target's terms: words that point to one target count even where no single phrasing is alike.

Multinomial, against the complement (Rennie et al. 2003, "Tackling the poor assumptions of naive Bayes text
classifiers"): the log-ratio of a term's probability within the target and outside it, summed over the message.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.match.postings import Postings

_INSIDE = 6.0
_OUTSIDE = 0.3
_PAIR_SHARE = 0.5


class _Column(NamedTuple):
    """One term, target by target: its log-ratios, and whether the target has it."""

    ratios: array[float]
    is_known: bytes


class Bayes:
    """Term counts of every target. `owner` is the number of each text's target."""

    def __init__(self, postings: Postings, owner: Sequence[int], targets: int) -> None:
        self._postings, self._owner = postings, owner
        self._sizes = [0] * targets
        for target, size in zip(owner, postings.sizes, strict=True):
            self._sizes[target] += size
        self._total = sum(self._sizes)
        self._columns = lru_cache(maxsize=4096)(self._column)

    def votes(self, message: Sequence[tuple[int, float]]) -> Iterator[tuple[float, float]]:
        """Yield each target's vote on a message's terms, by number and weight: the log-ratio, and the weight it has."""
        if not message:
            yield from ((0.0, 0.0) for _ in self._sizes)
            return
        columns = [self._columns(number) for number, _ in message]
        weights = [weight for _, weight in message]
        ratios = zip(*(column.ratios for column in columns), strict=True)
        known = zip(*(column.is_known for column in columns), strict=True)
        yield from ((sum(row), sum(compress(weights, has))) for row, has in zip(ratios, known, strict=True))

    def _column(self, number: int) -> _Column:
        count = Counter(map(self._owner.__getitem__, self._postings.texts(number)))
        share = _PAIR_SHARE if self._postings.is_pair(number) else 1.0
        everywhere = self._postings.count(number)
        sizes = enumerate(self._sizes)
        ratios = array("d", (share * self._ratio(count[target], everywhere, size) for target, size in sizes))
        return _Column(ratios, bytes(target in count for target in range(len(self._sizes))))

    def _ratio(self, own: int, everywhere: int, size: int) -> float:
        """Return one term's log-ratio, smoothed towards what the term does everywhere."""
        kinds = len(self._postings)
        inside = (own + _INSIDE * (everywhere + 1) / (self._total + kinds)) / (size + _INSIDE)
        outside = (everywhere - own + _OUTSIDE) / (self._total - size + _OUTSIDE * kinds)
        return math.log(inside / outside)
