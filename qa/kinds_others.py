"""How questions in German, French, Spanish, Japanese and Korean ask for what."""

from collections.abc import Mapping

from qa.kinds_words import Rows, rows

_DE = rows(
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

_FR = rows(
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

_ES = rows(
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

_JA = rows(
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

_KO = rows(
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

OTHERS: Mapping[str, Rows] = {"de": _DE, "fr": _FR, "es": _ES, "ja": _JA, "ko": _KO}
