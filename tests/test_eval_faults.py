"""Which stage lost a question: each stage on hand-made traces, and the trace itself against `ask`."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.answers import judge
from eval.faults import STAGES, Fault, count_faults, fault_json, find_fault, find_ranking_fault, missed
from eval.gold import Gold
from eval.questions import Evidence, Question
from index import Chunk, Document, Hit, Index, Leg, build
from qa import Answer, Citation, Span, Trace, ask, explain
from qa.trace import trace_text

TEXT = "".join(f"第{number}条水闸{number}号。" for number in range(10, 30))
WIDTH = len(TEXT) // 20
DOCUMENT = Document(id="d", sources=("locks.md",), title="", text=TEXT, body_start=0)
CHUNKS = tuple(Chunk(f"c{at}", DOCUMENT, (), at * WIDTH, (at + 1) * WIDTH) for at in range(20))


def gold(start: int, end: int) -> Gold:
    return Gold(TEXT[start:end], (("d", start, end),))


def hits(*order: int, **legs: dict[int, int]) -> tuple[Hit, ...]:
    """Hits in that order, the chunks left out behind them; by leg the ranks of chunks, 50 for all others."""
    rest = [at for at in range(20) if at not in order]
    return tuple(
        Hit(CHUNKS[at], 1.0, {name: Leg(ranks.get(at, 50), 0.5) for name, ranks in legs.items()})
        for at in [*order, *rest]
    )


def trace(found: tuple[Hit, ...], *chosen: int, answered: bool = True) -> Trace:
    spans = tuple(
        Span(hit, hit.chunk.start, hit.chunk.end, 1.0) for hit in found if hit.chunk in map(CHUNKS.__getitem__, chosen)
    )
    citations = tuple(Citation(n, span.hit.chunk, span.start, span.end) for n, span in enumerate(spans, 1))
    answer = (
        Answer("?", answered=True, text="…", citations=citations, confidence=0.9)
        if answered
        else Answer("?", answered=False, text="no", confidence=0.1, reason="not_covered")
    )
    return Trace(answer, "?", found, spans, spans, threshold=0.25)


def question(must_all: bool = False, kind: str = "entity") -> Question:
    return Question("q", "?", "zh", kind, (Evidence("locks.md", "x"),) if kind != "unanswerable" else (), must_all)


def fault(units: list[Gold], traced: Trace, must_all: bool = False) -> Fault:
    return find_fault(question(must_all), units, traced, CHUNKS)


CUT = gold(WIDTH // 2, WIDTH + 3)
THIRD = gold(3 * WIDTH, 4 * WIDTH - 1)
FOURTH = gold(4 * WIDTH, 5 * WIDTH - 1)


@pytest.mark.parametrize(
    ("unit", "traced", "stage"),
    [
        (CUT, trace(hits(0, 1, dense={}), 0), "not chunked whole"),
        (THIRD, trace(hits(0, 1, 2, 4, 5, 3, dense={3: 6}), 0), "not retrieved by any leg"),
        (THIRD, trace(hits(0, 1, 2, 4, 5, 3, dense={3: 6}, gloss={3: 5}), 0), "fused away"),
        (THIRD, trace(hits(0, 1, 2, 4, 3, dense={3: 9}), 0), "not read"),
        (THIRD, trace(hits(3, dense={3: 1}), 3, answered=False), "declined"),
        (THIRD, trace(hits(3, dense={3: 1}), 3), "incomplete"),
    ],
)
def test_each_stage(unit: Gold, traced: Trace, stage: str) -> None:
    found = fault([unit], traced)
    assert found.stage == stage
    assert stage in STAGES
    assert (found.confidence, found.threshold) == (traced.answer.confidence, 0.25)


def test_alternatives_go_by_the_furthest_and_must_all_by_the_first_lost() -> None:
    traced = trace(hits(3, 0, 1, 2, 5, 4, dense={4: 2, 3: 1}), 3)
    assert fault([THIRD, FOURTH], traced).stage == "incomplete"
    assert fault([THIRD, FOURTH], traced, must_all=True).stage == "fused away"
    assert fault([CUT, THIRD], traced, must_all=True).stage == "not chunked whole"


def test_an_answer_where_there_is_none() -> None:
    found = find_fault(question(kind="unanswerable"), (), trace(hits(3, dense={3: 1}), 3), CHUNKS)
    assert found.stage == "answered"


def test_what_was_never_searched_is_not_put_down_to_the_search() -> None:
    answer = Answer("?", answered=False, text="no", reason="empty")
    found = fault([THIRD], Trace(answer, "?"))
    assert (found.stage, found.note) == ("declined", "Nothing was searched: the question is empty.")
    assert find_ranking_fault([Gold("(any passage of gone)")], hits(0, dense={})) is not None
    lost = find_ranking_fault([Gold("(any passage of gone)")], hits(0, dense={}))
    assert lost is not None
    assert lost.stage == "not chunked whole"


def test_an_incomplete_answer_names_what_it_lacks() -> None:
    asked = replace(question(kind="number"), answer_groups=(("水闸13号",),))
    found = find_fault(asked, [THIRD], trace(hits(3, dense={3: 1}), 3), CHUNKS)
    assert (found.stage, found.note) == ("incomplete", "The text does not state 水闸13号.")


def test_the_passages_shown_lead_a_ranking_or_hold_gold() -> None:
    found = fault([gold(15 * WIDTH, 15 * WIDTH + 4)], trace(hits(dense={12: 3}), 0))
    assert [passage.rank for passage in found.passages] == [1, 2, 3, 4, 5, 13, 16]
    assert [passage.gold for passage in found.passages] == [False] * 6 + [True]
    assert [passage.read for passage in found.passages] == [True] * 5 + [False] * 2
    json = fault_json(found)
    assert json["stage"] == "not retrieved by any leg"
    assert [passage["text"] for passage in json["passages"]][:1] == [CHUNKS[0].text]


def test_a_ranking_alone_is_lost_in_search_or_not_at_all() -> None:
    assert find_ranking_fault([THIRD], hits(0, 3, dense={3: 1})) is None
    lost = find_ranking_fault([THIRD], hits(0, 1, 2, 4, 5, 3, dense={3: 2}))
    assert lost is not None
    assert (lost.stage, lost.confidence) == ("fused away", None)
    assert count_faults([lost])["fused away"] == 1


def test_missed_is_what_is_not_right_and_what_should_have_been_declined() -> None:
    given, declined = trace(hits(3, dense={3: 1}), 3).answer, trace(hits(3, dense={3: 1}), 3, answered=False).answer
    texts = {"d": TEXT}
    for unit, answer, expected in ((THIRD, given, False), (FOURTH, given, True), (THIRD, declined, True)):
        assert missed(judge(question(), [unit], answer, texts, 1.0)) is expected
    none = question(kind="unanswerable")
    assert missed(judge(none, (), given, texts, 1.0))
    assert not missed(judge(none, (), declined, texts, 1.0))


@pytest.fixture
def index(embedder: Any, tmp_path: Path) -> Index:
    for name, what in (("rivers", "河道巡查由水务站负责"), ("parks", "公园六点开放"), ("roads", "道路每年检修一次")):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n一、规定\n\n{what}。其他事项另行通知。\n", encoding="utf-8")
    built, _ = build([*tmp_path.glob("*.md")], tmp_path / "index", open_embedder=lambda _: embedder)
    return built


@pytest.mark.parametrize("asked", ["河道由谁巡查？", "Who bakes bread on the moon?", "你好", "?"])
def test_explain_gives_the_answer_of_ask_and_all_passages(index: Index, asked: str) -> None:
    traced, answer = explain(asked, index), ask(asked, index)
    assert replace(traced.answer, timings={}) == replace(answer, timings={})
    if answer.hits:
        assert [hit.chunk for hit in traced.hits[: len(answer.hits)]] == [hit.chunk for hit in answer.hits]
        assert len(traced.hits) == len(index.chunks)
        assert (answer.confidence >= traced.threshold) == answer.answered


def test_the_trace_prints_every_stage_and_every_leg(index: Index) -> None:
    text = trace_text(explain("河道由谁巡查？", index))
    assert [line.split()[0] for line in text.splitlines() if not line.startswith(" ")] == [
        *("question", "search", "read", "decide", "compose", "times")
    ]
    assert "dense" in text
    assert "bm25" in text
    assert "threshold 0.1: answered" in text
    declined = replace(
        explain("河道由谁巡查？", index).answer, answered=False, citations=(), short=(), reason="off_topic"
    )
    text = trace_text(replace(explain("河道由谁巡查？", index), answer=declined, searched="\x1b[31m"))
    assert "withheld" in text
    assert "\x1b" not in text
    assert "nothing to search for" in trace_text(explain("?", index))
