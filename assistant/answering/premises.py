"""What a question takes for granted and the evidence must know: names, when it was, and the kind of figure asked for.

A near miss is worse than silence: an article about Kim answers no question about Macron, and one about a visit in
June none about a visit in July, however alike the sentences are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from assistant.answering.kinds import candidates
from assistant.answering.named import absent_names, full_names, unknown_names
from assistant.answering.office import holds_office
from assistant.checking.case import lexicon
from assistant.language.concepts import decisive
from assistant.language.names import same_name
from assistant.language.times import Period, periods
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import Article, EventMention, Evidence

_LATE = 3  # days: news of the last days of a month come out in the next
_FINE = ("day", "week", "part_of_month", "month")
_BEFORE, _AFTER = 350, 150  # characters around a sentence that still speak of the same time
_JUST_BEFORE = 120  # characters, about a sentence


def holding(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence from articles that know every name of the question, at the time and of the kind it gives."""
    known = {article.id: not unknown_names(question, article) for article in _articles(evidence)}
    return [
        found
        for found in evidence
        if known[found.article.id]
        and has_detail(question, found)
        and fits_period(question, found)
        and speaks_of_event(question, found)
        and holds_office(question, full_names(question), found)
        and not tells_of_others(question, found)
    ]


def missing_names(question: Question, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The names of the question that no article of the evidence has in any spelling."""
    unknown = [set(unknown_names(question, article)) for article in _articles(evidence)]
    return tuple(name for name in full_names(question) if unknown and all(name in names for names in unknown))


def taking_part(question: Question) -> list[str]:
    """The names of those who take part in the happening asked about, and of where it was."""
    asked = question.happening
    if asked is None:
        return []
    return [
        name
        for name in full_names(question)
        if name not in asked.words.split() and not any(name in beside for beside in asked.beside)
    ]


def has_detail(question: Question, found: Evidence) -> bool:
    """Whether a sentence has the year, age, sum of money or share that is asked for, where one is.

    An age must stand near the names of the question: everybody has one.
    """
    if question.detail is None:
        return True
    if not candidates(question.detail, found.sentence.text, found.article.language):
        return False
    if question.detail != "age" or question.follow_up:  # whom a follow-up means is only guessed
        return True
    near = found.article.text[max(0, found.sentence.start - _JUST_BEFORE) : found.sentence.end]
    return not absent_names(question, near, found.article.language)


def speaks_of_event(question: Question, found: Evidence) -> bool:
    """Whether a sentence or those around it speak of the appointment, dismissal, death or arrest asked about."""
    asked = _of_like_form(question.language).sub(" ", question.search_text)
    events = decisive(frozenset(stems(asked, question.language)), question.language)
    if not events or question.kind in ("list", "summary", "comparison"):
        return True
    around = _of_like_form(found.article.language).sub(" ", f"{found.article.title} {_around(found)}")
    said = set(stems(around, found.article.language))
    return all(said & event for event in events)


@cache
def _of_like_form(language: str) -> re.Pattern[str]:
    """Words that have the stem of an event's word and say something else ("kündigte an", "Feuer")."""
    return re.compile("|".join(lexicon("statements")["homonyms"].get(language, ["(?!)"])), re.IGNORECASE)


def tells_of_others(question: Question, found: Evidence) -> bool:
    """Whether a sentence tells the happening asked about, but of other people than the question names."""
    asked = question.happening
    if asked is None or question.kind != "fact":
        return False
    kinds = asked.actions | {"visit", "reception"} if "meeting" in asked.actions else asked.actions
    told = [one for one in found.events if found.sentence.index in one.sentences and one.action in kinds]
    if not told:
        return False
    known = [name for name in taking_part(question) if any(same_name(name, one.name) for one in found.people)]
    return any(not any(_takes_part(name, event) for event in told) for name in known)


def _takes_part(name: str, event: EventMention) -> bool:
    return any(same_name(name, one.name) for one in event.participants)


def fits_period(question: Question, found: Evidence) -> bool:
    """Whether a sentence can speak of the period that the question names.

    By its own times, those around it, or else the date of publication; what is said of another time does not fit.
    """
    period = question.period
    if period is None:
        return True
    article = found.article
    own = [Period(span) for span in found.times if span.start or span.end] or _periods(found.sentence.text, article)
    if any(period.overlaps(one) for one in own):
        return True
    if period.span.precision in _FINE and any(one.span.precision in _FINE for one in own):
        return False  # another time is named in the very sentence
    if any(period.overlaps(one) for one in _periods(_around(found), article)):
        return True
    return article.published is not None and period.near(article.published, _LATE)


@lru_cache(maxsize=2_000)
def _periods(text: str, article: Article) -> tuple[Period, ...]:
    return periods(text, article.language, article.published)


def _around(found: Evidence) -> str:
    return found.article.text[max(0, found.sentence.start - _BEFORE) : found.sentence.end + _AFTER]


def _articles(evidence: Sequence[Evidence]) -> list[Article]:
    return list({found.article.id: found.article for found in evidence}.values())
