"""The form in which text is matched; it is stored, quoted and shown as it stands in the file."""

import re
import unicodedata
from functools import cache

import opencc


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def simplify(text: str) -> str:
    """Traditional characters -> Simplified ones (OpenCC `t2s`); half a surrogate pair -> ?; anything else stays."""
    simplified: str = _converter("t2s").convert(text.encode("utf-8", "replace").decode())
    return simplified


def fold(text: str) -> str:
    """NFKC, case folded, Traditional -> Simplified: equal for texts that differ in form only."""
    return simplify(unicodedata.normalize("NFKC", text).casefold())


_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TIMES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_ONES = "一二三四五六七八九两"
_PART = f"[〇○零{_ONES}十百千]*"
_NUMERAL = re.compile(
    rf"(?P<percent>百分之)?(?<![\d.几数])(?P<whole>[〇○零{_ONES}十]{_PART}(?:[万亿]{_PART})*)(?:点(?P<decimals>[零{_ONES}]+))?"
)
# Before these a numeral of one character counts (三家, 十条); elsewhere it is part of a word (统一, 三峡, 一切).
_COUNTED = frozenset("年月日号条章节款项个家件名次位种类批岁届期份倍座间只支部艘架辆台套篇卷册")
_NO_COUNT_BEHIND = frozenset("统唯同单专任逐归划合")  # 统一部署, 唯一个…


def figures(text: str) -> str:
    """Folded text, Chinese numerals in Arabic figures: 三十六条 -> 36条, 二〇二一年 -> 2021年, 百分之二十 -> 20%.

    A numeral of one character is one only behind 第, behind 百分之 and before a measure word; decimals (三点五) only
    behind 百分之 and before 万, 亿, 倍 and 个百分点. What is no well-formed number stays (十四五, 五六个).
    """
    return _NUMERAL.sub(_in_figures, text)


def _in_figures(found: re.Match[str]) -> str:
    whole, decimals, percent = found["whole"], found["decimals"], found["percent"]
    before = found.string[found.start() - 1 : found.start()]
    behind = found.string[found.end() : found.end() + 4]
    if decimals and not (percent or behind.startswith(("万", "亿", "倍", "个百分点"))):
        return found[0]
    counts = behind[:1] in _COUNTED and before not in _NO_COUNT_BEHIND
    if len(whole) == 1 and not (counts or percent or decimals or before == "第"):
        return found[0]
    # As documents write them: 1500万元, not 15000000元.
    number = whole.rstrip("万亿")
    value = _read_out(number, behind[:1]) if len(number) > 1 and set(number) <= set(_DIGITS) else _value(number)
    if value is None or (number != whole and set(number) & set(_MYRIADS)):
        return found[0]
    if decimals:
        value += "." + "".join(str(_DIGITS[digit]) for digit in decimals)
    return value + "%" if percent else value + whole[len(number) :]


def _read_out(numeral: str, behind: str) -> str | None:
    """Digits said one by one are a year (二〇二一年) or hold a nought (〇七五五); 五六个 is five or six."""
    if not (len(numeral) == 4 and behind == "年") and not set(numeral) & set("〇○零"):
        return None
    return "".join(str(_DIGITS[digit]) for digit in numeral)


def _value(numeral: str) -> str | None:
    """The figures of a numeral (三千二百零五万), or None when it is not well formed."""
    total = part = 0
    digit: int | None = None
    times, myriad, last = 10**4, 10**12, 1
    for character in numeral:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
            last = last if digit else 10
        elif character in _TIMES:
            if _TIMES[character] >= times or not (digit or character == "十"):
                return None
            times = last = _TIMES[character]
            part, digit = part + (digit or 1) * times, None
        else:
            part += digit or 0
            if not part or _MYRIADS[character] >= myriad:
                return None
            myriad = last = _MYRIADS[character]
            total, part, digit, times = total + part * myriad, 0, None, 10**4
    # 一百五 and 两万五 leave the last unit out: 150 and 25000.
    return str(total + part + (digit or 0) * (last // 10 if last > 10 else 1))
