"""What the Chinese-English dictionary says of its words: meanings, and sounds."""

import re
from collections import defaultdict
from collections.abc import Mapping

from index import definitions

_REMARKS = (
    "variant of",
    "abbr. ",
    "CL:",
    "see ",
    "also written",
    "old variant",
    "surname",
    "Surname",
    "used in",
    "pr.",
)


def senses_of(lines: str) -> set[str]:
    """The meanings of a dictionary's word, without remarks and articles; one-word ones of verbs with their `to`."""
    bare = (re.sub(r"\([^)]*\)|\[[^\]]*\]", "", sense).strip() for sense in definitions(lines))
    return {re.sub("^(?:an?|the) ", "", sense.lower()) for sense in bare if sense and not sense.startswith(_REMARKS)}


def sounds_of(dictionary: Mapping[str, str]) -> dict[str, str]:
    """Syllables without tones -> the characters that are read so."""
    sounds: dict[str, str] = defaultdict(str)
    for character, lines in dictionary.items():
        if len(character) == 1:
            for sound in set(re.findall(r"^\[([a-zA-Z:]+)\d\]", lines, re.MULTILINE)):
                sounds[sound.lower().replace("u:", "u")] += character
    return sounds
