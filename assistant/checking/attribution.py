"""Who says what a sentence reports: read from the sentence, or from those just before it where it has a pronoun."""

from __future__ import annotations

import re
from functools import cache

from assistant.checking.case import Case, lexicon
from assistant.checking.modality import modality_of
from assistant.types import Evidence, Modality

_BEFORE = 400  # characters before a sentence that may hold whom its pronoun means
_GENITIVE = re.compile(r"(?<=[^s])s$")


def attribution(case: Case) -> tuple[Modality, str | None]:
    """How the claim's content stands in its sources, and who says so where it is more than the newsroom.

    The events that the cited sentences tell decide, where there are any and all are of one kind.
    """
    told = [event for found in case.cited for event in found.events]
    kinds = {event.modality for event in told}
    modality = kinds.pop() if len(kinds) == 1 else modality_of(case)
    if modality == "happened":
        return modality, None
    named = next((event.attributed_to for event in told if event.attributed_to), None)
    return modality, named or next((who for found in case.cited if (who := speaker(found, modality))), None)


def speaker(found: Evidence, modality: Modality = "said") -> str | None:
    """Who is named as saying, denying, accusing or planning in a sentence; None where nobody is.

    What is only said may go on from the sentence before, in the same paragraph.
    """
    language = found.article.language
    if language not in lexicon("attribution"):
        return None
    named = _named(found.sentence.text, language)
    if named or modality != "said":
        return named
    start = found.sentence.start
    before = found.article.text[max(0, start - _BEFORE) : start].rpartition("\n\n")[2]
    return _named(before, language, last=True) if before else None


def prefixed(text: str, who: str, language: str) -> str:
    """A claim with the one who says it named before it, in German, English or Russian; English for others."""
    written = lexicon("attribution").get(language, lexicon("attribution")["en"])["prefix"]
    return str(written).format(who=who, text=text)


def _named(text: str, language: str, last: bool = False) -> str | None:
    """The first name that a pattern finds, the earlier pattern first; or the last one in the text."""
    listed = lexicon("attribution")[language]
    hits = [match for pattern in _patterns(language) for match in pattern.finditer(text)]
    if last:
        hits.sort(key=lambda match: -match.start())
    for match in hits:
        who = _bare(match["who"], listed["determiners"].split())
        if who and who.split()[0].lower() not in listed["pronouns"].split():
            return who
    return None


def _bare(who: str, determiners: list[str]) -> str:
    """A name without the article before it, and without the genitive that "des" brings."""
    first, _, rest = who.strip(" .,").partition(" ")
    if first.lower() not in determiners or not rest:
        return who.strip(" .,")
    if first.lower() == "des":
        head, _, tail = rest.partition(" ")
        rest = f"{_GENITIVE.sub('', head)} {tail}".strip()
    return rest


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    listed = lexicon("attribution")[language]
    name = rf"(?<!\w)(?P<who>{listed['name']})"
    return tuple(re.compile(pattern.replace("<NAME>", name)) for pattern in listed["patterns"])
