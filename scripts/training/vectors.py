"""The vectors of many texts, each encoded once, and kept in a file between runs where that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.meaning.encoder import Encoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


class Vectors:
    """Vectors by text. `cache` names a file outside the repository; it holds for one encoder."""

    def __init__(self, cache: Path | None) -> None:
        self._cache = cache
        self._known: dict[str, NDArray[np.float32]] = {}
        if cache and cache.exists():
            with np.load(cache, allow_pickle=False) as stored:
                if str(stored["encoder"]) == Encoder.name:
                    self._known = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))

    def encode(self, texts: Iterable[str]) -> None:
        """Encode what is not yet known."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update((missing[place], vector) for place, vector in Encoder().many(missing))
        if self._cache and missing:
            np.savez(
                self._cache,
                encoder=np.array(Encoder.name),
                texts=np.array(list(self._known)),
                vectors=np.stack(list(self._known.values())),
            )

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts that were encoded, shape (texts, 384)."""
        return np.stack([self._known[text] for text in texts])
