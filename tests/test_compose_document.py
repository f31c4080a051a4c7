"""What a document says of itself: read from the question, found in the text, cited."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Hit, Index, parse_document
from qa.compose_document import document_fact, is_unstated, read_document_question, target, write_document
from qa.document_facts import stated
from qa.document_nouns import Fact
from qa.document_question import Wanted
from qa.document_words import ASKED
from qa.knowledge import Knowledge, knowledge_of
from qa.question import Language, read_question
from qa.sheet import Sheet
from tests.conftest import HashEmbedder

# In pieces: the form of a number that may be somebody's stands nowhere in the repository.
MOBILE = "".join(("139", "0000", "1111"))
DREDGING = """ 海水务政案函〔2019〕7号
海风市水务局关于对20190123号
提案的答复函
\t尊敬的陈小河委员：
《关于清理青螺港淤泥的提案》收悉，现就有关情况答复如下：
一、清淤安排
2019年3月2日，我局组织船队清理青螺港，当年运走淤泥三万方。
此函。
海风市水务局
2019年6月18日

\t联系人
\t林大海
\t联系电话
\t0999-5550123、MOBILE
""".replace("MOBILE", MOBILE)
FOREST = """---
title: 海风市林业局关于20200045号提案答复的函
reference: 海林案函〔2020〕12号
issuer: 海风市林业局
date: 2020-08-03
---
# 海风市林业局关于20200045号提案答复的函

- 文号：海林案函〔2020〕12号
- 提案号：20200045号
- 答复对象：白帆党海风市委会
- 答复单位：海风市林业局（市林业局）
- 答复日期：2020年8月3日

## 护林员

全市护林员共四十人，2020年5月1日起每日巡山。
"""
PARKS = """# 海风市公园发展工作方案（2021-2023年）

## 一、目标

新建口袋公园十二处。各区每年十一月底前报送进展。
"""


@pytest.fixture(scope="module")
def small() -> Index:
    texts = {"dredging.txt": DREDGING, "forest.md": FOREST, "parks.md": PARKS}
    return Index.from_documents([parse_document(text, name) for name, text in texts.items()], HashEmbedder())


@pytest.fixture(scope="module")
def known(small: Index) -> Knowledge:
    return knowledge_of(small)


def named(small: Index, source: str) -> Document:
    return next(document for document in small.documents() if document.sources[0].startswith(source))


def said(fact: Fact, document: Document) -> str | None:
    place = document_fact(Wanted((fact,)), document)
    return document.text[slice(*place)] if place else None


def written(question: str, small: Index, known: Knowledge) -> Sheet | None:
    asked = read_question(question)
    sheet = Sheet(asked.language)
    done = write_document(sheet, asked.text, small.search(asked.text, 5), known, small.documents())
    assert done == bool(sheet.lines) == bool(sheet.citations)
    return sheet if done else None


# --- questions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "question"),
    [
        (("issued",), "那份给陈小河委员的答复，落款时间是什么时候"),
        (("issued",), "陈小河委员的提案是哪天答复的？"),
        (("issued",), "水务局是什么时候答复陈小河委员的提案的"),
        (("issued",), "这份通知是哪天印发的？"),
        (("issued",), "《青螺港管理办法》是什么时候公布的"),
        (("issued",), "20190123号提案的答复日期"),
        (("issued",), "哪天发的那份函？"),
        (("issued",), "陈小河委员那份答复是几号盖章的"),
        (("issued",), "the reply to proposal 20190123, what date was it signed?"),
        (("issuer",), "20190123号提案答复 who issued it?"),
        (("issuer",), "哪个部门负责答复20190123号提案"),
        (("reference",), "What is the official number of the letter answering proposal 20190123?"),
        (("issued",), "公园方案是哪年哪月出台的"),
        (("issued",), "海林案函〔2020〕12号是什么时候发的"),
        (("issued",), "答覆陳小河委員的函是幾月幾日發出的？"),
        (("issued",), "When was the reply to member Chen Xiaohe issued?"),
        (("issued",), "On what date was the 2019 reply on dredging signed?"),
        (("issued",), "When did the water bureau reply to Chen Xiaohe's proposal?"),
        (("issued",), "What date does the reply to proposal 20190123 bear?"),
        (("issued",), "Welches Datum trägt das Antwortschreiben an Chen Xiaohe?"),
        (("issued",), "Quand la réponse à Chen Xiaohe a-t-elle été signée ?"),
        (("issued",), "¿Cuándo se emitió la respuesta a Chen Xiaohe?"),
        (("issued",), "陳小河委員への回答はいつ出されましたか。"),
        (("issued",), "20190123호 제안에 대한 답변은 언제 발행되었나요?"),
        (("reference",), "陈小河 答复 发文字号"),
        (("reference",), "What is the document number of the letter to the White Sail Party?"),
        (("reference",), "Welches Aktenzeichen hat die Antwort auf den Vorschlag 20190123?"),
        (("reference",), "陳小河委員への回答の文書番号は何ですか。"),
        (("issuer",), "哪个局答复了陈小河委员？"),
        (("issuer",), "这份方案是哪个部门印发的？"),
        (("issuer",), "Who wrote the letter to the White Sail Party?"),
        (("issuer",), "The reply to proposal 20190123 was signed by which agency?"),
        (("issuer",), "Qui a signé la réponse à Chen Xiaohe ?"),
        (("issuer",), "이 답변서는 어느 기관이 작성했나요?"),
        (("addressee",), "这份函是答复给哪位委员的？"),
        (("addressee",), "20190123号提案是谁提的？"),
        (("addressee",), "Who is the reply on dredging addressed to?"),
        (("contact",), "20190123号提案答复的联系人是谁？"),
        (("contact", "phone"), "20190123号提案答复的联系人和联系电话是什么"),
        (("phone",), "陈小河委员那份答复的联系人电话是多少"),
        (("phone",), "what phone number is given in the reply to Chen Xiaohe"),
        (("phone",), "回答書に記載された電話番号は何番ですか。"),
        (("title",), "公园方案的全称是什么"),
        (("title",), "What is the full title of the park plan?"),
        (("proposal title",), "20190123号提案的题目是什么"),
        (("proposal number",), "陈小河委员的提案编号是多少"),
        (("reference", "issued"), "答复陈小河委员的函的文号和日期分别是什么？"),
    ],
)
def test_a_question_about_a_document_is_known_by_what_it_asks(facts: tuple[Fact, ...], question: str) -> None:
    wanted = read_document_question(question)
    assert wanted is not None
    assert wanted.facts == facts


@pytest.mark.parametrize(
    "question",
    [
        "观测站哪天获批的？",
        "国家林业局哪天批复同意建设这个观测站？",
        "委员是哪天和工作人员沟通的？",
        "20190123号提案办理人员哪天与委员联系？",
        "可以电话咨询吗",
        "通过电话和微信沟通是在哪天",
        "方案要求几月几日前报送进展",
        "哪个部门颁发许可证",
        "陈小河委员的手机号是多少",
        "举报电话是多少",
        "救护站的电话是多少",
        "方案的时间安排是什么",
        "答复里提到的那份通知是哪天印发的",
        "强港方案依据的那份通知，文号是多少",
        "方案由哪个部门牵头落实",
        "方案里由谁负责发布年度数据",
        "两份答复哪份更早",
        "那座论坛的题目是什么",
        "药品的批准文号是多少",
        "谁建议设立法庭",
        "When was the observatory approved?",
        "Which agency issued the licence?",
        "What phone number can shops call to report fakes?",
        "How many notices were issued in 2019?",
        "Who leads the measure in the plan on forests?",
        "What is the document number of the opinions that the plan is based on?",
        "When did staff contact the member by phone?",
        "What is the name of the plan's pilot zone?",
        "Wann wurde das Zentrum genehmigt?",
        "¿Cuándo se aprobó el plan?",
        "担当者が委員と電話で連絡したのはいつですか。",
        "담당자가 위원과 전화로 소통한 날짜는 언제인가요?",
        "",
    ],
)
def test_a_question_about_what_a_document_tells_of_is_not_taken(question: str) -> None:
    assert read_document_question(question) is None


# --- facts -----------------------------------------------------------------------------------------------------------


OF_FORCE = {"effective", "expires", "in force"}  # tests/test_document_in_force.py


def test_head_and_foot_of_a_letter_are_found(small: Index) -> None:
    letter = named(small, "dredging")
    assert {fact: said(fact, letter) for fact in (*ASKED, "proposal title") if fact not in OF_FORCE} == {
        "issued": "2019年6月18日",
        "reference": "海水务政案函〔2019〕7号",
        "issuer": "海风市水务局",
        "addressee": "陈小河委员",
        "contact": "林大海",
        "phone": f"0999-5550123、{MOBILE}",
        "title": "海风市水务局关于对20190123号\n提案的答复函",
        "proposal number": "20190123号",
        "proposal title": "《关于清理青螺港淤泥的提案》",
    }
    signed = stated("issuer", letter)
    assert signed
    assert signed.start > letter.text.index("此函。")


def test_labelled_lines_are_found_below_the_front_matter(small: Index) -> None:
    reply = named(small, "forest")
    found = {fact: stated(fact, reply) for fact in ("issued", "reference", "issuer", "addressee", "proposal number")}
    assert all(one and one.start >= reply.body_start for one in found.values())
    assert said("issued", reply) == "2020年8月3日"
    assert said("issuer", reply) == "海风市林业局"
    assert said("addressee", reply) == "白帆党海风市委会"
    assert found["issued"]
    assert found["issued"].quote
    assert reply.text[slice(*found["issued"].quote)] == "答复日期：2020年8月3日"


def test_what_a_document_does_not_say_stands_nowhere(small: Index) -> None:
    plan = named(small, "parks")
    assert [fact for fact in ASKED if stated(fact, plan)] == ["title"]
    assert said("contact", named(small, "forest")) is None


def test_front_matter_is_the_last_resort() -> None:
    document = parse_document("---\ntitle: 通告\nissuer: 海风市港务局\ndate: 2020-01-05\n---\n码头关闭。\n", "a.md")
    assert document.issued == date(2020, 1, 5)
    assert said("issued", document) == "2020-01-05"
    assert said("issuer", document) == "海风市港务局"


def test_several_telephone_numbers_leave_open_which_is_meant() -> None:
    text = "关于年检的通知\n各区：\n请按时年检。\n东区联系电话：5550001\n西区联系电话：5550002\n"
    assert said("phone", parse_document(text, "a.txt")) is None
    foot = parse_document("关于年检的通知\n年检。\n（联系人：林大海、石小川，联 系 电 话：55500017）\n", "a.txt")
    assert (said("contact", foot), said("phone", foot)) == ("林大海、石小川", "55500017")


def test_a_line_of_keywords_is_no_addressee() -> None:
    text = "关于年检的通知\n主 题 词：\n海风市各区、各船务公司：\n请按时年检。\n"
    assert said("addressee", parse_document(text, "a.txt")) == "海风市各区、各船务公司"


def test_the_last_of_two_equal_dates_is_the_signature() -> None:
    text = "海风市港务局关于封港的通知\n2020年1月5日起封港。\n特此通知。\n海风市港务局\n2020年1月5日\n"
    found = stated("issued", parse_document(text, "a.txt"))
    assert found
    assert found.start == text.rindex("2020年")
    assert found.quote == (text.rindex("海风市港务局"), len(text) - 1)


@settings(max_examples=60, deadline=None)
@given(st.text("海风市局关于的答复函《》提案号尊敬：\n 联系人电话20195年月日一二〔〕*|", max_size=120))
def test_a_fact_is_a_span_of_its_document_inside_its_quote(text: str) -> None:
    document = parse_document(text, "a.md")
    for fact in (*ASKED, "proposal title"):
        found = stated(fact, document)
        if found:
            assert 0 <= found.start < found.end <= len(document.text)
            first, last = found.quote or (found.start, found.end)
            assert 0 <= first <= found.start < found.end <= last <= len(document.text)


# --- which document --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("20190123号提案的答复是哪天发的", "dredging"),
        ("第45号提案的答复是哪天发的", "forest"),
        ("海林案函[2020]12号的落款日期", "forest"),
        ("〔2019〕7号函的联系电话", "dredging"),
        ("7号函的联系电话", "dredging"),
        ("2020年的答复是哪天发的", "forest"),
        ("给陳小河委員的答覆是哪天發的", "dredging"),
        ("When was the reply to Chen Xiaohe issued?", "dredging"),
        ("When was Xiaohe Chen's proposal answered?", "dredging"),
        ("给白帆党的答复是哪天发的", "forest"),
        ("《关于清理青螺港淤泥的提案》是哪天答复的", "dredging"),
        ("青螺港那份答复的文号", "dredging"),
        ("公园方案的全称是什么", "parks"),
        ("2021年方案的全称是什么", "parks"),
    ],
)
def test_a_document_is_told_by_number_addressee_title_kind_or_subject(question: str, source: str, small: Index) -> None:
    meant = target(question, (), small.documents())
    assert meant
    assert meant.sources[0].startswith(source)


@pytest.mark.parametrize(
    "question",
    [
        "20190999号提案的答复是哪天发的",
        "〔2018〕7号函的联系电话",
        "给王建国委员的答复是哪天发的",
        "When was the reply to Wang Jianguo issued?",
        "2016年的答复是哪天发的",
        "《关于夜间停车的提案》是哪天答复的",
        "那份通知的文号",
        "公园规划是哪天印发的",
        "那份答复是哪天发的",
    ],
)
def test_no_document_is_meant_where_none_fits_or_two_do(question: str, small: Index) -> None:
    assert target(question, (), small.documents()) is None


def test_hits_decide_between_equals_only_by_a_clear_majority(small: Index) -> None:
    def hits(*sources: str) -> Sequence[Hit]:
        first = {
            source: next(c for c in small.chunks if c.document.sources[0].startswith(source)) for source in sources
        }
        return [Hit(first[source], 1.0, {}) for source in sources]

    question, documents = "那份答复是哪天发的", small.documents()
    meant = target(question, hits("forest", "dredging", "forest", "parks", "parks"), documents)
    assert meant == named(small, "forest")
    assert target(question, hits("forest", "dredging", "forest", "dredging", "dredging"), documents) is None


# --- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "headline", "short", "quotes"),
    [
        ("给陈小河委员的答复是哪天发的", "2019年6月18日 [1]", ["2019年6月18日"], ["海风市水务局\n2019年6月18日"]),
        (
            "When was the reply to Chen Xiaohe issued?",
            "2019年6月18日 (June 18, 2019) [1]",
            ["2019年6月18日"],
            ["海风市水务局\n2019年6月18日"],
        ),
        ("20200045号提案答复的文号", "海林案函〔2020〕12号 [1]", ["海林案函〔2020〕12号"], None),
        ("20200045号提案是哪个局答复的", "海风市林业局 [1]", ["海风市林业局"], ["答复单位：海风市林业局（市林业局）"]),
        (
            "20190123号提案答复 联系人和联系电话",
            f"林大海和0999-5550123、{MOBILE} [1][2]",
            ["林大海", f"0999-5550123、{MOBILE}"],
            ["联系人\n\t林大海", f"联系电话\n\t0999-5550123、{MOBILE}"],
        ),
        ("Whose proposal was no. 20190123?", None, ["陈小河委员"], None),
    ],
)
def test_the_fact_is_answered_with_the_line_it_stands_in(
    question: str,
    headline: str | None,
    short: list[str],
    quotes: list[str] | None,
    small: Index,
    known: Knowledge,
) -> None:
    sheet = written(question, small, known)
    assert sheet
    assert headline is None or sheet.headline == headline
    assert sheet.short == short
    assert quotes is None or [citation.quote for citation in sheet.citations] == quotes
    for one in sheet.short:
        assert any(one in citation.quote for citation in sheet.citations)
    for citation in sheet.citations:
        assert f"[{citation.number}]" in sheet.headline
        assert citation.quote in sheet.text


@pytest.mark.parametrize(
    ("question", "unstated"),
    [
        ("20200045号提案答复的联系电话", True),
        ("公园方案是哪天印发的", True),
        ("给陈小河委员的答复是哪天发的", False),
        ("那份答复是哪天发的", False),
        ("全市有多少护林员", False),
    ],
)
def test_what_one_document_is_asked_for_and_does_not_say_is_known(
    question: str, unstated: bool, small: Index, known: Knowledge
) -> None:
    hits = small.search(question, 5)
    assert is_unstated(question, hits, known, small.documents()) == unstated
    if unstated:
        assert written(question, small, known) is None


def test_without_documents_those_of_the_first_hits_are_looked_at(small: Index, known: Knowledge) -> None:
    sheet = Sheet("zh")
    hits = [hit for hit in small.search("护林员", 9) if hit.chunk.document.sources[0] == "forest.md"]
    assert not write_document(sheet, "给陈小河委员的答复是哪天发的", hits, known)
    assert write_document(sheet, "给白帆党的答复是哪天发的", hits, known)


_WORDS = ["答复", "函", "提案", "哪天", "发的", "文号", "谁", "陈小河委员", "20190123号", "联系人"]


@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.sampled_from(_WORDS), max_size=8), language=st.sampled_from(["zh", "en", "ja"]))
def test_whatever_is_asked_the_sheet_is_written_whole_or_not_at_all(
    words: list[str], language: Language, small: Index, known: Knowledge
) -> None:
    sheet = Sheet(language)
    question = "".join(words)
    done = write_document(sheet, question, small.search(question or "函", 5), known, small.documents())
    assert done == bool(sheet.lines)
    assert all(any(one in citation.quote for citation in sheet.citations) for one in sheet.short)


def test_of_the_question_sets_only_questions_about_documents_are_taken(shared: Path, root: Path) -> None:
    taken = set()
    for file in (shared / "eval/dev.jsonl", root / "eval/data/gold.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if read_document_question(row["question"]):
                taken.add(row["id"])
    assert taken == {"d065", "d120", "g041", "g042", "g043"}
