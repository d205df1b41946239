"""Multinomial logistic regression over vectors, trained without a search: the same phrasings, the same weights.

Böhning (1992), "Multinomial logistic regression algorithm": half the uncentred covariance bounds the curvature from
above, so one inverse serves all rounds. Nesterov (1983), "A method of solving a convex programming problem with
convergence rate O(1/k²)": each round starts ahead of where the last one ended, which costs nothing and gets as far in
sixty rounds as several hundred plain ones do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RECIPE = 2
"""Counts up when training changes: a head that was trained otherwise before is then trained anew."""

RIDGE = 0.03
_ROUNDS = 60
_LAG = 3


def train(vectors: NDArray[np.float32], owner: NDArray[np.int64], targets: int) -> NDArray[np.float32]:
    """Return weights, shape (769, targets), for vectors (n, 768) and the number of the target of each."""
    seen = np.hstack([vectors, np.ones((len(vectors), 1), dtype=np.float32)])
    size = seen.shape[1]
    inverse = np.linalg.inv(0.5 * (seen.T @ seen).astype(np.float64) + RIDGE * np.eye(size)).astype(np.float32)
    right = np.zeros((len(vectors), targets), dtype=np.float32)
    right[np.arange(len(vectors)), owner] = 1
    weights: NDArray[np.float32] = np.zeros((size, targets), dtype=np.float32)
    ahead = weights
    for number in range(_ROUNDS):
        missing = right - _softmax(seen @ ahead)
        before, weights = weights, ahead + inverse @ (seen.T @ missing - RIDGE * ahead)
        ahead = weights + np.float32(number / (number + _LAG)) * (weights - before)
    return np.asarray(weights, dtype=np.float32)


def shares(weights: NDArray[np.float32], vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return each target's share of one for a vector (768,)."""
    return np.asarray(_softmax((vector @ weights[:-1] + weights[-1])[None, :])[0], dtype=np.float32)


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
