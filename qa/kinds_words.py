"""How questions ask for what, by language: tables of patterns, matched in lower case and simplified.

An earlier row takes its words before a later one. `noun` is what the question names as wanted, where it does.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from index import simplify

__all__ = [
    "ASKING",
    "CANTONESE",
    "CHANGE",
    "COMPARED",
    "CONFLICT",
    "NAMING",
    "SLIPS",
    "TELLING",
    "TIME",
    "UNITS",
    "VAGUE",
    "YES_NO",
    "Joint",
    "Kind",
    "Rows",
    "Unit",
]

Kind = Literal[
    "number",
    "money",
    "percent",
    "date",
    "duration",
    "person",
    "body",
    "place",
    "name",
    "list",
    "reason",
    "how",
    "definition",
    "compare",
    "conflict",
    "yes_no",
    "other",
]
"""`body` is an organisation, `name` any other thing that has a name or a number: a project, an article, a telephone."""

Unit = Literal["元", "人", "家", "件", "项", "个", "%", "天", "月", "年", "倍", "次"]
Rows = tuple[tuple[Kind, re.Pattern[str]], ...]
Joint = Literal["and", "or", "than"]


def _rows(*rows: tuple[Kind, *tuple[str, ...]]) -> Rows:
    # simplify() as the questions: Japanese kanji that are Traditional characters too become Simplified.
    return tuple((kind, re.compile(simplify("|".join(patterns)))) for kind, *patterns in rows)


CANTONESE: tuple[tuple[str, str], ...] = (
    ("甚麼|甚么", "什么"),
    (
        "[邊边][個个](?=\\W|$"
        "|[呀啊管負负去來来做批審审簽签話话係是可會会有要領领牽牵主派發发提決决執执監监資资贊赞營营經经維维建承組组制檢检巡保接處处收付畀俾攞選选統统]"
        "|出[錢钱]|起[咗過过])",
        "谁",
    ),
    ("邊個|边个", "哪个"),
    (
        "邊(?=[幾几兩两三四五六七八九十間间家年月日條条項项份位度種种])"
        "|边(?=[几两三四五六七八九十间家年月日条项份位种])",
        "哪",
    ),
    ("哪度|边度", "哪里"),
    ("邊啲|边啲|邊些|边些", "哪些"),
    ("幾多|几多", "多少"),
    ("幾耐|几耐", "多久"),
    ("幾時|几时", "何时"),
    ("點解|点解|做咩|做乜(?:嘢)?", "为什么"),
    ("點樣|点样|點(?=做|計|处|處|申|搞|辦|办)|点(?=做|计|处|申|搞|办)", "怎样"),
    ("乜嘢|乜野|乜(?=[\u4e00-\u9fff]|\\W|$)|咩(?=[\u4e00-\u9fff])|(?<=[係系有])咩", "什么"),
    ("有冇", "有没有"),
    ("係咪|係唔係|系唔系|系咪", "是不是"),
    ("咩(?=\\W*$)", "吗"),
    ("係(?=[哪什多由何])", "是"),
    ("喺", "在"),
    ("嘅", "的"),
)
"""Words of Cantonese -> of Standard Chinese, in this order."""

SLIPS: tuple[tuple[str, str], ...] = (
    (r"\b(?:wich|whcih|wihch|whitch)\b", "which"),
    (r"\b(?:waht|wht|whta)\b", "what"),
    (r"\b(?:hwo|hou|howe)(?= (?:many|much|meny|long|do|does|did|is|are)\b)", "how"),
    (r"\bhow ?(?:meny|mani|mny)\b", "how many"),
    (r"\b(?:whn|wehn)\b", "when"),
)
"""Slips of the pen in English question words -> the words."""

_GAP = "[^,。?;:!谁哪何什几多怎]{0,8}"
_MANY = "(?:多少|(?<![近这那前后来十数好第哪])(?<!只有)(?<!仅有)(?<!就有)(?:几(?![位名])|(?<!^)几)(?![乎何十百千万]))"
_MEASURE = (
    "(?:[十百千万亿]*(?:个|件|家|项|条|款|人|名|位|次|艘|辆|座|只|间|处|套|台|支|棵|株|所|宗|起|份|倍|种|类|批|场"
    "|期|届|页|字|篇|本"
    "|吨|公里|千米|平方|亩|公顷|米|千瓦|户|对|组|门|册|枚|张|号|级|班|趟|部|架|头|条次|人次|元|公斤|升|立方))"
)
_BODY_ZH = (
    "(?P<noun>部门|单位|机构|机关|法院|检察院|委员会|公司|企业|银行|集团|大学|高校|学院|院校|学校|研究院|研究所"
    "|实验室|协会|学会"
    "|商会|联盟|组织|政府|街道办|医院|办公室|中心|科室|处室|工作组|小组|专班|事务所|律所|公安|海关|局|厅|署|委)"
)
_PERSON_ZH = (
    "主任|局长|院长|市长|区长|县长|部长|教授|专家|院士|负责人|领导人?|校长|所长|主席|会长|秘书长|代表|委员|发言人"
    "|联系人|法官|律师"
    "|作者|组长|馆长|船长|站长|董事长|总经理|创始人|处长|科长|市民|学者|先生|女士"
)
_MONEY_ZH = (
    "钱|资金|经费|预算|补贴|补助|补偿|资助|奖励|奖金|罚款|罚金|罚|金额|费用|收费|费|价格|票价|单价|投资|投入|额度|总额"
    "|产值|增加值|收入|营收"
    "|贷款|融资|成本|押金|税|赔偿|赔付|工资|租金|拨款|出资|额"
)
_LIST_ZH = (
    "措施|任务|内容|要求|条件|职责|原则|重点|目标|领域|方面|材料|类型|种类|成员|举措|做法|建议|项目|服务|活动"
    "|工作|制度|政策|标准|成果"
    "|成效|问题|困难|手续|证件|支持|好处|优惠|规定|安排|计划|行动|办法|结果|变化|功能|特点|优势|义务|权利|后果"
    "|处罚|资料|文件"
)
_PLACE_ZH = (
    "(?P<noun>地方|城市|国家|街道|地区|省份?|区域?|镇|乡|县|市|村|港口?|园区|岛|路|大厦|码头|口岸|基地|场所|地点"
    "|位置|湾|山|河)"
)

_ZH = _rows(
    ("reason", "为(?:了)?(?:什么|何|啥)|凭什么|[出基]于(?:什么|何种|啥)|何以|因何|缘何|怎么会|何故"),
    (
        "reason",
        f"(?:原因|理由|缘由|(?<!项)目的|意义|用意|初衷|依据){_GAP}(?:什么|啥|哪些?|何在?)",
        "(?:什么|何种|啥)(?:原因|理由|目的|依据)",
    ),
    (
        "definition",
        '什么(?:是|叫)|何(?:谓|为(?=[\u4e00-\u9fff“"]))|啥(?:是|叫)|什么意思|啥意思',
        "(?:指的?是?|所指|含义|定义)(?:是)?(?:什么|啥|哪)",
    ),
    (
        "date",
        "什么(?:时候|时间|日期|年份|月份|年代)|啥时候?|何(?:时|年|月|日)|几时",
        "哪(?:一|1)?(?:年|天|月|日|个?月份?|个?季度|个?年份|个?时候)",
    ),
    (
        "date",
        "几月(?:份|几[日号])?|(?<!第)几[日号](?!文|线|楼|码)|几点",
        f"(?:时间|日期|截止|年份){_GAP}(?:什么|哪|何|几)",
    ),
    (
        "duration",
        "多久|多长(?:的)?时间|多长(?![\u4e00-\u9fff])",
        f"{_MANY}个?(?:工作日|自然日|天|日|周|星期|礼拜|个月|月|年|小时|分钟|学期|季度)(?![度级份龄])",
    ),
    ("duration", f"(?:期限|时限|有效期|任期|工期|周期|时长|保质期|学制){_GAP}(?:多长|多少|几|什么)"),
    ("percent", f"百分之(?:多少|几)|{_MANY}个?(?:百分点|百分比|百分数|%|成(?!员|果|本|都))"),
    ("percent", f"(?:比例|占比|比重|百分比|增幅|涨幅|降幅|增速|份额|(?<!效)率|占){_GAP}{_MANY}(?!{_MEASURE})"),
    (
        "percent",
        f"(?:同比|环比|增长|上涨|上升|下降|降低|下跌|涨|跌|提高|提升|增|降)(?:幅度?"
        f"|速度)?[了是约有]*{_MANY}(?!{_MEASURE})",
    ),
    ("percent", "(?:什么|哪个|何种)(?:比例|百分比)"),
    (
        "money",
        f"{_MANY}[十百千万亿]*(?:元|块(?:钱|(?![\u4e00-\u9fff]))|钱|人民币|资金|经费|美元|美金|港元|港币|欧元|费用"
        f"|投资|补贴|补助|奖金|罚款)",
        "(?<!大)多贵|什么价",
    ),
    ("money", f"(?:{_MONEY_ZH}){_GAP}{_MANY}(?!{_MEASURE}(?<!元))"),
    ("definition", ('^[“"《「][^”"》」]+[”"》」](?:计划|行动|工程|项目)?是(?:个|一个|一种)?(?:什么|啥)[呀呢啊]?\\W*$')),
    ("money", f"(?:花|拨|投|补|奖|赔|付|罚)[了到给过]?{_MANY}[万亿]?(?!{_MEASURE})|几个?亿(?![件家人次个])"),
    (
        "name",
        f"(?:全称|简称|名称|名字|代号|文号|电话|手机号?|号码|编号|邮编|热线|代码|账号|门牌号){_GAP}(?:多少|几|什么"
        f"|啥|哪)",
    ),
    ("name", "第几|哪(?:一|1)?[条款章号](?![河江路街船线])|哪号"),
    (
        "number",
        f"{_MANY}{_MEASURE}?",
        "(?<![更许很众最较差诸繁])多(?:大|高|长|宽|远|深|重|快|厚)(?![校学型厦街级新端龄数量家小度])",
    ),
    ("body", "[^,。?;]{1,16}(?:局|部门|单位|委|办|法院|检察院|公司|集团|署|厅|学校|医院)还是[^,。?;]+"),
    ("body", "(?:牵头|负责|主管|归|由)[^,。?;]{1,20}还是[^,。?;]+"),
    (
        "body",
        f"谁(?:是|为|作为|当){_GAP}{_BODY_ZH}|(?:{_BODY_ZH.replace('?P<noun>', '?:')})(?:是|为|有)?(?:谁|哪(?:一"
        f"|1)?[个家]?(?=\\W*$))",
    ),
    (
        "person",
        f"(?P<noun>{_PERSON_ZH}){_GAP}(?:是谁|谁|叫什么|叫啥|姓什么|姓甚)",
        "谁(?:代表|担任|出任|当选|领衔|签[署字发]|写|说(?!了?算)|讲|发言|获奖|带队|主持|任)",
    ),
    (
        "person",
        f"谁(?:是|当){_GAP}(?P<noun>{_PERSON_ZH})|哪(?:一|1)?[位名]",
        "(?:哪个|什么|何)人(?!数|口|才|群|员|工|大|民)",
    ),
    ("person", f"(?:哪(?:一|1)?个|什么){_GAP}?(?P<noun>{_PERSON_ZH})"),
    (
        "list",
        "哪些|哪几|哪(?:\\d+|[二两三四五六七八九十]+)(?!号线)|有(?:着|些)?(?:什么|啥)(?!时|用|地方|区别|不同|差别"
        "|差异|关系|意义|影响)"
        "|些(?:什么|啥)|(?:包括|包含|分为|涵盖|涉及)(?:了|些)?(?:什么|啥)",
    ),
    (
        "list",
        f"(?:都|还|分别|各|有)[是有]?谁(?!的)|分别[是为有叫]*(?:什么|啥|谁|哪)[里儿个些家]?"
        f"|(?:{_LIST_ZH}){_GAP}(?:什么|啥)",
        f"(?:什么|何种|啥)(?:样的)?(?P<noun>{_LIST_ZH})",
    ),
    (
        "how",
        "(?:流程|程序|步骤|做法|方式|方法|途径|手段|办法)[^,。?;:!]{0,4}(?:什么|啥|怎)",
        "(?:什么|何种|啥)(?:样的)?(?:方式|方法|途径|手段|流程|程序|渠道|形式)",
    ),
    (
        "body",
        f"(?:哪(?:一|1)?[个家所间级支类]?|什么|啥|何)(?:[^,。?;:!由被是在把谁哪何什几多怎的项]{{0,6}}?){_BODY_ZH}",
    ),
    (
        "place",
        "哪里|哪儿|在哪|去哪|到哪(?!一|年)|何[处地]",
        f"(?:哪(?:一|1)?[个座条]?|什么)(?:[^,。?;:!由被是在把谁哪何什几多怎的项]{{0,3}}?){_PLACE_ZH}",
    ),
    ("place", f"(?:地址|地点|位置|位于|坐落){_GAP}(?:什么|哪|何)"),
    ("body", "谁|哪(?:一|1)?[家所]|何者"),
    ("how", "如何|怎么样?|怎样|咋"),
    ("name", "叫什么|叫啥|哪(?:一|1)?(?:[个部项份种本座类艘款届条支辆只班间门套]|(?=[\u4e00-\u9fff]))"),
    ("definition", "^[^,。?;:!的]{1,14}是(?:个|一个|一种)?(?:什么|啥|何物)[呀呢啊吧]?\\W*$"),
    ("name", "什么(?![都也])|啥(?![都也])|何种"),
)

_MOD = (
    r"(?:(?!(?:is|are|was|were|be|do|does|did|has|have|had|can|could|will|would|shall|should|must|may|the|an?|of|in|by"
    r"|for|to|on|at|and|or|that|who|which|with|from)\b)[\w'’&-]+ )"
)
_WHAT_IS = rf"\bwhat(?:['’]?s| is| are| was| were| will be)?(?: the| its| their| an?)? {_MOD}{{0,3}}?"
_WHICH = rf"\b(?:which|what) {_MOD}{{0,3}}?"
_BE = "is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|must|may|shall"
# Where an English question word asks and is no relative pronoun ("ships that call, which are…").
_OPEN = (
    r"(?:^|[;:?.!(—-] ?|, ?(?!which (?:is|was|are|were|has|have)\b)|\b(?:and|or|by|in|of|to|for|from|at|on|with|under|"
    r"through|about|during|since|until|tell|say|state|name|list|then|so|is|exactly) )"
)
_BODY_EN = (
    "agency|authority|department|bureau|office|ministry|commission|committee|court|procuratorate|body|organi[sz]ation"
    "|institution|institute|company|enterprise|firm|bank|university|school|college|hospital|association|alliance"
    "|cent(?:er|re)"
    "|government|unit|council|administration|group|team|operator|entity|corporation|society|police|bureaux?"
)
_PERSON_EN = (
    r"person|professor|expert|director|mayor|minister|chair(?:man|woman|person)?|president|officer|official|judge"
    r"|lawyer"
    r"|scientist|academician|researcher|author|chief|head|leader|governor|secretary|spokes\w+|individual|inventor"
    r"|founder"
    r"|dean|engineer|captain|principal|teacher|deputy|delegate|winner|manager"
)
_PLACE_EN = (
    "pier|wharf|station|city|district|town|village|province|country|county|place|port|harbou?r|street|location"
    "|site|area|region"
    "|island|zone|park"
)
_MONEY_EN = (
    "allowance|stipend|wages?|levy|charge|amount(?: of (?:money|funding))?|sum|price|fee|cost|budget|fine|subsidy"
    "|salary|grant|funding|penalty|tariff"
    "|fare|toll"
    "|investment|revenue|output value|reward|bonus|expenditure|deposit|rent|compensation"
)
_PERIOD_EN = r"(?:working |business |calendar |natural )?(?:days|weeks|months|years|hours|minutes|quarters)"
_GROW_EN = (
    r"grow\w*|grew|increas\w*|ris(?:e|en|ing)|rose|fall(?:en|s)?|fell|declin\w*|drop\w*|climb\w*|jump\w*|decreas\w*"
    r"|shr[aiu]nk|expand\w*|improv\w*|up|down"
)
_PAY_EN = (
    r"costs?|pay\w*|paid|spen[dt]\w*|invest\w*|fund\w*|receiv\w*|gets?|got|grant\w*|award\w*|subsid\w+|budget\w*"
    r"|fine[ds]?"
    r"|allocat\w*|loan\w*|lend\w*|lent|borrow\w*|financ\w*|worth|charge[ds]?|rais\w*|earn\w*|owe\w*|compensat\w*"
    r"|reimburs\w*"
)
_PLURAL = r"(?:(?!(?:is|was|has|does)\b)[\w-]{2,}(?<![siu])s|people|children|staff|criteria|bureaux)"
_LIKE = (
    r"(?:(?:[\w-]+(?:ing|al|ic|ive|ed|ous|ary|ern|able|ful)|new|old|main|key|other|public|big|small|local|city"
    r"|government|types of"
    r"|kinds of|sorts of) ){0,3}"
)
_VERB = (
    "(?:are|were|do|have|can|must|should|will|may|did|need|could|shall|would|get|receive|take|apply|make|belong"
    "|run|use|lead|support"
    "|fall|go|come|pay|offer|exist|count|cover|provide|share|cooperate|participate|handle|had|received|took|got|led)"
)
_NUMBER_EN = r"\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|other"
_AMOUNT_EN = (
    "number|goal|average|maximum|minimum|total|count|size|area|length|height|width|depth|weight|volume|population"
    "|target|figure|capacity|quantity|level|age|score|quota"
)

_EN = _rows(
    (
        "definition",
        r"\bwhat (?:does|do|did|is|are) [^,;?]{1,60}? (?:mean|means|stand for|refer to)\b|\bwhat is meant by\b",
    ),
    ("reason", r"\bwhy\b|\bhow come\b|\bfor what (?:reason|purpose)|\bwhat (?:made|led|caused|prompted|motivated)\b"),
    ("reason", rf"{_WHAT_IS}(?:reasons?|causes?|purpose|aim|rationale|motivation|motive|grounds|justification)\b"),
    (
        "percent",
        rf"{_WHAT_IS}(?:percentage|percent|per cent|proportion|share|rate|ratio|fraction|growth|increase|decrease"
        rf"|rise)\b",
        r"\bhow many (?:percent|per cent)",
    ),
    (
        "percent",
        rf"\bhow much (?!money|funding|more|higher|lower|larger)(?:(?! and (?:how"
        rf"|wh))[^,;?]){{0,120}}?\b(?:{_GROW_EN})\b(?! to \w+ for)",
    ),
    ("date", rf"{_WHICH}(?:year|month|date|day|time|quarter)\b|{_WHAT_IS}(?:deadline|date|closing date|due date)\b"),
    ("date", rf"\bwhen(?= (?:{_BE}|exactly)\b|\W*$|,? and\b)|\b(?:by|since|until|till|from) when\b|^when(?= [^,]*$)"),
    (
        "duration",
        rf"\bhow (?:long|quickly|soon|fast)\b|\bhow many {_MOD}{{0,2}}?{_PERIOD_EN}\b",
        r"\bwithin what (?:time|period)\b",
    ),
    ("duration", rf"{_WHAT_IS}(?:duration|term of office|time limit|validity(?: period)?|time frame|lifespan)\b"),
    (
        "money",
        r"\bhow (?:much|many) (?:\w+ )?(?:money|cash|capital|yuan|rmb|cny|dollars|euros|funding|investment"
        r"|subsid\w+)\b",
    ),
    (
        "money",
        rf"\bhow much (?!more)(?:(?! and (?:how|wh))[^,;?]){{0,80}}?\b(?:{_PAY_EN})\b"
        rf"|{_WHAT_IS}(?:{_MONEY_EN})\b(?! (?:for|in) which)|\bwhat (?:did|does|do|will"
        rf"|would) [^,;?]{{1,60}}\b(?:cost|pay)\b",
    ),
    (
        "name",
        rf"{_WHAT_IS}(?:document|reference|serial|file|case|registration|phone|telephone|article|fax"
        rf"|hotline) numbers?\b",
    ),
    ("number", r"\bhow (?:many|much|often|large|big|high|tall|wide|deep|heavy|old|far|great)\b"),
    ("number", rf"{_WHAT_IS}(?:{_AMOUNT_EN})\b(?! (?:to call|one))"),
    (
        "person",
        rf"\bwho(?: (?:is|was|are|were)|['’]s) (?:the )?{_MOD}{{0,4}}?(?P<noun>{_PERSON_EN})\b",
        rf"{_WHICH}(?P<noun2>{_PERSON_EN})\b",
    ),
    ("person", rf"\bwhat(?:['’]s| is| was) the name of (?:the )?{_MOD}{{0,3}}?(?P<noun>{_PERSON_EN})\b"),
    (
        "person",
        rf"{_OPEN}who (?:signed|wrote|founded|(?:was|is|were) (?:appointed|elected|named|chosen)|chair(?:s|ed)"
        rf"|head(?:s|ed)|spoke|said|won|invented|presid\w+"
        rf"|delivered)\b",
        r"\bwhose\b",
    ),
    (
        "list",
        rf"\b(?:which|what)(?: are| were)?(?: the| these| those"
        rf"| its)? (?:{_NUMBER_EN}) (?P<noun>{_MOD}{{0,2}}?{_PLURAL}|[\w'-]+)",
    ),
    ("list", r"\bwhat (?:are|were)(?: the| its| their)? (?P<noun>[\w-]+(?: [\w-]+)?)|\bwhich (?:are|were|ones)\b"),
    ("name", r"\bwhat (?:is|was|are|were) [^,;?]{1,60} called\b"),
    ("list", rf"\bwho (?:are|were) (?:the |its |all )?(?P<noun>{_MOD}{{0,2}}?{_PLURAL})\b"),
    ("how", r"\bwhat happen\w*"),
    (
        "list",
        rf"\b(?:which|what) (?P<noun>{_LIKE}{_PLURAL})\b",
        rf"\b(?:which|what) (?P<noun2>{_MOD}{{1,3}}?{_PLURAL})(?= {_VERB}\b)",
    ),
    ("body", rf"{_WHICH}(?P<noun>{_BODY_EN})\b"),
    ("place", rf"{_WHICH}(?P<noun>{_PLACE_EN})\b|{_WHAT_IS}(?:address|location|venue|place)\b"),
    ("place", rf"\bwhere(?:abouts)?(?= (?:{_BE}|exactly)\b|\W*$)|{_OPEN}where\b"),
    ("body", rf"{_OPEN}(?:whom?|who['’]s)\b|\b(?:by|to|with) whom\b"),
    (
        "name",
        rf"{_WHAT_IS}(?:names?|title|telephone|phone|hotline|e-?mail|website|url|code|reference|document number"
        rf"|serial number)\b",
    ),
    ("how", r"\bhow\b(?! (?:many|much|long))|\bin what (?:way|manner)\b|\bby what means\b|\bthrough what\b"),
    (
        "how",
        r"\bwhat (?:is|was|are|were|will be|has been) (?:being )?(?:done|happening)\b",
        r"\bwhat (?:did|does|do|will|must|should|can) [^,;?]{1,60} do\b",
    ),
    ("definition", r"^\W*what(?: exactly)?(?:['’]?s| is| are)(?: exactly)? (?:an? |the )?[^,;?]{1,40}\W*$"),
    ("name", rf"\bwhat\b|{_OPEN}which\b"),
)

_DE = _rows(
    (
        "reason",
        r"\b(?:warum|wieso|weshalb|weswegen|wozu)\b|\baus welche[nmr] gr[uü]nd\w*|\bwas ist der (?:grund|zweck)",
    ),
    (
        "percent",
        r"\bwie ?viel prozent|\bwelche[rnm]? (?:anteil|prozentsatz|quote)",
        r"\bum wie ?viel(?! (?:personen|euro|yuan))",
        r"\bwie (?:hoch|groß)[^,;?]{0,30}(?:anteil|quote|prozentsatz|rate)\b",
    ),
    ("duration", r"\bwie lange\b|\bwie ?viele? (?:arbeits|werk)?(?:tage?n?|wochen|monate?n?|jahre?n?|stunden)\b"),
    ("date", r"\bwann\b|\bwelche[rmns]? (?:jahr|monat|datum|tag|frist|zeitpunkt)\w*"),
    (
        "money",
        r"\bwie ?viel (?:geld|yuan|euro)",
        r"\bwie ?viel(?:(?! und (?:w))[^,;?]){0,60}?\b(?:kostet|kosten|zahl\w+|förder\w+|bezahl\w+|investier\w+"
        r"|ausgegeben)",
    ),
    (
        "money",
        r"\bwie hoch (?:ist|sind|war|waren|fällt) (?:\w+ ){0,3}\w*(?:förderung|strafe|geld|gebühr|budget|kosten"
        r"|betrag|preis|zuschuss|miete|gehalt|summe)\w*",
    ),
    ("number", r"\bwie ?viele?\b|\bwie (?:hoch|groß|weit|lang|tief|oft|schwer|alt)\b"),
    (
        "person",
        r"\bwer (?:ist|war) (?:der|die) \w*(?P<noun>direktor|professor|leiter|bürgermeister|präsident|minister"
        r"|richter|vorsitzende|autor|kapitän|ansprechpartner)\w*",
        r"\bwelche[rn]? (?:professor|person|experte|richter)\w*|\bwer (?:unterzeichnete|schrieb|gründete)",
    ),
    (
        "list",
        r"\bwelche[nr]? (?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|\d+|beiden) (?P<noun>\w+)",
        r"\bwelchen? (?P<noun2>\w+)(?= (?:sind|haben|werden|wurden|gibt|gehören|müssen|sollen|können|nehmen|dürfen"
        r"|waren|umfasst)\b)",
        r"\bwelche (?P<noun3>\w+(?:en|er|e|s|n)) (?=(?!mit\b)\w+en\b)",
        r"\b(?:nennen|nenne|zählen) ",
    ),
    (
        "body",
        r"\bwelche[rmns]? (?:\w+ ){0,1}(?P<noun>\w*(?:behörde|amt|stelle|ministerium|gericht|abteilung|institution"
        r"|organisation|firma|unternehmen|bank|universität|hochschule|kommission|verwaltung|verband))\b",
    ),
    (
        "place",
        r"\b(?:wo|wohin|woher)\b|\bwelche[rmn]? (?P<noun>stadt|bezirk|ort|provinz|land|hafen|region|gemeinde)\b",
    ),
    ("body", r"\b(?:wer|wem|wen|wessen)\b"),
    ("definition", r"\bwas (?:bedeutet|heißt|versteht man|ist mit)\b|^\W*was (?:ist|sind) [^,;?]{1,40}\W*$"),
    ("name", r"\bwie (?:heißt|lautet|nennt)\b|\bwelche[rmns]?\b"),
    ("list", r"\bwas (?:umfasst|gehört|enthält)\b"),
    ("how", r"\bwie\b|\bauf welche (?:weise|art)\b|\bwodurch\b|\bwomit\b"),
    ("name", r"(?:^|[,;:?.] |\bund )was\b"),
)

_FR = _rows(
    (
        "reason",
        r"\bpourquoi\b|\bpour quelles? raisons?",
        r"\bquel(?:le)?s? (?:est|sont|était) (?:la |le |les )(?:raisons?|but|causes?|objet)\b",
    ),
    (
        "percent",
        r"\bquel(?:le)?(?: est| était)?(?: la| le)? (?:pourcentage|taux|part|proportion)\b",
        r"\bde combien[^,;?]{0,60}(?:augment|progress|baiss|diminu|cr[uû]|recul)\w*",
        r"\bcombien (?:pour cent|de pour cent)",
    ),
    (
        "duration",
        r"\bcombien de (?:jours|mois|ans|années|semaines|heures|temps)\b|\bquelle(?: est)?(?: la)? durée\b",
        r"\bquel(?: est)?(?: le)? délai\b",
    ),
    ("date", r"\bquand\b|\bquelle (?:date|année)|\bquel (?:mois|jour)\b|\bquelle est la date\b"),
    (
        "money",
        r"\bcombien d['’]argent|\bcombien (?:de )?(?:yuans?|euros?)",
        r"\bcombien(?:(?! et (?:qu|co|où))[^,;?]){0,60}?\b(?:coût|paye|paie|dépens|verse|investi|finan|touche"
        r"|reçoi)\w*",
        r"\bquel(?: est| était| sera)?(?: le| la)? (?:montant|prix|coût|budget|amende|tarif|subvention)\b",
    ),
    ("money", r"\bquelle(?: est)?(?: la)? (?:somme|amende|subvention)\b"),
    (
        "number",
        r"\bcombien\b|\bquel(?: est)?(?: le)? nombre\b",
        r"\bquelle(?: est)?(?: la)? (?:superficie|taille|longueur|hauteur)\b",
    ),
    (
        "person",
        r"\bqui (?:est|était) (?:le|la|l['’]) ?(?P<noun>directeur|directrice|professeur|maire|président|ministre"
        r"|chef|juge|responsable|auteur)\w*",
        r"\bquel(?:le)? (?:professeur|personne|expert|juge)\b|\bqui a (?:signé|écrit|fondé)",
    ),
    (
        "list",
        r"\bquel(?:le)?s\b(?: sont| étaient)?(?: les| ses| leurs)? ?(?P<noun>\w+)?",
        r"\b(?:citez|énumérez|listez)\b",
    ),
    (
        "body",
        r"\bquel(?:le)?(?: est)?(?: l['’]| le| la)? ?(?P<noun>autorité|organisme|administration|service|ministère"
        r"|bureau|tribunal|entreprise|société|banque|université|institution|agence|département|organisation"
        r"|commission|école)\b",
    ),
    ("place", r"\boù\b|\bquel(?:le)? (?P<noun>ville|district|port|lieu|province|pays|région|quartier|île)\b"),
    ("body", r"(?:^|[,;:?.] ?|\b(?:par|à|de|et|avec|pour) )qui\b"),
    (
        "definition",
        r"\bqu['’]est[- ]ce (?:que c['’]est que |qu['’])|\bque (?:signifie|veut dire)\b|\bc['’]est quoi\b",
        r"^\W*qu['’]est[- ]ce que (?:le |la |l['’]|les )?[^,;?]{1,30}\W*$",
    ),
    ("how", r"\bcomment (?!s['’]appelle)|\bde quelle (?:manière|façon)|\bpar quels? moyens?"),
    (
        "name",
        r"\bquel(?:le)?\b|\bcomment s['’]appelle\w*|\bqu['’]est[- ]ce qu\w*",
        r"\b(?:que|quoi)(?= (?:fait|font|dit|prévoit|doit)\b|\W*$)|\blequel|\blaquelle",
    ),
)

_ES = _rows(
    (
        "reason",
        r"\bpor ?qu[eé]\b|\bpor qu[eé] (?:motivo|razón)",
        r"\bcu[aá]l(?:es)? (?:es|son|fue) (?:la |el |las |los )(?:razón|razones|motivos?|causas?|objetivo|fin)\b",
    ),
    (
        "percent",
        r"\bqu[eé] (?:porcentaje|proporción|parte|tasa)",
        r"\bcu[aá]l (?:es|fue) (?:el |la )(?:porcentaje|tasa|proporción)",
        r"\bcu[aá]nto (?:ha )?(?:creci|aument|subi|baj|disminuy|crec)\w*|\ben cu[aá]nto\b",
    ),
    (
        "duration",
        r"\bcu[aá]nt[oa]s? (?:tiempo|dur[aó]\w*|tard\w+|días|meses|años|semanas|horas)\b",
        r"\bcu[aá]l (?:es|fue) (?:la duración|el plazo)\b",
    ),
    ("date", r"\b(?:cuándo)\b|(?:^\W*|\b(?:desde|hasta|para) )cuando\b|\b(?:en |a )?qu[eé] (?:año|fecha|mes|día)\b"),
    (
        "money",
        r"\bcu[aá]nto (?:dinero|cuesta|costó|pag\w+|cobr\w+|invirti\w+|gast\w+)",
        r"\bcu[aá]ntos (?:yuanes|euros|millones de yuanes)",
        r"\bcu[aá]l (?:es|fue|será) (?:el |la )(?:\w+ )?(?:importe|precio|coste|costo|presupuesto|multa|tarifa"
        r"|subvención|monto|cantidad de dinero)",
    ),
    ("number", r"\bcu[aá]nt[oa]s?\b|\bcu[aá]l (?:es|fue) el (?:número|total)\b"),
    (
        "person",
        r"\bqui[eé]n (?:es|fue|era) (?:el|la) (?P<noun>director|profesor|alcalde|presidente|ministr|jefe|juez"
        r"|responsable|autor)\w*",
        r"\bqu[eé] (?:profesor|persona|expert|juez)\w*|\bqui[eé]n (?:firmó|escribió|fundó)",
    ),
    (
        "list",
        r"\bcu[aá]les\b(?: son| fueron)?(?: los| las| sus)? ?(?P<noun>\w+)?",
        r"\bqu[eé] (?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|\d+) (?P<noun2>\w+)",
        r"\bqu[eé] (?P<noun3>\w+s)\b(?= \w+n\b| se\b)|\b(?:enumere|mencione|cite)\b",
    ),
    (
        "body",
        r"\bqu[eé] (?P<noun>autoridad|organismo|administración|servicio|ministerio|oficina|tribunal|empresa"
        r"|compañía|banco|universidad|institución|agencia|departamento|organización|comisión|entidad|escuela)\b",
    ),
    (
        "place",
        r"\b(?:a |de )?dónde\b|^\W*donde\b",
        r"\bqu[eé] (?P<noun>ciudad|distrito|puerto|lugar|provincia|país|región|barrio|isla)\b",
    ),
    ("body", r"\bquién(?:es)?\b|(?:^\W*|\b(?:por|a|de|y|con) )quien(?:es)?\b"),
    ("definition", r"\bqu[eé] (?:significa|quiere decir|se entiende por)\b|^\W*qu[eé] (?:es|son) [^,;?]{1,40}\W*$"),
    ("how", r"\bcómo(?! se llama)\b|^\W*como\b|\bde qué (?:manera|forma|modo)\b"),
    ("name", r"\bcu[aá]l\b|\bcómo se llama|\bqué\b|^\W*que\b"),
)

_JA = _rows(
    ("reason", "なぜ|何故|どうして|なんで|(?:理由|目的|原因)(?:は|とは)?(?:何|なに)|どんな(?:理由|目的)"),
    ("definition", "とは(?:何|なに|どういう|どのような(?:もの|意味))|(?:という|の)?意味(?:は|です)|とは[?。]*$"),
    (
        "percent",
        "何(?:%|パーセント|割|ポイント)|(?:割合|比率|率)(?:は|が)?(?:どの|どれ|いくら|何|いくつ)[^、。?]{0,8}",
        "どの(?:くらい|程度)[^、。?]{0,4}(?:増|減|伸び|上が|下が)",
        "どれ(?:くらい|だけ)[^、。?]{0,4}(?:増|減|伸び)",
    ),
    (
        "duration",
        "何(?:日間|年間|か月|ヶ月|カ月|ヵ月|箇月|週間|時間|営業日|日以内|年以内)|どの(?:くらい|程度)の(?:期間|時間)",
        "どれ(?:くらい|だけ)の(?:期間|時間)|(?:期間|期限)は(?:どの|どれ|何日|何年)[^、。?]{0,4}",
    ),
    ("date", "いつ|何(?:年|月|日|時)(?!間)(?:何[月日])*|(?:日|期日|時期)は(?:何|いつ)"),
    (
        "money",
        "いくら|何[十百千万亿億]*(?:円|元|ドル)",
        "(?:金額|費用|予算|料金|罰金|補助金)(?:は|が)?(?:どの|どれ|何)[^、。?]{0,6}",
    ),
    (
        "number",
        "何(?:件|人|社|隻|カ所|か所|ヶ所|箇所|校|回|台|本|項目|団体|店|名|機関|個|つ|冊|頭|匹|棟|倍|種類|条|点"
        "|ヘクタール|トン|キロ|メートル|万|千|百)",
        "いくつ|どの(?:くらい|程度)|どれ(?:くらい|だけ|ほど)",
    ),
    (
        "person",
        "(?P<noun>[\u4e00-\u9fff]長|教授|所長|院長|会長|社長|校長|責任者|担当者|代表|著者|船長)(?:は|とは)?(?:誰"
        "|だれ|どなた)",
        "どの(?:人|教授|専門家)",
    ),
    (
        "list",
        "どの(?:[二三四五六七八九十2-9]|\\d+)|(?:何|なに)(?:があり|が含|と何)",
        "どんな(?P<noun>[\u4e00-\u9fff]{2,4})|どのような(?P<noun2>[\u4e00-\u9fff]{2,4}|もの|こと)が|挙げて|列挙|一覧",
    ),
    (
        "body",
        "(?:どの|どこの|何という)(?P<noun>機関|部門|部局|部署|省庁|官庁|役所|局|課|会社|企業|裁判所|大学|銀行"
        "|団体|組織|学校|病院|当局|委員会)",
        "(?P<noun2>機関|部門|部局|省庁|会社|企業|裁判所|大学|銀行|団体|組織)(?:は|とは)(?:どこ|どれ|誰|何)",
        "どこが|どちらが(?=担当|主導|所管)",
    ),
    (
        "place",
        "どこ|(?:どの|何という)(?P<noun>都市|市|区|町|村|港|場所|国|省|県|島|地域|地区)|(?:場所|住所|所在地)は",
    ),
    ("body", "誰|だれ|どなた"),
    (
        "how",
        "どのように|どうやって|いかに|どうすれば|どんなふうに|どういう(?:方法|手順)",
        "どのような(?:方法|手順|手続き)|どう(?=[\u3041-\u9fff])",
    ),
    (
        "name",
        "どの|どれ|どちら|どんな|どのような",
        "(?:何|なん|なに)(?=ですか|でしょう|と(?:いう|呼)|を|が|に|で|の|番)",
    ),
)

_KO = _rows(
    ("reason", "왜|무슨 이유|(?:이유|목적|원인)(?:는|은|가|이)? ?(?:무엇|뭐|뭔)|어째서"),
    ("definition", "(?:이란|란) ?(?:무엇|뭐|뭔|어떤)|무슨 (?:뜻|의미)|(?:뜻|의미)(?:는|은|가|이)? ?(?:무엇|뭐)"),
    (
        "percent",
        "몇 ?(?:퍼센트|%|프로|할)|(?:비율|비중|증가율|율)(?:은|는|이|가)? ?(?:얼마|몇|어느 정도)\\w*",
        "얼마나 ?(?:증가|감소|늘|줄|성장|상승|하락)",
    ),
    (
        "duration",
        "며칠 ?(?:동안|간|이내|안에|만에|걸)|얼마나 ?(?:오래|걸)",
        "몇 ?(?:일|영업일|달|개월|주|시간|년)(?= ?(?:동안|간|이내|안에|만에|이나|걸|까지 걸))",
        "(?:기간|기한)(?:은|는|이|가)? ?(?:얼마|어느 정도|몇)",
    ),
    ("date", "언제|어느 (?:해|날|달|시기)|몇 ?(?:년도?|월|일|시)(?= ?(?:에|까지|부터|인|입|이|몇|\\W|$))|며칠"),
    ("money", "얼마(?!나)|몇 ?(?:만|억|천)? ?(?:위안|원|달러)|얼마나 (?:지급|지원|투자|비용)"),
    ("number", "몇(?: ?(?:건|명|개|곳|척|대|번|회|가구|그루|군데|채|권|종|마리|배|km|헥타르|톤))?|얼마나"),
    (
        "person",
        "(?P<noun>국장|시장|교수|소장|원장|회장|사장|교장|책임자|담당자|대표|저자|위원장|선장)(?:은|는|이|가)? ?누구",
        "(?:어느|어떤) (?:사람|교수|전문가)",
    ),
    (
        "list",
        "(?:어떤|어느|무슨) (?:두|세|네|다섯|여섯|\\d+)|무엇무엇",
        "어떤 (?:것들|조치|분야|사업|기관들|조건|서류|업무|과제)|무엇(?:이|들)? ?(?:있|포함)|(?:열거|나열)",
        "무엇들",
    ),
    (
        "body",
        "(?:어느|어떤|무슨) (?P<noun>기관|부서|부처|법원|회사|기업|은행|대학|당국|단체|조직|위원회|학교|병원|국)",
        "(?P<noun2>기관|부서|부처|법원|회사|기업|은행|대학|당국|단체|조직)(?:은|는|이|가)? ?(?:어디|어느|무엇|누구)",
    ),
    ("place", "어디(?! 기관)|(?:어느|어떤) (?P<noun>도시|구|항구|지역|장소|나라|성|섬|마을)"),
    ("body", "누가|누구|누굴"),
    ("how", "어떻게|어떤 (?:방식|방법|절차)"),
    ("name", "무엇|뭐|뭔|어느|어떤|무슨"),
)

ASKING: Mapping[str, Rows] = {"zh": _ZH, "en": _EN, "de": _DE, "fr": _FR, "es": _ES, "ja": _JA, "ko": _KO}
"""Question words, and what stands with them, -> kinds."""

TELLING: Rows = _rows(
    ("list", "列出|列举|罗列|说出|举出|写出|清单|名单|一览|挙げて|列挙|一覧|나열|열거|목록"),
    (
        "list",
        (
            r"(?:^|\b(?:please|and) )(?:list|name|enumerate|identify)\b|\blist of\b|\b(?:nennen|nenne|zählen|liste) "
            r"|\b(?:citez|énumérez|listez)\b|\b(?:enumere|mencione|liste)\b"
        ),
    ),
    (
        "reason",
        (
            "原因|理由|(?<!项)目的|缘由|이유|목적|\\breasons?\\b|\\bpurpose\\b|\\bgrund\\b|\\bgründe\\b|\\braisons?\\b"
            "|\\brazón\\b|\\bmotivos?\\b"
        ),
    ),
    (
        "definition",
        (
            "定义|含义|释义|定義|정의|\\bdefin(?:e|ition)\\b|\\bmeaning of\\b|\\bbedeutung\\b|\\bdéfini\\w*"
            "|\\bsignification\\b|\\bdefinición\\b|\\bsignificado\\b"
        ),
    ),
    (
        "how",
        ("介绍|说明(?!书)|解释|概括|概述|简述|描述|阐述|总结|说说|谈谈|讲讲|流程|步骤|説明|紹介|手順|설명|소개|절차"),
    ),
    (
        "how",
        (
            r"\b(?:explain|describe|summari[sz]e|outline|overview|procedure|elaborate)\b|\btell me about\b"
            r"|\b(?:erklär\w*|beschreib\w*|erläuter\w*)\b|\b(?:expliquez|décrivez|résumez)\b|\b(?:expli(?:que|car)"
            r"|describ[ae]|resum[ae])\b"
        ),
    ),
)
"""Requests to be told, and what they ask for, for questions without a question word."""

NAMING: Rows = _rows(
    (
        "duration",
        (
            "期限|时限|有效期|工期|任期|期間|기간|기한|\\b(?:duration|time limit|validity|term)\\b|\\bdauer\\b"
            "|\\b(?:durée|délai)\\b|\\b(?:duración|plazo)\\b"
        ),
    ),
    (
        "percent",
        (
            "比例|占比|比重|百分比|百分点|增长率|增速|增幅|涨幅|降幅|同比|(?<!效)率(?![先领直])|割合|비율|증가율"
            "|\\b(?:percent(?:age)?|share|proportion|rate|ratio|growth)\\b|%|\\b(?:anteil|prozentsatz|quote)\\b"
            "|\\b(?:pourcentage|taux)\\b|\\b(?:porcentaje|tasa)\\b"
        ),
    ),
    (
        "money",
        (
            "金额|预算|经费|资金|补贴|补助|罚款|费用|票价|价格|奖金|总额|投资额|拨款|租金|金額|予算|罰金|補助金|금액"
            "|예산|벌금|보조금|\\b(?:budget|fine|price|cost|fee|subsidy|funding|grant|amount|yuan|rmb|fare|toll"
            "|penalty|revenue)\\b|\\b\\w*(?:gebühr|kosten|förderung|strafe)\\b|\\b(?:montant|prix|coût|amende"
            "|subvention)\\b|\\b(?:importe|precio|presupuesto|multa|subvención)\\b"
        ),
    ),
    (
        "date",
        (
            "时间|日期|截止|年份|日時|期日|날짜|일자|\\b(?:date|deadline|year|start of)\\b|\\b(?:datum|frist)\\b"
            "|\\bdate\\b|\\bfecha\\b"
        ),
    ),
    (
        "person",
        (
            "负责人|联系人|姓名|主任|局长|責任者|책임자|담당자|\\b(?:director|head|contact person|professor|mayor)\\b"
            "|\\b(?:leiter|direktor)\\b|\\b(?:directeur|responsable)\\b|\\b(?:director|responsable)\\b"
        ),
    ),
    (
        "body",
        (
            "牵头|主管|(?:负责|责任|承办|配合|主办)(?:单位|部门|机构)?|部门|机构|監督|主管|担当(?:機関|部門)?"
            "|담당 ?(?:기관|부서)|주관|\\b(?:lead(?:ing)? (?:agency|body|unit)|agency|authority|department"
            "|responsible|in charge)\\b|\\b(?:zuständig\\w*|behörde|federführ\\w*)\\b|\\b(?:autorité|chargé"
            "|organisme)\\b|\\b(?:autoridad|organismo|encargad\\w+)\\b"
        ),
    ),
    (
        "place",
        (
            "地址|地点|位置|所在地|住所|場所|주소|장소|위치|\\b(?:address|location|venue)\\b|\\b(?:adresse|ort"
            "|standort)\\b|\\b(?:adresse|lieu)\\b|\\b(?:dirección|lugar|ubicación)\\b"
        ),
    ),
    (
        "name",
        (
            "电话|热线|号码|编号|文号|名称|邮箱|网址|電話|番号|名称|전화|번호|명칭|\\b(?:phone|telephone|hotline"
            "|number of the document|document number|reference number|title|website)\\b|\\b(?:telefon\\w*|titel"
            "|aktenzeichen)\\b|\\btéléphone\\b|\\bteléfono\\b"
        ),
    ),
    (
        "number",
        (
            "数量|总数|人数|件数|家数|户数|次数|目标|指标|面积|规模|总量|产量|[总客货流存销储]量|多少|総数|目標|台数"
            "|수량|건수|목표|총수|인원|\\b(?:number|counts?|total|how many|target|quota|size|area|figures?|quantity"
            "|statistics|population|capacity)\\b|\\b(?:anzahl|zahl|ziel|gesamtzahl|fläche)\\b|\\b(?:nombre|objectif"
            "|superficie)\\b|\\b(?:número|cantidad|objetivo|superficie)\\b"
        ),
    ),
    (
        "list",
        (
            "措施|任务|条件|材料|要求|职责|举措|条項|要件|조건|조치|\\b(?:measures|tasks|requirements|conditions"
            "|steps|types|members|duties|services)\\b|\\b(?:maßnahmen|bedingungen|aufgaben)\\b|\\b(?:mesures"
            "|conditions|tâches)\\b|\\b(?:medidas|condiciones|requisitos|tareas)\\b"
        ),
    ),
)
"""What keywords alone ask for, in all languages."""

YES_NO: Mapping[str, Sequence[str]] = {
    "zh": (
        (
            r"是否|是不是|有没有|有无|可不可以|允不允许|需不需要|应不应该|([\u4e00-\u9fff])[不没唔冇]\1(?!是)|能否"
            r"|可否|会否"
            r"|[吗么嘛]\W*$|还是(?![要会有在])|(?<!不)不[?]*$|吗(?=[,。?;])|没有\W*[?]\W*$"
        ),
    ),
    "en": (
        r"(?:^|[;?.!] |, (?:and|or) |\band )(?:is|are|was|were|am|do|does|did|has|have|had|can|could|may|must"
        r"|should|will|would|shall|isn['’]t|aren['’]t|doesn['’]t|don['’]t|can['’]t)\b|\bwhether\b",
    ),
    "de": (
        r"^\W*(?:ist|sind|war|waren|gibt|gab|hat|haben|hatte|kann|können|darf|dürfen|muss|müssen|soll|sollen|wird"
        r"|werden|wurde|wurden|besteht|bestehen|gilt|gelten|dürfte|braucht|brauchen|\w{3,}t (?:es|sie|er|der|die"
        r"|das|man|ein|eine))\b|\bob\b",
    ),
    "fr": (
        (
            r"\best-ce qu|^\W*(?:est|sont|peut|peuvent|doit|doivent|y a|existe|faut|a|ont)\b|\b\w+-(?:t-)?(?:il|elle"
            r"|on|ils|elles)\b"
        ),
    ),
    "es": (
        (
            r"^\W*(?:es|son|está|están|hay|existen?|pueden?|deben?|tienen?|se \w+|fue|fueron|ha|han|hubo|hace falta"
            r"|necesitan?|cubre|incluye)\b"
        ),
    ),
    "ja": ("か[?。]*$|(?:ます|ません|です|ました|でしょう)?か[?。]|の?[?]\\W*$",),
    "ko": ("(?:까|나요|가요|니까|어요|아요|는지|은지|습니까|여부)\\W*$",),
}
"""What asks whether; it counts only beside no other question word of the same clause."""

CONFLICT = re.compile(
    simplify(
        "|".join(
            (
                "(?:文件|材料|文档|答复|回复|方案|说法|数字|数据|口径|表述|记载|出处|来源|版本|统计|规定|内容"
                "|资料)[^。?;]{0,20}"
                "(?:矛盾|冲突|不一致|(?:不|不太|不大|不完全)一样|不符|出入|打架|对不上|对得上|不同(?=[吗?]|$)"
                "|(?<!不)一致(?=吗|[?]|$)|是否(?:一致|相同|吻合)|吻合)",
                "(?:矛盾|冲突|不一致|有出入)[^。?,]{0,4}(?:说法|数字|数据|口径|表述|的地方|之处)",
                "(?:哪(?:一|1)?[个份种]|谁)(?:数字|说法|文件)?(?:才|是)*对(?:的|呢)?(?=\\W*$)",
                "哪(?:一|1)?(?:个|份|种)(?:数字|数据|说法|版本|文件|口径)?(?:才|是|更)?(?:为准|才对|是?对的|正确"
                "|准确|可信|算数|靠谱)|以哪[^。?,]{0,8}为准",
                "(?:两个|两种|多个|几个|几种|不同)的?(?:数字|说法|版本|口径)",
                r"\b(?:contradict\w*|inconsisten\w*|discrepan\w*|disagree\w*|contradic\w*|contradec\w*|incohér\w*"
                r"|contredi\w*|incoher\w*|widerspr\w+)",
                r"\bconflict\w* (?:figures|numbers|data|statements|information|accounts|sources|claims"
                r"|between (?:the )?(?:documents|sources))",
                r"\b(?:documents|sources|replies|papers|reports|accounts|files|figures|numbers"
                r"|texts)\b[^?.;]{0,40}\b(?:agree|conflict|differ|consistent|match|tally|same (?:figure|number"
                r"|thing)|line up)\b",
                r"\b(?:give|state|say|report|show|cite)s? (?:the same|different|the identical)\b",
                r"\b(?:consistent|identical|the same|agree)\b[^?]{0,30}\b(?:across|between|in (?:both|all)"
                r"|throughout)\b",
                r"\b(?:which|what) (?:figure |number |one |of them )?is (?:the )?(?:right|correct|true"
                r"|accurate)(?: one)?\W*$",
                r"\bwhich (?:figure|number|one|value|version|document|source|count) is (?:the )?(?:right|correct"
                r"|true|valid|reliable|accurate)",
                r"\b(?:different|two|several|varying) (?:figures|numbers|versions|values|counts|totals)\b",
                r"\bunterschiedliche (?:zahlen|angaben)\b|\bwelche (?:zahl|angabe) (?:stimmt|ist richtig)"
                r"|\bstimmen[^?]{0,50}überein",
                r"\bchiffres différents|\bquel chiffre est (?:le bon|exact|juste|correct)|\bcifras (?:distintas"
                r"|diferentes)|\bqué cifra es (?:la )?correcta|\b(?:cifras|documentos|datos)[^?]{0,30}\bcoinciden",
                "矛盾|食い違|不一致|(?:どの|どちらの)数字が正し|数字が(?:異な|違)|数字は一致",
                "모순|불일치|상충|(?:숫자|수치|자료|문서)[^?]{0,15}(?:일치|서로 다르)|어느 (?:숫자|수치)가 (?:맞"
                "|옳|정확)",
            )
        )
    )
)
"""Questions whether the documents agree."""

_UNITS: Mapping[Unit, str] = {
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
        r"[人名位]$|명$|\b(?:people|persons?|staff|students?|judges?|experts?|officers?|officials?|teachers?"
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
UNITS: Sequence[tuple[Unit, re.Pattern[str]]] = tuple((u, re.compile(simplify(words))) for u, words in _UNITS.items())
"""Words that count, in the order in which they are looked for."""

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
                rf"^(?P<pre>[^?;!]*?)\b(?:{_GROW_EN}|chang\w*|differ|var(?:y|ied)"
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
        rf"|\b(?:{_GROW_EN}|chang\w*|differ\w*|double\w*|evolv\w*|ver(?:ä|a)nder\w*|stieg\w*|gestiegen|gewachsen"
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
