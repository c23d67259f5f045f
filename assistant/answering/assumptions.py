"""What a question takes for granted and the sources deny, or tell of another time: corrected, never agreed with.

"Warum verkauft das Land die Klinik?" assumes that it does. Where a source says that it does not, the answer is that
sentence, not a reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering import frame
from assistant.answering.premises import fits_period, unknown_names
from assistant.answering.quoting import quote
from assistant.checking.modality import Reading, readings
from assistant.checking.statements import Statement
from assistant.language.concepts import synonyms
from assistant.language.names import name_words, spelling_key
from assistant.language.times import Period, find_times
from assistant.language.words import stems
from assistant.question import Question, asking_words
from assistant.types import DraftNote, Evidence, TimeSpan

_DENIED = ("negated", "denied", "undone")
# What is planned, alleged or asked says nothing on whether it came to pass.
_UNSURE = ("planned", "alleged", "open", "reported")
_PRESUPPOSING = ("reason", "time", "place", "person", "manner", "thing")
_LOOKED_AT = 60  # sentences, the best first
_JUST_BEFORE = 200  # characters, one or two sentences
_ENOUGH = 0.6  # share of the question's own words that a clause must have to speak of the same thing


def corrected(question: Question, evidence: Sequence[Evidence]) -> DraftNote | None:
    """A note with the sentence that denies what the question takes for granted; None where none does.

    None as well where another source says that it is so: then the sources contradict each other.
    """
    asked = _asked(question)
    if not asked or not _presupposes(question):
        return None
    denying: Evidence | None = None
    for found in evidence[:_LOOKED_AT]:
        if unknown_names(question, found.article) or not _same_people(question, found):
            continue
        for reading in readings(found.sentence.text, found.article.language):
            if reading.has(*_DENIED) and _called_off(question, found):
                denying = denying or found
            if not _speaks_of(asked, reading, found, question):
                continue
            if reading.has(*_DENIED):
                denying = denying or found
            elif not reading.has(*_UNSURE) and _named_in(question, found) and _at_that_time(question, found):
                return None
    return _note("premise_denied", question, denying) if denying is not None else None


def another_time(question: Question, evidence: Sequence[Evidence]) -> DraftNote | None:
    """A note with the sentence that tells what is asked about, but of another time than the question names.

    For a question that no sentence answers; None where none tells it at all.
    """
    asked = _asked(question)
    if question.period is None or not asked:
        return None
    for found in evidence[:_LOOKED_AT]:
        days = Statement(found).days
        if not days or fits_period(question, found) or unknown_names(question, found.article):
            continue
        told = readings(found.sentence.text, found.article.language)
        names = Statement(found).names
        if len(names) >= 2 and any(
            _speaks_of(asked, reading, found, question) and not reading.has(*_DENIED, *_UNSURE) for reading in told
        ):
            return _note("premise_time", question, found)
    return None


def _presupposes(question: Question) -> bool:
    """Whether a question takes an event for granted: "warum", "wann", "wo", not "ob" or "was sagte er"."""
    if question.kind not in ("fact", "reason") or question.expects not in _PRESUPPOSING:
        return False
    return not any(reading.has(*_DENIED) for reading in readings(question.search_text, question.language))


def _asked(question: Question) -> frozenset[str]:
    """Stems of what the question says that somebody did: without names, times and the words that only ask."""
    text = question.search_text
    for time in reversed(find_times(text, question.language, None)):
        text = text[: time.start_char] + text[time.end_char :]
    named = {stem for name in (*question.names, *name_words(text)) for stem in stems(name, question.language)}
    named |= {stem for name in question.names for stem in stems(_title(name, text), question.language)}
    found = frozenset(stem for stem in stems(text, question.language) if stem.isalpha())
    return found - named - asking_words(question.language)


def _title(name: str, text: str) -> str:
    """The word before a name, if it may be a title ("Gesundheitsminister Arne Wolters")."""
    match = re.search(rf"([^\W\d_]+) {re.escape(name)}\b", text)
    return match.group(1) if match and (match.group(1)[0].isupper() or match.group(1).endswith("minister")) else ""


def _called_off(question: Question, found: Evidence) -> bool:
    """Whether a sentence speaks of the day that the question names, and of two of its people."""
    if question.period is None or question.period.span.precision != "day":
        return False
    days = (Period(TimeSpan("", start, end, "day")) for start, end in Statement(found).days)
    people = sum(spelling_key(name) in Statement(found).names for name in question.names)
    return people >= 2 and any(question.period.overlaps(day) for day in days)


def _speaks_of(asked: frozenset[str], reading: Reading, found: Evidence, question: Question) -> bool:
    """Whether a clause has enough of the question's words, or words for the same."""
    language = found.article.language
    said = frozenset(stems(reading.clause.text, language))
    same = [stem for stem in asked if stem in said or synonyms(frozenset({stem}), question.language) & said]
    return len(same) >= _ENOUGH * len(asked)


def _same_people(question: Question, found: Evidence) -> bool:
    """Whether the sentence, or those just before it, has a name of the question."""
    asked = {spelling_key(part) for name in question.names for part in name.split()}
    if not asked:
        return question.language == found.article.language
    near = found.article.text[max(0, found.sentence.start - _JUST_BEFORE) : found.sentence.end]
    return bool(asked & {spelling_key(name) for name in name_words(near)})


def _named_in(question: Question, found: Evidence) -> bool:
    """Whether the very sentence has a name of the question, if that has any."""
    asked = {spelling_key(part) for name in question.names for part in name.split()}
    return not asked or bool(asked & Statement(found).names)


def _at_that_time(question: Question, found: Evidence) -> bool:
    """Whether a sentence can speak of the time that the question names; on a day it names it does not of another."""
    days = [Period(TimeSpan("", start, end, "day")) for start, end in Statement(found).days]
    if question.period is not None and days:
        return any(question.period.overlaps(day) for day in days)
    return fits_period(question, found)


def _note(name: str, question: Question, found: Evidence) -> DraftNote:
    told = quote(found.sentence.text, found.article.language)
    about = frame.published(found.article, question.language)
    return DraftNote("premise", frame.text(name, question.language, text=told, about=about), (found.sentence.id,))
