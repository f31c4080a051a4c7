"""A user's own glossary: kept with the index, used for passages and questions."""

from pathlib import Path

import pytest

from index import Embedder, UsageError, add, build, load, remove
from index.__main__ import main

TEXT = "# 河道\n\n## 一、清淤\n\n河畅办负责全市河道清淤。\n\n## 二、绿化\n\n园林处负责岸线绿化。\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "rivers.md").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def names(tmp_path: Path) -> Path:
    file = tmp_path / "names.csv"
    file.write_text("zh,en,de\n河畅办,Riverflow Bureau,Flusslaufamt\n", encoding="utf-8")
    return file


def words(folder: Path, embedder: Embedder, question: str) -> list[float]:
    return [float(score) for score in load(folder, open_embedder=lambda _: embedder).scores(question).words]


def test_a_name_of_the_users_own_is_found_in_each_language_he_gave(
    corpus: Path, names: Path, tmp_path: Path, embedder: Embedder
) -> None:
    folder = tmp_path / "index"
    build([corpus], folder, glossary=[names], open_embedder=lambda _: embedder)
    for question in ("What does the Riverflow Bureau do?", "Was macht das Flusslaufamt?"):
        first, *others = words(folder, embedder, question)
        assert first > max(others, default=0), question


def test_without_the_row_the_name_is_unknown(corpus: Path, tmp_path: Path, embedder: Embedder) -> None:
    folder = tmp_path / "index"
    build([corpus], folder, open_embedder=lambda _: embedder)
    assert max(words(folder, embedder, "Riverflow?")) == 0


def test_add_and_remove_keep_the_rows_and_build_takes_what_it_is_given(
    corpus: Path, names: Path, tmp_path: Path, embedder: Embedder
) -> None:
    folder, more = tmp_path / "index", tmp_path / "more.md"
    more.write_text("# 桥梁\n\n桥梁每年检查一次。\n", encoding="utf-8")
    build([corpus], folder, glossary=[names], open_embedder=lambda _: embedder)
    add([more], folder, open_embedder=lambda _: embedder)
    assert max(words(folder, embedder, "Riverflow?")) > 0
    remove(["more.md"], folder, open_embedder=lambda _: embedder)
    assert max(words(folder, embedder, "Riverflow?")) > 0
    build([corpus], folder, open_embedder=lambda _: embedder)
    assert max(words(folder, embedder, "Riverflow?")) == 0


def test_the_same_glossary_again_changes_nothing(corpus: Path, names: Path, tmp_path: Path, embedder: Embedder) -> None:
    folder = tmp_path / "index"
    build([corpus], folder, glossary=[names], open_embedder=lambda _: embedder)
    before = (folder / "CURRENT").read_text(encoding="ascii")
    build([corpus], folder, glossary=[names], open_embedder=lambda _: embedder)
    assert (folder / "CURRENT").read_text(encoding="ascii") == before


def test_a_glossary_that_cannot_be_used_leaves_the_index_as_it_was(
    corpus: Path, names: Path, tmp_path: Path, embedder: Embedder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "index"
    build([corpus], folder, open_embedder=lambda _: embedder)
    before = (folder / "CURRENT").read_text(encoding="ascii")
    names.write_text("zh,en\n,nothing\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"names\.csv"):
        build([corpus], folder, glossary=[names], open_embedder=lambda _: embedder)
    arguments = ["build", str(corpus), "--index", str(folder), "--glossary", str(names)]
    assert main(arguments, lambda _: embedder) == 2
    assert "names.csv" in capsys.readouterr().err
    assert (folder / "CURRENT").read_text(encoding="ascii") == before
