"""The README does not lie: its commands run, its links lead somewhere, and CI runs what it says."""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import nullcontext, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import app
from eval.__main__ import main as eval_main
from index.__main__ import main as index_main
from qa.__main__ import main as qa_main
from qa.page.users import main as users_main
from tests.serving import serve_index

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [(match[1], match[2]) for match in re.finditer(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)]
PROSE = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
SERVED = "http://127.0.0.1:7860"
PYTHON = ".venv/bin/python"
MAINS = {"index": index_main, "qa": qa_main, "eval": eval_main}

NOTES = "# 灯会通告\n\n灯会在青禾广场举办，共三晚。\n"
QUESTIONS = [{"id": 1, "question": "which agency leads customs protection?"}, {"question": "到2021年的目标是多少？"}]


def shell_lines(block: str) -> list[str]:
    return [line for line in block.splitlines() if shlex.split(line, comments=True)]


def make_commands() -> list[str]:
    """Every `make …` of the README, in its blocks and in its prose."""
    shown = [line for kind, block in BLOCKS if kind == "sh" for line in shell_lines(block) if line.startswith("make")]
    return [*shown, *re.findall(r"`(make [^`]+)`", PROSE)]


def python_lines() -> list[str]:
    return [
        line
        for kind, block in BLOCKS
        if kind == "sh"
        for line in shell_lines(block)
        if not line.startswith("make") and not is_of_the_page(line)
    ]


def is_of_the_page(line: str) -> bool:
    """Whether a command runs until it is stopped, or asks for a password."""
    return line.startswith((f"{PYTHON} app.py", f"{PYTHON} -m qa.page.users"))


def page_lines() -> list[str]:
    return [line for kind, block in BLOCKS if kind == "sh" for line in shell_lines(block) if is_of_the_page(line)]


def outside_make() -> dict[str, str]:
    """The environment without what an outer make, or this project's own setting, would pass on."""
    inner = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "POLICY_QA_INDEX", "PYTHONSAFEPATH")
    return {name: value for name, value in os.environ.items() if name not in inner}


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """What a fresh checkout holds of the files that make looks at."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def dry_run(folder: Path, words: list[str]) -> "subprocess.CompletedProcess[str]":
    command = ["make", "-n", *words]
    return subprocess.run(command, cwd=folder, env=outside_make(), capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", make_commands())
def test_make_knows_the_targets(command: str, fresh: Path) -> None:
    words = shlex.split(command, comments=True)[1:]
    ran = dry_run(fresh, words)
    assert ran.returncode == 0, ran.stderr
    assert "pip install" in ran.stdout
    for word in words:
        _, given, value = word.partition("=")
        assert not given or value.replace("~", str(Path.home())) in ran.stdout, f"{word} changes nothing"


def test_make_would_not_hide_an_unknown_target(fresh: Path) -> None:
    assert dry_run(fresh, ["no-such-target"]).returncode != 0


def test_the_two_commands_of_the_start_are_there_and_ci_runs_the_second() -> None:
    first, second = (shlex.split(block, comments=True) for kind, block in BLOCKS[:2] if kind == "sh")
    assert (first, second) == (["make", "run"], ["make", "test"])
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    lines = [line.strip() for line in script.read_text(encoding="utf-8").splitlines()]
    assert "make test" in lines
    assert "make test-all" in lines[lines.index("make test") :]


def test_links_lead_to_files_of_the_repository() -> None:
    for file in (ROOT / "README.md", ROOT / "eval" / "README.md", ROOT / "CHANGELOG.md"):
        for link in re.findall(r"\]\(([^)\s]+)\)", file.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", link):
                assert (file.parent / link.partition("#")[0]).exists(), f"{file.name} links to {link}"


def test_blocks_hold_nothing_that_is_not_tested() -> None:
    assert {kind for kind, _ in BLOCKS} == {"sh", "python"}
    assert len([block for kind, block in BLOCKS if kind == "python"]) == 3
    for line in python_lines():
        program, option, module, *_ = shlex.split(line, comments=True)
        assert (program, option) == (PYTHON, "-m")
        assert module in MAINS


@pytest.mark.parametrize("line", page_lines())
def test_the_page_knows_its_options(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(line, comments=True)
    options = [word for word in words if word.startswith("--")]
    run = users_main if "qa.page.users" in words else app.main
    with pytest.raises(SystemExit) as ended:
        run(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert all(option in told for option in options)


# --- the commands, in order -------------------------------------------------------------------------------------


def supply(folder: Path) -> None:
    """The files that the README's commands take for granted."""
    for name in ("notes.md", "newer.md"):
        (folder / name).write_text(f"{NOTES}\n{name}\n", encoding="utf-8")
    rows = [json.dumps(row, ensure_ascii=False) + "\n" for row in QUESTIONS]
    (folder / "questions.jsonl").write_text("".join(rows), encoding="utf-8")


def a_source(folder: Path) -> str:
    return min(file.name for file in (folder / "corpus").glob("*.md"))


def check_printed(line: str, printed: str, folder: Path) -> None:
    """What the README says of a command holds for what it printed."""
    module, *words = shlex.split(line, comments=True)[2:]
    if "show" in words:
        assert printed == (folder / "corpus" / a_source(folder)).read_text(encoding="utf-8")
    elif "list" in words:
        assert all(file.name in printed for file in (folder / "corpus").glob("*.md"))
        assert "notes.md" not in printed, "it was replaced"
        assert "newer.md" not in printed, "it was removed"
    elif module == "qa" and "--json" in words:
        answer = json.loads(printed)
        for found in [*answer["citations"], *answer["hits"]]:
            text = (folder / "corpus" / found["source"]).read_text(encoding="utf-8")
            assert text[found["start"] : found["end"]] == (found.get("quote") or found["text"])
    elif ">" in words:
        rows = (folder / words[-1]).read_text(encoding="utf-8").splitlines()
        assert [json.loads(row).get("id") for row in rows] == [row.get("id") for row in QUESTIONS]
    else:
        assert printed.strip()


@pytest.mark.slow
def test_commands_run_in_order(
    embedder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this process and with the deterministic embedder; below with the real model in a real shell."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    supply(tmp_path)
    monkeypatch.setattr(import_module("qa.ask"), "_reader", lambda: None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLICY_QA_INDEX", raising=False)
    for line in python_lines():
        words = shlex.split(line.replace("SOURCE", a_source(tmp_path)), comments=True)[2:]
        file = Path(words.pop()) if ">" in words else None
        if file:
            words.remove(">")
        out = io.StringIO()
        with redirect_stdout(out) if file else nullcontext():
            code = MAINS[words[0]](words[1:], open_embedder=lambda _: embedder)
        printed = capsys.readouterr()
        assert code == 0, f"{line}\n{printed.err}"
        if file:
            file.write_text(out.getvalue(), encoding="utf-8")
        check_printed(line, printed.out, tmp_path)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository with the environment that runs these tests as its .venv."""
    copied = tmp_path / "copy"
    ignored = shutil.ignore_patterns(".git", ".venv", ".policy-qa*", "__pycache__", ".*_cache", ".hypothesis", "tests")
    shutil.copytree(ROOT, copied, ignore=ignored)
    (copied / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    supply(copied)
    return copied


def steps() -> Iterator[tuple[str, str]]:
    for kind, block in BLOCKS:
        if kind == "python":
            yield kind, block
            continue
        lines = (line for line in shell_lines(block) if not line.startswith("make") and not is_of_the_page(line))
        # Each of these asks all questions, which tests/test_gate.py does with the real model; above they ran, too.
        yield from ((kind, line) for line in lines if not re.search(r" eval(?! init)\b", line))


def run_step(command: list[str], folder: Path) -> str:
    environment: Mapping[str, str] = {**outside_make(), "PYTHONUTF8": "1"}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(900)
def test_commands_and_python_blocks_run_in_a_shell_with_the_real_model(copy: Path) -> None:
    asked = 0
    for kind, step in steps():
        if kind == "sh":
            printed = run_step(["sh", "-c", step.replace("SOURCE", a_source(copy))], copy)
            check_printed(step, printed, copy)
        else:
            served = SERVED in step
            with serve_index(copy / ".policy-qa", "--mcp") if served else nullcontext("") as url:
                (copy / "block.py").write_text(
                    step.replace(SERVED, url.rstrip("/")) if served else step, encoding="utf-8"
                )
                printed = run_step([PYTHON, "block.py"], copy)
            assert printed.strip()
        if "customs" in step or "海关" in step:
            asked += 1
            assert "深圳海关" in printed, f"{step}\n{printed}"
    assert asked >= 5
    answers = [json.loads(row) for row in (copy / "answers.jsonl").read_text(encoding="utf-8").splitlines()]
    assert answers[0]["answered"]


# --- the pins ---------------------------------------------------------------------------------------------------


def pins() -> dict[str, str]:
    """Distribution -> version, of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    named = [line.split("#")[0].strip() for line in lines]
    found = dict(line.split("==") for line in named if line)
    return {canonicalize_name(name.strip()): version.strip() for name, version in found.items()}


def test_every_dependency_has_an_exact_version_that_it_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    pinned = pins()
    for requirement in map(Requirement, [*project["dependencies"], *extras]):
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"constraints.txt lacks {name}"
        assert requirement.specifier.contains(pinned[name]), f"{requirement} does not allow {pinned[name]}"


def test_the_versions_that_the_readme_names_are_the_pinned_ones() -> None:
    named = re.findall(r"`([\w-]+)==([\w.]+)`", README)
    assert named
    assert all(pins()[canonicalize_name(name)] == version for name, version in named)


def test_no_figure_is_left_to_be_filled_in(root: Path) -> None:
    written = [root / "README.md", *(root / "docs").glob("*.md"), root / "index" / "weights" / "README.md"]
    assert not [file.name for file in written if re.search(r"@[A-Z]+@", file.read_text(encoding="utf-8"))]
