"""Units, one for all languages, and the measure words and nouns that stand for them."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from index import simplify

Unit = Literal["元", "人", "家", "件", "项", "个", "%", "天", "月", "年", "倍", "次"]

_WORDS: Mapping[Unit, str] = {
    "%": r"百分|%|成$|個?百分點|퍼센트|パーセント|割$|\bper ?cent|\bpercent|\bprozent|\bpour ?cent|\bpor ciento",
    "元": (
        r"[元块]$|钱|人民币|円$|ドル$|위안$|\b(?:yuan|rmb|cny|money|dollars?|euros?)\b|\b(?:geld|argent|dinero"
        r"|yuans|yuanes)\b"
    ),
    "倍": r"倍|\btimes (?:as|more|bigger|larger|higher|greater)\b|\b(?:fold|-mal|배)\b",
    "次": (
        r"[次回届期趟]$|人次|\btimes\b|번$|회$|\b\w*mal\b|\bfois\b|\bveces\b|\b(?:sessions|rounds|meetings"
        r"|campaigns|inspections)\b"
    ),
    "人": (
        r"[人名位员者]$|(?:学生|教师|老师|律师|专家|人才|法官)$|명$|\b(?:people|persons?|staff|students?|judges?|experts?|officers?|officials?|teachers?"
        r"|workers?|residents?|lawyers?|professionals?|talents?|volunteers?|trainees|participants|employees"
        r"|households|personen|menschen|personnes?|personas|leute)\b"
    ),
    "家": (
        r"[家所户社校]$|(?:企业|机构|公司|单位|学校|医院|银行|商户)$|곳$|\b(?:compan(?:y|ies)|enterprises?|firms?"
        r"|institutions?|organi[sz]ations?|banks?|schools?|businesses|agencies|hospitals?|unternehmen|firmen"
        r"|schulen|entreprises|empresas|sociétés|escuelas|écoles)\b"
    ),
    "件": (
        r"[件宗起份]$|건$|\b(?:cases?|applications?|patents?|trademarks?|complaints?|documents?|registrations?"
        r"|fälle|anträge|demandes|affaires|solicitudes|casos)\b"
    ),
    "项": (
        r"[项条款]$|項目$|\b(?:measures?|projects?|items?|tasks?|polic(?:y|ies)|standards?|provisions?|articles?"
        r"|rules?|reforms?|maßnahmen|projekte|mesures|projets|medidas|proyectos)\b"
    ),
    "天": r"[天日]$|日間|工作日|영업일|일$|\bdays?\b|\btagen?\b|\bjours\b|\bdías\b",
    "月": r"个月|[かヶカヵ箇]月|개월|달$|\bmonths?\b|\bmonate?n?\b|\bmois\b|\bmeses\b",
    "年": r"年|年间|년|\byears?\b|\bjahre?n?\b|\b(?:ans|années)\b|\baños\b",
    "个": r"[个艘辆座只间处套台支棵株类种批隻本個つ]$|개$|척$|대$",
}
_UNITS: Sequence[tuple[Unit, re.Pattern[str]]] = tuple((u, re.compile(simplify(words))) for u, words in _WORDS.items())
"""Words that count, in the order in which they are looked for."""


# A noun in the singular before another one: "student loans".
_ATTRIBUTE = re.compile(r"(?<!people)(?<!staff)(?<![sn%])(?=[ -]\w)")
_BEHIND = re.compile(r" (?:an?|per|each|every|of|in|for|from|to|by|at|on|with|during|over) |$")


def counted_in(words: str) -> Unit | None:
    """The unit, one for all languages, that a measure word or a noun stands for: 宗 and "cases" are 件.

    Of a phrase in English the last noun in the list counts: "talent training projects" are 项; a noun in the singular
    before another one never does: "student loans" have none.
    """
    low = simplify(words.lower())
    found = [(match.end(), unit) for unit, pattern in _UNITS for match in pattern.finditer(low)]
    if low.isascii():
        found = [one for one in found if not _ATTRIBUTE.match(low, one[0])]
        behind = _BEHIND.search(low)
        heads = [one for one in found if behind and one[0] <= behind.start()]
        return max(heads or found, key=lambda one: one[0], default=(0, None))[1]
    return found[0][1] if found else None
