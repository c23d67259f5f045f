"""Where something was, as two reports tell it: streets, buildings, towns and directions, each compared with its like.

A street and the building that stands there are no contradiction, nor is a town and its country.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from assistant.checking.case import lexicon
from assistant.checking.witnesses.sisters import report_stems
from assistant.checking.witnesses.statements import Statement
from assistant.language.kinship import in_common
from assistant.language.names import is_common_noun, name_words
from assistant.language.places import is_country, same_place
from assistant.language.words import stems
from assistant.question import Question

_KINDS = ("street", "building", "ground", "direction", "town")


def other_site(question: Question, one: Statement, other: Statement) -> bool | None:
    """Whether two sentences of one language name different sites of one kind; None where they name none of one."""
    if one.language != other.language:
        return None
    asked = frozenset(stems(question.search_text, question.language))
    outcome: bool | None = None
    for kind in _KINDS:
        mine, theirs = (
            {
                name
                for name in _sites(statement.text, statement.language, kind)
                if not _is_asked(name, asked, statement)
            }
            for statement in (one, other)
        )
        if mine and theirs:
            outcome = outcome or _are_other(mine, theirs, one, other)
    return outcome


def _are_other(mine: set[str], theirs: set[str], one: Statement, other: Statement) -> bool:
    """Whether no site of one sentence is of the other, and each has one of which the other report is silent."""
    if any(
        same_place(first, second) or is_country(first) != is_country(second) for first in mine for second in theirs
    ):
        return False
    stems_there = {stem for name in theirs for stem in stems(name, other.language)}
    if any(in_common(stems(name, one.language), stems_there) for name in mine):
        return False
    return _has_unknown(mine, one, other) and _has_unknown(theirs, other, one)


def _has_unknown(names: set[str], told_by: Statement, other: Statement) -> bool:
    there = report_stems(other.found.article)
    return any(not in_common(stems(name, told_by.language), there) for name in names)


def _is_asked(name: str, asked: frozenset[str], statement: Statement) -> bool:
    return bool(in_common(stems(name, statement.language), asked))


@lru_cache(maxsize=2_000)
def _sites(text: str, language: str, kind: str) -> frozenset[str]:
    pattern = _pattern(kind, language)
    found = {match.group("site") for match in pattern.finditer(text)} if pattern else set()
    if kind == "town":
        found = {name for name in found if not is_common_noun(name)}
    if kind == "ground":  # "Dornfeld" is a town
        found -= set(name_words(text))
    return frozenset(found)


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str] | None:
    listed = lexicon("sites").get(kind, {}).get(language)
    return re.compile(listed) if listed else None
