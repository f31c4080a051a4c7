"""A list that is complete: every item of the series that the question asks for, with what announces it."""

from collections.abc import Sequence

from qa.answer import Span
from qa.compose import LONGEST_LONG_TEXT
from qa.kinds import Asked
from qa.knowledge import Knowledge
from qa.messages import listed
from qa.series import Series, all_series, picked, series_at
from qa.sheet import Sheet
from qa.short import LONGEST

LOOKED_AT = 3
"""Leading sentences whose passages are looked through for a series of the number asked for."""


def find_series(question: str, asked: Asked, spans: Sequence[Span], known: Knowledge) -> Series | None:
    """The series that answers: of the number of items asked for, else that of the best sentence; None for none."""
    for span in spans[:LOOKED_AT]:
        document, chunk = span.hit.chunk.document, span.hit.chunk
        sections = known.sections[document.id]
        if asked.items:
            found = picked(all_series(document, sections, chunk.start, chunk.end), asked.items, question)
            if found:
                return found
    best = spans[0]
    document = best.hit.chunk.document
    marked = best.inner or (best.start, best.end)
    # What the best sentence lists itself, and what the reader marked in it; not the headings that it stands among.
    found = series_at(document, known.sections[document.id], *marked)
    if found and found.start >= best.start and found.end <= best.end:
        return found
    return None


def write_series(sheet: Sheet, series: Series, known: Knowledge) -> bool:
    """The items' names in one line, then the sentences they stand in; False when they cannot all be cited in short."""
    document = series.document
    quotes = []
    for start, end in series.heads or series.items:
        chunk = known.passages.holding(document.id, start, end)
        if chunk is None:
            return False
        line = document.text.rfind("\n", chunk.start, start) + 1
        begin, stop = known.passages.sentences(chunk, max(line, chunk.start), end)
        quotes.append((chunk, begin, stop, max(line, chunk.start), end))
    distinct = list(dict.fromkeys((chunk, begin, stop) for chunk, begin, stop, _, _ in quotes))
    names = [document.text[start:end] for start, end in series.heads or series.items]
    shown = listed([known.names.with_names(name, sheet.language) for name in names], sheet.language)
    total = len(shown) + sum(stop - begin + 8 for _, begin, stop in distinct)
    if total > LONGEST_LONG_TEXT:
        distinct = list(dict.fromkeys((chunk, line, end) for chunk, _, _, line, end in quotes))
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
