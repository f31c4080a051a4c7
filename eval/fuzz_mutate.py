"""Input -> another that is a little different, in its own form: characters of a text, parts of a zip, objects of a PDF.

Bytes flipped at random in a compressed file only ever meet the check of its checksum.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random
from xml.sax.saxutils import escape

from eval.fuzz_pieces import PIECES
from eval.fuzz_targets import Kind

Mutate = Callable[[bytes, Random], bytes]

_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"4294967295", b"99999999999999999999", b"1.5", b"-2147483649")
_TAG = re.compile(rb"<[^<>]{0,400}>")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTENT = re.compile(rb">([^<>]+)<")
_WORDS = tuple(piece.encode() for piece in ("true", "auto", "none", "a", "一", "%1", "../a.xml", "#0", "rId9"))
_VALUE = re.compile(rb'="([^"<>]{0,200})"')
_OBJECT = re.compile(rb"\d+ \d+ obj\b.*?\bendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_DIGITS = re.compile(rb"-?\d+(?:\.\d+)?")
_NAMES = (
    "../../x.txt",
    "/etc/x.txt",
    "..\\x.txt",
    "C:\\x.txt",
    "a\0.txt",
    "a\n.md",
    "x" * 300,
    "名",
    "/",
    "",
    ".",
    "CON",
)
_UNZIPPED = 1 << 20


def mutator(kind: Kind) -> Mutate:
    """How inputs of a kind are altered."""
    return _MUTATORS[kind]


def mutate_bytes(data: bytes, rng: Random) -> bytes:
    """Bytes turned, left out, said twice, put in."""
    if not data:
        return rng.choice(PIECES).encode()
    low, high = _span(len(data), rng)
    match rng.randrange(7):
        case 0:
            return data[:low] + bytes([data[low] ^ (1 << rng.randrange(8))]) + data[low + 1 :]
        case 1:
            return data[:low] + data[high:]
        case 2:
            return data[:high] + data[low:high] * rng.choice((1, 1, 2, 20)) + data[high:]
        case 3:
            return data[:low] + rng.choice(PIECES).encode() + data[low:]
        case 4:
            return data[:low] + rng.randbytes(rng.randrange(1, 9)) + data[low:]
        case 5:
            return data[:low]
        case _:
            return _renumbered(data, rng)


def mutate_text(data: bytes, rng: Random) -> bytes:
    """Characters and lines left out, said again many times, changed places; pieces of official prose put in."""
    text = data.decode("utf-8", "replace")
    if not text:
        return rng.choice(PIECES).encode()
    low, high = _span(len(text), rng)
    match rng.randrange(8):
        case 0 | 1 | 2:
            text = text[:low] + "".join(rng.choices(PIECES, k=rng.choice((1, 1, 2, 5)))) + text[low:]
        case 3:
            text = text[:low] + text[high:]
        case 4:
            text = text[:high] + text[low:high] * rng.choice((1, 2, 30)) + text[high:]
        case 5:
            lines = text.split("\n")
            rng.shuffle(lines)
            text = "\n".join(lines)
        case 6:
            text = text[:low] + chr(rng.choice((rng.randrange(0x80), rng.randrange(0xD800), 0x1F600))) + text[low + 1 :]
        case _:
            return mutate_bytes(data, rng)
    return text.encode("utf-8", "replace")


def mutate_xml(data: bytes, rng: Random) -> bytes:
    """Whole elements left out, said again many times, moved, nested; values and texts altered; at times a lone tag."""
    elements = _elements(data)
    if not elements:
        return mutate_text(data, rng)
    low, high = rng.choice(elements)
    element = data[low:high]
    match rng.randrange(9):
        case 0:
            return data[:low] + data[high:]
        case 1:
            return data[:high] + element * rng.choice((1, 2, 40)) + data[high:]
        case 2:
            at = rng.choice(elements)[0]
            return data[:at] + element + data[at:]
        case 3:
            name = re.match(rb"<([^\s/>]*)", element)
            tag = name[1] if name else b"a"
            deep = rng.choice((1, 3, 100))
            return data[:low] + (b"<%s>" % tag) * deep + element + (b"</%s>" % tag) * deep + data[high:]
        case 4 | 5 if values := list(_VALUE.finditer(data)):
            value = rng.choice(values)
            new = rng.choice((*_NUMBERS, *_WORDS, rng.choice(values)[1]))
            return data[: value.start(1)] + new + data[value.end(1) :]
        case 6 | 7 if texts := list(_CONTENT.finditer(data)):
            text = rng.choice(texts)
            new = escape(_NO_XML.sub("", mutate_text(text[1], rng).decode("utf-8", "replace"))).encode()
            return data[: text.start(1)] + new + data[text.end(1) :]
        case _:
            return mutate_text(data, rng) if rng.random() < 0.2 else data[:low] + b"<x/>" + data[low:]


def _elements(data: bytes) -> list[tuple[int, int]]:
    """The spans of the elements that are closed, inner ones first."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[bytes, int]] = []
    for tag in _TAG.finditer(data):
        name = tag[0].strip(b"</>").split()[0] if tag[0].strip(b"</> ") else b""
        if tag[0].startswith((b"<?", b"<!")):
            continue
        if tag[0].endswith(b"/>"):
            found.append(tag.span())
        elif not tag[0].startswith(b"</"):
            opened.append((name, tag.start()))
        elif opened and opened[-1][0] == name:
            found.append((opened.pop()[1], tag.end()))
    return found


def mutate_zip(data: bytes, rng: Random) -> bytes:
    """A member altered in its own form, left out, said twice, named otherwise; at times the archive's own bytes."""
    members = members_of(data)
    if not members or rng.random() < 0.04:
        return mutate_bytes(data, rng)
    # What is long holds the text; the rest only says where that is.
    name = rng.choices(list(members), [len(content) + 1 for content in members.values()])[0]
    altered = dict(members)
    match rng.randrange(16):
        case 0:
            del altered[name]
        case 1:
            altered[rng.choice((*_NAMES, rng.choice(list(members))))] = members[name]
        case 2:
            altered[name] = members[rng.choice(list(members))]
        case _:
            change = mutate_zip if name.endswith((".zip", ".docx")) else mutate_xml
            altered[name] = change(members[name], rng)
    return zipped(altered, rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def members_of(data: bytes) -> dict[str, bytes]:
    """The members of a zip by name; none where it is no zip that can be read, or one too large to alter."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > _UNZIPPED:
                return {}
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, NotImplementedError, zlib.error):
        return {}


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of members, in their order, the same for the same members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def mutate_pdf(data: bytes, rng: Random) -> bytes:
    """An object left out, said twice, under another's number; numbers and references altered, streams inside too."""
    objects = list(_OBJECT.finditer(data))
    if not objects:
        return mutate_bytes(data, rng)
    one, other = rng.choice(objects), rng.choice(objects)
    match rng.randrange(7):
        case 0:
            return data[: one.start()] + data[one.end() :]
        case 1:
            number = other[0].partition(b" ")[0]
            return data[: one.start()] + number + b" " + one[0].partition(b" ")[2] + data[one.end() :]
        case 2:
            return data[: one.start()] + other[0] + data[one.end() :]
        case 3:
            return data[: one.start()] + _renumbered(one[0], rng) + data[one.end() :]
        case 4 if streams := list(_STREAM.finditer(data)):
            stream = rng.choice(streams)
            return data[: stream.start(1)] + _restreamed(stream[1], rng) + data[stream.end(1) :]
        case 5:
            return data[: one.start()] + mutate_bytes(one[0], rng) + data[one.end() :]
        case _:
            return mutate_bytes(data, rng)


def mutate_index(data: bytes, rng: Random) -> bytes:
    """Another file of the index, or its content altered: as bytes, as text, by a number."""
    if not data or rng.random() < 0.1:
        return bytes([rng.randrange(32)]) + data[1:]
    change = rng.choice((mutate_bytes, mutate_text, _renumbered))
    return data[:1] + change(data[1:], rng)


def _restreamed(stream: bytes, rng: Random) -> bytes:
    try:
        return zlib.compress(mutate_bytes(zlib.decompress(stream), rng))
    except zlib.error:
        return mutate_bytes(stream, rng)


def _renumbered(data: bytes, rng: Random) -> bytes:
    numbers = list(_DIGITS.finditer(data))
    if not numbers:
        return data + rng.choice(_NUMBERS)
    number = rng.choice(numbers)
    new = rng.choice((*_NUMBERS, rng.choice(numbers)[0], str(rng.randrange(1000)).encode()))
    return data[: number.start()] + new + data[number.end() :]


def _span(length: int, rng: Random) -> tuple[int, int]:
    """A stretch of a sequence that is not empty, short ones more often."""
    low = rng.randrange(length)
    return low, min(length, low + 1 + int(rng.random() ** 3 * length))


_MUTATORS: Mapping[Kind, Mutate] = {
    "bytes": mutate_bytes,
    "text": mutate_text,
    "zip": mutate_zip,
    "pdf": mutate_pdf,
    "index": mutate_index,
}
