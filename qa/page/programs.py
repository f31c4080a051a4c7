"""What programs call on the running page: the endpoint `/query`, and for MCP clients the tool `ask_policy`."""

import json
from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.events import api

from index import PolicyError
from qa.ask import Turn
from qa.page.desk import Desk, Limits
from qa.render import to_json


def serve_programs(desk: Desk, answering: dict[str, Any], mcp: bool) -> None:
    """Add the endpoints, inside a `gr.Blocks`; with `mcp` the tool as well."""

    def query(
        question: str,
        top_k: int = 5,
        document: list[str] | None = None,
        issuer: list[str] | None = None,
        year: list[str] | None = None,
        reference: list[str] | None = None,
        history: list[Any] | None = None,
        as_of: str | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the indexed documents, with citations that slice them exactly.

        document (file name, part of the title, reference or id), issuer (part of the name), year of issue (2021 or
        2019-2021) and reference (part of it) limit the documents: of each list one value must fit. history holds the
        earlier questions, oldest first, as text or as the answers to them. as_of (2019-06-01) answers as on that day,
        left out as today.
        """
        limits: Limits = {"document": document, "issuer": issuer, "year": year, "reference": reference}
        return _answered(desk, question, top_k, limits, history, as_of)

    # Of a public endpoint Gradio makes a tool as well, unless it is of another kind; MCP clients are to be offered one.
    query._mcp_type = "endpoint"  # type: ignore[attr-defined]
    api(query, api_name="query", api_visibility="public", **answering)
    if mcp:
        api(_tool(desk), api_name="ask_policy", api_visibility="public", **answering)


def _tool(desk: Desk) -> Callable[..., str]:
    # Text, since Gradio would give a tool's dict as Python writes it, which is no JSON.
    def ask_policy(question: str, document: str = "", year: str = "", as_of: str = "") -> str:
        """Answer a question about the indexed government policy documents, with exact quotes as proof, or decline.

        The answer is JSON: `answered`, `text` (short answer and its quoted sentences), `short`, `confidence` (0 to 1)
        and `citations` (document, reference, issuer, date, heading path, quote and its offsets). `warnings` name what
        is not in force. When `answered` is false the documents do not say; `hits` are then related passages only.
        Never add to it what no quote says.

        Args:
            question: The question, in any language.
            document: Limit to documents whose file name, title, reference or id fits; empty for all.
            year: Limit to documents issued in a year (2021) or range (2019-2021); empty for all.
            as_of: The day, such as 2019-06-01, on which the answer holds; empty for today.
        """
        limits: Limits = {"document": [document] if document else None, "year": [year] if year else None}
        return json.dumps(_answered(desk, question, 5, limits, None, as_of), ensure_ascii=False)

    return ask_policy


def _answered(
    desk: Desk, question: str, top_k: int, limits: Limits, history: list[Turn] | None, as_of: str | None
) -> dict[str, Any]:
    try:
        return to_json(desk.answer(question, desk.live.get(), history or (), limits, top_k, as_of or None))
    except PolicyError as error:
        raise gr.Error(str(error), print_exception=False) from error
