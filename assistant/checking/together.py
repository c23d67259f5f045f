"""Whether the parts of a claim belong together in its sources: names with deeds, figures with what they count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.checking.antecedents import meant
from assistant.checking.case import PASSED, Case, Verdict, Verdicts
from assistant.checking.clauses import clauses
from assistant.checking.figures import dates_stand, numbers_stand
from assistant.checking.modality import aligned
from assistant.checking.naming import names_stand
from assistant.checking.relatives import fronted, unfolded
from assistant.checking.verbs import has_verb
from assistant.checking.wording import carried_share
from assistant.language.names import name_words
from assistant.language.numbers import absolute_dates, numbers
from assistant.language.words import read_words, stems, word_stems, words
from assistant.types import Evidence

_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)\d+(?:[.,]\d+)?(?:[.,]\d{3})*")  # no year, no date
_MOST = 0.6  # of the best sentence's share of a clause, what the one with its names must have
_NEAR = 3  # words on either side of a figure
_FULL_DATE = 10  # characters of a day in ISO form
_STAMP = 5  # words that a line of publication has beside its date: "By Robert Sargent on"


def sentences_agree(case: Case) -> Verdicts:
    """Of a claim that cites several sentences, each part has its names and figures in one of them.

    Else two sentences have been stitched together: somebody of the one does what the other tells. Parts are clauses,
    relative ones with whom they tell of, and what happened before ("Nach dem Brand in Kiel"). A sentence may take a
    name from the one before it by a pronoun that can mean nobody else. A heading or a dateline, which has no verb,
    tells nothing of its own, but what the others are about.
    """
    if len(case.cited) < 2:
        return PASSED
    sentences = (one for part in unfolded(case.text, case.language) for one in clauses(part, case.language))
    for text in (clause.text for clause in sentences):
        parts = fronted(text, case.language) or ()
        verdict = _told_by_one(text, case)
        if verdict and not (parts and not any(_told_by_one(part, case) for part in parts)):
            return (verdict,)
    return PASSED


def _told_by_one(text: str, case: Case) -> Verdict | None:
    """What speaks against a part of a claim being told by one of its sentences, its names and figures with it."""
    headings = tuple(found for found in case.cited if _is_heading(found))
    pieces = [Case(text, (found, *headings), (), case.asked, case.language) for found in case.cited]
    if not any(_stands(piece) for piece in pieces):
        return Verdict("unverified", "stitched")
    shares = [carried_share(text, found) for found in case.cited]
    most = _MOST * max(shares) if case.same_language else 0.0
    told = any(share >= most and _tells(piece) for piece, share in zip(pieces, shares, strict=True))
    return None if told else Verdict("partial", "stitched")


def figures_belong(case: Case) -> Verdicts:
    """A figure stands in the clause whose verb the claim has, if that clause has figures of its own.

    "Die Gewerkschaft fordert acht Prozent, die Arbeitgeber bieten drei": nobody offers eight.
    """
    for claimed, sources in aligned(case) if case.same_language else ():
        said = numbers(claimed.clause.text, case.language)
        there = [
            numbers(one.clause.text, case.language) for one in sources if one.clause.verbs & claimed.clause.verbs
        ]
        if said and len(there) == len(sources) and all(found and not found & said for found in there):
            return (Verdict("partial", "number", min(said)),)
    return PASSED


def pairs_stand(case: Case) -> Verdicts:
    """What stands beside a figure in the claim does not stand beside other figures only in its sources.

    "Gewinn von 22 Millionen, Verlust von 173 Millionen": there is no "Gewinn von 173 Millionen".
    """
    there = _pairs([found.sentence.text for found in case.same_language], case.language)
    known = frozenset().union(*there.values())
    for stem, said in _pairs([case.text], case.language).items():
        if said <= known and stem in there and not said & there[stem]:
            return (Verdict("partial", "number", min(said)),)
    return PASSED


def _pairs(texts: Sequence[str], language: str) -> dict[str, frozenset[str]]:
    """The stem of each word, names left out, that stands close to figures in its clause, with these figures."""
    found: dict[str, frozenset[str]] = {}
    for clause in (clause for text in texts for clause in clauses(text, language)):
        tokens, names = words(clause.text), set(name_words(clause.text))
        for place, token in enumerate(tokens):
            said = numbers(token, language) if _FIGURE.fullmatch(token) else frozenset()
            near = tokens[max(0, place - _NEAR) : place + _NEAR + 1] if said else []
            for word in near:
                if word not in names and not numbers(word, language):
                    found.update((stem, found.get(stem, frozenset()) | said) for stem in word_stems(word, language))
    return found


def _is_heading(found: Evidence) -> bool:
    """Whether a stretch only says what the others are about, or when they were published: no verb beside its date."""
    text, language = found.sentence.text.rstrip(), found.article.language
    dated = any(len(one) == _FULL_DATE and one[0].isdigit() for one in absolute_dates(text, language))
    rest = [word for word in words(text) if not (dated and (word[0].isdigit() or word.lower() in _calendar()))]
    closed = text[-1:] in (".", "!", "?")
    if dated and len(rest) <= (_STAMP if not closed else 2):
        return not closed or not has_verb(rest, language)
    return not closed and not has_verb(rest, language)


@cache
def _calendar() -> frozenset[str]:
    return frozenset((*read_words("calendar_words.txt"), "may", "am", "pm"))


def _stands(piece: Case) -> bool:
    verdicts = (*numbers_stand(piece), *dates_stand(piece), *names_stand(piece))
    return all(verdict.support != "unverified" for verdict in verdicts)


def _tells(piece: Case) -> bool:
    """Whether names that stand in the sentence before only are surely meant by a pronoun."""
    if not _stands(piece):
        return False
    pointed = [verdict.what for verdict in names_stand(piece) if verdict.reason == "pronoun"]
    said = frozenset(stems(piece.text, piece.language))
    known = meant(piece.cited[0]) if pointed else ()
    return all(any(one.lends(name, piece.text, said) for one in known) for name in pointed)
