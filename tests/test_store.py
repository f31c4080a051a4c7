"""Build, add, remove, search, load: what is in the folder is what is found, and nothing else."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import (
    Index,
    IndexMissingError,
    IndexRefusedError,
    ModelError,
    UnreadableError,
    UsageError,
    add,
    build,
    load,
    parse_document,
    remove,
    verify,
)
from index.generation import writing
from tests.conftest import HashEmbedder

RIVERS = "# 河道管理办法\n\n一、巡查\n\n河道每日巡查两次，由水务站负责。\n\n二、清淤\n\n每年三月清淤，费用120万元。\n"
PARKS = "# 公园管理办法\n\n一、开放时间\n\n公园六点开放，二十二点关闭。\n"


def write_files(folder: Path) -> Path:
    (folder / "city").mkdir(parents=True)
    (folder / "rivers.md").write_text(RIVERS, encoding="utf-8")
    (folder / "city" / "parks.md").write_text(PARKS, encoding="utf-8")
    return folder


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_files(tmp_path / "files")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the files, made once; not to be changed."""
    folder = tmp_path_factory.mktemp("store")
    build([write_files(folder / "files")], folder / "index", open_embedder=lambda _: HashEmbedder())
    return folder / "index"


@pytest.fixture
def made(original: Path, tmp_path: Path) -> Path:
    """A copy of the index, to be changed."""
    return Path(shutil.copytree(original, tmp_path / "index"))


def opened(folder: Path, embedder: Any) -> Index:
    return load(folder, open_embedder=lambda _: embedder)


def test_what_is_asked_is_found_with_the_legs_that_found_it(made: Path, embedder: Any) -> None:
    hits = opened(made, embedder).search("清淤费用多少？", top_k=2)
    assert "120万元" in hits[0].chunk.text
    assert hits[0].chunk.document.sources == ("rivers.md",)
    assert {"dense", "sentence", "bm25"} <= set(hits[0].legs)
    assert hits[0].legs["bm25"].rank == 1
    assert hits[0].score > hits[1].score


def test_of_a_large_index_the_leading_chunks_sentences_count(made: Path, embedder: Any, monkeypatch: Any) -> None:
    question = "河道巡查由谁负责？"
    every = opened(made, embedder).scores(question)
    leading = np.argsort(-replace(every, sentence=every.dense).fused(), kind="stable")[:1]
    monkeypatch.setattr("index.legs.LIKELY", 1)
    found = opened(made, embedder).scores(question)
    assert found.sentence[leading] == pytest.approx(every.sentence[leading])
    others = np.setdiff1d(np.arange(len(every.dense)), leading)
    assert others.size
    assert (found.sentence[others] == every.dense[others]).all()
    assert not (every.sentence == every.dense).any()
    told = opened(made, embedder).search(question, filters={"document": "parks.md"})
    assert told[0].legs["sentence"].score == pytest.approx(every.sentence[others[0]])


def test_an_english_question_is_found_through_the_dictionary(made: Path, embedder: Any) -> None:
    best = opened(made, embedder).search("When does the park open?")[0]
    assert best.chunk.document.title == "公园管理办法"
    assert best.legs["gloss"].rank == 1


def test_traditional_characters_find_what_simplified_ones_find(made: Path, embedder: Any) -> None:
    index = opened(made, embedder)
    assert index.search("公園幾點開放？")[0].chunk == index.search("公园几点开放？")[0].chunk


def test_an_index_in_memory_finds_the_same(files: Path, made: Path, embedder: Any) -> None:
    documents = [parse_document(PARKS, "city/parks.md"), parse_document(RIVERS, "rivers.md")]
    memory = Index.from_documents(documents, embedder)
    on_disk = opened(made, embedder)
    assert memory.chunks == on_disk.chunks
    assert [hit.chunk.id for hit in memory.search("巡查")] == [hit.chunk.id for hit in on_disk.search("巡查")]


def test_unchanged_files_are_not_embedded_again(files: Path, made: Path, embedder: Any) -> None:
    before = (made / "CURRENT").read_text()
    count = embedder.embedded
    build([files], made, open_embedder=lambda _: pytest.fail("no model is needed"))
    assert (made / "CURRENT").read_text() == before
    (files / "city" / "parks.md").write_text(PARKS.replace("六点", "七点"), encoding="utf-8")
    build([files], made, open_embedder=lambda _: embedder)
    assert embedder.embedded == count + 2, "the changed passage and its one sentence"
    assert (made / "CURRENT").read_text() != before


def test_added_and_removed_documents_come_and_go(files: Path, made: Path, tmp_path: Path, embedder: Any) -> None:
    new = tmp_path / "trees.md"
    new.write_text("# 树木管理办法\n\n一、修剪\n\n行道树每年修剪一次。\n", encoding="utf-8")
    count = embedder.embedded
    add([new], made, open_embedder=lambda _: embedder)
    assert embedder.embedded == count + 2, "the new passage and its one sentence"
    assert "行道树" in opened(made, embedder).search("行道树修剪")[0].chunk.text
    remove(["trees.md"], made, open_embedder=lambda _: embedder)
    index = opened(made, embedder)
    assert [document.sources for document in index.documents()] == [("city/parks.md",), ("rivers.md",)]
    assert all("行道树" not in hit.chunk.text for hit in index.search("行道树修剪", top_k=99))
    left = b"".join(file.read_bytes() for file in made.rglob("*") if file.is_file())
    assert "行道树".encode() not in left, "removed text must not lie about in the folder"


def test_an_added_source_takes_the_place_of_the_old_one(files: Path, made: Path, embedder: Any) -> None:
    (files / "rivers.md").write_text(RIVERS.replace("120", "150"), encoding="utf-8")
    add([files / "rivers.md"], made, open_embedder=lambda _: embedder)
    texts = [chunk.text for chunk in opened(made, embedder).chunks]
    assert any("150万元" in text for text in texts)
    assert not any("120万元" in text for text in texts)


def test_the_last_document_can_be_removed(made: Path, embedder: Any) -> None:
    remove(["rivers.md", "city/parks.md"], made, open_embedder=lambda _: embedder)
    assert opened(made, embedder).search("公园") == ()


def test_equal_files_are_one_document_with_two_sources(files: Path, tmp_path: Path, embedder: Any) -> None:
    shutil.copy(files / "rivers.md", files / "copy.md")
    index, _ = build([files], tmp_path / "index", open_embedder=lambda _: embedder)
    assert [document.sources for document in index.documents()] == [("city/parks.md",), ("copy.md", "rivers.md")]
    index = remove(["copy.md"], tmp_path / "index", open_embedder=lambda _: embedder)
    assert [document.sources for document in index.documents()] == [("city/parks.md",), ("rivers.md",)]


def test_removing_an_unknown_name_removes_nothing(made: Path, embedder: Any) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        remove(["rivers.md", "nowhere.md"], made, open_embedder=lambda _: embedder)
    assert len(opened(made, embedder).documents()) == 2


def test_a_failed_build_leaves_the_index_as_it_was(made: Path, tmp_path: Path, embedder: Any) -> None:
    before = {file: file.read_bytes() for file in made.rglob("*") if file.is_file()}
    with pytest.raises(UnreadableError):
        build([tmp_path / "missing"], made, open_embedder=lambda _: embedder)
    assert {file: file.read_bytes() for file in made.rglob("*") if file.is_file()} == before


def test_no_index_is_an_error_with_the_build_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="python -m index build"):
        load(tmp_path)


def test_other_weights_are_refused(made: Path, embedder: Any) -> None:
    embedder.fingerprint = "other"
    with pytest.raises(IndexRefusedError, match="other weights"):
        opened(made, embedder).search("公园")


def test_every_damaged_or_missing_file_is_refused_by_name(made: Path) -> None:
    for file in sorted(file for file in made.rglob("*") if file.is_file() and file.name != ".lock"):
        whole = file.read_bytes()
        if not whole:
            continue
        middle = len(whole) // 2
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        with pytest.raises(IndexRefusedError, match=r"CURRENT|manifest\.json" if file.name == "CURRENT" else file.name):
            load(made)
        file.unlink()
        with pytest.raises(IndexMissingError if file.name == "CURRENT" else IndexRefusedError, match=r"index build"):
            load(made)
        file.write_bytes(whole)
    load(made)


def test_leftovers_of_a_crashed_writer_do_no_harm(files: Path, made: Path, embedder: Any) -> None:
    (made / ".new-crashed").mkdir()
    (made / "g000009").mkdir()
    assert len(opened(made, embedder).documents()) == 2
    remove(["rivers.md"], made, open_embedder=lambda _: embedder)
    assert sorted(path.name for path in made.iterdir()) == [".lock", "CURRENT", "g000002"]


def test_a_folder_with_other_things_is_left_alone(files: Path, tmp_path: Path, embedder: Any) -> None:
    own = tmp_path / "own"
    (own / "g20").mkdir(parents=True)
    (own / "g20" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="g20"):
        build([files], own, open_embedder=lambda _: embedder)
    assert (own / "g20" / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_a_build_that_fails_leaves_no_folder_behind(tmp_path: Path, files: Path) -> None:
    def broken(_: str | None) -> Any:
        raise ModelError("no such model")

    with pytest.raises(ModelError):
        build([files], tmp_path / "new", open_embedder=broken)
    assert not (tmp_path / "new").exists()


def test_two_writers_at_once_are_told_apart(files: Path, made: Path, embedder: Any) -> None:
    with writing(made), pytest.raises(UsageError, match="another process"):
        remove(["rivers.md"], made, open_embedder=lambda _: embedder)


def test_filters_narrow_the_search(made: Path, embedder: Any) -> None:
    index = opened(made, embedder)
    assert {hit.chunk.document.sources[0] for hit in index.search("公园", 9, {"source": "rivers.md"})} == {"rivers.md"}
    assert index.search("公园", 9, {"source": ["nowhere.md"]}) == ()
    with pytest.raises(UsageError, match="unknown filter"):
        index.search("公园", 9, {"colour": "red"})


def test_filters_by_date_and_year(embedder: Any) -> None:
    old = parse_document("---\ntitle: 甲\ndate: 2018-05-10\n---\n公园六点开放。\n", "a.md")
    new = parse_document("---\ntitle: 乙\ndate: 2021-10-11\n---\n公园七点开放。\n", "b.md")
    index = Index.from_documents([old, new], embedder)
    assert old.issued == date(2018, 5, 10)
    assert [hit.chunk.document.title for hit in index.search("公园", 9, {"year": 2018})] == ["甲"]
    assert [hit.chunk.document.title for hit in index.search("公园", 9, {"issued_from": "2019-01-01"})] == ["乙"]
    with pytest.raises(UsageError, match="date"):
        index.search("公园", 9, {"issued_to": "yesterday"})


def test_blank_questions_and_bad_top_k_are_refused(made: Path, embedder: Any) -> None:
    index = opened(made, embedder)
    with pytest.raises(UsageError, match="empty"):
        index.search(" \n")
    with pytest.raises(UsageError, match="top_k"):
        index.search("公园", 0)


def test_verify_finds_a_sound_index_sound(made: Path, embedder: Any) -> None:
    assert verify(opened(made, embedder)) == []


def test_the_manifest_is_json_with_model_and_counts(made: Path, embedder: Any) -> None:
    manifest = json.loads(json.dumps(opened(made, embedder).manifest))
    assert manifest["fingerprint"] == embedder.fingerprint
    assert manifest["dim"] == embedder.dim
    assert manifest["counts"] == {
        "documents": 2,
        "chunks": len(opened(made, embedder).chunks),
        "sentences": 5,
        "names": 0,
    }
