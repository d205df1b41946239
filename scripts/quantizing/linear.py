"""A linear layer in bytes: weights of 8 bits, and tokens of 8 bits with a scale each.

Xiao et al. (2023), "SmoothQuant": a few inputs reach far beyond the others and would leave these a handful of steps;
what they reach is moved into the weights, the further the higher the exponent. Here each layer takes the exponent with
which it is least off on measured tokens.

x86 processors without VNNI add two products of bytes in 16 bits before they add on in 32, and cut off what does not
fit. Two neighboring weights of a column are therefore kept from reaching further than that together: 255 * 128 fits, so
every processor finds the same sums, without the slower kernels that avoid the addition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from tokenizers import BertWordPieceTokenizer

from scripts.quantizing.graph import FUSED, RESULTS, Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from onnx import ModelProto

    from scripts.quantizing.graph import Applied
    from scripts.quantizing.weights import Linear

    Array = NDArray[np.float32]

EXPONENTS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
STEPS = 255
MIDDLE = 128
TOGETHER = 128
"""How far two neighboring weights of one column may reach: STEPS times this is within 16 bits."""

_TOPS = (127, 120, 112, 104, 96, 88, 80, 72, 64)
"""What the largest weight of a column may become; a smaller one leaves more pairs whole, but coarser."""

_LEAST_REACH = 0.02
_LEAST_WEIGHT = 1e-3
_LONGEST = 128


class Packed:
    """A linear layer in bytes: `smooth` divides the inputs, a column's bytes times its `scales` are its weights."""

    def __init__(self, linear: Linear, reach: Array, exponent: float) -> None:
        strength = np.maximum(np.abs(linear.kernel).max(axis=1), _LEAST_WEIGHT)
        self.smooth = np.maximum(reach, _LEAST_REACH) ** exponent / strength ** (1 - exponent)
        self.bytes, self.scales = pairwise_bytes(linear.kernel * self.smooth[:, None])
        self.offset = np.zeros_like(self.smooth) if linear.lowest is None else -linear.lowest / self.smooth
        self.zero = MIDDLE if linear.lowest is None else 0
        self.bias = linear.bias - self.offset @ (self.bytes * self.scales)

    def error(self, seen: Array, wanted: Array) -> float:
        """Return the mean square by which the layer is off for seen inputs."""
        smoothed = seen / self.smooth + self.offset
        scale = np.abs(smoothed).max(axis=1, keepdims=True) / (STEPS - self.zero)
        found = (np.rint(smoothed / scale) @ self.bytes.astype(np.float32)) * scale * self.scales + self.bias
        return float(np.square(found - wanted).mean())


def pairwise_bytes(kernel: Array) -> tuple[NDArray[np.int8], Array]:
    """Return bytes and the scale of each column, those of `_TOPS` that are least off."""
    found = [_bytes(kernel, np.abs(kernel).max(axis=0) / top) for top in _TOPS]
    errors = [np.square(stored * scale - kernel).sum(axis=0) for stored, scale in found]
    best = np.argmin(errors, axis=0)
    columns = np.arange(kernel.shape[1])
    stored = np.stack([one for one, _ in found])[best, :, columns].T
    return stored.astype(np.int8), np.stack([scale for _, scale in found])[best, columns].astype(np.float32)


def _bytes(kernel: Array, scale: Array) -> tuple[Array, Array]:
    """Return weights in whole steps, neighbors that reach too far together brought closer by half each."""
    stored = np.rint(kernel / scale)
    first, second = stored[0::2], stored[1::2]
    over = np.maximum(np.abs(first + second) - TOGETHER, 0) * (np.sign(first) == np.sign(second))
    half = np.ceil(over / 2)
    first -= np.sign(first) * half
    second -= np.sign(second) * (over - half)
    return stored, scale


def floating() -> Applied:
    """Return how a linear layer is computed in floats, its input being an output of the model as well."""

    def apply(graph: Graph, states: str, linear: Linear) -> str:
        graph.outputs[graph.node("Identity", [states], linear.name)] = ["tokens", len(linear.kernel)]
        kernel = graph.constant(f"{linear.name}.kernel", linear.kernel)
        return graph.node(
            "Gemm", [states, kernel, graph.constant(f"{linear.name}.bias", linear.bias)], f"{linear.name}.out"
        )

    return apply


def measured(model: ModelProto, texts: Sequence[str], vocabulary: Path) -> dict[str, tuple[Array, ...]]:
    """Return the inputs of every linear layer, by its name: for each text, (tokens, inputs)."""
    tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(_LONGEST)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs() if output.name not in RESULTS]
    runs = [session.run(names, {"ids": np.array(tokenizer.encode(text).ids)}) for text in texts]
    return dict(zip(names, zip(*runs, strict=True), strict=True))


def fitted(seen: Mapping[str, Sequence[Array]], tell: Callable[[str], None]) -> Applied:
    """Return how a linear layer is computed in bytes, with the exponent that suits what was seen."""

    def apply(graph: Graph, states: str, linear: Linear) -> str:
        inputs = np.concatenate(seen[linear.name])
        wanted = inputs @ linear.kernel + linear.bias
        reach = np.abs(inputs).max(axis=0)
        packed = {exponent: Packed(linear, reach, exponent) for exponent in EXPONENTS}
        errors = {exponent: one.error(inputs, wanted) for exponent, one in packed.items()}
        best = min(errors, key=errors.__getitem__)
        tell(f"{linear.name}: exponent {best}, off by {100 * (errors[best] / wanted.var()) ** 0.5:.2f} %")
        return _in_bytes(graph, states, linear.name, packed[best])

    return apply


def _in_bytes(graph: Graph, states: str, name: str, packed: Packed) -> str:
    """Smooth, find each token's scale, round to bytes, multiply, and scale back."""
    smooth = graph.constant(f"{name}.smooth", np.float32(1) / packed.smooth)
    smoothed = graph.node("Mul", [states, smooth], f"{name}.smoothed")
    reaching = smoothed
    if packed.zero:
        reaching = graph.node("Abs", [smoothed], f"{name}.reaching")
    else:
        offset = graph.constant(f"{name}.offset", packed.offset.astype(np.float32))
        smoothed = reaching = graph.node("Add", [smoothed, offset], f"{name}.above_zero")
    reach = graph.node("ReduceMax", [reaching, graph.constant("last", [1])], f"{name}.reach", keepdims=1)
    step = graph.constant(f"step{packed.zero}", 1.0 / (STEPS - packed.zero))
    scale = graph.node("Mul", [reach, step], f"{name}.scale")
    stepped = graph.node("Div", [smoothed, scale], f"{name}.stepped")
    one, zero = graph.constant("one", 1.0), graph.constant(f"zero{packed.zero}", np.array(packed.zero, np.uint8))
    rounded = graph.node("QuantizeLinear", [stepped, one, zero], f"{name}.rounded")
    stored = graph.constant(f"{name}.bytes", packed.bytes)
    scales = graph.constant(f"{name}.scales", packed.scales)
    product = graph.node("MatMulIntegerToFloat", [rounded, stored, one, scales, zero], f"{name}.product", FUSED)
    scaled = graph.node("Mul", [product, scale], f"{name}.scaled")
    return graph.node("Add", [scaled, graph.constant(f"{name}.bias", packed.bias.astype(np.float32))], f"{name}.out")
