"""The terms of one run of texts, as they are stored: an inverted table that does not depend on any other text."""

import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Terms = Sequence[str] | Mapping[str, float]
"""Terms of a text or a question: a list, in which each occurrence counts 1, or a weight (above 0) for each term."""

_SMALL = 1 << 16
_ARRAYS = ("starts", "rows", "frequencies", "lengths")
_MAPPED = ("rows", "frequencies")


@dataclass(frozen=True, slots=True)
class TermTable:
    """Which texts hold which term how often. It is a function of the texts alone: equal texts give equal bytes.

    `listed` is the JSON list of the terms, sorted: as strings those of many tables would fill the memory. Term `t`
    stands in the texts rows[starts[t]:starts[t + 1]], ascending, each time as often as `frequencies` says. `lengths`
    are the sums of the texts' frequencies, shape (texts,).
    """

    listed: bytes
    starts: NDArray[np.int64]
    rows: NDArray[Any]
    frequencies: NDArray[Any]
    lengths: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Iterable[Terms]) -> "TermTable":
        """The table of these texts' terms."""
        places: dict[str, int] = {}
        columns, frequencies = [np.empty(0, np.int64)], [np.empty(0, np.float64)]
        lengths: list[float] = []
        for terms in texts:
            counted = terms if isinstance(terms, Mapping) else Counter(terms)
            lengths.append(sum(counted.values()))
            columns.append(np.array([places.setdefault(term, len(places)) for term in counted], np.int64))
            frequencies.append(np.array([*counted.values()], np.float64))
        return _table(
            list(places),
            np.concatenate(columns),
            np.repeat(np.arange(len(lengths)), list(map(len, columns[1:]))),
            np.concatenate(frequencies),
            np.array(lengths, np.float64),
        )

    @classmethod
    def joined(cls, parts: Sequence[tuple["TermTable", NDArray[np.int64]]], count: int) -> "TermTable":
        """The table of `count` texts out of others': each part gives the new row of each of its texts, -1 for none."""
        places: dict[str, int] = {}
        lengths = np.zeros(count, np.float64)
        found = []
        for table, new_rows in parts:
            terms = table.terms
            rows = new_rows[table.rows]
            kept = rows >= 0
            columns = np.repeat(np.arange(len(terms)), np.diff(table.starts))[kept]
            held = np.flatnonzero(np.bincount(columns, minlength=len(terms)))
            renamed = np.zeros(len(terms), np.int64)
            renamed[held] = [places.setdefault(terms[column], len(places)) for column in held]
            found.append((renamed[columns], rows[kept], table.frequencies[kept].astype(np.float64)))
            lengths[new_rows[new_rows >= 0]] = table.lengths[new_rows >= 0]
        columns, rows, frequencies = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        return _table(list(places), columns, rows, frequencies, lengths)

    @property
    def terms(self) -> list[str]:
        """The terms, sorted; read out of `listed` each time."""
        terms: list[str] = json.loads(self.listed)
        return terms

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self.lengths)

    def save(self, folder: Path) -> None:
        """Write the table to `folder` (arrays and JSON, no pickle)."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "terms.json").write_bytes(self.listed)
        for name in _ARRAYS:
            write_array(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path, mapped: bool = False) -> "TermTable":
        """Read what `save` wrote; the large arrays stay in their files where `mapped`. Raises OSError or ValueError."""
        arrays = (read_array(folder / f"{name}.npy", mapped and name in _MAPPED) for name in _ARRAYS)
        return cls((folder / "terms.json").read_bytes(), *arrays)


def weighted(terms: Terms) -> Mapping[str, float]:
    """Each term with its weight: in a list, which may hold it several times, 1."""
    return terms if isinstance(terms, Mapping) else dict.fromkeys(terms, 1.0)


def write_array(file: Path, array: NDArray[Any]) -> None:
    """Write a NumPy file. Raises OSError with the system's own reason, which `numpy.save` would hide."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    file.write_bytes(buffer.getbuffer())


def read_array(file: Path, mapped: bool = False) -> NDArray[Any]:
    """Read a NumPy file, or map it into memory. Raises OSError or ValueError."""
    # A plain view is quicker to cut than np.memmap.
    array: NDArray[Any] = np.load(file, mmap_mode="r" if mapped else None, allow_pickle=False)
    return np.asarray(array)


def _table(
    terms: Sequence[str],
    columns: NDArray[np.int64],
    rows: NDArray[np.int64],
    frequencies: NDArray[np.float64],
    lengths: NDArray[np.float64],
) -> TermTable:
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rank = np.empty(len(terms), np.int64)
    rank[order] = np.arange(len(terms))
    columns = rank[columns]
    by_term = np.argsort(columns * max(1, len(lengths)) + rows, kind="stable")
    return TermTable(
        json.dumps([terms[at] for at in order], ensure_ascii=False).encode(),
        np.searchsorted(columns[by_term], np.arange(len(terms) + 1)).astype(np.int64),
        rows[by_term].astype(np.uint16 if len(lengths) <= _SMALL else np.int32),
        _compact(frequencies[by_term]),
        lengths,
    )


def _compact(frequencies: NDArray[np.float64]) -> NDArray[Any]:
    """Counts in two bytes, fractions in four."""
    stored = frequencies.astype(np.float32)
    whole = not stored.size or (stored.max() < _SMALL and bool((stored % 1 == 0).all()))
    return stored.astype(np.uint16) if whole else stored
