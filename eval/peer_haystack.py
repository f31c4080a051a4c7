"""Haystack's hybrid retrieval: BM25 over words and single Chinese characters, dense vectors, reciprocal rank fusion.

Set up by the tutorial https://haystack.deepset.ai/tutorials/33_hybrid_retrieval: in-memory store, one retriever for
BM25 (BM25L) and one for embeddings, DocumentJoiner, all with their defaults. There the joiner only concatenates, since
a cross-encoder from the hub ranks behind it. That needs a second model, and without it the order would be one of scores
that cannot be compared; so the joiner fuses ranks, as Haystack's own MultiRetriever does by default.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.peers import Prompts


class Haystack:
    """A Peer. `store` holds the passages, their positions as ids; ImportError where a package is missing."""

    def __init__(self, passages: Sequence[str], model: Path, prompts: Prompts) -> None:
        # Read once, when haystack is imported: else it writes into the home folder and reports to its makers.
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "false"
        from haystack import Document, Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        options: dict[str, Any] = {
            "model": str(model),
            "normalize_embeddings": True,
            "model_kwargs": {"dtype": "float32"},
            "local_files_only": True,
            "progress_bar": False,
        }
        # Not shared: what stores of the whole process hold is never freed.
        self.store = InMemoryDocumentStore(shared=False)
        embedder = SentenceTransformersDocumentEmbedder(prefix=prompts.passage, **options)
        # With ids of its own making, two passages of the same text would be one document.
        documents = [Document(id=str(position), content=text) for position, text in enumerate(passages)]
        self.store.write_documents(embedder.run(documents)["documents"])

        self.pipeline = Pipeline()
        self.pipeline.add_component("text", SentenceTransformersTextEmbedder(prefix=prompts.query, **options))
        self.pipeline.add_component("dense", InMemoryEmbeddingRetriever(self.store))
        self.pipeline.add_component("bm25", InMemoryBM25Retriever(self.store))
        self.pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        self.pipeline.connect("text.embedding", "dense.query_embedding")
        self.pipeline.connect("bm25", "joiner")
        self.pipeline.connect("dense", "joiner")

    def rank(self, question: str, depth: int) -> list[int]:
        """Positions of the passages, best first, at most `depth`, from the best `depth` of each retriever."""
        found = self.pipeline.run(
            {
                "text": {"text": question},
                "dense": {"top_k": depth},
                "bm25": {"query": question, "top_k": depth},
                "joiner": {"top_k": depth},
            }
        )
        return [int(document.id) for document in found["joiner"]["documents"]]
