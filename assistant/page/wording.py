"""The words of the page in German, English and Russian, from `data/wording.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

PageLanguage: TypeAlias = Literal["de", "en", "ru"]
LANGUAGES: tuple[PageLanguage, ...] = ("de", "en", "ru")
_SIGNS: Mapping[PageLanguage, str] = {
    "de": ".,",
    "en": ",.",
    "ru": "\N{NO-BREAK SPACE},",
}  # of thousands, of decimals


@dataclass(frozen=True)
class Wording:
    """All phrases of one language."""

    language: PageLanguage
    phrases: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """The phrase of this key with its values filled in."""
        phrase = self.phrases[key]
        return str(phrase).format(**values)

    def list(self, key: str) -> list[str]:
        """The phrases of a key that has several."""
        return [str(phrase) for phrase in self.phrases[key]]

    def count(self, key: str, number: int, **values: object) -> str:
        """The phrase in singular (`key_one`) or plural (`key_other`, `key_few`); `{count}` is the number."""
        return self(f"{key}_{self._form(number)}", count=self.number(number), **values)

    def _form(self, number: int) -> str:
        """The form a number takes in the language (Unicode's plural rules, CLDR)."""
        if self.language != "ru":
            return "one" if number == 1 else "other"
        if number % 10 == 1 and number % 100 != 11:
            return "one"
        return "few" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else "other"

    def number(self, number: float, digits: int = 0) -> str:
        """A number with its thousands parted, as it is written in the language."""
        written = f"{number:,.{digits}f}"
        return written.translate(str.maketrans(",.", _SIGNS[self.language]))

    def date(self, day: date | None) -> str:
        """The day in full, or that there is none."""
        if day is None:
            return self("undated")
        months = self.list("months")
        return self("day", day=day.day, month=months[day.month - 1], year=day.year)

    def seconds(self, seconds: float) -> str:
        """A duration in seconds with one digit after the decimal sign, two below a second."""
        written = f"{seconds:.1f}" if seconds >= 1 else f"{seconds:.2f}"
        return self("seconds", seconds=written.replace(".", _SIGNS[self.language][1]))


@cache
def wording(language: PageLanguage) -> Wording:
    """The phrases of this language."""
    data = files("assistant.page").joinpath("data/wording.toml").read_text(encoding="utf-8")
    return Wording(language, tomllib.loads(data)[language])


def browser_language(locale: str | None) -> PageLanguage:
    """The page's language for a browser's locale: its own where the page knows it, English for all others."""
    wanted = (locale or "de").lower().split("-")[0]
    return next((language for language in LANGUAGES if language == wanted), "en")
