"""Titles, offices and appositions beside a name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from assistant.language.people.offices import is_head, offices
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
    text: str,
    language: str,
    mentions: Sequence[Mention],
    others: Sequence[Mention],
    starts: AbstractSet[int],
    sentences: Sequence[tuple[int, int]],
) -> list[str]:
    """What a text calls a person of these mentions, as written, the commonest first.

    `others` are the mentions of all people, in order, and `starts` where they begin; `sentences` are offsets.
    """
    found: list[str] = []
    for mention in mentions:
        first, last = _sentence(text, mention, sentences)
        for span in (_before(text, language, mention, others, first), _after(text, language, mention, starts, last)):
            if span is not None:
                found.append(" ".join(text[slice(*span)].split()))
    return [role for role, _ in Counter(found).most_common()]


def _sentence(text: str, mention: Mention, sentences: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the sentence of a mention begins, and where it ends but for its full stop."""
    place = max(0, bisect_right(sentences, mention.start, key=lambda span: span[0]) - 1)
    first, last = sentences[place] if sentences else (0, len(text))
    first, last = min(first, mention.start), max(last, mention.end)
    while last > mention.end and text[last - 1] in ".!? \n":
        last -= 1
    return first, last


def _before(
    text: str, language: str, mention: Mention, others: Sequence[Mention], first: int
) -> tuple[int, int] | None:
    """The office in front of a name: "Kremlchef X", "der Sekretär des Rates, X,", "Secretary of State X"."""
    before = bisect_left(others, mention.start, key=lambda one: one.start)
    left = max(first, others[before - 1].end if before else 0)
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
    if language == "en" and start == head:
        start = _compound(text, words, head)
    return words[start].start()


def _compound(text: str, words: Sequence[re.Match[str]], head: int) -> int:
    """Where an English office of common nouns begins: at most two words between a determiner and the head."""
    for start in range(head - 1, max(-1, head - 4), -1):
        if text[words[start].end() : words[start + 1].start()].strip():
            break
        if words[start][0].lower() in offices("en").determiners:
            return start + 1
        if is_stop_word(words[start][0], "en"):
            break
    return head


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


def _after(text: str, language: str, mention: Mention, names: AbstractSet[int], last: int) -> tuple[int, int] | None:
    """The office in an apposition behind a name: "X, der Sekretär des Rates," and "X, Russia's president,"."""
    comma = re.compile(r"(?:'s|’s)?(?: \([^)]{1,30}\))?,[ \n](?=\S)").match(text, mention.end)
    if not comma:
        return None
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(text, comma.end(), min(last, comma.end() + 160)):
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


@cache
def _articles() -> frozenset[str]:
    return frozenset(read_words("articles_de.txt"))
