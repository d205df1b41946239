"""What makes scores a probability: a conditional logit over the likeliest targets and "none of them".

McFadden (1974): the log-odds of a target against none are a weighted sum of its features; targets share what is left.
One function fuses the tiers and calibrates them, so that a target that is likely by spelling and by meaning, and has
no rival, is surest. The features of a target are, of each tier, its score, its lead over the best other target, and
the tier's further scores; more of any never makes a target less likely.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_RIDGE = 30.0
_ROUNDS = 15

Features = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What was seen of one message: its candidates' features, which of them is right (None: none is), its weight."""

    rows: tuple[Features, ...]
    right: int | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Logit:
    """The weights of (1, *features)."""

    weights: tuple[float, ...]

    def probabilities(self, rows: Sequence[Features]) -> list[float]:
        """Return each candidate's probability; what is missing to one is the probability of none."""
        return _shares(self.weights, rows)


def fit(examples: Sequence[Example], prior: Logit) -> Logit:
    """Fit by Newton's method, with a ridge towards the prior, which a small FAQ moves little; deterministic."""
    weights = list(prior.weights)
    for _ in range(_ROUNDS):
        gradient, hessian = _derivatives(examples, weights, prior.weights)
        step = _solve(hessian, gradient)
        bias, *rest = (w + s for w, s in zip(weights, step, strict=True))
        weights = [bias, *(max(0.0, weight) for weight in rest)]
    return Logit(weights=tuple(round(weight, 6) for weight in weights))


def _shares(weights: Sequence[float], rows: Sequence[Features]) -> list[float]:
    utilities = [weights[0] + sum(w * x for w, x in zip(weights[1:], row, strict=True)) for row in rows]
    most = max(0.0, *utilities) if utilities else 0.0
    shares = [math.exp(utility - most) for utility in utilities]
    total = sum(shares) + math.exp(-most)
    return [share / total for share in shares]


def _derivatives(
    examples: Sequence[Example], weights: Sequence[float], prior: Sequence[float]
) -> tuple[list[float], list[list[float]]]:
    size = len(weights)
    gradient = [-_RIDGE * (w - start) for w, start in zip(weights, prior, strict=True)]
    hessian = [[_RIDGE * (i == j) for j in range(size)] for i in range(size)]
    for example in examples:
        shares = _shares(weights, example.rows)
        rows = [(1.0, *row) for row in example.rows]
        mean = [sum(p * row[i] for p, row in zip(shares, rows, strict=True)) for i in range(size)]
        right = rows[example.right] if example.right is not None else (0.0,) * size
        for i in range(size):
            gradient[i] += example.weight * (right[i] - mean[i])
            for j in range(i + 1):
                moment = sum(p * row[i] * row[j] for p, row in zip(shares, rows, strict=True))
                hessian[i][j] += example.weight * (moment - mean[i] * mean[j])
    for i in range(size):
        for j in range(i + 1, size):
            hessian[i][j] = hessian[j][i]
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
