"""The token states of many texts, each encoded once, and kept in a file between runs where that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.meaning.encoder import STATES, Encoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


class States:
    """States by text, in half precision. `cache` names a file outside the repository; it holds for one encoder."""

    def __init__(self, cache: Path | None) -> None:
        self._cache = cache
        self._known: dict[str, NDArray[np.float16]] = {}
        if cache and cache.exists():
            with np.load(cache, allow_pickle=False) as stored:
                if str(stored["encoder"]) == Encoder.name:
                    ends = np.cumsum(stored["lengths"])[:-1]
                    self._known = dict(zip(stored["texts"].tolist(), np.split(stored["states"], ends), strict=True))

    def encode(self, texts: Iterable[str]) -> None:
        """Encode what is not yet known."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        reader = Encoder()
        self._known.update((text, reader.read(text).states.astype(np.float16)) for text in missing)
        if self._cache and missing:
            np.savez(
                self._cache,
                encoder=np.array(Encoder.name),
                texts=np.array(list(self._known)),
                lengths=np.array([len(states) for states in self._known.values()]),
                states=np.concatenate(list(self._known.values())),
            )

    def of(self, text: str) -> NDArray[np.float32]:
        """Return the states of a text that was encoded, shape (tokens, 384)."""
        return self._known[text].astype(np.float32)

    def lengths(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Return how many tokens each text has."""
        return np.array([len(self._known[text]) for text in texts])

    def batch(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return states, shape (texts, tokens, 384), and which of them are there: shorter texts are filled up."""
        lengths = self.lengths(texts)
        found = np.zeros((len(texts), lengths.max(), STATES), dtype=np.float32)
        for row, text in enumerate(texts):
            found[row, : lengths[row]] = self._known[text]
        return found, np.arange(lengths.max()) < lengths[:, None]
