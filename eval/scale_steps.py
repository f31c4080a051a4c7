"""One step of `python -m eval scale`, in a process of its own, so that its memory is its own."""

import os
import statistics
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import LiveIndex, UsageError, add, build, load, sync

_QUESTIONS = tuple(
    question
    for number in range(1, 6)
    for question in (
        f"第{number}项工作由哪个部门牵头？",
        f"今年新增公园多少个，完成投资{number}00亿元了吗？",
        f"Which agency leads measure {number}?",
        f"“放管服”改革第{number}条有什么要求？",
    )
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that a step itself says or took, and those that the processors worked for its whole process.

    `own` is the most memory (bytes) of its own, `mapped` that of the files mapped into it, which other processes
    share and the system takes back at need.
    """

    seconds: float
    processor: float
    own: int
    mapped: int


class ChecksumEmbedder:
    """Vectors drawn at random, each by its text's checksum: as many and as large as the default model's."""

    name = "checksum"
    fingerprint = "checksum-1"
    dim = 384
    max_tokens = 500

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """One token a character."""
        return [len(text) for text in texts]

    def embed_chunks(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (texts, dim)."""
        made = np.empty((len(texts), self.dim), np.float32)
        for row, text in enumerate(texts):
            generator = np.random.Generator(np.random.SFC64(zlib.crc32(text.encode("utf-8", "replace"))))
            made[row] = generator.standard_normal(self.dim, np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        return made

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """A unit vector."""
        vector: NDArray[np.float32] = self.embed_chunks([text])[0]
        return vector


def measured(folder: Path, *words: str) -> Cost:
    """Run a step of this module on an index and watch it. Raises UsageError when it fails."""
    own = mapped = 0
    worked = _worked()
    begun = time.perf_counter()
    command = [sys.executable, "-m", "eval.scale_steps", str(folder), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        while child.poll() is None:
            anonymous, shared = _memory(child.pid)
            own, mapped = max(own, anonymous), max(mapped, shared)
            try:
                out, err = child.communicate(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
    if child.returncode:
        raise UsageError(f"{' '.join(words)} failed ({child.returncode}): {err.strip()[-500:]}")
    said = out.strip().rpartition("took ")[2]
    seconds = float(said) if said and words[0] in _TIMED else time.perf_counter() - begun
    return Cost(seconds, _worked() - worked, own, mapped)


def _worked() -> float:
    """The processors' seconds for all children of this process that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _memory(pid: int) -> tuple[int, int]:
    """The memory that a process holds of its own, and of files, in bytes; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0, 0
    kib = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines) if "kB" in value}
    return kib.get("RssAnon", 0) * 1024, kib.get("RssFile", 0) * 1024


def _load(folder: Path) -> float:
    begun = time.perf_counter()
    load(folder, open_embedder=lambda _: ChecksumEmbedder())
    return time.perf_counter() - begun


def _search(folder: Path) -> float:
    index = load(folder, open_embedder=lambda _: ChecksumEmbedder())
    index.search("预热")
    taken = []
    for question in _QUESTIONS:
        begun = time.perf_counter()
        index.search(question)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _reload(folder: Path, more: Path) -> float:
    live = LiveIndex(folder, lambda _: ChecksumEmbedder())
    add([more], folder, open_embedder=lambda _: ChecksumEmbedder())
    begun = time.perf_counter()
    live.renewed()
    return time.perf_counter() - begun


_TIMED: dict[str, Callable[..., float]] = {"load": _load, "search": _search, "reload": _reload}


def _step(folder: Path, word: str, *rest: str) -> int:
    if word in _TIMED:
        print(f"took {_TIMED[word](folder, *map(Path, rest))}")
        return 0
    paths = list(map(Path, rest))
    if word == "build":
        build(paths, folder, open_embedder=lambda _: ChecksumEmbedder())
    elif word == "sync":
        sync(paths, folder, open_embedder=lambda _: ChecksumEmbedder())
    else:
        add(paths, folder, open_embedder=lambda _: ChecksumEmbedder())
    return 0


if __name__ == "__main__":
    sys.exit(_step(Path(sys.argv[1]), *sys.argv[2:]))
