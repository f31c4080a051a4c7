"""Signing in: what the file may hold, who gets in, how guessing is slowed down, and the command that adds a user."""

import asyncio
import inspect
import logging
import os
import shlex
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index import PolicyError, UnreadableError, UsageError
from qa.page.attempts import FIRST_WAIT_S, FREE_FAILURES, LONGEST_WAIT_S, Attempts
from qa.page.users import (
    LONGEST,
    MOST_WAITING,
    SHORTEST,
    Users,
    main,
    read_users,
    write_user,
)

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
WORDS = "seven blue ferries"
posix = pytest.mark.skipif(os.name != "posix", reason="files have other rights there")


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "users"


def written(file: Path, text: str, mode: int = 0o600) -> Path:
    file.write_bytes(text.encode())
    file.chmod(mode)
    return file


def two(file: Path, clock: Callable[[], float] = time.monotonic, hasher: PasswordHasher = QUICK) -> Users:
    write_user(file, "mei", WORDS, hasher)
    write_user(file, "阿明", "八月桂花香满山坡上下", hasher)
    return read_users(file, clock)


def test_who_has_the_password_gets_in(file: Path) -> None:
    users = two(file)
    assert users.check("mei", WORDS)
    assert users.check(" mei ", WORDS), "the page's box may leave blanks around a name"
    assert users.check("阿明", "八月桂花香满山坡上下")
    assert not users.check("mei", "八月桂花香满山坡上下")
    assert not users.check("mei", WORDS + " ")
    assert not users.check("mei", "")
    assert not users.check("Mei", WORDS)
    assert not users.check("", WORDS)
    assert not users.check("nobody", WORDS)


def test_accents_are_the_same_however_they_are_typed(file: Path) -> None:
    write_user(file, "Ame\u0301lie", "cafe\u0301 au bord de l'eau", QUICK)
    assert read_users(file).check("Amélie", "café au bord de l'eau")


def test_strange_input_is_a_no(file: Path) -> None:
    users = two(file)
    for name, password in [("mei", WORDS + "\ud800"), ("\ud800", WORDS), ("m" * 10**6, WORDS), ("mei", "x" * 10**6)]:
        assert not users.check(name, password)
    assert users.check("mei", WORDS)


def test_the_longest_password_is_not_cut(file: Path) -> None:
    write_user(file, "mei", "x" * LONGEST, QUICK)
    users = read_users(file)
    assert not users.check("mei", "x" * (LONGEST + 1))
    assert users.check("mei", "x" * LONGEST)


def test_comments_blank_lines_bom_and_crlf_are_read(file: Path) -> None:
    text = f"\ufeff# the desk\r\n\r\n  mei:{QUICK.hash(WORDS)}\r\n"
    assert read_users(written(file, text)).check("mei", WORDS)


GOOD = QUICK.hash(WORDS, salt=b"always the same.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"names nobody: add a user with: python -m qa\.page\.users"),
        ("# only this\n\n", "names nobody"),
        ("mei\n", r"line 1 is not name:hash"),
        (f"mei:{GOOD}\n\nli:{GOOD}\nmei:{GOOD}\n", r"line 4 names mei again, as line 1 does"),
        (f":{GOOD}\n", "line 1: a name has 1 to 64"),
        (f"m\u202eei:{GOOD}\n", "line 1: a name has 1 to 64"),
        (f"{'m' * 65}:{GOOD}\n", "line 1: a name has 1 to 64"),
        (f"li:{GOOD}\nmei:{WORDS}\n", r"line 2 holds no Argon2 hash for mei .*python -m qa\.page\.users .* mei"),
        ("mei:\n", "line 1 holds no Argon2 hash"),
        ("mei:$2b$12$abcdefghijklmnopqrstuuPV0\n", "line 1 holds no Argon2 hash"),
        (f"mei:{GOOD[:-30]}\n", "line 1 holds no Argon2 hash"),
        (f"mei:{GOOD} # the desk\n", "line 1 holds no Argon2 hash"),
        (f"mei:{GOOD.replace('m=8', 'm=99999999')}\n", "line 1 holds no Argon2 hash"),
        (f"mei:{GOOD.replace('p=1', 'p=0')}\n", "line 1 holds no Argon2 hash"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_never_shown(file: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as refused:
        read_users(written(file, text))
    assert WORDS not in str(refused.value)
    assert str(file) in str(refused.value)


def test_a_line_without_a_colon_may_be_a_password_and_is_not_shown(file: Path) -> None:
    with pytest.raises(UsageError, match="line 1") as refused:
        read_users(written(file, WORDS))
    assert WORDS not in str(refused.value)


def test_a_file_that_cannot_be_read_is_told(file: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"python -m qa\.page\.users"):
        read_users(file)
    with pytest.raises(PolicyError):
        read_users(tmp_path)
    file.write_bytes(b"mei:\xff\xfe\n")
    file.chmod(0o600)
    with pytest.raises(UnreadableError, match="not UTF-8"):
        read_users(file)


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "the users"
    two(file)
    file.chmod(mode)
    for run in (lambda: read_users(file), lambda: write_user(file, "li", WORDS, QUICK)):
        with pytest.raises(UsageError, match="can be read by others") as refused:
            run()
    # What the message says to run is the cure.
    subprocess.run(shlex.split(str(refused.value).partition("run: ")[2]), check=True)
    assert read_users(file).check("mei", WORDS)


def test_an_unknown_name_takes_as_long_as_a_known_one(file: Path) -> None:
    users = two(file, clock=iter(range(0, 10**9, 1000)).__next__, hasher=PasswordHasher(2, 8192, 1))
    took: dict[str, list[float]] = {"mei": [], "nobody": []}
    for _ in range(9):
        for name, times in took.items():
            start = time.thread_time()  # the time on the clock is that of others as well
            assert not users.check(name, "not the right one")
            times.append(time.thread_time() - start)
    known, unknown = (statistics.median(times) for times in took.values())
    assert known / 3 < unknown < known * 3


def test_after_five_failures_a_name_waits_and_longer_each_time(file: Path, clock: Clock) -> None:
    users = two(file, clock)
    for _ in range(FREE_FAILURES):
        assert not users.check("mei", "not the right one")
    assert not users.check("mei", WORDS), "the right password waits as well: else the wait would tell nothing"
    assert users.check("阿明", "八月桂花香满山坡上下"), "others do not wait"
    waits = []
    for _ in range(8):
        start = clock.now
        while not users._attempts.admit("mei"):
            clock.now += 0.5
        waits.append(clock.now - start)
    assert waits == [2, 4, 8, 16, 32, LONGEST_WAIT_S, LONGEST_WAIT_S, LONGEST_WAIT_S]
    clock.now += LONGEST_WAIT_S
    assert users.check("mei", WORDS)
    for _ in range(FREE_FAILURES - 1):
        assert not users.check("mei", "not the right one")
    assert users.check("mei", WORDS), "a success clears what was before"


def test_tries_while_waiting_do_not_lengthen_the_wait(clock: Clock) -> None:
    attempts = Attempts(clock)
    assert [attempts.admit("mei") for _ in range(50)] == [True] * FREE_FAILURES + [False] * (50 - FREE_FAILURES)
    clock.now += FIRST_WAIT_S
    assert attempts.admit("mei")


def test_an_unknown_name_waits_as_a_known_one_does(file: Path, clock: Clock) -> None:
    users = two(file, clock)
    for name in ("mei", "nobody"):
        assert [users._attempts.admit(name) for _ in range(FREE_FAILURES + 1)] == [True] * FREE_FAILURES + [False]


def test_many_guesses_at_once_gain_nothing(clock: Clock) -> None:
    attempts = Attempts(clock)
    together = threading.Barrier(32)

    def guess(_: int) -> bool:
        together.wait()
        return attempts.admit("mei")

    with ThreadPoolExecutor(32) as pool:
        assert sum(pool.map(guess, range(32))) == FREE_FAILURES


@example([*range(25), 7, 3])
@given(st.lists(st.integers(0, 60), max_size=300))
def test_the_names_remembered_are_bounded_and_the_latest_are_kept(tried: list[int]) -> None:
    attempts = Attempts(Clock(), most=20)
    for name in tried:
        attempts.admit(str(name))
    kept = list(attempts._failures)
    assert len(kept) <= 20
    assert kept[::-1] == [str(name) for name in dict.fromkeys(tried[::-1])][:20]


def test_wrong_passwords_are_logged_nowhere(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    users = two(file)
    assert not users.check("mei", "not the right one")
    assert "not the right one" not in caplog.text


def test_a_hash_that_cannot_be_checked_is_a_no_and_is_logged(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    # Of a length that base64 cannot have: the form alone does not show it.
    users = read_users(written(file, f"mei:{GOOD[:-1].rsplit('$', 1)[0]}${'A' * 25}\n"))
    assert not users.check("mei", WORDS)
    assert "cannot be checked" in caplog.text


def test_the_event_loop_goes_on_while_a_password_is_checked(file: Path) -> None:
    users = two(file, hasher=PasswordHasher(time_cost=10, memory_cost=8192, parallelism=1))
    assert inspect.iscoroutinefunction(users.sign_in), "gradio waits for it then; a plain function stops its loop"

    async def run() -> tuple[bool, bool, int]:
        signing = asyncio.ensure_future(users.sign_in("mei", WORDS))
        refused = asyncio.ensure_future(users.sign_in("mei", "not the right one"))
        ticks = 0
        while not signing.done():
            await asyncio.sleep(0.001)
            ticks += 1
        return await signing, await refused, ticks

    right, wrong, ticks = asyncio.run(run())
    assert (right, wrong) == (True, False)
    assert ticks > 3


def test_a_flood_of_sign_ins_is_refused_and_passes(file: Path) -> None:
    users = two(file, hasher=PasswordHasher(time_cost=5, memory_cost=1024, parallelism=1))

    async def run() -> list[bool]:
        flood = [users.sign_in(f"nobody{at}", WORDS) for at in range(MOST_WAITING)]
        return list(await asyncio.gather(*flood, users.sign_in("mei", WORDS)))

    assert not any(asyncio.run(run()))
    assert asyncio.run(users.sign_in("mei", WORDS))


NAMES = st.text(st.characters(blacklist_categories=("C", "Z"), blacklist_characters=":"), min_size=1, max_size=20)
PASSWORDS = st.text(st.characters(blacklist_categories=("Cc", "Cs")), min_size=SHORTEST, max_size=40)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(NAMES.filter(lambda name: not name.startswith("#")), PASSWORDS), min_size=1, max_size=4))
def test_whoever_is_written_can_sign_in_with_the_latest_password(file: Path, users: list[tuple[str, str]]) -> None:
    file.unlink(missing_ok=True)
    for name, password in users:
        try:
            write_user(file, name, password, QUICK)
        except UsageError:  # composed, it is too short
            return
    held = read_users(file)
    latest = {key: password for name, password in users for key in [_composed(name)]}
    for name, password in latest.items():
        assert held.check(name, password)
        assert not held.check(name, password + "x")
    assert sum(1 for line in file.read_text(encoding="utf-8").split("\n") if line) == len(latest)


def _composed(name: str) -> str:
    from unicodedata import normalize

    return normalize("NFC", name)


def test_what_else_is_in_the_file_stays(file: Path) -> None:
    text = f"# the desk\n\nli:{GOOD}\n# away until May\nmei:{GOOD}\nyu:{GOOD}"
    write_user(written(file, text), "mei", "nine green lanterns", QUICK)
    lines, before = file.read_text(encoding="utf-8").split("\n"), text.split("\n")
    assert lines[:4] == before[:4]
    assert lines[5:] == [*before[5:], ""]
    assert lines[4] != before[4]
    assert read_users(file).check("mei", "nine green lanterns")


@posix
def test_a_written_file_is_the_owners_alone_and_nothing_is_left_beside_it(file: Path) -> None:
    before = os.umask(0)
    try:
        two(file)
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


@posix
def test_a_link_stays_a_link(file: Path) -> None:
    two(file)
    link = file.parent / "link"
    link.symlink_to(file)
    write_user(link, "li", WORDS, QUICK)
    assert link.is_symlink()
    assert read_users(file).check("li", WORDS)


def test_a_write_that_fails_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two(file)
    before = file.read_bytes()

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UsageError, match="No space left"):
        write_user(file, "li", WORDS, QUICK)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        write_user(tmp_path / "none" / "users", "mei", WORDS, QUICK)


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("mei", "ninechars", "at least 10"),
        ("mei", "x" * (LONGEST + 1), "at most 1024"),
        ("mei", "seven blue\x7fferries", "no page can type"),
        ("mei", "seven blue\ud800ferries", "no page can type"),
        ("", WORDS, "1 to 64"),
        ("a:b", WORDS, "no colon"),
        ("#mei", WORDS, "no # in front"),
        ("a\nb", WORDS, "visible"),
    ],
)
def test_what_cannot_be_used_is_not_written(file: Path, name: str, password: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        write_user(file, name, password, QUICK)
    assert not file.exists()


def test_the_command_asks_twice(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = iter([WORDS, WORDS])
    assert main([str(file), "mei"], ask=lambda _: next(answers)) == 0
    assert list(answers) == []
    shown = capsys.readouterr()
    assert "mei can sign in" in shown.out
    assert WORDS not in shown.out + shown.err + file.read_text(encoding="utf-8")
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in file.read_text(encoding="utf-8"), "no weaker than the library's default"
    assert read_users(file).check("mei", WORDS)


@pytest.mark.parametrize(
    ("typed", "says"), [([WORDS, WORDS + "x"], "differ"), (["short"], "at least 10"), ([], "at a terminal")]
)
def test_the_command_keeps_nothing_where_it_is_not_sure(
    file: Path, capsys: pytest.CaptureFixture[str], typed: list[str], says: str
) -> None:
    answers = iter(typed)

    def ask(_: str) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    assert main([str(file), "mei"], ask=ask) == 2
    assert says in capsys.readouterr().err
    assert not file.exists()


def test_the_command_asks_for_nothing_that_it_could_not_keep(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ask(_: str) -> str:
        raise AssertionError("it asked")

    assert main([str(written(file, "mei\n")), "li"], ask=ask) == 2
    assert main([str(file), "a:b"], ask=ask) == 2
    assert "line 1" in capsys.readouterr().err


SPAWN = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"


@posix
def test_at_a_terminal_the_password_is_not_shown(file: Path, root: Path) -> None:
    program = [sys.executable, "-c", SPAWN, sys.executable, "-m", "qa.page.users", str(file), "mei"]
    with subprocess.Popen(program, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdin
        assert run.stdout
        shown = b""
        for prompt in (b"more): ", b"once more: "):
            while not shown.endswith(prompt):
                part = os.read(run.stdout.fileno(), 4096)
                assert part, shown
                shown += part
            os.write(run.stdin.fileno(), WORDS.encode() + b"\n")
        shown += run.stdout.read()
    assert run.returncode == 0, shown
    assert WORDS.encode() not in shown
    assert read_users(file).check("mei", WORDS)


@posix
def test_without_a_terminal_nothing_is_read(file: Path, root: Path) -> None:
    program = [sys.executable, "-m", "qa.page.users", str(file), "mei"]
    typed = f"{WORDS}\n{WORDS}\n"
    done = subprocess.run(program, input=typed, cwd=root, capture_output=True, text=True, start_new_session=True)
    assert done.returncode == 2
    assert "at a terminal" in done.stderr
    assert "Traceback" not in done.stderr
    assert not file.exists()
