"""Retrieval on XQuAD: 240 passages, 1,190 questions, in parallel in German, English and Russian.

    python -m tests.benchmarks.xquad [--folder FOLDER] [--limit N] [--json]

Each passage is one article. "en→de" asks English questions over the German passages; "de→de|en" asks German questions
over an archive that holds each passage in one of the two languages by chance; "de→de+en" over one that holds both.
"""

from __future__ import annotations

import json
import random

from tests.benchmarks.corpus import SHARED, Asked, Passage, measure, options, retriever_over, show

LANGUAGES = ("de", "en", "ru")
ARCHIVES = {
    "de": ("de", "en", "ru"),
    "en": ("en", "de"),
    "de|en": ("de", "en"),
    "de+en": ("de", "en"),
}


def load() -> tuple[dict[str, list[str]], dict[str, list[str]], list[int]]:
    """Passages and questions by language, and the number of the passage each question belongs to."""
    passages: dict[str, list[str]] = {}
    questions: dict[str, list[str]] = {}
    belongs: list[int] = []
    for language in LANGUAGES:
        data = json.loads((SHARED / "xquad" / f"xquad.{language}.json").read_text(encoding="utf-8"))["data"]
        paragraphs = [paragraph for article in data for paragraph in article["paragraphs"]]
        passages[language] = [paragraph["context"] for paragraph in paragraphs]
        questions[language] = [one["question"] for paragraph in paragraphs for one in paragraph["qas"]]
        belongs = [number for number, paragraph in enumerate(paragraphs) for _ in paragraph["qas"]]
    return passages, questions, belongs


def chosen(archive: str, passages: dict[str, list[str]]) -> list[Passage]:
    """The passages of an archive; the same draw of languages every time."""
    count = len(passages["de"])
    draw = random.Random(1)
    if "|" in archive:
        drawn = [[draw.choice(archive.split("|"))] for _ in range(count)]
    else:
        drawn = [archive.split("+")] * count
    return [
        Passage(f"{number}-{language}", passages[language][number], language)
        for number, languages in enumerate(drawn)
        for language in languages
    ]


def main() -> None:
    arguments = options(__doc__ or "").parse_args()
    passages, questions, belongs = load()
    results = {}
    for archive, asking in ARCHIVES.items():
        name = "xquad-" + archive.replace("|", "-or-").replace("+", "-and-")
        with retriever_over(name, chosen(archive, passages), arguments.folder) as retriever:
            for language in asking:
                asked = [
                    Asked(question, frozenset(f"{number}-{one}" for one in LANGUAGES))
                    for question, number in zip(questions[language], belongs, strict=True)
                ]
                results[f"{language}→{archive}"] = measure(retriever, asked[: arguments.limit])
    show(results, arguments.json)


if __name__ == "__main__":
    main()
