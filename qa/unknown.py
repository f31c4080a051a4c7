"""What of a question stands in no document: places, years, numbered measures, names, words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import fold
from qa.question import Question
from qa.unknown_numbers import Found, unknown_numbers, unknown_years
from qa.vocabulary import LATIN, Kind, Vocabulary

_QUOTED = re.compile(r"《([^《》]{2,30})》|“([^“”]{2,30})”|「([^「」]{2,30})」|『([^『』]{2,30})』|\"([^\"]{2,30})\"")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_SENTENCE = re.compile(r"(?:^|[.?!:;。？！：；“\"「《(（¿¡\n])[\s“\"「《(（¿¡]*$")
_ROMAN = re.compile("[IVX]+")
_CALENDAR = re.compile(
    "(?:(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber|[A-Z][a-z]+day)"
)
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word, name or number as it stands in a question, and what it is; no document holds it."""

    word: str
    kind: Kind


def unknown_words(question: Question, vocabulary: Vocabulary) -> tuple[Unknown, ...]:
    """What the question names and no document holds, as it stands there, in its order, nothing twice.

    Words of other languages than Chinese and English are looked up in the glossary only. A name or word that is one
    slip away from what the documents hold is no unknown one.
    """
    folded = _aligned(question.text)
    known = [(start, end) for start, end, places in vocabulary.places.found(folded)]
    taken: list[tuple[int, int]] = []
    kept: list[Found] = []
    for start, end, kind in (
        *_places(folded, vocabulary),
        *unknown_years(folded, vocabulary),
        *unknown_numbers(folded, vocabulary),
        *_quoted(folded, vocabulary),
        *_latin_names(question, folded, vocabulary),
        *_phrases(question, folded, vocabulary),
        *_english_words(question, folded, vocabulary),
        *_chinese_words(question, folded, vocabulary),
    ):
        if kind in {"name", "word"} and any(other <= start and end <= until for other, until in known):
            continue
        if all(end <= other or start >= until for other, until in taken):
            taken.append((start, end))
            kept.append((start, end, vocabulary.kind_of(folded[start:end]) if kind == "word" else kind))
    found = [Unknown(question.text[start:end], kind) for start, end, kind in sorted(kept)]
    return tuple(dict.fromkeys(found))


def _places(folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    words = dict(_cut(folded, vocabulary))
    for start, end, places in vocabulary.places.found(folded):
        word = folded[start : words.get(start, start)] if _HAN.match(folded[start]) else folded[start:end]
        if not vocabulary.holds_place(places) and word and (len(word) <= end - start or vocabulary.is_name(word)):
            yield start, end, "place"


def _quoted(folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    for found in _QUOTED.finditer(folded):
        name = next(filter(None, found.groups())).strip()
        words = [] if _HAN.search(name) else LATIN.findall(name)
        said = bool(words) and all(vocabulary.knows_word(word, folded) for word in words)
        if not vocabulary.holds_nearly(name) and not said:
            yield *found.span(), "name"


def _latin_names(question: Question, folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Acronyms, and words with a capital that begin no sentence (in German all nouns do that); neighbours as one."""
    text = question.text
    words = list(LATIN.finditer(text))
    titled = sum(word[0][0].isupper() for word in words) * 2 > len(words) > 2
    open_: list[int] = []
    for word in words:
        acronym = any(map(str.isupper, word[0][1:])) and not text.isupper() and not _ROMAN.fullmatch(word[0])
        starts = _SENTENCE.search(text, 0, word.start()) is not None and not _HAN.search(text)
        capital = word[0][0].isupper() and not starts and not titled and question.language != "de"
        if (
            (acronym or capital)
            and not _CALENDAR.fullmatch(word[0])
            and not vocabulary.knows_word(word[0], folded)
            and (acronym or not vocabulary.is_common(word[0].lower()))
        ):
            if open_ and text[open_[1] : word.start()].isspace():
                open_[1] = word.end()
                continue
            if open_:
                yield open_[0], open_[1], "name"
            open_ = [word.start(), word.end()]
    if open_:
        yield open_[0], open_[1], "name"


def _phrases(question: Question, folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Names of the glossary whose Chinese no document holds, the longest at each place."""
    language = question.language if question.language in {"de", "fr", "es"} else "en"
    words = list(LATIN.finditer(folded))
    at = 0
    while at < len(words):
        for size in range(min(5, len(words) - at), 0, -1):
            chinese = vocabulary.phrase([word[0] for word in words[at : at + size]], language)
            if chinese:
                start, end = words[at].start(), words[at + size - 1].end()
                subject = sum(vocabulary.is_content(word[0]) for word in words[at : at + size]) > 1
                if (
                    subject
                    and not vocabulary.holds(folded[start:end])
                    and not any(map(vocabulary.holds_parts, chinese))
                ):
                    yield start, end, "word"
                at += size - 1
                break
        at += 1


def _english_words(question: Question, folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    if question.language not in {"en", "zh", "zh-Hant"}:
        return
    for word in LATIN.finditer(folded):
        if (
            vocabulary.is_content(word[0])
            and not vocabulary.knows_word(word[0], folded)
            and vocabulary.lacks_noun(word[0])
        ):
            yield *word.span(), "word"


def _chinese_words(question: Question, folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    for start, end in _cut(folded, vocabulary) if question.language in {"zh", "zh-Hant"} else ():
        if end - start > 1 and vocabulary.lacks_chinese(folded[start:end]):
            yield start, end, "word"


def _cut(folded: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """The Han text of a question cut into the longest words known, from the left."""
    for run in _HAN.finditer(folded):
        at = run.start()
        while at < run.end():
            sizes = range(min(_LONGEST, run.end() - at), 1, -1)
            size = next((size for size in sizes if vocabulary.is_word(folded[at : at + size])), 1)
            yield at, at + size
            at += size


def _aligned(text: str) -> str:
    """The folded text, character for character."""
    whole = fold(text)
    if len(whole) == len(text):
        return whole
    return "".join(one if len(one := fold(character)) == 1 else character for character in text)
