"""The numbering at the start of a line: GB/T 9704 (一、 （一） 1. （1）), 第X章/条, 建议一, 一是, ——, Markdown `#`."""

import re
from dataclasses import dataclass
from enum import IntEnum

LONGEST_HEADING = 40  # characters; what is longer is a sentence


class Rank(IntEnum):
    """How high a heading stands: a lower number holds the higher ones. Markdown levels are 1 to 6."""

    ANNEX = 7
    BOOK = 10
    SUBBOOK = 11
    CHAPTER = 12
    PART = 13
    ARTICLE = 14
    CLAUSE = 15
    HAN = 20
    ADVICE = 21
    HAN_BRACKET = 22
    BARE = 23  # 1 with a space behind it: a heading only where there is 1.1 too
    DECIMAL = 24  # 1.1; 25 and 26 are 1.1.1 and 1.1.1.1
    DIGIT = 27
    DIGIT_BRACKET = 28
    DIGIT_HALF_BRACKET = 29
    CIRCLED = 30
    DASH = 31
    POINT = 32


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading: its rank, its number (0 for none), its text with the number, and whether text runs on behind."""

    rank: float
    number: int
    heading: str
    run_in: bool


_HAN = "[一二三四五六七八九十百〇零]"
_UNITS = {
    "编": Rank.BOOK,
    "分编": Rank.SUBBOOK,
    "章": Rank.CHAPTER,
    "节": Rank.PART,
    "条": Rank.ARTICLE,
    "款": Rank.CLAUSE,
}
_NUMBER = re.compile(
    r"(?:\*\*|__)?(?:"
    rf"第[ \u3000]?(?P<unit>{_HAN}{{1,7}}|\d{{1,4}})[ \u3000]?(?P<of>分编|[编章节条款])(?:之{_HAN})?"
    rf"|建议(?P<advice>{_HAN}{{1,3}}|\d{{1,2}})(?:[、，,：:．.]|(?=[ \u3000]))"
    rf"|(?P<han>{_HAN}{{1,4}})[ ]?[、．.]"
    rf"|[（(〔][ \u3000]?(?P<hanb>{_HAN}{{1,4}})[ \u3000]?[）)〕][、.．]?"
    r"|[（(〔][ ]?(?P<digitb>\d{1,2})[ ]?[）)〕][、.．]?"
    r"|(?P<decimal>\d{1,2}(?:[.．]\d{1,2}){1,3})[.．]?(?=[ \t\u3000])(?![ \t\u3000]*[万亿元%％倍个])"
    r"|(?P<digit>\d{1,3})[ ]?(?:[.．](?!\d)|、|[.．](?=(?:19|20)\d\d年))"
    r"|(?P<bare>[1-9]\d?)(?=[ \u3000][\u4e00-\u9fff][^。，；：\n]{1,24}$)"
    r"|(?P<digith>\d{1,2})[）)]"
    r"|(?P<circled>[①-⑳])[.．、]?"
    rf"|(?P<point>{_HAN}{{1,2}})(?:是|要)"
    r"|(?P<dash>——?(?!—)|－－)"
    r")"
)
_RANKS = (
    ("advice", Rank.ADVICE),
    ("han", Rank.HAN),
    ("hanb", Rank.HAN_BRACKET),
    ("digitb", Rank.DIGIT_BRACKET),
    ("decimal", Rank.DECIMAL),
    ("bare", Rank.BARE),
    ("digit", Rank.DIGIT),
    ("digith", Rank.DIGIT_HALF_BRACKET),
    ("circled", Rank.CIRCLED),
    ("point", Rank.POINT),
    ("dash", Rank.DASH),
)
_REFERS = tuple("的规定所中款项第和与至或及、，,。；;）)》」”")  # 第十二条规定的…: names an article, heads none
_HASHES = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_ANNEX = re.compile(rf"附[ \u3000]?[件录表][ \u3000]?(?:{_HAN}{{1,3}}|\d{{1,2}})?[ \u3000]*[：:.]?")
_ARTICLE_TITLE = re.compile(r"[ \t\u3000]*(?:【[^】\n]{1,30}】|（[^）\n]{1,20}）(?=[ \t\u3000\n]|$)|\[[^\]\n]{1,30}\])")
_SENTENCE_END = re.compile(r"[。！？!?；;]")
_CLAUSE_END = re.compile(r"[，,：:。；;！？!?]")
_SPACE_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff”》）])[ \t\u3000]+(?=[\u4e00-\u9fff“《\d])")
_DATE_OR_PLACE = re.compile(r"\s*(?:\d{4}\s?年|[二〇○]{2}|来源|摘自|记者|转自)")
_BLANKS = re.compile(r"\s+")


def numbering(line: str, markdown: bool) -> Mark | None:
    """The heading that a line (stripped, without its end) starts with, or None when it is plain text."""
    if markdown and (hashes := _HASHES.match(line)):
        text = line[hashes.end() :].strip().rstrip("#").strip() if hashes.end() < len(line) else ""
        return Mark(len(hashes[1]), 0, tidy_heading(text[: 3 * LONGEST_HEADING]) or line[:6], run_in=False)
    if line[0] == "附" and len(line) <= 12 and _ANNEX.fullmatch(line):
        return Mark(Rank.ANNEX, 0, tidy_heading(line), run_in=False)
    found = _NUMBER.match(line)
    if not found:
        return None
    behind = line[found.end() :]
    if found["unit"]:
        return _unit(line, found, behind)
    name, rank = next((name, rank) for name, rank in _RANKS if found[name])
    if not _heads(name, found[name], behind):
        return None
    depth = len(re.findall(r"[.．]", found[name])) - 1 if rank == Rank.DECIMAL else 0
    number = 0 if name in {"dash", "decimal"} else _value(found[name])
    ends = _CLAUSE_END if name in {"point", "dash"} else _SENTENCE_END
    heading, cut = _heading(line, found.end(), ends)
    return Mark(rank + depth, number, heading, run_in=cut < len(line.rstrip("。；：，、;:,. *_")))


def _unit(line: str, found: re.Match[str], behind: str) -> Mark | None:
    rank = _UNITS[found["of"]]
    number = _value(found["unit"])
    spaced = not behind or behind[0].isspace() or behind[0] in "【[*（"
    if not spaced and (behind.startswith(_REFERS) or (rank != Rank.ARTICLE and len(line) > LONGEST_HEADING)):
        return None
    if rank in {Rank.ARTICLE, Rank.CLAUSE}:
        titled = _ARTICLE_TITLE.match(line, found.end())
        end = titled.end() if titled else found.end()
        return Mark(rank, number, tidy_heading(line[:end]), run_in=end < len(line))
    heading, cut = _heading(line, found.end(), _SENTENCE_END)
    return Mark(rank, number, heading, run_in=cut < len(line))


def _heads(name: str, number: str, behind: str) -> bool:
    text = behind.strip()
    if name == "han":
        # 一、二年级: an enumeration of numbers
        return not re.match(rf"{_HAN}{{1,3}}[、级类线年等是]", text)
    if name == "digit" and re.match(r"\d{1,3}[、和至]", text):
        return False
    if name in {"hanb", "digitb"} and re.match(r"[、至和或及与]?\s*[（(]|[至和或]|[项款]", text):
        return False
    if name == "dash":
        return bool(text) and not _DATE_OR_PLACE.match(text)
    return bool(text) or name == "hanb"


def _heading(line: str, number_end: int, ends: re.Pattern[str]) -> tuple[str, int]:
    """The heading at the start of a line and where in the line it ends."""
    limit = LONGEST_HEADING
    text_at = number_end + len(line[number_end:]) - len(line[number_end:].lstrip())
    stop = ends.search(line, text_at, limit + 1)
    if stop:
        end = stop.end() if stop[0] in "？?" else stop.start()
        return tidy_heading(line[:end]), end
    if len(line) <= limit:
        return tidy_heading(line), len(line)
    gap = _SPACE_BETWEEN.search(line, text_at + 2, limit + 1)
    if gap:
        return tidy_heading(line[: gap.start()]), gap.start()
    clause = _CLAUSE_END.search(line, text_at + 1, limit + 1)
    cut = clause.start() if clause else limit
    return tidy_heading(line[:cut]), cut


def tidy_heading(text: str) -> str:
    """A heading without marks of emphasis, doubled white space, or punctuation at its end."""
    heading = _BLANKS.sub(" ", text.replace("**", "").replace("__", "")).strip()
    return heading.rstrip("。；：，、;:,. ") or heading


_ONES = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0}


def _value(number: str) -> int:
    """1 to 999 from Arabic (either width), circled or Chinese numerals."""
    if number[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(number[0]) - ord("①") + 1
    if number.isdecimal():
        return int(number)
    total = one = 0
    for c in number:
        if c == "百":
            total, one = total + max(one, 1) * 100, 0
        elif c == "十":
            total, one = total + max(one, 1) * 10, 0
        else:
            one = one * 10 + _ONES[c] if one and "十" not in number and "百" not in number else _ONES[c]
    return total + one
