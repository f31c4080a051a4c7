"""What kind of answer a question asks for, how many facts, and what it compares."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import simplify
from qa.framing import unframed
from qa.kinds_words import (
    ASKING,
    CANTONESE,
    CHANGE,
    COMPARED,
    CONFLICT,
    NAMING,
    SLIPS,
    TELLING,
    TIME,
    UNITS,
    VAGUE,
    YES_NO,
    Joint,
    Kind,
    Rows,
    Unit,
)
from qa.language import Language

__all__ = ["Asked", "Kind", "Unit", "counted_in", "read_kind"]

_LATIN = ("en", "de", "fr", "es")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[a-zß-öø-ÿ]{2,}")
_COMPARED_IN = 300
"""Characters; what is compared stands in a sentence, and the patterns take time with the square of its length."""
_NTH = re.compile(
    r"第几|哪一?[条章款次届期]|\b(?:which|what) (?:article|section|chapter|clause|session|meeting)|welche[rsmn]? (?:artikel|paragra)|quel article|qué artículo|第何|몇 ?조"
)
_EACH = re.compile(
    r"[各分][别是有为占达]?(?:多少|几|哪|什么|[是为])|分别|respectively|jeweils|respectivement|respectivamente|それぞれ|각각"
)
_CLAUSE = re.compile(r"[,。?;:!，、]|\.(?= |$)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question wants to be told.

    `kind` is that of the whole, `kinds` those of the single facts, in order; a comparison or a conflict is so as a
    whole, while `kinds` says of what kind the things compared are. `sides`: the things compared, or asked for one by
    one ("in 2019 and in 2020"), each a text that can be searched with alone; empty, or two and more. `years` are those
    mentioned, a span by its ends; `months` the first and the last month of a part of a year ("first half": 1, 6).
    `items` is how many answers a list should have, where the question says so; `unit` what a number counts; `wants`
    the noun that is asked for as it stands ("agency", 部门), a hint that is often missing. `each`: the same is asked of
    several things in one ("各多少", "respectively"); `nth`: a name asked for is a numbered one ("第几条", "which article").
    """

    kind: Kind
    kinds: tuple[Kind, ...]
    sides: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    months: tuple[int, int] | None = None
    items: int | None = None
    unit: Unit | None = None
    wants: str | None = None
    each: bool = False
    nth: bool = False

    @property
    def parts(self) -> int:
        """How many facts are asked for, at least 1."""
        return len(self.kinds)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A question word and what belongs to it: characters `start`..`end`, half-open, and the noun wanted."""

    kind: Kind
    start: int
    end: int
    noun: str | None = None


def read_kind(question: str, language: Language) -> Asked:
    """What `question`, which may be in a mixture of languages, asks for; `language` is that of `language_of`.

    Whatever is typed has an answer: without a question word the nouns decide, and `other` is what says nothing.
    """
    typed = " ".join(unicodedata.normalize("NFKC", question).split())
    for words, standard in CANTONESE if language in {"zh", "zh-Hant"} else SLIPS if language == "en" else ():
        typed = re.sub(words, standard, typed, flags=re.IGNORECASE)
    text = unframed(typed)
    low = _low(text)
    codes = _codes(low, language)
    facts = _facts(low, codes)
    if not facts and codes[0] in _LATIN:
        # Few words of a question in Latin script may not tell its language.
        codes = tuple(dict.fromkeys([*codes, *_LATIN]))
        facts = _facts(low, codes)
    sides, together = _sides(text, codes, facts)
    kinds: tuple[Kind, ...] = tuple(fact.kind for fact in facts) or (_unasked(typed, low),)
    kind = next((one for one in kinds if one != "yes_no"), kinds[0])
    if CONFLICT.search(low):
        kind = "conflict"
    elif together:
        kind = "compare"
    elif sides and len(kinds) == 1 and facts:
        kinds *= len(sides)
    leading = next((fact for fact in facts if fact.kind == kind), facts[0] if facts else None)
    return Asked(
        kind=kind,
        kinds=kinds,
        sides=sides,
        years=tuple(dict.fromkeys(_years(low))),
        months=_months(low),
        items=_items(low),
        unit=_unit(low, facts, kinds),
        wants=leading.noun if leading else None,
        each=bool(_EACH.search(low)),
        nth=bool(_NTH.search(low)),
    )


def counted_in(words: str) -> Unit | None:
    """The unit, one for all languages, that a measure word or a noun stands for: 宗 and "cases" are 件."""
    low = simplify(words.lower())
    return next((unit for unit, pattern in UNITS if pattern.search(low)), None)


def _low(text: str) -> str:
    """A text as the patterns want it, or where that would move the characters, a text of its own."""
    return simplify(text.lower())


def _codes(low: str, language: Language) -> tuple[str, ...]:
    """The tables that apply: the language's own, and those of words of another script in between."""
    own = "zh" if language == "zh-Hant" else language
    codes = [own]
    if own not in {"zh", "ja"} and _HAN.search(low):
        codes.append("zh")
    if own not in _LATIN and _LETTER.search(low):
        codes.append("en")
    return tuple(codes)


def _facts(low: str, codes: Sequence[str]) -> list[_Fact]:
    found: list[_Fact] = []
    for code in codes:
        for kind, pattern in ASKING[code]:
            for match in pattern.finditer(low):
                start, end = match.span()
                if end > start and all(end <= one.start or start >= one.end for one in found):
                    noun = next((word for word in match.groupdict().values() if word), None)
                    found.append(_Fact(kind, start, end, noun or _noun_behind(low, match, kind)))
    for code in codes:
        for words in YES_NO[code]:
            for match in re.finditer(words, low):
                fact = _Fact("yes_no", *match.span())
                if not any(one.kind == "yes_no" or _same_clause(low, one, fact) for one in found):
                    found.append(fact)
    return sorted(found, key=lambda one: one.start)


def _same_clause(low: str, one: _Fact, other: _Fact) -> bool:
    first, second = sorted((one, other), key=lambda fact: fact.start)
    return not _CLAUSE.search(low[first.end : second.start])


_BEHIND_ZH = re.compile(
    r"(?:[个家所间条种类项位名件座艘大] ?)?([\u4e00-\u9fff]{2,5}?)"
    r"(?=[是由在被把将要可能有和与及的得参获负属已用设定说明,?。、]|$)"
)
_BEHIND_LATIN = re.compile(
    r" (?:de |d['’]|more |other )?((?:(?!(?:is|are|was|were|do|does|did|has|have|had|can|will|would|must|should"
    r"|may|per|went|goes?|in|of|for|to|on|by|at|that|the"
    r"|and|it|there|sind|hat|haben|wurden|ont|sont|son|hay|se|il|de|en)\b)[\w'’-]+(?: |$|(?=\W))){1,3})"
)


def _noun_behind(low: str, cue: re.Match[str], kind: Kind) -> str | None:
    """What "how many" and 哪些 are followed by, as far as a noun can be told without a dictionary."""
    wide = bool(_HAN.search(cue[0]))
    if kind not in ({"number", "list"} if wide else {"number", "list", "name"}):
        return None
    behind = _BEHIND_ZH if wide else _BEHIND_LATIN
    noun = None if _SPACED.search(cue[0]) else behind.match(low, cue.end())
    return noun[1].strip() if noun else None


def _unasked(typed: str, low: str) -> Kind:
    """The kind of a text without a question word: what it orders, else what it names."""
    raw = _low(typed)
    for rows, text in ((TELLING, raw), (NAMING, low)):
        kind = _first(rows, text)
        if kind:
            return kind
    return "other"


def _first(rows: Rows, text: str) -> Kind | None:
    return next((kind for kind, pattern in rows if pattern.search(text)), None)


_HALF = r"(?<!\d)(\d\d)年(?=度|[上下]半|头|前|底|末|初|\d{1,2}月|第?[一二三四]季|全年|[的和与跟比到至、,?]|计划|目标)"
_YEAR = re.compile(rf"(?<![\d.])((?:19|20)\d\d)(?![\d.]?\d|号|件|家|人|项|个|元)|{_HALF}|(?<!\w)['’](\d\d)(?!\d)")
_READ_OUT = re.compile(
    r"[〇零○一二三四五六七八九]{4}(?=年)|[一二三][〇零○一二三四五六七八九](?=年(?:[上下]半|头|底|末|初|度))"
)
_DIGITS = {digit: str(number) for number, digit in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


def _years(low: str) -> Iterator[int]:
    said = _READ_OUT.sub(lambda found: "".join(_DIGITS[digit] for digit in found[0]), low)
    for found in _YEAR.finditer(said):
        year = next(part for part in found.groups() if part)
        yield int(year) if len(year) == 4 else 2000 + int(year)


_MONTH_NAMES = "jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]"
_MONTHS = tuple(
    (re.compile(simplify(pattern)), months)
    for pattern, months in (
        (
            (
                r"上半年|[头前][六6]个月|first half|first six months|\bh1\b|(?:erste[ns]?|1\.) (?:halbjahr|hälfte)"
                r"|premier semestre|primer semestre|上半期|상반기"
            ),
            (1, 6),
        ),
        (
            (
                r"下半年|second half|last six months|\bh2\b|zweite[ns]? (?:halbjahr|hälfte)|(?:second"
                r"|deuxième) semestre|segundo semestre|下半期|하반기"
            ),
            (7, 12),
        ),
        (r"[一1]季度|首季|[头前][三3]个月|first quarter|first three months|\bq1\b", (1, 3)),
        (r"(?:二|2)季度|second quarter|\bq2\b", (4, 6)),
        (r"(?:三|3)季度|third quarter|\bq3\b", (7, 9)),
        (r"(?:四|4)季度|fourth quarter|\bq4\b", (10, 12)),
        (r"[头前](?:九|9)个月|前三季度|first nine months", (1, 9)),
    )
)
_SPAN_OF_MONTHS = re.compile(r"(?<!\d)(1[0-2]|[1-9])月?[-~至到](1[0-2]|[1-9])月")
_END_OF = re.compile(
    rf"(?:end of|by|ende|fin|finales de|late) ({_MONTH_NAMES})[a-zûéäv]*|(?<!\d)(1[0-2]|[1-9])月(?:底|末)"
)


def _months(low: str) -> tuple[int, int] | None:
    for pattern, months in _MONTHS:
        if pattern.search(low):
            return months
    if span := _SPAN_OF_MONTHS.search(low):
        return int(span[1]), int(span[2])
    if end := _END_OF.search(low):
        names = [re.compile(name) for name in _MONTH_NAMES.split("|")]
        number = int(end[2]) if end[2] else 1 + next(at for at, name in enumerate(names) if name.match(end[1]))
        return number, number
    return None


_NUMERALS = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {
    "两": 2,
    "十一": 11,
    "十二": 12,
    "十五": 15,
}
_WORDS = (
    "two zwei deux dos 二つ 두",
    "three drei trois tres 三つ 세",
    "four vier quatre cuatro 四つ 네",
    "five fünf cinq cinco 五つ 다섯",
    "six sechs six seis 六つ 여섯",
    "seven sieben sept siete 七つ 일곱",
    "eight acht huit ocho 八つ 여덟",
    "nine neun neuf nueve 九つ 아홉",
    "ten zehn dix diez 十 열",
    "eleven elf onze once 十一 열한",
    "twelve zwölf douze doce 十二 열두",
)
_NUMERALS |= {word: at for at, words in enumerate(_WORDS, 2) for word in words.split()}
_NUMBER = "(?P<{}>" + r"\d{{1,2}}|" + "|".join(sorted(_NUMERALS, key=len, reverse=True)) + ")"
_OF = "(?:个|项|类|家|种|条|大|方面|所|座|名|位|件|款|级|区|市|点|步|支|只|处)"
_ITEMS = tuple(
    re.compile(pattern.format(*(_NUMBER.format(f"n{at}") for at in range(4))))
    for pattern in (
        f"哪{{0}}(?!年|天|月|日|个月|号)|(?:列出|说出|举出|列举|写出)[^,。?]{{{{0,8}}}}?{{1}}{_OF}"
        f"|(?<![\\d第.]){{2}}{_OF}[^,。?;]{{{{0,14}}}}?(?:分别|各|都|具体)?[是为有叫]?(?:哪|什么|谁)",
        r"\b(?:which|what|welche[nr]?|quels?|quelles?|qué|cuáles|name|list|nennen sie)(?: are| were| sind| sont| son)?"
        r"(?: the| its| die| les| los| las| all)?(?: (?:main|key|first|top))? {0}\b(?! ?(?:%|percent|yuan|million"
        r"|days|years))"
        r"|\b(?:the|die|les|los|las) {1} [^,;?]{{1,60}}?(?:,| are| were) (?:which|what)\b",
        r"(?<!\d){0}(?:つ|個|項|项)?の[^、。?]{{1,20}}は(?:何|どれ|どの|どこ|誰)|どの{1}|{2} ?(?:가지|개|곳"
        r"|대)[^?]{{0,20}}(?:무엇|어디|어느|어떤)",
    )
)


def _items(low: str) -> int | None:
    """How many answers are asked for; 2 to 99."""
    for pattern in _ITEMS:
        if found := pattern.search(low):
            said = next(part for part in found.groups() if part)
            number = int(said) if said.isdigit() else _NUMERALS[said]
            return number if number > 1 else None
    return None


def _unit(low: str, facts: Sequence[_Fact], kinds: Sequence[Kind]) -> Unit | None:
    for fact in facts:
        if fact.kind in {"number", "duration"}:
            said = low[fact.start : fact.end]
            # The measure word itself, else the noun that is counted.
            unit = counted_in(said) or (counted_in(fact.noun) if fact.noun else None)
            if unit:
                return unit
    return "元" if "money" in kinds else "%" if "percent" in kinds else None


# --- What is compared ---------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    rf"(?:19|20)\d\d-(?:19|20)\d\d(?:年)?|{TIME.pattern}"
    rf"|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+(?:['’-]\w+)*|[\uac00-\ud7a3]+|\d+(?:[.,]\d+)*|\w"
    rf"|[“”\"'《》「」%+-]"
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff“”《》「」]")
_SPACED = re.compile(r"[\uac00-\ud7a3]")
_LINKS = frozenset(
    """
    的 由 在 对 给 归 向 从 被 の of in for on by from at with under during to von in für bei auf mit im zur
    zum de des du d pour en à dans del para por con da
    """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
)
_SAME_AS = re.compile(
    r"^(?:that|those|the ones?|die|der|das|den|celui|celle|ceux|celles|la|el|los|las|lo) (?=(?:of|in|for|from|at"
    r"|von|in|für|de|du|des|del|en|pour) )"
)
_ARTICLES = frozenset(
    """
    a an the ein eine einem einer der die das dem un une le la les el una los las
    """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
)
_GENERIC = re.compile(
    simplify(
        "目标值?|计划数?|指标|任务|实际|数字|数据|情况|水平|完成|要求|规定|时|的|年|底|同期|那|里|中"
        r"|\b(?:target|goal|plan|planned|figures?|number|actual|level|value|result|results|the|a|an|of|in|for|by"
        r"|its|one|total|end|ziel|plan|zahl|objectif"
        r"|chiffre|objetivo|cifra|die|das|der|le|la|el|im|en|de|set|that)\b|目標|の|목표|의|\\W"
    )
)
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
_COMPARING = re.compile(
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
_COMPARES = re.compile(
    "更|最|哪[个样家年边]?[多少高低大小早晚快慢长短贵严]|[多少高低大小快慢早晚长短贵严重](?:一?些|一?点|吗|呢|\\W*$)"
)
_QUESTION_WORDS = re.compile(
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


def _sides(text: str, codes: Sequence[str], facts: Sequence[_Fact]) -> tuple[tuple[str, ...], bool]:
    """The texts to search with, and whether they are compared (or only asked for one by one)."""
    low = _low(text)[:_COMPARED_IN]
    shown = text[:_COMPARED_IN] if len(text) == len(_low(text)) else low
    for code in codes:
        for joint, pattern in COMPARED[code]:
            if (found := pattern.search(low)) and not VAGUE.search(found["b"]):
                sides = _matched_sides(shown, found, joint, code)
                if len(sides) > 1:
                    compared = joint != "or" or code != "zh" or bool(_COMPARES.search(low))
                    return sides, compared
    if sides := _clause_sides(shown, low, facts, codes[0]):
        return sides, True
    times = list(TIME.finditer(low))
    if len(times) > 1 and not _is_span(low, times):
        compared = bool(CHANGE.search(low))
        if compared or _joined(low, times):
            return _by_time(shown, low, times, codes[0]), compared
    return (), False


_NUMERIC = frozenset(("number", "money", "percent"))
_TARGET = re.compile(simplify(r"目标|规划|计划|指标|目標|목표|\b(?:target|goal|planned|ziel|objectif|objetivo)\b"))


def _clause_sides(shown: str, low: str, facts: Sequence[_Fact], code: str) -> tuple[str, ...]:
    """Two figures asked for in two clauses, of different years or one of them a target: what was it, and what is it?"""
    figures = [fact for fact in facts if fact.kind in _NUMERIC]
    if len(figures) != 2:
        return ()
    breaks = [found.end() for found in _CLAUSE.finditer(low, figures[0].end, figures[1].start)]
    breaks = breaks or [found.start() for found in re.finditer(r" (?:and|und|et|y) ", low[: figures[1].start])][-1:]
    if not breaks:
        return ()
    halves = (low[: breaks[-1]], low[breaks[-1] :])
    times = [{_low(found[0]) for found in TIME.finditer(half)} for half in halves]
    targets = [bool(_TARGET.search(half)) for half in halves]
    if not (times[0] and times[1] and times[0] != times[1]) and targets[0] == targets[1]:
        return ()
    said = [_residue(half, code) for half in (shown[: breaks[-1]], shown[breaks[-1] :])]
    if not all(said):
        return ()
    tokens = [_TOKEN.findall(one) for one in said]
    if not _pairs(tokens[0]) & _pairs(tokens[1]):
        tokens[1] += [token for token in tokens[0] if _key(token) not in times[0] and _key(token) != "<time>"]
    return tuple(dict.fromkeys(map(_said, tokens)))


def _pairs(tokens: Sequence[str]) -> set[str]:
    """Words of four letters and pairs of Chinese characters: what two clauses on one subject share."""
    low = [_key(token) for token in tokens]
    wide = {one + other for one, other in pairwise(low) if _WIDE.match(one) and _WIDE.match(other)}
    return wide | {token for token in low if len(token) > 3 and token != "<time>"}


def _is_span(low: str, times: Sequence[re.Match[str]]) -> bool:
    """2019-2021 names a plan, not two years, unless something changes meanwhile."""
    between = low[times[0].end() : times[1].start()].strip()
    return between in {"-", "–", "—", "~", "至"} or (
        between in {"到", "to", "bis", "à", "a"} and not CHANGE.search(low)
    )


def _joined(low: str, times: Sequence[re.Match[str]]) -> bool:
    return all(
        re.fullmatch(
            (r"(?: ?(?:和|与|及|以及|、|,|and|und|et|y|と|와|과)(?: in| im| en)?(?: the)? ?)"),
            low[one.end() : other.start()],
        )
        for one, other in pairwise(times)
    ) and not re.search(r"\b(?:between|zwischen|entre)\b", low)


_BETWEEN_TIMES = re.compile(
    "(?: |^)(?:从|到|至|比|和|与|跟|、|,|between|from|to|and|in|than|compared with|von|bis|und|de|à|et|a|y|en|im)"
    "(?= |$)"
)


def _by_time(shown: str, low: str, times: Sequence[re.Match[str]], code: str) -> tuple[str, ...]:
    """The question once for each of its times, without the others."""
    spans = [one.span() for one in times]
    rest = shown
    for start, end in sorted([*spans, *(one.span() for one in _QUESTION_WORDS.finditer(low))], reverse=True):
        rest = rest[:start] + " " + rest[end:]
    topic = _trimmed(_COMPARING.sub(" ", _BETWEEN_TIMES.sub(" ", rest)), code)
    return tuple(dict.fromkeys(_said([shown[start:end], topic]) for start, end in spans))


def _matched_sides(shown: str, found: re.Match[str], joint: Joint, code: str) -> tuple[str, ...]:
    groups = found.groupdict()
    raw = {name: shown[slice(*found.span(name))] for name, held in groups.items() if held}
    texts = [raw["a"], raw["b"]]
    if groups.get("joint") == "、":
        texts = [raw["a"], *re.split("、|和|与|及", raw["b"])]
    elif code in _LATIN and joint == "or":
        texts = [*raw["a"].split(", "), raw["b"]]
    cleaned = [_trimmed(_bare(one, code), code) for one in texts]
    if not all(cleaned):
        return ()
    before = [_residue(part, code) for part in (shown[: found.start()], raw.get("pre", ""))]
    behind = _residue(raw.get("post", ""), code)
    first, *others = cleaned
    sides = [first]
    for other in others:
        sides[0], completed = _completed(sides[0], other, joint)
        sides.append(completed)
    if len(sides) > 2:
        sides = [_completed(one, sides[-1], joint)[0] for one in sides[:-1]] + sides[-1:]
    return tuple(dict.fromkeys(_said([part for part in (*before, side, behind) if part]) for side in sides))


def _bare(text: str, code: str) -> str:
    """A side without the words that compare; in Chinese they are too short to be told from others."""
    if code == "zh":
        return _ASKS_MUCH.sub("", text)
    low = _low(text)
    held = text if len(low) == len(text) else low
    for found in reversed(list(_COMPARING.finditer(low))):
        held = held[: found.start()] + " " + held[found.end() :]
    return " ".join(held.split())


def _trimmed(text: str, code: str) -> str:
    before = None
    while text != before:
        before = text
        low = _low(text)
        for found in reversed(list(_EDGE[code].finditer(low))) if len(low) == len(text) else ():
            text = text[: found.start()] + text[found.end() :]
        text = text.strip(" ,.?;:!、。")
    return text


def _residue(text: str, code: str) -> str:
    """What stands around two sides and goes for both, without question words and words that compare."""
    low = _low(text)
    held = text if len(low) == len(text) else low
    spans = [found.span() for pattern in (_QUESTION_WORDS, _COMPARING) for found in pattern.finditer(low)]
    kept = "".join(c for at, c in enumerate(held) if not any(start <= at < end for start, end in spans))
    kept = _trimmed(kept, code)
    if code == "zh":
        kept = _LOOSE.sub("", kept)
    told = re.search(r"\w{4}|\d" if code in _LATIN else r"\w{2}", kept)
    return kept if told else ""


def _completed(one: str, other: str, joint: Joint) -> tuple[str, str]:
    """Two sides, each with what only the other says for both: "fees of boats", "cars" -> "fees of cars"."""
    referred = _SAME_AS.search(other.lower())
    a, b = _TOKEN.findall(one), _TOKEN.findall(other[referred.end() :] if referred else other)
    if not a or not b:
        return one, other
    low_a, low_b = [_key(token) for token in a], [_key(token) for token in b]
    wide = bool(_WIDE.search(one + other))
    at = next((k for k in range(len(low_b)) if low_b[k] == low_a[-1]), None)
    if not wide and low_b[0] in _LINKS and low_b[0] in low_a[1:]:
        last = len(low_a) - 1 - low_a[::-1].index(low_b[0])
        b = [*a[:last], *b]
    elif not wide and len(a) < 3 and len(b) > len(a) and {low_a[0], low_b[0]} <= _ARTICLES:
        a = [*a, *b[len(a) :]]
    elif not wide and low_b[-1] in low_a[:-1]:
        last = low_a.index(low_b[-1])
        b = [*a[: max(0, last + 1 - len(b))], *b, *a[last + 1 :]]
    elif at is not None and (wide or low_a[-1] != "<time>"):
        size = min(at + 1, len(a))
        before = a[: len(a) - size]
        if before and (not wide or _key(before[-1]) in _LINKS or _key(before[-1]) == "<time>"):
            b = [*before, *b] if low_b[0] != "<time>" or before[0] != "<time>" else b
        a = [*a, *b[-(len(low_b) - at - 1) :]] if at + 1 < len(low_b) else a
    elif wide and "的" in low_b and "的" not in low_a:
        a = [*a, *b[low_b.index("的") :]]
    elif wide and "的" in low_a and "的" not in low_b and "<time>" not in low_b:
        cut = low_a.index("的")
        b = [*b, *a[cut:]] if joint == "than" else [*a[: cut + 1], *b]
    elif (
        not wide
        and joint != "than"
        and (link := [k for k, t in enumerate(low_a) if t in _LINKS])
        and not _LINKS & {*low_b}
    ):
        b = [*a[: link[-1] + 1], *b]
    return _with_topic(a, b)


def _with_topic(a: list[str], b: list[str]) -> tuple[str, str]:
    """A side that is only a year, or a target, has the other's topic; a side without a year has the first one's."""
    time_a = [token for token in a if _key(token) == "<time>"]
    if time_a and not any(_key(token) == "<time>" for token in b):
        b = [*time_a[:1], *b]
    topics = [[token for token in side if _key(token) != "<time>"] for side in (a, b)]
    empty = [not _GENERIC.sub("", _low(_said(topic))).strip() for topic in topics]
    if empty[0] and not empty[1]:
        a = [*a, *topics[1]]
    elif empty[1] and not empty[0]:
        b = [*b, *topics[0]]
    a, b = ([*one[:-1]] if _key(one[-1]) in _LINKS and len(one) > 1 else one for one in (a, b))
    return _said(a), _said(b)


def _key(token: str) -> str:
    low = _low(token)
    return "<time>" if TIME.fullmatch(low) else low


def _said(parts: Sequence[str]) -> str:
    """Words and characters as a text: spaces between words, none between Chinese or Japanese characters."""
    text = ""
    for part in parts:
        close = not text or (_WIDE.search(text[-1]) and part[:1] and (_WIDE.search(part[0]) or part[0].isdigit()))
        close = close or (text[-1].isdigit() and bool(part) and bool(_WIDE.search(part[0])))
        text += part if close else f" {part}"
    return " ".join(text.split())
