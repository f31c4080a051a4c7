"""What happens on the page: each event, what it reads and what it changes; `events` does it."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.page.components import Parts
from qa.page.desk import Desk
from qa.page.events import Events
from qa.page.wiring_upload import wire_uploading

ANSWERING: dict[str, Any] = {"concurrency_id": "ask", "concurrency_limit": 1}
"""One question at a time: two would take as long as one after the other, and each would wait for both."""

_OFFERING: dict[str, Any] = {"concurrency_id": "suggest", "concurrency_limit": 1}
"""What to ask next is worked out beside the questions: none waits for it."""

_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_AT_ONCE: dict[str, Any] = {**_PRIVATE, "queue": False}
_CHOSEN = """() => [[...document.querySelectorAll('.pq-corpus input[type=checkbox]:checked')]
  .map((box) => box.dataset.document)]"""
_TICKED = """(words, language, chosen) => {
  const boxes = [...document.querySelectorAll('.pq-corpus input[type=checkbox]')];
  const ticked = boxes.filter((box) => box.checked).map((box) => box.dataset.document);
  return [words, language, boxes.length ? ticked : chosen];
}"""
# A question of the address was asked: loading the page again shows its answer and does not ask once more.
_FORGET = """() => {
  const address = new URL(location.href);
  if (!address.searchParams.has('q')) return;
  address.searchParams.delete('q');
  history.replaceState(null, '', address);
}"""
# On a narrow window the list of conversations covers what was chosen of it.
_UNCOVER = "() => { if (innerWidth < 1000) document.querySelector('.pq-talks.open .toggle-button')?.click(); }"
_SPEAK = "(language) => { document.documentElement.lang = language === 'zh' ? 'zh-Hans' : language; }"


def wire(page: gr.Blocks, parts: Parts, desk: Desk, examples: bool) -> None:
    """Connect everything; `examples` says whether the shipped examples are offered."""
    events = Events(parts, desk, examples)
    opened = page.load(events.open, [parts.store], [*events.labelled, *events.shown], **_AT_ONCE)
    opened.then(None, parts.language, None, js=_SPEAK)
    taken = opened.then(events.take_asked, [parts.asked, parts.talk, parts.language], events.taking, **_AT_ONCE)
    first = _answer(taken, parts, events)
    first.kept.then(None, js=_FORGET)
    language = [parts.language, parts.store, parts.talk, parts.asked]
    parts.language.input(events.speak, language, [*events.labelled, *events.shown], **_AT_ONCE)
    parts.language.change(None, parts.language, None, js=_SPEAK)
    steps = [first, *_wire_chat(parts, events)]
    _wire_talks(parts, events, [one.answered for one in steps])
    _wire_tabs(parts, events)
    if parts.uploading and desk.intake:
        wire_uploading(parts, parts.uploading, events, desk.intake)


@dataclass(frozen=True, slots=True)
class _Steps:
    """What follows a question, one event after the other."""

    answered: Any
    kept: Any


def _answer(taken: Any, parts: Parts, events: Events) -> _Steps:
    answered = taken.then(
        events.respond,
        [parts.asked, parts.talk, parts.language, *parts.limits],
        [parts.chat, parts.cards, parts.talk],
        **_PRIVATE,
        **ANSWERING,
    )
    kept = answered.then(
        events.keep,
        [parts.talk, parts.store],
        [parts.store, parts.talks, parts.send, parts.stop, parts.why],
        **_AT_ONCE,
    )
    limits = [parts.asked, parts.talk, *parts.limits]
    found = kept.then(events.suggest, limits, parts.offers, **_PRIVATE, **_OFFERING)
    found.then(events.offer, [parts.offers, parts.asked, parts.talk, parts.language], parts.chat, **_AT_ONCE)
    return _Steps(answered, kept)


def _wire_chat(parts: Parts, events: Events) -> list[_Steps]:
    chosen = [
        parts.chat.example_select(_example, None, parts.asked, **_AT_ONCE),
        parts.chat.option_select(_option, None, parts.asked, **_AT_ONCE),
        parts.chat.retry(events.again, parts.talk, [parts.asked, parts.talk], **_AT_ONCE),
    ]
    typed = [parts.box.submit, parts.send.click]
    taken = [event(events.take, [parts.box, parts.talk, parts.language], events.taking, **_AT_ONCE) for event in typed]
    taken += [
        event.then(events.take_asked, [parts.asked, parts.talk, parts.language], events.taking, **_AT_ONCE)
        for event in chosen
    ]
    steps = [_answer(one, parts, events) for one in taken]
    for limit in parts.limits:
        limit.change(events.count, [parts.language, *parts.limits], parts.limit, **_AT_ONCE)
    parts.why.expand(events.why, [parts.talk, parts.language, *parts.limits], parts.why_shown, **_PRIVATE, **ANSWERING)
    if events.desk.feedback is not None:
        parts.chat.like(events.judge, [parts.talk, parts.language], [parts.judged, parts.note_row], **_PRIVATE)
        note = [parts.note, parts.judged, parts.language]
        for event in (parts.note_send.click, parts.note.submit):
            event(events.add_note, note, [parts.note, parts.note_row], **_PRIVATE)
    return steps


def _wire_talks(parts: Parts, events: Events, running: list[Any]) -> None:
    state = [parts.store, parts.language]
    ending: dict[str, Any] = {"cancels": running, **_AT_ONCE}
    parts.stop.click(events.stop, [parts.box, parts.asked, parts.talk, *state], [*events.shown, parts.box], **ending)
    begun = parts.new.click(events.begin, state, events.shown, **ending)
    switched = parts.talks.input(events.switch, [parts.talks, *state], events.shown, **ending)
    for chosen in (begun, switched):
        chosen.then(None, js=_UNCOVER)
    for button in (parts.delete, parts.clear):
        button.click(events.drop, [parts.talk, *state], events.shown, **ending)


def _wire_tabs(parts: Parts, events: Events) -> None:
    words = [parts.words, parts.language, parts.limits[0]]
    for event in (parts.words.change, parts.documents_tab.select):
        event(events.corpus, words, parts.corpus, js=_TICKED, trigger_mode="always_last", **_PRIVATE)
    parts.limit_chosen.click(events.limited, parts.limits[0], [parts.limits[0], parts.tabs], js=_CHOSEN, **_AT_ONCE)
    freed = parts.limit_none.click(
        lambda: ([], gr.Tabs(selected="chat")), None, [parts.limits[0], parts.tabs], **_AT_ONCE
    )
    freed.then(events.corpus, words, parts.corpus, **_PRIVATE)
    for event in (parts.measures.change, parts.register_tab.select):
        event(events.register, [parts.measures, parts.language], parts.register, trigger_mode="always_last", **_PRIVATE)


def _example(example: gr.SelectData) -> str:
    return str(example.value["text"])


def _option(option: gr.SelectData) -> str:
    return str(option.value)
