"""The index of a folder as it stands now: a new generation is loaded beside the old one, then takes its place."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.embed import Embedder, load_embedder
from index.errors import IndexRefusedError, PolicyError
from index.generation import Generation, read_generation
from index.store import Index, OpenEmbedder, default_folder

LOG = logging.getLogger("policy_qa")

LOOK_S = 1.0
"""CURRENT is read once in so many seconds at most."""
RETRY_S = 60.0
"""A generation that could not be loaded is tried again after so many seconds."""
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Served:
    """An index and the name of its generation ("g000012")."""

    index: Index
    generation: str


class LiveIndex:
    """Gives the newest generation of an index folder that is ready; safe to share between threads.

    `get` never waits and never fails: a generation that takes the place of the one in use is loaded and warmed in a
    thread of its own, and the old one goes on until that is done. One that cannot be loaded is logged, and the old
    one stays. A request should `get` one index and use it to its end: then no two generations meet in an answer.
    """

    def __init__(
        self,
        folder: Path | str | None = None,
        open_embedder: OpenEmbedder = load_embedder,
        warm: Callable[[Index], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
        view: Callable[[Index], Index] | None = None,
    ) -> None:
        """Load the index and call `warm` on it, as on each that follows: what it makes the index load is then loaded.

        Without `warm` one search is made. `clock` gives seconds. `open_embedder` is called again only when an index
        was made by other weights than the one before. `view` makes of each index the one that is given out (see
        `index.with_texts`). Raises what `index.load` and the embedder raise.
        """
        self._folder = Path(folder) if folder else default_folder()
        self._open_embedder = open_embedder
        self._warm = warm or _search_once
        self._view = view
        self._clock = clock
        self._turn = threading.Lock()
        self._fault = ("", "")
        self._pointer, self._embedder, self._served = self._load(None)
        self._next_look = clock() + LOOK_S
        self._next_try = 0.0

    def get(self) -> Index:
        """The index of the newest generation that is ready."""
        return self.served().index

    def served(self) -> Served:
        """The same with its name: of one moment, as `get` and then `generation` need not be."""
        if self._clock() >= self._next_look and self._turn.acquire(blocking=False):
            try:
                loading = self._look()
            except BaseException:
                self._turn.release()
                raise
            if not loading:
                self._turn.release()
        return self._served

    def renewed(self) -> Served:
        """What CURRENT names now, loaded before this returns: for whoever has just written it. Others go on meanwhile.

        Raises what `index.load` raises; the index in use then stays.
        """
        with self._turn:
            if _read_pointer(self._folder) != self._pointer:
                self._pointer, self._embedder, self._served = self._load(self._embedder, self._served.index._generation)
            return self._served

    @property
    def embedder(self) -> Embedder:
        """The model of the index in use."""
        return self._embedder

    @property
    def generation(self) -> str:
        """The name of the generation in use; looks at no file."""
        return self._served.generation

    def _look(self) -> bool:
        """Start to load what CURRENT names, where that is new; whoever loads then has the turn until it is done."""
        now = self._clock()
        self._next_look = now + LOOK_S
        pointer = _read_pointer(self._folder)
        if pointer == self._pointer or (pointer == self._fault[0] and now < self._next_try):
            return False
        try:
            threading.Thread(target=self._renew, args=(pointer,), name="index-reload").start()
        except RuntimeError as error:
            self._note(pointer, error)
            return False
        return True

    def _renew(self, wanted: str) -> None:
        try:
            self._pointer, self._embedder, self._served = self._load(self._embedder, self._served.index._generation)
            LOG.info("the index is now generation %s", self.generation)
        except Exception as error:  # of any kind: the requests have an index, and must keep it
            self._note(wanted, error)
        finally:
            self._turn.release()

    def _note(self, pointer: str, error: Exception) -> None:
        self._next_try = self._clock() + RETRY_S
        fault = (pointer, str(error))
        if fault != self._fault:
            traced = None if isinstance(error, PolicyError) else error
            LOG.error("the index stays at generation %s: %s", self.generation, error, exc_info=traced)
        self._fault = fault

    def _load(self, held: Embedder | None, known: Generation | None = None) -> tuple[str, Embedder, Served]:
        """Read what CURRENT names, but not what it has in common with the generation `known`; `held` is its model."""
        for _ in range(_TRIES):
            pointer = _read_pointer(self._folder)
            generation = read_generation(self._folder, known)
            if _read_pointer(self._folder) == pointer:
                break
        else:
            raise IndexRefusedError(f"{self._folder} is being rewritten all the time: wait until that is done")
        fits = held is not None and held.fingerprint == generation.manifest["fingerprint"]
        index = Index(generation, (lambda _: held) if held and fits else self._open_embedder)
        embedder = index.embedder
        shown = self._view(index) if self._view else index
        self._warm(shown)
        return pointer, embedder, Served(shown, pointer.split()[0])


def _read_pointer(folder: Path) -> str:
    """What CURRENT holds; empty where it cannot be read: loading says why."""
    try:
        return (folder / "CURRENT").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def _search_once(index: Index) -> None:
    index.search("预热 warm up", top_k=1)
