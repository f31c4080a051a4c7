"""Responsibility clauses: who leads a measure and who supports it, as Chinese policy documents say it."""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from index import Document, Glossary, Section, simplify


@dataclass(frozen=True, slots=True)
class Body:
    """A body named in a clause: its resolved Chinese name, and its exact characters in the document's text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """Who does what: `start`..`end` are the clause's own characters, its brackets or labels included.

    `measure` is the span that the clause closes, from its heading or item on; for a clause inside a sentence
    (由市园林局牵头，…) that sentence, for a table row the cell that names the task. `path` holds the headings of the
    measure from the top. Offsets are half-open, into `document.text`.
    """

    document: Document
    path: tuple[str, ...]
    measure: tuple[int, int]
    start: int
    end: int
    lead: tuple[Body, ...]
    support: tuple[Body, ...]

    @property
    def bodies(self) -> tuple[Body, ...]:
        """All bodies, those that lead first."""
        return self.lead + self.support


# --- names of bodies -------------------------------------------------------------------------------------------------

# 市 that is a level of government, not the first character of 市场, 市容, 市政…
_CITY = r"(?<!城)市(?![场容域区级直]|政(?![府协务法])|民(?![政族宗防]))"
_UNIT = rf"(?:省(?![级直])|自治区|自治州|{_CITY}|(?<![社园地城小辖景灾新])区(?![级直域块])|县(?![级直域])|州(?![级直]))"
_PLACE = re.compile(
    rf"(?:国家|全国|各级|各有关|有关|相关|其他|同级|本级|各)?(?:(?!国家|有关|其他|各|和|与|及)[\u4e00-\u9fff]{{0,6}}?{_UNIT})*"
)
_FIELDS = (
    "发展|发改|经济|经信|工业|工信|科学|科技|科创|教育|教体|民族|宗教|民宗|公安|民政|司法|财政|人力|人社|自然|规划|国土|生态|环境|环保"
    "|住房|住建|建设|城乡|城市|城管|综合|行政|交通|水利|水务|农业|农村|农牧|畜牧|商务|商业|粮食|文化|文物|文旅|旅游|广播|广电|新闻|出版"
    "|体育|卫生|卫健|健康|疾控|退役|应急|安全|安监|审计|国有|国资|市场|质量|药品|食品|药监|统计|医疗|医保|金融|地方金融|信访|外事|侨务"
    "|港澳|台湾|扶贫|乡村|林业|林草|园林|海洋|渔业|知识产权|政务|大数据|数据|数字|网信|气象|地震|人防|民防|机关事务|口岸|投资|招商"
    "|中小企业|民营|营商|税务|烟草|邮政|通信|档案|版权|信用|物价|监察|法制|供销|总工会|妇联|残联|工商|检察|中级"
)
_DEPARTMENT = re.compile(
    rf"(?:{_FIELDS}|妇|残)[\u4e00-\u9fff]{{0,14}}(?:[局委厅办会联院]|办公室|中心|合作社|部门)$|总工会$|妇联$|残联$"
)
_ANY = ("各", "有", "其", "相", "同", "本")  # 各区, 有关市: no place of its own
_ADDED = re.compile("[总副分党省市区县]")


class BodyNames:
    """Full names of bodies, by a glossary: two Chinese names are of one body when they share a name in another
    language and one abbreviates the other (人社局, 人力资源和社会保障局)."""

    def __init__(self, glossary: Glossary) -> None:
        self._full: dict[str, str] = {}
        by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entry in glossary.entries:
            if entry.kind == "body":
                core = split_place(entry.chinese)[1]
                for language, names in entry.names.items():
                    for name in names:
                        by_name[language, name.casefold()].append(core)
        for cores in by_name.values():
            for one, other in combinations(sorted(set(cores), key=len), 2):
                if abbreviates(one, other) and len(other) > len(self._full.get(one, "")):
                    self._full[one] = other

    def full(self, name: str) -> str:
        """The full name, with the place or level that `name` begins with; `name` itself where none is known."""
        place, core = split_place(name)
        return place + self._full.get(core, core)


def split_place(name: str) -> tuple[str, str]:
    """A body's name -> the place or level in front ("市", "深圳市", "国家", "各区" or nothing), and the rest."""
    found = _PLACE.match(name)
    end = found.end() if found else 0
    return (name[:end], name[end:]) if len(name) - end > 1 else ("", name)


def abbreviates(short: str, full: str) -> bool:
    """Whether `short` can stand for `full`: same first character, the others in their order, none that adds rank."""
    if full == f"人民{short}":
        return True
    rest = iter(full)
    if len(short) < 2 or len(short) >= len(full) or short[0] != full[0] or not all(c in rest for c in short):
        return False
    return not any(_ADDED.match(c) and c not in short for c in full)


# --- lists of bodies -------------------------------------------------------------------------------------------------

# 牵头; 负责 or 责任单位, which lead where nobody 牵头; 按职责分工负责, each for its own part; 配合
_Kind = Literal["first", "duty", "each", "support"]
_OPEN, _CLOSE = "（(〔[【［", "）)〕]】］"
_BREAKS = " \t\u3000\xa0\n、，,；;|<>*_"
_STOPS = "。：:？?！!"
_PROSE = re.compile(
    r"[的了是把被您它她们并则将让使]|为(?!民)|不(?!动产)|要(?!客)|应(?!急)|落实|推进|推动|加强|开展|制定|制订|做好|确保|加快|完成|鼓励|给予|进行"
    r"|按照|根据|依据|依法|通过|期间|原则|见附|详见|责任人|负责人|时限|下同"
)
_NAME = re.compile(r"(?:[\u4e00-\u9fffA-Za-z0-9“”·—]|[（(〔\[][^（()）〔〕]{1,30}[）)〕\]]){2,40}")
_ENDS = re.compile(
    r"(?:[局委部厅办院署会关府室门位构组团校所站处联社队市省县区镇乡道村州旗盟庭台司行网店港]|[中文]心|中央|企业|集团|大学|小学|中学|学院|各方|"
    r"方面|主体|机场|场馆|中学|医联体|共同体|军区|院校|高校|机关|电信|移动|联通|卫健|商家|园区)$"
)
_WHOLE = re.compile("[局委部厅办院署会府关门]$")  # 等部门 adds nothing to such a name
_LOOSE = re.compile(r"[\u4e00-\u9fff·]{2,12}")
_BARE = re.compile(r"(?:有关|相关|各)?(?:单位|部门|政府|企业|个人|机构|地方|方面|地区|院校|组织|机关|县|区)")
_LEVEL = re.compile(
    r"(?:各|全市|全省|有关)?(?:设区|地级|直辖)?(?:市|州|盟|县|旗|区|乡镇?|镇|街道|省|自治区|自治州|直辖市|新区|开发区|功能区)"
    r"(?:[（(〔\[][^（()）〔〕]{1,20}[）)〕\]])?(?P<rest>级?(?:人民)?政府|办事处|管委会|党委)?"
)
_AND = re.compile(r"以及|及(?!时)|和|与")
_BEFORE_AND = re.compile(r"(?:[局委厅办署府关会联部]|部门|院|中心|集团|公司|银行|[支分]行|单位)等?$")
_AND_SO_ON = re.compile(
    r"等(?:\d+个|[一二三四五六七八九十]+个)?(?:(?:各|其他)?(?:有关|相关|成员|责任|职能|市直|省直)?(?P<kind>部门|单位|部委|机构|方面|方|地区|各部门)?"
    r"(?:(?:和|及|、)(?:有关)?(?:单位|部门|地区))?)?$"
)
_JOB = "(?:办理|落实|组织|实施|推进|推动|抓好|抓总|协调|统筹|承担|完成|管理|做好|开展|监督|执行|解释)*"
_HOW = (
    "(?:(?:按照?|依照?|根据|依据)(?:各自)?(?:职责|职能|任务|权限)(?:范围)?(?:和?(?:任务)?分工)?|(?:按|按照|根据)(?:任务|责任)?分工|依职责"
    "|分工|分头|分别|共同|具体|各自|统筹|积极|密切|协同(?=配合)|联合|主动|主要|要|应当?|做好|予以)*"
)
_VERB = re.compile(
    rf"{_HOW}(?:(?P<first>(?:负责|总)?牵头(?:负责)?{_JOB}(?:负责)?|主办)"
    rf"|(?P<duty>负责{_JOB}|(?:组织|推进|抓好)?落实|组织实施|(?<!为)承办|实施|承担)"
    rf"|(?P<support>(?:参与|参加)?(?:配合|协助|协同|协办|参与|参加|支持|指导){_JOB}))(?:工作)?$"
)
_BY = re.compile(r".*(?<![自理缘来事经])由(?!于)|^(?:请|和|及|与|以及|会同)")
_FIRST = "总?牵头(?:责任|负责)?|主办|主责|主要责任|第一责任"
_DUTY = "责任(?:落实)?|负责|承办|落实|实施|承担"
_SUPPORT = "责任配合|配合责任|主要配合|配合|协办|协同|协助|参与|参加|支持|协作|会办"
_WHO = "(?:单位|部门|机构|主体|处室|委办局|方)"
_TITLE = (
    rf"(?:(?P<first>{_FIRST})|(?P<support>{_SUPPORT})|(?P<duty>{_DUTY}))"
    rf"(?:[（(、/及和与](?:{_FIRST}|{_SUPPORT}|{_DUTY})[）)]?)?{_WHO}(?:[及和、]{_WHO})?"
)
_SHORT_TITLE = r"(?P<first_>牵头|主办)|(?P<support_>配合|协办|参与)|(?P<duty_>责任)"
_LABEL = re.compile(
    rf"(?:{_TITLE}|{_SHORT_TITLE})[ \t\u3000]*(?:[（(][^（()）\n]{{1,24}}[）)])?(?:\*\*|__)?[ \t]*"
    rf"(?:[:：][ \t\u3000]*(?:\*\*|__)?|(?<=[】\]])[:：]?|(?:[】\]][:：]?)|(?<=[位门构体室局方])为(?=[\u4e00-\u9fff]))"
)
_HEADER = re.compile(_TITLE)
_FIRST_LEADS = re.compile(
    r"[列排](?:名|在|为)?(?:首|第一)位?[^，,。；;）)〕]{0,6}(?:为|是)(?:总?牵头|主办|主要)|第一个(?:单位|部门)?为(?:牵头|主办)"
)


@dataclass(slots=True)
class _Named:
    """The characters of a body, and as what it is named; `stem` completes its name (公安、卫生健康等部门: 部门)."""

    start: int
    end: int
    kind: _Kind
    stem: str = ""


@dataclass(slots=True)
class _Found:
    """A clause's characters and its bodies in the order of the text."""

    start: int
    end: int
    named: list[_Named]
    within: bool = False  # inside a sentence, which it does not close
    task: tuple[int, int] | None = None  # the cell of a table that names the measure


@dataclass(slots=True)
class _List:
    """Reads a list of bodies and the verbs behind them, piece by piece."""

    text: str
    kind: _Kind | None = None  # by the label in front
    labelled: bool = False
    named: list[_Named] = field(default_factory=list)
    end: int = 0
    _open: list[_Named] = field(default_factory=list)
    _joint: bool = False

    def read(self, start: int, end: int) -> bool:
        """Read `start`..`end` of the text; False when it is no clause. `self.end`: where the last body or verb ends."""
        at = start
        while at < end:
            if self.text[at] in _BREAKS:
                at += 1
                continue
            if label := _LABEL.match(self.text, at + (self.text[at] in "【["), end):
                self._close()
                self.kind, self.labelled, self._joint = _kind_of(label), True, False
                at = label.end()
                continue
            stop = _piece_end(self.text, at, end)
            spaced = self.text[at - 1] in " \t\u3000\xa0\n" and not self.text[:at].rstrip().endswith(
                tuple("、，,；;：:")
            )
            in_series = "、" in (self.text[stop : stop + 1], self.text[at - 1])
            understood = self._piece(at, stop, in_series and not spaced)
            if not understood and (spaced or not (self.named or self._open)):
                break
            at = stop
            if at < end and (self.text[at] in _STOPS or self.text[at] in _CLOSE):
                break
        if self._open and not self.labelled and not any(one.kind == "first" for one in self.named):
            return False
        self._close()
        return bool(self.named)

    def _piece(self, start: int, end: int, in_series: bool) -> bool:
        piece = self.text[start:end].rstrip()
        end = start + len(piece)
        verb = _VERB.search(piece.rstrip(" *_"))
        kept = verb.start() if verb else len(piece)
        understood = self._bodies(start, start + kept, in_series) if kept else True
        if verb and (self._open or self.named) and understood:
            kind = _kind_of(verb)
            self._close("each" if kind == "duty" and re.search("分工|分别|各自", verb[0]) else kind)
            self.end = end
        return understood and (verb is not None or kept > 0)

    def _bodies(self, start: int, end: int, in_series: bool) -> bool:
        piece = self.text[start:end]
        if joint := re.search(r"(?:牵头)?会同", piece):
            if joint.start() and not self._bodies(start, start + joint.start(), in_series):
                return False
            self._close("first")
            self._joint = True
            return self._bodies(start + joint.end(), end, in_series)
        if (lead_in := _BY.match(piece)) and lead_in.end() < len(piece):
            return self._bodies(start + lead_in.end(), end, in_series)
        more = _AND_SO_ON.search(piece)
        name_end = start + (more.start() if more else len(piece))
        cut = _conjunction(self.text[start:name_end])
        if cut:
            return self._bodies(start, start + cut[0], True) and self._bodies(start + cut[1], end, in_series)
        note = ""
        if (
            bracket := re.search(
                r"[（(〔\[]([^（()）〔〕]*(?:[（(〔][^（()）〔〕]*[）)〕][^（()）〔〕]*)*)[）)〕\]]$",
                self.text[start:name_end],
            )
        ) and (bracket.start() and not _LEVEL.fullmatch(self.text[start:name_end])):
            note, name_end = bracket[1], start + bracket.start()
        name = self.text[start:name_end].rstrip()
        name_end = start + len(name)
        stem = "部门" if more and more["kind"] == "部门" else ""
        if not name:
            self.end = end if more else self.end
            return bool(more)
        if not _shaped(name):
            if not (in_series or stem) or not _LOOSE.fullmatch(name) or _PROSE.search(name):
                return False
            if not stem and not self.labelled and not re.match(_FIELDS, name):
                return False
        one = _Named(start, name_end, "duty", stem if not _WHOLE.search(name) else "")
        self._join_levels(one)
        if re.search("牵头|主办", note):
            self.named.append(_Named(one.start, one.end, "first"))
        elif re.search("配合|协办|参与", note):
            self.named.append(_Named(one.start, one.end, "support"))
        else:
            self._open.append(one)
        self._give_stems(name, stem)
        self.end = end
        return True

    def _join_levels(self, one: _Named) -> None:
        """各市、县（市、区）人民政府 is one body, though 、 stands in it."""
        last = self._open[-1] if self._open else None
        if last and self.text[last.end : one.start].strip() == "、":
            before = _LEVEL.fullmatch(self.text, last.start, last.end)
            here = _LEVEL.fullmatch(self.text, one.start, one.end)
            if before and here and not before["rest"] and not self.text.startswith("各", one.start):
                one.start = last.start
                self._open.pop()

    def _give_stems(self, name: str, stem: str) -> None:
        """教育、民政部门: what 部门 completes stands before it."""
        if stem or name.endswith("部门"):
            for one in reversed(self._open[:-1]):
                if _WHOLE.search(self.text[one.start : one.end]):
                    break
                one.stem = "部门"

    def _close(self, kind: _Kind | None = None) -> None:
        led = any(one.kind == "first" for one in self.named)
        if kind is None:
            kind = self.kind or ("support" if led else "duty")
        if self._joint:
            kind = "support"
        for one in self._open:
            one.kind = kind
        self.named += self._open
        self._open = []


def _kind_of(found: re.Match[str]) -> _Kind:
    group = (found.lastgroup or "duty").rstrip("_")
    for kind in ("first", "support", "duty"):
        if group == kind:
            return kind
    return "duty"


def _piece_end(text: str, at: int, end: int) -> int:
    """Where the piece that begins at `at` ends: at the next break, stop or closing bracket that is not inside it."""
    depth = 0
    while at < end:
        c = text[at]
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            if not depth:
                break
            depth -= 1
        elif not depth and (c in _BREAKS or c in _STOPS):
            break
        at += 1
    return at


def _shaped(name: str) -> bool:
    return bool(
        _NAME.fullmatch(name) and not name[0].isdigit() and _ENDS.search(re.sub(r"[（(〔].*", "", name) or name)
    ) and not (_PROSE.search(name))


def _conjunction(piece: str) -> tuple[int, int] | None:
    """Where 和 or 及 parts two bodies, not two words of one name (发展和改革委员会)."""
    for found in _AND.finditer(piece):
        left, right = piece[: found.start()], piece[found.end() :]
        if left and _BEFORE_AND.search(left) and _shaped(right) and not _BARE.fullmatch(right) and "（" not in left:
            return found.start(), found.end()
    return None


# --- clauses ---------------------------------------------------------------------------------------------------------

_WORDS = re.compile("牵头|负责|配合|会同|单位|部门|协办|参与|责任")
_BRACKET = re.compile(r"[（(〔\[【［）)〕\]】］]")
_MARKUP = re.compile(r"(?:\*\*|__|[【\[])?$")
_LONGEST = 700


def clauses(document: Document, sections: Sequence[Section], names: BodyNames | None = None) -> tuple[Clause, ...]:
    """The responsibility clauses of a document, disjoint and in the order of the text.

    `sections` are those of `split_sections`; `names` resolves abbreviations (without it only the place carried over a
    list is added: 公安局 behind 市市场监管局 is 市公安局).
    """
    plain = simplify(document.text)
    plain = plain if len(plain) == len(document.text) else document.text
    found: list[_Found] = []
    for find in (_rows, _brackets, _lines, _within):
        taken = sorted((one.start, one.end) for one in found)
        found += [one for one in find(plain, document.body_start) if not _overlaps(taken, one.start, one.end)]
    found.sort(key=lambda one: one.start)
    first_leads = bool(_FIRST_LEADS.search(plain))
    built: list[Clause] = []
    closed: Clause | None = None
    places = _Places(plain, sections)
    for one in found:
        path, measure = places.measure(one, closed)
        lead, support = _roles(one.named, first_leads)
        bodies = _resolved(plain, [*lead, *support], names)
        clause = Clause(document, path, measure, one.start, one.end, bodies[: len(lead)], bodies[len(lead) :])
        built.append(clause)
        closed = closed if one.within else clause
    return tuple(built)


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(taken, (start, len(taken) and taken[-1][1] + end))
    return any(a < end and start < b for a, b in taken[max(0, at - 1) : at + 1])


def _roles(named: Sequence[_Named], first_leads: bool) -> tuple[list[_Named], list[_Named]]:
    named = sorted(named, key=lambda one: one.start)
    first = [one for one in named if one.kind == "first"]
    duty = [one for one in named if one.kind in {"duty", "each"}]
    first_leads = first_leads and any(one.kind == "duty" for one in duty)
    lead = first or (duty[:1] if first_leads else duty)
    return lead, [one for one in named if one not in lead]


def _resolved(plain: str, named: Sequence[_Named], names: BodyNames | None) -> tuple[Body, ...]:
    resolved: dict[int, str] = {}
    carried = ""
    for one in sorted(named, key=lambda one: one.start):
        name = unicodedata.normalize("NFKC", plain[one.start : one.end]) + one.stem
        place, core = split_place(name)
        if place:
            carried = place if place[-1] in "市省县区州" and not place.startswith(_ANY) else carried
            carried = "" if place.startswith("同级") else carried
        elif not place and carried and _DEPARTMENT.fullmatch(core):
            name = carried + core
        resolved[one.start] = names.full(name) if names else name
    return tuple(Body(resolved[one.start], one.start, one.end) for one in named)


def _brackets(plain: str, start: int) -> Iterator[_Found]:
    """（…牵头，…配合） and （责任单位：…）, the outermost bracket that reads as a clause."""
    for line_start, line_end in _line_spans(plain, start):
        if not _WORDS.search(plain, line_start, line_end):
            continue
        done = line_start
        for opened, closed in sorted(_bracket_spans(plain, line_start, line_end), key=lambda span: (span[0], -span[1])):
            if opened < done or closed - opened > _LONGEST or not _WORDS.search(plain, opened, closed):
                continue
            labels = _labels(plain, opened + 1, closed - 1)
            reader = _List(plain)
            if reader.read(labels[0].start() if labels else opened + 1, closed - 1):
                done = closed
                yield _Found(opened, closed, reader.named)


def _bracket_spans(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stack: list[int] = []
    for bracket in _BRACKET.finditer(plain, start, end):
        if bracket[0] in _OPEN:
            stack.append(bracket.start())
        elif stack:
            yield stack.pop(), bracket.end()


def _line_spans(plain: str, start: int) -> Iterator[tuple[int, int]]:
    while start < len(plain):
        end = plain.find("\n", start)
        end = len(plain) if end < 0 else end
        yield start, end
        start = end + 1


def _labels(plain: str, start: int, end: int) -> list[re.Match[str]]:
    """Labels with nothing but a break, a bullet or an opening bracket in front of them."""
    return [
        label
        for label in _LABEL.finditer(plain, start, end)
        if label.start() == start or plain[label.start() - 1] in _BREAKS + _STOPS + _OPEN + _CLOSE + "-•·●—.．”"
    ]


def _lines(plain: str, start: int) -> Iterator[_Found]:
    """牵头单位：… and 责任单位：…, on lines of their own or behind a sentence; labels in a row are one clause."""
    held: _Found | None = None
    for label in _labels(plain, start, len(plain)):
        if (held and label.start() < held.end) or plain.startswith("|", label.start() - 1):
            continue
        reader = _List(plain)
        if not reader.read(label.start(), _value_end(plain, label.end())):
            continue
        markup = _MARKUP.search(plain[max(0, label.start() - 2) : label.start()])
        one = _Found(label.start() - (len(markup[0]) if markup else 0), reader.end, reader.named)
        if held and _continues(plain, held, one, _kind_of(label)):
            held.end = one.end
            held.named += one.named
            continue
        if held and not _is_imprint(plain, held):
            yield held
        held = one
    if held and not _is_imprint(plain, held):
        yield held


def _value_end(plain: str, at: int) -> int:
    """The end of the label's line, or of the next one where nothing stands behind the label."""
    end = plain.find("\n", at)
    if end >= 0 and not plain[at:end].strip(" *_"):
        end = plain.find("\n", end + 1)
    return len(plain) if end < 0 else end


def _continues(plain: str, held: _Found, one: _Found, kind: _Kind) -> bool:
    """Whether nothing parts two labels; a 牵头单位 behind a 配合单位 begins another clause."""
    parted = plain[held.end : one.start].strip(_BREAKS + "-•·●。等")
    return not parted and not (kind == "first" and any(named.kind != "first" for named in held.named))


def _is_imprint(plain: str, one: _Found) -> bool:
    """主办单位：… alone is the owner of the web page."""
    return plain.startswith(("主办", "承办"), one.start) and all(named.kind != "support" for named in one.named)


def _rows(plain: str, start: int) -> Iterator[_Found]:
    """Rows of Markdown tables with a column 牵头单位, 责任单位 or 配合单位."""
    kinds: list[re.Match[str] | None] = []
    last_end = -1
    for line in _line_spans(plain, start):
        if not plain.startswith("|", line[0]):
            continue
        cells = _cells(plain, *line)
        if line[0] != last_end + 1 or last_end < 0:
            kinds = [_HEADER.fullmatch(plain[a:b].strip("* ")) for a, b in cells]
        elif any(kinds) and (found := _row(plain, cells, kinds)):
            yield found
        last_end = line[1]


def _row(plain: str, cells: Sequence[tuple[int, int]], kinds: Sequence[re.Match[str] | None]) -> _Found | None:
    named: list[_Named] = []
    spans: list[tuple[int, int]] = []
    for (start, end), kind in zip(cells, kinds, strict=False):
        if kind and plain[start:end].strip(" -:—"):
            reader = _List(plain, _kind_of(kind), labelled=True)
            if reader.read(start, end):
                named += reader.named
                spans.append((start, reader.end))
    others = [cell for cell, kind in zip(cells, kinds, strict=False) if not kind]
    task = max(others, key=lambda cell: cell[1] - cell[0], default=None)
    return _Found(spans[0][0], spans[-1][1], named, task=task) if spans else None


def _cells(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    cells = []
    for found in re.compile(r"\|([^|\n]*)(?=\|)").finditer(plain, start, end):
        text = found[1]
        at = found.start(1) + len(text) - len(text.lstrip())
        cells.append((at, max(at, found.start(1) + len(text.rstrip()))))
    return cells


_ADVERBS = re.compile("(?:将|要|应当?|正在|已经?|负责|继续|具体|可以?|须|需|立即|迅速|统一|共同|切实|及时|统筹)+$")
_ACTS = re.compile(
    r"(?P<verb>牵头(?:负责)?(?!单位|部门|人|医院|机构|责任|作用|任务|或)|会同|负责(?!配合|协助|人|同志|任|制|单位|部门|[^，。；\n]{0,30}的(?:部门|机构|机关|单位|人(?![口民才大])|工作人员|主管|负责人|民警|交通警察)))"
)
_RUN = re.compile(r"(?<![\u4e00-\u9fff、（）()〔〕])[\u4e00-\u9fff、（）()〔〕]{2,80}$")
_OFFICIAL = re.compile(
    r"(?:[局委厅署]|(?<![内外全西东南北中支])部|部门|办公室|[^主经承举开兴创合]办|委员会|海关|[^法]院|政府|管委会|小组|指挥部|银行|协会|总会|联合会|妇联|残联|总工会|工商联|中心|机关|(?:管理|监督|执法)机构)$"
)
_NOT_OFFICIAL = re.compile(
    r"^(?:责任|牵头|配合|主管|负责)(?:单位|部门)$|企业(?!服务|管理)|学生|建立|完善|健全|领导下|^(?:一个|多个|几个|两个|本|上述|以上|原|以|含|和|按|所有|全部|有(?!关)|及|对|在|从|向)|[对在从向]|一般|问题|资金"
    r"|工作(?!站|委|小组|领导|部)|幼儿园|住院|医院"
)
_SHORTEST = re.compile(
    r"负责[^，。、；\n]{2,20}?的[\u4e00-\u9fff]{0,8}?(?:部门|机构|机关)|(?:中国|国务院|市委|省委|区委|中央)?[\u4e00-\u9fff]{1,18}?(?:局|委员会|委(?![员托办组宣统政网编])|(?<![东西南北中内外全])部(?![门队分])|厅|署(?!名)|办公室|办(?![公事理法])|海关|法院|检察院|部门|政府(?!部门|有关|各部门|其他)"
    r"|管委会|银行(?!业)|协会|单位|机关(?!事务)|(?:管理|监督|执法)机构|中心(?!支)|方面|公司)"
)

_STEM = re.compile(
    r"([\u4e00-\u9fff]{2,16}?)(?:(?=、[\u4e00-\u9fff、]{2,60}部门)|(等(?:有关|相关|各)*(?:主管|行政|行政管理|职能)?部门))"
)
_LEAD_IN = re.compile("建立|请|经|其中|同时|目前|并|即|[年月日](?:底?前|起)?")
_JOINT = re.compile("以及|[、及和与]")


def _within(plain: str, start: int) -> Iterator[_Found]:
    """由X牵头, X会同Y and X负责 inside a sentence, where all that stands in front of the verb is names of bodies."""
    done = start
    for acts in _ACTS.finditer(plain, start):
        before = plain[max(start, acts.start() - 80) : acts.start()]
        adverbs = _ADVERBS.search(before)
        ends = acts.start() - (len(adverbs[0]) if adverbs else 0)
        run = _RUN.search(plain, max(start, ends - 80), ends)
        if not run or run.start() < done:
            continue
        by = _BY.match(run[0]) or _LEAD_IN.match(run[0])
        lead = _officials(plain, run.start() + (by.end() if by else 0), ends, "first")
        if not lead:
            continue
        begin = run.start() + by.end() - 1 if by and plain[run.start() + by.end() - 1] == "由" else lead[0].start
        support, done = _partners(plain, acts)
        yield _Found(begin, done, [*lead, *support], within=True)


def _officials(plain: str, start: int, end: int, kind: _Kind) -> list[_Named]:
    reader = _List(plain, kind, labelled=True)
    if start >= end or not reader.read(start, end) or reader.end < end:
        return []
    for one in reader.named:
        name = plain[one.start : one.end]
        if len(name) > 22 or not _OFFICIAL.search(name + one.stem) or _NOT_OFFICIAL.search(name):
            return []
    return reader.named


def _partners(plain: str, acts: re.Match[str]) -> tuple[list[_Named], int]:
    """The bodies behind 会同, or before 配合 behind 牵头, and where the clause ends."""
    end = acts.end()
    support: list[_Named] = []
    if acts["verb"].startswith("牵头"):
        if behind := re.compile(
            r"[，,、；]([^，,；。\n]{2,120}?)(?:密切|积极)?(?:配合|参与|协助|协同|参加)(?![了度])"
        ).match(plain, end):
            support = _officials(plain, behind.start(1), behind.end(1), "support")
            end = behind.end() if support else end
    elif acts["verb"] == "会同":
        support, end = _series(plain, end)
    return support, end


def _series(plain: str, start: int) -> tuple[list[_Named], int]:
    """The bodies named in a row from `start` on, where only their names tell where the last one ends."""
    at = end = start
    named: list[_Named] = []
    stems: list[_Named] = []
    while True:
        if stem := _STEM.match(plain, at):
            whole = _WHOLE.search(stem[1])
            stems.append(_Named(at, stem.end(1), "support", "" if whole else "部门"))
            end_of_name = stem.end()
            named += stems if stem[2] else []
        elif (name := _SHORTEST.match(plain, at)) and (
            name[0].startswith("负责") or not (_NOT_OFFICIAL.search(name[0]) or _PROSE.search(name[0]))
        ):
            if not name[0].endswith("部门"):
                stems = []
            named += [*stems, _Named(at, name.end(), "support")]
            end_of_name = name.end()
        else:
            return named, end
        if not stem or stem[2]:
            stems, end = [], end_of_name
        joint = _JOINT.match(plain, end_of_name)
        if not joint:
            return named, end
        at = joint.end()


class _Places:
    """Finds the measure of a clause in the outline."""

    def __init__(self, plain: str, sections: Sequence[Section]) -> None:
        self._plain = plain
        self._sections = sections
        self._starts = [section.start for section in sections]

    def measure(self, one: _Found, last: Clause | None) -> tuple[tuple[str, ...], tuple[int, int]]:
        """The headings of the measure that a clause closes, and its span; `last` is the one closed before it."""
        at = bisect_right(self._starts, one.start) - 1
        path = self._sections[at].path if at >= 0 else ()
        if one.task and one.task[0] < one.task[1]:
            return path, one.task
        if one.within:
            return path, self._sentence(one, max(0, self._starts[at] if at >= 0 else 0))
        # 一是…二是… are the points of one measure, which the clause behind the last of them closes.
        if _is_point(path):
            path = path[:-1]
            while at and self._belongs(self._sections[at - 1].path, path):
                at -= 1
        floor = last.end if last else 0
        span = self._behind(at, path, floor, one.start)
        if span[0] == span[1] and at > 0 and self._sections[at - 1].end > floor:
            path = self._sections[at - 1].path
            span = self._behind(at - 1, path, floor, one.start)
        if span[0] == span[1] and last:
            return last.path, last.measure
        return path, span

    def _belongs(self, path: tuple[str, ...], parent: tuple[str, ...]) -> bool:
        return path[: len(parent)] == parent and (bool(parent) or _is_point(path))

    def _behind(self, at: int, path: tuple[str, ...], floor: int, end: int) -> tuple[int, int]:
        """From the heading of a section on: those above it may stand before it in its span."""
        start = self._starts[at] if at >= 0 else 0
        heading = self._plain.find(simplify(path[-1]), start, end) if path else -1
        return self._trimmed(max(start, heading, floor), end)

    def _sentence(self, one: _Found, floor: int) -> tuple[int, int]:
        start = max(floor, *(self._plain.rfind(stop, 0, one.start) + 1 for stop in "。！？；\n"))
        stops = [at for stop in "。！？；\n" if (at := self._plain.find(stop, one.end)) >= 0]
        return self._trimmed(start, min(stops, default=len(self._plain)))

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        text = self._plain[start:end]
        kept = text.lstrip(" \t\u3000\n。；;，,、）)*-")
        begin = start + len(text) - len(kept)
        return begin, begin + len(kept.rstrip(" \t\u3000\n-*•●·"))


def _is_point(path: tuple[str, ...]) -> bool:
    return bool(path) and bool(re.match(r"[一二三四五六七八九十]{1,2}(?:是|要)|——", path[-1]))
