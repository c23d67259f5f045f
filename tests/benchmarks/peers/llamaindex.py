"""LlamaIndex with Chroma, the rest as it comes: `python -m tests.benchmarks.peers.llamaindex DATA FOLDER KIND`.

KIND is "dense" (the vector index alone, what its tutorials build) or "hybrid" (fused with its BM25 by reciprocal
ranks, without a language model, stemmed in German).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import chromadb
import Stemmer
from llama_index.core import Document, Settings, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms.mock import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.chroma import ChromaVectorStore

from tests.benchmarks.peers.measuring import DEPTH, Embedding, Finder, measure


class OurEmbedding(BaseEmbedding):
    """Our embedder behind LlamaIndex's interface."""

    _embedding: Any = PrivateAttr()

    def __init__(self, embedding: Embedding) -> None:
        super().__init__(model_name="local", embed_batch_size=1_000)
        self._embedding = embedding

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embedding.passages(texts).tolist()

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._embedding.question(query).tolist()

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def open_system(passages: list[dict[str, str]], embedding: Embedding, folder: Path) -> Finder:
    """Split, embed and store with the defaults; ten nodes a question."""
    Settings.llm = MockLLM()  # never called, but its absence would ask for a key
    client = chromadb.PersistentClient(str(folder / "chroma"))
    store = ChromaVectorStore(chroma_collection=client.create_collection("passages"))
    documents = [Document(text=one["text"], doc_id=one["id"]) for one in passages]
    index = VectorStoreIndex.from_documents(
        documents,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=OurEmbedding(embedding),
    )
    retriever: Any = index.as_retriever(similarity_top_k=DEPTH)
    if sys.argv[3] == "hybrid":
        nodes = Settings.node_parser.get_nodes_from_documents(documents)
        bm25 = BM25Retriever.from_defaults(
            nodes=nodes, similarity_top_k=DEPTH, stemmer=Stemmer.Stemmer("german"), language="de"
        )
        retriever = QueryFusionRetriever(
            [retriever, bm25], similarity_top_k=DEPTH, num_queries=1, mode="reciprocal_rerank", use_async=False
        )
    return lambda question: [str(found.node.ref_doc_id) for found in retriever.retrieve(question)]


if __name__ == "__main__":
    measure(f"LlamaIndex + Chroma, {sys.argv[3]}", Path(sys.argv[1]), Path(sys.argv[2]), open_system)
