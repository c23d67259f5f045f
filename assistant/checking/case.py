"""What a gate looks at, and what it says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, TypeAlias

from assistant.language.numbers import absolute_dates, numbers
from assistant.language.words import is_stop_word, words
from assistant.types import Event, Evidence, Support

_KNOWN_LANGUAGES = ("de", "en", "ru")


@dataclass(frozen=True)
class Case:
    """One claim with the sentences it cites. `asked` is the language of the question."""

    text: str
    cited: tuple[Evidence, ...]
    unknown: tuple[str, ...]  # cited ids that are not in the evidence
    asked: str
    written: str | None = None  # the claim's language, where it is known already
    event: Event | None = None  # the event that comes with the claim

    @cached_property
    def language(self) -> str:
        """The language the claim is written in: that of the question or of its source, by its function words."""
        if self.written:
            return self.written
        candidates = dict.fromkeys((self.asked, *(found.article.language for found in self.cited)))
        found = words(self.text)
        return max(candidates, key=lambda language: sum(is_stop_word(word, language) for word in found))

    @cached_property
    def same_language(self) -> tuple[Evidence, ...]:
        """The cited sentences that are in the claim's language."""
        return tuple(found for found in self.cited if found.article.language == self.language)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The claim's numbers."""
        return numbers(self.text, self.language)

    @cached_property
    def dates(self) -> frozenset[str]:
        """The claim's absolute dates."""
        return absolute_dates(self.text, self.language)

    @cached_property
    def cited_numbers(self) -> frozenset[str]:
        """All numbers of the cited sentences."""
        return frozenset().union(*(numbers(found.sentence.text, found.article.language) for found in self.cited))

    @cached_property
    def cited_dates(self) -> frozenset[str]:
        """All absolute dates of the cited sentences."""
        return frozenset().union(
            *(absolute_dates(found.sentence.text, found.article.language) for found in self.cited)
        )

    @cached_property
    def cited_words(self) -> frozenset[str]:
        """All words of the cited sentences in lower case."""
        return frozenset(word.lower() for found in self.cited for word in words(found.sentence.text))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a gate says. `reason` is a key of data/reasons.toml, empty where the claim passes."""

    support: Support
    reason: str = ""
    what: str = ""

    def in_words(self, language: str) -> str:
        """The reason for a reader, in German, English or Russian; English for other languages."""
        return str(lexicon("reasons")[language if language in _KNOWN_LANGUAGES else "en"][self.reason]).format(
            what=self.what
        )


Verdicts: TypeAlias = tuple[Verdict, ...]
PASSED: Verdicts = ()


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The data file `assistant/checking/data/NAME.toml`."""
    return tomllib.loads(files("assistant.checking").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))
