"""The words around the quotations exist in all three languages and are filled in safely."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from string import Formatter

import pytest

from assistant.answering import frame
from assistant.types import Article

TEXTS = tomllib.loads(files("assistant.answering").joinpath("data", "frame.toml").read_text(encoding="utf-8"))


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_text_exists_in_german_english_and_russian_with_the_same_fields() -> None:
    assert set(TEXTS) == {"de", "en", "ru"}
    for language in ("en", "ru"):
        assert {name: _fields(text) for name, text in TEXTS[language].items()} == {
            name: _fields(text) for name, text in TEXTS["de"].items()
        }


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das steht nicht in den Quellen."),
        ("en", "The sources do not say."),
        ("ru", "В источниках этого нет."),
        ("fr", "The sources do not say."),
    ],
)
def test_abstention_is_said_in_the_language_of_the_question(language: str, text: str) -> None:
    assert frame.text("not_in_sources", language) == text


def test_values_may_hold_braces() -> None:
    assert "{sorry}" in frame.text("fallback", "de", reason="{sorry}")


def test_one_undated_article_is_not_said_in_the_plural() -> None:
    assert frame.text("undated", "de", count=1).startswith("Ein Artikel")
    assert frame.text("undated", "de", count=3).startswith("3 Artikel")


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "14.9.2024"), ("en", "14 September 2024"), ("ru", "14.09.2024"), ("it", "14 September 2024")],
)
def test_dates_as_people_write_them(language: str, text: str) -> None:
    assert frame.day(date(2024, 9, 14), language) == text


def test_the_nearest_article_is_named_with_outlet_and_date_where_known() -> None:
    article = Article("a", 1, "Neue Brücke", "Text", "de", "hash", published=date(2025, 3, 1), outlet="Nordkurier")
    assert frame.nearest(article, "de") == "Am nächsten kommt im Archiv: „Neue Brücke“ (Nordkurier, 1.3.2025)."
    unknown = Article("a", 1, "Neue Brücke", "Text", "de", "hash")
    assert "ohne Angabe" in frame.nearest(unknown, "de")


def test_missing_parts_are_named_by_their_interrogatives() -> None:
    assert frame.missing(("time", "place"), "de") == "Nicht in den Quellen: wann, wo."
