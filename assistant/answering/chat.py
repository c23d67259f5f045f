"""The answerer with a chat model: the best sentences go in as marked data, structured claims come out one by one.

The model is not trusted: it chooses sentence ids and writes statements, no more. Quotes are cut from the stored text
elsewhere, and every claim has to pass `assistant.checking` before a reader sees it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.answering.marked import answer_messages, choose, condense_messages, language_name, reply_schema
from assistant.answering.reply import ReplyClaim, ReplyParser, plain
from assistant.errors import ModelError, QuestionError
from assistant.language.numbers import numbers
from assistant.language.words import stems
from assistant.models.calls import CallError, ChatCall
from assistant.models.chat import RequestForm
from assistant.models.spending import Ledger
from assistant.prompts import load_prompt
from assistant.question import Question, understand
from assistant.settings import Settings
from assistant.types import DraftClaim, Evidence

CLAIMS = 8
CONDENSED_TOKENS = 120  # of a follow-up put in full
CONDENSING_SHARE = 1 / 3  # of the deadline; the rules of `question` stand in for what takes longer
REPAIRED_CHARACTERS = 4_000  # of an unreadable reply, given back to the model to mend
_SERVER_BROKE_OFF = frozenset({"broke_off", "unreachable", "reported"})


class ChatAnswerer:
    """Claims from the chat model of the settings. Threads may share it: `tokens` is of the thread's last answer.

    ledger: where spending is written down; without one no day's cap can be kept, and calls under such a cap fail.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        ledger: Ledger | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings, self._ledger, self._clock, self._sleep = settings, ledger, clock, sleep
        self._thread = threading.local()
        self._known: RequestForm | None = None  # what this server was found to need, so that it is asked so at once
        self.name = f"openai:{settings.model}"

    @property
    def tokens(self) -> dict[str, int]:
        """Tokens that the last answer of this thread took, as far as the server said."""
        return dict(getattr(self._thread, "tokens", {"prompt": 0, "completion": 0}))

    def restate(self, question: Question, history: Sequence[tuple[str, str]], today: date | None = None) -> Question:
        """A follow-up put in full by the model, as it is to be searched; `text` stays what was typed.

        The time it takes counts against the deadline of the answer. `question` as it is, resolved by rules, where the
        model fails, takes too long or brings in what nobody said.
        """
        call = self._call(question)
        try:
            pieces = call.stream(
                condense_messages(question, history),
                seconds=self._settings.deadline * CONDENSING_SHARE,
                reply_tokens=CONDENSED_TOKENS,
            )
            told = plain("".join(pieces).strip()).strip("\"'„“”«»")
            full = understand(told, filters=question.filters, today=today)
        except (ModelError, QuestionError):
            full = question
        else:
            full = _restated(question, full, history)
        self._thread.begun = (full, call)
        return full

    def claims(self, question: Question, evidence: Sequence[Evidence]) -> Iterator[DraftClaim]:
        """The model's claims, each as soon as it is complete; none if the model finds no answer in the sentences.

        Without evidence no model is called. A reply that cannot be read or broke off is asked for once more. Raises
        ModelError if there is no usable reply; also after claims have come, when the answer is not whole.
        """
        begun, call = getattr(self._thread, "begun", (None, None))
        self._thread.begun = (None, None)
        if call is None or begun is not question:
            call = self._call(question)
        self._thread.tokens = dict(call.tokens)
        numbered = choose(question, evidence, self._settings)
        if not numbered:
            return
        try:
            yield from _drafts(call, question, numbered)
        finally:
            self._thread.tokens = dict(call.tokens)
            self._known = call.form

    def _call(self, question: Question) -> ChatCall:
        return ChatCall(
            self._settings, question.language, self._clock, self._sleep, ledger=self._ledger, known=self._known
        )


def _restated(question: Question, full: Question, history: Sequence[tuple[str, str]]) -> Question:
    """`full` in the place of `question` if it keeps to what was said; else `question`."""
    said = " ".join([question.text, *(text for turn in history for text in turn)])
    language = question.language
    told = stems(full.text, language)
    new = [stem for stem in told if stem not in set(stems(said, language))]
    if full.language != language or len(new) * 2 > len(told):
        return question
    if numbers(full.text, language) - numbers(said, language):
        return question
    return replace(full, text=question.text, follow_up=True)


def _drafts(call: ChatCall, question: Question, numbered: dict[str, Evidence]) -> Iterator[DraftClaim]:
    """The claims of a reply, and of a second one where the first cannot be read or broke off."""
    messages, schema = answer_messages(question, numbered), reply_schema(list(numbered))
    claims = _Claims(numbered)
    first, second = ReplyParser(), ReplyParser()
    try:
        yield from claims.new(first, call.stream(messages, schema))
        if first.usable:
            return
    except CallError as error:
        if not first.text or (error.key != "cut" and error.key not in _SERVER_BROKE_OFF):
            raise
        unread = error.key == "cut"
    else:
        unread = True
    if unread:
        system, again = load_prompt("repair").fill(language=language_name(question))
        messages += [("assistant", first.text[:REPAIRED_CHARACTERS] or "…"), ("user", f"{system}\n\n{again}")]
    yield from claims.new(second, call.stream(messages, schema))
    if not second.usable:
        raise call.error("unreadable")


class _Claims:
    """The claims of one answer, none twice, no more than a reader can take in."""

    def __init__(self, numbered: dict[str, Evidence]) -> None:
        self._numbered = numbered
        self._given: set[ReplyClaim] = set()

    def new(self, parser: ReplyParser, pieces: Iterator[str]) -> Iterator[DraftClaim]:
        for piece in pieces:
            for claim in parser.feed(piece):
                if claim not in self._given and len(self._given) < CLAIMS:
                    self._given.add(claim)
                    yield self._draft(claim)

    def _draft(self, claim: ReplyClaim) -> DraftClaim:
        ids = (self._numbered[alias].sentence.id if alias in self._numbered else alias for alias in claim.aliases)
        return DraftClaim(claim.text, tuple(dict.fromkeys(ids)))
