"""Synthetic articles and questions about them, from the templates in `words.toml`. Article n is always the same."""

from __future__ import annotations

import random
import tomllib
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, product
from pathlib import Path
from typing import Any

from assistant.archive import NewArticle, Span

FIRST, LAST = date(2015, 1, 1), date(2024, 12, 31)
SENTENCES = (12, 36)  # of an article: some two to five chunks, as agency news and local reports have
_PARAGRAPH = 5  # sentences
_LEAD = 5  # sentences of the topic that an article opens with


@dataclass(frozen=True)
class Text:
    """A synthetic article with its sentences, and what its questions are made from."""

    article: NewArticle
    sentences: tuple[Span, ...]
    topic: str
    facts: dict[str, str]


@dataclass(frozen=True)
class _Zipf:
    """Words of which the n-th comes up in proportion to 1/n, as in real texts."""

    words: Sequence[str]
    bounds: Sequence[float]

    def pick(self, chance: random.Random) -> str:
        return self.words[bisect(self.bounds, chance.random() * self.bounds[-1])]


@cache
def data() -> dict[str, Any]:
    """The templates and words."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def make_text(number: int) -> Text:
    """Article `number`, always the same one."""
    chance = random.Random(number)
    topic = chance.choice(list(data()["topics"]))
    facts = {"town": _places().pick(chance), "body": chance.choice(data()["body"])}
    first = {**facts, **_filling(chance)}
    own, common = data()["topics"][topic], data()["any"]
    parts = [template.format(**first) for template in own[:_LEAD]]
    length = chance.randint(*SENTENCES)
    while len(parts) < length:
        template = chance.choice(own if chance.random() < 0.4 else common)
        parts.append(template.format(**facts, **_filling(chance)))
    text, spans = _laid_out(parts)
    article = NewArticle(
        title=chance.choice(data()["titles"]).format(**first),
        text=text,
        language="de",
        published=FIRST + timedelta(days=chance.randrange((LAST - FIRST).days + 1)),
        outlet=chance.choice(data()["outlets"]),
        source="synthetic.jsonl",
        source_id=f"synthetic-{number}",
    )
    return Text(article, spans, topic, first)


def make_questions(numbers: Sequence[int]) -> list[str]:
    """One question about each of these articles."""
    questions = []
    for number in numbers:
        text = make_text(number)
        chance = random.Random(-number - 1)
        questions.append(chance.choice(data()["questions"][text.topic]).format(**text.facts))
    return questions


def topics() -> list[str]:
    """The topics that articles have."""
    return list(data()["topics"])


def _laid_out(parts: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    """The sentences as one text of paragraphs, and where each stands in it."""
    pieces: list[str] = []
    spans: list[Span] = []
    position = 0
    for index, part in enumerate(parts):
        if index:
            gap = "\n\n" if index % _PARAGRAPH == 0 else " "
            pieces.append(gap)
            position += len(gap)
        spans.append(Span(position, position + len(part), index // _PARAGRAPH))
        pieces.append(part)
        position += len(part)
    return "".join(pieces), tuple(spans)


def _filling(chance: random.Random) -> dict[str, str]:
    words = data()
    families = _families()
    return {
        "person": f"{chance.choice(words['given'])} {families.pick(chance)}",
        "person2": f"{chance.choice(words['given'])} {families.pick(chance)}",
        "family": families.pick(chance),
        "place": _places().pick(chance),
        "thing": _things().pick(chance),
        "thing2": _things().pick(chance),
        "number": str(chance.randint(13, 990)),
        "sum": f"{chance.randint(1, 90)},{chance.randint(1, 9)}",
        "share": str(chance.randint(3, 75)),
        "goals": f"{chance.randint(1, 5)}:0",
        "day": chance.choice(words["days"]),
        "month": chance.choice(words["months"]),
        "year": str(chance.randint(2003, 2030)),
    }


@cache
def _places() -> _Zipf:
    return _zipf(product(data()["place_first"], data()["place_last"]), flatness=50)


@cache
def _things() -> _Zipf:
    return _zipf(product(data()["thing_first"], data()["thing_last"]))


@cache
def _families() -> _Zipf:
    names = data()
    return _zipf(product(names["family_first"], names["family_middle"], names["family_last"]))


def _zipf(parts: Any, flatness: int = 5) -> _Zipf:
    words = ["".join(found) for found in parts]
    random.Random(0).shuffle(words)
    return _Zipf(words, list(accumulate(1 / (rank + flatness) for rank in range(len(words)))))
