"""Sentences to token states and vectors: all-MiniLM-L6-v2 (Wang et al. 2020; sentence-transformers), int8, ONNX.

The model (`models/minilm.onnx`, made by scripts/quantize_encoder.py) and its vocabulary (`vocabulary.txt`, of
bert-base-uncased) are checked against their SHA-256 before they are used: other weights would give other decisions.
Every text is read by itself, so that its states never depend on what is read beside it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from onnxruntime import ExecutionMode, GraphOptimizationLevel, InferenceSession, SessionOptions
from tokenizers import BertWordPieceTokenizer

from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MODEL_SHA256 = "e0d28f7e3853181b7b909926212e28aa4f6580f9b66ed4b9342006a3fa7c6e5e"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
DIMENSIONS = 768
STATES = 384

MODEL = Path(__file__).parent / "models" / "minilm.onnx"
VOCABULARY = Path(__file__).parent / "vocabulary.txt"
_LONGEST = 128
"""Tokens; the model has no places beyond."""
_REMEMBERED = 512


class Read(NamedTuple):
    """What was read of a text.

    `vector` (768,), of length one, is the mean of the last layer's states beside that of the fourth's, which still
    tells of words what the last has given up for the whole; `states` (tokens, 384) are the last layer's.
    """

    vector: NDArray[np.float32]
    states: NDArray[np.float32]


class Encoder:
    """Turns texts into token states and vectors.

    Raises ConfigurationError where the model is not the pinned one.
    """

    name = MODEL_SHA256[:12]

    def __init__(self) -> None:
        self._tokenizer = BertWordPieceTokenizer(str(_verified(VOCABULARY, VOCABULARY_SHA256)), lowercase=True)
        self._tokenizer.enable_truncation(_LONGEST)
        model = str(_verified(MODEL, MODEL_SHA256))
        self._session = InferenceSession(model, _options(), providers=["CPUExecutionProvider"])
        self._read_last: dict[str, Read] = {}

    def one(self, text: str) -> NDArray[np.float32]:
        """Return a text's vector, shape (768,); what triage has just read as a window is not read again."""
        return self._remembered((text,))[0].vector

    def states(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Return the token states of a message's windows, each (tokens, 384); those just read are remembered."""
        return [read.states for read in self._remembered(texts)]

    def _remembered(self, texts: Sequence[str]) -> list[Read]:
        found = {text: self._read_last[text] for text in texts if text in self._read_last}
        found.update((text, self.read(text)) for text in dict.fromkeys(texts) if text not in found)
        kept = self._read_last | found
        self._read_last = kept if len(kept) <= _REMEMBERED else dict(list(kept.items())[-_REMEMBERED // 2 :])
        return [found[text] for text in texts]

    def read(self, text: str) -> Read:
        """Read a text, and forget it."""
        ids = np.array(self._tokenizer.encode(text).ids, dtype=np.int64)
        vector, states = self._session.run(None, {"ids": ids})
        return Read(vector=np.asarray(vector)[0], states=np.asarray(states))


def _options() -> SessionOptions:
    """One thread; the graph as it is but for constants, since a fused normalization takes five times as long."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.enable_cpu_mem_arena = False
    return options


def _verified(path: Path, sha256: str) -> Path:
    """Return the path of a file that is what it was. Raises ConfigurationError."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ConfigurationError(f"{path.name}: cannot be read; install the desk again") from error
    if found != sha256:
        raise ConfigurationError(f"{path.name}: not the file that the desk was built with; install the desk again")
    return path
