"""A reader without a model: it marks what stands beside the question's words."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from index import fold
from qa.extract import Extract, Reading

_CLAUSE = re.compile(r"[^，。；！？,;\n]+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:[百千万亿]+|%)?")
_WORD = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+")
_ASKING = re.compile("多少|哪些|哪个|哪几|什么|是谁|谁|何时|几|吗|呢")
_EXTRACTS = 3


class WordReader:
    """Finds the clauses that share most words with the question; in them the figure nearest to these, else what follows.

    `words` says what words of other languages mean in Chinese. A figure is marked bare, without qualifier and unit:
    to take it whole is not the reader's job. `answerable` is the share of the question's words in the passage.
    """

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        self._words = words or {}

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """One reading a passage, in order."""
        asked = fold(question)
        for word, chinese in self._words.items():
            asked = re.sub(rf"\b{re.escape(word)}\b", f" {chinese} ", asked)
        terms = _terms(_ASKING.sub(" ", asked))
        return [self._reading(terms, heading, text) for heading, text in passages]

    def _reading(self, terms: set[str], heading: str, text: str) -> Reading:
        held = terms & _terms(fold(f"{heading}\n{text}"))
        if not held:
            return Reading(0.0)
        found = sorted(self._extracts(terms, text), key=lambda one: (-one.score, one.start))
        return Reading(len(held) / len(terms), tuple(found[:_EXTRACTS]))

    def _extracts(self, terms: set[str], text: str) -> Iterator[Extract]:
        for clause in _CLAUSE.finditer(text):
            # A character that folds to several would move the places behind it.
            plain = "".join(folded if len(folded := fold(c)) == 1 else c for c in clause[0])
            places = [at for term in terms for at in (plain.find(term),) if at >= 0]
            if not places:
                continue
            last = max(at + len(term) for term in terms for at in (plain.find(term),) if at >= 0)
            middle = (min(places) + last) / 2
            figures = sorted(_FIGURE.finditer(clause[0]), key=lambda one: abs(one.start() - middle))
            start, end = figures[0].span() if figures else (last, len(plain))
            if start >= end:
                start, end = 0, len(plain)
            yield Extract(clause.start() + start, clause.start() + end, math.log(len(places) / len(terms)))


def _terms(text: str) -> set[str]:
    """Pairs of Chinese characters, and words and numbers of the rest."""
    terms: set[str] = set()
    for word in _WORD.findall(text):
        terms |= set(map("".join, pairwise(word))) if word[0] > "\u33ff" else {word}
    return terms
