"""The sentences that may tell of validity, and whether a clause in them is about the document itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.cited import title_keys
from index.fold import figures, fold
from index.metadata import KIND
from index.validity_dates import DATE_MARK, LENGTH, Days, marked_dates

TITLE_MARK = "[\ue000-\uefff]"

NUMBER = (
    r"[#*>\s\-]*+(?:第\d+[条章款节]|\d{1,2}(?:\.\d{1,2}){1,3}|[\d一二三四五六七八九十]{1,3}[、.]"
    r"|\([\d一二三四五六七八九十]{1,3}\))?\s*+"
)
OWN = (
    r"(?:本(?!市|省|区|县|州|镇|乡|院|校|局|厅|部|委|级|地|年|月|季|人|单位|行业|公司|辖区|机关|企业|学|科|次|届|项|类|轮|批|期)"
    rf"[\u4e00-\u9fff]{{0,8}}?(?:{KIND}|文件)|(?:以上|上述)(?:各项)?(?:政策措施|政策|措施|规定|通知)|此(?:规定|通知))"
)
PERIOD = r"(?:有效|试行|执行|实施|施行|适用|暂行)期(?:限|间)?"
IN_FORCE = re.compile(
    rf"(?:自|从|于|在)?(?P<day>{DATE_MARK}|即日"
    r"|(?:本[\u4e00-\u9fff]{1,6}?)?(?:发布|公布|印发|签发|颁布|下发|发文)(?:之日|当日|日|后))起?(?:开始)?"
    r"(?:[满第]?(?P<count>\d{1,3})个?(?P<unit>[日天周月年])(?:之?后)?起?)?,?"
    rf"(?:至(?P<until>{DATE_MARK})(?:止|期间)?(?:有效)?,?)?(?:正式|全面|统一|开始)?"
    r"(?:施行|实施|执行|生效|试行|实行)(?!以来|以后|后|前|的|至今|日期|之日|时|情况)"
    rf"(?:,?(?:期限?|为期|试行|暂行)?(?:为|是)?(?P<lasts>{LENGTH})(?![前内底末度]))?"
)
"""From when on a document is in force: 自2021年3月1日起施行, 自印发之日起30日后实施, 自2021年3月1日起试行2年."""

TITLE = r"《[^《》\n]{1,150}(?:《[^《》\n]{1,100}》[^《》\n]{0,100})?》"
TITLES = re.compile(TITLE)
_TITLE_OR_QUOTE = re.compile(rf"{TITLE}|“[^“”]*”|「[^「」]*」|『[^『』]*』")
_SENTENCE = re.compile(r"[^。；;！!\n]+[。；;！!]?")
_PARAGRAPH = re.compile(r"[^\n]+")
_TELLING = re.compile(r"[施执執实實试試]行|[实實]施|生效|有效期|期限|[废廢]止|失效|停止|作[废廢]|不再")
_EXAMPLE = re.compile(r"例如|比如|譬如|假如|假设|如:")
_LONGEST = 6000
"""Characters of a sentence: repeals of many documents stand in one."""
MOST_CLAUSES = 20
"""Clauses of a sentence that are looked at."""
_MOST_PIECES = 60
_FIRST, _MOST = 0xE000, 0x1000

_SUBJECT = re.compile(
    rf"{NUMBER}(?:(?P<own>{OWN}(?:(?:明确|规定|提出)的(?:各项)?(?:政策措施|政策|措施|规定))?)|(?P<title>{TITLE_MARK}))"
    r"(?:\([^()]*\))?(?:及其?附件)?(?:均|将|正式|应当?|统一|也)?"
)
_LINKED = re.compile(rf"{NUMBER}(?:并|且|现|其|该|均|有效)?")
_PUBLISHED = re.compile(rf"{NUMBER}现(?:予以?|将.*|就.*)?(?:公布|发布|印发|转发).*")
_NEUTRAL = re.compile(
    rf"{NUMBER}(?:{TITLE_MARK}?(?:\([^()]*\))?(?:已|业)?经.*(?:通过|同意|批准|审定|审议).*|请.*(?:执行|落实|贯彻|实施|遵照).*"
    rf"|{OWN}(?:适用于|的?{PERIOD}).*|(?:{OWN})?(?:的?解释权?)?[由归].{{1,60}}(?:解释|修订|制定).*|{PERIOD}.*|.*(?:废止|为准)|.*不一致.*|特此.*)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, folded and in Arabic figures, each title in 《》 and each date as one private character.

    `titles` are what the titles stand for, as they are in the file, `dates` likewise. `before` is the sentence before
    it in the paragraph, "" for the first.
    """

    text: str
    before: str
    titles: tuple[str, ...]
    dates: tuple[Days, ...]

    def title(self, mark: str) -> str:
        """The title that a private character stands for."""
        return self.titles[ord(mark) - _FIRST]


def telling_sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text that may tell of validity; what stands in quotation marks is left out."""
    plain = _TITLE_OR_QUOTE.sub(lambda found: found[0] if found[0][0] == "《" else "“”", _without_private(text))
    for paragraph in _PARAGRAPH.finditer(plain):
        if not _TELLING.search(paragraph[0]):
            continue
        before = ""
        for found in _SENTENCE.finditer(paragraph[0]):
            if len(found[0]) > _LONGEST:
                before = ""
                continue
            telling = _TELLING.search(found[0]) and not _EXAMPLE.search(found[0])
            if telling:
                yield _marked(found[0], before)
            before = found[0]


def _without_private(text: str) -> str:
    return re.sub("[\ue000-\uf8ff]", " ", text)


def _marked(sentence: str, before: str) -> Sentence:
    titles: list[str] = []

    def mark(found: re.Match[str]) -> str:
        if len(titles) == _MOST:
            return " "
        titles.append(found[0])
        return chr(_FIRST + len(titles) - 1)

    text, dates = marked_dates(_even(TITLES.sub(mark, sentence)))
    return Sentence(text, marked_dates(_even(TITLES.sub(mark, before)))[0], tuple(titles), dates)


def _even(text: str) -> str:
    return figures(fold(text)).strip().rstrip("。;!")


def is_own(sentence: Sentence, at: int, titles: frozenset[str]) -> bool:
    """Whether the clause that begins at `at` is about the document itself; `titles` are the forms of its own title.

    Its subject must be 本办法 or the like, the document's title, or nothing; then nothing else may stand before it in
    the sentence than who explains the document, who agreed to it and so on.
    """
    *earlier, last = re.split("[,:]", re.sub(r"(?<=行)\($", ",", sentence.text[:at]))
    if len(earlier) > _MOST_PIECES:
        return False
    subjects = [_is_subject(one, sentence, titles) for one in earlier]
    if _is_subject(last, sentence, titles):
        return True
    if not _LINKED.fullmatch(last) or not all(
        own or _is_neutral(one) for one, own in zip(earlier, subjects, strict=True)
    ):
        return False
    if any(subjects) or any(_PUBLISHED.fullmatch(one) or IN_FORCE.search(one) for one in earlier):
        return True
    if any(re.match(rf"{NUMBER}{OWN}", one) for one in earlier):
        return True
    first = IN_FORCE.match(sentence.text, at) is not None
    return opens_with_own(sentence.before) or (first and not sentence.before and not earlier)


def opens_with_own(text: str) -> bool:
    """Whether a sentence is about the document itself by its first words, or says that it is published."""
    return bool(re.match(rf"{NUMBER}{OWN}", text) or re.search(r"现予?(?:以)?(?:公布|发布|印发)", text))


def _is_subject(piece: str, sentence: Sentence, titles: frozenset[str]) -> bool:
    found = _SUBJECT.fullmatch(piece)
    if not found:
        return False
    return bool(found["own"]) or not titles.isdisjoint(title_keys(sentence.title(found["title"])))


def _is_neutral(piece: str) -> bool:
    return bool(not piece.strip() or _NEUTRAL.fullmatch(piece) or _PUBLISHED.fullmatch(piece) or IN_FORCE.search(piece))
