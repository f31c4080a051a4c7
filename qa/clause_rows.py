"""Rows of tables in one line, 任务：…；牵头单位：…；配合单位：…。: their fields, and the clauses they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.body_lists import BodyList, kind_of
from qa.body_words import HEADER
from qa.clause import Clause, Found, Kind, Named

_MOST = 4000  # characters of a row
_QUOTED = 300  # characters between a row's task and who leads it
_FIELD = re.compile(
    r"(?:(?<=；)|(?<=^))(?P<wide>[^：:；;。！？\n]{1,30})：|(?:(?<=; )|(?<=^))(?P<latin>[^:;!?\n]{1,40}): "
)
_BRACKET = re.compile(r"(?P<name>.*)[（(](?P<inner>[^（()）]{1,16})[）)]$")
_ROLE = re.compile(
    rf"[\u4e00-\u9fff]{{0,4}}?(?:{HEADER.pattern})|(?P<first_>牵头|主办)|(?P<support_>配合|协办|协同|参与)|(?P<duty_>责任)"
)
_WHO = (
    r"(?: (?:agency|agencies|departments?|bureaux?|bureaus|units?|bod(?:y|ies)|organi[sz]ations?|part(?:y|ies)"
    r"|offices?))?"
)
_ENGLISH_ROLE = re.compile(
    rf"(?P<first>lead(?:ing|er)?{_WHO}|led by|host{_WHO}|main responsible{_WHO})"
    rf"|(?P<duty>(?:responsible|implementing|executing|in charge){_WHO}|responsibility|responsible for|owner)"
    rf"|(?P<support>(?:support(?:ing|ed by)?|assisting|co-?operating|participating|partner|co-?organi[sz](?:er|ing))"
    rf"{_WHO}|partners)",
    re.I,
)
_TASK = re.compile(
    r".{0,8}(?:任务|事项|工作|内容|措施|举措|项目|要点|行动)(?:名称)?(?:[（(].*[）)])?"
    r"|(?:\w+ ){0,3}(?:tasks?|items?|measures?|actions?|activit(?:y|ies)|projects?|work)",
    re.I,
)
_BESIDE = re.compile(
    r"序号|编号|.*(?:时限|时间|期限|日期|进度|备注|说明|目标|成果|类别|类型|分类|领域|责任人|负责人|联系人|电话)"
    r"|no\.?|#|id|.*\b(?:deadline|date|time|year|remarks?|notes?|status|target|category|contact)",
    re.I,
)
_NUMBER = re.compile(r"序号|编号|no\.?|#", re.I)
_BODY_HEAD = (
    r"(?:bureau|department|office|commission|committee|agency|authority|administration|council|ministry|cent(?:er|re)"
    r"|board|unit|team|division|government|association|court|customs|police|institute|library|museum|hospital|school)"
)
_COMMA = re.compile(r"\s*[,/]\s*(?:and\s+)?")
_AND = re.compile(rf"\b{_BODY_HEAD}s?(?P<and>\s+(?:and|&)\s+)(?=.*\b{_BODY_HEAD}s?$)", re.I)


@dataclass(frozen=True, slots=True)
class Field:
    """A cell with its heading: `at` is where the heading begins, `start`..`end` the cell's characters."""

    name: str
    at: int
    start: int
    end: int


def row_fields(text: str, start: int, end: int) -> tuple[Field, ...]:
    """The fields of the line `start`..`end` of a text; () unless it is a row of a table: all of it fields."""
    if not start < end <= start + _MOST:
        return ()
    line = text[start:end]
    marks = [found for found in _FIELD.finditer(line) if found["wide"] or found["latin"]]
    wide = bool(marks) and marks[0]["wide"] is not None
    marks = [found for found in marks if (found["wide"] is not None) == wide]
    if len(marks) < 2 or marks[0].start():
        return ()
    fields = []
    for found, behind in zip(marks, [*marks[1:], None], strict=True):
        value = line[found.end() : behind.start() if behind else len(line)]
        kept = value.rstrip(" ；;" if behind else " 。.；;")
        first = found.end() + len(kept) - len(kept.lstrip())
        fields.append(
            Field(
                (found["wide"] or found["latin"]).strip(),
                start + found.start(),
                start + first,
                start + found.end() + len(kept),
            )
        )
    return tuple(fields)


def in_row_lines(plain: str, start: int) -> Iterator[Found]:
    """Rows, from `start` on, in which one field names who leads, is responsible or supports, and another what."""
    while start < len(plain):
        end = plain.find("\n", start)
        end = len(plain) if end < 0 else end
        fields = row_fields(plain, start, end)
        roles = [(one, role) for one in fields if (role := _role(one.name))]
        others = [one for one in fields if not _role(one.name)]
        if roles and others and (found := _clause(plain, roles, _task(others))):
            yield found
        start = end + 1


def row_number(clause: Clause) -> int | None:
    """The number (序号) of the row in which the measure of a clause is a cell; 0 where it has none, None for no row."""
    fields = _row_of(clause)
    if not fields:
        return None
    text = clause.document.text
    digits = next((text[one.start : one.end] for one in fields if _NUMBER.fullmatch(one.name)), "")
    return int(digits) if digits.isdecimal() and len(digits) < 4 else 0


def is_row(clause: Clause) -> bool:
    """Whether the measure of a clause is a cell of its row."""
    return bool(_row_of(clause))


def _row_of(clause: Clause) -> tuple[Field, ...]:
    text = clause.document.text
    start = text.rfind("\n", 0, clause.measure[0]) + 1
    end = text.find("\n", start)
    fields = row_fields(text, start, len(text) if end < 0 else end)
    return fields if any((one.start, one.end) == clause.measure for one in fields) else ()


def _role(name: str) -> Kind | None:
    """As what the bodies below a heading are named: 责任单位（牵头） as those that lead."""
    inner = _BRACKET.fullmatch(name)
    for part in (inner["inner"], inner["name"]) if inner else (name,):
        if found := _ROLE.fullmatch(part.strip()) or _ENGLISH_ROLE.fullmatch(part.strip()):
            return kind_of(found)
    return None


def _task(fields: Sequence[Field]) -> Field:
    """What is to be done: its name, or the last of the fields that say so, since columns go from wide to narrow.

    Without any of that kind the longest of those that are not beside the matter.
    """
    tasks = [one for one in fields if _TASK.fullmatch(one.name)]
    if tasks:
        return next((one for one in tasks if "名称" in one.name), tasks[-1])
    matter = [one for one in fields if not _BESIDE.fullmatch(one.name)]
    return max(matter or fields, key=lambda one: one.end - one.start)


def _clause(plain: str, roles: Sequence[tuple[Field, Kind]], task: Field) -> Found | None:
    named: list[Named] = []
    spans: list[tuple[int, int]] = []
    for one, kind in roles:
        read = _latin(plain, one, kind) if plain[one.start : one.end].isascii() else _bodies(plain, one, kind)
        if read:
            named += read
            spans.append((one.at, one.end))
    if not spans:
        return None
    # The task belongs to the proof, unless it is so far away that the quote would be the whole row.
    start = task.at if spans[0][0] - _QUOTED < task.at < spans[0][0] else spans[0][0]
    return Found(start, spans[-1][1], named, task=(task.start, task.end))


def _bodies(plain: str, one: Field, kind: Kind) -> list[Named]:
    reader = BodyList(plain, kind, labelled=True, clear=True)
    return reader.named if reader.read(one.start, one.end) else []


def _latin(plain: str, one: Field, kind: Kind) -> list[Named]:
    """Names in Latin script, parted by commas, and by "and" where a body's name ends before it and another follows."""
    cuts = [found.span() for found in _COMMA.finditer(plain, one.start, one.end)]
    cuts += [found.span("and") for found in _AND.finditer(plain, one.start, one.end)]
    named, at = [], one.start
    for start, end in [*sorted(cuts), (one.end, one.end)]:
        if any(c.isalpha() for c in plain[at:start]):
            named.append(Named(at, start, kind))
        at = end
    return named
