"""The process in which one target is fuzzed: `python -m eval.fuzz_child …`, started by `python -m eval fuzz`."""

import argparse
import gc
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from random import Random

from eval.fuzz_box import Box
from eval.fuzz_mutate import Mutate, mutator
from eval.fuzz_targets import TARGETS, Check, Target

SECONDS = 10.0
"""Of processor time, that one input may take."""
MEMORY = 2 << 30
"""Bytes that inputs may add to what the process holds."""


class TooSlowError(BaseException):
    """An input that takes too long. No Exception, so that nothing takes it for a file that is broken."""


def main() -> None:
    """Fuzz until the inputs or the seconds are used up; all that is found goes into the folder."""
    args = _parser().parse_args()
    raise_when_slow()
    target = TARGETS[args.target]
    led = import_module("eval.fuzz_atheris") if args.engine == "atheris" else None
    with led.instrumented() if led else nullcontext():
        check = target.load()
    seeds = import_module("eval.fuzz_seeds").seeds_of(target, args.corpus)
    for seed in seeds[:1]:
        tried(check, seed)  # what is loaded on first use counts neither as time nor as memory
    limit_memory()
    one = _trial(check, Box(args.folder, target.name))
    if led:
        with tempfile.TemporaryDirectory() as folder:
            for place, seed in enumerate(seeds):
                (Path(folder) / f"seed{place:04}").write_bytes(seed)
            led.drive(
                one,
                target.kind,
                Path(folder),
                **{"runs": args.runs, "seconds": args.seconds, "seed": args.seed, "longest": target.longest},
            )
    else:
        plain(one, mutator(target.kind), seeds, target, args.runs, args.seconds, args.seed)


def plain(
    one: Callable[[bytes], None],
    mutate: Mutate,
    seeds: list[bytes],
    target: Target,
    runs: int,
    seconds: float,
    seed: int,
) -> None:
    """The examples, then what becomes of them by one to eight changes; the same inputs for the same seed."""
    rng = Random(seed)
    until = time.monotonic() + (seconds or float("inf"))
    for example in seeds[:runs]:
        one(example)
    for _ in range(max(0, runs - len(seeds))):
        data = rng.choice(seeds)
        for _ in range(rng.choice((1, 1, 2, 3, 8))):
            data = mutate(data, rng)
        one(data[: target.longest] if target.kind != "zip" else data)
        if time.monotonic() > until:
            return


def tried(check: Check, data: bytes, seconds: float = SECONDS) -> BaseException | None:
    """What a check raises for an input, PolicyErrors too; TooSlowError when it takes too long."""
    began = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
        check(data)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        if time.process_time() - began > seconds / 2:
            gc.collect()
    return None


def raise_when_slow() -> None:
    """From here on an input that takes longer than `tried` allows it raises TooSlowError. For the main thread only."""
    signal.signal(signal.SIGPROF, _stop)


def limit_memory(room: int = MEMORY) -> None:
    """From here on this process gets no more than `room` bytes beside what it holds."""
    import resource  # not on every platform

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + room
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _trial(check: Check, box: Box) -> Callable[[bytes], None]:
    refusal = import_module("index").PolicyError

    def one(data: bytes) -> None:
        box.begin(data)
        error = tried(check, data)
        if error and not isinstance(error, refusal):
            box.fail(error, data)
        elif error and not str(error).strip():
            box.fail(AssertionError("refused without a word"), data)
        box.end(refused=isinstance(error, refusal))

    return one


def _stop(*_: object) -> None:
    raise TooSlowError(f"more than {SECONDS:g} s")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.fuzz_child")
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--engine", choices=("atheris", "plain"), default="plain")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    main()
