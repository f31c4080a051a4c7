"""The self-check: what an answer says beyond its quotes is found, what it does not need is taken away."""

import logging

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index import Chunk, fold, parse_document
from qa.answer import Answer, Citation
from qa.check import dropped, passed, problems

HARBOUR = "码头扩建于2031年完成,共投入4.5亿元。渔政处负责巡查,港务局配合。泊位增加三十六个[7]。"
MEADOW = "草场补贴每亩80元,由农牧局发放。码头扩建于2031年完成。"


def never(quote: str, shown: str) -> bool:
    return False


def cited(number: int, quote: str, text: str = HARBOUR) -> Citation:
    document = parse_document(text, "a.txt")
    start = text.index(quote)
    return Citation(number, Chunk(document.id, document, (), 0, len(text)), start, start + len(quote))


def answered(text: str, *citations: Citation, short: tuple[str, ...] = (), headline: str = "") -> Answer:
    return Answer("问", True, text, short=short, citations=citations, confidence=0.5, headline=headline)


def spoilt(answer: Answer, **fields: object) -> Answer:
    """An answer such as its own constructor refuses."""
    for name, value in fields.items():
        object.__setattr__(answer, name, value)
    return answer


GOOD = "扩建于2031年完成"


def test_an_answer_of_quotes_has_no_problems() -> None:
    answer = answered(f"The extension was finished in 2031. [1]\n“{GOOD}” [1]", cited(1, GOOD), short=("2031年",))
    assert problems(answer, never) == ()


def test_a_declined_answer_may_name_numbers_of_the_question() -> None:
    assert problems(Answer("2050?", False, "2050 occurs nowhere.", reason="not_covered"), never) == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("It was finished in 2032. [1]", "2032"),
        ("It was finished in 31. [1]", "31"),
        ("It took 4.5 million. [1]", "4.5 million"),
        ("It took 4.5 [1]", "4.5"),
        ("4.5亿 [1] 45 %", "45"),
        ("２０３２ [1]", "2032"),
        ("36% more [1]", "36%"),
        ("1,036 more [1]", "1,036"),
    ],
)
def test_a_number_that_no_quote_bears_is_a_problem(text: str, wrong: str) -> None:
    found = problems(answered(text, cited(1, HARBOUR)), never)
    assert len(found) == 1
    assert repr(wrong) in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "36 berths [1]",
        "4.5亿元 [1]",
        "2031 [1]",
        f"“{HARBOUR}” [1]",
        f"「{HARBOUR}」[1]",
        "nothing said [1]",
        "36个 [1]",
    ],
)
def test_numbers_of_the_quote_are_proved(text: str) -> None:
    assert problems(answered(text, cited(1, HARBOUR)), never) == ()


def test_a_number_with_its_scale_is_shown_to_the_one_who_computes() -> None:
    asked: list[tuple[str, str]] = []

    def computed(quote: str, shown: str) -> bool:
        asked.append((quote, shown))
        return shown == "450 million"

    quote = "共投入4.5亿元"
    answer = answered(f"450 million yuan [1]\n“{quote}” [1]", cited(1, quote))
    assert problems(answer, computed) == ()
    assert asked == [(quote, "450 million")]
    assert problems(answer, never)


def test_what_the_caller_vouches_for_needs_no_quote() -> None:
    answer = answered(f"2040, “Plan 77”: “{GOOD}” [1]", cited(1, GOOD))
    assert len(problems(answer, never)) == 2
    assert problems(answer, never, given=["Plan 77", "2040"]) == ()


def test_markers_and_citations_belong_together() -> None:
    one, two = cited(1, GOOD), cited(2, "渔政处负责巡查")
    assert "[2]" in problems(answered(f"“{GOOD}” [1] [2]", one), never)[0]
    assert "[2]" in problems(answered(f"“{GOOD}” [1]", one, two), never)[0]
    assert "number 2" in problems(answered(f"“{GOOD}” [2]", cited(2, GOOD)), never)[0]


def test_a_bracketed_number_inside_a_quote_is_no_marker() -> None:
    quote = "泊位增加三十六个[7]"
    assert problems(answered(f"“{quote}” [1]", cited(1, quote)), never) == ()


def test_words_in_quotation_marks_stand_in_the_quote_of_their_marker() -> None:
    assert problems(answered("“负责巡查” [1]", cited(1, "渔政处负责巡查")), never) == ()
    assert "负责巡逻" in problems(answered("“负责巡逻” [1]", cited(1, "渔政处负责巡查")), never)[0]


def test_a_short_answer_stands_in_a_quote() -> None:
    answer = spoilt(answered(f"“{GOOD}” [1]", cited(1, GOOD)), short=("2031年完工",))
    assert "2031年完工" in problems(answer, never)[0]


@pytest.mark.parametrize("confidence", [-0.1, 1.5, float("nan"), float("inf")])
def test_confidence_is_a_probability(confidence: float) -> None:
    answer = spoilt(answered(f"“{GOOD}” [1]", cited(1, GOOD)), confidence=confidence)
    assert "confidence" in problems(answer, never)[0]


def test_a_quote_is_a_slice_of_its_passage() -> None:
    citation = cited(1, GOOD)
    object.__setattr__(citation, "end", 10_000)
    assert "slice" in problems(spoilt(answered("x [1]", cited(1, GOOD)), citations=(citation,)), never)[0]


@pytest.mark.parametrize("asked_for", [False, True])
def test_problems_are_logged_and_the_question_only_where_asked_for(
    asked_for: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO if asked_for else logging.WARNING, logger="policy_qa.questions")
    assert passed(answered(f"“{GOOD}” [1]", cited(1, GOOD)), never)
    assert not caplog.records
    assert not passed(answered("2099 [1]", cited(1, GOOD)), never)
    assert "prove" in caplog.text
    assert ("2099" in caplog.text) == asked_for
    assert ("问" in caplog.text) == asked_for


def test_a_citation_without_a_marker_is_dropped() -> None:
    answer = dropped(answered(f"“{GOOD}” [2]", cited(1, "渔政处"), cited(2, GOOD)))
    assert answer.text == f"“{GOOD}” [1]"
    assert [(one.number, one.quote) for one in answer.citations] == [(1, GOOD)]


def test_a_quote_inside_another_one_goes_with_its_line() -> None:
    long = "渔政处负责巡查,港务局配合"
    text = f"渔政处 [1]\n“渔政处负责巡查” [1]\n“{long}” [2]\n“{GOOD}” [3]"
    answer = dropped(answered(text, cited(1, "渔政处负责巡查"), cited(2, long), cited(3, GOOD), headline="渔政处 [1]"))
    assert answer.text == f"渔政处 [1]\n“{long}” [1]\n“{GOOD}” [2]"
    assert answer.headline == "渔政处 [1]"
    assert problems(answer, never) == ()


def test_the_same_words_at_two_places_of_a_document_are_cited_once() -> None:
    text = "桥于五月开放。票价不变。桥于五月开放。"
    document = parse_document(text, "b.txt")
    chunk = Chunk("c", document, (), 0, len(text))
    answer = answered("“桥于五月开放” [1]\n“桥于五月开放” [2]", Citation(1, chunk, 0, 6), Citation(2, chunk, 12, 18))
    assert dropped(answer).text == "“桥于五月开放” [1]"


def test_two_documents_that_say_the_same_are_both_cited() -> None:
    answer = answered(f"“{GOOD}” [1]\n“{GOOD}” [2]", cited(1, GOOD), cited(2, GOOD, MEADOW))
    assert dropped(answer) is answer


def test_what_is_needed_stays() -> None:
    answer = answered(f"“{GOOD}” [1]\n“{HARBOUR}” [2]", cited(1, GOOD), cited(2, HARBOUR))
    assert len(dropped(answer).citations) == 1
    assert dropped(answer, needed=[1]) is answer


def test_what_alone_holds_a_short_answer_exactly_stays() -> None:
    text = "ＡＢ级泊位由港务局管理。另,ab级泊位由港务局管理。"
    wide, plain = "ＡＢ级泊位由港务局管理", "ab级泊位由港务局管理"
    answer = answered(f"“{wide}” [1]\n“{plain}” [2]", cited(1, wide, text), cited(2, plain, text), short=("ab级泊位",))
    assert dropped(answer) is answer


def test_an_answer_is_never_left_without_citations() -> None:
    answer = answered("no marker", cited(1, GOOD))
    assert dropped(answer) is answer


SENTENCES = [
    "甲处拨款3万元",
    "乙处拨款3万元,丙处拨款12万元",
    "丙处拨款12万元",
    "丁处[2]验收",
    "戊处（A类）",
    "戊处(a类)",
]
DOCUMENT = "。".join(SENTENCES)

pieces = st.lists(
    st.tuples(st.sampled_from(SENTENCES), st.booleans(), st.sampled_from([DOCUMENT, DOCUMENT + "。附件"])),
    min_size=1,
    max_size=6,
)


def written(parts: list[tuple[str, bool, str]]) -> Answer:
    """An answer with a line for each quote, some of them only cited, the first one's first words as short answer."""
    citations = tuple(cited(number, quote, text) for number, (quote, _, text) in enumerate(parts, 1))
    lines = [f"“{quote}” [{n}]" if shown else f"so it is [{n}]" for n, (quote, shown, _) in enumerate(parts, 1)]
    headline = f"{parts[0][0][:2]} [1]"
    return answered("\n".join([headline, *lines]), *citations, short=(parts[0][0][:2],), headline=headline)


@settings(max_examples=60, deadline=None)
@given(pieces)
def test_dropping_keeps_an_answer_sound(parts: list[tuple[str, bool, str]]) -> None:
    before = written(parts)
    assert problems(before, never) == ()
    after = dropped(before)
    assert problems(after, never) == ()
    assert dropped(after) == after
    assert after.short == before.short
    kept = [(one.chunk.document.id, fold(one.quote)) for one in after.citations]
    for one in before.citations:  # every statement is still borne by a quote of its document
        assert any(one.chunk.document.id == d and fold(one.quote) in quote for d, quote in kept)
    assert {(c.chunk, c.start, c.end) for c in after.citations} <= {(c.chunk, c.start, c.end) for c in before.citations}


@settings(max_examples=60, deadline=None)
@given(pieces, st.integers(1, 99_999))
def test_a_foreign_number_never_passes(parts: list[tuple[str, bool, str]], number: int) -> None:
    assume(number not in {2, 3, 12})
    answer = written(parts)
    assert problems(spoilt(answer, text=f"{answer.text}\nin all {number}"), never)


@settings(max_examples=60, deadline=None)
@given(pieces, st.data())
def test_a_changed_quote_never_passes(parts: list[tuple[str, bool, str]], data: st.DataObject) -> None:
    answer = written([(quote, True, text) for quote, _, text in parts])
    number = data.draw(st.integers(1, len(parts)))
    quote = parts[number - 1][0]
    at = data.draw(st.integers(0, len(quote) - 1))
    changed = quote[:at] + "讹" + quote[at + 1 :]
    told = spoilt(answer, text=answer.text.replace(f"“{quote}” [{number}]", f"“{changed}” [{number}]"))
    assert problems(told, never)


def test_a_computer_is_not_asked_where_the_quote_says_it() -> None:
    def asked(quote: str, shown: str) -> bool:
        raise AssertionError(shown)

    assert problems(answered("2031 [1]", cited(1, GOOD)), asked) == ()
