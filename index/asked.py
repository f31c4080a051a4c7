"""English question -> the terms that are asked of one gloss index: pairs that it knows, slips of the pen put right."""

import re
from functools import cached_property
from itertools import pairwise

from index.bm25 import TermIndex
from index.cedict import latin_words
from index.english import content_words, plain
from index.gloss import Glosser, pair_term
from index.typos import Speller

_PAIR = 0.5  # what neighbours weigh that are neighbours in a gloss too, beside the two words themselves
_WORD = re.compile(r"[a-z]+")
_CAPITAL = re.compile(r"(?<=\w)\W+([A-ZÀ-Þ][a-zß-ÿ]+)")
_LONGEST_NAME = 7  # capitals make a name, and a short name is near to many words


class QuestionTerms:
    """The weighted terms of questions to one index of gloss terms."""

    def __init__(self, glosser: Glosser, index: TermIndex) -> None:
        self._glosser = glosser
        self._index = index

    def terms(self, question: str) -> dict[str, float]:
        """Terms -> weights: those of `Glosser.question_terms` weigh 1, pairs of neighbours less.

        Only pairs that the index knows count. A word that neither the index nor the dictionary knows becomes the one
        word of the index that it can be a slip of (`Speller`), if there is one and the question looks English.
        """
        text = plain(question)
        words = list(content_words(text))
        stems = [self._glosser.english.stem(word) for word in words]
        slips = [at for at, word in enumerate(words) if not self._known(word, stems[at])]
        if slips and len(slips) * 3 <= len(_WORD.findall(text)):
            names = _names(question)
            for at in slips:
                if words[at] not in names:
                    stems[at] = self._corrected(words[at], stems[at])
        others = self._glosser.question_terms(question)[len(words) :]
        pairs = [pair for pair in map(pair_term, pairwise(stems)) if pair in self._index]
        return dict.fromkeys([*stems, *others], 1.0) | dict.fromkeys(pairs, _PAIR)

    def _known(self, word: str, stem: str) -> bool:
        return stem in self._index or not latin_words().isdisjoint((word.encode(), stem.encode()))

    def _corrected(self, word: str, stem: str) -> str:
        near = [self._glosser.english.stem(other) for other in self._speller.nearest(word)]
        meant = {other for other in near if other in self._index}
        # A near word of the same stem says that the word is right, in another form.
        return meant.pop() if len(meant) == 1 and stem not in near else stem

    @cached_property
    def _speller(self) -> Speller:
        return Speller([*(word.decode() for word in latin_words()), *self._index.terms])


def _names(question: str) -> set[str]:
    """Short words with a capital that does not begin the question, in lower case."""
    return {plain(name) for name in _CAPITAL.findall(question) if len(name) <= _LONGEST_NAME}
