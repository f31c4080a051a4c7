"""What the page's events do: each handler takes what is read and returns what its outputs are to be."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from qa.feedback import FeedbackError
from qa.page.components import Parts
from qa.page.corpus import corpus_html
from qa.page.desk import Desk, Limits, messages, texts_of
from qa.page.labels import labels
from qa.page.shelf import Shelf, Talk, new_talk, read_shelf
from qa.page.texts import LANGUAGES, texts_for


class Events:
    """The handlers, and the outputs that several of them share."""

    def __init__(self, parts: Parts, desk: Desk, examples: bool) -> None:
        self.parts = parts
        self.desk = desk
        self._examples = examples
        self.labelled = list(self.labels_of("en"))
        # One after another: the conversation, how it is listed, what of it is shown, no question under way.
        self.shown = [
            parts.store, parts.language, parts.talk, parts.talks, parts.chat, parts.cards, parts.why, parts.note_row,
            parts.asked, parts.send, parts.stop,
        ]  # fmt: skip
        self.taking = [
            parts.box, parts.asked, parts.chat, parts.cards, parts.send, parts.stop, parts.why,
            parts.note_row, parts.tabs,
        ]  # fmt: skip

    def open(self, store: object, request: gr.Request) -> dict[Any, Any]:
        """The page as a browser left it, or in its language; with a question of the address (`?q=`) a fresh one."""
        shelf = read_shelf(store)
        texts = (
            texts_of(shelf.language)
            if shelf.language in LANGUAGES
            else texts_for(request.headers.get("accept-language"))
        )
        asked = request.query_params.get("q") or None
        talk = new_talk() if asked else shelf.open
        return {
            **self.labels_of(texts.language),
            **self._show(shelf, talk, texts.language),
            self.parts.asked: asked,
        }

    def speak(self, language: str, store: object, talk: Talk | None, asked: str | None) -> dict[Any, Any]:
        """Everything in another language, except a question that waits for its answer: that goes on."""
        parts, talk = self.parts, talk or new_talk()
        shown = self._show(replace(read_shelf(store), language=language), talk, language)
        if asked is not None and not _is_last(asked, talk):
            for part in (parts.chat, parts.cards, parts.why, parts.asked, parts.send, parts.stop):
                del shown[part]
        return {**self.labels_of(language), **shown}

    def take(self, question: str, talk: Talk | None, language: str) -> dict[Any, Any]:
        """A question moves from its box into the chat."""
        parts, texts, before = self.parts, texts_of(language), talk or new_talk()
        return {
            parts.box: "",
            parts.asked: question,
            parts.chat: self.desk.taken(question, before, texts),
            parts.send: gr.update(visible=False),
            parts.stop: gr.update(visible=True),
            parts.why: gr.update(open=False, visible=False),
            parts.note_row: gr.update(visible=False),
            parts.tabs: gr.update(selected="chat"),
        }

    def take_asked(self, asked: str | None, talk: Talk | None, language: str) -> dict[Any, Any]:
        """The same for a question that was not typed; nothing where there is none."""
        if asked is None:
            return {self.parts.asked: None}
        taken = self.take(asked, talk, language)
        del taken[self.parts.box]
        return taken

    def respond(
        self, asked: str | None, talk: Talk | None, language: str, *limits: list[Any]
    ) -> Iterator[tuple[Any, Any, Any]]:
        """The chat, the sources and the conversation, as they grow; nothing where nothing was asked."""
        if asked is None:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        yield from self.desk.answered(asked, talk or new_talk(), texts_of(language), _limits(limits))

    def keep(self, talk: Talk | None, store: object) -> dict[Any, Any]:
        """The conversation is on the shelf, and the next question can be asked."""
        parts, talk = self.parts, talk or new_talk()
        shelf = replace(read_shelf(store).with_talk(talk), shown=talk.id)
        return {
            parts.store: shelf.to_json(),
            parts.talks: gr.update(**_listed(shelf, talk)),
            parts.send: gr.update(visible=True),
            parts.stop: gr.update(visible=False),
            parts.why: gr.update(visible=bool(talk.turns)),
        }

    def suggest(self, asked: str | None, talk: Talk | None, *limits: list[Any]) -> tuple[Talk, list[str]] | None:
        """What could be asked after the last turn of a conversation, with the conversation as it is now."""
        if asked is None or talk is None:
            return None
        return talk, self.desk.next_questions(talk, _limits(limits))

    def offer(self, offers: tuple[Talk, list[str]] | None, asked: str | None, talk: Talk | None, language: str) -> Any:
        """Offered below the answer, unless another question was asked or another conversation is shown by now."""
        if offers is None or not offers[1] or offers[0] != talk or asked is None or not _is_last(asked, talk):
            return gr.skip()
        return messages(talk, texts_of(language), offers[1])

    def stop(self, written: str, asked: str | None, talk: Talk | None, store: object, language: str) -> dict[Any, Any]:
        """The conversation as it was before the question, which goes back into its box where that is empty."""
        shelf = read_shelf(store)
        kept = (shelf.talk(talk.id) if talk else None) or talk or new_talk()
        lost = "" if asked is None or _is_last(asked, kept) else asked
        return {**self._show(shelf, kept, language), self.parts.box: written or lost}

    def again(self, talk: Talk | None) -> tuple[str | None, Talk]:
        """The last question anew."""
        if talk is None or not talk.turns:
            return None, talk or new_talk()
        return talk.turns[-1].question, Talk(talk.id, talk.turns[:-1])

    def why(self, talk: Talk | None, language: str, *limits: list[Any]) -> str:
        """How the last answer came about."""
        return self.desk.why(talk or new_talk(), texts_of(language), _limits(limits))

    def judge(self, talk: Talk | None, language: str, data: gr.LikeData, request: gr.Request) -> tuple[Any, Any]:
        """A thumb for an answer is kept, and a note may follow."""
        place = (data.index if isinstance(data.index, int) else data.index[0]) // 2
        if self.desk.feedback is None or talk is None or not 0 <= place < len(talk.turns) or data.liked is None:
            return None, gr.update(visible=False)
        if talk.turns[place].refused:
            return None, gr.update(visible=False)
        judged = ("up" if data.liked in (True, "Like") else "down", talk.turns[place])
        kept = self._keep_feedback(judged, "", language, request)
        return judged if kept else None, gr.update(visible=kept)

    def add_note(self, note: str, judged: Any, language: str, request: gr.Request) -> tuple[Any, Any]:
        """The thumb that was given, with a note, which stays where it is refused."""
        if judged and note.strip() and not self._keep_feedback(judged, note, language, request):
            return gr.skip(), gr.skip()
        return "", gr.update(visible=False)

    def _keep_feedback(self, judged: Any, note: str, language: str, request: gr.Request) -> bool:
        """Whether it was kept; the page says why where it was not."""
        verdict, turn = judged
        assert self.desk.feedback is not None
        try:
            self.desk.feedback.add(verdict, note, turn.judged(), turn.generation, session=str(request.session_hash))
        except FeedbackError as error:
            gr.Warning(texts_of(language)(f"feedback.refused_{error.kind}"))
            return False
        return True

    def begin(self, store: object, language: str) -> dict[Any, Any]:
        """An empty conversation."""
        return self._show(read_shelf(store), new_talk(), language)

    def switch(self, chosen: str | None, store: object, language: str) -> dict[Any, Any]:
        """Another conversation of the shelf."""
        shelf = read_shelf(store)
        return self._show(shelf, shelf.talk(chosen) or new_talk(), language)

    def drop(self, talk: Talk | None, store: object, language: str) -> dict[Any, Any]:
        """The conversation goes, from the shelf too."""
        shelf = read_shelf(store)
        return self._show(shelf.without(talk.id) if talk else shelf, new_talk(), language)

    def _show(self, shelf: Shelf, talk: Talk, language: str) -> dict[Any, Any]:
        parts, texts = self.parts, texts_of(language)
        return {
            parts.store: replace(shelf, shown=talk.id).to_json(),
            parts.language: gr.update(value=language, label=texts("page.language")),
            parts.talk: talk,
            parts.talks: gr.update(**_listed(shelf, talk), label=texts("talks.title")),
            parts.chat: gr.update(**_chat(self.labels_of(language)[parts.chat], messages(talk, texts))),
            parts.cards: self.desk.cards(talk, texts),
            parts.why: gr.update(open=False, visible=bool(talk.turns), label=texts("chat.why")),
            parts.note_row: gr.update(visible=False),
            parts.asked: None,
            parts.send: gr.update(visible=True, value=texts("chat.send")),
            parts.stop: gr.update(visible=False, value=texts("chat.stop")),
        }

    def labels_of(self, language: str) -> dict[Any, Any]:
        """All labels in a language."""
        most_bytes = self.desk.intake.most_bytes if self.desk.intake else 0
        return labels(self.parts, texts_of(language), self.desk.live.get(), self._examples, most_bytes)

    def count(self, language: str, *chosen: list[Any]) -> Any:
        """The fold's label says how many values limit the next question: it may be closed."""
        values, texts = sum(map(len, chosen)), texts_of(language)
        return gr.update(label=texts("chat.limited", count=values) if values else texts("chat.limit"))

    def limited(self, chosen: list[str]) -> tuple[Any, Any]:
        """Questions are limited to the documents that were ticked."""
        index = self.desk.live.get()
        there = {document.id for document in index.documents()}
        return gr.update(value=[one for one in chosen if one in there]), gr.update(selected="chat")

    def corpus(self, words: str | None, language: str, chosen: list[str]) -> str:
        """The list of documents; `words` are None where their box was not shown yet."""
        return corpus_html(self.desk.live.get(), texts_of(language), frozenset(chosen), words or "")

    def register(self, words: str | None, language: str) -> str:
        """The table of responsibilities; `words` are None where their box was not shown yet."""
        return self.desk.register(words or "", texts_of(language))


def _is_last(question: str, talk: Talk) -> bool:
    return bool(talk.turns) and talk.turns[-1].question == question


def _listed(shelf: Shelf, talk: Talk) -> dict[str, Any]:
    choices = [(one.title, one.id) for one in shelf.talks]
    return {"choices": choices, "value": talk.id if shelf.talk(talk.id) else None}


def _chat(update: dict[str, Any], shown: list[dict[str, Any]]) -> dict[str, Any]:
    return {**{name: value for name, value in update.items() if name != "__type__"}, "value": shown}


def _limits(chosen: tuple[list[Any], ...]) -> Limits:
    return dict(zip(("document_id", "issuer", "year", "reference"), chosen, strict=True))
