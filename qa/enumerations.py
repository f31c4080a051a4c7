"""Series inside a text that carry marks: numbered items, bullets, 一是…二是…, 首先…其次…, clauses between ；."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.coordination import Spans
from qa.coordination_words import MARKER

_HAN = "一二三四五六七八九十"
_CLAUSE_START = r"(?:^|(?<=[。；：;:！!，,、\s]))"
_FAMILIES = (
    ("points", re.compile(rf"{_CLAUSE_START}([{_HAN}]{{1,2}})(?:是|要(?!素|点))[，,：:]?")),
    ("ordinals", re.compile(rf"{_CLAUSE_START}第([{_HAN}])(?:[，,、：:]|是)")),
    ("ordinals", re.compile(rf"{_CLAUSE_START}其([{_HAN}])(?:[，,、：:]|是)?")),
    ("ordinals", re.compile(rf"{_CLAUSE_START}(首先|其次|再次|再者|然后|最后)[，,：:]?")),
    ("numbers", re.compile(rf"{_CLAUSE_START}[（(]([{_HAN}]{{1,2}}|\d{{1,2}})[)）][.、]?")),
    ("numbers", re.compile(r"([①-⑳])[.、]?")),
    ("numbers", re.compile(rf"{_CLAUSE_START}(\d{{1,2}})(?:[.．、](?!\d)|[)）])")),
)
_ORDER = {"首先": (1,), "其次": (2,), "再次": (3,), "再者": (3,), "然后": (2, 3), "最后": tuple(range(2, 20))}
_BULLET = re.compile(r"(?P<indent>[ \t\u3000]*)(?P<mark>[-*+•·●■◆◇])(?P<gap>[ \t\u3000]*)(?=\S)")
_LOOSE_BULLETS = frozenset("•·●■◆◇")  # these need no space behind them
_HEAD_END = re.compile(r"[。：；:;\n]|——")
_POINT_END = re.compile(r"[，,。：；:;\n]")
_TURN = re.compile(r"(?<=[。；])(?:下一步|接下来|今后)")
_SENTENCE = re.compile(r"[^。！？\n]+")
_CLAUSE = re.compile(r"[^；;]+")
_OPENING = re.compile(r"(?P<label>[B-Z])(?P<behind>[\u4e00-\u9fff]?[：:])|(?P<words>[\u4e00-\u9fff]{2})")
_SURE = 4  # characters; where a clause begins with so many of another's, they need not open that one
_EDGES = " \t\u3000\n。；;，,、"


@dataclass(frozen=True, slots=True)
class Marked:
    """A series found by its marks. `heads` are the short names of the items, `above` is the heading it stands under."""

    kind: str
    items: Spans
    heads: Spans
    above: str


def pointed(text: str, start: int, end: int) -> Iterator[Marked]:
    """Series inside a text whose items carry marks in order: 一是, 首先, 第一, ①, （1）, 1."""
    for kind, mark in _FAMILIES:
        run: list[re.Match[str]] = []
        for found in mark.finditer(text, start, end):
            values = _values(found[1])
            if len(run) + 1 in values:
                run.append(found)
            elif 1 in values:
                yield from _points(text, kind, run, end)
                run = [found]
        yield from _points(text, kind, run, end)


def bulleted(text: str, start: int, end: int) -> Iterator[Marked]:
    """Runs of lines with the same bullet at the same depth; what is indented deeper belongs to the item above."""
    open_runs: dict[int, list[int]] = {}
    mark = ""
    last = start
    for line_start, line_end in _lines(text, start, end):
        if not text[line_start:line_end].strip():
            continue
        bullet = _BULLET.match(text, line_start, line_end)
        bullet = bullet if bullet and (bullet["gap"] or bullet["mark"] in _LOOSE_BULLETS) else None
        depth = len(bullet["indent"]) if bullet else _indent(text, line_start, line_end)
        ended = [one for one in open_runs if one > depth or (not bullet and one >= depth)]
        if bullet and depth in open_runs and mark != bullet["mark"]:
            ended.append(depth)
        for one in sorted(ended):
            yield from _bullets(text, open_runs.pop(one), last)
        if bullet:
            mark = bullet["mark"]
            open_runs.setdefault(depth, []).append(bullet.end())
        last = line_end
    for one in sorted(open_runs):
        yield from _bullets(text, open_runs[one], last)


def parallel(text: str, start: int, end: int) -> Iterator[Marked]:
    """Sentences whose clauses between ；all begin with the same words, or with letters in order (A类：…；B类：…)."""
    for sentence in _SENTENCE.finditer(text, start, end):
        clauses = [_trim(text, *clause.span()) for clause in _CLAUSE.finditer(text, *sentence.span())]
        starts = [_same_opening(text, before, clause) for before, clause in pairwise(clauses)]
        if starts and starts[0] is not None and None not in starts:
            yield Marked("clauses", ((starts[0], clauses[0][1]), *clauses[1:]), (), "")


def _same_opening(text: str, before: tuple[int, int], clause: tuple[int, int]) -> int | None:
    """Where in the clause before the words stand that this one begins with, or None."""
    opening = _OPENING.match(text, *clause)
    if not opening:
        return None
    if opening["label"]:
        label = re.compile(rf"(?<![A-Za-z]){chr(ord(opening['label']) - 1)}{re.escape(opening['behind'])}")
        found = label.search(text, *before)
        return found.start() if found else None
    starts = [before[0] + one.end() for one in re.finditer(r"[，,：:]|^", text[slice(*before)])]
    same = [at for at in starts if text.startswith(opening["words"], at)]
    whole = text.rfind(text[clause[0] : clause[0] + _SURE], *before)
    return same[-1] if same else whole if whole >= 0 else None


def head_of(text: str, start: int, end: int, *, point: bool = False) -> tuple[int, int]:
    """The short name of an item: up to 。 or ： and, for 一是…, which runs on, to the comma."""
    stop = (_POINT_END if point else _HEAD_END).search(text, start, end)
    return _trim(text, start, stop.start() if stop and stop.start() > start else end)


def _values(mark: str) -> tuple[int, ...]:
    if mark in _ORDER:
        return _ORDER[mark]
    if mark.isdecimal():
        return (int(mark),)
    if "①" <= mark <= "⑳":
        return (ord(mark) - ord("①") + 1,)
    tens, ten, ones = mark.rpartition("十")
    value = (_HAN.index(tens) + 1 if tens else 1) * 10 if ten else 0
    return (value + (_HAN.index(ones) + 1 if len(ones) == 1 else 0),)


def _points(text: str, kind: str, run: Sequence[re.Match[str]], end: int) -> Iterator[Marked]:
    if len(run) < 2:
        return
    ends = [one.start() for one in run[1:]]
    spans = [body_of(text, one.end(), stop) for one, stop in zip(run, ends, strict=False)]
    last = run[-1].end()
    line = text.find("\n", last, end)
    stop = end if line < 0 else line
    turn = _TURN.search(text, last, stop)
    stop = turn.start() if turn else stop
    sentence = text.find("。", last, stop)
    # Items of one sentence end with it.
    if sentence >= 0 and not any("。" in text[slice(*span)] for span in spans):
        stop = sentence
    spans.append(body_of(text, last, stop))
    if all(first < after for first, after in spans):
        yield Marked(kind, tuple(spans), tuple(head_of(text, *span, point=True) for span in spans), "")


def _bullets(text: str, starts: Sequence[int], end: int) -> Iterator[Marked]:
    if len(starts) < 2:
        return
    lines = [text.rfind("\n", 0, start) + 1 for start in starts[1:]]
    spans = tuple(_trim(text, *span) for span in zip(starts, [*lines, end], strict=True))
    heads = tuple(head_of(text, *span) for span in spans)
    distinct = len({text[slice(*head)] for head in heads}) == len(heads)
    yield Marked("bullets", spans, heads if distinct else (), "")


def body_of(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the number or bullet at its start, and without white space and punctuation around."""
    marker = MARKER.match(text, start, end)
    return _trim(text, marker.end() if marker and marker.end() < end else start, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _indent(text: str, start: int, end: int) -> int:
    line = text[start:end]
    return len(line) - len(line.lstrip())


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield at, stop
        at = stop + 1
