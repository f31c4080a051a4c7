"""Nothing leaves the machine: index, questions and page run where only loopback is, and every attempt is counted.

Where the platform allows, all processes, the browser too, run in a network namespace of their own, whose kernel counts
what it could not send anywhere. In each Python process an audit hook notes whoever connects or looks up a name beyond
loopback, also where the attempt is caught, and refuses it.
"""

import functools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_HOOK = """
import ipaddress, os, sys, traceback

def is_here(host):
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host if isinstance(host, str) else host.decode()).is_loopback
    except ValueError:
        return False

def hook(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1] if len(arguments) > 1 else None
        away = isinstance(address, tuple) and not is_here(address[0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"):
        asked = arguments[0]
        host = asked[0] if isinstance(asked, tuple) else asked
        away = not is_here(host) and host not in ("0.0.0.0", "::")
    else:
        return
    if away:
        with open(os.environ["TRIED"], "a") as tried:
            tried.write(f"{event} {arguments!r} in {sys.argv}\\n{''.join(traceback.format_stack(limit=12))}\\n")
        raise PermissionError(f"{event}: this test allows loopback only")

sys.addaudithook(hook)
"""
# Loopback is down in a new namespace; `ip` need not be installed.
_BEGIN = """
import os, sys
if os.environ["APART"]:
    import fcntl, socket, struct
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))

def unsent():
    if not os.environ["APART"]:
        return 0
    with open("/proc/net/snmp") as file:
        names, values = [line.split()[1:] for line in file if line.startswith("Ip:")]
    return int(dict(zip(names, values))["OutNoRoutes"])
"""


@functools.cache
def _apart() -> tuple[str, ...]:
    """The words in front of a command that give it a network of its own; none where that is not allowed."""
    words = ("unshare", "--map-root-user", "--net", "--")
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return ()
    return words if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0 else ()


def offline(code: str, tmp_path: Path, *arguments: str, timeout: float = 580) -> tuple[str, str]:
    """What a program printed that ran with loopback alone, and what of it tried to get out.

    The program has `unsent()`: how many packets the kernel had no way for so far.
    """
    hooks, tried = tmp_path / "hooks", tmp_path / "tried"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(_HOOK, encoding="utf-8")
    tried.touch()
    path = os.pathsep.join([str(hooks), str(ROOT)])
    # No setting that forbids it: what is to be shown is that nobody tries.
    free = {name: value for name, value in os.environ.items() if "OFFLINE" not in name and "proxy" not in name.lower()}
    environment = {**free, "PYTHONPATH": path, "TRIED": str(tried), "APART": "1" if _apart() else "", "PYTHONUTF8": "1"}
    command = [*_apart(), sys.executable, "-c", _BEGIN + code, *arguments]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=timeout)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout, tried.read_text(encoding="utf-8")


_ATTEMPTS = """
import subprocess
before = unsent()
for attempt in (
    "import socket; socket.socket().connect(('192.0.2.1', 9))",
    "import socket; socket.getaddrinfo('policy-qa.invalid', 443)",
    "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
    "import urllib.request; urllib.request.urlopen('http://policy-qa.invalid/', timeout=2)",
):
    subprocess.run([sys.executable, "-c", f"try:\\n    {attempt}\\nexcept Exception: pass"], check=True)
# As a library would that is not written in Python.
subprocess.run(["bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/9"], stderr=subprocess.DEVNULL)
with __import__("socket").create_server(("127.0.0.1", 0)) as server:
    __import__("socket").create_connection(server.getsockname()).close()
print(unsent() - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs bash")
def test_the_watch_sees_every_attempt_also_those_that_are_caught(tmp_path: Path) -> None:
    said, tried = offline(_ATTEMPTS, tmp_path)
    assert tried.count("socket.connect") == 1
    assert tried.count("socket.getaddrinfo ('policy-qa.invalid'") == 2
    assert tried.count("socket.sendto") == 1
    assert "127.0.0.1" not in tried
    if _apart():
        assert int(said) >= 1, "the kernel saw what no hook of Python's sees"


_SMALL = """
import json
from pathlib import Path
import httpx
from index import add, build, load
from qa import ask
from tests.conftest import HashEmbedder
from tests.serving import serve_files
files, folder = map(Path, sys.argv[1:])
before = unsent()
model = lambda _: HashEmbedder()
build([files], folder, open_embedder=model)
index = load(folder, open_embedder=model)
short = [ask("夜间巡查由谁牵头？", index).text]
with serve_files(files, folder, "--allow-upload") as url, httpx.Client(base_url=url, timeout=60) as client:
    page = client.get("/").text
    body = {"data": ["夜间巡查由谁牵头？", 5, None, None, None, None, None, None]}
    event = client.post("/gradio_api/call/query", json=body).json()["event_id"]
    short.append(client.get(f"/gradio_api/call/query/{event}").text)
print(json.dumps([short, unsent() - before]))
"""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_index_questions_and_page_try_to_reach_nothing(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "码头.md").write_text("# 码头办法\n\n## 夜间巡查\n\n每晚巡查两次。（云岭海关牵头）\n", encoding="utf-8")
    remote = '<link rel="stylesheet" href="http://policy-qa.invalid/a.css"><img src="http://policy-qa.invalid/b.png">'
    page = f"<!DOCTYPE html><html><head>{remote}</head><body><h1>公园</h1><p>公园六时开放。</p></body></html>"
    (files / "公园.html").write_text(page, encoding="utf-8")
    said, tried = offline(_SMALL, tmp_path, str(files), str(tmp_path / "index"))
    (first, second), unsent = json.loads(said)
    assert "云岭海关" in first
    assert '"answered": true' in second
    assert tried == ""
    assert unsent == 0


_WHOLE = """
import json, subprocess
from pathlib import Path
from urllib.parse import urlsplit
from playwright.sync_api import expect, sync_playwright
from tests.serving import serve_index
folder, chromium = sys.argv[1:]
before = unsent()
question = "which agency leads customs protection?"
subprocess.run([sys.executable, "-m", "index", "build", "corpus", "--index", folder], check=True, stdout=sys.stderr)
asked = [sys.executable, "-m", "qa", question, "--json", "--index", folder]
ran = subprocess.run(asked, check=True, capture_output=True)
answer = json.loads(ran.stdout)
with serve_index(Path(folder), "--allow-upload") as url, sync_playwright() as playwright:
    unsent_by_us = unsent() - before
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    browser = playwright.chromium.launch(executable_path=chromium, args=options)
    page, hosts = browser.new_page(locale="en-US"), set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(url)
    box = page.get_by_role("textbox", name="Question")
    box.fill(question)
    box.press("Enter")
    reply = page.get_by_test_id("bot").locator("strong").first
    expect(reply).to_contain_text("深圳海关", timeout=120_000)
    page.locator("a.pq-cite").first.click()
    expect(page.locator(".pq-reader mark").first).to_be_visible(timeout=60_000)
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator(".pq-documents")).to_be_visible(timeout=60_000)
    browser.close()
print(json.dumps([answer["short"], sorted(host or "" for host in hosts), unsent_by_us]))
"""


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.model
def test_the_real_model_and_a_browser_try_to_reach_nothing(tmp_path: Path, real_folder: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    said, tried = offline(_WHOLE, tmp_path, str(tmp_path / "index"), chromium, timeout=1100)
    short, hosts, unsent = json.loads(said)
    assert short == ["深圳海关"]
    assert hosts == ["127.0.0.1"]
    assert tried == ""
    assert unsent == 0
