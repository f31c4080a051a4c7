"""Adding and removing documents in a real browser, and what the page hides of the documents."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from qa.page.texts import Texts
from tests.serving import serve_files
from tests.test_page_upload import _SLOW, Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOBILE = "13900000000"
PATROL = f"# 青禾区码头方案\n\n## 一、夜间巡查\n\n每晚巡查两次。（云岭海关牵头，询{MOBILE}）\n"
CLEAN = "# 青禾区河道保洁办法\n\n## 一、保洁次数\n\n河道每周保洁五次，由青禾区水务局牵头。\n"
MANY = "\n\n".join(f"## 第{number}条\n\n河道第{number}段每周保洁{number}次。" for number in range(1, 80))
ZH = Texts("zh")


@dataclass
class Seen:
    """What a page did besides showing itself."""

    complaints: list[str] = field(default_factory=list)
    hosts: set[str | None] = field(default_factory=set)

    def console(self, message: ConsoleMessage) -> None:
        """Note a complaint; Gradio's client ends the progress of every file that is sent with one of its own."""
        if message.type in {"error", "warning"} and message.text != "Method not implemented.":
            self.complaints.append(message.text)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def page(browser: Browser, seen: Seen) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-US")
    page.on("console", seen.console)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.hosts.add(urlsplit(request.url).hostname))
    yield page
    page.close()


def violations(page: Page) -> list[str]:
    """What axe finds wrong in the part for adding and removing."""
    found: dict[str, Any] = Axe().run(page, context=".pq-intake-fold").response
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


def test_documents_are_added_and_removed_while_others_ask(page: Page, seen: Seen, tmp_path: Path) -> None:
    files, folder = tmp_path / "files", tmp_path / "index"
    files.mkdir()
    (files / "码头.md").write_text(PATROL, encoding="utf-8")
    good, bad, large = tmp_path / "保洁.md", tmp_path / "图.exe", tmp_path / "大.txt"
    good.write_text(f"{CLEAN}\n{MANY}\n", encoding="utf-8")
    bad.write_bytes(b"MZ")
    large.write_bytes(b"a" * (2**20 + 1))
    with serve_files(files, folder, "--allow-upload", "--max-upload", "1", code=_SLOW) as url:
        page.goto(url)
        expect(page.locator(".pq-header h1")).to_be_visible(timeout=60_000)
        page.get_by_role("tab", name="Documents").click()
        fold = page.get_by_role("button", name="Add or remove documents")
        expect(page.locator("#pq-add")).to_be_hidden()
        fold.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#pq-add")).to_be_visible()
        chosen, said, refused = (
            page.locator(one) for one in (".pq-files input[type=file]", "#pq-intake", ".pq-intake-refused")
        )
        assert violations(page) == []

        page.locator("#pq-add").click()
        expect(said).to_contain_text("Choose files first.")
        page.locator("#pq-remove").click()
        expect(said).to_contain_text("Choose documents in the list first.")
        sent = list[str]()
        page.on("request", lambda request: sent.append(request.url) if "/upload" in request.url else None)
        for wrong, why in ((bad, "cannot be read"), (large, "larger than 1 MB")):
            chosen.set_input_files([str(good), str(wrong)])
            expect(refused).to_contain_text(f"{wrong.name}")
            expect(refused).to_contain_text(why)
            expect(page.locator(".pq-spoken")).to_contain_text(why)
        assert sent == [], "nothing was sent"

        answers, done = list[dict[str, Any]](), threading.Event()

        def people() -> None:
            with httpx.Client(base_url=url, timeout=60) as client:
                while not done.is_set():
                    answers.append(Served(client).query("夜间巡查由谁牵头？"))

        chosen.set_input_files([str(good)])
        expect(refused).to_be_empty()
        expect(page.locator(".pq-files")).to_contain_text("保洁")
        asking = threading.Thread(target=people)
        asking.start()
        page.locator("#pq-add").click()
        expect(said.locator("progress")).to_be_visible(timeout=60_000)
        expect(page.locator(".pq-spoken")).to_have_text(re.compile("what they mean|Writing"))
        expect(said.locator(".pq-outcomes")).to_contain_text("Added", timeout=120_000)
        done.set()
        asking.join()
        assert len(answers) > 2
        assert all(one["short"] == ["云岭海关"] for one in answers)
        assert MOBILE not in json.dumps(answers)
        expect(said).to_contain_text("保洁.md")
        expect(page.locator(".pq-documents")).to_contain_text("青禾区河道保洁办法")
        expect(page.locator(".pq-files")).not_to_contain_text("保洁.md")
        assert violations(page) == []

        page.get_by_label("Choose 青禾区码头方案").check()
        with FileLock(folder / ".lock"):
            page.locator("#pq-remove").click()
            expect(page.locator("#pq-confirm")).to_be_focused()
            expect(said).to_contain_text("青禾区码头方案")
            page.keyboard.press("Enter")
            expect(said).to_contain_text("Someone else is changing the documents")
        expect(page.locator("#pq-confirm")).to_be_visible()
        page.get_by_role("button", name="Keep").click()
        expect(page.locator("#pq-confirm")).to_be_hidden()
        expect(page.locator(".pq-documents")).to_contain_text("青禾区码头方案")
        page.locator("#pq-remove").click()
        page.locator("#pq-confirm").click()
        expect(said).to_contain_text("1 document is removed")
        expect(page.locator(".pq-documents")).not_to_contain_text("青禾区码头方案")
        expect(page.locator("#pq-confirm")).to_be_hidden()

        page.get_by_text("简体中文").click()
        expect(page.get_by_role("button", name=ZH("intake.title"))).to_be_visible()
        expect(page.locator("#pq-add")).to_have_text(ZH("intake.add"))
        page.get_by_role("tab", name=ZH("page.chat")).click()
        box = page.get_by_role("textbox", name=ZH("chat.question"))
        box.fill(f"河道每周保洁几次？{MOBILE}")
        box.press("Enter")
        expect(page.locator(".pq-answer")).to_be_visible(timeout=60_000)
        expect(page.locator(".pq-question")).to_contain_text(MOBILE)
        page.set_viewport_size({"width": 390, "height": 844})
        page.get_by_role("tab", name=ZH("page.documents")).click()
        expect(page.locator("#pq-add")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert seen.complaints == []
    assert seen.hosts == {"127.0.0.1"}
