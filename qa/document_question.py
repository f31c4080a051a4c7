"""Questions about a document itself: what stands at its head or foot, and of which kind of document it is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import fold
from qa.document_nouns import ANY, MENTION, NOUNS, PROPOSAL, Fact, Noun
from qa.document_words import ADDRESSED, ANOTHER, ASKED, PERSONAL, SEVERAL

_TITLES = re.compile('《[^《》]*》|“[^“”]*”|「[^「」]*」|『[^『』]*』|"[^"]*"')
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_NEEDS_NOUN: frozenset[Fact] = frozenset({"contact", "phone"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """The facts of one document that are asked for, in the order of the question, at least one.

    `kind` is what the document is called, which its title must bear out.
    """

    facts: tuple[Fact, ...]
    kind: Noun = ANY


def read_document_question(question: str) -> Wanted | None:
    """What a question, in any of our languages, asks of a document as such; None when it asks for something else.

    None too where it asks of several documents, of one that another tells of, or for a person's own number.
    """
    text = unquoted(question)
    if ANOTHER.search(text) or SEVERAL.search(text) or PERSONAL.search(text):
        return None
    found = {fact: match for fact, pattern in ASKED.items() if (match := pattern.search(text))}
    if found.keys() <= _NEEDS_NOUN and not (ADDRESSED.search(text) or MENTION.search(text)):
        return None
    facts = sorted(found, key=lambda fact: found[fact].end())
    if not facts:
        return None
    kind = _kind(text, found[facts[0]])
    # Of a proposal there is the reply alone; its own title and number stand in that.
    named = tuple[Fact, ...](
        "proposal title" if fact == "title" and _kind(text, found[fact]) is PROPOSAL else fact for fact in facts
    )
    return Wanted(named, kind)


def unquoted(question: str) -> str:
    """A question as the patterns want it: folded, 《》 for titles, “” for other quotations."""
    return " ".join(_TITLES.sub(lambda found: "《》" if found[0][0] == "《" else "“”", fold(question)).split())


def quotations(question: str) -> Iterator[tuple[str, bool]]:
    """What a question quotes, folded, without marks; with each whether it stands as a title (《》)."""
    for found in _TITLES.finditer(fold(question)):
        yield found[0][1:-1].strip(), found[0][0] == "《"


def _kind(text: str, match: re.Match[str]) -> Noun:
    """What the document asked of is called: in Chinese its name ends, in Latin script it begins, the phrase."""
    mentions = [(found.start(), NOUNS[int((found.lastgroup or "n0")[1:])]) for found in MENTION.finditer(text)]
    inside = [noun for start, noun in mentions if match.start() <= start < match.end()]
    before = [noun for start, noun in mentions if start < match.start()]
    behind = [noun for start, noun in mentions if start >= match.end()]
    if _HAN.search(match[0]):
        return next(iter([*reversed(inside), *reversed(before), *behind]), ANY)
    return next(iter([*inside, *behind, *reversed(before)]), ANY)
