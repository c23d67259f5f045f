"""How far the words of a question stand in a sentence: exact, in a compound, as another spelling, as a synonym.

Same-language questions are read by stems. Across languages only names and numbers can be read off the surface; the
rest is the embedding's business.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from assistant.language.concepts import synonyms
from assistant.language.kinship import KIN, LEAST_BEGINNING, LEAST_PART, SAME, kinship
from assistant.language.names import name_words, spelling_key
from assistant.language.words import is_stop_word, stems
from assistant.question import Question, asking_words

_ASKING_WEIGHT = 0.15
# Document frequencies of a small archive say little: they are mixed with this many chunks of an imagined archive in
# which every word occurs in two of a hundred.
_IMAGINED_CHUNKS = 50
_IMAGINED_SHARE = 0.02
_LEAST_KEY = 3
_LEAST_LIKENESS_KEY = 6
_LIKENESS = 84.0  # per cent of letters in order: "fosberg" and "vosberg", but not two names of like sound
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*(?:[.,]\d+)*")


class Word(NamedTuple):
    """One word as it can be compared: stems, spelling key (empty unless capitalised)."""

    stems: frozenset[str]
    key: str


@dataclass(frozen=True)
class Words:
    """The content words of a text in order; where they stand is looked up when it is asked for, which is seldom."""

    text: str
    language: str
    words: tuple[Word, ...]

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """The character offset of each word."""
        found = _WORD.finditer(self.text)
        return tuple(match.start() for match in found if _analysed(match.group(), self.language).stems)

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that begin from `start` on and before `end`."""
        return self.words[bisect_left(self.offsets, start) : bisect_left(self.offsets, end)]


@dataclass(frozen=True, slots=True)
class AskedWord:
    """One word of a question that its answer should have; `weight` is its rarity in the archive, 0 to 1."""

    text: str
    stems: frozenset[str]
    key: str
    weight: float
    is_name: bool
    is_number: bool
    synonyms: frozenset[str] = frozenset()

    @property
    def crosses_languages(self) -> bool:
        """Whether the word can be met in a text of another language."""
        return self.is_name or self.is_number or bool(self.synonyms)


@lru_cache(maxsize=2_000)
def read(text: str, language: str) -> Words:
    """The content words of a text."""
    found = [_analysed(word, language) for word in _WORD.findall(text)]
    return Words(text, language, tuple(word for word in found if word.stems))


@lru_cache(maxsize=200_000)
def _analysed(word: str, language: str) -> Word:
    return Word(frozenset(stems(word, language)), spelling_key(word) if word[:1].isupper() else "")


def asked_words(question: Question, frequencies: Mapping[str, int], chunks: int) -> tuple[AskedWord, ...]:
    """The words of a question that count, each once, weighted by their rarity in an archive of `chunks` chunks."""
    names = {name.lower() for name in (*question.names, *name_words(question.search_text))}
    found: dict[frozenset[str], AskedWord] = {}
    framing = asking_words(question.language)
    for match in _WORD.finditer(question.search_text):
        text = match.group()
        stemmed, key = _analysed(text, question.language)
        if not stemmed or is_stop_word(text, question.language):
            continue
        weight = min(rarity(frequencies.get(stem, 0), chunks) for stem in stemmed)
        if stemmed & framing:
            weight *= _ASKING_WEIGHT
        is_number = any(letter.isdigit() for letter in text)
        is_name = text.lower() in names
        others = frozenset() if is_name else synonyms(stemmed, question.language)
        found.setdefault(stemmed, AskedWord(text, stemmed, key, weight, is_name, is_number, others))
    return tuple(found.values())


def question_stems(question: Question) -> list[str]:
    """The stems whose document frequencies `asked_words` wants."""
    return sorted(set(stems(question.search_text, question.language)))


def rarity(frequency: int, chunks: int) -> float:
    """Inverse document frequency scaled to 0 (everywhere) … 1 (nowhere), tame for archives of a few chunks."""
    imagined = _IMAGINED_CHUNKS * _IMAGINED_SHARE
    total = chunks + _IMAGINED_CHUNKS
    return max(0.0, math.log(total / (frequency + imagined)) / math.log(total / imagined))


class Reader:
    """Compares the asked words with the words of sentences in one language, remembering pairs it has seen."""

    def __init__(self, asked: Sequence[AskedWord], question_language: str, language: str):
        self._crosses = question_language != language
        self.asked = [word for word in asked if not self._crosses or word.crosses_languages]
        self.weights = np.array([word.weight for word in self.asked])
        self.names = np.array([word.is_name for word in self.asked], dtype=float)
        self.figures = np.array([word.is_number for word in self.asked], dtype=float)
        self.lower = np.array([word.text[:1].islower() for word in self.asked], dtype=float)
        self.keys = {word.key for word in self.asked if word.key}
        self.stems = {stem for word in self.asked for stem in word.stems}
        self._seen: dict[Word, list[tuple[int, float]]] = {}
        self._equal = self.stems.union(*(word.synonyms for word in self.asked))
        self._name_keys = [word.key for word in self.asked if word.is_name]
        akin = [] if self._crosses else [stem for word in self.asked if not word.is_number for stem in word.stems]
        self._beginnings = {stem[:LEAST_BEGINNING] for stem in akin}
        self._all_akin = "\n".join(akin)
        self._parts = [stem for stem in akin if len(stem) >= LEAST_PART]

    def degrees(self, text: Words) -> tuple[list[float], list[int]]:
        """For each asked word how well the best of a text meets it (0 to 1), and that word's offset (-1 if none)."""
        best = [0.0] * len(self.asked)
        places = [-1] * len(self.asked)
        seen = self._seen
        for place, word in enumerate(text.words):
            met = seen.get(word)
            if met is None:
                met = seen[word] = self._met(word)
            for index, degree in met:
                if degree > best[index]:
                    best[index], places[index] = degree, place
        return best, [text.offsets[place] if place >= 0 else -1 for place in places]

    def _met(self, word: Word) -> list[tuple[int, float]]:
        """The places of the asked words that a word meets, and how well."""
        if not self._may_meet(word):
            return []
        degrees = ((index, self._degree(asked, word)) for index, asked in enumerate(self.asked))
        return [(index, degree) for index, degree in degrees if degree > 0.0]

    def _may_meet(self, word: Word) -> bool:
        """Whether it can meet any: five quick looks spare most words the comparison with each asked word."""
        if not self._equal.isdisjoint(word.stems) or word.key in self.keys:
            return True
        if len(word.key) >= _LEAST_LIKENESS_KEY:
            for key in self._name_keys:
                if fuzz.ratio(key, word.key) >= _LIKENESS:
                    return True
        for stem in word.stems:
            if stem[:LEAST_BEGINNING] in self._beginnings or (len(stem) >= LEAST_PART and stem in self._all_akin):
                return True
            for part in self._parts:
                if part in stem:
                    return True
        return False

    def _degree(self, asked: AskedWord, word: Word) -> float:
        if asked.stems & word.stems:
            return SAME
        if asked.key and asked.key == word.key and len(asked.key) >= _LEAST_KEY:
            return SAME
        if asked.is_name and len(word.key) >= _LEAST_LIKENESS_KEY and fuzz.ratio(asked.key, word.key) >= _LIKENESS:
            return KIN
        if asked.synonyms & word.stems:
            return KIN
        if asked.is_number or self._crosses:
            return 0.0
        best = 0.0
        for one in asked.stems:
            for other in word.stems:
                best = max(best, kinship(one, other))
        return best
