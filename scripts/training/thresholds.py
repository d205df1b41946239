"""Where a score alarms and where it raises a doubt: budgets for false alarms, on lines the weights have not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scripts.training.text import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Scores = Mapping[Source, NDArray[np.float64]]

Budgets = dict[Source, float]

ALARMS: dict[str, Budgets] = {
    "crisis": {Source.POST: 0.004, Source.HARD: 0.02, Source.IN_SCOPE: 0.02},
    "emergency": {Source.POST: 0.001, Source.HARD: 0.008, Source.IN_SCOPE: 0.006},
}
DOUBTS: dict[str, Budgets] = {
    "crisis": {Source.POST: 0.02, Source.HARD: 0.08, Source.IN_SCOPE: 0.07},
    "emergency": {Source.POST: 0.005, Source.HARD: 0.04, Source.IN_SCOPE: 0.03},
}
"""The largest shares of calm lines that may alarm, or at least raise a doubt: the lowest threshold that keeps both.

Together the two concerns page 0.5 % of everyday posts, which stand for real traffic (requests and phrasings of the FAQ
alarm less often still), and 3 % of the calm lines that were written to mislead; 2 % and 12 % at least raise a doubt.
An eighth of those lines is taken from games, films, songs and sayings of death, which few patients write and no
threshold tells apart.
"""

_STEP = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The lowest scores that alarm and that raise a doubt."""

    high: float
    middle: float


def tiers(concern: str, unread: Scores) -> Tiers:
    """Return the lowest tiers that keep every budget of a concern."""
    return Tiers(high=_lowest(unread, ALARMS[concern]), middle=_lowest(unread, DOUBTS[concern]))


def _lowest(unread: Scores, budgets: Budgets) -> float:
    return round(max(_edge(unread[source], share) for source, share in budgets.items()) + _STEP, 4)


def _edge(scores: NDArray[np.float64], share: float) -> float:
    """Return the score that no more than the share of lines is above."""
    return float(np.sort(scores)[::-1][int(share * len(scores))])


def shares(scores: NDArray[np.float64], at: Tiers) -> tuple[float, float]:
    """Return the shares that alarm, and that alarm or raise a doubt."""
    return float((scores >= at.high).mean()), float((scores >= at.middle).mean())
