"""Numbers of a text (and, from `absolute`, dates) in one notation, so that a claim can be held against its source.

What is read: digits in German ("1.234,5"), English ("1,234.5") and Russian ("1 234,5") notation, number words,
ordinals, percents, multipliers ("1,2 Mio."), clock times, and dates with a month or a year in them. What is not read:
"ein"/"one" (articles) but before a scale ("eine Million"), Roman numerals, fractions, relative times ("am Freitag").
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from assistant.language.absolute import absolute_dates, date_spans, fold, word_before

__all__ = ["absolute_dates", "numbers"]

# Languages that write 1,234.5; all others write 1.234,5 (CLDR: decimal symbol of the language).
_POINT_LANGUAGES = frozenset({"en", "zh", "ja", "ko", "he", "th"})
_NARROW_SPACES = "\u00a0\u202f\u2009"

_DIGITS = re.compile(
    rf"(?<![\w.,:])(?P<clock>\d{{1,2}}[:.]\d{{2}})(?=\s*(?:Uhr\b|h\b|a\.?m\b|p\.?m\b))"
    rf"|(?<![\w:.,])(?P<ratio>\d{{1,3}}:\d{{1,3}})(?![\w:])"
    rf"|(?<![^\W\d_])(?<!\d)(?<!\d[.,])(?P<sign>(?<![^\s(])[-−\u2013](?=\d))?"
    rf"(?P<digits>\d{{1,3}}(?:[ {_NARROW_SPACES}]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,'\u2019]\d+)*)"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_NEXT = re.compile(r"[\s\u00a0]*(%|[^\W\d_]+(?:\s(?:cent|points?|пунктов|пункта)\b)?)")
_CLOCK_SUFFIX = re.compile(r"\s*(?:(Uhr\b|h\b)|([ap])\.?m\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: dict[str, dict[str, int]]
    ordinals: dict[str, dict[str, int]]
    attached: tuple[str, ...]
    scales: dict[str, int]
    scales_by_language: dict[str, dict[str, int]]
    before_scales: dict[str, dict[str, str]]
    percent: frozenset[str]
    points: frozenset[str]
    minus: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("assistant.language").joinpath("data/numbers.toml").read_text(encoding="utf-8"))
    endings = data["ordinal_endings"]
    return _Lexicon(
        words=data["words"],
        ordinals={
            language: {stem + ending: value for stem, value in stems.items() for ending in endings[language]}
            for language, stems in data["ordinals"].items()
        },
        attached=tuple(data["attached"]["de"]),
        scales=data["scales"],
        scales_by_language=data["scales_by_language"],
        before_scales=data["before_scales"],
        percent=frozenset(data["percent"]["words"]),
        points=frozenset(data["percent"]["points"]),
        minus=frozenset(data["minus"]["words"]),
    )


def numbers(text: str, language: str) -> frozenset[str]:
    """The numbers of `text`: decimal point, no grouping, no trailing zeros ("1234.5"); percents end in "%".

    "1,2 Millionen" is "1200000", "minus 5" is "-5", "15.30 Uhr" is "15:30", "zwölf" and "zwölfter" are "12",
    percentage points end in "pp". Days and months of a date are left to `absolute_dates`; years are in both.
    """
    masked = _mask(text, [(start, end) for start, end, found in date_spans(text) if not all(map(str.isdigit, found))])
    return frozenset(_digit_numbers(masked, language)) | frozenset(_word_numbers(masked, language))


def _mask(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\u0001" * (end - start) + text[end:]
    return text


def _digit_numbers(text: str, language: str) -> list[str]:
    found = []
    for match in _DIGITS.finditer(text):
        if match["clock"] or match["ratio"]:
            found.append(_clock(match, text))
            continue
        after_clock = _CLOCK_SUFFIX.match(text, match.end())
        if after_clock and re.fullmatch(r"\d{1,2}", match["digits"]) and not after_clock[0].strip().startswith("h"):
            found.append(_hour(int(match["digits"]), 0, after_clock[2]))
            continue
        for value in _values(match["digits"], language):
            negative = bool(match["sign"]) or word_before(text, match.start()) in _lexicon().minus
            found.append(_scaled(-value if negative else value, text, match.end(), language))
    return found


def _clock(match: re.Match[str], text: str) -> str:
    if match["ratio"] and not _CLOCK_SUFFIX.match(text, match.end()):
        return ":".join(part.lstrip("0").rjust(1, "0") for part in match["ratio"].split(":"))
    hour, minute = re.split(r"[:.]", match["clock"] or match["ratio"])
    suffix = _CLOCK_SUFFIX.match(text, match.end())
    return _hour(int(hour), int(minute), suffix[2] if suffix else None)


def _hour(hour: int, minute: int, half: str | None) -> str:
    if half and half.lower() == "p" and hour < 12:
        hour += 12
    if half and half.lower() == "a" and hour == 12:
        hour = 0
    return f"{hour}:{minute}"


def _values(digits: str, language: str) -> list[Decimal]:
    """The number that a run of digits and separators means; several where it is no number ("1.2.3")."""
    compact = re.sub(rf"[ {_NARROW_SPACES}'\u2019]", "", digits)
    group, decimal = (",", ".") if language in _POINT_LANGUAGES else (".", ",")
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", compact):
        return [Decimal(compact.replace(group, "").replace(decimal, "."))]
    if re.fullmatch(r"\d+[.,]\d+", compact):
        return [Decimal(compact.replace(",", "."))]
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(decimal)}\d{{3}})+(?:{re.escape(group)}\d+)?", compact):
        return [Decimal(compact.replace(decimal, "").replace(group, "."))]
    return [Decimal(part) for part in re.split(r"[.,]", compact)]


def _word_numbers(text: str, language: str) -> list[str]:
    found = []
    for match in _WORD.finditer(text):
        if match.start() and text[match.start() - 1].isdigit():
            continue
        word, before = fold(match[0]), word_before(text, match.start())
        number = _word_value(word, language)
        if number is None:
            number = _before_scale(word, before, text, match.end(), language)
        if number is not None and not _follows_digits(text, match.start()):
            found.append(_scaled(-number if before in _lexicon().minus else number, text, match.end(), language))
    return found


def _before_scale(word: str, before: str, text: str, end: int, language: str) -> Decimal | None:
    """The number that a word is only before a scale: "eine Million", "half a million"."""
    listed = _lexicon().before_scales.get(language, {})
    if word not in listed:
        return None
    after = _NEXT.match(text, end)
    if after is None or fold(after[1]) not in _lexicon().scales:
        return None
    return Decimal(listed.get(f"{before} {word}", listed[word]))


def _follows_digits(text: str, position: int) -> bool:
    """Whether the word at `position` is the multiplier of digits before it ("5 tausend")."""
    return bool(re.search(r"\d[\s\u00a0]*$", text[max(0, position - 3) : position]))


def _word_value(word: str, language: str) -> Decimal | None:
    lexicon = _lexicon()
    words = lexicon.words.get(language, {})
    value = words.get(word)
    if value is None:
        value = lexicon.ordinals.get(language, {}).get(word)
    if value is None and language == "de":
        value = _german_compound(word, words)
    if value is None and language == "de":
        value = _german_attached(word, words)
    if value is None and language == "en" and "-" in word:
        first, _, unit = word.partition("-")
        value = words.get(first)
        if value is not None and value >= 20 and (unit == "one" or 0 < words.get(unit, 0) < 10):
            value += words.get(unit, 1)
    return None if value is None else Decimal(value)


def _german_attached(word: str, words: dict[str, int]) -> int | None:
    """The number in "zwölfköpfige", "fünfjährig", "dreimal"; None for any other word."""
    for ending in _lexicon().attached:
        number, found, tail = word.partition(ending)
        if found and number and len(tail) <= 2:
            return words[number] if number in words else _german_compound(number, words)
    return None


def _german_compound(word: str, words: dict[str, int]) -> int | None:
    """The value of "zweiundzwanzig", "dreihundertvierzig", "zwölftausend"; None for any other word."""
    for scale, size in (("tausend", 1000), ("hundert", 100)):
        head, found, tail = word.partition(scale)
        if found and (head or tail):
            factor = 1 if head in ("", "ein") else _german_part(head, words)
            rest = 0 if not tail else _german_part(tail.removeprefix("und"), words)
            return None if factor is None or rest is None else factor * size + rest
    return _german_part(word, words) if "und" in word else None


def _german_part(word: str, words: dict[str, int]) -> int | None:
    if word in words:
        return words[word]
    if "hundert" in word:
        return _german_compound(word, words)
    unit, found, tens = word.partition("und")
    if found and words.get(tens, 0) in range(20, 100):
        value = 1 if unit == "ein" else words.get(unit, 0)
        return words[tens] + value if 0 < value < 10 else None
    return None


def _scaled(value: Decimal, text: str, end: int, language: str) -> str:
    """`value` with the multiplier and the percent sign that follow it at `end`."""
    lexicon = _lexicon()
    unit = _NEXT.match(text, end)
    if unit:
        word = fold(unit[1])
        scale = lexicon.scales_by_language.get(language, {}).get(word) or lexicon.scales.get(word)
        if scale:
            value *= scale
            unit = _NEXT.match(text, unit.end())
    word = re.sub(r"\s+", " ", fold(unit[1])) if unit else ""
    first = word.split(" ")[0]
    if word in lexicon.points:
        return _plain(value) + "pp"
    return _plain(value) + ("%" if word in lexicon.percent or first in lexicon.percent else "")


def _plain(value: Decimal) -> str:
    written = format(value, "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("", "-0") else written
