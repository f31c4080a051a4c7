"""BM25 for question terms that may each be said in several ways: all ways of one term count as one term."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Scores, idf
from index.lexical import HAN, lexical_terms

Rows = NDArray[np.integer[Any]]

_NOWHERE = np.empty(0, np.intp)
_NOTHING = np.empty(0, np.float32)

_PLAIN = re.compile(f"(?:(?![零〇一二三四五六七八九十百千万亿两])[{HAN}])+")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a question and the strings of the corpus that may stand for it.

    `candidates` gives each string its weight, above 0 and at most 1: how surely it means the term. Without any the
    term is asked for and not found. `weight` is how many words of the question the term stands for.
    """

    text: str
    candidates: Mapping[str, float] = field(default_factory=dict)
    weight: float = 1.0


class Postings(Protocol):
    """An inverted index over texts."""

    @property
    def count(self) -> int:
        """How many texts there are."""

    @property
    def terms(self) -> Iterable[str]:
        """All terms of the texts."""

    def __contains__(self, term: object) -> bool:
        """Whether any text holds a term."""

    def together(self, terms: Sequence[str]) -> bool:
        """Whether any text holds all of these terms."""

    def postings(self, term: str) -> tuple[Rows, Scores]:
        """The rows of the texts that hold a term, ascending, and there its BM25 score / its idf, between 0 and 1."""


class StructuredIndex:
    """Scores texts by *coverage* of structured terms, over an inverted index of lexical terms (`index.lexical`).

    A candidate of several characters stands in a text that holds all its pairs of neighbours; it is saturated there
    as the rarest of these is (the pairs of 知识产权 are 知识, 识产 and 产权). A term's candidates are alternatives, so
    its saturation in a text is 1 - prod(1 - weight x saturation) over them. Its document frequency, from which its
    one idf comes (Pirkola 1998 takes the union of the candidates' texts), counts each text by the best weight that
    stands there: a rare sense that is unlikely meant does not make a term rare, nor a common one make it common.
    Coverage is the sum of weight x idf x saturation, divided by the sum of weight x idf over all terms, those without
    candidates included: 0 for a question of which nothing is known, 1 for one that is answered to the full.
    """

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._found: Callable[[str], tuple[Rows, Scores]] = lru_cache(maxsize=50_000)(self._find)

    @property
    def terms(self) -> Iterable[str]:
        """All lexical terms of the texts."""
        return self._postings.terms

    def holds(self, candidate: str) -> bool:
        """Whether any text holds a string, given in its folded form."""
        start = candidate[:2]
        # Most of a dictionary ends here, in a tenth of the time.
        if len(start) == 2 and " ".join(start) not in self._postings and _PLAIN.fullmatch(start):
            return False
        terms = _terms(candidate)
        held = bool(terms) and all(term in self._postings for term in terms)
        return held and (len(terms) == 1 or self._postings.together(terms))

    def coverage(self, terms: Iterable[Term]) -> Scores:
        """Coverage of the terms by every text, shape (texts,); a term that comes again counts once."""
        scores = np.zeros(self._postings.count)
        most = 0.0
        for term in {term.text: term for term in terms}.values():
            rows, saturation, weights = self._stacked(term)
            missing = np.exp(np.bincount(rows, np.log1p(-weights * saturation), len(scores)))
            likely = np.zeros_like(scores)
            np.maximum.at(likely, rows, weights)
            worth = term.weight * self._idf(float(likely.sum()))
            scores += worth * (1 - missing)
            most += worth
        return (scores / most if most else scores).astype(np.float32)

    def rarity(self, candidates: Iterable[str]) -> float:
        """The idf of what means any of these strings, as if they were one."""
        rows = [self._found(candidate)[0] for candidate in candidates]
        return self._idf(len(np.unique(np.concatenate(rows))) if rows else 0)

    def _stacked(self, term: Term) -> tuple[Rows, Scores, Scores]:
        """Row, saturation and weight of each place where a candidate stands."""
        found = [(*self._found(candidate), weight) for candidate, weight in term.candidates.items()]
        if not found:
            return _NOWHERE, _NOTHING, _NOTHING
        rows, saturation, weights = zip(*found, strict=True)
        repeated = np.repeat(np.array(weights, np.float32), list(map(len, rows)))
        return np.concatenate(rows), np.concatenate(saturation), repeated

    def _idf(self, holding: float) -> float:
        return idf(self._postings.count, holding)

    def _find(self, candidate: str) -> tuple[Rows, Scores]:
        """Rows and saturation of a string, as `Postings.postings` gives them for a term."""
        terms = _terms(candidate)
        if not terms:
            return _NOWHERE, _NOTHING
        rows, saturation = self._postings.postings(terms[0])
        for pair in terms[1:]:
            others, behind = self._postings.postings(pair)
            rows, left, right = np.intersect1d(rows, others, assume_unique=True, return_indices=True)
            saturation = np.minimum(saturation[left], behind[right])
        return rows, saturation


def _terms(candidate: str) -> list[str]:
    """The lexical terms that a text must hold for a folded string to stand in it; none when no term can tell."""
    # `lexical_terms` would fold it again, and a dictionary has 120,000 words.
    if _PLAIN.fullmatch(candidate):
        return list(map(" ".join, pairwise(candidate))) if len(candidate) > 1 else [candidate]
    terms = lexical_terms(candidate)
    pairs = [term for term in terms if " " in term]
    return pairs or terms if len(pairs) == len(terms) - len(pairs) - 1 else []
