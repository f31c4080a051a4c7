"""How follow-ups look, by language: openers, pronouns, questions, and the words that name no subject."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index import simplify
from qa.followup_words import LEAD, SUPPORT, any_of


@dataclass(frozen=True, slots=True)
class Forms:
    """How follow-ups look in one language.

    `about` takes the subject out of "what about X"; `points` are pronouns; `light` is all that names no subject: what
    is left is a question's content. `topics` find a question's subject, the first `sure` of them surely enough to
    stand where a pronoun stands. Up to `few` units of content (words, or characters where `wide`) do not stand alone.
    """

    wide: bool
    opener: re.Pattern[str]
    about: re.Pattern[str]
    asks: re.Pattern[str]
    points: re.Pattern[str]
    light: re.Pattern[str]
    topics: tuple[re.Pattern[str], ...]
    sure: int
    few: int


NOTHING = re.compile(r"(?!)")

_UNIT = "[个家件项名条种次批所位支期类人万亿元](?:人|元|个百分点)?"
WH_ZH = (
    rf"(?:哪一?(?:天|年|[里儿]|{_UNIT}|些)?|多少{_UNIT}|多少|几(?:{_UNIT}|[月日号])|什么(?:时候|时间|地方)?|谁|边(?:个|几个)|何时|何处"
    "|怎么?样?|如何|为(?:什么|何|啥)|多[大长高久快]|啥)(?:单位|部门|机构|局)?"
)
_ROLE_ZH = f"(?:{LEAD}|{SUPPORT}|负责|支持|领衔|参与)"
ATTRIBUTE_ZH = (
    "(?:规模|费用|经费|资金|金额|总额|时间|日期|地点|地址|目标|期限|数量|原因|理由|目的|依据|内容|名称|条件|标准|对象|方式|比例|增幅"
    "|增速|增长|增加|上升|下降|提高|重点任务|任务|分工|功能|作用|职责|要求|措施|单位|部门|机构|结果|进展|效果|文号)"
)
FILL_ZH = (
    "(?:是|由|归|被|让|有|在|为|达到?|于|的|分别|主要|总?共|一共|累计|目前|现在|到底|究竟|应该?|都|已经?"
    "|又|还|[,， ])*+"
)
_LATER_ZH = "(?:单位|部门|机构|来|在|去|要|应)*"
_DONE_ZH = "(?:正式|才|获批|批复|成立|设立|建成|签订|签署|通过|出台|发布|开始|批准)"
ZH = Forms(
    wide=True,
    opener=any_of(
        r"^(?:那么|那(?![个些项条家种位边里次年时几])|还有|另外|以及|至于|然后|对了|咁|换成)[，, ]*(?=[^呢])"
    ),
    about=any_of("^(?P<marked>.+?)(?:又?(?:怎么样|如何))?呢$"),
    asks=any_of(WH_ZH, "吗$", ".没有?$", "有没有|是不是|是否|能否|能不能|会不会"),
    points=any_of(
        "^其中的?",
        "它们?|(?<!其)[他她]们?|其(?![他它余实次中会])|上述|前者|后者|此(?=[项条类])",
        "(?<!应)该(?=(?:中心|条例|机构|单位|项目|平台|方案|计划|基金|委|局|市|区|措施|任务|联盟|办法|案|会议|文件|协议))",
        "(?:这|那)(?:[些项条家种份](?!么)|个(?!么)|几[个家项]|次)?(?:任务|措施|工作|事)?(?=由|是|归|要|算|的|有|$|[^么里样])(?<!那)",
        "那(?:[些项条家种份个]|几[个家项])",
    ),
    light=any_of(
        WH_ZH,
        _ROLE_ZH,
        ATTRIBUTE_ZH,
        "请问|具体|分别|其中|它们?|[他她]们?|下一步|打算|准备|上述|前者|后者|[这那](?:[个些项条家种次]|几[个家项])?|同比|其[他它余]|另外|一共|总共|目前"
        "|现在|一下|包括|哪些",
        "[的了呢吗么是有没在由被把和与及对为到于就都还也又再各每个家件项名条种来去要会能可以应该其此算吧啊做办钱花,？?]",
    ),
    topics=(
        any_of("^(?P<topic>[^：]+)："),
        any_of(f"^{WH_ZH}{_LATER_ZH}{_ROLE_ZH}(?P<topic>.{{2,}})$"),
        any_of(f"^(?P<topic>.{{2,}}?)的?{_ROLE_ZH}(?:单位|部门|机构)?{FILL_ZH}{WH_ZH}$"),
        any_of(
            f"^(?P<topic>.{{2,}}?)(?:[这那](?:项|一?条|件事)(?:任务|措施|工作)?|的{ATTRIBUTE_ZH})?{FILL_ZH}"
            f"{WH_ZH}{_LATER_ZH}{_ROLE_ZH}?(?:的|呢|负责|组织|实施|落实)*$"
        ),
        any_of(f"^(?P<topic>.{{2,}}?){FILL_ZH}(?:什么时候|何时|哪一?[天年]){_DONE_ZH}+(?:的|了)?$"),
        any_of(f"(?:多少|几|哪几?|哪些)(?:{_UNIT})?(?P<topic>[^的]{{2,}})$"),
        any_of(f"^(?P<topic>[^，：]{{2,}}?)(?:由|归|是|有|为|在|累计|共|的|达){FILL_ZH}{WH_ZH}"),
    ),
    sure=5,
    few=3,
)

WH_EN = r"(?:who|whom|whose|what|when|where|which|why|how)\b"
AUX_EN = r"(?:is|are|was|were|has|have|had|do|does|did|will|would|should|can|could|must|may)\b"
BODY_EN = (
    r"(?:agenc(?:y|ies)|bod(?:y|ies)|departments?|bureaus?|units?|organi[sz]ations?|authorit(?:y|ies)|offices?"
    r"|institutions?)"
)
THING_EN = (
    r"(?:measures?|tasks?|plans?|projects?|program(?:me)?s?|cent(?:er|re)s?|agreements?|regulations?|rules?|funds?|systems?"
    r"|platforms?|proposals?|numbers?|figures?|things?)"
)
ROLE_EN = (
    r"(?:leads?|led|leading|heads?|headed|supports?|supported|supporting|coordinates?|assists?|assisting"
    r"|cooperates?(?: on| in| with)?|cooperating|helps?(?: with)?"
    r"|(?:is |are |was |were )?(?:in charge of|responsible(?: for)?)|takes? (?:the lead|charge) (?:on|in|of|for))"
)
EN = Forms(
    wide=False,
    opener=any_of(r"^(?:(?:and|but|or|so|then|also|ok|okay|plus)\b[, ]*)+(?=\S)"),
    about=any_of(r"^(?:(?:what|how) (?:about|of)|(?:the )?same (?:question )?(?:for|about|in)) (?P<marked>.+)$"),
    asks=any_of(rf"\b{WH_EN}", rf"^{AUX_EN}"),
    points=any_of(
        r"\b(?:its?|they|them|theirs?|he|she|his|this(?! year)|these|those(?! who\b))\b",
        # Behind a noun "that" opens a relative clause.
        r"^that\b|(?<=(?:\bis|\bof|\bto|\bon|\bin|\bby) )that\b|(?<=(?:\bwas|\bdid|\bfor) )that\b",
        r"(?<=(?:\bdoes|\bwere|\blead|\bwith|\bfrom) )that\b|(?<=(?:\babout|\bleads) )that\b|(?<=supports )that\b",
        r"\bthere\W*$",
    ),
    light=any_of(
        rf"\b(?:{WH_EN}|{AUX_EN}|{ROLE_EN}\b|{BODY_EN}\b|{THING_EN}\b)",
        r"\b(?:a|an|the|of|for|on|in|at|by|to|with|from|and|or|but|not|been|being|be|its?|they|them|theirs?|this|that|these"
        r"|those|he|she|his|there|many|much|long|often|more|else|others?|each|both|all|any|ones?|some|only|exactly|also"
        r"|too|then|so|first|second|third|last|still|yet|about|gets?|got|receives?|happen(?:s|ed)?|works?|mean|role"
        r"|please|same|me|us|you|we|since|years?|ok|s)\b",
    ),
    topics=(
        any_of(r"^[^?]+\? \((?P<topic>.+)\)$"),
        any_of(rf"^(?:which |what )?(?:{WH_EN}|{BODY_EN})(?: else)? {ROLE_EN} (?P<topic>.+)$"),
        any_of(rf"\b(?:lead|leading|supporting|responsible) {BODY_EN} (?:for|of|on|in) (?P<topic>.+)$"),
        any_of(r"^(?:what|who|which|where) (?:is|are|was|were) (?:the )?(?:[\w-]+ ){1,3}(?:of|for) (?P<topic>.+)$"),
        any_of(
            r"^(?:when|where|why|how|by whom) (?:was|were|is|are|will) (?P<topic>(?!there\b).+?)"
            r" (?:to be |be )?(?:formally )?(?:\w{3,}ed|set up|built|held|made|drawn up|begun)\b[^,]*$"
        ),
        any_of(rf"\bhow (?:many|much) (?P<topic>.+?) (?:{AUX_EN})"),
        any_of(r"^(?:what|who|where) (?:is|are|was|were) (?P<topic>.+)$"),
    ),
    sure=5,
    few=2,
)


def _western(opener: str, about: str, asks: str, light: str, role: str) -> Forms:
    return Forms(
        wide=False,
        opener=any_of(rf"^(?:{opener})\b[, ]*(?=\S)"),
        about=any_of(rf"^(?:{about}) ?(?P<marked>.+)$"),
        asks=any_of(rf"(?<!\w)(?:{asks})(?!\w)"),
        points=NOTHING,
        light=any_of(rf"(?<!\w)(?:{asks}|{light})(?!\w)"),
        topics=(any_of(r"^[^?]+\? \((?P<topic>.+)\)$"), any_of(rf"^¿?(?:{asks})(?: \w+)? (?:{role}) (?P<topic>.+)$")),
        sure=2,
        few=1,
    )


FORMS: Mapping[str, Forms] = {
    "zh": ZH,
    "zh-Hant": ZH,
    "en": EN,
    "de": _western(
        "und|aber|oder",
        "(?:was ist|wie sieht es|wie steht es) (?:mit|bei|um)",
        "wer|wem|wen|wessen|was|wann|wo|warum|wieso|weshalb|wofür|womit|welche[mnrs]?|wie ?viele?|wie",
        r"es|sie|ihn|ihm|ihr|ihre[mnrs]?|das|dies(?:e[mnrs]?)?|da(?:ran|bei|für|von)|der|die|den|dem|des|ist|sind|war|waren|wird"
        r"|werden|wurden?|hat|haben|unterstütz\w*|leitet|leiten|zuständig|verantwortlich|behörden?|stellen?|für|in|von|mit"
        r"|an|bei|und|noch|genau|denn",
        "leite[nt]+|unterstütz(?:t|en)|ist zuständig für|ist verantwortlich für|koordinier(?:t|en)",
    ),
    "fr": _western(
        "et|mais|ou",
        "(?:qu['’]en est-il|quid) (?:de la|de l['’]|des?|du|pour)",
        "qui|quoi|quand|où|pourquoi|comment|combien|quel(?:le)?s?",
        "ils?|elles?|cela|ça|ce(?:t|tte|s)?|celui-ci|celle-ci|en|lui|leurs?|les?|la|l|d[eu]s?|d|est|sont|a|ont|été|était"
        "|souti(?:ent|ennent)|appui(?:e|ent)|dirigent?|pilotent?|organismes?|autorités?|services?|est-ce|que?|et|aussi"
        "|apportent?|participent?|son|soutien",
        "dirigent?|pilotent?|souti(?:ent|ennent)|appui(?:e|ent)|coordonnent?|est responsable de|est chargée? de",
    ),
    "es": _western(
        "y|e|pero|o",
        "(?:qué hay|qué pasa|qué tal) (?:del?|con)",
        "quién(?:es)?|qué|cuándo|dónde|por qué|cómo|cuánt[oa]s?|cuál(?:es)?",
        "l[oa]s?|ell[oa]s?|él|est[aeo]s?|es[aeo]s?|el|del?|es|son|fue|fueron|ha|han|apoyan?|colaboran?|dirigen?|lideran?"
        "|organismos?|autoridad(?:es)?|entidad(?:es)?|se|y|también|en|con|a",
        "dirigen?|lideran?|apoyan?|coordinan?|encabezan?|es responsable de|se encarga de",
    ),
    # Matched, as Chinese is, in the Simplified form.
    "ja": Forms(
        wide=True,
        opener=any_of("^(?:それでは|では|じゃあ|それなら|そして|ちなみに)[、 ]*(?=.)"),
        about=any_of(
            "^(?P<marked>.+?)(?:(?:について|に関して|の場合)?は(?:どう(?:です|でしょう)か|いかがですか)?|はどう)$"
        ),
        asks=any_of("谁|だれ|どこ|いつ|なぜ|どうして|何|なん|いくつ|いくら|どの|どれ|どんな|どう"),
        points=any_of("それら?|その(?!他|ほか)|これら?|この|彼ら|同(?=[局市所机])"),
        light=any_of(
            "[ぁ-ん、。？?ー]+|谁|何[件社年月日]?|主导|主管|担当|协力|支援|连携|机関|部署|部门|具体的|理由|时期|彼"
        ),
        topics=(any_of("^(?P<topic>[^：]+)："), any_of("^(?P<topic>.+?)[はをが](?:主导|担当|谁|どこ)")),
        sure=2,
        few=2,
    ),
    "ko": Forms(
        wide=False,
        opener=any_of(r"^(?:그럼|그러면|그렇다면|그리고|또)[, ]+(?=\S)"),
        about=any_of(r"^(?P<marked>.+?)(?:의 경우는?|[은는])(?: ?어떤가요| ?어떻습니까|요)?$"),
        asks=any_of("누가|누구|어느|어디|언제|왜|무엇|무슨|뭐|몇|얼마|어떤|어떻게"),
        points=any_of(r"그것\w*|그거\w*|이것\w*|(?<!\w)[그이](?= \w)|그들\w*"),
        light=any_of(
            r"(?:누가|누구|어느|어디|언제|왜|무엇|무슨|뭐|몇|얼마|어떤|어떻게|그것|그거|이것|그들|기관|부서|단체|주관|협력|지원|담당"
            r"|입니까|인가|하나|합니까)\w*|(?<!\w)[그이](?!\w)"
        ),
        topics=(
            any_of(r"^[^?]+\? \((?P<topic>.+)\)$"),
            any_of(r"^(?P<topic>.+?)[은는을를이가] (?:누가|어느|어디|언제|무엇|몇)"),
        ),
        sure=2,
        few=1,
    ),
}


def plain_form(text: str) -> str:
    """The text to match in, of the same length."""
    simple = simplify(text)
    return simple if len(simple) == len(text) else text


def content_of(text: str, forms: Forms) -> list[str]:
    """The characters or words that name what is asked about."""
    left = forms.light.sub(" ", plain_form(text))
    return [c for c in left if c.isalnum()] if forms.wide else re.findall(r"\w[\w'’-]*", left)
