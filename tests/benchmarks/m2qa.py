"""Answers on M2QA's German news: 300 passages, 1,500 questions, 600 of them without an answer in their passage.

    python -m tests.benchmarks.m2qa [--folder FOLDER] [--limit N] [--json] [--readers FOLDER]

Each passage is one article. Goes the whole way of `presseschau evaluate`; a stopped run resumes.
The report with its failures lies in FOLDER/m2qa-report. `--readers`: see `m2qa_answers`; without it the cross-encoder
has seen these very answers.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from assistant import Assistant
from assistant.evaluation import Progress, evaluate
from assistant.settings import load_settings
from ingest import ingest
from tests.benchmarks.corpus import SHARED, options
from tests.benchmarks.memory_archive import m2qa
from tests.benchmarks.unseen_readers import add_option, chosen_reader


def main() -> None:
    parser = options(__doc__ or "")
    add_option(parser)
    arguments = parser.parse_args()
    lines = (SHARED / "m2qa-dev" / "german_news.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    numbers = {text: str(number) for number, text in enumerate(dict.fromkeys(row["context"] for row in rows))}
    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    passages = [{"id": number, "title": "", "text": text, "language": "de"} for text, number in numbers.items()]
    source = _write(folder / "m2qa.jsonl", passages)
    questions = _write(folder / "m2qa-questions.jsonl", [_question(row, numbers[row["context"]]) for row in rows])
    settings = load_settings(archive=folder / "m2qa")
    made = ingest([source], settings)
    if made.failures:
        sys.exit(f"m2qa: {made.failures[0].message}")
    text_ids = {one.question: one.text_id for one in m2qa(SHARED)[1]}
    reader = chosen_reader(arguments.readers, folder, text_ids)
    with patch("assistant.assistant.cross_encoder", lambda: reader), Assistant(settings) as assistant:
        report = evaluate(questions, folder / "m2qa-report", assistant, limit=arguments.limit, on_progress=_show)
    if arguments.json:
        print(json.dumps({name: found.to_json() for name, found in report.overall.items()}, indent=1))
        return
    for row in report.rows():
        print("{:<34}{:>10}   {:<22}{:>6}".format(*row))
    print(folder / "m2qa-report" / "report.html")


def _question(row: dict[str, Any], passage: str) -> dict[str, Any]:
    answers = list(dict.fromkeys(row["answers"]["text"]))
    return {
        "id": row["id"],
        "question": row["question"],
        "answers": answers,
        "answerable": bool(answers),
        "articles": [passage],
        "language": "de",
    }


def _write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    return path


def _show(state: Progress) -> None:
    if sys.stderr.isatty():
        end = "\n" if state.done == state.total else ""
        print(f"\rasked {state.done} of {state.total}", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
