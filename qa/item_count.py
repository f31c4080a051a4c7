"""How many answers a question says that a list should have."""

import re

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


def items_in(low: str) -> int | None:
    """How many answers a lowered question asks for, 2 to 99; None where it does not say."""
    for pattern in _ITEMS:
        if found := pattern.search(low):
            said = next(part for part in found.groups() if part)
            number = int(said) if said.isdigit() else _NUMERALS[said]
            return number if number > 1 else None
    return None
