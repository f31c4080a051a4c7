"""The page in a real browser: an answer with its marked source, and documents that cannot change the page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.serving import serve_files, serve_index

pytestmark = pytest.mark.browser

HOSTILE = """# <script>window.hit = 1</script> 青禾区办法 **粗体**

牵头单位为云岭海关<img src=x onerror="window.hit = 1">，**支持单位**为[公安分局](javascript:window.hit=1)与`代码`。

| 表 | 格 |
|---|---|
| <iframe srcdoc="<script>parent.hit = 1</script>"></iframe> | $$x^2$$ |
"""
PATROL = """# 青禾区码头方案

## 一、夜间巡查

每晚巡查两次，结果次日公布。（云岭海关牵头，青禾区公安分局配合）

## 二、* 清淤 <b>加急</b>

每个码头每年清淤一次。（云岭海关牵头，青禾区水务局配合）
"""
HOSTILE_QUESTION = (
    "<img src=x onerror='window.hit = 1'> "
    "牵头单位为云岭海关，**支持单位**为[公安分局](javascript:window.hit=1)与`代码`？"
)


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
        expect(reply).to_contain_text("[1]", timeout=60_000)
        expect(reply.locator("strong")).to_contain_text("Shenzhen Customs (深圳海关) leads")
        panel = page.locator(".pq-sources")
        expect(panel.locator("mark").first).to_be_visible()
        expect(panel).to_contain_text("深圳海关")
        expect(panel.locator(".pq-card").first.locator(".pq-notice")).to_be_visible()
        chat, sources = page.locator(".pq-chat").bounding_box(), page.locator(".pq-panel").bounding_box()
        assert chat
        assert sources
        assert chat["x"] + chat["width"] <= sources["x"]

        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        chat, sources = page.locator(".pq-chat").bounding_box(), page.locator(".pq-panel").bounding_box()
        assert chat
        assert sources
        assert chat["y"] + chat["height"] <= sources["y"]

        page.get_by_role("button", name="Clear · 清空").click()
        expect(panel.locator("mark")).to_have_count(0)
        expect(reply).to_have_count(0)
        page.get_by_role("button", name="海关知识产权保护由谁牵头？").click()
        expect(panel).to_contain_text("深圳海关", timeout=60_000)
    assert seen.complaints == []
    assert seen.hosts == {"127.0.0.1"}


@pytest.mark.slow
def test_markup_in_documents_and_questions_changes_nothing(page: Page, seen: Seen, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "<b>办法.md").write_text(HOSTILE, encoding="utf-8")
    with serve_files(files, tmp_path / "index") as url:
        page.goto(url)
        put(page, HOSTILE_QUESTION)
        panel, chat = page.locator(".pq-sources"), page.locator(".pq-messages")
        expect(panel.locator("mark").first).to_be_visible(timeout=60_000)
        expect(page.get_by_test_id("user")).to_have_text(HOSTILE_QUESTION)
        expect(page.get_by_test_id("bot")).to_contain_text("**支持单位**为[公安分局](javascript:window.hit=1)与`代码`")
        for part in (HOSTILE.split("\n")[2], "<script>window.hit = 1</script>", "<b>办法.md", "**粗体**"):
            expect(panel).to_contain_text(part)
        expect(page.get_by_test_id("bot").locator("strong")).to_have_text(["牵头：云岭海关；未写明配合单位。"])
        assert page.locator(".pq-sources strong, .pq-sources em, [data-testid=user] :is(strong, em)").count() == 0
        for place in (panel, chat.get_by_role("log")):
            assert place.locator("script, img, iframe, a, em, code, table, .katex").count() == 0
        assert page.evaluate("window.hit") is None
        for question in ("", "问" * 10_000, "\u0007\u001b", "🙂"):
            replies = page.get_by_test_id("bot").count()
            put(page, question)
            expect(page.get_by_test_id("bot")).to_have_count(replies + 1)
            expect(page.get_by_test_id("bot").last).not_to_contain_text("Searching", timeout=30_000)
            assert page.get_by_test_id("bot").last.inner_text().strip()
    assert seen.complaints == []
    assert seen.hosts == {"127.0.0.1"}


@pytest.mark.slow
def test_a_conversation_shows_what_was_understood_and_what_is_only_related(
    page: Page, seen: Seen, tmp_path: Path
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "码头.md").write_text(PATROL, encoding="utf-8")
    with serve_files(files, tmp_path / "index") as url:
        page.goto(url)
        expect(page.get_by_text("In any language · 任何语言均可")).to_be_visible()
        panel, last = page.locator(".pq-sources"), page.get_by_test_id("bot").last
        put(page, "夜间巡查由谁牵头？")
        expect(last.locator("strong")).to_have_text("牵头：云岭海关；配合：青禾区公安分局。", timeout=60_000)
        expect(panel.locator("mark")).to_contain_text(["云岭海关牵头"])
        assert last.locator("em").count() == 0

        put(page, "它还牵头哪些工作？")
        expect(last.locator("em")).to_have_text("问题理解为：云岭海关还牵头哪些工作？", timeout=60_000)
        expect(last.locator("strong")).to_have_text("云岭海关牵头2项措施：")
        expect(last).to_contain_text("二、* 清淤 <b>加急</b>")
        assert not any("*" in text for text in last.locator("strong, em").all_inner_texts())

        put(page, "How many tigers live in Shanghai?")
        expect(last).to_contain_text("“tigers” and “Shanghai” occur nowhere in the documents.", timeout=60_000)
        expect(panel).to_contain_text("Related, not an answer · 相关段落，并非答案")
        expect(panel.locator(".pq-card")).to_have_count(2)
        expect(panel.locator("mark")).to_have_count(0)
        assert last.locator("strong").count() == 0

        page.get_by_role("button", name="Clear · 清空").click()
        put(page, "它还牵头哪些工作？")
        expect(page.get_by_test_id("bot")).to_have_count(1)
        expect(page.get_by_test_id("bot")).not_to_contain_text("Searching", timeout=60_000)
        assert page.get_by_test_id("bot").locator("em").count() == 0, "a cleared conversation is forgotten"
    assert seen.complaints == []
    assert seen.hosts == {"127.0.0.1"}


@pytest.mark.slow
def test_an_answer_is_limited_to_what_is_chosen(page: Page, seen: Seen, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "old.md").write_text("---\ntitle: 码头办法\ndate: 2018-05-10\n---\n码头每日巡查两次。\n", encoding="utf-8")
    (files / "new.md").write_text("---\ntitle: 码头办法\ndate: 2021-10-11\n---\n码头每日巡查三次。\n", encoding="utf-8")
    (files / "odd.md").write_text(HOSTILE, encoding="utf-8")
    with serve_files(files, tmp_path / "index") as url:
        page.goto(url)
        panel = page.locator(".pq-sources")
        years, documents = page.get_by_label("Years of issue · 发文年份"), page.get_by_label("Documents · 文件")
        expect(years).to_be_hidden()
        page.get_by_role("button", name="Limit to · 限定范围").click()
        years.click()
        expect(page.get_by_role("option")).to_contain_text(["2021", "2018"])
        page.get_by_role("option", name="2018").click()
        years.press("Escape")
        expect(page.get_by_role("button", name="Limit to · 限定范围 (1)")).to_be_visible()
        put(page, "码头每日巡查几次？")
        expect(page.get_by_test_id("bot").last).to_contain_text("码头每日巡查两次。", timeout=60_000)
        expect(panel).to_contain_text("old.md")
        expect(panel).not_to_contain_text("new.md")

        documents.click()
        options = page.get_by_role("option")
        expect(options).to_have_count(3)
        expect(options.filter(has_text="<script>window.hit = 1</script> 青禾区办法")).to_have_count(1)
        options.filter(has_text="new.md").click()
        documents.press("Escape")
        put(page, "码头每日巡查几次？")
        expect(page.get_by_test_id("bot").last).to_contain_text("no document fits all these filters", timeout=60_000)
        assert page.evaluate("window.hit") is None
    assert seen.complaints == []
    assert seen.hosts == {"127.0.0.1"}
