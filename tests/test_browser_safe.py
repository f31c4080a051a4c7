"""The page under attack, in a real browser and by hand: nothing runs, nothing leaks, nothing is fetched."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from qa.page.users import write_user
from tests.serving import serve_files

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAYLOADS = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "'><body onload=window.hit=1>",
    "<iframe srcdoc='<script>parent.hit=1</script>'>",
    "<a href=javascript:window.hit=1>开</a>",
    "[开](javascript:window.hit=1)",
    '![图](x "onerror=window.hit=1")',
    "<details open ontoggle=window.hit=1>",
    "<input autofocus onfocus=window.hit=1>",
    "<video><source onerror=window.hit=1>",
    "<math><mi xlink:href=javascript:window.hit=1>",
    "<style>@import 'http://elsewhere.invalid'</style>",
    "<meta http-equiv=refresh content=0;url=javascript:window.hit=1>",
    "</textarea></title></pre><script>window.hit=1</script>",
    "<base href=http://elsewhere.invalid><form><button>x",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "<!--><script>window.hit=1</script>-->",
    "{{constructor.constructor('window.hit=1')()}}${window.hit=1}",
    "$$\\href{javascript:window.hit=1}{x}$$ \u202e<xss\u0007 onclick=window.hit=1>",
)
ODD = """() => [...document.querySelectorAll(
  '.pq-messages, .pq-cards, .pq-reader, .pq-corpus, .pq-register, .pq-why, .pq-talks, .pq-limits, .pq-header')]
  .flatMap((place) => [...place.querySelectorAll('*')])
  .filter((one) => !one.closest('button svg'))  // Gradio's icons
  .filter((one) => /^(script|img|iframe|object|embed|style|meta|base|form|video|audio|source|math|xss)$/i
    .test(one.tagName)
    || [...one.attributes].some((attribute) => /^on/i.test(attribute.name))
    || [one.getAttribute('href'), one.getAttribute('src'), one.getAttribute('xlink:href')]
      .some((link) => link && !/^(#|\\?q=)/.test(link)))
  .map((one) => one.outerHTML.slice(0, 200))"""
# Hosts that anything on the page would be fetched from, or that a browser is told to get ready for.
HOSTS = """() => [...new Set([...document.querySelectorAll('link[href], [src]')]
  .map((one) => new URL(one.href || one.src, location.href)).filter((one) => one.host).map((one) => one.hostname))]"""
# Gradio cancels without a name what it has sent off and has no answer for yet: nothing is lost.
UNBEGUN = re.compile(r"status of 422 .*/gradio_api/(cancel|reset)'")


@dataclass
class Seen:
    """What a page did besides showing itself."""

    complaints: list[str] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)
    leaving: bool = False

    def complain(self, text: str) -> None:
        """Note an error or warning."""
        ended = self.leaving and re.search("AbortError: signal is aborted|Connection errored out", text)
        if not (ended or UNBEGUN.search(text)):
            self.complaints.append(text)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over documents that hold every payload wherever a document can."""
    home = tmp_path_factory.mktemp("safe")
    files = home / "files"
    files.mkdir()
    for at, payload in enumerate(PAYLOADS):
        (files / file_name(at, payload)).write_text(document(at, payload), encoding="utf-8")
    with serve_files(files, home / "index") as served:
        yield served


def file_name(at: int, payload: str) -> str:
    return f"{at} {payload.replace('/', '∕').replace(chr(7), '')}.md"


def document(at: int, payload: str) -> str:
    facts = {"title": f"青禾区办法 {at} {payload}", "reference": f"青〔{2000 + at}〕1号 {payload}", "issuer": payload}
    front = "\n".join(f"{name}: {value}" for name, value in {**facts, "notice": payload}.items())
    return (
        f"---\n{front}\ndate: {2000 + at}-01-02\n---\n\n# {facts['title']}\n\n## 第{at}类码头 {payload}\n\n"
        f"第{at}类码头每年清淤 {payload}。\n\n每年公布一次。（云岭海关牵头，青禾区水务局配合）\n\n"
        f"| 表 | 格 |\n|---|---|\n| {payload} | {payload} |\n"
    )


@pytest.fixture
def seen() -> Seen:
    """Filled by `page`."""
    return Seen()


@pytest.fixture
def page(browser: Browser, seen: Seen) -> Iterator[Page]:
    """An empty tab from which nothing but this machine can be reached; what it does is noted."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-US")
    page.route(lambda address: urlsplit(address).hostname != "127.0.0.1", lambda route: route.abort())
    page.on(
        "console", lambda one: seen.complain(f"{one.text} {one.location}") if one.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: seen.complain(str(error)))
    page.on("dialog", lambda dialog: (seen.complaints.append(dialog.message), dialog.dismiss())[0])
    page.on("request", lambda request: seen.urls.add(request.url))
    page.on("websocket", lambda socket: seen.urls.add(socket.url))
    yield page
    page.context.close()


def elsewhere(seen: Seen) -> set[str]:
    """What was asked of any other machine; `data:` and `blob:` are of the page's own making."""
    return {one for one in seen.urls if urlsplit(one).hostname not in {"127.0.0.1", None}}


def leave(seen: Seen) -> None:
    """Before the page goes: nothing was complained about. Gradio then complains that its streams end."""
    assert not seen.complaints, seen.complaints
    seen.leaving = True


def go(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator(".pq-header h1")).to_be_visible(timeout=60_000)


def put(page: Page, question: str) -> None:
    answers = page.locator(".pq-answer")
    before = answers.count()
    page.locator("#pq-box textarea").fill(question)
    page.locator("#pq-box textarea").press("Enter")
    expect(answers).to_have_count(before + 1, timeout=60_000)
    expect(page.locator(".pq-ask button.primary")).to_be_visible(timeout=30_000)


def assert_harmless(page: Page) -> None:
    assert page.evaluate("window.hit") is None
    assert page.evaluate(ODD) == []


def test_payloads_in_documents_run_nowhere_on_the_page(page: Page, seen: Seen, url: str) -> None:
    go(page, url)
    put(page, "第3类码头每年清淤由谁牵头？")
    expect(page.locator(".pq-cards mark").first).to_be_visible()
    assert_harmless(page)
    page.locator(".pq-why-fold > button").click()
    expect(page.locator(".pq-why-times")).to_be_visible()
    assert_harmless(page)
    page.locator(".pq-limits > button").click()
    for box in page.locator(".pq-limits input").all():
        box.click()
        box.press("ArrowDown")
        expect(page.get_by_role("option").first).to_be_visible()
        assert_harmless(page)
        box.press("Escape")
        expect(page.get_by_role("option")).to_have_count(0)
    page.get_by_role("tab", name="Responsibilities").click()
    expect(page.locator(".pq-register-document")).to_have_count(len(PAYLOADS))
    assert_harmless(page)
    page.get_by_role("tab", name="Documents").click()
    titles = page.locator(".pq-documents th[scope=row] a")
    expect(titles).to_have_count(len(PAYLOADS))
    assert_harmless(page)
    for place in range(len(PAYLOADS)):
        payload = PAYLOADS[len(PAYLOADS) - 1 - place]  # the newest first
        titles.nth(place).click()
        reader = page.locator(".pq-document")
        expect(reader.get_by_role("heading", level=2)).to_contain_text(f"青禾区办法 {len(PAYLOADS) - 1 - place}")
        if payload.isprintable():
            file = payload.replace("/", "∕")
            heading = payload.rstrip(";")  # what ends a heading is no part of its name
            shown = {"h2": payload, "header": payload, ".pq-file": file, ".pq-outline": heading, "tr + tr td": payload}
            for part, words in shown.items():
                expect(reader.locator(part).first).to_contain_text(words)
        assert_harmless(page)
    assert not seen.complaints, seen.complaints
    assert elsewhere(seen) == set()


def test_payloads_in_questions_addresses_and_links_run_nowhere(page: Page, seen: Seen, url: str) -> None:
    go(page, url)
    for at in range(0, len(PAYLOADS), 5):
        question = " ".join(PAYLOADS[at : at + 5])
        assert len(question) <= 400, "the page shows it whole"
        put(page, question)
        expect(page.locator(".pq-question").last).to_contain_text(PAYLOADS[at])
        assert_harmless(page)
    expect(page.locator(".pq-talk-list label")).to_have_count(1)
    leave(seen)
    page.reload()
    expect(page.locator(".pq-question")).to_have_count(4)
    assert_harmless(page)

    put(page, "第3类码头每年清淤由谁牵头？")
    link = page.locator(".pq-cards a.pq-open").first
    kept = link.get_attribute("href") or ""
    identity = kept.removeprefix("#open=").partition(";")[0]
    forged = [
        *PAYLOADS,
        *(f"{kept}{one}" for one in PAYLOADS[:3]),
        f"#open={identity};at=5-9999999;n=1",
        f"#open={'a' * 16}",
    ]
    for href in (*forged, f"#open=../../{identity}", f"#open={identity};at=9-5"):
        link.evaluate("(one, href) => one.setAttribute('href', href)", href)
        link.dispatch_event("click")
        link.evaluate("(one, href) => one.setAttribute('href', href)", kept)
        expect(page.locator(".pq-reader article")).to_have_count(1)
        assert_harmless(page)
        page.locator(".pq-back:not(.pq-to-chat)").click()
        expect(page.locator(".pq-reader article")).to_have_count(0)

    leave(seen)
    page.goto(f"{url}?q={quote(' '.join(PAYLOADS[:5]))}&__theme=%3Cscript%3E")
    expect(page.locator(".pq-answer")).to_have_count(1, timeout=60_000)
    expect(page.locator(".pq-question")).to_contain_text(PAYLOADS[0])
    assert_harmless(page)
    assert not seen.complaints, seen.complaints
    assert elsewhere(seen) == set()


def test_a_forged_store_of_the_browser_runs_nothing(page: Page, seen: Seen, url: str) -> None:
    source = {
        "number": 1, "document_id": "a" * 16, "start": 0, "end": 5, "title": PAYLOADS[0], "path": list(PAYLOADS),
        "quote": PAYLOADS[1], "source": PAYLOADS[2], "reference": PAYLOADS[3], "issuer": PAYLOADS[4],
        "issued": "2020\" onmouseover=window.hit=1 x=\"", "notice": PAYLOADS[5],
    }  # fmt: skip
    turns = [
        {
            "question": payload, "understood": payload, "answered": at % 2 == 0, "reason": payload, "confidence": 0.5,
            "headline": payload, "text": f"{payload}\n“{payload}” [1]\n{payload}", "short": [payload],
            "sources": [source if at % 2 == 0 else {**source, "number": 0}], "as_text": payload, "as_markdown": payload,
            "generation": payload,
        }
        for at, payload in enumerate(PAYLOADS)
    ]  # fmt: skip
    hostile = {**source, "document_id": 'x;at=1-2"><img src=x onerror=window.hit=1>'}
    forged: dict[str, Any] = {
        "talks": [
            {"id": "forged", "turns": turns},
            {"id": "\"><script>window.hit=1</script>", "turns": turns[:1]},
            {"id": "second", "turns": [{**turns[0], "sources": [hostile]}]},
            "no talk", None, {"id": 5}, {"id": "third", "turns": [{**turns[1], "question": f"{PAYLOADS[1]} 三"}]},
        ],
        "language": PAYLOADS[0],
    }  # fmt: skip

    def forge(route: Route) -> None:
        body = route.request.post_data_json
        if body["data"] == [{}]:  # the store, when the page is opened
            body["data"] = [forged]
        route.continue_(post_data=json.dumps(body))

    page.route("**/gradio_api/run/predict*", forge)
    go(page, url)
    expect(page.locator(".pq-talk-list label")).to_have_count(2)
    expect(page.locator(".pq-answer")).to_have_count(len(PAYLOADS))
    expect(page.locator(".pq-question").first).to_have_text(PAYLOADS[0])
    expect(page.locator(".pq-sources")).to_contain_text(PAYLOADS[1])
    assert_harmless(page)
    for link in page.locator(".pq-cards a.pq-open, .pq-nearest a.pq-open").all()[:3]:
        link.click()
        expect(page.locator(".pq-gone")).to_be_visible()
        assert_harmless(page)
    page.locator(".pq-cite").first.hover()
    expect(page.locator(".pq-tip")).to_contain_text(PAYLOADS[1])
    assert_harmless(page)
    page.unroute("**/gradio_api/run/predict*")
    page.evaluate("localStorage.setItem('policy-qa', '<script>window.hit=1</script>')")
    page.reload()
    expect(page.locator(".pq-header h1")).to_be_visible()
    expect(page.locator(".pq-answer")).to_have_count(0)
    assert_harmless(page)
    assert elsewhere(seen) == set()


def test_a_full_session_asks_nothing_of_any_other_machine(page: Page, seen: Seen, url: str) -> None:
    go(page, url)
    assert page.evaluate(HOSTS) == ["127.0.0.1"]
    put(page, "第3类码头每年清淤由谁牵头？")
    page.locator("a.pq-cite").first.click()
    expect(page.locator(".pq-reader mark").first).to_be_in_viewport()
    page.emulate_media(color_scheme="dark")
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator(".pq-documents")).to_be_visible()
    page.get_by_role("tab", name="Responsibilities").click()
    expect(page.locator(".pq-register table")).to_be_visible()
    page.get_by_text("繁體中文").click()
    expect(page.locator(".pq-header h1")).to_have_text("政策問答")
    leave(seen)
    page.reload()
    expect(page.locator(".pq-answer")).to_have_count(1)
    fonts = page.evaluate("[...document.fonts].filter((font) => font.status === 'error').map((font) => font.family)")
    broken = page.evaluate(
        "[...document.images].filter((one) => one.complete && !one.naturalWidth).map((one) => one.src)"
    )
    assert (fonts, broken) == ([], [])
    assert len(seen.urls) > 20
    assert elsewhere(seen) == set()
    html = httpx.get(url).text
    hosts = {urlsplit(one).hostname for one in re.findall(r"(?:href|src)=[\"'](https?://[^\"']+)", html)}
    assert hosts <= {"127.0.0.1"}


def test_only_what_is_named_is_served(url: str) -> None:
    port = urlsplit(url).port
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.2:{port}/")  # another address of this machine: it listens at one only
    with httpx.Client(base_url=url, timeout=30) as client:
        info = client.get("/gradio_api/info").json()
        assert list(info["named_endpoints"]) == ["/query"]
        assert info["unnamed_endpoints"] == {}
        for path in (
            "/etc/passwd",
            str(Path(__file__)),
            "pyproject.toml",
            "../pyproject.toml",
            "%2e%2e/pyproject.toml",
        ):
            for door in (
                "/gradio_api/file=",
                "/file=",
                "/gradio_api/file/",
                "/static/",
                "/assets/",
                "/gradio_api/stream/",
            ):
                answer = client.get(f"{door}{path}")
                assert answer.status_code in {403, 404, 405}, (door, path, answer.status_code)
        for path in (
            "/monitoring",
            "/gradio_api/mcp/",
            "/docs",
            "/gradio_api/proxy=http://elsewhere.invalid/",
        ):
            assert client.get(path).status_code >= 400, path
        elsewhere = client.get("/gradio_api/file=http://elsewhere.invalid/x", follow_redirects=False)
        assert elsewhere.status_code >= 400 or elsewhere.headers.get("location", "").startswith("/"), elsewhere.headers
        sent = client.post("/gradio_api/upload", files={"files": ("x.html", b"<script>window.hit=1</script>")})
        assert sent.status_code >= 400, "no file is taken"


def test_without_a_password_nothing_is_told(browser: Browser, tmp_path: Path) -> None:
    files, users = tmp_path / "files", tmp_path / "users"
    files.mkdir()
    (files / "码头.md").write_text("# 码头办法\n\n码头每日巡查两次。（云岭海关牵头）\n", encoding="utf-8")
    write_user(users, "lin", "seven green lamps")
    question = {"data": ["码头每日巡查几次？", 5, None, None, None, None, None, None]}
    called = {"session_hash": "s", "component_id": 1, "fn_name": "opened", "data": {"link": "", "language": "en"}}
    options = ("--auth-file", str(users), "--no-feedback", "--allow-upload")
    with serve_files(files, tmp_path / "index", *options) as url:
        with httpx.Client(base_url=url, timeout=30) as client:
            told = client.get("/").text
            assert not any(word in told for word in ("码头", "巡查", "海关", "pq-")), "no word of the documents"
            config = re.search(r"window\.gradio_config = (\{.*?\});</script>", client.get("/").text)
            assert config
            assert json.loads(config[1])["auth_required"] is True
            assert (json.loads(config[1])["components"], json.loads(config[1])["dependencies"]) == ([], [])
            tries = {
                "config": client.get("/config"),
                "info": client.get("/gradio_api/info"),
                "query": client.post("/gradio_api/call/query", json=question),
                "predict": client.post(
                    "/gradio_api/run/predict", json={"data": [{}], "fn_index": 0, "session_hash": "s"}
                ),
                "join": client.post("/gradio_api/queue/join", json={"data": [{}], "fn_index": 0, "session_hash": "s"}),
                "server": client.post("/gradio_api/component_server", json=called),
                "upload": client.post("/gradio_api/upload", files={"files": ("x", b"x")}),
            }
            assert {name: one.status_code for name, one in tries.items()} == dict.fromkeys(tries, 401)
            wrong = client.post("/login", data={"username": "lin", "password": "seven green lamp"})
            assert wrong.status_code == 400
            assert client.get("/config").status_code == 401

        page = browser.new_page(locale="en-US")
        page.goto(url)
        page.get_by_label("username").fill("lin")
        page.get_by_label("password").fill("seven green lamps")
        page.get_by_role("button", name="Login").click()
        expect(page.locator(".pq-header h1")).to_be_visible(timeout=60_000)
        put(page, "码头每日巡查几次？")
        expect(page.locator(".pq-answer")).to_contain_text("码头每日巡查两次")
        expect(page.get_by_role("button", name="Retry")).to_be_visible()
        expect(page.get_by_role("button", name="Like")).to_have_count(0)
        page.locator("a.pq-cite").first.click()
        expect(page.locator(".pq-reader mark").first).to_be_visible()
        page.context.close()
