"""Reads files in a process of its own: what runs too long, takes too much memory or crashes fails one file only.

The process is a plain child with pipes and JSON between, not one of `multiprocessing`: that would import the user's
script a second time, and so build an index from a script without `if __name__ == "__main__"`, and unpickle what a
process sends that a hostile file may have taken over.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

from index.errors import UnreadableError
from index.formats.extracted import Extracted
from index.formats.limits import MEMORY, MOST_LOST, SECONDS, mebibytes

_WORKER = Path(__file__).with_name("worker.py")
_START = 120  # seconds that the process may take to start, on a machine that does much else
_GRACE = 10  # seconds that the process has to end itself, should this one be gone


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file was not read. `failed`: of a format that is read, but it cannot be."""

    reason: str
    failed: bool


class Sandbox:
    """A process that reads files, started with the first and kept for the next. Use it in a `with`, from one thread.

    `seconds` a file and `memory` (bytes) are what it may take.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._late = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next read starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        process.wait()

    def read(self, source: str, data: bytes) -> Iterator[tuple[str, Extracted | Refused]]:
        """What is in a file, by its source; of an archive, what is in each of its files, by `source/name`."""
        begun = lost = 0
        while True:
            name: str | None = None if begun else source
            try:
                for answer in self._ask(source, data, begun):
                    if "begin" in answer:
                        begun, name = begun + 1, answer["begin"]
                    else:
                        yield str(name), self._outcome(answer)
                        name = None
                return
            except _LostError as error:
                lost += 1
                yield name or source, Refused(str(error), failed=True)
                if name in (None, source):
                    return
                if lost == MOST_LOST:
                    yield source, Refused(f"was read no further: {lost} of its files cannot be read", failed=True)
                    return

    def _outcome(self, answer: Mapping[str, Any]) -> Extracted | Refused:
        if "read" in answer:
            read = answer["read"]
            headings = tuple((at, level) for at, level in read["headings"])
            return Extracted(
                **{**read, "headings": headings, "pages": tuple(read["pages"]), "notes": tuple(read["notes"])}
            )
        return Refused(answer["refused"] or self._too_much(), answer["failed"])

    def _too_much(self) -> str:
        return f"takes more than {mebibytes(self._memory)} of memory to read: split it into several files"

    def _ask(self, source: str, data: bytes, begun: int) -> Iterator[Mapping[str, Any]]:
        """The answers to one request, but for the last, which says that there are no more.

        Raises _LostError when the process ends or is ended before.
        """
        whole = False
        try:
            process = self._process or self._start()
            assert process.stdin is not None
            request = {
                **{"source": source, "size": len(data), "from": begun},
                **{"seconds": self._seconds + _GRACE, "memory": self._memory},
            }
            # A process that has ended tells why by its code.
            with _Ends(self, process, self._seconds), suppress(OSError):
                process.stdin.write(json.dumps(request).encode() + b"\n")
                process.stdin.write(data)
                process.stdin.flush()
            while "end" not in (answer := self._answer(process, self._seconds)):
                yield answer
            whole = not answer["spent"]
        finally:
            if not whole:
                self.close()

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> Mapping[str, Any]:
        assert process.stdout is not None
        with _Ends(self, process, seconds):
            line = process.stdout.readline()
        if not line.endswith(b"\n"):
            raise _LostError(self._why(process))
        answer: Mapping[str, Any] = json.loads(line)
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        self._late = False
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path),
            # Each thread of these would take of the memory allowed, on a machine with many cores all of it.
            **{"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        }
        hint = "free memory, or give .txt and .md files, which need none"
        command = [sys.executable, "-P", "-W", "ignore", str(_WORKER)]
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        try:
            process = subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, stderr=nothing)
        except OSError as error:
            raise UnreadableError(f"cannot start the process that reads files ({error.strerror}): {hint}") from None
        self._process = process
        try:
            self._answer(process, _START)  # that it is ready
        except _LostError:
            raise UnreadableError(f"cannot start the process that reads files ({command[0]}): {hint}") from None
        return process

    def _why(self, process: subprocess.Popen[bytes]) -> str:
        if self._late:
            return f"takes more than {self._seconds:g} seconds to read: split it into several files"
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
        code = process.returncode or 0
        if code == -getattr(signal, "SIGKILL", 9):
            return f"takes too much memory to read ({mebibytes(self._memory)} are allowed): split it into several files"
        how = signal.Signals(-code).name if -code in set(signal.Signals) else f"code {code}"
        return f"makes the program crash that reads it ({how}): open it in the program that made it and save it anew"


class _LostError(Exception):
    """The process has ended before its last answer."""


class _Ends:
    """While it is held, ends a process that goes on for too long."""

    def __init__(self, sandbox: Sandbox, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._timer = Timer(seconds, self._end, (sandbox, process))
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    @staticmethod
    def _end(sandbox: Sandbox, process: subprocess.Popen[bytes]) -> None:
        sandbox._late = True
        process.kill()
