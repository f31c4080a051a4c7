"""The HTML report in a real browser: nothing is fetched, nothing complains, it fits a phone, and it can be filtered."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.page import write_page
from tests.test_eval_page import HOSTILE, everywhere, sample_run

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text of this size; its formulas for luminance and contrast.
FAINT_TEXTS = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const linear = (c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = parts(colour).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((parts(colour)[3] ?? 1) > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = new Set();
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const style = getComputedStyle(element);
    const colour = element instanceof SVGElement ? style.fill : style.color;
    const [low, high] = [light(colour), light(behind(element))].sort((a, b) => a - b);
    if ((high + 0.05) / (low + 0.05) < 4.5) faint.add(`${element.tagName} ${element.className} ${colour}`);
  }
  return [...faint];
}"""
CUT_OFF = """() => [...document.querySelectorAll(".chart text")].filter((text) => {
  const [inner, outer] = [text.getBoundingClientRect(), text.closest("svg").getBoundingClientRect()];
  return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1;
}).map((text) => text.textContent)"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the report on the sample run."""
    return write_page(tmp_path_factory.mktemp("report"), sample_run()).as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty tab; afterwards nothing but files may have been asked for, and nothing complained about."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert complaints == []
    assert len(asked) == 1
    assert asked[0].startswith("file://")


def test_misses_are_filtered_by_stage_and_language(page: Page, url: str) -> None:
    rows = [row for row in sample_run()["questions"] if row["fault"]]
    page.goto(url)
    shown = page.locator(".miss:visible")
    expect(shown).to_have_count(len(rows))
    stage = rows[0]["fault"]["stage"]
    page.get_by_role("combobox", name="Stage").select_option(stage)
    same = [row for row in rows if row["fault"]["stage"] == stage]
    expect(shown).to_have_count(len(same))
    expect(page.locator(".stage:visible")).to_have_count(1)
    page.get_by_role("combobox", name="Language").select_option("zh")
    both = [row for row in same if row["lang"] == "zh"]
    assert 0 < len(both) < len(same)
    expect(page.get_by_role("status")).to_have_text(f"{len(both)} of {len(rows)} shown")
    page.get_by_role("button", name="Open all").click()
    expect(page.locator(".miss[open]")).to_have_count(len(both))
    page.get_by_role("button", name="Close all").click()
    expect(page.locator(".miss[open]")).to_have_count(0)


def test_link_from_all_questions_opens_a_miss_that_was_filtered_out(page: Page, url: str) -> None:
    rows = [row for row in sample_run()["questions"] if row["fault"]]
    page.goto(url)
    stages = {row["fault"]["stage"] for row in rows}
    page.get_by_role("combobox", name="Stage").select_option(min(stages - {rows[0]["fault"]["stage"]}))
    page.get_by_text("Show 64 questions").click()
    page.get_by_role("row", name=rows[0]["id"]).get_by_role("link").click()
    opened = page.locator(".miss[open]")
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text(rows[0]["question"])
    expect(opened).to_be_in_viewport()
    expect(opened.locator("mark").first).to_be_visible()


def test_keyboard_opens_a_miss_and_scrolls_its_table(page: Page, url: str) -> None:
    page.goto(url)
    summary = page.locator(".miss > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".miss[open]")).to_have_count(1)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "scroll"
    assert page.evaluate("document.activeElement.matches(':focus-visible')")


def test_page_reads_without_script(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)
    expect(page.locator(".filter")).to_be_hidden()
    page.locator(".miss > summary").first.click()
    expect(page.locator(".miss .trace").first).to_be_visible()
    expect(page.locator(".chart:visible")).to_have_count(4)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_page_fits_and_can_be_read(page: Page, url: str, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(url)
    for fold in page.locator("details").all():
        fold.evaluate("fold => { fold.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(FAINT_TEXTS) == []
    assert page.evaluate(CUT_OFF) == []
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")


def test_curves_can_be_told_apart_without_colour(page: Page, url: str) -> None:
    page.goto(url)
    chart = page.get_by_role("img", name=re.compile("all questions"))
    lines = chart.locator("path.line")
    dashes = [line.get_attribute("stroke-dasharray") for line in lines.all()]
    markers = {mark.get_attribute("d") for mark in chart.locator("path.dot").all()}
    assert len(set(dashes)) == len(dashes) == len(markers) == 3
    colours = lines.evaluate_all("lines => lines.map((line) => getComputedStyle(line).stroke)")
    assert len(set(colours)) == 3


def test_page_prints(page: Page, url: str) -> None:
    page.goto(url)
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("heading", name="Retrieval")).to_be_visible()


def test_markup_in_the_data_changes_nothing(page: Page, tmp_path: Path) -> None:
    page.goto(write_page(tmp_path, everywhere(sample_run(), HOSTILE)).as_uri())
    for fold in page.locator("details").all():
        fold.evaluate("fold => { fold.open = true }")
    assert page.evaluate("window.hit") is None
    assert page.locator("img:not([role]), iframe, link").count() == 0
    expect(page.locator("h1")).to_contain_text("</script><img src=x onerror")
    expect(page.locator(".trace .passage").nth(1)).to_contain_text("</script><img src=x onerror")
