"""Fuzzing led by which code an input reaches: libFuzzer through atheris, where that is installed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import atheris

from eval.fuzz_mutate import mutator
from eval.fuzz_targets import Kind


@contextmanager
def instrumented() -> Iterator[None]:
    """What of ours is imported for the first time in here tells which of its code is reached."""
    with atheris.instrument_imports(include=["index", "qa"]):
        yield


def drive(
    one: Callable[[bytes], None], kind: Kind, corpus: Path, *, runs: int, seconds: float, seed: int, longest: int
) -> None:
    """Try `runs` inputs, or for `seconds`, begun with the files of `corpus`, which grows. Ends the process."""

    mutate = mutator(kind)
    rarely = 0.02 if kind == "zip" else 0.2  # bytes altered blindly in what is packed only ever break it

    def altered(data: bytes, most: int, chosen: int) -> bytes:
        rng = Random(chosen)
        new = bytes(data)
        for _ in range(rng.choice((1, 1, 2, 4))):
            new = atheris.Mutate(new, most) if rng.random() < rarely else mutate(new, rng)
        return new if len(new) <= most else bytes(data)

    options = {
        "runs": runs,
        "max_total_time": int(seconds),
        "seed": seed,
        "max_len": longest,
        "len_control": 0,
        "timeout": 3600,  # we hold time and memory to their limits ourselves
        "rss_limit_mb": 0,
        "artifact_prefix": f"{corpus}/",
        "verbosity": 0,
        "print_final_stats": 0,
    }
    argv = ["fuzz", *(f"-{name}={value}" for name, value in options.items()), str(corpus)]
    atheris.Setup(argv, one, custom_mutator=altered)
    atheris.Fuzz()
