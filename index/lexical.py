"""The lexical leg's terms: Chinese characters, Latin words, whole numbers and references, and pairs of neighbours."""

import re
from collections import Counter

from index.fold import figures, fold

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{HAN}]|\d+(?:[.,]\d+)*%?|(?:(?![{HAN}])[^\W\d_])+")
_NOUGHTS = re.compile(r"^0+(?=\d)")
_REFERENCE = re.compile(r"[〔\[(【]\s*((?:19|20)\d\d)\s*年?[〕\])】]\s*(?:第?\s*0*(\d+)\s*号|no\.?\s*0*(\d+))")
_YEARS = re.compile(r"((?:19|20)\d\d)年?\s*(?:[-–—~至到]+|to)\s*((?:19|20)\d\d)(?!\d)")

# What a question asks with, Cantonese included. The texts that answer rarely hold it, and those that do would win.
_ASKING = re.compile(
    r"[为因]?(?:什么|甚么|啥|乜嘢|乜|咩)(?:样的?)?|哪[一几两些]?[个种位类项里儿]?|谁|怎么?样?的?|如何|为何|请问"
    r"|(?<!任)何[时地处种人年物谓以]|多(?:少|久|[大长远高](?=\W|$))|几多|几(?=[个年项家种位条次天月名])"
    r"|是否|能否|可否|有无|有没有|是不是|能不能|可不可以|系咪|(?:吗|呢|么|啊|呀|嘛|(?<![网酒])吧)(?=\W|$)"
    r"|(?<![周路身海河旁两东西南北左右上下这那一里外])边(?:一|几)?[个度位](?![人体])|(?<!\w)点(?:样|解)"
)
_GAP = "|"


def lexical_terms(text: str) -> list[str]:
    """Terms of a text in its folded form.

    Every Han character, Latin word and number is a term, and so is each pair of them with nothing but white space
    between (家, 20 and 20 家; 海, 关 and 海 关): pairs do for Chinese what a dictionary of words would do. A reference
    (〔2021〕61号) and a span of years (2019-2021) are terms as wholes too. What stands in Chinese numerals gives the
    terms of both spellings (第三十六条 also 36 and 36 条).
    """
    folded = fold(text)
    written = figures(folded)
    terms = _terms(folded)
    # The larger count of each term: what both spellings share is there once.
    return terms if written == folded else list((Counter(terms) | Counter(_terms(written))).elements())


def question_terms(question: str) -> list[str]:
    """The terms of what a question asks for, for texts that gave their `lexical_terms`.

    Numerals are in figures, as every text has them too. The Chinese words that it asks with (什么, 哪些, 吗) are left
    out, unless there are no others.
    """
    folded = fold(question)
    return _terms(figures(_ASKING.sub(_GAP, folded))) or _terms(figures(folded))


def _terms(folded: str) -> list[str]:
    tokens: list[str] = []
    pairs: list[str] = []
    before, end = "", 0
    for match in _TOKEN.finditer(folded):
        token = match[0]
        if token[0] in "0123456789":
            token = _NOUGHTS.sub("", token.replace(",", ""))
        start = match.start()
        if tokens and (start == end or folded[end:start].isspace()):
            pairs.append(f"{before} {token}")
        tokens.append(token)
        before, end = token, match.end()
    references = [f"〔{year}〕{number or other}" for year, number, other in _REFERENCE.findall(folded)]
    years = [f"{first}-{last}" for first, last in _YEARS.findall(folded)]
    return tokens + pairs + references + years


def is_han(term: str) -> bool:
    """Whether a term begins with a Han character."""
    return re.match(f"[{HAN}]", term) is not None
