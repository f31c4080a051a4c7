"""The dense leg: unit vectors in a FAISS index, inner product = cosine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.bm25 import Scores
from index.embed import Vectors


class DenseIndex:
    """Exact inner-product search over the chunks' vectors."""

    def __init__(self, flat: Any) -> None:
        self._flat = flat

    @classmethod
    def of(cls, vectors: Vectors, dim: int) -> "DenseIndex":
        """Index unit float32 vectors of shape (chunks, dim)."""
        flat = faiss.IndexFlatIP(dim)
        flat.add(np.ascontiguousarray(vectors.reshape(-1, dim)))
        return cls(flat)

    def save(self, file: Path) -> None:
        """Write the FAISS index to `file`."""
        faiss.write_index(self._flat, str(file))

    @classmethod
    def load(cls, file: Path) -> "DenseIndex":
        """Read what `save` wrote."""
        return cls(faiss.read_index(str(file)))

    @property
    def count(self) -> int:
        """How many vectors there are."""
        return int(self._flat.ntotal)

    def vectors(self, rows: Sequence[int] | None = None) -> Vectors:
        """The vectors of these rows, or all, shape (rows, dim)."""
        wanted = np.arange(self.count) if rows is None else np.asarray(rows)
        vectors: Vectors = self._flat.reconstruct_batch(wanted)
        return vectors

    def cosines(self, query: Vectors) -> Scores:
        """Cosine of the question's vector, shape (dim,), with every vector's, shape (count,)."""
        if not self.count:
            return np.zeros(0, np.float32)
        # All scores are wanted, in the order of the rows: a search would sort them first.
        stored = faiss.rev_swig_ptr(self._flat.get_xb(), self.count * self._flat.d)
        scores: Scores = stored.reshape(self.count, -1) @ query
        return scores

    def nearest(self, query: Vectors, count: int) -> list[int]:
        """Rows of the `count` vectors nearest to the question's, shape (dim,), best first; all when there are fewer."""
        _, at = self._flat.search(query.reshape(1, -1), min(count, self.count))
        return [int(row) for row in at[0]]
