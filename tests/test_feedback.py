"""Feedback: what is kept and what refused, and the question set that comes of it."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.__main__ import main
from eval.from_feedback import question_rows
from eval.gold import locate
from eval.questions import read_questions
from index import Index, PolicyError, UsageError, add, build, load, parse_document, verify
from qa import ask
from qa.feedback import (
    LARGEST_ENTRY,
    LONGEST_NOTE,
    PER_DAY,
    PER_HOUR,
    Cited,
    Entry,
    FeedbackError,
    FeedbackStore,
    Refusal,
    feedback_file,
    read_feedback,
)
from qa.page.texts import LANGUAGES, Texts
from qa.render import to_json

LIGHTS = "# 灯塔管理办法\n\n一、亮灯\n\n灯塔每晚十九点亮灯，由航标站负责。\n\n二、费用\n\n每年维护费用为35万元。\n"
PIERS = "# 码头管理办法\n\n一、开放\n\n码头每日六点开放，二十三点关闭。\n"
ANSWER: dict[str, Any] = {
    "question": "灯塔几点亮灯？",
    "answered": True,
    "text": "灯塔每晚十九点亮灯，由航标站负责。[1]",
    "short": ["十九点"],
    "confidence": 0.75,
    "reason": None,
    "citations": [
        {
            "number": 1,
            "document_id": "d1",
            "source": "l.md",
            "start": 4,
            "end": 13,
            "quote": "灯塔每晚十九点亮灯",
            "path": [],
        }
    ],
    "hits": [{"rank": 1, "text": "不保存"}],
    "timings": {"search": 3.0},
}
DECLINED = {**ANSWER, "answered": False, "reason": "off_topic", "short": [], "citations": [], "text": "没有依据。"}


class Clock:
    """Seconds that a test moves on."""

    now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> FeedbackStore:
    return FeedbackStore(tmp_path / "made" / "feedback.sqlite3", clock)


def refused(kind: Refusal, call: Callable[[], object]) -> str:
    with pytest.raises(FeedbackError) as caught:
        call()
    assert caught.value.kind == kind
    assert caught.value.exit_code == 2
    return str(caught.value)


def database(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_what_was_judged_is_kept_and_nothing_else(store: FeedbackStore, clock: Clock) -> None:
    store.add("down", " 年份不对 ", {**ANSWER, "understood": "灯塔每晚几点亮灯？"}, "g000004", session="s")
    store.add("up", "", DECLINED, "g000004", session="s")
    first, second = read_feedback(store.file)
    assert first == Entry(
        at=clock.now,
        verdict="down",
        note="年份不对",
        generation="g000004",
        question="灯塔几点亮灯？",
        answered=True,
        text=ANSWER["text"],
        short=("十九点",),
        citations=(Cited("d1", "l.md", 4, 13, "灯塔每晚十九点亮灯"),),
        confidence=0.75,
        reason=None,
        understood="灯塔每晚几点亮灯？",
    )
    assert (second.answered, second.reason, second.citations, second.understood) == (False, "off_topic", (), None)
    assert "不保存".encode() not in store.file.read_bytes()


def test_the_file_is_for_its_user_alone_and_whole_between_calls(store: FeedbackStore) -> None:
    held = sqlite3.connect(store.file)
    held.execute("SELECT * FROM feedback").fetchall()
    store.add("up", "", ANSWER, "g", session="s")
    modes = [(path.name, path.stat().st_mode & 0o777) for path in sorted(store.file.parent.iterdir())]
    held.close()
    assert modes == [("feedback.sqlite3", 0o600), ("feedback.sqlite3-shm", 0o600), ("feedback.sqlite3-wal", 0o600)]
    assert read_feedback(store.file)
    assert [path.name for path in store.file.parent.iterdir()] == ["feedback.sqlite3"]
    assert store.file.parent.stat().st_mode & 0o777 == 0o700


def test_a_changed_mind_replaces_the_verdict_and_its_note(store: FeedbackStore, clock: Clock) -> None:
    store.add("down", "不全", ANSWER, "g1", session="one")
    clock.now += 9
    store.add("up", "", ANSWER, "g1", session="one")
    store.add("down", "", ANSWER, "g1", session="two")
    other = {**ANSWER, "question": "灯塔何时亮灯？"}
    store.add("down", "", other, "g1", session="one")
    assert [(entry.verdict, entry.note, entry.question) for entry in read_feedback(store.file)] == [
        ("up", "", ANSWER["question"]),
        ("down", "", ANSWER["question"]),
        ("down", "", other["question"]),
    ]


def test_a_session_has_so_many_an_hour_changed_minds_included(store: FeedbackStore, clock: Clock) -> None:
    for _ in range(PER_HOUR):
        store.add("up", "", ANSWER, "g", session="s")
    assert "go on later" in refused("session", lambda: store.add("down", "", ANSWER, "g", session="s"))
    store.add("up", "", ANSWER, "g", session="another")
    clock.now += 3_600
    store.add("down", "", ANSWER, "g", session="s")
    assert sorted(entry.verdict for entry in read_feedback(store.file)) == ["down", "up"]


def test_all_sessions_together_have_so_many_a_day(store: FeedbackStore, clock: Clock) -> None:
    others = [f"({clock.now}, '{number}')" for number in range(PER_DAY - 1)]
    database(store.file, f"INSERT INTO given VALUES {', '.join(others)}")
    store.add("up", "", ANSWER, "g", session="last")
    assert "tomorrow" in refused("day", lambda: store.add("up", "", ANSWER, "g", session="new"))
    again = FeedbackStore(store.file, clock)
    refused("day", lambda: again.add("up", "", ANSWER, "g", session="new"))
    clock.now += 86_400
    store.add("up", "", ANSWER, "g", session="new")
    held = sqlite3.connect(store.file)
    assert held.execute("SELECT count(*) FROM given").fetchone() == (1,)
    held.close()


def test_a_clock_put_back_stops_nobody(store: FeedbackStore, clock: Clock) -> None:
    for _ in range(PER_HOUR):
        store.add("up", "", ANSWER, "g", session="s")
    clock.now -= 400 * 86_400
    store.add("down", "", ANSWER, "g", session="s")


def test_long_notes_and_large_answers_are_refused(store: FeedbackStore) -> None:
    store.add("up", "好" * LONGEST_NOTE, ANSWER, "g", session="s")
    refused("note", lambda: store.add("up", "好" * (LONGEST_NOTE + 1), ANSWER, "g", session="s"))
    long = {**DECLINED, "question": "问" * (LARGEST_ENTRY // 3)}
    refused("entry", lambda: store.add("up", "", long, "g", session="s"))
    refused("entry", lambda: store.add("up", "", ANSWER, "g" * LARGEST_ENTRY, session="s"))
    assert len(read_feedback(store.file)) == 1


CITED = ANSWER["citations"][0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": None},
        {"text": 7},
        {"answered": "yes"},
        {"confidence": float("nan")},
        {"confidence": 1.5},
        {"reason": "unsupported"},
        {"reason": "because"},
        {"short": "十九点"},
        {"short": ["二十点"]},
        {"short": [" "]},
        {"citations": []},
        {"citations": [{**CITED, "end": 14}]},
        {"citations": [{**CITED, "start": -5, "end": 4}]},
        {"citations": [{**CITED, "quote": " " * 9}]},
        {"citations": [{"quote": "十九点"}]},
        {"question": b"bytes"},
        {"understood": ["灯塔"]},
    ],
    ids=str,
)
def test_what_is_no_answer_is_refused(store: FeedbackStore, wrong: dict[str, Any]) -> None:
    refused("entry", lambda: store.add("up", "", {**ANSWER, **wrong}, "g", session="s"))
    refused("entry", lambda: store.add("sideways", "", ANSWER, "g", session="s"))  # type: ignore[arg-type]
    assert read_feedback(store.file) == ()


@pytest.mark.parametrize("text", ["'); DROP TABLE feedback; --", "a\0b", "\u202e<script>", "半\ud800对", "\u2028"])
def test_any_text_is_kept(store: FeedbackStore, text: str) -> None:
    store.add("down", f"一{text}二", {**DECLINED, "question": text}, text, session=text)
    (entry,) = read_feedback(store.file)
    whole = text.encode("utf-8", "replace").decode()
    assert (entry.note, entry.question, entry.generation) == (f"一{whole}二", whole, whole)


def test_a_full_file_takes_no_more_and_keeps_what_it_has(tmp_path: Path, clock: Clock) -> None:
    store = FeedbackStore(tmp_path / "f.sqlite3", clock, largest=100_000)
    note = "长" * LONGEST_NOTE

    def fill() -> None:
        for number in range(100):
            store.add("up", note, {**ANSWER, "question": str(number)}, "g", session=str(number))

    assert "move it elsewhere" in refused("full", fill)
    kept = read_feedback(store.file)
    assert 5 < len(kept) < 20
    assert store.file.stat().st_size <= 100_000
    store.file.rename(tmp_path / "old.sqlite3")
    store.add("up", note, ANSWER, "g", session="s")
    assert len(read_feedback(store.file)) == 1
    assert read_feedback(tmp_path / "old.sqlite3") == kept


def foreign(file: Path) -> None:
    database(file, "CREATE TABLE feedback (key TEXT)", "INSERT INTO feedback VALUES ('mine')")


def newer(file: Path) -> None:
    FeedbackStore(file)
    database(file, "PRAGMA journal_mode = DELETE", "PRAGMA user_version = 2")


def damaged(file: Path) -> None:
    store = FeedbackStore(file)
    for number in range(20):
        store.add("up", "长" * LONGEST_NOTE, {**ANSWER, "question": str(number)}, "g", session=str(number))
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * 8192 + content[12288:])


def stripped(file: Path) -> None:
    FeedbackStore(file)
    database(file, "DROP TABLE feedback")


@pytest.mark.parametrize(
    "make", [foreign, newer, damaged, stripped, lambda file: file.write_text("my own notes\n" * 9), Path.mkdir]
)
def test_a_foreign_or_damaged_file_is_refused_and_left_alone(tmp_path: Path, make: Callable[[Path], object]) -> None:
    file = tmp_path / "f.sqlite3"
    make(file)
    before = file.read_bytes() if file.is_file() else b""

    def use() -> None:
        FeedbackStore(file).add("up", "", ANSWER, "g", session="s")

    assert str(file) in refused("file", use)
    assert str(file) in refused("file", lambda: read_feedback(file))
    assert (file.read_bytes() if file.is_file() else b"") == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_row_altered_by_hand_is_said(store: FeedbackStore) -> None:
    store.add("up", "", ANSWER, "g", session="s")
    database(store.file, "UPDATE feedback SET citations = '[{}]'")
    assert "damaged" in refused("file", lambda: read_feedback(store.file))


def test_a_folder_that_cannot_be_made_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused("file", lambda: FeedbackStore(tmp_path / "file" / "f.sqlite3"))
    refused("file", lambda: read_feedback(tmp_path / "none.sqlite3"))
    assert not (tmp_path / "none.sqlite3").exists()


def test_many_threads_lose_nothing(store: FeedbackStore) -> None:
    with ThreadPoolExecutor(16) as pool:
        sent = [
            pool.submit(store.add, "up", "", {**ANSWER, "question": f"问{number}"}, "g", session=str(number % 20))
            for number in range(120)
        ]
        read = [pool.submit(read_feedback, store.file) for _ in range(30)]
    assert [one.exception() for one in (*sent, *read)] == [None] * 150
    assert {entry.question for entry in read_feedback(store.file)} == {f"问{number}" for number in range(120)}


def test_two_processes_share_a_file_that_neither_has_made(tmp_path: Path, root: Path) -> None:
    file = tmp_path / "f.sqlite3"
    code = (
        "import json, sys; from pathlib import Path; from qa.feedback import FeedbackStore\n"
        "sys.stdin.readline(); answer = json.loads(sys.argv[2])\n"
        "for number in range(15): FeedbackStore(Path(sys.argv[1])).add("
        "'up', '', {**answer, 'question': sys.argv[3] + str(number)}, 'g', session=sys.argv[3] + str(number))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(file), json.dumps(ANSWER), name],
            cwd=root,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in "ab"
    ]
    faults = []
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        faults.append(process.communicate()[1])
    assert faults == ["", ""]
    assert len(read_feedback(file)) == 30


def test_every_refusal_has_its_text_on_the_page() -> None:
    for language in LANGUAGES:
        texts = Texts(language)
        assert len({texts(f"feedback.refused_{kind}") for kind in get_args(Refusal)}) == len(get_args(Refusal))


# From feedback to questions


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback")


@pytest.fixture
def index(shelf: Path, embedder: Any) -> Index:
    """An index in `shelf/index` of two documents, made once: opening one loads a dictionary, which takes a second."""
    files = shelf / "files"
    if not files.exists():
        files.mkdir()
        (files / "lights.md").write_text(LIGHTS, encoding="utf-8")
        (files / "piers.md").write_text(PIERS, encoding="utf-8")
        build([files], shelf / "index", open_embedder=lambda _: embedder)
    return load(shelf / "index", open_embedder=lambda _: embedder)


def test_the_file_beside_an_index_troubles_neither(index: Index, shelf: Path, embedder: Any) -> None:
    file = feedback_file(shelf / "index")
    assert file.parent == shelf
    assert feedback_file(shelf / "files" / ".." / "index") == file
    FeedbackStore(file).add("up", "", ANSWER, "g000001", session="s")
    (shelf / "more.md").write_text("# 渡口办法\n\n渡口每日七点开放。\n", encoding="utf-8")
    add([shelf / "more.md"], shelf / "index", open_embedder=lambda _: embedder)
    assert not verify(load(shelf / "index", open_embedder=lambda _: embedder))
    build([shelf / "files"], shelf / "index", open_embedder=lambda _: embedder)
    assert len(read_feedback(file)) == 1
    file.unlink()


def test_what_was_found_helpful_is_measured_as_answered(
    index: Index, shelf: Path, embedder: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = FeedbackStore(tmp_path / "f.sqlite3")
    asked = ["灯塔几点亮灯？", "维护费用多少？", "码头几点关闭？"]
    answers = [ask(question, index) for question in asked]
    assert all(answer.answered for answer in answers)
    for answer in answers:
        store.add("up", "", to_json(answer), "g000001", session="s")
    store.add("down", "<b>答非所问</b>", to_json(ask("码头由谁负责？", index)), "g000001", session="s")
    output = tmp_path / "mine.jsonl"
    command = ["from-feedback", str(store.file), "--output", str(output), "--index", str(shelf / "index")]
    assert main(command, open_embedder=lambda _: embedder) == 0
    printed = capsys.readouterr()
    assert "3 questions ready, 1 to fill in, of 4 entries (0 replaced by newer ones, 0 left out)" in printed.out
    assert printed.err == ""
    questions = read_questions(output)
    assert [question.question for question in questions] == asked
    measured = tmp_path / "run.json"
    options = ["--questions", str(output), "--index", str(shelf / "index"), "--json", str(measured)]
    floors = ["--min", "complete=1", "--min", "quoted=1", "--min", "verbatim=1"]
    assert main([*options, *floors], open_embedder=lambda _: embedder) == 0
    assert len(json.loads(measured.read_text(encoding="utf-8"))["questions"]) == 3
    assert main(command, open_embedder=lambda _: embedder) == 2
    assert "name another file" in capsys.readouterr().err


def entry(text: str, quotes: list[str], short: list[str] | None = None, **fields: Any) -> Entry:
    """An entry that quotes a document "d.md" of this text."""
    document = parse_document(text, "d.md")
    cited = [Cited(document.id, "d.md", text.index(quote), text.index(quote) + len(quote), quote) for quote in quotes]
    answered = bool(quotes)
    given = {"at": 1.0, "verdict": "up", "note": "", "generation": "g", "question": "何时？", "text": "".join(quotes)}
    reason = None if answered else "not_covered"
    rest = {"answered": answered, "reason": reason, "short": tuple(short or ()), "citations": tuple(cited)}
    return Entry(**{**given, **rest, "confidence": 0.5, **fields})


TEXT = "浮标三月检修。浮标由航道队检修。费用四万元。"


def test_a_proof_holds_the_short_answer_and_several_are_needed_only_together() -> None:
    documents = [parse_document(TEXT, "d.md")]
    quotes = ["浮标三月检修。", "浮标由航道队检修。", "费用四万元。"]

    def gold(short: list[str]) -> tuple[list[str], bool]:
        (row,) = question_rows([entry(TEXT, quotes, short)], documents).rows
        return [item["quote"] for item in row["evidence"]], row["must_all"]

    assert gold(["航道队"]) == ([quotes[1]], False)
    assert gold(["浮标"]) == (quotes[:2], False)
    assert gold(["检修", "四万元"]) == ([quotes[0], quotes[2]], True)
    assert gold([]) == (quotes, False)


def test_the_newest_verdict_on_a_question_counts() -> None:
    documents = [parse_document(TEXT, "d.md")]
    quotes = ["浮标三月检修。"]
    entries = [
        entry(TEXT, quotes, at=5.0, question="浮標何時檢修 ？", verdict="down"),
        entry(TEXT, quotes, at=3.0, question="浮标何时检修 ?"),
        entry(TEXT, quotes, at=4.0, question="何时？", understood="浮标何时检修 ？"),
        entry(TEXT, quotes, at=1.0, question="费用？", verdict="down"),
        entry(TEXT, ["费用四万元。"], at=2.0, question=" 费用？"),
        entry(TEXT, [], at=6.0, question=" \n"),
    ]
    made = question_rows(entries, documents)
    assert [(row["question"], row.get("asked")) for row in made.rows] == [(" 费用？", None), ("", "浮標何時檢修 ？")]
    assert (made.to_fill, made.merged, made.lost) == (1, 3, ("a question without words",))
    assert [row["id"] for row in question_rows(entries[:3], documents).rows] == [made.rows[1]["id"]]


def test_what_no_longer_stands_is_left_out_and_named() -> None:
    kept, gone = "浮标三月检修。", "费用四万元。"
    entries = [
        entry(TEXT, [gone], question="一"),
        entry(TEXT, [kept, gone], ["三月", "四万元"], question="二"),
        entry(TEXT, [kept, gone], question="三"),
    ]
    edited = [parse_document("浮标三月检修。费用五万元。", "d.md"), parse_document(TEXT.replace("浮", "沉"), "e.md")]
    made = question_rows(entries, edited)
    assert [row["question"] for row in made.rows] == ["三"]
    assert made.rows[0]["evidence"] == [{"doc": "d.md", "quote": kept}]
    assert len(made.lost) == 2
    assert all("d.md" in sentence for sentence in made.lost)
    renamed = question_rows(entries, [parse_document(TEXT, "moved/d2.md")])
    assert {item["doc"] for row in renamed.rows for item in row["evidence"]} == {"moved/d2.md"}


def test_lines_to_fill_in_are_passed_over_until_they_are(tmp_path: Path) -> None:
    entries = [
        entry(TEXT, ["费用四万元。"], question="检修在几月？", verdict="down", note="不对"),
        entry(TEXT, [], question="谁付费？"),
        entry(TEXT, [], question="谁收费？", verdict="down"),
    ]
    rows = [dict(row) for row in question_rows(entries, []).rows]
    file = tmp_path / "q.jsonl"

    def read() -> list[tuple[str, bool]]:
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return [(question.question, question.answerable) for question in read_questions(file)]

    with pytest.raises(UsageError, match="no question"):
        read()
    assert (rows[0]["note"], rows[0]["cited"]) == ("不对", [{"doc": "d.md", "quote": "费用四万元。"}])
    rows[1]["question"] = rows[1]["asked"]
    assert read() == [("谁付费？", False)]
    rows[0]["question"] = rows[0]["asked"]
    with pytest.raises(UsageError, match=r'line 1: .*"quote"'):
        read()
    rows[0]["quote"] = "浮标三月检修。"
    assert read() == [("检修在几月？", True), ("谁付费？", False)]


@settings(deadline=None)
@given(data=st.data())
def test_any_feedback_gives_a_set_that_reads_back_with_all_gold_in_place(shelf: Path, data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), min_size=1))
    if not text.strip():
        return
    document = parse_document(text, "d.md")
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = data.draw(st.lists(ends.filter(lambda span: text[span[0] : span[1]].strip()), min_size=1, max_size=4))
    cited = tuple(Cited(document.id, "d.md", start, end, text[start:end]) for start, end in spans)
    short = [one.quote[: data.draw(st.integers(1, len(one.quote)))] for one in cited]
    shorts = tuple(one for one in short if one.strip())[: data.draw(st.integers(0, 4))]
    question = data.draw(st.text(st.characters(exclude_categories=["Cs"])))
    judged = Entry(1.0, "up", "", "g", question, True, text, shorts, cited, 0.5, None)
    made = question_rows([judged], [document])
    if not question.strip():
        assert (made.rows, len(made.lost)) == ((), 1)
        return
    (row,) = made.rows
    file = shelf / "drawn.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    (read,) = read_questions(file)
    gold = locate([read], [document], "here")[read.id]
    quoted = [gold_item.quote for gold_item in gold]
    assert all(any(one in quote for quote in quoted) for one in shorts)
    assert read.must_all == (not any(all(one in cite.quote for one in shorts) for cite in cited))


def test_wrong_use_exits_2(index: Index, shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "f.sqlite3"
    output = tmp_path / "q.jsonl"

    def run(*options: object) -> str:
        assert main(["from-feedback", *map(str, options), "--output", str(output)]) == 2
        assert not output.exists()
        return capsys.readouterr().err

    assert "there is no" in run(file, "--index", shelf / "index")
    FeedbackStore(file).add("up", "", {**ANSWER, "question": "\x1b[31m几点？"}, "g", session="s")
    said = run(file, "--index", shelf / "index")
    assert "left out: ␛[31m几点？" in said
    assert "holds nothing about the index" in said
    assert "no index in" in run(file, "--index", tmp_path / "none")
    assert issubclass(FeedbackError, PolicyError)
