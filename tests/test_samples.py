"""The sample articles and question sets are sound: what a question expects stands in the articles it names."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import frontmatter
import pytest

from assistant.samples import articles_folder, questions_file

QUESTIONS = Path(__file__).parent / "questions"
SHARED_ARTICLES = Path(__file__).parents[2] / "shared" / "articles"
KEYS = {
    "id", "question", "language", "history", "answerable", "answers", "must_include", "must_not_include", "evidence",
    "articles", "dates", "tags",
}  # fmt: skip
KINDS = {
    "fact", "who", "whom", "when", "where", "what", "how-many", "list", "count", "reason", "quotation", "comparison",
    "summary", "current", "follow-up", "unanswerable",
}  # fmt: skip
SETS = {
    "samples": questions_file(),
    "held_back": QUESTIONS / "held_back.jsonl",
    "shared_articles": QUESTIONS / "shared_articles.jsonl",
}
SAMPLE_SETS = ("samples", "held_back")


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@cache
def sample_articles() -> dict[str, frontmatter.Post]:
    return {path.stem: frontmatter.load(str(path)) for path in sorted(articles_folder().iterdir())}


@cache
def questions(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in SETS[name].read_text(encoding="utf-8").splitlines())


def answerable(name: str) -> list[dict[str, Any]]:
    return [question for question in questions(name) if question["answerable"]]


def test_the_samples_are_about_twenty_articles_of_several_outlets_and_two_languages() -> None:
    articles = sample_articles().values()
    assert 20 <= len(articles) <= 24
    assert len({article["outlet"] for article in articles if "outlet" in article.metadata}) >= 3
    languages = Counter(article.get("language", "de") for article in articles)
    assert set(languages) == {"de", "en"}
    assert languages["de"] > languages["en"] >= 4


def test_front_matter_carries_what_an_article_needs_and_ids_are_file_names() -> None:
    dated = {name: article for name, article in sample_articles().items() if article.metadata}
    for name, article in dated.items():
        assert article["id"] == name
        assert article["title"]
        assert article["author"]
        assert date(2025, 3, 1) <= article["published"] <= date(2026, 10, 31), name
    assert len({article["url"] for article in dated.values()}) == len(dated)
    for article in dated.values():
        assert re.match(r"https://[a-z-]+\.example/", article["url"])  # a name that no one can own: RFC 2606


def test_two_articles_are_scrapes_one_of_them_without_front_matter() -> None:
    scrapes = [path.stem for path in articles_folder().glob("*.txt")]
    assert len(scrapes) == 2
    assert sum(not sample_articles()[name].metadata for name in scrapes) == 1


def test_three_outlets_carry_the_same_agency_story() -> None:
    copies = {article["outlet"] for article in sample_articles().values() if "(npa)" in article.content}
    assert len(copies) == 3


@pytest.mark.parametrize("name", SETS)
def test_questions_keep_to_the_format(name: str) -> None:
    assert len({question["id"] for question in questions(name)}) == len(questions(name))
    for question in questions(name):
        assert set(question) <= KEYS, question["id"]
        assert question["question"].strip()
        assert question["language"] in {"de", "en", "ru"}
        assert question["answerable"] == ("unanswerable" not in question["tags"]), question["id"]
        expected = {"answers", "must_include", "articles"} & set(question)
        assert expected == ({"answers", "must_include", "articles"} if question["answerable"] else set())
        assert all(question[key] for key in expected)
        for day in question.get("dates", ()):
            date.fromisoformat((day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10])


@pytest.mark.parametrize("name", SETS)
def test_at_least_a_quarter_cannot_be_answered(name: str) -> None:
    unanswerable = len(questions(name)) - len(answerable(name))
    assert unanswerable * 4 >= len(questions(name))


def test_every_kind_of_question_and_all_three_languages_are_asked() -> None:
    asked = questions("samples")
    assert len(asked) >= 48
    assert {tag for question in asked for tag in question["tags"]} >= KINDS
    assert Counter(question["language"] for question in asked).keys() == {"de", "en", "ru"}
    assert all("history" in question for question in asked if "follow-up" in question["tags"])


@pytest.mark.parametrize("name", SAMPLE_SETS)
def test_evidence_stands_in_the_named_articles(name: str) -> None:
    for question in answerable(name):
        texts = {article: folded(sample_articles()[article].content) for article in question["articles"]}
        evidence = [folded(passage) for passage in question["evidence"]]
        assert evidence, question["id"]
        for passage in evidence:
            assert any(passage in text for text in texts.values()), (question["id"], passage)
        for article, text in texts.items():
            assert any(passage in text for passage in evidence), (question["id"], article)


@pytest.mark.parametrize("name", SAMPLE_SETS)
def test_answers_and_facts_stand_in_the_evidence(name: str) -> None:
    for question in answerable(name):
        evidence = folded(" ".join(question["evidence"])).casefold()
        for answer in question["answers"]:
            assert answer.casefold() in evidence, (question["id"], answer)
        for variants in question["must_include"]:
            assert any(variant.casefold() in evidence for variant in variants), (question["id"], variants)
        for unwanted in question.get("must_not_include", ()):
            assert unwanted.casefold() not in evidence, (question["id"], unwanted)


def test_no_question_is_asked_twice() -> None:
    asked = Counter(question["question"].casefold() for name in SETS for question in questions(name))
    assert [text for text, times in asked.items() if times > 1] == []


@pytest.mark.skipif(not SHARED_ARTICLES.is_dir(), reason="the two real articles are not part of the repository")
def test_facts_asked_about_the_real_articles_stand_in_them() -> None:
    for question in answerable("shared_articles"):
        texts = " ".join(
            folded((SHARED_ARTICLES / name).read_text(encoding="utf-8")) for name in question["articles"]
        )
        for variants in (question["answers"], *question["must_include"]):
            assert any(variant in texts for variant in variants), (question["id"], variants)
