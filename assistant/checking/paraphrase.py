"""Whether the cited sentences carry what a claim says, in their words, in synonyms, or in words much like them."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.across import aligned_across
from assistant.checking.case import PASSED, Case, Verdict, Verdicts
from assistant.checking.likeness import alike_words
from assistant.checking.modality import colours_stand, readings
from assistant.checking.wording import ENOUGH, coverage

# Cosine from which on another word counts as the same; docs/decisions/0060-gates.md has the curve.
ENOUGH_ALIKE = 0.65
_FEW = 3  # cited sentences; among more, some word is always like another


def words_stand(case: Case) -> Verdicts:
    """Enough content words of the claim stand in the cited sentences, as far as these are in the claim's language.

    Names and numbers do not make up for what is said of them: "Putin entließ Schoigu" is not carried by a sentence
    that has both names and another verb. Each clause of the claim needs words of its own in one sentence. Only where
    words, forms and synonyms do not suffice, words that are much like those of a source are looked for.
    """
    if not case.same_language:
        return PASSED  # `across` looks at these
    found = coverage(case)
    if not found.content and not (found.names if not found.words else found.related):
        return (Verdict("unverified", "words"),)
    if found.enough:
        return PASSED
    if len(case.cited) > _FEW:
        return (Verdict("partial", "few_words"),)
    found = coverage(case, frozenset(_likened(case)))
    # one sentence alone has to carry a clause
    return _tone(case) if min(found.content, found.weakest) >= ENOUGH else (Verdict("partial", "few_words"),)


def _likened(case: Case) -> Iterator[str]:
    """The words of the claim that are much like one of a cited sentence."""
    for cited in case.same_language:
        for word, alike in alike_words(case.text, cited.sentence.text).items():
            if alike.cosine >= ENOUGH_ALIKE:
                yield word


def _tone(case: Case) -> Verdicts:
    """Whether the clauses whose words are like those of the claim are denied, alleged or planned where it is not."""
    sources = [(found, one) for found in case.same_language for one in readings(found.sentence.text, case.language)]
    clauses = [(found, reading.clause) for found, reading in sources]
    carrying = (
        (claimed, tuple(sources[place][1] for place in aligned_across(claimed.clause, case, clauses)))
        for claimed in readings(case.text, case.language)
    )
    return colours_stand(case, carrying)
