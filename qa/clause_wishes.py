"""Clauses that nobody has ordered: what a proposal wishes for, and what a reply repeats of it."""

import re

_VERB = r"希望(?!小学|工程|学校)|建议(?!书|案|稿|办理|征集|收集|答复|提案)|提议|呼吁|恳请|盼望|期待|期望|倡议|主张"
_SAID = "提出|提到|反映|设想"
_WISHED = re.compile(rf"(?:{_VERB}|{_SAID})(?:如下)?[，,：:“「]?[^，,。；;：:的\n]{{0,12}}$")
_WISHED_LENGTH = 24  # more than the longest match has
_NAMED = re.compile(_VERB)
_IN_BRACKETS = re.compile(rf"[（(〔\[【]\s*(?:{_VERB}|拟请)")
_LISTED = re.compile(rf"(?:{_VERB})(?:如下)?[:：]")
_NOUN = re.compile(
    r"[的该此条项些类号件]$|(?:根据|按照?|依据|针对|结合|采纳|吸收|听取|对于?|就|收到|落实|办理|答复|围绕|关于|参考|提出[^，。；])[^，。；]*$"
)
"""What stands before 建议 where it is a paper, not an act: 根据代表建议, 您提出的建议."""

_REPEATED = re.compile("(?:提出|所提|提到|反映|关于|对于?|就|针对)的?[“「]?$")
_PAPER = re.compile("的(?:相关|有关|具体)?[”」]?(?:建议|提案|意见|想法|设想|思路|请求|诉求|希望)")
_HANDLED = re.compile("(?:共同|具体|负责|研究)*(?:办理|答复|承办)")
_PART = re.compile(r"[^，,。；;！!？?\n]*$")
_FAR = 80
_LONGEST_PART = 300
_LINE = 2000
"""Characters of a line before the clause that are looked at: a file's whole text may stand in one line."""


def is_wish(plain: str, start: int, end: int) -> bool:
    """Whether a proposal only wishes for the clause `start`..`end` of a text: 希望由…牵头, 您提出的由…牵头…的建议.

    The one who handles a proposal (您的建议由…牵头办理) has a duty, and so has one who acts on it (根据建议，…牵头).
    """
    if _IN_BRACKETS.match(plain, start):
        return True
    if _NAMED.search(plain, start, end):
        return True
    line = plain[max(plain.rfind("\n", 0, start) + 1, start - _LINE) : start]
    listed = _LISTED.search(line)
    if listed and not _NOUN.search(_part_before(line, listed.start())):
        return True
    if _REPEATED.search(line, max(0, len(line) - _WISHED_LENGTH)) and _PAPER.search(plain[end : _stop(plain, end)]):
        return True
    wished = _WISHED.search(line, max(0, len(line) - _WISHED_LENGTH))
    if not wished or _HANDLED.match(plain, end):
        return False
    return not _NOUN.search(_part_before(line, wished.start()))


def _part_before(line: str, at: int) -> str:
    """What stands before a place in its part of the sentence."""
    near = line[max(0, at - _LONGEST_PART) : at]
    found = _PART.search(near)
    return found[0] if found else ""


def _stop(plain: str, at: int) -> int:
    found = re.compile(r"[。；;！!？?\n]").search(plain, at, at + _FAR)
    return found.start() if found else at + _FAR
