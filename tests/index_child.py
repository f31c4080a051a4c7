"""`python -m index` with the tests' embedder, for tests that need a process of its own.

`--limit N` lets no file grow beyond N bytes; `--end-in-embedding` ends the process there, as a kill would;
`--as-a-user` gives up root's right to write what may only be read.
"""

import ctypes
import os
import sys
from collections.abc import Sequence
from typing import Any

from index.__main__ import main
from tests.conftest import HashEmbedder
from tests.crashes import ENDED

PR_CAPBSET_DROP = 24


class Ending(HashEmbedder):
    """Ends the process as soon as it is used."""

    def embed_chunks(self, texts: Sequence[str]) -> Any:
        os._exit(ENDED)


def as_a_user(words: list[str]) -> None:
    """Start anew without the capabilities CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
    for capability in (1, 2):
        if ctypes.CDLL(None, use_errno=True).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
    words.remove("--as-a-user")
    os.execv(sys.executable, [sys.executable, "-m", "tests.index_child", *words])


def run(words: list[str]) -> int:
    """Run a command; returns its exit code."""
    embedder = HashEmbedder()
    if "--end-in-embedding" in words:
        words.remove("--end-in-embedding")
        embedder = Ending()
    if "--limit" in words:
        import resource

        at = words.index("--limit")
        most = int(words[at + 1])
        del words[at : at + 2]
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    return main(words, open_embedder=lambda _: embedder)


if __name__ == "__main__":
    if "--as-a-user" in sys.argv:
        as_a_user(sys.argv[1:])
    sys.exit(run(sys.argv[1:]))
