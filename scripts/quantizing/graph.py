"""The graph of all-MiniLM-L6-v2 for one text: token numbers (tokens,) to the text's vector and its tokens' states.

`vector` (1, 768), of length one, is the mean of the last layer's states beside that of the fourth's, each of one
length: the layers in the middle still tell of words what the last one has given up for the whole. `states` (tokens,
384) are the last layer's.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnx import ModelProto

    from scripts.quantizing.weights import Layer, Linear, Norm, Weights

FUSED = "com.microsoft"
"""Where the operators of onnxruntime live that the standard does not have."""

DIMENSIONS = 384
HEADS = 12
MIDDLE_LAYER = 4
"""Of six."""

RESULTS = ("vector", "states")

_EPSILON = 1e-12
_OPSETS = (helper.make_opsetid("", 20), helper.make_opsetid(FUSED, 1))
_IR_VERSION = 9


class Graph:
    """Nodes and constants in the order in which they are added; each node's output has the node's name."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.outputs: dict[str, list[str | int]] = {}
        self._constants: dict[str, Any] = {}

    def constant(self, name: str, value: NDArray[Any] | float | list[int]) -> str:
        """Add a constant, once: numbers become float32, lists of numbers int64."""
        array = np.array(value, np.float32 if isinstance(value, float) else None)
        self._constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, operator: str, inputs: list[str], name: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401 - an operator's own
        """Add a node."""
        self.nodes.append(helper.make_node(operator, inputs, [name], domain=domain, **attributes))
        return name

    def model(self, source: str) -> ModelProto:
        """Return the model with its outputs, in their order."""
        found = self.outputs.items()
        outputs = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in found)
        inputs = [helper.make_tensor_value_info(source, TensorProto.INT64, ["tokens"])]
        graph = helper.make_graph(self.nodes, "minilm", inputs, list(outputs), list(self._constants.values()))
        model = helper.make_model(graph, opset_imports=_OPSETS, ir_version=_IR_VERSION)
        checker.check_model(model)
        return model


Applied = Callable[[Graph, str, "Linear"], str]
"""How a linear layer is put into the graph, for an input (tokens, inputs)."""


def encoder(weights: Weights, applied: Applied, center: NDArray[np.float32]) -> ModelProto:
    """Return the model whose linear layers are made by `applied`; the fourth layer's states lie around `center`."""
    graph = Graph()
    found = [_norm(graph, _embedded(graph, weights), weights.before)]
    for number, layer in enumerate(weights.layers):
        found.append(_layer(graph, found[-1], layer, f"{number}.", applied))
    graph.outputs[_vector(graph, found[-1], found[MIDDLE_LAYER], center)] = [1, 2 * DIMENSIONS]
    graph.outputs[graph.node("Identity", [found[-1]], RESULTS[1])] = ["tokens", DIMENSIONS]
    return graph.model("ids")


def _vector(graph: Graph, last: str, fourth: str, center: NDArray[np.float32]) -> str:
    """Return the two means side by side, each of one length.

    Unlike the last layer's states, the fourth's all point one way, which is taken off, and the marks at a text's ends
    stand for nothing yet: two short texts would be alike by them alone.
    """
    whole = graph.node("ReduceMean", [last, graph.constant("tokens", [0])], "last_mean", keepdims=1)
    inner = [fourth, graph.constant("one_on", [1]), graph.constant("one_before", [-1])]
    total = graph.node("ReduceSum", [graph.node("Slice", inner, "inner"), "tokens"], "fourth_sum", keepdims=1)
    said = graph.node("Sub", ["length", graph.constant("marks", [2])], "said_length")
    count = graph.node("Cast", [graph.node("Max", [said, "one_on"], "count")], "count_float", to=TensorProto.FLOAT)
    mean = graph.node("Div", [total, count], "fourth_mean")
    around = graph.node("Sub", [mean, graph.constant("center", center)], "fourth_around")
    sides = [graph.node("LpNormalization", [one], f"{one}_direction", axis=-1, p=2) for one in (whole, around)]
    both = graph.node("Concat", sides, "both", axis=-1)
    return graph.node("Mul", [both, graph.constant("half_root", math.sqrt(0.5))], RESULTS[0])


def _embedded(graph: Graph, weights: Weights) -> str:
    """Words by number, places by order."""
    words = graph.node("Gather", [graph.constant("words", weights.words), "ids"], "word")
    scales = graph.node("Gather", [graph.constant("words_scale", weights.words_scale), "ids"], "word_scale")
    floats = graph.node("Cast", [words], "word_float", to=TensorProto.FLOAT)
    said = graph.node("Mul", [floats, scales], "said")
    length = graph.node("Shape", ["ids"], "length")
    first = [graph.constant("places", weights.places), graph.constant("none", [0]), length]
    return graph.node("Add", [said, graph.node("Slice", first, "place")], "embedded")


def _layer(graph: Graph, states: str, layer: Layer, at: str, applied: Applied) -> str:
    attended = applied(graph, _attention(graph, applied(graph, states, layer.attend), at), layer.attended)
    known = _norm(graph, graph.node("Add", [attended, states], f"{at}with_attention"), layer.after_attention)
    active = graph.node("Gelu", [applied(graph, known, layer.up)], f"{at}active")
    found = applied(graph, active, layer.down)
    return _norm(graph, graph.node("Add", [found, known], f"{at}with_known"), layer.after)


def _attention(graph: Graph, found: str, at: str) -> str:
    """Scaled dot-product attention over (tokens, 3 * 384), twelve heads side by side."""
    shape = graph.constant("heads", [0, 3 * HEADS, DIMENSIONS // HEADS])
    split = graph.node("Reshape", [found, shape], f"{at}split")
    turned = graph.node("Transpose", [split], f"{at}turned", perm=[1, 0, 2])
    query, key, value = (_part(graph, turned, number, f"{at}{'qkv'[number]}") for number in range(3))
    root = math.sqrt(DIMENSIONS / HEADS)
    scores = graph.node("FusedMatMul", [query, key], f"{at}scores", FUSED, transB=1, alpha=1 / root)
    shares = graph.node("Softmax", [scores], f"{at}shares", axis=-1)
    looked = graph.node("MatMul", [shares, value], f"{at}looked")
    back = graph.node("Transpose", [looked], f"{at}back", perm=[1, 0, 2])
    return graph.node("Reshape", [back, graph.constant("flat", [0, DIMENSIONS])], f"{at}heads_together")


def _part(graph: Graph, turned: str, number: int, name: str) -> str:
    starts, ends = (graph.constant(f"head{n * HEADS}", [n * HEADS]) for n in (number, number + 1))
    return graph.node("Slice", [turned, starts, ends], name)


def _norm(graph: Graph, states: str, norm: Norm) -> str:
    inputs = [
        states,
        graph.constant(f"{norm.name}.scale", norm.scale),
        graph.constant(f"{norm.name}.shift", norm.shift),
    ]
    return graph.node("LayerNormalization", inputs, norm.name, axis=-1, epsilon=_EPSILON)
