"""The word that a mistyped word was meant to be."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

SHORTEST = 4
"""Shorter words have too many neighbours to tell which was meant."""
LONG = 8
"""From this length on two slips are taken for one word's."""


class Speller:
    """Finds the nearest of given words, by edit distance with neighbours swapped as one slip.

    The distance is that of optimal string alignment; only words of `a` to `z` are found. A search over 50,000 words
    takes about a millisecond: masks of letters and of neighbours leave out most words before any distance is computed.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(word for word in set(words) if len(word) >= SHORTEST - 1 and _is_plain(word))
        self._lengths = np.array(list(map(len, self._words)), np.int64)
        self._letters, self._neighbours = _masks(self._words)

    def nearest(self, word: str) -> list[str]:
        """The nearest words with the same first letter, all at one distance, in alphabetical order.

        The distance is 1 at most, 2 for words of eight letters and more; a word of less than four has none.
        """
        if len(word) < SHORTEST or not _is_plain(word):
            return []
        for most in (1, 2) if len(word) >= LONG else (1,):
            far = {other: distance(word, other, most) for other in self._likely(word, most)}
            best = min(far.values(), default=most + 1)
            if best <= most:
                return [other for other, slips in far.items() if slips == best]
        return []

    def _likely(self, word: str, most: int) -> list[str]:
        """All words within a distance, and others."""
        first = slice(bisect_left(self._words, word[0]), bisect_left(self._words, chr(ord(word[0]) + 1)))
        letters, neighbours = _masks([word])
        likely = np.abs(self._lengths[first] - len(word)) <= most
        # A slip takes away at most one letter and brings at most one; a swap does so with three pairs of neighbours.
        likely &= np.bitwise_count(self._letters[first] ^ letters) <= 2 * most
        likely &= np.bitwise_count(neighbours & ~self._neighbours[first]) <= 3 * most
        likely &= np.bitwise_count(self._neighbours[first] & ~neighbours) <= 3 * most
        return [self._words[first.start + at] for at in np.flatnonzero(likely)]


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and word.islower()


def _masks(words: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """A bit for each letter of a word, and for each pair of neighbours, ends included, by a hash."""
    if not words:
        return np.empty(0, np.uint64), np.empty(0, np.uint64)
    # A back quote stands before a in ASCII.
    codes = np.frombuffer(f"`{'`'.join(words)}`".encode(), np.uint8).astype(np.uint64) - np.uint64(ord("`"))
    ends = np.flatnonzero(codes == 0)[:-1]
    pairs = (codes[:-1] * np.uint64(27) + codes[1:]) % np.uint64(61)
    bits = np.left_shift(np.uint64(1), codes[:-1]), np.left_shift(np.uint64(1), pairs)
    return np.bitwise_or.reduceat(bits[0], ends), np.bitwise_or.reduceat(bits[1], ends)


def distance(one: str, other: str, most: int) -> int:
    """Insertions, deletions, changes and swaps of neighbours that turn one word into the other; `most` + 1 for more."""
    far = most + 1
    if abs(len(one) - len(other)) > most:
        return far
    earlier: list[int] = []
    before = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i] + [far] * len(other)
        # More than `most` off the diagonal every cell is above `most`.
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            target = other[j - 1]
            slips = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                slips = min(slips, earlier[j - 2] + 1)
            row[j] = slips
        if min(row) > most:
            return far
        earlier, before = before, row
    return min(before[-1], far)
