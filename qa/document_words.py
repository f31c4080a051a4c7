"""How questions ask for a fact at the head or foot of a document; matched against folded questions."""

import re
from collections.abc import Mapping

from qa.document_nouns import Fact
from qa.document_words_asian import JA, KO
from qa.document_words_latin import DE, EN, ES, FR
from qa.document_words_zh import OBJECT, ZH

ASKED: Mapping[Fact, re.Pattern[str]] = {
    fact: re.compile("|".join(form for table in (ZH, EN, DE, FR, ES, JA, KO) for form in table.get(fact, ())))
    for fact in ZH
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
    rf"(?:{OBJECT}|局长|主任|市长|教授)(?:本人|个人|自己)?的?(?:私人|个人)?(?:联系|联络)?(?:电话|手机|方式|号码)"
    r"|\b(?:member|mayor|director|professor|delegate)s?['’]s? (?:\w+ ){0,2}(?:phone|mobile|telephone|contact)"
    r"|委员の(?:电话|连络)|위원의\s?(?:전화|연락)"
)
"""A person's own number, which no document's foot states."""
ADDRESSED = re.compile(rf"{OBJECT}|위원|\bmember\b")
"""Whom replies are written to: where one is named, contact and telephone are those of the reply."""
