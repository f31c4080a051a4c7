"""A list that is complete: every item of the series that the question asks for, with what announces it."""

from collections.abc import Sequence

from qa.answer import Span
from qa.compose import LONGEST_LONG_TEXT
from qa.kinds import Asked
from qa.knowledge import Knowledge
from qa.messages import listed
from qa.series import Series, all_series, series_at
from qa.sheet import Sheet
from qa.short import LONGEST, Place, Shares

_MARKUP = "# \t\u3000*-"
_LONGEST_MARK = 12


def find_series(asked: Asked, spans: Sequence[Span], known: Knowledge, shares: Shares) -> Series | None:
    """The series that answers: of the number of items asked for, else that of the best sentence; None for none.

    Of several with that number the one whose surroundings and names share most with the question, by `shares`.
    """
    best = spans[0]
    if asked.items:
        fitting: dict[tuple[str, Place], Series] = {}
        for chunk in dict.fromkeys(span.hit.chunk for span in spans):
            sections = known.sections[chunk.document.id]
            for one in all_series(chunk.document, sections, chunk.start, chunk.end):
                if len(one.items) == asked.items:
                    fitting.setdefault((chunk.document.id, (one.start, one.end)), one)
        found = list(fitting.values())
        if found:
            told = shares([" ".join((one.about, *one.names)) for one in found])
            return max(zip(told, range(0, -len(found), -1), found, strict=True), key=lambda row: row[:2])[2]
    document = best.hit.chunk.document
    marked = best.inner or (best.start, best.end)
    # What the best sentence lists itself, and what the reader marked in it; not the headings that it stands among.
    one_series = series_at(document, known.sections[document.id], *marked)
    if one_series and one_series.start >= best.start and one_series.end <= best.end:
        return one_series
    return None


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
