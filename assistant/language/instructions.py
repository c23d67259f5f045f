"""Sentences that give orders to an assistant instead of telling news: planted text, never to be cited as a source.

An article can carry orders for the model that will read it (indirect prompt injection; Greshake et al. 2023, arXiv
2302.12173; BIPIA, arXiv 2312.14197). A sentence that reads as such an order is no evidence for anything. An article
*about* such orders tells of them in sentences of its own, and quotes them: those stay evidence, but no chat model
gets to read the quoted order. The patterns stand in data/instructions.toml.
"""

from __future__ import annotations

import base64
import binascii
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_START = "{start}"
_HINT_LETTERS = 5
_WORDS = re.compile(r"[^\W_]+")
_OUTSIDE_WORDS = 3  # a sentence that has fewer words beside what it quotes is the quoted order itself
_QUOTED = re.compile('„[^“”"]*[“”"]|“[^”]*”|»[^«]*«|«[^»]*»|"[^"]*"|‚[^‘]*‘|(?<!\\w)\'[^\']{8,}\'(?!\\w)')
_PARTS = re.compile(r"[.:!?–—|]\s+")
_ENCODED = re.compile(r"(?<![\w/.:-])[A-Za-z0-9+/]{32,}={0,2}(?![\w/])")
_LEAST_READABLE = 0.9  # of the decoded characters, for encoded text and not a checksum


def is_instruction(text: str) -> bool:
    """Whether a sentence is an order to an assistant, or carries text encoded so that only machines read it."""
    return _judged(text) == "order"


def quotes_instruction(text: str) -> bool:
    """Whether a sentence quotes such an order and tells of it: news, but nothing that a model should read."""
    return _judged(text) == "quoted"


def holds_instruction(text: str) -> bool:
    """Whether some part of a text is an order, quoted or not: for titles and the like, no single sentences."""
    cuts = [0, *(match.end() for match in _PARTS.finditer(text))]
    return any(_judged(text[cut:]) for cut in cuts)


def instructions(sentences: Sequence[str], paragraphs: Sequence[int] | None = None) -> tuple[bool, ...]:
    """For each sentence of a text whether it is an order, or goes on with the order of the sentence before.

    paragraphs: of each sentence; an order does not go on beyond its own.
    """
    found: list[bool] = []
    for place, text in enumerate(sentences):
        follows = bool(found) and found[-1] and (paragraphs is None or paragraphs[place] == paragraphs[place - 1])
        found.append(is_instruction(text) or (follows and bool(_patterns().goes_on.search(text))))
    return tuple(found)


def planted(sentences: Sequence[str], paragraphs: Sequence[int]) -> tuple[int, ...]:
    """Indices of the sentences of an article that are orders, or go on with one: evidence for nothing."""
    return tuple(index for index, order in enumerate(instructions(sentences, paragraphs)) if order)


@lru_cache(maxsize=50_000)
def _judged(text: str) -> str:
    orders = _orders(text)
    if not orders:
        return "order" if _is_encoded(text) else ""
    quotations = [match.span() for match in _QUOTED.finditer(text)]
    if any(not any(start <= order < end for start, end in quotations) for order in orders):
        return "order"
    outside = _QUOTED.sub(" ", text)
    told = len(re.findall(r"\w+", outside)) >= _OUTSIDE_WORDS and _patterns().reported.search(outside)
    return "quoted" if told else "order"


def _orders(text: str) -> list[int]:
    """Where orders begin in a text."""
    patterns = _patterns()
    starts = {match.end() for match in patterns.start.finditer(text)}
    orders = [place for place in starts if patterns.at_start.match(text, place)]
    if _hints_at_order(text):
        orders += [match.start() for pattern in patterns.anywhere for match in pattern.finditer(text)]
    return orders


def _hints_at_order(text: str) -> bool:
    patterns = _patterns()
    words = (word[:_HINT_LETTERS] for word in _WORDS.findall(text.lower()))
    return not patterns.hints.isdisjoint(words) or any(mark in text for mark in patterns.marks)


def _is_encoded(text: str) -> bool:
    """Whether a text holds a run of base64 that decodes to readable text."""
    for match in _ENCODED.finditer(text):
        run = match.group().rstrip("=")
        run = run[: len(run) // 4 * 4]
        try:
            decoded = base64.b64decode(run, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
        readable = sum(letter.isalpha() or letter in " .,:!?'-" for letter in decoded)
        if readable >= _LEAST_READABLE * len(decoded):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Patterns:
    start: re.Pattern[str]  # its matches end where an order can begin
    at_start: re.Pattern[str]
    anywhere: tuple[re.Pattern[str], ...]
    hints: frozenset[str]  # without one of them, or of `marks`, none of `anywhere` matches
    marks: str
    reported: re.Pattern[str]
    goes_on: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data: dict[str, Any] = tomllib.loads(
        files("assistant.language").joinpath("data", "instructions.toml").read_text(encoding="utf-8")
    )
    orders = [pattern for patterns in data["order"].values() for pattern in patterns]
    at_start = [pattern.removeprefix(_START) for pattern in orders if pattern.startswith(_START)]
    anywhere = [pattern for pattern in orders if not pattern.startswith(_START)]
    return _Patterns(
        start=re.compile(data["start"], re.IGNORECASE),
        at_start=re.compile("|".join(f"(?:{pattern})" for pattern in at_start), re.IGNORECASE),
        anywhere=tuple(re.compile(pattern, re.IGNORECASE) for pattern in anywhere),
        hints=frozenset(word[:_HINT_LETTERS] for word in data["hints"].split()),
        marks=data["marks"],
        reported=re.compile(data["reported"], re.IGNORECASE),
        goes_on=re.compile(data["goes_on"], re.IGNORECASE),
    )
