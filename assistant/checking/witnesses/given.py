"""Whether two reports of one event answer a question otherwise: what their best sentences give for the thing asked.

Every kind of question has its slot: the day or hour, the figure of what is counted, the site, the person who did the
deed, the cause. Two sentences are held against each other only where they tell the same side of the matter; what one
report has of the other's answer anywhere shows that the answers are for different things.
"""

from __future__ import annotations

from functools import cache

from assistant.checking.case import lexicon
from assistant.checking.modality import readings
from assistant.checking.quantities import any_says, measures
from assistant.checking.witnesses.causes import other_cause
from assistant.checking.witnesses.doers import other_doer
from assistant.checking.witnesses.read import compared_answers
from assistant.checking.witnesses.sisters import name_keys
from assistant.checking.witnesses.sites import other_site
from assistant.checking.witnesses.slots import Compared, compared_figures, compared_times
from assistant.checking.witnesses.statements import Statement
from assistant.language.concepts import synonyms
from assistant.language.kinship import in_common
from assistant.language.names import name_words
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import Difference

_OF_ONE_DAY = 2  # words in common without which two days are of two things: reports name many days
_ONE_ANSWER = ("fact", "count", "reason")
_CAUSED = ("reason", "manner", "thing", None)
_NAMED = ("named",)  # what is called a cause; what is only given as one must be about what is asked
_READ: dict[str | None, tuple[str, ...]] = {"reason": ("named", "told"), "manner": ("named", "told", "way")}


def compared(question: Question, one: Statement, other: Statement) -> Compared | None:
    """What two sentences give for the thing asked; None where they give nothing that can be compared.

    one: a sentence that answers. other: one of another report of the event.
    """
    if question.kind in _ONE_ANSWER:
        for part in question.parts or (question.expects,):
            found = _compared(part, question, one, other)
            if found is not None:
                return found
    elif (question.kind, question.expects) != ("quotation", "person"):
        return None
    return compared_answers(question, one, other) if _is_alike(one, other) else None


def _compared(part: str | None, question: Question, one: Statement, other: Statement) -> Compared | None:
    if part == "number":
        return compared_figures(question, one, other) if _is_one_side("amount", question, one, other) else None
    if not _is_alike(one, other):
        return None
    if part == "person":
        return _outcome("actor", other_doer(one, other))
    about, words = _is_about(question, one, other), _in_common(question, one, other)
    if part == "time":
        found = (
            compared_times(question, one, other) if about and _is_one_side("phase", question, one, other) else None
        )
        return None if found and found.field == "day" and len(words) < _OF_ONE_DAY else found
    if part == "place":
        return _outcome("place", other_site(question, one, other)) if about else None
    if part not in _CAUSED:
        return None
    kinds = _READ.get(part, _NAMED) if about else _NAMED
    return _outcome("reason", other_cause(question, one, other, kinds))


def _outcome(field: Difference, differs: bool | None) -> Compared | None:
    return None if differs is None else Compared(field, differs)


def _is_about(question: Question, one: Statement, other: Statement) -> bool:
    """Whether a sentence has a name or a word in common with what is asked, or with the sentence that answers."""
    names = name_keys(other.in_context) & (name_keys(question.search_text) | one.names)
    return bool(names or _in_common(question, one, other))


def _in_common(question: Question, one: Statement, other: Statement) -> frozenset[str]:
    """The words of a sentence, names aside, that what is asked or answered has too, or words for the same.

    A pronoun brings the sentences before it.
    """
    asked = frozenset(stems(question.search_text, question.language))
    named = frozenset(stem for name in name_words(other.in_context) for stem in stems(name, other.language))
    words = frozenset(stem for stem in stems(other.in_context, other.language) if stem.isalpha())
    meant = asked | one.content | synonyms(asked, question.language) | one.concepts
    return in_common(words - named - measures(other.language), meant)


def _is_alike(one: Statement, other: Statement) -> bool:
    """Whether both sentences say that something is so, or is to be, or is not."""
    return one.denies == other.denies and _is_planned(one) == _is_planned(other)


def _is_planned(statement: Statement) -> bool:
    return any(reading.has("planned") for reading in readings(statement.text, statement.language))


def _is_one_side(sides: str, question: Question, one: Statement, other: Statement) -> bool:
    """Whether two sentences are of one side of a matter: its beginning or its end, the damage or the price."""
    asked = _sides(sides, question.search_text, question.language)
    mine, theirs = (_sides(sides, statement.text, statement.language) for statement in (one, other))
    return _fits(theirs, mine | asked) and _fits(mine, theirs | asked)


def _fits(named: frozenset[str], others: frozenset[str]) -> bool:
    return not named or not named.isdisjoint(others)


def _sides(sides: str, text: str, language: str) -> frozenset[str]:
    return frozenset(name for name in _listed(sides) if any_says(text, name, language))


@cache
def _listed(sides: str) -> tuple[str, ...]:
    return tuple(name for name in lexicon("statements") if name.startswith(f"{sides}_"))
