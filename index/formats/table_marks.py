"""The punctuation of a table's lines: Chinese, or Latin where its text is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_ENDED = ("。", "！", "？", "；", "：", "，", "、", ".", "!", "?", ";", ":", ",")
_ITEM = re.compile(r"(?:[（(]?\d{1,3}[）).．、]|[①-⑳]|[（(]?[一二三四五六七八九十]{1,3}[）)、]|[-•·●])")
_NAME = 16  # characters: lines of a cell that are no longer are names in a list
_BODY = re.compile(r"[局委部厅办院署会府室门位组团校所站处队社司行区县市镇乡村街道心馆][）)]?$")
_FULL = 12  # characters: a line as long, broken without a mark, goes on in the next


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands between a heading and its cell, between cells, behind the last, and between names in a cell."""

    colon: str
    between: str
    stop: str
    names: str

    def named(self, name: str, text: str) -> str:
        """A cell with its heading."""
        return f"{name}{self.colon}{text}"

    def line(self, cells: Sequence[str]) -> str:
        """The cells in one line, which ends as a sentence does; "" for none."""
        texts = [cell.rstrip("。；;，, ") if cell[-1] in "。；;，, " else cell for cell in cells if cell]
        texts = [text for text in texts if text]
        if not texts:
            return ""
        line = self.between.join(texts)
        return line if line.endswith(("。", "！", "？", ".", "!", "?")) else line + self.stop


_CHINESE = Marks("：", "；", "。", "、")
_LATIN = Marks(": ", "; ", ".", ", ")


def marks_of(rows: Sequence[Sequence[str]]) -> Marks:
    """Latin where no character of the table is Chinese."""
    return _CHINESE if any(_WIDE.search(cell) for row in rows for cell in row) else _LATIN


def joined(cell: str, marks: Marks) -> str:
    """The lines of a cell as one: short ones as a list of names, others as the sentence or the sentences they are."""
    lines = cell.split("\n")
    if len(lines) == 1:
        return cell
    if all(map(_is_name, lines)):
        return marks.names.join(lines)
    text = lines[0]
    for before, line in pairwise(lines):
        if before.endswith(_ENDED):
            text += line if _WIDE.match(before[-1]) else f" {line}"
        elif _ITEM.match(line) or len(before) < _FULL:
            text += marks.between + line
        else:
            text += line if _WIDE.match(before[-1]) and _WIDE.match(line[0]) else f" {line}"
    return text


def _is_name(line: str) -> bool:
    if len(line) > _NAME or line.endswith(_ENDED) or _ITEM.match(line):
        return False
    return len(line) < _FULL or bool(_BODY.search(line)) or not _WIDE.search(line)
