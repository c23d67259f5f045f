"""A sentence as tokens: words, marks, and each name or time expression as one token."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from assistant.language.places import is_country, is_place
from assistant.language.times import TimeExpression
from assistant.types import NameKind, NameSpan, Person

TokenKind: TypeAlias = Literal["word", "comma", "break", "quote", "entity", "time"]

_TOKEN = re.compile(r"['’]s\b|[^\W_]+(?:[-\u2010\u2011.'’/&]+[^\W_]+)*['’]?|--+|[^\w\s]")
_TIME_PREPOSITION = re.compile(r"\b(am|im|an|in|zum|zu|on|at)\s+\Z", re.IGNORECASE)
_QUOTES = '"„“”«»‚‘'
_BREAKS = ";:!?…–—()"
_REMARK = 7  # tokens: a longer remark in brackets is a clause of its own


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something named in a text: a mention of a person, or a place or an organisation."""

    start: int
    end: int
    name: str
    kind: NameKind
    person: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, a whole name or a whole time expression; offsets count in the article's text."""

    text: str
    lower: str
    start: int
    end: int
    kind: TokenKind
    entity: Entity | None = None
    time: TimeExpression | None = None
    quoted: bool = False

    @property
    def is_noun(self) -> bool:
        """Whether it is a word with a capital; at the head of a sentence that may be any word."""
        return self.kind == "word" and self.text[:1].isupper()


def entities(text: str, people: Sequence[Person], names: Sequence[NameSpan]) -> tuple[Entity, ...]:
    """The names of a text in order, none overlapping another: people's mentions first, then what the tagger found."""
    taken: list[tuple[int, int]] = []
    found: list[Entity] = []
    mentions = [
        entity
        for number, person in enumerate(people)
        for start, end in person.mentions
        for entity in _mention(text, start, end, person, number)
    ]
    # What the tagger took for a person and is nobody of the article has been found to be no name.
    spans = [span for span in names if span.kind != "person"]
    others = [Entity(span.start, span.end, text[span.start : span.end], span.kind, None) for span in spans]
    for entity in [*sorted(mentions, key=lambda e: e.start - e.end), *others]:
        place = bisect_left(taken, (entity.start, entity.end))
        before_ends = taken[place - 1][1] if place else 0
        after_starts = taken[place][0] if place < len(taken) else entity.end
        if before_ends <= entity.start and entity.end <= after_starts:
            taken.insert(place, (entity.start, entity.end))
            found.append(entity)
    return tuple(sorted(found, key=lambda entity: entity.start))


def _mention(text: str, start: int, end: int, person: Person, number: int) -> list[Entity]:
    """A mention as somebody named; a tagger takes "Putin Nordkorea" for one name, or "Kiew" for a person's."""
    words = text[start:end].split()
    if is_place(person.name):
        return [Entity(start, end, text[start:end], "place")]
    if len(words) > 2 and is_country(words[-1]):
        cut = end - len(words[-1])
        name = person.name.removesuffix(words[-1]).strip()
        return [
            Entity(start, start + len(text[start:cut].rstrip()), name, "person", number, text[start:cut].rstrip()),
            Entity(cut, end, words[-1], "place"),
        ]
    return [Entity(start, end, person.name, "person", number, text[start:end])]


def tokenize(
    text: str,
    start: int,
    end: int,
    named: Sequence[Entity],
    times: Sequence[TimeExpression],
    credits: frozenset[str] = frozenset(),
) -> tuple[Token, ...]:
    """The tokens of `text[start:end]`; `named` and `times` are those of this stretch, in order.

    credits: words of which one in brackets says whose picture a caption belongs to.
    """
    spans: list[tuple[int, int, Entity | TimeExpression]] = [(e.start, e.end, e) for e in named]
    for time in times:
        if not any(s < time.end_char and time.start_char < e for s, e, _ in spans):
            spans.append((time.start_char, time.end_char, _with_preposition(text, time)))
    spans.sort(key=lambda span: span[0])
    tokens: list[Token] = []
    position, quoted = start, False
    for first, last, what in [*spans, (end, end, None)]:
        for match in _TOKEN.finditer(text, position, max(position, first)):
            token = _token(match[0], match.start(), quoted)
            if token and token.kind == "quote":
                quoted = not quoted
            if token:
                tokens.append(token)
        if what is None:
            break
        word = text[first:last]
        if isinstance(what, Entity):
            tokens.append(Token(word, word.lower(), first, last, "entity", entity=what, quoted=quoted))
        else:
            tokens.append(Token(word, word.lower(), first, last, "time", time=what, quoted=quoted))
        position = last
    return tuple(_without_brackets(tokens, credits))


def _without_brackets(tokens: Sequence[Token], credits: frozenset[str]) -> Iterator[Token]:
    """The tokens without short remarks in brackets, such as a party or an age; a credit ends a caption."""
    skipped_to = -1
    for index, token in enumerate(tokens):
        if token.text == "(" and index > skipped_to:
            near = [other.text for other in tokens[index : index + _REMARK]]
            if ")" in near:
                skipped_to = index + near.index(")")
                if credits.intersection(near[: near.index(")")]):
                    yield replace(token, text=";", lower=";")
        if index > skipped_to:
            yield token


def _with_preposition(text: str, time: TimeExpression) -> TimeExpression:
    """An unresolved expression with the preposition that a resolved one's phrase would have ("am Freitag")."""
    before = _TIME_PREPOSITION.search(text[max(0, time.start_char - 12) : time.start_char])
    if time.span is not None or before is None:
        return time
    start = time.start_char - len(before[0])
    return replace(time, start_char=start, phrase=text[start : time.end_char])


def _token(word: str, start: int, quoted: bool) -> Token | None:
    """A word or a mark that matters; None for stops and other marks."""
    kind: TokenKind = "word"
    if word == ",":
        kind = "comma"
    elif word in _QUOTES:
        kind = "quote"
    elif word in _BREAKS or word.startswith("--"):
        kind = "break"
    elif not word[0].isalnum() and len(word) == 1:
        return None
    return Token(word, word.lower(), start, start + len(word), kind, quoted=quoted)
