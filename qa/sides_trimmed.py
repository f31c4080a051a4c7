"""A side of a comparison without the words around it that ask and compare."""

import re

from index import simplify
from qa.kinds_words import LATIN, lowered

_EDGE = {
    "zh": re.compile(
        "^(?:请|那么?|是|对比|比较一?下?|比起?|从|到底|到|与|和|跟|同|的|在|也|都|就|相比|[:,、。?;!\\s])+"
        "|(?:相比|比较|是|了|要|吗|呢|都|会|各|有|是否|到底|究竟|分别|的|[:,、。?;!\\s])+$"
    ),
    "en": re.compile(
        r"^\W*(?:(?:and|by|is|are|was|were|did|does|do|has|have|had|will|would|can|there|which|what|who|how many"
        r"|how much|how|whether|it|the difference"
        r"|of|between|higher|lower|larger|more|one|either)\b[\s,:]*)+|(?:[\s,:.?!;]|\b(?:is|are|was|were|be|much"
        r"|far|did|does|do|in|has|have|and|how|it|which|by|the))+$"
    ),
    "de": re.compile(
        r"^\W*(?:(?:ist|sind|war|waren|gab es|gibt es|hat|haben|wurden?|was|wer|welche[rs]?|wie viele?|um"
        r"|wie)\b[\s,:]*)+|(?:[\s,:.?!;]|\b(?:ist|sind|war|waren|hat))+$"
    ),
    "fr": re.compile(
        r"^\W*(?:(?:est-ce que?|est-ce qu['’]|est|sont|y a-t-il|y avait-il|quel(?:le)?s?|qui|de combien|combien|a"
        r"|ont)\b[\s,:]*)+|(?:[\s,:.?!;]|\b(?:est(?:-(?:il|elle))?|sont|était))+$"
    ),
    "es": re.compile(
        r"^\W*(?:(?:es|son|fue|fueron|hubo|hay|cuál(?:es)?|qué|quién|cuánt[oa]s?|ha|han)\b[\s,:]*)+|(?:[\s,:.?!;]"
        r"|\b(?:es|son|fue|fueron))+$"
    ),
    "ja": re.compile(
        "^(?:では|[、。?\\s])+|(?:の方|のほう|は|が|を|の|、|で|に|も|です|ます|でした|ました|か|どちら"
        "|[多少高低大小長短安]い|[。?\\s])+$"
    ),
    "ko": re.compile(
        "^(?:은 |는 |이 |가 |[\\s,?])+|(?:은|는|이|가|을|를|의|더|입니까|\\S*[습합]니까|\\S+나요|인가요|[\\s,?.])+$"
    ),
}
COMPARING = re.compile(
    simplify(
        "相比较?|比较|对比|相差|差距|差异|差别|区别|异同|增长|增加|减少|提高|上涨|上升|下降|降低|变化|更|最|一样"
        "|相同|同样"
        r"|\b(?:did|does|do|much|many|more|less|fewer|higher|lower|larger|bigger|smaller|greater|longer|shorter"
        r"|faster|earlier|later|stricter|cheaper|most|least|highest|lowest|largest|biggest|smallest"
        r"|longest|exceed\w*|compared?|mehr|weniger|höher|größer|kleiner|länger|niedriger|plus|moins|más|menos"
        r"|mayor|menor)\b"
        "|どちら|多い|少ない|高い|大きい|長い|더|많\\w*|적\\w*|크\\w*|높\\w*"
    )
)
QUESTION_WORDS = re.compile(
    simplify(
        "(?:又|各|分别)*(?:是|有|为|达)?(?:多少(?:[件家元钱个项条人名位次艘辆]|万元?|亿元?)?"
        "|几[个件家项条人名位次艘成倍]|百分之(?:几|多少))"
        "|哪(?:[个些家里样种一]|几[个家项条])*|什么|谁|如何|怎么样?|怎样|为什么|何时"
        r"|\b(?:how (?:many|much|long|far|often|large|big)|how|what|which|who|whom|when|where|why|wie ?viele?|wie"
        r"|was|wer|wann|welche[rsmn]?|combien"
        r"|quels?|quelles?|qui|quand|cuánt[oa]s?|cuál(?:es)?|qué|quién(?:es)?|cuándo)\b"
        "|どちら|どの|何[件人社隻校]|いくつ|いくら|무엇|얼마|몇|어느|누가"
    )
)
_ASKS_MUCH = re.compile(
    "(?:同比)?(?:增长|增加|减少|提高|上涨|上升|下降|降低|[更多少高低大小])*[了约是有]?(?:多少"
    "|几[倍成个]?)[倍个件家艘名人万亿元%]*[?呢啊]*$"
)
_LOOSE = re.compile(
    "^[多少高低大小快慢早晚长短贵好差出了些倍的吗呢更是否也都还有得不在,、。?;!:\\s]+"
    "|[多少高低大小快慢早晚长短贵好差了些倍吗呢的不得是否,、。?;!:\\s]+$"
)


def bare(text: str, code: str) -> str:
    """A side without the words that compare; in Chinese they are too short to be told from others."""
    if code == "zh":
        return _ASKS_MUCH.sub("", text)
    low = lowered(text)
    held = text if len(low) == len(text) else low
    for found in reversed(list(COMPARING.finditer(low))):
        held = held[: found.start()] + " " + held[found.end() :]
    return " ".join(held.split())


def trimmed(text: str, code: str) -> str:
    """A side without the words at its two ends that belong to the question."""
    before = None
    while text != before:
        before = text
        low = lowered(text)
        for found in reversed(list(_EDGE[code].finditer(low))) if len(low) == len(text) else ():
            text = text[: found.start()] + text[found.end() :]
        text = text.strip(" ,.?;:!、。")
    return text


def residue(text: str, code: str) -> str:
    """What stands around two sides and goes for both, without question words and words that compare."""
    low = lowered(text)
    held = text if len(low) == len(text) else low
    spans = [found.span() for pattern in (QUESTION_WORDS, COMPARING) for found in pattern.finditer(low)]
    kept = "".join(c for at, c in enumerate(held) if not any(start <= at < end for start, end in spans))
    kept = trimmed(kept, code)
    if code == "zh":
        kept = _LOOSE.sub("", kept)
    told = re.search(r"\w{4}|\d" if code in LATIN else r"\w{2}", kept)
    return kept if told else ""
