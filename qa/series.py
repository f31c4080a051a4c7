"""A span -> the whole series that it belongs to: every item, in order, none invented."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import Document, Section, fold
from qa.coordination import Spans, coordinated
from qa.enumerations import Marked, bulleted, parallel, pointed
from qa.outline import outlined

_LONGEST_SENTENCE = 400  # characters
_FAR = 5000  # characters around a span in its own line that are looked at: a whole file may be one line
_MOST = 200  # series around a span; their depths take time with the square of their number
_LONGEST_MARK = 8  # characters of a number or bullet that opens a line
_LEAD_IN = 80  # characters before the first item in which the line that announces a series is read
_SENTENCE_START = re.compile(r"[。！？；\n][”’」』）)]*(?=[^。！？；\n]*$)")
_SENTENCE_END = re.compile(r"[。！？；\n]")
_BETWEEN = " \t\u3000\n。；：:！？"
_WORD = re.compile(r"[a-z]+|\d+|[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Series:
    """The items of a list, exact spans of `document.text` in order, without numbers, joining words and quotation marks.

    `start`..`end` reach from the first item to the last. `kind` is headings, numbers, dashes, points (一是), ordinals
    (首先), bullets, clauses (between ；) or words (A、B和C). `heads` are the short names of items that are headings or
    sentences, else empty; `depth` counts the series of which an item holds this one; `about` is the text by which a
    question is matched: the headings above, the sentence or lead-in, what all names share, not the names themselves.
    """

    document: Document
    kind: str
    items: Spans
    start: int
    end: int
    heads: Spans = ()
    depth: int = 0
    about: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What to call each item: its short name, or itself."""
        return tuple(self.document.text[start:end] for start, end in self.heads or self.items)


def series_at(document: Document, sections: Sequence[Section], start: int, end: int) -> Series | None:
    """The series that the span `start`..`end` (half-open) belongs to, or None.

    It is the innermost that holds at least half of the span; but where a span lies in one item, the longest series
    inside the span, where there is one of a third of its length. `sections` are those of `split_sections(document)`.
    Raises ValueError for a span that is not inside the text.
    """
    found = all_series(document, sections, start, end)
    length = end - start
    held = [one for one in found if 2 * (min(end, one.end) - max(start, one.start)) >= length]
    best = min(held, key=lambda one: one.end - one.start, default=None)
    if best is None or any(first <= start and end <= last for first, last in best.items):
        inside = [one for one in found if start <= one.start and one.end <= end and 3 * (one.end - one.start) >= length]
        best = max(inside, key=lambda one: one.end - one.start, default=best)
    return best


def all_series(document: Document, sections: Sequence[Section], start: int, end: int) -> tuple[Series, ...]:
    """Every series with an item in the span: those inside it and those that it is a part of, the outer ones first.

    Arguments and errors are those of `series_at`.
    """
    if not 0 <= start < end <= len(document.text):
        raise ValueError(f"{start}-{end} is not a span of a text of {len(document.text)} characters")
    touching = [one for one in _found(document, sections, start, end) if _touches(one, start, end)]
    distinct = {one.items: one for one in reversed(touching)}
    ordered = sorted(distinct.values(), key=lambda one: (one.start, -one.end))
    ordered = ordered[:_MOST]
    return tuple(replace(one, depth=sum(_holds(other, one) for other in ordered)) for one in ordered)


def marked_series(document: Document, sections: Sequence[Section]) -> tuple[Series, ...]:
    """Every series of a document whose items carry marks: headings, numbers, dashes, points, bullets, clauses."""
    found = [_series(document, marked, marked.above) for marked in outlined(document, sections)]
    for section in sections:
        found += [
            _series(document, marked, " ".join(section.path))
            for find in (bulleted, pointed, parallel)
            for marked in find(document.text, section.start, section.end)
        ]
    return tuple({one.items: one for one in found}.values())


def _found(document: Document, sections: Sequence[Section], start: int, end: int) -> Iterator[Series]:
    text = document.text
    for marked in outlined(document, sections):
        yield _series(document, marked, marked.above)
    for section in sections:
        if section.end <= start or section.start >= end:
            continue
        above = " ".join(section.path)
        for find in (bulleted, pointed, parallel):
            for marked in find(text, section.start, section.end):
                yield _series(document, marked, above)
    first = max(text.rfind("\n", 0, start) + 1, start - _FAR)
    last = text.find("\n", end, end + _FAR)
    for items in coordinated(text, max(first, document.body_start), min(len(text), end + _FAR) if last < 0 else last):
        begin, stop = items[0][0], items[-1][1]
        before, behind = _sentence(text, begin, stop)
        about = " ".join((text[before:begin], text[stop:behind], *_shared(document, items)))
        yield Series(document, "words", items, begin, stop, about=about)


def _series(document: Document, marked: Marked, above: str) -> Series:
    start, end = marked.items[0][0], marked.items[-1][1]
    shared = _shared(document, marked.heads or marked.items)
    about = " ".join((above, _lead_in(document.text, start), *shared))
    return Series(document, marked.kind, marked.items, start, end, marked.heads, about=about)


def _shared(document: Document, names: Spans) -> set[str]:
    """The terms of every name: what kind of thing is listed."""
    return set.intersection(*(_terms(document.text[slice(*name)]) for name in names))


def _lead_in(text: str, start: int) -> str:
    """The end of what is said before a series of marked items: its own sentence, or, on a line of its own, the last."""
    line = text.rfind("\n", 0, start) + 1
    at = line if start - line <= _LONGEST_MARK else start
    before = text[max(0, at - _LEAD_IN) : at].rstrip(_BETWEEN if at == line else " ")
    found = _SENTENCE_START.search(before)
    return before[found.end() :] if found else before


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a stretch."""
    near = max(0, start - _LONGEST_SENTENCE)
    before = _SENTENCE_START.search(text[near:start])
    behind = _SENTENCE_END.search(text, end)
    return near + (before.end() if before else 0), behind.start() if behind else len(text)


def _touches(series: Series, start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in series.items)


def _holds(outer: Series, inner: Series) -> bool:
    return (
        any(
            start <= inner.start and inner.end <= end and (start, end) != (inner.start, inner.end)
            for start, end in outer.items
        )
        and outer.items != inner.items
    )


def _terms(text: str) -> set[str]:
    """Character pairs of Chinese, words and figures of the rest, folded."""
    terms: set[str] = set()
    for word in _WORD.findall(fold(text)):
        terms |= {word[at : at + 2] for at in range(len(word) - 1)} if word[0] > "\u33ff" else {word}
    return terms
