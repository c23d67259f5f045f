"""The gates that a claim has to pass, cheapest first. Each is a small function; more are added to the list.

A gate gives what speaks against a claim, nothing if it passes. The worst verdict of all gates is the claim's support.
A gate that cannot run counts as not passed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from assistant.checking.case import PASSED, Case, Verdict, Verdicts, lexicon
from assistant.checking.naming import names_stand
from assistant.checking.wording import is_quotation, words_stand
from assistant.language.words import words
from assistant.types import DraftClaim, Event, Evidence, Modality, Support

Gate: TypeAlias = Callable[[Case], Verdicts]
_RANK: dict[Support, int] = {"verified": 0, "partial": 1, "unverified": 2}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim after the gates. `sentence_ids` are those of the evidence; what else the answerer cited is gone."""

    text: str
    sentence_ids: tuple[str, ...]
    support: Support
    reasons: tuple[str, ...] = ()
    event: Event | None = None
    modality: Modality = "said"
    attributed_to: str | None = None


def check(claim: DraftClaim, evidence: Mapping[str, Evidence], language: str) -> CheckedClaim:
    """`claim` held against the sentences it cites.

    evidence: by sentence id, all that the answerer was given. language: of the question, for the reasons.
    """
    ids = tuple(dict.fromkeys(claim.sentence_ids))
    known = tuple(sentence_id for sentence_id in ids if sentence_id in evidence)
    unknown = tuple(sentence_id for sentence_id in ids if sentence_id not in evidence)
    case = Case(claim.text, tuple(evidence[sentence_id] for sentence_id in known), unknown, language)
    verdicts = sources_exist(case)
    if known and not is_quotation(case):
        verdicts += tuple(verdict for gate in GATES[1:] for verdict in _run(gate, case))
    support: Support = max((verdict.support for verdict in verdicts), key=_RANK.__getitem__, default="verified")
    reasons = tuple(dict.fromkeys(verdict.in_words(language) for verdict in verdicts if verdict.reason))
    return CheckedClaim(claim.text, known, support, reasons, claim.event)


def _run(gate: Gate, case: Case) -> Verdicts:
    try:
        return gate(case)
    except (ArithmeticError, LookupError, TypeError, ValueError, OSError, RecursionError):
        _log.exception("the gate %s failed", getattr(gate, "__name__", gate))
        return (Verdict("unverified", "not_checked"),)


def sources_exist(case: Case) -> Verdicts:
    """Every cited id is one of the evidence."""
    if not case.cited:
        return (Verdict("unverified", "no_source"),)
    return (Verdict("partial", "invented_source"),) if case.unknown else PASSED


def numbers_stand(case: Case) -> Verdicts:
    """Every number of the claim stands in a cited sentence, percents as percents. Years may stand there in a date."""
    there = case.cited_numbers | {iso[:4] for iso in case.cited_dates if not iso.startswith("-")}
    if case.cited_words & set(lexicon("pointers")["one"]["words"]):
        there |= {"1"}
    found = []
    for number in sorted(case.numbers - there):
        if re.sub(r"(?:%|pp)$", "", number) in {re.sub(r"(?:%|pp)$", "", other) for other in there}:
            found.append(Verdict("partial", "percent", number))
        else:
            found.append(Verdict("unverified", "number", number))
    return tuple(found)


def dates_stand(case: Case) -> Verdicts:
    """Every absolute date of the claim stands in a cited sentence, there as exactly or more exactly."""
    found = []
    years = {str(found.article.published.year) for found in case.cited if found.article.published}
    for day in sorted(case.dates):
        if day in case.cited_numbers or any(_says(other, day) for other in case.cited_dates):
            continue
        found.append(_other_year(day, years, case) or Verdict("unverified", "date", day.lstrip("-")))
    return tuple(found)


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
    """Every day that the claim names without a date ("am Freitagabend", "yesterday") stands in a cited sentence."""
    there = {day for found in case.cited for day, _ in _days(found.sentence.text)}
    return tuple(Verdict("unverified", "date", word) for day, word in _days(case.text) if day not in there)


def _days(text: str) -> list[tuple[str, str]]:
    """The named days of a text, each with the word for it."""
    data = lexicon("days")
    return [
        (day, word)
        for word in words(text)
        if word.lower() not in data["not_days"]["words"]
        for day, beginnings in data["days"].items()
        if word.lower().startswith(tuple(beginnings))
    ]


def _says(stated: str, claimed: str) -> bool:
    """Whether a stated date is the claimed one or lies in it: "2024-09-13" says "2024-09", "2024" and "--09-13"."""
    if claimed.startswith("--"):
        stated = "-" + stated[4:] if not stated.startswith("--") else stated
    return stated == claimed or stated.startswith(claimed + "-")


GATES: tuple[Gate, ...] = (sources_exist, numbers_stand, dates_stand, days_stand, names_stand, words_stand)
