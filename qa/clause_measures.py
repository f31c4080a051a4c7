"""The measure of a clause: the span of a document that the clause closes, and its headings."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from index import Section, simplify
from qa.clause import Clause, Found
from qa.clause_rows import is_row


class MeasureFinder:
    """Finds the measure of a clause in the outline."""

    def __init__(self, plain: str, sections: Sequence[Section]) -> None:
        self._plain = plain
        self._sections = sections
        self._starts = [section.start for section in sections]

    def find(self, one: Found, last: Clause | None) -> tuple[tuple[str, ...], tuple[int, int]]:
        """The headings of the measure that a clause closes, and its span; `last` is the one closed before it."""
        at = bisect_right(self._starts, one.start) - 1
        path = self._sections[at].path if at >= 0 else ()
        if one.task and one.task[0] < one.task[1]:
            return path, one.task
        if one.within:
            return path, self._sentence(one, max(0, self._starts[at] if at >= 0 else 0))
        # 一是…二是… are the points of one measure, which the clause behind the last of them closes.
        if _is_point(path):
            path = path[:-1]
            while at and self._belongs(self._sections[at - 1].path, path):
                at -= 1
        floor = last.end if last else 0
        span = self._behind(at, path, floor, one.start)
        if span[0] == span[1] and at > 0 and self._sections[at - 1].end > floor:
            path = self._sections[at - 1].path
            span = self._behind(at - 1, path, floor, one.start)
        if span[0] == span[1] and last:
            return last.path, last.measure
        return path, span

    def _belongs(self, path: tuple[str, ...], parent: tuple[str, ...]) -> bool:
        return path[: len(parent)] == parent and (bool(parent) or _is_point(path))

    def _behind(self, at: int, path: tuple[str, ...], floor: int, end: int) -> tuple[int, int]:
        """From the heading of a section on: those above it may stand before it in its span."""
        start = self._starts[at] if at >= 0 else 0
        heading = self._plain.find(simplify(path[-1]), start, end) if path else -1
        return self._trimmed(max(start, heading, floor), end)

    def _sentence(self, one: Found, floor: int) -> tuple[int, int]:
        start = max(floor, *(self._plain.rfind(stop, 0, one.start) + 1 for stop in "。！？；\n"))
        stops = [at for stop in "。！？；\n" if (at := self._plain.find(stop, one.end)) >= 0]
        return self._trimmed(start, min(stops, default=len(self._plain)))

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        text = self._plain[start:end]
        kept = text.lstrip(" \t\u3000\n。；;，,、）)*-")
        begin = start + len(text) - len(kept)
        return begin, begin + len(kept.rstrip(" \t\u3000\n-*•●·"))


def is_within(clause: Clause) -> bool:
    """Whether a clause stands inside the sentence that is its measure, or in its row, and closes nothing."""
    return clause.start < clause.measure[1]


def title_of(clause: Clause) -> str:
    """What the measure of a clause is called: its heading, or the task of its row in a table, on one line."""
    text = clause.document.text
    row = text.startswith("|", text.rfind("\n", 0, clause.measure[0]) + 1) or is_row(clause)
    if clause.path and not row:
        return clause.path[-1]
    return text[slice(*clause.measure)].strip().split("\n")[0]


def _is_point(path: tuple[str, ...]) -> bool:
    return bool(path) and bool(re.match(r"[一二三四五六七八九十]{1,2}(?:是|要)|——", path[-1]))
