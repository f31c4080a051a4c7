"""What a document says of its own validity: front matter, head of the page, clauses; not what others are about."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import parse_document
from index.validity_dates import UNDATED, last_day, shifted
from index.validity_text import ValidityFields, read_validity

TITLE = "青禾市渡口管理办法"
ISSUED = date(2021, 2, 10)


def read(body: str, title: str = TITLE, issued: date | None = ISSUED, **fields: str) -> ValidityFields:
    return read_validity(fields, body, title, issued)


# --- from when on


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        ("第二十条 本办法自2021年3月1日起施行。", date(2021, 3, 1)),
        ("第二十条　本办法自２０２１年３月１日起施行。", date(2021, 3, 1)),
        ("第二十条 本办法自二〇二一年三月一日起施行。", date(2021, 3, 1)),
        ("第二十條 本辦法自2021年3月1日起實施。", date(2021, 3, 1)),
        ("7.3 本预案从2021年3月1日起执行", date(2021, 3, 1)),
        ("本办法于2021年3月1日正式实施。", date(2021, 3, 1)),
        ("本通知自2021年3月起施行。", date(2021, 3, 1)),
        ("本办法自发布之日起施行。", ISSUED),
        ("本通知自印发之日起实施。", ISSUED),
        ("以上措施自本通知印发之日起执行。", ISSUED),
        ("本通告自即日起生效。", ISSUED),
        ("本办法自印发之日起30日后施行。", date(2021, 3, 12)),
        ("本办法自公布之日起三十日后施行。", date(2021, 3, 12)),
        ("本办法自发布之日起一个月后施行。", date(2021, 3, 10)),
        ("本办法由市渡口处负责解释，自2021年3月1日起施行。", date(2021, 3, 1)),
        ("本办法由市渡口处负责解释。自2021年3月1日起施行。", date(2021, 3, 1)),
        ("《青禾市渡口管理办法》已经市政府第三次常务会议通过，现予公布，自2021年3月1日起施行。", date(2021, 3, 1)),
        ("自2021年3月1日起施行。", date(2021, 3, 1)),
    ],
)
def test_from_when_on_a_document_is_in_force(clause: str, day: date) -> None:
    assert read(f"青禾市渡口管理办法\n第一条 为了管好渡口。\n{clause}\n").effective == day


@pytest.mark.parametrize(
    "text",
    [
        "原办法自2015年1月1日起施行。",
        "《青禾市索道管理办法》自2015年1月1日起施行。",
        "上述收费标准自2015年1月1日起执行。",
        "本办法第五条自2022年1月1日起施行。",
        "本市渡口票价规定自2015年1月1日起执行。",
        "将第二十条改为：“本办法自2015年1月1日起施行。”",
        "例如，本办法自2015年1月1日起施行，则船工证同时换发。",
        "本办法自2015年1月1日起施行以来，渡运平稳。",
        "本办法自2015年2月30日起施行。",
        "本办法自通过之日起施行。",
        "本办法自印发之日起30个工作日后施行。",
        "船票自售出之日起生效。",
        "2019—2021年规划按年度实施。",
        "本办法自2015年1月1日起施行。本办法自2016年1月1日起施行。",
    ],
)
def test_what_is_not_the_documents_own_clause_says_nothing(text: str) -> None:
    assert read(f"第一条 为了管好渡口。\n{text}\n") == ValidityFields()


def test_the_day_of_issue_counts_only_where_it_is_known() -> None:
    assert read("本办法自发布之日起施行，有效期3年。", issued=None) == ValidityFields()


# --- until when


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        ("本办法自2021年3月1日起施行，有效期5年。", date(2026, 2, 28)),
        ("本办法自2021年3月1日起施行，有效期五年。", date(2026, 2, 28)),
        ("本办法自2021年3月1日起施行（有效期5年）。", date(2026, 2, 28)),
        ("本办法自2021年3月1日起试行，试行期两年。", date(2023, 2, 28)),
        ("本办法自2021年3月1日起试行2年。", date(2023, 2, 28)),
        ("本办法自2021年3月1日起施行，有效期为18个月。", date(2022, 8, 31)),
        ("本办法自2021年3月1日起施行，有效期为2年零6个月。", date(2023, 8, 31)),
        ("本办法自2021年3月1日起施行，有效期一年半。", date(2022, 8, 31)),
        ("本办法自2021年3月1日起施行，试行两年。", date(2023, 2, 28)),
        ("本办法自2021年3月1日起施行，有效期至2025年12月31日。", date(2025, 12, 31)),
        ("本办法自2021年3月1日起施行，有效期至2025年12月31日止。", date(2025, 12, 31)),
        ("本办法自2021年3月1日起施行，有效期至2025年底。", date(2025, 12, 31)),
        ("本办法自2021年3月1日起至2024年2月29日止施行。", date(2024, 2, 29)),
        ("本办法自2021年3月1日起施行，至2024年2月29日止。", date(2024, 2, 29)),
        ("本办法自2021年3月1日起施行。本办法有效期三年。", date(2024, 2, 29)),
        ("本办法有效期三年，自2021年3月1日起施行。", date(2024, 2, 29)),
        ("本办法自印发之日起施行，有效期1年。", date(2022, 2, 9)),
        ("本通知自2024年1月1日起失效。", date(2023, 12, 31)),
        ("本通知于2023年12月31日自动失效。", date(2023, 12, 31)),
        ("本办法自2020年2月29日起施行，有效期1年。", date(2021, 2, 28)),
    ],
)
def test_until_when_a_document_is_in_force(clause: str, day: date) -> None:
    assert read(f"第一条 为了管好渡口。\n第十九条 {clause}\n").expires == day


@pytest.mark.parametrize(
    "text",
    [
        "本办法自2021年3月1日起施行。船工证有效期5年。",
        "第六条 船工应当考取船工证，有效期5年。\n第十九条 本办法自2021年3月1日起施行。",
        "本办法规定的渡运许可有效期为三年，自2021年3月1日起计算。",
        "保险有效期至2025年12月31日。",
        "许可证有效期届满前30日申请延续。",
    ],
)
def test_a_term_of_something_else_is_not_the_documents(text: str) -> None:
    assert read(text).expires is None


def test_years_in_a_title_are_no_term() -> None:
    found = read("到2021年，建成渡口十座。\n", title="青禾市渡口建设规划（2019—2021年）")
    assert found == ValidityFields()


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(1, 9), st.sampled_from("年月"))
def test_periods_follow_one_another_without_gap_or_overlap(first: date, count: int, unit: str) -> None:
    end = last_day(first, count, unit)
    assert end is not None
    assert end >= first
    following = shifted(first, count, unit)
    assert following is not None
    assert (following - end).days == (1 if following.day == first.day else 0)


# --- what it ends


def repeals(text: str, title: str = TITLE) -> tuple[str, ...]:
    return read(text, title).repeals


def test_what_is_repealed_is_named_with_its_number() -> None:
    text = (
        "第二十条 本办法自2021年3月1日起施行。《青禾市渡船管理办法》（青府〔2010〕5号）、"
        "《关于印发〈青禾市码头规定〉的通知》（青府办〔2012〕17号）同时废止。"
    )
    assert repeals(text) == (
        "《青禾市渡船管理办法》（青府〔2010〕5号）",
        "《关于印发〈青禾市码头规定〉的通知》（青府办〔2012〕17号）",
    )


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("本办法自2021年3月1日起施行，《渡船办法》同时废止。", ("《渡船办法》",)),
        ("本辦法自2021年3月1日起施行，《渡船辦法》同時廢止。", ("《渡船辦法》",)),
        ("本办法自2021年3月1日起施行；原《渡船办法》予以废止。", ("《渡船办法》",)),
        ("本通知自2021年3月1日起执行，原青府〔2010〕5号文件同时废止。", ("青府〔2010〕5号",)),
        ("自本通知印发之日起，《渡船办法》停止执行。", ("《渡船办法》",)),
        ("本办法根据《渡运条例》制定，自2021年3月1日起施行，《渡船办法》同时废止。", ("《渡船办法》",)),
        ("本办法自2021年3月1日起施行，根据《修改决定》修正的《渡船办法》同时废止。", ("《渡船办法》",)),
    ],
)
def test_forms_of_repeal(text: str, items: tuple[str, ...]) -> None:
    assert repeals(f"第一条 为了管好渡口。\n{text}") == items


@pytest.mark.parametrize(
    "text",
    [
        "2015年，青禾市修订《渡船办法》，废止《索道规定》。",
        "《渡船办法》已废止。",
        "根据《渡船办法》的规定，不再执行旧票价。",
        "本办法自2021年3月1日起施行，《渡船办法》第五条同时废止。",
        "本办法自2021年3月1日起施行，此前规定与本办法不一致的同时废止。",
        "将末条改为“《渡船办法》同时废止”。",
        "《渡船办法》废止后，票价由市场决定。",
    ],
)
def test_what_is_told_of_others_repeals_nothing(text: str) -> None:
    assert repeals(text) == ()


def test_a_decision_to_repeal_names_its_objects_in_title_sentences_and_lines() -> None:
    text = (
        "经研究，决定废止《渡船办法》（青府〔2010〕5号）、《索道规定》。\n下列文件一并废止：\n"
        "1.《缆车通知》（青交〔2008〕3号）\n2.《轮渡票价通告》\n本决定自公布之日起施行。"
    )
    found = repeals(text, "青禾市人民政府关于废止《渡船办法》等四件文件的决定")
    assert set(found) >= {
        "《渡船办法》（青府〔2010〕5号）",
        "《索道规定》",
        "《缆车通知》（青交〔2008〕3号）",
        "《轮渡票价通告》",
    }
    assert repeals(text, "青禾市人民政府关于废止和修改部分文件的决定") == ()


# --- front matter and the head of a page


def test_front_matter_counts_before_the_text() -> None:
    text = (
        "---\ntitle: 渡口办法\ndate: 2020-12-01\neffective: 2021-01-01\nvalid_until: 2022-12-31\n"
        "repealed: 2022-05-01\nrepeals: 《渡船办法》（青府〔2010〕5号）、《索道规定》\nreplaces: 青府〔2011〕9号\n---\n"
        "# 渡口办法\n\n本办法自2021年3月1日起施行，有效期5年。《缆车通知》同时废止。\n"
    )
    document = parse_document(text, "a.md")
    assert (document.effective, document.expires, document.repealed) == (
        date(2021, 1, 1),
        date(2022, 12, 31),
        date(2022, 5, 1),
    )
    assert document.repeals == ("《渡船办法》（青府〔2010〕5号）", "《索道规定》")
    assert document.replaces == ("青府〔2011〕9号",)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"施行日期": "2021年3月1日", "有效期": "5年"}, ValidityFields(date(2021, 3, 1), date(2026, 2, 28))),
        ({"施行日期": "发布之日"}, ValidityFields(ISSUED)),
        ({"失效日期": "2022-12-31"}, ValidityFields(expires=date(2022, 12, 31))),
        ({"废止": "是"}, ValidityFields(repealed=UNDATED)),
        ({"废止": "否"}, ValidityFields()),
        ({"status": "repealed"}, ValidityFields(repealed=UNDATED)),
        ({"有效性": "失效"}, ValidityFields(expires=UNDATED)),
        ({"有效性": "现行有效"}, ValidityFields()),
        ({"expires": "soon"}, ValidityFields()),
        ({"effective": "2021-13-45"}, ValidityFields()),
    ],
)
def test_fields_of_front_matter(fields: dict[str, str], expected: ValidityFields) -> None:
    assert read("渡口办法\n", **fields) == expected


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        ("【已废止】\n渡口办法", "渡口办法", ValidityFields(repealed=UNDATED)),
        ("渡口办法", "渡口办法（已失效）", ValidityFields(expires=UNDATED)),
        ("（此件已于2022年5月1日废止）\n渡口办法", "渡口办法", ValidityFields(repealed=date(2022, 5, 1))),
        ("2021年3月1日 施行\n2022年5月1日 废止", "渡口办法", ValidityFields(date(2021, 3, 1), None, date(2022, 5, 1))),
        ("施行日期：2021-03-01\n有效性：废止", "渡口办法", ValidityFields(date(2021, 3, 1), None, UNDATED)),
        ("[实施日期] 2021-03-01 [废止日期] ---- [有效性] 有效", "渡口办法", ValidityFields(date(2021, 3, 1))),
        ("渡口办法\n渡船已失效的证件应当更换。", "渡口办法", ValidityFields()),
    ],
)
def test_the_head_of_a_page(head: str, title: str, expected: ValidityFields) -> None:
    assert read(f"{head}\n第一条 为了管好渡口。\n", title) == expected


# --- whatever is read


PARTS = (
    *(
        "本办法",
        "自",
        "2021年3月1日",
        "起",
        "施行",
        "，",
        "。",
        "有效期",
        "5年",
        "《",
        "》",
        "（",
        "）",
        "同时废止",
        "“",
        "”",
    ),
    *("\n", "青府〔2010〕5号", "根据", "至", "9999年99月99日", "\ue000", "\uf000", "现予公布", "发布之日"),
)
PIECES = (
    "《",
    "本办法自",
    "自2021年1月1日起施行，",
    "“",
    "本",
    "有效期5年，",
    "现将",
    "（",
    "2021年",
    "《甲办法》废止",
    "经",
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=40))
def test_any_text_is_read_and_no_item_is_invented(parts: list[str]) -> None:
    text = "".join(parts)
    found = read(text)
    for item in found.repeals:
        assert item.split("（青府")[0] in text
    if found.effective and found.expires:
        assert found.effective <= found.expires


@pytest.mark.parametrize(
    "piece", ["《", "本办法自", "自2021年1月1日起施行，", "“", "本", "有效期5年，", "现将", "（", "2021年"]
)
def test_the_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(times: int) -> float:
        # Sentences of up to 4,000 characters: longer ones are passed over.
        text = f"{piece * (4000 // len(piece))}施行。\n" * times
        start = time.perf_counter()
        read(text)
        return time.perf_counter() - start

    seconds(1)
    assert seconds(40) < max(0.5, 12 * seconds(10))
