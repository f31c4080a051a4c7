"""The 、-series of a sentence ("在A、B和C等领域") -> exact spans of their items."""

import re
from collections.abc import Iterator, Sequence

from qa.coordination_ends import HIDDEN, MARKS, PAIRS, QUOTES, items_of
from qa.coordination_words import (
    AND_SO_ON,
    ASIDE,
    JOINT,
    MARKER,
    NAMES_WITH_AND,
    ONLY_VERB,
    PAIR,
    PROPOSALS,
    VERB,
)

Spans = tuple[tuple[int, int], ...]

_CLAUSE = re.compile(r"(?:[^，,。；;：:！!？?\n]|(?<=\d),(?=\d{3})|(?<=\d):(?=\d))+")
_COMMA = re.compile(r"(?<!\d)、|、(?!\d)|以及|乃至")
_PLUS = re.compile(r"[＋+]")
_ABUTTING = re.compile(r"(?<=[”’」』》])(?:和|与|及|以及|或)?(?=[“‘「『《])")
_LONGEST = 60  # characters; a longer item is a clause
_DEEPEST = 10  # brackets inside one another; what stands deeper is no list
_CLAUSES = 12  # parts as long as this before 等建议 are clauses, which begin with their verbs


def coordinated(text: str, start: int, end: int) -> Iterator[Spans]:
    """The items of every 、-series between two offsets, two or more each; those of a line in order.

    Items are without quotation marks, joining words and 等. Brackets and quotations are read on their own, besides.
    """
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield from _read(text, at, stop)
        at = stop + 1


def _read(text: str, start: int, end: int, depth: int = 0) -> Iterator[Spans]:
    masked, inner = _masked(text, start, end)
    for clause in _CLAUSE.finditer(masked):
        parts = _parts(masked, clause.start(), clause.end())
        whole = _are_clauses(masked, parts)
        for run in [parts] if whole else _runs(masked, parts):
            items = _clauses(masked, run) if whole else items_of(masked, run)
            spans = tuple(_bare(text, start + first, start + last) for first, last in items)
            if _sound(text, spans):
                yield spans
    for inner_start, inner_end in inner if depth < _DEEPEST else ():
        yield from _read(text, start + inner_start, start + inner_end, depth + 1)


def _masked(text: str, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    """The stretch with what stands in brackets and quotation marks hidden, and where that was."""
    characters = list(text[start:end])
    closing = _closing(characters)
    inner: list[tuple[int, int]] = []
    at = 0
    while at < len(characters):
        close = closing.get(at)
        if close is None:
            at += 1
            continue
        inner.append((at + 1, close))
        characters[at + 1 : close] = HIDDEN * (close - at - 1)
        at = close + 1
    return "".join(characters), inner


def _closing(characters: Sequence[str]) -> dict[int, int]:
    """Where each bracket or quotation mark that is closed has its other end; each kind is paired by itself."""
    opened: dict[str, list[int]] = {}
    found: dict[int, int] = {}
    for place, character in enumerate(characters):
        if character in PAIRS:
            opened.setdefault(PAIRS[character], []).append(place)
        elif waiting := opened.get(character):
            found[waiting.pop()] = place
    return found


def _parts(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """What stands between the separators of a clause."""
    marker = MARKER.match(masked, start, end)
    start = marker.end() if marker else start
    found = list(_COMMA.finditer(masked, start, end))
    if not any(one[0] == "、" for one in found):
        found = list(_PLUS.finditer(masked, start, end))
    cuts = [(one.start(), one.end()) for one in found]
    if not cuts and (pair := _pair(masked, start, end)):
        cuts = [pair]
    for one in _ABUTTING.finditer(masked, start, end):
        opening = masked.rfind(_opening_of(masked[one.start() - 1]), start, one.start())
        if not cuts or opening == start or any(stop == opening for _, stop in cuts):
            cuts.append((one.start(), one.end()))
    cuts.sort()
    starts = [start, *(stop for _, stop in cuts)]
    ends = [*(begin for begin, _ in cuts), end]
    return [(begin, stop) for begin, stop in zip(starts, ends, strict=True) if begin < stop]


def _pair(masked: str, start: int, end: int) -> tuple[int, int] | None:
    for found in PAIR.finditer(masked, start + 1, end):
        names = NAMES_WITH_AND.finditer(masked, start, end)
        if not any(name.start() <= found.start() < name.end() for name in names):
            return found.span("joint")
    return None


def _opening_of(closing: str) -> str:
    return next(opening for opening, other in PAIRS.items() if other == closing)


def _runs(masked: str, parts: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The parts, cut where one series ends inside a part and the next begins in the same part."""
    run: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(parts):
        last = number == len(parts) - 1
        cut = None
        if run:
            cut = _verbs_end(masked, run, start, end) if last else _break(masked, run, start, end)
        if cut is None:
            run.append((start, end))
            continue
        run.append((start, cut))
        yield run
        run = [(cut, end)]
    if len(run) > 1:
        yield run


def _are_clauses(masked: str, parts: Sequence[tuple[int, int]]) -> bool:
    middle = [end - start for start, end in parts[1:-1]]
    return bool(middle) and min(middle) >= _CLAUSES and bool(PROPOSALS.search(masked, *parts[-1]))


def _clauses(masked: str, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Proposals, each a verb with all that belongs to it, as they stand."""
    (start, end), *middle, last = parts
    leads = list(re.finditer("关于|提出|建议", masked[start:end]))
    verb = VERB.search(masked, start, end)
    first = start + leads[-1].end() if leads else verb.start() if verb else start
    closed = PROPOSALS.search(masked, *last)
    return [(first, end), *middle, (last[0], closed.start() if closed else last[1])]


def _break(masked: str, run: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    """Where in a middle part its series ends: behind 等, before a verb, behind verbs that share an object."""
    verbs = _verbs_end(masked, run, start, end)
    if verbs is not None:
        return verbs
    if masked[start] in MARKS and masked[run[-1][1] - 1] == PAIRS[masked[start]]:
        close = masked.find(PAIRS[masked[start]], start, end) + 1
        return close if start < close < end else None
    closed = AND_SO_ON.search(masked, start + 1, end) or re.compile("方面").search(masked, start + 1, end - 1)
    if closed:
        return closed.end()
    verb = VERB.search(masked, start + 2, end)
    if verb and end - verb.end() >= 2 and not VERB.match(masked, start) and not JOINT.match(masked, verb.end()):
        return verb.start()
    linked = masked.find("的", start + 2, end - 2)
    lengths = [stop - begin for begin, stop in run]
    # "…突出、…领先、…一流的城市、…": what 的 leads to begins another series.
    if len(run) > 1 and linked > 0 and min(lengths[1:]) <= linked - start <= max(lengths):
        return linked
    return None


def _verbs_end(masked: str, run: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    """In "培养、引进一批人才" the verbs are one series; their object may begin another."""
    if not all(_is_verb(masked[slice(*part)]) for part in run):
        return None
    verb = ONLY_VERB.match(masked, start, end)
    return verb.end() if verb and verb.end() < end else None


def _is_verb(piece: str) -> bool:
    verbs = list(VERB.finditer(piece))
    return bool(ONLY_VERB.fullmatch(piece)) or bool(verbs and verbs[-1].end() == len(piece))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the quotation marks that hold the whole item, and without the bracket that explains it."""
    while end - start > 2 and text[start] in QUOTES and text.find(QUOTES[text[start]], start, end) == end - 1:
        start, end = start + 1, end - 1
    aside = ASIDE.search(text, start, end)
    return (start, aside.start()) if aside and aside.start() > start else (start, end)


def _sound(text: str, spans: Spans) -> bool:
    pieces = [text[start:end] for start, end in spans]
    if len(pieces) < 2 or any(len(piece) > _LONGEST or not any(map(str.isalnum, piece)) for piece in pieces):
        return False
    return any(len(piece) > 1 and not piece.isdecimal() for piece in pieces)
