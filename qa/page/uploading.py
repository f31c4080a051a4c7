"""The part of the page where documents are added and removed: its components and what they say."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from index import READABLE
from qa.page.intake_html import rules_html
from qa.page.texts import Texts


@dataclass(frozen=True, slots=True)
class Uploading:
    """The components."""

    fold: gr.Accordion
    rules: gr.HTML
    files: gr.File
    add: gr.Button
    remove: gr.Button
    said: gr.HTML
    chosen: gr.State
    sure: gr.Row
    confirm: gr.Button
    keep: gr.Button


def build_uploading() -> Uploading:
    """Lay the part out, inside a tab."""
    with gr.Accordion("…", open=False, elem_classes="pq-intake-fold") as fold:
        rules = gr.HTML(js_on_load=None)
        files = gr.File(file_count="multiple", file_types=list(READABLE), height=140, elem_classes="pq-files")
        with gr.Row():
            add = gr.Button(variant="primary", size="md", elem_id="pq-add")
            remove = gr.Button(size="md", elem_id="pq-remove")
        said = gr.HTML(js_on_load=None, elem_id="pq-intake")
        chosen = gr.State([])
        with gr.Row(visible=False) as sure:
            confirm = gr.Button(variant="stop", size="md", elem_id="pq-confirm")
            keep = gr.Button(size="md")
    return Uploading(fold, rules, files, add, remove, said, chosen, sure, confirm, keep)


def uploading_labels(part: Uploading, texts: Texts, most_bytes: int) -> dict[Any, Any]:
    """An update for each component that has words of ours; `most_bytes` are those of one file."""
    return {
        part.fold: gr.update(label=texts("intake.title")),
        part.rules: rules_html(texts, most_bytes, READABLE),
        part.files: gr.update(label=texts("intake.files")),
        part.add: gr.update(value=texts("intake.add")),
        part.remove: gr.update(value=texts("intake.remove")),
        part.confirm: gr.update(value=texts("intake.confirm")),
        part.keep: gr.update(value=texts("intake.keep")),
    }
