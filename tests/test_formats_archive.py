"""Archives: their files by names that can be read, and nothing hostile."""

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import read_documents
from index.errors import UnreadableError
from index.formats import archive as module
from index.formats.archive import Budget, members
from index.formats.read import items


def packed(files: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def read(data: bytes, source: str = "a.zip") -> dict[str, str]:
    """Each file's text, or why it was not read."""
    found = {}
    for item in items(source, data):
        try:
            found[item.source] = item.read().text
        except UnreadableError as error:
            found[item.source] = f"! {error}"
    return found


def test_files_and_folders() -> None:
    data = packed({"通知.txt": "甲", "资料/": "", "资料/办法.md": "# 乙", "资料/表.csv": "任务,时限\n修桥,六月\n"})
    assert read(data) == {
        "a.zip/通知.txt": "甲",
        "a.zip/资料/办法.md": "# 乙",
        "a.zip/资料/表.csv": "任务：修桥；时限：六月。\n",
    }


def test_what_systems_add_is_left_out() -> None:
    names = ["__MACOSX/._a.txt", ".DS_Store", ".git/a.txt", "~$a.docx", "b/.c.txt", "./d.txt"]
    assert set(read(packed(dict.fromkeys(names, "x")))) == {"a.zip/./d.txt"}


def test_formats_that_are_not_read_are_named() -> None:
    found = read(packed({"a.exe": "MZ", "b.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "c.png": "x"}))
    assert found["a.zip/a.exe"].startswith("! format .exe is not read")
    assert "save it as .docx" in found["a.zip/b.doc"]
    assert "text recognition" in found["a.zip/c.png"]


def test_archives_in_archives_to_a_depth() -> None:
    data = packed({"底.txt": "最里面"})
    for depth in (3, 2, 1):
        data = packed({f"{depth}.zip": data, "也.txt": str(depth)})
    assert read(data, "0.zip") == {
        "0.zip/1.zip/2.zip/3.zip": "! stands more than 3 archives deep: unpack it and give the files",
        "0.zip/1.zip/2.zip/也.txt": "3",
        "0.zip/1.zip/也.txt": "2",
        "0.zip/也.txt": "1",
    }


def renamed(data: bytes, name: bytes, to: bytes, flags: int = 0) -> bytes:
    """The archive with a name's bytes as another program writes them."""
    assert len(name) == len(to)
    data = data.replace(name, to)
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = data.find(mark)
        while start >= 0:
            data = data[: start + at] + struct.pack("<H", flags) + data[start + at + 2 :]
            start = data.find(mark, start + 4)
    return data


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_names_of_other_programs(encoding: str) -> None:
    name = "政务/附件一（样表）.txt".encode(encoding)
    data = renamed(packed({"x" * (len(name) - 4) + ".txt": "甲"}), b"x" * (len(name) - 4) + b".txt", name)
    assert read(data) == {"a.zip/政务/附件一（样表）.txt": "甲"}


def test_a_backslash_is_a_folder_but_not_inside_a_character() -> None:
    name = "誠\\甲.txt".encode("gbk")
    assert name.count(b"\\") == 2  # 誠 is D5 5C
    data = renamed(packed({"x" * len(name): "甲"}), b"x" * len(name), name)
    assert read(data) == {"a.zip/誠/甲.txt": "甲"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../上.txt", "leads out of the archive"),
        ("甲/../../上.txt", "leads out of the archive"),
        ("/etc/a.txt", "leads out of the archive"),
        ("..\\上.txt", "leads out of the archive"),
        ("C:\\a.txt", "leads out of the archive"),
        ("C:a.txt", "leads out of the archive"),
        ("a\x1b[2J.txt", "control characters"),
        ("a\n.txt", "control characters"),
        ("a\u202etxt.exe.txt", "control characters"),
    ],
)
def test_hostile_names_are_named_and_the_rest_goes_on(name: str, why: str) -> None:
    found = read(packed({name: "坏", "好.txt": "好"}))
    assert found.pop("a.zip/好.txt") == "好"
    ((source, reason),) = found.items()
    assert why in reason
    assert source.isprintable()


def test_links_are_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("链接.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/hostname")
    assert "is a link" in read(out.getvalue())["a.zip/链接.txt"]


def test_encrypted_members_are_named() -> None:
    data = renamed(packed({"密.txt": "甲"}), b"", b"", flags=0x801)
    assert "is encrypted" in read(data)["a.zip/密.txt"]


def test_of_two_files_of_one_name_the_first_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.writestr("甲.txt", "一")
        made.writestr("甲.txt", "二")
    outcomes = list(items("a.zip", out.getvalue()))
    assert outcomes[0].read().text == "一"
    with pytest.raises(UnreadableError, match="twice"):
        outcomes[1].read()


def test_a_bomb_is_not_unpacked() -> None:
    found = read(packed({"零.txt": b"\0" * 50_000_000, "好.txt": "好"}))
    assert "packed more than 300 times" in found["a.zip/零.txt"]
    assert found["a.zip/好.txt"] == "好"


def test_files_that_share_their_bytes_are_refused() -> None:
    data = packed({"甲.txt": "甲" * 50, "乙.txt": "乙" * 50}, zipfile.ZIP_STORED)
    second = data.find(b"PK\1\2", data.find(b"PK\1\2") + 4)
    data = data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :]
    assert all("shares its bytes" in reason for reason in read(data).values())


def test_all_that_an_archive_unpacks_to_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = packed({"b.txt": "x" * 600})
    data = packed({"a.txt": "x" * 600, "in.zip": inner, "c.txt": "x" * 10})
    budget = Budget(unpacked=1000)
    found = [member.read() for member in members(data, budget, 1) if member.name == "a.txt"]
    assert len(found[0]) == 600
    with pytest.raises(UnreadableError, match="unpacked"):
        next(member for member in members(inner, budget, 2)).read()
    assert len(list(members(data, Budget(members=3), 1))) == 3
    with pytest.raises(UnreadableError, match=r"more than \d+ files"):
        list(members(data, Budget(members=2), 1))
    monkeypatch.setattr(module, "MOST_BYTES", 500)
    assert "is larger than" in read(data)["a.zip/a.txt"]


def test_damaged_members_and_archives_are_named() -> None:
    data = packed({"甲.txt": "甲" * 500, "乙.txt": "乙"}, zipfile.ZIP_STORED)
    at = data.index("甲甲甲".encode())
    found = read(data[:at] + b"\xff" + data[at + 1 :])
    assert "damaged" in found["a.zip/甲.txt"]
    assert found["a.zip/乙.txt"] == "乙"
    assert "damaged" in read(data[:-30])["a.zip"]
    assert "damaged or no .zip" in read(b"no archive")["a.zip"]


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(packed({"../../上.txt": "坏", "/tmp/坏.txt": "坏", "好.txt": "好"}))
    monkeypatch.chdir(tmp_path / "in")
    reading = read_documents([tmp_path / "in"])
    assert [document.sources for document in reading.documents] == [("a.zip/好.txt",)]
    assert all(item.failed for item in reading.skipped)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "in"]


def flips(data: bytes) -> Iterator[bytes]:
    for at in range(len(data)):
        yield data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def test_any_flipped_byte_is_named_or_harmless() -> None:
    data = packed({"甲.txt": "甲" * 30, "内.zip": packed({"乙.txt": "乙"})})
    for flipped in flips(data):
        read(flipped)  # raises nothing but UnreadableError, which it turns into a reason


@given(st.binary(max_size=300), st.integers(0, 250))
def test_any_bytes_behind_an_archive_s_beginning(data: bytes, at: int) -> None:
    whole = packed({"甲.txt": "甲" * 30})
    read(whole[:at] + data)
