"""Where people are named: the tagger's spans of people, cut to the name, and without what is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.language.fullnames import FullName, is_family_first, parse_name
from assistant.language.names import is_common_noun
from assistant.language.people.offices import is_head, offices
from assistant.language.places import is_place
from assistant.language.spelling import GENITIVE, POSSESSIVE
from assistant.language.words import is_stop_word, read_words
from assistant.types import NameSpan

_CHUNK = re.compile(r"[^\s,;:()\"„“”«»‚‘‹›/]+")
_HYPHEN_TAIL = re.compile(r"[-\u2010\u2011]([^\W\d_]+)")
_HYPHEN_HEAD = re.compile(r"([^\W\d_]+)[-\u2010\u2011]$")
_EDGES = " \t\n\"'’„“”‚‘«»‹›()[]{},;:!?–—/|*•.·-"
_ALONE = 0.5  # a single word that the tagger is less sure of, and that no full name repeats, is dropped
_LONGEST = 6  # words of a name, particles among them


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: `start` and `end` as it stands there, `name` without a genitive's ending."""

    start: int
    end: int
    name: str
    score: float

    @property
    def parsed(self) -> FullName:
        """The parts of the name."""
        return parse_name(self.name)


def find_mentions(text: str, language: str, names: Sequence[NameSpan]) -> list[Mention]:
    """All mentions of people, in order, none overlapping: those the tagger gives and family names that come again."""
    spans = [span for span in _joined(text, names) if span.kind == "person"]
    cut = [found for span in spans if (found := _cut(text, language, span)) is not None]
    taken = [(span.start, span.end) for span in names if span.kind != "person"]
    cut = [_without_genitive(text, language, one, cut) for one in _apart(cut)]
    kept = [one for one in cut if _is_name(language, one, cut)]
    known = [(one.start, one.end) for one in kept]
    kept += list(_said_again(text, language, kept, known + taken))
    return sorted(_apart(kept), key=lambda one: one.start)


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions in order, of overlapping ones the longest."""
    chosen: list[Mention] = []
    for one in sorted(mentions, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or one.start >= other.end for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


def _joined(text: str, names: Sequence[NameSpan]) -> list[NameSpan]:
    """The spans in order, two parts of one name joined: "Kim" + "Jong-un", "Hans-" + "Peter", "J." + "Weber"."""
    joined: list[NameSpan] = []
    for span in sorted(names, key=lambda span: (span.start, -span.end)):
        last = joined[-1] if joined else None
        if last and last.kind == span.kind == "person" and _one_name(text, last, span):
            joined[-1] = NameSpan(last.start, span.end, "person", min(last.score, span.score))
        else:
            joined.append(span)
    return joined


def _one_name(text: str, first: NameSpan, second: NameSpan) -> bool:
    between = text[first.end : second.start]
    if second.start <= first.end or between in {"-", "\u2010", "\u2011"}:
        return True
    if between not in {" ", "\u00a0"}:
        return False
    one, two = text[first.start : first.end], text[second.start : second.end]
    if re.fullmatch(r"(?:[^\W\d_]\.[ \u00a0]?)+", one + " "):
        return True
    words = [re.split(r"[-\u2010\u2011]", part.lower()) for part in f"{one} {two}".split()]
    return " " not in one and f"{one} {two}" in text and is_family_first(words) and len(words[1]) > 1


def _cut(text: str, language: str, span: NameSpan) -> Mention | None:
    """The span from the first to the last word that belongs to a name, whole words with their hyphened parts."""
    start, end = span.start, span.end
    while start > 0 and text[start].isalpha() and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end - 1].isalpha() and text[end].isalpha():
        end += 1
    if (head := _HYPHEN_HEAD.search(text, max(0, start - 30), start)) and head[1][0].isupper():
        start = head.start() if not _is_common(head[1], language) and not is_place(head[1]) else start
    while tail := _HYPHEN_TAIL.match(text, end):
        if _is_common(tail[1], language) or is_head(tail[1], language):
            break
        end = tail.end()
    return _name_within(text, language, start, end, span.score)


def _name_within(text: str, language: str, start: int, end: int, score: float) -> Mention | None:
    words = [(match.start(), match.end()) for match in _CHUNK.finditer(text, start, end)]
    while words and _leads(text[slice(*words[0])], language, len(words)):
        words.pop(0)
    while words and _trails(text[slice(*words[-1])], len(words)):
        words.pop()
    if not words or len(words) > _LONGEST:
        return None
    start, end = words[0][0], words[-1][1]
    name = text[start:end]
    start += len(name) - len(name.lstrip(_EDGES))
    if not re.search(r"\b(?:[JS]r|[IVX]+)\.$", name):
        end -= len(name) - len(name.rstrip(_EDGES))
    if start >= end or (not text[start].isupper() and text[start:end].split()[0].lower() not in _particles()):
        return None
    return Mention(start, end, " ".join(text[start:end].split()), score)


def _leads(word: str, language: str, left: int) -> bool:
    """Whether a word in front of a name is no part of it: a title, an office, an adjective, a function word."""
    bare = word.strip(_EDGES)
    if not bare:
        return True
    lower = bare.lower()
    if lower in _particles():
        return False
    if lower in offices(language).address or f"{lower}." in offices(language).address or not bare[0].isupper():
        return True
    if is_stop_word(bare, language) and left > 1:
        return True
    return left > 1 and (
        lower in offices(language).inner.union(_titles())
        or (is_head(bare, language) and _is_office_word(bare, language))
    )


def _is_office_word(word: str, language: str) -> bool:
    """Whether an office's word in front of a name is no given name: German compounds and plain offices only."""
    return word.lower() in _titles() or word.lower() in offices(language).heads or "-" in word or language == "de"


def _trails(word: str, left: int) -> bool:
    """Whether a word behind a name is no part of it."""
    bare = word.strip(_EDGES)
    return not bare or (not (bare[0].isupper() or bare[0].isdigit()) and left > 0) or bare[0].isdigit()


def _is_common(word: str, language: str) -> bool:
    return language == "de" and is_common_noun(word)


@cache
def _particles() -> frozenset[str]:
    return frozenset(read_words("name_particles.txt")) - {"und"}


@cache
def _titles() -> frozenset[str]:
    return frozenset(read_words("titles.txt"))


@cache
def _calendar() -> frozenset[str]:
    return frozenset(read_words("calendar_words.txt"))


def _without_genitive(text: str, language: str, mention: Mention, others: Sequence[Mention]) -> Mention:
    """The mention with its name in the plain form: "Putins Besuch" → Putin, "Biden's" → Biden."""
    name = POSSESSIVE.sub("", mention.name)
    if name == mention.name and language == "de" and (bare := GENITIVE.sub("", name)) != name and len(bare) > 2:
        last = bare.split()[-1]
        again = re.compile(rf"\b{re.escape(last)}(?!\w)")
        named = any(again.search(other.name) for other in others if other is not mention)
        before_noun = re.match(
            r"\s+(?:[a-zäöüß]+(?:e|en|er|es|em)\s+)?([A-ZÄÖÜ][a-zäöüß]+)", text[mention.end : mention.end + 80]
        )
        if named or (before_noun and _is_common(before_noun[1], language)):
            name = bare
    return mention if name == mention.name else Mention(mention.start, mention.end, name, mention.score)


def _is_name(language: str, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a mention can be a person's name at all."""
    words = mention.name.split()
    if any(letter.isdigit() or letter in "@_%&" for letter in mention.name):
        return False
    single = len(words) == 1
    lower = mention.name.lower()
    if lower in _calendar() or len(lower.rstrip(".")) < 2 or (mention.name.isupper() and single and len(lower) < 6):
        return False
    if all(
        word.lower() in _calendar()
        or is_place(word)
        or (is_head(word, language) and word.lower() in offices(language).heads)
        for word in words
    ) and not any(other.parsed.full and mention.name in other.name.split() for other in others):
        return False
    if not single:
        return not _is_common(words[-1], language) or mention.score >= _ALONE
    if any(other is not mention and other.parsed.full and mention.name in other.name.split() for other in others):
        return True
    return (
        mention.score >= _ALONE
        and not is_stop_word(mention.name, language)
        and not _is_common(mention.name, language)
        and not is_head(mention.name, language)
    )


def _said_again(
    text: str, language: str, mentions: Sequence[Mention], taken: Sequence[tuple[int, int]]
) -> Iterator[Mention]:
    """Family names of full names where they stand alone and the tagger missed them."""
    families = {
        text[one.start : one.end].split()[0 if one.parsed.family_first else -1]
        for one in mentions
        if one.parsed.full and one.name == " ".join(text[one.start : one.end].split())
    }
    for family in sorted(families):
        if len(family) < 3 or not family[0].isupper() or _is_common(family, language) or is_place(family):
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(family)}(?:'s|’s|s)?(?![\w-])", text):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            if _follows_determiner(text, match.start()) or (
                re.match(r"\s+[A-ZÄÖÜА-Я][a-zäöüßа-я-]+", text[match.end() : match.end() + 30]) and language != "de"
            ):
                continue
            yield Mention(match.start(), match.end(), family, 1.0)


def _follows_determiner(text: str, start: int) -> bool:
    before = re.search(r"([^\W\d_]+)\s+$", text[max(0, start - 20) : start])
    return bool(before) and before is not None and before[1].lower() in _articles()


@cache
def _articles() -> frozenset[str]:
    return frozenset(read_words("articles_de.txt")) | {"the", "a", "an"}
