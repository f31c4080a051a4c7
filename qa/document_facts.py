"""Where a document states what it is: its dates, number, issuer, addressee, contact, telephone number and title."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from index import Document, figures, fold, months_of, sign_offs
from qa.dates import dates
from qa.document_nouns import Fact

Place = tuple[int, int]

_HEAD = 1500
"""Characters from the body's start in which what stands at the head is looked for."""
_BEHIND = 60
"""The most characters behind a value that its line may have to be quoted whole."""
_GAP = 12
"""Characters of white space between signature and date that a quote may hold."""
_LABELS: Mapping[Fact, str] = {
    "issued": "答复日期|答复时间|落款日期|成文日期|成文时间|发文日期|签发日期|印发日期|发布日期|发布时间|日期",
    "issuer": "发文机关|发文单位|答复单位|主办单位|承办单位|印发机关|印发单位|发布机构|发布单位|制定机关",
    "addressee": "答复对象|主送机关|主送单位|主送|收文单位|收件人",
    "contact": "联系人|联络人|经办人|承办人",
    "phone": "联系电话|咨询电话|联络电话|电话号码|电话|联系方式|手机",
    "proposal number": "提案号|提案编号|建议编号|案号",
    "proposal title": "提案标题|提案题目|提案名称|案由",
}
_NUMBER = (
    r"1[3-9]\d{9}|400[- ]?\d{3}[- ]?\d{4}|(?:[(（]?0\d{2,3}[)）]?[-－—– ]?)?\d{7,8}(?:(?:转|[-－—–])\d{1,5})?"
    r"|1[12]\d{3}(?!\d)"
)
_NAME = r"[^\s，,；;。：:|（(][^\n，,；;。：:|（(]{0,58}"
_VALUES: Mapping[Fact, str] = {
    "issued": r"[^\n|]{6,40}",
    "contact": r"[\u3400-\u9fff·]{2,4}(?:[、 ][\u3400-\u9fff·]{2,4})*(?![\u3400-\u9fff])",
    "phone": rf"(?:{_NUMBER})(?:[ \u3000]?[、，,/;；][ \u3000]?(?:{_NUMBER}))*",
    "proposal number": r"第?\d{2,10}号?",
    "proposal title": r"《[^《》\n]{4,100}》|[^\n。]{4,100}",
}
_EDGE = r"[ \t\u3000]"
_SALUTATION = re.compile(
    rf"^[^\S\n]*+(?:#+[^\S\n]+)?(?:尊敬的{_EDGE}*)?(?P<value>(?!{_EDGE})[^\n。；;：:《》]{{2,120}}?){_EDGE}*[：:]{_EDGE}*$",
    re.M,
)
_NO_BODY = re.compile("主题词|如下|下列|以下|标题|日期|文号|来源|位置|时间|编号|索引|关键词|电话|联系人")
_PROPOSAL_NUMBER = re.compile(
    r"第?\d{2,10}号(?=[\s《]{0,3}(?:提案|建议|议案))|(?:提案|建议|议案)第?(?P<value>\d{2,10}号)"
)
_PROPOSAL_TITLE = re.compile(r"《[^《》\n]{4,100}(?:提案|建议|议案)》")
_SINCE_ISSUED = "(?:自|从|于)?(?:发布|公布|印发|签发|颁布|下发|发文)(?:之日|当日|日|后)起?(?:满?\\d{1,3}[日天]后)?"
_COUNT = r"[一二两三四五六七八九十\d]{1,3}"
_LENGTH = f"(?:半年|{_COUNT}年半|{_COUNT}个?[年月](?:[零又]?{_COUNT}个?月)?)"
_IN_FORCE: Mapping[Fact, re.Pattern[str]] = {
    "effective": re.compile(
        rf"(?P<said>{_SINCE_ISSUED})?(?:正式|全面|统一|开始)?(?:施行|实施|执行|生效|试行|施行日期|实施日期|生效日期)|effective",
        re.I,
    ),
    "expires": re.compile(
        rf"(?P<said>(?:(?:有效|试行|执行|实施|施行)期(?:限|间)?(?:暂定)?[为是]?|试行){_LENGTH})"
        r"|失效|废止|有效期|届满|止|expir|valid",
        re.I,
    ),
}
_DAYS_LATER = re.compile(r"(?P<count>\d{1,3})[日天]")
_NEAR = 60
"""Characters between the word that tells of force and its day."""
_ON_PROPOSALS = re.compile("提案|建议|议案")


@dataclass(frozen=True, slots=True)
class Stated:
    """Characters `start`..`end` (half-open) of a document's text that state a fact.

    `quote` holds them with the label before them or the signature above; None where their sentence says enough.
    """

    start: int
    end: int
    quote: Place | None = None


def stated(fact: Fact, document: Document) -> Stated | None:
    """Where the document's text states a fact of itself, before the front matter in its body; None for nowhere.

    Of dates and issuers the last place, of all else the first. Contacts and telephone numbers of which there are
    several are none.
    """
    if fact == "issued":
        return _issued(document)
    if fact == "issuer":
        return _issuer(document)
    if fact == "in force":
        found = _in_force("expires", document) or _in_force("effective", document)
        return Stated(*_clause_about(document.text, found)) if found else None
    if fact in {"effective", "expires"}:
        return _in_force(fact, document)
    if fact == "reference":
        return _own(document.reference, document)
    if fact == "title":
        return _own(document.title, document)
    labelled = list(_labelled(fact, document))
    if fact in {"contact", "phone"}:
        values = {document.text[one.start : one.end] for one in labelled}
        return labelled[-1] if len(values) == 1 else None
    return labelled[0] if labelled else _unlabelled(fact, document)


def _labelled(fact: Fact, document: Document) -> Iterator[Stated]:
    """The values that stand behind a label of the fact: 电话：…, a table's cell, or the line below the label's own."""
    labels = "|".join(f"{_EDGE}?".join(label) for label in _LABELS[fact].split("|"))
    value = _VALUES.get(fact, _NAME)
    pattern = re.compile(
        rf"(?<![\u3400-\u9fff])(?P<label>{labels})[*]{{0,2}}{_EDGE}*"
        rf"(?:[：:|]|(?<=[\u3400-\u9fff])[ \t\u3000\n]*\n){_EDGE}*[*]{{0,2}}{_EDGE}*(?P<value>{value})"
    )
    for found in pattern.finditer(document.text, document.body_start):
        start, end = found.span("value")
        end -= len(found["value"]) - len(found["value"].rstrip())
        stop = document.text.find("\n", end)
        rest = document.text[end : stop if stop >= 0 else None]
        tail = len(rest.rstrip()) if len(rest) <= _BEHIND else 0
        yield Stated(start, end, (found.start(), end + tail))


# --- the date and who signed -----------------------------------------------------------------------------------------


def _issued(document: Document) -> Stated | None:
    text, start, known = document.text, document.body_start, document.issued
    found = sorted([*_signatures(document), *_dated_lines(document)], key=lambda one: one[0].start)
    same = [one for one, day in found if known in {day, None}]
    if same or known is None:
        return same[-1] if same else None
    alone = [place for place in _days(text, start, len(text), known) if _is_line(text, place)]
    return _first(alone[-1:], [*_days(text, start, start + _HEAD, known)], [*_days(text, 0, start, known)])


def _signatures(document: Document) -> Iterator[tuple[Stated, date]]:
    """The dates of the sign-offs, quoted with the name above unless the page lies between."""
    for one in sign_offs(document.text, document.body_start):
        for start, end, day in _last_day(document.text, one.start, one.end):
            near = start - one.start - len(one.issuer) <= _GAP
            yield Stated(start, end, (one.start, end) if near else None), day


def _dated_lines(document: Document) -> Iterator[tuple[Stated, date]]:
    for one in _labelled("issued", document):
        for start, end, day in _last_day(document.text, one.start, one.end):
            yield Stated(start, end, one.quote), day


def _issuer(document: Document) -> Stated | None:
    text, known = document.text, fold(document.issuer or "")
    signed = [Stated(at, at + len(one.issuer)) for one in sign_offs(text, document.body_start) for at in (one.start,)]
    found = sorted([*signed, *_labelled("issuer", document)], key=lambda one: one.start)
    same = [one for one in found if not known or fold(text[one.start : one.end]) == known]
    if same:
        return same[-1]
    return _own(document.issuer, document) or (found[-1] if found else None)


def _last_day(text: str, start: int, end: int) -> Iterator[tuple[int, int, date]]:
    """The last day that characters name, with its place, if there is one."""
    named = [one for one in dates(text, start, end) if one.year and one.month and one.day]
    for one in named[-1:]:
        yield one.start, one.end, date(one.year or 1, one.month or 1, one.day or 1)


def _days(text: str, start: int, end: int, day: date) -> Iterator[Place]:
    for one in dates(text, start, min(end, len(text))):
        if (one.year, one.month, one.day) == (day.year, day.month, day.day):
            yield one.start, one.end


def _is_line(text: str, place: Place) -> bool:
    before = text[text.rfind("\n", 0, place[0]) + 1 : place[0]]
    behind = text[place[1] :].split("\n", 1)[0]
    return not re.search(r"\w", before + behind)


def _first(*places: list[Place]) -> Stated | None:
    return next((Stated(*several[0]) for several in places if several), None)


# --- the days from and to which it is in force -----------------------------------------------------------------------


def _in_force(fact: Fact, document: Document) -> Stated | None:
    """The last clause that gives the day on which the document comes into force or ends, or how long it lasts."""
    known = document.effective if fact == "effective" else document.expires
    text, clause = document.text, _IN_FORCE[fact]
    if known is None:
        return None
    for start in (document.body_start, 0):
        for found in reversed(list(clause.finditer(text, start))):
            if said := found["said"]:
                if _lasts_to(known, said, document):
                    return Stated(found.start("said"), found.start("said") + len(said.rstrip()))
                continue
            first = max(text.rfind(end, start, found.start()) + 1 for end in "。；;\n")
            last = min(at for end in "。；;\n" if (at := text.find(end, found.end())) >= 0 or (at := len(text)))
            span = max(first, found.start() - _NEAR), min(last, found.end() + _NEAR)
            if places := [*_days(text, *span, known)]:
                return Stated(*min(places, key=lambda place: abs(place[0] - found.start())))
    return None


def _lasts_to(known: date, said: str, document: Document) -> bool:
    """Whether 有效期5年 or 自发布之日起30日后 leads to a known day: that of another thing (a licence) does not."""
    plain = figures(fold(said))
    if length := re.search(_LENGTH, plain):
        months = months_of(length[0]) or 0
        starts = [day for day in (document.effective, document.issued) if day]
        return any((known.year - day.year) * 12 + known.month - day.month in {months, months - 1} for day in starts)
    period = _DAYS_LATER.search(plain)
    later = int(period["count"]) if period else 0
    return document.issued is not None and 0 <= (known - document.issued).days - later <= 1


def _clause_about(text: str, found: Stated) -> Place:
    """The sentence that gives a day, without the number of its article."""
    start = max(text.rfind(end, 0, found.start) + 1 for end in "。；;\n")
    numbered = re.compile(r"\s*(?:[-*#]+\s*)?(?:第[^\s条]{1,6}条\s*)?").match(text, start, found.start)
    ends = [at for end in "。；;\n" if (at := text.find(end, found.end)) >= 0]
    return numbered.end() if numbered else start, min([*ends, len(text)])


# --- the head --------------------------------------------------------------------------------------------------------


def _own(value: str | None, document: Document) -> Stated | None:
    """The first place of a document's own number, title or issuer, broken over lines as it may be."""
    characters = "".join((value or "").split())
    if not characters:
        return None
    pattern = re.compile(r"\s*".join(map(re.escape, characters)))
    found = pattern.search(document.text, document.body_start) or pattern.search(document.text)
    return Stated(*found.span()) if found else None


def _unlabelled(fact: Fact, document: Document) -> Stated | None:
    head = (document.body_start, document.body_start + _HEAD)
    if fact == "addressee":
        return _salutation(document)
    if fact.startswith("proposal") and not _ON_PROPOSALS.search(document.title):
        return None
    pattern = _PROPOSAL_NUMBER if fact == "proposal number" else _PROPOSAL_TITLE
    found = pattern.search(document.text, *head)
    if not found:
        return None
    return Stated(*found.span("value" if found.groupdict().get("value") else 0))


def _salutation(document: Document) -> Stated | None:
    """Whom the first line addresses that ends in a colon, above the first sentence."""
    text, start = document.text, document.body_start
    stop = text.find("。", start)
    for found in _SALUTATION.finditer(text, start, min(stop if stop >= 0 else len(text), start + _HEAD)):
        if not _NO_BODY.search("".join(found["value"].split())):
            return Stated(*found.span("value"))
    return None
