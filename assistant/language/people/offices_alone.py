"""Where an office alone stands for a person: "der nordkoreanische Machthaber"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.language.people.offices import head_of, is_head, same_office
from assistant.language.people.spans import Mention
from assistant.language.places import country_of
from assistant.language.words import is_stop_word


def office_mentions(
    text: str, language: str, roles: Sequence[Sequence[str]], mentions: Sequence[Mention]
) -> list[list[tuple[int, int, str]]]:
    """For each person where their office stands alone, with what is written there: "der nordkoreanische Machthaber".

    Only where the article itself says whose office it is, and it is one person's: the same office with the same
    country or kind, or a bare "der Präsident" where only one person is called so.
    """
    found: list[list[tuple[int, int, str]]] = [[] for _ in roles]
    if not any(roles) or language not in {"de", "en"}:
        return found
    taken = [(one.start, one.end) for one in mentions]
    for start, end, phrase, bare in _alone(text, language, taken):
        owners = [
            number for number, own in enumerate(roles) if any(_equates(role, phrase, bare, language) for role in own)
        ]
        rivals = (
            owners
            if not bare
            else [
                number
                for number, own in enumerate(roles)
                if any(_head(role, language) == _head(phrase, language) for role in own)
            ]
        )
        if len(owners) == 1 and len(rivals) == 1:
            found[owners[0]].append((start, end, " ".join(text[start:end].split())))
    return found


def _equates(role: str, phrase: str, bare: bool, language: str) -> bool:
    if bare:
        return _head(role, language) == _head(phrase, language)
    return same_office(role, phrase)


def _head(role: str, language: str) -> str:
    return next((head_of(word, language) for word in role.split() if is_head(word, language)), "")


def _alone(text: str, language: str, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int, str, bool]]:
    """Offices with a determiner and no name beside: offsets, the office without determiner, whether it is bare."""
    starts = {start for start, _ in taken}
    ends = {end for _, end in taken}
    found: list[tuple[int, int, str, bool]] = []
    for match in re.finditer(_phrase_pattern(language), text):
        if not is_head(match["head"], language) or is_stop_word(match["head"], language):
            continue
        follow = re.compile(r",? ?(?:(?:Dr|Prof)\. )*").match(text, match.end())
        behind = follow.end() if follow else match.end()
        if behind in starts or _goes_on(text, language, match.end()):
            continue
        if match.start() - 2 in ends and text[match.start() - 2 : match.start()] == ", ":
            continue
        phrase = f"{match['modifiers'] or ''}{match['head']}"
        found.append((match.start(), match.end(), phrase, not match["modifiers"] and "-" not in match["head"]))
    return found


@cache
def _phrase_pattern(language: str) -> str:
    if language == "de":
        return (
            r"(?<!\w)(?:[Dd](?:er|ie|em|en|es)\s+)(?P<modifiers>(?:[a-zäöüß-]{3,}(?:e|en)\s+){0,2})"
            r"(?P<head>[A-ZÄÖÜ][\wäöüß-]+)(?!\w)"
        )
    return (
        r"(?<!\w)[Tt]he\s+(?P<modifiers>(?:[A-Z][a-z]+\s+){0,2}"
        r"(?:(?:prime|foreign|defence|defense|security|former|deputy)\s+)?)(?P<head>[a-z][a-z-]+)(?!\w)"
    )


def _goes_on(text: str, language: str, end: int) -> bool:
    """Whether what follows makes the office somebody else's: a genitive, "of", "von", another noun or name."""
    if language == "de":
        after = re.compile(r"\s+([^\W\d_][\w-]*)").match(text, end)
        if not after:
            return False
        word = after[1]
        return (
            word in {"des", "der", "von", "für", "im"}
            or bool(country_of(word))
            or (word[0].isupper() and word.endswith("s"))
        )
    return bool(re.compile(r"(?:\s+of\b|\s+[A-Z]|['’]s\s+(?:son|wife|brother))").match(text, end))
