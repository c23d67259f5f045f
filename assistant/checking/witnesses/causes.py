"""What something came from, as two reports tell it: the words that a sentence names as the cause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.checking.case import lexicon
from assistant.checking.quantities import measures
from assistant.checking.witnesses.sisters import report_stems
from assistant.checking.witnesses.statements import Statement
from assistant.language.kinship import in_common
from assistant.language.words import stems
from assistant.question import Question


def other_cause(question: Question, one: Statement, other: Statement, kinds: tuple[str, ...]) -> bool | None:
    """Whether two sentences of one language name causes without a word in common; None where one names none.

    A cause of which the other report knows is none that it contradicts. kinds: sections of data/causes.toml to read.
    """
    if one.language != other.language:
        return None
    mine, theirs = (_causes(question, statement, kinds) for statement in (one, other))
    if not mine or not theirs:
        return None
    known = in_common(mine, report_stems(other.found.article)) or in_common(theirs, report_stems(one.found.article))
    return not known and not in_common(mine, theirs)


def _causes(question: Question, statement: Statement, kinds: tuple[str, ...]) -> frozenset[str]:
    """Stems of what a sentence gives as the cause; in German its nouns. Words of the question are none."""
    asked = frozenset(stems(question.search_text, question.language))
    language = statement.language
    found: set[str] = set()
    for cause in _phrases(statement.text, language, kinds):
        content = " ".join(re.findall(r"\b[A-ZÄÖÜ][\w-]+", cause)) if language == "de" else cause
        found |= set(stems(content, language)[: _FIRST[language]])
    return frozenset(found) - in_common(found, asked) - measures(language)


_FIRST = {"de": 2, "en": 3, "ru": 3}  # words of a cause that count: the thing itself, not where it came from


def _phrases(text: str, language: str, kinds: tuple[str, ...]) -> Iterator[str]:
    for kind in kinds:
        for pattern in _patterns(kind, language):
            match = pattern.search(text)
            if match:
                yield _sources(language).sub(" ", match.group("cause"))
                return


@cache
def _patterns(kind: str, language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in lexicon("causes")[kind].get(language, []))


@cache
def _sources(language: str) -> re.Pattern[str]:
    return re.compile(lexicon("causes")["sources"].get(language, r"(?!)"))
