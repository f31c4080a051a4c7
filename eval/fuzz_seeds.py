"""Small invented examples of every kind of input, to begin with; written by hand, so that no library is needed."""

from pathlib import Path

from eval import fuzz_seed_files as files
from eval.fuzz_mutate import zipped
from eval.fuzz_targets import Target

_POLICY = """---
title: 江口市水井管理办法
reference: 江发〔2031〕8号
date: 2031-03-04
---
# 江口市水井管理办法

各区人民政府，市有关部门：

一、总体要求

（一）每日巡查两次，由市水务局牵头，市园林局、市财政局配合。
（二）主要目标。一是到2033年新建水井120眼；二是投资3.5亿元。

二、重点任务

1. 每年三月清淤，费用120万元（市水务局牵头，市财政局配合）。
2. 违反的，处200元以上500元以下罚款。

本办法自2031年5月1日起施行，有效期三年。《江口市水井暂行办法》（江府〔2019〕3号）同时废止。

江口市水务局
2031年3月4日
附件1
联系人：林某，13912345678，lin@example.org
"""
_LAW = """江口市公园条例
（2029年5月1日公布）

第一章 总则
第一条 公园免费开放。
第二条 下列行为：
（一）毁坏树木；
①砍伐；
——挖根。
1.1 范围
"""
_TABLE = "任务|牵头单位|配合单位\n新建水井120眼|市水务局|市财政局、市园林局\n清淤|市园林局|\n"
_CSV = '序号,任务,"责任单位\n牵头",完成时限\n1,新建水井120眼,市水务局,2031年12月\n2,"清淤, 全部",市园林局,\n'
_NAMES = 'zh,en,de,kind\n江口市水务局,Jiangkou Water Bureau|JWB,Wasseramt,body\n公园条例,"Parks, Ordinance",,\n'
_FILTERS = '{"issuer": ["水务局"], "year": "2029-2031", "reference": "〔2031〕8号", "document": "wells"}'
_LINE = '{"id": 1, "question": "由谁牵头？", "history": ["清淤费用多少？"], "filters": {"year": 2031}}'
_QUESTIONS = (
    "新建水井由哪个部门牵头？\n配合单位呢？",
    "请问清淤费用是多少，2033年底前完成多少公里？谢谢",
    "Could you tell me which agency leads well inspection, and who supports it?",
    "Compare the costs of 2031 and 2033.\nand in 2032?",
    "公园條例第二條規定的罰款是多少？",
    "井戸の巡回は誰が担当しますか。教えてください",
    "우물 점검은 누가 담당합니까?",
    "Wann wurde das Dokument veröffentlicht, und wie viele Brunnen sind geplant?",
)


def seeds_of(target: Target, corpus: Path | None = None) -> list[bytes]:
    """Examples for a target: our own, and of a folder the files of its suffixes and those it failed on before."""
    own = _OWN.get(target.name) or [text.encode() for text in (_POLICY, _LAW, _TABLE)]
    if target.kind == "index":
        from eval.fuzz_index import seeds

        own = list(seeds().values())
    there = sorted(corpus.rglob("*")) if corpus else []
    given = (
        file for file in there if file.suffix.lower() in target.suffixes or file.name.startswith(f"{target.name}-")
    )
    return own + [file.read_bytes() for file in given if file.is_file() and file.stat().st_size <= target.longest]


_OWN = {
    "decode": [_LAW.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16", "utf-16-be")]
    + ["江口市公園條例".encode("big5")],
    "documents": [prefix + text.encode() for prefix in (b"a", b"b") for text in (_POLICY, _LAW)],
    "glossary": [_NAMES.encode()],
    "filters": [_FILTERS.encode()],
    "tables": [_TABLE.encode(), _CSV.replace(",", "|").encode()],
    "csv": [_CSV.encode(), _CSV.encode("gb18030"), _TABLE.replace("|", "\t").encode("utf-16")],
    "question": [text.encode() for text in _QUESTIONS],
    "ask": [text.encode() for text in _QUESTIONS],
    "batch": [_LINE.encode()],
    "word": [files.docx()],
    "web": [files.HTML.encode()],
    "book": [files.epub()],
    "pdf": [files.pdf()],
    "slides": [files.pptx()],
    "sheets": [files.xlsx()],
    "archive": [
        zipped({"a/wells.md": _POLICY.encode(), "b.zip": zipped({"p.txt": _LAW.encode()}), "t.csv": _CSV.encode()})
    ],
}
