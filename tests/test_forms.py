"""Whether a sentence holds the kind of thing that is asked for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Hit
from qa.answer import Span
from qa.forms import holds, lacks, telling_first
from qa.kinds import Asked, read_kind
from qa.question import language_of
from tests.word_reader import documents_index


def asked(question: str) -> Asked:
    return read_kind(question, language_of(question))


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("渡轮票价是多少元？", "渡轮每次收费12元。", True),
        ("渡轮票价是多少元？", "渡轮每天开行。", False),
        ("罚款最高几倍？", "罚款最高为票价的五倍。", True),
        ("乘客增加了百分之几？", "乘客共3000人。", False),
        ("乘客增加了百分之几？", "乘客增加了12.5%。", True),
        ("渡口哪天开放？", "渡口于2020年3月1日开放。", True),
        ("渡口哪天开放？", "渡口由渔政站管理。", False),
        ("渡口的站长是谁？叫什么名字", "站长由渔政站任命。", False),
        ("Who is the director of the harbour office?", "港务站主任王海。", True),
        ("Who is the director of the harbour office?", "港务站设在东码头。", False),
        ("为什么停航？", "因大雾停航。", True),
        ("有多少人，涨了多少百分点？", "共300人。", False),
    ],
)
def test_forms(question: str, text: str, expected: bool) -> None:
    assert holds(read_kind(question, language_of(question)), text) is expected


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("渔政站的联系电话是多少？", ("phone",)),
        ("渔政站 电话", ("phone",)),
        ("What is the phone number of the harbour office?", ("phone",)),
        ("通过电话沟通是哪天？", ()),
        ("Which day did they phone the captain?", ()),
        ("投诉邮箱是什么", ("email",)),
        ("Which e-mail should I write to?", ("email",)),
        ("渡口管理处的网址？", ("website",)),
        ("渡口管理处的详细地址是什么", ("street",)),
        ("渡口管理处的地址在哪里", ("address",)),
        ("What is the street address of the ferry office, and what are its opening hours?", ("street", "hours")),
        ("How does the plan address silting?", ()),
        ("候船室几点开门？", ("hours",)),
        ("窗口营业到几点？", ("hours",)),
        ("每艘船的用水定额是多少？", ()),
        ("乘客增加了百分之几？", ("percent",)),
        ("By what percentage did traffic grow?", ("percent",)),
        ("疏浚花了多少钱？", ("money",)),
        ("渡轮由哪家公司运营？", ("company",)),
        ("What is the name of the company that runs the ferry?", ("company",)),
        ("有多少家公司参加？", ()),
        ("哪个企业联盟牵头？", ()),
        ("渡口由哪个部门管理？", ()),
        ("新站长是谁任命的？", ()),
    ],
)
def test_forms_asked_for_by_name(question: str, forms: tuple[str, ...]) -> None:
    assert asked(question).forms == forms


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("渔政站的联系电话是多少？", "联系电话：0597-2231456。", ()),
        ("渔政站的联系电话是多少？", "咨询可拨12345热线。", ()),
        ("渔政站的联系电话是多少？", "第20190317号提案由渔政站承办，共查处31275件。", ("phone",)),
        ("投诉邮箱是什么", "意见请发至dukou@example.org。", ()),
        ("投诉邮箱是什么", "意见请书面提交。", ("email",)),
        ("渡口管理处的详细地址是什么", "管理处设在青石镇滨江路18号。", ()),
        ("渡口管理处的详细地址是什么", "管理处位于青石镇。", ("street",)),
        ("渡口管理处的地址在哪里", "管理处位于青石镇。", ()),
        ("候船室几点开门？", "候船室每日6:30开放。", ()),
        ("候船室几点开放？", "候船室6时至21时开放。", ()),
        ("候船室几点开门？", "候船室于2个工作日内修好。", ("hours",)),
        ("偷渡一次罚款多少？", "全年查处31起，罚没款27万元。", ("penalty",)),
        ("偷渡一次罚款多少？", "偷渡的，处二百元以上五百元以下罚款。", ()),
        ("偷渡一次罚款多少？", "违反的，罚款80元。", ()),
        ("偷渡一次罚款多少？", "行为：偷渡；罚款金额：50元", ()),
        ("偷渡怎么处罚？", "偷渡的，责令改正，通报批评。", ()),
        ("2019年罚款多少？", "全年查处31起，罚没款27万元。", ()),
        ("去年一共罚款多少万元？", "全年查处31起，罚没款27万元。", ()),
        ("How much is the fine for poaching?", "全年查处31起，罚没款27万元。", ("penalty",)),
        ("How much is the fine for poaching?", "偷猎的，并处三千元罚款。", ()),
        ("How much were the fines in total?", "全年查处31起，罚没款27万元。", ()),
        ("候船室什么时候开放？", "候船室6时至21时开放。", ()),
        ("候船室什么时候开放？", "候船室于2019年5月1日开放。", ()),
        ("候船室什么时候开放？", "候船室于2019年5月竣工。", ("date",)),
        ("候船室什么时候正式开放的？", "候船室6时至21时开放。", ("date",)),
        ("When does the waiting room open?", "候船室6时至21时开放。", ()),
        ("When did the waiting room open?", "候船室6时至21时开放。", ("date",)),
        ("乘客增加了百分之几？", "乘客增加了三成。", ()),
        ("乘客增加了百分之几？", "乘客增加到5300人。", ("percent",)),
        ("疏浚花了多少钱？", "疏浚投入近860万。", ()),
        ("疏浚花了多少钱？", "疏浚土方35万方，修堤13万件。", ("money",)),
        ("渡轮由哪家公司运营？", "渡轮由江岳轮渡有限公司运营。", ()),
        ("渡轮由哪家公司运营？", "支持江岳、云帆等3家企业运营渡轮。", ()),
        ("渡轮由哪家公司运营？", "渡轮由社会资本运营，政府给予场地、资金等支持。", ("company",)),
        ("市长是谁？", "市长王海出席。", ()),
        ("市长是谁？", "副市长王海出席。", ("person",)),
        ("副市长是谁？", "王海副市长出席。", ()),
        ("副市长是谁？", "市长王海出席。", ("person",)),
        ("Who is the deputy mayor?", "副市长王海担任召集人。", ()),
        ("Who is the director of the harbour office?", "召集人为港务会会长李青山（原航校校长）。", ()),
        ("Who is the director of the harbour office?", "渔政站与王海教授联系。", ("person",)),
        ("谁是港务站主任？", "港务站负责人：周明远。", ()),
    ],
)
def test_what_is_asked_for_by_name_must_be_held(question: str, text: str, missing: tuple[str, ...]) -> None:
    assert lacks(asked(question), text) == missing


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("渡口哪天获批的？", "2020年3月1日，渡口获市政府批复。", ()),
        ("渡口哪天挂牌的？", "2020年3月1日，渡口获市政府批复。", ("date",)),
        ("When was the ferry pier approved?", "渡口于2020年3月1日经市政府同意。", ()),
        ("When was the agreement signed?", "2020年3月1日，渡口获市政府批复。", ("date",)),
        ("渡口哪天获批的？", "渡口已获批复。", ("date",)),
        ("答复是哪天发的？", "答复日期：2020年3月1日", ()),
        ("答复是哪天发的？", "2020年3月1日", ()),
        ("渡口是哪天？", "渡口。", ()),
    ],
)
def test_a_date_is_that_of_the_act_asked_for(question: str, text: str, missing: tuple[str, ...]) -> None:
    assert lacks(asked(question), text) == missing


@given(st.text(max_size=60), st.sampled_from(["渔政站电话是多少？", "市长是谁？", "哪天签署的？", "为什么停航？"]))
def test_what_a_text_holds_a_longer_one_holds(text: str, question: str) -> None:
    wanted = asked(question)
    told = "市长王海，电话0597-2231456，2020年3月1日签署协议。"
    assert lacks(wanted, told) == ()
    assert lacks(wanted, f"{text}。\n{told}") == ()


def test_the_sentence_that_dates_the_act_goes_first_where_it_is_nearly_as_good() -> None:
    chunk = next(one for one in documents_index().chunks if "同意印发" in one.text)
    text, hit = chunk.document.text, Hit(chunk, 1.0, {})
    at = text.index("山林防火规划于3月12日")
    other, dated = (
        Span(hit, chunk.start, chunk.start + 5, 1.0),
        Span(hit, at, text.index("。", at), 0.95),
    )
    assert telling_first([other, dated], asked("规划哪天批准的？")) == [dated, other]
    assert telling_first([other, replace(dated, score=0.5)], asked("规划哪天批准的？"))[0] is other
    assert telling_first([other, dated], asked("规划有几条？"))[0] is other
