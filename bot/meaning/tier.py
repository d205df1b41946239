"""The tier that compares meaning: the nearest phrasings, and a head trained on all of them."""

from __future__ import annotations

from collections import defaultdict
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
        """Return each target's likeness: half its best phrasing's, half the mean of its best three."""
        likeness = self._vectors @ vector
        most = min(_NEAREST, len(likeness))
        places = np.argpartition(-likeness, most - 1)[:most]
        found: dict[int, list[float]] = defaultdict(list)
        places = places[np.lexsort((places, -likeness[places]))]
        for owner, like in zip(self._owner[places].tolist(), likeness[places].tolist(), strict=True):
            found[owner].append(like)
        floor = min(best[-1] for best in found.values())
        return [self._blend(found.get(number, []), floor, number) for number in range(len(self._targets))]

    def _blend(self, best: list[float], floor: float, number: int) -> float:
        size = min(_TOP, self._sizes[number])
        top = (best + [floor] * size)[:size]
        return _BEST_SHARE * top[0] + (1 - _BEST_SHARE) * sum(top) / size

    @cached_property
    def _sizes(self) -> list[int]:
        sizes: list[int] = np.bincount(self._owner, minlength=len(self._targets)).tolist()
        return sizes
