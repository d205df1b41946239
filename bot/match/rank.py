"""Fuse the tiers: one score a target from alignment and naive Bayes. A further tier joins here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.match.bayes import Bayes
from bot.match.terms import PAIR

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.match.fuzzy import Index

_BAYES_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for one target: the fused score, and the share of the message (0 to 1) that it has words for."""

    target: str
    score: float
    known: float


class Ranker:
    """Ranks all targets for a message's terms."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._bayes = Bayes(index.own_terms, [p.target for p in index.phrasings])

    def evidence(self, message: Sequence[str], *, without: Collection[int] = ()) -> tuple[Evidence, ...]:
        """Return every target that anything speaks for, best first; phrasings numbered in `without` do not count."""
        aligned = self.index.alignments(message, without=without)
        length = math.sqrt(max(1, sum(PAIR not in term for term in message)))
        weight = {term: self.index.weight(term) for term in message}
        total = sum(weight.values()) or 1.0
        found = []
        for target, vote in self._bayes.votes(message, without=without).items():
            if target in aligned or vote.ratio > 0:
                score = aligned.get(target, 0.0) + _BAYES_SHARE * vote.ratio / length
                known = sum(weight[term] for term in vote.known) / total
                found.append(Evidence(target=target, score=score, known=known))
        return tuple(sorted(found, key=lambda e: (-round(e.score, 9), e.target)))
