"""Answers to M2QA's German news questions over all its passages at once, through retrieval and extractive answerer.

    python -m tests.benchmarks.m2qa_answers [--limit N] [--folder FOLDER] [--readers FOLDER]

Each of the 300 passages is one article. "In first" and "in three": the answer stands in the first sentence of the
evidence, in the first three, whether or not the answerer abstains. "Answered" is what a reader sees. A question
is right when the answer that is given holds an accepted string; answering one of the 600 unanswerable ones is wrong.
Scorer and cross-encoder were trained on these questions too: `train_scorer --validate` gives figures without that;
`--readers` names a folder of cross-encoders that left a fold of passages out, as `train_scorer` has it.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter

import numpy as np

from assistant.answering.copies import distinct
from assistant.answering.evidence import gather
from assistant.answering.extractive import ExtractiveAnswerer
from assistant.answering.reranking import PassageReader
from assistant.question import understand
from assistant.types import DraftClaim
from tests.benchmarks.corpus import SHARED, Passage, options, retriever_over
from tests.benchmarks.unseen_readers import add_option, chosen_reader

PASSAGES = 12


def main() -> None:
    parser = options(__doc__ or "")
    add_option(parser)
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in (SHARED / "m2qa-dev" / "german_news.jsonl").read_text("utf-8").splitlines()]
    ids = {row["context"].strip(): row["id"].rpartition("_")[0] for row in reversed(rows)}
    passages = [Passage(identifier, text, "de") for text, identifier in ids.items()]
    text_ids = {row["question"]: ids[row["context"].strip()] for row in rows}
    reader = chosen_reader(arguments.readers, arguments.folder, text_ids)
    found: list[dict[str, float]] = []
    with retriever_over("m2qa", passages, arguments.folder) as retriever:
        for row in rows[: arguments.limit]:
            found.append(_asked(retriever, reader, row, text_ids[row["question"]]))
    results = _measures(found)
    print(json.dumps(results, ensure_ascii=False, indent=None if arguments.json else 2))


def _asked(retriever, reader: PassageReader | None, row, wanted: str) -> dict[str, float]:
    question = understand(row["question"])
    hits = retriever.search(question, PASSAGES)
    start = time.perf_counter()
    evidence = gather(question, hits, retriever.archive, retriever.embedder, reader)
    drafts = list(ExtractiveAnswerer().claims(question, evidence))
    seconds = time.perf_counter() - start
    answer = " ".join(draft.text for draft in drafts if isinstance(draft, DraftClaim))
    first = [one.sentence.text for one in distinct(evidence)[:3]]
    accepted = row["answers"]["text"]
    return {
        "answerable": bool(accepted),
        "hit": bool(hits) and hits[0].article.source_id == wanted,
        "first": _contains(" ".join(first[:1]), accepted),
        "three": _contains(" ".join(first), accepted),
        "answered": bool(answer),
        "right": bool(answer) and _contains(answer, accepted),
        "f1": max((_f1(answer, one) for one in accepted), default=0.0),
        "words": len(answer.split()),
        "seconds": seconds,
    }


def _measures(found: list[dict[str, float]]) -> dict[str, float | int]:
    table = {name: np.array([float(one[name]) for one in found]) for name in found[0]}
    answerable, answered, right = (table[name] > 0 for name in ("answerable", "answered", "right"))
    abstained = ~answered
    precision = _share(~answerable[abstained])
    recall = _share(abstained[~answerable])
    return {
        "n": len(found),
        "hit@1": _share(table["hit"]),
        "in first": _share(table["first"][answerable]),
        "in three": _share(table["three"][answerable]),
        "answered": _share(answered[answerable]),
        "right of answerable": _share(right[answerable]),
        "right of answered": _share(right[answered]),
        "words": round(float(table["words"][answered].mean()), 1) if answered.any() else 0.0,
        "F1 of answered": _share(table["f1"][answered & answerable]),
        "abstention precision": precision,
        "abstention recall": recall,
        "abstention F1": round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0,
        "right - wrong per 100": round(100 * float(right.sum() - (answered & ~right).sum()) / len(found), 1),
        "ms evidence and answer": round(1000 * float(np.median(table["seconds"])), 1),
    }


def _share(values: np.ndarray) -> float:
    return round(float(values.mean()), 4) if values.size else 0.0


def _contains(text: str, accepted: list[str]) -> bool:
    return any(one.strip() and one.strip().lower() in text.lower() for one in accepted)


def _f1(answer: str, accepted: str) -> float:
    """Token F1 as in SQuAD (Rajpurkar et al. 2016), articles kept."""
    given, wanted = (Counter(re.findall(r"\w+", text.lower())) for text in (answer, accepted))
    shared = sum((given & wanted).values())
    return 2 * shared / (sum(given.values()) + sum(wanted.values())) if shared else 0.0


if __name__ == "__main__":
    main()
