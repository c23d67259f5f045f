"""How much of a claim its cited sentences carry, by words; and what is a quotation and needs no more checking."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.checking.case import PASSED, Case, Verdict, Verdicts
from assistant.language.names import name_words
from assistant.language.words import stems
from assistant.types import Evidence

# Share of a claim's content words that its sources must carry. Chosen on the pairs of tests/test_checking.py: honest
# paraphrases carry 0.5 and more, claims cited from the neighbouring sentence less.
ENOUGH = 0.5
_SAME_BEGINNING = (
    6  # letters: German compounds and inflections share at least so many ("Sicherheitsrat", "…ratschef")
)
_QUOTES = str.maketrans({**dict.fromkeys("„“”«»‚‘’‹›\"'", "'"), "[": "(", "]": ")"})
_ELLIPSIS = re.compile(r"\s*(?:\(…\)|\(\.\.\.\)|…|\.\.\.)\s*")


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
    """Enough content words of the claim stand in the cited sentences, as far as these are in the claim's language.

    Names and numbers do not make up for what is said of them: "Putin entließ Schoigu" is not carried by a sentence
    that has both names and another verb.
    """
    if not case.same_language:
        return (Verdict("partial", "other_language"),)
    claimed = set(stems(case.text, case.language))
    there = {stem for found in case.same_language for stem in stems(found.sentence.text, case.language)}
    said = {stem for stem in claimed - _name_stems(case) if not stem[0].isdigit()}
    if not claimed or (said and not any(_carried(stem, there) or _related(stem, there, case) for stem in said)):
        return (Verdict("unverified", "words"),)
    if not said and not any(_carried(stem, there) for stem in claimed):
        return (Verdict("unverified", "words"),)
    enough = min(_share(claimed, there), _share(said, there)) >= ENOUGH
    return PASSED if enough else (Verdict("partial", "few_words"),)


def carried_share(text: str, found: Evidence) -> float:
    """Share of the content words of `text` that a sentence carries, 0 to 1; both read in the sentence's language."""
    language = found.article.language
    return _share(set(stems(text, language)), set(stems(found.sentence.text, language)))


def _name_stems(case: Case) -> set[str]:
    return {stem for name in name_words(case.text) for stem in stems(name, case.language)}


def _share(stems_of_claim: set[str], there: set[str]) -> float:
    if not stems_of_claim:
        return 1.0
    return sum(_carried(stem, there) for stem in stems_of_claim) / len(stems_of_claim)


def _carried(stem: str, there: set[str]) -> bool:
    if stem in there:
        return True
    beginning = stem[:_SAME_BEGINNING]
    return len(beginning) == _SAME_BEGINNING and any(other.startswith(beginning) for other in there)


def _related(stem: str, there: set[str], case: Case) -> bool:
    """Whether a source has another word for the same kind of thing ("traf", "empfing"): too loose to verify by."""
    return any(stem in group and group & there for group in _concepts(case.language))


@cache
def _concepts(language: str) -> tuple[frozenset[str], ...]:
    text = files("assistant.language").joinpath("data/concepts.toml").read_text(encoding="utf-8")
    return tuple(frozenset(stems(listed.get(language, ""), language)) for listed in tomllib.loads(text).values())
