"""`python -m index` and `python -m qa`, as others' scripts call them: output, errors and exit codes."""

import io
import json
import math
import os
import select
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from index.__main__ import main as index_main
from qa.__main__ import main as qa_main

HARBOUR = """---
title: 夜航办法
reference: 青港发〔2018〕12号
issuer: 青禾港务所
date: 2018-05-10
notice: 练习用文件，并非正式文本。
---

## 一、夜间巡航

夜间巡航每晚两次，由灯塔管理站牵头，港口派出所和渔业协会配合，巡航结果次日在码头公布。

## 二、航标维护

每季度检查一次航标。（青禾区水务局牵头，青禾区公安局配合）
"""
LIBRARY = """---
title: 柳溪镇书屋规则
date: 2021-10-11
---

## 一、借阅

每人每次可借图书六册，借期四十天。

## 二、座位

阅览座位须提前一天预约。

## 三、闭馆

书屋每逢周二闭馆整理。
"""
ORCHARD = "苹果价格为每公斤十二元。\n"
NOTICES = {
    f"notices/{word}.txt": f"{word}每年在广场举办一次。\n"
    for word in ("灯会", "庙会", "歌会", "书市", "花市", "棋赛", "龙舟赛")
}
TEXTS = {"harbour.md": HARBOUR, "town/library.md": LIBRARY, "orchard.txt": ORCHARD, **NOTICES}

LEAD = "夜航办法一、夜间巡航：夜间巡航每晚两次，由灯塔管理站牵头，港口派出所和渔业协会配合，巡航结果次日在码头公布吗？"
PRICE = "苹果价格为每公斤十二元吗？"
WHO = "航标维护由谁牵头？"
UNRELATED = "zebra quartz"
FOLLOW_UP = "那怎么样呢？"

ANSWER_KEYS = [
    "question",
    "answered",
    "text",
    "short",
    "confidence",
    "reason",
    "warnings",
    "citations",
    "hits",
    "timings",
]
CITATION_KEYS = [
    *("number", "document_id", "source", "title", "reference", "issuer", "issued", "path", "quote", "start", "end"),
    *("page", "validity"),
]
HIT_KEYS = [
    *("rank", "score", "chunk_id", "source", "title", "reference", "issuer", "issued"),
    *("path", "text", "start", "end", "legs"),
]
REASONS = {"empty", "too_long", "not_covered", "off_topic", "unsupported"}
ODD = ["", " \n\t", "　", "🙂🙃", "\x00\x1b\x07", "？！", "问" * 10_000, "a" * 10_000]


@dataclass(frozen=True)
class Ran:
    """What one command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The output as one JSON object; NaN and Infinity are refused."""
        (value,) = strict_json(self.out if self.out.count("\n") == 1 else self.out.replace("\n", " "))
        return value

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The output as JSON lines."""
        return strict_json(self.out)


def strict_json(text: str) -> list[dict[str, Any]]:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    return [json.loads(line, parse_constant=refuse) for line in text.splitlines()]


Call = Callable[..., Ran]


def caller(
    main: Callable[..., int], embedder: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Call:
    def call(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = main([str(argument) for argument in arguments], open_embedder=lambda _: embedder)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture
def index(embedder: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs `python -m index` in this process."""
    return caller(index_main, embedder, capsys, monkeypatch)


@pytest.fixture
def qa(embedder: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs `python -m qa` in this process."""
    return caller(qa_main, embedder, capsys, monkeypatch)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with `files` and, once `made` was asked for, their index: made once, as no test changes them."""
    folder = tmp_path_factory.mktemp("cli")
    write_files(folder / "files")
    return folder


@pytest.fixture
def made(shelf: Path, index: Call) -> Path:
    """The index of the three documents; not to be changed."""
    folder = shelf / "index"
    if not folder.exists():
        assert index("build", shelf / "files", "--index", folder).code == 0
    return folder


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """A copy of that index, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "own"))


def write_files(folder: Path) -> None:
    for source, text in TEXTS.items():
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        (folder / source).write_text(text, encoding="utf-8")


def lines_of(*rows: object) -> bytes:
    """Rows as JSON lines; bytes stand as they are."""
    lines = [row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows]
    return b"".join(line + b"\n" for line in lines)


def timeless(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "timings"}


def sources_in(listed: str) -> set[str]:
    return {source for source in TEXTS if source in listed}


def damage(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))


# --- python -m qa -----------------------------------------------------------------------------------------------


def test_the_json_of_an_answer_keeps_the_contract(made: Path, qa: Call) -> None:
    ran = qa(LEAD, "--json", "--index", made)
    assert ran.code == 0
    answer = ran.json
    assert list(answer) == ANSWER_KEYS
    assert (answer["question"], answer["answered"], answer["reason"]) == (LEAD, True, None)
    assert 0 <= answer["confidence"] <= 1
    assert answer["timings"]
    assert all(math.isfinite(value) and value >= 0 for value in answer["timings"].values())
    assert [citation["number"] for citation in answer["citations"]] == [*range(1, len(answer["citations"]) + 1)]
    for citation in answer["citations"]:
        assert list(citation) == CITATION_KEYS
        assert citation["quote"]
        assert citation["quote"] == TEXTS[citation["source"]][citation["start"] : citation["end"]]
        assert citation["quote"] in answer["text"]
        assert f"[{citation['number']}]" in answer["text"]
    first = answer["citations"][0]
    assert "灯塔管理站" in first["quote"]
    described = {key: first[key] for key in ("source", "title", "reference", "issuer", "issued", "path")}
    assert described == {
        "source": "harbour.md",
        "title": "夜航办法",
        "reference": "青港发〔2018〕12号",
        "issuer": "青禾港务所",
        "issued": "2018-05-10",
        "path": ["一、夜间巡航"],
    }
    for named in ("夜航办法", "青港发", "2018-05-10"):
        assert named not in answer["text"], "titles, numbers and dates of sources are the citations' fields"
    quotes = [citation["quote"] for citation in answer["citations"]]
    assert all(any(short in quote for quote in quotes) for short in answer["short"])


def test_the_hits_in_json_keep_the_contract(made: Path, qa: Call) -> None:
    hits = qa(LEAD, "--json", "--index", made, "--top-k", 9).json["hits"]
    assert [hit["rank"] for hit in hits] == [*range(1, 10)]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert len({hit["chunk_id"] for hit in hits}) == 9
    for hit in hits:
        assert list(hit) == HIT_KEYS
        assert hit["text"] == TEXTS[hit["source"]][hit["start"] : hit["end"]]
        assert "dense" in hit["legs"]
        for leg in hit["legs"].values():
            assert list(leg) == ["rank", "score"]
            assert leg["rank"] >= 1
            assert math.isfinite(leg["score"])
    unknown = next(hit for hit in hits if hit["source"].startswith("notices/"))
    assert (unknown["reference"], unknown["issuer"], unknown["issued"]) == (None, None, None)


def test_a_declined_answer_has_hits_and_a_reason_but_no_citations(made: Path, qa: Call) -> None:
    ran = qa(UNRELATED, "--json", "--index", made)
    assert ran.code == 0
    answer = ran.json
    assert list(answer) == ANSWER_KEYS
    assert not answer["answered"]
    assert answer["reason"] in REASONS
    assert answer["text"]
    assert answer["citations"] == answer["short"] == []
    assert answer["hits"]
    assert 0 <= answer["confidence"] <= 1


@pytest.mark.parametrize("question", ODD, ids=lambda question: f"{question[:3]!a} x {len(question)}")
def test_an_odd_question_is_declined(question: str, made: Path, qa: Call) -> None:
    ran = qa(question, "--json", "--index", made)
    assert ran.code == 0
    answer = ran.json
    assert answer["question"] == question
    assert not answer["answered"]
    assert answer["reason"] == ("too_long" if len(question) > 9 else "empty")
    assert answer["text"]
    row = {"question": question, "id": 7}
    batch = qa("--batch", "-", "--index", made, stdin=lines_of(row))
    assert batch.code == 0
    assert timeless(batch.rows[0]) == {"id": 7, **timeless(answer)}
    assert qa(question, "--index", made).out.strip() == answer["text"]


def test_the_terminal_shows_related_passages_of_a_declined_answer(made: Path, qa: Call) -> None:
    ran = qa(UNRELATED, "--index", made, "--top-k", 3)
    assert ran.code == 0
    said, heading, *related = ran.out.strip().split("\n\n")
    assert said == qa(UNRELATED, "--json", "--index", made).json["text"]
    assert "“zebra”" in said
    assert heading == "Related, not an answer:"
    assert len(related) == 3


def test_arguments_that_are_no_utf8_are_answered_too(made: Path, qa: Call, index: Call) -> None:
    typed = os.fsdecode(LEAD.encode() + b"\xff")
    assert qa(typed, "--json", "--index", made).json["question"] == LEAD + "\ufffd"
    ran = index("search", typed, "--index", made)
    assert ran.code in {0, 2}
    assert ran.out or ran.err


def test_the_terminal_shows_answer_quote_and_source(made: Path, qa: Call) -> None:
    ran = qa(LEAD, "--index", made)
    assert ran.code == 0
    for part in (
        "灯塔管理站",
        "[1]",
        "夜航办法",
        "青港发〔2018〕12号",
        "2018-05-10",
        "练习用文件，并非正式文本。",
    ):
        assert part in ran.out
    assert "loading the model" in ran.err
    headline, quotes, source = qa(WHO, "--index", made).out.split("\n\n")
    assert headline == "牵头：青禾区水务局；配合：青禾区公安局。 [1]"
    assert quotes.startswith("“")
    assert quotes.endswith("（青禾区水务局牵头，青禾区公安局配合）” [1]")
    assert source.startswith("[1] 夜航办法 · ")
    explained = qa(LEAD, "--explain", "--index", made).out
    assert explained.startswith(ran.out)
    added = explained.removeprefix(ran.out)
    for part in (
        "confidence 1.000 >= threshold 0.1: answered",
        "dense",
        "bm25",
        "harbour.md:",
        "search",
        "read",
        "compose",
    ):
        assert part in added
    declined = qa(UNRELATED, "--explain", "--index", made).out
    assert "< threshold 0.1: declined" in declined
    assert "are withheld" in declined
    assert qa("--batch", "-", "--explain", "--index", made).code == 2


@pytest.mark.parametrize("question", [LEAD, PRICE, UNRELATED])
def test_top_k_changes_the_hits_only(question: str, made: Path, qa: Call) -> None:
    one, nine = (qa(question, "--json", "--index", made, "--top-k", k).json for k in (1, 9))
    assert (len(one["hits"]), len(nine["hits"])) == (1, 9)
    assert one["hits"] == nine["hits"][:1]
    without = {"hits", "timings"}
    assert {k: v for k, v in one.items() if k not in without} == {k: v for k, v in nine.items() if k not in without}


def test_the_index_is_taken_from_the_environment(
    made: Path, qa: Call, index: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert qa(LEAD, "--json").code == 2
    monkeypatch.setenv("POLICY_QA_INDEX", str(made))
    assert qa(LEAD, "--json").json["answered"]
    assert sources_in(index("list").out) == set(TEXTS)
    assert qa(LEAD, "--index", tmp_path / "none").code == 2, "--index goes before the environment"
    monkeypatch.delenv("POLICY_QA_INDEX")
    shutil.copytree(made, tmp_path / ".policy-qa")
    assert qa(LEAD, "--json").json["answered"]


def test_the_console_script_is_this_command(root: Path) -> None:
    script = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]["policy-qa"]
    module, _, name = script.partition(":")
    assert getattr(import_module(module), name) is qa_main


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "--batch"),
        (("谁牵头？", "--batch", "-"), "--batch"),
        (("谁牵头？", "--top-k", "0"), "--top-k"),
        (("谁牵头？", "--top-k=-3"), "--top-k"),
        (("--batch", "no/such/file.jsonl"), "no/such/file.jsonl"),
        (("--batch", "."), "cannot read"),
    ],
)
def test_wrong_use_of_qa_exits_2(arguments: tuple[str, ...], named: str, made: Path, qa: Call) -> None:
    ran = qa(*arguments, "--index", made)
    assert ran.code == 2
    assert ran.out == ""
    assert "error: " in ran.err
    assert named in ran.err


@pytest.mark.parametrize("main", [qa_main, index_main])
def test_unknown_options_exit_2(main: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--nonsense"], ["list", "--top-k", "many"]):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 2
        assert "usage: " in capsys.readouterr().err


# --- python -m qa --batch ---------------------------------------------------------------------------------------


def test_a_batch_is_answered_line_by_line_in_order(made: Path, qa: Call, tmp_path: Path) -> None:
    lines = lines_of(
        {"id": "a", "question": LEAD},
        b"",
        {"question": UNRELATED, "id": {"nested": [1, None, "二"]}, "note": "留"},
        b"  \t ",
        {"question": PRICE},
    )
    file = tmp_path / "questions.jsonl"
    file.write_bytes(lines)
    ran = qa("--batch", file, "--index", made)
    assert ran.code == 0
    assert "loading the model" in ran.err
    assert [row["question"] for row in ran.rows] == [LEAD, UNRELATED, PRICE]
    assert [list(row) for row in ran.rows] == [["id", *ANSWER_KEYS], ["id", "note", *ANSWER_KEYS], ANSWER_KEYS]
    assert [row.get("id") for row in ran.rows] == ["a", {"nested": [1, None, "二"]}, None]
    assert [row["answered"] for row in ran.rows] == [True, False, True]
    alone = qa(LEAD, "--json", "--index", made).json
    assert timeless(ran.rows[0]) == {"id": "a", **timeless(alone)}
    piped = qa("--batch", "-", "--index", made, stdin=lines)
    assert piped.code == 0
    assert [*map(timeless, piped.rows)] == [*map(timeless, ran.rows)]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_batch_may_begin_with_a_bom_and_end_without_a_line_break(ending: bytes, made: Path, qa: Call) -> None:
    lines = b"\xef\xbb\xbf" + lines_of({"question": LEAD}, b"", {"question": PRICE}).replace(b"\n", ending)
    ran = qa("--batch", "-", "--index", made, stdin=lines.removesuffix(ending))
    assert ran.code == 0
    assert [row["question"] for row in ran.rows] == [LEAD, PRICE]


def test_an_empty_batch_is_no_error(made: Path, qa: Call) -> None:
    ran = qa("--batch", "-", "--index", made, stdin=b"\n\n")
    assert (ran.code, ran.out) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "JSON"),
        (b"who leads?", "JSON"),
        (b'{"question": "?"} {}', "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'"who leads?"', "question"),
        (b'["who leads?"]', "question"),
        (b"null", "question"),
        (b'{"id": 3}', "question"),
        (b'{"question": 3}', "question"),
        (b'{"question": null}', "question"),
        ('{"question": "谁牵头？"}'.encode("gb18030"), "UTF-8"),
        ('{"question": "谁牵头？"}'.encode("utf-16"), "UTF-8"),
        (b'{"question": "who?", "filters": {"colour": "red"}}', "colour"),
        (b'{"question": "who?", "filters": {"issued_from": "soon"}}', "date"),
        (b'{"question": "who?", "filters": {"year": [null]}}', "year"),
        (b'{"question": "who?", "filters": ["year"]}', "filters"),
        (b'{"question": "who?", "history": "who?"}', "history"),
        (b'{"question": "who?", "history": [3]}', "history"),
        (b'{"question": "who?", "history": [{"answer": "x"}]}', "history"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(line: bytes, said: str, made: Path, qa: Call, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(lines_of({"question": LEAD}, b"", line, {"question": PRICE, "id": 2}))
    ran = qa("--batch", file, "--index", made)
    assert ran.code == 2
    before, wrong, after = ran.rows
    assert (before["question"], before["answered"]) == (LEAD, True)
    assert (after["question"], after["answered"], after["id"]) == (PRICE, True, 2)
    assert list(wrong) == ["line", "error"]
    assert wrong["line"] == 3
    assert said in wrong["error"]


@pytest.mark.parametrize("value", [b"NaN", b"-Infinity", b"1e999", rb'"\ud800"', b"[" * 980 + b"]" * 980])
def test_whatever_a_line_carries_every_row_is_json(value: bytes, made: Path, qa: Call) -> None:
    line = b'{"question": "zzzz", "id": ' + value + b"}"
    ran = qa("--batch", "-", "--index", made, stdin=lines_of(line, {"question": LEAD}))
    assert ran.code in {0, 2}
    first, second = ran.rows
    assert ("error" in first) == (ran.code == 2)
    assert second["answered"]


def test_a_question_completes_itself_from_the_history(made: Path, qa: Call) -> None:
    rows = [
        {"question": FOLLOW_UP},
        {"question": FOLLOW_UP, "history": [UNRELATED, LEAD]},
        {"question": FOLLOW_UP, "history": [{"question": LEAD, "text": "…"}]},
        {"question": FOLLOW_UP, "history": []},
    ]
    ran = qa("--batch", "-", "--index", made, stdin=lines_of(*rows))
    assert ran.code == 0
    assert [row["answered"] for row in ran.rows] == [False, True, True, False]
    assert [row["question"] for row in ran.rows] == [FOLLOW_UP] * 4
    assert "history" not in ran.rows[1]
    for row in ran.rows[1:3]:
        assert any("灯塔管理站" in citation["quote"] for citation in row["citations"])


def test_a_question_leans_on_the_answers_before_it(made: Path, qa: Call) -> None:
    asked = "它还牵头哪些工作？"
    answered = qa(WHO, "--json", "--index", made).json
    assert answered["short"][0] == "青禾区水务局"
    histories = [
        *([answered], [WHO, answered], [{**answered, "citations": {"path": 3}}], [{**answered, "citations": [3]}]),
        *(
            [WHO],
            [{**answered, "short": "青禾区水务局", "citations": "x"}],
            [{"question": WHO, "short": None, "citations": None}],
        ),
    ]
    rows = [{"question": asked, "history": history} for history in histories]
    ran = qa("--batch", "-", "--index", made, stdin=lines_of(*rows, {"question": "青禾区水务局还牵头哪些工作？"}))
    assert ran.code == 0
    assert [list(row) for row in ran.rows] == [ANSWER_KEYS] * 8
    *after, alone = [{key: row[key] for key in ("text", "short", "citations", "hits")} for row in ran.rows]
    assert after[:4] == [alone] * 4, "the answer's body takes the pronoun's place"
    assert alone not in after[4:]
    assert after[4:] == [after[4]] * 3


def test_filters_limit_the_documents_that_answer(made: Path, qa: Call) -> None:
    filters = [{"year": 2018}, {"year": [2021, 1999]}, {"issued_from": "2019-01-01"}, {"source": "orchard.txt"}, None]
    rows = [{"question": LEAD, "filters": one} for one in [*filters, {"year": 1999}]]
    ran = qa("--batch", "-", "--index", made, "--top-k", 99, stdin=lines_of(*rows))
    assert ran.code == 0
    found = [{hit["source"] for hit in row["hits"]} for row in ran.rows]
    assert found == [{"harbour.md"}, {"town/library.md"}, {"town/library.md"}, {"orchard.txt"}, set(TEXTS), set()]
    assert ran.rows[0]["answered"]
    for row, sources in zip(ran.rows, found, strict=True):
        assert {citation["source"] for citation in row["citations"]} <= sources
    assert (ran.rows[-1]["answered"], ran.rows[-1]["reason"]) == (False, "not_covered")


_PROGRAM = """
import sys
from importlib import import_module
from tests.conftest import HashEmbedder
main = import_module(sys.argv[1] + ".__main__").main
sys.exit(main(sys.argv[2:], open_embedder=lambda _: HashEmbedder()))
"""


def program(root: Path, *arguments: object, **environment: str) -> "subprocess.Popen[bytes]":
    """One of the commands as a process of its own, its output buffered as it is by default."""
    command = [sys.executable, "-c", _PROGRAM, *map(str, arguments)]
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=root, env=inherited | environment, stdin=pipe, stdout=pipe, stderr=pipe)


@pytest.mark.slow
def test_each_answer_of_a_batch_comes_before_the_next_question(root: Path, made: Path) -> None:
    with program(root, "qa", "--batch", "-", "--index", made) as process:
        try:
            assert process.stdin
            assert process.stdout
            for question in (LEAD, PRICE):
                process.stdin.write(lines_of({"question": question}))
                process.stdin.flush()
                assert select.select([process.stdout], [], [], 60)[0], "no answer although its question is complete"
                assert json.loads(process.stdout.readline())["question"] == question
            process.stdin.close()
            assert process.wait(60) == 0
        finally:
            process.kill()


@pytest.mark.slow
def test_readers_that_go_away_are_no_crash(root: Path, made: Path) -> None:
    commands = [("qa", LEAD, "--json"), ("qa", "--batch", "-"), ("index", "show", "harbour.md"), ("index", "list")]
    # All at once, as a start takes a second.
    started = [program(root, *arguments, "--index", made) for arguments in commands]
    try:
        for process in started:
            assert process.stdin
            assert process.stdout
            process.stdout.close()
            process.stdin.write(lines_of({"question": LEAD}))
            process.stdin.close()
        for arguments, process in zip(commands, started, strict=True):
            assert process.stderr
            err = process.stderr.read().decode()
            process.wait(60)
            assert "Traceback" not in err, arguments
            assert "BrokenPipeError" not in err, arguments
    finally:
        for process in started:
            process.kill()
            process.wait()
            if process.stderr:
                process.stderr.close()


@pytest.mark.parametrize("arguments", [("qa", LEAD, "--json"), ("qa", LEAD), ("index", "list")])
@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_any_locale_will_do(
    encoding: str, arguments: tuple[str, ...], made: Path, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As Python opens them for such a terminal: stdout strict, stderr not.
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace"))
    program_name, *words = arguments
    main = {"qa": qa_main, "index": index_main}[program_name]
    assert main([*words, "--index", str(made)], open_embedder=lambda _: embedder) == 0
    out.flush()
    written = out.buffer.getvalue()
    assert written
    if "--json" in arguments:
        assert json.loads(written.decode("utf-8"))["question"] == LEAD


@pytest.mark.slow
def test_a_program_in_another_locale(root: Path, made: Path) -> None:
    with program(root, "qa", LEAD, "--json", "--index", made, PYTHONIOENCODING="ascii") as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err.decode(errors="replace")
    assert json.loads(out.decode("utf-8"))["question"] == LEAD


def test_the_modules_run_as_programs(root: Path, tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", *words, "--index", str(tmp_path)],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for words in (("qa", "?"), ("index", "search", "?"))
    ]
    for process in started:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (2, b"")
        assert b"python -m index build" in err
        assert b"Traceback" not in err


# --- python -m index --------------------------------------------------------------------------------------------


def test_build_says_what_it_read_and_what_not(index: Call, embedder: Any, tmp_path: Path) -> None:
    write_files(tmp_path / "files")
    (tmp_path / "files" / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "files" / "torn.txt").write_bytes(bytes(range(256)) * 8)
    ran = index("build", tmp_path / "files", "--index", tmp_path / "index")
    assert ran.code == 0
    assert "10 documents, 11 chunks" in ran.out
    assert "skipped: map.png" in ran.err
    assert "unreadable: torn.txt" in ran.err
    embedded = embedder.embedded
    assert embedded
    again = index("build", tmp_path / "files", "--index", tmp_path / "index")
    assert (again.code, again.out) == (0, ran.out)
    assert embedder.embedded == embedded


def test_build_takes_the_corpus_when_no_path_is_given(
    index: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLICY_QA_INDEX", raising=False)
    write_files(tmp_path / "corpus")
    assert index("build").code == 0
    assert sources_in(index("list", "--index", tmp_path / ".policy-qa").out) == set(TEXTS)


def test_documents_are_added_replaced_and_removed(own: Path, index: Call, tmp_path: Path) -> None:
    new = tmp_path / "kites.txt"
    new.write_text("风筝节设奖金三千元。\n", encoding="utf-8")
    added = index("add", new, "--index", own)
    assert added.code == 0
    assert "11 documents, 12 chunks" in added.out
    assert "kites.txt" in index("list", "--index", own).out
    assert "三千元" in index("search", "风筝节奖金", "--index", own, "--top-k", 1).out
    new.write_text("风筝节设奖金五千元。\n", encoding="utf-8")
    assert "11 documents" in index("add", new, "--index", own).out
    assert index("show", "kites.txt", "--index", own).out == new.read_text(encoding="utf-8")
    removed = index("remove", "kites.txt", "orchard.txt", "--index", own)
    assert removed.code == 0
    assert "9 documents, 10 chunks" in removed.out
    assert sources_in(index("list", "--index", own).out) == set(TEXTS) - {"orchard.txt"}
    found = index("search", "风筝节奖金 苹果价格", "--index", own, "--top-k", 99).out
    assert "千元" not in found
    assert "每公斤" not in found


def test_removing_an_unknown_document_removes_nothing(own: Path, index: Call) -> None:
    ran = index("remove", "harbour.md", "nowhere.md", "--index", own)
    assert ran.code == 2
    assert "nowhere.md" in ran.err
    assert sources_in(index("list", "--index", own).out) == set(TEXTS)


def test_list_shows_what_is_known_of_each_document(made: Path, index: Call) -> None:
    ran = index("list", "--index", made)
    assert ran.code == 0
    row = next(line for line in ran.out.splitlines() if "harbour.md" in line)
    for part in ("夜航办法", "青港发〔2018〕12号", "青禾港务所", "2018-05-10"):
        assert part in row


@pytest.mark.parametrize("title", ["[red]船票[/red]", "船票[/x]", "船票 :ship:"])
def test_list_shows_titles_and_names_as_they_are(title: str, index: Call, tmp_path: Path) -> None:
    file = tmp_path / "票[b]价.md"
    file.write_text(f"# {title}\n\n船票八元。\n", encoding="utf-8")
    assert index("build", file, "--index", tmp_path / "index").code == 0
    ran = index("list", "--index", tmp_path / "index")
    assert ran.code == 0
    assert title in ran.out
    assert "票[b]价.md" in ran.out


def test_info_shows_model_and_counts(made: Path, index: Call, embedder: Any) -> None:
    ran = index("info", "--index", made)
    assert ran.code == 0
    shown = {name.rstrip(): value for name, value in (line.split("  ", 1) for line in ran.out.splitlines())}
    assert shown["folder"].strip() == str(made)
    assert shown["weights"].strip() == embedder.fingerprint
    assert shown["dimensions"].strip() == str(embedder.dim)
    assert (shown["documents"].strip(), shown["chunks"].strip()) == ("10", "11")


def test_show_prints_the_text_exactly(made: Path, index: Call, qa: Call) -> None:
    for source, text in TEXTS.items():
        assert index("show", source, "--index", made).out == text
    cited = qa(LEAD, "--json", "--index", made).json["citations"][0]
    assert index("show", cited["document_id"], "--index", made).out == HARBOUR
    assert index("show", "nowhere.md", "--index", made).code == 2


def test_show_sections_prints_spans_and_headings(made: Path, index: Call) -> None:
    ran = index("show", "town/library.md", "--sections", "--index", made)
    assert ran.code == 0
    spans = []
    for line in ran.out.splitlines():
        start, end, path = line.split(maxsplit=2)
        spans.append((int(start), int(end)))
        assert path in LIBRARY[int(start) : int(end)]
    assert len(spans) == 3
    assert spans == sorted(spans)


def test_search_prints_places_and_legs(made: Path, index: Call) -> None:
    ran = index("search", "苹果价格", "--index", made, "--top-k", 2)
    assert ran.code == 0
    assert "每公斤十二元" in ran.out
    first = ran.out.splitlines()[0]
    assert first.startswith("1. ")
    place = next(word for word in first.split() if word.startswith("orchard.txt:"))
    start, end = map(int, place.removeprefix("orchard.txt:").split("-"))
    assert "每公斤十二元" in ORCHARD[start:end]
    assert "dense" in ran.out
    assert "bm25" in ran.out
    assert [line[:2] for line in ran.out.splitlines() if line[:1].isdigit()] == ["1.", "2."]


def test_wrong_use_of_index_exits_2(made: Path, index: Call, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    new = tmp_path / "new"
    for arguments, named in [
        (("build", tmp_path / "nowhere", "--index", new), "nowhere"),
        (("build", tmp_path / "empty", "--index", new), "empty"),
        (("build", made.parent / "files", "--index", tmp_path / "file"), "--index"),
        (("search", "", "--index", made), "empty"),
        (("search", "票", "--top-k", 0, "--index", made), "top_k"),
        (("show", "nowhere.md", "--index", made), "nowhere.md"),
    ]:
        ran = index(*arguments)
        assert ran.code == 2, arguments
        assert ran.out == ""
        assert ran.err.startswith("error: ")
        assert named in ran.err
    assert not (new / "CURRENT").exists()


READERS = [("list",), ("info",), ("show", "harbour.md"), ("search", "船票"), ("remove", "harbour.md")]


@pytest.mark.parametrize("command", [*READERS, ("verify",)], ids=lambda command: command[0])
def test_a_missing_index_is_an_error_with_the_build_command(
    command: tuple[str, ...], index: Call, tmp_path: Path
) -> None:
    ran = index(*command, "--index", tmp_path / "none")
    assert (ran.code, ran.out) == (2, "")
    assert "python -m index build" in ran.err


def test_a_missing_index_is_an_error_for_questions_too(qa: Call, index: Call, tmp_path: Path) -> None:
    write_files(tmp_path / "files")
    for ran in (
        qa(LEAD, "--index", tmp_path / "none"),
        qa(LEAD, "--json", "--index", tmp_path / "none"),
        qa("--batch", "-", "--index", tmp_path / "none", stdin=lines_of({"question": LEAD})),
        index("add", tmp_path / "files", "--index", tmp_path / "none"),
    ):
        assert (ran.code, ran.out) == (2, "")
        assert "python -m index build" in ran.err


def damaged_files(folder: Path) -> Iterator[Path]:
    """The index with one file damaged, for each in turn; whole again afterwards."""
    for file in sorted(file for file in folder.rglob("*") if file.is_file() and file.name != ".lock"):
        whole = file.read_bytes()
        damage(file)
        yield file
        file.write_bytes(whole)


def test_verify_finds_a_sound_index_sound_and_any_damage(own: Path, index: Call) -> None:
    sound = index("verify", "--index", own)
    assert sound.code == 0
    assert "sound" in sound.out
    count = 0
    for file in damaged_files(own):
        ran = index("verify", "--index", own)
        assert (ran.code, ran.out) == (3, ""), file
        assert ran.err.startswith("error: ")
        assert "python -m index build" in ran.err
        count += 1
    assert count > 5
    assert index("verify", "--index", own).code == 0


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_a_damaged_index_is_refused(command: tuple[str, ...], own: Path, index: Call) -> None:
    damage(next(own.rglob("chunks.jsonl")))
    ran = index(*command, "--index", own)
    assert (ran.code, ran.out) == (2, "")
    assert "chunks.jsonl" in ran.err
    assert "python -m index build" in ran.err


def test_a_damaged_index_answers_no_question_until_it_is_built_again(
    own: Path, shelf: Path, qa: Call, index: Call
) -> None:
    damage(next(own.rglob("chunks.jsonl")))
    for ran in (qa(LEAD, "--index", own), qa("--batch", "-", "--index", own, stdin=lines_of({"question": LEAD}))):
        assert (ran.code, ran.out) == (2, "")
        assert "chunks.jsonl" in ran.err
    assert index("add", shelf / "files", "--index", own).code == 2
    assert index("build", shelf / "files", "--index", own).code == 0
    assert index("verify", "--index", own).code == 0
    assert qa(LEAD, "--json", "--index", own).json["answered"]


def test_other_weights_are_refused_with_the_cure(made: Path, qa: Call, embedder: Any) -> None:
    embedder.fingerprint = "other"
    ran = qa(LEAD, "--index", made)
    assert (ran.code, ran.out) == (2, "")
    assert "python -m index build" in ran.err


def test_a_stopped_command_exits_130(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(_: str | None) -> Any:
        raise KeyboardInterrupt

    assert qa_main([LEAD, "--index", str(made)], open_embedder=stopped) == 130
    assert index_main(["search", LEAD, "--index", str(made)], open_embedder=stopped) == 130
    assert capsys.readouterr().out == ""
