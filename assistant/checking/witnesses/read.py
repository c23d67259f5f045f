"""What two reports give for the thing asked, by the words that the cross-encoder reads as the answer.

It needs no common verb or noun: "gebaut von der Werft Lütjens" beside "die Fähre stammt aus der Werft Ohm". What one
report has of the other's answer anywhere shows that the answers are for different things.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from assistant.checking.quantities import Quantity, differ, in_figures, measures, same_thing
from assistant.checking.witnesses.conflicts import exclude
from assistant.checking.witnesses.moments import days, hours
from assistant.checking.witnesses.sisters import name_keys, report_stems, whole
from assistant.checking.witnesses.slots import Compared, Moment, apart, known
from assistant.checking.witnesses.statements import Statement
from assistant.language.kinship import in_common
from assistant.language.numbers import numbers
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import Article, Difference

_WORD = re.compile(r"\S+")
_SURE = math.log(0.5)  # of the probability that a sentence answers
_BESIDE = 2  # words beside a time that belong to it: "in der Nacht zum" Sonntag, gegen 4.20 "Uhr"
_IN_WORDS: dict[str | None, Difference] = {"person": "actor", "place": "place", "reason": "reason"}


def compared_answers(question: Question, one: Statement, other: Statement) -> Compared | None:
    """What the words give that answer in two sentences; None where they cannot be compared.

    Times, figures and names of people are compared across languages, other words are not.
    """
    if not one.found.answering or not other.found.answering:
        return None
    if question.expects == "time":
        return _compared_times(one, other)
    if question.expects == "number":
        return _compared_figures(one, other)
    field = _IN_WORDS.get(question.expects)
    return _compared_words(question, field, one, other) if field else None


def _compared_times(one: Statement, other: Statement) -> Compared | None:
    return _compared_moments("hour", hours, one, other) or _compared_moments("day", days, one, other)


def _compared_moments(
    field: Difference, read: Callable[[Article, int, int], Collection[Moment]], one: Statement, other: Statement
) -> Compared | None:
    mine, theirs = (
        [moment for part in _parts(statement, _BESIDE) for moment in read(*part.place)] for statement in (one, other)
    )
    if not mine or not theirs:
        return None
    return Compared(field, apart(mine, theirs) and not known(read, mine, theirs, one, other))


def _compared_figures(one: Statement, other: Statement) -> Compared | None:
    mine, theirs = _figures(one), _figures(other)
    if len(mine) != 1 or len(theirs) != 1 or mine[0].changing or theirs[0].changing:
        return None
    if not same_thing(mine[0], theirs[0]) and not (_is_sure(one, other) and mine[0].measures_like(theirs[0])):
        return None
    return Compared("number", differ(mine[0], theirs[0]) and exclude(mine[0], theirs[0], one, other))


def _compared_words(question: Question, field: Difference, one: Statement, other: Statement) -> Compared | None:
    """Words of the question are no answer; an answer of which the other report knows a word is none for the same."""
    if one.language == other.language:
        asked = frozenset(stems(question.search_text, question.language))
        mine, theirs = (words - in_common(words, asked) for words in (_words(one), _words(other)))
        known_here, known_there = (report_stems(statement.found.article) for statement in (one, other))
    elif field == "actor":
        asked = name_keys(question.search_text)
        mine, theirs = (_names(statement) - asked for statement in (one, other))
        known_here, known_there = (name_keys(whole(statement.found.article)) for statement in (one, other))
    else:
        return None
    if not mine or not theirs:
        return None
    if in_common(mine, theirs):
        return Compared(field, False)
    return None if in_common(mine, known_there) or in_common(theirs, known_here) else Compared(field, True)


def _words(statement: Statement) -> frozenset[str]:
    """Stems of the words that answer, figures and words of measure aside."""
    said = (stem for part in _parts(statement) for stem in stems(part.text, part.language))
    return frozenset(stem for stem in said if stem.isalpha()) - measures(statement.language)


def _names(statement: Statement) -> frozenset[str]:
    """Keys of the names among the words that answer."""
    return frozenset(key for part in _parts(statement) for key in part.names) & statement.names


def _is_sure(one: Statement, other: Statement) -> bool:
    """Whether both sentences were read as the answer: then they count what is asked, whatever they call it."""
    return all(found.signals.get("read_sentence", -math.inf) >= _SURE for found in (one.found, other.found))


def _figures(statement: Statement) -> list[Quantity]:
    """The figures of a sentence that stand among the words that answer, or begin before them: "eine | Million"."""
    for beside in (0, 1):
        said = {
            value
            for part in _parts(statement, beside)
            for value in numbers(in_figures(part.text, part.language), statement.language)
        }
        found = [quantity for quantity in statement.quantities if quantity.value in said]
        if found:
            return found
    return []


def _parts(statement: Statement, beside: int = 0) -> Iterator[Statement]:
    """The words of a sentence that answer, each run as a statement of its own, with so many words on either side."""
    found, text = statement.found, statement.text
    words = [match.span() for match in _WORD.finditer(text)]
    for start, end in found.answering:
        before = [first for first, last in words if last <= start][-beside:] if beside else []
        after = [last for first, last in words if first >= end][:beside]
        start, end = (before or [start])[0], (after or [end])[-1]
        first = found.sentence.start + start
        part = replace(found.sentence, start=first, end=first + end - start, text=text[start:end])
        yield Statement(replace(found, sentence=part))
