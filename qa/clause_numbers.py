"""Numbers of measures: those that a question asks for ("measures 8 and 9"), and the one that a clause's heading has."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.clause import Clause
from qa.clause_rows import row_number

_MOST = 30
"""Numbers in a span (第1至26项); one that is longer names no measures one by one."""

_HAN = "[一二三四五六七八九十百]{1,5}"
_COUNTED = r"(?![\d年月日%万亿家个名人元次项条])"
_ZH = rf"(?:\d{{1,3}}|{_HAN})"
_NOUN = "(?:重点|具体|主要)?(?:措施|任务|工作|举措|条目)"
_JOINED = r"\s*(?:以及|还有|[、,，和与及跟至到~～–—-])\s*"
_ITEM = rf"{_ZH}\s*(?:[条條项項点點号號个個款](?:{_NOUN})?)?"
_D = r"\d{1,3}(?!\d|\.\d|,\d{3}|\s*(?:%|percent|million|billion|thousand|yuan))"
_LATIN = (
    r"(?:measure|item|task|point|action|massnahme|mesure|medida|punkt|punto|tâche|tarea|aufgabe|aktion|acción)"
    r"(?:n|e|s)?"
)
_MARK = r"(?:nos?\.?|numbers?|nr\.?|n°|núm\.?|#)?\s*"
_AND = r"\s*(?:,\s*(?:(?:and|und|et|y)\b)?|&|[-–—]|\b(?:and|und|et|y|or|to|through|bis|à|a)\b)\s*"
_TH = r"\d{1,3}(?:st|nd|rd|th|\.|er?|ª|º)"
_EAST = r"\s*(?:と|、|,|・|와|과|및|から|에서|[-~～])\s*"
_NAMED_EAST = "(?:조치|과제|措置|施策)"
_NUMBERS = re.compile(
    rf"第\s*(?:{_ITEM}{_JOINED}第?\s*)*{_ZH}\s*(?:[条條项項点點号號个個款]?{_NOUN}|[条條项項点點])"
    rf"|(?:措施|任务)\s*(?:{_ZH}{_JOINED})*{_ZH}{_COUNTED}"
    rf"|\b{_LATIN}\s*{_MARK}{_D}(?:{_AND}(?:the\s+)?(?:{_LATIN}\s*)?{_MARK}{_D})*"
    rf"|\b{_TH}(?:{_AND}(?:the\s+)?{_TH})*\s+{_LATIN}\b"
    rf"|\d{{1,3}}(?:{_EAST}\d{{1,3}})*\s*(?:番目?の?{_NAMED_EAST}|번째?\s*(?:조치|과제|항목))"
    rf"|{_NAMED_EAST}\s*\d{{1,3}}(?:{_EAST}\d{{1,3}})*"
)
_ONE = re.compile(rf"\d{{1,3}}|{_HAN}")
_SPAN = re.compile(
    r"[条條项項点點号號个個]?(?:措施|任务|工作)?\s*(?:[至到~～–—-]|\b(?:to|through|bis|à|a)\b|から|에서)[第\s]*"
)
_HEADING = re.compile(
    r"[#*\s]*(?:第\s*(\d{1,3}|[一二三四五六七八九十百]{1,7})\s*条|(\d{1,3})\s*[.．、](?!\d)|[（(]([一二三四五六七八九十]{1,4})[）)])"
)


def asked_numbers(text: str) -> tuple[int, ...]:
    """The numbers of the measures that a folded question names, each once, in its order; 第8至10项 is three.

    Numbers of documents, sessions and years, and amounts, are none.
    """
    return tuple(dict.fromkeys(number for found in _NUMBERS.finditer(text) for number in _listed(found[0])))


def _listed(text: str) -> Iterator[int]:
    found = list(_ONE.finditer(text))
    yield _value(found[0][0])
    for one, other in pairwise(found):
        first, last = _value(one[0]), _value(other[0])
        if _SPAN.fullmatch(text, one.end(), other.start()) and first < last <= first + _MOST:
            yield from range(first + 1, last)
        yield last


def number_of(clause: Clause) -> int | None:
    """The number that the measure of a clause has in its document (24.…, 第二十四条, （二十四）), or None.

    A row of a table has that of its column 序号, whatever the heading above the table has.
    """
    row = row_number(clause)
    if row is not None:
        return row or None
    own = _HEADING.match(clause.document.text, clause.measure[0], clause.measure[1])
    found = own or (_HEADING.match(clause.path[-1]) if clause.path else None)
    return _value(next(group for group in found.groups() if group)) if found else None


def measure_clauses(clauses: Sequence[Clause], number: int) -> tuple[Clause, ...]:
    """The clauses of the measures that have this number in their documents."""
    return tuple(clause for clause in clauses if number_of(clause) == number)


def _value(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    total = one = 0
    for c in digits:
        if c in "十百":
            total, one = total + max(one, 1) * (10 if c == "十" else 100), 0
        else:
            one = "零一二三四五六七八九".index(c)
    return total + one
