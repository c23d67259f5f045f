"""Name spans → names of people: joined and split where the tagger slipped, cut to the words that are the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.language.alike import is_given_name
from assistant.language.fullnames import FullName, is_family_first, parse_name
from assistant.language.names import is_common_noun
from assistant.language.people.offices import head_of, is_head, offices
from assistant.language.places import is_place
from assistant.language.words import is_stop_word, read_words
from assistant.types import NameSpan

_CHUNK = re.compile(r"[^\s,;:()\"„“”«»‚‘‹›/|]+")
_HYPHEN_TAIL = re.compile(r"[-\u2010\u2011]([^\W\d_]+)")
_HYPHEN_HEAD = re.compile(r"([^\W\d_]+)[-\u2010\u2011]$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ \u00a0]?)+")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w-]*)[ \u00a0]$")
_SUFFIX = re.compile(r"\b(?:[JS]r|[IVX]+)\.$")
_TWO_NAMES = re.compile(
    r"[ \u00a0]([A-ZÄÖÜ][a-zäöüßéèáóçş]+(?:-[A-Z][a-zäöüß]+)?[ \u00a0][A-ZÄÖÜ][a-zäöüßéèáóçş]+)(?![\w-])"
)
_EDGES = " \t\n\"'’„“”‚‘«»‹›()[]{},;:!?–—/|*•.·-"
_DOUBTFUL = 0.6  # a span that the tagger is less sure of may be of another kind, if the words beside it say so
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


def named_people(text: str, language: str, names: Sequence[NameSpan]) -> tuple[list[Mention], list[NameSpan]]:
    """The spans that name people, cut to the name, and the spans of other things."""
    people: list[Mention] = []
    others: list[NameSpan] = []
    pieces = _joined(text, [piece for span in names for piece in _lines(text, span)])
    certain = {text[piece.start : piece.end] for piece in pieces if piece.kind == "person"}
    for span in pieces:
        if span.kind == "person":
            found = _cut(text, language, span)
        else:
            found = _cut(text, language, span) if span.score < _DOUBTFUL else None
            if found is None or not _is_person(text, language, found, certain):
                others.append(span)
                continue
            found = replace(found, score=_DOUBTFUL)
        if found is not None:
            people.append(found)
    taken = [(one.start, one.end) for one in people] + [(one.start, one.end) for one in others]
    people.extend(_after_offices(text, language, taken))
    return people, others


def _lines(text: str, span: NameSpan) -> Iterator[NameSpan]:
    """The span, or its parts where it runs over the end of a line: no name does that."""
    start = span.start
    for part in text[span.start : span.end].split("\n"):
        if part.strip():
            yield replace(span, start=start, end=start + len(part))
        start += len(part) + 1


def _is_person(text: str, language: str, found: Mention, certain: set[str]) -> bool:
    """Whether a span of another kind is a person after all: behind an office, or named as one elsewhere."""
    if not found.parsed.full or any(is_place(word) for word in found.name.split()):
        return False
    return (
        found.name in certain or is_given_name(found.name.split()[0]) or follows_office(text, language, found.start)
    )


def follows_office(text: str, language: str, start: int) -> bool:
    """Whether an office or a word of address stands directly before an offset."""
    before = _WORD_BEFORE.search(text, max(0, start - 60), start)
    if not before:
        return False
    return before[1].lower() in offices(language).address or is_head(before[1], language)


def _joined(text: str, names: Iterable[NameSpan]) -> list[NameSpan]:
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
    tail = _HYPHEN_TAIL.match(text, second.end)
    one, two = text[first.start : first.end], text[second.start : tail.end() if tail else second.end]
    if _INITIALS.fullmatch(one):
        return True
    words = [re.split(r"[-\u2010\u2011]", part.lower()) for part in f"{one} {two}".split()]
    return " " not in one and is_family_first(words) and len(words[1]) > 1


def _cut(text: str, language: str, span: NameSpan) -> Mention | None:
    """The span from the first to the last word that belongs to a name, whole words with their hyphened parts."""
    start, end = span.start, span.end
    while start > 0 and text[start].isalpha() and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end - 1].isalpha() and text[end].isalpha():
        end += 1
    head = _HYPHEN_HEAD.search(text, max(0, start - 30), start)
    if head and head[1][0].isupper() and not _is_common(head[1], language) and not is_place(head[1]):
        start = head.start()
    while tail := _HYPHEN_TAIL.match(text, end):
        if _is_common(tail[1], language) or is_head(tail[1], language):
            break
        end = tail.end()
    words = [(match.start(), match.end()) for match in _CHUNK.finditer(text, start, end)]
    while words and _leads(text[slice(*words[0])], language, alone=len(words) == 1):
        words.pop(0)
    while words and _trails(text[slice(*words[-1])], doubtful=span.score < _DOUBTFUL and len(words) > 2):
        words.pop()
    return _trimmed(text, words[0][0], words[-1][1], span.score) if words and len(words) <= _LONGEST else None


def _trimmed(text: str, start: int, end: int, score: float) -> Mention | None:
    name = text[start:end]
    start += len(name) - len(name.lstrip(_EDGES))
    if not _SUFFIX.search(name):
        end -= len(name) - len(name.rstrip(_EDGES))
    if start >= end:
        return None
    if not text[start].isupper() and text[start:end].split()[0].lower() not in _particles():
        return None
    return Mention(start, end, " ".join(text[start:end].split()), score)


def _leads(word: str, language: str, alone: bool) -> bool:
    """Whether a word in front of a name is no part of it: a title, an office, an adjective, a function word."""
    bare = word.strip(_EDGES)
    lower = bare.lower()
    if lower in _particles():
        return False
    if not bare[:1].isupper() or lower in offices(language).address or f"{lower}." in offices(language).address:
        return True
    if alone:
        return False
    return is_stop_word(bare, language) or lower in titles() or (language != "en" and is_office_word(bare, language))


def is_office_word(word: str, language: str) -> bool:
    """Whether a word says an office and is no name: plain ones, and compounds in German."""
    head = head_of(word, language)
    return bool(head) and (word.lower() == head or "-" in word or language != "en")


def _trails(word: str, doubtful: bool) -> bool:
    """Whether a word behind a name is no part of it: small ones, numbers, in a doubtful span the place after it."""
    bare = word.strip(_EDGES)
    return not bare[:1].isupper() or (doubtful and is_place(bare))


def _is_common(word: str, language: str) -> bool:
    return language == "de" and is_common_noun(word)


@cache
def _particles() -> frozenset[str]:
    return frozenset(read_words("name_particles.txt")) - {"und"}


@cache
def titles() -> frozenset[str]:
    """Words before a name that are no part of it, in small letters."""
    return frozenset(read_words("titles.txt"))


def _after_offices(text: str, language: str, taken: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Two German words with capitals right behind an office, where the tagger saw nothing and neither is a noun.

    English is left out: in its headlines every word has a capital.
    """
    if language != "de":
        return
    for match in _TWO_NAMES.finditer(text):
        if not follows_office(text, language, match.start(1)) or any(
            match.start(1) < end and match.end() > start for start, end in taken
        ):
            continue
        words = match[1].split()
        if not any(_is_common(word, language) or is_place(word) or is_head(word, language) for word in words):
            yield Mention(match.start(1), match.end(), match[1], 1.0)
