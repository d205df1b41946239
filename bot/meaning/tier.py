"""The tier that compares meaning: the nearest phrasings, and a head trained on all of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from bot.meaning.head import shares, train
from bot.meaning.memory import key_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.match.tier import Phrasing
    from bot.meaning.memory import Memory

_NEAREST = 256
_TOP = 3
_BEST_SHARE = 0.5


class MeaningTier:
    """Reads phrasings as vectors."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    @property
    def name(self) -> str:
        """Return the tier's name and its model's."""
        return f"meaning:{self._memory.encoder.name}"

    @property
    def prior(self) -> tuple[float, ...]:
        """Return what a likeness, its lead and the head's share usually weigh."""
        return (9.0, 3.0, 4.0)

    def fit(self, phrasings: Sequence[Phrasing]) -> Meaning:
        """Look up or compute the phrasings' vectors and the head."""
        return Meaning(phrasings, self._memory)


class Meaning:
    """Scores all targets by the meaning of a message."""

    def __init__(self, phrasings: Sequence[Phrasing], memory: Memory) -> None:
        self._memory = memory
        self._targets = tuple(dict.fromkeys(p.target for p in phrasings))
        number = {target: n for n, target in enumerate(self._targets)}
        self._owner = np.array([number[p.target] for p in phrasings], dtype=np.int64)
        self._vectors = memory.vectors([text_of(p) for p in phrasings])
        self._head = memory.head(key_of(phrasings), lambda: train(self._vectors, self._owner, len(self._targets)))

    def scores(self, asked: Sequence[str]) -> Mapping[str, tuple[float, ...]]:
        """Return every target's likeness to its nearest phrasings (-1 to 1), and its share by the head (0 to 1)."""
        vector = self._memory.one(" ".join(asked))
        near, shared = self._nearest(vector), self._shares(vector).tolist()
        scores = zip(self._targets, near, shared, strict=True)
        return {target: (round(likeness, 4), round(share, 4)) for target, likeness, share in scores}

    def _shares(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return each target's share by the head; a head that knows one target only says nothing."""
        return shares(self._head, vector) if len(self._targets) > 1 else np.zeros(1, dtype=np.float32)

    def _nearest(self, vector: NDArray[np.float32]) -> list[float]:
        """Return each target's likeness: half its best phrasing's, half the mean of its best three.

        A target with fewer than that among the nearest has the furthest one's likeness in their place.
        """
        likeness = self._vectors @ vector
        most = min(_NEAREST, len(likeness))
        places = np.argpartition(-likeness, most - 1)[:most]
        places = places[np.lexsort((places, -likeness[places], self._owner[places]))]
        owner, like = self._owner[places], likeness[places].astype(np.float64)
        rank = np.arange(most) - np.searchsorted(owner, owner)
        top = np.full((_TOP, len(self._targets)), like.min())
        top[rank[rank < _TOP], owner[rank < _TOP]] = like[rank < _TOP]
        size = np.minimum(self._sizes, _TOP)
        mean = np.where(np.arange(_TOP)[:, None] < size, top, 0).sum(axis=0) / size
        found: list[float] = (_BEST_SHARE * top[0] + (1 - _BEST_SHARE) * mean).tolist()
        return found

    @cached_property
    def _sizes(self) -> NDArray[np.int64]:
        return np.bincount(self._owner, minlength=len(self._targets))
