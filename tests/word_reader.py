"""For the tests of composing: a reader and an embedder that go by words, and the documents they are tried on."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index import Document, Index, fold, parse_document
from qa import Answer, ask
from qa.extract import Extract, Reading
from tests.conftest import HashEmbedder

HARBOURS = """---
title: 青澜市渔港整治实施方案
date: 2019-03-04
---
# 青澜市渔港整治实施方案

## 一、泊位建设

### 1. 新建泊位

全市渔港新建泊位46个，改造旧泊位18个，安装灯标230余座。（市交通运输局牵头，市财政局、水务局配合）

### 2. 港池疏浚

港池疏浚投入资金5318.4627万元，疏浚土方约35.5万立方米，工期不超过18个月。（市水务局牵头，市交通运输局、公安局配合）

### 3. 渔船登记

渔船登记在7月9日前完成，登记率达到98.5%。

- 牵头单位：市渔政支队
- 配合单位：市市场监管局、公安局

## 二、安全巡查

### 4. 防台值守

防台值守要做到三个到位：一是人员到位，每班不少于4人；二是物资到位，储备沙袋6000只；三是船只到位，备足拖轮。（市应急管理局负责）

### 5. 油污清理

油污清理由各港区自行安排，清理器材包括围油栏、吸油毡、回收桶和喷洒泵。

### 6. 联合执法

联合执法每季度开展一次。（市海洋局牵头，市公安局、交通运输局、生态环境局、市场监管局、应急管理局、财政局、农业农村局、卫生健康委、司法局、商务局、文化广电旅游体育局、统计局、气象局、各区政府配合）

### 7. 码头移交

码头移交由双方签字。（青澜市国有资产监督管理委员会牵头，青澜港口集团海运客运管理服务中心、青澜岛群岸线资源统筹保护办公室、青澜湾海上搜救应急指挥协调中心、青澜老港区改造建设工程指挥部、青澜海岛供水供电综合保障中心、青澜湾渔船渔港监督管理服务中心、青澜港航道锚地养护管理服务中心、青澜岛群旅游客运码头管理委员会配合）
"""
FORESTS_2018 = """---
title: 关于加强山林防火建设的答复
date: 2018-08-20
---
# 关于加强山林防火建设的答复

## 一、队伍情况

全市共有专职护林队20支，队员1350人。山林防火规划于3月12日经市政府同意印发。

## 二、补助标准

国有林场造林补助每亩600元，三年内拨付完毕。

集体林场造林补助每亩450元，验收合格后一次拨付。

无人机巡山暂停试点的原因是山脊风力过大、电池续航不足。下一步将建设瞭望塔，配备红外相机，缩短发现火情的时间。
"""
FORESTS_SPRING = """---
title: 关于护林员培训的答复
date: 2021-06-01
---
# 关于护林员培训的答复

## 一、队伍情况

全市共有专职护林队24支，其中山区县19支。

## 二、培训情况

云岭林校举办护林员研修班七期，培训护林员逾200人。

## 三、病虫监测

松树病虫监测点已建成137个，覆盖全部林场。
"""
FORESTS_AUTUMN = """---
title: 关于松林保护工作的答复
date: 2021-09-30
---
# 关于松林保护工作的答复

## 一、监测情况

目前松树病虫监测点已建成137个，实现林场全覆盖。

## 二、人才情况

云岭林校举办护林员研修班七期，培训护林员230余人。
"""
SCHOOLS = """---
title: 河湾区中小学课后服务办法
date: 2020-05-18
---
# 河湾区中小学课后服务办法

## 第一章 服务内容

课后服务包括体育、绘画、合唱和木工四类课程，每周不少于5小时。

2019年参加课后服务的学生有21600人，2020年增加到25300人，同比增长17.13%。

## 第二章 保障措施

### （一）加强师资保障

每校配备专职教师2名。

### （二）加强经费保障

区财政每年安排课后服务经费860万元左右。

### （三）加强安全保障

校车每学期检验1次。
"""
DOCUMENTS = {
    "harbours.md": HARBOURS,
    "forests-2018.md": FORESTS_2018,
    "forests-spring.md": FORESTS_SPRING,
    "forests-autumn.md": FORESTS_AUTUMN,
    "schools.md": SCHOOLS,
}
ENGLISH = {
    "dredging": "港池疏浚",
    "money": "投入资金",
    "registration": "渔船登记",
    "finished": "完成",
    "berths": "新建泊位",
    "forest": "山林",
    "fire": "防火",
    "plan": "规划",
    "approved": "同意印发",
    "enforcement": "联合执法",
    "subsidy": "造林补助",
    "state-owned": "国有林场",
    "collective": "集体林场",
    "safeguards": "保障措施",
}
"""What a model of several languages would know of the words in the tests' questions."""

_CLAUSE = re.compile(r"[^，。；！？,;\n]+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:[百千万亿]+|%)?")
_WORD = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+")
_ASKING = re.compile("多少|哪些|哪个|哪几|什么|是谁|谁|何时|几|吗|呢")
_EXTRACTS = 3


def translated(text: str) -> str:
    """A text, folded, with the words that ENGLISH has in Chinese."""
    low = fold(text)
    for word, chinese in ENGLISH.items():
        low = re.sub(rf"\b{re.escape(word)}\b", f" {chinese} ", low)
    return low


class WordEmbedder(HashEmbedder):
    """Questions are embedded as the texts that they translate to."""

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return super().embed_query(translated(text))


class WordReader:
    """Marks, in the clauses that share most words with the question, the figure nearest to these, else what follows.

    A figure is marked bare, without qualifier and unit: to take it whole is not the reader's job. `answerable` is the
    share of the question's words in the passage.
    """

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """One reading a passage, in order."""
        terms = _terms(_ASKING.sub(" ", translated(question)))
        return [self._reading(terms, heading, text) for heading, text in passages]

    def _reading(self, terms: set[str], heading: str, text: str) -> Reading:
        held = terms & _terms(fold(f"{heading}\n{text}"))
        if not held:
            return Reading(0.0)
        found = sorted(self._extracts(terms, text), key=lambda one: (-one.score, one.start))
        return Reading(len(held) / len(terms), tuple(found[:_EXTRACTS]))

    def _extracts(self, terms: set[str], text: str) -> Iterator[Extract]:
        for clause in _CLAUSE.finditer(text):
            # A character that folds to several would move the places behind it.
            plain = "".join(folded if len(folded := fold(c)) == 1 else c for c in clause[0])
            spans = [(at, at + len(term)) for term in terms for at in (plain.find(term),) if at >= 0]
            if not spans:
                continue
            first, last = min(spans)[0], max(end for _, end in spans)
            figures = sorted(_FIGURE.finditer(clause[0]), key=lambda one: abs(2 * one.start() - first - last))
            start, end = figures[0].span() if figures else (last, len(plain))
            if not plain[start:end].strip():
                start, end = 0, len(plain)
            yield Extract(clause.start() + start, clause.start() + end, math.log(len(spans) / len(terms)))


@cache
def documents() -> tuple[Document, ...]:
    """The tests' documents, one for each source in DOCUMENTS."""
    return tuple(parse_document(text, source) for source, text in DOCUMENTS.items())


@cache
def documents_index() -> Index:
    """Their index: what is known of an index takes seconds to make, so that all tests share this one."""
    return Index.from_documents(documents(), WordEmbedder())


def answer_to(question: str) -> Answer:
    """What `ask` says to a question about the tests' documents."""
    return ask(question, documents_index(), reader=WordReader())


def _terms(text: str) -> set[str]:
    """Pairs of Chinese characters, and words and numbers of the rest."""
    terms: set[str] = set()
    for word in _WORD.findall(text):
        terms |= set(map("".join, pairwise(word))) if word[0] > "\u33ff" else {word}
    return terms
