"""Retrieval on M2QA's German news: 300 passages of DER STANDARD, 1,500 questions.

    python -m tests.benchmarks.m2qa_retrieval [--folder FOLDER] [--limit N] [--json]

Each passage is one article. 600 of the questions are not answered by their passage, but they ask about it, so it is
what retrieval should bring up; both kinds are shown.
"""

from __future__ import annotations

import json

from tests.benchmarks.corpus import SHARED, Asked, Passage, measure, options, retriever_over, show


def main() -> None:
    arguments = options(__doc__ or "").parse_args()
    lines = (SHARED / "m2qa-dev" / "german_news.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    numbers = {text: str(number) for number, text in enumerate(dict.fromkeys(row["context"] for row in rows))}
    passages = [Passage(number, text, "de") for text, number in numbers.items()]
    asked = [Asked(row["question"], frozenset({numbers[row["context"]]})) for row in rows]
    answerable = [one for one, row in zip(asked, rows, strict=True) if row["answers"]["text"]]
    rest = [one for one, row in zip(asked, rows, strict=True) if not row["answers"]["text"]]
    with retriever_over("m2qa", passages, arguments.folder) as retriever:
        kinds = {"all": asked, "answerable": answerable, "unanswerable": rest}
        results = {kind: measure(retriever, questions[: arguments.limit]) for kind, questions in kinds.items()}
    show(results, arguments.json)


if __name__ == "__main__":
    main()
