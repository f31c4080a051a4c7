"""How seven languages ask who leads or supports a measure, as regular expressions over folded text."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Speech:
    """How a language asks, as regular expressions over folded text: `who` for bodies and `tasks` for measures, with
    the words for the roles; `given` names a lead that is known (配合牵头单位) and asks for nothing."""

    who: str
    tasks: str
    lead: str
    support: str
    involved: str
    given: str = r"(?!)"


_UNITS = "单位|部门|机构|机关|局|委办"
_AGENCY = (
    r"(?:agenc(?:y|ies)|bod(?:y|ies)|bureau[sx]?|departments?|authorit(?:y|ies)|offices?|units?|institutions?"
    r"|organi[sz]ations?|commissions?|ministr(?:y|ies)|entit(?:y|ies)|regulators?|administrations?|courts?|parties)"
)
_BEHIND_WHICH = r"(?:\w+\s+){0,2}?"
_CHINESE = _Speech(
    who=rf"谁|(?:哪|那|边|何|什么|几|多少)(?:[一几些]|个|家|级)*(?:政府|相关|有关|具体)*(?:{_UNITS})"
    r"|(?:哪|边)(?:[一几些]|个)*(?:家|方|个)?(?=牵头|负责|配合|带头|主管|参与|来)"
    r"|(?:牵头|配合|责任|主办|协办|参与)(?:单位|部门|机构|方)",
    tasks=r"(?:哪|什么|几|多少|所有|全部|啥)(?:[一几些]|个|项|条|样|方面)*的?(?:具体|重点|主要)?"
    r"(?:措施|任务|工作|事项|项目|职责|事情?|举措|内容|项|条)"
    r"|(?:牵头|负责|配合|承担|参与|主导)[了的]?(?:哪|什么|啥)|(?:措施|任务|工作|职责|分工)(?:是|有|包括)(?:哪|什么)|列出|列举",
    lead=r"牵头|带头|主导|主办|领头|挑头|主责|主抓|负责(?!配合|协助|支持|人(?![才口民员工]))|责任(?:单位|部门|主体)"
    rf"|[归由](?:谁|哪个?(?:{_UNITS})?)[来]?[管抓办]",
    support="配合|协助|协同|协办|会同|协作|支持单位|参与单位",
    involved="涉及|(?:有关|相关)(?!部门|单位|方面)|参与|参加|有份|职责|分工|做什么|干什么",
    given=r"除了?(?:负责)?牵头(?:单位|部门|机构)?(?:的[^，,。？?]{0,16})?|牵头的(?=[^，,。？?]{0,16}(?:[，,]|之?外))"
    r"|(?:配合|协助)牵头(?:单位|部门|方)",
)
_ENGLISH = _Speech(
    who=rf"\bwho(?:m|se)?\b|\b(?:which|what)\s+{_BEHIND_WHICH}(?:\w+\s+)?{_AGENCY}\b"
    rf"|\b(?:lead|leading|supporting|responsible|cooperating)\s+{_AGENCY}\b",
    tasks=r"\b(?:which|what|how many|all|every|each|list)\s+(?:of the\s+|the\s+|other\s+|key\s+|main\s+)*"
    r"(?:measures?|tasks?|items?|actions?|work|projects?|duties|points?|areas?|assignments?|responsibilities)\b"
    r"|\bwhat\s+(?:role|part)\s+(?:does|do|did|will|is)\b|\bwhat\s+are\s+the\s+(?:duties|responsibilities|tasks)\s+of\b"
    r"|\bwhat\s+(?:else\s+)?(?:is|are|does|do|did|will|must|should)\s+(?!the (?:plan|document|text|city)\b)"
    r"(?:[\w.,'&-]+\s+){1,12}?(?:lead|leading|in charge of|responsible for|support|supporting|assist|handle)"
    r"(?:\s+(?:in|under)\b[^?]*)?\W*$",
    lead=r"\b(?:leads?|led|spearhead\w*|in charge|responsible|takes? charge|headed by)\b"
    rf"|\bleading\b(?!\s+(?:talent|compan|enterpris|firm|position|edge|group|cadre|cit))|\blead[ -]{_AGENCY}\b",
    support=r"\bsupport(?:s|ed by|ing)\b"
    r"|(?<!for )(?<!of )(?<!the )(?<!what )(?<!any )(?<!cial )(?<!policy )(?<!receive )(?<!get )(?<!funding )"
    r"\bsupport\b(?!\s+(?:fund|polic|measure(?!s?\s+\d)|program|scheme|system|servic|cent|for\b|from\b))"
    r"|\b(?:co-?operat|collaborat|assist|participat)\w*|\bback(?:s|ing)? up\b"
    r"|\bhelp(?:s|ing)?\s+(?:the|it|with|out|to)\b"
    r"|\b(?:work|works|working)\s+with\b",
    involved=r"\binvolv\w+|\btakes? part\b|\bconcern(?:s|ing)?\b|\brole\b|\bpart\b|\bduties\b|\bresponsibilities\b",
    given=r"\b(?:besides|apart from|other than|except(?: for)?|in addition to|alongside|excluding|under|with)\s+"
    rf"(?:the\s+)?lead(?:ing)?\b(?:[ -]{_AGENCY})?"
    rf"|(?:(?<=supports )|(?<=assists )|(?<=support )|(?<=assist ))the lead(?:ing)?(?:[ -]{_AGENCY})?",
)
_GERMAN = _Speech(
    who=rf"\bwe[rm]\b|\bwelche[rsmn]?\s+{_BEHIND_WHICH}(?:behörden?|stellen?|amt|ämter|büros?"
    r"|abteilung\w*|einrichtung\w*|organisation\w*|kommission\w*|ministeri\w+|institution\w*|gericht\w*)",
    tasks=rf"\bwelche[nmrs]?\s+{_BEHIND_WHICH}(?:massnahmen?|aufgaben?|punkte?|projekte?)\b|\bwofür ist\b",
    lead=r"\bleite(?:t|n)\b|federführ\w+|\bverantwort\w+|\bzuständig\w*|\bführ(?:t|en)\b|\bgeleitet\b",
    support=r"\bunterstütz\w+|\bmitwirk\w+|\bwirk(?:t|en)\b.*\bmit\b|\bkooperier\w+"
    r"|\barbeite(?:t|n)\b.*\b(?:mit|zusammen)\b",
    involved=r"\bbeteilig\w+|\bbetreffen\b|\bbetrifft\b",
    given=r"\baußer\s+der\s+federführenden\s+\w+|\bausser\s+der\s+federführenden\s+\w+",
)
_FRENCH = _Speech(
    who=rf"\bqui\b|\bquel(?:le)?s?\s+{_BEHIND_WHICH}(?:organismes?|services?|agences?|autorités?|bureaux?"
    r"|administrations?|départements?|institutions?|commissions?|entités?)"
    r"|\b(?:organisme|service|autorité)s? (?:chefs? de file|pilote)",
    tasks=rf"\bquel(?:le)?s?\s+{_BEHIND_WHICH}(?:mesures?|tâches?|actions?|projets?)\b",
    lead=r"\bdirige\w*|\bpilot\w+|\bchefs? de file|\bresponsables?\b|\bmène(?:nt)?\b|\bchargée?s?\b",
    support=r"\bsoutien(?:t|nent)\b|\bappu(?:ie|yer|ient)\w*|\bcoop[eè]r\w+|\bcollabor\w+|\bassist\w+",
    involved=r"\bimplique\w*|\bconcerne\w*|\bparticip\w+",
    given=r"\b(?:outre|hormis|à part)\s+(?:le |l')?(?:chef de file|organisme responsable)",
)
_SPANISH = _Speech(
    who=rf"\bquién(?:es)?\b|\b(?:qué|cuál(?:es)?)\s+{_BEHIND_WHICH}(?:organismos?|entidad(?:es)?|agencias?"
    r"|autoridad(?:es)?|oficinas?|departamentos?|instituci(?:ón|ones)|comisi(?:ón|ones)|órganos?)",
    tasks=rf"\bqué\s+{_BEHIND_WHICH}(?:medidas?|tareas?|accion(?:es)?|acción|proyectos?)\b",
    lead=r"\blider\w+|\bdirig\w+|\bencabez\w+|\bresponsables?\b|\bencarga\w*|\ba cargo\b",
    support=r"\bapoya\w*|\bcolabora\w*|\bcoopera\w*",
    involved=r"\binvolucr\w+|\bparticipa\w*|\bconciern\w+|\bimplic\w+",
    given=r"\bademás del? (?:organismo )?(?:responsable|líder)",
)
_JAPANESE = _Speech(
    who="誰|どこが|(?:どの|どちらの|何の)(?:機関|部門|部署|局|組織|官庁|当局|単位|部局)"
    "|(?:機関|部門|部署|局|組織|当局|単位)(?:は|って)(?:どこ|何|どれ)|(?:主導|主管|担当|協力|責任|支援)(?:機関|部門|部署)",
    tasks="(?:どの|どんな|何の|いくつの)(?:措置|任務|施策|業務|課題|項目|仕事)|(?:措置|施策|任務|項目|業務)(?:は|って)(?:何|どれ|どの)|何を(?:主導|担当|協力)",
    lead="主導|主管|主務|主担当|担当|責任|リード|率い|牽頭",
    support="協力|支援|連携|補助|補佐|配合",
    involved="関わ|関係|関与|参加",
    given="(?:主管|主導|責任)(?:機関|部門)(?:以外|のほか|を除)",
)
_KOREAN = _Speech(
    who=r"누가|누구|(?:어느|어떤|무슨)\s*(?:정부\s*)?(?:기관|부서|부처|단위|당국|국|조직)|(?:주관|주무|협력|책임|담당|지원)\s*(?:기관|부서)",
    tasks=r"(?:어떤|어느|무슨|몇)\s*(?:개의\s*)?(?:조치|과제|임무|업무|사업|항목)|(?:조치|과제|임무|업무|항목)[는가를은이]?\s*(?:무엇|뭐|어떤)|무엇을",
    lead="주관|주도|담당|책임|이끄|이끌|총괄",
    support="협력|협조|지원|배합|보조",
    involved="참여|관련|관여",
    given=r"(?:주관|책임)\s*(?:기관|부서)\s*(?:외에|이외|말고)",
)
_ALL = (_CHINESE, _ENGLISH, _GERMAN, _FRENCH, _SPANISH, _JAPANESE, _KOREAN)
WHO = re.compile("|".join(one.who for one in _ALL))
TASKS = re.compile("|".join(one.tasks for one in _ALL))
LEAD = re.compile("|".join(one.lead for one in _ALL))
SUPPORT = re.compile("|".join(one.support for one in _ALL))
INVOLVED = re.compile("|".join(one.involved for one in _ALL))
GIVEN = re.compile("|".join(one.given for one in _ALL))
TAKES_PART = re.compile(
    rf"(?:{_UNITS}|谁).{{0,12}}(?:参与|涉及)|(?:参与|涉及).{{0,8}}(?:{_UNITS})"
    rf"|\b(?:{_AGENCY}|who)\b.*\binvolved\b|\binvolv\w+.*\b{_AGENCY}\b"
)
_OFFICE = "局长|主任|市长|省长|院长|团长|会长|组长|处长|书记|主席|召集人|负责人(?![才口民员工])|联系人|责任人|主编"
_PERSON_ZH = f"教授|院士|专家|学者|法官|律师|{_OFFICE}"
_PERSON_EN = (
    r"(?:professors?|scholars?|academicians?|person|people(?!')|mayors?|directors?|chair\w*|presidents?|scientists?"
    r"|experts?|officials?|individuals?|conven[eo]rs?|founders?)"
)
_ANOTHER_NOUN = (
    r"(?:compan(?:y|ies)|enterprises?|firms?|universit(?:y|ies)|cit(?:y|ies)|countr(?:y|ies)|year|percentage|share"
    r"|products?|industries)"
)
OTHER_ASKED = re.compile(
    rf"[哪那](?:一|几)?[位名]|什么人|何人|领衔|[谁哪][^，。？?]{{0,4}}(?:{_PERSON_ZH})|(?:{_PERSON_ZH})(?:是|叫|为)?(?:谁|哪|什么)"
    rf"|谁是[^，。？?]{{0,16}}(?:{_PERSON_ZH})"
    rf"|\b(?:which|what|who is the|who was the|who are the)\s+(?:(?!{_AGENCY}\b)[\w.'-]+\s+){{0,3}}?"
    rf"(?:{_PERSON_EN}|{_ANOTHER_NOUN})\b"
    r"|[哪什](?:么|些|几)*(?:个|家|所)?(?:企业|公司|大学|高校|学校|城市|国家|产品|产业|年)"
    rf"|\bwelche[rsmn]?\s+{_BEHIND_WHICH}(?:professor\w*|person\w*|unternehmen|firmen)"
    rf"|\bquel(?:le)?s?\s+{_BEHIND_WHICH}(?:professeure?s?|personnes?|entreprises?)"
    rf"|\b(?:qué|cuál)\s+{_BEHIND_WHICH}(?:profesor(?:a|es)?|personas?|empresas?)"
    r"|どの(?:教授|人|企業)|(?:어느|어떤)\s*(?:교수|사람|기업)"
)
"""A person is asked for, or a company, not a body of the clauses."""

OTHER_THAN = re.compile(r"除|以外|之外|不是|\b(?:other than|except|besides|apart from|not|ausser|sauf|excepto)\b|제외")
