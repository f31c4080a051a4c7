"""The dense leg: unit vectors in FAISS indexes, inner product = cosine."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.bm25 import Scores
from index.embed import Vectors


class VectorTable:
    """The vectors of one run of texts, in a flat FAISS index of their own."""

    def __init__(self, flat: Any) -> None:
        self._flat = flat

    @classmethod
    def of(cls, vectors: Vectors, dim: int) -> "VectorTable":
        """Take unit float32 vectors of shape (texts, dim)."""
        flat = faiss.IndexFlatIP(dim)
        flat.add(np.ascontiguousarray(vectors.reshape(-1, dim)))
        return cls(flat)

    def save(self, file: Path) -> None:
        """Write the FAISS index to `file`. Raises OSError with the system's own reason, which FAISS would hide."""
        file.write_bytes(faiss.serialize_index(self._flat).data)

    @classmethod
    def load(cls, file: Path, mapped: bool = False) -> "VectorTable":
        """Read what `save` wrote; the vectors stay in the file where `mapped`. Raises RuntimeError or OSError."""
        return cls(faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC if mapped else 0))

    @property
    def flat(self) -> Any:
        """The FAISS index."""
        return self._flat

    @property
    def count(self) -> int:
        """How many vectors there are."""
        return int(self._flat.ntotal)

    @property
    def vectors(self) -> Vectors:
        """The vectors as they are stored, shape (count, dim): no copy, valid as long as the table lives."""
        if not self.count:
            return np.empty((0, self._flat.d), np.float32)
        stored: Vectors = faiss.rev_swig_ptr(self._flat.get_xb(), self.count * self._flat.d)
        return stored.reshape(self.count, -1)


class DenseIndex:
    """Exact inner-product search over the vectors of runs of texts, one behind the other."""

    def __init__(self, tables: Sequence[VectorTable], dim: int) -> None:
        self._tables = tables
        self._dim = dim
        self._firsts = [0, *accumulate(table.count for table in tables)]

    @classmethod
    def of(cls, vectors: Vectors, dim: int) -> "DenseIndex":
        """Index unit float32 vectors of shape (texts, dim)."""
        return cls([VectorTable.of(vectors, dim)], dim)

    @property
    def count(self) -> int:
        """How many vectors there are."""
        return self._firsts[-1]

    def vectors(self, rows: Sequence[int] | NDArray[np.intp] | None = None) -> Vectors:
        """The vectors of these rows, or all, shape (rows, dim)."""
        if rows is None:
            return np.concatenate([np.empty((0, self._dim), np.float32), *(table.vectors for table in self._tables)])
        wanted = np.asarray(rows, np.intp)
        at = np.searchsorted(self._firsts, wanted, side="right") - 1
        found = np.empty((len(wanted), self._dim), np.float32)
        for one in np.unique(at):
            here = at == one
            found[here] = self._tables[one].vectors[wanted[here] - self._firsts[one]]
        return found

    def cosines(self, query: Vectors) -> Scores:
        """Cosine of the question's vector, shape (dim,), with every vector's, shape (count,)."""
        # All scores are wanted, in the order of the rows: a search would sort them first.
        scores = np.empty(self.count, np.float32)
        for first, table in zip(self._firsts, self._tables, strict=False):
            scores[first : first + table.count] = table.vectors @ query
        return scores

    def nearest(self, query: Vectors, count: int) -> list[int]:
        """Rows of the `count` vectors nearest to the question's, shape (dim,), best first; all when there are fewer."""
        shards: Any = faiss.IndexShards(self._dim)
        for table in self._tables:
            shards.add_shard(table.flat)
        _, at = shards.search(query.reshape(1, -1), min(count, self.count))
        return [int(row) for row in at[0]]
