"""The words around the quotations (abstention, notes) in German, English and Russian.

Other languages of a question are answered in English. The texts stand in `data/frame.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from assistant.language.instructions import holds_instruction
from assistant.types import Article

_DATES = {"de": "{0.day}.{0.month}.{0.year}", "ru": "{0.day:02}.{0.month:02}.{0.year}", "en": "{0.day} {0:%B %Y}"}


def text(name: str, language: str, **values: object) -> str:
    """The frame text `name` with its {values} filled in; values may hold anything, braces included.

    `undated` with a count of one has its own wording.
    """
    texts = _texts()[language if language in _texts() else "en"]
    if values.get("count") == 1 and f"{name}_one" in texts:
        name = f"{name}_one"
    return texts[name].format(**values)


def nearest(article: Article, language: str) -> str:
    """A note that names the article which comes nearest to what was asked, with outlet and date where known.

    A title that gives orders to an assistant is not repeated.
    """
    title = text("title_withheld", language) if holds_instruction(article.title) else article.title
    return text("nearest_article", language, title=title, about=published(article, language))


def published(article: Article, language: str) -> str:
    """Outlet and date of publication, as far as they are known."""
    about = [article.outlet or text("unknown_outlet", language)]
    if article.published:
        about.append(day(article.published, language))
    return ", ".join(about)


def told_by(outlets: int, witnesses: int, agencies: Sequence[str], language: str) -> str:
    """How many outlets tell something and how many sources they have: "3 Medien, 1 Quelle (AFP)"."""
    name = "told_by_one" if witnesses == 1 else "told_by_each" if witnesses == outlets else "told_by_some"
    named = f" ({', '.join(agencies)})" if agencies and name != "told_by_each" else ""
    return text(name, language, outlets=outlets, witnesses=witnesses) + named


def missing(parts: tuple[str, ...], language: str) -> str:
    """A note that names the parts of a question (time, place, …) that no source answers."""
    return text("missing", language, what=", ".join(text(part, language) for part in parts))


def day(value: date, language: str) -> str:
    """A date as people write it in the language."""
    return _DATES.get(language, _DATES["en"]).format(value)


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("assistant.answering").joinpath("data", "frame.toml").read_text(encoding="utf-8"))
