"""Train a perceptron on vectors, by Adam in small batches."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from bot.meaning.danger import Perceptron, heard
from bot.meaning.encoder import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from scripts.training.text import Line
    from scripts.training.vectors import Vectors

UNITS = 128
EPOCHS, BATCH, RATE, DECAY = 12, 128, 1e-3, 0.3
SPREAD = 20.0
"""Vectors of length one are small numbers: so many times larger, they are learned from faster."""

Net = list["NDArray[np.float32]"]


def fit(alarming: Sequence[Line], calm: Sequence[Line], vectors: Vectors) -> Perceptron:
    """Train on whole messages, and on the windows of calm ones too; return the weights as they are stored, rounded."""
    texts = [" ".join(line.whole) for line in alarming]
    texts += [text for line in calm for text in dict.fromkeys((" ".join(line.whole), *heard(line.readings[0])))]
    labels = (np.arange(len(texts)) < len(alarming)).astype(np.float32)
    first, bias, out, rest = _descend(vectors.of(texts) * np.float32(SPREAD), labels)
    hidden = first * np.float32(SPREAD)
    scale = np.abs(hidden).max(axis=0) / 127
    return Perceptron(hidden=np.rint(hidden / scale) * scale, bias=bias, out=out, rest=round(float(rest[0]), 6))


def save(model: Perceptron, path: Path) -> None:
    """Write a perceptron, its first layer in a byte a weight."""
    scale = np.abs(model.hidden).max(axis=0) / 127
    stored = np.rint(model.hidden / scale).astype(np.int8)
    np.savez(path, hidden=stored, scale=scale, bias=model.bias, out=model.out, rest=np.float64(model.rest))


def logits(model: Perceptron, found: Sequence[Line], vectors: Vectors) -> NDArray[np.float64]:
    """Return each line's logit: that of its most alarming window, minus infinity where there is none."""
    return np.array([_judged(model, heard(line.readings[0]), vectors) for line in found])


def _judged(model: Perceptron, texts: Sequence[str], vectors: Vectors) -> float:
    return float(model.logits(vectors.of(texts)).max()) if texts else -math.inf


def _descend(found: NDArray[np.float32], labels: NDArray[np.float32]) -> Net:
    order = np.random.default_rng(7)
    net = _beginning(order, float(labels.mean()))
    means, squares = ([np.zeros_like(layer) for layer in net] for _ in range(2))
    step = 0
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS)
        shuffled = order.permutation(len(labels))
        for start in range(0, len(labels), BATCH):
            chosen = shuffled[start : start + BATCH]
            step += 1
            for i, gradient in enumerate(_gradients(net, found[chosen], labels[chosen])):
                means[i] += 0.1 * (gradient - means[i])
                squares[i] += 0.001 * (gradient * gradient - squares[i])
                slope = (means[i] / (1 - 0.9**step)) / (np.sqrt(squares[i] / (1 - 0.999**step)) + 1e-8)
                net[i] -= rate * (slope + DECAY * net[i] * (i % 2 == 0))
    return net


def _beginning(order: np.random.Generator, share: float) -> Net:
    first = order.standard_normal((DIMENSIONS, UNITS)) * math.sqrt(2 / DIMENSIONS)
    out = order.standard_normal(UNITS) * math.sqrt(1 / UNITS)
    rest = np.array([math.log(share / (1 - share))])
    return [layer.astype(np.float32) for layer in (first, np.zeros(UNITS), out, rest)]


def _gradients(net: Net, found: NDArray[np.float32], labels: NDArray[np.float32]) -> Net:
    first, bias, out, rest = net
    active = np.maximum(found @ first + bias, 0)
    errors = (1 / (1 + np.exp(-(active @ out + rest))) - labels) / np.float32(len(labels))
    back = np.outer(errors, out) * (active > 0)
    return [found.T @ back, back.sum(axis=0), active.T @ errors, errors.sum(keepdims=True)]
