"""What holds for every question, and for questions to every document: exact quotes or an honest no, shown inertly."""

import contextlib
import io
import json
import re
import unicodedata
from functools import cache
from unittest.mock import patch

from eval.fuzz_embedder import CharacterEmbedder, FigureReader
from eval.fuzz_targets import inner
from eval.fuzz_texts import held
from index import Index, parse_document
from qa import Answer, ask, visible

_WELLS = """# 江口市水井管理办法

江发〔2031〕8号

一、巡查

（一）每日巡查水井两次，由市水务局牵头，市园林局、市财政局配合。
（二）2031年新建水井120眼，投资3.5亿元，比上年增长12%。

二、清淤

1. 每年三月清淤，费用120万元（市水务局牵头）。
2. 2033年底前完成清淤300公里。

江口市水务局
2031年3月4日
"""
_PARKS = (
    "江口市公园条例\n\n第一条 公园免费开放，六点开放，二十二点关闭。\n第二条 违反的，处二百元以上五百元以下罚款。\n"
)
_ASKED = (
    "由哪个部门牵头？",
    "How many are there, and by when?",
    "这份文件是什么时候印发的？",
    "有哪些措施？",
    "是否免费？",
)
_TAGS = re.compile(r"<(?!/?(?:mark|span)\b)")
_MOST = 20_000
"""Characters of an answer's text; those of a list are shorter by far."""


def check_question(data: bytes) -> None:
    """What is read in a question: plain text, a kind, dates and figures that stand where they are said to stand."""
    typed = _typed(data)
    asked = inner("qa.question:read_question")(typed)
    held(not any(unicodedata.category(c).startswith("C") for c in asked.text), "a control character is left")
    held(asked.text == " ".join(asked.text.split()), "white space is left")
    inner("qa.kinds:read_kind")(asked.text, asked.language)
    again = inner("qa.framing:unframed")(asked.text)
    held(again in asked.text, "the question without framing is no part of it")
    held(asked.problem or inner("qa.framing:unframed")(again) == again, "framing is left")
    for found in (*inner("qa.dates:dates")(typed), *inner("qa.quantities:quantities")(typed)):
        held(0 <= found.start < found.end <= len(typed), "a date or figure outside the question")
    first, _, second = typed.partition("\n")
    turn = inner("qa.followup_turn:Turn")(first)
    meant = inner("qa.followup:completed")(inner("qa.question:read_question")(second), [turn])
    held(meant.changed or not meant.from_, "completed by a question, but unchanged")


def check_ask(data: bytes) -> None:
    """A question, after those of the lines before it, to a small index."""
    *before, typed = _typed(data).split("\n")
    answer = ask(typed, _index(), history=before[-3:], reader=FigureReader())
    check_answered(answer)


def check_answer(data: bytes) -> None:
    """Questions of every kind to a document that holds anything."""
    text = data.decode("utf-8", "replace")
    if not text.strip():
        return
    documents = [parse_document(text, "a.md"), parse_document(_PARKS, "parks.txt")]
    index = Index.from_documents(documents, CharacterEmbedder())
    for question in (*_ASKED, " ".join(text.split())[:40]):
        check_answered(ask(question, index, reader=FigureReader()))


def check_batch(data: bytes) -> None:
    """Any line of a batch is answered or told of in JSON."""
    out = io.StringIO()
    # The command line has no way to name a reader of its own.
    with contextlib.redirect_stdout(out), patch("qa.ask._reader", FigureReader):
        inner("qa.__main__:_answer_batch")([data.replace(b"\n", b" ")], _index(), 3)
    for line in filter(None, out.getvalue().split("\n")):
        held({"text", "error"} & json.loads(line).keys(), "a line that says nothing")


def check_answered(answer: Answer) -> None:
    """The invariants of an answer, and of each form in which it is shown."""
    held(
        answer.answered == bool(answer.citations) == (not answer.reason), "answered without proof, or declined with it"
    )
    held(0 <= answer.confidence <= 1, f"confidence {answer.confidence}")
    held(len(answer.text) <= _MOST, "an endless answer")
    quotes = [citation.quote for citation in answer.citations]
    for citation in answer.citations:
        text = citation.chunk.document.text
        held(citation.quote == text[citation.start : citation.end], "a quote that is altered")
        held(citation.quote.strip(), "a blank quote")
        held(f"[{citation.number}]" in answer.text, "a citation that the text does not name")
    held(all(any(one in quote for quote in quotes) for one in answer.short), "a short answer that stands in no quote")
    render = "qa.render:"
    written = json.dumps(inner(render + "to_json")(answer), ensure_ascii=False, allow_nan=False)
    written.encode("utf-8")
    shown = inner(render + "to_text")(answer)
    held(visible(shown) == shown, "control characters on the terminal")
    held("<" not in inner(render + "to_markdown")(answer), "HTML in the chat")
    for hit in answer.hits:
        spans = {one.number: (one.start, one.end) for one in answer.citations if one.chunk.id == hit.chunk.id}
        passage = "".join(inner(render + "passage_html")(hit.chunk, spans))
        held(not _TAGS.search(passage), "a document's own tags on the page")


@cache
def _index() -> Index:
    return Index.from_documents(
        [parse_document(_WELLS, "wells.md"), parse_document(_PARKS, "parks.txt")], CharacterEmbedder()
    )


def _typed(data: bytes) -> str:
    # What is no UTF-8 becomes lone surrogates, which JSON can carry to us.
    return data.decode("utf-8", "surrogateescape")
