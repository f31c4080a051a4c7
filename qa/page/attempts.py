"""Guessing a password is slowed down: a name that failed often has to wait."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

FREE_FAILURES = 5
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 60.0
REMEMBERED_NAMES = 1000


class Attempts:
    """Makes a name wait after FREE_FAILURES wrong passwords in a row: longer each time, LONGEST_WAIT_S at most.

    Safe to share between threads. Of `most` names the latest tried are remembered. `clock` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = REMEMBERED_NAMES) -> None:
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def admit(self, name: str) -> bool:
        """Whether the name may try now. A try counts as failed until `forgive`, so that many at once gain nothing."""
        with self._lock:
            failures, until = self._failures.get(name, (0, 0.0))
            now = self._clock()
            if now < until:
                self._failures.move_to_end(name)
                return False
            failures += 1
            waits = failures >= FREE_FAILURES
            pause = min(FIRST_WAIT_S * 2.0 ** min(failures - FREE_FAILURES, 30), LONGEST_WAIT_S) if waits else 0.0
            self._failures[name] = failures, now + pause
            self._failures.move_to_end(name)
            if len(self._failures) > self._most:
                self._failures.popitem(last=False)
            return True

    def forgive(self, name: str) -> None:
        """Forget a name's failures: it has signed in."""
        with self._lock:
            self._failures.pop(name, None)
