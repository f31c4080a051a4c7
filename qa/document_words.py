"""How questions ask for a fact at the head or foot of a document; matched against folded questions."""

import re
from collections.abc import Mapping
from typing import Literal

from qa.document_nouns import LATIN, PROPOSAL, WIDE

Fact = Literal[
    "issued",
    "effective",
    "expires",
    "in force",
    "reference",
    "issuer",
    "addressee",
    "contact",
    "phone",
    "title",
    "proposal number",
    "proposal title",
]
Forms = Mapping[Fact, tuple[str, ...]]

# --- Chinese ---------------------------------------------------------------------------------------------------------

_PROPOSAL = f"(?:{PROPOSAL.wide})"
_REPLY = "(?:答复函?|回复|复函|回函)"
_GAP = r"[\s,的是为于在由它]{0,4}(?:究竟|到底|具体|当时|最后|最终)?[\s是在由于]{0,2}"
_WHEN = (
    "(?:哪年[哪几]月(?:[哪几]日)?|哪一?[天日年]|哪个?月|何[时日年]|什么时[候间]|啥时候?|几月几?[日号]?份?|几[号日时]"
    "|多会儿?)"
)
_BY = "(?:(?:给|向|对|由|就|为)[^,。?;]{1,14}?|才|正式|最终|首次|来)?"
_ISSUES = (
    "(?:发布|印发|签发|下发|发出|颁布|公布|出台|发(?=[的给了至往到])|寄[出的给]|出具|[作做给]出|写(?=[的给成好了就])"
    "|落款|成文|答复|回复|复函|回函|回(?=的|函)|签(?=[的了])|签署|署名|盖章|出(?=的))"
)
_UNIT = "(?:部门|单位|机关|机构)"
_WHO = f"(?:谁|哪一?个?(?:政府)?(?:{_UNIT}|局|委(?!员)|厅)|哪家(?:{_UNIT})?|什么{_UNIT}|何{_UNIT})"
_WHOM = (
    "(?:谁|哪一?[位名](?:政协)?(?:委员|代表)?|哪[几些](?:位|名|个)?(?:委员|代表|单位|部门|人)?"
    "|哪个?(?:党派|单位|组织|界别|委员)|什么人|何人)"
)
_DAY = "(?:日期|时间|年月日)(?!安排|表|节点|跨度|范围|要求|限|段|内)"
_OBJECT = "(?:委员|代表|委会)"
_STARTS = "(?:施行|实施|生效|执行|起效|适用)"
_ENDS = "(?:失效|到期|过期|废止|作废|期满|届满|终止|停止(?:执行|施行|实施|使用))"
_ZH: Forms = {
    "effective": (
        rf"{WIDE}{_GAP}(?:自|从)?{_WHEN}(?:才|会|将|正式|开始|起)*{_STARTS}",
        rf"{WIDE}的?(?:开始|正式)?{_STARTS}(?:日期|时间)",
    ),
    "expires": (
        rf"{WIDE}{_GAP}(?:到|至)?{_WHEN}(?:才|会|就|将)*{_ENDS}",
        rf"{WIDE}的?(?:{_ENDS}|截止|终止)(?:日期|时间)",
        rf"{WIDE}的?有效期(?:限|间)?[是为到至有截止]*(?:多久|多长|多少年|几年|何时|哪|什么时候|\W*$)",
        rf"{WIDE}{_GAP}有效期?[到至]?(?:{_WHEN}|多久|几年)",
    ),
    "in force": (
        rf"{WIDE}{_GAP}(?:现在|目前|如今|今天|是否|是不是|还|仍然?|已经?|被|在|继续|现行)*(?:有效|{_STARTS}|{_ENDS})(?:中|着)?[了吗么呢没有否\s]*\W*$",
        rf"{WIDE}(?:的效力|现在的状态|有没有(?:效|{_ENDS}|过期))",
    ),
    "issued": (
        rf"(?:落款|成文|发文|签发|印发|{_REPLY}|公?函)的?\s?(?:签署|签发|落款|发出|发布|成文)?的?\s?{_DAY}",
        rf"{WIDE}(?:上面?|下面|末尾|结尾|最后|文末)?\s?(?:写|署|标|落|注)?明?的?\s?日期",
        rf"{WIDE}\s?的?(?:签署|签发|落款|发出|发布|公布|印发|成文|出台|颁布)的?{_DAY}",
        rf"{WIDE}{_GAP}{_WHEN}{_BY}{_ISSUES}",
        rf"{WIDE}{_GAP}{_WHEN}的?\W*$",
        rf"{_WHEN}{_BY}{_ISSUES}[^,。?;]{{0,16}}?{WIDE}",
        rf"(?:{_OBJECT}|{WIDE})[^。?;]{{0,20}}?{_WHEN}{_BY}{_REPLY}(?!中|里|满意|表示)",
        rf"{_WHEN}{_BY}{_REPLY}[了的给过]?[^,。?;]{{0,14}}?{_OBJECT}",
        rf"落款[是为在写]{{0,3}}{_WHEN}",
        "(?:文号|字号|机关|单位|标题|全称|编号)(?:、|和|及|与|以及|,)(?:落款|发文|成文|答复|印发)?(?:日期|时间)",
    ),
    "reference": (
        "(?<!批)(?<!批准)文号|发文字号|公文字号|发文编?号|函号|公文编?号|文件编?号",
        r"(?:函|答复函?|复函|通知|方案|文件|公文|意见|办法|规划)\s?的?(?:编号|号码|文件号|字号)",
        rf"(?:几|多少)号(?:文件?|函)|(?:函|{_REPLY}|文件|通知)[是,\s]{{0,2}}第?(?:几|多少)号\W*$",
    ),
    "issuer": (
        f"发文(?:{_UNIT}|者)|(?:{_REPLY}|落款|署名)的?(?:{_UNIT}|者)",
        f"{WIDE}的?(?:主办|承办|制定|印发|发布|签发|起草|制发|出具){_UNIT}",
        f"{WIDE}{_GAP}{_WHO}{_BY}所?(?:{_ISSUES}|制定|起草|拟定)",
        f"{_PROPOSAL}{_GAP}{_WHO}{_BY}(?:主办|承办|办理)",
        rf"{_WHO}{_BY}{_ISSUES}[了的过]?[^,。?;]{{0,16}}?{WIDE}",
        rf"{_WHO}{_BY}(?:负责)?{_REPLY}[了的过]?[^,。?;]{{0,14}}?(?:{_OBJECT}|{_PROPOSAL})",
        rf"落款[是为写的]{{0,3}}{_WHO}",
    ),
    "addressee": (
        "答复对象|主送(?:机关|单位)?|收[件文](?:人|单位|方|者)|受文(?:者|单位)|(?:函|答复|信)的?抬头",
        rf"{_REPLY}(?:给了?|的(?:对象)?是|了)?{_WHOM}(?!.{{0,2}}(?:发|写|印|签|作|做|答复|回复|出具))",
        f"{WIDE}{_GAP}(?:发|写|寄|致|送|答复|回复)给?{_WHOM}|给{_WHOM}的?(?:答复|函|回复)",
        rf"{_PROPOSAL}{_GAP}{_WHOM}(?:联名|一起)?[提写交递]|提案[人者](?!数)|谁的{_PROPOSAL}",
        rf"{_WHOM}(?:联名)?提(?:出|交)?[了的过]?[^,。?;]{{0,16}}?{_PROPOSAL}",
    ),
    "contact": ("(?:联系|联络|经办|对接)人(?!员|数|的?(?:联系|联络|电话|手机|号码))", "[跟与找和]谁联系|联系谁"),
    "phone": (
        "(?<!通过)(?<![打用由])(?<!举报)(?<!投诉)(?<!报警)(?<!服务)电话"
        "(?!沟通|联系|咨询|回访|会议|录音|告知|[和与、及]微信|で)|手机|联系方式|联络方式|座机",
    ),
    "title": (
        rf"{WIDE}的?(?:完整|正式|具体|官方|文件)?的?(?:标题|题目|题名|全称|全名|名字|名称)",
        rf"{WIDE}叫做?(?:什么|啥)",
    ),
    "proposal number": (
        r"(?:提案|议案)的?(?:案号|编号|号码|号)(?!\d)|(?:第?几|多少|哪一?)号(?:政协)?(?:提案|议案)",
        r"(?:提案|议案)[,\s是]{0,3}第?(?:几|多少)号",
    ),
}

# --- Latin script ----------------------------------------------------------------------------------------------------

# What stands before the noun in its own phrase: a preposition begins another.
_W = (
    r"(?:(?!(?:of|to|in|for|on|by|from|under|at|that|which|who|and|with|about|into|de|du|des|pour|dans|à|von|für|zu"
    r"|para|sobre|en)\b)[\w'’.&/《》-]+ )"
)
_PAST = "issued|sent|written|signed|published|released|dispatched|answered"
_SENT = rf"\b(?:{_PAST}|dated|replied|responded)\b"
_BODY = r"(?:body|agency|authority|bureau|office|department|organi[sz]ation|commission|institution|unit|administration)"
_EN_WHEN = r"(?:when|(?:on |in )?(?:what|wh?ich) (?:exact )?(?:date|day|month|year))"
_MADE = r"(?:submitted|made|raised|tabled|filed|wrote|put forward|proposed|brought)"
_EN_FORCE = r"(?:effect|apply|be (?:effective|applied|in force|in effect)|(?:in)?to (?:force|effect))\b"
_NAMED = rf"(?:{LATIN}|《》)"
_EN: Forms = {
    "effective": (
        rf"\b{_EN_WHEN} (?:did|does|do|will) {_W}{{0,6}}?{_NAMED}[^?;]{{0,80}}?"
        rf"\b(?:take|come|enter|go|start) ?[^?;]{{0,12}}?{_EN_FORCE}",
        rf"\b{_EN_WHEN} (?:is|was|will) {_W}{{0,6}}?{_NAMED}[^?;]{{0,80}}?\b(?:effective|in force|in effect)\b",
        rf"\b(?:effective|commencement) date (?:of|for) {_W}{{0,6}}?{_NAMED}",
    ),
    "expires": (
        rf"\b{_EN_WHEN} (?:did|does|do|will) {_W}{{0,6}}?{_NAMED}[^?;]{{0,80}}?"
        r"\b(?:expire|lapse|run out|cease|end|stop (?:applying|being))\b",
        rf"\b(?:until when|how long) (?:is|was|are|will|does|do) {_W}{{0,6}}?{_NAMED}[^?;]{{0,80}}?"
        r"\b(?:valid|in force|in effect|effective|apply)\b",
        rf"\b(?:expiry|expiration|end) date (?:of|for) {_W}{{0,6}}?{_NAMED}",
    ),
    "in force": (
        rf"\b(?:is|are|has|have) {_W}{{0,6}}?{_NAMED}[^?;]{{0,60}}?\b(?:still |currently |now |yet |been )+"
        r"(?:valid|in force|in effect|effective|applicable|repealed|expired|superseded)\b",
        rf"\b(?:does|do) {_W}{{0,6}}?{_NAMED}[^?;]{{0,60}}?\b(?:still|currently) apply\b",
    ),
    "issued": (
        rf"\b(?:date|day) (?:of (?:issue|issuance|issuing|publication|signature|signing|dispatch) )?(?:of|on|for) "
        rf"{_W}{{0,5}}{LATIN}",
        rf"\b{_EN_WHEN} (?:and by whom )?(?:was|were|is|has|had) {_W}{{0,6}}?{LATIN}[^?;]{{0,120}}?{_SENT}",
        rf"\b{_EN_WHEN} did {_W}{{1,8}}?(?:issue|send|write|sign|publish|release|dispatch|answer) {_W}{{0,6}}?{LATIN}",
        rf"\b{_EN_WHEN} did {_W}{{1,8}}?(?:reply|respond) to\b[^?;]{{0,80}}?(?:{LATIN}|\bmember\b)",
        rf"\bwhat date (?:is|stands|appears) (?:on|under|at the (?:end|foot|bottom) of) {_W}{{0,5}}{LATIN}",
        rf"\b(?:what|which) date does {_W}{{0,5}}{LATIN}[^?;]{{0,60}}\b(?:bear|carry|have|show)",
        rf"{LATIN}[^?;]{{0,80}}? (?:issued|dated|signed|sent|published) when\b",
        r"\b(?:reply|response|letter|sign-off|issuance|issue|document|signature)(?:['’]s)? date\b|\bdate of issu\w+",
        r"\b(?:reply|response|letter)(?: letter)? (?:to|from|for|on) [^?;]* date\W*$",
        rf"\bwho (?:{_PAST}) {_W}{{0,6}}{LATIN}[^?;]*\band when\b",
        rf"(?:{LATIN}|{WIDE})[^?;]{{0,80}}?\b{_EN_WHEN} (?:was|is) it {_SENT}",
    ),
    "reference": (
        r"\b(?:document|reference|file|letter|reply|notice) (?:reference )?(?:number|no\b|code)(?!\.? ?\d)",
        rf"\breference (?:of|on|for) {_W}{{0,5}}{LATIN}",
        rf"\b(?:official |serial )?number (?:of|on) (?:the|this|that|its) {_W}{{0,5}}"
        r"(?:reply|letter|document|notice|plan|response|circular)\b(?!['’]s)",
    ),
    "issuer": (
        rf"\b(?:who|(?:which|what) {_W}{{0,4}}?{_BODY}) (?:has |had )?(?:{_PAST}|wrote|authored|drafted|replied to)"
        rf"(?: out)? {_W}{{0,6}}?{LATIN}",
        rf"{LATIN}[^?;]{{0,80}}? (?:{_PAST}) by (?:whom|who|which|what)\b",
        rf"(?:{LATIN}|{WIDE})[^?;]{{0,80}}?\bwho (?:{_PAST}|wrote) (?:it|this|that)\W*$",
        rf"\bby (?:whom|(?:which|what) {_W}{{0,3}}?{_BODY}) (?:was|were|is) {_W}{{0,6}}?{LATIN}[^?;]*{_SENT}",
        rf"\b(?:issuer|author|signatory|sender|issuing {_BODY}) of {_W}{{0,5}}{LATIN}",
        rf"\b(?:who|(?:which|what) {_W}{{0,3}}?{_BODY}) (?:is|was|did|does) {_W}{{0,6}}?{LATIN}[^?;]{{0,60}}\bfrom\W*$",
    ),
    "addressee": (
        rf"\bwhom? (?:is|was|were) {_W}{{0,6}}?{LATIN}[^?;]{{0,60}}?\b(?:addressed |sent |written |directed )?to\W*$",
        rf"\bwhom? did {_W}{{0,6}}?{LATIN}[^?;]{{0,60}}\bgo to\W*$",
        rf"\bto (?:whom?|which \w+(?: \w+)?) (?:is|was|were|did) {_W}{{0,6}}?{LATIN}",
        rf"\b(?:addressees?|recipients?) of {_W}{{0,5}}{LATIN}|\bwhose proposal\b",
        rf"{LATIN}[^?;]{{0,40}} (?:addressed|sent) to (?:whom?|which)\b",
        rf"\b(?:who|which {_W}{{0,3}}?members?) {_MADE} {_W}{{0,5}}?(?:{PROPOSAL.latin})\b",
    ),
    "contact": (
        r"\bcontact (?:person|name|official)\b|\bwho (?:is|was) the contact\b(?! (?:number|phone))",
        r"\bwhom? (?:can|should|do|to) (?:i |we |one )?contact\b",
    ),
    "phone": (
        r"\b(?:tele)?phone (?:numbers?|no\b)|\bcontact (?:tele)?phone\b|^(?:tele)?phone\b",
        rf"{LATIN}(?![^?;]*\b(?:by|over|via)\b)[^?;]* (?:tele)?phone\W*$",
        r"\b(?:contact|mobile|tel|cell)\.? (?:phone )?(?:number|no\b)|\bcontact (?:details|information)\b",
    ),
    "title": (
        rf"\b(?:title|full name|official name|exact name) (?:of|on) {_W}{{0,5}}{LATIN}",
        r"\bname of the (?:reply|letter|notice|document)\b(?!['’]s)",
        r"\b(?:reply|response|letter|plan|notice|document|proposal)['’]s (?:full |official |exact )?(?:title|name)\b",
        rf"\b(?:what|how) (?:is|was) {_W}{{0,5}}?{LATIN}[^?;]{{0,60}}(?:called|titled|entitled)\W*$",
    ),
    "proposal number": (
        r"\bproposal(?:['’]s)? (?:number|no\b)(?!\.? ?\d)",
        rf"\bnumber of (?:the|this|that|his|her|their|its) {_W}?proposal\b",
    ),
}
_DE_OF = "(?:der|des|dieser|dieses)"
_DE: Forms = {
    "issued": (
        rf"\bdatum (?:{_DE_OF}|trägt|hat|steht \w+) {_W}{{0,3}}{LATIN}|\bvon wann (?:ist|stammt) {_W}{{0,4}}{LATIN}",
        rf"\b(?:wann|an welchem tag) (?:wurde|ist|war) {_W}{{0,5}}?{LATIN}[^?;]*\b(?:datiert|ausgestellt|verfasst"
        r"|unterzeichnet|veröffentlicht|ver[sf]\w*t|geschickt|gesendet|beantwortet|herausgegeben|erlassen)\b",
    ),
    "reference": (
        r"\b(?:aktenzeichen|geschäftszeichen|dokument(?:en)?nummer|referenznummer)\b",
        rf"\bnummer {_DE_OF} {_W}{{0,3}}(?:antwort\w*|schreibens|dokuments|bekanntmachung)",
    ),
    "issuer": (
        rf"\b(?:wer|welche \w+) hat {_W}{{0,5}}?{LATIN}[^?;]*\b(?:ausgestellt|verfasst|unterzeichnet|geschrieben"
        r"|erlassen|veröffentlicht|herausgegeben|beantwortet)\b",
        rf"\bvon (?:wem|welche[rmn] \w+) (?:stammt|ist|wurde) {_W}{{0,4}}{LATIN}",
    ),
    "addressee": (
        rf"\ban wen (?:ist|war|ging|richtet sich|wurde) {_W}{{0,4}}{LATIN}",
        rf"\bempfänger (?:der|des) {_W}{{0,3}}{LATIN}",
    ),
    "contact": (r"\b(?:ansprechpartner(?:in)?|kontaktperson)\b",),
    "phone": (r"\b(?:telefonnummer|rufnummer|handynummer)\b",),
    "title": (rf"\b(?:titel|vollständige[rn]? name) {_DE_OF} {_W}{{0,3}}{LATIN}",),
}
_FR_OF = "(?:de la |du |de l['’]|de cette |de ce )"
_FR_WHEN = r"\b(?:quand|quel jour|à quelle date)"
_FR_SENT = r"\b(?:émis|daté|envoyé|signé|publié|rédigé|adressé)e?"
_FR: Forms = {
    "issued": (
        rf"\bdate (?:d['’]émission )?{_FR_OF}{_W}{{0,3}}{LATIN}|\bde quand date {_W}{{0,4}}{LATIN}",
        rf"{_FR_WHEN} (?:a été|est|fut) {_W}{{0,4}}{LATIN}[^?;]*{_FR_SENT}",
        rf"{_FR_WHEN} {_W}{{0,5}}?{LATIN}[^?;]*(?:a-t-(?:elle|il) été|est-(?:elle|il)) {_FR_SENT}",
    ),
    "reference": (
        rf"\b(?:numéro|référence) (?:officiel(?:le)? )?{_FR_OF}{_W}{{0,2}}"
        r"(?:réponse|lettre|document|avis|plan|circulaire)",
    ),
    "issuer": (
        rf"\b(?:qui|quel(?:le)? {_W}{{1,3}}?) ?a (?:émis|signé|rédigé|publié|envoyé|écrit|répondu à) "
        rf"{_W}{{0,4}}{LATIN}",
        rf"\bde qui émane {_W}{{0,4}}{LATIN}",
    ),
    "addressee": (
        rf"\bà qui (?:est|était|a été|s['’]adresse) {_W}{{0,4}}{LATIN}",
        rf"\bdestinataires? (?:de la|du) {_W}{{0,3}}{LATIN}",
    ),
    "contact": (r"\b(?:personne|nom) (?:de|à) contact(?:er)?\b|\binterlocuteur\b",),
    "phone": (r"(?<!par )\btéléphone\b(?! et)",),
    "title": (rf"\b(?:titre|intitulé|nom complet) (?:exact |complet )?{_FR_OF}{_W}{{0,3}}{LATIN}",),
}
_ES_OF = "(?:de la|del|de esta|de este)"
_ES_WHEN = r"\b(?:cuándo|qué día|en qué fecha) (?:fue|se|está)"
_ES: Forms = {
    "issued": (
        rf"\bfecha (?:de emisión )?(?:{_ES_OF}|tiene la|lleva la) {_W}{{0,3}}{LATIN}",
        rf"{_ES_WHEN} {_W}{{0,5}}?{LATIN}[^?;]*\b(?:emitid|fechad|enviad|firmad|publicad)[ao]",
        rf"{_ES_WHEN} (?:emitió|envió|firmó|publicó|emitid[ao]|enviad[ao]|firmad[ao]|publicad[ao]) {_W}{{0,5}}{LATIN}",
    ),
    "reference": (
        rf"\b(?:número|referencia) (?:oficial )?{_ES_OF} {_W}{{0,2}}(?:respuesta|carta|documento|aviso|plan|oficio)",
    ),
    "issuer": (
        rf"\b(?:quién|qué {_W}{{1,3}}?) ?(?:emitió|firmó|redactó|publicó|envió|escribió|respondió a) "
        rf"{_W}{{0,4}}{LATIN}",
    ),
    "addressee": (
        rf"\ba quién (?:va dirigid[ao]|está dirigid[ao]|se dirige|se envió|fue enviad[ao]) {_W}{{0,4}}{LATIN}",
        rf"\bdestinatarios? (?:de la|del) {_W}{{0,3}}{LATIN}",
    ),
    "contact": (r"\bpersona de contacto\b",),
    "phone": (r"(?<!por )\bteléfono\b",),
    "title": (rf"\b(?:título|nombre completo) {_ES_OF} {_W}{{0,3}}{LATIN}",),
}

# --- Japanese and Korean ---------------------------------------------------------------------------------------------

_JA_N = "(?:回答书?|答复函?|复函|公函|书简|通知|文书|方案|计画|提案|《》)"
_JA_SENT = "(?:発行|発出|出さ|出し|作成|署名|送|公布|公表)"
_JA: Forms = {
    "issued": (
        f"{_JA_N}の?(?:日付|発行日|発出日|作成日)|いつ付け?の{_JA_N}|{_JA_N}[はが]いつ(?:のもの|付)",
        rf"{_JA_N}[はがのも]?[^。?;]{{0,12}}?(?:いつ|何日|何月何日)[^。?;]{{0,6}}?{_JA_SENT}",
        rf"(?:いつ|何日|何月何日)に?{_JA_SENT}[^。?;]{{0,10}}{_JA_N}",
    ),
    "reference": (f"文书番号|公文番号|{_JA_N}の番号",),
    "issuer": (
        rf"{_JA_N}[はを]?[^。?;]{{0,10}}?(?:谁|どこ|どの(?:机関|部门|部署|局))[がはに][^。?;]{{0,8}}?(?:{_JA_SENT}|书い)",
        f"{_JA_N}の(?:発行(?:元|者|机関)|差出人)",
    ),
    "addressee": (f"{_JA_N}の?(?:宛先|宛て先|受取人|名宛人)|{_JA_N}[はが](?:谁|どなた)に?(?:宛|あて)",),
    "contact": ("(?:连络|联络)担当者?|担当者の名前|连络先の担当",),
    "phone": ("电话番号|连络先(?!の担当)",),
    "title": (f"{_JA_N}の(?:正式)?(?:题名|タイトル|标题|件名|正式名称)",),
}
_KO_N = "(?:답변서?|회신|공문|서한|통지|문서|계획|방안|제안|《》)"
_KO_SENT = "(?:발행|발송|작성|보냈|보낸|썼|발표)"
_KO: Forms = {
    "issued": (
        rf"{_KO_N}(?:의|서의)?\s?(?:날짜|일자|발행일|작성일|발송일)|언제\s?{_KO_SENT}된\s?[^?;]{{0,10}}{_KO_N}",
        rf"{_KO_N}[은는이가]?\s[^?;]{{0,16}}?언제\s?(?:{_KO_SENT}|나왔|보내|나온|회신)",
    ),
    "reference": (rf"(?:문서|공문)\s?번호|{_KO_N}의?\s?번호(?!\s?\d)",),
    "issuer": (
        rf"{_KO_N}[은는이가을를]?\s?[^?;]{{0,10}}?(?:누가|어느\s?(?:기관|부서|부처)(?:에서|가|이)?)\s?[^?;]{{0,8}}?{_KO_SENT}",
        rf"{_KO_N}의?\s?(?:발신|발행)\s?(?:기관|자|처)",
    ),
    "addressee": (rf"{_KO_N}의?\s?(?:수신인|수신자|받는\s?사람)|{_KO_N}[은는이가]\s?누구(?:에게|한테)",),
    "contact": (r"담당자\s?(?:이름|성명)|연락\s?담당자",),
    "phone": (r"전화\s?번호|연락처",),
    "title": (rf"{_KO_N}의\s?(?:정식\s?)?(?:제목|명칭|이름)",),
}

ASKED: Mapping[Fact, re.Pattern[str]] = {
    fact: re.compile("|".join(form for table in (_ZH, _EN, _DE, _FR, _ES, _JA, _KO) for form in table.get(fact, ())))
    for fact in _ZH
}

ANOTHER = re.compile(
    r"(?<!^)(?:依据|根据|按照|参照)|提到|提及|所[说述提引]|说到|引用|援引|转发|满意"
    r"|\bbased on\b|\bmention\w*|\bcit(?:es|ed|ing)\b|\brefer(?:s|red|ring)? to\b|\bquot\w+|\baccompan\w+"
    r"|\bberuht\b|\bbas(?:é|ée|ado|ada)\b|に基づ|言及|근거|언급"
)
"""A document that another one tells of, or what was said of it."""
SEVERAL = re.compile(
    r"[两几三四五六各每]份|[两几三]封|更[早晚先后]|\bboth\b|\b(?:replies|letters|responses)\b|\btwo\b"
    r"|\bwhich (?:of|reply|letter)\b|\b(?:antworten|réponses|respuestas)\b|どちら|두 "
)
"""Several documents at once."""
PERSONAL = re.compile(
    rf"(?:{_OBJECT}|局长|主任|市长|教授)(?:本人|个人|自己)?的?(?:私人|个人)?(?:联系|联络)?(?:电话|手机|方式|号码)"
    r"|\b(?:member|mayor|director|professor|delegate)s?['’]s? (?:\w+ ){0,2}(?:phone|mobile|telephone|contact)"
    r"|委员の(?:电话|连络)|위원의\s?(?:전화|연락)"
)
"""A person's own number, which no document's foot states."""
ADDRESSED = re.compile(rf"{_OBJECT}|위원|\bmember\b")
"""Whom replies are written to: where one is named, contact and telephone are those of the reply."""
