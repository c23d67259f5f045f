"""One half of a question set, asked."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.assistant import Assistant
from assistant.evaluation import Report, evaluate

QUESTIONS = Path(__file__).parent / "questions"


def ask_half(assistant: Assistant, questions: str, half: str, folder: Path) -> Report:
    """The report on the questions of `questions` (a file of tests/questions) that carry the tag `half`."""
    lines = (QUESTIONS / questions).read_text(encoding="utf-8").splitlines()
    asked = folder / "asked.jsonl"
    asked.write_text("\n".join(line for line in lines if half in json.loads(line)["tags"]), encoding="utf-8")
    return evaluate(asked, folder / "report", assistant)
