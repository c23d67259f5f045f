"""Where sentences begin and end: German, English and Russian news, rules over word lists.

A stop ends a sentence unless there is a reason that it does not: a small letter follows, the word is an abbreviation,
the number an ordinal, the letter an initial. The word lists are in `data/sentences.toml`. Rules and no model, since
the offsets of stored sentences must be the same on every machine, and for a reader's sake a wrong cut must be
explainable.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PARAGRAPH = re.compile(r"\n(?:[^\S\n]*\n)+")
_CLOSERS = "\"'”“’»«›‹)\\]"
# A stop with what closes behind it (quotes, brackets, a footnote "[1]"), then white space.
_STOP = re.compile(rf"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>(?:\[\d+\]|[{_CLOSERS}])*+)(?=\s)")
# "Ende.Und dann": a stop that lost its space, between a small letter and a capitalised word.
_GLUED = re.compile(r"(?<=[^\W\d_A-ZÄÖÜА-Я]{2})(?P<mark>[.!?])(?=[A-ZÄÖÜА-ЯЁ][^\W\d_A-ZÄÖÜА-Я]*\s)")
_BULLET = re.compile(r"\n[^\S\n]*(?=(?:[•‣▪●*]|[-–](?=\s)|\d{1,2}\)\s))")
_OPENERS = "\"'„“”‚‘»«›‹([–—-¿¡ \t\n"
_WORD_BEFORE = re.compile(r"[^\s\"'„“”‚‘»«›‹(\[]+$")
_WORD_AFTER = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_SPACED = re.compile(r"(?:(?<=\s)|(?<=\()|^)((?:[^\W\d_]{1,2}\.\s)+)$")
_PAIR = re.compile(r"\d{1,3}\./\d{1,3}")  # "im 2./3. Jahrhundert"
_ROMAN = re.compile(r"[IVXL]+")
_SUFFIX = re.compile(r"\wstr$")  # "Hauptstr."
_AROUND = 120  # characters; what decides about a stop stands this near, and long texts stay fast
_LONGEST_BRACKET = 240  # characters; a longer bracket is a passage of its own and is split inside


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists of one language, see `data/sentences.toml`."""

    never: frozenset[str]
    maybe: frozenset[str]
    before_number: frozenset[str]
    months: frozenset[str]
    ordinal_before: frozenset[str]
    ordinal_after: frozenset[str]
    starters: frozenset[str]
    speech: frozenset[str]


def split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """The offsets (start, end) of the sentences of `text`, in order.

    They never overlap, never cross an empty line, and hold every character that is no white space. A single line
    break is white space like any other, except before a bullet. `language` is an ISO 639-1 code; languages other than
    de, en and ru are split by the English lists.
    """
    words = _words(language)
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in [*_PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        paragraph = text[start:end]
        cuts = sorted({*_cuts(paragraph, words, language), len(paragraph)})
        left = 0
        for cut in cuts:
            piece = paragraph[left:cut]
            if stripped := piece.strip():
                begin = start + left + (len(piece) - len(piece.lstrip()))
                spans.append((begin, begin + len(stripped)))
            left = cut
        start = gap.end() if gap else end
    return spans


@cache
def _words(language: str) -> _Words:
    data = tomllib.loads((files("assistant.language") / "data/sentences.toml").read_text(encoding="utf-8"))
    lists = data.get(language, data["en"])
    return _Words(**{name: frozenset(value.split()) for name, value in lists.items()})


def _cuts(paragraph: str, words: _Words, language: str) -> Iterator[int]:
    brackets = _brackets(paragraph)
    for match in _BULLET.finditer(paragraph):
        yield match.start()
    for match in _GLUED.finditer(paragraph):
        after = _WORD_AFTER.match(paragraph, match.end())
        if after and after[0].lower() in words.starters:
            yield match.end()
    for match in _STOP.finditer(paragraph):
        at = bisect_right(brackets, (match.start(), 0)) - 1
        inside = at >= 0 and brackets[at][0] < match.start() < brackets[at][1]
        if not inside and _ends(paragraph, match, words, language):
            yield match.end()


def _brackets(paragraph: str) -> list[tuple[int, int]]:
    """Round brackets within a sentence: what stands in them belongs to it, stops included."""
    found = []
    for match in re.finditer(rf"\([^()]{{1,{_LONGEST_BRACKET}}}\)", paragraph):
        before = paragraph[max(0, match.start() - _AROUND) : match.start()].rstrip()
        if before and before[-1] not in ".!?…":
            found.append((match.start(), match.end() - 1))
    return found


def _ends(paragraph: str, match: re.Match[str], words: _Words, language: str) -> bool:
    """Whether the stop that `match` found ends a sentence."""
    opened = paragraph[match.end() : match.end() + _AROUND].lstrip(_OPENERS)
    if not opened:
        return False
    follows = _WORD_AFTER.match(opened)
    after = follows[0] if follows else ""
    if opened[0].islower():
        return False
    mark, close = match["mark"], match["close"]
    head = paragraph[max(0, match.start() - _AROUND) : match.start()]
    before_match = _WORD_BEFORE.search(head)
    before = before_match[0] if before_match else ""
    if "!" in mark or "?" in mark:
        return not (close and _is_reported(opened, words))
    if "…" in mark or len(mark) > 1:
        return bool(before) or _starts(opened, after, words)
    if close and not close.startswith((")", "]")):
        return True
    return _stop_ends(head, before, opened, after, words, language)


def _is_reported(opened: str, words: _Words) -> bool:
    """Whether a quotation that ended in "?" or "!" is followed by "Merkel fragte" or the like: one sentence."""
    return any(word.lower() in words.speech for word in re.findall(r"[^\W\d_]+", opened[:60])[:4])


def _starts(opened: str, after: str, words: _Words) -> bool:
    """Whether a sentence typically starts so; a single letter with a stop is an initial."""
    if len(after) == 1 and opened[1:2] == ".":
        return False
    return after.lower() in words.starters


def _listed(word: str, entries: frozenset[str]) -> bool:
    return word in entries or word.lower() in entries


def _stop_ends(head: str, before: str, opened: str, after: str, words: _Words, language: str) -> bool:
    """Whether a single stop after the word `before` ends the sentence; `opened` is what follows, quotes left out."""
    if before and before[-1].isdigit():
        return _number_ends(head, before, opened, after, words, language)
    starts = _starts(opened, after, words)
    word = before.lstrip("-–—/").rstrip(".")
    if len(word) <= 2 and (spaced := _SPACED.search(head[: len(head) - len(before)])):
        word = re.sub(r"\s", "", spaced[1]) + word  # "z. B." is "z.B"
    if _listed(word, words.never) or ("-" in word and _listed(word.rsplit("-", 1)[1], words.never)):
        return False
    if _listed(word, words.before_number) and opened[0].isdigit():
        return False
    if _listed(word, words.maybe) or _DOTTED.fullmatch(word) or (language == "de" and _SUFFIX.search(word)):
        return starts
    if len(word) == 1 and word.isalpha():
        return starts and word.isupper()
    if language == "de" and _ROMAN.fullmatch(word):
        return starts
    return True


def _number_ends(head: str, before: str, opened: str, after: str, words: _Words, language: str) -> bool:
    """Whether a stop after a number ends the sentence, or makes the number an ordinal or part of a date."""
    digits = re.search(r"\d+$", before)
    length = len(digits[0]) if digits else 0
    lead = head[: len(head) - len(before)].rstrip()
    if not lead and before.isdigit() and length <= 2:
        return False  # "1. Die Lage": the number of a list
    if length == 4 and before.isdigit():
        return True
    if after.lower() in words.months:
        return False
    if language != "de":
        return not (opened[0].isdigit() and length <= 2 and before.isdigit())
    if opened[0].isdigit():
        return length > 2
    if _starts(opened, after, words):
        return True
    if length > 3 or not (before.isdigit() or _PAIR.fullmatch(before)):
        return True
    words_before = re.findall(r"[^\W\d_]+", lead[-40:])
    previous = words_before[-1].lower() if words_before and lead[-1].isalpha() else ""
    return not (previous in words.ordinal_before or after.lower() in words.ordinal_after)
