"""Which rows of a table are its headings, or whether its first column holds the names of values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

_MOST_ROWS = 4
_LONGEST = 30  # characters of a heading
_WORD = re.compile(
    # what such a column holds, whatever stands in front of it (重点工作任务, 市级牵头单位)
    r".{0,12}?(?:序号|编号|编码|代码|任务|事项|工作|项目|措施|举措|内容|要点|目标|指标|要求|标准|条件|依据|名称|类别|类型|种类|分类|领域|方面"
    r"|(?:牵头|责任|负责|配合|主办|协办|主管|参与|承办|实施|建设|申报|支持|落实|申请|报送|填报|所属|所在|隶属|联系|工作|用人)(?:责任)?(?:单位|部门|机构|主体|处室|科室|方)"
    r"|单位|部门|机构|主体|处室|科室|牵头|配合|责任|牵头人|责任人|负责人|联系人|姓名|职务|职称|电话|联系方式|地址|地点|位置|区域|地区|街道|范围|对象"
    r"|时间|日期|期限|时限|进度|年份|年度|季度|月份|周期|频次|状态|进展|成果|形式|方式|渠道|来源|用途|备注|说明|附注|数量|里程|长度|数值|数据|金额|经费|投资|资金|预算"
    r"|单价|总价|价格|面积|规模|比例|占比|比重|增速|同比|合计|小计|总计|得分|分值|权重|等级|级别|单位|计量单位|型号|规格|值)"
    r"(?:[（(][^（()）]{1,16}[）)])?[:：]?"
)
_ENGLISH = re.compile(
    r"(?:(?:\w+ ){0,3}(?:task|item|measure|action|activity|project|objective|target|goal|indicator|lead|leader|agency"
    r"|agencies|bureau|department|unit|body|bodies|organi[sz]ation|responsib\w+|support|supporting|partner|deadline|due"
    r"|date|year|month|quarter|time|period|name|title|type|category|area|district|region|amount|number|total|budget|cost"
    r"|value|share|rate|price|status|progress|remark|note|description|contact|telephone|phone|address|source|no\.?|id)s?)"
    r"(?: (?:\([^()]{1,20}\)|by|of \w+))?:?|no\.|#|%",
    re.I,
)
_ROLE = re.compile(r"(?:牵头|主办|配合|协办|责任|负责|参与|支持)(?:单位|部门)?")
_FIGURE = re.compile(
    r"[-+]?[\d,.，．]+\s*(?:%|％|[十百千万亿元人个家项年月日次吨件号天米亩户所座台辆㎡]|平方|公里|小时)*"
)
_STOP = re.compile(r"[。；！？;!?]")


@dataclass(frozen=True, slots=True)
class Headings:
    """`rows`: the first rows of the table are headings; `labels`: its odd columns name what stands beside them."""

    kind: Literal["rows", "labels", "none"]
    rows: tuple[tuple[str, ...], ...] = ()

    def names(self) -> list[str]:
        """One name a column: 责任单位 over 牵头 is 责任单位（牵头）."""
        names = []
        for parts in zip(*self.rows, strict=True):
            top, *below = list(dict.fromkeys(_one_line(part) for part in parts if part)) or [""]
            names.append(f"{top}（{'，'.join(below)}）" if below else top)
        return names


def find_headings(rows: Sequence[Sequence[str]], count: int | None = None) -> Headings:
    """What names the cells of a table of at least two columns; `count` is the number of heading rows, if known."""
    if count is not None and 0 < count <= len(rows):
        return Headings("rows", _filled(rows[:count]))
    if count == 0:
        return Headings("labels" if _are_labels(rows) else "none")
    if not _can_head(rows[0]):
        return Headings("labels" if _are_labels(rows) else "none")
    words = sum(map(is_label, rows[0]))
    if _are_labels(rows) and not (len(rows[0]) == 2 and is_label(rows[0][1])):
        return Headings("labels")
    if not (words or _differs(rows)) or len(rows) == 1:
        return Headings("none")
    return Headings("rows", _filled(rows[: _depth(rows)]))


def is_label(cell: str) -> bool:
    """Whether a cell is worded as headings are: 牵头单位, 完成时限（年）, Lead agency."""
    text = "".join(cell.split())
    return len(text) <= _LONGEST and bool(_WORD.fullmatch(text) or _ENGLISH.fullmatch(" ".join(cell.split())))


def _one_line(cell: str) -> str:
    return " ".join(cell.split()).rstrip(":： ") if cell.isascii() else "".join(cell.split()).rstrip(":：")


def _can_head(row: Sequence[str]) -> bool:
    """Whether a row could be headings: short texts, no figures, no sentences, and not one text twice apart."""
    cells = [cell for cell in row if cell]
    if len(cells) * 2 < len(row) or len(set(cells)) < 2:
        return False
    if any(len(cell) > _LONGEST or _STOP.search(cell) for cell in cells):
        return False
    runs = [cell for at, cell in enumerate(row) if cell and (at == 0 or row[at - 1] != cell)]
    years = sum(bool(re.fullmatch(r"(?:19|20)\d\d\s*年?度?", cell)) for cell in cells)
    figures = sum(bool(_FIGURE.fullmatch(cell)) for cell in cells) - years
    return len(runs) == len(set(runs)) and figures <= 0


def _differs(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row is of another kind than those below: figures or long texts stand under its words."""
    if len(rows) < 2:
        return False
    if not rows[0][0] and all(row[0] for row in rows[1:]):
        return True  # the corner above the names of the rows
    for column in zip(*rows, strict=True):
        below = [cell for cell in column[1:] if cell]
        if below and column[0] and not _FIGURE.fullmatch(column[0]):
            figures = sum(bool(_FIGURE.fullmatch(cell)) for cell in below)
            if figures * 5 > len(below) * 4 or min(map(len, below)) > 2 * len(column[0]) + 8:
                return True
    return len(rows[0]) > 2 and all(rows[0]) and len(rows) > 2


def _are_labels(rows: Sequence[Sequence[str]]) -> bool:
    """Whether every second column, from the first on, names what stands beside it."""
    if len(rows[0]) % 2:
        return False
    pairs = [
        (row[at], row[at + 1]) for row in rows for at in range(0, len(row), 2) if row[at] and row[at] != row[at + 1]
    ]
    if not pairs or any(len(name) > _LONGEST or _STOP.search(name) for name, _ in pairs):
        return False
    names, values = [name for name, _ in pairs], [value for _, value in pairs if value]
    if len(set(names)) < len(names):
        return False
    colons = sum(name.endswith((":", "：")) for name in names)
    worded, taken = sum(map(is_label, names)), sum(map(is_label, values))
    if len(rows[0]) == 2:
        heads = is_label(rows[0][1])
        return colons * 2 > len(names) or (
            not heads and worded > 1 and worded * 2 >= len(names) and taken * 4 <= len(values)
        )
    return worded * 4 >= len(names) * 3 and taken * 4 <= len(values)


def _depth(rows: Sequence[Sequence[str]]) -> int:
    """How many rows the headings take: as long as cells go on from the row above, or stand under one that spans."""
    depth = 1
    while depth < min(len(rows) - 1, _MOST_ROWS):
        above, row = rows[depth - 1], rows[depth]
        cells = [cell for cell in row if cell]
        if not cells or any(len(cell) > _LONGEST or _STOP.search(cell) for cell in cells):
            break
        spanned = {
            at for at in range(1, len(row)) if above[at - 1] == above[at] != "" or (above[at - 1] and not above[at])
        }
        spanned |= {at - 1 for at in spanned}
        new = [at for at, cell in enumerate(row) if cell and cell != above[at]]
        same = [at for at, cell in enumerate(row) if cell and cell == above[at]]
        if not new or not all(_is_name(row[at]) for at in new):
            break
        # A text that goes on from above is no row's; else every text must stand under one that spans several places.
        if not same and any(at not in spanned for at in new):
            break
        depth += 1
    return depth


def _is_name(cell: str) -> bool:
    return (
        bool(_ROLE.fullmatch(cell))
        or not _FIGURE.fullmatch(cell)
        or bool(re.fullmatch(r"(?:19|20)\d\d\s*年?度?", cell))
    )


def _filled(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The heading rows, a blank to the right of a text filled with it where the row below has texts of its own."""
    filled = [list(row) for row in rows]
    for above, below in pairwise(filled):
        for at in range(1, len(above)):
            if not above[at] and below[at]:
                above[at] = above[at - 1]
    return tuple(map(tuple, filled))
