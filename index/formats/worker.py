"""The program of the process that reads files: requests on its input, answers on its output (index.formats.sandbox).

Run as a script, and not with `-m`, so that it need not import the whole of `index` (embedding, search), which takes
ten times as long as reading a file.
"""

import faulthandler
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import IO, Any


def main() -> None:
    """Answer requests until the input ends."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the answers
    package = ModuleType("index")
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["index"] = package
    _say(answers, {"ready": True})
    while line := requests.readline():
        request = json.loads(line)
        _limit_memory(request["memory"])
        _answer(request, requests.read(request["size"]), answers)


def _answer(request: Mapping[str, Any], data: bytes, answers: IO[bytes]) -> None:
    from index.errors import UnreadableError
    from index.formats.kinds import KINDS, OtherFormatError, suffix_of
    from index.formats.read import items

    spent = False
    for place, item in enumerate(items(request["source"], data)):
        if place < request["from"]:
            continue
        _say(answers, {"begin": item.source})
        # Should the process that asks be gone, nobody else would end this one.
        faulthandler.dump_traceback_later(request["seconds"], exit=True)
        try:
            read = item.read()
            row = {name: getattr(read, name) for name in ("text", "headings", "pages", "notes", "tabular")}
            _say(answers, {"read": {**row, "fields": dict(read.fields)}})
        except UnreadableError as error:
            known = suffix_of(item.source) in KINDS
            _say(answers, {"refused": str(error), "failed": known or not isinstance(error, OtherFormatError)})
        except MemoryError:
            spent = True
            _say(answers, {"refused": None, "failed": True})
        faulthandler.cancel_dump_traceback_later()
    _say(answers, {"end": True, "spent": spent})


def _say(answers: IO[bytes], answer: Mapping[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _limit_memory(count: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (count, count))
    except (ImportError, ValueError, OSError):
        return  # a platform that has no such limit


if __name__ == "__main__":
    main()
