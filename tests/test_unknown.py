"""What of a question stands in no document, and how far a passage covers a question."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Chunk, Document, Index, parse_document, read_documents, split_sections
from qa.coverage import Coverage, together
from qa.knowledge import knowledge_of
from qa.named_numbers import years_in
from qa.question import read_question
from qa.unknown import unknown_words
from qa.vocabulary import Vocabulary
from tests.conftest import HashEmbedder

PLAN = """东湖市林业局关于印发东湖市林业发展方案(2031-2033年)的通知

一、总体要求
东湖市与杭州、重庆合作,参加京津冀和粤港澳论坛。依据“十五五”规划,2030年3月8日批准《东湖林业条例》第四十一条。
二、主要任务
1.建设苗圃
到2033年新增苗圃120个,由林业局牵头,海关配合。引进芬兰的NFC标签,林泽远教授担任顾问。
2.防治虫害
发现虫害后三天内处置,去年查处案件57件,奖励举报人。
3.保护湿地
湿地面积不低于46%,世界知识产权组织提供培训。
东林函〔2032〕18号
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return vocabulary_of([parse_document(PLAN, "plan.txt")])


def vocabulary_of(documents: Sequence[Document]) -> Vocabulary:
    return knowledge_of(Index.from_documents(documents, HashEmbedder(), sentences=False)).vocabulary


def found(question: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    return [(one.word, one.kind) for one in unknown_words(read_question(question), vocabulary)]


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("上海市新增多少苗圃？", "上海"),
        ("廣州有幾個苗圃？", "廣州"),
        ("How many nurseries does Nanjing have?", "Nanjing"),
        ("how many nurseries does chengdu have", "chengdu"),
        ("Wie viele Baumschulen hat Schanghai?", "Schanghai"),
        ("Combien de pépinières à Canton ?", "Canton"),
        ("¿Cuántos viveros tiene Pekín?", None),
        ("상하이의 묘포는 몇 개입니까?", "상하이"),
        ("広州の苗圃は何か所ですか。", "広州"),
        ("What does Singapore do against pests?", "Singapore"),
        ("Which nurseries are in New York?", "New York"),
        ("What about Hong Kong and Macao?", None),
        ("天津和河北做什么？", None),
        ("Hangzhou and Chongqing?", None),
        ("大理石苗圃", None),
        ("东西安排在哪里", None),
    ],
)
def test_places(vocabulary: Vocabulary, question: str, word: str | None) -> None:
    assert [one for one in found(question, vocabulary) if one[1] == "place"] == ([(word, "place")] if word else [])


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("2035年新增多少苗圃？", "2035"),
        ("二〇三二年新增多少苗圃？", None),
        ("How many nurseries by 2035?", "2035"),
        ("How many nurseries in the 2034-2036 plan?", "2034-2036"),
        ("What did the 2031-2036 plan say?", "2031-2036"),
        ("What did the plan for 2032 say?", None),
        ("What of 2031 to 2033?", None),
        ("34年上半年新增多少苗圃？", "34年"),
        ("32年上半年新增多少苗圃？", None),
        ("近20年新增多少苗圃？", None),
        ("有2050家企业吗", None),
        ("“十四五”期间有多少苗圃？", "十四五"),
        ("“十五五”期间有多少苗圃？", None),
        ("What does the 14th Five-Year Plan want?", "14th Five-Year"),
        ("What does the fifteenth five-year plan want?", None),
        ("2030年3月8日批准了什么？", None),
        ("2030年4月9日批准了什么？", "4月9日"),
        ("What was approved on March 8, 2030?", None),
        ("What was approved on 9 April 2030?", "9 April"),
        ("Which may 12 firms use?", None),
    ],
)
def test_years_and_dates(vocabulary: Vocabulary, question: str, word: str | None) -> None:
    assert [one for one in found(question, vocabulary) if one[1] == "year"] == ([(word, "year")] if word else [])


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Who leads measure 9?", "measure 9"),
        ("Who leads measure 2?", None),
        ("Who leads the 8th measure?", "8th measure"),
        ("第九条措施由谁牵头？", "第九条"),
        ("第3条措施由谁牵头？", None),
        ("第四十一条措施由谁牵头？", "第四十一条"),
        ("条例第四十一条说什么？", None),
        ("条例第四十二条说什么？", "第四十二条"),
        ("Qui pilote la mesure n° 9 ?", "mesure n° 9"),
        ("¿Quién dirige la medida 2?", None),
        ("Wer leitet Maßnahme 9?", "Maßnahme 9"),
        ("제9조는 무엇인가요?", "제9조"),
        ("措置9の主管はどこですか。", "措置9"),
        ("东林函〔2032〕18号说什么？", None),
        ("东林函〔2032〕19号说什么？", "〔2032〕19"),
        ("建议一个办法", None),
        ("measure 46% of the wetland", None),
    ],
)
def test_measures_and_references(vocabulary: Vocabulary, question: str, word: str | None) -> None:
    assert [one for one in found(question, vocabulary) if one[1] == "number"] == ([(word, "number")] if word else [])


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("《东湖林业条例》说什么？", []),
        ("《东湖牧业条例法》说什么？", ["《东湖牧业条例法》"]),
        ("《东湖林业条列》说什么？", []),
        ("Does NFC matter, or ZQX?", ["ZQX"]),
        ("What does WIPO do?", []),
        ("Is Lin Zeyuan an adviser?", []),
        ("Is Tesla an adviser?", ["Tesla"]),
        ("ChatGPT能防治虫害吗", ["ChatGPT"]),
        ("What does Donghu do about pests in Finland?", []),
        ("WHO LEADS NURSERIES?", []),
        ("When, in January or May, are Nurseries built?", []),
    ],
)
def test_names(vocabulary: Vocabulary, question: str, words: list[str]) -> None:
    assert [word for word, kind in found(question, vocabulary) if kind == "name"] == words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who leads the nurseries?", []),
        ("who leads the nurserys for customs", []),
        ("Who plays football?", ["football"]),
        ("Who protects trade secrets?", ["trade secrets"]),
        ("商业秘密由谁保护？", ["商业秘密"]),
        ("哪些单位什么时候怎么处置虫害？", []),
        ("春天有多少苗圃？", ["春天"]),
    ],
)
def test_words(vocabulary: Vocabulary, question: str, words: list[str]) -> None:
    assert [word for word, kind in found(question, vocabulary) if kind == "word"] == words


def test_several_come_in_their_order_and_once(vocabulary: Vocabulary) -> None:
    assert found("2040年上海和2040年南京有“绿色航道”吗？", vocabulary) == [
        ("2040", "year"),
        ("上海", "place"),
        ("南京", "place"),
        ("“绿色航道”", "name"),
    ]


def test_without_documents_everything_asked_is_unknown() -> None:
    nothing = vocabulary_of([])
    assert found("杭州2031年", nothing) == [("杭州", "place"), ("2031", "year")]


@given(st.lists(st.text("林业新增苗圃湿地", min_size=1, max_size=5), max_size=8))
def test_many_words_are_looked_up_as_each_is(vocabulary: Vocabulary, words: list[str]) -> None:
    listed = [*words, "苗圃", "林业局", "林业发展", "新增苗圃", "湿地面积", "发展林业"]
    assert vocabulary.held(listed) == [word for word in listed if vocabulary.holds(word)]


texts = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["上海", "2040", "第九条", "《甲乙丙丁》", "ﬁn", "Straße", "measure 9", " ", "㎡", "Nanjing", "“"]
        ),
        max_size=8,
    ).map("".join),
)


@settings(max_examples=80, deadline=None)
@given(texts)
def test_what_is_found_stands_in_the_question(vocabulary: Vocabulary, text: str) -> None:
    question = read_question(text)
    words = unknown_words(question, vocabulary)
    assert all(one.word and one.word in question.text for one in words)
    assert len(set(words)) == len(words)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_a_document_says_is_known(vocabulary: Vocabulary, data: st.DataObject) -> None:
    line = data.draw(st.sampled_from([line for line in PLAN.split("\n") if len(line) > 6]))
    assert {one.kind for one in unknown_words(read_question(line), vocabulary)} <= {"word"}


def test_years_of_a_span() -> None:
    assert years_in("2019-2021年") == {2019, 2020, 2021}
    assert years_in("甲,2018年;乙20180063") == {2018}
    assert years_in("from 2020 to 2022, 1.2021 and 2021%") == {2020, 2021, 2022}


def passage(heading: str) -> Chunk:
    document = parse_document(PLAN, "plan.txt")
    section = next(one for one in split_sections(document) if one.path and heading in one.path[-1])
    return Chunk("x", document, section.path, section.start, section.end)


def test_the_passage_that_answers_covers_more(vocabulary: Vocabulary) -> None:
    question = read_question("到2033年新增多少苗圃？")
    right = together(question, passage("苗圃"), "到2033年新增苗圃120个", vocabulary)
    wrong = together(question, passage("虫害"), "发现虫害后三天内处置", vocabulary)
    assert right.passage > wrong.passage
    assert right.sentence > wrong.sentence
    assert right.document == wrong.document
    english = read_question("How many nurseries are added by customs?")
    assert (
        together(english, passage("苗圃"), "", vocabulary).passage
        > together(english, passage("湿地"), "", vocabulary).passage
    )


def test_years_numbers_and_places_of_a_passage(vocabulary: Vocabulary) -> None:
    chunk = passage("苗圃")

    def covered(question: str) -> Coverage:
        return together(read_question(question), chunk, "", vocabulary)

    none = covered("苗圃怎么建？")
    assert (none.years, none.numbers, none.places, none.contradicted) == (1.0, 1.0, 1.0, 0.0)
    other = covered("2040年苗圃怎么建？")
    assert (other.years, other.contradicted) == (0.0, 1.0)
    both = covered("2032年和2040年苗圃怎么建？")  # 2031-2033 stands in the title
    assert (both.years, both.contradicted) == (0.5, 0.0)
    assert covered("哪些苗圃有120个？").numbers == 1.0
    assert covered("哪些苗圃有130个？").numbers == 0.0
    assert covered("上海的苗圃").places == 0.0
    assert covered("芬兰的苗圃").places == 1.0


@settings(max_examples=60, deadline=None)
@given(texts, texts)
def test_coverage_is_a_share(vocabulary: Vocabulary, text: str, sentence: str) -> None:
    cover = together(read_question(text), passage("虫害"), sentence, vocabulary)
    assert all(0 <= getattr(cover, name) <= 1 for name in Coverage.__dataclass_fields__)


def measured(documents: Path, questions: Path) -> Counter[tuple[bool, str]]:
    """How many questions have an unknown word of a kind, by (answerable, kind); "" counts all questions."""
    read = read_documents([documents]).documents
    known = vocabulary_of(read)
    counted: Counter[tuple[bool, str]] = Counter()
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        kinds = {one.kind for one in unknown_words(read_question(row["question"]), known)}
        counted.update((row["kind"] != "unanswerable", kind) for kind in kinds | {""})
    return counted


def test_answerable_questions_of_the_originals_have_hardly_any(shared: Path) -> None:
    counted = measured(shared / "corpus", shared / "eval" / "dev.jsonl")
    assert sum(counted[True, kind] for kind in ("place", "year", "number", "name")) <= 1
    assert counted[True, "word"] <= 0.05 * counted[True, ""]
    assert sum(counted[False, kind] for kind in ("place", "year", "number")) >= 4


def test_answerable_questions_of_the_shipped_gold_have_hardly_any(root: Path) -> None:
    counted = measured(root / "corpus", root / "eval" / "data" / "gold.jsonl")
    assert sum(counted[True, kind] for kind in ("place", "year", "number", "name")) <= 2
    assert counted[True, "word"] <= 0.05 * counted[True, ""]
    assert sum(counted[False, kind] for kind in ("place", "year", "number")) >= 5
