"""Follow-ups: what they are understood as, what is left alone, and what they find."""

import json
import re
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import load
from qa import ask
from qa.followup import Understood, completed
from qa.followup_turn import Turn
from qa.question import LONGEST, read_question

FILE = Path(__file__).with_name("dialogues.jsonl")


@dataclass(frozen=True, slots=True)
class Dialogue:
    id: str
    lang: str
    turns: tuple[dict[str, Any], ...]


def dialogues() -> list[Dialogue]:
    rows = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [Dialogue(row["id"], row["lang"], tuple(row["turns"])) for row in rows]


def understood(*questions: str | Turn) -> Understood:
    """What the last of several questions is understood as."""
    *before, last = questions
    assert isinstance(last, str)
    return completed(read_question(last), [Turn(turn) if isinstance(turn, str) else turn for turn in before])


# --- the scripted dialogues -------------------------------------------------------------------------------------


def test_there_are_thirty_dialogues_in_the_languages_promised() -> None:
    found = [dialogue.lang for dialogue in dialogues()]
    assert [found.count(lang) for lang in ("zh", "zh-Hant", "en")] == [12, 4, 12]
    assert len(found) == 30
    assert len({dialogue.id for dialogue in dialogues()}) == 30
    assert all(2 <= len(dialogue.turns) <= 4 for dialogue in dialogues())


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda dialogue: dialogue.id)
def test_every_turn_of_a_dialogue_is_understood(dialogue: Dialogue) -> None:
    questions = [turn["question"] for turn in dialogue.turns]
    for at, turn in enumerate(dialogue.turns):
        found = understood(*questions[: at + 1])
        assert found.changed == (at > 0)
        assert found.from_ == tuple(questions[:at])
        assert [word for word in turn["has"] if word not in found.text] == []
        assert [word for word in turn["hasnot"] if word in found.text] == []


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda dialogue: dialogue.id)
def test_the_proof_of_every_turn_stands_in_the_shipped_corpus(dialogue: Dialogue, root: Path) -> None:
    for turn in dialogue.turns:
        assert turn["quote"] in (root / "corpus" / turn["doc"]).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(900)
def test_dialogues_find_the_proof_of_every_turn(real_folder: Path) -> None:
    index = load(real_folder)
    missed: dict[str, list[str]] = {}
    for dialogue in dialogues():
        history: list[str] = []
        for turn in dialogue.turns:
            hits = ask(turn["question"], index, history=tuple(history)).hits[:5]
            if not any(turn["doc"] in hit.chunk.document.sources and turn["quote"] in hit.chunk.text for hit in hits):
                missed.setdefault(dialogue.id, []).append(turn["question"])
            history.append(turn["question"])
    assert len(missed) <= 3, missed


# --- a new subject in the old question --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "asked", "text"),
    [
        ("码头由谁巡查？", "那公园呢？", "公园由谁巡查？"),
        ("碼頭由誰巡查？", "那公園呢？", "公園由誰巡查？"),
        ("2019年杭州受理了多少件商标申请？", "那专利呢？", "2019年杭州受理了多少件专利申请？"),
        ("2019年杭州受理了多少件商标申请？", "2020年呢？", "2020年杭州受理了多少件商标申请？"),
        ("2019年杭州受理了多少件商标申请？", "那宁波呢？", "2019年宁波受理了多少件商标申请？"),
        ("2019年上半年受理了多少件商标申请？", "下半年呢？", "2019年下半年受理了多少件商标申请？"),
        ("2019年上半年受理了多少件商标申请？", "2020年呢？", "2020年上半年受理了多少件商标申请？"),
        ("截至2019年6月底有多少家合作社？", "2020年呢？", "截至2020年有多少家合作社？"),
        ("民事案件有多少件？", "那刑事案件呢？", "刑事案件有多少件？"),
        ("第3条由谁牵头？", "第12条呢？", "第12条由谁牵头？"),
        ("河道清淤由谁牵头？", "配合单位呢？", "河道清淤由谁配合？"),
        ("河道清淤由谁牵头？", "那谁来配合？", "河道清淤由谁配合？"),
        ("河道清淤由誰牽頭？", "那誰來配合？", "河道清淤由誰配合？"),
        ("湖面巡查员有多少名？", "岸线巡查员呢？", "岸线巡查员有多少名？"),
        ("有多少家渔业合作社？", "茶叶合作社呢？", "有多少家茶叶合作社？"),
        ("How many trademark filings did Ningbo receive in 2019?", "and in 2020?", "in 2020?"),
        ("How many trademark filings did Ningbo receive in 2019?", "what about Hangzhou?", "did Hangzhou receive"),
        ("How many trademark filings did Ningbo receive in 2019?", "and for patents?", "How many patent filings did"),
        (
            "How many trademark filings came in 2019?",
            "And in the first half of 2020?",
            "came in the first half of 2020?",
        ),
        ("Which office leads river dredging?", "What about dock repairs?", "Which office leads dock repairs?"),
        ("How many fishing boats are there?", "And how many ferries?", "How many ferries are there?"),
        ("What does a foreign boat pay?", "and a domestic one?", "What does a domestic boat pay?"),
        ("Wie viele Patente wurden 2019 angemeldet?", "Und Marken?", "Wie viele Marken wurden 2019 angemeldet?"),
        ("Combien de brevets en 2019 ?", "Et en 2020 ?", "Combien de brevets en 2020 ?"),
        ("¿Cuántas patentes se pidieron en 2019?", "¿y en 2020?", "¿Cuántas patentes se pidieron en 2020?"),
        ("2019年に受理した商標は何件ですか", "2020年は？", "2020年に受理した商標は何件ですか"),
        ("2019년 상표 출원은 몇 건인가요?", "그럼 2020년은요?", "2020년 상표 출원은 몇 건인가요?"),
    ],
)
def test_what_is_new_takes_the_place_of_what_was_asked(old: str, asked: str, text: str) -> None:
    found = understood(old, asked)
    assert text in found.text
    assert found.changed


@pytest.mark.parametrize(
    ("old", "asked", "kept"),
    [
        ("How deep is the Qinghe canal?", "and in Ningbo?", ["How deep is the Qinghe canal", "in Ningbo"]),
        ("How deep is the canal?", "in 2019?", ["How deep is the canal", "in 2019"]),
        ("运河有多深？", "2019年呢？", ["2019年", "运河有多深"]),
        ("《2019年河道方案》由谁起草？", "2020年呢？", ["《2019年河道方案》", "2020年"]),
        ("2019-2021年方案由谁起草？", "2023年呢？", ["2019-2021年方案", "2023年"]),
    ],
)
def test_what_has_no_place_in_the_old_question_stands_beside_it(old: str, asked: str, kept: list[str]) -> None:
    assert all(part in understood(old, asked).text for part in kept)


# --- what names nothing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "asked", "kept", "gone"),
    [
        ("Which office leads river dredging?", "and who supports it?", ["who supports river dredging"], ["leads"]),
        ("When was the Qinghe lock built?", "Who runs it?", ["Who runs the Qinghe lock"], ["When"]),
        ("When was the Qinghe lock built?", "What is its depth?", ["the Qinghe lock's depth"], ["When"]),
        ("Who leads river dredging?", "Why?", ["Why", "river dredging"], []),
        ("How many boats were checked in 2019?", "How many of them were fined?", ["fined", "boats", "2019"], []),
        ("How many boats were checked in 2019?", "And how many were let go?", ["let go", "boats", "2019"], []),
        ("Who drafted the dock ordinance?", "When did that ordinance take effect?", ["effect", "dock ordinance"], []),
        ("河道清淤由谁牵头？", "为什么？", ["河道清淤", "为什么"], []),
        ("河道清淤由谁牵头？", "它的费用是多少？", ["河道清淤", "费用"], ["谁"]),
        ("青禾水闸是什么时候建成的？", "该机构由谁管理？", ["青禾水闸由谁管理"], ["什么时候", "该"]),
        ("青禾水闸由谁管理？", "规模有多大？", ["青禾水闸", "规模"], ["谁"]),
        ("全市有多少家合作社？", "具体是哪些？", ["合作社", "具体是哪些"], []),
        ("Wer leitet die Reinigung?", "Und wer unterstützt das?", ["Reinigung", "unterstützt"], ["leitet"]),
        ("Qui dirige le dragage ?", "Pourquoi ?", ["dragage"], []),
        ("¿Quién dirige el dragado?", "¿Y quién lo apoya?", ["dragado", "apoya"], ["dirige"]),
        ("浚渫は誰が主導しますか", "その理由は何ですか", ["浚渫", "理由"], []),
        ("준설은 누가 주관하나요?", "그것은 왜 필요한가요?", ["준설", "왜"], []),
    ],
)
def test_what_names_nothing_gets_the_last_subject(old: str, asked: str, kept: list[str], gone: list[str]) -> None:
    text = understood(old, asked).text
    assert [part for part in kept if part not in text] == []
    assert [part for part in gone if part in text] == []


def test_the_answer_is_meant_where_a_body_acts_and_an_ordinal_counts() -> None:
    office = Turn("哪个单位牵头河道清淤？", short=("青禾区水务站",))
    assert understood(office, "它还牵头哪些任务？").text == "青禾区水务站还牵头哪些任务？"
    assert "水务站" not in understood(office, "那谁来配合？").text
    english = Turn("Which office leads river dredging?", short=("Water Office",))
    assert understood(english, "What else does it lead?").text == "What else does Water Office lead?"
    assert understood(english, "Who supports it?").text == "Who supports river dredging?"
    listed = Turn("Which safeguards are listed?", short=("staff", "funds", "reviews"))
    assert understood(listed, "And the second one?").text.startswith("funds?")
    assert understood(listed, "And the last one?").text.startswith("reviews?")


def test_heading_and_title_of_the_last_answer_stand_in_where_the_question_has_no_subject() -> None:
    cited = Turn("夜里船只乱停归谁管？", path=("二、水面", "7. 加强船只停泊管理"), title="青禾区水面方案")
    assert understood(cited, "谁来配合？").text == "加强船只停泊管理：谁来配合？"
    assert understood(cited, "该方案什么时候出台？").text == "《青禾区水面方案》什么时候出台？"
    elsewhere = Turn("夜里船只乱停归谁管？", path=("基本情况",))
    assert "基本情况" not in understood(elsewhere, "谁来配合？").text


# --- chains -----------------------------------------------------------------------------------------------------


def test_a_chain_is_understood_from_its_first_question() -> None:
    chain = ["2019年杭州受理了多少件商标申请？", "那专利呢？", "2020年呢？", "宁波呢？"]
    found = understood(*chain)
    assert found == Understood("2020年宁波受理了多少件专利申请？", True, tuple(chain[:3]))


def test_a_question_that_stands_alone_ends_the_chain() -> None:
    found = understood("河道清淤由谁牵头？", "那谁来配合？", "青禾水闸由谁管理？", "规模有多大？")
    assert found.from_ == ("青禾水闸由谁管理？",)
    assert "清淤" not in found.text


def test_what_a_turn_was_understood_as_goes_before_what_it_says() -> None:
    assert (
        understood("公园由谁巡查？", Turn("那码头呢？", text="码头夜间由谁巡查？"), "那桥梁呢？").text
        == "桥梁由谁巡查？"
    )


def test_turns_that_ask_nothing_are_passed_over() -> None:
    assert understood("码头由谁巡查？", "你好", "？？", "那公园呢？").text == "公园由谁巡查？"
    assert understood("你好", "那公园呢？") == Understood("那公园呢？", False)


# --- left alone -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        "公园由谁巡查？",
        "那座跨河大桥为什么要在夜间关闭两侧的人行道？",
        "该不该给渔船装上定位设备？",
        "其他城市的渔船补贴有多少？",
        "什么是清淤？",
        "谁是河长？",
        "渔船 登记 费用",
        "青禾水闸",
        "How does Ningbo protect its trademarks?",
        "When ferries arrive late, do they pay a fine?",
        "What did it cost to build the Qinghe lock near the docks?",
        "Is it true that ferries run at night in Ningbo?",
        "Which office that deals with boats runs the ferries?",
        "And who repairs the docks of Ningbo?",
        "ferry licence fee 2019",
        "Wer leitet die Behörde für das Wasser in Ningbo?",
        "Qui dirige le service des eaux de Ningbo ?",
        "¿Quién dirige la oficina del agua de Ningbo?",
        "寧波の水道は誰が管理しますか",
        "닝보의 수도는 누가 관리하나요?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(asked: str) -> None:
    for old in ("河道清淤由谁牵头？", "Which office leads river dredging in 2019?"):
        assert understood(old, asked) == Understood(read_question(asked).text, False)


def gold_questions(file: Path) -> list[str]:
    return [json.loads(line)["question"] for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def false_joins(questions: list[str]) -> list[str]:
    """Questions, each written to stand alone, that are changed behind the one before them."""
    return [asked for old, asked in pairwise(questions) if understood(old, asked).changed]


def test_the_shipped_questions_are_left_alone(root: Path) -> None:
    questions = gold_questions(root / "eval" / "data" / "gold.jsonl")
    joined = false_joins(questions)
    assert len(joined) <= len(questions) // 60, joined


def test_the_development_questions_are_left_alone(shared: Path) -> None:
    file = shared / "eval" / "dev.jsonl"
    if not file.is_file():
        pytest.skip("dev.jsonl is not here: it is not part of the repository")
    questions = gold_questions(file)
    joined = false_joins(questions)
    assert len(joined) <= len(questions) // 60, joined


# --- whatever is typed ------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "那",
        "呢",
        "？",
        "它",
        "谁",
        "牵头",
        "2019年",
        "专利",
        "and ",
        "what about ",
        "it ",
        "who ",
        "in 2020",
        "宁波",
        "(",
        "：",
        "第二个",
    ]
)
TEXTS = st.one_of(st.text(max_size=20), st.lists(PIECES, max_size=6).map("".join))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4), TEXTS)
def test_any_history_gives_a_question_that_can_be_asked(before: list[str], asked: str) -> None:
    question = read_question(asked)
    found = completed(question, [Turn(text) for text in before])
    assert found.changed == bool(found.from_)
    assert set(found.from_) <= set(before)
    if found.changed:
        assert read_question(found.text).problem is None
        assert len(found.text) <= LONGEST
    else:
        assert found.text == question.text


@pytest.mark.parametrize(
    "piece", ["是", "累计共", "有多少", "谁", "who is ", "how many ", "2019年", "有效", "甲：", "《"]
)
def test_long_turns_take_no_time(piece: str) -> None:
    turn = (piece * LONGEST)[:399]
    start = time.perf_counter()
    for asked in ("那它呢？", "那专利注册量呢？", "谁来配合？", "who runs it?", "and dock repairs?", turn):
        understood(turn, asked)
    assert time.perf_counter() - start < 5


def test_a_turn_too_long_to_be_a_subject_is_passed_by() -> None:
    assert understood("码头" * 300 + "由谁巡查？", "那公园呢？") == Understood("那公园呢？", False)


@settings(deadline=None)
@given(TEXTS)
def test_without_history_nothing_is_changed(asked: str) -> None:
    question = read_question(asked)
    assert completed(question, []) == Understood(question.text, False)


@settings(deadline=None)
@given(st.integers(1980, 2049), st.integers(1980, 2049))
def test_a_year_takes_the_year_s_place(old: int, new: int) -> None:
    assert understood(f"{old}年清淤了多少条河道？", f"{new}年呢？").text == f"{new}年清淤了多少条河道？"
    assert re.findall(r"\d{4}", understood(f"How many docks closed in {old}?", f"and in {new}?").text) == [str(new)]
