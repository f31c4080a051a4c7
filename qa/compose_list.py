"""A list that is complete: every item of the series that the question asks for, with what announces it."""

from collections.abc import Sequence

from qa.answer import Span
from qa.compose import LONGEST_LONG_TEXT
from qa.kinds import Asked
from qa.knowledge import Knowledge
from qa.messages import listed
from qa.series import Series, all_series, marked_series, series_at
from qa.sheet import Sheet
from qa.short import LONGEST, Place, Shares

NAMED, MARKED = 0.4, 0.2
"""What a series gains that goes by the name asked for, and besides for items that stand one by one."""
NAMED_IN = 3
"""Leading sentences whose documents are looked through for a series of the name asked for."""

_MARKUP = "# \t\u3000*-"
_LONGEST_MARK = 12


def find_series(asked: Asked, spans: Sequence[Span], known: Knowledge, shares: Shares) -> Series | None:
    """The series that answers, or None: of the number of items asked for, or of the name that the question has for its
    list (保障措施), else that which the best sentence holds.

    The passages read are looked through, and for a name also the rest of their documents, the best first. Of several
    series the one whose surroundings and names share most with the question, by `shares`, counting besides that it goes
    by the name and that its items stand one by one, as headings, numbers or points.
    """
    best = spans[0]
    found = [one for one in _read(spans, known) if len(one.items) == asked.items] if asked.items else []
    if asked.heading and not any(is_named(one, asked) for one in found):
        found += _in_documents(spans, asked, known)
    if found:
        told = shares([" ".join((one.about, *one.names)) for one in found])
        scores = [share + _form(one, asked) for share, one in zip(told, found, strict=True)]
        return found[max(range(len(found)), key=lambda at: (scores[at], -at))]
    document = best.hit.chunk.document
    marked = best.inner or (best.start, best.end)
    # What the best sentence lists itself, and what the reader marked in it; not the headings that it stands among.
    one_series = series_at(document, known.sections[document.id], *marked)
    if one_series and one_series.start >= best.start and one_series.end <= best.end:
        return one_series
    return None


def is_named(series: Series, asked: Asked) -> bool:
    """Whether a series goes by the name that the question has for its list, by what is said above it or by its items.

    False where the question has none (`Asked.heading`).
    """
    heading = asked.heading
    if heading is None:
        return False
    return bool(
        (series.kind != "words" and heading.title.search(series.about))
        or (heading.each and all(map(heading.each.search, series.names)))
        or (heading.some and any(map(heading.some.search, series.names)))
    )


def _read(spans: Sequence[Span], known: Knowledge) -> list[Series]:
    """The series in the passages of the spans, each once, in the order of the spans."""
    found: dict[tuple[str, Place], Series] = {}
    for chunk in dict.fromkeys(span.hit.chunk for span in spans):
        sections = known.sections[chunk.document.id]
        for one in all_series(chunk.document, sections, chunk.start, chunk.end):
            found.setdefault((chunk.document.id, (one.start, one.end)), one)
    return list(found.values())


def _in_documents(spans: Sequence[Span], asked: Asked, known: Knowledge) -> list[Series]:
    """The series of the name asked for, of the number asked for where one is, in the first document that has any."""
    for document in {span.hit.chunk.document.id: span.hit.chunk.document for span in spans[:NAMED_IN]}.values():
        several = marked_series(document, known.sections[document.id])
        if found := [one for one in several if is_named(one, asked) and asked.items in {None, len(one.items)}]:
            return found
    return []


def _form(series: Series, asked: Asked) -> float:
    return (NAMED if series.kind == "words" else NAMED + MARKED) * is_named(series, asked)


def write_series(sheet: Sheet, series: Series, known: Knowledge) -> bool:
    """The items' names in one line, then the sentences they stand in; False when they cannot all be cited in short."""
    document = series.document
    quotes = []
    for start, end in series.heads or series.items:
        chunk = known.passages.holding(document.id, start, end)
        if chunk is None:
            return False
        first = _with_mark(document.text, chunk.start, start)
        begin, stop = known.passages.sentences(chunk, first, end)
        begin = begin if document.text[begin:first].strip(_MARKUP) else first
        quotes.append((chunk, begin, stop, first, end))
    distinct = list(dict.fromkeys((chunk, begin, stop) for chunk, begin, stop, _, _ in quotes))
    names = [document.text[start:end] for start, end in series.heads or series.items]
    shown = listed([known.names.with_names(name, sheet.language) for name in names], sheet.language)
    total = len(shown) + sum(stop - begin + 8 for _, begin, stop in distinct)
    if total > LONGEST_LONG_TEXT:
        distinct = list(dict.fromkeys((chunk, first, end) for chunk, _, _, first, end in quotes))
        total = len(shown) + sum(stop - begin + 8 for _, begin, stop in distinct)
    if total > LONGEST_LONG_TEXT:
        return False
    markers = [sheet.cite(*quote) for quote in distinct]
    sheet.lines.append(f"{shown} {''.join(markers)}")
    sheet.headed = 1
    if sum(map(len, names)) + len(names) <= LONGEST:
        sheet.short.extend(names)
    for chunk, begin, stop in distinct:
        sheet.quote(chunk, begin, stop)
    return True


def _with_mark(text: str, low: int, start: int) -> int:
    """Where an item begins with its number, where that is what its line, from `low` on, begins with; else `start`."""
    line = max(low, text.rfind("\n", low, start) + 1)
    while line < start and text[line] in _MARKUP:
        line += 1
    return line if start - line <= _LONGEST_MARK else start
