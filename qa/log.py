"""What is logged: that something failed, and where; what may repeat a question, only where that is asked for."""

import logging
import sys
import traceback

LOG = logging.getLogger("policy_qa")
QUESTIONS = logging.getLogger("policy_qa.questions")
"""Silent unless `log_questions` was called."""


def log_questions() -> None:
    """From now on this process writes every question asked, and what it is about when one fails, to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    QUESTIONS.addHandler(handler)
    QUESTIONS.setLevel(logging.INFO)
    QUESTIONS.propagate = False


def log_question(question: str) -> None:
    """A question is asked."""
    QUESTIONS.info("asked: %r", question)


def log_unproved(question: str, problem: str) -> None:
    """An answer is not shown as it was written: something in it has no proof."""
    LOG.error("an answer is shown without what its quotes do not prove")
    QUESTIONS.info("the answer to %r is not shown: %s", question, problem)


def log_fault(error: BaseException) -> None:
    """Something failed that should not: the places in the code, without the messages, which may repeat a question."""
    LOG.error("a fault of the program (please report it):\n%s", "".join(_places(error)))
    QUESTIONS.info("the fault says: %s", error)


def _places(error: BaseException) -> list[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*_places(cause), "followed by\n"] if cause else []
    return [*before, *traceback.format_tb(error.__traceback__), f"{type(error).__qualname__}\n"]
