"""What stands around a question and is no part of it: greetings, requests to be told, thanks."""

import re
from collections.abc import Iterable

from index import simplify

# Whole phrases only: a word that can also be content (能否, please, bitte) goes as part of one, never alone.
# A phrase marked with ~ counts only where a comma, a full stop or the like sets it apart.
_NEAR = 120
"""Characters at the end in which a phrase is looked for; the longest has about half as many."""

_ME_ZH = "(?:您|你|帮忙|帮我|给我|跟我|向我|为我|帮)*"
_CAN_ZH = "(?:请|能否|能不能|可否|可不可以|可以|能|是否可以|麻烦)"
_BEFORE_ZH = (
    "~(?:您好|你好|大家好|打扰一下|打扰了|不好意思|抱歉|劳驾)",
    "(?:您好|你好)(?=请|想|我|能|麻烦)",
    "(?:请问|请教|求教|求问)(?!育)(?:一?下|大家|各位|[您你](?!好))*",
    f"麻烦(?:请|{_ME_ZH})(?:问|查|看|说|解释|介绍|说明|告诉|告知)(?:一?下|我|我们)+",
    "麻烦(?:请|您|你)?问",
    "(?:我|我们|本人)(?:很|就|还|也)?(?:想要?|希望|需要|要)(?:请问|请教|咨询(?!服务)|询问|了解(?!放)|知道(?!的)|问(?!责)|查询|查(?=一?下))(?:一?下|[您你](?!好)|清楚)*",
    "(?:想|希望)(?:请问|请教|咨询(?!服务)|询问|了解(?!放)|知道(?!的)|问(?!责))(?:一?下|[您你](?!好)|清楚)*",
    f"{_CAN_ZH}+{_ME_ZH}(?:告诉|告知)(?:一?下|我们|我|大家)+",
    f"{_CAN_ZH}+{_ME_ZH}(?:介绍|说明|解释|讲解|讲|说|查|回答|解答|描述|概括|总结)(?:一?下)",
    "请(?:您|你)?(?:帮我|给我|为我)?(?:简单|简要|详细|具体)?(?:介绍|说明|解释|描述|回答|概括|总结)(?:一?下)?(?![书信会词])",
    "请(?=(?:列出|列举|说出|指出|简述|概述|写出))",
    "(?:有谁|谁|有人|你们?|您)(?:能不能|能否|能|可以)?(?:知道(?!的)|告诉我)",
    "(?:根据|按照?|依照|依据|参照)?(?:这些|这份|以上|上述|所给的?|提供的?|现有的?)?(?:文件|文档|资料|材料)"
    "(?:的?(?:规定|内容)|中|里面?)(?=[,，])",
    "(?:根据|按照|依照|依据|参照)(?:这些|这份|以上|上述|所给的?|提供的?|现有的?)?(?:文件|文档|资料|材料)(?=[,，])",
)
_BEHIND_ZH = (
    "(?:多谢|谢谢)(?:您|你|啦|了|大家|各位)*",
    "请(?:您|你)?(?:告诉|告知)(?:一?下|我们|我)+",
    "~(?:非常|十分)?(?:感谢|谢)(?:您|你|啦|了|大家|各位)*",
    "~(?:拜托|辛苦|麻烦)(?:您|你|大家|了|啦)+",
    f"~{_CAN_ZH}{_ME_ZH}(?:告诉|告知|解答|解释|说明|介绍|回答|回复)(?:一?下|我们|我)*[吗么]?",
    "~(?:我|我们)?(?:很|就)?想(?:了解|知道|问)(?:一?下)?",
    "~(?:求(?:解答|告知|解|教)|请问(?:一?下)?|(?:你|您)知道吗)",
)
_ASKS_EN = "who|whom|whose|what|when|where|which|why|how|if|whether"
_DOCUMENTS_EN = (
    "(?:according to|based on|as per|on the basis of|judging by|from|in) "
    "(?:(?:the|these|those|your|all|given|provided|indexed|available) )*"
    "(?:documents?|docs|files?|sources|texts?|corpus)(?: provided| given| above| here)?"
)
_BEFORE_EN = (
    "~(?:hi|hello|hey)(?: there| all| everyone)?",
    "~(?:good (?:morning|afternoon|evening|day)|dear (?:sir|madam|sir or madam|all|team))",
    f"(?:hi|hello|hey)(?: there)?(?= (?:{_ASKS_EN}|can|could|i|please)\\b)",
    "~(?:excuse me|sorry(?: to bother you)?|pardon me|thanks|thanks in advance|quick question|please)",
    "sorry to bother you,? but",
    "(?:please )?(?:can|could|would|will) (?:you|someone|anyone|anybody) (?:please |kindly |perhaps |possibly )?"
    "(?:(?:tell|show|inform|give|help|remind|explain to|clarify for|describe to|say to) (?:me|us)|let (?:me|us) know"
    "|explain|describe|clarify|summari[sz]e|(?:tell|say|find out|show)(?= (?:"
    + _ASKS_EN
    + ")))(?: please)?(?: about)?",
    "(?:please |kindly )?(?:(?:tell|show|inform|explain to) (?:me|us)|let (?:me|us) know)(?: please)?(?: about)?",
    f"(?:please|kindly) (?:explain|describe|clarify|summari[sz]e|(?:tell|say|find out|show)(?= (?:{_ASKS_EN})))",
    f"(?:please|kindly)(?= (?:{_ASKS_EN}|can|could|list|name|state|give|identify|find|specify|provide|outline)\\b)",
    "do you (?:happen to )?know|does any(?:one|body) know|(?:may|can|could|might) (?:i|we) (?:ask|know)(?: you)?",
    "(?:i|we)(?: would|'d|’d)? (?:really |just |also )?(?:like|love|want|need|wish) to"
    " (?:know|find out|understand|ask|learn)(?: you)?(?: more)?(?: about)?",
    "i(?: am|'m|’m| was)? (?:just )?(?:wonder|wondering|curious)(?: about)?"
    "(?: if you (?:could|can) (?:please )?tell (?:me|us))?",
    f"{_DOCUMENTS_EN}(?=,)",
)
_BEHIND_EN = (
    "(?<=[a-z0-9]) (?-i:please)",
    "~please",
    "~(?:many |kind )?thanks(?: a lot| so much| very much| in advance)*(?: for your help)?",
    "~thank you(?: so much| very much| in advance)*(?: for your help)?",
    "~(?:can|could|would) you (?:please )?(?:tell|help|explain to) (?:me|us)",
    "~do you know",
    f"~{_DOCUMENTS_EN}",
)
_ASKS_DE = "wer|wem|wen|wessen|was|wann|wo|welche[mnrs]?|warum|wieso|wie|ob"
_BEFORE_DE = (
    "~(?:hallo|guten (?:tag|morgen|abend)|entschuldigung|entschuldigen sie(?: bitte)?|bitte)",
    "(?:können|könnten|würden|kannst|könntest|würdest) (?:sie|du|ihr) (?:mir|uns)(?: bitte| vielleicht| kurz)*"
    " (?:sagen|erklären|mitteilen|verraten|erläutern)",
    "(?:bitte )?(?:sagen|erklären|erläutern) sie (?:mir|uns)(?: bitte)?",
    "(?:bitte )?(?:sag|erklär)e? (?:mir|uns)(?: bitte)?",
    "ich (?:möchte|will|würde)(?: gern(?:e)?| bitte)* (?:wissen|erfahren|fragen)|ich wüsste(?: gern(?:e)?)?",
    f"(?:wissen sie|weißt du|weiß jemand|ich frage mich),?(?= (?:{_ASKS_DE})\\b)",
    "(?:laut|gemäß|nach) (?:den |diesen |ihren )?(?:dokumenten|unterlagen|dateien|quellen)",
)
_BEHIND_DE = (
    "(?<=[a-zß0-9]) (?-i:bitte)",
    "~bitte",
    "~(?:(?:vielen|besten|herzlichen) dank|danke)(?: schön| sehr| im voraus)?",
)
_SVP = "s['’]il (?:vous|te) pla[iî]t"
_BEFORE_FR = (
    f"~(?:bonjour|bonsoir|excusez-moi|pardon|{_SVP})",
    rf"(?:pouvez|pourriez|peux|pourrais)[- ](?:vous|tu),? (?:{_SVP},? )?(?:me |nous |m['’])"
    "(?:dire|expliquer|indiquer|préciser)",
    "(?:dites|expliquez|indiquez)-(?:moi|nous)|dis-moi",
    "veuillez (?:me |nous |m['’])(?:dire|expliquer|indiquer|préciser)",
    r"(?:je |j['’])(?:voudrais|souhaite|souhaiterais|veux|aimerais)(?: bien)? (?:savoir|connaître|comprendre)",
    "(?:savez-vous|sais-tu|je me demande)",
    r"(?:selon|d['’]après) (?:les |ces |vos )?(?:documents|fichiers|sources|textes)(?: fournis)?",
)
_BEHIND_FR = (
    f" {_SVP}",
    "~svp",
    "~merci(?: beaucoup| bien| d['’]avance| par avance)?",
)
_ASKS_ES = "quién|quiénes|qué|cuál|cuáles|cuándo|cuánto|cuánta|cuántos|cuántas|cómo|dónde|si|por qué"
_BEFORE_ES = (
    "~(?:hola|buen(?:os|as) (?:días|tardes|noches)|disculpe|perdone|por favor)",
    "(?:puede|podría|pueden|podrían|puedes|podrías)(?: usted)?,? (?:por favor,? )?(?:decir|explicar|indicar)(?:me|nos)",
    "(?:me|nos) (?:puede|podría|puedes|podrías)(?: usted)? (?:decir|explicar|indicar)",
    "(?:quisiera|quiero|me gustaría|necesito) (?:saber|conocer|preguntar)|dígame|dime|explíqueme|me pregunto",
    f"(?:sabe|sabes)(?: usted)?(?= (?:{_ASKS_ES})\\b)",
    "(?:según|de acuerdo con) (?:los |estos |sus )?(?:documentos|archivos|fuentes|textos)",
)
_BEHIND_ES = (" por favor", "~(?:muchas )?gracias(?: de antemano)?")
_BEFORE_JA = (
    "~(?:こんにちは|こんばんは|すみません(?:が|けど)?|すいません(?:が)?|恐れ入りますが|失礼ですが)",
    "(?:お聞きし|お尋ねし|お伺いし|質問し)たい(?:こと|の|ん)?(?:があり|です|で)(?:ます)?(?:が|けど)|質問ですが|質問があります(?:が)?",
    "~教えて(?:ください|下さい)",
    "(?:この|これらの|上記の)?(?:文書|資料|文献|書類)(?:に(?:よると|よれば|よりますと|基づいて)|では(?=、))",
)
_BEHIND_JA = (
    "(?:に(?:ついて|関して)|を)?(?:詳しく|簡単に)?(?:教えて|説明して|お教え|ご教示)"
    "(?:ください|下さい|いただけますか|いただけませんか|頂けますか|もらえますか|もらえませんか|くれますか|欲しいです|ほしいです)?(?:でしょうか)?",
    "(?:に(?:ついて|関して)|を|が)?知りたい(?:です|のですが|と思います|んですが)?",
    "(?:どうぞ)?(?:よろしく|宜しく)?お願い(?:いた)?します|(?:どうも)?ありがとうござい(?:ます|ました)",
)
_BEFORE_KO = (
    "~(?:안녕하세요|안녕하십니까|실례합니다|죄송합니다)",
    "(?:실례지만|실례합니다만|죄송하지만|죄송합니다만|혹시) ",
    "(?:이 |해당 |제공된 )?(?:문서|자료|문헌)(?:들)?(?:에 따르면|에 의하면)",
)
_BEHIND_KO = (
    "(?:을|를|에 대해서?|에 관해서?)? (?:좀 |자세히 |간단히 )?(?:알려|말씀해|설명해|가르쳐)"
    " ?(?:주세요|주십시오|주시겠어요|주시겠습니까|주실 수 있나요|주실 수 있습니까|주시기 바랍니다|줄래요|줘)",
    "(?:을|를|이|(?<!누)가|에 대해서?|에 관해서?)? (?:알고 싶(?:습니다|어요|은데요)|궁금(?:합니다|해요|한데요))",
    "~(?:감사(?:합니다|드립니다)|고맙습니다|(?:잘 )?부탁(?:드립니다|드려요|합니다))",
)
_SPACE = " \t\n\u3000"
_STOPS = "-,，、:：;；.。!！?？…~～—"


def _patterns(
    before: Iterable[str], behind: Iterable[str], latin: bool
) -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    word, stops = (r"(?![\w-])", f"[{_STOPS}]") if latin else ("", rf"[{_STOPS}\s]")
    return (
        [
            re.compile(
                rf"[¿¡]?(?:{one.removeprefix('~')}){word}" + (f"(?={stops}|$)" if one[0] == "~" else ""), re.IGNORECASE
            )
            for one in before
        ],
        [
            re.compile(
                (rf"(?:^|(?<={stops}))\s?" if one[0] == "~" else "") + rf"(?:{one.removeprefix('~')})[{_STOPS}\s]*$",
                re.IGNORECASE,
            )
            for one in behind
        ],
    )


_WIDE = _patterns((*_BEFORE_ZH, *_BEFORE_JA, *_BEFORE_KO), (*_BEHIND_ZH, *_BEHIND_JA, *_BEHIND_KO), latin=False)
_LATIN = _patterns(
    (*_BEFORE_EN, *_BEFORE_DE, *_BEFORE_FR, *_BEFORE_ES),
    (*_BEHIND_EN, *_BEHIND_DE, *_BEHIND_FR, *_BEHIND_ES),
    latin=True,
)
_BEFORE, _BEHIND = _WIDE[0] + _LATIN[0], _WIDE[1] + _LATIN[1]


def unframed(text: str) -> str:
    """A question without greeting, politeness, "I would like to know" and "according to the documents".

    What is left is a slice of `text`, or `text` itself where it is nothing but framing; taken again it stays. Knows
    the common forms in Chinese, English, German, French, Spanish, Japanese and Korean.
    """
    left = _bare(text)
    return left if sum(map(str.isalnum, left)) > 1 else text


def is_framing(text: str) -> bool:
    """Whether a text is nothing but framing: "你好，请问", "could you tell me?"."""
    return bool(text.strip()) and not any(map(str.isalnum, _bare(text)))


def _bare(text: str) -> str:
    """A text without framing, marks that parted it from the rest gone with it; perhaps nothing."""
    # Japanese phrases are matched as they stand, Chinese ones in their Simplified form.
    plain = simplify(text)
    forms = [text, plain] if len(plain) == len(text) != 0 and plain != text else [text]
    start, end, before = 0, len(text), (-1, -1)
    while (start, end) != before:
        before = (start, end)
        tail = max(start, end - _NEAR)
        for form in forms:
            start = max([start, *(found.end() for one in _BEFORE if (found := one.match(form, start, end)))])
            end = min([end, *(tail + found.start() for one in _BEHIND if (found := one.search(form[tail:end])))])
        if (start, end) != before:
            end = max(start, end)
            inner = text[start:end].lstrip(_STOPS + _SPACE)
            start = end - len(inner)
            end = start + len(inner.rstrip("-—,，、;；:：" + _SPACE))
    return text[start:end]
