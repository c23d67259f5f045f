"""What is asked: language, kind of question, the kind of thing expected, and what a follow-up leaves unsaid.

Everything about a language stands in `assistant/language/data/questions.toml`; this module only
applies it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias, cast

from assistant.asked_events import AskedEvents, asked_events
from assistant.errors import QuestionError
from assistant.language.concepts import synonyms
from assistant.language.detect import detect_language
from assistant.language.names import name_words
from assistant.language.numbers import numbers
from assistant.language.times import Period, question_period
from assistant.language.words import content_words, stems
from assistant.types import Filters

Kind: TypeAlias = Literal["fact", "list", "count", "reason", "quotation", "comparison", "summary", "current"]
Expected: TypeAlias = Literal["person", "place", "time", "number", "reason", "manner", "thing", "statement"]
Detail: TypeAlias = Literal[
    "year", "day", "age", "money", "percent", "duration", "distance", "weight", "speed", "temperature"
]

LONGEST = 2_000  # characters; a longer text is a pasted article, not a question
# A follow-up that leans on a word such as "das" is short; a longer question means something of its own by it.
_LEANING_WORDS = 5
_NAMES_FROM_ANSWER = 4
_PARTS: tuple[Expected, ...] = ("person", "time", "place", "number", "reason")
_CITATION_MARK = re.compile(r"\[\d+\]")


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
    typed, text = text, _unframed(text, language)
    search_text = _resolve(text, language, history)
    kind, expects = _asked(text, language)
    names = _names(text, language)
    if search_text != text:
        earlier_kind, earlier_expects = _asked(search_text[len(text) :], language)
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
        parts=_parts(text, language),
        detail=_detail(text, language),
        counted=_counted(text, language),
        latest=bool(_pattern("latest", language).search(text.lower())),
        follow_up=search_text != text,
    )


def asking_words(language: str) -> frozenset[str]:
    """Stems of words that frame a question ("Grund", "Name", "Jahr") and need not occur in its answer."""
    return _asking_stems(language)


def _language(text: str, history: Sequence[tuple[str, str]]) -> str:
    """The question's language; too few words to tell by are taken to be in that of the question before."""
    before = detect_language(history[-1][0], "de") if history else "de"
    told = [language for language, pattern in _data()["telling"].items() if re.search(pattern, text, re.I)]
    language = detect_language(text, told[0] if len(told) == 1 and not history else before)
    return language if language in _rules() else "en"


def _unframed(text: str, language: str) -> str:
    """The question itself, without "Weißt du, …", "Tell me …" and the like around it."""
    frame = {name: re.compile(found, re.IGNORECASE) for name, found in _data()["frame"][language].items()}
    inner = frame["single"].sub("", frame["before"].sub("", text))
    if inner == text:
        return text
    inner = frame["after"].sub("", inner.rstrip(" .!"))
    return inner if any(letter.isalnum() for letter in inner) else text


def _names(text: str, language: str) -> list[str]:
    """Words of a question that may be parts of names; not those that only ask ("Preis", "Grund")."""
    framing = asking_words(language)
    return [name for name in name_words(text) if not set(stems(name, language)) & framing]


def _asked(text: str, language: str) -> tuple[Kind, Expected | None]:
    kind: Kind | None = None
    expects: Expected | None = None
    folded = text.lower()
    for rule in _rules()[language]:
        if (kind and expects) or not rule.pattern.search(folded):
            continue
        kind = kind or rule.kind
        expects = expects or rule.expects
    if kind is None and expects in _PARTS:
        expects = _first_asked(folded, language) or expects
    if kind is None:
        kind = "current" if _pattern("now", language).search(folded) else "fact"
    return kind, expects


def _first_asked(folded: str, language: str) -> Expected | None:
    """The kind of thing that the first interrogative of several asks for ("wer … und wo": a person)."""
    found = [
        (match.start(), rule.expects)
        for rule in _rules()[language]
        if rule.kind is None and rule.expects in _PARTS
        for match in [rule.pattern.search(folded)]
        if match
    ]
    return min(found, key=lambda one: one[0])[1] if found else None


def _parts(text: str, language: str) -> tuple[Expected, ...]:
    """What is asked for by interrogatives of its own: who, where, when, how much, why."""
    found = {rule.expects for rule in _rules()[language] if rule.kind is None and rule.pattern.search(text.lower())}
    return tuple(part for part in _PARTS if part in found)


def _detail(text: str, language: str) -> Detail | None:
    folded = text.lower()
    return next((name for name, pattern in _details(language) if pattern.search(folded)), None)


def _counted(text: str, language: str) -> str:
    """The first noun after "wie viele", "how many" or "сколько"."""
    match = _pattern("counting", language).search(text)
    return next(iter(content_words(match.group("rest"), language)), "") if match else ""


def _resolve(text: str, language: str, history: Sequence[tuple[str, str]]) -> str:
    """`text`, and for a follow-up what it leaves unsaid, taken from the last question and answer."""
    if not history:
        return text
    leaning = _leaning(text, language)
    if not leaning:
        return text
    earlier = _resolve(history[-1][0], language, history[:-1])
    period = _follow_up(language)["period"]
    if period.search(text):
        earlier = " ".join(period.sub(" ", earlier).split())
    if _asked(text, language)[1] is not None:
        earlier = _matter(text, earlier, language)
    answer = _CITATION_MARK.sub("", history[-1][1])
    known = {word.lower() for word in content_words(f"{text} {earlier}", language)}
    added = [name for name in dict.fromkeys(name_words(answer)) if name.lower() not in known]
    if not leaning & {"person", "place", "thing"}:
        added = []
    return " ".join([text, earlier, *added[:_NAMES_FROM_ANSWER]])


def _matter(text: str, earlier: str, language: str) -> str:
    """What a question was about, without what it asked; its nouns alone where the new one has words of its own."""
    about = _follow_up(language)["asks"].sub("", earlier).strip(" ?")
    if language != "de" or not content_words(_follow_up(language)["asks"].sub("", text), language):
        return about
    return " ".join(word for word in about.split() if not word[:1].islower())


def _leaning(text: str, language: str) -> set[str]:
    """What in a question points back: opening, person, place, time, thing, or "bare" for hardly more than "Wann?"."""
    words = content_words(text, language)
    patterns = _follow_up(language)
    found = {name for name in ("opening", "person", "place", "time", "thing") if patterns[name].search(text)}
    if "opening" in found:
        return found
    own_names = name_words(text)
    if own_names or len(words) > _LEANING_WORDS:
        return set()
    if not words:
        found.add("bare")
    return found


def _earlier_question(history: Sequence[tuple[str, str]]) -> str:
    """The last question that named somebody or something."""
    return next((question for question, _ in reversed(history) if name_words(question)), "")


def _expansion(text: str, language: str) -> tuple[str, ...]:
    asked = frozenset(stems(text, language))
    return tuple(sorted(synonyms(asked, language) - asked))


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    kind: Kind | None
    expects: Expected | None


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("assistant.language").joinpath("data", "questions.toml").read_text(encoding="utf-8"))


@cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    rules: dict[str, list[_Rule]] = {}
    for entry in _data()["rule"]:
        rule = _Rule(re.compile(entry["pattern"]), entry.get("kind"), entry.get("expects"))
        rules.setdefault(entry["language"], []).append(rule)
    return {language: tuple(listed) for language, listed in rules.items()}


@cache
def _details(language: str) -> tuple[tuple[Detail, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in _data()["detail"][language].items())


@cache
def _follow_up(language: str) -> dict[str, re.Pattern[str]]:
    patterns = cast(dict[str, str], _data()["follow_up"][language])
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    return re.compile(_data()[name][language])


@cache
def _asking_stems(language: str) -> frozenset[str]:
    return frozenset(stems(_data()["asking"].get(language, ""), language))
