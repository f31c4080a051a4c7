"""Groups: one fact twice, figures that contradict each other, figures of different times."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, parse_document, read_documents
from qa.conflicts import Group, Statement, grouped
from tests.conftest import SHARED

NOISE = "本市共有山林多处。渔港由镇政府管理。公交线路常有调整。学校每年招生。"


def document(text: str, issued: date | None = None) -> Document:
    return replace(parse_document(f"函\n{NOISE}\n{text}", "a.txt"), issued=issued)


def stated(text: str, short: str, issued: date | None = None) -> Statement:
    one = document(text, issued)
    start = one.text.index(text)
    at = one.text.index(short, start)
    return Statement(one, start, start + len(text), (at, at + len(short)))


def kinds(*statements: Statement) -> list[str]:
    return [group.kind for group in grouped(statements)]


SPRING, AUTUMN, LATER = date(2031, 3, 4), date(2031, 10, 9), date(2034, 5, 6)


def test_like_figures_in_two_documents_are_one_fact() -> None:
    one = stated("截至3月底，全市登记的观鸟协会达37家。", "37家", date(2031, 4, 4))
    other = stated("全市登记在册的观鸟协会累计37家，活动频繁。", "37家", AUTUMN)
    assert kinds(one, other) == ["same"]


def test_unlike_figures_of_one_year_contradict_each_other_newest_first() -> None:
    one = stated("市护林学校举办五期瞭望员培训班，培训学员逾120人。", "逾120人", SPRING)
    other = stated("支持市护林学校举办五期瞭望员培训班，培训人员达135余人。", "135余人", AUTUMN)
    (group,) = grouped([one, other])
    assert group.kind == "conflict"
    assert group.statements == (other, one)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("截至2031年6月底，全市登记的观鸟协会达37家。", "全市登记在册的观鸟协会累计达52家。"),
        ("2031年新建林区步道140公里。", "2034年新建林区步道175公里。"),
        ("登记的观鸟协会达37家。", "登记的观鸟协会达52家。"),
    ],
)
def test_figures_of_different_times_are_a_development(first: str, second: str) -> None:
    one = stated(first, first[first.index("达" if "达" in first else "道") + 1 : -1], date(2031, 8, 1))
    other = stated(second, second[second.index("达" if "达" in second else "道") + 1 : -1], LATER)
    (group,) = grouped([one, other])
    assert group.kind == "change"
    assert group.statements[0] is other


@pytest.mark.parametrize(
    ("goal", "state"),
    [
        ("到2034年，登记的观鸟协会达60家以上。", "2031年上半年，登记的观鸟协会达37家。"),
        ("到2034年，登记的观鸟协会达60家。", "登记的观鸟协会已达60家。"),
        ("力争登记的观鸟协会达到60家。", "登记的观鸟协会达37家。"),
        ("登记的观鸟协会拟新增23家。", "登记的观鸟协会新增23家。"),
    ],
)
def test_a_goal_and_what_is_reached_are_two_things(goal: str, state: str) -> None:
    short = [one[one.index("家") - 2 : one.index("家") + 1] for one in (goal, state)]
    assert kinds(stated(goal, short[0], SPRING), stated(state, short[1], AUTUMN)) == ["single", "single"]


def test_a_goal_stated_twice_is_one_goal() -> None:
    goals = [stated("到2034年，登记的观鸟协会达60家以上。", "60家以上", issued) for issued in (SPRING, AUTUMN)]
    assert kinds(*goals) == ["same"]


def test_the_end_of_a_year_gone_by_is_no_goal() -> None:
    one = stated("到2030年底，登记的观鸟协会达60家。", "60家", SPRING)
    other = stated("登记的观鸟协会达52家。", "52家", AUTUMN)
    assert kinds(one, other) == ["change"]


def test_clauses_with_several_figures_agree_in_all_of_them() -> None:
    one = stated("每年安排护林补助360万元，山区队伍每支9000元。", "360万元，山区队伍每支9000元", SPRING)
    other = stated("每年安排护林补助360万元，平原队伍每支4500元。", "360万元，平原队伍每支4500元", AUTUMN)
    assert "same" not in kinds(one, other)


def test_a_period_is_given_with_the_year_that_the_document_lends() -> None:
    one = stated("截至6月底，登记的观鸟协会达37家。", "37家", date(2031, 8, 1))
    other = stated("登记的观鸟协会累计达52家。", "52家", LATER)
    (group,) = grouped([one, other])
    assert group.periods == (None, (2031, 6, 2031, 6))


def test_one_day_is_one_fact_in_whatever_words() -> None:
    one = stated("2030年5月8日，市政府与省林业厅签订护林合作协议。", "2030年5月8日", SPRING)
    other = stated("2030年5月8日，该市人民政府与省林业厅签署了护林合作框架协议。", "2030年5月8日", LATER)
    assert kinds(one, other) == ["same"]


@pytest.mark.parametrize(
    ("first", "second", "short", "other_short"),
    [
        ("登记的观鸟协会达37家。", "登记的龙舟队达52支。", "37家", "52支"),
        ("登记的观鸟协会达37家。", "投放的公共自行车站点达52家。", "37家", "52家"),
        ("每年新建苗圃3家。", "新建苗圃累计13家。", "3家", "13家"),
        ("分别补助护林员30元和5元。", "分别补助护林员40元和5元。", "30元", "5元"),
        ("制发日期：2031年3月4日。", "制发日期：2034年5月6日。", "2031年3月4日", "2034年5月6日"),
        ("观鸟点由东山镇负责管护。", "观鸟点由西山镇负责管护。", "东山镇", "西山镇"),
    ],
)
def test_what_is_about_other_things_stands_alone(first: str, second: str, short: str, other_short: str) -> None:
    assert kinds(stated(first, short, SPRING), stated(second, other_short, AUTUMN)) == ["single", "single"]


def test_words_that_agree_are_one_fact() -> None:
    one = stated("观鸟点由东山镇人民政府负责日常管护。", "东山镇人民政府", SPRING)
    other = stated("各观鸟点由东山镇人民政府负责日常管护工作。", "东山镇人民政府", AUTUMN)
    assert kinds(one, other) == ["same"]


def test_parts_and_wholes_of_one_document_do_not_contradict_each_other() -> None:
    text = "全年查处盗伐林木案件86件，其中查处盗伐名木案件12件。"
    one = document(text, SPRING)
    start = one.text.index(text)
    spans = [(one.text.index(short), one.text.index(short) + 3) for short in ("86件", "12件")]
    assert [group.kind for group in grouped([Statement(one, start, start + len(text), span) for span in spans])] == [
        "single",
        "single",
    ]


def test_a_short_answer_outside_its_sentence_is_refused() -> None:
    one = document("登记的观鸟协会达37家。")
    with pytest.raises(ValueError, match="is not inside the statement"):
        Statement(one, 5, 9, (8, 12))


@given(st.lists(st.tuples(st.sampled_from([37, 52]), st.sampled_from([SPRING, AUTUMN, LATER, None])), max_size=5))
def test_every_statement_is_in_one_group_and_the_newest_leads(drawn: list[tuple[int, date | None]]) -> None:
    statements = [stated(f"全市登记的观鸟协会达{figure}家。", f"{figure}家", issued) for figure, issued in drawn]
    groups = grouped(statements)
    assert sorted(id(one) for group in groups for one in group.statements) == sorted(map(id, statements))
    for group in groups:
        days = [one.document.issued or date.min for one in group.statements]
        assert days == sorted(days, reverse=True)
        assert len(group.periods) == len(group.statements)
        assert (group.kind == "single") == (len(group.statements) == 1)
        if group.kind == "conflict":
            assert len({one.document.text[slice(*one.short)] for one in group.statements}) > 1


def test_the_known_pairs_of_the_five_originals() -> None:
    if not (SHARED / "corpus").is_dir():
        pytest.skip(f"no {SHARED / 'corpus'} beside the checkout")
    documents = {one.sources[0][:3]: one for one in read_documents([SHARED / "corpus"]).documents}

    def found(name: str, sentence: str, short: str) -> Statement:
        text = documents[name].text
        at = text.index(short, text.index(sentence))
        start = max(text.rindex("。", 0, at), text.rindex("\n", 0, at)) + 1
        return Statement(documents[name], start, text.index("。", at) + 1, (at, at + len(short)))

    def group(*statements: Statement) -> Group:
        (only,) = grouped(statements)
        return only

    alliances = group(found("001", "联盟备案", "20家"), found("000", "备案在册", "24家"))
    assert alliances.kind == "change"
    assert [one.document.sources[0][:3] for one in alliances.statements] == ["000", "001"]
    trained = group(found("000", "七期", "逾200人"), found("003", "七期", "230余人"))
    assert trained.kind == "conflict"
    agreement = group(found("001", "2017年9月14日", "2017年9月14日"), found("004", "2017年9月14日", "2017年9月14日"))
    assert agreement.kind == "same"


def test_when_a_document_begins_to_apply_contradicts_no_other_document() -> None:
    one = stated("本办法自2031年2月1日起施行。", "2031年2月1日", SPRING)
    other = stated("本办法自2030年5月1日起施行。", "2030年5月1日", AUTUMN)
    assert kinds(one, other) == ["single", "single"]
