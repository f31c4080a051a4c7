"""The span reader judged alone: pieces and places, EM and F1, declining, and the command's tables, JSON and errors."""

import argparse
import io
import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from eval.__main__ import main
from eval.collection import Collection, Task
from eval.nomiracl import read_nomiracl
from eval.reader_command import add_arguments, run
from eval.reading import LONGEST, Told, area, asked_of, declining, extract_all, limited, pieces, tell_all
from eval.squad import read_squad
from index import UsageError, parse_document
from qa.extract import Extract, Reading

QUICK = settings(max_examples=200, deadline=None)
PARTS = [*"港口灯塔每年检修。！？；，、,.;!\n ”）", "每晚点灯", "ab", ". "]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=80).map("".join)

LAMP = "灯塔每晚六点点灯，由航标站看守。"
PIER = "栈桥长四百二十米，二月检修。"
FILLER = "".join(f"第{number}号仓库存放缆绳和油漆，每旬清点。" for number in range(1, 60))


class KnownReader:
    """Finds what it is told to find for a question, with a span score and an answerability; else guesses two letters.

    `known` holds by question the phrases with both. `calls` are the passages of each call.
    """

    def __init__(self, known: Mapping[str, Sequence[tuple[str, float, float]]], guess: float = 0.1) -> None:
        self._known = known
        self._guess = guess
        self.calls: list[list[tuple[str, str]]] = []

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        self.calls.append(list(passages))
        return [self._reading(question, text) for _, text in passages]

    def _reading(self, question: str, text: str) -> Reading:
        for phrase, score, answerable in self._known.get(question, ()):
            if (at := text.find(phrase)) >= 0:
                return Reading(answerable, (Extract(at, at + len(phrase), score), Extract(0, 1, score - 5)))
        return Reading(self._guess, (Extract(0, 2, -9.0),))


def squad_file(file: Path, rows: Sequence[tuple[str, str, str, Sequence[str] | None]]) -> Path:
    """A SQuAD 2.0 file of (id, question, context, answers or None: it has none) rows."""
    paragraphs = [
        {
            "context": context,
            "qas": [
                {
                    "id": key,
                    "question": question,
                    "answers": [{"text": text, "answer_start": context.find(text)} for text in answers or ()],
                    "is_impossible": answers is None,
                }
            ],
        }
        for key, question, context, answers in rows
    ]
    file.write_text(json.dumps({"data": [{"title": "港口", "paragraphs": paragraphs}]}), encoding="utf-8")
    return file


def nomiracl_file(file: Path, rows: Sequence[tuple[str, str, bool, Sequence[tuple[str, str]]]]) -> Path:
    """A NoMIRACL file of (id, question, answerable, passages with title and text) rows."""
    lines = [
        {
            "query_id": key,
            "question": question,
            "answerable": answerable,
            "passages": [
                {"docid": f"{key}#{at}", "title": title, "text": text} for at, (title, text) in enumerate(given)
            ],
        }
        for key, question, answerable, given in rows
    ]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return file


@given(TEXTS, st.integers(1, 40))
@QUICK
def test_pieces_lose_nothing_and_are_no_longer_than_allowed(text: str, longest: int) -> None:
    found = pieces(text, longest)
    assert all(0 < end - start <= longest for start, end in found)
    assert (found[0][0], found[-1][1]) == (0, len(text)) if text else not found
    assert all(a < c <= b < d for (a, b), (c, d) in pairwise(found))
    if 0 < len(text) <= longest:
        assert found == [(0, len(text))]


def test_pieces_end_with_sentences_and_repeat_the_last_one() -> None:
    sentences = ["灯塔每晚点灯。", "栈桥二月检修！", "The pier is 3.5 km long. ", "谁看守？”", "航标站。"]
    text = "".join(sentences)
    found = [text[start:end] for start, end in pieces(text, 32)]
    assert found == ["".join(sentences[at : at + 2]) for at in range(4)]
    # Where the last sentence leaves no room for the next, nothing is repeated.
    found = [text[start:end] for start, end in pieces(text, 28)]
    assert found == ["".join(sentences[0:2]), sentences[2], "".join(sentences[3:5])]


def test_a_sentence_that_fits_nowhere_is_cut_where_it_pauses() -> None:
    text = "缆绳，油漆，灯油，铁锚，帆布，木桶。"
    assert [text[start:end] for start, end in pieces(text, 7)] == ["缆绳，油漆，", "灯油，铁锚，", "帆布，木桶。"]
    assert pieces("绳" * 10, 4) == [(0, 4), (4, 8), (8, 10)]


def test_a_long_paragraph_is_read_in_pieces_and_the_span_placed_in_the_whole(tmp_path: Path) -> None:
    context = FILLER + LAMP + FILLER + PIER
    rows = [("lamp", "谁看守灯塔？", context, ["航标站"]), ("pier", "栈桥多长？", context, ["四百二十米"])]
    reader = KnownReader({"谁看守灯塔？": [("航标站", -1, 0.9)], "栈桥多长？": [("四百二十米", -1, 0.8)]})
    found = extract_all(read_squad(squad_file(tmp_path / "set.json", rows)), reader, 0.5)
    assert [(row.prediction, row.exact_match, row.f1) for row in found] == [("航标站", 1, 1), ("四百二十米", 1, 1)]
    assert all(context[row.start : row.end] == row.prediction for row in found)
    assert [row.probability for row in found] == [0.9, 0.8]
    # One passage a call: the real reader leaves unread what goes beyond its tokens.
    assert all(len(call) == 1 and call[0][0] == "" and len(call[0][1]) <= LONGEST for call in reader.calls)
    assert found[0].pieces == found[1].pieces == len(reader.calls) // 2 > 5


def test_the_best_piece_is_that_of_span_score_and_log_answerability(tmp_path: Path) -> None:
    context = LAMP + FILLER + PIER
    rows = [(key, key, context, ["航标站"]) for key in ("span", "yes")]
    reader = KnownReader(
        {
            # Log-probabilities: -1 + ln 0.02 = -4.9 against -3 + ln 0.9 = -3.1, and against -6 + ln 0.9 = -6.1.
            "span": [("航标站", -3, 0.9), ("四百二十米", -1, 0.02)],
            "yes": [("航标站", -6, 0.9), ("四百二十米", -1, 0.02)],
        },
        guess=1e-6,
    )
    found = extract_all(read_squad(squad_file(tmp_path / "set.json", rows)), reader, 0.5)
    assert [row.prediction for row in found] == ["航标站", "四百二十米"]
    assert [row.probability for row in found] == [0.9, 0.9]


def test_only_a_set_with_questions_without_an_answer_is_declined_in(tmp_path: Path) -> None:
    lamp = ("lamp", "谁看守灯塔？", LAMP, ["航标站", "由航标站"])
    rows = [lamp, ("none", "灯塔多高？", LAMP, None), ("sure", "栈桥多长？", PIER, None)]
    reader = KnownReader({"谁看守灯塔？": [("站看守", -1, 0.4)], "栈桥多长？": [("四百二十米", -1, 0.9)]})
    (alone,) = extract_all(read_squad(squad_file(tmp_path / "one.json", [lamp])), reader, 0.5)
    # One character in common, of three each; the prediction 站看守 against 航标站.
    assert (alone.prediction, alone.exact_match, alone.f1) == ("站看守", 0, pytest.approx(2 * 1 / (3 + 3)))
    whole = read_squad(squad_file(tmp_path / "all.json", rows))
    found = extract_all(whole, reader, 0.5)
    assert [(row.answerable, row.prediction) for row in found] == [(True, ""), (False, ""), (False, "四百二十米")]
    assert [(row.exact_match, row.f1) for row in found] == [(0, 0), (1, 1), (0, 0)]
    assert [row.prediction for row in extract_all(whole, reader, 0.4)] == ["站看守", "", "四百二十米"]


def test_an_answer_that_is_no_span_is_not_judged(tmp_path: Path) -> None:
    row = {"id": "yes", "question": "点灯吗？", "answers": [{"text": "YES", "answer_start": -1}]}
    span = {"id": "span", "question": "谁？", "answers": [{"text": "航标站", "answer_start": 10}]}
    file = tmp_path / "set.json"
    file.write_text(json.dumps([{"context": LAMP, "qas": [row, span]}]), encoding="utf-8")
    assert [found.id for found in extract_all(read_squad(file), KnownReader({}), 0.5)] == ["span"]


def test_a_reader_that_extracts_nothing_gives_an_empty_prediction(tmp_path: Path) -> None:
    class Mute:
        def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
            return [Reading(0.0) for _ in passages]

    collection = read_squad(squad_file(tmp_path / "set.json", [("lamp", "谁？", LAMP, ["航标站"])]))
    (row,) = extract_all(collection, Mute(), 0.5)
    assert (row.prediction, row.start, row.end, row.exact_match) == ("", 0, 0, 0)


def test_questions_of_one_file_are_put_to_the_paragraphs_of_another(tmp_path: Path) -> None:
    english = squad_file(tmp_path / "en.json", [("a", "Who keeps it?", "The beacon office.", ["office"])])
    chinese = squad_file(tmp_path / "zh.json", [("a", "谁看守？", LAMP, ["航标站"])])
    made = asked_of(read_squad(english), read_squad(chinese))
    (row,) = extract_all(made, KnownReader({"Who keeps it?": [("航标站", -1, 0.9)]}), 0.5)
    assert (row.question, row.prediction, row.answers, row.exact_match) == ("Who keeps it?", "航标站", ("航标站",), 1)


@pytest.mark.parametrize(
    ("english", "chinese", "named"), [("ab", "a", "of en.json .* as b"), ("a", "ac", "of zh.json .* as c")]
)
def test_ids_that_do_not_match_are_named(tmp_path: Path, english: str, chinese: str, named: str) -> None:
    made = [
        read_squad(squad_file(tmp_path / f"{name}.json", [(key, "谁？", LAMP, ["航标站"]) for key in keys]))
        for name, keys in (("en", english), ("zh", chinese))
    ]
    with pytest.raises(UsageError, match=f"1 questions {named}.*same ids"):
        asked_of(*made)


def test_a_question_is_as_answerable_as_its_best_passage(tmp_path: Path) -> None:
    long = FILLER + LAMP
    rows = [
        ("a", "谁看守？", True, [("栈桥", PIER), ("灯塔", long)]),
        ("b", "多高？", False, [("", LAMP), ("栈桥", PIER)]),
    ]
    reader = KnownReader({"谁看守？": [("航标站", -1, 0.7)], "多高？": [("四百二十米", -8, 0.3)]})
    found = tell_all(read_nomiracl(nomiracl_file(tmp_path / "zh.jsonl", rows)), reader)
    assert [(row.id, row.answerable, row.probability) for row in found] == [("a", True, 0.7), ("b", False, 0.3)]
    headings = [heading for call in reader.calls for heading, _ in call]
    assert headings == ["栈桥", *["灯塔"] * len(pieces(long)), "", "栈桥"]
    assert found[0].pieces == 1 + len(pieces(long))
    assert reader.calls[-2] == [("", LAMP)]


def told(*pairs: tuple[bool, float]) -> list[Told]:
    return [Told(str(at), "？", answerable, probability, 1) for at, (answerable, probability) in enumerate(pairs)]


def test_declined_is_what_stays_below_the_threshold() -> None:
    rows = told((True, 0.9), (True, 0.5), (True, 0.2), (False, 0.4), (False, 0.5))
    found = declining(rows, 0.5)
    assert (found.answerable.value, found.answerable.count) == (pytest.approx(1 / 3), 3)
    assert (found.unanswerable.value, found.unanswerable.count) == (0.5, 2)
    assert declining(rows, 0.0).unanswerable.value == 0
    assert declining(rows[:3], 0.5).unanswerable.value is None


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.4, 0.5, 1.0])), max_size=12))
@QUICK
def test_area_is_the_share_of_pairs_in_the_right_order(pairs: list[tuple[bool, float]]) -> None:
    yes, no = ([p for answerable, p in pairs if answerable == kind] for kind in (True, False))
    won = [(a > b) + (a == b) / 2 for a in yes for b in no]
    found = area(told(*pairs))
    assert found == (pytest.approx(sum(won) / len(won)) if won else None)


@given(st.integers(1, 40), st.integers(1, 50))
@QUICK
def test_limited_spreads_over_the_whole_set(count: int, limit: int) -> None:
    tasks = tuple(Task(str(number), "？", {}, among=("d",)) for number in range(count))
    made = limited(Collection("set", "squad", (parse_document(LAMP, "d"),), tasks, ""), limit).tasks
    places = [int(task.id) for task in made]
    assert len(made) == min(count, limit)
    gaps = [b - a for a, b in pairwise([*places, count])]
    assert places[0] == 0
    assert max(gaps) - min(gaps) <= 1


def call(reader: KnownReader, *options: object) -> str:
    """`python -m eval reader` with the reader; returns what it prints."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    printed = io.StringIO()
    run(parser.parse_args([str(option) for option in options]), lambda _: reader, Console(file=printed, width=100))
    return printed.getvalue()


def test_the_command_on_a_squad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[Any] = [(f"a{at}", "谁看守灯塔？", LAMP, ["航标站"]) for at in range(3)]
    rows += [("b", "栈桥几月检修？", PIER, ["二月"])]
    file = squad_file(tmp_path / "[set].json", rows)
    reader = KnownReader({"谁看守灯塔？": [("航标站", -1, 0.9)]})
    printed = call(reader, file, "--json", tmp_path / "out.json")
    assert "reader alone, [set].json" in printed
    assert "75.0 (of 4)" in printed
    assert "AUC" not in printed
    made = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert list(made["spans"]) == ["all"]
    assert made["spans"]["all"]["exact_match"] == {"value": 0.75, "count": 4, "interval": None}
    assert made["spans"]["all"]["below"]["value"] == 0.25
    assert made["auc"] is made["declining"] is None
    assert [row["prediction"] for row in made["questions"]] == ["航标站"] * 3 + [PIER[:2]]
    assert str(tmp_path) not in json.dumps(made)
    assert "75.0" not in call(reader, file, "--limit", 1)
    assert capsys.readouterr().out == ""


def test_the_command_on_a_squad_file_with_no_answers(tmp_path: Path) -> None:
    rows: list[Any] = [(f"a{at}", "谁看守灯塔？", LAMP, ["航标站"]) for at in range(40)]
    rows += [("n", "灯塔多高？", LAMP, None), ("m", "栈桥多长？", LAMP, None)]
    reader = KnownReader({"谁看守灯塔？": [("航标站", -1, 0.9)], "栈桥多长？": [("六点", -1, 0.95)]})
    printed = call(reader, squad_file(tmp_path / "set.json", rows), "--json", tmp_path / "out.json")
    made = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    found = {group: figures["exact_match"] for group, figures in made["spans"].items()}
    assert found["answerable"] == {"value": 1, "count": 40, "interval": [1, 1]}
    assert found["unanswerable"] == {"value": 0.5, "count": 2, "interval": None}
    assert found["all"]["value"] == pytest.approx(41 / 42)
    assert found["all"]["interval"][0] < 41 / 42 <= found["all"]["interval"][1]
    assert made["auc"] == 0.5
    assert "AUC, with against without an answer: 0.500" in printed


def test_the_command_on_a_nomiracl_file(tmp_path: Path) -> None:
    rows = [
        ("a", "谁看守？", True, [("灯塔", LAMP), ("栈桥", PIER)]),
        ("b", "栈桥多长？", True, [("栈桥", PIER)]),
        ("c", "多高？", False, [("灯塔", LAMP)]),
    ]
    reader = KnownReader({"谁看守？": [("航标站", -1, 0.9)], "栈桥多长？": [("四百二十米", -1, 0.55)]}, guess=0.45)
    file = nomiracl_file(tmp_path / "zh.jsonl", rows)
    printed = call(reader, "--nomiracl", file, "--threshold", 0.6, "--json", tmp_path / "out.json")
    (chosen,) = [line for line in printed.splitlines() if "→ 0.6" in line]
    assert "100.0 (of 1)" in chosen
    assert "50.0 (of 2)" in chosen
    made = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert made["spans"] is None
    assert made["auc"] == 1
    shares = {row["threshold"]: (row["unanswerable"]["value"], row["answerable"]["value"]) for row in made["declining"]}
    assert (shares[0.4], shares[0.5], shares[0.6], shares[0.95]) == ((0, 0), (1, 0), (1, 0.5), (1, 1))
    assert [row["probability"] for row in made["questions"]] == [0.9, 0.55, 0.45]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ((), "give either"),
        (("set.json", "--nomiracl", "zh.jsonl"), "give either"),
        (("--nomiracl", "zh.jsonl", "--contexts", "set.json"), "leave out --contexts"),
        (("set.json", "--limit", 0), "--limit must be"),
        (("set.json", "--threshold", 1.5), "--threshold is"),
        (("set.json", "--threshold", "nan"), "--threshold is"),
        (("set.json", "--json", "gone/out.json"), "in a folder that is there"),
        (("gone.json",), "gone.json cannot be read"),
        (("set.json", "--contexts", "gone.json"), "gone.json cannot be read"),
        (("--nomiracl", "gone.jsonl"), "gone.jsonl cannot be read"),
        (("set.json", "--contexts", "other.json"), "1 questions of set.json are not in other.json, as a"),
        (("yes.json",), "no answers to judge by"),
    ],
)
def test_wrong_use_is_said_before_the_reader_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[object, ...], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    squad_file(Path("set.json"), [("a", "谁？", LAMP, ["航标站"])])
    squad_file(Path("other.json"), [("b", "谁？", LAMP, ["航标站"])])
    yes = {"id": "y", "question": "？", "answers": [{"text": "YES", "answer_start": -1}]}
    Path("yes.json").write_text(json.dumps([{"context": LAMP, "qas": [yes]}]), encoding="utf-8")
    nomiracl_file(Path("zh.jsonl"), [("a", "谁？", True, [("灯塔", LAMP)])])

    def refuse(_: Path | None) -> KnownReader:
        raise AssertionError("the reader was opened")

    parser = argparse.ArgumentParser()
    add_arguments(parser)
    with pytest.raises(UsageError, match=named):
        run(parser.parse_args([str(option) for option in options]), refuse, Console(file=io.StringIO()))


def test_the_subcommand_exits_2_for_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reader", str(tmp_path / "gone.json")]) == 2
    assert "gone.json cannot be read" in capsys.readouterr().err


def test_xquad_has_the_same_questions_in_english_and_chinese(shared: Path) -> None:
    english, chinese = (read_squad(shared / "bench" / "xquad" / f"xquad.{name}.json") for name in ("en", "zh"))
    made = asked_of(english, chinese)
    assert len(made.tasks) == 1190
    assert [task.question for task in made.tasks] == [task.question for task in english.tasks]
    assert [task.answers for task in made.tasks] == [task.answers for task in chinese.tasks]


def test_published_answers_stand_whole_in_a_piece(shared: Path) -> None:
    made = read_squad(shared / "bench" / "train" / "cmrc2018_trial.json")
    cut = {
        source: [document.text[start:end] for start, end in pieces(document.text)]
        for document in made.documents
        for source in document.sources
    }
    assert max(len(piece) for found in cut.values() for piece in found) <= LONGEST
    whole = [any(answer in piece for piece in cut[task.among[0]] for answer in task.answers) for task in made.tasks]
    assert sum(whole) / len(whole) > 0.99
