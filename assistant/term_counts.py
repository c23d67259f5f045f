"""How often the words, names and numbers of a question stand in chunks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.names import spelling_key
from assistant.language.words import stems, word_stems, words
from assistant.question import Question

_UMLAUTS = str.maketrans("äöüё", "aouе")  # as stems begin


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a question can be found in words; `keys` holds the spelling key of each stem that belongs to a name."""

    stems: tuple[str, ...]
    keys: dict[str, str]
    name_keys: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often one chunk holds each stem and each spelling key of the question."""

    by_stem: Counter[str]
    by_key: Counter[str]
    keys: dict[str, str]

    def words(self, stem: str) -> int:
        """How often a word of the question stands there, or the name it belongs to in another spelling."""
        key = self.keys.get(stem)
        return max(self.by_stem[stem], self.by_key[key] if key else 0)

    def names(self, key: str) -> int:
        """How often a name or number of the question stands there."""
        return self.by_key[key] or self.by_stem[key]


def question_terms(question: Question) -> Terms:
    """What of a question is looked for: stems, name keys and numbers, each once."""
    text, language = question.search_text, question.language
    found = tuple(dict.fromkeys(stems(text, language)))
    parts = [part for name in question.names for part in words(name.replace("-", " "))]
    keys = {stem: spelling_key(part) for part in parts for stem in stems(part, language)}
    name_keys = dict.fromkeys(spelling_key(name) for name in (*question.names, *parts))
    numbers = tuple(term for term in found if term[0].isdigit())
    return Terms(found, keys, tuple(key for key in name_keys if key), numbers)


@lru_cache(maxsize=4_000)
def chunk_words(title: str, text: str) -> Counter[str]:
    """How often each word stands in a chunk and its title, as it is written there."""
    return Counter(words(f"{title}\n{text}"))


def counts_of(contents: Sequence[Counter[str]], languages: Sequence[str], terms: Terms) -> list[Counts]:
    """Counts in each chunk what is asked for. Chunks share most of their words, so each word is looked at once."""
    asked = {
        language: _asked_words(
            set().union(*(content for content, own in zip(contents, languages, strict=True) if own == language)),
            language,
            terms,
        )
        for language in set(languages)
    }
    found = []
    for content, language in zip(contents, languages, strict=True):
        stems_found: Counter[str] = Counter()
        keys_found: Counter[str] = Counter()
        for word in content.keys() & asked[language].keys():
            word_terms, word_keys = asked[language][word]
            for term in word_terms:
                stems_found[term] += content[word]
            for key in word_keys:
                keys_found[key] += content[word]
        found.append(Counts(stems_found, keys_found, terms.keys))
    return found


def _asked_words(
    vocabulary: set[str], language: str, terms: Terms
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words that have stems or spelling keys of the question, with these.

    Only words that begin like a term are stemmed: stemming is slow, and few match.
    """
    initials = {term[0] for term in terms.stems}
    starting = {letter for letter in {word[0] for word in vocabulary} if _initial(letter) in initials}
    wanted_stems, wanted_keys = {*terms.stems, *terms.name_keys}, {*terms.keys.values(), *terms.name_keys}
    wanted_keys.update(terms.numbers)
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for word in [word for word in vocabulary if word[0] in starting or "-" in word]:
        if word_terms := tuple(term for term in word_stems(word, language) if term in wanted_stems):
            found[word] = (word_terms, ())
    if terms.name_keys:
        for word in [word for word in vocabulary if word[0].isupper()]:
            keys = map(spelling_key, word.split("-") if "-" in word else (word,))
            if word_keys := tuple(key for key in keys if key in wanted_keys):
                found[word] = (found.get(word, ((), ()))[0], word_keys)
    return found


@lru_cache(maxsize=1_000)
def _initial(letter: str) -> str:
    return letter.lower().translate(_UMLAUTS)
