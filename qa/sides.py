"""What a question compares, or asks of several things one by one: a text to search with for each."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from index import simplify
from qa.facts import CLAUSE, Fact
from qa.kinds_words import LATIN, lowered
from qa.sides_complete import GENERIC, TOKEN, WIDE, as_text, complete, key_of
from qa.sides_trimmed import COMPARING, QUESTION_WORDS, bare, residue, trimmed
from qa.sides_words import CHANGE, COMPARED, TIME, VAGUE, Joint

_COMPARED_IN = 300
"""Characters; what is compared stands in a sentence, and the patterns take time with the square of its length."""
MOST_SIDES = 10
"""What names more things than these is a list of something, and each side is searched for by itself."""
_COMPARES = re.compile(
    "更|最|哪[个样家年边]?[多少高低大小早晚快慢长短贵严]|[多少高低大小快慢早晚长短贵严重](?:一?些|一?点|吗|呢|\\W*$)"
)
_NUMERIC = frozenset(("number", "money", "percent"))
TARGET = re.compile(simplify(r"目标|规划|计划|指标|目標|목표|\b(?:target|goal|planned|ziel|objectif|objetivo)\b"))
_DOCUMENT = re.compile(
    simplify(
        "方案|规划|计划|答复|复函|文件|报告|根据|按照?|现在|目前|如今"
        r"|\b(?:according to|as per|per|on|and|at|is|are|was|were|to|reply|letter|document|report|actually|now|been|had"
        r"|has)\b"
    )
)
_REACHED = re.compile(simplify(r"实际|实有|完成|已经?|\b(?:actual(?:ly)?|reached|achieved|already|really)\b"))
_YEARS = re.compile(r"(?:19|20)\d\d-(?:19|20)\d\d年?")
_TELLING = re.compile(r"[\u3400-\u9fff]{2}|[^\W\d_\u3400-\u9fff]{3}")
_BETWEEN_TIMES = re.compile(
    "(?: |^)(?:从|到|至|比|和|与|跟|、|,|between|from|to|and|in|than|compared with|von|bis|und|de|à|et|a|y|en|im)"
    "(?= |$)"
)


def find_sides(text: str, codes: Sequence[str], facts: Sequence[Fact]) -> tuple[tuple[str, ...], bool]:
    """The texts to search with, none or at least two, and whether they are compared (or only asked for one by one).

    `text` is the question without its framing, `codes` the languages whose tables apply, `facts` those of `find_facts`.
    """
    low = lowered(text)[:_COMPARED_IN]
    shown = text[:_COMPARED_IN] if len(text) == len(lowered(text)) else low
    for code in codes:
        for joint, pattern in COMPARED[code]:
            if (found := pattern.search(low)) and not VAGUE.search(found["b"]):
                sides = _matched_sides(shown, found, joint, code)
                if len(sides) > 1:
                    compared = joint != "or" or code != "zh" or bool(_COMPARES.search(low))
                    return sides, compared
    sides = _clause_sides(shown, low, facts, codes[0])
    if len(sides) > 1:
        return sides, True
    times = list(TIME.finditer(low))
    if 1 < len(times) <= MOST_SIDES and not _is_span(low, times):
        compared = bool(CHANGE.search(low))
        if compared or _joined(low, times):
            sides = _by_time(shown, low, times, codes[0])
            return (sides, compared) if len(sides) > 1 else ((), False)
    return (), False


def wants_target(sides: Sequence[str], at: int) -> bool:
    """Whether the side `at` asks for what is to be reached, not for what is; what it took from the first tells less."""
    low = lowered(sides[at])
    head = low if at == 0 else _without_end_of(lowered(sides[0]), low)
    if TARGET.search(head):
        return True
    return TARGET.search(low) is not None and not (_REACHED.search(head) or (head != low and _telling_words(head)))


def _without_end_of(first: str, other: str) -> str:
    """The other side without the words at its end that stand, in this order, in the first."""
    tokens, held = TOKEN.findall(other), TOKEN.findall(first)
    while tokens and tokens[-1] in held:
        held = held[: len(held) - 1 - held[::-1].index(tokens[-1])]
        tokens.pop()
    return as_text(tokens)


def own_words(sides: Sequence[str], at: int) -> str:
    """The words of the side `at` that no other has, without years, targets and documents; "" for none that tell.

    What all sides begin with and end with is left out, and so is each word of other letters that another one has.
    Where not every side has words of its own, these are not what is compared.
    """
    own = [_own_words(sides, k) for k in range(len(sides))]
    return own[at] if all(own) else ""


def _own_words(sides: Sequence[str], at: int) -> str:
    tokens = [TOKEN.findall(one) for one in sides]
    keys = [[key_of(token) for token in one] for one in tokens]
    shortest = min(map(len, keys))
    first = next((k for k in range(shortest) if len({one[k] for one in keys}) > 1), shortest)
    last = next((k for k in range(shortest - first) if len({one[-1 - k] for one in keys}) > 1), shortest - first)
    own = list(zip(tokens[at], keys[at], strict=True))[first : len(keys[at]) - last]
    others = {key for k, one in enumerate(keys) if k != at for key in one}
    return _telling_words(as_text([token for token, key in own if WIDE.match(token) or key not in others]))


def _telling_words(text: str) -> str:
    """A text without years, targets, documents and words that go with them; "" where nothing else is left."""
    for words in (TIME, TARGET, _DOCUMENT, GENERIC):
        text = words.sub(" ", lowered(text))
    return " ".join(text.split()) if _TELLING.search(text) else ""


def _clause_sides(shown: str, low: str, facts: Sequence[Fact], code: str) -> tuple[str, ...]:
    """Two figures asked for in two clauses, of different years or one of them a target: what was it, and what is it?"""
    figures = [fact for fact in facts if fact.kind in _NUMERIC]
    if len(figures) != 2:
        return ()
    breaks = [found.end() for found in CLAUSE.finditer(low, figures[0].end, figures[1].start)]
    breaks = breaks or [found.start() for found in re.finditer(r" (?:and|und|et|y) ", low[: figures[1].start])][-1:]
    if not breaks:
        return ()
    halves = (low[: breaks[-1]], low[breaks[-1] :])
    times = [{lowered(found[0]) for found in TIME.finditer(half)} for half in halves]
    targets = [bool(TARGET.search(half)) for half in halves]
    if not (times[0] and times[1] and times[0] != times[1]) and targets[0] == targets[1]:
        return ()
    said = [residue(half, code) for half in (shown[: breaks[-1]], shown[breaks[-1] :])]
    if not all(said):
        return ()
    tokens = [TOKEN.findall(one) for one in said]
    if not _pairs(tokens[0]) & _pairs(tokens[1]):
        tokens[1] += [token for token in tokens[0] if not _names_time(token, times[0])]
    return tuple(dict.fromkeys(map(as_text, tokens)))


def _names_time(token: str, times: Collection[str]) -> bool:
    return key_of(token) in {"<time>", *times} or bool(_YEARS.fullmatch(token))


def _pairs(tokens: Sequence[str]) -> set[str]:
    """Words of four letters and pairs of Chinese characters: what two clauses on one subject share."""
    low = [key_of(token) for token in tokens]
    wide = {one + other for one, other in pairwise(low) if WIDE.match(one) and WIDE.match(other)}
    return wide | {token for token in low if len(token) > 3 and token != "<time>"}


def _is_span(low: str, times: Sequence[re.Match[str]]) -> bool:
    """2019-2021 names a plan, not two years, unless something changes meanwhile."""
    between = low[times[0].end() : times[1].start()].strip()
    return between in {"-", "–", "—", "~", "至"} or (
        between in {"到", "to", "bis", "à", "a"} and not CHANGE.search(low)
    )


def _joined(low: str, times: Sequence[re.Match[str]]) -> bool:
    return all(
        re.fullmatch(
            (r"(?: ?(?:和|与|及|以及|、|,|and|und|et|y|と|와|과)(?: in| im| en)?(?: the)? ?)"),
            low[one.end() : other.start()],
        )
        for one, other in pairwise(times)
    ) and not re.search(r"\b(?:between|zwischen|entre)\b", low)


def _by_time(shown: str, low: str, times: Sequence[re.Match[str]], code: str) -> tuple[str, ...]:
    """The question once for each of its times, without the others."""
    spans = [one.span() for one in times]
    rest = shown
    for start, end in sorted([*spans, *(one.span() for one in QUESTION_WORDS.finditer(low))], reverse=True):
        rest = rest[:start] + " " + rest[end:]
    topic = trimmed(COMPARING.sub(" ", _BETWEEN_TIMES.sub(" ", rest)), code)
    return tuple(dict.fromkeys(as_text([shown[start:end], topic]) for start, end in spans))


def _matched_sides(shown: str, found: re.Match[str], joint: Joint, code: str) -> tuple[str, ...]:
    groups = found.groupdict()
    raw = {name: shown[slice(*found.span(name))] for name, held in groups.items() if held}
    texts = [raw["a"], raw["b"]]
    if groups.get("joint") == "、":
        texts = [raw["a"], *re.split("、|和|与|及", raw["b"])]
    elif code in LATIN and joint == "or":
        texts = [*raw["a"].split(", "), raw["b"]]
    if len(texts) > MOST_SIDES:
        return ()
    cleaned = [trimmed(bare(one, code), code) for one in texts]
    if not all(cleaned):
        return ()
    before = [residue(part, code) for part in (shown[: found.start()], raw.get("pre", ""))]
    behind = residue(raw.get("post", ""), code)
    first, *others = cleaned
    sides = [first]
    for other in others:
        sides[0], completed = complete(sides[0], other, joint)
        sides.append(completed)
    if len(sides) > 2:
        sides = [complete(one, sides[-1], joint)[0] for one in sides[:-1]] + sides[-1:]
    return tuple(dict.fromkeys(as_text([part for part in (*before, side, behind) if part]) for side in sides))
