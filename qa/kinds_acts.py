"""What is done to a thing at a date (approved, signed, issued …): how questions ask for it and how texts say it."""

import re
from collections.abc import Mapping
from typing import Literal

from index import simplify

Act = Literal["approve", "sign", "issue", "establish", "effect", "start", "finish", "amend", "draft", "submit", "meet"]

_ASKED_ZH: Mapping[Act, str] = {
    "approve": (
        "批复|批准|获批|核准|审批|报批|批[了的下过]|批下来|获准|准许|许可|点头|放行|审议|表决|过会|过的|审过"
        "|(?:审议|表决|获得?|正式|已|被|一致|顺利)通过|通过[了的]|通过(?=[\\W]*$|时间|日期)|同意"
    ),
    "sign": "签署|签订|签约|签[了的下]|缔结|订立|落笔",
    "issue": "印发|发布|公布|颁布|出台|下发|发文|刊发|发出|公告|公示|发的|发了",
    "establish": "挂牌|揭牌|成立|设立|组建|创立|创办|创建|建立|建起来|设起来|诞生",
    "effect": "施行|生效|实施|执行|起效",
    "start": "启动|开工|动工|开始|开展|开通|开业|开放|启用|上线|投入使用|投用|投产|运营|运行|试行|起步|推出",
    "finish": "完成|建成|竣工|完工|结束|收官|落成|交付",
    "amend": "修订|修改|修正|废止",
    "draft": "制定|制订|编制|起草|拟定|草拟|弄出来|写出来|定出来",
    "submit": "报送|上报|提交|递交|申报|报告|报上去|交上去|交给|呈报|报到",
    "meet": "沟通|座谈|会面|见面|面谈|联系|会谈|召开|举行|举办|开会|交流|走访|调研",
}
_TOLD_ZH: Mapping[Act, str] = {
    "approve": "批复|批准|获批|核准|审批|获准|准予|许可|审议|表决|通过|同意|批[了的]|过会",
    "sign": "签署|签订|签约|签定|签字|签[了下]|缔结|订立|达成",
    "issue": "印发|发布|公布|颁布|出台|下发|发文|刊发|发出|公告|公示|推出|制发|颁发",
    "establish": "挂牌|揭牌|成立|设立|组建|创立|创办|创建|建立|建成|设置|落户|诞生|筹建",
    "effect": "施行|生效|实施|执行|起效|适用|起试行|启用",
    "start": (
        "启动|开工|动工|开始|开展|开通|开业|开放|启用|上线|投入使用|投用|投产|运营|运行|试行|推出|挂牌|揭牌|实施|施行"
        "|发起|首[次期届批个]|组织|举办"
    ),
    "finish": "完成|建成|竣工|完工|结束|收官|落成|交付|实现|办结|达到",
    "amend": "修订|修改|修正|废止",
    "draft": "制定|制订|编制|起草|拟定|草拟|拟订|拟制|形成|出台|印发",
    "submit": "报送|上报|提交|递交|申报|报告|呈报|报给|报至|报[市省国区县]|汇总|送交|提供|交",
    "meet": "沟通|座谈|会面|见面|面谈|联系|会谈|召开|举行|举办|会议|交流|走访|调研|商|论坛|致电|来访",
}
_ASKED_EN: Mapping[Act, str] = {
    "approve": (
        r"approv(?:e[ds]?|ing|al)|adopt(?:ed|s|ing|ion)?|pass(?:ed|es)?|ratif\w+|authori[sz]\w+|endors\w+"
        r"|permit(?:ted)?"
        r"|permission|clear(?:ed|ance)|consent\w*|agree(?:d|s)? to|go-ahead|green[- ]?light\w*|nod|licen[cs]ed"
    ),
    "sign": r"sign(?:ed|s|ing)?|signature|conclud(?:ed?|es|ing)",
    "issue": r"issu(?:ed?|es|ing|ance)|publish\w*|publication|releas(?:ed?|es|ing)|promulgat\w+|announc\w+|unveil\w*",
    "establish": (
        r"establish(?:ed|es|ing)?|found(?:ed|ing)|set up|creat(?:ed?|ion)|form(?:ed|ally established)|born"
        r"|inaugurat\w+"
        r"|instituted"
    ),
    "effect": r"effect(?:ive)?|in(?:to)? force|implement(?:ed|s|ing)?|enter(?:ed|s)? into|appl(?:y|ied|ies)|enforced",
    "start": r"start(?:ed|s|ing)?|beg[iau]n(?:s|ning)?|launch\w*|open(?:ed|s|ing)?|commenc\w+|go(?:es)? live|went live",
    "finish": r"finish\w*|complet(?:ed?|es|ion)|conclusion|built|end(?:ed|s)?",
    "amend": r"amend(?:ed|s|ment)?|revis(?:ed?|ion)|repeal\w*",
    "draft": r"draft(?:ed|ing)?|dr[ae]wn? up|drew up|formulat\w+|prepared|work(?:ed)? out|written",
    "submit": (
        r"submit(?:ted|s)?|report(?:ed)?(?= to| by| on| their| its| progress)|hand(?:ed)? in|fil(?:ed?|ing)|sent? in"
    ),
    "meet": (
        r"met|meet|sp(?:eak|oken?)|talk(?:ed)?|contact(?:ed)?|held|hold|communicat\w+|discuss\w*|consult(?:ed)?"
        r"|visit\w*"
    ),
}
_TOLD_EN = {
    **_ASKED_EN,
    "establish": rf"{_ASKED_EN['establish']}|open(?:ed|ing)|launch\w*",
    "start": rf"{_ASKED_EN['start']}|establish\w*|in operation|operational",
    "meet": rf"{_ASKED_EN['meet']}|meeting|conference",
}
_ASKED_OTHERS: Mapping[Act, str] = {
    "approve": (
        r"\baprob\w+|\bautoriz\w+|visto bueno|\bapprouv\w+|\baccord(?!-cadre)\b|\bautoris\w+|feu vert|\badopt\w+"
        r"|\b(?:genehmigt?|gebilligt|bewilligt|zugelassen|verabschiedet|genehmigung)\b|承認|認可|可決|許可"
        r"|승인|통과|허가|비준|가결"
    ),
    "sign": (
        r"\bfirm(?:ó|aron|ado|ada|ar|a)\b|\bsign(?:é\w*|er|ature|a)\b|\b(?:unterzeichn\w+|unterschrieb\w*)|締結"
        r"|結んだ"
        r"|調印|署名|체결|서명"
    ),
    "issue": r"\bpublic(?:ó|ado|ada)\b|\bpublié\w*|\bveröffentlicht\w*|\berlassen\b|公表|公布|発表|発行|발표|공포|발행",
    "establish": (
        r"\b(?:fund(?:ó|ado|ada)|estableci\w+|cre(?:ó|ado|ada)|constituy\w+)\b|\b(?:fond|cré|établi|institu)[ée]\w*"
        r"|\b(?:gegründet|eingerichtet|errichtet)\b|設立|設置|発足|創設|설립|설치|신설|창설"
    ),
    "meet": r"\b(?:réuni\w*|reuni\w+|getroffen|gesprochen|traf)\b|連絡|面談|会談|開催|소통|연락|면담|개최|회의를",
    "effect": r"entr\w+ en vigor|entr\w+ en vigueur|\b(?:in kraft|gilt)\b|施行|発効|시행|발효",
}
_TITLE = re.compile(r"《[^》]*》|“[^”]*”")
_WHEN_ZH = re.compile(
    "什么(?:时候|时间|日期|年份|月份)|啥时候?|何[时年月日]|几时|几(?:月|号|日|点)(?:份|几[日号])?"
    "|哪(?:一|1)?(?:年|天|月|日|个?月份?|个?季度|个?时候)|哪个?年份"
)
_DATE_ZH = re.compile("时间|日期|年份")


def _compiled(tables: Mapping[Act, str], before: str = "", after: str = "") -> Mapping[Act, re.Pattern[str]]:
    return {act: re.compile(f"{before}(?:{simplify(words)}){after}", re.IGNORECASE) for act, words in tables.items()}


_ASKED = (
    _compiled(_ASKED_ZH),
    _compiled(_ASKED_EN, r"\b", r"\b"),
    _compiled(_ASKED_OTHERS),
)
_TOLD = {act: re.compile(rf"{simplify(_TOLD_ZH[act])}|\b(?:{_TOLD_EN[act]})\b", re.IGNORECASE) for act in _TOLD_ZH}


def acts_asked(low: str) -> tuple[Act, ...]:
    """The acts whose date a lowered question asks for, in the order of its words; () where it names none.

    What stands in quotation marks or title marks names a thing and does not count. In Chinese the words behind the
    question word count before those in front of it, of which only the last does: 签约大厅何时揭牌 asks for `establish`.
    """
    text = _TITLE.sub(lambda found: " " * len(found[0]), low)
    found = sorted(
        (one.start(), one.end(), act)
        for table in _ASKED
        for act, words in table.items()
        for one in words.finditer(text)
    )
    when = _WHEN_ZH.search(text) or _DATE_ZH.search(text)
    if when:
        behind = [one for one in found if one[0] >= when.end()]
        before = [one for one in found if one[1] <= when.start()]
        found = behind or before[-1:]
    return tuple(dict.fromkeys(act for _, _, act in found))


def tells_act(act: Act, levelled: str) -> bool:
    """Whether a text, levelled as by `qa.dates.levelled`, says of an act that it is or was done."""
    return _TOLD[act].search(levelled) is not None
