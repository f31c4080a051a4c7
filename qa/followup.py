"""Questions that lean on the ones before them -> questions that stand alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.followup_forms import ATTRIBUTE_ZH, AUX_EN, EN, FILL_ZH, FORMS, WH_ZH, ZH, Forms, content_of, plain_form
from qa.followup_names import is_named
from qa.followup_place import role_in, topic_place
from qa.followup_subject import with_subject
from qa.followup_topic import with_topic
from qa.followup_turn import Turn
from qa.followup_words import ASKED, END, ORDINAL
from qa.question import Question, read_question

_LONGEST_POINTED_AT = 8
_SUBJECTLESS_ZH = re.compile(f"^{FILL_ZH}.{{1,2}}[了过]{WH_ZH}")
_DEFINES_ZH = re.compile("^(?:谁是|什么是|什么叫|何谓|哪些是)")
_EXPLETIVE = re.compile(r"\bit(?: \w+){0,3}? (?:to|that|for|when|how|if)\b|\bit (?:rain|snow)", re.IGNORECASE)
_COUNTS_THEM = re.compile(rf"how (?:many|much) {AUX_EN}", re.IGNORECASE)
_COUNTED = re.compile(rf"how (?:many|much) (?!of\b)((?:(?!\b{AUX_EN}).)+)", re.IGNORECASE)
_LONGEST_COUNTED = 4
_OF_THE_SENTENCE = re.compile(r"^(?:its|they|theirs?|there)$", re.IGNORECASE)
_LONGEST = 400
"""Characters; what is longer stands alone and is no subject (and patterns take time by the square of the length)."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What to search with, whether that is not what was asked, and the earlier questions that went in, oldest first."""

    text: str
    changed: bool
    from_: tuple[str, ...] = ()


def completed(asked: Question, before: Sequence[Turn]) -> Understood:
    """What a question asks after the turns before it, oldest first; one that stands alone is left as it is.

    A new subject, year or place takes the place of the old one where that can be found in the last question, else
    stands behind it; a pronoun, or a question that names nothing, gets the last subject. The last turn is itself
    understood by those before it, unless its `text` says how.
    """
    last: tuple[Turn, Understood] | None = None
    for turn in before:
        read = read_question(turn.question)
        if not read.problem:
            understood = _after(read, last)
            last = turn, Understood(turn.text, understood.changed, understood.from_) if turn.text else understood
    return _after(asked, last)


def _after(asked: Question, last: tuple[Turn, Understood] | None) -> Understood:
    if last is not None and not asked.problem and max(len(asked.text), len(last[1].text)) <= _LONGEST:
        turn, understood = last
        text = _joined(asked, turn, understood.text)
        if text and not read_question(text).problem:
            return Understood(text, True, (*understood.from_, turn.question))
    return Understood(asked.text, False)


def _joined(asked: Question, turn: Turn, old: str) -> str | None:
    """The question that a follow-up stands for, None for one that stands alone."""
    forms = FORMS[asked.language]
    text = asked.text.strip(END)
    opener = forms.opener.match(plain_form(text))
    new = text[opener.end() :] if opener else text
    plain = plain_form(new)
    about = forms.about.match(plain)
    subject = new[about.start("marked") : about.end("marked")] if about else new
    says_what = not forms.asks.search(plain_form(subject)) and (about or not forms.asks.search(plain))
    named = role_in(subject) or content_of(subject, forms) or ORDINAL.fullmatch(plain_form(subject))
    if says_what and named and not forms.points.match(plain_form(subject)):
        return with_subject(subject, bool(about or opener), turn, old, forms)
    if _leans(plain, forms, bool(opener or about), says_what):
        return with_topic(new.removesuffix("呢"), turn, old, forms)
    return _asked_alike(new, turn, old, forms) if opener else None


def _leans(plain: str, forms: Forms, opened: bool, states: object) -> bool:
    """Whether a question, in its plain form and without opener, says too little to be asked alone."""
    content = content_of(plain, forms)
    if not content:
        return bool(opened or not states or forms.points.search(plain))
    point = forms.points.search(plain)
    if point:
        ahead = content_of(plain[: point.start()], forms)
        if point[0].lower() == "it" and len(content) > forms.few and _EXPLETIVE.search(plain):
            return False
        if not ahead:
            # 那个什么都能办的大厅 is known to all; 那个大厅 is the one just named.
            return point[0][0] not in "这那" or len(content) <= _LONGEST_POINTED_AT
        if len(content) <= forms.few and not is_named(plain, forms) and not _OF_THE_SENTENCE.match(point[0]):
            return not any(word[0].isupper() for word in ahead)
    if states or not (opened or forms is ZH) or len(content) > _LONGEST_POINTED_AT or is_named(plain, forms):
        return False
    if forms is not ZH:
        if forms is EN and _COUNTED.fullmatch(plain):
            return False
        counts_them = forms is EN and _COUNTS_THEM.match(plain)
        return opened and len(content) <= (_LONGEST_COUNTED if counts_them else 1)
    if _DEFINES_ZH.match(plain):
        return False
    asks = forms.asks.search(plain)
    first = asks and (not content_of(plain[: asks.start()], forms) or _SUBJECTLESS_ZH.match(plain))
    return len(content) <= forms.few if first else bool(re.search(ATTRIBUTE_ZH, plain)) and len(content) < forms.few


def _asked_alike(new: str, turn: Turn, old: str, forms: Forms) -> str | None:
    """A question behind "and" that asks the same of something else: 那外观设计有几项, "and how many trademarks"."""
    kinds = [kind for kind in ASKED if kind.search(plain_form(new)) and kind.search(plain_form(old))]
    if forms is EN:
        counted = _COUNTED.fullmatch(new)
        return with_subject(counted[1], True, turn, old, forms) if counted and kinds else None
    if forms is not ZH or not kinds or len(content_of(new, forms)) > 8:
        return None
    place = topic_place(plain_form(new), forms, all_of_them=True)
    return with_subject(new[slice(*place)], True, turn, old, forms) if place else None
