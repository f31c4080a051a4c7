"""Question sets: what is accepted, and that what is not is named by file and line."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.questions import Evidence, read_questions
from index import UsageError

GOOD: dict[str, Any] = {
    "id": "a1",
    "question": "谁负责巡查？",
    "lang": "zh",
    "kind": "entity",
    "evidence": [{"doc": "rivers.md", "quote": "由水务站负责"}],
}


def write(file: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_every_field_is_read(tmp_path: Path) -> None:
    full = {**GOOD, "must_all": True, "answers": ["水务站"], "answer_groups": [["水务站", "站"]], "tags": ["typo"]}
    none = {
        "id": "a2",
        "question": "几点？\u2028现在",
        "lang": "zh",
        "kind": "unanswerable",
        "note": "an unknown field",
    }
    first, second = read_questions(write(tmp_path / "q.jsonl", full, "", json.dumps(none, ensure_ascii=False)))
    assert first.evidence == (Evidence("rivers.md", "由水务站负责"),)
    assert (first.must_all, first.answers, first.tags) == (True, ("水务站",), ("typo",))
    assert first.answer_groups == (("水务站", "站"),)
    assert first.answerable
    assert second.question == none["question"]
    assert not second.answerable


def test_a_question_and_one_thing_to_judge_by_are_enough(tmp_path: Path) -> None:
    short = [
        {"question": "谁负责巡查？", "quote": "由水务站负责"},
        {"question": "谁负责巡查？", "doc": "rivers.md", "quote": "由水务站负责"},
        {"question": "Who patrols?", "doc": "rivers.md"},
        {"question": "", "quote": "a line of the template that was not filled in"},
        {"question": "清淤费用多少？", "answer": "120万元"},
        {"question": "谁修桥？", "unanswerable": True},
    ]
    quote, both, doc, answer, none = read_questions(write(tmp_path / "q.jsonl", *short))
    assert quote.evidence == (Evidence(quote="由水务站负责"),)
    assert both.evidence == (Evidence("rivers.md", "由水务站负责"),)
    assert doc.evidence == (Evidence("rivers.md"),)
    assert (answer.evidence, answer.answers, answer.answer_groups) == ((), ("120万元",), (("120万元",),))
    assert (none.answerable, none.kind) == (False, "unanswerable")
    assert [row.id for row in (quote, both, doc, answer, none)] == ["line-1", "line-2", "line-3", "line-5", "line-6"]
    assert [row.lang for row in (quote, doc)] == ["zh", "en"]


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("{not json", "not JSON"),
        ("[1]", "a JSON object is expected"),
        ({**GOOD, "question": "  "}, '"question"'),
        ({**GOOD, "lang": None}, '"lang"'),
        ({**GOOD, "must_all": "yes"}, '"must_all"'),
        ({**GOOD, "evidence": "quote"}, '"evidence" must be a list'),
        ({**GOOD, "evidence": ["quote"]}, '"doc", "quote" or both'),
        ({**GOOD, "evidence": [{"page": 3}]}, '"doc", "quote" or both'),
        ({**GOOD, "evidence": [{"doc": "rivers.md", "quote": ""}]}, 'in "evidence": "quote"'),
        ({"question": "谁负责巡查？", "answer": " "}, '"answer"'),
        ({"question": "谁负责巡查？", "quote": 7}, '"quote"'),
        ({"question": "谁负责巡查？"}, 'needs a "quote", a "doc" or an "answer"'),
        ({"question": "谁负责巡查？", "unanswerable": "yes"}, '"unanswerable" must be true or false'),
        ({"question": "谁负责巡查？", "unanswerable": True, "answer": "站"}, "unanswerable"),
        ({**GOOD, "answers": "水务站"}, '"answers"'),
        ({**GOOD, "answer_groups": [["水务站"], "站"]}, '"answer_groups"'),
        ({**GOOD, "answer_groups": [["水务站"], []]}, "at least one spelling"),
        ({**GOOD, "evidence": []}, "unanswerable"),
        ({**GOOD, "kind": "unanswerable"}, "unanswerable"),
        ({**GOOD, "id": "a0"}, 'id "a0" is already used on line 1'),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, row: object, named: str) -> None:
    file = write(tmp_path / "set.jsonl", {**GOOD, "id": "a0"}, "", row)
    with pytest.raises(UsageError, match="line 3") as caught:
        read_questions(file)
    assert str(file) in str(caught.value)
    assert named in str(caught.value)


def test_files_that_hold_no_questions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_questions(tmp_path / "missing.jsonl")
    with pytest.raises(UsageError, match="holds no question"):
        read_questions(write(tmp_path / "empty.jsonl", "", ""))
    (tmp_path / "wide.jsonl").write_bytes("{}".encode("utf-16"))
    with pytest.raises(UsageError, match="not UTF-8"):
        read_questions(tmp_path / "wide.jsonl")


def test_the_development_set_is_of_this_form(shared: Path) -> None:
    questions = read_questions(shared / "eval" / "dev.jsonl")
    assert len(questions) == 120
    assert sum(not question.answerable for question in questions) == 20
