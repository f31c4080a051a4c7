"""TREC run files: the order survives, and so does every id."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import measure
from eval.trec import write_trec
from index import UsageError


def read(file: Path) -> list[list[str]]:
    """Question, document and score of each line, ids as they were."""
    lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    assert all(len(fields) == 6 and fields[1] == "Q0" for fields in lines)
    return [[unquote(fields[at], errors="surrogatepass") for at in (0, 2, 4)] for fields in lines]


def test_the_lines(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    assert write_trec(file, {"bm25": {"q1": ["b", "a"], "none": [], "q 2": ["5%/1"]}}) == [file]
    assert file.read_bytes() == b"q1 Q0 b 1 2 bm25\nq1 Q0 a 2 1 bm25\nq%202 Q0 5%25/1 1 1 bm25\n"


def test_several_systems_go_to_a_file_each(tmp_path: Path) -> None:
    files = write_trec(tmp_path / "run.v1.txt", {"default": {"q": ["a"]}, "rrf": {"q": ["b"]}})
    assert [file.name for file in files] == ["run.v1-default.txt", "run.v1-rrf.txt"]
    assert [file.read_text(encoding="utf-8") for file in files] == ["q Q0 a 1 1 default\n", "q Q0 b 1 1 rrf\n"]
    assert sorted(tmp_path.iterdir()) == sorted(files)


def test_the_figures_are_ours_when_the_file_is_read_by_another(tmp_path: Path) -> None:
    ids = [f"第 {number}　章 100%" for number in range(40)]
    ranked = {"q 1": ids, "q\t2": ids[::-1], "三": ids[5:9]}
    judged = {"q 1": {ids[2]: 1, ids[7]: 2}, "q\t2": {ids[38]: 1}, "三": {ids[30]: 1}}
    (file,) = write_trec(tmp_path / "run.trec", {"default": ranked})
    names = ("Success@1", "Success@5", "RR@10", "nDCG@10", "R@10")
    qrels = [ir_measures.Qrel(key, name, gain) for key, gains in judged.items() for name, gain in gains.items()]
    run = [
        ir_measures.ScoredDoc(unquote(line.query_id), unquote(line.doc_id), line.score)
        for line in ir_measures.read_trec_run(str(file))  # type: ignore[no-untyped-call]
    ]
    assert len(run) == 84
    found: dict[str, dict[str, float]] = {name: {} for name in names}
    for figure in ir_measures.iter_calc([ir_measures.parse_measure(name) for name in names], qrels, run):
        found[str(figure.measure)][figure.query_id] = figure.value
    assert found == measure(names, judged, ranked)
    assert found["RR@10"] == {"q 1": 1 / 3, "q\t2": 1 / 2, "三": 0}


def test_scores_fall_strictly_in_single_precision_too(tmp_path: Path) -> None:
    ids = [str(number) for number in range(20_000)]
    (file,) = write_trec(tmp_path / "run.trec", {"default": {"q": ids}})
    scores = np.array([score for _, _, score in read(file)], np.float32)
    assert (np.diff(scores) < 0).all()


@given(name=st.text(st.characters(), min_size=1))
def test_every_id_comes_back(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.getbasetemp() / "any.trec"
    write_trec(file, {"default": {name: [name, "z"]}})
    assert read(file) == [[name, name, "2"], [name, "z", "1"]]


class Torn(Sequence[str]):
    """A ranking that breaks off while it is written."""

    def __len__(self) -> int:
        return 3

    def __getitem__(self, at: int) -> str:  # type: ignore[override]
        raise RuntimeError

    def __iter__(self) -> Iterator[str]:
        yield "a"
        raise RuntimeError("torn")


def test_never_half_a_file(tmp_path: Path) -> None:
    file = tmp_path / "run.trec"
    file.write_text("before\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="torn"):
        write_trec(file, {"default": {"q": Torn()}})
    assert file.read_text(encoding="utf-8") == "before\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    for file in (tmp_path / "no" / "run.trec", tmp_path):
        with pytest.raises(UsageError, match="cannot be written"):
            write_trec(file, {"default": {"q": ["a"]}})
