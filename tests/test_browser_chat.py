"""The chat in a real browser: answers and their sources, conversations, copies, paper, languages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import index
from tests.conftest import HashEmbedder
from tests.serving import serve_files

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# While the file `hold` is beside the documents no question is answered: what happens meanwhile can be looked at.
PATIENT = """
import sys, time
from pathlib import Path
import app, index
from qa.page import desk
from tests.conftest import HashEmbedder
files, folder, port = sys.argv[1:]
ask = desk.ask

def patient(*words, **options):
    while Path(files).with_name("hold").exists():
        time.sleep(0.02)
    return ask(*words, **options)

desk.ask = patient
index.build([Path(files)], Path(folder), open_embedder=lambda _: HashEmbedder())
sys.exit(app.main(["--index", folder, "--port", port], open_embedder=lambda _: HashEmbedder()))
"""
PIER = """---
title: 青禾区码头管护方案
reference: 青政发〔2022〕7号
issuer: 青禾区人民政府
date: 2022-03-04
notice: 本文以自己的话转述该方案，不是官方文本。
---

# 青禾区码头管护方案

## 一、加强码头夜间巡查

每晚巡查两次，结果次日公布。（云岭港务局牵头，青禾区公安分局配合）

## 二、开展航道定期清淤

每个码头每年清淤一次。（云岭港务局牵头，青禾区水务局配合）

## 三、推进航标灯更新换代

每盏航标灯每五年更换一次。（青禾区水务局牵头，云岭港务局配合）
"""
LONG = "# 白沙镇船闸志\n\n" + "".join(f"## 第{n}节\n\n{'闸门启闭先鸣笛，后放行。' * 12}\n\n" for n in range(1, 31))
LOCK, LOCK_QUESTION = "船闸每日开放十二小时。", "船闸每日开放几小时？"
PATROL, DREDGING, MORE = "夜间巡查由谁牵头？", "航道清淤由谁牵头？", "它还牵头哪些工作？"
NOWHERE, NOWHERE_SAID = "Did Beethoven admire Napoleon?", "This has nothing to do with the documents"
PATROL_SAID = "每晚巡查两次，结果次日公布。（云岭港务局牵头，青禾区公安分局配合）"
PATROL_SHORT = "牵头：云岭港务局；配合：青禾区公安分局。"

# What the last answer had come to, each time the page changed.
WATCH = """() => {
  window.stages = [];
  new MutationObserver(() => {
    const answer = [...document.querySelectorAll('.pq-answer')].pop();
    const stage = !answer ? document.querySelector('.pq-searching') && 'searching'
      : answer.querySelector('.pq-said') ? 'quotes' : answer.querySelector('.pq-headline') && 'short';
    if (stage && window.stages.at(-1) !== stage) window.stages.push(stage);
  }).observe(document.body, { childList: true, subtree: true });
}"""
# Everything with words of its own that paper does not show whole, or shows in another ink than dark.
UNPRINTED = """() => [...document.querySelectorAll('.pq-messages *, .pq-cards *')].filter((one) => {
  const style = getComputedStyle(one);
  const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!words || !one.offsetParent || one.closest('.pq-actions')) return false;
  const dark = style.color.match(/[0-9.]+/g).slice(0, 3).every((part) => part < 150);
  const cut = one.scrollHeight > one.clientHeight + 2 && style.overflowY !== 'visible';
  return !dark || cut || one.getBoundingClientRect().right > innerWidth;
}).map((one) => one.outerHTML.slice(0, 200))"""
# What is around answers and sources and shows only a part of them, or lets one run over the other.
CUT_OFF = """() => [...document.querySelectorAll('.pq-answer, .pq-card')].flatMap((one) => {
  const around = [];
  for (let at = one.parentElement; at && at !== document.body; at = at.parentElement) around.push(at);
  return around.filter((at) => {
    const cut = at.scrollHeight > at.clientHeight + 2 && getComputedStyle(at).overflowY !== 'visible';
    return cut || one.getBoundingClientRect().bottom > at.getBoundingClientRect().bottom + 2;
  }).map((at) => at.className);
})"""

Visit = Callable[..., None]


@dataclass(frozen=True)
class Served:
    """The page of this module, its documents, the folder of its index."""

    url: str
    files: Path
    folder: Path

    @contextmanager
    def held(self) -> Iterator[None]:
        """No question is answered."""
        hold = self.files.with_name("hold")
        hold.touch()
        try:
            yield
        finally:
            hold.unlink()

    def replaced(self, *texts: str) -> None:
        """Another index of other documents takes the place of the one that is served."""
        for file in self.files.iterdir():
            file.unlink()
        for number, text in enumerate(texts):
            (self.files / f"{number}.md").write_text(text, encoding="utf-8")
        index.build([self.files], self.folder, open_embedder=lambda _: HashEmbedder())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page over a small document and a long one."""
    home = tmp_path_factory.mktemp("chat")
    files = home / "files"
    files.mkdir()
    (files / "0.md").write_text(PIER, encoding="utf-8")
    (files / "1.md").write_text(f"{LONG}## 第31节\n\n{LOCK}\n", encoding="utf-8")
    with serve_files(files, home / "index", code=PATIENT) as url:
        yield Served(url, files, home / "index")


@contextmanager
def shown(
    browser: Browser, url: str, locale: str = "en-US", width: int = 1440, height: int = 900
) -> Iterator[tuple[Page, Visit]]:
    """The page in a browser of its own, which may copy, and what takes it elsewhere; nothing may be complained of."""
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=locale,
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def visit(address: str | None = None) -> None:
        """Load an address or the page again: what was under way then is broken off, which is no fault."""
        before = len(complaints)
        page.goto(address) if address else page.reload()
        expect(page.locator(".pq-header h1")).to_be_visible(timeout=60_000)
        del complaints[before:]

    visit(url)
    yield page, visit
    context.close()
    assert complaints == []


def send(page: Page, question: str) -> None:
    page.locator("#pq-box textarea").fill(question)
    page.locator("#pq-box textarea").press("Enter")


def put(page: Page, question: str) -> Locator:
    """Ask, and give the whole answer."""
    answers = page.locator(".pq-answer")
    before = answers.count()
    send(page, question)
    return arrived(page, before + 1)


def arrived(page: Page, count: int) -> Locator:
    """The last of so many answers, whole."""
    answers = page.locator(".pq-answer")
    expect(answers).to_have_count(count, timeout=60_000)
    expect(answers.last.locator(".pq-actions")).to_be_visible()
    expect(page.locator("#pq-stop")).to_be_hidden()
    return answers.last


def test_a_citation_shows_its_quote_and_opens_the_document_there(browser: Browser, served: Served) -> None:
    with shown(browser, served.url) as (page, _visit):
        page.evaluate(WATCH)
        answer = put(page, PATROL)
        assert page.evaluate("window.stages")[:3] == ["searching", "short", "quotes"], "the short answer comes first"
        expect(answer.locator(".pq-headline strong")).to_have_text(PATROL_SHORT + " [1]")
        cite, tip = answer.get_by_role("link", name="[1]").first, page.get_by_role("tooltip")
        expect(tip).to_be_hidden()
        cite.hover()
        expect(tip).to_have_text(PATROL_SAID)
        page.locator(".pq-header h1").hover()
        expect(tip).to_be_hidden()
        cite.focus()
        expect(tip).to_have_text(PATROL_SAID)
        expect(cite).to_have_accessible_description(PATROL_SAID)
        page.keyboard.press("Escape")
        expect(tip).to_be_hidden()

        reader, bar = page.locator(".pq-reader .pq-document"), page.locator(".pq-bar")
        cards = page.locator(".pq-cards .pq-card")
        expect(page.locator(".option").first).to_be_visible(timeout=60_000)  # messages are written anew with these
        cite.focus()
        page.keyboard.press("Enter")
        mark = reader.locator("mark")
        expect(mark).to_contain_text(PATROL_SAID)
        expect(mark).to_be_in_viewport(ratio=1)
        expect(mark).to_be_focused()
        expect(reader.locator(".pq-here")).to_contain_text("加强码头夜间巡查")
        expect(reader.locator(".pq-here mark")).to_have_count(1)
        expect(reader.get_by_text("每个码头每年清淤一次。", exact=False)).to_be_in_viewport()
        expect(reader.get_by_role("navigation", name="Where this is")).to_contain_text("一、加强码头夜间巡查")
        expect(reader.get_by_role("heading", level=2)).to_have_text("青禾区码头管护方案")
        for fact in ("青政发〔2022〕7号", "青禾区人民政府", "2022-03-04", "A restatement, not the official text."):
            expect(reader.locator("header")).to_contain_text(fact)
        expect(cards.first).to_be_hidden()
        answer.evaluate("(one) => one.replaceWith(one.cloneNode(true))")  # as Gradio does with a message
        page.keyboard.press("Escape")
        expect(cite).to_be_focused()
        expect(cards.first).to_be_visible()
        expect(reader).to_have_count(0)

        cite.click()
        expect(mark).to_be_in_viewport()
        expect(bar.get_by_role("button", name="Back to the answer")).to_be_hidden()
        bar.get_by_role("button", name="All sources").click()
        expect(cite).to_be_focused()
        title = cards.first.get_by_role("link")
        title.click()
        expect(mark).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(title).to_be_focused()

        title.click()
        expect(mark).to_be_visible()
        put(page, LOCK_QUESTION)
        expect(reader).to_have_count(0)
        expect(cards.locator("mark")).to_contain_text(LOCK)
        page.locator(".pq-answer").last.get_by_role("link", name="[1]").first.click()
        expect(mark).to_contain_text(LOCK)
        expect(mark).to_be_in_viewport()
        expect(bar).to_be_in_viewport()
        expect(bar).to_contain_text("白沙镇船闸志")


def test_on_a_phone_the_source_is_below_and_the_answer_one_press_away(browser: Browser, served: Served) -> None:
    with shown(browser, served.url, width=390, height=844) as (page, _visit):
        cite = put(page, LOCK_QUESTION).get_by_role("link", name="[1]").first
        chat, panel = page.locator(".pq-messages").bounding_box(), page.locator(".pq-panel").bounding_box()
        assert chat
        assert panel
        assert chat["y"] + chat["height"] <= panel["y"]
        cite.click()
        expect(page.locator(".pq-reader mark")).to_contain_text(LOCK)
        expect(page.locator(".pq-reader mark")).to_be_in_viewport()
        back = page.get_by_role("button", name="Back to the answer")
        for place in ("document.body.scrollHeight", "document.body.scrollHeight / 2"):
            page.evaluate(f"scrollTo(0, {place})")
            expect(back).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        back.click()
        expect(cite).to_be_focused()
        expect(cite).to_be_in_viewport()
        cite.click()
        page.get_by_role("button", name="All sources").click()
        expect(page.get_by_role("heading", name="Sources")).to_be_in_viewport()

        page.get_by_role("button", name="Toggle Sidebar").click()
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".pq-answer")).to_have_count(0)
        expect(page.locator(".pq-talks.open")).to_have_count(0)


def test_conversations_are_kept_with_their_citations(browser: Browser, served: Served) -> None:
    with shown(browser, served.url) as (page, visit):
        answers, titles = page.locator(".pq-answer"), page.locator(".pq-talk-list label")
        marks = page.locator(".pq-cards mark")
        put(page, PATROL)
        expect(put(page, MORE).locator(".pq-understood")).to_have_text("Understood as: 云岭港务局还牵头哪些工作？")
        page.get_by_role("button", name="Toggle Sidebar").click()
        page.get_by_role("button", name="New conversation").click()
        expect(answers).to_have_count(0)
        expect(marks).to_have_count(0)
        assert put(page, MORE).locator(".pq-understood").count() == 0, "another conversation knows nothing of the first"
        put(page, LOCK_QUESTION)
        expect(titles).to_have_text([MORE, PATROL])
        titles.nth(1).click()
        expect(answers).to_have_count(2)
        expect(titles.nth(1).locator("input")).to_be_checked()
        expect(marks.first).to_contain_text("云岭港务局牵头")

        visit()
        expect(answers).to_have_count(2)
        expect(answers.first).to_contain_text(PATROL_SHORT)
        answers.first.get_by_role("link", name="[1]").first.hover()
        expect(page.get_by_role("tooltip")).to_have_text(PATROL_SAID)
        answers.first.get_by_role("link", name="[1]").first.click()
        expect(page.locator(".pq-reader mark")).to_contain_text(PATROL_SAID)
        page.keyboard.press("Escape")
        expect(put(page, NOWHERE)).to_contain_text("Not answered")

        page.get_by_role("button", name="Toggle Sidebar").click()
        expect(titles).to_have_text([PATROL, MORE])
        page.get_by_role("button", name="Delete this one").click()
        expect(titles).to_have_text([MORE])
        expect(answers).to_have_count(0)
        titles.click()
        expect(answers).to_have_count(2)
        page.get_by_role("button", name="Clear", exact=True).click()
        expect(titles).to_have_count(0)
        visit()
        expect(answers).to_have_count(0)
        expect(titles).to_have_count(0)


def test_an_answer_is_awaited_stopped_and_asked_for_again(browser: Browser, served: Served) -> None:
    with shown(browser, served.url) as (page, _visit):
        answers, asked = page.locator(".pq-answer"), page.locator(".pq-question")
        box, stop = page.locator("#pq-box textarea"), page.get_by_role("button", name="Stop")
        expect(page.locator(".examples, .example")).to_have_count(0)  # those shipped are about other documents
        put(page, DREDGING)
        with served.held():
            send(page, PATROL)
            expect(page.locator(".pq-searching")).to_have_text("Searching…")
            expect(stop).to_be_visible()
            send(page, "第二个问题？")
            expect(asked).to_have_count(2)
            expect(box).to_have_value("第二个问题？")
            box.fill("")
            stop.click()
            expect(asked).to_have_text([DREDGING])
            expect(box).to_have_value(PATROL)
            expect(stop).to_be_hidden()
        box.press("Enter")
        expect(arrived(page, 2)).to_contain_text(PATROL_SHORT)

        with served.held():
            page.get_by_role("button", name="Retry").last.click()
            expect(page.locator(".pq-searching")).to_be_visible()
            expect(answers).to_have_count(1)
            stop.click()
            expect(answers).to_have_count(2)
            expect(box).to_have_value("")
        page.get_by_role("button", name="Retry").last.click()
        expect(page.locator(".pq-searching")).to_be_visible()
        expect(arrived(page, 2)).to_contain_text(PATROL_SHORT)
        expect(asked).to_have_text([DREDGING, PATROL])

        with served.held():
            send(page, MORE)
            expect(stop).to_be_visible()
            page.get_by_text("简体中文", exact=True).click()
            expect(page.get_by_role("button", name="停止")).to_be_visible()
            expect(page.locator(".pq-searching")).to_be_visible()
        expect(arrived(page, 3).locator(".pq-understood")).to_contain_text("云岭港务局还牵头哪些工作？")

        with served.held():
            send(page, LOCK_QUESTION)
            expect(page.locator(".pq-searching")).to_be_visible()
            page.get_by_role("button", name="清空").click()
            expect(asked).to_have_count(0)
            expect(page.locator("#pq-stop")).to_be_hidden()
        put(page, PATROL)
        expect(asked).to_have_text([PATROL])
        expect(page.locator(".pq-talk-list label")).to_have_text([PATROL])


def test_what_to_ask_next_is_offered_and_what_is_not_answered_says_so(browser: Browser, served: Served) -> None:
    with shown(browser, served.url) as (page, _visit):
        put(page, PATROL)
        option = page.locator(".option").first
        expect(option).to_be_visible(timeout=60_000)
        heading = "() => getComputedStyle(document.querySelector('.options'), '::before').content"
        assert page.evaluate(heading) == '"You could ask next"'
        wanted = option.inner_text()
        option.click()
        expect(page.locator(".pq-question").last).to_have_text(wanted)
        assert "pq-declined" not in (arrived(page, 2).get_attribute("class") or "")

        declined = put(page, NOWHERE)
        expect(declined.locator(".pq-verdict")).to_have_text("Not answered")
        expect(declined).to_contain_text(NOWHERE_SAID)
        expect(declined).to_contain_text("Related passages, not an answer:")
        expect(declined.locator(".pq-cite")).to_have_count(0)
        expect(page.locator(".pq-panel-title:visible")).to_contain_text("Related, not an answer")
        related = declined.get_by_role("listitem").get_by_role("link").first
        name = related.inner_text().split(" › ")[0]
        related.click()
        expect(page.locator(".pq-reader").get_by_role("heading", level=2)).to_have_text(name)
        expect(page.locator(".pq-reader .pq-here")).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(related).to_be_focused()


def test_an_answer_is_copied_linked_and_printed(browser: Browser, served: Served) -> None:
    with shown(browser, served.url) as (page, visit):
        answer = put(page, PATROL)
        clipboard = "() => (window.kept || navigator.clipboard).readText()"
        copy, markdown = (answer.get_by_role("button", name=name, exact=True) for name in ("Copy", "Copy as Markdown"))
        copy.click()
        expect(answer.get_by_text("Copied")).to_be_visible()
        text = page.evaluate(clipboard)
        for part in (
            PATROL,
            f"{PATROL_SHORT} [1]",
            f"“{PATROL_SAID}” [1]",
            "[1] 青禾区码头管护方案",
            "青政发〔2022〕7号",
        ):
            assert part in text
        markdown.click()
        page.wait_for_function("() => navigator.clipboard.readText().then((text) => text.startsWith('**Question'))")
        assert f"> {PATROL_SAID}" in page.evaluate(clipboard).replace("\\", "")
        page.evaluate("""() => {
          window.kept = navigator.clipboard;
          Object.defineProperty(navigator, 'clipboard', { value: undefined });
        }""")
        copy.click()
        page.wait_for_function("() => window.kept.readText().then((text) => !text.startsWith('**'))")
        assert page.evaluate(clipboard) == text
        answer.get_by_role("link", name="Link to this question").click()
        page.wait_for_function("() => window.kept.readText().then((text) => text.startsWith('http'))")
        link = page.evaluate(clipboard)
        assert link == f"{served.url.rstrip('/')}/?q={quote(PATROL, safe='')}"

        visit(link)
        expect(arrived(page, 1)).to_contain_text(PATROL_SHORT, timeout=60_000)
        page.wait_for_function("() => location.search === ''")
        put(page, NOWHERE)
        visit()
        expect(page.locator(".pq-answer")).to_have_count(2)
        expect(page.locator(".pq-talk-list label")).to_have_text([PATROL, PATROL])

        page.emulate_media(media="print", color_scheme="dark")
        page.set_viewport_size({"width": 760, "height": 300})
        expect(page.locator(".pq-answer").first).to_contain_text(PATROL_SAID)
        for gone in (
            "button",
            "textarea",
            "input",
            ".pq-actions",
            ".options",
            ".pq-talks",
            ".tab-container",
            "summary",
        ):
            expect(page.locator(gone).locator("visible=true")).to_have_count(0)
        for there in (".pq-answer", ".pq-question", ".pq-headline", ".pq-said", ".pq-card", ".pq-file"):
            expect(page.locator(there).first).to_be_visible()
        assert page.evaluate(UNPRINTED) == []
        assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize(
    ("locale", "lang", "title", "send_words"),
    [
        ("zh-CN", "zh-Hans", "政策问答", "发送"),
        ("zh-TW", "zh-Hant", "政策問答", "送出"),
        ("de-DE", "en", "Policy QA", "Send"),
    ],
)
def test_the_page_speaks_the_browsers_language_and_answers_the_questions(
    browser: Browser, served: Served, locale: str, lang: str, title: str, send_words: str
) -> None:
    with shown(browser, served.url, locale=locale) as (page, visit):
        heading, html = page.locator(".pq-header h1"), page.locator("html")
        expect(heading).to_have_text(title)
        expect(html).to_have_attribute("lang", lang)
        expect(page.get_by_role("button", name=send_words, exact=True)).to_be_visible()
        if lang == "en":
            expect(put(page, PATROL)).to_contain_text(PATROL_SHORT)
        else:
            expect(put(page, NOWHERE)).to_contain_text(NOWHERE_SAID)
        other, changed, tag = ("繁體中文", "政策問答", "zh-Hant") if lang == "en" else ("English", "Policy QA", "en")
        page.get_by_text(other, exact=True).click()
        expect(heading).to_have_text(changed)
        expect(html).to_have_attribute("lang", tag)
        expect(page.locator(".pq-answer")).to_have_count(1)
        visit()
        expect(heading).to_have_text(changed)
        expect(html).to_have_attribute("lang", tag)


def test_a_citation_outlives_the_index_it_came_from(browser: Browser, served: Served) -> None:
    kept = [file.read_text(encoding="utf-8") for file in sorted(served.files.iterdir())]
    with shown(browser, served.url) as (page, _visit):
        put(page, PATROL)
        cite = page.locator(".pq-answer").first.get_by_role("link", name="[1]").first
        try:
            served.replaced(PIER.replace("两次", "四次"), *kept[1:])
            served_now = page.locator(".pq-answer").last
            for _ in range(10):
                put(page, PATROL)
                if "巡查四次" in served_now.inner_text():
                    break
            assert "巡查四次" in served_now.inner_text(), "the new index is not taken up"
            expect(page.locator(".pq-cards").first).not_to_contain_text("no longer in the index")
            cite.click()
            expect(page.locator(".pq-reader .pq-gone")).to_contain_text("Not in the index any more")
            page.keyboard.press("Escape")
            expect(cite).to_be_focused()
            page.mouse.move(0, 0)
            cite.hover()
            expect(page.get_by_role("tooltip")).to_have_text(PATROL_SAID)
        finally:
            served.replaced(*kept)
