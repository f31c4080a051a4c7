"""Documents that people add and remove on the page: what is taken, how far it is, what became of each file."""

import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Literal

import numpy as np

from index import (
    READABLE,
    BusyError,
    Changes,
    Embedder,
    LiveIndex,
    PolicyError,
    UnreadableError,
    Vectors,
    add,
    remove,
)
from qa.log import log_fault

Stage = Literal["read", "embed", "write"]
Fate = Literal["added", "changed", "unchanged", "replaced", "left_out", "kept", "failed", "warning"]
"""What became of a file. A `replaced` one had its place taken; of one that is `kept` the text before it stays."""
Refusal = Literal["kind", "large", "twice", "total", "many"]
"""Why files were not taken, before anything was read."""

MOST_FILES = 100
TOTAL = 4
"""How many times the most bytes of one file all files of one go may have together."""

_BATCH = 8
"""Texts that are embedded in one go: a question waits for so many at most, a second or two."""
_PAUSE_S = 0.005


@dataclass(frozen=True, slots=True)
class Step:
    """How far an addition is: of `every` texts `done` are embedded (0 of 0 where there is nothing to count)."""

    stage: Stage
    done: int = 0
    every: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or of one in an archive; `reason` is why it failed, or what of it is left out."""

    name: str
    fate: Fate | Refusal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The end of an addition or removal: what became of each file, or the titles of the documents that are gone.

    `problem` is why nothing was done: "busy" where another process is writing, "fault" for a fault of ours, else a
    sentence; None where it was done.
    """

    outcomes: tuple[Outcome, ...] = ()
    removed: tuple[str, ...] = ()
    problem: str | None = None


class Intake:
    """Adds files to an index that a page serves, and removes documents from it; the page then serves the new one.

    The work goes on in a thread of its own where nobody waits for it any more, and whoever asks meanwhile is answered
    from the index before.
    """

    def __init__(self, live: LiveIndex, folder: Path, most_bytes: int) -> None:
        """`folder` is the index's, `most_bytes` those of one file."""
        self._live = live
        self._folder = folder
        self.most_bytes = most_bytes

    def refused(self, files: Sequence[Path]) -> tuple[Outcome, ...]:
        """Why files are not taken, without reading them; () where all are."""
        if len(files) > MOST_FILES:
            return (Outcome("", "many"),)
        sizes = [file.stat().st_size for file in files]
        names = Counter(file.name for file in files)
        found = [Outcome(file.name, "kind") for file in files if file.suffix.lower() not in READABLE]
        found += [
            Outcome(file.name, "large") for file, size in zip(files, sizes, strict=True) if size > self.most_bytes
        ]
        found += [Outcome(name, "twice") for name, count in names.items() if count > 1]
        if sum(sizes) > TOTAL * self.most_bytes:
            found.append(Outcome("", "total"))
        return tuple(found)

    def add(self, files: Sequence[Path]) -> Iterator[Step | Report]:
        """Add files, which are deleted but where a report says "busy": then the same ones can be given again."""
        if refused := self.refused(files):
            _delete(files)
            yield Report(refused)
            return

        def work(tell: Callable[[Step], None]) -> Report:
            try:
                report = self._added(files, tell)
            except BusyError:
                raise
            except BaseException:
                _delete(files)
                raise
            _delete(files)
            return report

        yield from self._run(work)

    def remove(self, ids: Sequence[str]) -> Iterator[Step | Report]:
        """Remove the documents of these ids."""

        def work(tell: Callable[[Step], None]) -> Report:
            tell(Step("write"))
            before = {document.id: document.title for document in self._live.renewed().index.documents()}
            remove(ids, self._folder, open_embedder=lambda _: self._live.embedder)
            self._live.renewed()
            return Report(removed=tuple(before[id_] for id_ in ids if id_ in before))

        yield from self._run(work)

    def _added(self, files: Sequence[Path], tell: Callable[[Step], None]) -> Report:
        tell(Step("read"))
        self._live.renewed()  # the model of the index as it is by now
        with tempfile.TemporaryDirectory(prefix="policy-qa-") as folder:
            given = [Path(shutil.copy(file, Path(folder) / file.name)) for file in files]
            try:
                _, told = add(given, self._folder, open_embedder=lambda _: _Paced(self._live.embedder, tell))
            except UnreadableError as error:
                return Report(problem=str(error).replace(f"{folder}/", ""))
        self._live.renewed()
        return Report(tuple(_outcomes(told)))

    def _run(self, work: Callable[[Callable[[Step], None]], Report]) -> Iterator[Step | Report]:
        told: SimpleQueue[Step | Report] = SimpleQueue()

        def run() -> None:
            try:
                told.put(work(told.put))
            except BusyError:
                told.put(Report(problem="busy"))
            except PolicyError as error:
                told.put(Report(problem=str(error)))
            except BaseException as error:  # of any kind: somebody waits to be told
                log_fault(error)
                told.put(Report(problem="fault"))

        threading.Thread(target=run, name="intake").start()
        while True:
            last = told.get()
            while isinstance(last, Step) and not told.empty():  # of several at once only the latest is news
                last = told.get()
            yield last
            if isinstance(last, Report):
                return


class _Paced:
    """An Embedder that says how far it is, and lets the questions that wait for the model go first."""

    def __init__(self, embedder: Embedder, tell: Callable[[Step], None]) -> None:
        self._embedder = embedder
        self._tell = tell
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.dim, self.max_tokens = embedder.dim, embedder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.count_tokens(texts)

    def embed_query(self, text: str) -> Vectors:
        return self._embedder.embed_query(text)

    def embed_chunks(self, texts: Sequence[str]) -> Vectors:
        made = []
        for at in range(0, len(texts), _BATCH):
            self._tell(Step("embed", at, len(texts)))
            made.append(self._embedder.embed_chunks(texts[at : at + _BATCH]))
            time.sleep(_PAUSE_S)  # a lock is not fair: whoever lets it go and takes it at once keeps it
        self._tell(Step("write"))
        return np.concatenate(made) if made else self._embedder.embed_chunks(texts)


def _outcomes(told: Changes) -> Iterator[Outcome]:
    notes: dict[str, list[str]] = {}
    for source, note in told.reading.notes:
        notes.setdefault(source, []).append(note)
    fates: Mapping[Fate, Sequence[str]] = {
        "added": told.added,
        "changed": told.changed,
        "unchanged": told.unchanged,
    }
    for fate, sources in fates.items():
        for source in sources:
            yield Outcome(source, fate, "; ".join(notes.get(source, ())))
    for one in told.replaced:
        yield Outcome(", ".join(one.sources), "replaced", f"{one.by_source}: {one.why}")
    for source, why in told.left_out:
        yield Outcome(source, "left_out", why)
    kept = {one.source for one in told.kept}
    for skipped in told.reading.skipped:
        yield Outcome(skipped.source, "kept" if skipped.source in kept else "failed", skipped.reason)
    for warning in told.warnings:
        yield Outcome("", "warning", warning)


def _delete(files: Sequence[Path]) -> None:
    """Delete uploaded files, each with the folder that was made for it."""
    for file in files:
        file.unlink(missing_ok=True)
        with suppress(OSError):
            file.parent.rmdir()
