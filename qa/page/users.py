"""Who may sign in to the page: a file of names and Argon2 hashes, `python -m qa.page.users FILE NAME` adds to it."""

import argparse
import asyncio
import logging
import os
import re
import secrets
import shlex
import sys
import threading
import time
import unicodedata
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from getpass import GetPassWarning, getpass
from pathlib import Path

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from index import UnreadableError, UsageError, run_command
from qa.page.attempts import Attempts
from qa.page.private_file import write_private

LOG = logging.getLogger("policy_qa")

SHORTEST, LONGEST = 10, 1024  # characters of a password
LONGEST_NAME = 64
MOST_WAITING = 32  # sign-ins that wait for their turn: one hash takes 64 MiB and a tenth of a second

_HASHER = PasswordHasher()
_HASH = re.compile(
    r"\$argon2(id|i|d)\$v=(16|19)\$m=\d{1,8},t=\d{1,8},p=\d{1,8}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}"
)
_MOST_MEMORY = 2**22  # KiB that one hash may take


class Users:
    """The names that may sign in, with their hashes; a file that changes is read at the next start."""

    def __init__(self, hashes: Mapping[str, str], attempts: Attempts) -> None:
        """At least one name is needed; names and hashes are those of `read_users`."""
        self._hashes = dict(hashes)
        self._attempts = attempts
        # Made as the others are: else an unknown name would be told by how soon it is refused.
        like = extract_parameters(next(iter(self._hashes.values())))
        self._nobody = PasswordHasher.from_parameters(like).hash(secrets.token_bytes(32))
        self._hashing = threading.Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="sign-in")
        self._waiting = 0

    def check(self, name: str, password: str) -> bool:
        """Whether the password is the name's. Takes as long for an unknown name; at once False while a name waits.

        Hashes one password at a time, whoever calls: each takes the memory that its parameters say.
        """
        name = _name_key(name)
        if not self._attempts.admit(name):
            return False
        held = self._hashes.get(name)
        with self._hashing:
            right = _fits(held or self._nobody, password) and held is not None
        if right:
            self._attempts.forgive(name)
        return right

    async def sign_in(self, name: str, password: str) -> bool:
        """The same for a server's event loop, which goes on meanwhile; False where MOST_WAITING wait already."""
        if self._waiting >= MOST_WAITING:
            LOG.warning("a sign-in is refused: %d others wait for their turn", self._waiting)
            return False
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, self.check, name, password)
        finally:
            self._waiting -= 1


def read_users(file: Path, clock: Callable[[], float] = time.monotonic) -> Users:
    """The users of a file: lines `name:hash`, blank lines and those that begin with # left out.

    `clock` gives seconds. Raises UnreadableError for a file that is not there or not text, and UsageError, with the
    line's number and what to do, for one that others can read, that names nobody or one name twice, or for a line
    without a hash by Argon2.
    """
    hashes = {name: hashed for name, (_, hashed) in _parse(file, _read(file)).items()}
    if not hashes:
        raise UsageError(f"{file} names nobody: add a user with: {_command(file)}")
    return Users(hashes, Attempts(clock))


def write_user(file: Path, name: str, password: str, hasher: PasswordHasher = _HASHER) -> None:
    """Add a user to a file, which is made where there is none, or give one there another password.

    The file is replaced whole, readable to its owner alone; its other lines stay. Raises UsageError for a name or
    password that cannot be used, and what `read_users` raises but for an empty file.
    """
    name = _checked_name(name)
    _check_password(password)
    file = file.resolve()
    text = _read(file) if file.exists() else ""
    known = _parse(file, text)
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    line = f"{name}:{hasher.hash(_secret(password))}"
    if name in known:
        lines[known[name][0] - 1] = line
    else:
        lines.append(line)
    write_private(file, "".join(f"{line}\n" for line in lines))


def main(argv: Sequence[str] | None = None, ask: Callable[[str], str] = getpass) -> int:
    """Ask for a password twice and keep its hash; returns the exit code (0 kept, 2 wrong use)."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.page.users", description="Add a user of the page to FILE, or change a user's password."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the file for app.py --auth-file; made if not there")
    parser.add_argument("name", metavar="NAME", help="the user's name")
    args = parser.parse_args(argv)

    def run() -> int:
        name = _checked_name(args.name)
        if args.file.exists():
            _parse(args.file, _read(args.file))
        write_user(args.file, name, _typed_twice(ask))
        print(f"{name} can sign in once the page is started anew with --auth-file {args.file}")
        return 0

    return run_command(run)


def _typed_twice(ask: Callable[[str], str]) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)
            password = ask(f"Password ({SHORTEST} characters or more): ")
            _check_password(password)
            again = ask("The same once more: ")
    except (EOFError, GetPassWarning):
        raise UsageError("a password is typed at a terminal, where it is not shown: run the command at one") from None
    if password != again:
        raise UsageError("the two passwords differ: nothing was changed")
    return password


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            if os.name == "posix" and mode & 0o077:
                raise UsageError(f"{file} can be read by others: run: {shlex.join(['chmod', '600', str(file)])}")
            return opened.read().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableError(f"cannot read {file} ({error.strerror}): make it with: {_command(file)}") from None
    except UnicodeDecodeError:
        raise UnreadableError(f"{file} is not UTF-8 text: make it with: {_command(file)}") from None


def _parse(file: Path, text: str) -> dict[str, tuple[int, str]]:
    """Line number and hash by name. The lines themselves are never told: one may hold a password."""
    users: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        written, colon, hashed = line.partition(":")
        where = f"{file} line {number}"
        if not colon:
            raise UsageError(f"{where} is not name:hash: make it with: {_command(file)}")
        try:
            name = _checked_name(written)
        except UsageError as error:
            raise UsageError(f"{where}: {error}") from None
        if name in users:
            raise UsageError(f"{where} names {name} again, as line {users[name][0]} does: remove one of them")
        if not _is_hash(hashed):
            raise UsageError(
                f"{where} holds no Argon2 hash for {name} (a password itself is never kept in a file): "
                f"remove the line, then run: {_command(file, name)}"
            )
        users[name] = number, hashed
    return users


def _is_hash(text: str) -> bool:
    if not _HASH.fullmatch(text):
        return False
    used = extract_parameters(text)
    return used.time_cost >= 1 and 8 <= 8 * used.parallelism <= used.memory_cost <= _MOST_MEMORY


def _fits(hashed: str, password: str) -> bool:
    try:
        # One more than the longest that is ever kept: such a one fits nothing, and takes no longer.
        return _HASHER.verify(hashed, _secret(password[: LONGEST + 1]))
    except VerifyMismatchError:
        return False
    except (VerificationError, InvalidHashError) as error:
        LOG.error("a password cannot be checked: %s", error)
        return False


def _secret(password: str) -> bytes:
    """Composed, as RFC 8265 wants it: keyboards send an accent as a character of its own or not."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _name_key(name: str) -> str:
    return unicodedata.normalize("NFC", name[: 2 * LONGEST_NAME].strip())[: LONGEST_NAME + 1]


def _checked_name(name: str) -> str:
    key = _name_key(name)
    if not key or len(key) > LONGEST_NAME or not key.isprintable() or ":" in key or key.startswith("#"):
        raise UsageError(f"a name has 1 to {LONGEST_NAME} visible characters, no colon and no # in front")
    return key


def _check_password(password: str) -> None:
    if len(password) < SHORTEST:
        raise UsageError(f"a password has at least {SHORTEST} characters: several words are good")
    if len(password) > LONGEST:
        raise UsageError(f"a password has at most {LONGEST} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in password):
        raise UsageError("the password holds a character that no page can type: take others")


def _command(file: Path, name: str | None = None) -> str:
    return f"python -m qa.page.users {shlex.quote(str(file))} {shlex.quote(name) if name else 'NAME'}"


if __name__ == "__main__":
    sys.exit(main())
