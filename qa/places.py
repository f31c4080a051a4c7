"""Where characters of a document stand among an index's passages, and in which of its sentences."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from index import Chunk, sentence_spans

Place = tuple[int, int]


class Passages:
    """The chunks of an index by document, in order."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        of: dict[str, list[Chunk]] = {}
        for chunk in chunks:
            of.setdefault(chunk.document.id, []).append(chunk)
        self._of: Mapping[str, list[Chunk]] = of
        self._sentences = lru_cache(maxsize=2_000)(sentence_spans)

    def holding(self, document_id: str, start: int, end: int) -> Chunk | None:
        """The chunk that holds these characters whole, or None: they run over its end, or lie between two."""
        chunks = self._of.get(document_id, ())
        return next((chunk for chunk in chunks if chunk.start <= start and end <= chunk.end), None)

    def sentences(self, chunk: Chunk, start: int, end: int) -> Place:
        """From the beginning of the sentence in which the characters start to the end of that in which they end."""
        touched = [(s, e) for s, e in self._sentences(chunk) if s < end and start < e]
        return min([start, *(s for s, _ in touched)]), max([end, *(e for _, e in touched)])
