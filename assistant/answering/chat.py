"""The answerer with a chat model: the best sentences go in as marked data, structured claims come out one by one.

The model is not trusted: it chooses sentence ids and writes statements, no more. Quotes are cut from the stored text
elsewhere, and every claim has to pass `assistant.checking` before a reader sees it.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from assistant.answering.reply import ReplyClaim, ReplyParser
from assistant.checking.citing import cite_anew
from assistant.models.calls import ChatCall
from assistant.prompts import load_prompt
from assistant.question import Question
from assistant.settings import Settings
from assistant.types import DraftClaim, Evidence

# Sentences handed to the model, by the kind of question; a 1.5B model given 31 cited the neighbour of the right one.
FEW, MANY = 8, 12
_NEEDS_MANY = frozenset({"list", "count", "comparison", "summary"})
SENTENCE_CHARACTERS = 700
EVIDENCE_CHARACTERS = 6_000  # about 2,000 tokens, so that small context windows hold prompt and reply
CLAIMS = 8
REPAIRED_CHARACTERS = 4_000  # of an unreadable reply, given back to the model to mend
_LANGUAGES = {"de": "German", "en": "English", "ru": "Russian", "fr": "French", "es": "Spanish", "it": "Italian"}
_MARKS = str.maketrans(
    {"<": "\u2039", ">": "\u203a", "`": "'"}
)  # angle brackets become look-alikes no model was taught
_TEMPLATE = re.compile(r"\[/?INST\]|#{3,}|={3,}|-{3,}")
_ALIAS = re.compile(r"\bS(?=\d+\s*:)")


class ChatAnswerer:
    """Claims from the chat model of the settings. Threads may share it: `tokens` is of the thread's last answer."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings, self._clock, self._sleep = settings, clock, sleep
        self._thread = threading.local()
        self.name = f"openai:{settings.model}"

    @property
    def tokens(self) -> dict[str, int]:
        """Tokens that the last answer of this thread took, as far as the server said."""
        return dict(getattr(self._thread, "tokens", {"prompt": 0, "completion": 0}))

    def claims(self, question: Question, evidence: Sequence[Evidence]) -> Iterator[DraftClaim]:
        """The model's claims, each as soon as it is complete; none if the model finds no answer in the sentences.

        Without evidence no model is called. A reply that cannot be read is asked for once more. Raises ModelError if
        there is no usable reply; also after claims have come, when the reply broke off: the answer is not whole then.
        """
        self._thread.tokens = {"prompt": 0, "completion": 0}
        if not evidence:
            return
        numbered = choose(evidence, MANY if question.kind in _NEEDS_MANY else FEW)
        call = ChatCall(self._settings, question.language, self._clock, self._sleep)
        try:
            yield from self._drafts(call, question, numbered)
        finally:
            self._thread.tokens = dict(call.tokens)

    def _drafts(self, call: ChatCall, question: Question, numbered: dict[str, Evidence]) -> Iterator[DraftClaim]:
        messages = _messages(question, numbered)
        schema = reply_schema(list(numbered))
        first, second = ReplyParser(), ReplyParser()
        yield from _new_drafts(first, call.stream(messages, schema), numbered, question.language)
        if first.usable:
            return
        system, again = load_prompt("repair").fill(language=_language(question))
        messages += [("assistant", first.text[:REPAIRED_CHARACTERS] or "…"), ("user", f"{system}\n\n{again}")]
        yield from _new_drafts(second, call.stream(messages, schema), numbered, question.language)
        if not second.usable:
            raise call.error("unreadable")


def _new_drafts(
    parser: ReplyParser, pieces: Iterator[str], numbered: dict[str, Evidence], language: str
) -> Iterator[DraftClaim]:
    """The claims of one reply, none twice, no more than a reader can take in."""
    known = {found.sentence.id: found for found in numbered.values()}
    given: set[ReplyClaim] = set()
    for piece in pieces:
        for claim in parser.feed(piece):
            if claim not in given and len(given) < CLAIMS:
                given.add(claim)
                yield cite_anew(_draft(claim, numbered), known, language)


def choose(evidence: Sequence[Evidence], limit: int) -> dict[str, Evidence]:
    """The sentences for the model by alias (S1, S2, …): the best `limit`, those of an article together, in its order.

    A sentence that stands word for word in several articles goes in once.
    """
    chosen: dict[str, Evidence] = {}
    length = 0
    for found in evidence:
        text = _data(found.sentence.text)
        if text in chosen or len(text) > SENTENCE_CHARACTERS:
            continue
        if len(chosen) == limit or length + len(text) > EVIDENCE_CHARACTERS:
            break
        chosen[text] = found
        length += len(text)
    articles = list(dict.fromkeys(found.article.id for found in chosen.values()))
    ordered = sorted(chosen.values(), key=lambda found: (articles.index(found.article.id), found.sentence.index))
    return {f"S{number}": found for number, found in enumerate(ordered, 1)}


def reply_schema(aliases: Sequence[str]) -> dict[str, Any]:
    """JSON schema of a reply: ids stand before the text, and only those that were given can be chosen."""
    claim = {
        "type": "object",
        "properties": {
            "ids": {"type": "array", "items": {"type": "string", "enum": list(aliases)}},
            "text": {"type": "string"},
        },
        "required": ["ids", "text"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"claims": {"type": "array", "items": claim}},
        "required": ["claims"],
        "additionalProperties": False,
    }


def _messages(question: Question, numbered: dict[str, Evidence]) -> list[tuple[str, str]]:
    asked = _data(question.text)
    if question.follow_up and question.search_text != question.text:
        asked += f" ({_data(question.search_text)})"
    system, user = load_prompt("answer").fill(
        evidence=_evidence_text(numbered), question=asked, language=_language(question)
    )
    return [("system", system), ("user", user)]


def _evidence_text(numbered: dict[str, Evidence]) -> str:
    lines: list[str] = []
    article = None
    for alias, found in numbered.items():
        if found.article.id != article:
            article = found.article.id
            published = found.article.published.isoformat() if found.article.published else None
            about = [found.article.outlet, published, found.article.title]
            lines.append("Article: " + _data(", ".join(part for part in about if part)))
        lines.append(f"{alias}: {_data(found.sentence.text)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    """`text` in one line, without anything that could pass for our marks or for those of a chat template."""
    text = " ".join(text.translate(_MARKS).split())
    return _ALIAS.sub("S ", _TEMPLATE.sub(" ", text)).strip()


def _language(question: Question) -> str:
    return _LANGUAGES.get(question.language, question.language)


def _draft(claim: ReplyClaim, numbered: dict[str, Evidence]) -> DraftClaim:
    ids = (numbered[alias].sentence.id if alias in numbered else alias for alias in claim.aliases)
    return DraftClaim(claim.text, tuple(dict.fromkeys(ids)))
