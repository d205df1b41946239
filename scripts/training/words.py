"""Train a classifier of the core: a logistic function over hashed words, by AdaGrad in small batches."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bot.triage.classifier import BUCKETS, Classifier, buckets, windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from scripts.training.text import Line

EPOCHS, BATCH, RATE, RIDGE = 8, 64, 0.5, 1e-5

Words = tuple[str, ...]


class Rows:
    """Windows as features, one after the other in one array, so that a batch of them is a slice of it."""

    def __init__(self, found: Sequence[Words]) -> None:
        rows = [features(words) for words in found]
        self.lengths = np.array([len(row) for row in rows])
        self.units = 1 / np.sqrt(self.lengths)
        self._starts = np.concatenate([[0], np.cumsum(self.lengths)])
        self._features = np.concatenate(rows)

    def take(self, chosen: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the features of some rows, and which of the rows each belongs to."""
        found = np.concatenate([self._features[self._starts[row] : self._starts[row + 1]] for row in chosen])
        return found, np.repeat(np.arange(len(chosen)), self.lengths[chosen])


@cache
def features(words: Words) -> NDArray[np.int32]:
    """Return a window's features, in order."""
    return np.array(sorted(buckets(words)), dtype=np.int32)


def fit(name: str, alarming: Sequence[Line], calm: Sequence[Line]) -> Classifier:
    """Train on whole messages, and on the windows of calm ones too: each of them is calm. Thresholds come later."""
    found = [(words, True) for line in alarming for words in _wholes(line)]
    found += [(words, False) for line in calm for words in dict.fromkeys((*_wholes(line), *windows(line.readings[0])))]
    weights, bias = _descend(Rows([words for words, _ in found]), np.array([is_alarming for _, is_alarming in found]))
    scale = float(np.abs(weights).max() / 127)
    stored = bytes((np.rint(weights / scale) + 128).astype(np.uint8))
    return Classifier(name=name, weights=stored, scale=scale, bias=round(bias, 6), high=1.0, middle=1.0)


def logits(model: Classifier, found: Sequence[Line]) -> NDArray[np.float64]:
    """Return each line's logit, as the classifier judges it."""
    weights = (np.frombuffer(model.weights, dtype=np.uint8).astype(np.float64) - 128) * model.scale
    return np.array([max(_judged(weights, line), default=-math.inf) + model.bias for line in found])


def _judged(weights: NDArray[np.float64], line: Line) -> Iterator[float]:
    for words in dict.fromkeys(window for reading in line.readings for window in windows(reading)):
        active = features(words)
        yield float(weights[active].sum()) / math.sqrt(len(active))


def _wholes(line: Line) -> tuple[Words, ...]:
    """Return the whole message, repaired and as it was typed where that differs."""
    readings = (line.readings[0], *line.readings[1:2])
    return tuple(dict.fromkeys(tuple(word for word in reading.split() if word != ".") for reading in readings))


def _descend(rows: Rows, alarms: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Return weights and bias. Words that were never seen keep the weight zero: they count as calm."""
    bias = math.log(alarms.mean() / (1 - alarms.mean()))
    weights, squares = np.zeros(BUCKETS), np.full(BUCKETS, 1e-6)
    order = np.random.default_rng(7)
    for _ in range(EPOCHS):
        shuffled = order.permutation(len(alarms))
        for start in range(0, len(alarms), BATCH):
            chosen = shuffled[start : start + BATCH]
            active, row = rows.take(chosen)
            scores = bias + np.bincount(row, weights[active], minlength=len(chosen)) * rows.units[chosen]
            errors = alarms[chosen] - 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
            touched, place = np.unique(active, return_inverse=True)
            gradient = np.bincount(place, (errors * rows.units[chosen])[row]) - RIDGE * len(chosen) * weights[touched]
            squares[touched] += gradient * gradient
            weights[touched] += RATE * gradient / np.sqrt(squares[touched])
    return weights, bias
