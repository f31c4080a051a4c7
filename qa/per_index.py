"""What is worked out once for an index, and forgotten with it: a page that renews its index must not keep old ones."""

import functools
import threading
import weakref
from collections.abc import Callable
from typing import TypeVar

from index import Index

T = TypeVar("T")


def per_index(work: Callable[[Index], T]) -> Callable[[Index], T]:
    """`work` done once for each index that lives, by one thread at a time. What it gives must not hold the index."""
    known: weakref.WeakKeyDictionary[Index, T] = weakref.WeakKeyDictionary()
    lock = threading.Lock()

    @functools.wraps(work)
    def remembered(index: Index) -> T:
        with lock:
            if index not in known:
                known[index] = work(index)
            return known[index]

    return remembered
