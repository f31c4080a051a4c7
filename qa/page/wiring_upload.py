"""What happens where documents are added and removed, and what of the page follows it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from qa.page.components import Parts
from qa.page.desk import Desk, texts_of
from qa.page.events import Events
from qa.page.intake import Intake, Report, Step
from qa.page.intake_html import asked_html, report_html, step_html
from qa.page.labels import limit_updates
from qa.page.texts import Texts
from qa.page.uploading import Uploading

_WRITING: dict[str, Any] = {"concurrency_id": "write", "concurrency_limit": 1}
"""One addition at a time; who asks questions meanwhile does not wait for it."""

# In the place of what the chat is limited to, which is a list of documents too.
_TICKED = """(limits, language) => [
  [...document.querySelectorAll('.pq-corpus input[type=checkbox]:checked')].map((box) => box.dataset.document),
  language,
]"""
_TO_CONFIRM = "() => requestAnimationFrame(() => document.querySelector('#pq-confirm')?.focus())"
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def wire_uploading(parts: Parts, part: Uploading, events: Events, intake: Intake) -> None:
    """Connect it; the lists of the page that opened it are renewed, those of others when they look."""
    done = UploadEvents(part, events.desk, intake)
    asked = part.remove.click(
        done.ask_sure, [parts.limits[0], parts.language], [part.chosen, part.said, part.sure], js=_TICKED, **_PRIVATE
    )
    asked.then(None, js=_TO_CONFIRM)
    part.keep.click(done.leave, None, [part.chosen, part.said, part.sure], **_PRIVATE)
    added = part.add.click(done.add, [part.files, parts.language], [part.said, part.files], **_PRIVATE, **_WRITING)
    removed = part.confirm.click(
        done.remove, [part.chosen, parts.language], [part.said, part.sure], **_PRIVATE, **_WRITING
    )
    words = [parts.words, parts.language, parts.limits[0]]
    for one in (added, removed):
        one.then(events.corpus, words, parts.corpus, **_PRIVATE)
        one.then(events.register, [parts.measures, parts.language], parts.register, **_PRIVATE)
        one.then(done.relimit, parts.language, list(parts.limits), **_PRIVATE)


class UploadEvents:
    """The handlers."""

    def __init__(self, part: Uploading, desk: Desk, intake: Intake) -> None:
        self.part = part
        self._desk = desk
        self._intake = intake

    def add(self, files: list[str], language: str) -> Iterator[dict[Any, Any]]:
        """The files go into the index; they stay in their field where that has to be tried again."""
        part, texts = self.part, texts_of(language)
        if not files:
            yield {part.said: report_html(Report(problem=texts("intake.no_files")), texts, 0)}
            return
        _sweep(Path(part.files.GRADIO_CACHE))
        for told in self._intake.add([Path(file) for file in files]):
            shown = self._shown(told, texts)
            if isinstance(told, Report) and told.problem != "busy":
                shown[part.files] = None
            yield shown

    def ask_sure(self, chosen: list[str], language: str) -> dict[Any, Any]:
        """Whether the chosen documents are really to go."""
        titles = {one.id: one.title for one in self._desk.live.get().documents()}
        part, there = self.part, [one for one in chosen if one in titles]
        return {
            part.chosen: there,
            part.said: asked_html([titles[one] for one in there], texts_of(language)),
            part.sure: gr.update(visible=bool(there)),
        }

    def remove(self, chosen: list[str], language: str) -> Iterator[dict[Any, Any]]:
        """The chosen documents go."""
        part, texts = self.part, texts_of(language)
        if not chosen:
            yield {part.said: asked_html([], texts)}
            return
        for told in self._intake.remove(chosen):
            shown = self._shown(told, texts)
            if isinstance(told, Report):
                shown[part.sure] = gr.update(visible=told.problem == "busy")
            yield shown

    def leave(self) -> dict[Any, Any]:
        """Nothing goes."""
        return {self.part.chosen: [], self.part.said: "", self.part.sure: gr.update(visible=False)}

    def relimit(self, language: str) -> list[Any]:
        """What the chat can be limited to by now."""
        return limit_updates(self._desk.live.get(), texts_of(language))

    def _shown(self, told: Step | Report, texts: Texts) -> dict[Any, Any]:
        html = step_html(told, texts) if isinstance(told, Step) else report_html(told, texts, self._intake.most_bytes)
        return {self.part.said: html}


def _sweep(folder: Path) -> None:
    """Gradio makes an empty file beside each that it hands over, and forgets it."""
    for file in folder.glob("tmp*"):
        if file.is_file() and not file.stat().st_size:
            file.unlink(missing_ok=True)
