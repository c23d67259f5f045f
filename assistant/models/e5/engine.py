"""The engine: texts → unit vectors, and token states where they are asked for. Safe to share between threads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.models.e5 import STATE_LAYERS
from assistant.models.e5.inputs import Vectors, inputs, weights_path
from assistant.models.e5.sessions import keep, open_session

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

PRECISIONS = {"int8": 4, "float32": 0}  # of activations → accuracy level of MatMulNBits; weights are 4-bit always
_GRAPH_VERSION = 1  # of the cached file; raise it with any change of `graph`
_BATCH_TOKENS = 2048  # padded tokens a pass: bounds memory to some 100 MB; larger ones were no faster
_PROBES = ("passage: Der Rat tagt am Freitag in Genf.", "query: Who met whom, when and where?", "query: 3,5 %")
_AGREEMENT = 0.999  # cosine that int8 activations must keep with float32 ones on this machine


@dataclass(frozen=True, slots=True)
class TokenStates:
    """What the encoder made of each token of one text, its prefix and special tokens left out.

    `spans` (tokens, 2): the characters each token stands for, in order; a word mark alone stands for none (start =
    end). `states` (tokens, layers, 384), float32, as the encoder gives them: neither centred nor normalised.
    """

    spans: npt.NDArray[np.int32]
    states: Vectors


class Engine:
    """multilingual-e5-small. `precision` names the activations' precision that this machine computes well."""

    def __init__(self, cache: Path, path: Path | None = None) -> None:
        self._inputs = inputs(path or weights_path())
        self.dimension = self._inputs.weights.width
        self.precision, self._session = self._open(cache)

    def token_ids(self, text: str) -> list[int]:
        """The ids of the whole text, special ones included, however long it is."""
        vocabulary = self._inputs.weights.vocabulary
        return [vocabulary.begin, *self._inputs.tokenise(text), vocabulary.end]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (n, 384) of texts that carry their "query: " or "passage: " already.

        A text longer than 510 tokens is the mean of its windows, weighted by their tokens.
        """
        return self._read(texts, (), "")[0]

    def states(
        self, texts: Sequence[str], layers: Sequence[int] = STATE_LAYERS, prefix: str = "passage: "
    ) -> list[TokenStates]:
        """Token states of each text after the `layers` (of 4, 8 and 12), computed behind `prefix`.

        A text beyond one window is read window by window. Raises ValueError for a layer that is not given out.
        """
        return self.read(texts, layers, prefix)[1]

    def read(
        self, texts: Sequence[str], layers: Sequence[int] = STATE_LAYERS, prefix: str = "passage: "
    ) -> tuple[Vectors, list[TokenStates]]:
        """What `embed` gives for `prefix` + text, and `states`, from one pass."""
        if not layers or not set(layers) <= set(STATE_LAYERS):
            raise ValueError(f"token states are given after layers {STATE_LAYERS}, not {tuple(layers)}")
        return self._read(texts, layers, prefix)

    def _read(self, texts: Sequence[str], layers: Sequence[int], prefix: str) -> tuple[Vectors, list[TokenStates]]:
        tokens, spans = [], []
        for text in texts:
            ids, characters = self._inputs.tokenise.with_spans(prefix + text)
            tokens.append(ids)
            spans.append(np.array(characters, np.int32).reshape(-1, 2) - len(prefix))
        window = self._inputs.window
        windows = [
            (number, start) for number, ids in enumerate(tokens) for start in range(0, max(1, len(ids)), window)
        ]
        contents = [tokens[number][start : start + window] for number, start in windows]
        sums = np.zeros((len(texts), self.dimension), np.float32)
        states = [np.empty((len(ids), len(layers), self.dimension), np.float32) for ids in tokens]
        outputs = [f"states{layer}" for layer in layers]
        for batch in _batches([len(content) for content in contents]):
            (last, *wanted), lengths = self._run([contents[place] for place in batch], ["states12", *outputs])
            real = (np.arange(last.shape[1]) < lengths[:, None])[..., None]
            means = (last * real).sum(axis=1) / lengths[:, None]
            for row, place in enumerate(batch):
                (number, start), length = windows[place], len(contents[place])
                sums[number] += max(1, length) * means[row]
                for layer, values in enumerate(wanted):
                    states[number][start : start + length, layer] = values[row, 1 : length + 1]
        vectors = np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True))
        return vectors, [_without_prefix(*both) for both in zip(spans, states, strict=True)]

    def _run(
        self, contents: Sequence[Sequence[int]], outputs: Sequence[str]
    ) -> tuple[list[Vectors], npt.NDArray[np.int32]]:
        return self._states(self._session, contents, outputs)

    def _states(
        self, session: InferenceSession, contents: Sequence[Sequence[int]], outputs: Sequence[str]
    ) -> tuple[list[Vectors], npt.NDArray[np.int32]]:
        """Token states (batch, length, 384), padded at the right, by output; and the true lengths."""
        embeddings, lengths = self._inputs.embeddings(contents)
        different_outputs = list(dict.fromkeys(outputs))
        states = session.run(different_outputs, {"embeddings": embeddings, "lengths": lengths})
        return [states[different_outputs.index(output)] for output in outputs], lengths

    def _open(self, cache: Path) -> tuple[str, InferenceSession]:
        """The session, from the cached graph; the first start on a machine chooses the precision and writes it."""
        identity = f"{_GRAPH_VERSION} {self._inputs.identity}"
        key = hashlib.sha256(identity.encode()).hexdigest()[:12]
        for precision in PRECISIONS:
            path = cache / f"e5-small-{precision}-{key}.onnx"
            if path.is_file():
                return precision, open_session(path.read_bytes())
        precision, model = self._choose()
        keep(cache / f"e5-small-{precision}-{key}.onnx", model)
        return precision, open_session(model)

    def _choose(self) -> tuple[str, bytes]:
        """int8 activations where their vectors agree with float32's on this processor, else float32."""
        from assistant.models.e5.graph import build

        models = {precision: build(self._inputs.weights, level) for precision, level in PRECISIONS.items()}
        contents = [self._inputs.tokenise(text) for text in _PROBES]
        fast, exact = (
            self._states(open_session(models[name]), contents, ["states12"])[0][0][:, 0]
            for name in ("int8", "float32")
        )
        norms = np.linalg.norm(fast, axis=1) * np.linalg.norm(exact, axis=1)
        agrees = bool(((fast * exact).sum(axis=1) >= _AGREEMENT * norms).all())
        precision = "int8" if agrees else "float32"
        return precision, models[precision]


def _without_prefix(spans: npt.NDArray[np.int32], states: Vectors) -> TokenStates:
    """Tokens of the text alone. The prefix ends with a space, so that no token crosses its border."""
    first = int((spans[:, 0] < 0).sum())
    return TokenStates(spans[first:], states[first:])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of `lengths`, shortest first, in batches of at most `_BATCH_TOKENS` padded tokens."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * (lengths[place] + 2) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
