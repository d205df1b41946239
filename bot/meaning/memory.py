"""What has been computed once and need not be again: vectors of texts, and trained heads. A file keeps them.

Vectors are kept in a byte a dimension, also before they are first stored, so that a desk that has just learnt and one
that reads the file give the same numbers.
"""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.meaning.encoder import DIMENSIONS
from bot.meaning.head import RECIPE
from bot.text import spoken, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.match.tier import Phrasing
    from bot.meaning.encoder import Encoder

_DIGEST = 8
_HEAD = "head:"


class Memory:
    """Vectors by the hash of their text, and heads by the hash of what they were trained on."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._vectors: dict[bytes, NDArray[np.int8]] = {}
        self._heads: dict[str, NDArray[np.float32]] = {}

    def vectors(self, texts: Sequence[str], tell: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """Return the texts' vectors, shape (texts, 768); `tell` hears how many of those that were new are done."""
        keys = list(map(_key, texts))
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        for done, (key, text) in enumerate(new.items(), start=1):
            vector = self.encoder.read(text).vector
            self._vectors[key] = np.round(vector * _scale(vector)).astype(np.int8)
            if tell:
                tell(done, len(new))
        found = [self._vectors[key] for key in keys]
        stored = np.stack(found).astype(np.float32) if found else np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.asarray(stored / np.linalg.norm(stored, axis=1, keepdims=True), dtype=np.float32)

    def one(self, text: str) -> NDArray[np.float32]:
        """Return one text's vector, shape (768,), as it is kept or else as it is encoded."""
        return self.vectors([text])[0] if _key(text) in self._vectors else self.encoder.one(text)

    def head(self, key: str, train: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return the head that was trained on what `key` names."""
        if key not in self._heads:
            self._heads[key] = train()
        return self._heads[key]

    def load(self, path: Path) -> None:
        """Add what a file holds. Raises OSError, ValueError, KeyError."""
        try:
            self._load(path)
        except (zipfile.BadZipFile, EOFError) as error:
            raise ValueError(f"{path.name}: torn") from error

    def _load(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as stored:
            if str(stored["model"]) != self.encoder.name:
                return
            keys, vectors = stored["keys"].tobytes(), stored["vectors"]
            self._vectors |= {keys[i * _DIGEST : (i + 1) * _DIGEST]: row for i, row in enumerate(vectors)}
            names = [name for name in stored.files if name.startswith(_HEAD)]
            self._heads |= {name.removeprefix(_HEAD): stored[name] for name in names}

    def save(self, path: Path, phrasings: Sequence[Phrasing]) -> None:
        """Write these phrasings' vectors, and the head that was trained on all of them. Raises OSError."""
        keys = sorted({_key(text_of(p)) for p in phrasings} & self._vectors.keys())
        name = key_of(phrasings)
        heads = {f"{_HEAD}{name}": self._heads[name]} if name in self._heads else {}
        with path.open("wb") as file:
            arrays: dict[str, NDArray[Any]] = {
                "model": np.array(self.encoder.name),
                "keys": np.frombuffer(b"".join(keys), dtype=np.uint8),
                "vectors": np.array([self._vectors[key] for key in keys], dtype=np.int8).reshape(-1, DIMENSIONS),
                **heads,
            }
            np.savez(file, allow_pickle=False, **arrays)


def text_of(phrasing: Phrasing) -> str:
    """Return what of a phrasing is encoded."""
    return " ".join(spoken(words(phrasing.text)))


def key_of(phrasings: Sequence[Phrasing]) -> str:
    """Return what names a head: the hash of how it was trained, and of all it was trained on."""
    text = "\n".join((str(RECIPE), *(f"{p.target}\t{p.text}" for p in phrasings)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:_DIGEST]


def _scale(vector: NDArray[np.float32]) -> float:
    return 127 / float(np.abs(vector).max())
