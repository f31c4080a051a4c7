"""BM25 with an absolute scale: how much of what a question asks for does a text hold?"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Terms = Sequence[str] | Mapping[str, float]
"""Terms of a text or a question: a list, in which each occurrence counts 1, or a weight (above 0) for each term."""

K1, B = 1.2, 0.75


class TermIndex:
    """An inverted index over texts given as terms, scored by *coverage*.

    Coverage is the BM25 score (Robertson and Zaragoza 2009, in Lucene's form: k1 = 1.2, b = 0.75, no k1 + 1
    in the numerator, so that a term adds at most its idf) divided by the sum of the idf of all the question's
    terms, those that no text holds included. It lies between 0 and 1, and means the same for every question.

    A term's frequency in a text may be a fraction: how many times it is expected there, when the text only gives a
    chance of it. A question's terms may have weights, by which their idf is multiplied above and below the line.
    """

    def __init__(
        self,
        columns: Mapping[str, int],
        starts: NDArray[np.int64],
        texts: NDArray[np.int32],
        shares: Scores,
        count: int,
    ) -> None:
        """Column `c` has the texts[starts[c]:starts[c + 1]]; `shares` is what part of its idf the term adds there."""
        self._columns = columns
        self._starts = starts
        self._texts = texts
        self._shares = shares
        self._count = count

    @classmethod
    def of(cls, texts: Iterable[Terms]) -> "TermIndex":
        """Index the terms of each text."""
        columns: dict[str, int] = {}
        rows, places, frequencies, lengths = [], [], [], []
        for row, terms in enumerate(texts):
            counted = terms if isinstance(terms, Mapping) else Counter(terms)
            lengths.append(sum(counted.values()))
            for term, frequency in counted.items():
                rows.append(row)
                places.append(columns.setdefault(term, len(columns)))
                frequencies.append(frequency)
        length = np.array(lengths, np.float64)
        norm = K1 * (1 - B + B * length / (length.mean() if length.any() else 1))
        tf, row_of, column_of = np.array(frequencies, np.float64), np.array(rows, np.int32), np.array(places, np.int64)
        by_column = np.argsort(column_of, kind="stable")
        starts = np.searchsorted(column_of[by_column], np.arange(len(columns) + 1)).astype(np.int64)
        shares = (tf / (tf + norm[row_of])).astype(np.float32)
        return cls(columns, starts, row_of[by_column], shares[by_column], len(lengths))

    def save(self, folder: Path) -> None:
        """Write the index to `folder` (arrays and JSON, no pickle)."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(folder / "postings.npz", starts=self._starts, texts=self._texts, shares=self._shares)
        (folder / "terms.json").write_text(json.dumps(list(self._columns), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, count: int) -> "TermIndex":
        """Read what `save` wrote, an index over `count` texts. Raises OSError or ValueError when it cannot."""
        terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        with np.load(folder / "postings.npz", allow_pickle=False) as arrays:
            return cls(
                {term: column for column, term in enumerate(terms)},
                arrays["starts"],
                arrays["texts"],
                arrays["shares"],
                count,
            )

    @property
    def count(self) -> int:
        """How many texts there are."""
        return self._count

    def postings(self, term: str) -> tuple[NDArray[np.int32], Scores]:
        """The rows of the texts that hold a term, ascending, and what share of its idf it adds there, 0 to 1."""
        column = self._columns.get(term)
        if column is None:
            return self._texts[:0], self._shares[:0]
        held = slice(self._starts[column], self._starts[column + 1])
        return self._texts[held], self._shares[held]

    @property
    def terms(self) -> Iterable[str]:
        """All terms of the texts."""
        return self._columns.keys()

    def __contains__(self, term: object) -> bool:
        """Whether any text holds a term."""
        return term in self._columns

    def idf(self, term: str) -> float:
        """ln(1 + (N - n + 0.5) / (n + 0.5)) for a term that n of N texts hold, with however small a frequency."""
        column = self._columns.get(term)
        holding = 0 if column is None else int(self._starts[column + 1] - self._starts[column])
        return math.log(1 + (self._count - holding + 0.5) / (holding + 0.5))

    def coverage(self, terms: Terms) -> Scores:
        """Coverage of the question's terms (in a list each is counted once) by every text, shape (texts,)."""
        scores = np.zeros(self._count, np.float32)
        worth = self._worth(terms)
        for term, most in worth.items():
            rows, shares = self.postings(term)
            scores[rows] += np.float32(most) * shares
        return scores / np.float32(sum(worth.values())) if worth else scores

    def share(self, terms: Terms, text: Terms) -> float:
        """The idf share (0 to 1) of the question's terms that stand in a text, indexed or not.

        A term of which the text has less than one counts that much.
        """
        held = text if isinstance(text, Mapping) else dict.fromkeys(text, 1.0)
        worth = self._worth(terms)
        most = sum(worth.values())
        return sum(value * min(1.0, held.get(term, 0.0)) for term, value in worth.items()) / most if most else 0.0

    def _worth(self, terms: Terms) -> dict[str, float]:
        """What each of the question's terms can add: its idf, times its weight."""
        weights = terms if isinstance(terms, Mapping) else dict.fromkeys(terms, 1.0)
        return {term: weight * self.idf(term) for term, weight in weights.items()}
