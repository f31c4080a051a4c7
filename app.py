"""The chat page and its `/query` endpoint, served on this machine only: `python app.py [--index DIR]`."""

import argparse
import os
import socket
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import (
    Index,
    OpenEmbedder,
    PolicyError,
    UsageError,
    choices,
    limited_ids,
    load,
    load_embedder,
    run_command,
)
from qa import Answer, ask
from qa.render import escape_markdown, sources_html, to_json, to_markdown

if TYPE_CHECKING:
    import gradio as gr

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # set before gradio is imported, which reads it then

EXAMPLES = (
    "海关知识产权保护由谁牵头？",
    "Which agency leads customs protection?",
    "2020年深圳法院新收知识产权案件多少件？",
    "How many IP alliances were on record in 2018, and how many in 2021?",
    "到2021年每万人发明专利拥有量的目标是多少？",
    "Why was no special court for root technology set up?",
)
HEADER = """<header class="pq-header">
<div><h1>Policy QA <span lang="zh">政策问答</span></h1>
<p>Answers in the documents' own words, each with its source. <span lang="zh">用原文作答，句句有出处。</span></p></div>
<p class="pq-private"><svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">
<rect x="2.5" y="7" width="11" height="7.5" rx="1.5"/><path d="M5 7V4.5a3 3 0 0 1 6 0V7"/></svg>
<span>No question leaves this machine. <span lang="zh">问题不会离开本机。</span></span></p>
</header>"""
EMPTY_PANEL = """<section class="pq-sources pq-empty">
<h2 class="pq-panel-title">Sources · <span lang="zh">来源</span></h2>
<p class="pq-note">The passages behind an answer appear here, the quoted words marked.<br>
<span lang="zh">回答所依据的原文会显示在这里，引用的文字会标出。</span></p></section>"""
GREETING = "### Ask the documents · 查询政策文件\nIn any language · 任何语言均可"
SEARCHING = "*Searching… · 正在检索…*"
LIMIT = "Limit to · 限定范围"
SHOWN_QUESTION = 400  # characters of a question that its bubble repeats
LISTED_DOCUMENTS = 500  # in the page's list: a longer one is slow to open, and `--document` has them all

Message = dict[str, Any]
Turn = Mapping[str, Any]
"""An earlier question with what `ask` takes of its answer's JSON."""
Reply = tuple[list[Message], str, tuple[Turn, ...]]
Limits = Mapping[str, Sequence[str | int] | None]
"""Wanted values by filter name; an empty one or None does not limit."""


def take(question: str, messages: list[Message]) -> tuple[str, str, list[Message], str]:
    """Move a question into the chat: the emptied box, the question, the chat with a note of progress, the panel."""
    asked = {"role": "user", "content": _bubble(question)}
    return "", question, [*messages, asked, _said(SEARCHING)], EMPTY_PANEL


def reply(
    index: Index, question: str, messages: list[Message], history: tuple[Turn, ...], limits: Limits | None = None
) -> Iterator[Reply]:
    """Replace the chat's last message by the answer, growing line by line, and then show the sources.

    Yields the chat, the panel's HTML and the turns so far, oldest first, which later questions may lean on.
    """
    try:
        answer = ask(question, index, history=history, filters=_filters(index, limits or {}))
    except PolicyError as error:
        yield [*messages[:-1], _said(escape_markdown(str(error)))], EMPTY_PANEL, history
        return
    grown = ""
    for line in to_markdown(answer).splitlines(keepends=True):
        grown += line
        yield [*messages[:-1], _said(grown)], EMPTY_PANEL, history
    yield [*messages[:-1], _said(grown)], sources_html(answer), (*history, _turn(answer))


def make_page(index: Index) -> "gr.Blocks":
    """The page over `index`: chat, sources panel, and the endpoint `query`."""
    import gradio as gr
    from gradio.events import api

    def query(
        question: str,
        top_k: int = 5,
        document: list[str] | None = None,
        issuer: list[str] | None = None,
        year: list[str] | None = None,
        reference: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the indexed documents, with citations that slice them exactly.

        document (file name, part of the title, reference or id), issuer (part of the name), year of issue (2021 or
        2019-2021) and reference (part of it) limit the documents: of each list one value must fit.
        """
        limits: Limits = {"document": document, "issuer": issuer, "year": year, "reference": reference}
        try:
            return to_json(ask(question, index, top_k=top_k, filters=_filters(index, limits)))
        except PolicyError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def respond(
        question: str,
        messages: list[Message],
        history: tuple[Turn, ...],
        documents: list[str],
        issuers: list[str],
        years: list[int],
        references: list[str],
    ) -> Iterator[Reply]:
        limits: Limits = {"document_id": documents, "issuer": issuers, "year": years, "reference": references}
        yield from reply(index, question, messages, history, limits)

    def count(*chosen: Sequence[str | int]) -> dict[str, Any]:
        """The fold's label says how many values limit the next question: it may be closed."""
        values = sum(map(len, chosen))
        return gr.update(label=f"{LIMIT} ({values})" if values else LIMIT)

    def choose(example: gr.SelectData) -> str:
        """The text of an example that was clicked."""
        return str(example.value["text"])

    page = gr.Blocks(title="Policy QA · 政策问答", fill_height=True, fill_width=True, analytics_enabled=False)
    with page:
        gr.HTML(HEADER, js_on_load=None)
        with gr.Row(elem_classes="pq-main"):
            with gr.Column(scale=6, min_width=320, elem_classes="pq-chat"):
                chat = gr.Chatbot(
                    show_label=False,
                    label="Chat · 对话",
                    elem_classes="pq-messages",
                    height="100%",
                    placeholder=GREETING,
                    examples=[{"text": example} for example in EXAMPLES],
                    buttons=[],
                    latex_delimiters=[],
                    sanitize_html=True,
                    allow_tags=False,
                    feedback_options=None,
                    layout="bubble",
                )
                with gr.Accordion(LIMIT, open=False, elem_classes="pq-limits") as fold:
                    documents, *others = _lists(index)
                    limits = [gr.Dropdown(**documents, multiselect=True)]
                    with gr.Row():
                        limits += [gr.Dropdown(**other, multiselect=True, min_width=140) for other in others]
                with gr.Row(elem_classes="pq-ask"):
                    box = gr.Textbox(
                        show_label=False,
                        label="Question · 问题",
                        placeholder="Ask a question · 请输入问题",
                        container=False,
                        autofocus=True,
                        lines=1,
                        max_lines=5,
                        scale=8,
                    )
                    send = gr.Button("Send · 发送", variant="primary", scale=1, min_width=110)
                    clear = gr.Button("Clear · 清空", scale=1, min_width=110)
            with gr.Column(scale=5, min_width=320, elem_classes="pq-panel"):
                panel = gr.HTML(EMPTY_PANEL, js_on_load=None)
        asked = gr.State("")
        history = gr.State(())

        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        answering: dict[str, Any] = {"concurrency_id": "ask", "concurrency_limit": 1}  # the model is not thread-safe
        chosen = chat.example_select(choose, None, box, **private)
        for event in (box.submit, send.click, chosen.then):
            taken = event(take, [box, chat], [box, asked, chat, panel], queue=False, **private)
            running = taken.then(
                respond, [asked, chat, history, *limits], [chat, panel, history], **private, **answering
            )
            clear.click(None, cancels=[running], **private)
        for limit in limits:
            limit.change(count, limits, fold, queue=False, **private)
        clear.click(lambda: ("", [], EMPTY_PANEL, ()), None, [box, chat, panel, history], queue=False, **private)
        api(query, api_name="query", **answering)
    return page


def launch(page: "gr.Blocks", host: str = "127.0.0.1", port: int = 7860) -> str:
    """Serve `page` in the background and return its URL. Raises UsageError when the address cannot be used."""
    import gradio as gr

    theme = gr.themes.Base(
        primary_hue="blue",
        neutral_hue="slate",
        radius_size="lg",
        font=["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "sans-serif"],
        font_mono=["ui-monospace", "Consolas", "monospace"],
    ).set(
        body_background_fill="#f6f8fa",
        body_background_fill_dark="#12171e",
        input_background_fill="white",
        input_background_fill_dark="#1a212b",
        button_primary_background_fill="#1f5a8f",
        button_primary_background_fill_hover="#17476f",
        button_primary_background_fill_dark="#2a6ca6",
        button_primary_background_fill_hover_dark="#3079b8",
    )
    page.queue(default_concurrency_limit=1, max_size=64)
    try:
        _, url, _ = page.launch(
            server_name=host,
            server_port=port,
            prevent_thread_lock=True,
            share=False,
            quiet=True,
            theme=theme,
            css=(files("qa.page") / "page.css").read_text(encoding="utf-8"),
            footer_links=["api", "settings"],
            run_history=False,
            allowed_paths=[],
            max_file_size=1,
            enable_monitoring=False,
            ssr_mode=False,
        )
    except OSError as error:
        raise _busy(host, port) from error
    return str(url)


def main(argv: Sequence[str] | None = None, open_embedder: OpenEmbedder = load_embedder) -> int:
    """Run the page until it is stopped; returns the exit code (0 stopped, 2 wrong use or no usable index)."""
    args = _parser().parse_args(argv)

    def run() -> int:
        _check_port(args.host, args.port)
        index = load(args.index, open_embedder=lambda recorded: open_embedder(args.model or recorded))
        print("loading the model …", file=sys.stderr, flush=True)
        ask(EXAMPLES[1], index)  # everything that loads on first use has then loaded before the page opens
        page = make_page(index)
        url = launch(page, args.host, args.port)
        print(f"ready: {url}  (Ctrl+C stops it)", flush=True)
        page.block_thread()
        return 0

    return run_command(run)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="app.py", description="Serve the question page, to this machine only by default."
    )
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="index folder (default: $POLICY_QA_INDEX or .policy-qa)"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=7860, help="port to listen on (default 7860)")
    parser.add_argument("--model", metavar="NAME", help="name or folder of the index's model, where it has moved")
    return parser


def _filters(index: Index, limits: Limits) -> dict[str, Any] | None:
    """What `ask` takes; raises UsageError for a limit that leaves no document, which `ask` would only decline."""
    given = {name: values for name, values in limits.items() if values}
    return {"document_id": sorted(limited_ids(given, index.documents()))} if given else None


def _lists(index: Index) -> list[dict[str, Any]]:
    """What each list of the fold is called and offers: documents, issuers, years, references."""
    there = choices(index.documents())
    shared = {title for title, count in Counter(title for _, _, title in there.documents).items() if count > 1}
    named = [
        (f"{title} · {source}" if title in shared else title, id_)
        for id_, source, title in there.documents[:LISTED_DOCUMENTS]
    ]
    some = f" (1–{LISTED_DOCUMENTS} of {len(there.documents):,})" if len(there.documents) > LISTED_DOCUMENTS else ""
    return [
        {"label": f"Documents · 文件{some}", "choices": named},
        {"label": "Issuers · 发文机关", "choices": [(name, name) for name in there.issuers]},
        {"label": "Years of issue · 发文年份", "choices": [(str(year), year) for year in there.years]},
        {"label": "Reference numbers · 文号", "choices": [(name, name) for name in there.references]},
    ]


def _turn(answer: Answer) -> Turn:
    found = to_json(answer)
    return {key: found[key] for key in ("question", "short", "citations")}


def _said(markdown: str) -> dict[str, Any]:
    return {"role": "assistant", "content": markdown}


def _bubble(question: str) -> str:
    shown = question.strip()
    if len(shown) > SHOWN_QUESTION:
        shown = f"{shown[:SHOWN_QUESTION]}… ({len(question):,})"
    return escape_markdown(shown) or "*(empty · 空)*"


def _check_port(host: str, port: int) -> None:
    if not 0 < port < 65536:
        raise UsageError(f"--port {port} is not a port: give a number from 1 to 65535")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise _busy(host, port) from error


def _busy(host: str, port: int) -> UsageError:
    return UsageError(f"cannot listen on {host}, port {port}: choose another with --port (or --host)")


if __name__ == "__main__":
    sys.exit(main())
