"""What takes the place of what in a question, in all languages: times, kinds of right, roles, ordinals."""

import re


def any_of(*parts: str) -> re.Pattern[str]:
    """Any of these patterns, in capitals or small letters."""
    return re.compile("|".join(parts), re.IGNORECASE)


_YEAR = r"(?<![\d.–—/-])(?:19|20)\d\d(?![\d–—/-]|\s?[至到~])"
_MONTH = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai"
    "|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
)
_HALF = (
    "(?:first|second) half of|(?:erstes|zweites|ersten|zweiten) halbjahr|(?:premier|second) semestre"
    "|(?:primer|segundo) semestre"
)
PART = (
    r"(?:[上下]半[年期]|全年|[상하]반기|第[一二三四1-4]季度"
    r"|(?<!\d)\d{1,2}(?:[-–—至到]\d{1,2})?月份?(?:\d{1,2}日)?)"
)
TIME = any_of(
    rf"(?:{_YEAR}|(?<!\d)[012]\d(?=年[上下全头度底末]))\s?[年년]度?(?:\s?{PART})?[底末]?",
    PART,
    rf"(?:(?:the )?(?:{_HALF}) )?(?:{_MONTH}(?: \d{{1,2}},?)? )?{_YEAR}",
)
WITH_MONTH = any_of(r"\d月", _MONTH)
LONE_YEAR = re.compile(r"(?:\d{4}|\d\d(?=年))\s?[年년]?")
NAMED = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」|\"[^\"]*\"")
NUMBERED = any_of(r"第(?:[一二三四五六七八九十百]+|\d+)[条项号类期]", r"\b(?:measure|article|proposal|no\.?) \d+")

# Kinds of right take each other's place though they share no word.
OPPOSITES = tuple(
    any_of(*(rf"\b{word}\b" if word.isascii() else word for word in row.split()))
    for row in (
        "国内 国外 境外 海外 本地",
        "国家级 省级 市级 区级",
        "民事 刑事 行政",
        "domestic foreign overseas local",
        "national provincial municipal",
        "civil criminal administrative judicial",
    )
)
RIGHTS = any_of(
    "PCT国际专利|国际专利|发明专利|外观设计|实用新型|专利|注册商标|商标|计算机软件著作权|软件著作权|著作权|版权|商业秘密|地理标志"
    "|集成电路布图设计|植物新品种|特许|実用新案|意匠|특허|상표|저작권|디자인",
    r"\b(?:invention patents?|design patents?|utility models?|patents?|trade ?marks?|(?:software )?copyrights?"
    r"|trade secrets?|geographical indications?|layout designs?|plant varieties"
    r"|patente[ns]?|marken?|urheberrechte?|gebrauchsmuster|brevets?|marques?|droits? d['’]auteur|marcas?"
    r"|derechos? de autor)\b",
)
LEAD = "牵头|主办|领头|带头|挑头|主导|主管"
SUPPORT = "配合|协助|协同|会办|协办"
ORDINAL = any_of(
    r"(?:那?第)?(?P<zh>(?<=第)[一二三四五六七八九1-9])[个项条家种位]?",
    r"(?:the )?(?P<en>first|second|third|fourth|fifth|last)(?: one)?",
)

# Who, how much, when, why.
ASKED = (
    any_of(
        "谁|哪一?[个家]|边个|누",
        r"\bwho\b|\bwhich \w*(?:agenc|bod|depart|bureau|offic|unit|author|organi|institu)|\bwer\b|\bqui\b|quién",
    ),
    any_of("多少|几|何件|いくつ|몇", r"how (?:many|much)|wie ?viel|combien|cuánt"),
    any_of("什么时候|何时|哪一?[天年]|いつ|언제", r"\bwhen|\bwann|quand|cuándo"),
    any_of("为[什何啥]|なぜ|왜", r"\bwhy|warum|pourquoi|por qué"),
)
END = " \t?？!！.。,，、;；:：¿¡"
"""What a question is stripped of at both ends before it is matched."""
