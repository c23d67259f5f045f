"""How much of a claim its cited sentences carry, by words; and what is a quotation and needs no more checking."""

from __future__ import annotations

import re

from assistant.checking.case import PASSED, Case, Verdict, Verdicts
from assistant.language.words import stems

# Share of a claim's content words that its sources must carry. Chosen on the pairs of tests/test_checking.py: honest
# paraphrases carry 0.5 and more, claims cited from the neighbouring sentence less.
ENOUGH = 0.5
_SAME_BEGINNING = (
    6  # letters: German compounds and inflections share at least so many ("Sicherheitsrat", "…ratschef")
)
_QUOTES = str.maketrans(dict.fromkeys("„“”«»‚‘’‹›\"'", "'"))
_BORDER = r"[\s'()\[\],;:.!?…\u2013\u2014-]"
_ELLIPSIS = re.compile(r"\s*(?:\[…\]|\[\.\.\.\]|…|\.\.\.)\s*")


def is_quotation(case: Case) -> bool:
    """Whether the claim is a cited sentence, or parts of one between clause borders, word for word."""
    parts = [part for part in _ELLIPSIS.split(_plain(case.text)) if part.strip(" '.,;:!?")]
    sentences = [_plain(found.sentence.text) for found in case.cited]
    return bool(parts) and any(all(_stands(part, sentence) for part in parts) for sentence in sentences)


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())


def _stands(part: str, sentence: str) -> bool:
    core = re.escape(part.strip(" '.,;:!?"))
    return bool(
        re.search(
            rf"(?:\A|[',;:.!?…(\u2013\u2014-] ?){core}(?=\Z|'|[,;:.!?…)]| [\u2013\u2014-])", sentence, re.IGNORECASE
        )
    )


def words_stand(case: Case) -> Verdicts:
    """Enough content words of the claim stand in the cited sentences, as far as these are in the claim's language."""
    if not case.same_language:
        return (Verdict("partial", "other_language"),)
    claimed = set(stems(case.text, case.language))
    there = {stem for found in case.same_language for stem in stems(found.sentence.text, case.language)}
    if not claimed:
        return (Verdict("unverified", "words"),)
    share = sum(_carried(stem, there) for stem in claimed) / len(claimed)
    if share == 0:
        return (Verdict("unverified", "words"),)
    return PASSED if share >= ENOUGH else (Verdict("partial", "few_words"),)


def _carried(stem: str, there: set[str]) -> bool:
    if stem in there:
        return True
    beginning = stem[:_SAME_BEGINNING]
    return len(beginning) == _SAME_BEGINNING and any(other.startswith(beginning) for other in there)
