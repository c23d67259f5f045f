"""Where sentences of independent reports contradict each other: in a figure, a day, a place, a name, a wording.

Both versions are shown, neither is preferred. Another year's figure, the count of another part or of another day is
no conflict: only reports of one event, from days beside each other, are held against each other, and a figure that is
said to rise or fall is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from rapidfuzz import fuzz

from assistant.checking.quantities import Quantity
from assistant.checking.witnesses.sisters import same_matter, sister_reports
from assistant.checking.witnesses.statements import (
    COMPARABLE,
    Statement,
    common_matter,
    different_days,
    different_figures,
)
from assistant.identity.events import Disagreement, EventRecord
from assistant.language.numbers import numbers
from assistant.language.words import is_stop_word, stems
from assistant.types import Difference

_FIGURES_APART = timedelta(days=1)  # between publications: later a count may have grown
_STILL_COUNTED = timedelta(days=31)  # a later report may give the count of the same thing anew
_SAME_WORDS, _SAME_QUOTE = 0.6, 75.0
_PLACED = {
    "de": r"(?=\b(?P<what>[A-ZÄÖÜ]\w{3,}) (?:am|beim|im|in der|an der) (?P<where>(?:[A-ZÄÖÜ][\w-]+(?: |\b)){1,3}))",
    "en": r"(?=\b(?P<what>[a-z]{4,}) (?:at|in|on) (?:the )?(?P<where>(?:[A-Z][\w-]+(?: |\b)){1,3}))",
    "ru": r"(?=\b(?P<what>[а-яё]{4,}) (?:в|на|у) (?P<where>(?:[А-ЯЁ][\w-]+(?: |\b)){1,3}))",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sentences that cannot both be right, and in what."""

    field: Difference
    first: str  # sentence id
    second: str


def conflict(one: Statement, other: Statement, alike: float) -> Conflict | None:
    """What two sentences of independent stories contradict each other in, None if in nothing that is certain.

    alike: cosine of their vectors.
    """
    if alike < COMPARABLE or not sister_reports(one.found.article, other.found.article):
        return None
    for field, differs in (
        ("quotation", _other_wording),
        ("number", _other_figure),
        ("day", _other_day),
        ("place", _other_place),
        ("actor", _other_actor),
    ):
        if differs(one, other):
            return Conflict(field, one.found.sentence.id, other.found.sentence.id)  # type: ignore[arg-type]
    return None


def later_figure(one: Statement, other: Statement, alike: float) -> str:
    """The figure, as written, that a later report gives for what `one` counts; empty for none, or a conflict.

    alike: cosine of their vectors.
    """
    first, second = one.found.article, other.found.article
    if alike < COMPARABLE or not first.published or not second.published:
        return ""
    if not timedelta() < second.published - first.published <= _STILL_COUNTED:
        return ""
    if not same_matter(first, second) or conflict(one, other, alike):
        return ""
    figures = different_figures(one, other)
    if figures is None or not (figures[0].nouns & figures[1].nouns or common_matter(one, other)):
        return ""
    words = other.text.split()
    return next((word.strip(",;.()") for word in words if figures[1].value in numbers(word, other.language)), "")


def contradictions(record: EventRecord) -> tuple[Disagreement, ...]:
    """What some articles tell otherwise of an event: another day or place, or that it was not so.

    A plan that came to nothing, and what one only alleges and another tells as a fact, contradict nobody.
    """
    return tuple(other for other in record.disagreements if other.field != "modality" or other.value == "denied")


def _other_figure(one: Statement, other: Statement) -> bool:
    figures = different_figures(one, other)
    if figures is None or any(figure.changing for figure in figures) or not exclude(*figures, one, other):
        return False
    first, second = figures
    counted = first.nouns & other.content or second.nouns & one.content
    return bool(counted) or common_matter(one, other)


def exclude(first: Quantity, second: Quantity, one: Statement, other: Statement) -> bool:
    """Whether reports with two figures of one count contradict each other: came out together, neither has both."""
    if _apart(one, other) > _FIGURES_APART:
        return False
    return not _knows_figure(one, second, other) and not _knows_figure(other, first, one)


def _knows_figure(one: Statement, figure: Quantity, other: Statement) -> bool:
    """Whether the later article has the other's figure too: what it says beside it is newer, or of another part."""
    article = one.found.article
    newer = article.published and other.found.article.published and article.published >= other.found.article.published
    return bool(newer) and figure.value in numbers(article.text, article.language)


def _other_day(one: Statement, other: Statement) -> bool:
    if not different_days(one, other) or one.denies != other.denies or one.quotes or other.quotes:
        return False
    figures = {figure.value for figure in one.quantities} & {figure.value for figure in other.quantities}
    people = len(one.names & other.names)
    event = bool(one.concepts & other.concepts) or bool(one.content & other.content)
    return bool(figures) or (people >= 3 and event)


def _other_place(one: Statement, other: Statement) -> bool:
    """The same thing at two places: "Lagerhalle am Fischmarkt", "Lagerhalle am Güterbahnhof"."""
    if one.language != other.language:
        return False
    there = _placed(other)
    return any(what in there and _elsewhere(where, there[what]) for what, where in _placed(one).items())


def _elsewhere(where: frozenset[str], there: frozenset[str]) -> bool:
    """Whether two names of places have no word in common, nor a part of one ("Halle", "Lagerhalle")."""
    return not any(one in other or other in one for one in where for other in there)


def _other_actor(one: Statement, other: Statement) -> bool:
    """The same said of two people: nearly all words but the names in common."""
    if one.language != other.language or not one.names or not other.names or one.names & other.names:
        return False
    words = len(one.content & other.content)
    most = max(len(one.content), len(other.content))
    return words >= 3 and words >= _SAME_WORDS * most and not one.quotes and one.denies == other.denies


def _other_wording(one: Statement, other: Statement) -> bool:
    """One saying is quoted in nearly the same words: in reports of one event it is one person's."""
    if one.language != other.language:
        return False
    return any(_reworded(quote, second) for quote in one.quotes for second in other.quotes)


def _reworded(one: str, other: str) -> bool:
    """Whether two quotations are whole sentences that differ in words, not in marks alone."""
    first, second = (re.findall(r"\w+", quote.lower()) for quote in (one, other))
    if first == second or min(len(first), len(second)) < 4 or not one[0].isupper() or not other[0].isupper():
        return False
    return fuzz.ratio(first, second) >= _SAME_QUOTE


def _placed(statement: Statement) -> dict[str, frozenset[str]]:
    """Stem of what is somewhere → stems of where."""
    return {
        "".join(stems(match["what"], statement.language)[:1]): frozenset(
            stem for stem in stems(match["where"], statement.language)
        )
        for match in re.finditer(_PLACED.get(statement.language, r"(?!)"), statement.text)
        if not is_stop_word(match["what"], statement.language)
    }


def _apart(one: Statement, other: Statement) -> timedelta:
    first, second = one.found.article.published, other.found.article.published
    return abs(first - second) if first and second else timedelta.max
