"""The measures, against figures computed by hand, and the rule of what counts as found."""

import math
from collections.abc import Mapping
from dataclasses import replace
from statistics import fmean

import pytest

from eval.answers import judge
from eval.gold import locate
from eval.metrics import Scored, by_group, measure, score_documents, score_evidence
from eval.questions import Evidence, Question
from eval.run import best_of_documents, rank
from index import Chunk, Document, Hit, Leg, UsageError
from qa import Answer, Citation

TEXT = "甲事一。乙事二。丙事三。丁事四。乙事二！"
SECOND = 1 / math.log2(3)


def document(text: str = TEXT, *sources: str) -> Document:
    return Document(id=f"id-{hash(text)}", sources=sources or ("a/x.md",), title="", text=text, body_start=0)


def chunk(start: int, end: int, of: Document | None = None) -> Chunk:
    return Chunk(id=f"{start}-{end}", document=of or document(), path=(), start=start, end=end)


ONE, TWO, THREE, FOUR, FIVE = (chunk(at, at + 4) for at in range(0, 20, 4))


def question(*quotes: str, must_all: bool = False, key: str = "q", lang: str = "zh", kind: str = "entity") -> Question:
    evidence = tuple(Evidence("x.md", quote) for quote in quotes)
    return Question(key, "?", lang, kind if quotes else "unanswerable", evidence, must_all)


def scored(asked: Question, *ranking: Chunk) -> Scored:
    (row,) = score_evidence([asked], locate([asked], [document()], "the index"), {asked.id: ranking})
    return row


def figures(row: Scored) -> tuple[float, ...]:
    return tuple(row.values[name] for name in ("Success@1", "Success@5", "RR@10", "nDCG@10", "Recall@5"))


def test_the_second_chunk_holds_the_quote() -> None:
    row = scored(question("丙事三"), ONE, THREE, FOUR)
    assert (row.first, row.complete, row.shown) == (2, 2, 12)
    assert figures(row) == pytest.approx((0, 1, 1 / 2, SECOND, 1))


def test_one_of_two_quotes_suffices_without_must_all() -> None:
    row = scored(question("甲事一", "丙事三"), ONE, FOUR)
    assert (row.first, row.complete) == (1, 1)
    assert figures(row) == pytest.approx((1, 1, 1, 1, 1))
    assert figures(scored(question("甲事一", "丙事三"), FOUR, THREE, ONE)) == pytest.approx((0, 1, 1 / 2, SECOND, 1))


def test_with_must_all_success_waits_for_the_last_quote_and_rr_does_not() -> None:
    row = scored(question("甲事一", "丙事三", must_all=True), ONE, FOUR, THREE)
    assert (row.first, row.complete) == (1, 3)
    assert figures(row) == pytest.approx((0, 1, 1, (1 + 1 / 2) / (1 + SECOND), 1))
    row = scored(question("甲事一", "丙事三", must_all=True), ONE, FOUR)
    assert row.complete is None
    assert figures(row)[:3] == (0, 0, 1)


def test_a_quote_cut_in_two_is_not_found() -> None:
    assert figures(scored(question("二。丙"), TWO, THREE)) == (0, 0, 0, 0, 0)
    assert figures(scored(question("二。丙"), chunk(4, 12)))[0] == 1


def test_every_occurrence_counts_and_the_second_adds_nothing() -> None:
    for ranking in ((TWO, FIVE), (FIVE, TWO), (FIVE, ONE)):
        assert figures(scored(question("乙事二"), *ranking)) == (1, 1, 1, 1, 1)


def test_the_best_ranking_scores_one_however_the_text_is_cut() -> None:
    asked = question("甲事一", "乙事二", "丙事三", must_all=True)
    assert figures(scored(asked, chunk(0, 12)))[3] == 1
    assert figures(scored(asked, ONE, TWO, THREE))[3] == 1
    assert figures(scored(asked, chunk(0, 8), THREE, chunk(0, 12)))[3] == 1
    assert figures(scored(asked, chunk(0, 8), FOUR, THREE))[3] == pytest.approx(
        (1 + SECOND + 1 / math.log2(5)) / (1 + SECOND + 1 / 2)
    )


def test_ranks_beyond_ten_do_not_count_but_are_kept() -> None:
    row = scored(question("丙事三"), *[replace(FOUR, id=f"other {at}") for at in range(10)], THREE)
    assert row.first == 11
    assert figures(row) == (0, 0, 0, 0, 0)


def test_a_question_without_a_ranking_counts_as_zero() -> None:
    found, lost = question("甲事一", key="found"), question("丙事三", key="lost")
    empty = question("丙事三", key="empty")
    gold = locate([found, lost, empty], [document()], "the index")
    rows = score_evidence([found, lost, empty], gold, {"found": [ONE], "empty": []})
    assert [row.values["Success@1"] for row in rows] == [1, 0, 0]
    for name in ("Success@5", "RR@10", "nDCG@10", "Recall@5"):
        assert fmean(row.values[name] for row in rows) == pytest.approx(1 / 3)


def test_unanswerable_questions_are_not_ranked() -> None:
    asked = [question("甲事一"), question(key="none")]
    gold = locate(asked, [document()], "the index")
    assert [row.id for row in score_evidence(asked, gold, {"q": [ONE], "none": [ONE]})] == ["q"]


def test_graded_documents() -> None:
    judged = {"q": {"good": 2, "fair": 1}, "lost": {"good": 1}}
    row, lost = score_documents(judged, {"q": ["fair", "other", "good"]}, {"q": 30})
    assert figures(row) == pytest.approx((1, 1, 1, (1 + 2 / 2) / (2 + SECOND), 1))
    assert (row.first, row.shown) == (1, 30)
    assert (lost.first, figures(lost)) == (None, (0, 0, 0, 0, 0))


def test_the_order_given_is_the_order_measured() -> None:
    run = {"q": [f"d{at:03}" for at in range(200)]}
    assert measure(["RR@10"], {"q": {"d003": 1}}, run) == {"RR@10": {"q": 1 / 4}}


def test_documents_are_known_by_source_or_base_name() -> None:
    ours, twin = document(TEXT, "a/x.md", "copy.md"), document("别的", "b/x.md")
    by_copy = replace(question("甲事一"), evidence=(Evidence("copy.md", "甲事一"),))
    assert locate([by_copy], [ours, twin], "i")["q"][0].places == ((ours.id, 0, 3),)
    by_path = replace(by_copy, evidence=(Evidence("a/x.md", "甲事一"), Evidence("a/x.md", "甲事一")))
    assert len(locate([by_path], [ours, twin], "i")["q"]) == 1
    with pytest.raises(UsageError, match=r"several documents are called x\.md"):
        locate([question("甲事一")], [ours, twin], "i")
    with pytest.raises(
        UsageError, match=r"the index in here does not hold .*: x\.md \(line 0\)\. .*python -m index build"
    ):
        locate([question("甲事一")], [document(TEXT, "y.md")], "the index in here")
    with pytest.raises(UsageError, match=r"character by character: line 0, q: \"戊事五\" \(x\.md\)"):
        locate([question("戊事五")], [ours], "i")


def test_groups_are_all_then_languages_then_kinds() -> None:
    rows = [question("甲事一", lang=lang, kind=kind) for lang, kind in (("zh", "list"), ("en", "list"), ("en", "date"))]
    assert {name: len(part) for name, part in by_group(rows).items()} == {
        "all": 3,
        "en": 2,
        "zh": 1,
        "list": 2,
        "date": 1,
    }
    assert list(by_group(rows)) == ["all", "en", "zh", "list", "date"]
    clash = [question("甲事一", lang=lang, kind=kind) for lang, kind in (("zh", "all"), ("en", "zh"), ("en", "x"))]
    assert {name: len(part) for name, part in by_group(clash).items()} == {
        "all": 3,
        "en": 2,
        "zh": 1,
        "kind all": 1,
        "x": 1,
        "kind zh": 1,
    }


def hit(of: Chunk, **legs: tuple[int, float]) -> Hit:
    return Hit(of, 0.0, {name: Leg(*leg) for name, leg in legs.items()})


def test_a_leg_alone_ranks_by_its_score_ties_in_the_order_of_the_index() -> None:
    order = {of.id: at for at, of in enumerate((ONE, TWO, THREE))}
    hits = [hit(THREE, dense=(3, 0.5)), hit(TWO, dense=(1, 0.9), bm25=(1, 0.2)), hit(ONE, dense=(2, 0.5))]
    assert rank("default", hits, order) == [THREE, TWO, ONE]
    assert rank("dense", hits, order) == [TWO, ONE, THREE]
    assert rank("bm25", hits, order) == [TWO]
    assert rank("gloss", hits, order) == []


def test_rank_fusion_adds_reciprocal_ranks() -> None:
    order = {of.id: at for at, of in enumerate((ONE, TWO, THREE))}
    hits = [
        hit(ONE, dense=(1, 0.9)),
        hit(TWO, dense=(30, 0.5), bm25=(30, 0.2)),
        hit(THREE, dense=(62, 0.5), bm25=(64, 0.1)),
    ]
    # 1/61 < 1/90 + 1/90, and 1/61 > 1/122 + 1/124
    assert rank("rrf", hits, order) == [TWO, ONE, THREE]


def test_a_document_stands_where_its_best_chunk_does() -> None:
    other = chunk(0, 2, document("别的"))
    assert best_of_documents([TWO, other, ONE]) == [TWO, other]
    assert best_of_documents([other, TWO, ONE]) == [other, TWO]


def answered(*spans: tuple[Chunk, int, int]) -> Answer:
    citations = tuple(Citation(number, *span) for number, span in enumerate(spans, 1))
    return Answer("?", answered=True, text="…", citations=citations, confidence=0.7)


def verdict(asked: Question, answer: Answer, texts: Mapping[str, str] | None = None) -> tuple[int | bool | None, ...]:
    gold = locate([asked], [document()], "i").get(asked.id, ())
    row = judge(asked, gold, answer, texts or {document().id: TEXT}, 5.0)
    return row.quotes, row.verbatim, row.cited, row.quoted


def test_cited_is_of_passages_and_quoted_of_characters() -> None:
    asked = question("甲事一。乙事")
    assert verdict(asked, answered((chunk(0, 12), 0, 4))) == (1, 1, True, False)
    assert verdict(asked, answered((chunk(0, 12), 4, 8), (chunk(0, 12), 0, 4))) == (2, 2, True, True)
    assert verdict(asked, answered((THREE, 8, 12))) == (1, 1, False, False)


def test_all_quotes_must_be_cited_with_must_all() -> None:
    for must_all in (False, True):
        asked = question("甲事一", "丙事三", must_all=must_all)
        assert verdict(asked, answered((ONE, 0, 4)))[2:] == (not must_all, not must_all)
        assert verdict(asked, answered((ONE, 0, 4), (THREE, 8, 12)))[2:] == (True, True)


def test_a_quote_that_is_no_slice_of_the_indexed_text_is_not_verbatim() -> None:
    asked = question("甲事一")
    assert verdict(asked, answered((ONE, 0, 4)), {document().id: "不" + TEXT})[1] == 0
    assert verdict(asked, answered((ONE, 0, 4)), {"other": TEXT})[1] == 0


def test_a_declined_answer_cites_nothing() -> None:
    declined = Answer("?", answered=False, text="no", reason="not_covered")
    assert verdict(question("甲事一"), declined) == (0, 0, False, False)
    assert verdict(question(), answered((ONE, 0, 4))) == (1, 1, None, None)


def test_evidence_without_document_or_without_quote() -> None:
    ours, twin = document(TEXT, "x.md"), document("丙事三。别的", "y.md")
    anywhere = replace(question("丙事三"), evidence=(Evidence(quote="丙事三"),))
    (unit,) = locate([anywhere], [ours, twin], "i")["q"]
    assert set(unit.places) == {(ours.id, 8, 11), (twin.id, 0, 3)}
    any_passage = replace(question("丙事三"), evidence=(Evidence("y.md"),))
    (whole,) = locate([any_passage], [ours, twin], "i")["q"]
    assert whole.inside(twin.id, 4, 6)
    assert not whole.inside(ours.id, 8, 12)


def test_an_answer_alone_is_found_as_whole_numbers_where_it_stands() -> None:
    text = document("共13家。后有3家，又有3家。", "x.md")
    asked = replace(question("?"), evidence=(), answers=("3家",))
    (unit,) = locate([asked], [text], "i")["q"]
    assert [start for _, start, _ in unit.places] == [7, 12]
    english = replace(asked, answers=("three companies",))
    assert locate([english], [text], "i") == {}


def test_citation_recall_and_precision() -> None:
    asked = question("甲事一", "丙事三", must_all=True)
    gold = locate([asked], [document()], "i")["q"]
    answer = answered((ONE, 0, 4), (TWO, 4, 8), (FOUR, 12, 16), (THREE, 8, 10))
    row = judge(asked, gold, answer, {document().id: TEXT}, 5.0)
    # 丙事三 is touched by the last quote, which does not hold it whole.
    assert (row.citation_recall, row.citation_precision) == (1 / 2, 2 / 4)
    assert (row.complete, row.right) == (False, False)
    nothing = judge(asked, gold, Answer("?", answered=False, text="no", reason="not_covered"), {}, 5.0)
    assert (nothing.citation_recall, nothing.citation_precision, nothing.right) == (0, None, False)


def test_an_answer_with_groups_is_complete_by_what_it_states() -> None:
    asked = replace(question("甲事一", kind="explain"), answers=("甲事一",), answer_groups=(("乙事二",), ("两", "二")))
    gold = locate([asked], [document()], "i")["q"]
    told = Answer("?", answered=True, text="乙事二", citations=(Citation(1, ONE, 0, 4),), confidence=0.7)
    row = judge(asked, gold, told, {document().id: TEXT}, 5.0)
    assert (row.complete, row.right, row.quoted) == (True, True, True)
    assert judge(replace(asked, kind="number"), gold, told, {document().id: TEXT}, 5.0).complete is False
    short = replace(told, short=("甲事一",))
    assert judge(asked, gold, short, {document().id: TEXT}, 5.0).exact_match == 1
