"""Calls to the chat model, with a wall-clock deadline and tries of our own.

ChatOpenAI's own deadline holds for one read only (its default is 600 s, and `timeout=3` with its own retries took
10.5 s), a stream that is cut raises nothing, and a 401 text can carry the key. So a call here ends in whole text with
`finish_reason == "stop"`, or in a ModelError of one line, within the deadline, and no server text is ever repeated.
"""

from __future__ import annotations

import queue
import random
import threading
import time
import tomllib
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.models.chat import RequestForm, chat_model, check_settings, host_of
from assistant.settings import Settings

if TYPE_CHECKING:
    import openai
    from langchain_core.messages import AIMessageChunk
    from langchain_openai import ChatOpenAI

REPLY_CHARACTERS = 20_000  # a server that ignores the limit of tokens is stopped here
CONNECT_SECONDS = 10.0
FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0  # seconds between tries; doubled each time, then cut

_random = random.SystemRandom()


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
    """A call that failed: what to tell (a key of data/faults.toml), and whether another try may help."""

    def __init__(
        self, key: str, *, status: int = 0, again: bool = False, wait: float | None = None, refused: bool = False
    ) -> None:
        super().__init__(key)
        self.key, self.status = key, status
        self.again, self.wait, self.refused = again, wait, refused


@cache
def _faults() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("assistant.models").joinpath("data/faults.toml").read_text(encoding="utf-8"))


_END = object()


class ChatCall:
    """Streams one reply after another within one deadline, and counts their tokens."""

    def __init__(
        self,
        settings: Settings,
        language: str = "en",
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        check_settings(settings)
        import langchain_openai  # noqa: F401 - takes a second the first time, which is not the server's

        # It warns on stderr when a server knows no JSON schema; we ask again without one.
        warnings.filterwarnings("ignore", category=UserWarning, module=r"langchain_openai\.")
        self._settings, self._deadline, self._sleep = settings, Deadline(settings.deadline, clock), sleep
        self._language = language
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
                    raise self.error(fault.key, fault.status) from None
            if simpler is not None:
                self._form = form = simpler
            elif wait is not None:
                tries += 1
                self._sleep(wait)

    def error(self, key: str, status: int = 0) -> ModelError:
        """The error of data/faults.toml under `key`, in the language of this call (English if there is none)."""
        told = _faults().get(self._language, _faults()["en"])[key]
        host, model, seconds = host_of(self._settings), self._settings.model, f"{self._settings.deadline:g}"
        happened, remedy = (text.format(host=host, model=model, seconds=seconds, status=status) for text in told)
        return ModelError(happened, remedy)

    def _wait(self, fault: _Fault, tries: int) -> float | None:
        """Seconds to wait before the next try; None if there is to be none."""
        if not fault.again or tries >= self._settings.retries:
            return None
        backoff = min(LONGEST_WAIT, FIRST_WAIT * 2**tries) * _random.uniform(0.5, 1.0)
        wait = max(backoff, fault.wait or 0.0)
        return wait if wait < self._deadline.remaining() else None

    def _once(self, messages: Sequence[tuple[str, str]], form: RequestForm) -> Iterator[str]:
        """One try. The reading is done by a thread, so that a server that drips or hangs cannot hold us longer."""
        import openai

        length, finish = 0, None
        seconds = self._deadline.remaining()
        if not seconds:
            raise _Fault("too_late")
        timeout = openai.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        with openai.DefaultHttpxClient(timeout=timeout) as client:
            model = chat_model(self._settings, seconds=seconds, http_client=client, form=form)
            for chunk in self._read(model, list(messages)):
                finish = chunk.response_metadata.get("finish_reason") or finish
                self._count(chunk)
                text = chunk.content if isinstance(chunk.content, str) else ""
                length += len(text)
                if length > REPLY_CHARACTERS:
                    raise _Fault("endless")
                if text:
                    yield text
        if finish != "stop":
            raise _unfinished(finish, length)

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
                    raise _Fault("too_late") from None
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

    def _fault(self, error: Exception) -> _Fault:
        """What an exception of the client means; the server's own words are left out, they can carry the key."""
        import openai

        if isinstance(error, openai.APIStatusError):
            return _status_fault(error)
        if isinstance(error, openai.APITimeoutError):
            return _Fault("silent", again=True) if self._deadline.remaining() else _Fault("too_late")
        # In mid-stream the errors of the HTTP library come up as they are: httpx for openai 2, httpx2 for openai 3.
        if isinstance(error, openai.APIConnectionError) or type(error).__module__.startswith("httpx"):
            return _Fault("unreachable", again=True)
        if isinstance(error, openai.APIError):
            return _Fault("reported", again=True)
        if isinstance(error, ValueError | TypeError | KeyError | AttributeError | IndexError):
            return _Fault("no_chat")  # HTML with status 200, JSON of another kind
        raise error


def _unfinished(finish: str | None, length: int) -> _Fault:
    if finish == "length":
        return _Fault("cut")
    if finish == "content_filter":
        return _Fault("refused_answer")
    return _Fault("broke_off" if length else "no_reply", again=True)


def _status_fault(error: openai.APIStatusError) -> _Fault:
    status, wait = error.status_code, retry_after(error.response.headers)
    if status in (401, 403):
        return _Fault("key")
    if status == 404:
        return _Fault("no_model")
    if status == 429:
        return _Fault("quota") if error.code == "insufficient_quota" else _Fault("busy", again=True, wait=wait)
    if status in (408, 409) or status >= 500:
        return _Fault("failed", status=status, again=True, wait=wait)
    return _Fault("refused", status=status, refused=status in (400, 422))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3: seconds or a date); None without a usable one."""
    written = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(written))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
