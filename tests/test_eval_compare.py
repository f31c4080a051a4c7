"""Two runs compared pair by pair, and the file of a run that is read for it."""

import argparse
import copy
import io
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from eval.compare import Comparison, compare, default_measures, holm
from eval.compare_report import add_arguments, run
from eval.runfile import commit, machine, read_run, write_whole
from index import UsageError

Rank = int | None


def ranked(rank: Rank, first: Rank = None) -> dict[str, Any]:
    """What a system's ranking gives when the evidence is complete at `rank`."""
    first = first or rank
    values = {
        **{f"Success@{k}": float(rank is not None and rank <= k) for k in (1, 5)},
        "RR@10": 1 / first if first else 0.0,
        "nDCG@10": 1.0 if rank == 1 else 0.5 if rank else 0.0,
    }
    return {"first": first, "complete": rank, "shown": 900, "values": values}


def answer(answered: bool = True, right: bool | None = None) -> dict[str, Any]:
    return {
        "answered": answered,
        "confidence": 0.5,
        "reason": None if answered else "not_covered",
        "text": "二十二点。",
        "short": [],
        "complete": right,
        "right": right,
        "cited": right,
        "quoted": right,
        "citation_recall": None,
        "citation_precision": None,
        "exact_match": None,
        "f1": 0.25 if right else 0,
        "quotes": 1,
        "verbatim": 1,
        "milliseconds": {"answer": 12.5},
    }


def row(key: str, systems: dict[str, Any], found: dict[str, Any] | None, lang: str = "zh") -> dict[str, Any]:
    return {
        "id": key,
        "question": f"问题{key}是什么？",
        "lang": lang,
        "kind": "number" if systems else "unanswerable",
        "answerable": bool(systems),
        "systems": systems,
        "answer": found,
        "fault": None,
    }


def made(questions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A run's JSON over these questions."""
    return {
        "format": 1,
        "set": {"name": "set.jsonl", "kind": "questions", "checksum": "ab" * 32, "questions": len(questions)},
        "commit": {"id": "1" * 40, "changed": False},
        "settings": {"systems": ["default"], "depth": 9, "model": None},
        "index": {"settings": {"rules": "r1"}, "weights": {"dense": 1.0}, "files": {"a/x": "1", "a/y": "2", "b": "3"}},
        "machine": {"system": "Linux", "cpus": 2, "packages": {"numpy": "2.4"}},
        "systems": {name: {"all": {"questions": 3}} for row in questions for name in row["systems"]},
        "answers": None,
        "reading": None,
        "intervals": {"systems": {}, "answers": {}},
        "risk": {"area": 0.3, "coverage": 0.9, "risk": None, "curve": [[0, 0.5], [1, 1]]},
        "milliseconds": {"search": {"p50": 1.5, "p95": 2}},
        "faults": {"not read": 1},
        "questions": list(questions),
    }


def pair_of_runs() -> tuple[dict[str, Any], dict[str, Any]]:
    """Four questions with evidence, one in English, and two without; B wins q1, loses q2, leaves q3, wins en."""
    before = [
        row("q1", {"default": ranked(3)}, answer(right=False)),
        row("q2", {"default": ranked(1)}, answer(right=True)),
        row("q3", {"default": ranked(None)}, answer(answered=False, right=False)),
        row("en", {"default": ranked(None)}, answer(right=True), lang="en"),
        row("u1", {}, answer(answered=True)),
        row("u2", {}, answer(answered=False)),
    ]
    after = [
        row("q1", {"default": ranked(1)}, answer(right=True)),
        row("q2", {"default": ranked(2)}, answer(right=True)),
        row("q3", {"default": ranked(None)}, answer(answered=False, right=False)),
        row("en", {"default": ranked(6)}, answer(right=True), lang="en"),
        row("u1", {}, answer(answered=False)),
        row("u2", {}, answer(answered=False)),
    ]
    return made(before), made(after)


DEFAULT = ("default", "default")


def figures(comparison: Comparison) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {
        (r.group, r.measure): (r.n, *(round(x, 9) for x in (r.a, r.b, r.difference)), r.won, r.lost)
        for r in comparison.results
    }


def test_b_minus_a_by_hand() -> None:
    found = figures(compare(*pair_of_runs(), DEFAULT, ["Success@1", "RR@10", "right", "answered", "f1", "declined"]))
    assert found["all", "Success@1"] == (4, 0.25, 0.25, 0, ("q1",), ("q2",))
    # (1/3 + 1) / 4 and (1 + 1/2 + 1/6) / 4
    assert found["all", "RR@10"] == (4, *(round(x / 12, 9) for x in (4, 5, 1)), ("q1", "en"), ("q2",))
    assert found["all", "right"] == (4, 0.5, 0.75, 0.25, ("q1",), ())
    assert found["all", "answered"] == (4, 0.75, 0.75, 0, (), ())
    assert found["all", "f1"] == (6, round(2 / 24, 9), 0.125, round(1 / 24, 9), ("q1",), ())
    assert found["all", "declined"] == (2, 0.5, 1, 0.5, ("u1",), ())
    assert found["zh", "right"] == (3, *(round(x / 3, 9) for x in (1, 2, 1)), ("q1",), ())
    assert found["en", "RR@10"] == (1, 0, *[round(1 / 6, 9)] * 2, ("en",), ())
    assert found["unanswerable", "declined"][0] == 2
    assert ("unanswerable", "right") not in found
    assert [group for group, measure in found if measure == "right"] == ["all", "zh", "en", "number"]


def test_interval_and_p_value() -> None:
    before = [row(f"q{at}", {"default": ranked(4)}, None, lang="zh" if at < 30 else "en") for at in range(40)]
    after = [row(f"q{at}", {"default": ranked(1 if at < 12 else 4)}, None, before[at]["lang"]) for at in range(40)]
    measures = ["Success@1", "Success@5", "RR@10"]
    results = {(r.group, r.measure): r for r in compare(made(before), made(after), DEFAULT, measures).results}
    better = results["all", "Success@1"]
    assert better.difference == pytest.approx(0.3)
    assert better.low is not None
    assert better.high is not None
    # Twelve wins of forty: about 0.3 +- 1.96 * sqrt(0.3 * 0.7 / 40).
    assert (better.low, better.high) == pytest.approx((0.3 - 0.142, 0.3 + 0.142), abs=0.035)
    # All twelve signs alike: 2 of 2 ** 12 flips.
    assert better.p_value == pytest.approx(2 / 2**12, abs=0.001)
    same = results["all", "Success@5"]
    assert (same.difference, same.p_value, same.holm) == (0, 1, 1)
    assert better.holm is not None
    assert better.holm == pytest.approx(holm([better.p_value, 1, results["all", "RR@10"].p_value])[0])
    assert better.holm > better.p_value
    assert results["zh", "Success@1"].low is not None
    assert results["zh", "Success@1"].holm is None
    assert (results["en", "Success@1"].low, results["en", "Success@1"].high) == (None, None)
    assert results["en", "Success@1"].p_value == 1


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.4]) == pytest.approx([0.8, 0.8])
    assert holm([0.9, 0.001, 0.8]) == pytest.approx([1, 0.003, 1])


def test_the_rank_is_the_one_that_the_measure_goes_by() -> None:
    a, b = made([row("q", {"default": ranked(4, 2)}, None)]), made([row("q", {"default": ranked(None, 1)}, None)])
    pairs = compare(a, b, DEFAULT, ["Success@5", "RR@10"]).pairs
    assert [(p.rank_a, p.rank_b, p.a, p.b) for name in pairs for p in pairs[name]] == [(4, None, 1, 0), (2, 1, 0.5, 1)]


def test_questions_of_one_run_only_are_told_and_left_out() -> None:
    a, b = pair_of_runs()
    del a["questions"][1], b["questions"][0]
    b["questions"][2]["answer"] = None
    comparison = compare(a, b, DEFAULT, ["RR@10", "right"])
    assert comparison.alone == (("q1",), ("q2",))
    assert comparison.unpaired == {"RR@10": 0, "right": 1}
    assert [(r.measure, r.n) for r in comparison.results if r.group == "all"] == [("RR@10", 2), ("right", 1)]


def test_what_differs() -> None:
    a, b = pair_of_runs()
    assert compare(a, b, DEFAULT, ["RR@10"]).differing == ()
    b["commit"] = None
    b["settings"] = {"systems": ["default", "bm25"], "depth": 9, "model": "other"}
    b["index"] = {
        "settings": {"rules": "r2"},
        "weights": {"dense": 1.0, "gloss": 0.2},
        "files": dict(a["index"]["files"]),
    }
    b["index"]["files"]["a/y"] = "4"
    b["machine"]["packages"]["numpy"] = "2.5"
    found = {item.name: (item.a, item.b) for item in compare(a, b, DEFAULT, ["RR@10"]).differing}
    top = found.pop("index.files.a")
    assert top[0] != top[1]
    assert found == {
        "commit": ("1" * 40, "not from a checkout"),
        "settings.systems": ("default", "default, bm25"),
        "settings.model": ("–", "other"),
        "index.settings.rules": ("r1", "r2"),
        "index.weights.gloss": ("–", "0.2"),
        "machine.packages.numpy": ("2.4", "2.5"),
    }
    changed = {**a, "commit": {"id": "1" * 40, "changed": True}}
    assert compare(changed, changed, DEFAULT, ["RR@10"]).differing == ()
    (same,) = compare(changed, {**changed, "risk": None}, DEFAULT, ["RR@10"]).differing
    assert same.name == "commit"
    assert "uncommitted changes" in same.a


def test_two_systems_of_one_run() -> None:
    systems = [{"dense": ranked(2), "default": ranked(1)}, {"dense": ranked(1), "default": ranked(1)}]
    both = made([row(f"q{at}", part, answer(right=True)) for at, part in enumerate(systems)])
    assert default_measures(both, both, DEFAULT)[-1] == "right"
    measures = default_measures(both, both, ("dense", "default"))
    assert measures == ("Success@1", "Success@5", "RR@10", "nDCG@10")
    found = figures(compare(both, both, ("dense", "default"), measures))
    assert found["all", "RR@10"] == (2, 0.75, 1, 0.25, ("q0",), ())


def test_runs_that_cannot_be_compared() -> None:
    a, b = pair_of_runs()
    asked = [{**row, "question": f"{row['question']}!"} for row in b["questions"]]
    other = {**b, "set": {**b["set"], "name": "other.jsonl", "checksum": "cd" * 32}, "questions": asked}
    with pytest.raises(
        UsageError, match=r"A\.json of set\.jsonl and B\.json of other\.jsonl have no question in common"
    ):
        compare(a, other, DEFAULT, ["RR@10"], names=("A.json", "B.json"))
    with pytest.raises(UsageError, match="B has no system dense, but default"):
        compare(a, b, ("default", "dense"), ["RR@10"])
    with pytest.raises(UsageError, match=r"no question has Sucess@1 .*: RR@10, Success@1.* right, .*declined"):
        compare(a, b, DEFAULT, ["Sucess@1"])


def test_questions_that_both_sets_have_are_paired_and_the_others_named() -> None:
    a, b = pair_of_runs()
    changed, *same = b["questions"]
    longer = {**b, "set": {**b["set"], "checksum": "cd" * 32}, "questions": [{**changed, "question": "?"}, *same]}
    found = compare(a, longer, DEFAULT, ["RR@10"])
    assert found.alone == ((changed["id"],), (changed["id"],))
    assert changed["id"] not in {pair.id for pair in found.pairs["RR@10"]}
    assert {item.name for item in found.differing} >= {"set.checksum"}


def test_characters_shown_are_given_by_group() -> None:
    a, b = pair_of_runs()
    wider = [
        {**row, "systems": {name: {**found, "shown": found["shown"] + 50} for name, found in row["systems"].items()}}
        for row in b["questions"]
    ]
    shown = compare(a, {**b, "questions": wider}, DEFAULT, ["RR@10"]).shown
    before, after = shown["all"]
    assert after == pytest.approx(before + 50)


Command = Callable[..., str]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Write two runs and compare them as the command line would; returns what is printed."""

    def call(a: dict[str, Any], b: dict[str, Any], *options: str) -> str:
        for name, content in (("a.json", a), ("b.json", b)):
            (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        screen = io.StringIO()
        run(parser.parse_args([str(tmp_path / "a.json"), str(tmp_path / "b.json"), *options]), Console(file=screen))
        return screen.getvalue()

    return call


def cells(printed: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in printed.splitlines() if line.count("│") > 2]


def test_what_is_printed(command: Command) -> None:
    printed = command(*pair_of_runs())
    rows = cells(printed)
    assert ["all", "right", "4", "0.500", "0.750", "+0.250", "–", "1.000", "1.000", "1/0/3"] in rows
    assert "what differs" not in printed
    assert "by chance" in printed
    better, worse = printed.split("questions better in B: 2")[1].split("questions worse in B: 1")
    assert "问题q1是什么？" in better
    assert "问题q2是什么？" in worse
    (lost,) = [row for row in cells(worse) if row[0] == "q2"]
    assert lost[1:4] == ["zh", "问题q2是什么？", "1 → 2"]
    assert [row[3] for row in cells(better) if row[0] in ("q1", "en")] == ["3 → 1", "– → 6"]
    assert "right 0 → 1" in " ".join(row[4] for row in cells(better))


def test_the_largest_changes_come_first_and_the_rest_is_counted(command: Command) -> None:
    printed = command(*pair_of_runs(), "--measure", "RR@10", "--list", "1")
    better = printed.split("better in B: 2")[1].split("questions worse in B")[0]
    assert [row[0] for row in cells(better)] == ["q1"]
    assert "and 1 more" in better
    assert "问题" not in command(*pair_of_runs(), "--list", "0")


def test_a_question_moves_no_cursor_and_is_no_markup(command: Command) -> None:
    a, b = pair_of_runs()
    for run_of in (a, b):
        run_of["questions"][0]["question"] = "\x1b[2J[red]红\n色[/red]？"
    printed = command(a, b)
    assert "\x1b" not in printed
    assert "[red]红 色[/red]？" in printed


def test_the_json_holds_every_pair_and_no_path(command: Command, tmp_path: Path) -> None:
    command(*pair_of_runs(), "--measure", "Success@1", "--json", str(tmp_path / "out.json"))
    text = (tmp_path / "out.json").read_text(encoding="utf-8")
    content = json.loads(text)
    assert str(tmp_path) not in text
    assert content["names"] == ["a.json", "b.json"]
    assert [pair["id"] for pair in content["pairs"]["Success@1"]] == ["q1", "q2", "q3", "en"]
    assert content["results"][0]["won"] == ["q1"]


def test_which_system(command: Command) -> None:
    a, b = (made([row("q", {name: ranked(at) for at, name in enumerate(names, 1)}, None)]) for names in ("xy", "yz"))
    assert "B: b.json, system y" in command(a, b)
    assert "A: a.json, system x" in command(a, b, "--system", "x, z")
    for options, named in (
        (("--system", "x"), r"b\.json has no system x"),
        (("--system", "x,y,z"), "one name, or two"),
        (("--list", "-1"), "--list"),
        (("--measure", "right"), "right is a figure of answers, which only default gives"),
    ):
        with pytest.raises(UsageError, match=named):
            command(a, b, *options)
    few = made([row("q", {"x": {**ranked(1), "values": {"Recall@5": 1.0}}}, answer(answered=True))])
    with pytest.raises(UsageError, match=r"name a --measure; .*: Recall@5, answered, f1"):
        command(few, few)
    with pytest.raises(UsageError, match="share no system"):
        command(a, made([row("q", {"z": ranked(1)}, None)]))


def test_a_run_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    content = pair_of_runs()[0]
    write_whole(tmp_path / "run.json", [json.dumps(content)])
    assert read_run(tmp_path / "run.json") == content


def broken(change: Callable[[dict[str, Any]], object]) -> str:
    content = copy.deepcopy(pair_of_runs()[0])
    change(content)
    return json.dumps(content)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"a": "\xff"}', "is not JSON"),
        ("[]", "is not a run"),
        ('{"name": "package"}', "is not a run"),
        (broken(lambda run: run.pop("format")), "written by another version: run python -m eval --json again"),
        (broken(lambda run: run.update(format=2)), "another version"),
        (broken(lambda run: run.pop("machine")), "damaged at machine"),
        (broken(lambda run: run["questions"][3].pop("lang")), r"damaged at questions\.3\.lang"),
        (broken(lambda run: run["questions"][0]["answer"].update(right="yes")), r"questions\.0\.answer\.right"),
        (broken(lambda run: run["questions"][0]["answer"].update(f1=float("nan"))), r"questions\.0\.answer\.f1"),
        (broken(lambda run: run["questions"][1].update(id="q1")), "twice"),
    ],
)
def test_what_is_no_run_is_refused(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "run.json"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(UsageError, match=rf"run\.json .*{named}"):
        read_run(file)


def test_a_run_that_cannot_be_read(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(UsageError, match="cannot be read"):
            read_run(file)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    write_whole(file, ["一\n", "二\r\n"])
    assert file.read_bytes() == "一\n二\r\n".encode()
    with pytest.raises(UsageError, match="no whole character"):
        write_whole(file, ["三", "\ud800"])
    assert file.read_bytes() == "一\n二\r\n".encode()
    for place in (tmp_path, tmp_path / "no" / "out.json"):
        with pytest.raises(UsageError, match="cannot be written"):
            write_whole(place, ["四"])
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_stays_a_pipe_and_a_link_a_link(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, ["a", "b"])
    assert os.read(reader, 9) == b"ab"
    os.close(reader)
    assert pipe.is_fifo()
    link.symlink_to(tmp_path / "real")
    write_whole(link, ["c"])
    assert link.is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "c"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A git repository that holds the package `ours`, committed."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (tmp_path / "repo" / "ours").mkdir(parents=True)
    (tmp_path / "repo" / "ours" / "__init__.py").write_text("", encoding="utf-8")
    for words in (("init", "-q"), ("add", "ours"), ("commit", "-q", "-m", "first")):
        git(tmp_path / "repo", *words)
    return tmp_path / "repo"


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def test_the_commit_of_the_checkout(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = git(checkout, "rev-parse", "HEAD")
    (checkout / "notes.txt").write_text("not tracked", encoding="utf-8")
    assert commit(checkout / "ours") == {"id": head, "changed": False}
    (checkout / "ours" / "__init__.py").write_text("x = 1\n", encoding="utf-8")
    # As inside a git hook of some other repository.
    monkeypatch.setenv("GIT_DIR", str(checkout.parent / "other"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(checkout.parent / "index"))
    assert commit(checkout / "ours") == {"id": head, "changed": True}


def test_another_repository_with_a_copy_of_us_is_not_reported(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = checkout / "venv" / "ours"
    shutil.copytree(checkout / "ours", installed)
    assert commit(installed) is None
    (checkout / "venv" / ".git").mkdir()
    assert commit(installed) is None
    shutil.copytree(installed, checkout / "copied")
    assert commit(checkout / "copied") is None
    monkeypatch.setenv("PATH", "")
    assert commit(checkout / "ours") is None


def test_this_checkout(root: Path) -> None:
    if not (root / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a checkout, or no git")
    found = commit()
    assert found is not None
    assert found["id"] == git(root, f"--git-dir={root / '.git'}", "rev-parse", "HEAD")


def test_the_machine_but_not_whose() -> None:
    found = machine()
    assert list(found) == ["system", "architecture", "processor", "cpus", "memory_gib", "python", "packages"]
    assert found["python"] == platform.python_version()
    assert found["cpus"] >= 1
    assert found["packages"]["numpy"]
    assert found["packages"]["faiss-cpu"]
    text = json.dumps(found, allow_nan=False)
    for secret in (platform.node(), str(Path.home()), str(Path.cwd())):
        assert secret.strip("/") == "" or secret not in text
