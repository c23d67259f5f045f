"""Embeddings by setting: `local`, `openai:MODEL` or `sentence-transformers:MODEL`, behind LangChain's interface."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.errors import ModelError, SettingsError
from assistant.models.engines import (
    Engine,
    LocalEngine,
    OpenAIEngine,
    SentenceTransformersEngine,
    Vectors,
    local_engine,
)
from assistant.settings import Settings
from assistant.types import CHUNKER, NameSpan

_PROBE = "Wer traf wen, wann und wo?"


class Embedder(Embeddings):
    """Embeds passages and questions as unit vectors of float32. Safe to share between threads.

    Raises ModelError in one line where the model is missing, unreachable or gives unusable vectors.
    """

    def __init__(self, engine: Engine, dimension: int | None = None) -> None:
        self._engine = engine
        self._given_dimension = dimension
        self._remembered: Callable[[str], Vectors] = lru_cache(maxsize=1024)(self._embed_question)

    @cached_property
    def dimension(self) -> int:
        """Length of the vectors; found by embedding one question where the engine does not know it."""
        return self._given_dimension or int(self.embed_question(_PROBE).shape[0])

    @cached_property
    def key(self) -> str:
        """Names all that vectors depend on. Vectors of different keys must never be compared."""
        return f"{self._engine.name}:{self.dimension}:{CHUNKER}"

    @property
    def spread(self) -> float | None:
        """How widely the model spreads its cosines relative to multilingual-e5; None where it is not known."""
        return 1.0 if "-e5-" in self._engine.name else None

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts to be found, shape (n, dimension), float32."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return _unit(self._engine.passages([_embeddable(text) for text in texts]), len(texts))

    def read_passages(self, texts: Sequence[str]) -> tuple[Vectors, tuple[tuple[NameSpan, ...], ...]]:
        """What `embed_passages` gives, and the names of people, places and organisations in each text.

        The local model does both in one pass; beside another one it reads the names alone.
        """
        if isinstance(self._engine, LocalEngine) and texts:
            vectors, names = self._engine.read([_embeddable(text) for text in texts])
            return _unit(vectors, len(texts)), _in_given(texts, names)
        return self.embed_passages(texts), self.names(texts)

    def names(self, texts: Sequence[str]) -> tuple[tuple[NameSpan, ...], ...]:
        """The names in each text, in order, offsets into that text; none where no local model can be installed."""
        if self._reader is None:
            return ((),) * len(texts)
        return _in_given(texts, self._reader.read([_embeddable(text) for text in texts])[1])

    @cached_property
    def names_key(self) -> str:
        """Names all that `names` depend on; "none" where no local model can be installed."""
        return "none" if self._reader is None else self._reader.names_key

    @cached_property
    def _reader(self) -> LocalEngine | None:
        if isinstance(self._engine, LocalEngine):
            return self._engine
        try:
            return local_engine()
        except ModelError:  # there is no wheel for this machine, which is why another engine was named
            return None

    def embed_question(self, text: str) -> Vectors:
        """Unit vector of a question, shape (dimension,), float32, read-only. The last 1,024 are remembered."""
        return self._remembered(_embeddable(text))

    def _embed_question(self, text: str) -> Vectors:
        vector: Vectors = _unit(self._engine.question(text)[np.newaxis], 1)[0]
        vector.flags.writeable = False
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for `embed_passages`."""
        return [[float(value) for value in row] for row in self.embed_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for `embed_question`."""
        return [float(value) for value in self.embed_question(text)]


def embedder(settings: Settings) -> Embedder:
    """The embedder that `settings.embeddings` names; nothing is loaded or asked over the network yet, but `local`.

    Raises SettingsError for a name that is none of the three, ModelError where its package is not installed.
    """
    kind, _, model = settings.embeddings.partition(":")
    if settings.embeddings == "local":
        engine = local_engine()
        return Embedder(engine, engine.dimension)
    if kind == "openai" and model:
        return Embedder(OpenAIEngine(settings, model))
    if kind == "sentence-transformers" and model:
        return Embedder(SentenceTransformersEngine(model))
    raise SettingsError(
        f"PRESSESCHAU_EMBEDDINGS cannot be {settings.embeddings!r}",
        "use local, openai:MODEL or sentence-transformers:MODEL",
    )


def _embeddable(text: str) -> str:
    """A text that any engine takes: C strings end at NUL, lone surrogates have no UTF-8, servers refuse emptiness."""
    clean = text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8").strip()
    return clean or "-"


def _in_given(texts: Sequence[str], names: Sequence[tuple[NameSpan, ...]]) -> tuple[tuple[NameSpan, ...], ...]:
    """Names found in what `_embeddable` left of the texts, with offsets into the texts as they were given."""
    moved = []
    for text, spans in zip(texts, names, strict=True):
        visible = text.replace("\0", " ")
        lead = len(visible) - len(visible.lstrip())
        moved.append(tuple(replace(span, start=span.start + lead, end=span.end + lead) for span in spans))
    return tuple(moved)


def _unit(vectors: Vectors, expected: int) -> Vectors:
    """Rows of length one. Raises ModelError for a wrong number of rows, NaN, infinity or a zero vector."""
    if vectors.ndim != 2 or len(vectors) != expected:
        raise ModelError(f"the embedding model gave {vectors.shape} values for {expected} texts", "try another model")
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not lengths.all():
        raise ModelError(
            "the embedding model gave a vector that is no direction (NaN, infinite or zero)", "try another model"
        )
    return np.asarray(vectors / lengths, dtype=np.float32)
