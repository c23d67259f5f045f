"""Which news agency supplied a text, where the text says so. Who is merely quoted ("laut KCNA") is none."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_CODE = r"[^\W\d_][\w-]{0,14}(?:(?: ?[/,&] ?| und | and )[^\W\d_][\w-]{0,14}){0,3}"
_SHORT = 3  # letters; a code so short is also a word or an abbreviation of something else
_APART = re.compile(r" ?[/,&] ?| und | and ")


@lru_cache(maxsize=1_000)
def agencies(text: str, author: str | None = None) -> tuple[str, ...]:
    """The agencies that a text names as its own, as they are shown ("dpa", "Reuters"), in the order of the text.

    A code that is on no list counts where the author is that code: a small agency, or one of another country.
    """
    found: dict[str, None] = {}
    for pattern in _credits():
        for match in pattern.finditer(text):
            for code in _APART.split(match.group(1)):
                shown = _shown(code, author)
                if shown:
                    found[shown] = None
    for code in _APART.split(author or ""):
        if code.lower() in _known():
            found[_known()[code.lower()]] = None
    return tuple(found)


def _shown(code: str, author: str | None) -> str:
    known = _known().get(code.lower(), "")
    if known and (len(code) > _SHORT or code in (known, code.upper())):
        return known
    return code if author and code.lower() == author.lower() else ""


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("assistant.identity").joinpath("data", "agencies.toml").read_text(encoding="utf-8"))


@cache
def _known() -> dict[str, str]:
    return {code: name for name, codes in _data()["agencies"].items() for code in codes.split()}


@cache
def _credits() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern.replace("CODE", _CODE)) for pattern in _data()["credits"].values())
