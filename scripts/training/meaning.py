"""Train attention over the states of tokens, by Adam in small batches, from several beginnings joined to one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from bot.meaning.attention import Attention, rounded
from bot.meaning.danger import heard
from bot.meaning.encoder import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from scripts.training.states import States
    from scripts.training.text import Line

    Floats = NDArray[np.float32]
    Net = list[Floats]

BEGINNINGS = (7, 11)
"""Networks from different beginnings err differently: their mean hears more at the same price."""

HEADS, UNITS = 16, 32
EPOCHS, BATCH, RATE, DECAY, DROPPED = 5, 128, np.float32(1e-3), np.float32(0.02), 0.4
SPREAD = np.float32(3.0)
"""So many times larger, a token's state is learned from faster."""


def fit(alarming: Sequence[Line], calm: Sequence[Line], states: States) -> Attention:
    """Train on whole messages, and on the windows of calm ones too; return the weights as they are stored, rounded."""
    texts = [" ".join(line.whole) for line in alarming]
    texts += [text for line in calm for text in dict.fromkeys((" ".join(line.whole), *heard(line.readings[0])))]
    labels = (np.arange(len(texts)) < len(alarming)).astype(np.float32)
    queries, hidden, bias, out, rest = _joined([_descend(texts, labels, states, at) for at in BEGINNINGS])
    return Attention(
        queries=rounded(queries * SPREAD),
        hidden=rounded(hidden * SPREAD),
        bias=bias,
        out=out,
        rest=round(float(rest[0]), 6),
    )


def logits(net: Attention, found: Sequence[Line], states: States) -> NDArray[np.float64]:
    """Return each line's logit: that of its most alarming window, minus infinity where there is none."""
    return np.array([_judged(net, heard(line.readings[0]), states) for line in found])


def _judged(net: Attention, texts: Sequence[str], states: States) -> float:
    return float(net.logits([states.of(text) for text in texts]).max()) if texts else -math.inf


def _joined(nets: Sequence[Net]) -> Net:
    """Return the one network whose logit is the mean of theirs: all their heads side by side."""
    queries, hidden, bias, out, rest = zip(*nets, strict=True)
    share = np.float32(1 / len(nets))
    return [
        np.concatenate(queries, axis=1),
        *map(np.concatenate, (hidden, bias)),
        np.concatenate(out) * share,
        sum(rest) * share,
    ]


def _descend(texts: Sequence[str], labels: Floats, states: States, beginning: int) -> Net:
    order = np.random.default_rng(beginning)
    net = _beginning(order, float(labels.mean()))
    means, squares = ([np.zeros_like(layer) for layer in net] for _ in range(2))
    steps = EPOCHS * math.ceil(len(texts) / BATCH)
    for step, chosen in enumerate(_batches(order, states.lengths(texts)), start=1):
        tokens, mask = states.batch([texts[place] for place in chosen])
        rate = RATE * np.float32(1 - step / (steps + 1))
        for i, gradient in enumerate(_gradients(net, tokens * SPREAD, mask, labels[chosen], order)):
            means[i] += np.float32(0.1) * (gradient - means[i])
            squares[i] += np.float32(0.001) * (gradient * gradient - squares[i])
            slope = (means[i] / np.float32(1 - 0.9**step)) / (np.sqrt(squares[i] / np.float32(1 - 0.999**step)) + 1e-8)
            net[i] -= rate * (slope + DECAY * net[i] * (i < 2))  # noqa: PLR2004 (biases and the last layer do not decay)
    return net


def _batches(order: np.random.Generator, lengths: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield the places of texts of about one length, every text once an epoch."""
    for _ in range(EPOCHS):
        shuffled = order.permutation(len(lengths))
        alike = shuffled[np.argsort(lengths[shuffled] // 8, kind="stable")]
        for start in order.permutation(range(0, len(alike), BATCH)):
            yield alike[start : start + BATCH]


def _beginning(order: np.random.Generator, share: float) -> Net:
    queries = order.standard_normal((STATES, HEADS)) * math.sqrt(1 / STATES)
    hidden = order.standard_normal((HEADS, STATES, UNITS)) * math.sqrt(2 / STATES)
    out = order.standard_normal((HEADS, UNITS)) * math.sqrt(1 / (HEADS * UNITS))
    rest = np.array([math.log(share / (1 - share))])
    return [layer.astype(np.float32) for layer in (queries, hidden, np.zeros((HEADS, UNITS)), out, rest)]


def _gradients(net: Net, tokens: Floats, mask: NDArray[np.bool_], labels: Floats, order: np.random.Generator) -> Net:
    """Return the slope of each layer; shapes: b texts, t tokens, d dimensions, h heads, u units."""
    queries, hidden, bias, out, rest = net
    scores = np.where(mask[:, :, None], tokens @ queries, np.float32(-1e9))
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    looked = (weights.transpose(0, 2, 1) @ tokens).transpose(1, 0, 2)  # h b d
    kept = (order.random((HEADS, len(labels), UNITS), dtype=np.float32) >= DROPPED) / np.float32(1 - DROPPED)
    active = np.maximum(looked @ hidden + bias[:, None], 0) * kept  # h b u
    found = np.einsum("hbu,hu->b", active, out) + rest
    errors = (1 / (1 + np.exp(-found)) - labels) / np.float32(len(labels))
    back = errors[None, :, None] * out[:, None] * (active > 0) * kept
    seen = (back @ hidden.transpose(0, 2, 1)).transpose(1, 0, 2)  # b h d
    pull = tokens @ seen.transpose(0, 2, 1)  # b t h
    turn = weights * (pull - (weights * pull).sum(axis=1, keepdims=True))
    return [
        tokens.reshape(-1, STATES).T @ turn.reshape(-1, HEADS),
        looked.transpose(0, 2, 1) @ back,
        back.sum(axis=1),
        np.einsum("hbu,b->hu", active, errors),
        errors.sum(keepdims=True),
    ]
