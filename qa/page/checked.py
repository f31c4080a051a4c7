"""Values that come back from a browser, each as it should be, or a TypeError or ValueError."""

from collections.abc import Mapping, Sequence
from typing import Any

LONGEST = 50_000
"""Characters of a text that is taken back: more than any answer of ours holds."""
_MOST_SOURCES = 100
_LARGEST = 10**9


def mapping(value: object) -> Mapping[str, Any]:
    """An object."""
    if not isinstance(value, Mapping):
        raise TypeError("no object")
    return value


def rows(value: object) -> Sequence[Any]:
    """A list that is not too long."""
    if not isinstance(value, list | tuple) or len(value) > _MOST_SOURCES:
        raise TypeError("no list, or too long a one")
    return value


def text(value: object) -> str:
    """A text that is not too long."""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise TypeError("no text, or too long a one")
    return value


def text_or_none(value: object) -> str | None:
    """The same, or None."""
    return None if value is None else text(value)


def identifier(value: object) -> str:
    """A text of letters and digits."""
    name = text(value)
    if not (name.isalnum() and name.isascii()):
        raise ValueError("no id")
    return name


def whole(value: object) -> int:
    """A whole number that an offset can be."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _LARGEST:
        raise ValueError("no whole number")
    return value


def share(value: object) -> float:
    """A number, brought between 0 and 1."""
    if not isinstance(value, int | float) or not -_LARGEST < value < _LARGEST:
        raise ValueError("no number")
    return min(1.0, max(0.0, float(value)))
