"""Characters as makers of .pdf files write them -> the usual ones."""

import unicodedata

# Radicals that Unicode gives no compatibility mapping, or one to a form that is not the usual one.
_RADICALS = str.maketrans(
    "⼾⾭⺁⺇⺈⺊⺌⺎⺏⺒⺓⺕⺙⺜⺝⺞⺠⺡⺢⺤⺦⺨⺩⺪⺬⺭⺮⺯⺰⺲⺶⺷⺹⺺⺼⺽⺾⻁⻄⻅⻆⻈⻉⻋⻌⻐⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻨⻩⻪⻬⻮⻰⻳",
    "户青厂几刀卜小兀尢巳幺彐攵冃月歹民氵水爫丬犭王疋示礻竹糹纟罒羊羊耂肀肉臼艹虎西见角讠贝车辶钅長长门雨青韦页风飞食饣马骨鬼鱼鸟麦黄黾齐齿龙龟",
)
_SOFT = {0xAD: None, 0x200B: None, 0x200C: None, 0x200D: None, 0x2060: None, 0xFEFF: None}


def usual(text: str) -> str:
    """`text` with radicals, ligatures and the shapes of vertical writing as ordinary characters; all else unaltered."""
    if text.isascii():
        return text
    return "".join(map(_usual, text.translate(_RADICALS).translate(_SOFT)))


def _usual(character: str) -> str:
    code = ord(character)
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB07:
        return unicodedata.normalize("NFKC", character)
    if 0xFE10 <= code < 0xFE20 or 0xFE30 <= code < 0xFE50:
        plain = unicodedata.normalize("NFKC", character)
        return "".join(chr(ord(part) + 0xFEE0) if "!" <= part <= "~" else part for part in plain)
    return character
