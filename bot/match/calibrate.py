"""Turn evidence into a probability, learnt from the FAQ alone.

Held-out phrasings play the patients who ask what the FAQ holds; phrasings whose whole target is held out play those
who ask what it does not hold, and count a third: triage takes most of those before matching; everyday questions
(bot/data/background.txt, background-es.txt) play those who ask something else altogether. A logistic function of
(score, lead over the runner-up, known share) is fitted to whether the first-ranked target was right, starting from a
cautious belief, and more evidence never makes a target less likely. No threshold is built in; another FAQ gets its own
function.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.model import Language
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.match.rank import Evidence, Ranker

_MOST = 250
_FEWEST = 2
_RIDGE = 4.0
_OUTSIDE_COUNTS = 1 / 3
_ROUNDS = 25

Features = tuple[float, float, float, float]
Example = tuple[Features, bool, float]
"""What was seen, whether the first-ranked target was right, and how much the example counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The logistic function's weights for (1, score, lead, known), and how many held-out phrasings it was fitted to."""

    weights: Features
    examples: int = 0

    def probability(self, evidence: Evidence, rival: float) -> float:
        """Return the probability that this target is what was meant; `rival` is the best other target's score."""
        return _logistic(sum(w * x for w, x in zip(self.weights, features(evidence, rival), strict=True)))


DEFAULT = Calibration(weights=(-3.5, 1.5, 3.0, 1.0))
"""What is believed before any phrasing is seen, about what the shipped FAQ teaches; a small FAQ moves it little."""


def features(evidence: Evidence, rival: float) -> Features:
    """Return what the logistic function sees of one target."""
    return (1.0, evidence.score, max(-0.5, evidence.score - rival), evidence.known)


def calibrate(ranker: Ranker) -> Calibration:
    """Fit the function to what is ranked; deterministic."""
    phrasings = ranker.index.phrasings
    if len({p.target for p in phrasings}) < _FEWEST:
        return DEFAULT
    examples = _examples(ranker)
    bias, *rest = _fit(examples)
    score, lead, known = (max(0.0, weight) for weight in rest)
    return Calibration(weights=(bias, score, lead, known), examples=len(examples))


@lru_cache(maxsize=len(Language))
def background(language: Language) -> tuple[str, ...]:
    """Return the everyday questions of a language that no FAQ is expected to hold."""
    name = "background-es.txt" if language is Language.SPANISH else "background.txt"
    return tuple((files("bot.data") / name).read_text(encoding="utf-8").splitlines())


def _examples(ranker: Ranker) -> list[Example]:
    phrasings = ranker.index.phrasings
    family: dict[str, list[int]] = defaultdict(list)
    for number, phrasing in enumerate(phrasings):
        family[phrasing.target].append(number)
    found: list[Example] = []
    for number in range(0, len(phrasings), math.ceil(len(phrasings) / _MOST)):
        target, message = phrasings[number].target, ranker.index.own_terms[number]
        found += _example(ranker.evidence(message, without=(number,)), target, 1.0)
        found += _example(ranker.evidence(message, without=family[target]), target, _OUTSIDE_COUNTS)
    for text in background(ranker.index.language):
        found += _example(ranker.evidence(ranker.index.terms(words(text))), "", 1.0)
    return found


def _example(ranked: Sequence[Evidence], target: str, counts: float) -> list[Example]:
    if not ranked:
        return []
    rival = ranked[1].score if len(ranked) > 1 else 0.0
    return [(features(ranked[0], rival), ranked[0].target == target, counts)]


def _fit(examples: Sequence[Example]) -> Features:
    """Fit by Newton's method, with a ridge towards the default."""
    weights = list(DEFAULT.weights)
    for _ in range(_ROUNDS):
        gradient, hessian = _derivatives(examples, weights)
        step = _solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
    return (weights[0], weights[1], weights[2], weights[3])


def _derivatives(examples: Sequence[Example], weights: Sequence[float]) -> tuple[list[float], list[list[float]]]:
    gradient = [-_RIDGE * (w - start) for w, start in zip(weights, DEFAULT.weights, strict=True)]
    hessian = [[_RIDGE * (i == j) for j in range(4)] for i in range(4)]
    for x, is_right, counts in examples:
        p = _logistic(sum(w * v for w, v in zip(weights, x, strict=True)))
        for i in range(4):
            gradient[i] += counts * (is_right - p) * x[i]
            for j in range(4):
                hessian[i][j] += counts * p * (1 - p) * x[i] * x[j]
    return gradient, hessian


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a small symmetric positive system by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i, pivot in enumerate(rows):
        for row in rows[i + 1 :]:
            factor = row[i] / pivot[i]
            row[i:] = [a - factor * b for a, b in zip(row[i:], pivot[i:], strict=True)]
    result = [0.0] * len(rows)
    for i in reversed(range(len(rows))):
        rest = sum(rows[i][j] * result[j] for j in range(i + 1, len(rows)))
        result[i] = (rows[i][-1] - rest) / rows[i][i]
    return result


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
