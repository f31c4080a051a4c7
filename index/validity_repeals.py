"""Which other documents a document ends, by its own clauses."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from index.cited import title_keys
from index.fold import fold
from index.metadata import YEAR
from index.validity_sentences import (
    IN_FORCE,
    MOST_CLAUSES,
    OWN,
    TITLE,
    TITLE_MARK,
    TITLES,
    Sentence,
    is_own,
    opens_with_own,
)

_ENDED = re.compile(
    r"(?<!已)(?<!已经)(?<!被)(?<!未)(?<!拟)(?<!修改或)(?<!修改、)"
    r"(?:即行|自行|相应|一并|随之|随即|同时|予以|全部|[即也亦均将])*+"
    r"(?:废止|失效|停止(?:执行|施行|使用)|(?:不再|终止)执行|作废)(?!前|后|的|之日|日期|或|和|、)"
)
_REFERENCE = (
    r"[\u4e00-\u9fff]{1,12}(?:[〔\[(【]\s?\d{4}\s?[〕\])】]\s?第?\s?\d{1,5}\s?号"
    r"|令第?\s?\d{1,5}\s?号|第\s?\d{1,5}\s?号令)"
)
_OBJECT = re.compile(
    rf"(?<!根据)(?<!依据)(?<!依照)(?<!按照)(?<!执行)(?<!参照)(?<!修改)(?P<title>{TITLE_MARK})"
    rf"(?:\(原?(?P<reference>{_REFERENCE})[^()]*\))?"
    r"(?!的?(?:决定)?第?\d*次?(?:修正|修订|修改)|[中里]?的?第\d|中|[的]?有关|[的]?相关|规定的?|[第和、]?附件)"
)
_NUMBERED = re.compile(rf"(?:^|[,、:及和与]|原)(?P<reference>{_REFERENCE})(?:文件?|通知)?(?=[,、及和与]|$)")
_ABOLISHES = re.compile("关于.{0,40}(?:废止|宣布失效|停止执行)|(?:废止|宣布失效).*的(?:决定|通知|公告|通告)$")
_PARTLY = re.compile("修改|修订|修正|继续有效|保留|清理结果")
_LINE = re.compile(
    r"^[ \t\u3000#*|\-]*(?:[\d一二三四五六七八九十]{1,4}[、.．|]|[（(][\d一二三四五六七八九十]{1,3}[）)])?[ \t\u3000]*"
    rf"(?P<title>{TITLE})[ \t\u3000|]*(?:[（(]?(?P<reference>[\u4e00-\u9fff]{{1,12}}{YEAR}第?\d{{1,5}}号)[）)]?)?"
    r"[ \t\u3000]*[|。；;，,、]?[ \t]*$",
    re.MULTILINE,
)
_ORDERED = re.compile(rf"(?:废止|宣布失效)(?P<objects>(?:{TITLE_MARK}(?:\([^()]*\))?[、,及和与]?)+)")


def own_repeals(sentences: Sequence[Sentence], title: str, body: str) -> tuple[str, ...]:
    """What the document ends by its own clauses, each as 《title》, its number in brackets behind, or a number alone.

    《河道办法》（青府〔2010〕5号）同时废止 counts where its sentence, or the one before, is about the document itself.
    Of a document whose `title` says that it repeals others, what the title and the lines of `body` name counts too.
    """
    titles = title_keys(title)
    found = [item for sentence in sentences for item in _repealed(sentence, titles)]
    return tuple(dict.fromkeys([*found, *_abolished(sentences, title, body)]))


def _abolished(sentences: Sequence[Sentence], title: str, body: str) -> Iterator[str]:
    folded = fold(title)
    if not _ABOLISHES.search(folded) or _PARTLY.search(folded):
        return
    yield from TITLES.findall(title)
    for sentence in sentences:
        for found in _ORDERED.finditer(sentence.text):
            yield from _objects(sentence, found["objects"])
    for line in _LINE.finditer(body):
        yield f"{line['title']}（{line['reference']}）" if line["reference"] else line["title"]


def _repealed(sentence: Sentence, titles: frozenset[str]) -> Iterator[str]:
    if not _is_about_itself(sentence, titles):
        return
    at = 0
    for verb in islice(_ENDED.finditer(sentence.text), MOST_CLAUSES):
        begun = [found.end() for found in IN_FORCE.finditer(sentence.text, at, verb.start())]
        yield from _objects(sentence, sentence.text[max([at, *begun]) : verb.start()])
        at = verb.end()


def _is_about_itself(sentence: Sentence, titles: frozenset[str]) -> bool:
    if opens_with_own(sentence.text) or opens_with_own(sentence.before) or IN_FORCE.match(sentence.before):
        return True
    if re.search(rf"(?:^|[,:自]){OWN}(?:[印发公颁实施]|$|,)", sentence.text):
        return True
    clauses = islice(IN_FORCE.finditer(sentence.text), MOST_CLAUSES)
    return any(is_own(sentence, found.start(), titles) for found in clauses)


def _objects(sentence: Sentence, text: str) -> Iterator[str]:
    for found in _OBJECT.finditer(text):
        number = f"（{found['reference']}）" if found["reference"] else ""
        yield f"{sentence.title(found['title'])}{number}"
    for found in _NUMBERED.finditer(text):
        yield found["reference"].removeprefix("原")
