"""Files and names made to do harm, or that nobody thought of: bounded time, a clear word, the rest goes on."""

import io
import os
import resource
import stat
import struct
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from eval import fuzz_seed_files as files
from eval.fuzz_mutate import members_of, zipped
from index import Reading, UsageError, build, read_documents, remove
from index.__main__ import main
from qa import ask, visible
from qa.render import to_json, to_markdown, to_text
from tests.conftest import HashEmbedder

GOOD = "江口市公园条例\n\n第一条 公园免费开放，六点开放，二十二点关闭。\n"


def read(folder: Path) -> Reading:
    """What is in a folder, with a good file beside it that must be read whatever else lies there."""
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    found = read_documents([folder])
    assert "good.txt" in {source for document in found.documents for source in document.sources}
    return found


def reasons(found: Reading) -> dict[str, str]:
    return {item.source: item.reason for item in found.skipped}


def zeros(size: int, name: str = "a.txt") -> bytes:
    return zipped({name: bytes(size)})


def nested(depth: int) -> bytes:
    inner = zipped({"a.txt": GOOD.encode()})
    for _ in range(depth):
        inner = zipped({"inner.zip": inner})
    return inner


def overlapping() -> bytes:
    """Two entries of the directory that share the bytes of one."""
    data = zipped({"a.txt": GOOD.encode() * 50, "b.txt": GOOD.encode() * 50})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, second = archive.infolist()
        start = archive.start_dir
    altered = bytearray(data)
    place = data.index(struct.pack("<L", second.header_offset), start + 46)
    altered[place : place + 4] = struct.pack("<L", first.header_offset)
    return bytes(altered)


def lying() -> bytes:
    """An entry that says it holds ten bytes, and unpacks to a million."""
    data = bytearray(zeros(1_000_000))
    directory = data.index(b"PK\1\2")
    for place in (22, directory + 24):
        data[place : place + 4] = struct.pack("<L", 10)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zeros(40 << 20), "as archives made to do harm are"),
        (nested(8), "archives deep"),
        (overlapping(), "shares its bytes with another file"),
        (lying(), "damaged"),
        pytest.param(
            zipped({f"{number}.txt": b"a" for number in range(6000)}), "more than 5000 files", marks=pytest.mark.slow
        ),
        (zipped({"../../up.txt": b"a", "/root.txt": b"a", "..\\up.txt": b"a", "C:\\up.txt": b"a"}), "leads out of"),
        (zipped({"a\nb.txt": b"a", "a\u202etxt.md": b"a"}), "control characters in its name"),
    ],
    ids=["ratio", "nested", "overlapping", "lying", "many", "names", "controls"],
)
def test_an_archive_that_does_harm_is_named_and_nothing_is_written(data: bytes, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "bad.zip").write_bytes(data)
    before = sorted(tmp_path.rglob("*"))
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = read(folder)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert any(said in reason for reason in reasons(found).values()), reasons(found)
    assert sorted(tmp_path.rglob("*")) == sorted([*before, folder / "good.txt"])
    assert used.ru_utime - spent.ru_utime < 20
    assert all(name == visible(name) for name in reasons(found))


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("密码是江口", encoding="utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(secret))
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "bad.zip").write_bytes(out.getvalue())
    found = read(tmp_path / "files")
    assert "is a link" in reasons(found)["bad.zip/a.txt"]


ENTITIES = "".join(f'<!ENTITY a{depth} "{f"&a{depth - 1};" * 10}">' for depth in range(1, 12))
BOMB = f'<!DOCTYPE x [<!ENTITY a0 "公园公园公园">{ENTITIES}]>'
PARTS = {
    "docx": (files.docx, "word/document.xml"),
    "xlsx": (files.xlsx, "xl/worksheets/sheet1.xml"),
    "pptx": (files.pptx, "ppt/slides/slide1.xml"),
    "epub": (files.epub, "O/c1.xhtml"),
}


def with_entity(suffix: str, doctype: str, entity: str) -> bytes:
    """A file whose first words are an entity of its own."""
    make, part = PARTS[suffix]
    members = members_of(make())
    text = members[part].decode()
    declaration, _, rest = text.partition("?>") if text.startswith("<?") else ("<?xml version='1.0'", "", text)
    first = next(word for word in ("水井管理", "责任分工表", "公园免费") if word in rest)
    members[part] = f"{declaration}?>{doctype}{rest.replace(first, f'&{entity};', 1)}".encode()
    return zipped(members)


@pytest.mark.parametrize("suffix", list(PARTS))
def test_entities_are_neither_multiplied_nor_fetched(suffix: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("密码是江口", encoding="utf-8")
    folder = tmp_path / "files"
    folder.mkdir()
    outside = f'<!DOCTYPE x [<!ENTITY out SYSTEM "{secret.as_uri()}">]>'
    (folder / f"bomb.{suffix}").write_bytes(with_entity(suffix, BOMB, "a11"))
    (folder / f"outside.{suffix}").write_bytes(with_entity(suffix, outside, "out"))
    found = read(folder)
    assert all(len(document.text) < 10_000 for document in found.documents)
    assert not any("密码" in document.text for document in found.documents)
    assert len(found.documents) + len(found.skipped) == 3


DEEP = {
    "div.html": lambda deep: "<div>" * deep + "公园免费开放。" + "</div>" * deep,
    "list.html": lambda deep: "<ul><li>" * deep + "公园免费开放。",
    "table.html": lambda deep: "<table><tr><td>" * (deep // 10) + "公园免费开放。",
    "open.html": lambda deep: "<b>" * deep + "公园免费开放。",
    "list.md": lambda deep: "".join(f"{' ' * (depth % 40)}- 公园\n" for depth in range(deep // 5)),
    "quote.md": lambda deep: "> " * deep + "公园免费开放。",
    "brackets.txt": lambda deep: "（" * deep + "公园" + "）" * deep,
    "headings.md": lambda deep: "".join(f"{'#' * (depth % 6 + 1)} 公园\n" for depth in range(deep // 5)),
    "numbers.txt": lambda deep: "".join(
        f"{'一二三四五六七八九'[depth % 9]}、公园\n（一）树木\n1.草地\n" for depth in range(deep // 10)
    ),
}


def check_deep(names: Iterable[str], deep: int, folder: Path, embedder: HashEmbedder) -> None:
    (folder / "files").mkdir()
    for name in names:
        (folder / "files" / name).write_text(DEEP[name](deep), encoding="utf-8")
    (folder / "files" / "good.txt").write_text(GOOD, encoding="utf-8")
    index, found = build([folder / "files"], folder / "index", open_embedder=lambda _: embedder)
    assert all("deep" in item.reason for item in found.skipped)
    answer = ask("公园免费吗？", index)
    assert answer.answered == bool(answer.citations)


def test_deep_nesting_is_read_or_refused(tmp_path: Path, embedder: HashEmbedder) -> None:
    check_deep(DEEP, 3000, tmp_path, embedder)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(DEEP))
def test_very_deep_nesting_is_read_or_refused(name: str, tmp_path: Path, embedder: HashEmbedder) -> None:
    check_deep([name], 100_000, tmp_path, embedder)


def test_deep_nesting_in_word_is_read_or_refused(tmp_path: Path) -> None:
    members = members_of(files.docx())
    body = members["word/document.xml"].decode()
    deep = "<w:sdt><w:sdtContent>" * 3000 + "<w:p><w:r><w:t>深</w:t></w:r></w:p>" + "</w:sdtContent></w:sdt>" * 3000
    members["word/document.xml"] = body.replace("<w:sectPr/>", deep + "<w:sectPr/>").encode()
    (tmp_path / "deep.docx").write_bytes(zipped(members))
    found = read(tmp_path)
    assert len(found.documents) == 2 or reasons(found)["deep.docx"]


def test_a_gigabyte_is_refused_at_once(tmp_path: Path) -> None:
    for suffix in ("txt", "md", "docx", "pdf", "zip", "csv"):
        with (tmp_path / f"big.{suffix}").open("wb") as file:
            file.truncate(1 << 30)  # of zeros that take no room on the disk
    began = time.process_time()
    found = read(tmp_path)
    assert time.process_time() - began < 5
    assert {reason.split(":")[0] for reason in reasons(found).values()} == {"is larger than 200 MB"}
    assert len(found.skipped) == 6


def test_links_pipes_and_devices(tmp_path: Path) -> None:
    """Regression: a link to a pipe was waited for without end."""
    folder = tmp_path / "files"
    (folder / "inner").mkdir(parents=True)
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(folder / "pipe.txt")
    (folder / "to_pipe.txt").symlink_to(tmp_path / "pipe")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere")
    (folder / "inner" / "up").symlink_to(folder)
    (folder / "inner" / "here").symlink_to(".")
    found = read(folder)
    assert [document.sources for document in found.documents] == [("good.txt",)]
    assert reasons(found).keys() == {"self.txt", "gone.txt"}
    assert all(reason.startswith("cannot be opened") for reason in reasons(found).values())


def test_odd_names_can_be_shown_and_removed(
    tmp_path: Path, embedder: HashEmbedder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Regression: a file name could turn the terminal's line around."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number, name in enumerate(
        (b"a\nb.md", b"\xff\xfe.md", "名\u202e\u2066.md".encode(), b"-x.md", b"[red]x.md", b"\x1b[2J.md")
    ):
        (folder / os.fsdecode(name)).write_text(f"# 公园{number}\n\n开放。\n", encoding="utf-8")
    index, _ = build([folder], tmp_path / "index", open_embedder=lambda _: embedder)
    sources = [source for document in index.documents() for source in document.sources]
    assert len(sources) == 6
    assert all(visible(source) == source and "\n" not in source for source in sources)
    assert main(["list", "--index", str(tmp_path / "index")]) == 0
    shown = capsys.readouterr().out
    assert visible(shown) == shown
    assert "[red]x.md" in shown
    with pytest.raises(UsageError, match="no document"):
        remove(["../files/-x.md"], tmp_path / "index", open_embedder=lambda _: embedder)
    remove(sources[:-1], tmp_path / "index", open_embedder=lambda _: embedder)


ODD = {
    "turns.txt": "公园\u202e免费\u2066开放\u200f。\n",
    "invisible.txt": "公园\u200b免\u200b费\ufeff开\u00ad放。\n",
    "homoglyphs.txt": "рark орens аt siх. 公园免费幵放。⼀、公园\n",
    "accents.txt": "公\u0300\u0301\u0302园免费开放。" + "\u0300" * 2000 + "\n",
    "tags.txt": "\U000e0001\U000e0070公园免费开放。\U0010ffff\n",
    "markup.md": "公园免费开放。<script>alert(1)</script>[x](javascript:1)\n",
}


def test_odd_characters_are_quoted_as_they_stand_and_shown_inertly(tmp_path: Path, embedder: HashEmbedder) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in ODD.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    index, _ = build([folder], tmp_path / "index", open_embedder=lambda _: embedder)
    assert {document.sources[0]: document.text for document in index.documents()} == ODD
    for question in ("公园免费开放吗？", *(text[:200] for text in ODD.values()), "公园\ud800免费？"):
        answer = ask(question, index)
        assert all(citation.quote in citation.chunk.document.text for citation in answer.citations)
        assert visible(to_text(answer)) == to_text(answer)
        assert "<script>" not in to_markdown(answer)
        str(to_json(answer)).encode()


def test_null_bytes_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "null.txt").write_bytes(b"\0" * 5000)
    (tmp_path / "half.md").write_bytes(b"a\0b\0\0\0\0" * 400)
    (tmp_path / "few.md").write_bytes(("公园\0免费\0开放。" + "公园免费开放。" * 60).encode())
    assert reasons(read(tmp_path)).keys() == {"null.txt", "half.md", "few.md"}
