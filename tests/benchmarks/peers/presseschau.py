"""Presseschau itself: `python -m tests.benchmarks.peers.presseschau DATA FOLDER`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.peers.measuring import DEPTH, Embedding, Finder, measure


def open_system(passages: list[dict[str, str]], embedding: Embedding, folder: Path) -> Finder:
    """Ingest as `presseschau ingest` does it; a question goes through retrieval and on to weighed sentences."""
    from assistant.answering.evidence import gather
    from assistant.archive import open_archive
    from assistant.models import embedder
    from assistant.models.crossencoder.encoder import cross_encoder
    from assistant.question import understand
    from assistant.retrieval import HybridRetriever
    from assistant.settings import Settings
    from ingest import ingest

    source = folder / "passages.jsonl"
    lines = [json.dumps({"title": "", "language": "de"} | one, ensure_ascii=False) for one in passages]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    settings = Settings(archive=folder / "archive", embeddings="local", model=None, answerer="extractive")
    report = ingest([source], settings)
    if report.failures:
        sys.exit(report.failures[0].message)
    embedding.embedded(report.sentences + report.chunks, report.embedding_seconds)
    model = embedder(settings)
    archive = open_archive(settings, model_key=model.key, dimension=model.dimension)
    retriever = HybridRetriever(archive=archive, embedder=model)

    def find(text: str) -> Sequence[str]:
        question = understand(text)
        hits = retriever.search(question, DEPTH)
        gather(question, hits, archive, model, cross_encoder())
        return [hit.article.source_id or "" for hit in hits]

    return find


if __name__ == "__main__":
    measure("Presseschau", Path(sys.argv[1]), Path(sys.argv[2]), open_system)
