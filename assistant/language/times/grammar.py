"""Rules over token categories, read from `data/times_LANGUAGE.toml` and compiled once for a language.

A pattern is a row of categories, each standing for one token: "day month year?". `label=category` names what the
builder reads, `<` and `>` mark the time expression within the match (what stands outside is context), `ahead:name`
and `not:name` look at the next token, `after:name` and `notafter:name` at the one before, and brackets, `|`, `?`,
`*` mean what they mean in a regular expression.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.language.times.numerals import WordNumbers
from assistant.language.times.tokens import Lexer, Notation, Token, Value

_ITEM = re.compile(r"(?:(ahead|not|after|notafter):)?(?:(\w+)=)?([a-z_]\w*)|([<>()|?*+]|\{\d,\d\})")
_FIRST_CODE = 0xE000  # the private-use area: 6,400 sets of categories are far more than any language has
_ENDINGS = ("", "e", "en", "er", "es", "em")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its number in the file, its pattern over codes, the builder's name and arguments."""

    order: int
    pattern: re.Pattern[str]
    build: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled rules of one language."""

    lexer: Lexer
    rules: tuple[Rule, ...]
    codes: Mapping[frozenset[str], str]

    def encode(self, tokens: Sequence[Token]) -> str:
        """One character a token, the code of its set of categories."""
        codes, unknown = self.codes, self.codes[frozenset()]
        return "".join([codes.get(frozenset(token.values), unknown) for token in tokens])


@cache
def grammar(language: str) -> Grammar | None:
    """The grammar of `language` (ISO 639-1), or None where there is none."""
    file = files("assistant.language") / f"data/times_{language}.toml"
    if not file.is_file():
        return None
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    words = _words(data["words"])
    notation = Notation(**data["settings"])
    numbers = WordNumbers(data["numbers"], notation.number_joint)
    for compound in data.get("compounds", []):
        _add_compound(words, numbers, compound)
    lexer = Lexer(words, numbers, notation)
    codes = _codes(lexer, words, numbers)
    rules = []
    for order, rule in enumerate(data["rules"]):
        arguments = {key: value for key, value in rule.items() if key not in ("pattern", "build")}
        rules.append(Rule(order, compile_pattern(rule["pattern"], codes), rule["build"], arguments))
    return Grammar(lexer, tuple(rules), codes)


def _words(tables: Mapping[str, Any]) -> dict[str, dict[str, Value]]:
    """From {category: {value: [words]}} or {category: [words]} to {word: {category: value}}."""
    words: dict[str, dict[str, Value]] = {}
    for category, table in tables.items():
        rows = table.items() if isinstance(table, dict) else [("0", table)]
        for written, entries in rows:
            value: Value = int(written) if re.fullmatch(r"-?\d+", written) else written
            for entry in entries:
                for word in _inflected(entry):
                    words.setdefault(word, {})[category] = value
    return words


def _inflected(entry: str) -> list[str]:
    """German adjective forms: "letzte~" stands for letzte, letzten, letzter, …, "täglich~" for täglich too."""
    if not entry.endswith("~"):
        return [entry]
    stem, endings = (entry[:-2], _ENDINGS[1:]) if entry.endswith("e~") else (entry[:-1], _ENDINGS)
    return [stem + ending for ending in endings]


def _add_compound(words: dict[str, dict[str, Value]], numbers: WordNumbers, compound: Mapping[str, Any]) -> None:
    """Adds the words that two categories make together: "Dienstag" and "Abend" are "Dienstagabend"."""
    firsts: list[tuple[str, Value | None]] = [
        (word, values[compound["first"]]) for word, values in words.items() if compound["first"] in values
    ]
    if compound["first"] == "number":
        firsts = [(word, numbers.value(word)) for word in numbers.words() if _is_common(numbers.value(word))]
    seconds = [(word, values[compound["second"]]) for word, values in words.items() if compound["second"] in values]
    for first, first_value in firsts:
        for second, second_value in seconds:
            word = first + compound.get("joint", "") + second.lower()
            words.setdefault(word, {})[compound["category"]] = (first_value, second_value)


def _is_common(number: float | None) -> bool:
    """Whether a number word is likely within a longer word: "dreitägig", "fünfzigjährig"."""
    return number is not None and (number <= 31 or (number <= 100 and number % 5 == 0))


def _codes(lexer: Lexer, words: Mapping[str, Mapping[str, Value]], numbers: WordNumbers) -> dict[frozenset[str], str]:
    """A character for every set of categories that can occur, found by trying all words and shapes of numbers."""
    plain = {word for word in (*words, *numbers.words()) if word.isalpha()}
    plain |= {word.capitalize() for word in plain if word.islower()}
    samples = ["xyz", "Xyz", "_", "\n\n", *(word for word in words if not word.isalpha())]
    samples += [str(number) for number in (*range(100), 100, 999, 1000, 1399, 1400, 1999, 2000, 2199, 2200, 99999)]
    samples += [f"{number}." for number in range(100)] + [f"{number}th" for number in range(100)]
    samples += [
        "2024-09-13",
        "13.9.2024",
        "13.9.",
        "9/13/2024",
        "40.40.",
        "5x",
        "Q3",
        "1.2.3",
        "2007/08",
        "2007/01",
        "90er",
    ]
    samples += [
        "'90s",
        "1.000",
        "20.30",
        "20:30",
        "20:30:10",
        "20h30",
        "3,5",
        "13pm",
        "9pm",
        *"""%,.!?-–—/():&'’€$£+§*""",
    ]
    samples += [word + "." for word in words if "." in word]
    possible = {frozenset(lexer.word_values(word)) for word in plain}
    possible.add(frozenset({"small", "participle"}))  # an unlisted participle
    possible.update(frozenset(token.values) for sample in samples for token in lexer.tokens(sample))
    ordered = sorted(possible - {frozenset()}, key=sorted)
    return {frozenset(): chr(_FIRST_CODE)} | {key: chr(_FIRST_CODE + 1 + i) for i, key in enumerate(ordered)}


def compile_pattern(pattern: str, codes: Mapping[frozenset[str], str]) -> re.Pattern[str]:
    """The regular expression over codes for a pattern over categories; ValueError for a category no word has."""
    pieces: list[str] = []
    seen: dict[str, int] = {}
    for look, label, category, operator in _ITEM.findall(pattern):
        if operator:
            pieces.append({"<": "(?P<start_>)", ">": "(?P<end_>)", "(": "(?:"}.get(operator, operator))
            continue
        matching = "".join(code for key, code in codes.items() if category in key)
        if not matching:
            raise ValueError(f"no word has the category {category!r} of the pattern {pattern!r}")
        group, name = f"[{matching}]", label or category
        if look:
            pieces.append({"ahead": "(?=", "not": "(?!", "after": "(?<=", "notafter": "(?<!"}[look] + group + ")")
        else:
            seen[name] = seen.get(name, 0) + 1  # the branches of one pattern may each have a "month"
            pieces.append(f"(?P<{name}__{category}__{seen[name]}>{group})")
    return re.compile("".join(pieces))
