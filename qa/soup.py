"""python -m qa.soup: the mean of readers that were trained one from the other (a model soup, Wortsman et al. 2022).

Reads nearly as well as the best of them on what they were trained for, and what the first could do is not forgotten.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import load_file, save_file

from index import UnreadableError, UsageError, file_checksum, run_command


def main(argv: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 2 wrong use or unreadable files."""
    parser = argparse.ArgumentParser(prog="python -m qa.soup", description=__doc__)
    parser.add_argument("readers", type=Path, nargs="+", metavar="FILE", help="each a reader of python -m qa.train")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    args = parser.parse_args(argv)

    def run() -> int:
        mean(args.readers, args.out)
        return 0

    return run_command(run)


def mean(readers: Sequence[Path], out: Path) -> None:
    """Write the mean of each tensor. The facts are the last file's, with the checksums of all.

    Raises UsageError for fewer than two files or readers of different shape, UnreadableError.
    """
    if len(readers) < 2:
        raise UsageError("name at least two readers")
    try:
        held = [load_file(file) for file in readers]
        with safe_open(readers[-1], "np") as last:
            facts = json.loads((last.metadata() or {})["adapter"])
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise UnreadableError(f"no reader can be read: {error}") from None
    first = held[0]
    if any({n: v.shape for n, v in one.items()} != {n: v.shape for n, v in first.items()} for one in held):
        raise UsageError("the readers were trained with different settings: they have no mean")
    tensors = {
        name: np.mean([one[name].astype(np.float32) for one in held], axis=0).astype(value.dtype)
        for name, value in first.items()
    }
    facts["mean_of"] = [file_checksum(file) for file in readers]
    facts.pop("held_out", None)
    try:
        save_file(tensors, out, metadata={"adapter": json.dumps(facts, sort_keys=True)})
        out.chmod(0o644)
    except OSError as error:
        raise UnreadableError(f"{out} cannot be written: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
