"""Whatever fails on the page is told in a sentence of ours, and logged without what anybody typed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import gradio as gr

from index import PolicyError
from qa.log import log_fault
from qa.page.desk import texts_of
from qa.page.texts import LANGUAGES


class GuardedBlocks(gr.Blocks):
    """Blocks whose calls never end in a bare "Error": Gradio would print what it was given beside the traceback."""

    async def process_api(self, *given: Any, **named: Any) -> Any:
        """Gradio's, from the checks of what is sent to what is sent back; raises nothing but `gr.Error`."""
        inputs = named.get("inputs", given[1] if len(given) > 1 else ())
        with told(_language(inputs)):
            return await super().process_api(*given, **named)


@contextmanager
def told(language: object) -> Iterator[None]:
    """What fails within becomes a `gr.Error` with a sentence in this language; a fault of ours is logged."""
    try:
        yield
    except gr.Error:
        raise
    except PolicyError as error:
        raise gr.Error(str(error), print_exception=False) from None
    except Exception as error:
        log_fault(error)
        raise gr.Error(texts_of(language)("fault.page"), print_exception=False) from None


def _language(inputs: object) -> object:
    """That of the page, which most handlers are given."""
    given = inputs if isinstance(inputs, Sequence) else ()
    return next((one for one in given if isinstance(one, str) and one in LANGUAGES), None)
