"""Reads a chat model's reply while it streams: claims come out as soon as each is complete.

The reply ought to be `{"claims": [{"ids": ["S1"], "text": "…"}]}`. Models wrap it in code fences or prose, leave the
outer object out, write one object a line, add commas, or stop in the middle: what complete claims there are count.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

DEEPEST = 8  # open objects; a reply needs two, and endless nesting would make reading slow
LONGEST_CLAIM = 600  # characters; a longer "claim" is no single statement that one sentence could carry
_TEXT_KEYS = ("text", "claim", "statement", "answer")
_ID_KEYS = ("ids", "id", "sentence_ids", "sentences", "sources", "source", "citations", "evidence")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_ALIASES = re.compile(r"\W*[Ss]?\d{1,3}(?:\W+[Ss]?\d{1,3})*\W*")
_THINKING = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReplyClaim:
    """One statement of a reply: cleaned text, and the aliases of the sentences as the model gave them ("S1")."""

    text: str
    aliases: tuple[str, ...]


@dataclass
class ReplyParser:
    """Takes the pieces of one reply. `feed` gives the claims that a piece completed."""

    _text: str = ""
    _position: int = 0  # how far `_text` has been read
    _starts: list[int] = field(default_factory=list)  # of the objects that are open
    _in_string: bool = False
    _escaped: bool = False
    _said_empty: bool = False
    _found: int = 0

    def feed(self, piece: str) -> list[ReplyClaim]:
        """The claims that became complete with `piece`, in order."""
        self._text += piece
        if self._text.lstrip().startswith("<think>"):
            if "</think>" not in self._text:
                return []
            self._text = _THINKING.sub("", self._text)
        found = []
        while self._position < len(self._text):
            found += self._step(self._text[self._position])
            self._position += 1
        self._found += len(found)
        return found

    @property
    def text(self) -> str:
        """All text so far, without what a reasoning model thought first."""
        return self._text

    @property
    def usable(self) -> bool:
        """Whether there was a claim, or a readable "no sentence answers this": an empty list of claims."""
        return self._found > 0 or self._said_empty

    def _step(self, letter: str) -> list[ReplyClaim]:
        if self._in_string:
            self._in_string = self._escaped or letter != '"'
            self._escaped = letter == "\\" and not self._escaped
        elif letter == '"' and self._starts:
            self._in_string = True
        elif letter == "{":
            self._starts = [*self._starts[-DEEPEST:], self._position]
        elif letter == "}" and self._starts:
            return self._close(self._text[self._starts.pop() : self._position + 1])
        elif (
            letter == "]"
            and not self._starts
            and self._text[max(0, self._position - 3) : self._position].rstrip().endswith("[")
        ):
            self._said_empty = True  # a bare []
        return []

    def _close(self, written: str) -> list[ReplyClaim]:
        value = _read_object(written)
        if value is None:
            return []
        if value.get("claims") == []:
            self._said_empty = True
        claim = _claim(value)
        return [claim] if claim else []


def _read_object(written: str) -> dict[str, Any] | None:
    for attempt in (written, _TRAILING_COMMA.sub("", written)):
        try:
            value = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return value if isinstance(value, dict) else None
    return None


def _claim(value: dict[str, Any]) -> ReplyClaim | None:
    text = next((value[key] for key in _TEXT_KEYS if isinstance(value.get(key), str)), None)
    if text is None or len(text) > 2 * LONGEST_CLAIM:
        return None
    text = plain(text)
    given: Any = next((value[key] for key in _ID_KEYS if key in value), [])
    if not text or len(text) > LONGEST_CLAIM:
        return None
    return ReplyClaim(text, _aliases(given))


def _aliases(given: Any) -> tuple[str, ...]:
    """\"S1\", "[S1, S2]", 1 and ["S1", 2] alike; what is no alias stays as it is, to be refused by the first gate."""
    found: list[str] = []
    for item in given if isinstance(given, list) else [given]:
        if isinstance(item, str | int):
            readable = _ALIASES.fullmatch(str(item))
            found += [f"S{number}" for number in re.findall(r"\d+", str(item))] if readable else [str(item)[:40]]
    return tuple(dict.fromkeys(found))


_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]"
)
_CLEANING = [
    (re.compile(pattern, re.DOTALL), kept)
    for pattern, kept in (
        (r"!\[[^\]]*\]\([^)]*\)", ""),  # images
        (r"\[([^\]]*)\]\([^)]*\)", r"\1"),  # links keep their words
        (r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>", ""),
        (r"\b(?:[A-Za-z][A-Za-z0-9+.-]{1,15}://|www\.)\S+|\b(?:javascript|data):\S+", ""),
        (r"\s*[\[(]\s*(?:S?\d{1,3})(?:\s*[,;]\s*S?\d{1,3})*\s*\](?:\([^)]*\))?", ""),  # [1], [S1, S2]
        (r"\s*\(\s*S\d{1,3}(?:\s*[,;]\s*S\d{1,3})*\s*\)", ""),  # (S1)
        (r"\A\s*(?:S\d{1,3}\s*:|#{1,6}\s|[*\-+>]\s|\d{1,2}[.)]\s(?=\s*[A-ZÄÖÜ].*[.!?]\s*\Z))\s*", ""),
        (r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1", r"\2"),
        (r"(?<!\w)([*_`])(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2"),
        (r"`", ""),
        (r"\s+", " "),
        (r"\s+(?=[.,;:!?](?:\s|\Z))", ""),
    )
]


def plain(text: str) -> str:
    """`text` of a model without Markdown, links, images, HTML, citation marks and invisible characters; one line."""
    text = _INVISIBLE.sub("", text)
    for pattern, kept in _CLEANING:
        text = pattern.sub(kept, text)
    return text.strip()
