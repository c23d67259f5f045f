"""What is asked, as it is searched for and answered: read off the question's words and the conversation before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.asked_events import AskedEvents, asked_events
from assistant.errors import QuestionError
from assistant.language.asked import (
    Detail,
    Expected,
    Kind,
    asked_for,
    asking_words,
    counted_in,
    detail_asked_for,
    languages,
    names_a_quantity,
    parts_asked_for,
    questions_data,
    unframed,
    wants_latest,
)
from assistant.language.concepts import synonyms
from assistant.language.detect import detect_language
from assistant.language.follow_ups import resolved
from assistant.language.names import name_words
from assistant.language.numbers import numbers
from assistant.language.times import Period, question_period
from assistant.language.words import stems
from assistant.types import Filters

__all__ = ["LONGEST", "Question", "asking_words", "understand"]

LONGEST = 2_000  # characters; a longer text is a pasted article, not a question


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is searched for and answered. `text` is what was typed, `search_text` what it means.

    `names` and `numbers` are those of the question itself; an answer must come from an article that has them.
    `expansion` holds stems of other words for the same thing ("treffen": "empfing"), for the word search.
    `period` is the time it names, `happening` the kind of event it is about.
    `parts` are all kinds of thing asked for, more than one in "wann und wo". `detail` is set where only a
    year, a day, an age, a sum of money, a share or a measure of time, length, weight, speed or warmth will do.
    `counted` is the word after "wie viele", whose number is wanted.
    `latest` is whether a summary shall begin with the news.
    """

    text: str
    search_text: str
    language: str
    kind: Kind
    expects: Expected | None
    names: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    filters: Filters = field(default_factory=Filters)
    period: Period | None = None
    happening: AskedEvents | None = None
    expansion: tuple[str, ...] = ()
    parts: tuple[Expected, ...] = ()
    follow_up: bool = False
    detail: Detail | None = None
    counted: str = ""
    latest: bool = False


def understand(
    text: str,
    history: Sequence[tuple[str, str]] = (),
    filters: Filters | None = None,
    today: date | None = None,
) -> Question:
    """What `text` asks after the earlier (question, answer) pairs of `history`, oldest first.

    today: the day on which it is asked, without which "letzte Woche" says nothing.

    Raises QuestionError for an empty text and for one of more than 2,000 characters.
    """
    text = " ".join(text.split())
    if not any(letter.isalnum() for letter in text):
        raise QuestionError("the question is empty", "type what you want to know")
    if len(text) > LONGEST:
        raise QuestionError(
            f"the question has {len(text)} characters",
            f"shorten it to {LONGEST}; articles go in by `presseschau ingest`",
        )
    language = _language(text, history)
    typed, text = text, unframed(text, language)
    search_text = resolved(text, language, history)
    kind, expects = asked_for(text, language)
    names = _names(text, language)
    if search_text != text:
        earlier_kind, earlier_expects = asked_for(search_text[len(text) :], language)
        if expects is None:
            kind, expects = earlier_kind, earlier_expects
        names = names or _names(_earlier_question(history), language)
    return Question(
        text=typed,
        search_text=search_text,
        language=language,
        kind=kind,
        expects=expects,
        names=tuple(dict.fromkeys(names)),
        numbers=numbers(text, language),
        filters=filters or Filters(),
        period=question_period(search_text, language, today),
        happening=asked_events(search_text, language),
        expansion=_expansion(search_text, language),
        parts=parts_asked_for(text, language),
        detail=detail_asked_for(text, language),
        counted=counted_in(text, language),
        latest=wants_latest(text, language),
        follow_up=search_text != text,
    )


def _language(text: str, history: Sequence[tuple[str, str]]) -> str:
    """The question's language; too few words to tell by are taken to be in that of the question before."""
    before = detect_language(history[-1][0], "de") if history else "de"
    told = [language for language, pattern in questions_data()["telling"].items() if re.search(pattern, text, re.I)]
    language = detect_language(text, told[0] if len(told) == 1 and not history else before)
    return language if language in languages() else "en"


def _names(text: str, language: str) -> list[str]:
    """Words of a question that may be parts of names; not those that only ask ("Preis", "Grund")."""
    framing = asking_words(language)
    return [
        name
        for name in name_words(text)
        if not set(stems(name, language)) & framing and not names_a_quantity(name, language)
    ]


def _earlier_question(history: Sequence[tuple[str, str]]) -> str:
    """The last question that named somebody or something."""
    return next((question for question, _ in reversed(history) if name_words(question)), "")


def _expansion(text: str, language: str) -> tuple[str, ...]:
    asked = frozenset(stems(text, language))
    return tuple(sorted(synonyms(asked, language) - asked))
