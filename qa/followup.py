"""Questions that lean on the ones before them -> questions that stand alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from index import read_glossary, simplify
from qa.question import Question, read_question


@dataclass(frozen=True, slots=True)
class Turn:
    """A question asked before, as typed, and what is known of its answer.

    `text` is what it was understood as, None where that is not known; `short` the answer's short texts, `path` the
    headings above its first cited passage, from the top, and `title` that document's title.
    """

    question: str
    text: str | None = None
    short: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What to search with, whether that is not what was asked, and the earlier questions that went in, oldest first."""

    text: str
    changed: bool
    from_: tuple[str, ...] = ()


# --- what takes whose place -------------------------------------------------------------------------------------


def _re(*parts: str) -> re.Pattern[str]:
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
_PART = (
    r"(?:[上下]半[年期]|全年|[상하]반기|第[一二三四1-4]季度"
    r"|(?<!\d)\d{1,2}(?:[-–—至到]\d{1,2})?月份?(?:\d{1,2}日)?)"
)
_TIME = _re(
    rf"(?:{_YEAR}|(?<!\d)[012]\d(?=年[上下全头度底末]))\s?[年년]度?(?:\s?{_PART})?[底末]?",
    _PART,
    rf"(?:(?:the )?(?:{_HALF}) )?(?:{_MONTH}(?: \d{{1,2}},?)? )?{_YEAR}",
)
_WITH_MONTH = _re(r"\d月", _MONTH)
_LONGEST_NAME = 40
_LONE_YEAR = re.compile(r"(?:\d{4}|\d\d(?=年))\s?[年년]?")
_NAMED = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」|\"[^\"]*\"")
_NUMBERED = _re(r"第(?:[一二三四五六七八九十百]+|\d+)[条项号类期]", r"\b(?:measure|article|proposal|no\.?) \d+")

# Kinds of right take each other's place though they share no word.
_OPPOSITES = tuple(
    _re(*(rf"\b{word}\b" if word.isascii() else word for word in row.split()))
    for row in (
        "国内 国外 境外 海外 本地",
        "国家级 省级 市级 区级",
        "民事 刑事 行政",
        "domestic foreign overseas local",
        "national provincial municipal",
        "civil criminal administrative judicial",
    )
)
_RIGHTS = _re(
    "PCT国际专利|国际专利|发明专利|外观设计|实用新型|专利|注册商标|商标|计算机软件著作权|软件著作权|著作权|版权|商业秘密|地理标志"
    "|集成电路布图设计|植物新品种|特许|実用新案|意匠|특허|상표|저작권|디자인",
    r"\b(?:invention patents?|design patents?|utility models?|patents?|trade ?marks?|(?:software )?copyrights?"
    r"|trade secrets?|geographical indications?|layout designs?|plant varieties"
    r"|patente[ns]?|marken?|urheberrechte?|gebrauchsmuster|brevets?|marques?|droits? d['’]auteur|marcas?"
    r"|derechos? de autor)\b",
)
_LEAD = "牵头|主办|领头|带头|挑头|主导|主管"
_SUPPORT = "配合|协助|协同|会办|协办"
_ORDINAL = _re(
    r"(?:那?第)?(?P<zh>(?<=第)[一二三四五六七八九1-9])[个项条家种位]?",
    r"(?:the )?(?P<en>first|second|third|fourth|fifth|last)(?: one)?",
)
_PLACES = {word: at for at, word in enumerate(("first", "second", "third", "fourth", "fifth"))} | {"last": -1}
_PLACES |= {digit: at // 2 for at, digit in enumerate("一1二2三3四4五5六6七7八8九9")}
_BRACKETS = str.maketrans("（）", "()")
_ADJECTIVES = ("ese", "ian", "rman", "nch", "ican", "tish", "rean", "pean")
_KINDS_OF_NAME = ("place", "body", "programme", "law")

_ASKED = (
    _re(
        "谁|哪一?[个家]|边个|누",
        r"\bwho\b|\bwhich \w*(?:agenc|bod|depart|bureau|offic|unit|author|organi|institu)|\bwer\b|\bqui\b|quién",
    ),
    _re("多少|几|何件|いくつ|몇", r"how (?:many|much)|wie ?viel|combien|cuánt"),
    _re("什么时候|何时|哪一?[天年]|いつ|언제", r"\bwhen|\bwann|quand|cuándo"),
    _re("为[什何啥]|なぜ|왜", r"\bwhy|warum|pourquoi|por qué"),
)

# --- how follow-ups look, by language ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Forms:
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


_NOTHING = re.compile(r"(?!)")

_UNIT = "[个家件项名条种次批所位支期类人万亿元](?:人|元|个百分点)?"
_WH_ZH = (
    rf"(?:哪一?(?:天|年|[里儿]|{_UNIT}|些)?|多少{_UNIT}|多少|几(?:{_UNIT}|[月日号])|什么(?:时候|时间|地方)?|谁|边(?:个|几个)|何时|何处"
    "|怎么?样?|如何|为(?:什么|何|啥)|多[大长高久快]|啥)(?:单位|部门|机构|局)?"
)
_ROLE_ZH = f"(?:{_LEAD}|{_SUPPORT}|负责|支持|领衔|参与)"
_ATTRIBUTE_ZH = (
    "(?:规模|费用|经费|资金|金额|总额|时间|日期|地点|地址|目标|期限|数量|原因|理由|目的|依据|内容|名称|条件|标准|对象|方式|比例|增幅"
    "|增速|增长|增加|上升|下降|提高|重点任务|任务|分工|功能|作用|职责|要求|措施|单位|部门|机构|结果|进展|效果|文号)"
)
_FILL_ZH = (
    "(?:是|由|归|被|让|有|在|为|达到?|于|的|分别|主要|总?共|一共|累计|目前|现在|到底|究竟|应该?|都|已经?"
    "|又|还|[,， ])*+"
)
_LATER_ZH = "(?:单位|部门|机构|来|在|去|要|应)*"
_DONE_ZH = "(?:正式|才|获批|批复|成立|设立|建成|签订|签署|通过|出台|发布|开始|批准)"
_ZH = _Forms(
    wide=True,
    opener=_re(r"^(?:那么|那(?![个些项条家种位边里次年时几])|还有|另外|以及|至于|然后|对了|咁|换成)[，, ]*(?=[^呢])"),
    about=_re("^(?P<marked>.+?)(?:又?(?:怎么样|如何))?呢$"),
    asks=_re(_WH_ZH, "吗$", ".没有?$", "有没有|是不是|是否|能否|能不能|会不会"),
    points=_re(
        "^其中的?",
        "它们?|(?<!其)[他她]们?|其(?![他它余实次中会])|上述|前者|后者|此(?=[项条类])",
        "(?<!应)该(?=(?:中心|条例|机构|单位|项目|平台|方案|计划|基金|委|局|市|区|措施|任务|联盟|办法|案|会议|文件|协议))",
        "(?:这|那)(?:[些项条家种份](?!么)|个(?!么)|几[个家项]|次)?(?:任务|措施|工作|事)?(?=由|是|归|要|算|的|有|$|[^么里样])(?<!那)",
        "那(?:[些项条家种份个]|几[个家项])",
    ),
    light=_re(
        _WH_ZH,
        _ROLE_ZH,
        _ATTRIBUTE_ZH,
        "请问|具体|分别|其中|它们?|[他她]们?|下一步|打算|准备|上述|前者|后者|[这那](?:[个些项条家种次]|几[个家项])?|同比|其[他它余]|另外|一共|总共|目前"
        "|现在|一下|包括|哪些",
        "[的了呢吗么是有没在由被把和与及对为到于就都还也又再各每个家件项名条种来去要会能可以应该其此算吧啊做办钱花,？?]",
    ),
    topics=(
        _re("^(?P<topic>[^：]+)："),
        _re(f"^{_WH_ZH}{_LATER_ZH}{_ROLE_ZH}(?P<topic>.{{2,}})$"),
        _re(f"^(?P<topic>.{{2,}}?)的?{_ROLE_ZH}(?:单位|部门|机构)?{_FILL_ZH}{_WH_ZH}$"),
        _re(
            f"^(?P<topic>.{{2,}}?)(?:[这那](?:项|一?条|件事)(?:任务|措施|工作)?|的{_ATTRIBUTE_ZH})?{_FILL_ZH}"
            f"{_WH_ZH}{_LATER_ZH}{_ROLE_ZH}?(?:的|呢|负责|组织|实施|落实)*$"
        ),
        _re(f"^(?P<topic>.{{2,}}?){_FILL_ZH}(?:什么时候|何时|哪一?[天年]){_DONE_ZH}+(?:的|了)?$"),
        _re(f"(?:多少|几|哪几?|哪些)(?:{_UNIT})?(?P<topic>[^的]{{2,}})$"),
        _re(f"^(?P<topic>[^，：]{{2,}}?)(?:由|归|是|有|为|在|累计|共|的|达){_FILL_ZH}{_WH_ZH}"),
    ),
    sure=5,
    few=3,
)
_LONGEST_POINTED_AT = 8
_TAIL_ZH = re.compile(
    "(?:已经?|一共|总共|共|累计|目前|现在)*(?:建成|建|设立|设|成立|获批|签订|签署|出台|发布|申请|获得?|培养|资助|投入|完成|接收)?"
    "(?:了|过)?(?:的|是|有|为|在|由)*$"
)
_LEAD_IN_ZH = re.compile(
    "^(?:(?:截至|截止|到|在|据)?.{0,6}(?:年|月|日|半年)[底末初前]?[，,]?)?(?:全市|深圳市?(?=[^海大国知市]))?的?"
)
_DOCUMENT_ZH = re.compile("文件|方案|函|答复|办法|规划|通知|条例")
_THING_ZH = re.compile(
    "(?:中心|机构|单位|项目|平台|计划|基金|措施|任务|联盟|工作|协议|"
    f"{_DOCUMENT_ZH.pattern}|[機單項專計規]{{1}}[構位目畫劃]|平臺|聯盟|協議|答覆|辦法|條例)"
)
_NUMBER_ZH = re.compile(r"^[（(第]?[\d一二三四五六七八九十]+[)）.、．条]\s*")
_ASKING_ZH = re.compile(f"(?:是|由|有|共有|在|的|为)*{_WH_ZH}|了?吗$")
_SUBJECTLESS_ZH = re.compile(f"^{_FILL_ZH}.{{1,2}}[了过]{_WH_ZH}")
_DEFINES_ZH = re.compile("^(?:谁是|什么是|什么叫|何谓|哪些是)")

_WH_EN = r"(?:who|whom|whose|what|when|where|which|why|how)\b"
_AUX_EN = r"(?:is|are|was|were|has|have|had|do|does|did|will|would|should|can|could|must|may)\b"
_BODY_EN = (
    r"(?:agenc(?:y|ies)|bod(?:y|ies)|departments?|bureaus?|units?|organi[sz]ations?|authorit(?:y|ies)|offices?"
    r"|institutions?)"
)
_THING_EN = (
    r"(?:measures?|tasks?|plans?|projects?|program(?:me)?s?|cent(?:er|re)s?|agreements?|regulations?|rules?|funds?|systems?"
    r"|platforms?|proposals?|numbers?|figures?|things?)"
)
_ROLE_EN = (
    r"(?:leads?|led|leading|heads?|headed|supports?|supported|supporting|coordinates?|assists?|assisting"
    r"|cooperates?(?: on| in| with)?|cooperating|helps?(?: with)?"
    r"|(?:is |are |was |were )?(?:in charge of|responsible(?: for)?)|takes? (?:the lead|charge) (?:on|in|of|for))"
)
_EN = _Forms(
    wide=False,
    opener=_re(r"^(?:(?:and|but|or|so|then|also|ok|okay|plus)\b[, ]*)+(?=\S)"),
    about=_re(r"^(?:(?:what|how) (?:about|of)|(?:the )?same (?:question )?(?:for|about|in)) (?P<marked>.+)$"),
    asks=_re(rf"\b{_WH_EN}", rf"^{_AUX_EN}"),
    points=_re(
        r"\b(?:its?|they|them|theirs?|he|she|his|this(?! year)|these|those(?! who\b))\b",
        # Behind a noun "that" opens a relative clause.
        r"^that\b|(?<=(?:\bis|\bof|\bto|\bon|\bin|\bby) )that\b|(?<=(?:\bwas|\bdid|\bfor) )that\b",
        r"(?<=(?:\bdoes|\bwere|\blead|\bwith|\bfrom) )that\b|(?<=(?:\babout|\bleads) )that\b|(?<=supports )that\b",
        r"\bthere\W*$",
    ),
    light=_re(
        rf"\b(?:{_WH_EN}|{_AUX_EN}|{_ROLE_EN}\b|{_BODY_EN}\b|{_THING_EN}\b)",
        r"\b(?:a|an|the|of|for|on|in|at|by|to|with|from|and|or|but|not|been|being|be|its?|they|them|theirs?|this|that|these"
        r"|those|he|she|his|there|many|much|long|often|more|else|others?|each|both|all|any|ones?|some|only|exactly|also"
        r"|too|then|so|first|second|third|last|still|yet|about|gets?|got|receives?|happen(?:s|ed)?|works?|mean|role"
        r"|please|same|me|us|you|we|since|years?|ok|s)\b",
    ),
    topics=(
        _re(r"^[^?]+\? \((?P<topic>.+)\)$"),
        _re(rf"^(?:which |what )?(?:{_WH_EN}|{_BODY_EN})(?: else)? {_ROLE_EN} (?P<topic>.+)$"),
        _re(rf"\b(?:lead|leading|supporting|responsible) {_BODY_EN} (?:for|of|on|in) (?P<topic>.+)$"),
        _re(r"^(?:what|who|which|where) (?:is|are|was|were) (?:the )?(?:[\w-]+ ){1,3}(?:of|for) (?P<topic>.+)$"),
        _re(
            r"^(?:when|where|why|how|by whom) (?:was|were|is|are|will) (?P<topic>(?!there\b).+?)"
            r" (?:to be |be )?(?:formally )?(?:\w{3,}ed|set up|built|held|made|drawn up|begun)\b[^,]*$"
        ),
        _re(rf"\bhow (?:many|much) (?P<topic>.+?) (?:{_AUX_EN})"),
        _re(r"^(?:what|who|where) (?:is|are|was|were) (?P<topic>.+)$"),
    ),
    sure=5,
    few=2,
)
_STEM_EN = re.compile(rf"^(?:(?:{_WH_EN}|else\b|many\b|much\b|{_BODY_EN}\b|{_AUX_EN}|there\b) ?)+", re.IGNORECASE)
_CLAUSE = re.compile(rf"\b{_AUX_EN}|(?:面向|包括|包含|涉及|建成|新收|负责)", re.IGNORECASE)
_EXPLETIVE = re.compile(r"\bit(?: \w+){0,3}? (?:to|that|for|when|how|if)\b|\bit (?:rain|snow)", re.IGNORECASE)
_COUNTS_THEM = re.compile(rf"how (?:many|much) {_AUX_EN}", re.IGNORECASE)
_COUNTED = re.compile(rf"how (?:many|much) (?!of\b)((?:(?!\b{_AUX_EN}).)+)", re.IGNORECASE)
_LONGEST_COUNTED = 4
_OF_THE_SENTENCE = re.compile(r"^(?:its|they|theirs?|there)$", re.IGNORECASE)
_DEMONSTRATIVES = frozenset(("this", "that", "these", "those"))
_OWNING = "'s"
_PERSON = re.compile("(?:he|she|his)$|[他她]", re.IGNORECASE)
_PREPOSITION = _re(
    r"^(?:for|in|at|of|about|with|by|during|on|under|from|für|bei|im jahr|im|pour|en|dans|para|de|del)"
    r"(?: l[ea]s?| los?| el)? (?=\S)"
)

_ARTICLE = re.compile(r"^(?:l[ea]s?|los|el|die|der|das|den|des|du)\s+|^l['’]", re.IGNORECASE)


def _western(opener: str, about: str, asks: str, light: str, role: str) -> _Forms:
    return _Forms(
        wide=False,
        opener=_re(rf"^(?:{opener})\b[, ]*(?=\S)"),
        about=_re(rf"^(?:{about}) ?(?P<marked>.+)$"),
        asks=_re(rf"(?<!\w)(?:{asks})(?!\w)"),
        points=_NOTHING,
        light=_re(rf"(?<!\w)(?:{asks}|{light})(?!\w)"),
        topics=(_re(r"^[^?]+\? \((?P<topic>.+)\)$"), _re(rf"^¿?(?:{asks})(?: \w+)? (?:{role}) (?P<topic>.+)$")),
        sure=2,
        few=1,
    )


_FORMS: Mapping[str, _Forms] = {
    "zh": _ZH,
    "zh-Hant": _ZH,
    "en": _EN,
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
    "ja": _Forms(
        wide=True,
        opener=_re("^(?:それでは|では|じゃあ|それなら|そして|ちなみに)[、 ]*(?=.)"),
        about=_re(
            "^(?P<marked>.+?)(?:(?:について|に関して|の場合)?は(?:どう(?:です|でしょう)か|いかがですか)?|はどう)$"
        ),
        asks=_re("谁|だれ|どこ|いつ|なぜ|どうして|何|なん|いくつ|いくら|どの|どれ|どんな|どう"),
        points=_re("それら?|その(?!他|ほか)|これら?|この|彼ら|同(?=[局市所机])"),
        light=_re(
            "[ぁ-ん、。？?ー]+|谁|何[件社年月日]?|主导|主管|担当|协力|支援|连携|机関|部署|部门|具体的|理由|时期|彼"
        ),
        topics=(_re("^(?P<topic>[^：]+)："), _re("^(?P<topic>.+?)[はをが](?:主导|担当|谁|どこ)")),
        sure=2,
        few=2,
    ),
    "ko": _Forms(
        wide=False,
        opener=_re(r"^(?:그럼|그러면|그렇다면|그리고|또)[, ]+(?=\S)"),
        about=_re(r"^(?P<marked>.+?)(?:의 경우는?|[은는])(?: ?어떤가요| ?어떻습니까|요)?$"),
        asks=_re("누가|누구|어느|어디|언제|왜|무엇|무슨|뭐|몇|얼마|어떤|어떻게"),
        points=_re(r"그것\w*|그거\w*|이것\w*|(?<!\w)[그이](?= \w)|그들\w*"),
        light=_re(
            r"(?:누가|누구|어느|어디|언제|왜|무엇|무슨|뭐|몇|얼마|어떤|어떻게|그것|그거|이것|그들|기관|부서|단체|주관|협력|지원|담당"
            r"|입니까|인가|하나|합니까)\w*|(?<!\w)[그이](?!\w)"
        ),
        topics=(
            _re(r"^[^?]+\? \((?P<topic>.+)\)$"),
            _re(r"^(?P<topic>.+?)[은는을를이가] (?:누가|어느|어디|언제|무엇|몇)"),
        ),
        sure=2,
        few=1,
    ),
}
_LONGEST = 400
"""Characters; what is longer stands alone and is no subject (and patterns take time by the square of the length)."""

_END = " \t?？!！.。,，、;；:：¿¡"

# --- completing -------------------------------------------------------------------------------------------------


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
    forms = _FORMS[asked.language]
    text = asked.text.strip(_END)
    opener = forms.opener.match(_plain(text))
    new = text[opener.end() :] if opener else text
    plain = _plain(new)
    about = forms.about.match(plain)
    subject = new[about.start("marked") : about.end("marked")] if about else new
    says_what = not forms.asks.search(_plain(subject)) and (about or not forms.asks.search(plain))
    named = _role(subject) or _content(subject, forms) or _ORDINAL.fullmatch(_plain(subject))
    if says_what and named and not forms.points.match(_plain(subject)):
        return _with_subject(subject, bool(about or opener), turn, old, forms)
    if _leans(plain, forms, bool(opener or about), says_what):
        return _with_topic(new.removesuffix("呢"), turn, old, forms)
    return _asked_alike(new, turn, old, forms) if opener else None


def _plain(text: str) -> str:
    """The text to match in, of the same length."""
    simple = simplify(text)
    return simple if len(simple) == len(text) else text


def _content(text: str, forms: _Forms) -> list[str]:
    """The characters or words that name what is asked about."""
    left = forms.light.sub(" ", _plain(text))
    return [c for c in left if c.isalnum()] if forms.wide else re.findall(r"\w[\w'’-]*", left)


def _leans(plain: str, forms: _Forms, opened: bool, states: object) -> bool:
    """Whether a question, in its plain form and without opener, says too little to be asked alone."""
    content = _content(plain, forms)
    if not content:
        return bool(opened or not states or forms.points.search(plain))
    point = forms.points.search(plain)
    if point:
        ahead = _content(plain[: point.start()], forms)
        if point[0].lower() == "it" and len(content) > forms.few and _EXPLETIVE.search(plain):
            return False
        if not ahead:
            # 那个什么都能办的大厅 is known to all; 那个大厅 is the one just named.
            return point[0][0] not in "这那" or len(content) <= _LONGEST_POINTED_AT
        if len(content) <= forms.few and not _named(plain, forms) and not _OF_THE_SENTENCE.match(point[0]):
            return not any(word[0].isupper() for word in ahead)
    if states or not (opened or forms is _ZH) or len(content) > _LONGEST_POINTED_AT or _named(plain, forms):
        return False
    if forms is not _ZH:
        if forms is _EN and _COUNTED.fullmatch(plain):
            return False
        counts_them = forms is _EN and _COUNTS_THEM.match(plain)
        return opened and len(content) <= (_LONGEST_COUNTED if counts_them else 1)
    if _DEFINES_ZH.match(plain):
        return False
    asks = forms.asks.search(plain)
    first = asks and (not _content(plain[: asks.start()], forms) or _SUBJECTLESS_ZH.match(plain))
    return len(content) <= forms.few if first else bool(re.search(_ATTRIBUTE_ZH, plain)) and len(content) < forms.few


def _with_subject(subject: str, marked: bool, turn: Turn, old: str, forms: _Forms) -> str | None:
    """The old question asked about something else; where it has no place for that, None unless it was `marked`."""
    ordinal = _ORDINAL.fullmatch(_plain(subject))
    at = _PLACES[(ordinal["zh"] or ordinal["en"]).lower()] if ordinal else 0
    if ordinal and marked and -len(turn.short) <= at < len(turn.short):
        context = _context(old, forms)
        return f"{turn.short[at]}：{context}？" if forms.wide else f"{turn.short[at]}? ({context})"
    role = _role(subject)
    if role and _plain(role) in _plain(old):
        return old
    bare = _PREPOSITION.sub("", subject)
    bare = _ARTICLE.sub("", bare) if forms.points is _NOTHING else bare
    place = _place(bare, old, forms, marked)
    if place:
        return old[: place[0]] + _fitted(bare, old, place) + old[place[1] :]
    if _TIME.fullmatch(_plain(bare)) and not ordinal:
        return _beside(subject, old, forms) if marked or bare != subject or old != bare else None
    return _beside(subject, old, forms) if marked else None


def _beside(subject: str, old: str, forms: _Forms) -> str:
    """The old question with something more in it."""
    old = old.strip(_END.replace("¿", ""))
    context = forms.topics[0].match(old)
    bare = _plain(_PREPOSITION.sub("", subject))
    fits = _TIME.fullmatch(bare) or _kind(bare) == "place"
    if forms.wide:
        return f"{subject}，{old}？" if fits else f"{context['topic'] if context else old}：{subject}？"
    more = f" {'in ' if bare == subject else ''}{subject}" if fits else f" – {subject}"
    return f"{old[:-1]}{more})" if context else f"{old}{more}?"


def _place(subject: str, old: str, forms: _Forms, marked: bool) -> tuple[int, int] | None:
    """Where in the old question that stands whose place the new subject takes: half-open offsets."""
    new, plain = _plain(subject), _plain(old)
    if _TIME.fullmatch(new):
        return _time_place(new, plain)
    for pattern in (_NUMBERED, _RIGHTS):
        found = pattern.search(plain)
        if found and pattern.fullmatch(new):
            return found.span()
    names = list(_names(plain))
    for pattern in _OPPOSITES:
        found, other = pattern.search(plain), pattern.search(new)
        if found and other and all(unit in plain for unit in _content(pattern.sub("", new), forms)):
            return found.span()
    kind = _kind(new)
    alike = [(start, end) for start, end, other in names if kind and other == kind]
    if alike and (kind == "place" or marked):
        name = max(alike, key=lambda at: (_same_end(plain[slice(*at)], new), -at[0]))
        topic = None if kind == "place" else _topic_place(plain, forms, all_of_them=True)
        return topic if topic and topic[0] <= name[0] and name[1] == topic[1] else name
    if not marked or kind == "place":
        return None
    return _role_place(new, plain) or _alike_place(new, plain, forms) or _topic_place(plain, forms, all_of_them=True)


def _time_place(new: str, plain: str) -> tuple[int, int] | None:
    named = [found.span() for found in _NAMED.finditer(plain)]
    times = [found for found in _TIME.finditer(plain) if not any(start < found.end() <= end for start, end in named)]
    if len({found[0] for found in times}) != 1:
        return None
    if _LONE_YEAR.fullmatch(new) and not _WITH_MONTH.search(times[0][0]):
        year = _LONE_YEAR.search(plain, times[0].start(), times[0].end())
        year = year or re.search(r"\d{4}", plain[times[0].start() : times[0].end()])
        return year.span() if year else (times[0].start(), times[0].start())
    if re.fullmatch(_PART, new):
        part = re.compile(_PART).search(plain, *times[0].span())
        return part.span() if part else (times[0].end(), times[0].end())
    return times[0].span()


def _role(subject: str) -> str | None:
    """The role that Chinese words name and nothing else, without the body that has it: 配合 of 配合单位."""
    found = re.fullmatch(f"(?:由|的|负责)*({_LEAD}|{_SUPPORT})(?:的|单位|部门|机构|方|者|是|有)*", _plain(subject))
    return subject[slice(*found.span(1))] if found else None


def _role_place(new: str, plain: str) -> tuple[int, int] | None:
    role = _role(new)
    found = re.search(f"{_LEAD}|{_SUPPORT}", plain)
    return found.span() if role and found and found[0] != _plain(role) else None


def _fitted(subject: str, old: str, place: tuple[int, int]) -> str:
    """The subject as it fits where the old one stood."""
    here = _plain(old[slice(*place)])
    role = _role(subject)
    if role:
        return role
    opposite = next((found for each in _OPPOSITES if (found := each.search(subject)) and each.fullmatch(here)), None)
    if opposite:
        return opposite[0]
    if (
        subject.endswith("s")
        and _RIGHTS.fullmatch(subject)
        and old[place[0] : place[1] + 1].endswith(("t ", "k ", "n "))
    ):
        return subject[:-1]
    if re.fullmatch(r"\d{4}", subject) and old[place[0] : place[1]].endswith("年"):
        return subject + "年"
    if re.fullmatch(r"\d{4}年", subject) and re.fullmatch(r"\d{4}", old[place[0] : place[1]]):
        return subject[:4]
    return subject


def _alike_place(new: str, plain: str, forms: _Forms) -> tuple[int, int] | None:
    """A noun phrase that ends like the new subject, or that names a right where the subject names another."""
    if forms.wide:
        return _alike_wide(new, plain)
    words = [(found[0].lower(), found.start(), found.end()) for found in re.finditer(r"[\w'’()-]+", plain)]
    wanted = [word.strip("()") for word in new.lower().split()]
    ends = [at for at, (word, _, _) in enumerate(words) if word and _stem(word) == _stem(wanted[-1])]
    if not ends or _stem(wanted[-1]) in {"", "one"}:
        return None
    first = last = ends[-1]
    while first and _content(words[first - 1][0], forms):
        first -= 1
    start = words[first][1]
    if first and words[first - 1][0] in {"the", "a", "an"} and wanted[0] in {"the", "a", "an"}:
        start = words[first - 1][1]
    return (start, words[last][2]) if last - first < 8 else None


def _stem(word: str) -> str:
    word = word.strip("()").replace("centre", "center")
    return word.removesuffix("s") if len(word) > 3 else word


def _alike_wide(new: str, plain: str) -> tuple[int, int] | None:
    right, other = _RIGHTS.search(plain), _RIGHTS.search(new)
    if right and other and right[0] != other[0]:
        start, end = right.span()
        tail = new[other.end() :]
        same = next((tail[at:] for at in range(len(tail)) if plain.find(tail[at:], end, end + 8) >= 0), "")
        if tail and not same:
            place = _topic_place(plain, _ZH, all_of_them=True)
            return place if place and place[0] <= start and end <= place[1] else (start, end)
        end = plain.find(same, end) + len(same)
        modifier = re.search("(?:有效|国内|国外|海外|累计|新增|每万人口?)+$", plain[:start])
        return (modifier.start() if modifier and other.start() else start), end
    same = next((new[at:] for at in range(len(new) - 1) if new[at:] in plain), "")
    if not same or same == new or re.fullmatch(_ATTRIBUTE_ZH, same):
        return None
    end = plain.rfind(same) + len(same)
    cut = max(
        (found.end() for found in re.finditer("[，,、的由是在和与把对]|" + _WH_ZH, plain[: end - len(same)])), default=0
    )
    start = cut or _LEAD_IN_ZH.match(plain[:end]).end()  # type: ignore[union-attr]
    return (start, end) if start < end else None


def _topic_place(plain: str, forms: _Forms, all_of_them: bool = False) -> tuple[int, int] | None:
    """Where the old question's subject stands."""
    asked = plain.rstrip(_END)
    if all_of_them and forms.topics[0].match(asked):
        return None
    for pattern in forms.topics[1:] if all_of_them else forms.topics[: forms.sure]:
        found = pattern.search(asked)
        if found and pattern is forms.topics[0] and not forms.wide:
            return None
        clause = found and pattern is forms.topics[0] and (len(found["topic"]) > 80 or _CLAUSE.search(found["topic"]))
        if found and not clause:
            start, end = found.span("topic")
            if forms is _ZH:
                end = start + len(_TAIL_ZH.sub("", asked[start:end]))
                lead_in = _LEAD_IN_ZH.match(asked[start:end]) if all_of_them else None
                start += lead_in.end() if lead_in and lead_in.end() < end - start else 0
            return (start, end) if end - start > 1 else None
    names = [(start, end) for start, end, kind in _names(asked) if kind != "place"]
    long = [(start, end) for start, end in names if end - start > (4 if forms.wide else 16)]
    return long[0] if len(long) == 1 and not all_of_them else None


def _with_topic(new: str, turn: Turn, old: str, forms: _Forms) -> str:
    """A question that names nothing, with what the old one is about."""
    plain = _plain(new)
    role = re.search(f"{_LEAD}|{_SUPPORT}", plain) if forms is _ZH else None
    held = re.search(f"{_LEAD}|{_SUPPORT}", _plain(old))
    if role and held and not _content(plain, forms) and (role[0] in _LEAD) != (held[0] in _LEAD):
        return old[: held.start()] + new[slice(*role.span())] + old[held.end() :]
    point = forms.points.search(plain)
    acts = point and _ASKED[0].search(_plain(old)) and _acts(plain, point.end())
    person = point and _PERSON.match(point[0]) and _ASKED[0].search(_plain(old))
    if point and (acts or person) and turn.short and len(turn.short[0]) < _LONGEST_NAME:
        return _put(turn.short[0], new, point, forms)
    names_nothing = point or role or forms not in (_ZH, _EN) or re.search(rf"\b{_ROLE_EN}", plain)
    place = _topic_place(_plain(old), forms) if names_nothing and not acts else None
    document = point and turn.title and "《" not in old and _DOCUMENT_ZH.match(plain[point.end() :])
    if document and point:
        return _put(f"《{turn.title}》", new, point, forms)
    if place and point and not _PERSON.match(point[0]):
        return _put(old[slice(*place)], new, point, forms)
    if place and not forms.wide and re.search(rf"\b{_ROLE_EN}$", plain):
        return f"{new} {old[slice(*place)]}?"
    heading = _heading(turn, old) if role and not place else None
    context = old[slice(*place)] if place else heading or _context(old, forms)
    return f"{context}：{new}？" if forms.wide else f"{new}? ({context})"


def _acts(plain: str, at: int) -> bool:
    """Whether what a pronoun that ends at `at` stands for leads or supports something."""
    return bool(
        re.match(
            rf"(?:还|也|都|又|主要|分别|单位|部门| also| else)*\s?(?:{_LEAD}|{_SUPPORT}|负责|{_ROLE_EN})", plain[at:]
        )
    )


def _put(topic: str, new: str, point: re.Match[str], forms: _Forms) -> str:
    """A question with the subject where its pronoun stands, and the noun behind 该 or "this" gone with it."""
    ahead, behind, word = new[: point.start()], new[point.end() :], point[0].lower()
    if forms.wide:
        return f"{ahead}{topic}{behind[found.end() :] if (found := _THING_ZH.match(behind)) else behind}？"
    if forms is not _EN:
        return f"{new}? ({topic})"
    if word in _DEMONSTRATIVES:
        noun = re.match(r" (\w+)", behind)
        if noun and _content(noun[1], forms) and noun[1].lower() not in topic.lower():
            return f"{new}? ({topic})"
        named = noun and (noun[1].lower() in topic.lower() or re.fullmatch(_THING_EN, noun[1], re.IGNORECASE))
        return f"{ahead}{topic}{behind[noun.end() :] if noun and named else behind}?"
    return f"{ahead}{topic}{_OWNING if word in {'its', 'their', 'his'} else ''}{behind}?"


def _heading(turn: Turn, old: str) -> str | None:
    """The heading of the passage that answered, without its number, where it shares a word with the question."""
    heading = _NUMBER_ZH.sub("", turn.path[-1]) if turn.path else ""
    shared = any(heading[at : at + 2] in _plain(old) for at in range(len(heading) - 1))
    return heading if shared else None


def _context(old: str, forms: _Forms) -> str:
    """What the old question says, without asking."""
    place = next((found.span("topic") for found in [forms.topics[0].search(old)] if found), None)
    if place:
        return old[slice(*place)]
    bare = old.strip(_END)
    if forms is not _ZH:
        return (_STEM_EN.sub("", bare) or bare) if forms is _EN else bare
    asks = [found.span() for found in _ASKING_ZH.finditer(_plain(bare))]
    kept = "".join(bare[end:start] for (_, end), (start, _) in pairwise([(0, 0), *asks, (len(bare), 0)]))
    return kept.strip(_END) or bare


def _asked_alike(new: str, turn: Turn, old: str, forms: _Forms) -> str | None:
    """A question behind "and" that asks the same of something else: 那外观设计有几项, "and how many trademarks"."""
    kinds = [kind for kind in _ASKED if kind.search(_plain(new)) and kind.search(_plain(old))]
    if forms is _EN:
        counted = _COUNTED.fullmatch(new)
        return _with_subject(counted[1], True, turn, old, forms) if counted and kinds else None
    if forms is not _ZH or not kinds or len(_content(new, forms)) > 8:
        return None
    place = _topic_place(_plain(new), forms, all_of_them=True)
    return _with_subject(new[slice(*place)], True, turn, old, forms) if place else None


# --- names ------------------------------------------------------------------------------------------------------


def _names(plain: str) -> Iterator[tuple[int, int, str]]:
    """Places, bodies, programmes and laws of the glossary in a text: start, end, kind; the longest at each spot."""
    kinds, longest = _known_names()
    text = plain.translate(_BRACKETS).lower()
    if len(text) != len(plain):
        return
    at = 0
    while at < len(text):
        if not _inside_a_word(text, at):
            ends = range(min(len(text), at + longest), at + 1, -1)
            end = next((end for end in ends if text[at:end] in kinds and not _inside_a_word(text, end)), at)
            if end > at:
                yield at, end, kinds[text[at:end]]
                at = end
                continue
        at += 1


def _inside_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1].isalnum()


def _named(plain: str, forms: _Forms) -> bool:
    """Whether a text names something: a kind of right, or a name that is more than a word for any body."""
    return bool(_RIGHTS.search(plain)) or any(_content(plain[start:end], forms) for start, end, _ in _names(plain))


def _kind(plain: str) -> str | None:
    """The kind of a text that is a name and nothing else."""
    return next((kind for start, end, kind in _names(plain) if (start, end) == (0, len(plain))), None)


@cache
def _known_names() -> tuple[Mapping[str, str], int]:
    """Kinds by name in lower case, of the shipped glossary in all languages, and the longest name's length."""
    kinds: dict[str, str] = {}
    for entry in read_glossary().entries:
        if entry.kind in _KINDS_OF_NAME:
            other = (name for names in entry.names.values() for name in names if not name[0].islower())
            for name in (entry.chinese, *other):
                # A character alone, or an adjective, is a part of too many names.
                if len(name) > 1 and not name.endswith(_ADJECTIVES):
                    kinds.setdefault(name.lower(), entry.kind)
    return MappingProxyType(kinds), max(map(len, kinds))


def _same_end(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b), 0)
