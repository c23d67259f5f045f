"""Whether somebody holds the office that a question says they came to ("Wann wurde X Präsident?")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.checking.case import lexicon
from assistant.checking.modality import readings
from assistant.language.names import same_name, spelling_key
from assistant.language.people.offices import is_head, offices
from assistant.question import Question
from assistant.types import Evidence

_LEAST_SOUND, _LIKE_SOUND = 5, 75.0  # letters; per cent of them in order
_LIKE_LENGTH = 4  # letters that the endings of a case or a sex may add


def holds_office(question: Question, asked: Sequence[str], found: Evidence) -> bool:
    """Whether the article says of the person that they are what the question says they became ("wurde X Präsident?").

    asked: the names of the question. True where no such thing is asked.
    """
    office = _office_asked(question)
    if not office:
        return True
    before = question.search_text.partition(office)[0]
    names = [name for name in asked if name in before]
    language = found.article.language
    known = [one for one in found.people if any(same_name(name, one.name) for name in names)]
    if any(
        _same_office(office, word) for one in known for role in (*one.roles, *one.aliases) for word in role.split()
    ):
        return True
    return question.language == language and any(
        _called(names, office, reading.clause.text, language)
        for reading in readings(found.sentence.text, language)
        if not reading.has("planned", "future", "open", "alleged", "denied", "negated", "undone")
    )


def _called(names: Sequence[str], office: str, clause: str, language: str) -> bool:
    """Whether a clause gives an office to a person: before the name, or after it as no other's ("the president")."""
    keys = {spelling_key(part) for name in names for part in re.split(r"[\s\-]+", name)}
    words = _words(clause)
    named = [place for place, word in enumerate(words) if spelling_key(word) in keys]
    return any(
        place + 1 in named or (named[0] < place and words[place - 1].lower() not in offices(language).determiners)
        for place, word in enumerate(words)
        if named and is_head(word, language) and _same_office(office, word)
    )


@lru_cache(maxsize=8)
def _office_asked(question: Question) -> str:
    """The office that somebody is asked to have come to, empty if none: not a title before a name."""
    if question.expects in ("person", "number", None) or not question.names:
        return ""
    if not any(re.search(pattern, question.search_text, re.I) for pattern in _becoming(question.language)):
        return ""
    words = _words(question.search_text)
    # A name after an office is whose it is in Russian, and who holds it elsewhere.
    following = [*words[1:], ""] if question.language != "ru" else [""] * len(words)
    return next(
        (
            word
            for word, after in zip(words, following, strict=True)
            if is_head(word, question.language) and after not in question.names
        ),
        "",
    )


def _same_office(office: str, other: str) -> bool:
    """Whether the office is the other or its head ("Minister", "Verkehrsministerin"), or sounds like it elsewhere."""
    one, two = spelling_key(office), spelling_key(other)
    if not one or not two:
        return False
    ends = any(two.endswith(form) for form in (one, one.removesuffix("in"), f"{one}in"))
    return ends or (len(one) < len(two) + _LIKE_LENGTH and _sounds_like(one, two))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)


def _becoming(language: str) -> tuple[str, ...]:
    return tuple(lexicon("statements")["becoming"].get(language, ()))


def _sounds_like(key: str, other: str) -> bool:
    """Whether two spelling keys of different scripts may be one name ("penters", "panters")."""
    return min(len(key), len(other)) >= _LEAST_SOUND and fuzz.ratio(key, other) >= _LIKE_SOUND
