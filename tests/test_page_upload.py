"""Documents added and removed on the page: what is taken, what becomes of it, and that answers go on meanwhile."""

import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import httpx
import numpy as np
import pytest
from filelock import FileLock

from index import LiveIndex, Vectors, build
from qa.ask import ask
from qa.page.desk import Desk
from qa.page.intake import MOST_FILES, TOTAL, Fate, Intake, Outcome, Report, Step
from qa.page.intake_html import asked_html, report_html, rules_html, step_html
from qa.page.shelf import new_talk
from qa.page.texts import LANGUAGES, Texts
from tests.conftest import HashEmbedder
from tests.elements import HOSTILE, elements
from tests.serving import serve_files

EN = Texts("en")
TAGS = {"div", "p", "ul", "li", "strong", "bdi", "span", "progress"}
ATTRIBUTES = ("max", "value")
PATROL = "# 青禾区码头方案\n\n## 一、夜间巡查\n\n每晚巡查两次，结果次日公布。（云岭海关牵头，青禾区公安分局配合）\n"
CLEAN = "# 青禾区河道保洁办法\n\n## 一、保洁次数\n\n河道每周保洁五次，由青禾区水务局牵头，青禾区公安分局配合。\n"
MORE = CLEAN.replace("五次", "六次")
ASKED = "夜间巡查由谁牵头？"
CLEANED = "河道每周保洁几次？"
MOST = 100_000


class Slow(HashEmbedder):
    """Takes its time with passages, as the real model does."""

    def embed_chunks(self, texts: Any) -> Vectors:
        time.sleep(0.02 * len(texts))
        return super().embed_chunks(texts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files, folder = tmp_path / "files", tmp_path / "index"
    files.mkdir()
    (files / "码头.md").write_text(PATROL, encoding="utf-8")
    build([files], folder, open_embedder=lambda _: HashEmbedder())
    return folder


@pytest.fixture
def live(folder: Path) -> LiveIndex:
    return LiveIndex(folder, open_embedder=lambda _: Slow())


@pytest.fixture
def intake(live: LiveIndex, folder: Path) -> Intake:
    return Intake(live, folder, MOST)


@pytest.fixture
def sent(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Makes a file as Gradio keeps one that was sent: in a folder of its own."""

    def send(name: str, content: str | bytes) -> Path:
        made = tmp_path / f"sent-{len(list(tmp_path.iterdir()))}"
        made.mkdir()
        file = made / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return send


Sent = Callable[[str, str | bytes], Path]


def end(told: Iterator[Step | Report]) -> tuple[list[Step], Report]:
    """The steps, and the report that ends them."""
    *steps, report = told
    assert isinstance(report, Report)
    assert all(isinstance(step, Step) for step in steps)
    return [step for step in steps if isinstance(step, Step)], report


def fates(report: Report) -> dict[str, str]:
    return {one.name: one.fate for one in report.outcomes}


def test_files_are_added_replaced_and_known_again_and_answer_at_once(
    intake: Intake, live: LiveIndex, sent: Sent
) -> None:
    file = sent("保洁.md", CLEAN)
    steps, report = end(intake.add([file]))
    assert fates(report) == {"保洁.md": "added"}
    stages = [step.stage for step in steps]
    assert stages == sorted(stages, key=("read", "embed", "write").index)
    assert stages[0] == "read"
    assert all(0 <= step.done <= step.every for step in steps)
    assert not file.parent.exists(), "what was sent is deleted"
    assert "五次" in ask(CLEANED, live.get()).text
    _, report = end(intake.add([sent("保洁.md", CLEAN)]))
    assert fates(report) == {"保洁.md": "unchanged"}
    _, report = end(intake.add([sent("保洁.md", MORE), sent("第三.txt", "路灯每年检修一次。\n")]))
    assert fates(report) == {"保洁.md": "changed", "第三.txt": "added"}
    said = ask(CLEANED, live.get()).text
    assert "六次" in said
    assert "五次" not in said
    assert {source for one in live.get().documents() for source in one.sources} == {"码头.md", "保洁.md", "第三.txt"}


def test_each_file_that_cannot_be_read_is_named_and_the_rest_goes_on(
    intake: Intake, live: LiveIndex, sent: Sent, tmp_path: Path
) -> None:
    archive = tmp_path / "档案.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("内/保洁.md", CLEAN)
        packed.writestr("../../外.md", "夹带的文字。\n")
    files = [sent("坏.docx", b"PK\x03\x04 no document"), sent("档案.zip", archive.read_bytes()), sent("空.txt", " \n")]
    _, report = end(intake.add(files))
    told = {one.name: one for one in report.outcomes}
    assert told["档案.zip/内/保洁.md"].fate == "added"
    assert told["坏.docx"].fate == "failed"
    assert told["坏.docx"].reason
    assert told["空.txt"].fate == "failed"
    assert all(".." not in source for one in live.get().documents() for source in one.sources)
    _, report = end(intake.add([sent("坏.docx", b"PK\x03\x04 no document")]))
    assert report.problem
    assert "坏.docx" in report.problem
    assert "policy-qa-" not in report.problem, "no path of ours"


def test_what_is_too_large_too_many_or_of_another_kind_is_refused_unread(
    intake: Intake, live: LiveIndex, sent: Sent, tmp_path: Path
) -> None:
    before = live.generation
    large, part = b"\xe6\xb2\xb3" * MOST, b"a" * (MOST - 1)
    for files, wanted in (
        ([("图.exe", b"MZ"), ("保洁.md", CLEAN)], {"图.exe": "kind"}),
        ([("大.txt", large)], {"大.txt": "large", "": "total"} if len(large) > TOTAL * MOST else {"大.txt": "large"}),
        ([(f"{number}.txt", part) for number in range(TOTAL + 1)], {"": "total"}),
        ([("保洁.md", CLEAN), ("保洁.md", MORE)], {"保洁.md": "twice"}),
        ([(f"{number}.txt", "一") for number in range(MOST_FILES + 1)], {"": "many"}),
    ):
        given = [sent(name, content) for name, content in files]
        steps, report = end(intake.add(given))
        assert steps == []
        assert fates(report) == wanted
        assert not any(file.exists() for file in given)
        for language in LANGUAGES:
            shown = elements(report_html(report, Texts(language), MOST), TAGS)
            assert len(shown.of("li")) == len(wanted)
            assert all(name in shown.text for name in wanted)
    assert live.renewed().generation == before


def test_another_writer_is_told_and_the_same_files_can_be_given_again(
    intake: Intake, live: LiveIndex, folder: Path, sent: Sent
) -> None:
    file = sent("保洁.md", CLEAN)
    ids = [one.id for one in live.get().documents()]
    with FileLock(folder / ".lock"):
        assert end(intake.add([file]))[1].problem == "busy"
        assert end(intake.remove(ids))[1].problem == "busy"
    assert file.exists()
    assert fates(end(intake.add([file]))[1]) == {"保洁.md": "added"}
    assert not file.exists()


def test_documents_are_removed_by_id_even_the_last(intake: Intake, live: LiveIndex) -> None:
    (document,) = live.get().documents()
    _, report = end(intake.remove([document.id]))
    assert report.removed == ("青禾区码头方案",)
    assert live.get().documents() == ()
    assert not ask(ASKED, live.get()).answered
    _, report = end(intake.remove([document.id]))
    assert report.problem, "somebody else was faster"
    assert "Traceback" not in report.problem


def test_a_fault_of_ours_is_told_and_logged(
    intake: Intake, live: LiveIndex, sent: Sent, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = sent("保洁.md", CLEAN)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError(file.name)

    monkeypatch.setattr("qa.page.intake.add", fails)
    _, report = end(intake.add([file]))
    assert report.problem == "fault"
    assert EN("intake.fault") in report_html(report, EN, MOST)
    assert "RuntimeError" in caplog.text
    assert "保洁" not in caplog.text
    assert not file.exists()


@pytest.mark.slow
def test_questions_are_answered_while_documents_are_added(intake: Intake, live: LiveIndex, sent: Sent) -> None:
    lines = "\n\n".join(
        f"## 第{number}条 路灯\n\n第{number}段道路的路灯每年检修{number}次。" for number in range(1, 120)
    )
    desk, failed, waits, done = Desk(live), list[str](), list[float](), threading.Event()

    def people() -> None:
        while not done.is_set():
            started = time.monotonic()
            *_, (_, _, talk) = desk.answered(ASKED, new_talk(), EN, {})
            waits.append(time.monotonic() - started)
            if not talk.turns[-1].answered or talk.turns[-1].short != ("云岭海关",):
                failed.append(talk.turns[-1].text)

    asking = [threading.Thread(target=people) for _ in range(2)]
    for one in asking:
        one.start()
    before = len(waits)
    steps, report = end(intake.add([sent("路灯.md", f"# 路灯\n\n{lines}\n")]))
    during = len(waits) - before
    done.set()
    for one in asking:
        one.join()
    assert fates(report) == {"路灯.md": "added"}
    assert len([step for step in steps if step.stage == "embed"]) > 5
    assert failed == []
    assert during > 3


def test_an_addition_that_nobody_waits_for_is_finished(intake: Intake, live: LiveIndex, sent: Sent) -> None:
    file = sent("保洁.md", CLEAN)
    told = intake.add([file])
    assert isinstance(next(told), Step)
    told.close()
    until = time.monotonic() + 60
    while file.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not file.exists()
    assert ask(CLEANED, live.renewed().index).answered


# --- how it is shown


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_file_is_called_is_shown_as_characters(text: str) -> None:
    outcomes = tuple(Outcome(text, fate, text) for fate in (*get_args(Fate), "kind", "large", "twice"))
    for language in LANGUAGES:
        texts = Texts(language)
        for report in (Report(outcomes), Report(removed=(text, text)), Report(problem=text), Report(problem="busy")):
            root = elements(report_html(report, texts, MOST), TAGS)
            assert root.of("pq-intake-said")[0].text
        assert len(elements(asked_html([text], texts), TAGS).of("li")) == 1


def test_how_far_it_is_stands_in_words_and_as_a_bar() -> None:
    shown = step_html(Step("embed", 1200, 3400), EN)
    assert '<progress max="3400" value="1200"' in shown
    assert "1,200 of 3,400" in shown
    assert "progress" not in step_html(Step("read"), EN)
    assert EN("intake.none_chosen") in asked_html([], EN)
    assert "50 MB" in rules_html(EN, 50 * 2**20, (".txt",))
    assert "{name}" in rules_html(EN, 50 * 2**20, (".txt",)), "where the script puts a file's name"


# --- the page's server


_SLOW = """
import sys
from pathlib import Path
import app, index
from tests.conftest import HashEmbedder
from tests.test_page_upload import Slow
files, folder, port, *options = sys.argv[1:]
index.build([Path(files)], Path(folder), open_embedder=lambda _: HashEmbedder())
sys.exit(app.main(["--index", folder, "--port", port, *options], open_embedder=lambda _: Slow()))
"""


class Served:
    """A page as a browser calls it."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.config: dict[str, Any] = self.client.get("/config").json()

    def event(self, element: str) -> dict[str, Any]:
        """The event that a click on an element begins."""
        (id_,) = (one["id"] for one in self.config["components"] if one["props"].get("elem_id") == element)
        (event,) = (one for one in self.config["dependencies"] if [id_, "click"] in one["targets"])
        return dict(event)

    def run(self, element: str, *data: Any) -> dict[str, Any]:
        """What comes of it at last."""
        session = f"s{time.monotonic_ns()}"
        body = {"data": data, "fn_index": self.event(element)["id"], "session_hash": session}
        self.client.post("/gradio_api/queue/join", json=body).raise_for_status()
        with self.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
            for line in stream.iter_lines():
                if line.startswith("data: "):
                    told = json.loads(line.removeprefix("data: "))
                    if told["msg"] == "process_completed":
                        return dict(told)
        raise AssertionError("no end")

    def query(self, question: str) -> dict[str, Any]:
        """What programs are answered."""
        data = [question, 5, *[None] * 6]
        called = self.client.post("/gradio_api/call/query", json={"data": data}).json()["event_id"]
        said = self.client.get(f"/gradio_api/call/query/{called}").text
        assert "event: complete" in said, said
        return dict(json.loads(said.split("data: ")[-1])[0])


@pytest.mark.slow
def test_the_server_takes_files_within_its_limits_while_others_ask(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "码头.md").write_text(PATROL, encoding="utf-8")
    with (
        serve_files(files, tmp_path / "index", "--allow-upload", "--max-upload", "1", code=_SLOW) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        served = Served(client)
        many = "\n\n".join(f"## 第{number}条\n\n河道第{number}段每周保洁{number}次。" for number in range(1, 90))
        sent = served.client.post(
            "/gradio_api/upload", files={"files": ("../../保洁 〔一〕.md", f"{CLEAN}\n{many}".encode())}
        )
        (path,) = sent.json()
        too_much = served.client.post("/gradio_api/upload", files={"files": ("大.txt", b"a" * (2**20 + 1))})
        assert too_much.status_code == 413
        plain = json.dumps(
            {"data": [[{"path": path}], "en"], "fn_index": served.event("pq-add")["id"], "session_hash": "x"}
        )
        forged = served.client.post("/gradio_api/queue/join", content=plain, headers={"content-type": "text/plain"})
        assert forged.status_code >= 400, "another site's form cannot start it"
        for elsewhere in ("/etc/passwd", str(files / "码头.md")):
            refused = served.run("pq-add", [{"path": elsewhere, "meta": {"_type": "gradio.FileData"}}], "en")
            assert not refused["success"]
        assert (files / "码头.md").exists()

        answers, done = list[dict[str, Any]](), threading.Event()

        def people() -> None:
            with httpx.Client(base_url=url, timeout=60) as mine:
                while not done.is_set():
                    answers.append(Served(mine).query(ASKED))

        asking = threading.Thread(target=people)
        asking.start()
        added = served.run("pq-add", [{"path": path, "meta": {"_type": "gradio.FileData"}}], "en")
        during = len(answers)
        done.set()
        asking.join()
        assert added["success"], added
        assert during > 3
        assert all(one["short"] == ["云岭海关"] for one in answers)
        found = served.query("河道每周保洁几次？")
        assert found["answered"]
        assert {one["source"] for one in found["citations"]} == {"保洁 〔一〕.md"}
        assert not Path(path).exists()
        left = [one for one in Path(path).parents[1].rglob("*") if one.is_file() and not one.stat().st_size]
        assert left == [], "nothing of it is left behind"


def test_vectors_come_out_alike_however_they_are_embedded(
    intake: Intake, live: LiveIndex, folder: Path, sent: Sent, tmp_path: Path
) -> None:
    end(intake.add([sent("保洁.md", CLEAN)]))
    both = tmp_path / "both"
    both.mkdir()
    for name, text in (("码头.md", PATROL), ("保洁.md", CLEAN)):
        (both / name).write_text(text, encoding="utf-8")
    whole, _ = build([both], tmp_path / "whole", open_embedder=lambda _: HashEmbedder())
    mine = live.get()
    assert [one.id for one in mine.chunks] == [one.id for one in whole.chunks]
    assert np.array_equal(mine.scores(ASKED).dense, whole.scores(ASKED).dense)
