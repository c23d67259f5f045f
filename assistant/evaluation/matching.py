"""When two pieces of text say the same words: answers, facts and quotes compared as strings, with no judge model."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

QUOTE_OVERLAP = 0.8  # share of tokens two quotes must have in common to be the same one: allows a trimmed clause
LONGEST_ENDING = 3  # letters an inflection may add: Sanktion → Sanktionen, Präsident → Präsidenten
SHORTEST_INFLECTED = 4  # letters; shorter words are too often the beginning of another one (Kim, Kimmel)

_MARKER = re.compile(r"\s*\[\d+\]")
_THOUSANDS = re.compile(r"(?<=\d)[.,'’\u00a0\u202f](?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}")
_DECIMAL_POINT = "\ue000"  # private use: stands for the decimal sign while punctuation is removed


@cache
def _determiners() -> frozenset[str]:
    text = (files("assistant.evaluation") / "data" / "determiners.toml").read_text(encoding="utf-8")
    return frozenset(word for words in tomllib.loads(text).values() for word in words)


def without_markers(answer: str) -> str:
    """The text of an answer without its [n] markers."""
    return _MARKER.sub("", answer).strip()


def tokens(text: str) -> tuple[str, ...]:
    """The words of `text` as SQuAD compares them: no case, punctuation or articles (Rajpurkar et al. 2016).

    Extended to three languages: German and English articles go (Russian has none), umlauts stay, ё is е. A number
    keeps its decimal sign and loses its thousands separators, so that 1.234,5 is 1,234.5 and 2,3 is not 23.
    """
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    text = _ABBREVIATION.sub(lambda match: match.group().replace(".", ""), text)
    text = _DECIMAL.sub(_DECIMAL_POINT, _THOUSANDS.sub("", text))
    bare = "".join(" " if unicodedata.category(sign)[0] in "PS" else sign for sign in text)
    words = bare.replace(_DECIMAL_POINT, ".").split()
    return tuple(word for word in words if word not in _determiners())


def contains_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the accepted `answers` stands in `text`, as a run of whole words."""
    words = tokens(text)
    return any(_has_run(words, tokens(answer)) for answer in answers)


def token_f1(text: str, answers: Sequence[str]) -> float:
    """The harmonic mean of token precision and recall, 0 to 1, against the accepted answer that fits best."""
    words = tokens(text)
    return max((_dice(words, tokens(answer)) for answer in answers), default=0.0)


def states(text: str, variants: Sequence[str]) -> bool:
    """Whether `text` has one of the `variants` of a fact, whatever its case, hyphens, umlauts and inflection.

    ü, ue and u are one; a word of at least four letters may carry up to three more, a word of three a genitive s.
    """
    words = _folded(text)
    return any(_has_inflected_run(words, _folded(variant)) for variant in variants)


def same_quote(quote: str, passage: str) -> bool:
    """Whether a citation's quote is this passage: one holds the other, or they share 0.8 of their tokens (Dice)."""
    ours, theirs = tokens(quote), tokens(passage)
    return _has_run(ours, theirs) or _has_run(theirs, ours) or _dice(ours, theirs) >= QUOTE_OVERLAP


def _dice(ours: Sequence[str], theirs: Sequence[str]) -> float:
    if not ours or not theirs:
        return 0.0
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs))


def _has_run(words: Sequence[str], run: Sequence[str]) -> bool:
    return bool(run) and f" {' '.join(run)} " in f" {' '.join(words)} "


def _folded(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", " ".join(tokens(text)))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return tuple(re.sub(r"([ao])e|(?<![aeq])ue", lambda match: match.group()[0], plain).split())


def _has_inflected_run(words: Sequence[str], run: Sequence[str]) -> bool:
    if not run:
        return False
    starts = range(len(words) - len(run) + 1)
    return any(all(_inflects(words[start + step], base) for step, base in enumerate(run)) for start in starts)


def _inflects(word: str, base: str) -> bool:
    if word == base:
        return True
    if not base.isalpha() or not word.startswith(base) or len(base) < SHORTEST_INFLECTED - 1:
        return False
    ending = word[len(base) :]
    return len(ending) <= LONGEST_ENDING if len(base) >= SHORTEST_INFLECTED else ending == "s"
