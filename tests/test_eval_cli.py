"""`python -m eval` from question set or BEIR folder to table, JSON and exit code."""

import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.metrics import Scored
from eval.report import Floor, check_floors, percentiles
from eval.run import Answered, Run
from index import CheckFailedError, UsageError, build
from qa import ask

RIVERS = "# 河道管理办法\n\n一、巡查\n\n河道每日巡查两次，由水务站负责。\n\n二、清淤\n\n每年三月清淤，费用120万元。\n"
PARKS = "# 公园管理办法\n\n一、开放时间\n\n公园六点开放，二十二点关闭。\n"


def question(key: str, text: str, doc: str = "", quote: str = "", lang: str = "zh") -> dict[str, Any]:
    evidence = [{"doc": doc, "quote": quote}] if quote else []
    kind = "number" if quote else "unanswerable"
    return {"id": key, "question": text, "lang": lang, "kind": kind, "evidence": evidence}


ROWS = [
    question("r", "清淤费用多少？", "rivers.md", "费用120万元"),
    question("p", "公园几点开放？", "parks.md", "公园六点开放"),
    # Asked of one document, proved by the other: a certain miss at rank 1.
    question("m", "公园二十二点关闭", "rivers.md", "河道每日巡查两次", lang="en"),
    question("u", "图书馆有多少册藏书？"),
]


def write_lines(file: Path, rows: list[dict[str, Any]]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


Call = Callable[..., int]


@pytest.fixture
def run(embedder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return lambda *options: main([str(option) for option in options], open_embedder=lambda _: embedder)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once for all tests: opening an index loads a dictionary, which takes a second."""
    return tmp_path_factory.mktemp("eval")


@pytest.fixture
def folder(shelf: Path, embedder: Any) -> Path:
    """The folder with an index `index` of two documents and a question set `set.jsonl`."""
    if not (shelf / "index").exists():
        files = shelf / "files"
        files.mkdir()
        (files / "rivers.md").write_text(RIVERS, encoding="utf-8")
        (files / "parks.md").write_text(PARKS, encoding="utf-8")
        write_lines(shelf / "set.jsonl", ROWS)
        build([files], shelf / "index", open_embedder=lambda _: embedder)
    return shelf


@pytest.fixture
def made(folder: Path, run: Call, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What one run of all systems wrote as JSON; `printed` holds its standard output."""
    if not (folder / "out.json").exists():
        systems = ("--systems", "default,bm25,gloss,rrf,dense")
        options = ("--questions", folder / "set.jsonl", "--index", folder / "index", "--json", folder / "out.json")
        assert run(*options, *systems) == 0
        (folder / "out.txt").write_text(capsys.readouterr().out, encoding="utf-8")
    content: dict[str, Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return {**content, "printed": (folder / "out.txt").read_text(encoding="utf-8")}


def test_a_question_set(made: dict[str, Any], embedder: Any) -> None:
    assert "0.667  2/3" in made["printed"]
    assert "question to answer: p50" in made["printed"]
    assert made["settings"]["set"] == "set.jsonl"
    assert made["index"]["fingerprint"] == embedder.fingerprint
    groups = made["systems"]["default"]
    assert list(groups) == ["all", "zh", "en", "number"]
    assert [groups[name]["questions"] for name in groups] == [3, 2, 1, 3]
    assert groups["all"]["Success@1"] == pytest.approx(2 / 3)
    assert (groups["zh"]["Success@1"], groups["en"]["Success@1"]) == (1, 0)
    rows = {row["id"]: row for row in made["questions"]}
    assert list(rows) == ["r", "p", "m", "u"]
    assert rows["r"]["systems"]["default"]["first"] == 1
    assert rows["m"]["systems"]["default"]["first"] > 1
    assert rows["u"]["systems"] == {}


def test_systems_of_one_run(made: dict[str, Any]) -> None:
    assert list(made["systems"]) == ["default", "bm25", "gloss", "rrf", "dense"]
    assert made["systems"]["bm25"]["zh"]["Success@1"] == 1
    # Nothing in the Chinese questions is English: the leg knows no chunk and leaves the order of the index.
    first = {row["id"]: row["systems"]["gloss"]["first"] for row in made["questions"] if row["systems"]}
    assert first["p"] < first["r"]


def test_answers_are_those_of_ask(made: dict[str, Any], folder: Path, embedder: Any) -> None:
    index, _ = build([folder / "files"], folder / "index", open_embedder=lambda _: embedder)
    answers = {row["id"]: ask(row["question"], index) for row in ROWS}
    for row in made["questions"]:
        answer, found = answers[row["id"]], row["answer"]
        assert (found["answered"], found["reason"]) == (answer.answered, answer.reason)
        assert found["confidence"] == pytest.approx(answer.confidence)
        assert found["quotes"] == found["verbatim"] == len(answer.citations)
    figures = made["answers"]["all"]
    assert (figures["answerable"], figures["unanswerable"]) == (3, 1)
    assert figures["answered"] == pytest.approx(sum(answers[key].answered for key in "rpm") / 3)
    assert figures["declined"] == float(not answers["u"].answered)


def test_the_json_tells_the_machine_but_not_whose(made: dict[str, Any], folder: Path) -> None:
    text = (folder / "out.json").read_text(encoding="utf-8")
    assert made["machine"]["python"] == platform.python_version()
    assert str(folder) not in text
    assert (platform.node() or "no name") not in text


def test_a_floor_not_met_exits_3(folder: Path, run: Call, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--questions", folder / "set.jsonl", "--index", folder / "index")
    assert run(*options, "--min", "Success@1=0.6", "--min", "Success@1=0.7", "--min", "en:Success@1=0.5") == 3
    printed = capsys.readouterr()
    assert "0.667  2/3" in printed.out
    assert "all:Success@1 is 0.6667, less than 0.7; en:Success@1 is 0.0000, less than 0.5" in printed.err
    assert "0.6;" not in printed.err


def scored(key: str, value: float, lang: str) -> Scored:
    return Scored(key, lang, "date", None, None, 9, {"Success@1": value, "RR@10": value})


def finished() -> Run:
    ranked = (scored("a", 1, "zh"), scored("b", 0.5, "en"))
    full = tuple(
        Scored(row.id, row.lang, row.kind, 1, 1, 9, {**row.values, "Success@5": 1, "nDCG@10": 1, "Recall@5": 1})
        for row in ranked
    )
    quoted = Answered("a", "zh", "date", True, True, 0.9, None, 2, 2, True, False, 4.0)
    wrong = Answered("u", "en", "unanswerable", False, True, 0.9, None, 2, 1, False, False, 8.0)
    return Run({"default": full}, (quoted, wrong), (1.0, 2.0), depth=3)


def test_floors_of_groups_and_of_answers() -> None:
    met = [("all", "Success@1", 0.75), ("zh", "RR@10", 1), ("en", "Success@1", 0.5), ("all", "cited", 1)]
    check_floors(finished(), [Floor(*floor) for floor in [*met, ("date", "verbatim", 1), ("all", "verbatim", 0.75)]])
    below = [("all", "verbatim", 1), ("all", "declined", 0.5), ("all", "quoted", 0.1), ("en", "RR@10", 0.6)]
    for group, measure, least in below:
        with pytest.raises(CheckFailedError, match=f"{group}:{measure} is "):
            check_floors(finished(), [Floor(group, measure, least)])
    for group, measure in (("fr", "Success@1"), ("date", "declined")):
        with pytest.raises(UsageError, match="no such figure"):
            check_floors(finished(), [Floor(group, measure, 0.5)])


def test_percentiles() -> None:
    assert percentiles(range(101)) == {"p50": 50, "p95": 95}
    assert percentiles([]) == {}


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--min", "Success@1"), "MEASURE=VALUE"),
        (("--min", "Success@1=nan"), "MEASURE=VALUE"),
        (("--min", "Success@1=1.5"), "MEASURE=VALUE"),
        (("--min", "questions=0.5"), "no measure 'questions'"),
        (("--systems", "dense,magic"), "unknown system magic"),
        (("--systems", ","), "unknown system"),
        (("--model", "other"), "--model"),
        (("--beir", "somewhere"), "--beir"),
        (("--json", "no/such/folder/out.json"), "no folder"),
        (("--index", "no/such/index"), "python -m index build"),
        (("--questions", "no/such/set.jsonl"), "cannot be read"),
    ],
)
def test_wrong_use_exits_2(
    folder: Path, run: Call, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], named: str
) -> None:
    assert run("--questions", folder / "set.jsonl", "--index", folder / "index", *options) == 2
    error = capsys.readouterr().err
    assert "error: " in error
    assert named in error


def test_a_question_set_that_does_not_fit_exits_2(
    folder: Path, tmp_path: Path, run: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lines(tmp_path / "other.jsonl", [question("x", "？", "roads.md", "道路")])
    assert run("--questions", tmp_path / "other.jsonl", "--index", folder / "index") == 2
    error = capsys.readouterr().err
    assert "roads.md" in error
    assert "python -m index build" in error
    (tmp_path / "other.jsonl").write_text("{}\n", encoding="utf-8")
    assert run("--questions", tmp_path / "other.jsonl", "--index", folder / "index") == 2
    assert "other.jsonl, line 1" in capsys.readouterr().err


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """Four documents, two of them of equal text and one long; the document of question q4 is not in the corpus."""
    made = tmp_path / "tiny"
    (made / "qrels").mkdir(parents=True)
    long = "".join(f"第{number}条 仓库{number}号存放{number}吨盐。\n" for number in range(1, 60))
    corpus = [("d/1", "", RIVERS), ("d2", "公园", PARKS), ("d 3", "", RIVERS), ("d4", "", long)]
    write_lines(made / "corpus.jsonl", [{"_id": key, "title": title, "text": text} for key, title, text in corpus])
    asked = [
        ("q1", "清淤费用多少？"),
        ("q2", "公园几点开放？"),
        ("q3", "仓库37号存放37吨盐"),
        ("q4", "公园关闭"),
        ("q5", "?"),
    ]
    write_lines(made / "queries.jsonl", [{"_id": key, "text": text} for key, text in asked])
    judged = "query-id\tcorpus-id\tscore\nq1\td 3\t1\nq2\td2\t1\nq3\td4\t1\nq4\tgone\t1\nq5\td2\t0\n"
    (made / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
    return made


def test_a_beir_folder_and_that_its_index_is_kept_until_the_data_changes(
    beir: Path, tmp_path: Path, run: Call, embedder: Any
) -> None:
    assert run("--beir", beir, "--systems", "default,dense", "--json", tmp_path / "out.json") == 0
    made = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert made["settings"]["set"] == "tiny"
    assert list(made["systems"]) == ["default", "dense"]
    first = {row["id"]: row["systems"]["default"]["first"] for row in made["questions"]}
    # d/1 and d 3 are of equal text: both stand where their chunk does, in the order of the corpus.
    assert first == {"q1": 2, "q2": 1, "q3": 1, "q4": None}
    figures = made["systems"]["default"]["all"]
    assert figures["questions"] == 4
    assert figures["Success@1"] == pytest.approx(2 / 4)
    assert figures["RR@10"] == pytest.approx((1 / 2 + 1 + 1 + 0) / 4)
    assert made["answers"] is None
    embedded = embedder.embedded
    assert embedded > 4
    assert run("--beir", beir) == 0
    assert embedder.embedded == embedded
    corpus = beir / "corpus.jsonl"
    corpus.write_text(corpus.read_text(encoding="utf-8").replace("六点", "七点"), encoding="utf-8")
    assert run("--beir", beir) == 0
    assert embedder.embedded > embedded


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("corpus.jsonl", '{"_id": "d", "text": "文"}\n{"_id": "d", "text": "字"}\n', "line 2"),
        ("corpus.jsonl", '{"_id": "d"}\n', "line 1"),
        ("queries.jsonl", '{"_id": "q1", "text": "？"}\n\n{"_id": 7, "text": "？"}\n', "line 3"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1 d2 1\n", "line 2"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq9\td2\t1\n", "queries.jsonl lacks: q9"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\n", "no document, or no question"),
    ],
)
def test_a_bad_beir_folder_exits_2(
    beir: Path, run: Call, capsys: pytest.CaptureFixture[str], file: str, text: str, named: str
) -> None:
    (beir / file).write_text(text, encoding="utf-8")
    assert run("--beir", beir) == 2
    assert named in capsys.readouterr().err
    (beir / file).unlink()
    assert run("--beir", beir) == 2
    assert f"{file} cannot be read" in capsys.readouterr().err.replace("\\", "/")


def test_bench_prints_each_stage_beside_the_baseline(
    folder: Path, run: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("bench", "--questions", folder / "set.jsonl", "--index", folder / "index")
    assert run(*options, "--repeats", 2, "--first", 2) == 0
    table = capsys.readouterr().out
    assert "2 questions" in table
    rows = {line.split("│")[1].strip(): line for line in table.splitlines() if line.count("│") > 3}
    assert "1.00" in rows["dense only, FAISS flat"]
    assert {"question to hits", "question to answer"} <= set(rows)
    assert run(*options, "--repeats", 0) == 2
