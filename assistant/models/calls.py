"""Calls to the chat model, with a wall-clock deadline, tries and caps of our own.

ChatOpenAI's own deadline holds for one read only (its default is 600 s, and `timeout=3` with its own retries took
10.5 s), a stream that is cut raises nothing, and a 401 text can carry the key. So a call here ends in whole text with
`finish_reason == "stop"`, or in a ModelError of one line, within the deadline, and no server text is ever repeated.
"""

from __future__ import annotations

import contextlib
import importlib
import queue
import random
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.errors import BudgetError, ModelError
from assistant.models.chat import REPLY_TOKENS, RequestForm, chat_model, check_settings, host_of
from assistant.models.faults import Fault, fault_of, told, unfinished
from assistant.models.spending import Ledger, Prices, count_message_tokens, count_tokens
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, AIMessageChunk
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

    def within(self, seconds: float) -> Deadline:
        """A deadline that ends after `seconds`, or with this one if that is sooner."""
        return Deadline(min(seconds, self.remaining()), self._clock)


class CallError(ModelError):
    """A call that failed for good; `key` names the fault in data/faults.toml."""

    def __init__(self, key: str, happened: str, remedy: str) -> None:
        super().__init__(happened, remedy)
        self.key = key


@dataclass
class _Meter:
    """What one try took so far."""

    pieces: int = 0
    text: str = ""
    prompt: int = 0  # tokens as the server tells them
    completion: int = 0
    whole: bool = False


_END = object()


class ChatCall:
    """Streams one reply after another within one deadline and one cap, and counts their tokens.

    known: the form of request that this server is known to need. ledger: where spending is written down, if anywhere.
    """

    def __init__(
        self,
        settings: Settings,
        language: str = "en",
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        *,
        ledger: Ledger | None = None,
        known: RequestForm | None = None,
    ) -> None:
        check_settings(settings)
        import langchain_openai  # noqa: F401 - takes a second the first time, which is not the server's

        _finish_importing_httpx()

        # It warns on stderr when a server knows no JSON schema; we ask again without one.
        warnings.filterwarnings("ignore", category=UserWarning, module=r"langchain_openai\.")
        self._settings, self.deadline, self._sleep = settings, Deadline(settings.deadline, clock), sleep
        self._language, self._ledger = language, ledger
        self.form = known or RequestForm()  # the simplest one this server has needed so far, without a schema
        self.tokens = {"prompt": 0, "completion": 0}  # as far as the server told them
        self.cost = 0.0  # with estimates where the server told nothing

    def stream(
        self,
        messages: Sequence[tuple[str, str]],
        schema: dict[str, Any] | None = None,
        *,
        seconds: float | None = None,
        reply_tokens: int | None = None,
    ) -> Iterator[str]:
        """The text of one reply to `messages` (pairs of role and text), piece by piece.

        seconds: for this reply, if it may not have all that is left. reply_tokens: the longest reply.

        Ends normally only where the server said that the reply is complete. Raises ModelError otherwise, after the
        tries the settings allow (once text has come, nothing is tried again), and BudgetError before a try that could
        go beyond a cap.
        """
        deadline = self.deadline if seconds is None else self.deadline.within(seconds)
        form = replace(self.form, schema=schema, reply_tokens=reply_tokens or reply_limit(self._settings))
        tries = 0
        while True:
            begun = False
            try:
                for piece in self._once(messages, form, deadline):
                    begun = True
                    yield piece
                return
            except Fault as fault:
                simpler = form.simpler() if fault.refused else form.unstreamed() if fault.streamless else None
                wait = self._wait(fault, tries, deadline)
                if begun or (simpler is None and wait is None):
                    raise self.error(fault.key, fault.status) from None
            if simpler is not None:
                form = simpler
                self.form = replace(form, schema=None)
            elif wait is not None:
                tries += 1
                self._sleep(wait)

    def error(self, key: str, status: int = 0) -> CallError:
        """The error of data/faults.toml under `key`, in the language of this call (English if there is none)."""
        settings = self._settings
        values = {"host": host_of(settings), "model": settings.model, "seconds": f"{settings.deadline:g}"}
        return CallError(key, *told(key, self._language, status=status, **values))

    def _wait(self, fault: Fault, tries: int, deadline: Deadline) -> float | None:
        """Seconds to wait before the next try; None if there is to be none."""
        if not fault.again or tries >= self._settings.retries:
            return None
        backoff = min(LONGEST_WAIT, FIRST_WAIT * 2**tries) * _random.uniform(0.5, 1.0)
        # Some time is added to what the server asks for too, since it asks all its callers for the same.
        wait = backoff if fault.wait is None else fault.wait + _random.uniform(0.0, FIRST_WAIT)
        return wait if wait < deadline.remaining() else None

    def _once(self, messages: Sequence[tuple[str, str]], form: RequestForm, deadline: Deadline) -> Iterator[str]:
        """One try, paid for."""
        if not deadline.remaining():
            raise Fault("too_late")
        prompt = count_message_tokens(messages)
        entry = self._reserve(prompt, form.reply_tokens)
        meter, free = _Meter(), False
        try:
            yield from self._talk(messages, form, deadline, meter)
            meter.whole = True
        except Fault as fault:
            free = fault.free
            raise
        finally:
            self._settle(entry, meter, 0 if free else prompt, 0 if free else form.reply_tokens)

    def _reserve(self, prompt: int, completion: int) -> int:
        most = Prices.of(self._settings).cost(prompt, completion)
        cap = self._settings.question_cap
        if cap is not None and self.cost + most > cap:
            raise BudgetError(*told("question_cap", self._language))
        if self._ledger is None:
            if self._settings.day_cap is not None:
                raise BudgetError(*told("day_cap_unknown", self._language))
            return 0
        try:
            return self._ledger.reserve(str(self._settings.model), most, self._settings.day_cap)
        except BudgetError as error:
            raise BudgetError(*told(error.happened, self._language)) from None

    def _settle(self, entry: int, meter: _Meter, prompt: int, most: int) -> None:
        """Write down what a try took: as the server tells it, else an estimate; the most where it was broken off."""
        if meter.prompt or meter.completion:
            prompt, completion = meter.prompt, meter.completion
        else:
            completion = count_tokens(meter.text) if meter.whole else most
        self.tokens["prompt"] += meter.prompt
        self.tokens["completion"] += meter.completion
        cost = Prices.of(self._settings).cost(prompt, completion)
        self.cost += cost
        if self._ledger is not None:
            self._ledger.settle(entry, prompt, completion, cost)

    def _talk(
        self, messages: Sequence[tuple[str, str]], form: RequestForm, deadline: Deadline, meter: _Meter
    ) -> Iterator[str]:
        """The request itself. The reading is done by a thread: a server that drips or hangs cannot hold us longer."""
        import openai

        finish = None
        seconds = deadline.remaining()
        timeout = openai.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        with openai.DefaultHttpxClient(timeout=timeout) as client:
            model = chat_model(self._settings, seconds=seconds, http_client=client, form=form)
            for piece in self._read(model, list(messages), form, deadline, meter):
                finish = piece.response_metadata.get("finish_reason") or finish
                if piece.usage_metadata:
                    meter.prompt += piece.usage_metadata["input_tokens"]
                    meter.completion += piece.usage_metadata["output_tokens"]
                text = piece.content if isinstance(piece.content, str) else ""
                meter.text += text
                if len(meter.text) > REPLY_CHARACTERS:
                    raise Fault("endless")
                if text:
                    yield text
        if finish != "stop":
            raise unfinished(finish, len(meter.text))

    def _read(
        self,
        model: ChatOpenAI,
        messages: list[tuple[str, str]],
        form: RequestForm,
        deadline: Deadline,
        meter: _Meter,
    ) -> Iterator[AIMessage | AIMessageChunk]:
        pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
        given_up = threading.Event()

        def read() -> None:
            try:
                for piece in model.stream(messages) if form.streamed else (model.invoke(messages),):
                    if given_up.is_set():
                        return
                    pieces.put(piece)
                pieces.put(_END)
            except Exception as error:  # noqa: BLE001 - handed to the thread that waits, which names or raises it
                pieces.put(error)

        threading.Thread(target=read, name="chat-model", daemon=True).start()
        try:
            while True:
                try:
                    piece = pieces.get(timeout=deadline.remaining())
                except queue.Empty:
                    raise Fault("too_late") from None
                if piece is _END:
                    return
                if isinstance(piece, Exception):
                    fault = fault_of(piece, bool(deadline.remaining()))
                    # Nothing that a stream is made of: a server that ignores `stream` sends its reply as one piece.
                    fault.streamless = fault.key == "no_chat" and not meter.pieces and form.streamed
                    raise fault from None
                meter.pieces += 1
                yield piece
        finally:
            given_up.set()


def _finish_importing_httpx() -> None:
    """Wait for another thread that is just importing httpx: openai looks into it wherever it is half there."""
    with contextlib.suppress(ImportError):
        importlib.import_module("httpx")


def reply_limit(settings: Settings) -> int:
    """The longest reply in tokens: a quarter of a small window, so that the evidence has room."""
    return min(REPLY_TOKENS, settings.context_tokens // 4)
