"""Files that nobody can read without doing something first: old, locked, broken, empty, or no text at all."""

import random
import struct
import zlib

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF


def write_doc(seed: int) -> bytes:
    """A Word 97 file's outside: a compound file with the streams of one, filled at random."""
    return _compound({"WordDocument": 8, "1Table": 8}, random.Random(seed))


def write_locked_docx(seed: int) -> bytes:
    """What Word saves of a .docx with a password: a compound file that holds an encrypted package."""
    return _compound({"EncryptedPackage": 16, "EncryptionInfo": 8}, random.Random(seed))


def write_broken(whole: bytes) -> bytes:
    """The first two thirds of a file, as a download that stopped leaves it."""
    return whole[: len(whole) * 2 // 3]


def write_png(seed: int, width: int = 310, height: int = 438) -> bytes:
    """A grey picture that looks like a page of writing from afar."""
    dots = random.Random(seed)
    rows = []
    for y in range(height):
        inked = y % 16 < 9 and 30 < y < height - 30
        line = (60 if inked and 30 < x < width - 30 and dots.random() < 0.45 else 245 for x in range(width))
        rows.append(b"\0" + bytes(line))
    header = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def _compound(streams: dict[str, int], dots: random.Random) -> bytes:
    """A compound file (MS-CFB, version 3) with these streams, sizes in sectors of 512 bytes, 8 at least."""
    fat = [_FAT, _END]
    folder = [_entry("Root Entry", 5, _END, 0, child=1)]
    content = b""
    for at, (name, sectors) in enumerate(streams.items(), start=1):
        first = len(fat)
        fat += [*range(first + 1, first + sectors), _END]
        right = at + 1 if at < len(streams) else _NONE
        folder.append(_entry(name, 2, first, sectors * _SECTOR, right=right))
        content += dots.randbytes(sectors * _SECTOR)
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    folder += [_entry("", 0, 0, 0)] * (_SECTOR // 128 - len(folder))
    header = struct.pack(
        "<8s16s5H6x9I", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    table = struct.pack("<109I", 0, *[_FREE] * 108)
    return header + table + struct.pack(f"<{len(fat)}I", *fat) + b"".join(folder) + content


def _entry(name: str, kind: int, start: int, size: int, child: int = _NONE, right: int = _NONE) -> bytes:
    written = (name + "\0" if name else "").encode("utf-16-le")
    return struct.pack("<64sH2B3I16xI16xIQ", written, len(written), kind, 1, _NONE, right, child, 0, start, size)
