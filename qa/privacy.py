"""Mobile numbers, identity-card numbers and e-mail addresses of a text, hidden behind as many bullets.

A mask is as long as what it hides, so that every offset into the text stays what it was. Mainland China's numbers are
meant; landlines stay, which offices publish.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import chain

from index import Index, with_texts

BULLET = "•"

_HIDDEN = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # these show nothing
_BLANK = "\u0020\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_DASH = r"\-\u2010-\u2015\u2043\u2212\u30fc\ufe58\ufe63\uff0d"
_DOT = r".·•\uff0e\u30fb"
_GAP = rf"[{_HIDDEN}{_BLANK}{_DASH}{_DOT}()（）]{{0,4}}"
# Eleven digits or more, of any script, with no more between two than a person writes into a number.
_RUN = re.compile(rf"[+＋(（]{{0,2}}(?<!\d)\d(?:{_GAP}\d){{10,}}(?:{_GAP}[XxＸｘХх])?")
_PLAIN = (
    (re.compile(f"[{_BLANK}]"), " "),
    (re.compile(f"[{_DASH}]"), "-"),
    (re.compile(f"[{_DOT}]"), "."),
    (re.compile("[XxＸｘХх]"), "x"),
    (re.compile("[(（]"), "("),
    (re.compile("[)）]"), ")"),
    (re.compile("[+＋]"), "+"),
)

_SEP = "[ ]{0,2}-?[ ]{0,2}"
_MOBILE = re.compile(
    rf"(?<!\d)(?<!0\.)(?:\(?(?:\+|00)?\(?86\)?{_SEP}\(?|0)?"
    rf"(?:1[3-9]\d\)?(?:{_SEP}(?P<middle>\d{{4}}){_SEP}(?P<last>\d{{4}})|\.\d{{4}}\.\d{{4}}|"
    r"\d-\d{3}-\d{4}|\d-\d{4}-\d{3}|-\d{3}-\d{5})|1[ -][3-9](?:[ -]\d){9})(?!\d)"
)
_CARD = re.compile(rf"(?<!\d)\d{{6}}{_SEP}\d{{4}}{_SEP}\d{{4}}{_SEP}\d{{3}}{_SEP}[\dx](?!\d)")
_OLD_CARD = re.compile(r"(?<!\d)\d{15}(?!\d)")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_BORN = range(1880, 2100)
_PROVINCES = (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71)
_REGIONS = frozenset(map(str, (*_PROVINCES, 81, 82, 83)))
_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# The code that organisations have (GB 32100): one with letters may hold eleven digits, one without looks like a card.
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_MONEY = re.compile(r"(?:[¥￥$€£＄]|RMB|CNY|USD|HKD|人民币)[ \u3000]{0,2}\Z", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:[.．]\d{1,6})?[ \u3000]{0,2}(?:[百千万亿]{0,2}(?:元|美元|港元|港币|欧元|日元|吨|平方|立方|公里|千瓦|人次)"
    r"|[%％‰]|(?:yuan|RMB|CNY|USD)\b)",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"(?:代码|注册号|登记号|登记证号|税号|识别号|账号|帐号|账户|帐户|卡号|流水号|订单号|编号|批号|单号|许可证号|备案号|IMEI|"
    r"account|order|serial|invoice|registration)[^\n\d]{0,12}\Z",
    re.IGNORECASE,
)
_NEAR = 30  # characters before a number in which it may be called something

_LETTER = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"
_AT = re.compile(r"[@＠﹫]|[ ]?[(\[（【〔<][ ]?(?:at|AT|At|＠|@)[ ]?[)\]）】〕>][ ]?")
_LOCAL = re.compile(rf"[{_LETTER}][{_LETTER}{_HIDDEN}._%+'&\-＿．－]{{0,63}}\Z")
_HAN_LOCAL = re.compile(r"[^\W_]{1,8}\Z")
_LABEL = rf"[{_LETTER}{_HIDDEN}\-－]{{1,63}}"
_POINT = r"(?:[.．]|[ ]?[(\[（【](?:dot|DOT|点)[)\]）】][ ]?)"
_DOMAIN = re.compile(
    rf"(?:{_LABEL}{_POINT}){{1,8}}[A-Za-zＡ-Ｚａ-ｚ]{{2,24}}|[\u4e00-\u9fffA-Za-z0-9\-]{{1,20}}[.．。](?:中国|公司|网络|政务|公益)"
)
_LONGEST_LOCAL = 64


def masked(text: str) -> str:
    """The text with each mobile number, identity-card number and e-mail address as bullets; as long as before."""
    parts, at = [], 0
    for start, end in contacts(text):
        parts += [text[at:start], BULLET * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def without_contacts(index: Index) -> Index:
    """The index as the page shows it: masked in everything that it gives, searched as it was."""
    return with_texts(index, masked)


def contacts(text: str) -> list[tuple[int, int]]:
    """Where these stand: half-open spans in their order, none overlapping."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(chain(_numbers(text), _addresses(text))):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(text):
        places = [at for at in range(*run.span()) if not _is_hidden(text[at])]
        plain = "".join(_plain(text[at]) for at in places)
        for match in (*_CARD.finditer(plain), *_OLD_CARD.finditer(plain), *_MOBILE.finditer(plain)):
            start, end = places[match.start()], places[match.end() - 1] + 1
            if not _is_amount(text, start, end) and _is_contact(match, text, start):
                yield start, end


def _is_contact(match: re.Match[str], text: str, start: int) -> bool:
    figures = re.sub("[^0-9x]", "", match[0])
    if match.re is _CARD:
        return _is_card(figures)
    if match.re is _OLD_CARD:
        named = _OTHER_NUMBER.search(text, max(0, start - _NEAR), start)
        return not named and figures[:2] in _REGIONS and _is_day("19" + figures[6:12])
    # "138 2019 2020" are three figures; within a code with letters eleven digits are no number of their own.
    parted = " " in match[0] and match["middle"] and match["last"]
    if parted and _YEAR.fullmatch(match["middle"]) and _YEAR.fullmatch(match["last"]):
        return False
    around = _CODE.search(text, max(0, start - 18), start + 29)
    return not (around and around.start() <= start < around.end() and not around[0][:-1].isdecimal())


def _is_card(figures: str) -> bool:
    """Whether 18 signs are a card's: born on a day that there is. One digit may be wrong, but not for a foreigner's."""
    if not _is_day(figures[6:14]):
        return False
    checked = sum(w * int(c) for w, c in zip(_CARD_WEIGHTS, figures, strict=False)) % 11
    if "10x98765432"[checked] == figures[17]:
        return figures[:2] in _REGIONS or figures[0] == "9"
    return figures[:2] in _REGIONS and not _is_code(figures)


def _is_code(figures: str) -> bool:
    """Whether 18 signs have the check character of an organisation's code."""
    total = sum(_CODE_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(figures[:17]))
    return _CODE_SIGNS[-total % 31] == figures[17].upper()


def _is_day(figures: str) -> bool:
    try:
        return date(int(figures[:4]), int(figures[4:6]), int(figures[6:])).year in _BORN
    except ValueError:
        return False


def _is_amount(text: str, start: int, end: int) -> bool:
    return bool(_UNIT.match(text, end) or _MONEY.search(text, max(0, start - _NEAR), start))


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for sign in _AT.finditer(text):
        domain = _DOMAIN.match(text, sign.end())
        first = max(0, sign.start() - _LONGEST_LOCAL)
        local = _LOCAL.search(text, first, sign.start()) or _HAN_LOCAL.search(text, first, sign.start())
        if domain and local:
            yield local.start(), domain.end()


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return next((plain for written, plain in _PLAIN if written.fullmatch(character)), character)


_HIDDEN_ONE = re.compile(f"[{_HIDDEN}]")


def _is_hidden(character: str) -> bool:
    return bool(_HIDDEN_ONE.fullmatch(character))
