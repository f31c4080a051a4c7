"""What holds for a damaged index: it is refused, or nothing of it was lost."""

import atexit
import hashlib
import json
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from eval.fuzz_embedder import CharacterEmbedder
from eval.fuzz_texts import held
from index import Index, build, load, verify

_TEXTS = {
    "wells.md": "# 江口市水井管理办法\n\n江发〔2031〕8号\n\n一、巡查\n\n每日巡查两次，由水务局牵头。\n",
    "parks.txt": "江口市公园条例\n\n第一条 公园免费开放。\n\n2031年3月4日\n",
}
_CURRENT = re.compile(rb"(g\d+) ([0-9a-f]{64})")


def seeds() -> dict[str, bytes]:
    """Every file of a small index as an input: its place among them, in a byte, and its content."""
    folder = _made()
    return {name: bytes([place]) + (folder / name).read_bytes() for place, name in enumerate(_names(folder))}


def check_index(data: bytes) -> None:
    """A file of an index altered: refused, or it is the very same file."""
    folder, name, content = _made(), *_altered(data)
    was = (folder / name).read_bytes()
    with _in_place(folder / name, content):
        index = load(folder, open_embedder=lambda _: CharacterEmbedder())
        held(_facts(index) == _original(), "an altered index is taken for sound")
        held(content == was or verify(index) == [], "an index that contradicts itself is taken for sound")


def check_sealed(data: bytes) -> None:
    """A file altered and all checksums made to fit, as no accident does: refused, or loaded; never a crash."""
    folder, name, content = _made(), *_altered(data)
    if name == "CURRENT":
        return
    current = folder / "CURRENT"
    generation = _CURRENT.search(current.read_bytes())
    held(generation, "CURRENT names no generation")
    manifest = folder / generation[1].decode() / "manifest.json" if generation else current
    with _in_place(folder / name, content):
        if folder / name != manifest:
            stated = json.loads(manifest.read_bytes())
            key = (folder / name).relative_to(manifest.parent).as_posix()
            if key in stated.get("files", {}):
                stated["files"][key] = hashlib.sha256(content).hexdigest()
            sealed = json.dumps(stated, ensure_ascii=False).encode()
        else:
            sealed = content
        pointer = _CURRENT.sub(rb"\1 " + hashlib.sha256(sealed).hexdigest().encode(), current.read_bytes())
        with _in_place(manifest, sealed), _in_place(current, pointer):
            load(folder, open_embedder=lambda _: CharacterEmbedder())


def _altered(data: bytes) -> tuple[str, bytes]:
    names = _names(_made())
    return names[(data[0] if data else 0) % len(names)], data[1:]


class _in_place:  # noqa: N801
    """Puts content into a file for as long as it is held."""

    def __init__(self, file: Path, content: bytes) -> None:
        self._file, self._content, self._was = file, content, file.read_bytes()

    def __enter__(self) -> None:
        _write(self._file, self._content)

    def __exit__(self, *_: object) -> None:
        _write(self._file, self._was)


def _write(file: Path, content: bytes) -> None:
    # A new file each time: what is mapped into memory must not shrink under its reader.
    beside = file.with_name(file.name + ".new")
    beside.write_bytes(content)
    beside.replace(file)


@cache
def _made() -> Path:
    """The folder of a small index, gone with the process."""
    above = Path(tempfile.mkdtemp(prefix="fuzz-index-"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    (above / "texts").mkdir()
    for name, text in _TEXTS.items():
        (above / "texts" / name).write_text(text, encoding="utf-8")
    build([above / "texts"], above / "index", open_embedder=lambda _: CharacterEmbedder())
    return above / "index"


@cache
def _names(folder: Path) -> tuple[str, ...]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return tuple(sorted(path.relative_to(folder).as_posix() for path in files))


@cache
def _original() -> object:
    return _facts(load(_made(), open_embedder=lambda _: CharacterEmbedder()))


def _facts(index: Index) -> object:
    # Notes for the reader of the folder say nothing of what is found.
    return index.documents(), index.chunks, [index.sections(one.id) for one in index.documents()], index.manifest
