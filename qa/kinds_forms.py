"""Things of a form of their own that are asked for by name: how questions ask for them, how texts hold them."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from index import simplify
from qa.kinds_words import Kind

Form = Literal[
    "phone",
    "email",
    "website",
    "postcode",
    "street",
    "address",
    "hours",
    "percent",
    "money",
    "penalty",
    "person",
    "company",
]
"""`street` is an address to the house number, `address` any words of where a thing stands; `penalty` is what one has to
pay for a deed, not what fines came to."""

# What follows the noun where it is the noun that is asked for.
_IS_ZH = r"(?:地址|号码?|是|为|有|在|[:：])*(?:多少|几号?|什么|啥|哪[里儿个]?|怎么|如何|告诉|,?谢谢)"
_END = r"(?:地址|号码)?[\s?。!呢呀啊]*$"
_WHICH_ZH = r"(?:哪(?:一|1)?个?|什么|啥|多少)"
_WHAT_EN = (
    r"\b(?:what(?:['’]?s| is| are| was| were)?|which|give me|tell me|need|have|got|find|know|looking for)\b"
    r"[^,;?!.]{0,60}?"
)
_OF_EN = r"(?=(?: number| address)?(?: (?:of|for|to|do|does|can|should|is|i|we|at|and|on|,)\b|\W*$|,| and\b))"


def _noun(zh: str, en: str, others: str = "") -> re.Pattern[str]:
    """A noun that is asked for: near a question word, or at the end of keywords."""
    forms = [
        f"(?:{zh}){_IS_ZH}|{_WHICH_ZH}(?:的)?(?:{zh})|(?:{zh}){_END}",
        rf"{_WHAT_EN}\b(?:{en})\b{_OF_EN}|^\W*(?:[\w'’-]+ ){{0,6}}(?:{en})(?: number| address)?\W*$",
    ]
    return re.compile(simplify("|".join([*forms, *([others] if others else [])])))


ASKED: Mapping[Form, re.Pattern[str]] = {
    "phone": _noun(
        "(?:联系|咨询|办公|服务|举报|投诉|热线|客服|值班|报名)?电话|手机号?码?|(?:服务|咨询|投诉|举报)?热线|座机"
        "|传真|联系方式",
        "(?:tele)?phone(?: number)?|hotline|fax(?: number)?|mobile(?: number)?|contact (?:number|details)"
        "|number to call",
        r"telefonnummer|numéro de téléphone|número de teléfono|電話番号|전화번호",
    ),
    "email": _noun(
        "(?:电子)?邮箱|电子邮件|电邮|邮件地址",
        "e-?mail(?: address)?",
        r"adresse (?:e-?mail|électronique)|correo electrónico|e-?mail-adresse|メールアドレス|이메일",
    ),
    "website": _noun(
        "网址|官网|网站地址|链接",
        "website(?: address)?|web ?site|url|web address|home ?page",
        r"site web|página web|sitio web|ホームページ|홈페이지",
    ),
    "postcode": _noun(
        "邮编|邮政编码", "postcode|post code|postal code|zip(?: code)?", r"postleitzahl|code postal|郵便番号"
    ),
    "street": _noun(
        "门牌号?|(?:详细|具体|办公|通信|通讯|街道|邮寄)地址",
        r"(?:street|postal|mailing|exact|full|office) address|house number",
        r"welche straße|calle y número",
    ),
    "address": _noun(
        "(?<![件站页箱])地址", r"(?<!mail )(?<!web )(?<!ip )(?<!street )address", r"anschrift|주소|住所は"
    ),
    "hours": re.compile(
        simplify(
            "几点(?:钟|半)?(?:[开关上下营办]|到|结束|开始|打烊|停止)|(?:营业|开放|办公|上班|受理|运营|开)(?:时间)?[到至]几点|(?:开放|营业|办公|上班|下班|服务|受理|对外|接待)时间"
            r"(?:是|为|[:：])*(?:什么|几点|多少|哪|怎么|[\s?。]*$)|(?:周末|周[六日天]|节假日"
            r"|中午)[^,。?]{0,6}(?:开门|上班|营业|办公)"
            r"|\b(?:opening|office|business|working|service|visiting) (?:hours|times)\b(?! per)"
            r"|\b(?:what|which) time (?:does|do|is|are|will)\b[^?]{0,80}\b(?:open|close|start|end)s?\b"
            r"|öffnungszeiten|heures? d['’]ouverture|horarios?(?: de (?:apertura|atención))?\b|営業時間|개관 ?시간"
            r"|운영 ?시간"
        )
    ),
    "percent": re.compile(
        simplify(
            "百分之(?:多少|几)|几个?百分点|多少个?百分点|(?:百分比|比例|占比|比重|增幅|涨幅|降幅|增速|增长率|利率"
            "|税率|费率)"
            "[^,。?;]{0,6}(?:多少|几|什么|[?。]?$)|几成(?!员|果)|(?:多少|几)个?%"
            r"|\b(?:what|which|how many)\b[^,;?]{0,30}\b(?:percent(?:age)?|per cent|proportion|(?:growth|interest|tax"
            r"|discount|inflation|vacancy|unemployment) rate)\b|\bporcentaje|\bpourcentage|\bprozent(?:satz)?\b|何割"
            r"|何パーセント|몇 ?(?:퍼센트|%)"
        )
    ),
    "penalty": re.compile(
        simplify(
            r"^(?!.*(?:(?:19|20)\d\d|去年|今年|上半年|下半年|一共|总共|共计|累计|合计|全市|全年))"
            r".*(?:罚(?:款|金)?(?:是|要|会|得|的金额是?|标准是?)?(?:多少|几|什么)|(?:怎么|如何|怎样)(?:处罚|罚款|罚)(?!没)"
            r"|(?:会|被|要)罚多少|处罚(?:标准|幅度|金额)是?(?:多少|什么))"
            r"|^(?!.*(?:\b(?:19|20)\d\d\b|\b(?:total|altogether|collected|amount(?:ed)? to|were|was|did|have|has)\b))"
            r".*\b(?:how (?:much|high|large|big) (?:is|are|can|will) (?:the |a )?(?:fines?|penalt(?:y|ies))"
            r"|what(?:'s| is| are) the (?:\w+ )?(?:fines?|penalt(?:y|ies)|punishments?) for)\b"
        )
    ),
    "company": re.compile(
        simplify(
            "哪(?:一|1)?[家个]?(?:[\u4e00-\u9fff]{0,4})(?:公司|企业|厂商|车企|开发商|承建商|承包商"
            "|供应商)(?![类家数员总群]|联盟|协会|集群|园|服务|中心|名录)"
            "|(?:公司|企业)(?:的)?(?:名称|名字|全称)?(?:是|叫)?(?:什么|啥|哪家)(?!要求|条件|标准|规模|性质|类型)"
            r"|\b(?:which|what) (?:[\w-]+ ){0,2}?(?:company|firm|contractor|developer|supplier)\b(?! (?:size|type))"
            r"|\bname of (?:the |that )?(?:[\w-]+ ){0,3}?(?:company|firm|contractor|developer|supplier)\b"
            r"|\bwelche(?:s|r)? (?:firma|unternehmen)\b|\bquelle (?:entreprise|société)\b|\bqué (?:empresa"
            r"|compañía)\b"
            r"|どの(?:会社|企業)|어느 (?:회사|기업)"
        )
    ),
    "person": re.compile(
        simplify(
            r"cómo se llama|comment s['’]appelle|wie heißt|(?:他|她|其|人)?(?:的)?姓名|(?:人|长|任|师|员|记"
            r"|授)[^,。?]{0,4}叫什么(?:名字)?|姓什么|贵姓|哪(?:一|1)?位"
            r"|(?:什么|哪个)人(?![数口才群员工大民])|\bname of (?:the |its |their )?(?:[\w'-]+ ){0,3}?(?:person"
            r"|man|woman)\b"
        )
    ),
}
"""How a lowered question asks for a form by name."""

OPEN = re.compile(
    r"(?:什么时[候间]|何时|啥时候?)(?:对外|免费|会|能|可以)*(?:开放|营业|开门|开馆|关门|关闭|闭馆|打烊|运营)[\s?。呢啊呀]*$"
    r"|\bwhen (?:does|do|is|are) [^?;,]{2,60} (?:open|closed?)\W*$"
)
"""How one asks when a place is open, or from when on it will be."""

_PLACED = "位于|坐落|落户|选址|设在|设于|地处|地址|地点|所在地|毗邻|located|address|situated"
_ROAD = (
    r"[\u4e00-\u9fff]{1,12}(?:路|街|大道|巷|弄|胡同|道)[\u4e00-\u9fff]{0,4}\d+(?:-\d+)?[号弄]|\d+号(?:楼|院|大院"
    r"|大厦)"
    r"|(?:大厦|广场|中心|大楼|园区?|楼|座|栋)[A-Za-z\d]{0,4}(?:座|栋)?\d+(?:层|楼|室)"
    r"|\b(?:No\.? ?)?\d+,? (?:[A-Z][\w'-]+ ){1,4}(?:Road|Rd|Street|St|Avenue|Ave|Boulevard|Lane|Drive|Square|Way)\b"
)
HELD: Mapping[Form, re.Pattern[str]] = {
    "phone": re.compile(
        r"(?<![\d-])(?:\+?86[- ]?)?(?:\(?0\d{2,3}\)?[- ]?)\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)"
        r"|(?<!\d)[48]00[- ]?\d{3,4}[- ]?"
        r"\d{3,4}(?!\d)|(?<![\d〔\[(第])(?!(?:19|20)\d{2}[01]?\d)[2-9]\d{6,7}(?!\d|[件家人元万号])"
        r"|(?:电话|热线|拨打|手机|号码|phone|hotline|call)[^。\n]{0,12}?\d{3,}|(?<!\d)(?:12345|123\d\d|96\d{3,4}"
        r"|95\d{3})(?!\d)"
        r"|\+\d{1,3}[ -]?\d[\d -]{5,}",
        re.IGNORECASE,
    ),
    "email": re.compile(r"[\w.+-]+ ?[@＠] ?[\w-]+(?:\.[\w-]+)+|[\w.+-]+\(at\)[\w-]+", re.IGNORECASE),
    "website": re.compile(
        r"https?://|www\.|[a-z\d-]+\.(?:com|cn|org|net|gov|edu|eu)\b|网站|网址|官网|门户|website", re.IGNORECASE
    ),
    "postcode": re.compile(r"(?<!\d)\d{6}(?!\d|[件家人元万])"),
    "street": re.compile(_ROAD),
    "address": re.compile(f"{_ROAD}|{_PLACED}"),
    "hours": re.compile(
        r"\d{1,2}[:：]\d\d|\d{1,2}[时点](?!间)|[上下]午|[一二两三四五六七八九十]点|周[一二三四五六日末]"
        r"|星期[一二三四五六日天]|礼拜"
        r"|24小时|全天|法定工作日|\b(?:[ap]\.?m\.?\b|o['’]clock|mondays?|weekdays?|weekends?|daily)",
        re.IGNORECASE,
    ),
    "percent": re.compile(
        r"[%％‰]|百分|千分之|[一二两三四五六七八九十几半\d][\s]*成(?![立员为果本功长交都就套品])|\d[\d.]*倍"
        r"|[一二两三四五六七八九十数]倍"
        r"|翻[一两二三]?番|分之|一半|半数|过半|减半|全额|全部|免(?:征|收|税|费)|零利率|基点|LPR|\d[\d.]*折"
        r"|[一二三四五六七八九]折"
        r"|\d ?[:：∶] ?\d|\bper ?cent|\bhalf\b|\bdouble|\b(?:twice|threefold|times)\b|\bin every\b|\bout of\b",
        re.IGNORECASE,
    ),
    "money": re.compile(
        r"[¥￥$€£]|\d[\d,.]*[余多]?\s*(?:[千百十]?[万亿]|百|千)?(?:[余多])?\s*(?:[元块]|人民币|美元|港元|欧元)"
        r"|\d[\d,.]*[余多]?\s*个?(?:万|亿)(?![件家人户个项次名吨亩辆台套平方公里条艘只头株字步])"
        r"|[一二两三四五六七八九十百千万亿零几]+[余多]?元|免费|不收|无偿|零收费|免收|全免"
        r"|\b(?:yuan|rmb|cny|usd|hkd|dollars?|euros?|pounds?|free of charge|no charge)\b",
        re.IGNORECASE,
    ),
    # Whatever does not count cases, and whatever is to be imposed.
    "penalty": re.compile(
        r"^(?![\s\S]*(?:罚没|查处|结案|立案|办结|侦破|\d[余多]?[件起宗]))|处(?:以)?[^。；\n]{0,30}(?:罚款|罚金)"
        r"|罚款[^。；\n]{0,14}(?:以上|以下|倍)",
        re.IGNORECASE,
    ),
    "company": re.compile(
        r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,12}(?:有限公司|股份公司|集团|控股)|(?:公司|集团|股份"
        r"|有限责任公司)[（(《“]"
        r"|[\u4e00-\u9fff（）()]{3,20}有限(?:责任)?公司"
        r"|[\u4e00-\u9fffA-Za-z]{2,8}(?:科技|电子|通讯|通信|汽车|银行|保险|证券|网络|软件|生物|药业|重工|电器|置业"
        r"|地产|建工|集团)"
        r"(?=[等、和与及，。；的（(]|公司|企业)"
        r"|[\u4e00-\u9fffA-Za-z]{2,12}等(?=[约近逾超多\d一二两三四五六七八九十数几]|[\u4e00-\u9fff]{0,4}(?:企业"
        r"|公司|单位|机构|品牌))"
        r"|(?:^|[，。：；、\n]|帮助|指导|支持|培育)[\u4e00-\u9fff]{2,6}等(?=的)"
        r"|(?:如|例如|比如|包括|其中有|即)[\u4e00-\u9fffA-Za-z]{2,12}(?=[、，,）)等。])"
        r"|\b[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*"
        r"|“[^”]{2,16}”(?:公司|企业|集团)|由[\u4e00-\u9fff]{2,12}(?:公司|集团|局集团|院|厂|局)"
    ),
}
"""How a text holds a form; wide, since a form that is overlooked hides an answer that is there."""


def forms_asked(low: str, kinds: Sequence[Kind], posts: Sequence[str]) -> tuple[Form, ...]:
    """The forms that a lowered question of these kinds asks for by name, each once; `posts` are those of `posts_asked`.

    "name of the company" asks for `company`; "how many companies" for none. A place in general is no address.
    """
    named = [form for form, words in ASKED.items() if words.search(low)]
    if "street" in named or {"email", "website"} & set(named):
        named = [form for form in named if form != "address"]
    if "money" in kinds:
        named.append("money")
    if posts:
        named.append("person")
    return tuple(dict.fromkeys(named))
