"""Whether the names of a claim stand in its cited sentences, across spellings and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from assistant.checking.case import Case, Verdict, Verdicts, lexicon
from assistant.checking.mentioned import is_called, mentioned
from assistant.checking.translated import is_translated
from assistant.checking.wording import is_common
from assistant.language.alike import are_two_names
from assistant.language.names import name_words, spelling_key
from assistant.language.numbers import numbers
from assistant.language.spelling import normal
from assistant.language.words import read_lines, word_stems, words
from assistant.types import Article, Evidence

_PARTS = re.compile(r"[-\u2010\u2011]")
_BEFORE = 400  # characters before the cited sentence that hold the one or two sentences a pronoun can point to
_LONG_BEGINNING = 7  # letters of a key that a German compound or inflected word shares with its source


def names_stand(case: Case) -> Verdicts:
    """Every name of the claim stands in a cited sentence, in any spelling.

    A full name also passes where the cited sentence means that very person by family name, office or pronoun, as far
    as its article has been read for people; else where it has the family name, and its article the full name.
    """
    there = _Cited(case)
    runs = [run for run in _runs(case.text) if not there.means(" ".join(run))]
    verdicts = [
        there.missing(word, run)
        for run in runs
        for word in run
        if not there.has(word)
        and not _opens(word, run, case)
        and not _of_place(word, case)
        and not numbers(word, case.language)
        and not is_common(word, case.language)
        and not there.translates(word)
    ]
    return tuple(verdict for verdict in verdicts if verdict) + tuple(there.namesakes(runs))


def _runs(text: str) -> list[list[str]]:
    """The name words of a text, those that stand side by side together."""
    names = name_words(text)
    runs: list[list[str]] = []
    position = 0
    for name in names:
        found = text.find(name, position)
        joined = runs and found >= 0 and not text[position:found].strip(" \u00a0")
        if joined and position:
            runs[-1].append(name)
        else:
            runs.append([name])
        position = found + len(name) if found >= 0 else position
    return runs


def _keys(text: str) -> tuple[str, ...]:
    return tuple(key for word in words(text) for part in _PARTS.split(word) for key in [spelling_key(part)] if key)


@lru_cache(maxsize=256)
def _article_keys(article_id: str, version: int, text: str) -> tuple[str, ...]:  # noqa: ARG001 - they name the text
    return _keys(text)


@cache
def _listed_keys() -> frozenset[str]:
    """Keys of the people and places that our lists name."""
    lists = read_lines("people.txt") + read_lines("places.txt")
    return frozenset(spelling_key(name) for group in lists for name in group)


def _opens(word: str, run: list[str], case: Case) -> bool:
    """Whether a word has its capital from beginning a sentence: alone there, in the form of a verb or adverb."""
    if len(run) == 1 and case.text.startswith(word) and _stands_small(word, case):
        return True
    pattern = lexicon("pointers")["openers"].get(case.language)
    if len(run) > 1 or not pattern or not re.fullmatch(pattern, word.lower()) or spelling_key(word) in _listed_keys():
        return False
    return bool(re.search(rf"(?:\A|[.!?:]\s+)\W*{re.escape(word)}\b", case.text))


def _stands_small(word: str, case: Case) -> bool:
    """Whether a word stands in a cited sentence with a small letter, in any form."""
    wanted = set(word_stems(word, case.language))
    small = (other for found in case.cited for other in words(found.sentence.text) if other[0].islower())
    return any(wanted & set(word_stems(other, case.language)) for other in small)


def _of_place(word: str, case: Case) -> bool:
    """Whether a word is made of one that is cited by an ending for people and adjectives of places."""
    endings = lexicon("pointers")["of_places"].get(case.language, [])
    place = lexicon("pointers")["place_endings"].get(case.language)
    if place and (root := re.sub(place, "", word.lower())) and len(root) > 2:
        adjective = re.compile(re.escape(root) + lexicon("pointers")["place_adjectives"][case.language])
        if any(adjective.fullmatch(other) for other in case.cited_words):
            return True
    if case.language == "de" and not re.search(rf"\b{re.escape(word)}\s+[A-ZÄÖÜ]", case.text):
        return False
    return any(word.lower() == other + ending for other in case.cited_words for ending in endings if len(other) > 2)


class _Cited:
    """The names of the cited sentences and their articles."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._people = [person for found in case.cited for person in mentioned(found)]
        self._words: dict[str, set[str]] = {}  # key → the words that have it
        for found in case.cited:
            for word in words(f"{found.sentence.text} {found.article.outlet or ''}"):
                for part in (word, *_PARTS.split(word)):
                    self._words.setdefault(spelling_key(part), set()).add(part)
        self._words.pop("", None)

    def means(self, name: str) -> bool:
        """Whether a cited sentence names or means the person of that name."""
        return any(is_called(person, name) for person in self._people)

    def has(self, word: str) -> bool:
        """Whether a name word stands in a cited sentence (or is the outlet's)."""
        parts = [part for part in _PARTS.split(word) if spelling_key(part)]
        if self._has_spelling(word) or (parts and all(map(self._has_spelling, parts))):
            return True
        alike_there = bool(self._case.same_language)
        return any(_kin(spelling_key(part), other, alike_there) for part in parts for other in self._words)

    def translates(self, word: str) -> bool:
        """Whether a word that our lists do not name is the translation of one in a sentence of another language."""
        case = self._case
        if case.same_language or spelling_key(word) in _listed_keys():
            return False
        return is_translated(word, case.text, case.cited, case.language)

    def _has_spelling(self, word: str) -> bool:
        """Whether a spelling of a word stands there; names of settled spelling are two (Busch, Bush)."""
        there = self._words.get(spelling_key(word), ())
        return any(not are_two_names(normal(word), normal(other)) for other in there)

    def missing(self, word: str, run: list[str]) -> Verdict | None:
        """What a name word that no cited sentence has says against the claim; nothing if a full name explains it."""
        if any(self.has(other) and self._full_name(word, other, run) for other in run if other != word):
            return None
        if self._pointed_to(word):
            return Verdict("partial", "pronoun", word)
        known = spelling_key(word) in _listed_keys() or any(
            key in _keys_of(found.article) for key in _keys(word) for found in self._case.cited
        )
        # Across languages an unknown capitalised word may be a translated title or office ("Security Council").
        return Verdict("unverified" if known or self._case.same_language else "partial", "name", word)

    def _full_name(self, word: str, surname: str, run: list[str]) -> bool:
        """Whether a cited article has this word and the cited name side by side, in the claim's order."""
        between = run[min(run.index(word), run.index(surname)) : max(run.index(word), run.index(surname)) + 1]
        wanted = _keys(" ".join(between))
        return any(_contains(_keys_of(found.article), wanted) for found in self._case.cited)

    def _pointed_to(self, word: str) -> bool:
        """Whether a cited sentence has a pronoun and the sentences just before it have the name."""
        return any(
            _has_pointer(found) and set(_keys(word)) <= set(_keys(_before(found))) for found in self._case.cited
        )

    def namesakes(self, runs: list[list[str]]) -> Iterator[Verdict]:
        """Full names of the claim whose family name alone is cited, from an article with several such people."""
        for run in runs:
            if len(run) < 2 or all(self.has(word) for word in run):
                continue
            surname = next((word for word in run if self.has(word)), None)
            if surname and any(
                _given_names(*_text_of(found.article), spelling_key(surname)) > 1 for found in self._case.cited
            ):
                yield Verdict("partial", "namesake", surname)


def _kin(key: str, other: str, same_language: bool) -> bool:
    """Whether two keys share a long beginning, or, across languages, one is perhaps the adjective of the other."""
    if len(key) >= _LONG_BEGINNING and key[:_LONG_BEGINNING] == other[:_LONG_BEGINNING]:
        return True
    return not same_language and min(len(key), len(other)) >= 4 and (key in other or key[:4] == other[:4])


@lru_cache(maxsize=256)
def _given_names(article_id: str, version: int, text: str, surname: str) -> int:  # noqa: ARG001 - they name the text
    """How many people of one family name an article has, by the other names beside it."""
    beside: set[str] = set()
    for run in _runs(text):
        keys = [key for word in run for key in _keys(word)]
        if surname in keys and len(keys) > 1:
            keys.remove(surname)
            given = "".join(keys)
            if not any(given.startswith(other) or other.startswith(given) for other in beside):
                beside.add(given)
    return len(beside)


def _keys_of(article: Article) -> tuple[str, ...]:
    return _article_keys(*_text_of(article))


def _text_of(article: Article) -> tuple[str, int, str]:
    return article.id, article.version, article.text


def _contains(keys: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(keys[start : start + len(wanted)] == wanted for start in range(len(keys) - len(wanted) + 1))


def _before(found: Evidence) -> str:
    start = found.sentence.start
    return found.article.text[max(0, start - _BEFORE) : start]


def _has_pointer(found: Evidence) -> bool:
    pointers = lexicon("pointers").get(found.article.language, {}).get("words", [])
    return any(word.lower() in pointers for word in words(found.sentence.text))
