"""The chat model by name, over any OpenAI-compatible server, with a wall-clock deadline and tries of our own.

ChatOpenAI's own deadline holds for one read only (its default is 600 s, and `timeout=3` with its own retries took
10.5 s), a stream that is cut raises nothing, and a 401 text can carry the key. So a call here ends in whole text with
`finish_reason == "stop"`, or in a ModelError of one line, within the deadline, and no server text is ever repeated.
"""

from __future__ import annotations

import queue
import random
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import ModelError, SettingsError
from assistant.settings import Settings

if TYPE_CHECKING:
    import httpx
    from langchain_core.messages import AIMessageChunk
    from langchain_openai import ChatOpenAI

OPENAI = "https://api.openai.com/v1"
REPLY_TOKENS = 2_000  # of one reply; a few claims take 300, the rest is for models that reason before they write
REPLY_CHARACTERS = 20_000  # a server that ignores the limit above is stopped here
CONNECT_SECONDS = 10.0
FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0  # seconds between tries; doubled each time, then cut

_random = random.SystemRandom()


def host_of(settings: Settings) -> str | None:
    """The host that text goes to when a chat model answers, with its port if one is named; None without a model."""
    if not settings.model:
        return None
    address = urlsplit(settings.openai_base_url or OPENAI)
    return f"{address.hostname}:{address.port}" if address.port else address.hostname


def check_settings(settings: Settings) -> None:
    """Raise SettingsError, in one line, if the settings name no chat model that could be called."""
    if not settings.model:
        raise SettingsError("no chat model is named", "set PRESSESCHAU_MODEL, or use --answerer extractive")
    if not settings.openai_api_key and not settings.openai_base_url:
        remedy = "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own"
        raise SettingsError(f"the chat model {settings.model!r} has no server", remedy)
    try:
        address = urlsplit(settings.openai_base_url or OPENAI)
        usable = address.scheme in ("http", "https") and address.hostname is not None and address.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError("OPENAI_BASE_URL is no address", "it looks like http://localhost:11434/v1")


def chat_model(
    settings: Settings,
    *,
    seconds: float | None = None,
    http_client: httpx.Client | None = None,
    form: RequestForm | None = None,
) -> ChatOpenAI:
    """The chat model of the settings as a LangChain model, temperature 0, no retries of its own.

    seconds: the longest wait for one piece of the reply; the settings' deadline if not given.
    form: what the request asks for beside the messages.

    Raises SettingsError if no model is named or it has neither key nor address.
    """
    check_settings(settings)
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    form = form or RequestForm()
    body: dict[str, Any] = {}
    if form.schema is not None:  # in `extra_body`: as `response_format` LangChain would buffer and parse it
        layout = {"name": "claims", "strict": True, "schema": form.schema}
        body["response_format"] = {"type": "json_schema", "json_schema": layout}
    own = host_of(settings) == urlsplit(OPENAI).hostname
    if not own:  # other servers know the older name of this limit
        body["max_tokens"] = REPLY_TOKENS
    return ChatOpenAI(
        model=str(settings.model),
        api_key=settings.openai_api_key or SecretStr("none"),
        base_url=settings.openai_base_url or OPENAI,
        temperature=0.0 if form.temperature else None,
        max_completion_tokens=REPLY_TOKENS if own else None,
        timeout=settings.deadline if seconds is None else seconds,
        max_retries=0,
        stream_usage=form.usage,
        use_responses_api=False,
        http_client=http_client,
        extra_body=body or None,
    )


@dataclass(frozen=True, slots=True)
class RequestForm:
    """What a request asks for beside the messages; servers that refuse one of these are asked again without."""

    schema: dict[str, Any] | None = None
    usage: bool = True
    temperature: bool = True

    def simpler(self) -> RequestForm | None:
        """The next form to try after a 400: without schema and usage first, then without temperature."""
        if self.schema is not None or self.usage:
            return replace(self, schema=None, usage=False)
        return replace(self, temperature=False) if self.temperature else None


class Deadline:
    """A point in time that several calls share. `clock` is time.monotonic unless a test says otherwise."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def remaining(self) -> float:
        """Seconds left, 0 when it has passed."""
        return max(0.0, self._end - self._clock())


class _Fault(Exception):
    """A call that failed: what to tell, and whether another try may help."""

    def __init__(
        self, happened: str, remedy: str, *, again: bool = False, wait: float | None = None, refused: bool = False
    ) -> None:
        super().__init__(happened)
        self.happened, self.remedy = happened, remedy
        self.again, self.wait, self.refused = again, wait, refused


_END = object()


class ChatCall:
    """Streams one reply after another within one deadline, and counts their tokens."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        check_settings(settings)
        import langchain_openai  # noqa: F401 - takes a second the first time, which is not the server's

        # It warns on stderr when a server knows no JSON schema; we ask again without one.
        warnings.filterwarnings("ignore", category=UserWarning, module=r"langchain_openai\.")
        self._settings, self._deadline, self._sleep = settings, Deadline(settings.deadline, clock), sleep
        self._host = host_of(settings)
        self._form: RequestForm | None = None  # the simplest one this server has needed so far
        self.tokens = {"prompt": 0, "completion": 0}

    def stream(self, messages: Sequence[tuple[str, str]], schema: dict[str, Any] | None = None) -> Iterator[str]:
        """The text of one reply to `messages` (pairs of role and text), piece by piece.

        Ends normally only where the server said that the reply is complete. Raises ModelError otherwise, after the
        tries the settings allow; once text has come, nothing is tried again.
        """
        form = self._form or RequestForm(schema)
        tries = 0
        while True:
            begun = False
            try:
                for piece in self._once(messages, form):
                    begun = True
                    yield piece
                return
            except _Fault as fault:
                simpler = form.simpler() if fault.refused else None
                wait = self._wait(fault, tries)
                if begun or (simpler is None and wait is None):
                    raise ModelError(fault.happened, fault.remedy) from None
            if simpler is not None:
                self._form = form = simpler
            elif wait is not None:
                tries += 1
                self._sleep(wait)

    def _wait(self, fault: _Fault, tries: int) -> float | None:
        """Seconds to wait before the next try; None if there is to be none."""
        if not fault.again or tries >= self._settings.retries:
            return None
        backoff = min(LONGEST_WAIT, FIRST_WAIT * 2**tries) * _random.uniform(0.5, 1.0)
        wait = max(backoff, fault.wait or 0.0)
        return wait if wait < self._deadline.remaining() else None

    def _once(self, messages: Sequence[tuple[str, str]], form: RequestForm) -> Iterator[str]:
        """One try. The reading is done by a thread, so that a server that drips or hangs cannot hold us longer."""
        import httpx

        length, finish = 0, None
        seconds = self._deadline.remaining()
        if not seconds:
            raise self._too_late()
        timeout = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        with httpx.Client(timeout=timeout) as client:
            model = chat_model(self._settings, seconds=seconds, http_client=client, form=form)
            for chunk in self._read(model, list(messages)):
                finish = chunk.response_metadata.get("finish_reason") or finish
                self._count(chunk)
                text = chunk.content if isinstance(chunk.content, str) else ""
                length += len(text)
                if length > REPLY_CHARACTERS:
                    raise _Fault(f"the reply of {self._host} does not end", "try another model")
                if text:
                    yield text
        if finish != "stop":
            raise self._unfinished(finish, length)

    def _read(self, model: ChatOpenAI, messages: list[tuple[str, str]]) -> Iterator[AIMessageChunk]:
        pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
        given_up = threading.Event()

        def read() -> None:
            try:
                for chunk in model.stream(messages):
                    if given_up.is_set():
                        return
                    pieces.put(chunk)
                pieces.put(_END)
            except Exception as error:  # noqa: BLE001 - handed to the thread that waits, which names or raises it
                pieces.put(error)

        threading.Thread(target=read, name="chat-model", daemon=True).start()
        try:
            while True:
                try:
                    piece = pieces.get(timeout=self._deadline.remaining())
                except queue.Empty:
                    raise self._too_late() from None
                if piece is _END:
                    return
                if isinstance(piece, Exception):
                    raise self._fault(piece) from None
                yield piece
        finally:
            given_up.set()

    def _count(self, chunk: AIMessageChunk) -> None:
        if chunk.usage_metadata:
            self.tokens["prompt"] += chunk.usage_metadata["input_tokens"]
            self.tokens["completion"] += chunk.usage_metadata["output_tokens"]

    def _too_late(self) -> _Fault:
        remedy = "raise PRESSESCHAU_DEADLINE, or name a faster model"
        return _Fault(f"{self._host} did not answer within {self._settings.deadline:g} seconds", remedy)

    def _unfinished(self, finish: str | None, length: int) -> _Fault:
        if finish == "length":
            return _Fault(f"the reply of {self._host} was cut at its longest", "ask for less, or try another model")
        if finish == "content_filter":
            return _Fault(f"{self._host} refused to answer", "put the question differently")
        happened = "broke off its reply" if length else "sent no reply"
        return _Fault(f"{self._host} {happened}", "ask again", again=True)

    def _fault(self, error: Exception) -> _Fault:
        """What an exception of the client means; the server's own words are left out, they can carry the key."""
        import httpx
        import openai

        if isinstance(error, openai.APIStatusError):
            return self._status_fault(error)
        if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
            if self._deadline.remaining():
                return _Fault(f"{self._host} does not answer", "is the server running?", again=True)
            return self._too_late()
        if isinstance(error, openai.APIConnectionError | httpx.HTTPError):
            return _Fault(f"{self._host} cannot be reached", "is the server running?", again=True)
        if isinstance(error, openai.APIError):
            return _Fault(f"{self._host} reported an error", "ask again, or look at the server's log", again=True)
        if isinstance(error, ValueError | TypeError | KeyError | AttributeError | IndexError):
            remedy = "check OPENAI_BASE_URL; it often ends in /v1"
            return _Fault(f"{self._host} did not reply as a chat model does", remedy)
        raise error

    def _status_fault(self, error: Any) -> _Fault:
        status = error.status_code
        model = self._settings.model
        if status in (401, 403):
            return _Fault(f"{self._host} refused the key", "check OPENAI_API_KEY")
        if status == 404:
            return _Fault(f"{self._host} knows no model {model!r}", "check PRESSESCHAU_MODEL and OPENAI_BASE_URL")
        if status == 429 and error.code == "insufficient_quota":
            return _Fault(f"the quota at {self._host} is spent", "raise it, or use --answerer extractive")
        if status == 429:
            return _Fault(f"{self._host} is busy", "ask again later", again=True, wait=retry_after(error.response))
        if status in (408, 409) or status >= 500:
            wait = retry_after(error.response)
            remedy = "ask again, or look at the server's log"
            return _Fault(f"{self._host} failed with status {status}", remedy, again=True, wait=wait)
        remedy = "check PRESSESCHAU_MODEL; the question or its sentences may be too long for it"
        return _Fault(f"{self._host} refused the request with status {status}", remedy, refused=status in (400, 422))


def retry_after(response: httpx.Response) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3: seconds or a date); None without a usable one."""
    written = response.headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(written))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
