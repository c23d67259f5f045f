"""How much of a claim its cited sentences carry, by words; and what is a quotation and needs no more checking."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.checking.case import Case, lexicon
from assistant.checking.clauses import clauses, has_stem
from assistant.checking.verbs import auxiliaries, prefixes, verb_key, verb_words
from assistant.language.names import name_words
from assistant.language.words import stems, word_stems, words
from assistant.types import Evidence

# Share of a claim's content words that its sources must carry. Chosen on the German pairs worked on
# (tests/claim_pairs.toml) and on WiCE; docs/decisions/0060-gates.md has the curve.
ENOUGH = 0.66
ENOUGH_OF_A_CLAUSE = 0.5
_SHORTEST_PART = 5  # letters of a word that counts as part of a German compound
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


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a claim its sources carry, in shares from 0 to 1."""

    words: int  # content words of the claim, names and numbers left out
    content: float  # share of these
    names: float  # of the names
    weakest: float  # of the content words of the clause that is carried worst, by the sentence that carries it best
    related: bool  # whether a word for the same kind of thing stands there

    @property
    def enough(self) -> bool:
        """Whether that makes a claim verified."""
        return self.content >= ENOUGH and self.weakest >= ENOUGH_OF_A_CLAUSE


def coverage(case: Case, like: AbstractSet[str] = frozenset()) -> Coverage:
    """What the cited sentences in the claim's language have of its words, in any form, or by a synonym.

    like: words of the claim that are known to be like one of the sources.
    """
    language = case.language
    texts = [found.sentence.text for found in case.same_language]
    there, single = Source(tuple(texts), language, like), [Source((text,), language, like) for text in texts]
    claimed, names = content_of(case.text, language)
    known = Source(tuple(found.article.title for found in case.same_language), language)  # what the article is about
    carried = sum(there.has(word) or known.has(word) for word in claimed)
    related = any(_related(stem, there.stems, case) for word in claimed for stem in word_stems(word, language))
    return Coverage(
        words=len(claimed),
        content=carried / len(claimed) if claimed else 1.0,
        names=sum(there.has(word) for word in names) / len(names) if names else 0.0,
        weakest=min((_best(clause.text, single, language) for clause in clauses(case.text, language)), default=1.0),
        related=related,
    )


def _best(clause: str, sources: Sequence[Source], language: str) -> float:
    """The largest share of a clause's content words that one sentence has; 1 for a clause without any."""
    claimed, _ = content_of(clause, language)
    if not claimed:
        return 1.0
    return max((sum(source.has(word) for word in claimed) / len(claimed) for source in sources), default=0.0)


def content_of(text: str, language: str) -> tuple[list[str], list[str]]:
    """The words of a text that say something, auxiliaries and numbers left out; and its names."""
    names = set(name_words(text))
    left_out = auxiliaries(language)
    said = [
        word
        for word in dict.fromkeys(_joined(text, language))
        if word.lower() not in left_out and not word[0].isdigit() and word_stems(word, language)
    ]
    listed = [word for word in said if word in names and not is_common(word, language)]
    return [word for word in said if word not in listed], listed


def _joined(text: str, language: str) -> list[str]:
    """The words of a text; a German verb and the prefix that has parted from it are one ("nahm … fest")."""
    if language != "de":
        return words(text)
    found: list[str] = []
    for clause in clauses(text, language):
        tokens = words(clause.text)
        verbs = verb_words(tokens, language)
        if verbs and tokens[-1].lower() in prefixes("parting"):
            place = tokens.index(verbs[0])
            tokens = [*tokens[:place], tokens[-1].lower() + tokens[place], *tokens[place + 1 : -1]]
        found += tokens
    return found


class Source:
    """The words of the cited sentences, by stem, verb key and synonyms; `like` are words known to be like some."""

    def __init__(self, texts: tuple[str, ...], language: str, like: AbstractSet[str] = frozenset()) -> None:
        self._language = language
        self._like = like
        self.stems = frozenset(stem for text in texts for stem in stems(text, language))
        self._keys = frozenset(key for text in texts for clause in clauses(text, language) for key in clause.keys)
        self._groups = frozenset(
            group for stem in self.stems | self._keys for group in _groups(language).get(stem, ())
        )

    def has(self, word: str) -> bool:
        """Whether a word stands there in any form, as part of a compound, or by a synonym."""
        language = self._language
        if word in self._like:
            return True
        found = word_stems(word, language)
        key = verb_key(word, language)
        if key in self._keys or any(has_stem(stem, self.stems) for stem in found):
            return True
        if any(group in self._groups for stem in (*found, key) for group in _groups(language).get(stem, ())):
            return True
        return language == "de" and any(self._compound(stem) for stem in found)

    def _compound(self, stem: str) -> bool:
        if len(stem) < _SHORTEST_PART:
            return False
        return any(
            (len(other) >= _SHORTEST_PART and stem.endswith(other)) or other.endswith(stem) for other in self.stems
        )


def is_common(word: str, language: str) -> bool:
    """Whether a word is listed among synonyms, and so no name though it may look like one."""
    return any(stem in _groups(language) for stem in word_stems(word, language))


@cache
def _groups(language: str) -> dict[str, tuple[int, ...]]:
    """Stem or verb key → the groups of synonyms it belongs to."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lexicon("synonyms").get(language, {}).get("groups", [])):
        for word in line.split():
            for form in (*word_stems(word, language), verb_key(word, language)):
                found.setdefault(form, set()).add(number)
    return {form: tuple(sorted(numbers)) for form, numbers in found.items()}


def carried_share(text: str, found: Evidence) -> float:
    """Share of the content words of `text` that a sentence carries, 0 to 1; both read in the sentence's language."""
    language = found.article.language
    claimed, names = content_of(text, language)
    there = Source((found.sentence.text,), language)
    said = claimed + names
    return sum(there.has(word) for word in said) / len(said) if said else 1.0


def _related(stem: str, there: frozenset[str], case: Case) -> bool:
    """Whether a source has another word for the same kind of thing ("traf", "empfing"): too loose to verify by."""
    return any(stem in group and group & there for group in _concepts(case.language))


@cache
def _concepts(language: str) -> tuple[frozenset[str], ...]:
    text = files("assistant.language").joinpath("data/concepts.toml").read_text(encoding="utf-8")
    return tuple(frozenset(stems(listed.get(language, ""), language)) for listed in tomllib.loads(text).values())
