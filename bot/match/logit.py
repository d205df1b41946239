"""What makes scores a probability: a conditional logit over the likeliest targets and "none of them".

McFadden (1974): the log-odds of a target against none are a weighted sum of its features; targets share what is left.
One function fuses the tiers and calibrates them, so that a target that is likely by spelling and by meaning, and has
no rival, is surest. The features of a target are, of each tier, its score, its lead over the best other target, and
the tier's further scores, and last how few phrasings it has; more of any never makes a target less likely. The
features of "none of them" are the scores of everyday questions; more of any never makes a target likelier.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RIDGE = 10.0
_ROUNDS = 15
_FURTHEST = 2.0
"""Newton's step is exact near the best weights only; further off, one that is not held short may never come back."""

Features = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What was seen of one message: its candidates' features, which of them is right (None: none is), its weight.

    `outside` are the features of "none of them".
    """

    rows: tuple[Features, ...]
    right: int | None
    outside: Features = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Logit:
    """The weights of (1, *features) of a target, and of the features of "none of them"."""

    weights: tuple[float, ...]
    outside: tuple[float, ...] = ()

    def probabilities(self, rows: Sequence[Features], outside: Features = ()) -> list[float]:
        """Return each candidate's probability; what is missing to one is the probability of none."""
        none = sum(w * x for w, x in zip(self.outside, outside, strict=False))
        first, *rest = self.weights
        return _shares(none, [first + sum(w * x for w, x in zip(rest, row, strict=True)) for row in rows])


def fit(examples: Sequence[Example], prior: Logit) -> Logit:
    """Fit by Newton's method, with a ridge towards the prior, which a small FAQ moves little; deterministic."""
    believed = (*prior.weights, *prior.outside)
    weights, size = list(believed), len(prior.weights)
    rows = [_rows(example, size, len(prior.outside)) for example in examples]
    for _ in range(_ROUNDS):
        gradient, hessian = _derivatives(zip(examples, rows, strict=True), weights, believed)
        _hold(gradient, hessian, weights)
        steps = (max(-_FURTHEST, min(_FURTHEST, step)) for step in _solve(hessian, gradient))
        bias, *rest = (w + step for w, step in zip(weights, steps, strict=True))
        weights = [bias, *(max(0.0, weight) for weight in rest)]
    found = tuple(round(weight, 6) for weight in weights)
    return Logit(weights=found[:size], outside=found[size:])


def _shares(none: float, utilities: Sequence[float]) -> list[float]:
    most = max(none, *utilities) if utilities else none
    shares = [math.exp(utility - most) for utility in utilities]
    total = sum(shares) + math.exp(none - most)
    return [share / total for share in shares]


def _rows(example: Example, size: int, outside: int) -> list[list[float]]:
    """Return what the weights are multiplied with: for "none of them" first, then for each candidate."""
    none = [0.0] * size + [*example.outside, *[0.0] * outside][:outside]
    return [none, *([1.0, *row, *[0.0] * outside] for row in example.rows)]


def _derivatives(
    seen: Iterable[tuple[Example, list[list[float]]]], weights: Sequence[float], believed: Sequence[float]
) -> tuple[list[float], list[list[float]]]:
    size = len(weights)
    gradient = [-_RIDGE * (w - start) for w, start in zip(weights, believed, strict=True)]
    hessian = [[_RIDGE * (i == j) for j in range(size)] for i in range(size)]
    for example, rows in seen:
        none, *utilities = (sum(w * x for w, x in zip(weights, row, strict=True)) for row in rows)
        shares = _shares(none, utilities)
        shares = [1 - sum(shares), *shares]
        columns = list(zip(*rows, strict=True))
        weighed = [[p * x for p, x in zip(shares, column, strict=True)] for column in columns]
        mean = [sum(column) for column in weighed]
        right = rows[0 if example.right is None else example.right + 1]
        for i in range(size):
            gradient[i] += example.weight * (right[i] - mean[i])
            for j in range(i + 1):
                moment = sum(map(mul, weighed[i], columns[j]))
                hessian[i][j] += example.weight * (moment - mean[i] * mean[j])
    for i in range(size):
        for j in range(i + 1, size):
            hessian[i][j] = hessian[j][i]
    return gradient, hessian


def _hold(gradient: list[float], hessian: list[list[float]], weights: Sequence[float]) -> None:
    """Take out of the step what stands at zero and would fall below, else the others step too far for its sake."""
    for i in range(1, len(weights)):
        if weights[i] <= 0 and gradient[i] < 0:
            gradient[i] = 0.0
            hessian[i] = [float(i == j) for j in range(len(weights))]
            for j, row in enumerate(hessian):
                row[i] = float(i == j)


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
