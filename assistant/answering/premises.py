"""What a question takes for granted and the evidence must know: names, and when something is said to have been.

A near miss is worse than silence: an article about Kim answers no question about Macron, and one about a visit in
June none about a visit in July, however alike the sentences are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from importlib.resources import files

from assistant.answering.reading import AskedWord, Reader, Word, read
from assistant.language.names import spelling_key
from assistant.language.numbers import absolute_dates
from assistant.language.words import stems
from assistant.question import Question
from assistant.types import Article, Evidence

_LATE = timedelta(days=3)  # news of the last days of a month come out in the next
_BEFORE, _AFTER = 350, 150  # characters around a sentence that still speak of the same time
_PARTIAL_DATE = re.compile(r"(?:(\d{4})|-)(?:-(\d\d))?(?:-\d\d)?")


def holding(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence from articles that know every name of the question, at the time that it gives."""
    known = {article.id: not unknown_names(question, article) for article in _articles(evidence)}
    return [found for found in evidence if known[found.article.id] and fits_period(question, found)]


def missing_names(question: Question, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The names of the question that no article of the evidence has in any spelling."""
    unknown = [set(unknown_names(question, article)) for article in _articles(evidence)]
    return tuple(name for name in question.names if unknown and all(name in names for names in unknown))


def unknown_names(question: Question, article: Article) -> tuple[str, ...]:
    """The names of the question that one article has in no spelling."""
    return _absent(question, f"{article.title}\n{article.text}\n{article.outlet or ''}", article.language)


def fits_period(question: Question, found: Evidence) -> bool:
    """Whether a sentence can speak of the months and years that the question names.

    By its own words, those around it, or else the date of publication; what is said of another month does not fit.
    """
    asked = [parts for one in question.dates if (parts := _parts(one))]
    if not asked:
        return True
    own = [parts for one in absolute_dates(found.sentence.text, found.article.language) if (parts := _parts(one))]
    around = _around(found)
    near = [parts for one in absolute_dates(around, found.article.language) if (parts := _parts(one))]
    if any(month for _, month in asked) and _absent(
        question, f"{found.article.title}\n{around}", found.article.language
    ):
        return False
    return all(_spoken_of(one, own, near, found.article) for one in asked)


def _spoken_of(
    asked: tuple[int | None, int | None],
    own: Sequence[tuple[int | None, int | None]],
    near: Sequence[tuple[int | None, int | None]],
    article: Article,
) -> bool:
    if any(_agree(asked, one) for one in own):
        return True
    if any(one[1] is not None for one in own) and asked[1] is not None:
        return False  # another month is named in the very sentence
    if any(_agree(asked, one) for one in near):
        return True
    year, month = asked
    if month is None:
        years = {
            one for parts in absolute_dates(article.text, article.language) if (one := (_parts(parts) or (0, 0))[0])
        }
        return article.published is None or article.published.year == year or year in years
    days = () if article.published is None else (article.published, article.published - _LATE)
    return any(_agree(asked, (day.year, day.month)) for day in days)


def _agree(asked: tuple[int | None, int | None], said: tuple[int | None, int | None]) -> bool:
    """Whether two (year, month) do not contradict and have something in common."""
    pairs = list(zip(asked, said, strict=True))
    if any(one is not None and other is not None and one != other for one, other in pairs):
        return False
    if asked[1] is not None:
        return said[1] is not None
    return said[0] is not None


def _parts(iso: str) -> tuple[int | None, int | None] | None:
    """Year and month of a date as `absolute_dates` writes it ("2024-09-13", "2024", "--09-13", "--06")."""
    match = _PARTIAL_DATE.fullmatch(iso)
    if not match:
        return None
    year, month = match.group(1), match.group(2)
    return (int(year) if year else None, int(month) if month else None)


def _around(found: Evidence) -> str:
    text = found.article.text
    return text[max(0, found.sentence.start - _BEFORE) : found.sentence.end + _AFTER]


def _articles(evidence: Sequence[Evidence]) -> list[Article]:
    return list({found.article.id: found.article for found in evidence}.values())


def _absent(question: Question, text: str, language: str) -> tuple[str, ...]:
    names = [_asked(name, question.language) for name in question.names if not _is_institution(name)]
    reader = Reader(names, question.language, language)
    degrees, _ = reader.degrees(_words(text, language))
    return tuple(word.text for word, degree in zip(reader.asked, degrees, strict=True) if degree == 0.0)


def _asked(name: str, language: str) -> AskedWord:
    return AskedWord(name, frozenset(stems(name, language)), spelling_key(name), 1.0, is_name=True, is_number=False)


def _words(text: str, language: str) -> list[Word]:
    return read(text, language)


def _is_institution(name: str) -> bool:
    return name.lower() in _institution_words()


@cache
def _institution_words() -> frozenset[str]:
    text = files("assistant.answering").joinpath("data", "institution_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
