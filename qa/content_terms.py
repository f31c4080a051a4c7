"""The content terms of questions, with their weight, over the passages of an index."""

import re
from functools import lru_cache

from index import Translator

_HAN = re.compile(r"[\u3400-\u9fff]+")
_SURE = 0.3
"""A candidate that weighs less is one of many words that a term may mean, or part of a longer name."""


class ContentTerms:
    """The content terms of questions, with their weight, over the passages of an index."""

    def __init__(self, translator: Translator) -> None:
        self._of = lru_cache(maxsize=64)(translator.terms)
        self._idf = lru_cache(maxsize=10_000)(translator.rarity)

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


def _is_character(term: str) -> bool:
    return len(term) == 1 and _HAN.match(term) is not None
