"""BM25 with an absolute scale: how much of what a question asks for does a text hold?"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.terms import Terms, TermTable, weighted

Scores = NDArray[np.float32]

K1, B = 1.2, 0.75


def idf(texts: int, holding: float) -> float:
    """ln(1 + (N - n + 0.5) / (n + 0.5)) for a term that n of N texts hold, perhaps some of them in part."""
    return math.log(1 + (texts - holding + 0.5) / (holding + 0.5))


def length_norms(lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a term's frequency is weighed against in texts of these lengths: more in a longer one."""
    return K1 * (1 - B + B * lengths / (lengths.mean() if lengths.any() else 1))


@dataclass(frozen=True, slots=True)
class _Directory:
    """Where each term stands: its number in `columns`; firsts[number]:firsts[number + 1] are its places.

    Of a place, `tables` is the table, and begins:ends are the postings there. `holding` says how many texts hold the
    term.
    """

    columns: dict[str, int]
    firsts: NDArray[np.int64]
    tables: NDArray[np.int32]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    holding: NDArray[np.int64]


class TermIndex:
    """An inverted index over texts given as terms, scored by *coverage*.

    Coverage is the BM25 score (Robertson and Zaragoza 2009, in Lucene's form: k1 = 1.2, b = 0.75, no k1 + 1
    in the numerator, so that a term adds at most its idf) divided by the sum of the idf of all the question's
    terms, those that no text holds included. It lies between 0 and 1, and means the same for every question.

    A term's frequency in a text may be a fraction: how many times it is expected there, when the text only gives a
    chance of it. A question's terms may have weights, by which their idf is multiplied above and below the line.
    """

    def __init__(self, tables: Sequence[TermTable]) -> None:
        """Takes the texts' terms in runs: the texts of a table follow those of the tables before it."""
        self._tables = tables
        self._first_rows = [0, *accumulate(table.count for table in tables)]

    @classmethod
    def of(cls, texts: Iterable[Terms]) -> "TermIndex":
        """Index the terms of each text."""
        return cls([TermTable.of(texts)])

    @property
    def count(self) -> int:
        """How many texts there are."""
        return self._first_rows[-1]

    def postings(self, term: str) -> tuple[NDArray[np.int32], Scores]:
        """The rows of the texts that hold a term, ascending, and what share of its idf it adds there, 0 to 1."""
        row, frequency = self.frequencies(term)
        return row, (frequency / (frequency + self._norms[row])).astype(np.float32)

    def frequencies(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The rows of the texts that hold a term, ascending, and how often each does."""
        rows, frequencies = [np.empty(0, np.int32)], [np.empty(0)]
        for at, first, last in self._places(term):
            rows.append(self._tables[at].rows[first:last] + np.int32(self._first_rows[at]))
            frequencies.append(self._tables[at].frequencies[first:last])
        return np.concatenate(rows), np.concatenate(frequencies)

    @property
    def terms(self) -> Iterable[str]:
        """All terms of the texts."""
        return self._directory.columns.keys()

    def __contains__(self, term: object) -> bool:
        """Whether any text holds a term."""
        return term in self._directory.columns

    def together(self, terms: Sequence[str]) -> bool:
        """Whether any text holds all of these terms (one or more)."""
        places = [{at: (first, last) for at, first, last in self._places(term)} for term in terms]
        for at in set(places[0]).intersection(*places[1:]):
            rows, *others = (self._tables[at].rows[slice(*of_term[at])] for of_term in places)
            for other in others:
                rows = np.intersect1d(rows, other, assume_unique=True)
            if rows.size:
                return True
        return False

    def idf(self, term: str) -> float:
        """How rare a term is (`idf`), with however small a frequency the texts hold it."""
        column = self._directory.columns.get(term)
        return idf(self.count, 0 if column is None else int(self._directory.holding[column]))

    def coverage(self, terms: Terms) -> Scores:
        """Coverage of the question's terms (in a list each is counted once) by every text, shape (texts,)."""
        scores = np.zeros(self.count, np.float32)
        worth = self._worth(terms)
        for term, most in worth.items():
            rows, shares = self.postings(term)
            scores[rows] += np.float32(most) * shares
        return scores / np.float32(sum(worth.values())) if worth else scores

    def share(self, terms: Terms, text: Terms) -> float:
        """The idf share (0 to 1) of the question's terms that stand in a text, indexed or not.

        A term of which the text has less than one counts that much.
        """
        held = weighted(text)
        worth = self._worth(terms)
        most = sum(worth.values())
        return sum(value * min(1.0, held.get(term, 0.0)) for term, value in worth.items()) / most if most else 0.0

    def _worth(self, terms: Terms) -> dict[str, float]:
        """What each of the question's terms can add: its idf, times its weight."""
        return {term: weight * self.idf(term) for term, weight in weighted(terms).items()}

    def _places(self, term: str) -> Iterator[tuple[int, int, int]]:
        """The tables that hold a term, and the first and behind the last of its postings there."""
        known = self._directory
        column = known.columns.get(term)
        if column is None:
            return
        places = slice(known.firsts[column], known.firsts[column + 1])
        yield from zip(
            known.tables[places].tolist(), known.begins[places].tolist(), known.ends[places].tolist(), strict=True
        )

    @property
    def lengths(self) -> NDArray[np.float64]:
        """The sums of the texts' frequencies, shape (texts,)."""
        return np.concatenate([np.empty(0), *(table.lengths for table in self._tables)])

    @cached_property
    def _norms(self) -> NDArray[np.float64]:
        return length_norms(self.lengths)

    @cached_property
    def _directory(self) -> _Directory:
        columns: dict[str, int] = {}
        named = [
            np.array([columns.setdefault(term, len(columns)) for term in table.terms], np.int32)
            for table in self._tables
        ]
        of_place = np.concatenate([np.empty(0, np.int32), *named])
        order = np.argsort(of_place, kind="stable")
        tables = np.repeat(np.arange(len(named), dtype=np.int32), list(map(len, named)))
        begins = np.concatenate([np.empty(0, np.int64), *(table.starts[:-1] for table in self._tables)])
        ends = np.concatenate([np.empty(0, np.int64), *(table.starts[1:] for table in self._tables)])
        holding = np.bincount(of_place, ends - begins, len(columns)).astype(np.int64)
        firsts = np.searchsorted(of_place[order], np.arange(len(columns) + 1))
        return _Directory(columns, firsts, tables[order], begins[order], ends[order], holding)
