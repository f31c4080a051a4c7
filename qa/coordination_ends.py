"""Where the first item of a 、-series begins and its last one ends, judged by form."""

from collections.abc import Iterator, Sequence

from qa.coordination_words import (
    AND_SO_ON,
    CLASS_ENDINGS,
    COUNT,
    GOVERNS,
    JOINT,
    LEAD,
    NAMES_WITH_AND,
    NEVER_FIRST,
    QUANTIFIER,
    SHARED_NOUN,
    STOP,
    VERB,
    WEAK_JOINTS,
)

QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』"}
PAIRS = QUOTES | {"《": "》", "（": "）", "(": ")", "〔": "〕", "【": "】", "[": "]"}
MARKS = frozenset("“‘「『《")
HIDDEN = "\ue000"
_SHORT = 4  # items up to this length come in series of one length
_EDGES = " \t\u3000*"


def items_of(masked: str, run: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The items in the parts of one series: offsets in `masked`, whose brackets and quotations are hidden.

    The middle parts are items as they stand; where the first begins and the last ends is judged by the words there
    and by the others' form. Empty when nothing but the first is left.
    """
    parts = [_trimmed(masked, *part) for part in run]
    pieces = [masked[slice(*part)] for part in parts]
    tails = [(parts[-1][0] + start, parts[-1][0] + end) for start, end in _last(pieces)]
    others = [*parts[1:-1], *(_trimmed(masked, *tail) for tail in tails)]
    if not others:
        return []
    cut = _opening(pieces[0], [masked[slice(*part)] for part in others])
    return [_trimmed(masked, parts[0][0] + cut, parts[0][1]), *others]


def _trimmed(masked: str, start: int, end: int) -> tuple[int, int]:
    joint = JOINT.match(masked, start, end)
    start = joint.end() if joint and joint.end() < end else start
    while start < end and masked[start] in _EDGES:
        start += 1
    while start < end and masked[end - 1] in _EDGES:
        end -= 1
    return start, end


def _last(pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Where in the last part the last item stands, or the last two where 和 joins them."""
    piece = pieces[-1]
    if piece.startswith("等"):
        return []
    end, closed = _close(piece, pieces[:-1])
    joint = _joint(piece, end, closed, pieces[:-1])
    if not joint:
        return [(0, end)]
    behind = joint[1]
    rest, _ = _close(piece[behind:], [*pieces[:-1], piece[: joint[0]]])
    return [(0, joint[0]), (behind, behind + rest)]


def _close(piece: str, before: Sequence[str]) -> tuple[int, bool]:
    """Where an item at the start of the last part ends, and whether 等 says so."""
    middle = before[1:]
    if piece[:1] in MARKS and all(one[-1:] == PAIRS[piece[0]] for one in before):
        return piece.find(PAIRS[piece[0]]) + 1, False
    more = AND_SO_ON.search(piece, 1)
    stop = _stop(piece, before, more.start() if more else len(piece))
    if more and stop >= more.start():
        return more.start(), True
    ending = _ending(piece, before)
    if ending and not VERB.search(piece, 1, ending):
        return ending, False
    lengths = {len(one) for one in middle}
    if len(lengths) == 1:
        size = lengths.pop()
        alike = size <= _SHORT and (len(middle) > 1 or len(before[0]) >= size)
        if alike and size < stop and SHARED_NOUN.match(piece, size):
            return size, False
    return stop, False


def _stop(piece: str, before: Sequence[str], more: int) -> int:
    """Where a word that comes behind items stands, at the latest `more`, where 等 stands, or the end."""
    middle = before[1:]
    if middle and (all(map(_acts, middle)) or (COUNT.match(piece) and all(map(COUNT.match, middle)))):
        return more
    linked = all("的" in one for one in before) and "的" in piece
    counted = all(COUNT.search(one) for one in middle or before)
    opened = VERB.match(piece)
    at = opened.end() + 1 if opened else 1
    for found in STOP.finditer(piece, at):
        if found.start() >= more:
            break
        if found[0] == "的" and (linked or opened or more < len(piece)):
            linked, opened = False, None
            continue
        if counted and COUNT.match(found[0]):
            continue
        if VERB.match(found[0]) and not _governs(piece, found.end(), more):
            continue
        # A preposition that 等 follows is inside an item: "为老人服务等".
        if more < len(piece) and not VERB.match(found[0]) and not COUNT.match(found[0]):
            continue
        return found.start()
    return more


def _governs(piece: str, at: int, end: int) -> bool:
    """Whether a verb has an object; "人才培养三个方面" and "促进会" are nouns."""
    behind = STOP.search(piece, at, end)
    if end - at < 2 and end == len(piece):
        return end == at
    return (behind.start() if behind else end) - at >= 2 or bool(behind and behind[0] == "的" and behind.start() > at)


def _ending(piece: str, before: Sequence[str]) -> int:
    """Where an ending that all items, or all in the middle, share closes the last one, else 0."""
    return _shared_ending(piece, before) or (_shared_ending(piece, before[1:]) if len(before) > 2 else 0)


def _shared_ending(piece: str, before: Sequence[str]) -> int:
    size = 0
    while all(len(one) > size + 1 for one in before) and len({one[-size - 1] for one in before}) == 1:
        size += 1
    if len(before) == 1:
        whole = before[0]
        size = next((n for n in range(len(whole) - 1, 0, -1) if piece.find(whole[-n:], 1) > 0), 0)
    ending = before[0][len(before[0]) - size :]
    if not size or ending[-1] in {*PAIRS.values(), HIDDEN} or (size == 1 and not _tells(ending, before)):
        return 0
    at = piece.find(ending, 1)
    behind = at + size
    if at < 0 or JOINT.match(piece, behind):
        return 0
    # Two items may end alike by chance.
    sure = len(before) > 1 or size > 2 or size == 1 or SHARED_NOUN.match(piece, behind) or VERB.match(piece, behind)
    return behind if sure else 0


def _tells(ending: str, before: Sequence[str]) -> bool:
    return ending in CLASS_ENDINGS or (len(before) > 2 and not ending.isdecimal())


def _joint(piece: str, end: int, closed: bool, before: Sequence[str]) -> tuple[int, int] | None:
    """The word that joins the last two items, at or before `end`."""
    names = [(name.start(), name.end()) for name in NAMES_WITH_AND.finditer(piece)]
    sizes = [len(one) for one in before[1:]]
    for found in JOINT.finditer(piece, 1):
        if found.start() > end or found.end() == len(piece):
            return None
        if any(start <= found.start() < stop for start, stop in names):
            continue
        left, right = found.start(), end - found.end()
        # What 等 closes needs no joining word: a weak one belongs to an item.
        if closed and (found[0] in WEAK_JOINTS or 2 * min(left, right) < min(sizes, default=2)):
            continue
        if found[0] in WEAK_JOINTS and sizes and left * 2 < min(sizes):
            continue
        return found.start(), found.end()
    return None


def _opening(piece: str, others: Sequence[str]) -> int:
    """Where in the first part its item begins."""
    mark = others[0][:1]
    if mark in MARKS and piece[-1:] == PAIRS[mark]:
        return piece.rfind(mark)
    lengths = [len(one) for one in others]
    if _acts(others[0]):
        starts = [found.start() for found in VERB.finditer(piece) if len(piece) - found.end() > 1]
        if starts:
            return min(starts, key=lambda at: (_far(len(piece) - at, lengths), at))
    shared = _shared_opening(others)
    if shared and (at := piece.rfind(shared)) >= 0:
        return at
    cuts = [cut for cut in _cuts(piece, others) if len(piece) - cut > 1 or min(lengths) == 1]
    best = min(cuts, key=lambda cut: (_far(len(piece) - cut, lengths), cut), default=0)
    few = None if QUANTIFIER.match(others[0]) or COUNT.match(others[0]) else QUANTIFIER.match(piece, best)
    return few.end() if few and few.end() < len(piece) else best


def _cuts(piece: str, others: Sequence[str]) -> list[int]:
    """The places in the first part behind words that lead to an item."""
    linked = all("的" in one for one in others)
    found = [lead for lead in LEAD.finditer(piece) if not (lead[0] == "的" and linked)]
    cuts = list(_governed(piece, 0))
    for lead in found:
        cuts.append(lead.end())
        if VERB.match(lead[0]) or lead[0] in {"以来", "期间"}:
            cuts += _governed(piece, lead.end())
    return [cut for cut in cuts if cut < len(piece) and not NEVER_FIRST.match(piece, cut)]


def _governed(piece: str, at: int) -> Iterator[int]:
    while (found := GOVERNS.match(piece, at)) and found.end() < len(piece):
        at = found.end()
        yield at


def _acts(piece: str) -> bool:
    """Whether a part is a verb with its object."""
    verb = VERB.match(piece)
    return bool(verb and len(piece) - verb.end() >= 2)


def _far(length: int, lengths: Sequence[int]) -> int:
    return max(0, min(lengths) - length, length - max(lengths))


def _shared_opening(others: Sequence[str]) -> str:
    size = 0
    while all(len(one) > size for one in others) and len({one[size] for one in others}) == 1:
        size += 1
    return others[0][:size] if size > 1 and (len(others) > 1 or size > 2) else ""
