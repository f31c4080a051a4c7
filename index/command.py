"""How every command of ours runs: its output's encoding, its errors without a traceback, its exit code."""

import io
import os
import sys
from collections.abc import Callable

from index.errors import PolicyError


def run_command(run: Callable[[], int], *, machine: bool = False) -> int:
    """Run a command and return its exit code; a PolicyError is printed on stderr and gives its own code.

    With `machine` stdout is UTF-8 whatever the terminal's encoding is; else characters it lacks become `?`. A reader
    of stdout that has gone (`… | head`) is no error. 130 when interrupted.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8" if machine else None, errors="replace")
    try:
        code = run()
        sys.stdout.flush()
    except PolicyError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Python flushes stdout once more at its end, and would complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    return code
