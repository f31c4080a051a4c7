"""txtai's hybrid search: BM25 over Unicode words (each Chinese character is one) and dense vectors, half and half.

Set up by https://neuml.github.io/txtai/embeddings/configuration/general/ (`hybrid`) and …/configuration/vectors/
(`path`, `instructions`, `vectors`). Everything else is its default: FAISS, exact up to 5,000 passages and approximate
above; BM25 scores brought to 0–1 and added to the cosines, weights 0.5 and 0.5; ten candidates of each leg for each
result that is asked for.
"""

from collections.abc import Sequence
from pathlib import Path

from eval.peers import Prompts


class Txtai:
    """A Peer. `embeddings` is txtai's index, whose ids are the positions; ImportError where txtai is missing."""

    def __init__(self, passages: Sequence[str], model: Path, prompts: Prompts) -> None:
        from txtai import Embeddings

        self.embeddings = Embeddings(
            path=str(model),
            hybrid=True,
            instructions={"query": prompts.query, "data": prompts.passage},
            vectors={"dtype": "float32"},
        )
        self.embeddings.index(enumerate(passages))

    def rank(self, question: str, depth: int) -> list[int]:
        """Positions of the passages, best first, at most `depth`."""
        return [position for position, _ in self.embeddings.search(question, depth)]
