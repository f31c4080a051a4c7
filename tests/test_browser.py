"""The page in a real browser with the real model, and answers limited to some documents."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.serving import serve_files, serve_index

pytestmark = pytest.mark.browser


@dataclass
class Seen:
    """What a page did besides showing itself."""

    complaints: list[str] = field(default_factory=list)
    hosts: set[str | None] = field(default_factory=set)

    def console(self, message: ConsoleMessage) -> None:
        """Note an error or warning on the console."""
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.fixture
def seen() -> Seen:
    """Filled by `page`."""
    return Seen()


@pytest.fixture
def page(browser: Browser, seen: Seen) -> Iterator[Page]:
    """An empty tab whose console errors and requests are noted."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.on("console", seen.console)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.hosts.add(urlsplit(request.url).hostname))
    yield page
    page.close()


def put(page: Page, question: str) -> None:
    box = page.get_by_role("textbox", name="Question")
    box.fill(question)
    box.press("Enter")


@pytest.mark.model
def test_customs_question_shows_the_answer_and_its_marked_source(page: Page, seen: Seen, real_folder: Path) -> None:
    with serve_index(real_folder) as url:
        page.goto(url)
        expect(page.get_by_text("No question leaves this machine")).to_be_visible()
        put(page, "which agency leads customs protection?")
        reply = page.get_by_test_id("bot")
        expect(reply.locator("strong")).to_contain_text("Shenzhen Customs (深圳海关) leads", timeout=60_000)
        panel = page.locator(".pq-sources")
        expect(panel.locator("mark").first).to_contain_text("深圳海关")
        expect(panel.locator(".pq-card").first.locator(".pq-notice")).to_be_visible()
        chat, sources = page.locator(".pq-left").bounding_box(), page.locator(".pq-panel").bounding_box()
        assert chat
        assert sources
        assert chat["x"] + chat["width"] <= sources["x"]

        reply.locator("a.pq-cite").first.click()
        quote = page.locator(".pq-reader mark").first
        expect(quote).to_be_in_viewport(timeout=30_000)
        expect(quote).to_contain_text("深圳海关")

        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        chat, sources = page.locator(".pq-left").bounding_box(), page.locator(".pq-panel").bounding_box()
        assert chat
        assert sources
        assert chat["y"] + chat["height"] <= sources["y"]
    assert seen.complaints == []
    assert seen.hosts == {"127.0.0.1"}


@pytest.mark.slow
def test_an_answer_is_limited_to_what_is_chosen(page: Page, seen: Seen, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "old.md").write_text("---\ntitle: 码头办法\ndate: 2018-05-10\n---\n码头每日巡查两次。\n", encoding="utf-8")
    (files / "new.md").write_text("---\ntitle: 码头办法\ndate: 2021-10-11\n---\n码头每日巡查三次。\n", encoding="utf-8")
    with serve_files(files, tmp_path / "index") as url:
        page.goto(url)
        years, documents = page.get_by_label("Years of issue"), page.locator(".pq-limits").get_by_label("Documents")
        expect(years).to_be_hidden()
        page.get_by_role("button", name="Limit to").click()
        years.click()
        expect(page.get_by_role("option")).to_contain_text(["2021", "2018"])
        page.get_by_role("option", name="2018").click()
        years.press("Escape")
        expect(page.get_by_role("button", name="Limit to (1)")).to_be_visible()
        put(page, "码头每日巡查几次？")
        expect(page.get_by_test_id("bot").last).to_contain_text("码头每日巡查两次。", timeout=60_000)
        expect(page.locator(".pq-sources")).to_contain_text("old.md")
        expect(page.locator(".pq-sources")).not_to_contain_text("new.md")

        answers = page.locator(".pq-answer:has(.pq-actions)")
        for count, question in enumerate(("", "问" * 10_000, "\u0007\u001b", "🙂"), start=2):
            put(page, question)
            expect(answers).to_have_count(count, timeout=30_000)
            expect(answers.last.locator(".pq-said")).not_to_be_empty()

        documents.click()
        options = page.get_by_role("option")
        expect(options).to_have_count(2)
        options.filter(has_text="new.md").click()
        documents.press("Escape")
        put(page, "码头每日巡查几次？")
        expect(page.get_by_test_id("bot").last).to_contain_text("no document fits all these filters", timeout=60_000)
    assert seen.complaints == []
    assert seen.hosts == {"127.0.0.1"}
