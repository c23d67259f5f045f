"""What the page does in the background, so that no rerun of the page's script can lose it.

Streamlit stops and restarts the script at every click. An answer or an ingest therefore runs in a thread of its own
and collects its results in an object that outlives the script's runs; the script only looks at it.
"""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

from assistant.errors import PresseschauError
from assistant.page.contrast import Contrast, contrast
from assistant.page.sources import Source, with_context
from assistant.types import Answer, Citation, Claim, Filters

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_log = logging.getLogger(__name__)

Outcome: TypeAlias = Literal["running", "done", "stopped", "failed", "broken"]


class Work(ABC):
    """One piece of background work. Its fields are written by its thread alone, each in one assignment."""

    def __init__(self) -> None:
        self.outcome: Outcome = "running"
        self.error: PresseschauError | None = None  # when the outcome is "failed"
        self._stop = threading.Event()
        self._finished = threading.Event()

    def start(self) -> None:
        """Begin; returns at once."""
        threading.Thread(target=self._work, daemon=True, name=type(self).__name__).start()

    def stop(self) -> None:
        """Ask the work to end; the outcome is "stopped" from now on unless it has ended already."""
        self._stop.set()
        if self.outcome == "running":
            self.outcome = "stopped"
        self._finished.set()

    def wait(self, seconds: float) -> bool:
        """Wait until the work has ended, at most so long; whether it has."""
        return self._finished.wait(seconds)

    @property
    def running(self) -> bool:
        """Whether there may be more to come."""
        return not self._finished.is_set()

    @abstractmethod
    def _results(self) -> None:
        """Do the work; look at `_stop` between steps."""

    def _work(self) -> None:
        outcome: Outcome = "done"
        try:
            self._results()
        except PresseschauError as error:
            self.error = error
            outcome = "failed"
        except Exception:  # noqa: BLE001 - a defect: the terminal gets its traceback, the reader one line
            _log.exception("%s failed", type(self).__name__)
            outcome = "broken"
        if not self._stop.is_set():
            self.outcome = outcome
        self._finished.set()


class Turn(Work):
    """One question and what has come of its answer so far."""

    def __init__(
        self,
        number: int,
        question: str,
        assistant: Assistant,
        history: tuple[tuple[str, str], ...] = (),
        filters: Filters | None = None,
        answerer: Literal["extractive", "model"] | None = None,
        keep: Callable[[Answer], tuple[str, int]] | None = None,
    ) -> None:
        super().__init__()
        self.number = number
        self.question = question
        self.filters = filters or Filters()
        self.understood = False
        self.found: tuple[str, ...] | None = None  # titles of the articles found
        self.claims: tuple[Claim, ...] = ()  # checked ones, in the order they came
        self.sources: tuple[Source, ...] = ()
        self.contrast = Contrast()  # what the versions of the whole answer differ in
        self.answer: Answer | None = None
        self.kept: tuple[str, int] | None = None  # the conversation's id, and the answer's number in it
        self.thumb: int | None = None  # what the reader thought of the answer: 0 thumb down, 1 thumb up
        self.not_kept: PresseschauError | None = None  # why the answer could not be kept
        self.changed: tuple[int, ...] = ()  # citations of an old answer whose articles are not what they were
        self._assistant = assistant
        self._history = history
        self._answerer = answerer
        self._keep = keep

    def recall(self, answer: Answer, kept: tuple[str, int]) -> None:
        """Be the turn of an answer that was given and kept before."""
        from assistant.checking.changed import changed

        self._look_up(answer.citations)
        self.contrast = contrast(answer, self._assistant)
        self.changed = tuple(one.number for one in changed(answer.citations, self._assistant))
        self.answer, self.kept, self.outcome = answer, kept, "done"
        self._finished.set()

    def _results(self) -> None:
        from assistant.chain import ClaimChecked, Done, Retrieved, Understood

        events = self._assistant.stream(self.question, self._history, self.filters, self._answerer)
        for event in events:
            if self._stop.is_set():
                return
            match event:
                case Understood():
                    self.understood = True
                case Retrieved(articles=articles):
                    self.found = tuple(article.title for article in articles)
                case ClaimChecked(claim=claim, citations=citations):
                    self._look_up(citations)
                    self.claims = (*self.claims, claim)
                case Done(answer=answer):
                    self._look_up(answer.citations)
                    self.contrast = contrast(answer, self._assistant)
                    self.answer = answer
                    self._keep_answer(answer)

    def _keep_answer(self, answer: Answer) -> None:
        """An answer that cannot be kept is an answer all the same."""
        if self._keep is None:
            return
        try:
            self.kept = self._keep(answer)
        except PresseschauError as error:
            self.not_kept = error

    def _look_up(self, citations: tuple[Citation, ...]) -> None:
        if citations != tuple(source.citation for source in self.sources):
            self.sources = with_context(citations, self._assistant)
