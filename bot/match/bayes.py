"""Naive Bayes over a target's terms: words that point to one target count even where no single phrasing is alike.

Multinomial, against the complement (Rennie et al. 2003, "Tackling the poor assumptions of naive Bayes text
classifiers"): the log-ratio of a term's probability within the target and outside it, summed over the message.
Held-out phrasings are taken out of the counts exactly, so that calibration sees what an unknown phrasing would.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bot.match.terms import PAIR

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_INSIDE = 6.0
_OUTSIDE = 0.3
_PAIR_SHARE = 0.5


class Bayes:
    """Term counts of every target."""

    def __init__(self, found: Sequence[Sequence[str]], targets: Sequence[str]) -> None:
        self._terms, self._targets = found, targets
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        for target, own in zip(targets, found, strict=True):
            self._counts[target].update(own)
        self._sizes = {target: count.total() for target, count in self._counts.items()}
        self._all = sum(self._counts.values(), Counter[str]())
        self._total = self._all.total()

    def scores(self, message: Sequence[str], *, without: Collection[int] = ()) -> dict[str, float]:
        """Return each target's log-ratio for the terms of a message; phrasings numbered in `without` do not count."""
        known = [term for term in message if term in self._all]
        gone, gone_sizes = self._held_out(frozenset(known), without)
        lost = Counter(term for (_, term), n in gone.items() for _ in range(n))
        total = self._total - sum(gone_sizes.values())
        found = {}
        for target, count in self._counts.items():
            size = self._sizes[target] - gone_sizes[target]
            if size > 0:
                inside = ((t, count[t] - gone[target, t], self._all[t] - lost[t]) for t in known)
                found[target] = sum(self._ratio(t, n, everywhere, size, total) for t, n, everywhere in inside)
        return found

    def _held_out(
        self, message: frozenset[str], without: Collection[int]
    ) -> tuple[Counter[tuple[str, str]], Counter[str]]:
        gone, sizes = Counter[tuple[str, str]](), Counter[str]()
        for number in without:
            target = self._targets[number]
            sizes[target] += len(self._terms[number])
            gone.update((target, term) for term in self._terms[number] if term in message)
        return gone, sizes

    def _ratio(self, term: str, own: int, everywhere: int, size: int, total: int) -> float:
        """Return one term's log-ratio, smoothed towards what the term does everywhere."""
        if not everywhere:
            return 0.0
        kinds = len(self._all)
        inside = (own + _INSIDE * (everywhere + 1) / (total + kinds)) / (size + _INSIDE)
        outside = (everywhere - own + _OUTSIDE) / (total - size + _OUTSIDE * kinds)
        return (_PAIR_SHARE if PAIR in term else 1.0) * math.log(inside / outside)
