"""`python -m eval` from question set or BEIR folder to table, JSON and exit code."""

import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.aggregate import percentiles
from eval.answers import Answered
from eval.floors import Floor, check_floors
from eval.metrics import RANKING_MEASURES, Scored
from eval.questions import Question
from eval.run import Run
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
    assert "2/3" in made["printed"]
    assert "question to answer: p50" in made["printed"]
    assert made["set"]["name"] == "set.jsonl"
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
    # Nothing in the Chinese questions is English: the leg knows no chunk and ranks none.
    first = {row["id"]: row["systems"]["gloss"]["first"] for row in made["questions"] if row["systems"]}
    assert first == {"r": None, "p": None, "m": None}


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
    assert "2/3" in printed.out
    assert "all:Success@1 is 0.6667, less than 0.7; en:Success@1 is 0.0000, less than 0.5" in printed.err
    assert "0.6;" not in printed.err


def scored(key: str, value: float, lang: str) -> Scored:
    values = {**dict.fromkeys(RANKING_MEASURES, 1.0), "Success@1": value, "RR@10": value}
    return Scored(key, lang, "date", 1, 1, 9, values)


def said(key: str, lang: str, kind: str, confidence: float, verbatim: int, right: bool) -> Answered:
    return Answered(
        id=key,
        lang=lang,
        kind=kind,
        answerable=kind != "unanswerable",
        answered=True,
        confidence=confidence,
        reason=None,
        text="…",
        short=(),
        complete=right if right else None,
        right=right,
        cited=right if right else None,
        quoted=False if right else None,
        citation_recall=0.5 if right else None,
        citation_precision=0.5 if right else None,
        exact_match=None,
        f1=None,
        quotes=2,
        verbatim=verbatim,
        milliseconds={"answer": 4.0},
    )


def finished() -> Run:
    answers = (said("a", "zh", "date", 0.9, 2, True), said("u", "en", "unanswerable", 0.8, 1, False))
    asked = tuple(Question(row.id, "?", row.lang, row.kind) for row in answers)
    full = (scored("a", 1, "zh"), scored("b", 0.5, "en"))
    return Run(asked, {"default": full}, {"default": {}}, depth=3, answers=answers, search_ms=(1.0, 2.0))


def test_floors_of_groups_and_of_answers() -> None:
    met = [("all", "Success@1", 0.75), ("zh", "RR@10", 1), ("en", "Success@1", 0.5), ("all", "cited", 1)]
    check_floors(finished(), [Floor(*floor) for floor in [*met, ("date", "verbatim", 1), ("all", "verbatim", 0.75)]])
    check_floors(finished(), [Floor("all", "complete", 1), Floor("all", "1-AURC", 0.75)])
    below = [("all", "verbatim", 1), ("all", "declined", 0.5), ("all", "quoted", 0.1), ("en", "RR@10", 0.6)]
    below += [("all", "1-AURC", 0.76), ("zh", "citation_recall", 0.6)]
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
        (("--squad", "somewhere"), "--squad"),
        (("--nomiracl", "somewhere"), "--nomiracl"),
        (("--run", "no/such/folder/run.trec"), "no folder"),
        (("--json", "."), "is a folder"),
        (("--report", __file__), "is a file"),
        (("--questions", "."), "no file of its own"),
        (("bench",), "options stand behind bench"),
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


def test_a_peer_that_is_not_installed_is_left_out_and_named(
    folder: Path, run: Call, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.peers.find_spec", lambda name: None)
    options = ("--questions", folder / "set.jsonl", "--index", folder / "index")
    assert run(*options, "--systems", "bm25,txtai") == 0
    assert 'left out, txtai: not installed; pip install -e ".[peers]"' in capsys.readouterr().err
    assert run(*options, "--systems", "txtai") == 2


def test_names_from_a_question_set_are_plain_text(
    folder: Path, tmp_path: Path, run: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = {**ROWS[0], "kind": "[/b] \x1b[2Jall", "lang": "[red]x"}
    unknown = {"question": "？谁", "id": "x[/y]", "kind": "all", "answer": "nowhere"}
    write_lines(tmp_path / "odd.jsonl", [odd, unknown])
    assert run("--questions", tmp_path / "odd.jsonl", "--index", folder / "index") == 0
    printed = capsys.readouterr()
    assert "[/b] ␛[2Jall" in printed.out
    assert "[red]x" in printed.out
    assert "kind all" in printed.out
    assert "x[/y]" in printed.err
    assert "\x1b" not in printed.out + printed.err


def test_a_model_in_a_folder_is_named_without_the_way_to_it(
    folder: Path, embedder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my-model").mkdir()
    monkeypatch.setattr(embedder, "name", str(tmp_path / "my-model"))
    options = {"model": str(tmp_path / "my-model"), "open_embedder": lambda _: embedder}
    build([folder / "files"], tmp_path / "index", **options)
    words = ["--questions", str(folder / "set.jsonl"), "--index", str(tmp_path / "index")]
    assert main([*words, "--json", str(tmp_path / "out.json")], open_embedder=lambda _: embedder) == 0
    text = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert json.loads(text)["index"]["model"] == "my-model"
    assert str(tmp_path) not in text


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
    assert made["set"] == {"name": "tiny", "kind": "beir", "checksum": made["set"]["checksum"], "questions": 4}
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


def test_a_report_and_trec_runs(folder: Path, tmp_path: Path, run: Call, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--questions", folder / "set.jsonl", "--index", folder / "index", "--systems", "default,bm25")
    assert run(*options, "--report", tmp_path / "page", "--run", tmp_path / "run.trec") == 0
    assert "index.html" in capsys.readouterr().err
    assert "清淤费用多少？" in (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    lines = (tmp_path / "run-bm25.trec").read_text(encoding="utf-8").splitlines()
    assert {line.split()[0] for line in lines} == {"r", "p", "m"}
    assert {line.split()[5] for line in lines} == {"bm25"}
    assert (tmp_path / "run-default.trec").is_file()


def test_what_was_missed_carries_its_stage_and_trace(made: dict[str, Any]) -> None:
    rows = {row["id"]: row for row in made["questions"]}
    assert rows["r"]["fault"] is None
    lost = rows["m"]["fault"]
    assert lost["stage"] in made["faults"]
    assert sum(made["faults"].values()) == sum(row["fault"] is not None for row in made["questions"])
    assert [passage["rank"] for passage in lost["passages"]] == sorted(passage["rank"] for passage in lost["passages"])
    assert any(passage["gold"] for passage in lost["passages"])
    answered = rows["u"]["answer"]["answered"]
    assert (rows["u"]["fault"] is not None) == answered


def test_two_runs_are_compared(
    folder: Path, made: dict[str, Any], run: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made["format"] == 1
    assert run("compare", folder / "out.json", folder / "out.json", "--system", "gloss,bm25") == 0
    printed = capsys.readouterr().out
    assert "Success@1" in printed
    assert "清淤费用多少？" in printed or "公园几点开放？" in printed


def squad_file(tmp_path: Path) -> Path:
    first = {"id": "a", "question": "清淤费用多少？", "answers": [{"text": "120万元", "answer_start": 10}]}
    second = {"id": "b", "question": "公园几点开放？", "answers": [{"text": "六点", "answer_start": 2}]}
    none = {"id": "c", "question": "公园有多少棵树？", "answers": [], "is_impossible": True}
    paragraphs = [
        {"context": "每年三月清淤，费用120万元。", "qas": [first]},
        {"context": "公园六点开放，二十二点关闭。", "qas": [second, none]},
    ]
    file = tmp_path / "set.json"
    content = {"data": [{"title": "t", "paragraphs": paragraphs}]}
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return file


def test_a_squad_file(tmp_path: Path, run: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--squad", squad_file(tmp_path), "--json", tmp_path / "out.json") == 0
    assert "own paragraph" in capsys.readouterr().out
    made = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert made["set"]["kind"] == "squad"
    assert made["systems"]["default"]["all"]["questions"] == 2
    assert made["systems"]["default"]["all"]["Success@1"] == 1
    rows = {row["id"]: row["answer"] for row in made["questions"]}
    # The whole sentence is quoted: the answer stands in it, but is not all of it.
    assert (rows["a"]["complete"], rows["a"]["exact_match"]) == (True, 0)
    assert 0 < rows["a"]["f1"] < 1
    assert set(made["reading"]) == {"all", "answerable", "unanswerable"}
    assert made["reading"]["all"]["questions"] == 3


def test_a_nomiracl_file(tmp_path: Path, run: Call, capsys: pytest.CaptureFixture[str]) -> None:
    rivers, parks = ({"docid": f"{at}#0", "title": "", "text": text} for at, text in enumerate((RIVERS, PARKS)))
    asked = [("q1", "清淤费用多少？", True, [rivers]), ("q2", "Kto upiekł chleb?", False, [parks])]
    rows = [
        {"query_id": key, "question": text, "answerable": answerable, "passages": passages}
        for key, text, answerable, passages in asked
    ]
    write_lines(tmp_path / "zh.jsonl", rows)
    options = ("--nomiracl", tmp_path / "zh.jsonl")
    assert run(*options, "--json", tmp_path / "out.json", "--min", "answerable:answered=1") == 0
    made = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert (made["systems"], made["set"]["kind"]) == ({}, "nomiracl")
    first, second = made["questions"]
    assert first["answer"]["right"] is True
    assert second["answer"]["answered"] == (second["fault"] is not None)
    assert made["risk"]["coverage"] == made["answers"]["all"]["answered"] / 2 + second["answer"]["answered"] / 2
    assert run(*options, "--run", tmp_path / "run.trec") == 2
    assert "ranks nothing" in capsys.readouterr().err
    assert run("compare", tmp_path / "out.json", tmp_path / "out.json", "--measure", "declined") == 0


def test_ones_own_questions_from_a_template(folder: Path, tmp_path: Path, run: Call) -> None:
    file = tmp_path / "my.jsonl"
    assert run("init", folder / "files", "--output", file) == 0
    assert run("--questions", file, "--index", folder / "index") == 2
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    filled = [{**row, "question": row["quote"]} if row.get("quote") else row for row in rows]
    filled[-1] = {"question": "Kto upiekł chleb?", "unanswerable": True}
    filled.append({"question": "谁家的答案哪里都没有？", "answer": "nowhere at all"})
    write_lines(file, filled)
    floors = ("--min", "Success@1=1", "--min", "zh:quoted=1")
    assert run("--questions", file, "--index", folder / "index", *floors) == 0
    assert run("init", folder / "files", "--output", file) == 2
