"""Weights and what was learned → ONNX graph of the cross-encoder.

The low-rank changes are added into the embedder's matrices, which onnxruntime then multiplies as whole numbers:
half the time of the 4-bit blocks. Activations are scaled window by window, so what is said of a window does not
depend on others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from assistant.models.e5.graph import MICROSOFT, Graph
from assistant.models.e5.weights import Weights, dequantise

# 7 bits: with 8, processors without VNNI overflow when they add two products.
_LARGEST = 63

Learned = Mapping[str, npt.NDArray[np.float32]]


def build(weights: Weights, learned: Learned) -> bytes:
    """The serialised model: "embeddings" (1, length, width) and "lengths" in, the states of the last layer out."""
    return _Merged(weights, learned).serialise([weights.layers])


class _Merged(Graph):
    def __init__(self, weights: Weights, learned: Learned) -> None:
        super().__init__(weights)
        self._learned = learned

    def vector(self, name: str) -> npt.NDArray[np.float32]:
        learned = self._learned.get(name)
        return super().vector(name) if learned is None else learned

    def linear(self, given: str, names: Sequence[str], columns: int) -> str:
        matrix = np.concatenate([self._matrix(name, columns) for name in names]).T
        scales = np.abs(matrix).max(axis=0) / _LARGEST
        out = names[0] + ".linear"
        inputs = [
            given,
            self.constant(out + ".weights", np.rint(matrix / scales).astype(np.int8)),
            self.constant(out + ".scales", scales.astype(np.float32)),
            "",
            self.constant(out + ".bias", np.concatenate([self.vector(name + ".b") for name in names])),
        ]
        return self.node("DynamicQuantizeMatMul", inputs, out, MICROSOFT)

    def _matrix(self, name: str, columns: int) -> npt.NDArray[np.float32]:
        """W + B A, (rows, columns); layers below the first changed one have no A and B."""
        matrix = dequantise(self._weights.blocks(name + ".w", columns))
        if name + ".up" not in self._learned:
            return matrix
        return np.asarray(matrix + self._learned[name + ".up"] @ self._learned[name + ".down"])
