"""All tiers over one set of phrasings: a message's likeliest targets with their features, and those of none of them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from bot.match.tier import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.match.logit import Features
    from bot.match.tier import Phrasing, Tier

MOST = 8
"""How many candidates are weighed against each other."""

_FURTHEST = 3.0

_PLENTY = 30
"""A target with so many phrasings has been said in every usual way; one with fewer is liker a message than it looks."""

FEWNESS = 1.0
"""What being said in few ways usually weighs for a target, beside scores that favor those said in many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A target that may be meant, and what speaks for it."""

    target: str
    features: Features


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a message was compared with: its likeliest targets, by name, and what speaks for none of them."""

    candidates: tuple[Candidate, ...] = ()
    outside: Features = ()


class Ranker:
    """Compares messages with one set of phrasings in all tiers. `of` are all that there are where some are held out."""

    def __init__(
        self, phrasings: Sequence[Phrasing], tiers: Sequence[Tier], of: Sequence[Phrasing] | None = None
    ) -> None:
        self._fitted = [tier.fit(phrasings) for tier in tiers]
        self._few = {target: _fewness(size) for target, size in Counter(p.target for p in of or phrasings).items()}

    def find(self, asked: Sequence[str]) -> Found:
        """Return the likeliest targets of any tier; none where the message has no word."""
        if not asked:
            return Found()
        found = [dict(fitted.scores(asked)) for fitted in self._fitted]
        outside = tuple(chain.from_iterable(scores.pop(OUTSIDE, ()) for scores in found))
        orders = [sorted(scores, key=lambda target: (-round(scores[target][0], 6), target)) for scores in found]
        share = MOST // len(orders)
        likely = sorted(set(chain.from_iterable(order[:share] for order in orders)))
        leads = [_leads(scores, order, likely) for scores, order in zip(found, orders, strict=True)]
        candidates = (
            Candidate(
                target=target,
                features=(*chain.from_iterable(_features(target, found, leads)), self._few.get(target, 1.0)),
            )
            for target in likely
        )
        return Found(candidates=tuple(candidates), outside=outside)


def _fewness(size: int) -> float:
    """Return 1 for a target with a single phrasing, less the more it has, 0 from thirty on."""
    return round(1 - math.log(min(size, _PLENTY)) / math.log(_PLENTY), 4)


def _features(
    target: str, found: Sequence[Mapping[str, tuple[float, ...]]], leads: Sequence[Mapping[str, float]]
) -> list[tuple[float, ...]]:
    pairs = zip(found, leads, strict=True)
    return [(scores[target][0], lead[target], *scores[target][1:]) for scores, lead in pairs]


def _leads(scores: Mapping[str, tuple[float, ...]], order: Sequence[str], likely: Sequence[str]) -> dict[str, float]:
    """Return how far each likely target is ahead of the best other one; below zero where it is behind."""
    best = scores[order[0]][0]
    second = scores[order[1]][0] if len(order) > 1 else 0.0
    leads = ((target, scores[target][0] - (second if target == order[0] else best)) for target in likely)
    return {target: max(-_FURTHEST, min(_FURTHEST, lead)) for target, lead in leads}
