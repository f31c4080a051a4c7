"""Numbers as word processors and web pages write them in front of paragraphs: 一、（二）3. ④ v."""

_ONES = "〇一二三四五六七八九"
_SIMPLIFIED = str.maketrans("一二三四五六七八九十百千万零", "壹贰叁肆伍陆柒捌玖拾佰仟萬零")
_TRADITIONAL = str.maketrans("一二三四五六七八九十百千万零", "壹貳參肆伍陸柒捌玖拾佰仟萬零")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMANS = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_RUNS = {  # formats that are a run of characters in Unicode: the first of them, and how many there are
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}
_MOST_LETTERS = 9  # of one kind: 27 is aa


def labelled(label: str, text: str) -> str:
    """A label in front of its text, spaced as such labels are when they are typed: 一、总则, 第一章 总则, 1. Aims."""
    if not label or not text:
        return label + text
    if label[-1] in "、，．：）】〕" or (label[-1] in ".)," and "\u3400" <= text[0] <= "\u9fff"):
        return label + text
    if label[-1] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return label + text
    return f"{label} {text}"


def written_number(number: int, form: str) -> str:
    """A number in one of Word's formats (ST_NumberFormat); in Arabic figures where the format does not go so far."""
    if form in {"none", "bullet"}:
        return ""
    if form == "decimalZero":
        return f"{number:02d}"
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    if form == "numberInDash":
        return f"- {number} -"
    return _in_words(number, form) or str(number)


def _in_words(number: int, form: str) -> str:
    if number < 1:
        return "〇" if number == 0 and form in _HAN_FORMS else ""
    if form in _RUNS:
        first, most = _RUNS[form]
        return chr(ord(first) + number - 1) if number <= most else ""
    if form in {"upperLetter", "lowerLetter"} and number <= 26 * _MOST_LETTERS:
        letters = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "upperLetter" else letters.lower()
    if form in {"upperRoman", "lowerRoman"} and number < 4000:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "ordinal":
        return f"{number}{_ordinal_ending(number)}"
    if form == "ideographTraditional":
        return _STEMS[number - 1] if number <= len(_STEMS) else ""
    if form == "ideographZodiac":
        return _BRANCHES[number - 1] if number <= len(_BRANCHES) else ""
    return _HAN_FORMS[form](number) if form in _HAN_FORMS else ""


def _roman(number: int) -> str:
    written = ""
    for size, sign in _ROMANS:
        written += sign * (number // size)
        number %= size
    return written


def _ordinal_ending(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _digits(number: int) -> str:
    return "".join(_ONES[int(digit)] for digit in str(number))


def _counting(number: int) -> str:
    """十, 十一, 二十 below a hundred, digit by digit above."""
    return _short_thousands(number) if number < 100 else _digits(number)


def _thousands(number: int) -> str:
    if number >= 10_000:
        return str(number)
    written = ""
    skipped = False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            written += ("零" if skipped and written else "") + _ONES[digit] + unit
        skipped = not digit
    return written


def _short_thousands(number: int) -> str:
    """The same as it is said: 十一, not 一十一."""
    return _thousands(number).removeprefix("一") if 10 <= number < 20 else _thousands(number)


def _legal_simplified(number: int) -> str:
    return _thousands(number).translate(_SIMPLIFIED)


def _legal_traditional(number: int) -> str:
    return _thousands(number).translate(_TRADITIONAL)


_HAN_FORMS = {
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _short_thousands,
    "taiwaneseCountingThousand": _short_thousands,
    "japaneseCounting": _short_thousands,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "chineseLegalSimplified": _legal_simplified,
    "ideographLegalTraditional": _legal_traditional,
}
