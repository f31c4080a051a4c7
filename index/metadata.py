"""What the text itself says of a document: title, reference number (发文字号), issuer, date of issue.

Each function returns None when the text does not say; nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DIGIT = "[0-9０-９]"
_HAN_DIGIT = "[〇○Ｏ０零一二三四五六七八九]"
_GAP = "[ \t\u3000\xa0]{0,4}"
DATE = re.compile(
    rf"(?P<year>{_DIGIT}{{4}}|{_HAN_DIGIT}{{4}}){_GAP}年{_GAP}"
    rf"(?P<month>{_DIGIT}{{1,2}}|[一二三四五六七八九十元]{{1,3}}){_GAP}月{_GAP}"
    rf"(?P<day>{_DIGIT}{{1,2}}|[一二三四五六七八九十]{{1,3}}){_GAP}日"
)
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
YEAR = r"[〔\[［（(【﹝]\s?[0-9０-９]{4}\s?[〕\]］）)】﹞]"
_REFERENCE = re.compile(
    rf"(?:发文字号|文号|文件编号)?[:：]?[ \t\u3000]*"
    rf"(?P<number>[\u4e00-\u9fff]{{1,15}}(?:[ \u3000]?{YEAR}[ \u3000]?第?[ \u3000]?[0-9０-９]{{1,5}}[ \u3000]?号"
    rf"|令[ \u3000]?(?:第[ \u3000]?[0-9０-９]{{1,5}}|{YEAR}[0-9]{{1,5}})[ \u3000]?号))"
)
# What a body that issues documents is called at its end.
_LEADING_REFERENCE = re.compile(rf"^[\u4e00-\u9fff]{{1,15}}{YEAR}第?[0-9０-９]{{1,5}}号\s*")
_BODY = re.compile(
    r"(?:局|委员会|委|政府|办公厅|办公室|厅|部|国务院|法院|检察院|仲裁院|署|总署|中心|指挥部|领导小组|工作组|联席会议"
    r"|管理处|管委会|海关|银行|协会|集团|公司|大会|常务委员会|中共中央|省委|市委|区委|县委|街道办|街道办事处|研究院|学院|大学)"
    r"$"
)
KIND = (
    "通知|意见|复函|函|答复|批复|办法|规定|条例|方案|报告|决定|公告|通告|通报|规划|纲要|细则|措施|法|规则|令|指南|规程|计划"
    "|解读|解答|问答|建议|议案|请示|纪要|公报|章程|要点|标准|规范|目录|清单|倡议书|公开信|提示|指引|政策|预案|宣言|说明|制度"
)
_TITLE_END = re.compile(rf"(?:{KIND})(?:[》”\"]?[（(][^（()）]{{1,30}}[）)])*[》”]?$")
_WHOLE = re.compile(rf"\S{{2,60}}关于.*(?:{KIND})$")
_BROKEN = re.compile(
    r"关于|印发|转发|《[^》]*$|“[^”]*$|(?:局|委员会|政府|办公厅|国务院|部|会议|会上)[ \u3000]*$"
)  # a line that wants another
_CONTINUED = re.compile(r"关于|印发|转发|[（(]")
_CHROME = re.compile(
    r"^(?:当前位置|您的位置|您当前|您现在|首页|字体|字号|【字[号体]|[【\[]?(?:大|中|小|打印|下载|关闭|收藏|分享|加大|减小|还原|全屏|返回|朗读)[】\]]?$"
    r"|】$|来源[:：]|时间[:：]|发布时间|发布日期|浏览|点击|阅读|索\s*引\s*号|主\s*题|分\s*享|扫一扫|关注|作者[:：]|责任编辑|编辑[:：]"
    r"|<!--|.*-->$|信息来源|公开方式|文章来源|相关报道|点击数|访问量|有效性|统一编号|ICP|Copyright)"
)
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百零〇\d]{1,5}[编章节条]|\d{1,3}[.．、](?!\d)"
    r"|目\s*录$)"
)
_SALUTATION = re.compile(r"[:：，,]$")
_NAMED_IN_TEXT = re.compile(r"(?:制定|制订|印发|出台|编制|发布)(?:了|本|并实施)?《([^《》\n]{6,80})》[。；;]")
_SIGNED_FROM = 60  # the longest name of a signing body, in characters
_TOP = 30  # lines of the head of a document


@dataclass(frozen=True, slots=True)
class SignOff:
    """Where a document is signed: span from the issuer's name to the end of the date."""

    start: int
    end: int
    issuer: str
    issued: date


def parse_date(text: str) -> date | None:
    """The first date of a text: 2021年10月11日 (padded, full-width), 二〇一八年八月七日, 2021-10-11."""
    found = DATE.search(text) or _ISO.search(text)
    return _date(found) if found else None


def sign_offs(text: str, start: int = 0) -> Iterator[SignOff]:
    """Every place where the name of a body and a date, and nothing else, follow one another in white space."""
    for found in DATE.finditer(text, start):
        at, end = found.span()
        if (at and not text[at - 1].isspace()) or (end < len(text) and not (text[end].isspace() or text[end] in "（(")):
            continue
        issued = _date(found)
        above = text[max(start, at - 2 * _SIGNED_FROM) : at].rstrip()
        if not issued or not above:
            continue
        issuer = re.split(r"[\n\t]|\u3000\u3000| {2,}|[。！？；：:!?;][ \u3000]*", above)[-1].strip()
        name = re.sub(r"[\s（(]|盖章|[）)]$", "", issuer)
        if issuer and not re.search(r"[，,《》〔〕0-9]|根据|按照|自$", issuer) and _BODY.search(name):
            yield SignOff(text.rindex(issuer, start, at), end, issuer, issued)


def find_reference(text: str) -> str | None:
    """The document's own number: the first in its head that stands on a line or between spaces of its own."""
    head = text[:1500]
    for line in _lines(head):
        found = _REFERENCE.fullmatch(line)
        if found:
            return re.sub(r"\s", "", found["number"])
        if len(line) > 60 or "：" in line or ":" in line:
            for part in re.split(r"[ \t\u3000]+", line[:300]):
                found = _REFERENCE.fullmatch(part)
                if found and "令" not in found["number"]:
                    return found["number"]
    return None


def find_title(text: str) -> str | None:
    """The title in the head of a text, put together where lines break it; None when no line looks like one."""
    labelled = re.search(
        r"^[ \t]*(?:标\s*题|名\s*称)[ \t]*[:：][ \t\u3000]*(\S.{3,100}?)[ \t\u3000]*$", text[:3000], re.M
    )
    if labelled:
        return labelled[1]
    lines = _head_lines(text)
    for at, line in enumerate(lines):
        if _NUMBERED.match(line):
            break
        if len(line) > 100:
            return _spaced_title(line) or _named_title(line)
        title = _joined(lines[at : at + 5])
        if title:
            return title
    return None


def first_line(text: str) -> str | None:
    """The first line that could name a text: no web navigation, numbered item, body, salutation or sentence.

    Of a line whose breaks were lost, what stands before the first white space. At most 80 characters.
    """
    for line in _head_lines(text):
        if _SALUTATION.search(line) or _BODY.search(line):
            continue
        name = line if len(line) <= 80 else re.split(r"[ \t\u3000]", line, maxsplit=1)[0]
        fits = len(name) <= 80 and not _NUMBERED.match(line) and not _BODY.search(name)
        return name if fits and not re.search("[。；;]|^为.*，", name) else None
    return None


def find_issuer(text: str, title: str | None) -> str | None:
    """The issuing body: from a 发文机关 line, from the title's words before 关于, else from the sign-off."""
    labelled = re.search(r"(?:发文机关|发布机构|发文单位)[ \t]*[:：][ \t\u3000]*(\S{2,40})", text[:3000])
    if labelled and _BODY.search(labelled[1]):
        return labelled[1]
    before = re.match(r"(?:[（(]\S{1,4}[）)])?([^《]{2,60}?)(?:关于|印发|转发|对(?=.*答复$))", title or "")
    if before and _BODY.search(before[1].strip()):
        return before[1].strip()
    signed = next(sign_offs(text), None)
    return re.sub(r"\s+", " ", signed.issuer) if signed else None


def find_issued(text: str) -> date | None:
    """The date of issue: of the sign-off, of a line of its own at the end, else the one under the title."""
    labelled = re.search(r"成文日期[ \t]*[:：]([^\n]{4,30})", text[:3000])
    if labelled and (day := parse_date(labelled[1])):
        return day
    signed = next(sign_offs(text), None)
    if signed:
        return signed.issued
    for line in reversed(list(_lines(text[-600:]))[-5:]):
        if _is_date_line(line) and (day := parse_date(line)):
            return day
    for line in list(_lines(text[:3000]))[:_TOP]:
        if _NUMBERED.match(line) or len(line) > 120:
            break
        found = DATE.search(line)
        if found and (
            _is_date_line(line)
            or (found.start() <= 4 and re.search(r"通过|公布|发布|批准|^[（(].*施行|会议上|^\W*\S+?日在", line))
            or re.match(r"发布(?:日期|时间)", line)
        ):
            return _date(found)
    return None


def _head_lines(text: str) -> list[str]:
    """The first lines that are part of the document and not of the page around it, without number and date."""
    return [
        line
        for line in list(_lines(text[:6000]))[:_TOP]
        if re.search(r"\w", line) and not (_CHROME.match(line) or _REFERENCE.fullmatch(line) or _is_date_line(line))
    ]


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if stripped := line.strip():
            yield stripped


def _is_date_line(line: str) -> bool:
    found = DATE.search(line)
    return bool(found) and not re.sub(r"[\s（()）—-]", "", line[: found.start()] + line[found.end() :])  # type: ignore[union-attr]


def _joined(lines: list[str]) -> str | None:
    """The title that starts with the first of these lines, if one does."""
    title = ""
    for line in lines:
        if len(title) + len(line) > 120 or _SALUTATION.search(line) or "。" in line or _NUMBERED.match(line):
            return None
        if title and not (_BROKEN.search(title) or _CONTINUED.match(line)):
            return None
        if title and _WHOLE.match(line):
            return None
        title = title + line if not title or _wide(title[-1]) or _wide(line[0]) else f"{title} {line}"
        if _spread(title):
            title = re.sub(r"\s+", "", title)
        if _TITLE_END.search(title):
            return _LEADING_REFERENCE.sub("", title)
    return None


def _spread(title: str) -> bool:
    # 国 务 院 工 作 规 则: each character set apart
    return bool(re.fullmatch(r"(?:\S[ \t\u3000]+){2,}\S", title))


def _spaced_title(line: str) -> str | None:
    """The title in a line that lost its breaks: white space stands where they were."""
    parts = re.split(r"[ \t\u3000]+", line[:400])[:-1]
    while parts and (len(parts[0]) <= 6 or _BODY.search(parts[0])) and not _joined(parts[:6]):
        parts = parts[1:]
    return _joined(parts[:6])


def _named_title(line: str) -> str | None:
    found = _NAMED_IN_TEXT.search(line)
    return found[1] if found and _TITLE_END.search(found[1]) else None


def _wide(character: str) -> bool:
    return ord(character) >= 0x2E80


_HAN_VALUE = {c: n for n, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○Ｏ０零", 0)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if text == "元":
        return 1
    if "十" in text:
        tens, _, units = text.partition("十")
        return (_HAN_VALUE.get(tens, 1) if tens else 1) * 10 + (_HAN_VALUE.get(units, 0) if units else 0)
    return int("".join(str(_HAN_VALUE.get(c, 0)) for c in text))


def _date(found: re.Match[str]) -> date | None:
    try:
        day = date(_number(found["year"]), _number(found["month"]), _number(found["day"]))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2100 else None
