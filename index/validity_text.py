"""When a document is in force and what it ends: by its front matter, by the head of its page, by its own clauses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.cited import title_keys
from index.fold import figures, fold
from index.metadata import KIND
from index.validity_clauses import own_period
from index.validity_dates import DATE_MARK, UNDATED, Days, days_of, end_of, marked_dates
from index.validity_repeals import own_repeals
from index.validity_sentences import telling_sentences

_EFFECTIVE = (
    *("effective", "effective_date", "effective date", "in_force", "in force", "valid_from", "valid from"),
    *("施行日期", "实施日期", "生效日期", "施行时间", "实施时间", "生效时间", "施行", "生效"),
)
_EXPIRES = (
    *("expires", "expiry", "expiry_date", "expiry date", "expires_on", "valid_until", "valid until", "valid_to"),
    *("有效期至", "有效期", "失效日期", "失效时间", "截止日期", "失效"),
)
_REPEALED = ("repealed", "repealed_on", "repealed on", "repeal_date", "废止日期", "废止时间", "废止")
_STATUS = ("status", "状态", "有效性", "时效性", "效力", "效力状态", "文件状态")
_REPEALS = ("repeals", "同时废止", "废止文件")
_REPLACES = ("replaces", "supersedes", "替代", "代替", "取代")

_HEAD = 1500
"""Characters of the body in which the lines of a page's head, and stamps such as 【已废止】, are looked for."""
_LABELLED = re.compile(
    r"(?:^|(?<=[\s|\[【(]))[\[【(]?(?P<label>施行日期|实施日期|生效日期|施行时间|实施时间|生效时间|失效日期|失效时间|废止日期|废止时间|有效期至)[\]】)]?"
    rf"[ \t\u3000]*[:：|]?[ \t\u3000]*(?P<day>{DATE_MARK})",
    re.MULTILINE,
)
_STATED = re.compile(
    r"(?:^|(?<=[\s|\[【(]))[\[【(]?(?:有效性|时效性|效力状态|文件状态|法规状态|文件效力)[\]】)]?"
    r"[ \t\u3000]*[:：|]?[ \t\u3000]*"
    r"(?P<state>已?废止(?:或失效)?|已?失效)(?![\u4e00-\u9fff])",
    re.MULTILINE,
)
_STAMP = re.compile(
    rf"[\s#*>【\[(]*(?:注意?[:：])?(?:(?:本|该|此)(?:{KIND}|文件|文|件)?)?(?:已经|已|现已)?(?:于|自)?(?P<day>{DATE_MARK})?(?:起)?(?:已|被)?(?:全文|宣布|正式)*"
    r"(?P<state>废止|失效)(?:文件)?[\s*。!】\])]*"
)
_PASSED = re.compile(rf"(?P<day>{DATE_MARK})[ \t\u3000]+(?P<state>施行|实施|废止|失效)")
_ITEM = re.compile(r"(?:[^《》、；;,，\n]*《[^《》]*(?:《[^《》]*》[^《》]*)?》[^、；;,，\n]*|[^《》、；;,，\n]+)")
_YES = frozenset({"yes", "true", "1", "是", "已废止", "废止", "repealed"})


@dataclass(frozen=True, slots=True)
class ValidityFields:
    """What a document says of its own validity: the fields of `Document` that bear these names."""

    effective: date | None = None
    expires: date | None = None
    repealed: date | None = None
    repeals: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


def read_validity(fields: Mapping[str, str], body: str, title: str, issued: date | None) -> ValidityFields:
    """What a document says of its own validity; `fields` are those of its front matter, keys in lower case.

    Front matter counts before the text, and the head of a page before the clauses. `issued` is the day from which
    自发布之日起 counts. What is not said, or said in two ways, is None. `repealed` or `expires` is `UNDATED` where the
    document is said to be repealed or expired, but not since when.
    """
    sentences = tuple(telling_sentences(body))
    period = own_period(sentences, title_keys(title), issued)
    head = _read_head(body, title)
    effective = _day(fields, _EFFECTIVE, issued) or head.effective or period.effective
    return ValidityFields(
        effective=effective,
        expires=_expiry(fields, effective) or head.expires or _behind(effective, period.expires),
        repealed=_repealed(fields) or head.repealed,
        repeals=_items(fields, _REPEALS) or own_repeals(sentences, title, body),
        replaces=_items(fields, _REPLACES),
    )


def _behind(effective: date | None, expires: date | None) -> date | None:
    return expires if not effective or not expires or effective <= expires else None


def _values(fields: Mapping[str, str], names: Sequence[str]) -> list[str]:
    return [fields[name].strip() for name in names if fields.get(name, "").strip()]


def _dates(text: str) -> tuple[str, tuple[Days, ...]]:
    return marked_dates(figures(fold(text)))


def _day(fields: Mapping[str, str], names: Sequence[str], issued: date | None) -> date | None:
    for value in _values(fields, names):
        dates = _dates(value)[1]
        if dates:
            return dates[0].first
        if re.search("(?:发布|公布|印发)之日起?$", value):
            return issued
    return None


def _expiry(fields: Mapping[str, str], effective: date | None) -> date | None:
    for value in _values(fields, _EXPIRES):
        text, dates = _dates(value)
        if dates:
            return dates[-1].last
        if effective and (end := end_of(effective, text.strip())):
            return end
    status = " ".join(_values(fields, _STATUS)).casefold()
    return UNDATED if re.fullmatch("expired|已?失效", status) else None


def _repealed(fields: Mapping[str, str]) -> date | None:
    for value in _values(fields, _REPEALED):
        dates = _dates(value)[1]
        if dates:
            return dates[0].first
        if value.casefold() in _YES:
            return UNDATED
    status = " ".join(_values(fields, _STATUS)).casefold()
    return UNDATED if re.fullmatch("repealed|已?废止(?:或失效)?", status) else None


def _items(fields: Mapping[str, str], names: Sequence[str]) -> tuple[str, ...]:
    found = (item.strip() for value in _values(fields, names) for item in _ITEM.findall(value))
    return tuple(dict.fromkeys(item for item in found if item))


def _read_head(body: str, title: str) -> ValidityFields:
    """What the title and the first lines say beside the text: labels of a page, 2019年4月1日 施行, 【已废止】."""
    text, dates = _dates(body[:_HEAD])
    found = ValidityFields()
    for label in _LABELLED.finditer(text):
        days = days_of(label["day"], dates)
        name = label["label"]
        if name.startswith("废止"):
            found = replace(found, repealed=found.repealed or days.first)
        elif name.startswith(("失效", "有效期")):
            found = replace(found, expires=found.expires or days.last)
        else:
            found = replace(found, effective=found.effective or days.first)
    lines = [*text.split("\n"), *re.findall(r"[\[(【](?:已废止|已失效|废止|失效)[\])】]$", fold(title).strip())]
    for line in lines:
        passed, stamp = _PASSED.fullmatch(line.strip()), _STAMP.fullmatch(line)
        if passed and passed["state"] in {"施行", "实施"}:
            found = replace(found, effective=found.effective or days_of(passed["day"], dates).first)
        elif told := passed or stamp:
            day = days_of(told["day"], dates).first if told["day"] else UNDATED
            found = _ended(found, told["state"], day)
    stated = _STATED.search(text)
    return _ended(found, stated["state"], UNDATED) if stated else found


def _ended(found: ValidityFields, state: str, day: date) -> ValidityFields:
    if "废止" in state:
        return replace(found, repealed=found.repealed or day)
    return replace(found, expires=found.expires or day)
