"""Titles, offices and appositions beside a name, and where an office alone stands for the person."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from assistant.language.people.offices import head_of, is_head, offices, same_office
from assistant.language.people.spans import Mention
from assistant.language.places import country_of
from assistant.language.words import is_stop_word, read_words

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’.][^\W\d_]+)*\.?|\d+\.?")
_GAP = re.compile(r"[ \u00a0\n]?|\. ")
_LONGEST = 9  # words of an office, its genitives among them
_ADJECTIVE = {
    "de": re.compile(r"[a-zäöüß-]{3,}(?:e|en|er|es|em)$"),
    "en": re.compile(r"(?!)"),
    "ru": re.compile(r"(?!)"),
}
_QUALIFIERS = frozenset(["vize", "ex", "alt"])
_END = re.compile(r"\s*(?:[,;.!?:)–—]|$|\n)")


def roles_of(
    text: str, language: str, mentions: Sequence[Mention], others: Sequence[Mention], starts: AbstractSet[int]
) -> list[str]:
    """What a text calls a person of these mentions, as written, the commonest first.

    `others` are the mentions of all people, in order, and `starts` where they begin.
    """
    found: list[str] = []
    for mention in mentions:
        for span in (_before(text, language, mention, others), _after(text, language, mention, starts)):
            if span is not None:
                found.append(" ".join(text[slice(*span)].split()))
    return [role for role, _ in Counter(found).most_common()]


def _before(text: str, language: str, mention: Mention, others: Sequence[Mention]) -> tuple[int, int] | None:
    """The office in front of a name: "Kremlchef X", "der Sekretär des Rates, X,", "Secretary of State X"."""
    before = bisect_left(others, mention.start, key=lambda one: one.start)
    left = others[before - 1].end if before else 0
    words = list(_WORD.finditer(text, max(left, mention.start - 160), mention.start))
    edge = mention.start
    while words and _is_address(words[-1][0], language):
        edge = words.pop().start()
    if not words:
        return None
    gap = text[words[-1].end() : edge]
    comma = gap.strip() == "," and language != "ru"
    if gap.strip() not in {"", ".", ","} or "\n\n" in gap or (gap.strip() == "," and not comma):
        return None
    span = _office(text, language, words, genitive_only=comma)
    if span is None or (comma and not _END.match(text, mention.end)):
        return None
    if comma and text[left : span[0]].strip() in {",", ", der", ", die"}:
        return None  # "Putin, Präsident Russlands, Xi Jinping und …": it may be either's
    return span


def _is_address(word: str, language: str) -> bool:
    lower = word.lower()
    return lower in offices(language).address or lower.rstrip(".") in offices(language).address


def _office(text: str, language: str, words: Sequence[re.Match[str]], genitive_only: bool) -> tuple[int, int] | None:
    """The span of an office that ends with the last of these words: modifiers, its head, genitives behind it."""
    last = len(words) - 1
    for place in range(last, max(-1, last - _LONGEST), -1):
        if place < last and text[words[place].end() : words[place + 1].start()].strip() not in {"", "-"}:
            return None  # a stop or comma between
        if is_head(words[place][0], language) and (
            language == "ru" or words[place][0] != words[place][0].upper() or place == last
        ):
            if place < last and not _is_complement(language, [word[0] for word in words[place + 1 :]]):
                return None
            if place == last and genitive_only and not _is_determined(language, words, place):
                return None
            return _first_modifier(text, language, words, place), words[last].end()
        if place < last and not _may_stand_inside(words[place + 1][0], language):
            return None
    return None


def _is_determined(language: str, words: Sequence[re.Match[str]], place: int) -> bool:
    return any(word[0].lower() in offices(language).determiners for word in words[max(0, place - 3) : place])


def _may_stand_inside(word: str, language: str) -> bool:
    lower = word.lower()
    return (
        word[0].isupper()
        or lower in offices(language).inner
        or bool(_ADJECTIVE.get(language, _ADJECTIVE["en"]).fullmatch(word))
        or language == "ru"
    )


def _is_complement(language: str, words: Sequence[str]) -> bool:
    """Whether the words behind a head belong to it: a genitive or a phrase with "of", "für", "im"."""
    if not all(_may_stand_inside(word, language) for word in words) or is_stop_word(words[-1], language):
        return False
    first = words[0].lower()
    if language == "ru":
        return all(word[0].isupper() or not is_stop_word(word, "ru") for word in words)
    if language == "en":
        return first in {"of", "for", "to", "at", "and"}
    return first in offices("de").inner or bool(country_of(words[0])) or words[0].endswith("s") or words[0].isupper()


def _first_modifier(text: str, language: str, words: Sequence[re.Match[str]], head: int) -> int:
    """Where an office begins: adjectives, countries in the genitive, in English capitalised words before its head."""
    start = head
    while start > 0 and not text[words[start - 1].end() : words[start].start()].strip():
        before = words[start - 1][0]
        lower = before.lower()
        if lower in offices(language).determiners or (
            is_stop_word(before, language) and before not in {"former", "then"}
        ):
            break
        if language == "de":
            fits = bool(country_of(before)) or lower in _QUALIFIERS or _is_adjective(words, start - 1)
        elif language == "en":
            fits = (
                before[0].isupper()
                or lower in offices("en").inner
                or bool(country_of(before))
                or is_head(before, "en")
            )
        else:
            fits = bool(country_of(before)) or (
                before[0].islower() and before.endswith(("ий", "ый", "ой", "ого", "ому", "им", "ым"))
            )
        if not fits:
            break
        start -= 1
    return words[start].start()


def _is_adjective(words: Sequence[re.Match[str]], place: int) -> bool:
    """Whether a German word is an adjective and no verb: by its ending, with a determiner or adjective before it."""
    if not _ADJECTIVE["de"].fullmatch(words[place][0]) or place == 0:
        return False
    before = words[place - 1][0].lower()
    return (
        before in _articles()
        or bool(country_of(before))
        or (bool(_ADJECTIVE["de"].fullmatch(before)) and _is_adjective(words, place - 1))
    )


def _after(text: str, language: str, mention: Mention, names: AbstractSet[int]) -> tuple[int, int] | None:
    """The office in an apposition behind a name: "X, der Sekretär des Rates," and "X, Russia's president,"."""
    comma = re.compile(r"(?:'s|’s)?(?: \([^)]{1,30}\))?,[ \n](?=\S)").match(text, mention.end)
    if not comma:
        return None
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(text, comma.end(), comma.end() + 160):
        if words and text[words[-1].end() : word.start()].strip():
            break
        if word.start() in names or len(words) > _LONGEST + 4:
            return None
        words.append(word)
        if _END.match(text, word.end()) and not word[0].endswith("."):
            break
    if not words or not _END.match(text, words[-1].end()):
        return None
    if re.compile(r",\s").match(text, words[-1].end()) and any(
        words[-1].end() + ahead in names for ahead in range(4)
    ):
        return None  # "X, der Präsident von Y, Z, …": it may be the next one's
    if words[0][0].lower() in offices(language).determiners:
        words.pop(0)
    elif language == "de" and words and is_stop_word(words[0][0], "de"):
        return None
    if not words:
        return None
    heads = [place for place, word in enumerate(words[:5]) if is_head(word[0], language)]
    if not heads:
        return None
    head = heads[0]
    if language == "en":
        while head + 1 < len(words) and is_head(words[head + 1][0], language):
            head += 1
    if any(not _before_head(word[0], language) for word in words[:head]):
        return None
    rest = [word[0] for word in words[head + 1 :]]
    if rest and not _is_complement(language, rest):
        return None
    return words[0].start(), words[-1].end()


def _before_head(word: str, language: str) -> bool:
    if language == "de":
        return (
            (bool(_ADJECTIVE["de"].fullmatch(word)) and not is_stop_word(word, "de"))
            or bool(country_of(word))
            or is_head(word, "de")
        )
    if language == "ru":
        return not is_stop_word(word, "ru")
    return (
        word[0].isupper()
        or word.lower() in offices("en").inner
        or bool(country_of(word))
        or not is_stop_word(word, "en")
    )


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


@cache
def _articles() -> frozenset[str]:
    return frozenset(read_words("articles_de.txt"))
