"""What a question takes for granted and the evidence must know: names, when it was, and the kind of figure asked for.

A near miss is worse than silence: an article about Kim answers no question about Macron, and one about a visit in
June none about a visit in July, however alike the sentences are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from assistant.answering.kinds import candidates, place_words
from assistant.answering.office import holds_office, sounds_like
from assistant.answering.reading import AskedWord, Reader, Words, read
from assistant.checking.case import lexicon
from assistant.language.concepts import decisive
from assistant.language.names import same_name, spelling_key
from assistant.language.times import Period, periods
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import Article, EventMention, Evidence

_LATE = 3  # days: news of the last days of a month come out in the next
_FINE = ("day", "week", "part_of_month", "month")
_BEFORE, _AFTER = 350, 150  # characters around a sentence that still speak of the same time
_TWO_PEOPLE = 4  # words of two full names in a row
_JUST_BEFORE = 120  # characters, about a sentence
_BETWEEN_NAMES = re.compile(r"[\s\-\u2010\u2011]+")


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


@lru_cache(maxsize=200)
def unknown_names(question: Question, article: Article) -> tuple[str, ...]:
    """The names of the question that one article has in no spelling."""
    return _absent(question, f"{article.title}\n{article.text}\n{article.outlet or ''}", article.language)


def full_names(question: Question) -> list[str]:
    """The names of a question with their parts together: "Sergei Shoigu", not "Sergei" and "Shoigu"."""
    found: list[str] = []
    position = end = 0
    for name in question.names:
        start = question.search_text.find(name, position)
        if start < 0:
            continue
        between = question.search_text[end:start]
        if found and _BETWEEN_NAMES.fullmatch(between):
            found[-1] += between + name
        else:
            found.append(name)
        position = end = start + len(name)
    return [part for name in found for part in _people_apart(name)]


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


def _people_apart(name: str) -> list[str]:
    """Two people named one after the other ("traf Kim Jong-un Sergej Schoigu"), each on his own."""
    parts = name.split()
    return [" ".join(parts[:2]), " ".join(parts[2:])] if len(parts) == _TWO_PEOPLE else [name]


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
    return not _absent(question, near, found.article.language)


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


def _absent(question: Question, text: str, language: str) -> tuple[str, ...]:
    names = [name for name in full_names(question) if not _only_begins(name, question.search_text)]
    crosses = language != question.language
    if not crosses:  # a name that stands there as it is asked for needs no look at each word of an article
        names = [name for name in names if not _stands(name, text, language)]
    if not names:
        return ()
    words = read(text, language)
    absent = tuple(name for name in names if not _occurs(name, question.language, text, words, language, crosses))
    if crosses and len(absent) < len(names):
        return tuple(name for name in absent if _is_untranslated(name, question))
    return absent


def _stands(name: str, text: str, language: str) -> bool:
    """Whether every part of a name is a word of a text, letter by letter."""
    parts = [part for part in _BETWEEN_NAMES.split(name) if part]
    return all(stems(part, language) and _alone(part).search(text) for part in parts)


@lru_cache(maxsize=200)
def _alone(word: str) -> re.Pattern[str]:
    """A word with nothing joined to it, by a hyphen or an apostrophe either."""
    return re.compile(rf"(?<![\w'’\-\u2010\u2011]){re.escape(word)}(?![\w'’\-\u2010\u2011]|[.,]\d)")


def _is_untranslated(name: str, question: Question) -> bool:
    """Whether a name is a person's or a place's, not a capitalised word that another language writes otherwise."""
    start = question.search_text.find(name)
    before = question.search_text[:start].rstrip().rpartition(" ")[2].lower()
    return len(_BETWEEN_NAMES.split(name)) > 1 or before in place_words(question.language)


def _only_begins(name: str, text: str) -> bool:
    """Whether a "name" is the question's first word, which has a capital for that alone ("Nennen Sie …")."""
    return text.startswith(name) and not _BETWEEN_NAMES.search(name)


def _occurs(name: str, name_language: str, text: str, words: Words, language: str, crosses: bool) -> bool:
    """Whether a name occurs: its last word, not said of somebody with another given name.

    Across languages any of its words will do, as "Северная Корея" is "Nordkorea"; words for institutions always do.
    """
    parts = [part for part in _BETWEEN_NAMES.split(name) if part]
    if any(_is_translated(part) for part in parts):
        return True
    reader = _reader(tuple(parts), name_language, language)
    degrees, _ = reader.degrees(words)
    if crosses:
        other_script = "ru" in (name_language, language)
        return any(degrees) or (
            other_script and any(sounds_like(part.key, word.key) for part in reader.asked for word in words.words)
        )
    if len(parts) == 1:
        return any(degrees)
    if all(degrees):
        return True
    if not degrees[-1] and not (degrees[0] and len(parts) > 2):
        return False
    return not _somebody_else(name, text)


@lru_cache(maxsize=8)
def _reader(parts: tuple[str, ...], name_language: str, language: str) -> Reader:
    """What compares a name with words; it remembers those that other articles had too."""
    asked = [
        AskedWord(part, frozenset(stems(part, name_language)), spelling_key(part), 1.0, is_name=True, is_number=False)
        for part in parts
    ]
    return Reader(asked, name_language, language)


def _somebody_else(name: str, text: str) -> bool:
    """Whether the family name is said with given names only, and none of them this one."""
    family = spelling_key(_BETWEEN_NAMES.split(name)[-1])
    people = [person for person in _people(text) if spelling_key(_BETWEEN_NAMES.split(person)[-1]) == family]
    full = [person for person in people if _BETWEEN_NAMES.search(person)]
    return bool(full) and not any(same_name(name, person) for person in full)


def _people(text: str) -> list[str]:
    return [text[one.start : one.end] for one in candidates("person", text, "")]


@cache
def _translated_words() -> frozenset[str]:
    text = files("assistant.answering").joinpath("data", "institution_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _is_translated(word: str) -> bool:
    return word.lower() in _translated_words()
