"""The content terms of questions, with their weight, over the sections of documents."""

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from index import Document, Glossary, Section, StructuredIndex, Term, TermIndex, Translator, lexical_terms

_HAN = re.compile(r"[\u3400-\u9fff]+")
_SURE = 0.3
"""A candidate that weighs less is one of many words that a term may mean, or part of a longer name."""

Outline = tuple[Document, Sequence[Section]]
"""A document with its sections."""


class ContentTerms:
    """The content terms of questions, with their weight, over the sections of documents."""

    def __init__(self, outlines: Sequence[Outline], glossary: Glossary, dictionary: Mapping[str, str]) -> None:
        passages = [
            lexical_terms("\n".join([*section.path, document.text[section.start : section.end]]))
            for document, sections in outlines
            for section in sections
        ]
        self._count = len(passages)
        self._index = StructuredIndex(TermIndex.of(passages))
        self._of = lru_cache(maxsize=64)(Translator(self._index, glossary, dictionary).terms)
        self._idf = lru_cache(maxsize=10_000)(self._find_idf)

    def share(self, question: str, folded: str) -> float:
        """The idf share of the question's terms that a folded text holds; 0 for a question without any."""
        held = most = 0.0
        for term in {term.text: term for term in self._of(question) if not _is_character(term.text)}.values():
            idf = term.weight * self._idf(tuple(term.candidates))
            most += idf
            held += idf * max((weight for c, weight in term.candidates.items() if c in folded), default=0.0)
        return held / most if most else 0.0

    def meant(self, folded: str, question: str) -> bool:
        """Whether the documents hold what a Latin word of the question surely means."""
        return any(
            candidate == folded or (len(candidate) > 1 and weight >= _SURE)
            for term in self._of(question)
            if folded in re.split("['’]", term.text)
            for candidate, weight in term.candidates.items()
        )

    def _find_idf(self, candidates: tuple[str, ...]) -> float:
        held = int((self._index.coverage([Term("", dict.fromkeys(candidates, 1.0))]) > 0).sum()) if candidates else 0
        return math.log(1 + (self._count - held + 0.5) / (held + 0.5))


def _is_character(term: str) -> bool:
    return len(term) == 1 and _HAN.match(term) is not None
