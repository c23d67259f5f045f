"""What goes to the chat model: the best sentences as marked data in a window of so many tokens, and the question.

Articles are written by strangers. What of their text could pass for our marks or for those of a chat template is
taken out; sentences and titles that read as orders to an assistant, or quote one, stay out altogether.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.answering.choosing import OFF_TOPIC, PART_BEHIND
from assistant.answering.premises import holding
from assistant.answering.quoting import context
from assistant.answering.reply import plain
from assistant.language.instructions import holds_instruction
from assistant.models.calls import reply_limit
from assistant.models.spending import count_message_tokens, count_tokens
from assistant.prompts import load_prompt
from assistant.question import Question
from assistant.settings import Settings
from assistant.types import Evidence

Messages = list[tuple[str, str]]

# Sentences handed to the model, by the kind of question; a 1.5B model given 31 cited the neighbour of the right one.
FEW, MANY = 8, 12
_NEWEST = {"summary": 3, "current": 1}  # reports that a question about news is answered from
_NEEDS_MANY = frozenset({"list", "count", "comparison", "summary"})
SENTENCE_CHARACTERS = 700
EVIDENCE_TOKENS = 3_000  # more does not help a small model, and costs time on any
_ALIAS_TOKENS = 4  # "S12: " and the end of the line
_HEAD_TOKENS = 60  # of the line that names an article, at most
_TITLE_CHARACTERS = 120
_TURNS, _TURN_CHARACTERS = 3, 500  # of the conversation, for a follow-up
_LANGUAGES = {"de": "German", "en": "English", "ru": "Russian", "fr": "French", "es": "Spanish", "it": "Italian"}
# Angle brackets become look-alikes that no model was taught as marks.
_MARKS = str.maketrans({"<": "\u2039", ">": "\u203a", "`": "'"})
_TEMPLATE = re.compile(r"\[/?INST\]|#{3,}|={3,}|-{3,}")
_ALIAS = re.compile(r"\bS(?=\d+\s*:)")


def choose(question: Question, evidence: Sequence[Evidence], settings: Settings) -> dict[str, Evidence]:
    """The sentences for the model by alias (S1, S2, …): the best that fit, those of an article together, in order.

    They come from articles that know what the question takes for granted, as those of a quoted answer do; from the
    newest of them where the question is what is new, or how things stand. A sentence that begins with a pronoun
    brings the one before it. One that stands word for word in several articles goes in once. None if the window
    cannot hold even one.
    """
    limit = MANY if question.kind in _NEEDS_MANY else FEW
    frame = count_message_tokens(answer_messages(question, {}))
    room = min(
        EVIDENCE_TOKENS, settings.context_tokens - 2 * reply_limit(settings) - frame
    )  # a second reply may follow
    chosen: dict[str, Evidence] = {}
    articles: list[str] = []
    for found in _with_context(_newest(question, holding(question, evidence)), evidence):
        text = as_data(found.sentence.text)
        if text in chosen or len(text) > SENTENCE_CHARACTERS or holds_instruction(found.sentence.text):
            continue
        room -= count_tokens(text) + _ALIAS_TOKENS + (0 if found.article.id in articles else _HEAD_TOKENS)
        if len(chosen) == limit or room < 0:
            break
        chosen[text] = found
        articles += [] if found.article.id in articles else [found.article.id]
    ordered = sorted(chosen.values(), key=lambda found: (articles.index(found.article.id), found.sentence.index))
    return {f"S{number}": found for number, found in enumerate(ordered, 1)}


def _newest(question: Question, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The sentences of the newest reports on the topic, for a question about news; of the newest one for "now"."""
    scored = [found for found in evidence if found.signals]
    if question.kind not in _NEWEST or not scored:
        return evidence
    if question.kind == "summary":
        least = max(found.signals["words_passage"] for found in scored) - OFF_TOPIC
        fitting = [found for found in scored if found.signals["words_passage"] >= least]
    else:
        fitting = [found for found in scored if found.score >= scored[0].score - PART_BEHIND]
    days = {found.article.id: found.article.published or date.min for found in fitting}
    newest = sorted(days, key=lambda article: days[article], reverse=True)[: _NEWEST[question.kind]]
    return [found for found in evidence if found.article.id in newest or not found.signals]


def _with_context(chosen: Sequence[Evidence], evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    for found in chosen:
        yield found
        before = context(found, evidence)
        if before is not None:
            yield before


def answer_messages(question: Question, numbered: dict[str, Evidence]) -> Messages:
    """The request for an answer from these sentences."""
    asked = as_data(question.text)
    if question.follow_up and question.search_text != question.text:
        asked += f" ({as_data(question.search_text)})"
    system, user = load_prompt("answer").fill(
        example=_example(question.language),
        evidence=_evidence_text(numbered),
        question=asked,
        language=language_name(question),
    )
    return [("system", system), ("user", user)]


def condense_messages(question: Question, history: Sequence[tuple[str, str]]) -> Messages:
    """The request to put a follow-up in full, after the last turns of the conversation."""
    turns = [
        f"Question: {as_data(asked)[:_TURN_CHARACTERS]}\nAnswer: {as_data(plain(answer))[:_TURN_CHARACTERS]}"
        for asked, answer in history[-_TURNS:]
    ]
    system, user = load_prompt("condense_question").fill(
        conversation="\n".join(turns), question=as_data(question.text), language=language_name(question)
    )
    return [("system", system), ("user", user)]


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


def language_name(question: Question) -> str:
    """The question's language as the prompts name it."""
    return _LANGUAGES.get(question.language, question.language)


@cache
def _example(language: str) -> str:
    """One exchange in the question's language, in English for other languages."""
    text = files("assistant.answering").joinpath("data", "examples.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    found = told.get(language, told["en"])
    reply = json.dumps({"claims": [{"ids": ["A2"], "text": found["claim"]}]}, ensure_ascii=False)
    return f"Example:\n{found['sentences']}\nQuestion: {found['question']}\n{reply}"


def as_data(text: str) -> str:
    """`text` in one line, without anything that could pass for our marks or for those of a chat template."""
    text = " ".join(text.translate(_MARKS).split())
    return _ALIAS.sub("S ", _TEMPLATE.sub(" ", text)).strip()


def _evidence_text(numbered: dict[str, Evidence]) -> str:
    lines: list[str] = []
    article = None
    for alias, found in numbered.items():
        if found.article.id != article:
            article = found.article.id
            lines.append("Article: " + _head(found))
        lines.append(f"{alias}: {as_data(found.sentence.text)}")
    return "\n".join(lines)


def _head(found: Evidence) -> str:
    article = found.article
    told = (part[:_TITLE_CHARACTERS] for part in (article.outlet, article.title) if part and _is_plain(part))
    day = (article.published.isoformat(),) if article.published else ()
    return as_data(", ".join((*day, *told)))


def _is_plain(text: str) -> bool:
    return not holds_instruction(text)
