"""A small network over the states of a text's tokens: attention heads, one hidden layer, one logit.

The mean of a text's tokens blurs the two words that matter among thirty; a head learns which tokens to look at
(Lin et al. 2017, A Structured Self-Attentive Sentence Embedding). The encoder below stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attention:
    """`queries` (384, heads), `hidden` (heads, 384, units), `bias` and `out` (heads, units), `rest` a number."""

    queries: Floats
    hidden: Floats
    bias: Floats
    out: Floats
    rest: float

    def logits(self, states: Sequence[Floats]) -> Floats:
        """Return one logit for each text, shape (texts,); a text comes as its tokens' states, (tokens, 384)."""
        looked = np.stack([self._look(text) for text in states], axis=1)
        active = np.maximum(looked @ self.hidden + self.bias[:, None], 0)
        return np.asarray(np.einsum("htu,hu->t", active, self.out) + self.rest, dtype=np.float32)

    def _look(self, tokens: Floats) -> Floats:
        """Return what each head sees of a text: the mean of its tokens' states, weighed by the head, (heads, 384)."""
        scores = tokens @ self.queries
        weights = np.exp(scores - scores.max(axis=0))
        return np.asarray((weights / weights.sum(axis=0)).T @ tokens, dtype=np.float32)


def read(path: Path) -> Attention:
    """Read a network: the bytes of its two large layers, each times its scale. Raises OSError, ValueError, KeyError."""
    with np.load(path, allow_pickle=False) as stored:
        return Attention(
            queries=stored["queries"] * stored["queries_scale"],
            hidden=stored["hidden"] * stored["hidden_scale"],
            bias=stored["bias"],
            out=stored["out"],
            rest=float(stored["rest"]),
        )


def save(net: Attention, path: Path) -> None:
    """Write a network, a byte a weight of its two large layers."""
    queries, queries_scale = _bytes(net.queries)
    hidden, hidden_scale = _bytes(net.hidden)
    np.savez(
        path,
        allow_pickle=False,
        queries=queries,
        queries_scale=queries_scale,
        hidden=hidden,
        hidden_scale=hidden_scale,
        bias=net.bias,
        out=net.out,
        rest=np.float64(net.rest),
    )


def rounded(weights: Floats) -> Floats:
    """Return weights as they come back from a file."""
    stored, scale = _bytes(weights)
    return np.asarray(stored * scale, dtype=np.float32)


def _bytes(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return weights as bytes, and the scale of each unit: a weight is its byte times that."""
    scale = np.abs(weights).max(axis=-2, keepdims=True) / np.float32(127)
    return np.rint(weights / scale).astype(np.int8), scale
