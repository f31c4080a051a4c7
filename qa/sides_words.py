"""How questions set two things side by side, by language; matched in lower case and simplified."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from index import simplify
from qa.kinds_en import GROW_EN

Joint = Literal["and", "or", "than"]

_TIME_ZH = (
    r"(?:(?:19|20)?\d\d年(?:度|(?:上|下)半年|头\S个月|前\S个月|底|末|初|\d{1,2}月(?:底|末|初|份)?"
    r"|第?[一二三四1-4]季度)?)"
)
_TIME_EN = (
    r"(?:(?:mid|early|late)[- ]?(?:19|20)\d\d|(?:the )?(?:first|second) half(?: of|,)? (?:19|20)\d\d"
    r"|(?:the )?end of (?:\w+ )?(?:19|20)\d\d|q[1-4](?: of)? (?:19|20)\d\d"
    r"|(?:19|20)\d\d(?:,? (?:first|second) half| h[12]\b)?)"
)
TIME = re.compile(
    rf"(?<!\d){_TIME_ZH}|(?<![\d/-]){_TIME_EN}(?![\d/])|(?<!\d)(?:19|20)\d\d년(?: ?(?:상|하)반기)?|(?<!\d)(?:19"
    rf"|20)\d\d(?!\d)"
)
"""A year or a part of one, as a question says it."""

_AND_ZH = (
    r"(?:以?及|、|(?<![共平总饱缓])和(?![谐平解睦])|(?<!参)与(?!会|否)|跟(?![踪进])"
    r"|(?<![合共协不相认等如一陪随])同(?![比时期步意样类等志行业一])|vs\.?)"
)
_DIFFER_ZH = "区别|差异|差距|差别|不同|异同|高低|出入|变化"
_MORE_ZH = "更|最|多|少|高|低|大|小|早|晚|快|慢|长|短|贵|便宜|严|强|弱|宽|远|重|深|好"
_THAN_ZH = "(?<![同环占对相百分正反好评])比(?![例如较重赛率对照价特亚分武])"
_DEGREE_ZH = (
    "(?:更|还要?|要)?(?:增长|增加|减少|提高|上涨|上升|下降|降低|翻|[多少高低大小快慢早晚强弱长短贵好差严涨升降])"
    "(?=[\u4e00-\u9fff]{0,4}(?:多少|几|吗|不|了|出|些|得|一点|的)|\\W*$)|便宜|更"
    "|[\u4e00-\u9fff]{1,3}[吗么][?]*$"
)
_MORE_EN = (
    r"\b(?:more|less|fewer|higher|lower|larger|bigger|smaller|greater|longer|shorter|faster|slower|earlier|later"
    r"|older|newer"
    r"|stricter|better|worse|cheaper|dearer|wider|deeper|heavier|busier|stronger|ahead|behind|most|least|fewest"
    r"|highest|lowest|largest"
    r"|biggest|smallest|greatest|longest|shortest|earliest|latest|best|worst|first|exceed\w*)\b"
)
_OTHER_EN = r"(?P<b>[^?;!]+?)(?=,? and (?:by |with |in )?(?:what|how|who|when|which|why|where)\b|[?;!]|\W*$)"
_MORE_DE = (
    r"\b(?:mehr|weniger|(?:höher|größer|kleiner|länger|kürzer|niedriger|teurer|billiger|schneller|früher|später"
    r"|stärker|besser|strenger)\w*)\b"
)
_MORE_FR = r"\b(?:plus|moins|supérieure?s?|inférieure?s?|meilleure?s?)\b"
_MORE_ES = r"\b(?:más|mas|menos|mayor(?:es)?|menor(?:es)?|mejor|superior|inferior)\b"


def _forms(*forms: tuple[Joint, str]) -> Sequence[tuple[Joint, re.Pattern[str]]]:
    # A side begins a clause; without that a long text would be tried from each of its characters.
    begins = "(?:^|(?<=[,;:.!?。、]))"
    return tuple(
        (joint, re.compile(simplify(begins + pattern if pattern.startswith("(?P<") else pattern)))
        for joint, pattern in forms
    )


COMPARED: Mapping[str, Sequence[tuple[Joint, re.Pattern[str]]]] = {
    "zh": _forms(
        (
            "than",
            (
                "^(?:与|和|跟|同|较)(?P<b>[^,。?;:!]{2,40}?)(?:相比(?:较|起来)?|比较?起来|相较|对比"
                "|比),?(?P<a>[^。?;!]{2,60})"
            ),
        ),
        ("than", "^(?:比起|相比于?|相较于?|相对于?)(?P<b>[^,。?;:!]{2,40}?),(?P<a>[^。?;!]{2,60})"),
        (
            "and",
            rf"(?P<a>[^,。?;:!]+?)(?P<joint>{_AND_ZH})(?P<b>[^,。?;:!]{{2,}}?)(?:相比较?|(?:做|作|进行)?(?:一下"
            rf"|个)?比较|比起来|对比|之间|相差"
            rf"|比(?=,)|差(?=多少|了|几|距|别|异)|的?(?:有|存在)?(?:什么|何|哪些|多大|啥|多少)?的?(?:{_DIFFER_ZH})"
            rf"|,? ?what(?:['’]?s| is) the difference)(?P<post>.*)",
        ),
        (
            "and",
            rf"(?P<a>[^,。?;:!]+?)(?P<joint>{_AND_ZH})(?P<b>[^,。?;:!]{{2,}}?)(?:,[^,。?;:!]{{0,6}}?)?(?:到底|究竟"
            rf"|是|中|相比)?(?:哪[个样一家年边种里座条艘方次]?|谁|孰)"
            rf"(?P<post>[^。?;]*(?:{_MORE_ZH})[^。?;]*)",
        ),
        ("and", rf"比较(?:一下)?(?P<a>[^,。?;:!]+?)(?P<joint>{_AND_ZH})(?P<b>[^。?;:!]{{2,}})"),
        ("than", rf"(?P<a>[^,。?;:!]{{2,}}?){_THAN_ZH}(?P<b>[^,。?;:!]{{2,}}?)(?={_DEGREE_ZH})(?P<post>.*)"),
        ("than", "(?P<a>[^,。?;:!]{2,}?)是(?P<b>[^,。?;:!]{2,}?)的(?:几|多少|百分之|几分之)(?:倍|多少|几)?"),
        (
            "than",
            (
                "(?P<a>[^。?;:!]{2,}?),?(?:离|距离?|低于|高于|超过)(?P<b>[^,。?;:!]{2,}?)(?:还|尚)?(?:差|有|少|多"
                "|缺)了?(?:多少|多远|几)"
            ),
        ),
        (
            "and",
            rf"(?P<a>[^。?;!]{{2,}}?),?(?P<joint>{_AND_ZH})(?P<b>[^。?;!]{{2,}}?),?(?:这"
            rf"|那)?[两二][个件者项种家类边方年份条样]"
            rf"(?P<post>[^。?;]{{0,14}}?(?:一样|相同|同样|差|更|哪个?[{_MORE_ZH.replace('|', '')}]|{_DIFFER_ZH}).*)",
        ),
        (
            "and",
            rf"(?P<a>[^,。?;:!]{{2,}}?),?(?P<joint>{_AND_ZH})(?P<b>[^,。?;:!]{{2,}}?)(?:是不是|是否)?(?:一样|相同"
            rf"|同样)(?P<post>.*)",
        ),
        ("or", "(?P<a>[^,。?;:!]{2,}?),?(?:还是|抑或|或者?是?)(?P<b>[^,。?;:!]{2,})"),
    ),
    "en": _forms(
        ("and", rf"\b(?:differences?|gap|comparison|contrast|ratio) between (?P<a>.+?) and {_OTHER_EN}"),
        ("and", rf"\b(?:compare|comparing|contrast)\b (?P<a>.+?)(?: with | to | and | against | versus ){_OTHER_EN}"),
        ("than", r"^(?:as )?(?:compared|in comparison|relative|as opposed) (?:with|to) (?P<b>[^,?]+),(?P<a>[^?;!]+)"),
        (
            "than",
            (
                rf"(?P<a>.+?),? (?:as )?(?:compared?|in comparison|relative|set against|measured against"
                rf"|stack up)(?: (?:with|to|against))? {_OTHER_EN}"
            ),
        ),
        ("and", rf"(?P<a>.+?) (?:vs\.?|versus) {_OTHER_EN}"),
        (
            "and",
            (
                rf"^(?P<pre>[^?;!]*?)\b(?:{GROW_EN}|chang\w*|differ|var(?:y|ied)"
                rf"|evolve\w*)\b[^?;!]*?\bbetween (?P<a>.+?) and {_OTHER_EN}"
            ),
        ),
        (
            "and",
            r"^(?P<a>[^?;!]+?),? and (?:is|was|were|are|has|have|had|did)\b (?P<b>[^?;!]*\b(?:above|below|ahead of"
            r"|behind|short of|past"
            r"|beyond|exceed\w*|reach\w*|met|meet|achiev\w*|hit)\b[^?;!]*)",
        ),
        ("than", rf"\bhow (?:do|does|did) (?P<a>.+?) differ from {_OTHER_EN}"),
        ("and", r"\bhow (?:do|does|did) (?P<a>.+?) and (?P<b>[^?;!]+?) differ\b"),
        (
            "than",
            (
                rf"(?P<a>.*?{_MORE_EN}.*?)(?<!rather )(?<!other )(?<!no later )(?<!no earlier )\bthan "
                rf"(?!\d+\b(?! target| plan| figure|\W*$)|half\b|one\b){_OTHER_EN}"
            ),
        ),
        ("than", rf"(?P<a>.+?) as (?:many|much|high|large|big|long|often)(?: \w+){{0,3}}? as {_OTHER_EN}"),
        ("than", rf"\bhow (?:far|close)\b(?P<a>.+?) (?:below|above|short of|away from|from|off|to) {_OTHER_EN}"),
        ("and", rf"^(?:of|between|among) (?P<a>.+?) and (?P<b>[^,?;!]+),(?P<post>[^?;!]*{_MORE_EN}[^?;!]*)"),
        ("or", rf"^(?P<pre>[^?;!]*{_MORE_EN}[^?;!:,]*[:,])(?P<a>[^?;!]+?),? or {_OTHER_EN}"),
        ("or", rf"^(?=[^?;!]*{_MORE_EN})(?P<a>[^?;!]+?),? or {_OTHER_EN}"),
    ),
    "de": _forms(
        ("and", r"\bunterschiede? zwischen (?P<a>.+?) und (?P<b>[^?;!]+)"),
        ("and", r"\bvergleich\w*(?: sie)? (?P<a>.+?) (?:mit|und) (?P<b>[^?;!]+)"),
        ("than", r"(?P<a>.+?),? (?:im vergleich (?:zu[mr]?|mit)|verglichen mit|gegenüber) (?P<b>[^?;!]+)"),
        ("than", rf"(?P<a>.*?{_MORE_DE}.*?) als (?!\d)(?P<b>[^?;!,]+)"),
        ("or", rf"^(?P<pre>[^?;!]*{_MORE_DE}[^?;!:,]*[:,])(?P<a>[^?;!]+?),? oder (?P<b>[^?;!]+)"),
        ("or", rf"^(?=[^?;!]*{_MORE_DE})(?P<a>[^?;!]+?) oder (?P<b>[^?;!]+)"),
    ),
    "fr": _forms(
        ("and", r"\b(?:différences?|écart) entre (?P<a>.+?) et (?P<b>[^?;!]+)"),
        ("and", r"\bcompare[rz]? (?P<a>.+?) (?:à|avec|et) (?P<b>[^?;!]+)"),
        ("than", r"(?P<a>.+?),? (?:par rapport (?:à|au|aux)|comparée?s? (?:à|au|aux)) (?P<b>[^?;!]+)"),
        ("than", rf"(?P<a>.*?{_MORE_FR}.*?) qu(?:e |['’])(?!\d)(?P<b>[^?;!,]+)"),
        ("or", rf"^(?P<pre>[^?;!]*{_MORE_FR}[^?;!:,]*[:,])(?P<a>[^?;!]+?),? ou (?P<b>[^?;!]+)"),
        ("or", rf"^(?=[^?;!]*{_MORE_FR})(?P<a>[^?;!]+?) ou (?P<b>[^?;!]+)"),
    ),
    "es": _forms(
        ("and", r"\bdiferencias? entre (?P<a>.+?) y (?P<b>[^?;!]+)"),
        ("and", r"\bcompar[ae]r? (?P<a>.+?) (?:con|y|a) (?P<b>[^?;!]+)"),
        (
            "than",
            (
                r"(?P<a>.+?),? (?:en comparación con|comparad[oa]s? con|respecto (?:a|al)|frente (?:a"
                r"|al)) (?P<b>[^?;!]+)"
            ),
        ),
        ("than", rf"(?P<a>.*?{_MORE_ES}.*?) que (?!\d)(?P<b>[^?;!,]+)"),
        ("or", rf"^(?P<pre>[^?;!]*{_MORE_ES}[^?;!:,]*[:,])(?P<a>[^?;!]+?),? o (?P<b>[^?;!]+)"),
        ("or", rf"^(?=[^?;!]*{_MORE_ES})(?P<a>[^?;!]+?) o (?P<b>[^?;!]+)"),
    ),
    "ja": _forms(
        (
            "and",
            (
                "(?P<a>[^、。?]+?)と(?P<b>[^。?]+?)(?:の(?:違い|差|比較|どちら)|とでは|では|を比較|を比べ"
                "|、?どちら)(?P<post>.*)"
            ),
        ),
        ("than", "(?P<a>[^。?]+?)は(?P<b>[^。?]+?)(?:と比べ|に比べ|と比較し|より)て?も?(?P<post>.*)"),
        ("than", "(?P<b>[^。?]+?)(?:と比べ|に比べ|と比較し|より)て?も?、?(?P<a>.+)"),
    ),
    "ko": _forms(
        (
            "and",
            (
                "(?P<a>[^?]+?)(?:와|과|하고|이랑|랑) (?P<b>[^?]+?)(?:의 (?:차이|격차|비교)|[을를] 비교"
                "| 중(?:에서?)? 어느| 사이)(?P<post>.*)"
            ),
        ),
        ("than", "(?P<a>[^?]+?)(?:은|는|이|가) (?P<b>[^?]+?)보다(?P<post>.*)"),
        ("than", "(?P<b>[^?]+?)보다,? (?P<a>[^?]+)"),
    ),
}
"""How two things are set side by side: `a` and `b` are they, `pre` and `post` what goes for both."""

CHANGE = re.compile(
    simplify(
        "增|减|变化|涨|升|下降|降低|差(?=多少|距|了)|提高|翻|扩大|对比|相比|変化|増|減|差|증가|감소|변화|차이|늘|줄"
        rf"|\b(?:{GROW_EN}|chang\w*|differ\w*|double\w*|evolv\w*|ver(?:ä|a)nder\w*|stieg\w*|gestiegen|gewachsen"
        rf"|gesunken|évolu\w*"
        r"|augment\w*|baiss\w*|chang\w*|cambi\w*|aument\w*|creci\w*|baj\w*)\b"
    )
)
"""Words of change: with two years beside them a question compares."""

VAGUE = re.compile(
    "^(?:别的|其[他它]|另外)|上年|去年|上一年|前一年|前年|同期|往年|原来|以前|过去|之前|上季|上月|全国平均|预期"
    "|前の?年|昨年|前年|作年|작년|전년|지난해"
    r"|^\W*(?:the |a |in |das |dem |die |im |el |la |l['’]|le )?(?:last|previous|prior|preceding|past|same period"
    r"|year before|year earlier|usual|expected|planned|others?\b|another|some(?:one|body) else|not\b"
    r"|average|ever|before|that$|vorjahr|letzte\w* jahr|année (?:précédente|dernière)|an dernier|año (?:anterior"
    r"|pasado)|mismo período)"
)
"""What is compared with is the time before, of which the same sentence speaks."""
