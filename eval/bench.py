"""`python -m eval bench`: how long a question takes, beside the least that a vector search costs."""

from collections.abc import Callable, Sequence
from functools import partial
from statistics import fmean, median, quantiles

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.run import progress, timed
from index import Index, UsageError, dense
from qa import ask


def flat_search(index: Index) -> Callable[[str], object]:
    """Dense only: the question's embedding and one FAISS flat search over as many vectors as the index has chunks.

    Their values are random, which changes nothing about the time.
    """
    shape = (len(index.chunks), index.embedder.dim)
    vectors = np.random.default_rng(0).standard_normal(shape, dtype=np.float32)
    flat = dense.DenseIndex.of(vectors, index.embedder.dim)
    return lambda question: flat.cosines(index.embedder.embed_query(question))


def bench(index: Index, questions: Sequence[str], repeats: int) -> dict[str, list[float]]:
    """By stage the mean milliseconds a question of each repeat; the stages take turns.

    Raises UsageError when there is nothing to time.
    """
    if repeats < 1 or not questions:
        raise UsageError("--repeats and the number of questions must be at least 1")
    stages: dict[str, Callable[[str], object]] = {
        "dense only, FAISS flat": flat_search(index),
        "question to hits": lambda question: index.search(question, 5),
        "question to answer": lambda question: ask(question, index),
    }
    for call in stages.values():
        call(questions[0])
    times: dict[str, list[float]] = {name: [] for name in stages}
    for _ in progress(range(repeats), "timing"):
        for name, call in stages.items():
            # All questions of a stage in one go: right behind a long stage the short ones find the caches cold.
            times[name].append(fmean(timed(partial(call, question))[1] for question in questions))
    return times


def print_bench(times: dict[str, list[float]], title: str, console: Console) -> None:
    """Median and quartiles over the repeats, and each median as a multiple of the first stage's."""
    table = Table(title=title, title_justify="left")
    table.add_column("stage")
    for name in ("median ms", "quartiles ms", "times dense only"):
        table.add_column(name, justify="right")
    baseline = median(next(iter(times.values())))
    for name, listed in times.items():
        low, _, high = quantiles(listed, n=4, method="inclusive") if len(listed) > 1 else (*listed, 0.0, *listed)
        table.add_row(name, f"{median(listed):.1f}", f"{low:.1f} to {high:.1f}", f"{median(listed) / baseline:.2f}")
    console.print(table)
