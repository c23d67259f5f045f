"""Whether a sentence in another language carries a claim: word by word through likeness, with its names and figures.

Each clause of the claim must be carried by one sentence. What only sounds alike is left to the other gates: numbers,
dates, names, contraries, modality and roles are compared across languages too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.checking.case import PASSED, Case, Verdict, Verdicts
from assistant.checking.clauses import Clause, clauses
from assistant.checking.figures import dates_stand, days_stand, numbers_stand
from assistant.checking.likeness import Alike, alike_words
from assistant.checking.naming import names_stand
from assistant.checking.verbs import auxiliaries, verb_words
from assistant.language.names import name_words
from assistant.language.numbers import numbers
from assistant.language.words import is_stop_word, words
from assistant.types import Evidence

# Cosines that the words of a clause must have with their likest in the source, chosen on the claims worked on of
# tests/crossing_claims.toml; docs/decisions/0060-gates.md has the curve.
ENOUGH = 0.60  # the mean of all
ENOUGH_OF_A_WORD = 0.35
ENOUGH_OF_A_VERB = 0.45
_ALIKE = 0.40  # from here on one word stands for another where roles and clauses are compared
_NAME = 0.4  # weight of a name: people stand in many clauses of a sentence
_APART = 4  # words that may stand between a number and what it counts


def words_stand_across(case: Case) -> Verdicts:
    """Every clause of a claim whose sentences are all in other languages is carried by one of them."""
    if case.same_language:
        return PASSED
    said = [clause for clause in clauses(case.text, case.language) if _content(clause.text, case.language)]
    if said and all(any(carried_across(clause, found, case) for found in case.cited) for clause in said):
        return PASSED
    return (Verdict("partial", "other_language"),)


def carried_across(clause: Clause, found: Evidence, case: Case) -> bool:
    """Whether one sentence carries a clause of a claim in another language."""
    piece = Case(clause.text, (found,), (), case.asked, case.language)
    alike = alike_words(case.text, found.sentence.text)
    if any(gate(piece) for gate in (numbers_stand, dates_stand, days_stand, names_stand)):
        return False
    cosines, verbs = likenesses(clause.text, case.language, alike)
    return (
        bool(cosines)
        and sum(cosines) / len(cosines) >= ENOUGH
        and min(cosines) >= ENOUGH_OF_A_WORD
        and min(verbs, default=1.0) >= ENOUGH_OF_A_VERB
        and _counted(clause.text, found, case, alike)
    )


def likenesses(text: str, language: str, alike: Mapping[str, Alike]) -> tuple[list[float], list[float]]:
    """The cosines of a clause's content words, names and numbers left out, and those of its verbs."""
    tokens = words(text)
    content = _content(text, language)
    verbs = [word for word in verb_words(tokens, language) if word in content]
    return _cosines(content, alike), _cosines(verbs, alike)


def _cosines(tokens: Sequence[str], alike: Mapping[str, Alike]) -> list[float]:
    return [alike[token].cosine if token in alike else 0.0 for token in tokens]


def _content(text: str, language: str) -> list[str]:
    """The words of a clause that say something; numbers are compared elsewhere."""
    left_out = auxiliaries(language)
    return [
        word
        for word in dict.fromkeys(words(text))
        if not is_stop_word(word, language) and word.lower() not in left_out and not numbers(word, language)
    ]


def _counted(text: str, found: Evidence, case: Case, alike: Mapping[str, Alike]) -> bool:
    """Whether each number stands beside the same thing in the source: "zwei Verletzte" is not "neun Verletzte"."""
    tokens, there = words(text), words(found.sentence.text)
    for place, token in enumerate(tokens[:-1]):
        value, counted = numbers(token, case.language), alike.get(tokens[place + 1])
        if not value or counted is None or counted.cosine < _ALIKE or is_stop_word(tokens[place + 1], case.language):
            continue
        near = [
            numbers(word, found.article.language) for word in there[max(0, counted.place - _APART) : counted.place]
        ]
        stated = [one for one in near if one]
        if stated and not stated[-1] & value:
            return False
    return True


def aligned_across(clause: Clause, case: Case, sources: Sequence[tuple[Evidence, Clause]]) -> tuple[int, ...]:
    """Places of the clauses that have most of the words of a clause of the claim, by likeness; names count less."""
    weights = []
    content = _content(clause.text, case.language)
    names = set(name_words(clause.text))
    for found, source in sources:
        alike = alike_words(case.text, found.sentence.text)
        there = set(words(source.text))
        weights.append(
            sum(
                alike[word].cosine * (_NAME if word in names else 1.0)
                for word in content
                if word in alike and alike[word].word in there
            )
        )
    best = max(weights, default=0.0)
    return tuple(place for place, weight in enumerate(weights) if best and weight >= 0.85 * best)
