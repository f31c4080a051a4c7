"""A question's words in another language -> the corpus's own Chinese words, by glossary and dictionary."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from index.bm25 import Scores
from index.cedict import definitions
from index.fold import fold
from index.glossary import Glossary
from index.languages import LATIN, language, number_words, numbers, simplified_kanji, stemmer, without_particles, words
from index.lexical import HAN, is_han, question_terms
from index.structured import StructuredIndex, Term

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_MEANING = re.compile(
    r"CL:|\b(?:variant of|[Ss]urname|abbr\. (?:for|of)|see also|also written|also called|pr\.|used in|old name for) "
)
# "Shenzhen subprovincial city in Guangdong": the name is what a question has.
_PLACE = re.compile(
    r"((?:[A-Z][\w'-]* ){1,3})"
    r"(?:sub-?provincial|prefecture|county|district|city|province|municipality|capital|autonomous)"
)
_LONGEST = 6
_EACH_LATER_SENSE = 0.3
"""A word's n-th gloss weighs 1 / (1 + 0.3 n): the dictionary gives the chief one first."""
_ONE_CHARACTER = 0.5
"""A character alone has a dozen senses and stands inside many words, so it weighs half."""
_BESIDE_A_PHRASE = 0.5
"""What a word means by itself, where the words around it make a phrase that is known."""
_COGNATE = 0.7
_SHORTEST_COMPOUND, _LONGEST_COMPOUND, _LONGEST_PART = 8, 60, 30
_ALIKE = 0.7

Key = tuple[str, ...]


class _Lexicon:
    """Phrases of one language (keys of stems) -> Chinese strings with weights."""

    def __init__(self) -> None:
        self._whole: dict[Key, dict[str, float]] = defaultdict(dict)
        self._parts: dict[str, dict[str, float]] = defaultdict(dict)

    def add(self, key: Key, chinese: str, weight: float) -> None:
        """A word of a longer phrase gets its share of the phrase's weight."""
        whole = self._whole[key]
        whole[chinese] = max(weight, whole.get(chinese, 0))
        if len(key) > 1:
            for stem in key:
                part = self._parts[stem]
                part[chinese] = max(weight / len(key), part.get(chinese, 0))

    def stems(self) -> set[str]:
        return {key[0] for key in self._whole if len(key) == 1} | set(self._parts)

    def phrase(self, stems: Key) -> Mapping[str, float]:
        """Candidates of a whole phrase."""
        return self._whole.get(stems, {})

    def word(self, stem: str) -> dict[str, float]:
        """Candidates of a word: those that mean it, and those whose longer name holds it."""
        candidates = dict(self._parts.get(stem, {}))
        for chinese, weight in self._whole.get((stem,), {}).items():
            candidates[chinese] = max(weight, candidates.get(chinese, 0))
        return {c: weight * _ONE_CHARACTER if len(c) == 1 else weight for c, weight in candidates.items()}


class Translator:
    """Turns questions into terms of the corpus and scores texts by them.

    `index` is the structured index over the corpus; only strings that it holds become candidates. `dictionary` is
    what `index.cedict.read_cedict` gives. English is looked up in glossary and
    dictionary; German, French and Spanish in the glossary, then as cognates of English words, German compounds also
    by their parts; Japanese in the glossary, its kanji also as they stand; Korean in the glossary.
    """

    def __init__(self, index: StructuredIndex, glossary: Glossary, dictionary: Mapping[str, str]) -> None:
        self._index = index
        # Most words fall at this test, which costs a tenth of the next.
        characters = {term for term in index.terms if len(term) == 1 and is_han(term)}
        self._stem = {code: stemmer(code) for code in LATIN}
        self._numbers = {code: number_words(code) for code in LATIN}
        self._latin = {code: _Lexicon() for code in LATIN}
        self._names: dict[str, dict[str, dict[str, float]]] = {"ja": defaultdict(dict), "ko": defaultdict(dict)}
        for chinese, lines in dictionary.items():
            if characters.issuperset(chinese) and index.holds(chinese):
                self._define(chinese, definitions(lines))
        for entry in glossary.entries:
            chinese = fold(entry.chinese)
            if index.holds(chinese):
                self._name(chinese, {code: fold("\n".join(names)).split("\n") for code, names in entry.names.items()})
        self._english = self._latin["en"].stems()
        self._by_trigram: dict[str, list[str]] = defaultdict(list)
        for stem in self._english:
            if len(stem) > 3:
                for trigram in _trigrams(stem):
                    self._by_trigram[trigram].append(stem)
        self._german = self._latin["de"].stems()
        self._cognates: Callable[[str, str], Mapping[str, float]] = lru_cache(maxsize=20_000)(self._find_cognates)

    def coverage(self, question: str) -> Scores:
        """Coverage of the question's terms by every text of the index, shape (texts,), 0 to 1."""
        return self._index.coverage(self.terms(question))

    def rarity(self, candidates: Iterable[str]) -> float:
        """How rare what any of these strings stands for is in the index: its idf."""
        return self._index.rarity(candidates)

    def terms(self, question: str) -> tuple[Term, ...]:
        """The terms of a question in any language with their candidates. Its Han characters stand for themselves."""
        folded = fold(question)
        code = language(folded)
        if code == "ja":
            return (*self._japanese(simplified_kanji(folded)), *self._western(folded, "en"))
        if code == "ko":
            folded = re.sub(r"(\d)\s?년", r"\1年", re.sub(r"(\d)\s?월", r"\1月", re.sub(r"(\d)\s?일", r"\1日", folded)))
            return (*self._korean(folded), *self._western(folded, "en"), *_as_it_stands(folded))
        return (*self._western(folded, code), *_as_it_stands(folded))

    def _define(self, chinese: str, glosses: Sequence[str]) -> None:
        lexicon = self._latin["en"]
        for sense, gloss in enumerate(glosses):
            text = _ASIDE.sub(" ", gloss) if "(" in gloss or "[" in gloss else gloss
            if not _NO_MEANING.search(text):
                place = _PLACE.match(text.strip())
                key = tuple(map(self._stem["en"], words((place[1] if place else text).casefold(), "en")))
                if 0 < len(key) <= 8:
                    lexicon.add(key, chinese, 1 / (1 + _EACH_LATER_SENSE * sense))

    def _name(self, chinese: str, names: Mapping[str, Sequence[str]]) -> None:
        for code in LATIN:
            for name in names.get(code, ()):
                if key := tuple(map(self._stem[code], words(name, code))):
                    self._latin[code].add(key, chinese, 1.0)
        for name in names.get("ja", ()):
            self._names["ja"][simplified_kanji(name)][chinese] = 1.0
        for name in names.get("ko", ()):
            self._names["ko"][name.replace(" ", "")][chinese] = 1.0

    def _western(self, folded: str, code: str) -> list[Term]:
        """Terms of the Latin words and the numbers of a text."""
        found = words(folded, code)
        stems = tuple(map(self._stem[code], found))
        phrases = self._phrases(stems, self._latin[code])
        terms = []
        for word, stem, phrase in zip(found, stems, phrases, strict=True):
            parts = [] if phrase or code != "de" else self._compound(word)
            if parts:
                terms += parts
                continue
            known = self._word(word, stem, code)
            if phrase:
                known = {chinese: weight * _BESIDE_A_PHRASE for chinese, weight in known.items()}
                for chinese, weight in phrase.items():
                    known[chinese] = max(weight, known.get(chinese, 0))
            terms.append(self._term(word, known))
        return terms + [self._term(number, {number: 1.0}) for number in numbers(folded)]

    def _phrases(self, stems: Key, lexicon: _Lexicon) -> list[Mapping[str, float]]:
        """For each stem, the candidates of the known phrase of two or more that it is part of, longest first."""
        found: list[Mapping[str, float]] = [{}] * len(stems)
        at = 0
        while at < len(stems):
            sizes = range(min(_LONGEST, len(stems) - at), 1, -1)
            size = next((size for size in sizes if lexicon.phrase(stems[at : at + size])), 1)
            if size > 1:
                found[at : at + size] = [lexicon.phrase(stems[at : at + size])] * size
            at += size
        return found

    def _word(self, word: str, stem: str, code: str) -> dict[str, float]:
        known = self._latin[code].word(stem)
        if code != "en":
            for chinese, weight in (self._cognates(word, code) if not known else {}).items():
                known[chinese] = max(weight, known.get(chinese, 0))
        for chinese in self._numbers[code].get(word, ()):
            known[chinese] = 1.0
        return known | {word: 1.0}

    def _term(self, text: str, candidates: Mapping[str, float]) -> Term:
        return Term(text, {c: weight for c, weight in candidates.items() if self._index.holds(c)})

    def _find_cognates(self, word: str, code: str) -> Mapping[str, float]:
        """Candidates of the English word that a word of another language looks like; none when nothing is alike."""
        english = self._stem["en"](_anglicised(word, code))
        if english in self._english:
            return {chinese: _COGNATE * weight for chinese, weight in self._latin["en"].word(english).items()}
        if len(english) < 5:
            return {}
        trigrams = _trigrams(english)
        shared: dict[str, int] = defaultdict(int)
        for trigram in trigrams:
            for stem in self._by_trigram.get(trigram, ()):
                shared[stem] += 1
        likeness = {stem: 2 * count / (len(trigrams) + len(_trigrams(stem))) for stem, count in shared.items()}
        best = max(likeness, key=likeness.__getitem__, default="")
        if not best or likeness[best] < _ALIKE:
            return {}
        known = self._latin["en"].word(best)
        return {chinese: _COGNATE * likeness[best] * weight for chinese, weight in known.items()}

    def _compound(self, word: str) -> list[Term]:
        """The known parts of a German word that is not itself known, as terms; none when no part is known."""
        stem = self._stem["de"]
        if not _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND or stem(word) in self._german:
            return []
        parts = []
        at = 0
        while len(word) - at > 3:
            size = next(
                (
                    n
                    for n in range(min(len(word) - at, _LONGEST_PART), 3, -1)
                    if stem(word[at : at + n]) in self._german
                ),
                0,
            )
            if size:
                part = word[at : at + size]
                parts.append(self._term(part, self._word(part, stem(part), "de")))
            at += size or 1
        return parts

    def _japanese(self, text: str) -> Iterator[Term]:
        """Names of the glossary; kanji for themselves; katakana as asked and not found. Hiragana is grammar."""
        rest = []
        for piece, candidates in _cut(text, self._names["ja"]):
            if not candidates:
                rest.append(piece)
                continue
            rest.append(" ")
            if all(map(is_han, piece)):
                candidates = candidates | {piece: 1.0}
            yield self._weighed(piece, candidates)
        for run in re.findall(r"[\u30a1-\u30fc]{2,}", "".join(rest)):
            yield Term(run)
        yield from _as_it_stands("".join(rest))

    def _korean(self, text: str) -> Iterator[Term]:
        """Names of the glossary, which may be written in one with others; words that hold none as not found."""
        # Spaces inside names vary (지식 재산권), so names are looked for in the text without them.
        hangul = re.findall(r"[\uac00-\ud7a3]+", text)
        stripped = [without_particles(word) for word in hangul]
        joined = "".join(stripped)
        starts = {sum(map(len, stripped[:at])) for at in range(len(stripped))}
        at, unknown = 0, ""
        for piece, candidates in _cut(joined, self._names["ko"]):
            if candidates:
                yield self._weighed(piece, candidates)
            if unknown and (candidates or at in starts):
                if len(unknown) > 1:
                    yield Term(unknown)
                unknown = ""
            if not candidates:
                unknown += piece
            at += len(piece)
        if len(unknown) > 1:
            yield Term(unknown)

    def _weighed(self, text: str, candidates: Mapping[str, float]) -> Term:
        """A term that weighs as many words as its shortest candidate has pairs of characters."""
        term = self._term(text, candidates)
        return Term(text, term.candidates, max(1, min((len(c) // 2 for c in term.candidates), default=1)))


def _as_it_stands(text: str) -> list[Term]:
    """The Han terms of a text (characters and pairs) and its pairs of number and character, each its own candidate."""
    return [Term(term, {term.replace(" ", ""): 1.0}) for term in question_terms(text) if re.search(f"[{HAN}]", term)]


def _cut(text: str, names: Mapping[str, dict[str, float]]) -> Iterator[tuple[str, dict[str, float]]]:
    """A text cut into known names, longest first, each with its candidates, and single characters with none."""
    longest = max(map(len, names), default=0)
    at = 0
    while at < len(text):
        sizes = range(min(longest, len(text) - at), 1, -1)
        size = next((size for size in sizes if text[at : at + size] in names), 1)
        yield text[at : at + size], names.get(text[at : at + size], {}) if size > 1 else {}
        at += size


# Endings of words that these languages share with English, longer ones first.
_ENDINGS = {
    "de": "tionen:tion ologie:ology ieren:ate ität:ity isch:ic ie:y tz:c",
    "fr": "logie:logy iques:ic ique:ic aire:ary ité:ity eur:or eux:ous ie:y",
    "es": "ciones:tion encia:ence ancia:ance dades:ty mente:ly mento:ment ción:tion sión:sion ario:ary dad:ty ico:ic "
    "ica:ic oso:ous ía:y o: a:",
}


def _anglicised(word: str, code: str) -> str:
    """A German, French or Spanish word with the ending that its English cognate would have."""
    for ending, _, english in (pair.partition(":") for pair in _ENDINGS.get(code, "").split()):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + english
    return word


def _trigrams(word: str) -> set[str]:
    framed = f"^{word}$"
    return {framed[at : at + 3] for at in range(len(framed) - 2)}
