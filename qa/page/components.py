"""The components of the page, in their places; what they say comes from `labels`, what they do from `wiring`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.page.script import SCRIPT
from qa.page.texts import LANGUAGES
from qa.page.uploading import Uploading, build_uploading

NAMES = {"zh": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
"""The languages as they call themselves."""

STORE = "policy-qa"
"""The key in the browser's store; what is kept there is the browser's own, so that it is no secret either."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything on the page that an event reads or changes."""

    header: gr.HTML
    language: gr.Radio
    store: gr.BrowserState
    talk: gr.State
    asked: gr.State
    offers: gr.State
    judged: gr.State
    talks_title: gr.HTML
    talks: gr.Radio
    new: gr.Button
    delete: gr.Button
    tabs: gr.Tabs
    chat_tab: gr.Tab
    documents_tab: gr.Tab
    register_tab: gr.Tab
    chat: gr.Chatbot
    note_row: gr.Row
    note: gr.Textbox
    note_send: gr.Button
    limit: gr.Accordion
    limits: tuple[gr.Dropdown, ...]
    box: gr.Textbox
    send: gr.Button
    stop: gr.Button
    clear: gr.Button
    words: gr.Textbox
    limit_chosen: gr.Button
    limit_none: gr.Button
    corpus: gr.HTML
    measures: gr.Textbox
    csv: gr.Button
    register: gr.HTML
    cards: gr.HTML
    reader: gr.HTML
    why: gr.Accordion
    why_shown: gr.HTML
    uploading: Uploading | None


def build(server_functions: Sequence[Callable[..., Any]], feedback: bool, upload: bool = False) -> Parts:
    """Lay the page out, inside a `gr.Blocks`. `server_functions` are what `page.js` may call."""
    store = gr.BrowserState({}, storage_key=STORE, secret=STORE)
    talk, asked, offers, judged = (gr.State(None) for _ in range(4))
    with gr.Row(elem_classes="pq-top"):
        header = gr.HTML(js_on_load=None, elem_classes="pq-header-block")
        language = gr.Radio(
            [(NAMES[one], one) for one in LANGUAGES],
            value="en",
            container=False,
            min_width=280,
            elem_classes="pq-language",
        )
    with gr.Sidebar(open=False, width=270, elem_classes="pq-talks"):
        talks_title = gr.HTML(js_on_load=None)
        new = gr.Button(size="sm")
        talks = gr.Radio([], container=False, elem_classes="pq-talk-list")
        delete = gr.Button(size="sm", variant="stop")
    with gr.Row(elem_classes="pq-main"):
        with gr.Column(scale=6, min_width=320, elem_classes="pq-left"), gr.Tabs(selected="chat") as tabs:
            with gr.Tab(id="chat", elem_classes="pq-tab-chat") as chat_tab:
                chat = _chat(feedback)
                with gr.Row(visible=False, elem_classes="pq-note-row") as note_row:
                    note = gr.Textbox(lines=1, max_lines=4, scale=8, container=True)
                    note_send = gr.Button(scale=1, min_width=120, size="sm")
                with gr.Accordion("…", open=False, elem_classes="pq-limits") as limit:
                    documents = _dropdown(320)
                    with gr.Row():
                        limits = (documents, *(_dropdown(140) for _ in range(3)))
                with gr.Row(elem_classes="pq-ask"):
                    box = gr.Textbox(
                        show_label=False,
                        container=False,
                        autofocus=True,
                        lines=1,
                        max_lines=5,
                        scale=8,
                        elem_id="pq-box",
                    )
                    send = gr.Button(variant="primary", scale=1, min_width=100)
                    stop = gr.Button(variant="stop", scale=1, min_width=100, visible=False, elem_id="pq-stop")
                    clear = gr.Button(scale=1, min_width=90)
            with gr.Tab(id="documents", elem_classes="pq-tab-documents") as documents_tab:
                with gr.Row(elem_classes="pq-tools"):
                    words = gr.Textbox(scale=6, container=True)
                    limit_chosen = gr.Button(scale=2, min_width=180, size="md")
                    limit_none = gr.Button(scale=2, min_width=150, size="md")
                uploading = build_uploading() if upload else None
                corpus = gr.HTML(js_on_load=None)
            with gr.Tab(id="register", elem_classes="pq-tab-register") as register_tab:
                with gr.Row(elem_classes="pq-tools"):
                    measures = gr.Textbox(scale=6, container=True, elem_id="pq-measures")
                    csv = gr.Button(scale=2, min_width=170, size="md", elem_id="pq-csv")
                register = gr.HTML(js_on_load=None)
        with gr.Column(scale=5, min_width=320, elem_classes="pq-panel"):
            reader = gr.HTML("", js_on_load=SCRIPT, server_functions=list(server_functions), elem_classes="pq-reader")
            cards = gr.HTML(js_on_load=None, elem_classes="pq-cards")
            with gr.Accordion("…", open=False, visible=False, elem_classes="pq-why-fold") as why:
                why_shown = gr.HTML(js_on_load=None)
    return Parts(
        header, language, store, talk, asked, offers, judged, talks_title, talks, new, delete, tabs, chat_tab,
        documents_tab, register_tab, chat, note_row, note, note_send, limit, limits, box, send, stop, clear, words,
        limit_chosen, limit_none, corpus, measures, csv, register, cards, reader, why, why_shown, uploading,
    )  # fmt: skip


def _chat(feedback: bool) -> gr.Chatbot:
    return gr.Chatbot(
        show_label=False,
        elem_classes="pq-messages",
        height="100%",
        buttons=[],
        latex_delimiters=[],
        sanitize_html=True,
        allow_tags=False,
        feedback_options=("Like", "Dislike") if feedback else None,
        layout="bubble",
        group_consecutive_messages=False,
    )


def _dropdown(min_width: int) -> gr.Dropdown:
    # A document chosen in the documents' tab may be one that the list is too short for.
    return gr.Dropdown([], multiselect=True, min_width=min_width, allow_custom_value=True)
