"""OMoS-QA: pages of German towns for newcomers, questions in German and English, answers marked sentence by sentence.

    python -m tests.benchmarks.omos [--folder FOLDER] [--limit N] [--json]

All pages of a language are one archive. A cited sentence is right if it holds a marked line of the question's page,
or is part of one; a line is recalled if a cited sentence does so. An answer contains the answer if one of its
sentences is right and it has at most three sentences and sixty words. "en→de" asks in English about German pages.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np

from assistant import Assistant
from assistant.answering.decision import verdict
from assistant.answering.evidence import gather
from assistant.models.crossencoder.encoder import cross_encoder
from assistant.question import understand
from assistant.retrieval import HybridRetriever
from assistant.settings import load_settings
from assistant.types import Answer
from ingest import ingest
from tests.benchmarks.corpus import SHARED, options, show

ASKED = {"de→de": ("de", "de"), "en→en": ("en", "en"), "en→de": ("en", "de")}
SENTENCES, WORDS = 3, 60
COVERAGES = (0.25, 0.5, 1.0)


def main() -> None:
    arguments = options(__doc__ or "").parse_args()
    results = {}
    for name, (asking, stored) in ASKED.items():
        rows, pages = _load(asking), _load(stored)
        with Assistant(_archive(arguments.folder, stored, pages)) as assistant:
            asked = list(zip(rows, pages, strict=True))[: arguments.limit]
            results[name] = measures([_asked(assistant, row, page) for row, page in asked])
    show(results, arguments.json)


def _load(language: str) -> list[dict[str, Any]]:
    with gzip.open(SHARED / "omos-dev" / f"dev_{language}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _archive(folder: Path, language: str, rows: list[dict[str, Any]]) -> Any:
    """The settings of an archive of all pages, made unless it is there."""
    pages = dict.fromkeys(row["context"] for row in rows)
    source = folder / f"omos-{language}.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps({"id": f"page-{number}", "title": "", "text": text, "language": language}, ensure_ascii=False)
        for number, text in enumerate(pages)
    ]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    settings = load_settings(archive=folder / f"omos-{language}")
    report = ingest([source], settings)
    if report.failures:
        raise SystemExit(f"{source}: {report.failures[0].message}")
    return settings


def _asked(assistant: Assistant, row: dict[str, Any], page: dict[str, Any]) -> dict[str, float]:
    """What came of one question; `page` is its row in the language of the archive, where its lines stand."""
    answer = assistant.ask(row["question"])
    lines = page["context"].split("\n")
    wanted = [_plain(lines[place]) for place in page["answers"]]
    cited = [_plain(citation.quote) for citation in _stated(answer)]
    right = [any(_holds(quote, line) for line in wanted) for quote in cited]
    words = len(answer.answer.split())
    return {
        "answerable": bool(wanted),
        "answered": answer.status != "not_in_sources",
        "cited": len(cited),
        "cited right": sum(right),
        "lines": len(wanted),
        "lines cited": sum(any(_holds(quote, line) for quote in cited) for line in wanted),
        "right": any(right) and len(cited) <= SENTENCES and words <= WORDS,
        "words": words,
        "confidence": confidence(assistant, row["question"]),
    }


def _stated(answer: Answer) -> list[Any]:
    """The citations behind what the answer states."""
    numbers = {number for claim in answer.claims for number in claim.citations}
    return [citation for citation in answer.citations if citation.number in numbers]


def confidence(assistant: Assistant, text: str) -> float:
    """How likely the answerer takes it that the archive answers, whether or not it then does."""
    question = understand(text)
    archive, embedder = assistant._archive, assistant._embedder
    hits = HybridRetriever(archive=archive, embedder=embedder).search(question, assistant.settings.passages)
    return verdict(question, gather(question, hits, archive, embedder, cross_encoder())).probability


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _holds(quote: str, line: str) -> bool:
    return bool(quote and line) and (quote in line or line in quote)


def measures(found: list[dict[str, float]]) -> dict[str, float | int]:
    table = {name: np.array([float(one[name]) for one in found]) for name in found[0]}
    answerable, answered, right = (table[name] > 0 for name in ("answerable", "answered", "right"))
    precision, recall = share(~answerable[~answered]), share(~answered[~answerable])
    here = answerable & answered
    results: dict[str, float | int] = {
        "n": len(found),
        "right": int((answered & right).sum()),
        "wrong": int((answered & ~right).sum()),
        "right - wrong per 100": round(
            100 * float((answered & right).sum() - (answered & ~right).sum()) / len(found), 1
        ),
        "contained": share((answered & right)[answerable]),
        "abstention F1": round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0,
        "abstention recall": recall,
        "citation precision": _ratio(table["cited right"][here].sum(), table["cited"][here].sum()),
        "citation recall": _ratio(table["lines cited"][here].sum(), table["lines"][here].sum()),
        "words": round(float(table["words"][answered].mean()), 1) if answered.any() else 0.0,
    }
    return results | risk(table["confidence"][answered], right[answered], len(found))


def risk(confidence: np.ndarray, right: np.ndarray, asked: int) -> dict[str, float]:
    """The risk-coverage curve at a few points: the share of wrong ones among the most confident answers."""
    wrong = ~right[np.argsort(-confidence, kind="stable")]
    if not wrong.size:
        return {}
    risks = np.cumsum(wrong) / np.arange(1, len(wrong) + 1)
    found = {
        f"risk of the surest {part:.0%}": round(float(risks[max(0, round(part * len(wrong)) - 1)]), 3)
        for part in COVERAGES
    }
    return {"coverage": round(len(wrong) / asked, 3)} | found | {"AURC": round(float(risks.mean()), 3)}


def share(values: np.ndarray) -> float:
    return round(float(values.mean()), 4) if values.size else 0.0


def _ratio(part: float, whole: float) -> float:
    return round(float(part / whole), 4) if whole else 0.0


if __name__ == "__main__":
    main()
