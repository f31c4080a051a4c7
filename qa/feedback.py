"""Feedback on answers: a verdict and a note with what was answered, in one SQLite file beside the index."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from index import PolicyError
from qa.answer import Reason

Verdict = Literal["up", "down"]
Refusal = Literal["note", "entry", "session", "day", "full", "file"]
"""Why feedback is refused; the page's text for it is `feedback.refused_` and this word."""

LONGEST_NOTE = 2_000
"""Characters of a note: a page of writing, more than anyone types into a small box."""
LARGEST_ENTRY = 64_000
"""Bytes of an entry as UTF-8: many times the longest answer, so only what no answer of ours is goes beyond."""
PER_HOUR = 30
"""Verdicts and notes that one session may send in an hour: one every two minutes. Whoever can pretend to be a new
session at every click is stopped by the limit of the day."""
PER_DAY = 1_000
"""Verdicts and notes of all sessions in 24 hours: more than a person will read, and 64 MB at the very most."""
LARGEST_FILE = 50_000_000
"""Bytes of the file: years of usual entries of a few kilobytes, and nothing that fills a disk."""

_HOUR, _DAY = 3_600, 86_400  # seconds
_BUSY = 5.0  # seconds to wait for another process that writes: a write takes milliseconds
_MAGIC = b"SQLite format 3\0"
_OURS = b"pqfb"  # SQLite's application id, bytes 68-71 of the file: tells our file from any other database
_VERSION = 1  # SQLite's user version, bytes 60-63
_CURE = "make it and its folder writable, or start with --no-feedback"
_TABLES = (
    "CREATE TABLE feedback (key TEXT PRIMARY KEY, at REAL NOT NULL, verdict TEXT NOT NULL, note TEXT NOT NULL,"
    " generation TEXT NOT NULL, question TEXT NOT NULL, answered INTEGER NOT NULL, text TEXT NOT NULL,"
    " short TEXT NOT NULL, citations TEXT NOT NULL, confidence REAL NOT NULL, reason TEXT, understood TEXT)",
    "CREATE TABLE given (at REAL NOT NULL, session TEXT NOT NULL)",
    f"PRAGMA application_id = {int.from_bytes(_OURS, 'big')}",
    f"PRAGMA user_version = {_VERSION}",
)


class FeedbackError(PolicyError):
    """Feedback cannot be taken or read; `kind` says why in a word, the message what to do."""

    def __init__(self, kind: Refusal, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of a judged answer: code points start..end (half-open) of the document, and what stood there."""

    document_id: str
    source: str
    start: Annotated[int, Field(ge=0)]
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One judged answer. `at` is in seconds since 1970; `generation` names the index that answered.

    The other fields are those of an answer's JSON; `understood` is what a follow-up was taken for.
    """

    at: float
    verdict: Verdict
    note: str
    generation: str
    question: str
    answered: bool
    text: str
    short: tuple[str, ...]
    citations: tuple[Cited, ...]
    confidence: Annotated[float, Field(ge=0, le=1)]
    reason: Reason | None
    understood: str | None = None

    def __post_init__(self) -> None:
        if not self.answered == (self.reason is None) == bool(self.citations):
            raise ValueError("an answer has citations and no reason, a declined one a reason and no citations")
        if not all(one.quote.strip() and len(one.quote) == one.end - one.start for one in self.citations):
            raise ValueError("a quote is blank or not as long as its place")
        if not all(short.strip() and any(short in one.quote for one in self.citations) for short in self.short):
            raise ValueError("a short answer stands in no quote")

    @property
    def meant(self) -> str:
        """The question, complete where it was a follow-up."""
        return self.understood or self.question


_ADAPTER = TypeAdapter(Entry)
_COLUMNS = tuple(field.name for field in fields(Entry))
_LISTS = ("short", "citations")  # kept as JSON
_GIVEN = ("at", "verdict", "note", "generation")
_WRITE = f"INSERT OR REPLACE INTO feedback (key, {', '.join(_COLUMNS)}) VALUES (?{', ?' * len(_COLUMNS)})"


def feedback_file(index: Path) -> Path:
    """Where the feedback on answers from the index in this folder is kept: beside it, and called after it.

    Not inside: an index folder that holds anything else is not written to, and goes when it is built elsewhere.
    """
    folder = index.resolve()
    return folder.with_name(f"{folder.name}.feedback.sqlite3")


class FeedbackStore:
    """Takes feedback, from any thread and from several processes. Between two calls the file is closed and whole."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.time, largest: int = LARGEST_FILE) -> None:
        """Use `file`, made with its folder when missing and readable by this user alone; `largest` is in bytes.

        `clock` gives seconds since 1970. Raises FeedbackError for what cannot be written, is damaged or is no
        feedback file; it is left as it was.
        """
        self.file = file
        self._clock = clock
        self._largest = largest
        self._lock = Lock()
        with self._opened() as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise _damaged(file)

    def add(
        self, verdict: Verdict, note: str, answer_json: Mapping[str, Any], generation: str, *, session: str
    ) -> None:
        """Keep a verdict on an answer, given as its JSON (with `understood` where there is one), and a note or "".

        `generation` names the index that answered, `session` who judges: only hashes of it are kept. A second verdict
        of a session on the same answer replaces the first one, with its note. Raises FeedbackError beyond a limit, for
        what is no answer, and where the file cannot be written.
        """
        if len(note) > LONGEST_NOTE:
            raise FeedbackError("note", f"the note has more than {LONGEST_NOTE:,} characters: shorten it")
        given = dict(zip(_GIVEN, (self._clock(), verdict, note.strip(), generation), strict=True))
        entry = _entry({**{name: answer_json.get(name) for name in _COLUMNS}, **given})
        kept = _ADAPTER.dump_json(entry)
        if len(kept) > LARGEST_ENTRY:
            raise FeedbackError("entry", f"question and answer take more than {LARGEST_ENTRY:,} bytes: not kept")
        row = json.loads(kept)
        values = [_json(row[name]) if name in _LISTS else row[name] for name in _COLUMNS]
        who = _hash([session])
        same = [session, entry.meant, entry.text, [[one.document_id, one.start, one.end] for one in entry.citations]]
        with self._lock, self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            _check_rates(connection, entry.at, who)
            connection.execute(_WRITE, (_hash(same), *values))
            connection.execute("INSERT INTO given VALUES (?, ?)", (entry.at, who))
            connection.execute("COMMIT")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with _explained(self.file):
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self.file.exists():
                self.file.touch(0o600)
            new = not _checked(self.file)
            with closing(sqlite3.connect(self.file, timeout=_BUSY, isolation_level=None)) as connection:
                if new:
                    self.file.chmod(0o600)
                    _make_tables(connection)
                # One writer and many readers, and with NORMAL no wait for the disk: a power cut costs the last entries.
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                (page,) = connection.execute("PRAGMA page_size").fetchone()
                connection.execute(f"PRAGMA max_page_count = {self._largest // page}")
                yield connection


def read_feedback(file: Path) -> tuple[Entry, ...]:
    """What was kept, oldest first; the file may be in use. Raises FeedbackError for what is no feedback file."""
    if not file.exists():
        raise FeedbackError("file", f"there is no {file}: feedback is kept beside the index in INDEX.feedback.sqlite3")
    with _explained(file):
        if not _checked(file):
            return ()
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", timeout=_BUSY, uri=True)) as connection:
            rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM feedback ORDER BY at, rowid").fetchall()
    entries = []
    for values in rows:
        row = dict(zip(_COLUMNS, values, strict=True))
        try:
            lists = {name: json.loads(row[name]) for name in _LISTS}
            entries.append(_entry({**row, "answered": row["answered"] == 1, **lists}))
        except (ValueError, TypeError, FeedbackError):
            raise _damaged(file) from None
    return tuple(entries)


def _entry(values: Mapping[str, Any]) -> Entry:
    """An entry of values that may come from anywhere. Raises FeedbackError naming the first that does not fit."""
    try:
        return _ADAPTER.validate_json(_json(values).encode("utf-8", "replace"), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise FeedbackError("entry", f"this is no answer that can be judged ({where}: {first['msg']})") from None
    except (TypeError, ValueError, RecursionError):
        raise FeedbackError("entry", "this is no answer that can be judged: it is not JSON") from None


def _check_rates(connection: sqlite3.Connection, now: float, who: str) -> None:
    """Raises FeedbackError when the hour of a session or the day of all is used up."""
    # Also what a clock that has been put right since gave a later time: it would count for ever.
    connection.execute("DELETE FROM given WHERE at <= ? OR at > ?", (now - _DAY, now))
    counted = "SELECT count(*), total(session = ? AND at > ?) FROM given"
    day, hour = connection.execute(counted, (who, now - _HOUR)).fetchone()
    if hour >= PER_HOUR:
        raise FeedbackError("session", f"{PER_HOUR} verdicts within an hour are enough: go on later")
    if day >= PER_DAY:
        raise FeedbackError("day", f"{PER_DAY:,} verdicts within a day have been taken: try again tomorrow")


def _checked(file: Path) -> bool:
    """Whether the file is one of ours, told without SQLite, which may write to what it opens; False for an empty one.

    Raises FeedbackError for any other.
    """
    if not file.is_file():
        raise FeedbackError("file", f"{file} is no ordinary file: move it elsewhere, or start with --no-feedback")
    with file.open("rb") as opened:
        head = opened.read(72)
    if not head:
        return False
    if not (head.startswith(_MAGIC) and head[68:] == _OURS):
        raise FeedbackError("file", f"{file} is no feedback file: move it elsewhere, or start with --no-feedback")
    if int.from_bytes(head[60:64], "big") != _VERSION:
        raise FeedbackError("file", f"{file} was written by another version of this program: move it elsewhere")
    return True


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have made them since.
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in _TABLES:
            connection.execute(statement)
    connection.execute("COMMIT")


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    """Turns what SQLite and the file system say into a FeedbackError."""
    try:
        yield
    except OSError as error:
        raise FeedbackError("file", f"{file} cannot be used ({error.strerror}): {_CURE}") from None
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise FeedbackError("full", f"{file} or its disk is full: move it elsewhere, a new one begins") from None
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise FeedbackError("file", f"another program holds {file}: try again when it is done") from None
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}:
            raise _damaged(file) from None
        raise FeedbackError("file", f"{file} cannot be used ({error}): {_CURE}") from None


def _damaged(file: Path) -> FeedbackError:
    return FeedbackError("file", f"{file} is damaged: move it elsewhere, or start with --no-feedback")


def _hash(parts: Sequence[object]) -> str:
    return hashlib.sha256(_json(parts).encode("utf-8", "replace")).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
