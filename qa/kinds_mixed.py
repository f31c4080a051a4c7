"""What asks in any language without a question word: requests, keywords alone, yes or no, whether documents agree."""

import re
from collections.abc import Mapping, Sequence

from index import simplify
from qa.kinds_words import Rows, rows

TELLING: Rows = rows(
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

NAMING: Rows = rows(
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
