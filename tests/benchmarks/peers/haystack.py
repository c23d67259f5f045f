"""Haystack with its in-memory store: `python -m tests.benchmarks.peers.haystack DATA FOLDER KIND`.

KIND is "dense" (its embedding retriever alone) or "hybrid" (joined with its BM25 by reciprocal ranks, as in its
tutorial on hybrid retrieval).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from haystack import Document, Pipeline, component
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore

from tests.benchmarks.peers.measuring import DEPTH, Embedding, Finder, measure


@component
class OurDocumentEmbedder:
    """Our embedder for documents, behind Haystack's interface."""

    def __init__(self, embedding: Any) -> None:
        self._embedding = embedding

    @component.output_types(documents=list[Document])
    def run(self, documents: list[Document]) -> dict[str, Any]:
        """The documents with vectors."""
        vectors = self._embedding.passages([document.content or "" for document in documents])
        for document, vector in zip(documents, vectors, strict=True):
            document.embedding = vector.tolist()
        return {"documents": documents}


@component
class OurTextEmbedder:
    """Our embedder for questions, behind Haystack's interface."""

    def __init__(self, embedding: Any) -> None:
        self._embedding = embedding

    @component.output_types(embedding=list[float])
    def run(self, text: str) -> dict[str, Any]:
        """The vector of a question."""
        return {"embedding": self._embedding.question(text).tolist()}


def open_system(passages: list[dict[str, str]], embedding: Embedding, folder: Path) -> Finder:
    """Split, embed and store with the defaults; ten documents a question."""
    store = InMemoryDocumentStore()
    indexing = Pipeline()
    indexing.add_component("splitter", DocumentSplitter())
    indexing.add_component("embedder", OurDocumentEmbedder(embedding))
    indexing.add_component("writer", DocumentWriter(store))
    indexing.connect("splitter", "embedder")
    indexing.connect("embedder", "writer")
    indexing.run(
        {"splitter": {"documents": [Document(content=one["text"], meta={"id": one["id"]}) for one in passages]}}
    )
    asking = Pipeline()
    asking.add_component("embedder", OurTextEmbedder(embedding))
    asking.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=DEPTH))
    asking.connect("embedder.embedding", "dense.query_embedding")
    last = "dense"
    if sys.argv[3] == "hybrid":
        last = "joiner"
        asking.add_component("words", InMemoryBM25Retriever(store, top_k=DEPTH))
        asking.add_component(last, DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH))
        asking.connect("dense", last)
        asking.connect("words", last)

    def find(question: str) -> list[str]:
        given: dict[str, Any] = {"embedder": {"text": question}}
        if last == "joiner":
            given["words"] = {"query": question}
        return [document.meta["id"] for document in asking.run(given)[last]["documents"]]

    return find


if __name__ == "__main__":
    measure(f"Haystack in memory, {sys.argv[3]}", Path(sys.argv[1]), Path(sys.argv[2]), open_system)
