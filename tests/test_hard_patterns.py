"""Texts that make bad patterns slow: twice the text may take twice the time, not four times."""

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from eval.fuzz_embedder import CharacterEmbedder, FigureReader
from eval.fuzz_questions import check_question
from index import Index, lexical_terms, parse_document, sentence_spans, sign_offs, split_sections
from index.chunks import chunk_document
from index.decoding import decode
from index.formats.sheets import read_csv
from index.formats.tables import table_lines
from index.formats.web import read_html
from qa import ask
from qa.clause_wishes import is_wish
from qa.privacy import masked
from qa.question import LONGEST

ROOT = Path(__file__).resolve().parents[1]
UNITS = (
    *(
        "a",
        "a ",
        "1",
        "1.",
        "一、",
        "（",
        "（一）",
        "《",
        "《a",
        "“",
        "“a”",
        "。",
        "，",
        "、",
        "：",
        "\n",
        " ",
        "\u3000",
        "\t",
        "\r",
    ),
    *(
        "- a\n",
        "# a\n",
        "# ",
        "#",
        "*",
        "```\n",
        "---\n",
        "> ",
        "|",
        "a|b\n",
        "第一条 公园\n",
        "第",
        "第一",
        "一是好；二是好；",
    ),
    *(
        "——a\n",
        "〔2031〕",
        "〔",
        "2031年",
        "2031年3月4日",
        "局",
        "市水务局、",
        "由水务局牵头，",
        "（水务局牵头）",
        "牵头单位：",
    ),
    *(
        "责任单位：水务局\n",
        "附件1\n",
        "key: value\n",
        "139 ",
        "+86",
        "a@",
        "a.",
        "<",
        "<b>",
        "<p>a",
        "&",
        "[",
        "](",
        '"',
        "关于",
    ),
    *(
        "的通知",
        "同时废止",
        "有效期至2033年",
        "自2031年5月1日起施行，",
        "各位代表",
        "\u200b",
        "e\u0301",
        "😀",
        "一",
        "百",
        "%",
    ),
    *("万亿元", "希望", "建议：", "公园免费开放。", "公园\n", "Abc. ", "()", "{", "=", "www.", "联系人：林某\n"),
)
ASKED = (
    *(
        "who ",
        "what is ",
        "how many ",
        "and ",
        "please ",
        "of the ",
        "in 2031 ",
        "2031, ",
        "compare ",
        "between ",
        "请问",
    ),
    *(
        "谢谢",
        "和",
        "与",
        "哪个部门",
        "由谁",
        "多少",
        "分别",
        "呢",
        "？",
        "的",
        "教えて",
        "は",
        "을 ",
        "wer ",
        "qui ",
        "quién ",
    ),
    *("who leads a? ", "respectively ", "第一条第二条", "1+1+", "1-", "百分之", "三分之", "上半年", "5 May 2031 "),
)
QUICK = 0.04
"""Seconds of processor time; what takes less at the smaller size is not slow."""


def doubled(work: Callable[[str], object], text: Callable[[int], str], size: int) -> tuple[float, float]:
    """The seconds for `size` characters, and how many times those for twice as many: the least of two tries."""
    once = seconds(work, text(size))
    if once < QUICK:
        return once, 1.0
    tries = [(seconds(work, text(size)), seconds(work, text(2 * size))) for _ in range(2)]
    return once, min(second for _, second in tries) / max(min(first for first, _ in tries), 1e-9)


def seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began


def repeats(units: Iterable[str]) -> Iterator[tuple[str, Callable[[int], str]]]:
    for unit in units:
        yield f"{unit!r} …", lambda size, unit=unit: (unit * (size // len(unit) + 1))[:size]
        yield f"公园 {unit!r} … 公园", lambda size, unit=unit: f"公园条例\n由{unit * (size // len(unit))}牵头。\n公园"


def tokens(texts: Sequence[str]) -> list[int]:
    return [len(text) * 7 // 10 + 1 for text in texts]


def cut(text: str) -> None:
    document = parse_document(text, "a.md")
    for chunk in chunk_document(document, split_sections(document), tokens, 500):
        sentence_spans(chunk)


WORKS: dict[str, Callable[[str], object]] = {
    "parse": lambda text: parse_document(text, "a.md"),
    "cut": cut,
    "decode": lambda text: decode(text.encode()),
    "terms": lexical_terms,
    "signs": lambda text: list(sign_offs(text, 0)),
    "masks": masked,
    "tables": lambda text: table_lines([line.split("|") for line in text.split("\n")]),
    "csv": lambda text: read_csv(text.encode()),
    "html": lambda text: read_html(text.encode()),
}


@pytest.mark.parametrize("name", list(WORKS))
def test_time_grows_with_the_text_and_not_faster(name: str) -> None:
    slow = []
    for said, text in repeats(UNITS):
        took, times = doubled(WORKS[name], text, 4000)
        if times > 3 and took > QUICK:
            slow.append(f"{said}: {took:.2f} s, {times:.1f} times that for twice the text")
    assert not slow, "\n".join(slow)


def test_a_wish_is_sought_near_the_clause_only() -> None:
    """Regression: each clause was sought for in all of its line before it, which took a minute for 12 kB."""
    line = "（水务局牵头）" * 30_000
    assert seconds(lambda text: is_wish(text, len(text) - 8, len(text) - 1), line) < QUICK
    assert is_wish("希望由水务局牵头", 2, 8)
    assert is_wish("我们建议如下：" + "由" * 60 + "，由水务局牵头", 67, 73)
    assert not is_wish("根据代表建议，由水务局牵头", 7, 13)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["《a", "（水务局牵头）", "（", "“", "一是好；二是好；", "由水务局牵头，"])
def test_an_answer_takes_no_longer_for_what_a_document_repeats(unit: str) -> None:
    """Regression: brackets that nothing closes took 18 seconds for 24,000 characters, lists in one line five."""

    def asked(text: str) -> None:
        index = Index.from_documents([parse_document(text, "a.md")], CharacterEmbedder())
        ask("由哪个部门牵头？有哪些措施？", index, reader=FigureReader())

    asked("公园。")  # reads the dictionary
    took, times = doubled(asked, lambda size: f"公园条例\n由{unit * (size // len(unit))}牵头。\n公园", 5000)
    assert times < 3, f"{took:.2f} s, {times:.1f} times that for twice the text"


def test_a_question_of_many_sides_compares_none() -> None:
    """Regression: each of a hundred sides was searched for, and its own words sought among all others'."""
    index = Index.from_documents([parse_document("公园条例\n\n第一条 公园免费开放。\n", "a.txt")], CharacterEmbedder())
    ask("公园？", index, reader=FigureReader())
    for text in ("责任单位：水务局\n" * 200, "who leads a? " * 150, "、".join(["水务局"] * 400) + "分别由谁牵头？"):
        assert seconds(lambda question: ask(question, index, reader=FigureReader()), text[:LONGEST]) < 3


@pytest.mark.slow
def test_no_question_takes_long() -> None:
    check_question("公园".encode())
    slow = [
        (said, took)
        for said, text in repeats((*UNITS, *ASKED))
        if (took := seconds(lambda question: check_question(question.encode()), text(LONGEST - 20))) > 3
    ]
    assert not slow, "\n".join(slow)


def patterns() -> dict[tuple[str, int], tuple[str, "re.Pattern[str]"]]:
    """Every pattern of text that a module of ours holds, by itself, with a name of it."""
    found: dict[tuple[str, int], tuple[str, re.Pattern[str]]] = {}

    def collect(value: object, name: str, depth: int = 0) -> None:
        if isinstance(value, re.Pattern):
            if isinstance(value.pattern, str):
                found.setdefault((value.pattern, value.flags), (name, value))
        elif depth < 4 and isinstance(value, dict):
            for pair in value.items():
                collect(pair, name, depth + 1)
        elif depth < 4 and isinstance(value, (list, tuple, set, frozenset)):
            for one in value:
                collect(one, name, depth + 1)

    for package in ("index", "qa"):
        for file in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            if not name.endswith(("__main__", "worker", "__init__")):
                import_module(name)
                for held, value in list(vars(sys.modules[name]).items()):
                    collect(value, f"{name}.{held}")
    return found


@pytest.mark.slow
def test_no_pattern_takes_time_by_a_high_power_of_the_text() -> None:
    """By the square at most (2,000 characters in a second), for what is tried on lines and questions.

    Regression: 依职责 was matched in two ways, so that a line of a dozen of them took minutes. What questions compare
    is sought in their first 300 characters, which `test_no_question_takes_long` times.
    """
    held = {key: named for key, named in patterns().items() if not named[0].endswith(".COMPARED")}
    assert len(held) > 500
    source = "\n".join(
        file.read_text("utf-8") for package in ("index", "qa") for file in (ROOT / package).rglob("*.py")
    )
    only_matched = set(re.findall(r"\b(\w+)\.(?:full)?match\(", source)) - set(
        re.findall(r"\b(\w+)\.(?:search|finditer|findall|subn?|split)\(", source)
    )
    slow = []
    for name, pattern in held.values():
        anchored = name.rpartition(".")[2] in only_matched
        literals = sorted(set(re.findall(r"[\u4e00-\u9fff]{1,3}|[a-z]{3,8}", pattern.pattern)))[:20]
        for unit in (*filter(lambda unit: len(unit) < 3, UNITS), *literals):

            def took(
                size: int, unit: str = unit, pattern: "re.Pattern[str]" = pattern, anchored: bool = anchored
            ) -> float:
                return seconds(pattern.fullmatch if anchored else pattern.findall, (unit * size)[:size])

            if took(400) > 0.002 and (longer := took(2000)) > 1:
                slow.append(f"{name} on {unit!r}: {longer:.2f} s")
    assert not slow, "\n".join(slow)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["# 公园\n" * 1_000_000, "公园免费开放。" * 1_400_000, "公" * 10_000_000, "（" * 3_000_000, "一、公园\n" * 500_000],
    ids=["headings", "sentences", "one word", "brackets", "numbers"],
)
def test_ten_million_characters_are_cut(text: str) -> None:
    cut(text)
