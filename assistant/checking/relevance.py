"""Whether a claim that is true answers the question at all: it may quote a sentence about something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.kinds import candidates
from assistant.checking.case import Case
from assistant.checking.figures import says_one
from assistant.checking.modality import readings
from assistant.checking.naming import names_stand
from assistant.checking.wording import Source, content_of
from assistant.language.numbers import numbers
from assistant.language.words import stems, word_stems
from assistant.question import Question, asking_words
from assistant.types import Evidence

ANSWERS = 0.34  # of the question's words, least share that the claim and its sentences must have
# The kinds of thing whose presence in a claim can be seen, with the finer ones of `Question.detail`.
_SEEN = frozenset({"person", "place", "time", "number", "reason", "year", "day", "age", "money", "percent"})
_YES = frozenset({"ja", "yes", "да"})
_OPEN_KINDS = ("summary", "comparison", "current", "list")


def answers(question: Question, claim: str, evidence: Sequence[Evidence]) -> float:
    """How far a claim answers a question, 0 to 1, by signals that need no model.

    evidence: the sentences that the claim cites. The claim must say something that the question does not, and have
    what is asked for as far as that can be seen: a person, place, time, number or reason. The names of the question
    must stand in it, its sentences or their articles. Beyond that the value is the share of the question's words,
    synonyms counted, that the claim or its sentences have.
    """
    if not evidence:
        return 0.0
    if _missing_name(question, claim, evidence) or _lacks_kind(question, claim) or _says_nothing_new(question, claim):
        return 0.0
    asked, _ = content_of(question.search_text, question.language)
    framing = asking_words(question.language)
    asked = [word for word in asked if not framing & set(word_stems(word, question.language))]
    same = all(found.article.language == question.language for found in evidence)
    if not asked or not same or question.kind in _OPEN_KINDS:
        return 1.0
    around = [text for found in evidence for text in (found.sentence.text, found.article.title)]
    there = Source((claim, *around), question.language)
    expanded = set(question.expansion) & there.stems
    return min(1.0, (sum(there.has(word) for word in asked) + bool(expanded)) / len(asked))


def _missing_name(question: Question, claim: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a name of the question stands neither in the claim nor in an article it cites."""
    texts = [claim, *(f"{found.article.title}\n{found.article.text}" for found in evidence)]
    for name in question.names:
        if not any(name.casefold() in text.casefold() for text in texts):
            case = Case(name, tuple(_whole(found) for found in evidence), (), question.language)
            if any(verdict.support == "unverified" for verdict in names_stand(case)):
                return True
    return False


def _whole(found: Evidence) -> Evidence:
    """The article as one sentence, so that its names count."""
    return replace(found, sentence=replace(found.sentence, text=found.article.text, start=0))


def _lacks_kind(question: Question, claim: str) -> bool:
    """Whether the claim has nothing of the kind that is asked for but what the question has itself.

    "Nobody", "not a single one" and "one" are numbers too.
    """
    kind = question.detail or question.expects
    if kind not in _SEEN:
        return False
    language = question.language
    if kind == "number" and (says_one(claim, language) or _negated(claim, language)):
        return False
    known = frozenset(stems(question.text, language))
    found = (stems(claim[one.start : one.end], language) for one in candidates(kind, claim, language))
    return all(inside and known.issuperset(inside) for inside in found)


def _says_nothing_new(question: Question, claim: str) -> bool:
    """Whether the claim only says the question again: neither a word of its own nor a figure nor a denial."""
    language = question.language
    asked = Source((question.text,), language)
    said, names = content_of(claim, language)
    if any(not asked.has(word) and word.lower() not in _YES for word in (*said, *names)):
        return False
    return numbers(claim, language) <= numbers(question.text, language) and not _negated(claim, language)


def _negated(text: str, language: str) -> bool:
    return any(reading.has("negated") for reading in readings(text, language))
