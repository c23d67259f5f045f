"""What two sentences of different articles have in common: whether they speak of one thing and say one of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.answering.quoting import leans_on_context
from assistant.checking.modality import readings
from assistant.checking.quantities import Quantity, differ, measures, quantities, same_thing
from assistant.checking.witnesses.moments import days
from assistant.checking.witnesses.sisters import name_keys, sister_reports
from assistant.language.concepts import synonyms
from assistant.language.names import name_words
from assistant.language.words import stems
from assistant.types import Article, Evidence

# Cosine of sentence vectors from which two sentences may say the same. The local embedder gives 0.8 for anything;
# sentences of the sample articles that say the same have 0.92 and more, across languages 0.88.
ALIKE, ALIKE_ACROSS = 0.90, 0.87
COMPARABLE = 0.86  # below it sentences are about different things: they neither confirm nor contradict each other
_FEW_WORDS, _MANY_WORDS = 0.2, 0.4  # share of the shorter sentence's content words that the other has
_CONTEXT = 300  # characters before a sentence that leans on what stands there
_QUOTED = re.compile(r"[„“”\"»«]([^„“”\"»«]{15,})[“”\"»«]")


@dataclass(frozen=True)
class Statement:
    """A sentence with what can be compared of it; everything is read when it is first asked for."""

    found: Evidence

    @property
    def text(self) -> str:
        """The sentence."""
        return self.found.sentence.text

    @property
    def language(self) -> str:
        """Of its article."""
        return self.found.article.language

    @property
    def place(self) -> tuple[Article, int, int]:
        """Its article, and where it begins and ends there."""
        return self.found.article, self.found.sentence.start, self.found.sentence.end

    @cached_property
    def in_context(self) -> str:
        """The sentence, with what stands before it where it leans on that ("Er …")."""
        article, start, end = self.place
        leans = leans_on_context(self.text, self.language)
        return article.text[max(0, start - _CONTEXT) : end] if leans else self.text

    @cached_property
    def names(self) -> frozenset[str]:
        """Spelling keys of the words that may be names; what opens the sentence and is no name elsewhere stays."""
        return name_keys(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its figures."""
        return quantities(self.text, self.language)

    @cached_property
    def content(self) -> frozenset[str]:
        """Stems of its words that are neither names nor figures nor words of measure and reporting."""
        named = {stem for name in name_words(self.text) for stem in stems(name, self.language)}
        return (
            frozenset(stem for stem in stems(self.text, self.language) if stem.isalpha())
            - named
            - measures(self.language)
        )

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Stems, in all languages, of words for what it speaks of."""
        return synonyms(self.content, self.language)

    @cached_property
    def days(self) -> frozenset[tuple[date, date]]:
        """The nights and days that it names, resolved; those on which something was only said are left out."""
        return frozenset((day.start, day.end) for day in days(*self.place))

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        """What stands in quotation marks."""
        return tuple(match.group(1).strip(" ,.") for match in _QUOTED.finditer(self.text))

    @cached_property
    def denies(self) -> bool:
        """Whether it says that something is not so."""
        return any(reading.has("negated", "denied", "undone") for reading in readings(self.text, self.language))


def same_statement(one: Statement, other: Statement, alike: float, asked: frozenset[str] = frozenset()) -> bool:
    """Whether `other` carries what `one` says: the same people, figures and days, and enough of its words.

    alike: cosine of their vectors. asked: stems of what is counted; where `one` has a figure for it, that is enough,
    else all its figures must be there. What the other says more is not held against it.
    """
    across = one.language != other.language
    if alike < (ALIKE_ACROSS if across else ALIKE) or one.denies != other.denies:
        return False
    figures = {quantity.value for quantity in one.quantities} & {quantity.value for quantity in other.quantities}
    wanted = [quantity for quantity in one.quantities if quantity.nouns & asked] or one.quantities
    if other.quantities and not {quantity.value for quantity in wanted} <= figures:
        return False
    sisters = sister_reports(one.found.article, other.found.article)
    if not figures and not sisters:
        return False  # people do and say much over the years
    if not figures and len(one.names & other.names) * 2 < min(len(one.names), len(other.names)):
        return False
    words = _common_words(one, other)
    points = min(len(one.names & other.names), 3) + (3 if sisters else 2) * len(figures) + (words >= _MANY_WORDS)
    alone = points >= 3 and words >= (_FEW_WORDS if figures else _MANY_WORDS)
    return alone and not contradict(one, other)  # last: finding the days of an article takes longest


def contradict(one: Statement, other: Statement) -> bool:
    """Whether figures or days for one thing differ, whatever the articles are about."""
    return different_figures(one, other) is not None or different_days(one, other)


def different_figures(one: Statement, other: Statement) -> tuple[Quantity, Quantity] | None:
    """The figures of two sentences that count the same and differ, None if there are none or they are not clear."""
    for quantity in one.quantities:
        fitting = [found for found in other.quantities if same_thing(quantity, found)]
        rivals = [found for found in one.quantities if found is not quantity and same_thing(quantity, found)]
        if len(fitting) == 1 and not rivals and differ(quantity, fitting[0]):
            return quantity, fitting[0]
    return None


def different_days(one: Statement, other: Statement) -> bool:
    """Whether both name days, and none of one lies in those of the other."""
    if not one.days or not other.days:
        return False
    return not any(start <= last and first <= end for start, end in one.days for first, last in other.days)


def common_matter(one: Statement, other: Statement) -> bool:
    """Whether two sentences speak of one thing: words, or names and words for the same, in common."""
    names = len(one.names & other.names)
    concepts = bool(one.concepts & other.content or other.concepts & one.content)
    if one.language == other.language:
        words = len(one.content & other.content)
        if words * 2 >= max(1, min(len(one.content), len(other.content))):
            return True
        return words >= 2 or (names >= 2 and (words >= 1 or concepts)) or (words >= 1 and names >= 1 and concepts)
    return names >= 2 and concepts


def _common_words(one: Statement, other: Statement) -> float:
    """Share of the content words of the sentence with fewer that the other has, words for the same included."""
    fewer, more = sorted((one, other), key=lambda statement: len(statement.content))
    if not fewer.content:
        return 0.0
    if fewer.language == more.language:
        return len(fewer.content & (more.content | more.concepts)) / len(fewer.content)
    return _MANY_WORDS if fewer.content & more.concepts else _FEW_WORDS  # for the rest the embedder alone can tell
