"""Which words say the contrary of each other, within a language and from one to another (data/contraries.toml)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TypeAlias

from assistant.checking.case import lexicon

_Side: TypeAlias = tuple[tuple[str, ...], frozenset[str]]  # beginnings of words, and whole words
_NOTHING: _Side = ((), frozenset())


def opposites(said: Sequence[str], language: str, there: Sequence[str], other_language: str) -> Iterator[str]:
    """The words of `said` whose contrary stands `there`, all in small letters; none where both have both."""
    for one, other in _pairs():
        for mine, theirs in ((one, other), (other, one)):
            word = _first(said, mine.get(language, _NOTHING))
            if (
                word
                and not _first(said, theirs.get(language, _NOTHING))
                and _first(there, theirs.get(other_language, _NOTHING))
                and not _first(there, mine.get(other_language, _NOTHING))
            ):
                yield word


def is_shared(word: str, language: str, there: Sequence[tuple[str, str]]) -> bool:
    """Whether one of the words there, each with its language, says the same; true of a word that has no contrary."""
    sides = [side for pair in _pairs() for side in pair if _first([word], side.get(language, _NOTHING))]
    return not sides or any(_first([other], side.get(name, _NOTHING)) for side in sides for other, name in there)


def _first(tokens: Sequence[str], beginnings: _Side) -> str | None:
    begin, whole = beginnings
    return next((token for token in tokens if token in whole or (begin and token.startswith(begin))), None)


@cache
def _pairs() -> tuple[tuple[dict[str, _Side], dict[str, _Side]], ...]:
    return tuple(
        (
            {language: _split(listed) for language, listed in pair["one"].items()},
            {language: _split(listed) for language, listed in pair["other"].items()},
        )
        for pair in lexicon("contraries")["pair"]
    )


def _split(listed: str) -> _Side:
    names = listed.split()
    return tuple(n for n in names if n[0] != "="), frozenset(n[1:] for n in names if n[0] == "=")
