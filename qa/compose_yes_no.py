"""Whether it is so: a yes or a no only where a sentence states just what is asked, else neither."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import figures, fold, read_cedict
from qa.answer import Span
from qa.compose import MARKER, choose
from qa.dictionary_senses import senses_of
from qa.kinds import Asked
from qa.kinds_statements import (
    ASKS,
    DENIED,
    ENDED,
    EXISTS,
    FRAME,
    GRAMMAR,
    HEDGED,
    OFFICES,
    PLANNED,
    PLANS,
    SYNONYMS,
    UNCLEAR,
)
from qa.knowledge import Knowledge
from qa.messages import message
from qa.question import Question
from qa.sheet import Sheet
from qa.short import LONGEST

Place = tuple[int, int]

READ = 3
"""Leading sentences in which the statement is looked for."""
CLAUSES = 3
"""Neighbouring clauses, at most, that together make it."""
MEANT = 0.3
"""How sure a translation of a word of the question must be for the word to be held."""

_CLAUSE = re.compile(r"[^，,；;：:。！？\n]+")
_NEAR = 4  # characters between a negation and its verb
_LATIN = re.compile(r"[a-z][a-z'’-]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LONGEST_WORD = 10
_TWICE = 4  # characters of a word made of two


@dataclass(frozen=True, slots=True)
class _Statement:
    """What a question asks whether it is so, folded: each of `words` must be said, of `verbs` a synonym.

    `names` are Chinese names of which one each must be said, `places` those that may stand in the title instead,
    `english` words that must be said in translation; `planned`: it asks what will be.
    """

    question: Question
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    verbs: tuple[re.Pattern[str], ...]
    names: tuple[frozenset[str], ...]
    places: tuple[frozenset[str], ...]
    english: tuple[str, ...]
    planned: bool


def write_yes_no(sheet: Sheet, asked: Question, kind: Asked, spans: Sequence[Span], known: Knowledge) -> bool:
    """Yes or no as the first line, then the sentence that says so and those near it.

    False, with nothing written, where no leading sentence clearly states or denies what is asked. Clearly: neighbouring
    clauses of a sentence hold every word of the question that means something, verb and objects, itself, translated or,
    of a verb, by a synonym; nothing there is planned, wished or conditional, unless the question asks for plans; and
    nothing is negated (yes), or the verb alone is (no). `spans` are the sentences read, best first, at least one.
    """
    statement = _read(asked, known) if set(kind.kinds) == {"yes_no"} and not kind.sides else None
    for span in spans[:READ] if statement else ():
        assert statement
        place = _stated(statement, span, known)
        verdict = _verdict(statement, span.hit.chunk.document.text[slice(*place)]) if place else None
        if place and verdict:
            _write(sheet, verdict, span, place, choose(spans, kind, span.end - span.start + MARKER))
            return True
    return False


def _write(sheet: Sheet, verdict: str, span: Span, place: Place, near: Sequence[Span]) -> None:
    sheet.lines.append(message(f"yes_no.{verdict}", sheet.language))
    sheet.headed = 1
    if place[1] - place[0] <= LONGEST:
        sheet.short.append(span.hit.chunk.document.text[slice(*place)])
    sheet.quote(span.hit.chunk, span.start, span.end)
    for other in near:
        if other is not span:
            sheet.quote(other.hit.chunk, other.start, other.end)


def _read(asked: Question, known: Knowledge) -> _Statement | None:
    """The statement in a question; None where it is not one that a sentence can make word by word."""
    text = fold(asked.text)
    if UNCLEAR.search(ASKS.sub("", text)):
        return None
    planned = bool(PLANS.search(text))
    places = []
    for start, end, several in known.vocabulary.places.found(text):
        places.append(frozenset(map(fold, several)))
        text = text[:start] + " " * (end - start) + text[end:]
    plain = FRAME.sub(" ", EXISTS.sub("有", text)).replace("人民政府", "政府")
    names, plain = _named(plain, known)
    words = [word for run in _HAN.findall(plain) for word in _words(run, known) if word not in GRAMMAR]
    latin = [word for word in _LATIN.findall(plain) if known.vocabulary.is_content(word) and word not in OFFICES]
    of = {word: verb for word in (*words, *latin) if (verb := _verb(word))}
    if not (of or any(map(_is_verb, words))) or len(words) + len(latin) + len(names) < 2:
        return None
    return _Statement(
        question=asked,
        words=tuple(word for word in words if word not in of),
        numbers=tuple(_NUMBER.findall(figures(plain))),
        verbs=tuple(dict.fromkeys(of.values())),
        names=tuple(names),
        places=tuple(places),
        english=tuple(word for word in latin if word not in of),
        planned=planned,
    )


def _named(text: str, known: Knowledge) -> tuple[list[frozenset[str]], str]:
    """The Chinese of the glossary's names in a folded Latin text, longest names first, and the text without them."""
    if not _LATIN.search(text):
        return [], text
    found = [
        (fold(name), fold(entry.chinese))
        for entry in known.glossary.entries
        for names in entry.names.values()
        for name in names
        if len(name) > 3 and fold(name) in text
    ]
    several = []
    for name in sorted({name for name, _ in found}, key=lambda one: (-len(one), one)):
        whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        if _LATIN.match(name) and not _verb(name) and whole.search(text):
            text = whole.sub(" ", text)
            several.append(frozenset(chinese for other, chinese in found if other == name))
    return several, text


def _words(run: str, known: Knowledge) -> Iterator[str]:
    """A run of Chinese in words of the dictionary, the longest first; what it has not comes as single characters.

    A word of four characters comes as the two that it is made of, where it is: a text may say them apart.
    """
    at = 0
    while at < len(run):
        sizes = range(min(_LONGEST_WORD, len(run) - at), 1, -1)
        size = next((size for size in sizes if known.vocabulary.is_word(run[at : at + size])), 1)
        halves = (run[at : at + 2], run[at + 2 : at + 4])
        whole = size != _TWICE or not all(map(known.vocabulary.is_word, halves))
        yield from (run[at : at + size],) if whole else halves
        at += size


def _verb(word: str) -> re.Pattern[str] | None:
    """What says the same as a verb in a text; None for other words and for verbs without synonyms."""
    return next((said for asked, said in SYNONYMS if asked.match(word)), None)


def _is_verb(word: str) -> bool:
    return any(sense.startswith("to ") for sense in senses_of(read_cedict().get(word, "")))


def _stated(statement: _Statement, span: Span, known: Knowledge) -> Place | None:
    """The shortest run of clauses of the sentence that holds all of the statement."""
    text = span.hit.chunk.document.text
    clauses = [found.span() for found in _CLAUSE.finditer(text, span.start, span.end)]
    runs = [
        (clauses[at][0], clauses[at + size - 1][1])
        for size in range(1, CLAUSES + 1)
        for at in range(len(clauses) - size + 1)
    ]
    return next((_trimmed(text, *run) for run in runs if _held(statement, span, text[slice(*run)], known)), None)


def _held(statement: _Statement, span: Span, said: str, known: Knowledge) -> bool:
    document = span.hit.chunk.document
    folded = fold(said).replace("人民政府", "政府")
    head = fold(f"{document.title} {document.issuer or ''}")
    numbers = set(_NUMBER.findall(figures(folded)))
    return (
        all(word in folded for word in statement.words)
        and numbers.issuperset(statement.numbers)
        and all(verb.search(folded) for verb in statement.verbs)
        and all(any(name in folded for name in names) for names in statement.names)
        and all(any(place in folded or place in head for place in places) for places in statement.places)
        and all(_translated(word, statement, span, said, known) for word in statement.english)
    )


def _translated(word: str, statement: _Statement, span: Span, said: str, known: Knowledge) -> bool:
    alone = replace(statement.question, text=word)
    return word in fold(said) or known.vocabulary.coverage(alone, span.hit.chunk, said)[1] >= MEANT


def _verdict(statement: _Statement, said: str) -> str | None:
    folded = fold(said)
    allowed = {*statement.words, *(PLANNED if statement.planned else ())}
    hedges = {found[0] for found in HEDGED.finditer(folded)} - allowed
    if ENDED.search(folded) or any(not _any(statement.verbs, hedge) for hedge in hedges):
        return None
    denied = list(DENIED.finditer(folded))
    if not denied:
        return "yes"
    behind = folded[denied[0].end() : denied[0].end() + _NEAR]
    verb = any(word[:2] in behind for word in statement.words if _is_verb(word))
    return "no" if len(denied) == 1 and (verb or _any(statement.verbs, behind)) else None


def _any(verbs: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(verb.search(text) for verb in verbs)


def _trimmed(text: str, start: int, end: int) -> Place:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
