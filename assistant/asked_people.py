"""Whom a question asks about: "Wer ist Hanna Vossberg?" about the person of that name.

Everything about a language stands in `assistant/language/data/asked_people.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


def asked_person(text: str, language: str) -> str | None:
    """The name in a question for who somebody is or what office a person has; None in any other question."""
    found = (pattern.search(text) for pattern in _patterns().get(language, ()))
    return next((match["name"] for match in found if match), None)


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    text = files("assistant.language").joinpath("data", "asked_people.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    name = data["name"].replace("WORD", data["word"])
    return {
        language: tuple(re.compile(pattern.replace("NAME", name)) for pattern in patterns)
        for language, patterns in data["asked"].items()
    }
