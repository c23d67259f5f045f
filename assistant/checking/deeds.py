"""What a clause tells as a deed: one frame of who does it and to whom, and the words that name one deed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from assistant.checking.case import lexicon
from assistant.checking.verbs import verb_key


@dataclass(frozen=True, slots=True)
class Frame:
    """One deed in one clause: stems of who does it, of whom it is done to, and of all others that it names.

    `verb` is the word that tells it, as it stands.
    """

    verb: str
    deed: str
    doer: frozenset[str]
    done_to: frozenset[str]
    others: frozenset[str] = frozenset()
    marked: bool = True  # whether a case or the passive shows it, not the order of words alone


def deed(key: str, language: str) -> str:
    """The deed that a verb names: the first verb of its line among the deeds, else the verb itself."""
    return deeds(language).get(key, key)


@cache
def deeds(language: str) -> dict[str, str]:
    """Verb key → the first verb of its line among the deeds."""
    found: dict[str, str] = {}
    for line in lexicon("roles")["deeds"].get(language, []):
        listed = [verb_key(word, language) for word in line.split()]
        found.update({key: listed[0] for key in listed if key not in found})
    return found


@cache
def role_words(language: str) -> dict[str, frozenset[str]]:
    """The lists of data/roles.toml of a language, by name."""
    return {name: frozenset(text.split()) for name, text in lexicon("roles")[language].items()}
