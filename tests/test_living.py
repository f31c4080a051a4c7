"""Add, sync, remove and versions: the index holds what it was told to hold, and old text never answers again."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import index.maker
from index import (
    Changes,
    Index,
    IndexMissingError,
    UnreadableError,
    UsageError,
    add,
    build,
    load,
    remove,
    sync,
    verify,
)
from index.__main__ import main
from index.versions import reference_key
from tests.conftest import HashEmbedder

HEAD = "---\ntitle: {title}\nreference: {reference}\ndate: {date}\n---\n"
BUSES = HEAD + "一、班次\n\n夜班车每晚开行{number}班，由客运站负责。\n"


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def buses(
    number: int, title: str = "夜班车管理办法", reference: str = "江运〔2022〕7号", date: str = "2022-03-01"
) -> str:
    return BUSES.format(number=number, title=title, reference=reference, date=date)


def told(index: Index) -> set[str]:
    """The numbers of night buses that the index tells of."""
    return {chunk.text.split("开行")[1].split("班")[0] for chunk in index.chunks if "开行" in chunk.text}


def sources(folder: Path) -> list[str]:
    return [source for document in load(folder).documents() for source in document.sources]


class Living:
    """An index folder, its files, and an embedder that counts."""

    def __init__(self, place: Path) -> None:
        self.files = place / "files"
        self.folder = place / "index"
        self.embedder = HashEmbedder()

    def open(self, _: str | None) -> HashEmbedder:
        return self.embedder

    def write(self, name: str, text: str) -> Path:
        return write(self.files, name, text)

    def build(self) -> Index:
        return build([self.files], self.folder, open_embedder=self.open)[0]

    def add(self, *files: Path, **options: Any) -> Changes:
        return add(files, self.folder, open_embedder=self.open, **options)[1]

    def sync(self, **options: Any) -> Changes:
        return sync([self.files], self.folder, open_embedder=self.open, **options)[1]

    def load(self) -> Index:
        return load(self.folder, open_embedder=self.open)

    @property
    def current(self) -> str:
        return (self.folder / "CURRENT").read_text()


@pytest.fixture
def living(tmp_path: Path) -> Living:
    """Two documents, indexed."""
    made = Living(tmp_path)
    made.write("buses.md", buses(6))
    made.write("city/lamps.md", "# 路灯管理办法\n\n一、亮灯\n\n路灯十九点亮起。\n")
    made.build()
    return made


# --- add --------------------------------------------------------------------------------------------------------------


def test_add_tells_what_was_added_changed_and_unchanged(living: Living) -> None:
    living.write("buses.md", buses(9))
    new = living.write("wells.md", "# 水井管理办法\n\n一、清洗\n\n水井每年清洗两次。\n")
    done = living.add(living.files)
    assert (done.added, done.changed, done.unchanged) == (("wells.md",), ("buses.md",), ("city/lamps.md",))
    assert done.removed + done.replaced + done.kept + done.left_out + done.warnings == ()
    assert told(living.load()) == {"9"}
    new.unlink()
    assert living.add(living.files).removed == (), "only sync removes"


def test_add_of_unchanged_files_reads_and_does_nothing_else(living: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    before = living.current
    monkeypatch.setattr("index.documents._document", lambda *_: pytest.fail("known files are not taken apart"))
    _, done = add([living.files], living.folder, open_embedder=lambda _: pytest.fail("no model is needed"))
    assert done.unchanged == ("buses.md", "city/lamps.md")
    assert living.current == before


def test_a_file_that_cannot_be_read_now_keeps_its_former_text(living: Living) -> None:
    (living.files / "buses.md").write_bytes(b"\x00\x01\x02" * 50)
    for done in (living.add(living.files), living.sync()):
        assert [one.source for one in done.kept] == ["buses.md"]
        assert told(living.load()) == {"6"}
    with pytest.raises(UnreadableError, match=r"buses\.md"):
        living.add(living.files / "buses.md")


def test_add_needs_an_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="index build"):
        add([write(tmp_path, "a.md", "甲。\n")], tmp_path / "none")
    assert not (tmp_path / "none").exists()


# --- versions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spelled", ["江运〔2022〕7号", "江运[2022]7号", "江运（2022）第07号", "江運 〔2022〕 7 號"])
def test_a_document_of_the_same_reference_takes_the_place_of_the_old_one(living: Living, spelled: str) -> None:
    done = living.add(write(living.files / "new", "nights.md", buses(8, reference=spelled, date="2023-01-01")))
    assert [(one.sources, one.by_source) for one in done.replaced] == [(("buses.md",), "nights.md")]
    assert "江运〔2022〕7号" in done.replaced[0].why
    assert done.removed == (), "what is replaced is told as such"
    index = living.load()
    assert told(index) == {"8"}
    assert [hit.chunk.text for hit in index.search("夜班车开行6班", top_k=99) if "6班" in hit.chunk.text] == []
    left = b"".join(file.read_bytes() for file in living.folder.rglob("*") if file.is_file())
    assert "开行6班".encode() not in left


def test_keep_both_keeps_both_and_warns(living: Living) -> None:
    done = living.add(write(living.files / "new", "nights.md", buses(8)), keep_both=True)
    assert done.replaced == ()
    assert "buses.md and nights.md have the same reference" in done.warnings[0]
    assert told(living.load()) == {"6", "8"}


@pytest.mark.parametrize("name", ["city/lamps.md", "路灯管理办法", "《路灯管理办法》"])
def test_what_is_named_is_replaced(living: Living, name: str) -> None:
    done = living.add(write(living.files / "new", "nights.md", buses(8, reference="江运〔2024〕1号")), replaces=name)
    assert [one.sources for one in done.replaced] == [("city/lamps.md",)]
    assert sources(living.folder) == ["buses.md", "nights.md"]


def test_a_document_is_replaced_by_its_id_or_reference_too(living: Living) -> None:
    new = write(living.files / "new", "nights.md", buses(8, reference="江运〔2024〕1号"))
    id_ = living.load().documents()[0].id
    assert living.add(new, replaces=id_).replaced[0].sources == ("buses.md",)
    later = write(living.files / "new", "later.md", buses(9, reference="江运〔2025〕1号"))
    assert living.add(later, replaces="江运[2024]1号").replaced[0].sources == ("nights.md",)
    assert told(living.load()) == {"9"}


def test_replacing_what_is_not_there_changes_nothing(living: Living) -> None:
    before = living.current
    new = write(living.files / "new", "nights.md", buses(8))
    with pytest.raises(UsageError, match="nowhere"):
        living.add(new, replaces="nowhere.md")
    with pytest.raises(UsageError, match="one by one"):
        living.add(new, write(living.files / "new", "more.md", buses(9, reference="")), replaces="buses.md")
    assert living.current == before


def test_an_annex_or_a_reply_does_not_replace_what_it_belongs_to(living: Living) -> None:
    for number, title in enumerate(["附件1：夜班车线路表", "《夜班车管理办法》政策解读", "关于夜班车提案的答复"]):
        done = living.add(write(living.files / "new", f"{number}.md", buses(20 + number, title=title)))
        assert done.replaced == ()
    assert told(living.load()) == {"6", "20", "21", "22"}


def test_a_text_that_only_names_a_reference_has_it_not(living: Living) -> None:
    text = "# 关于夜班车的函\n\n《夜班车管理办法》（江运〔2022〕7号）收悉，每晚开行3班为宜。\n"
    assert living.add(write(living.files / "new", "letter.md", text)).replaced == ()


def test_an_older_version_is_left_out(living: Living) -> None:
    before = living.current
    done = living.add(write(living.files / "new", "draft.md", buses(4, date="2021-12-01")))
    assert done.left_out == (("draft.md", "it is older than buses.md, which has the same reference 江运〔2022〕7号"),)
    assert living.current == before


def test_what_was_replaced_does_not_come_back_by_mistake(living: Living) -> None:
    old = living.files / "buses.md"
    new = write(living.files / "new", "nights.md", buses(8))
    living.add(new)
    assert living.add(old).left_out == (("buses.md", "its text was replaced by nights.md before"),)
    assert told(living.load()) == {"8"}
    newest = write(living.files / "new", "newest.md", buses(9))
    living.add(newest)
    assert living.add(old, new).left_out == (
        ("buses.md", "its text was replaced by newest.md before"),
        ("nights.md", "its text was replaced by newest.md before"),
    )
    assert living.add(old, replaces="newest.md").replaced[0].sources == ("newest.md",)
    assert told(living.load()) == {"6"}
    assert living.add(newest, keep_both=True).added == ("newest.md",)
    assert told(living.load()) == {"6", "9"}


def test_what_replaced_it_may_change_or_go(living: Living) -> None:
    new = write(living.files / "new", "nights.md", buses(8))
    living.add(new)
    write(living.files / "new", "nights.md", buses(10))
    living.add(new)
    assert [one.by for one in living.load().replaced()] == [living.load().documents()[-1].id]
    assert living.add(living.files / "buses.md").left_out
    remove(["nights.md"], living.folder, open_embedder=living.open)
    assert living.load().replaced() == ()
    assert living.add(living.files / "buses.md").added == ("buses.md",)


def test_two_files_of_one_reference_in_a_folder_are_both_kept_with_a_warning(living: Living) -> None:
    living.write("nights.md", buses(8))
    done = living.sync()
    assert done.replaced == ()
    assert "have the same reference" in done.warnings[0]
    assert told(living.load()) == {"6", "8"}


def test_spellings_of_a_reference() -> None:
    assert reference_key("江运〔2022〕7号") == reference_key("江運[2022] 第 007 號")
    assert reference_key("江运〔2022〕7号") != reference_key("江运〔2022〕17号")
    assert reference_key("江运〔2022〕7号") != reference_key("河运〔2022〕7号")
    assert reference_key("江口市人民政府令第12号") == reference_key("江口市人民政府令 第12号")
    assert reference_key(None) == reference_key(" ") == ""


# --- sync -------------------------------------------------------------------------------------------------------------


def test_sync_makes_the_folder_the_truth(living: Living) -> None:
    living.write("wells.md", "# 水井管理办法\n\n一、清洗\n\n水井每年清洗两次。\n")
    living.write("buses.md", buses(7))
    (living.files / "city" / "lamps.md").unlink()
    before = living.current
    done = living.sync()
    assert (done.added, done.changed, done.removed) == (("wells.md",), ("buses.md",), ("city/lamps.md",))
    assert sources(living.folder) == ["buses.md", "wells.md"]
    assert int(living.current[1:7]) == int(before[1:7]) + 1, "one generation"
    again = living.current
    _, done = sync([living.files], living.folder, open_embedder=lambda _: pytest.fail("no model is needed"))
    assert done.unchanged == ("buses.md", "wells.md")
    assert living.current == again


def test_sync_says_that_a_replaced_text_is_back(living: Living) -> None:
    living.add(write(living.files.parent / "new", "nights.md", buses(8)))
    assert told(living.load()) == {"8"}
    done = living.sync()
    assert done.warnings == ("buses.md was replaced by nights.md before and is there again: it answers",)
    assert (done.added, done.removed) == (("buses.md",), ("nights.md",))
    assert told(living.load()) == {"6"}
    assert living.sync().warnings == ()


def test_sync_takes_folders_only(living: Living) -> None:
    before = living.current
    with pytest.raises(UsageError, match="no folder"):
        sync([living.files / "buses.md"], living.folder, open_embedder=living.open)
    assert living.current == before


def test_sync_makes_an_index_where_there_is_none(living: Living) -> None:
    shutil.rmtree(living.folder)
    assert living.sync().added == ("buses.md", "city/lamps.md")
    assert verify(living.load()) == []


def test_a_missing_folder_empties_nothing(living: Living) -> None:
    before = living.current
    living.files.rename(living.files.with_name("elsewhere"))
    with pytest.raises(UnreadableError, match="nothing was changed"):
        living.sync(allow_empty=True)
    assert living.current == before


def test_a_folder_that_cannot_be_opened_removes_nothing(living: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("city"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UnreadableError, match=r"city.*nothing was changed"):
        living.sync()
    monkeypatch.undo()
    assert sources(living.folder) == ["buses.md", "city/lamps.md"]


def test_an_empty_folder_empties_the_index_only_when_allowed(living: Living) -> None:
    shutil.rmtree(living.files)
    living.files.mkdir()
    with pytest.raises(UsageError, match="--allow-empty"):
        living.sync()
    assert len(living.load().documents()) == 2
    assert living.sync(allow_empty=True).removed == ("buses.md", "city/lamps.md")
    assert living.load().documents() == ()
    assert living.load().search("路灯") == ()
    living.write("buses.md", buses(5))
    assert living.sync().added == ("buses.md",)


# --- the same files as a build from scratch ---------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "sync", "remove"]),
        st.dictionaries(st.sampled_from(["a.md", "b/c.txt", "d.md", "e.txt", "f.md"]), st.integers(0, 4), max_size=5),
    ),
    min_size=1,
    max_size=4,
)


def stored(folder: Path) -> dict[str, bytes]:
    """All data files of the generation in use; its manifest's checksums are of these."""
    made = folder / (folder / "CURRENT").read_text().split()[0]
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}


def text(name: str, number: int) -> str:
    """Some texts are common to all files, some are long, most differ by a number."""
    if number == 4:
        return "一、共用\n\n各站共用一个调度室。\n"
    return (
        f"# {name}的办法\n\n一、总则\n\n第{number}个站台每日清扫{number}次。" + "站台应当通风。" * (9 * number) + "\n"
    )


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.sampled_from([1, 60, 200, 500_000]))
def test_whatever_led_there_the_files_are_those_of_a_build_from_scratch(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[tuple[str, dict[str, int]]], chars: int
) -> None:
    place = tmp_path_factory.mktemp("steps")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index.maker.SegmentMaker.__init__, "__kwdefaults__", {**DEFAULTS, "chars": chars})
        living, scratch = Living(place), Living(place)
        scratch.folder = place / "scratch"
        living.write("zero.md", text("zero", 0))
        living.build()
        for kind, files in steps:
            for name, number in files.items():
                living.write(name, text(name, number))
            if kind == "add":
                living.add(living.files, keep_both=True)
                continue
            if kind == "remove":
                gone = [name for name in sources(living.folder) if name in files][:2]
                for name in gone:
                    (living.files / name).unlink()
                if gone:
                    remove(gone, living.folder, open_embedder=living.open)
                continue
            for name in [name for name, number in files.items() if number == 0]:
                (living.files / name).unlink()
            living.sync()
        living.sync()
        shutil.rmtree(scratch.folder, ignore_errors=True)
        scratch.build()
        assert verify(living.load()) == []
        assert stored(living.folder) == stored(scratch.folder)
        shutil.rmtree(place)


DEFAULTS: dict[str, Any] = dict(index.maker.SegmentMaker.__init__.__kwdefaults__ or {})


# --- on the terminal --------------------------------------------------------------------------------------------------


def test_the_terminal_tells_what_was_done(living: Living, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: object) -> str:
        assert main([*map(str, words), "--index", str(living.folder)], open_embedder=living.open) == 0
        return capsys.readouterr().out

    new = write(living.files / "new", "nights.md", buses(8))
    out = run("add", new)
    assert "added: nights.md\n" in out
    assert "replaced: buses.md by nights.md (same reference 江运〔2022〕7号)\n" in out
    assert "left out: buses.md: its text was replaced by nights.md before" in run("add", living.files / "buses.md")
    assert "replaced: buses.md by nights.md" in run("list")
    assert "unchanged: 1" in run("add", new)
    out = run("sync", living.files)
    assert "added: buses.md\n" in out
    assert "removed: nights.md\n" in out
    (living.files / "buses.md").write_bytes(b"\0\1\2" * 60)
    assert "kept: buses.md cannot be read now" in run("sync", living.files)


def test_the_terminal_refuses_to_empty_an_index(living: Living, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(living.files)
    words = ["sync", str(living.files), "--index", str(living.folder)]
    assert main(words, open_embedder=living.open) == 2
    assert "nothing was changed" in capsys.readouterr().err
    living.files.mkdir()
    assert main(words, open_embedder=living.open) == 2
    assert "--allow-empty" in capsys.readouterr().err
    assert main([*words, "--allow-empty"], open_embedder=living.open) == 0
    assert "0 documents" in capsys.readouterr().out
