"""The command line of the page."""

import argparse
from pathlib import Path

from index import UsageError

MOST_MEGABYTES = 50
"""Of a file that may be uploaded, unless --max-upload says otherwise."""
_LARGEST_MEGABYTES = 200  # a larger one would not be read


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    words = argparse.ArgumentParser(
        prog="app.py", description="Serve the question page, to this machine only by default."
    )
    words.add_argument(
        "--index", type=Path, metavar="DIR", help="index folder (default: $POLICY_QA_INDEX or .policy-qa)"
    )
    words.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    words.add_argument("--port", type=int, default=7860, help="port to listen on (default 7860)")
    words.add_argument("--model", metavar="NAME", help="name or folder of the index's model, where it has moved")
    words.add_argument(
        "--auth-file", type=Path, metavar="FILE", help="ask for a name and password; python -m qa.page.users makes it"
    )
    words.add_argument(
        "--no-feedback", dest="feedback", action="store_false", help="offer no thumbs, keep no questions"
    )
    words.add_argument(
        "--allow-upload", action="store_true", help="let whoever opens the page add and remove documents"
    )
    words.add_argument(
        "--max-upload",
        type=int,
        default=MOST_MEGABYTES,
        metavar="MB",
        help=f"the largest file that may be uploaded (default {MOST_MEGABYTES})",
    )
    words.add_argument(
        "--show-contacts",
        action="store_true",
        help="show mobile numbers, identity-card numbers and e-mail addresses, which the page hides",
    )
    words.add_argument(
        "--log-questions", action="store_true", help="write every question to stderr; without, none is logged"
    )
    words.add_argument("--mcp", action="store_true", help="offer the tool ask_policy to MCP clients")
    return words


def check(args: argparse.Namespace) -> None:
    """Raises UsageError for options that do not go together, or a size beyond what is read."""
    if args.mcp and args.auth_file:
        raise UsageError(
            "--mcp and --auth-file do not go together: MCP clients cannot sign in. Start a second page for them, "
            "with --mcp and another --port, at an address that only they reach"
        )
    if not 1 <= args.max_upload <= _LARGEST_MEGABYTES:
        raise UsageError(f"--max-upload {args.max_upload}: give a number of megabytes from 1 to {_LARGEST_MEGABYTES}")
