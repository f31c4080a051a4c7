"""How one document names another: 《title》, a reference number, or both; in which forms a title is the same."""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.fold import fold

_BRACKETS = str.maketrans("〔【﹝{(〕】﹞})", "[[[[[]]]]]")
_REFERENCE = re.compile(
    r"[\u4e00-\u9fff]{1,15}(?:\[\d{4}\]\d{1,5}号|令\d{1,5}号|令\[\d{4}\]\d{1,5}号|\d{1,5}号令|公告\d{4}年\d{1,4}号)"
)
_PRINTED = re.compile(r"关于(?:修订)?(?:印发|发布|公布|下发|转发|颁布)(?P<inner>.{4,})的(?:通知|公告|决定|通告|令)$")
_STATE = re.compile(r"\[(?:已?废止|已?失效|已修订|现行有效|\d{4}年?(?:修正|修订|版|修正本|修订版|修订本))\]$")
_MARKS = re.compile(r"[《》〈〉<>“”\"'「」『』\s]")
_PLACE = re.compile(r"(?:[\u4e00-\u9fff]{1,7}?(?:省|自治区|市|区|县|州|盟|旗|镇|乡|街道)){1,3}")


@dataclass(frozen=True, slots=True)
class Cited:
    """What names a document: its reference number in canonical form, and its title as `title_keys`; either may lack."""

    reference: str | None
    titles: frozenset[str]


@lru_cache(maxsize=8192)
def cited(text: str) -> Cited:
    """Read what names a document: 《河道办法》（青府〔2010〕5号）, 青府[2010]5号, 河道办法."""
    words = text.strip()
    close = words.rfind("》")
    title, rest = (words[: close + 1], words[close + 1 :]) if words.startswith("《") and close > 0 else ("", words)
    found = _REFERENCE.search(canonical_reference(rest))
    if not title and not found:
        title = words
    return Cited(found[0] if found else None, title_keys(title) if title else frozenset())


@lru_cache(maxsize=8192)
def canonical_reference(text: str) -> str:
    """A reference number in the form that is compared: one kind of bracket, half width, no white space, no 第."""
    return re.sub(r"[\s第]", "", fold(text).translate(_BRACKETS))


@lru_cache(maxsize=8192)
def title_keys(title: str) -> frozenset[str]:
    """The folded forms by which a title is known; two titles that share one name the same document.

    Without 《》, without （已废止） at the end; from 关于 on, without who issued it; and what 关于印发…的通知 prints.
    """
    plain = _STATE.sub("", plain_title(title))
    keys = {plain, plain[max(0, plain.find("关于")) :]}
    printed = _PRINTED.search(plain)
    return frozenset(key for key in (*keys, printed["inner"] if printed else "") if key)


def plain_title(text: str) -> str:
    """A text in the form in which titles are compared: folded, without quotation marks and white space."""
    return _MARKS.sub("", fold(text)).translate(_BRACKETS)


def other_place(one: str | None, other: str | None) -> bool:
    """Whether two issuers are of different places, as far as their names tell: of 青禾市 and of 云岭市."""
    places = [found[0] for name in (one, other) if (found := _PLACE.match(fold(name or "")))]
    return len(places) == 2 and places[0] not in places[1] and places[1] not in places[0]
