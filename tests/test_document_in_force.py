"""When a document came into force, when it ends and whether it is in force: asked of the document itself."""

import pytest

from index import Index, parse_document
from qa import ask
from qa.compose_document import document_fact, read_document_question
from tests.conftest import HashEmbedder

PATROL = """青禾市林地巡护办法

第一条 为加强林地巡护，制定本办法。
第二条 巡护由市林业局牵头，市公安局配合。
第三条 本办法自2011年5月1日起施行，有效期5年。

青禾市人民政府
2011年4月12日
"""
CLEARING = """青禾市湖泊清淤规定

第一条 湖泊清淤由市水务局牵头，每年清淤一次，作业时间为每年三月。
第二条 本规定自印发之日起施行，有效期至2019年12月31日。

青禾市水务局
2015年1月2日
"""


@pytest.fixture(scope="module")
def index() -> Index:
    texts = {"patrol.txt": PATROL, "clearing.txt": CLEARING}
    return Index.from_documents([parse_document(text, name) for name, text in texts.items()], HashEmbedder())


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("林地巡护办法何时失效？", "有效期5年"),
        ("《青禾市林地巡护办法》的有效期是多久？", "有效期5年"),
        ("林地巡护办法什么时候施行？", "2011年5月1日"),
        ("《青禾市林地巡护办法》的施行日期", "2011年5月1日"),
        ("湖泊清淤规定什么时候到期", "2019年12月31日"),
        ("湖泊清淤规定何时生效？", "自印发之日起"),
        ("湖泊清淤规定现在还有效吗？", "本规定自印发之日起施行，有效期至2019年12月31日"),
        ("《青禾市湖泊清淤规定》废止了吗？", "本规定自印发之日起施行，有效期至2019年12月31日"),
        ("When does 《青禾市湖泊清淤规定》 expire?", "2019年12月31日"),
        ("When did the document 《青禾市林地巡护办法》 take effect?", "2011年5月1日"),
        ("Is the regulation 《青禾市湖泊清淤规定》 still in force?", "本规定自印发之日起施行，有效期至2019年12月31日"),
    ],
)
def test_its_days_are_told_as_they_stand(question: str, short: str, index: Index) -> None:
    answer = ask(question, index)
    assert answer.short == (short,)
    assert short in answer.citations[0].quote
    assert answer.warnings


def test_the_day_of_signature_is_not_the_day_it_applies_from() -> None:
    document = parse_document("青禾市通告\n\n本通告自2021年6月1日起施行。\n\n青禾市政府\n2021年4月2日\n", "a.txt")
    wanted = read_document_question("通告什么时候发布的？")
    assert wanted
    place = document_fact(wanted, document)
    assert place
    assert document.text[slice(*place)] == "2021年4月2日"


def test_of_a_rule_on_another_subject_nothing_is_told(index: Index) -> None:
    assert ask("林地巡护办法还有效吗？", index).citations[0].chunk.document.sources == ("patrol.txt",)
    assert not ask("停车管理规定有效期多久？", index).answered
    assert not ask("停车办法还有效吗？", index).answered


@pytest.mark.parametrize("question", ["计划什么时候到期？", "When does the plan expire?"])
def test_what_is_not_said_is_not_told(question: str) -> None:
    text = "青禾市植树计划\n\n一、目标\n\n自2021年3月1日起实施植树，植树由市林业局牵头。\n"
    assert not ask(question, Index.from_documents([parse_document(text, "a.txt")], HashEmbedder())).answered


def test_how_long_a_licence_lasts_is_not_how_long_the_document_does() -> None:
    later = "第四条 巡护许可证自发证之日起有效期3年。\n第五条 林火监测自发布之日起执行新标准。\n\n青禾市人民政府"
    document = parse_document(PATROL.replace("\n青禾市人民政府", later, 1), "patrol.txt")
    asked = {"林地巡护办法何时失效？": "有效期5年", "林地巡护办法什么时候施行？": "2011年5月1日"}
    for question, short in asked.items():
        wanted = read_document_question(question)
        assert wanted
        place = document_fact(wanted, document)
        assert place
        assert document.text[slice(*place)] == short
