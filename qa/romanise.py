"""Names of persons in Hanyu Pinyin, where the dictionary leaves no doubt how they are read."""

import re
from collections.abc import Iterator

from index import fold, read_cedict

_LINE = re.compile(r"\[([^\]]+)\] /(.*)")
_SURNAME = re.compile(r"(?:^|/)(?:two-character )?surname ")
_LIVED = re.compile(r"\((?:c\. ?)?-?\d{2,4}(?:-|\))")
_OTHERWISE = re.compile(r"\bpr\. \[([^\]]+)\]")
_TONE = re.compile(r"\d")
_VOWELS = frozenset("aeo")


def romanised(name: str) -> str | None:
    """A personal name of two to four characters (刘春田) in Pinyin, surname first (Liu Chuntian), or None.

    The surname has the one reading that the dictionary gives it as a surname; each character of the given name must
    have one reading, tones aside. None for what may be read otherwise (乐 is le or yue), for no known surname, and for
    a word of the dictionary that is no person (高峰). Whether it is a person's name at all, the caller must know.
    """
    plain = fold(name)
    lines = read_cedict()
    if plain in lines:
        return _person(lines[plain])
    length = 2 if plain[:2] in lines and len(plain) > 2 and _surnames(plain[:2]) else 1
    surnames = _surnames(plain[:length])
    given = plain[length:]
    if len(surnames) != 1 or not 1 <= len(given) <= 2:
        return None
    readings = [{_plain(reading) for reading, _ in _readings(character)} for character in given]
    if any(len(several) != 1 for several in readings):
        return None
    return f"{_written(surnames.pop())} {_written(' '.join(several.pop() for several in readings))}"


def _person(lines: str) -> str | None:
    """The name of a person who has a line in the dictionary, with the years that he lived; None for other words."""
    found = [match for line in lines.split("\n") if (match := _LINE.match(line))]
    if len(found) != 1 or not _LIVED.search(found[0][2]):
        return None
    syllables = found[0][1].split()
    starts = [at for at, syllable in enumerate(syllables) if syllable[0].isupper()]
    if len(starts) != 2 or starts[0] or any(not _TONE.search(syllable) for syllable in syllables):
        return None
    family, given = syllables[: starts[1]], syllables[starts[1] :]
    return f"{_written(_plain(' '.join(family)))} {_written(_plain(' '.join(given)))}"


def _surnames(characters: str) -> set[str]:
    return {_plain(reading) for reading, senses in _readings(characters) if _SURNAME.search(senses)}


def _readings(characters: str) -> Iterator[tuple[str, str]]:
    """Each reading of a word, those that a sense tells of included (also pr. [pu2]), with the senses of its line."""
    for line in read_cedict().get(characters, "").split("\n"):
        if match := _LINE.match(line):
            for reading in (match[1], *_OTHERWISE.findall(match[2])):
                yield reading, match[2]


def _plain(reading: str) -> str:
    return _TONE.sub("", reading).lower().replace("u:", "ü")


def _written(syllables: str) -> str:
    """Syllables as one word, with an apostrophe before a vowel: Chang'an."""
    first, *others = syllables.split()
    return first.capitalize() + "".join(f"'{other}" if other[0] in _VOWELS else other for other in others)
