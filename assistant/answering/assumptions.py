"""What a question takes for granted and the sources deny, or tell of another time: corrected, never agreed with.

"Warum verkauft das Land die Klinik?" assumes that it does. Where a source says that it does not, the answer is that
sentence, not a reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering import frame
from assistant.answering.copies import copies, distinct
from assistant.answering.named import full_names, unknown_names
from assistant.answering.premises import fits_period
from assistant.answering.quoting import quote
from assistant.checking.case import lexicon
from assistant.checking.modality import Reading, readings
from assistant.checking.witnesses.statements import Statement
from assistant.language.concepts import synonyms
from assistant.language.kinship import KIN, kinship
from assistant.language.names import name_words, same_name, spelling_key
from assistant.language.times import Period, find_times
from assistant.language.words import stems
from assistant.question import Question, asking_words
from assistant.types import DraftClaim, DraftNote, Evidence, TimeSpan

_DENIED = ("negated", "denied", "undone")
# What is planned, alleged or asked says nothing on whether it came to pass.
_UNSURE = ("planned", "alleged", "open", "reported")
_PRESUPPOSING = ("reason", "time", "place", "person", "manner", "thing", "number")
_FINE = ("day", "part_of_month", "week", "month")
_LOOKED_AT = 60  # sentences, the best first
_BESIDE = 3  # sentences, a paragraph
_JUST_BEFORE = 200  # characters, one or two sentences
_ENOUGH = 0.6  # share of the question's own words that a clause must have to speak of the same thing
_HALF = 0.5  # as much is enough for the best sentence, which would be the answer, if its article has the others


def corrected(question: Question, evidence: Sequence[Evidence]) -> DraftNote | DraftClaim | None:
    """A note with the sentence that denies what the question takes for granted; None where none does.

    None as well where another source says that it is so: then the sources contradict each other. To "how many" the
    sentence that says "nobody" is the answer.
    """
    asked = _asked(question)
    if not evidence or not asked or not _presupposes(question):
        return None
    denying: Evidence | None = None
    undoing: Evidence | None = None
    for place, found in enumerate(distinct(evidence)[:_LOOKED_AT]):
        if unknown_names(question, found.article) or not _same_people(question, found):
            continue
        for reading in readings(found.sentence.text, found.article.language):
            if reading.has(*_DENIED) and _called_off(question, found, reading):
                undoing = undoing or found
            same = _in_common(asked, reading, found, question)
            enough = _HALF if place == 0 and _has_all(asked, found) else _ENOUGH
            if reading.has(*_DENIED) and same >= enough:
                denying = denying or found
            elif same < _ENOUGH or reading.has(*_DENIED, *_UNSURE):
                continue
            elif _named_in(question, found) and _at_that_time(question, found):
                return None
    denying = undoing or denying or _stayed_away(question, evidence)
    if denying is None:
        return None
    if question.expects == "number" and _says_none(denying):
        text = quote(denying.sentence.text, denying.article.language)
        return DraftClaim(text, copies(denying, evidence))
    return _note("premise_denied", question, denying)


def _stayed_away(question: Question, evidence: Sequence[Evidence]) -> Evidence | None:
    """The sentence beside the best one that says of the person asked about, whom that does not name: cancelled."""
    best = evidence[0]
    people = [
        spelling_key(name.split()[-1])
        for name in full_names(question)
        if any(same_name(name, one.name) for one in best.people)
    ]
    if not people or set(people) & Statement(best).names:
        return None
    for found in evidence[:_LOOKED_AT]:
        beside = found.article == best.article and abs(found.sentence.index - best.sentence.index) <= _BESIDE
        if beside and set(people) & Statement(found).names:
            told = readings(found.sentence.text, found.article.language)
            undone = (reading.clause.text for reading in told if reading.has("undone"))
            named = {spelling_key(name) for text in undone for name in name_words(text)}
            return found if named & set(people) else None
    return None


def _says_none(found: Evidence) -> bool:
    """Whether a sentence counts none: "niemand", "kein"."""
    listed = str(lexicon("statements")["none"].get(found.article.language, "")).split()
    return any(word in listed for word in re.findall(r"\w+", found.sentence.text.lower()))


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
            _in_common(asked, reading, found, question) >= _ENOUGH and not reading.has(*_DENIED, *_UNSURE)
            for reading in told
        ):
            return _note("premise_time", question, found)
    return None


def _presupposes(question: Question) -> bool:
    """Whether a question takes an event for granted: "warum", "wann", "wo", not "ob" or "was sagte er"."""
    kinds = ("fact", "reason", "count") if question.period is None else ("fact", "reason", "count", "list")
    if question.kind not in kinds or question.expects not in _PRESUPPOSING:
        return False
    if stems_of("accusation", question.language) & frozenset(stems(question.search_text, question.language)):
        return False
    return not any(reading.has(*_DENIED) for reading in readings(question.search_text, question.language))


def _asked(question: Question) -> frozenset[str]:
    """Stems of what the question says that somebody did: without names, times and the words that only ask."""
    text = question.search_text
    for time in reversed(find_times(text, question.language, None)):
        text = text[: time.start_char] + text[time.end_char :]
    named = {stem for name in (*question.names, *name_words(text)) for stem in stems(name, question.language)}
    named |= {stem for name in question.names for stem in stems(_title(name, text), question.language)}
    found = frozenset(stem for stem in stems(text, question.language) if stem.isalpha()) - named
    found -= asking_words(question.language) | stems_of("owning_up", question.language)
    counted = frozenset(stems(question.counted, question.language)) if question.expects == "number" else frozenset()
    return (found - counted) or found


def stems_of(name: str, language: str) -> frozenset[str]:
    """Stems of a list of `data/statements.toml`."""
    return frozenset(stems(str(lexicon("statements")[name].get(language, "")), language))


def _title(name: str, text: str) -> str:
    """The word before a name, if it may be a title ("Gesundheitsminister Arne Wolters")."""
    match = re.search(rf"([^\W\d_]+) {re.escape(name)}\b", text)
    return match.group(1) if match and (match.group(1)[0].isupper() or match.group(1).endswith("minister")) else ""


def _called_off(question: Question, found: Evidence, reading: Reading) -> bool:
    """Whether a clause undoes what was to be at the time that the question names, and the sentence has its names.

    A day that is named says enough; of a month the clause itself must speak.
    """
    period = question.period
    if period is None or period.span.precision not in _FINE:
        return False
    people = sum(spelling_key(name) in Statement(found).names for name in question.names)
    text, within = found.sentence.text, reading.clause.text
    if period.span.precision == "day":
        days = [Period(TimeSpan("", start, end, "day")) for start, end in Statement(found).days]
        return people >= min(2, len(question.names)) > 0 and any(period.overlaps(day) for day in days)
    times = [time for time in found.times if time.phrase in within and time.phrase in text]
    fine = [Period(time) for time in times if time.precision in _FINE and (time.start or time.end)]
    return people >= 1 and reading.has("undone") and any(period.overlaps(one) for one in fine)


def _in_common(asked: frozenset[str], reading: Reading, found: Evidence, question: Question) -> float:
    """The share of the question's words that a clause has, or words for the same; of what is done also words akin.

    Across languages of those words alone that have a known counterpart, if they are half of all.
    """
    language = found.article.language
    said = frozenset(stems(reading.clause.text, language))
    alike = {stem: synonyms(frozenset({stem}), question.language) for stem in asked}
    if language != question.language:
        known = [stem for stem, others in alike.items() if others]
        same = [stem for stem in known if alike[stem] & said]
        return len(same) / len(known) if known and 2 * len(known) >= len(asked) else 0.0
    deeds = _deeds(question) & asked
    akin = {stem for stem in deeds if any(kinship(stem, other) >= KIN for other in said)}
    met = {stem for stem, others in alike.items() if stem in said or others & said} | akin
    share = len(met) / len(asked)
    if language != "de" or not deeds or not deeds < asked or not deeds <= met:
        return share
    return max(share, len((asked - deeds) & _told(found)) / len(asked - deeds))


def _deeds(question: Question) -> frozenset[str]:
    """Stems of the question's words in small letters: in German what is done, not who or what does it."""
    words = (word for word in question.search_text.split() if word[0].islower())
    return frozenset(stems(" ".join(words), question.language))


def _has_all(asked: frozenset[str], found: Evidence) -> bool:
    """Whether the article has all of the question's words, or words akin to them."""
    told = _told(found)
    return all(stem in told or any(kinship(stem, other) >= KIN for other in told) for stem in asked)


def _told(found: Evidence) -> frozenset[str]:
    return frozenset(stems(f"{found.article.title} {found.article.text}", found.article.language))


def _same_people(question: Question, found: Evidence) -> bool:
    """Whether the sentence, those just before it or the title has a name of the question."""
    asked = {spelling_key(part) for name in question.names for part in name.split()}
    if not asked:
        return question.language == found.article.language
    return bool(asked & _named_near(found))


def _named_near(found: Evidence) -> set[str]:
    """Spelling keys of the names in a sentence, just before it and in the title above it."""
    near = found.article.text[max(0, found.sentence.start - _JUST_BEFORE) : found.sentence.end]
    return {spelling_key(name) for name in name_words(f"{found.article.title}. {near}")}


def _named_in(question: Question, found: Evidence) -> bool:
    """Whether the sentence has one of the question's names, and most of them stand there, just before or above it."""
    asked = [spelling_key(name.split()[-1]) for name in full_names(question)]
    if not asked:
        return True
    known = Statement(found).names | _named_near(found)
    parts = {spelling_key(part) for name in question.names for part in name.split()}
    return bool(parts & Statement(found).names) and sum(name in known for name in asked) * 2 > len(asked)


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
