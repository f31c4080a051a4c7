"""Clauses inside sentences: 由X牵头, X会同Y, X负责, where only the names of bodies show that it is one."""

import re
from collections.abc import Iterator

from qa.body_lists import BodyList
from qa.body_words import BY, PROSE, WHOLE
from qa.clause import Found, Kind, Named

_ADVERBS = re.compile("(?:将|要|应当?|正在|已经?|负责|继续|具体|可以?|须|需|立即|迅速|统一|共同|切实|及时|统筹)+$")
_ACTS = re.compile(
    r"(?P<verb>牵头(?:负责)?(?!单位|部门|人|医院|机构|责任|作用|任务|或)|会同|负责(?!配合|协助|人|同志"
    r"|任|制|单位|部门|[^，。；\n]{0,30}的(?:部门|机构|机关|单位|人(?![口民才大])|工作人员|主管|负责人|民警|交通警察)))"
)
_RUN = re.compile(r"(?<![\u4e00-\u9fff、（）()〔〕])[\u4e00-\u9fff、（）()〔〕]{2,80}$")
_OFFICIAL = re.compile(
    r"(?:[局委厅署]|(?<![内外全西东南北中支])部|部门|办公室|[^主经承举开兴创合]办|委员会|海关"
    r"|[^法]院|政府|管委会|小组|指挥部|银行|协会|总会|联合会|妇联|残联|总工会|工商联|中心|机关|(?:管理|监督|执法)机构"
    r"|(?:管理|监督|执法|管护|养护|巡查|监测|服务)[处站所队]|[总支大]队|总站)$"
)
_NOT_OFFICIAL = re.compile(
    r"^(?:责任|牵头|配合|主管|负责)(?:单位|部门)$|企业(?!服务|管理)|学生|建立|完善|健全|领导下"
    r"|^(?:一个|多个|几个|两个|本|上述|以上|原|以|含|和|按|所有|全部|有(?!关)|及|对|在|从|向)|[对在从向]|一般|问题|资金"
    r"|工作(?!站|委|小组|领导|部)|幼儿园|住院|医院"
)
_SHORTEST = re.compile(
    r"负责[^，。、；\n]{2,20}?的[\u4e00-\u9fff]{0,8}?(?:部门|机构|机关)"
    r"|(?:中国|国务院|市委|省委|区委|中央)?[\u4e00-\u9fff]{1,18}?(?:局|委员会|委(?![员托办组宣统政网编])"
    r"|(?<![东西南北中内外全])部(?![门队分])|厅|署(?!名)|办公室|办(?![公事理法])|海关|法院|检察院|部门|政府(?!部门|有关|各部门|其他)"
    r"|管委会|银行(?!业)|协会|单位|机关(?!事务)|(?:管理|监督|执法)机构|中心(?!支)|方面|公司)"
)
_STEM = re.compile(
    r"([\u4e00-\u9fff]{2,16}?)(?:(?=、[\u4e00-\u9fff、]{2,60}部门)|(等(?:有关|相关|各)*(?:主管|行政|行政管理|职能)?部门))"
)
_LEAD_IN = re.compile("建立|请|经|其中|同时|目前|并|即|[年月日](?:底?前|起)?")
_JOINT = re.compile("以及|[、及和与]")


def in_sentences(plain: str, start: int) -> Iterator[Found]:
    """由X牵头, X会同Y and X负责 from `start` on, where all that stands in front of the verb is names of bodies."""
    done = start
    for acts in _ACTS.finditer(plain, start):
        before = plain[max(start, acts.start() - 80) : acts.start()]
        adverbs = _ADVERBS.search(before)
        ends = acts.start() - (len(adverbs[0]) if adverbs else 0)
        run = _RUN.search(plain, max(start, ends - 80), ends)
        if not run or run.start() < done:
            continue
        by = BY.match(run[0]) or _LEAD_IN.match(run[0])
        lead = _officials(plain, run.start() + (by.end() if by else 0), ends, "first")
        if not lead:
            continue
        begin = run.start() + by.end() - 1 if by and plain[run.start() + by.end() - 1] == "由" else lead[0].start
        support, done = _partners(plain, acts)
        yield Found(begin, done, [*lead, *support], within=True)


def _officials(plain: str, start: int, end: int, kind: Kind) -> list[Named]:
    reader = BodyList(plain, kind, labelled=True)
    if start >= end or not reader.read(start, end) or reader.end < end:
        return []
    for one in reader.named:
        name = plain[one.start : one.end]
        if len(name) > 22 or not _OFFICIAL.search(name + one.stem) or _NOT_OFFICIAL.search(name):
            return []
    return reader.named


def _partners(plain: str, acts: re.Match[str]) -> tuple[list[Named], int]:
    """The bodies behind 会同, or before 配合 behind 牵头, and where the clause ends."""
    end = acts.end()
    support: list[Named] = []
    if acts["verb"].startswith("牵头"):
        if behind := re.compile(
            r"[，,、；]([^，,；。\n]{2,120}?)(?:密切|积极)?(?:配合|参与|协助|协同|参加)(?![了度])"
        ).match(plain, end):
            support = _officials(plain, behind.start(1), behind.end(1), "support")
            end = behind.end() if support else end
    elif acts["verb"] == "会同":
        support, end = _series(plain, end)
    return support, end


def _series(plain: str, start: int) -> tuple[list[Named], int]:
    """The bodies named in a row from `start` on, where only their names tell where the last one ends."""
    at = end = start
    named: list[Named] = []
    stems: list[Named] = []
    while True:
        if stem := _STEM.match(plain, at):
            whole = WHOLE.search(stem[1])
            stems.append(Named(at, stem.end(1), "support", "" if whole else "部门"))
            end_of_name = stem.end()
            named += stems if stem[2] else []
        elif (name := _SHORTEST.match(plain, at)) and (
            name[0].startswith("负责") or not (_NOT_OFFICIAL.search(name[0]) or PROSE.search(name[0]))
        ):
            if not name[0].endswith("部门"):
                stems = []
            named += [*stems, Named(at, name.end(), "support")]
            end_of_name = name.end()
        else:
            return named, end
        if not stem or stem[2]:
            stems, end = [], end_of_name
        joint = _JOINT.match(plain, end_of_name)
        if not joint:
            return named, end
        at = joint.end()
