"""`python -m eval scale`: what building, changing, loading and searching an index of many documents takes."""

import argparse
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.runfile import commit, machine, write_whole
from eval.scale_steps import Cost, measured
from index import UsageError, read_documents

_DIGITS = re.compile(r"\d+")
_FORMAT = 1
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Step:
    """One command, and what it took; `size` is that of the index after it, in bytes."""

    name: str
    cost: Cost
    size: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("--documents", type=int, default=1000, metavar="N", help="how many (default 1000)")
    text = "the texts that they are copies of, with other numbers (default: corpus)"
    parser.add_argument("--copies-of", type=Path, default=Path("corpus"), metavar="DIR", help=text)
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where to work (default: a temporary folder)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures and the machine's facts")


def run(args: argparse.Namespace, console: Console) -> None:
    """Make the documents, take the steps, each in a process of its own, and print what they took.

    The vectors come from the texts' checksums and not from a model: it is the index that is measured, and a model
    would only add its own time for each new passage and sentence. Raises UsageError for options that cannot be used.
    """
    if args.documents < 100:
        raise UsageError("--documents must be at least 100: one in a hundred is changed and removed")
    texts = [document.text for document in read_documents([args.copies_of]).documents]
    place = args.folder or Path(tempfile.mkdtemp(prefix="policy-qa-scale-"))
    place.mkdir(parents=True, exist_ok=True)
    try:
        steps = list(_steps(texts, args.documents, place, Console(stderr=True)))
    finally:
        if not args.folder:
            shutil.rmtree(place, ignore_errors=True)
    console.print(_table(steps, args.documents))
    if args.json:
        content = {
            "format": _FORMAT,
            "commit": commit(),
            "machine": machine(),
            "documents": args.documents,
            "characters": sum(len(text) for text in copies(texts, args.documents)),
            "steps": [asdict(step) for step in steps],
        }
        write_whole(args.json, [json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False), "\n"])


def copies(texts: Sequence[str], count: int) -> Iterator[str]:
    """`count` texts: the given ones, and then copies of them in which every number is a little larger."""
    for at in range(count):
        text, turn = texts[at % len(texts)], at // len(texts)
        yield text if not turn else f"{_raised(text, turn).rstrip()}\n第{turn}份。\n"


def _raised(text: str, by: int) -> str:
    return _DIGITS.sub(lambda found: str(int(found[0]) + by) if len(found[0]) < 9 else found[0], text)


def _steps(texts: Sequence[str], count: int, place: Path, progress: Console) -> Iterator[Step]:
    files, more, index = place / "files", place / "more", place / "index"
    _write(files, copies(texts, count))
    _write(more, ["# 新增办法\n\n一、范围\n\n新增的办法适用于第一百零一个站点，由站点办公室负责。\n"])
    hundredth = range(0, count, 100)

    def step(name: str, *words: object) -> Step:
        progress.print(f"{name} …", highlight=False)
        return Step(name, measured(index, *map(str, words)), _size(index))

    yield step(f"build {count:,}", "build", files)
    yield step("add 1", "add", more)
    yield step("load", "load")
    yield step("search, p50 of 20", "search")
    yield step("a running page takes up 1 more", "reload", _one(place / "one"))
    _alter(files, hundredth)
    yield step(f"sync, {len(hundredth)} changed, 2 removed", "sync", files)
    for at in hundredth:
        _file(files, at).unlink()
    yield step(f"sync, {len(hundredth)} removed", "sync", files)
    yield step("sync, nothing changed", "sync", files)


def _one(folder: Path) -> Path:
    _write(folder, ["# 另一办法\n\n一、范围\n\n另一办法适用于第一百零二个站点。\n"])
    return folder


def _write(folder: Path, texts: Sequence[str] | Iterator[str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for at, text in enumerate(texts):
        file = _file(folder, at)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _file(folder: Path, at: int) -> Path:
    return folder / f"{at // 1000:03}" / f"{folder.name}-{at:06}.md"


def _alter(folder: Path, places: Sequence[int]) -> None:
    for at in places:
        file = _file(folder, at)
        text = file.read_text(encoding="utf-8")
        file.write_text(text.rstrip() + f"\n修改第{at}号。\n", encoding="utf-8")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _table(steps: Sequence[Step], count: int) -> Table:
    table = Table(box=None, header_style="bold", title=f"{count:,} documents; vectors by checksum, not by a model")
    table.add_column("step", overflow="fold")
    for name in ("seconds", "processor seconds", "own memory, MiB", "mapped files, MiB", "index, MiB"):
        table.add_column(name, justify="right")
    for step in steps:
        own, mapped = f"{step.cost.own / _MIB:,.0f}", f"{step.cost.mapped / _MIB:,.0f}"
        times = f"{step.cost.seconds:,.2f}", f"{step.cost.processor:,.1f}"
        table.add_row(step.name, *times, own, mapped, f"{step.size / _MIB:,.0f}")
    return table
