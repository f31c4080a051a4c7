"""From when and until when a document is in force, by its own clauses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from index.validity_dates import DATE_MARK, LENGTH, days_of, end_of, shifted
from index.validity_sentences import IN_FORCE, MOST_CLAUSES, PERIOD, Sentence, is_own

_LASTS = re.compile(
    rf"{PERIOD}(?:暂定|定)?(?:为|是|:)?(?:自(?P<first>{DATE_MARK}|(?:发布|公布|印发)之日|(?:施行|实施|生效|执行)之日)起(?:计算)?,?)?"
    rf"(?P<lasts>{LENGTH})(?![前内底末度的])"
)
_UNTIL = re.compile(
    rf"{PERIOD}(?:暂定|定)?(?:为|是|:)?(?:自?{DATE_MARK}起?,?)?(?:截止|截至|延长|延续)?[至到—-](?P<last>{DATE_MARK})(?!解除|后)"
)
_TO = re.compile(rf",?[至到](?P<last>{DATE_MARK})(?:止|终止|截止|失效|废止)")
_ENDS = re.compile(
    rf"(?:自|于|到|至|在|从)(?P<last>{DATE_MARK})(?P<on>之?日?起|开始)?,?(?:自动|自行|即|同时|予以|正式)*"
    r"(?:失效|废止|停止(?:执行|实施|施行)|终止|不再执行)(?!前|后|的|之日)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when a clause lets a document be in force; None for what it does not say."""

    effective: date | None = None
    expires: date | None = None


def own_period(sentences: Sequence[Sentence], titles: frozenset[str], issued: date | None) -> Period:
    """When the document is in force, by its own clauses; a day on which they disagree is None.

    `titles` are the forms of its title, `issued` the day from which 自发布之日起 counts.
    """
    starts = [list(_in_force(sentence, titles, issued)) for sentence in sentences]
    effective = _agreed([one.effective for several in starts for one in several])
    ends = [one.expires for several in starts for one in several]
    for sentence, several in zip(sentences, starts, strict=True):
        ends += _ends(sentence, titles, issued, _agreed([one.effective for one in several]) or effective)
    return Period(effective, _agreed(ends))


def _agreed(days: Sequence[date | None]) -> date | None:
    told = {day for day in days if day}
    return told.pop() if len(told) == 1 else None


def _in_force(sentence: Sentence, titles: frozenset[str], issued: date | None) -> Iterator[Period]:
    for found in islice(IN_FORCE.finditer(sentence.text), MOST_CLAUSES):
        if not is_own(sentence, found.start(), titles):
            continue
        marked = re.fullmatch(DATE_MARK, found["day"])
        day = days_of(found["day"], sentence.dates).first if marked else issued
        if day and found["count"]:
            day = shifted(day, int(found["count"]), found["unit"])
        until = days_of(found["until"], sentence.dates).last if found["until"] else None
        if day and not until and found["lasts"]:
            until = end_of(day, found["lasts"])
        yield Period(day, until)


def _ends(
    sentence: Sentence, titles: frozenset[str], issued: date | None, effective: date | None
) -> Iterator[date | None]:
    """The last days that the clauses of a sentence give."""
    for pattern in (_UNTIL, _ENDS):
        for found in islice(pattern.finditer(sentence.text), MOST_CLAUSES):
            if is_own(sentence, found.start(), titles):
                on = pattern is _ENDS and found["on"]
                days = days_of(found["last"], sentence.dates)
                yield days.first - timedelta(days=1) if on else days.last
    for start in islice(IN_FORCE.finditer(sentence.text), MOST_CLAUSES):
        found_to = _TO.match(sentence.text, start.end())
        if found_to and is_own(sentence, start.start(), titles):
            yield days_of(found_to["last"], sentence.dates).last
    for found in islice(_LASTS.finditer(sentence.text), MOST_CLAUSES):
        if is_own(sentence, found.start(), titles):
            first = _first_day(found["first"], sentence, issued, effective)
            yield end_of(first, found["lasts"]) if first else None


def _first_day(said: str | None, sentence: Sentence, issued: date | None, effective: date | None) -> date | None:
    if said and re.fullmatch(DATE_MARK, said):
        return days_of(said, sentence.dates).first
    return issued if said and re.match("发布|公布|印发", said) else effective
