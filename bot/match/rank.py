"""Fuse the tiers: one score a target from alignment and naive Bayes. A further tier joins here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.match.bayes import Bayes
from bot.match.fuzzy import Alignment
from bot.match.terms import PAIR

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.match.fuzzy import Index

_BAYES_SHARE = 0.1
_NOTHING = Alignment(score=0.0, known=0.0)


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
        ratios = self._bayes.scores(message, without=without)
        length = math.sqrt(max(1, sum(PAIR not in term for term in message)))
        found = []
        for target, ratio in ratios.items():
            own = aligned.get(target, _NOTHING)
            if own.score or ratio > 0:
                found.append(Evidence(target=target, score=own.score + _BAYES_SHARE * ratio / length, known=own.known))
        return tuple(sorted(found, key=lambda e: (-round(e.score, 9), e.target)))
