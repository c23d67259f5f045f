"""Whether the numbers, dates and days of a claim stand in its cited sentences, relative times resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from assistant.checking.case import PASSED, Case, Verdict, Verdicts, lexicon
from assistant.language.words import words
from assistant.types import Evidence, TimeSpan

_DAY, _MONTH, _YEAR = 10, 7, 4  # characters of an ISO date


def numbers_stand(case: Case) -> Verdicts:
    """Every number of the claim stands in a cited sentence, percents as percents. Years may stand there in a date."""
    there = case.cited_numbers | {iso[:4] for iso in case.cited_dates if not iso.startswith("-")}
    if any(says_one(found.sentence.text, found.article.language) for found in case.cited):
        there |= {"1"}
    found = []
    for number in sorted(case.numbers - there):
        if re.sub(r"(?:%|pp)$", "", number) in {re.sub(r"(?:%|pp)$", "", other) for other in there}:
            found.append(Verdict("partial", "percent", number))
        elif not any(_within(number, span) for cited in case.cited for span in resolved_times(cited)):
            found.append(Verdict("unverified", "number", number))
    return tuple(found)


def dates_stand(case: Case) -> Verdicts:
    """Every absolute date of the claim stands in a cited sentence, there as exactly or more exactly.

    A date also stands where a relative time ("am Freitag", "im vergangenen Juni") means it, by the article's date.
    """
    found = []
    spans = [span for cited in case.cited for span in resolved_times(cited)]
    years = {str(found.article.published.year) for found in case.cited if found.article.published}
    for day in sorted(case.dates):
        if day in case.cited_numbers or any(_says(other, day) for other in case.cited_dates):
            continue
        if any(_within(day, span) for span in spans):
            continue
        found.append(_other_year(day, years, case) or Verdict("unverified", "date", day.lstrip("-")))
    return tuple(found)


def amounts_stand(case: Case) -> Verdicts:
    """What the claim says of all, most or half, or counts from another time, a cited sentence says likewise."""
    for listed in lexicon("amounts").values():
        said = re.search(listed.get(case.language, "(?!)"), case.text.lower())
        if said and not any(_is_as_many(found, listed) for found in case.cited):
            return (Verdict("partial", "amount", said[0]),)
    return PASSED


def _is_as_many(found: Evidence, listed: Mapping[str, Any]) -> bool:
    """Whether a sentence has one of the words listed for its language; true where there is no list."""
    language, text = found.article.language, found.sentence.text.lower()
    patterns = (listed.get(language, ""), listed.get("there", {}).get(language, "(?!)"))
    return any(re.search(pattern, text) for pattern in patterns)


def says_one(text: str, language: str) -> bool:
    """Whether a text has the number one as a word, which may be an article."""
    listed = lexicon("pointers")["one"].get(language, ())
    return any(word.lower() in listed for word in words(text))


def resolved_times(found: Evidence) -> tuple[TimeSpan, ...]:
    """The resolved times of a sentence: those it came with, else read from its article."""
    if found.times:
        return tuple(span for span in found.times if span.start)
    article = found.article
    return tuple(
        span
        for start, span in _article_times(
            article.id, article.version, article.text, article.language, article.published
        )
        if found.sentence.start <= start < found.sentence.end
    )


@lru_cache(maxsize=256)
def _article_times(
    article_id: str,  # noqa: ARG001 - it names the text
    version: int,  # noqa: ARG001
    text: str,
    language: str,
    published: date | None,
) -> tuple[tuple[int, TimeSpan], ...]:
    """The resolved times of an article, each with the offset where it stands."""
    from assistant.language.times import find_times

    return tuple(
        (time.start_char, time.span)
        for time in find_times(text, language, published)
        if time.span and time.span.start
    )


def _within(claimed: str, span: TimeSpan) -> bool:
    """Whether an interval means the claimed date, month or year, or a day or month in it."""
    if span.start is None:
        return False
    start = span.start.isoformat()
    end = (span.end or span.start).isoformat()
    if claimed.startswith("--"):
        claimed = start[:_YEAR] + claimed[1:]
    if len(claimed) == _DAY:
        return start == end == claimed
    if len(claimed) == _MONTH or (len(claimed) == _YEAR and claimed.isdigit()):
        return start[: len(claimed)] == end[: len(claimed)] == claimed
    return False


def _other_year(day: str, years: set[str], case: Case) -> Verdict | None:
    """What to say of a date whose day or month stands in a cited sentence, but without the claim's year beside it."""
    year, undated = day[:4], "-" + day[4:]
    if (
        year.startswith("-")
        or not day[4:]
        or not any(_says(other, undated) for other in case.cited_dates if other[0] == "-")
    ):
        return None
    if year in case.cited_numbers:
        return Verdict("partial", "apart", day)
    return Verdict("partial", "year", day) if year in years else None


def days_stand(case: Case) -> Verdicts:
    """Every day or month that the claim names ("am Freitag") stands in a cited sentence or is that of its date."""
    there = {day for found in case.cited for day, _ in _days(found.sentence.text)}
    there |= {iso[5:7].lstrip("0") for iso in case.cited_dates}
    for span in (span for found in case.cited for span in resolved_times(found)):
        if span.start and span.precision == "day" and span.end == span.start:
            there.add(_WEEKDAYS[span.start.weekday()])
        if span.start and span.end and (span.start.year, span.start.month) == (span.end.year, span.end.month):
            there.add(str(span.start.month))
    return tuple(Verdict("unverified", "date", word) for day, word in _days(case.text) if day not in there)


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _days(text: str) -> list[tuple[str, str]]:
    """The named days and months of a text, each with the word for it."""
    data = lexicon("days")
    return [
        (day, word)
        for word in words(text)
        if word.lower() not in data["not_days"]["words"]
        for day, beginnings in (*data["days"].items(), *data["months"].items())
        if word.lower().startswith(tuple(beginnings))
    ]


def _says(stated: str, claimed: str) -> bool:
    """Whether a stated date is the claimed one or lies in it: "2024-09-13" says "2024-09", "2024" and "--09-13"."""
    if claimed.startswith("--"):
        stated = "-" + stated[4:] if not stated.startswith("--") else stated
    return stated == claimed or stated.startswith(claimed + "-")
