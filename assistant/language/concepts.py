"""Words for the same things across languages: which stems mean what a question's stems mean.

The concepts stand in `data/concepts.toml`; which of them name events that an answer must speak of, in
`data/questions.toml`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.language.words import stems


def synonyms(asked: frozenset[str], language: str) -> frozenset[str]:
    """Stems, in every language known, of words for the same things as the stems `asked`; theirs among them."""
    return frozenset(
        stem
        for concept in _concepts()
        if asked & concept.get(language, frozenset())
        for listed in concept.values()
        for stem in listed
    )


def decisive(asked: frozenset[str], language: str) -> tuple[frozenset[str], ...]:
    """For each event that the stems `asked` name ("Rücktritt"), all stems that speak of it, in every language.

    Words that may mean something else ("Feuer", "ersetzt") name no event.
    """
    told = _data("questions.toml")["decisive"]
    asked = asked - _stemmed(told["ambiguous"].get(language, ""), language)
    concepts = dict(zip(_data("concepts.toml"), _concepts(), strict=True))
    return tuple(
        frozenset().union(*concepts[name].values())
        for name in told["concepts"].split()
        if asked & concepts[name].get(language, frozenset())
    )


@cache
def _stemmed(words: str, language: str) -> frozenset[str]:
    return frozenset(stems(words, language))


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("assistant.language").joinpath("data", name).read_text(encoding="utf-8"))


@cache
def _concepts() -> tuple[dict[str, frozenset[str]], ...]:
    """Each concept's stems by language, and by language and "_also" those that are found but do not ask."""
    return tuple(
        {name: frozenset(stems(words, name.removesuffix("_also"))) for name, words in concept.items()}
        for concept in _data("concepts.toml").values()
    )
