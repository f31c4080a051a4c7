"""Serves the page on this machine only: `python app.py [--index DIR]`. What it shows and does is in `qa.page`."""

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from index import (
    Index,
    LiveIndex,
    OpenEmbedder,
    UsageError,
    default_folder,
    load_embedder,
    run_command,
)
from qa import ask
from qa.feedback import FeedbackError, FeedbackStore, feedback_file
from qa.log import log_questions
from qa.page.desk import Desk
from qa.page.intake import Intake
from qa.page.options import check, parser
from qa.page.texts import Texts
from qa.page.users import Users, read_users
from qa.privacy import without_contacts

if TYPE_CHECKING:
    import gradio as gr

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # set before gradio is imported, which reads it then

FIRST = Texts("zh")("examples.lead")
"""Asked before the page opens: what loads on first use has then loaded, and whether the examples fit is known."""

FIRST_SAID = "深圳海关"
"""What the shipped documents answer; others may answer something too."""

_OWN_ADDRESSES = frozenset({"127.0.0.1", "localhost", "::1"})
_OPEN_TO_ALL = "--allow-upload without --auth-file: whoever reaches this address can add and remove documents"

_LOOKED_FOR_S, _FORGOTTEN_S = 600, 3600  # how often and when a file goes that was sent and never added


def make_page(desk: Desk, examples: bool = True, mcp: bool = False) -> "gr.Blocks":
    """The page: chat, documents, responsibilities, sources, and the endpoint `query`; with `mcp` the tool `ask_policy`.

    `examples` offers the questions about the shipped documents.
    """
    from qa.page.components import build
    from qa.page.guard import GuardedBlocks
    from qa.page.programs import serve_programs
    from qa.page.wiring import ANSWERING, wire

    page = GuardedBlocks(
        title="Policy QA · 政策问答",
        fill_height=True,
        fill_width=True,
        analytics_enabled=False,
        delete_cache=(_LOOKED_FOR_S, _FORGOTTEN_S) if desk.intake else None,
    )
    with page:
        parts = build(_served(desk), desk.feedback is not None, desk.intake is not None)
        wire(page, parts, desk, examples)
        serve_programs(desk, ANSWERING, mcp)
    return page


def _served(desk: Desk) -> list[Callable[[Mapping[str, Any]], str]]:
    """What the page's script may call. Gradio marks them, which functions allow and methods do not."""
    from qa.page.guard import told

    def opened(wanted: Mapping[str, Any]) -> str:
        with told(wanted.get("language")):
            return desk.opened(wanted)

    def csv(wanted: Mapping[str, Any]) -> str:
        with told(wanted.get("language")):
            return desk.csv(wanted)

    return [opened, csv]


def launch(
    page: "gr.Blocks",
    host: str = "127.0.0.1",
    port: int = 7860,
    users: Users | None = None,
    mcp: bool = False,
    most_bytes: int = 1,
) -> str:
    """Serve `page` in the background and return its URL; with `users` to those only.

    `most_bytes` are those of a file that may be sent to it.
    Raises UsageError when the address cannot be used, or for `mcp` without the package it needs.
    """
    import gradio as gr

    from qa.page.script import STYLE

    if mcp:
        _check_mcp()

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
            css=STYLE,
            footer_links=["api", "settings"],
            run_history=False,
            allowed_paths=[],
            max_file_size=most_bytes,
            max_threads=16,
            # Gradio's annotation knows plain functions only, which it calls on its event loop: a hash would stop it.
            auth=cast(Any, users.sign_in if users else None),
            mcp_server=mcp,
            enable_monitoring=False,
            ssr_mode=False,
        )
    except OSError as error:
        raise _busy(host, port) from error
    return str(url)


def main(argv: Sequence[str] | None = None, open_embedder: OpenEmbedder = load_embedder) -> int:
    """Run the page until it is stopped; returns the exit code (0 stopped, 2 wrong use or no usable index)."""
    args = parser().parse_args(argv)

    def run() -> int:
        _check_port(args.host, args.port)
        if args.mcp:
            _check_mcp()
        check(args)
        users = read_users(args.auth_file) if args.auth_file else None
        if args.allow_upload and not users and args.host not in _OWN_ADDRESSES:
            print(f"warning: {_OPEN_TO_ALL}", file=sys.stderr, flush=True)
        folder = args.index or default_folder()
        fits: list[bool] = []
        print("loading the model …", file=sys.stderr, flush=True)

        def warm(index: Index) -> None:
            fits.append(any(FIRST_SAID in said for said in ask(FIRST, index).short))

        live = LiveIndex(
            folder,
            open_embedder=lambda recorded: open_embedder(args.model or recorded),
            warm=warm,
            view=None if args.show_contacts else without_contacts,
        )
        most_bytes = args.max_upload * 2**20 if args.allow_upload else 1
        intake = Intake(live, folder, most_bytes) if args.allow_upload else None
        page = make_page(Desk(live, feedback_store(folder) if args.feedback else None, intake), fits[0], args.mcp)
        url = launch(page, args.host, args.port, users, args.mcp, most_bytes)
        print(f"ready: {url}  (Ctrl+C stops it)", flush=True)
        page.block_thread()
        return 0

    if args.log_questions:
        log_questions()
    with _uploads() if args.allow_upload else nullcontext():
        return run_command(run)


@contextmanager
def _uploads() -> Iterator[None]:
    """Files that are sent stay in a folder of our own, which goes with the page, also when it is told to end."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with tempfile.TemporaryDirectory(prefix="policy-qa-") as folder:
            os.environ["GRADIO_TEMP_DIR"] = folder
            yield
    finally:
        os.environ.pop("GRADIO_TEMP_DIR", None)
        signal.signal(signal.SIGTERM, before)


def feedback_store(folder: Path) -> FeedbackStore | None:
    """The store of feedback beside an index folder; None, with a warning on stderr, where it cannot be used."""
    try:
        return FeedbackStore(feedback_file(folder))
    except FeedbackError as error:
        print(f"warning: the page opens without thumbs: {error}", file=sys.stderr, flush=True)
        return None


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


def _check_mcp() -> None:
    if find_spec("mcp") is None:
        raise UsageError(
            "--mcp needs a package that is not installed: .venv/bin/pip install -c constraints.txt -e '.[mcp]'"
        )


def _busy(host: str, port: int) -> UsageError:
    return UsageError(f"cannot listen on {host}, port {port}: choose another with --port (or --host)")


if __name__ == "__main__":
    sys.exit(main())
