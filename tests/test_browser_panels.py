"""The page's panels in a real browser: why, documents, responsibilities, feedback; for everyone, and by keyboard."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from qa.feedback import LONGEST_NOTE, Entry, feedback_file, read_feedback
from tests.serving import serve_files

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PIER = """---
title: 青禾区码头管护方案
reference: 青政发〔2022〕7号
issuer: 青禾区人民政府
date: 2022-03-04
notice: 本文以自己的话转述该方案，不是官方文本。
---

# 青禾区码头管护方案

## 一、夜间巡查

每晚巡查两次，结果次日公布。（云岭海关牵头，青禾区公安分局配合）

## 二、设施更新

### （一）航道清淤

每个码头每年清淤一次。（云岭海关牵头，青禾区水务局配合）

### =HYPERLINK("http://elsewhere.invalid","看")

每盏航标灯每五年更换一次。（青禾区水务局牵头，云岭海关配合）
"""
LAMP = """---
title: 白沙镇灯塔管理办法
date: 2019-11-20
issuer: 白沙镇人民政府
---

# 白沙镇灯塔管理办法

灯塔每月检修一次，检修记录保存十年。
"""
LEAD, NOWHERE = "夜间巡查由谁牵头？", "How many tigers live in Shanghai?"
CUT_OFF = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

# What has the focus, and whether one sees where it is: it or its label is outlined, in the window, not transparent.
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return { there: '', seen: true };
  const seen = [element, element.closest('label')].filter(Boolean).some((one) => {
    const [style, place] = [getComputedStyle(one), one.getBoundingClientRect()];
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 && style.opacity !== '0'
      && style.visibility === 'visible' && place.width > 1 && place.height > 1
      && place.right > 0 && place.left < innerWidth && place.bottom > 0 && place.top < innerHeight;
  });
  return { there: element.outerHTML.slice(0, 200), seen };
}"""

# Colours that change slowly have changed; what turns for ever is no transition.
SETTLED = """() => Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition)
  .map((one) => one.finished.catch(() => null)))"""

SERIOUS = {"serious", "critical"}


@dataclass(frozen=True)
class Served:
    """The page of this module, and the folder of its index."""

    url: str
    folder: Path

    def judged(self) -> tuple[Entry, ...]:
        return read_feedback(feedback_file(self.folder))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page over two small documents."""
    home = tmp_path_factory.mktemp("panels")
    files = home / "files"
    files.mkdir()
    (files / "码头.md").write_text(PIER, encoding="utf-8")
    (files / "灯塔.md").write_text(LAMP, encoding="utf-8")
    with serve_files(files, home / "index") as url:
        yield Served(url, home / "index")


@pytest.fixture
def complaints() -> list[str]:
    """Filled by `page`."""
    return []


@pytest.fixture
def page(browser: Browser, served: Served, complaints: list[str]) -> Iterator[Page]:
    """The page as an English browser opens it first; it may not complain."""
    page = opened(browser, served.url, complaints)
    yield page
    page.context.close()
    assert complaints == []


def opened(
    browser: Browser, url: str, complaints: list[str], locale: str = "en-US", width: int = 1440, height: int = 900
) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height}, locale=locale)

    def note(message: ConsoleMessage) -> None:
        unbegun = re.search("/gradio_api/(cancel|reset)$", message.location["url"])  # Gradio's: nothing is lost
        if message.type in {"error", "warning"} and not unbegun:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    expect(page.locator(".pq-header h1")).to_be_visible(timeout=60_000)
    return page


def put(page: Page, question: str) -> Locator:
    """Ask, and give the whole answer."""
    answers = page.locator(".pq-answer")
    before = answers.count()
    box = page.locator("#pq-box textarea")
    box.fill(question)
    box.press("Enter")
    expect(answers).to_have_count(before + 1, timeout=60_000)
    expect(answers.last.locator(".pq-actions")).to_be_visible()
    expect(page.locator(".pq-ask button.primary")).to_be_visible()
    return answers.last


def test_why_an_answer_came_about_is_shown_and_for_each_question_anew(page: Page) -> None:
    fold, shown = page.get_by_role("button", name="Why this answer"), page.locator(".pq-why")
    expect(fold).to_have_count(0)
    put(page, LEAD)
    expect(shown).to_have_count(0)
    fold.click()
    expect(shown.get_by_role("heading", level=2)).to_have_text("Why this answer")
    expect(shown.get_by_role("heading", level=2)).to_be_in_viewport()
    expect(shown.locator(".pq-why-question")).to_have_text(LEAD)
    bars = shown.locator(".pq-why-passages > li").first.locator(".pq-why-part")
    expect(bars.first).to_be_visible()
    widths = [bar.bounding_box() for bar in bars.all()]
    assert all(one and one["width"] >= 2 and one["height"] >= 8 for one in widths)
    assert re.search(r"[01]\.\d\d", shown.locator(".pq-why-numbers").first.inner_text())
    scale = shown.get_by_role("img")
    name = scale.get_attribute("aria-label")
    assert name
    confidence, threshold = map(float, re.findall(r"[01]\.\d\d", name))
    whole, fill, mark = (
        place.bounding_box() for place in (scale, scale.locator(".pq-why-fill"), scale.locator(".pq-why-threshold"))
    )
    assert whole
    assert fill
    assert mark
    assert fill["width"] / whole["width"] == pytest.approx(confidence, abs=0.03)
    assert (mark["x"] + mark["width"] / 2 - whole["x"]) / whole["width"] == pytest.approx(threshold, abs=0.03)
    assert confidence >= threshold
    times = shown.get_by_role("table")
    expect(times.get_by_role("row")).to_have_count(4)
    expect(times.get_by_role("caption")).to_contain_text(re.compile(r"\d ms in all"))
    expect(times.locator(".pq-why-bar").first).to_be_visible()
    shown.locator(".pq-why-passages a").first.click()
    expect(page.locator(".pq-reader .pq-document h2")).to_have_text("青禾区码头管护方案")
    page.keyboard.press("Escape")

    put(page, NOWHERE)
    expect(shown).to_be_hidden()
    fold.click()
    expect(shown.get_by_role("heading", level=2)).to_have_text("Why there is no answer")
    expect(shown.locator(".pq-why-question")).to_have_text(NOWHERE)
    expect(shown).to_contain_text("No answer was given.")


def test_documents_are_listed_filtered_read_and_limit_the_questions(page: Page) -> None:
    page.get_by_role("tab", name="Documents").click()
    rows = page.locator(".pq-documents tbody tr")
    expect(page.get_by_role("table", name="2 documents, newest first")).to_be_visible()
    expect(rows.locator("th a")).to_have_text(["青禾区码头管护方案", "白沙镇灯塔管理办法"])
    for fact in ("青政发〔2022〕7号", "青禾区人民政府", "2022-03-04", "码头.md"):
        expect(rows.first).to_contain_text(fact)
    page.get_by_label("Search titles, issuers, references").fill("白沙 2019")
    expect(rows).to_have_count(1)
    expect(page.locator(".pq-corpus caption")).to_have_text("1 of 2 documents has these words")
    page.get_by_label("Search titles, issuers, references").fill("not there")
    expect(page.locator(".pq-corpus")).to_contain_text("No document has all these words")
    page.get_by_label("Search titles, issuers, references").fill("")
    expect(rows).to_have_count(2)

    rows.first.get_by_role("link").click()
    reader = page.locator(".pq-reader")
    expect(reader.get_by_role("heading", level=2)).to_have_text("青禾区码头管护方案")
    for fact in ("青政发〔2022〕7号", "青禾区人民政府", "2022-03-04", "A restatement, not the official text."):
        expect(reader.locator("header")).to_contain_text(fact)
    outline = reader.get_by_role("navigation", name="Outline")
    expect(outline.get_by_role("link")).to_have_text(
        ["一、夜间巡查", "二、设施更新", "（一）航道清淤", '=HYPERLINK("http://elsewhere.invalid","看")']
    )
    outline.get_by_role("link", name="（一）航道清淤").click()
    expect(reader.locator(".pq-here")).to_contain_text("每个码头每年清淤一次。")
    expect(reader.locator("mark")).to_have_text("（一）航道清淤")
    expect(reader.locator("mark")).to_be_in_viewport()
    expect(reader.get_by_role("navigation", name="Where this is").get_by_role("link")).to_have_text(
        ["二、设施更新", "（一）航道清淤"]
    )

    page.get_by_role("checkbox", name="Choose 白沙镇灯塔管理办法").check()
    page.get_by_role("button", name="Ask only the chosen documents").click()
    expect(page.get_by_role("tab", name="Chat")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("button", name="Limit to (1)")).to_be_visible()
    expect(put(page, LEAD)).not_to_contain_text("云岭海关")
    expect(page.locator(".pq-sources")).not_to_contain_text("码头")
    expect(put(page, "灯塔多久检修一次？")).to_contain_text("灯塔每月检修一次")
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator(".pq-limited")).to_have_text("Questions are limited to 1 document.")
    expect(page.get_by_role("checkbox", name="Choose 白沙镇灯塔管理办法")).to_be_checked()
    page.get_by_role("button", name="Ask all documents").click()
    expect(page.get_by_role("button", name=re.compile(r"^Limit to\W*$"))).to_be_visible()
    expect(put(page, LEAD)).to_contain_text("云岭海关")


def test_responsibilities_are_searched_opened_and_downloaded(page: Page) -> None:
    page.get_by_role("tab", name="Responsibilities").click()
    table = page.locator(".pq-register table")
    measures = table.locator("th[scope=row]")
    expect(measures).to_have_count(3)
    expect(table.locator("caption")).to_have_text("3 measures in 1 document")
    page.get_by_label("Search measures and bodies").fill("水务局")
    expect(measures).to_have_count(2)
    measures.first.get_by_role("link").click()
    expect(page.locator(".pq-reader mark")).to_contain_text("云岭海关牵头，青禾区水务局配合")
    expect(page.locator(".pq-reader mark")).to_be_in_viewport()

    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename == "responsibilities.csv"
    data = download.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "a spreadsheet takes it for UTF-8"
    head, *rows = csv.reader(data.decode("utf-8-sig").splitlines())
    assert head[4:8] == ["Measure", "Leads", "Supports", "Quote"]
    assert [row[5:7] for row in rows] == [["云岭海关", "青禾区水务局"], ["青禾区水务局", "云岭海关"]]
    assert rows[1][4].startswith("'=HYPERLINK("), "no spreadsheet may run it"
    for row in rows:
        assert PIER[int(row[8]) : int(row[9])] == row[7], "the offsets are those of the quote"


def test_thumbs_and_notes_are_kept_and_a_refusal_is_told(page: Page, served: Served) -> None:
    answer = put(page, LEAD)
    note = page.get_by_label("A note for those who keep the documents")
    expect(note).to_be_hidden()
    page.get_by_role("button", name="Like", exact=True).click()
    expect(note).to_be_visible()
    expect(page.get_by_text("are kept on the machine that runs this page")).to_be_visible()
    (kept,) = served.judged()
    assert (kept.verdict, kept.note, kept.question, kept.answered) == ("up", "", LEAD, True)
    assert kept.text.split("\n")[0].removesuffix(" [1]") in answer.inner_text()
    assert [one.quote for one in kept.citations] == [PIER[one.start : one.end] for one in kept.citations]
    assert kept.generation
    note.fill("The police station has\nmoved.")
    page.get_by_role("button", name="Send the note").click()
    expect(note).to_be_hidden()
    (kept,) = served.judged()
    assert (kept.verdict, kept.note) == ("up", "The police station has\nmoved.")

    page.get_by_role("button", name="Dislike", exact=True).click()
    expect(note).to_be_visible()
    (kept,) = served.judged()
    assert kept.verdict == "down", "a changed mind takes the first verdict's place"
    note.fill("x" * (LONGEST_NOTE + 1))
    page.get_by_role("button", name="Send the note").click()
    toast = page.get_by_test_id("toast-body")
    expect(toast).to_contain_text("The note is too long. Please shorten it.")
    page.get_by_test_id("toast-close").click()
    page.get_by_text("简体中文").click()
    expect(page.locator(".pq-header h1")).to_have_text("政策问答")
    page.get_by_role("button", name="Like", exact=True).click()
    note = page.get_by_label("给文件管理者的留言")
    note.fill("x" * (LONGEST_NOTE + 1))
    page.get_by_role("button", name="发送留言").click()
    expect(toast).to_contain_text("备注太长，请缩短。")
    assert [entry.note for entry in served.judged()] == [""]


def faults(page: Page, where: str) -> list[str]:
    """What axe-core finds serious or critical, in light and dark; the page may not be wider than its window either."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_function(f"document.body.classList.contains('dark') === {str(scheme == 'dark').lower()}")
        page.evaluate(SETTLED)
        for fault in Axe().run(page).response["violations"]:
            if fault["impact"] in SERIOUS:
                found += [f"{where} {scheme}: {fault['id']} {node['html'][:200]}" for node in fault["nodes"]]
    if page.evaluate(CUT_OFF) > 0:
        found.append(f"{where}: wider than the window")
    return found


@pytest.mark.parametrize(("locale", "width", "height"), [("en-US", 1440, 900), ("zh-CN", 390, 844)])
def test_nothing_hinders_anyone(browser: Browser, served: Served, locale: str, width: int, height: int) -> None:
    complaints: list[str] = []
    page = opened(browser, served.url, complaints, locale, width, height)
    found = faults(page, "first view")
    put(page, LEAD)
    found += faults(page, "answer")
    page.locator("a.pq-cite").first.click()
    expect(page.locator(".pq-reader mark").first).to_be_in_viewport()
    found += faults(page, "source")
    page.keyboard.press("Escape")
    put(page, NOWHERE)
    page.locator(".pq-why-fold > button").click()
    expect(page.locator(".pq-why-times")).to_be_visible()
    page.locator(".pq-why-legend summary").click()
    page.locator(".pq-limits > button").click()
    expect(page.locator(".pq-limits input").first).to_be_visible()
    page.locator(".message-buttons button").last.click()
    expect(page.locator(".pq-note-row")).to_be_visible()
    found += faults(page, "declined")
    for place, shown in ((1, ".pq-documents"), (2, ".pq-register")):
        page.get_by_role("tab").nth(place).click()
        expect(page.locator(shown)).to_be_visible()
        found += faults(page, shown)
    page.get_by_role("button", name="Toggle Sidebar").click()
    expect(page.locator(".sidebar.open")).to_be_visible()
    found += faults(page, "conversations")
    page.context.close()
    assert found == []
    assert complaints == []


def reach(page: Page, wanted: str, key: str = "Tab") -> None:
    """Go on with the keyboard until the focus is on what is wanted; it must be seen on each thing on the way."""
    for _ in range(60):
        page.keyboard.press(key)
        # A colour or outline that comes slowly has come.
        page.evaluate(SETTLED)
        focused = page.evaluate(FOCUSED)
        assert focused["seen"], f"the focus is not seen on {focused['there']}"
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} cannot be reached with {key}")


def test_a_whole_session_by_keyboard_alone(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    expect(page.locator("#pq-box textarea")).to_be_focused()
    page.keyboard.type(LEAD)
    page.keyboard.press("Enter")
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log.locator(".pq-answer .pq-actions")).to_be_visible(timeout=60_000)
    expect(log).to_contain_text("云岭海关")
    expect(log.get_by_test_id("bot")).not_to_have_attribute("aria-label", re.compile("<"))

    reach(page, "a.pq-cite", "Shift+Tab")
    expect(page.locator(".pq-tip")).to_contain_text("云岭海关牵头")
    page.keyboard.press("Enter")
    expect(page.locator(".pq-reader mark").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".pq-document")).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('a.pq-cite')"), "back to where one was"
    page.keyboard.press("Enter")
    reach(page, ".pq-back", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".pq-document")).to_have_count(0)

    reach(page, "[role=tab]:nth-of-type(2)", "Shift+Tab")
    page.keyboard.press("Enter")
    reach(page, ".pq-corpus input[type=checkbox]")
    page.keyboard.press("Space")
    reach(page, ".pq-tools button:has(+ button)", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Limit to (1)")).to_be_visible()

    reach(page, ".pq-language input[value=zh-Hant]", "Shift+Tab")
    page.keyboard.press("Space")
    expect(page.locator(".pq-header h1")).to_have_text("政策問答")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")

    reach(page, ".toggle-button")
    page.keyboard.press("Enter")
    expect(page.locator(".sidebar.open")).to_be_visible()
    reach(page, ".pq-talks button:not(.toggle-button)")
    page.keyboard.press("Enter")
    expect(page.locator(".pq-answer")).to_have_count(0)
    reach(page, ".pq-talk-list input")
    page.keyboard.press("Space")
    expect(page.locator(".pq-answer")).to_have_count(1)
    reach(page, ".toggle-button", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".sidebar.open")).to_have_count(0)
