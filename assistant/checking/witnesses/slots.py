"""What two sentences give for a time or a figure that is asked for: one thing, two, or nothing to be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from assistant.answering.kinds import STRONG, candidates
from assistant.checking.quantities import Quantity, differ, in_figures, kind_of, measures, quantities, same_thing
from assistant.checking.witnesses.conflicts import exclude
from assistant.checking.witnesses.moments import Hour, Span, days, hours, spans
from assistant.checking.witnesses.sisters import name_keys
from assistant.checking.witnesses.statements import Statement, common_matter
from assistant.language.concepts import synonyms
from assistant.language.kinship import in_common
from assistant.language.numbers import numbers
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import Article, Difference

Moment = TypeVar("Moment", Hour, Span)
_OF_AGE = re.compile(r"(?i:jährig|\balt|\bold|aged|летн)|^, \d")  # a number of years alone is no age
_MEASURES = ("duration", "distance", "weight", "speed", "temperature")


@dataclass(frozen=True, slots=True)
class Compared:
    """In what field two sentences can be compared, and whether they differ in it."""

    field: Difference
    differs: bool


def compared_times(question: Question, one: Statement, other: Statement) -> Compared | None:
    """Hours against hours, longer spans against days and spans; a report that has both is no rival.

    Two days that differ say nothing here: a report names many days, of every step of a matter.
    """
    mine, theirs = days(*one.place), days(*other.place)
    if question.detail not in ("day", "year") and not (mine and theirs and apart(mine, theirs)):
        first, second = hours(*one.place), hours(*other.place)
        if first and second:
            return Compared("hour", apart(first, second) and not known(hours, first, second, one, other))
    if mine and theirs:
        return None if apart(mine, theirs) else Compared("day", False)  # two days: `conflict` asks for more
    mine, theirs = frozenset(spans(*one.place)), frozenset(spans(*other.place))
    if not mine or not theirs:
        return None
    return Compared("day", apart(mine, theirs) and not known(days, mine, theirs, one, other))


def compared_figures(question: Question, one: Statement, other: Statement) -> Compared | None:
    """The one figure of each for what is asked, where both count one thing."""
    mine, theirs = asked_figures(question, one), asked_figures(question, other)
    if len(mine) != 1 or len(theirs) != 1 or mine[0].changing or theirs[0].changing:
        return None
    if not _count_one_thing(question, mine[0], theirs[0], one, other):
        return None
    return Compared("number", differ(mine[0], theirs[0]) and exclude(mine[0], theirs[0], one, other))


def asked_figures(question: Question, statement: Statement) -> list[Quantity]:
    """The figures of a sentence that a question asks for: of the measure it names, or for what it counts."""
    text, language = in_figures(statement.text, statement.language), statement.language
    found = [quantity for quantity in quantities(text, language) if not quantity.clock]
    if question.detail and question.detail not in ("year", "day"):
        fitting = [one for one in candidates(question.detail, text, language) if one.strength == STRONG]
        said = [text[one.start : one.end] for one in fitting]
        if question.detail == "age":
            said = [words for words in said if _OF_AGE.search(words)]
        named = frozenset(value for words in said for value in numbers(words, language))
        return [quantity for quantity in found if quantity.value in named]
    if not question.counted:
        return found
    counted = frozenset(stems(question.counted, question.language))
    wanted = counted | synonyms(counted, question.language)
    by_noun = [quantity for quantity in found if in_common(quantity.nouns, wanted)]
    kind = kind_of(question.counted)
    of_kind = [quantity for quantity in found if kind and quantity.kind == kind]
    counts = [quantity for quantity in found if not quantity.measured]
    return by_noun or of_kind or (counts if len(found) == 1 else [])


def _count_one_thing(question: Question, mine: Quantity, theirs: Quantity, one: Statement, other: Statement) -> bool:
    """Whether two figures are for one thing: of one unit, beside a word in common or in sentences on one matter."""
    if question.detail == "age":
        return _is_one_persons(one, other)
    asked = frozenset(stems(question.search_text, question.language))
    asked |= synonyms(asked, question.language)
    if in_common(mine.nouns, asked) and in_common(theirs.nouns, asked):
        return True
    if not same_thing(mine, theirs):
        return False
    if common_matter(one, other):
        return True
    measured = question.detail in _MEASURES or mine.kind == "money" or mine.value.endswith("%")
    return measured and _are_left_over(mine, theirs, asked, one, other)


def _are_left_over(mine: Quantity, theirs: Quantity, asked: frozenset[str], one: Statement, other: Statement) -> bool:
    """Whether two measures are all that is left when those that both reports have are taken away.

    The sentence of the other must have a word in common with what is asked or answered all the same.
    """
    words = frozenset(stems(other.in_context, other.language)) - measures(other.language)
    if not mine.measured or not in_common(words, asked | one.content):
        return False
    here, there = (_measures(statement, mine) for statement in (one, other))
    left = [figure for figure in here if all(differ(figure, known) for known in there)]
    right = [figure for figure in there if all(differ(figure, known) for known in here)]
    return {figure.value for figure in left} == {mine.value} and {figure.value for figure in right} == {theirs.value}


def _measures(statement: Statement, like: Quantity) -> list[Quantity]:
    """The figures of a whole report that measure the same kind of thing."""
    article = statement.found.article
    text = in_figures(article.text, article.language)
    return [figure for figure in quantities(text, article.language) if figure.measures_like(like)]


def _is_one_persons(one: Statement, other: Statement) -> bool:
    """Whether two ages are of one person, named in both sentences, or each the only age in its report."""
    mine, theirs = _people(one), _people(other)
    if mine and theirs:
        return bool(mine & theirs)
    return len(_ages(one)) == 1 and len(_ages(other)) == 1


def _people(statement: Statement) -> frozenset[str]:
    return statement.names & frozenset(key for person in statement.found.people for key in name_keys(person.name))


def _ages(statement: Statement) -> frozenset[str]:
    article = statement.found.article
    said = [article.text[one.start : one.end] for one in candidates("age", article.text, article.language)]
    return frozenset(value for words in said if _OF_AGE.search(words) for value in numbers(words, article.language))


def apart(mine: Collection[Moment], theirs: Collection[Moment]) -> bool:
    """Whether no time of one report touches one of the other."""
    return not any(first.touches(second) for first in mine for second in theirs)


def known(
    read: Callable[[Article, int, int], Collection[Moment]],
    mine: Collection[Moment],
    theirs: Collection[Moment],
    one: Statement,
    other: Statement,
) -> bool:
    """Whether one of the reports has the other's time too: then each is of another moment. read: its times."""
    here, there = (read(report, 0, len(report.text)) for report in (one.found.article, other.found.article))
    return not apart(theirs, here) or not apart(mine, there)
