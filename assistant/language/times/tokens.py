"""Cuts a text into tokens and gives each the categories that the rules speak of.

A rule is a regular expression over categories, not over characters: every set of categories that occurs is one
private-use character, so a text of n tokens is a string of n characters, and matching stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.language.times.numerals import WordNumbers

Value = int | float | str | tuple[object, ...]

_TOKEN = re.compile(
    r"""
    (?P<iso>(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-]))
  | (?P<dotted>(?<![\w.,])\d{1,2}\.[ \u00a0]?\d{1,2}\.(?:[ \u00a0]?(?:\d{4}|\d{2})(?![\w.,:]*\d))?(?!\d))
  | (?P<slashed>(?<![\w/.,])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\w/]))
  | (?P<version>(?<![\w.])[vV]?\d+(?:\.\d+){2,}(?!\w))
  | (?P<years>(?<![\w/.,])[12]\d{3}[ \u00a0]?[/][ \u00a0]?(?:\d{4}|\d{2})(?![\w/]|[.,]\d))
  | (?P<decade>(?<![\w.,])(?:[12]\d)?\d0(?:er|s|-х|-е|-ые|-ых)(?!\w))
  | (?P<apostrophe>(?<!\w)['’]\d0s(?!\w))
  | (?P<grouped>(?<![\w.,])\d{1,3}(?:[.,' \u00a0]\d{3})+(?![\w]|[.,]\d))
  | (?P<clock>(?<![\w.,:])(?:[01]?\d|2[0-4])[.:h][0-5]\d(?:[.:][0-5]\d)?(?=[ap]m\b|(?![\w:]|[.,]\d)))
  | (?P<decimal>(?<![\w.,])\d+[.,]\d+)
  | (?P<nth>(?<![\w.,])\d{1,2}(?:st|nd|rd|th|-го|-е)(?!\w))
  | (?P<ordinal>(?<![\w.,:])\d{1,2}\.(?!\d))
  | (?P<meridiem>(?<![\w.,])\d{1,2}(?=[ap]m\b))
  | (?P<quarter>(?<!\w)Q[1-4](?!\w))
  | (?P<mixed>\d+[^\W\d_]+)
  | (?P<integer>\d+)
  | (?P<word>[^\W\d_]+(?:[.](?=[^\W\d_]\.)[^\W\d_])*)
  | (?P<paragraph>\n[ \t]*\n\s*)
  | (?P<mark>[^\w\s])
  | (?P<other>_+)
    """,
    re.VERBOSE,
)
_PLAIN_YEARS = (1800, 2050)  # four digits that are a year without a word that says so
_OLD_YEARS = (1400, 1800)  # and these where nothing is counted with them
_HYPHENATED = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+){1,3}")
_JOINING = ("-", "’", "'")
_MARKS = {",": "comma", ".": "stop", "!": "stop", "?": "stop", "-": "hyphen", "–": "hyphen", "—": "hyphen"}
_MARKS |= {"/": "slash", "(": "open", ")": "close", ":": "colon", "%": "percent", "&": "and_sign", "'": "apostrophe"}
_MARKS |= {"’": "apostrophe", "€": "currency", "$": "currency", "£": "currency", "+": "plus", "§": "section"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its offsets and its value in each category that it belongs to."""

    start: int
    end: int
    text: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Notation:
    """How a language writes: the `[settings]` of its data file."""

    number_joint: str  # between tens and units of a number word
    month_first: bool  # 9/13/2024
    ordinal_stop: bool  # "13." is the thirteenth
    participle: str  # a regular expression for past participles


class Lexer:
    """Tokens of a text by the word lists of one language; remembers the character code of each set of categories."""

    def __init__(self, words: Mapping[str, Mapping[str, Value]], numbers: WordNumbers, notation: Notation) -> None:
        self._words = words
        self._phrases: dict[str, list[str]] = {}
        for phrase in sorted((word for word in words if " " in word), key=len, reverse=True):
            self._phrases.setdefault(re.split(r"[\W_]", phrase)[0], []).append(phrase)
        self._numbers = numbers
        self._month_first = notation.month_first
        self._ordinal_stop = notation.ordinal_stop
        self._participle = re.compile(notation.participle)

    def listed_words(self) -> tuple[str, ...]:
        """Every word and phrase of the lists."""
        return tuple(self._words)

    def tokens(self, text: str) -> list[Token]:
        """All tokens of `text`, white space left out."""
        found: list[Token] = []
        position = 0
        while match := _TOKEN.search(text, position):
            position = match.end()
            kind = match.lastgroup or "other"
            if kind == "word":
                if (longer := self._longer(text, match)) is not None:
                    found.append(longer)
                    position = longer.end
                    continue
                found.append(Token(match.start(), match.end(), match[0], self.word_values(match[0])))
            elif kind == "mark":
                found.append(Token(match.start(), match.end(), match[0], {_MARKS.get(match[0], "mark"): 0}))
            elif kind == "ordinal" and not self._ordinal_stop:
                position = match.end() - 1  # "on December 3.": the stop ends the sentence
                number = match[0][:-1]
                found.append(Token(match.start(), position, number, _integer(number, int(number))))
            elif kind == "years" and not _is_pair(match[0]):
                position = match.start() + 4  # "2005/2010" are two years
                found.append(Token(match.start(), position, match[0][:4], _integer(match[0][:4], int(match[0][:4]))))
            else:
                values = self._numeric(kind, match[0])
                found.append(Token(match.start(), match.end(), match[0], values))
        return found

    def _longer(self, text: str, match: re.Match[str]) -> Token | None:
        """A listed phrase ("Good Friday") or hyphenated word ("mid-July") that begins here, as one token."""
        start = match.start()
        for phrase in self._phrases.get(match[0], ()):
            end = start + len(phrase)
            if text.startswith(phrase, start) and not text[end : end + 1].isalnum():
                return Token(start, end, phrase, self._words[phrase])
        whole = _HYPHENATED.match(text, start) if text[match.end() : match.end() + 1] in _JOINING else None
        values = self.word_values(whole[0], listed=True) if whole else None
        return Token(start, whole.end(), whole[0], values) if whole and values else None

    def word_values(self, word: str, listed: bool = False) -> dict[str, Value]:
        """The value of a word in each of its categories; only those of the lists where `listed`."""
        values = dict(self._words.get(word, ()))
        folded = word.lower()
        if folded != word:
            values |= self._words.get(folded, {})
            if word.isupper() and len(word) > 3:
                values |= self._words.get(word.capitalize(), {})
        number = self._numbers.value(folded)
        if number is not None:
            values["number"] = number
        if not listed:
            if word[0].isupper():
                if not values:
                    values["name"] = word
                values["capital"] = word
            else:
                values["small"] = folded
                if self._participle.fullmatch(folded):
                    values["participle"] = folded
        return values

    def _numeric(self, kind: str, text: str) -> dict[str, Value]:
        numbers = [int(part) for part in re.findall(r"\d+", text)] if len(text) < 24 else [10**9]
        if kind == "integer":
            return _integer(text, numbers[0])
        if kind == "quarter":
            return {"quarter_code": numbers[0]}
        if kind in ("ordinal", "nth"):
            values: dict[str, Value] = {"nth": numbers[0], kind: numbers[0]}
            if 1 <= numbers[0] <= 31:
                values["day"] = numbers[0]
            return values
        if kind in ("iso", "dotted", "slashed"):
            return self._date(kind, numbers, text)
        if kind == "years":
            first, second = numbers
            return {"years": (first, second if second > 99 else first // 100 * 100 + second)}
        if kind in ("decade", "apostrophe"):
            return {"decade_number": numbers[0]}
        if kind == "clock":
            return _clock(text, numbers)
        if kind == "decimal":
            return {"number": float(re.sub(",", ".", text))}
        if kind == "grouped":
            return {"number": int(re.sub(r"\D", "", text)), "grouped": 0}
        if kind == "meridiem":
            return {"hour": numbers[0]} if 1 <= numbers[0] <= 12 else {"other": 0}
        return {kind: 0}

    def _date(self, kind: str, numbers: list[int], text: str) -> dict[str, Value]:
        if kind == "iso":
            return {"date_number": (numbers[0], numbers[1], numbers[2])}
        first, second = numbers[:2]
        year = _full_year(numbers[2], re.findall(r"\d+", text)[2]) if len(numbers) > 2 else 0
        month_first = kind == "slashed" and self._month_first and first <= 12
        day, month = (second, first) if month_first else (first, second)
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return {"other": 0}
        return {"date_number" if year else "day_month": (year, month, day)}


def _is_pair(text: str) -> bool:
    """Whether "2007/08" is one span of years: the second written short, or the very next."""
    first, second = re.findall(r"\d+", text)
    return int(second) == int(first) + 1 or (len(second) == 2 and 0 < int(second) - int(first) % 100 < 12)


def _integer(text: str, number: int) -> dict[str, Value]:
    values: dict[str, Value] = {"number": number, "integer": number}
    if len(text) == 4 and 1000 <= number < 2200:
        values["year"] = number
        if _PLAIN_YEARS[0] <= number <= _PLAIN_YEARS[1]:
            values["plain_year"] = number
        elif _OLD_YEARS[0] <= number < _PLAIN_YEARS[0]:
            values["old_year"] = number
        if number % 1000 == 0:
            values["thousands"] = number
    elif len(text) > 2:
        values["long_integer"] = number
    if len(text) == 2:
        values["short_year"] = number
    if len(text) <= 2 and 1 <= number <= 31:
        values["day"] = number
    if len(text) <= 2 and number <= 24:
        values["hour"] = number
    return values


def _clock(text: str, numbers: list[int]) -> dict[str, Value]:
    values: dict[str, Value] = {"clock": (numbers[0], numbers[1])}
    if ":" in text:
        values["colon_clock"] = (numbers[0], numbers[1])
    elif len(numbers) == 2:
        values["number"] = float(f"{numbers[0]}.{numbers[1]:02d}")
    return values


def _full_year(number: int, digits: str) -> int:
    """A year of two digits by the rule of POSIX strptime: 69-99 are the 1900s."""
    if len(digits) == 4:
        return number
    return 2000 + number if number < 69 else 1900 + number
