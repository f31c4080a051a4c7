"""What stands in the documents of one index, for questions to be held against."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from index import Chunk, Document, English, Glossary, Section, Speller, Translator, figures, fold, latin_words
from qa.content_terms import ContentTerms
from qa.dictionary_senses import senses_of, sounds_of
from qa.gazetteer import SHORT_PAIRS, Gazetteer
from qa.named_numbers import NUMBERED, REFERENCE, days_in, heading_numbers, numbers_in, years_in
from qa.question import Question

Kind = Literal["place", "year", "number", "name", "word"]

LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
# What a question asks for, rather than about.
_GENERAL = frozenset(
    """
    name names date thing things reason question matter difference example person day time place part kind word way
    address number percentage check
    """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
)
_SLIPS = ((".", 1), ("", 1), (".", 0))  # another character, none, or one more
_SHORTEST_TYPO = 6

Outline = tuple[Document, Sequence[Section]]
"""A document with its sections."""


class Vocabulary:
    """What stands in the documents of one index, for questions to be held against; made once, a second for few of them.

    Takes the documents with their sections, the glossary, the dictionary of `index.read_cedict`, and what turns
    questions into the words of the same documents.
    """

    def __init__(
        self, outlines: Iterable[Outline], glossary: Glossary, dictionary: Mapping[str, str], translator: Translator
    ) -> None:
        outlines = tuple(outlines)
        self.places = Gazetteer(glossary, dictionary)
        self._texts = {document.id: _whole(document) for document, _ in outlines}
        self._text = "\n".join(self._texts.values())
        written = figures(self._text)
        self.years = years_in(written)
        self.days = {day for _, _, day in days_in(written)}
        self.references = set(REFERENCE.findall(written))
        self.numbers = numbers_in(written)
        self.measures = {n for _, sections in outlines for section in sections for n in heading_numbers(section.path)}
        self.articles = self.measures | {int(number) for number in NUMBERED.findall(written)}
        self._pairs = set(map("".join, pairwise(self._text)))
        self._english = English()
        self._stem = lru_cache(maxsize=20_000)(self._english.stem)
        self._terms = ContentTerms(translator)
        self._sounds = sounds_of(dictionary)
        self._dictionary = dictionary
        self._entries = glossary.entries
        self._names = lru_cache(maxsize=None)(self._names_in)
        self._chinese = {fold(entry.chinese): entry for entry in glossary.entries}
        self._senses = {sense for word in self.held(dictionary) for sense in senses_of(dictionary[word])}
        self._nouns = lru_cache(maxsize=1_000)(self._find_nouns)

    def held(self, words: Iterable[str]) -> list[str]:
        """Those of many folded words that stand in any document."""
        listed = list(words)
        # One pass over the text leaves few words that are searched for, in vain or not: that takes longest.
        there = {triple for word in listed for triple in _triples(word)}.intersection(_triples(self._text))

        def is_held(word: str) -> bool:
            if len(word) < 3:
                return self.holds(word)
            return there.issuperset(_triples(word)) and (len(word) == 3 or word in self._text)

        return list(filter(is_held, listed))

    def holds(self, folded: str) -> bool:
        """Whether a folded string stands in any document, its title, issuer and reference included."""
        if len(folded) == 1:
            return folded in self._characters
        # The pairs of a megabyte of documents are asked in a ten-thousandth of the time that searching it takes.
        if not all(map(self._pairs.__contains__, map("".join, pairwise(folded)))):
            return False
        return len(folded) == 2 or folded in self._text

    def holds_nearly(self, folded: str) -> bool:
        """Whether it does so but for one character, as long as three others stand there."""
        if self.holds(folded):
            return True
        cuts = [(folded[:at], folded[at:]) for at in range(len(folded) + 1)] if len(folded) > 3 else []
        near = {
            f"{re.escape(a)}{between}{re.escape(b[skip:])}"
            for a, b in cuts
            for between, skip in _SLIPS
            if b or not skip
        }
        return bool(near) and re.search("|".join(near), self._text) is not None

    def holds_filed(self, number: str) -> bool:
        """Whether a number of a document or proposal stands there, its year perhaps in front (376 in 20210376)."""
        return any(re.fullmatch(rf"(?:20\d\d)?0*{number}", held) for held in self.numbers)

    def holds_parts(self, folded: str) -> bool:
        """Whether a Chinese compound stands there, or all the words of two or more characters that it is made of."""
        cuts = range(2, len(folded) - 1)
        return self.holds(folded) or any(self.holds(folded[:at]) and self.holds_parts(folded[at:]) for at in cuts)

    def holds_place(self, places: Iterable[str]) -> bool:
        """Whether any of these places is named, in full or short beside another one (粤港澳)."""
        return any(self.holds(place) or not self._pairs.isdisjoint(SHORT_PAIRS.get(place, ())) for place in places)

    def coverage(self, question: Question, chunk: Chunk, sentence: str) -> tuple[float, float, float]:
        """`Coverage.passage`, `.sentence` and `.document`."""
        texts = fold("\n".join([*chunk.path, chunk.text])), fold(sentence), self._texts[chunk.document.id]
        passage, read, document = (self._terms.share(question.text, text) for text in texts)
        return passage, read, document

    def knows_word(self, word: str, question: str) -> bool:
        """Whether a Latin word stands in the documents, itself, in Chinese, by its sound or but for a slip."""
        folded = fold(word)
        return (
            self._terms.meant(folded, question)
            or self._english.stem(folded) in self._stems
            or self._spelled(folded)
            or (len(folded) >= _SHORTEST_TYPO and bool(self._speller.nearest(folded)) and not _in_dictionary(folded))
        )

    def lacks_noun(self, word: str) -> bool:
        """Whether the dictionary has Chinese nouns for an English word, of which the documents have none."""
        nouns = self._nouns(self._english.stem(fold(word)))
        return bool(nouns) and not any(map(self.holds, nouns))

    def lacks_chinese(self, word: str) -> bool:
        """Whether no document holds a folded Chinese noun, nor another word of the same meaning."""
        if self.holds_parts(word):
            return False
        entry = self._chinese.get(word)
        names = [LATIN.findall(fold(name)) for name in entry.names.get("en", ())] if entry else []
        if any(self.holds_parts(other) for name in names for other in self.phrase(name, "en")):
            return False
        lines = self._dictionary.get(word, "")
        senses = senses_of(lines)
        counted = "CL:" in lines and sum(sense.startswith("to ") for sense in senses) * 2 < len(senses)
        return (bool(names) or counted) and senses.isdisjoint(self._senses | _GENERAL)

    def is_name(self, folded: str) -> bool:
        """Whether the dictionary has a Chinese word as a name, or not at all."""
        return re.match(r"\[[a-z]", self._dictionary.get(folded, "")) is None

    def kind_of(self, folded: str) -> Kind:
        """What an unknown Chinese word is by the glossary, where names of places have a capital and others none."""
        entry = self._chinese.get(folded)
        english = entry.names.get("en", ()) if entry and entry.kind == "place" else ()
        return "place" if english and english[0][0].isupper() else "word"

    def is_word(self, folded: str) -> bool:
        """Whether the dictionary or the glossary has a Chinese word."""
        return folded in self._dictionary or folded in self._chinese

    def phrase(self, words: Sequence[str], language: str) -> set[str]:
        """The Chinese of the glossary for a name of one or more folded words; empty when it has none."""
        return self._names(language).get(tuple(map(self._stem, words)), set())

    def is_common(self, word: str) -> bool:
        """Whether the dictionary begins a meaning with an English word in small letters, and has no such name."""
        capital = word.capitalize()
        name = re.compile(rf"/(?:[A-Z]\w+ )?{capital}(?:/| ?\(|[,;])")
        lines = self._dictionary.values()
        return any(f"/{word}" in line for line in lines) and not any(
            capital in line and name.search(line) for line in lines
        )

    def is_content(self, word: str) -> bool:
        """Whether a folded English word says something of a subject."""
        return len(word) > 2 and word not in _GENERAL and bool(self._english.terms(word))

    def _names_in(self, language: str) -> Mapping[tuple[str, ...], set[str]]:
        """Stems of the glossary's names in one language -> the folded Chinese terms that have them."""
        named = [(entry.chinese, name) for entry in self._entries for name in entry.names.get(language, ())]
        pairs = fold("\n".join(f"{chinese}\t{name}" for chinese, name in named)).split("\n") if named else []
        names: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for chinese, _, name in (pair.partition("\t") for pair in pairs):
            names[tuple(map(self._stem, LATIN.findall(name)))].add(chinese)
        return names

    def _spelled(self, word: str) -> bool:
        """Whether neighbouring characters of the documents are read so: liuyang for 浏阳."""
        ends: dict[int, set[str]] = {0: set()}
        for at in range(len(word)):
            for size in range(1, 7) if at in ends else ():
                found = self._sounds.get(word[at : at + size], "") if at + size <= len(word) else ""
                before = ends[at]
                held = {
                    c for c in found if (any(b + c in self._pairs for b in before) if at else c in self._characters)
                }
                if held:
                    ends.setdefault(at + size, set()).update(held)
        return len(word) in ends

    @cached_property
    def _characters(self) -> set[str]:
        return set(self._text)

    @cached_property
    def _stems(self) -> set[str]:
        """Stems of the documents' own Latin words and of the meanings of one word that they hold."""
        return set(map(self._stem, self._words))

    @cached_property
    def _words(self) -> set[str]:
        return {sense for sense in self._senses if " " not in sense} | set(re.findall("[a-z]{2,}", self._text))

    @cached_property
    def _speller(self) -> Speller:
        return Speller([*self._words, *(name for name, places in self.places.names() if self.holds_place(places))])

    def _find_nouns(self, stem: str) -> frozenset[str]:
        nouns, verbs, counted = set(), 0, False  # a measure word is given for nouns only
        start = re.compile(rf"(?:/|; )(?:to |an? |the |\([^)]*\) )?{re.escape(stem[:-1])}")
        for chinese, lines in self._dictionary.items():
            if stem[:-1] in lines and start.search(lines):
                for sense in senses_of(lines):
                    verbs += sense.startswith("to ") and self._stem(sense[3:]) == stem
                    if " " not in sense and len(chinese) > 1 and self._stem(sense) == stem:
                        nouns.add(chinese)
                        counted |= "CL:" in lines
        return frozenset(nouns) if counted and len(nouns) > verbs else frozenset()


def _triples(text: str) -> Iterator[str]:
    return map("".join, zip(text, text[1:], text[2:], strict=False))


def _whole(document: Document) -> str:
    return fold("\n".join([document.title, document.issuer or "", document.reference or "", document.text]))


def _in_dictionary(word: str) -> bool:
    return word.encode() in latin_words()
