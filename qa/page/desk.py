"""What the page does with a question, without Gradio: the chat as messages, the sources, why, what to ask next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index import Index, LiveIndex, PolicyError, limited_ids
from qa.answer import Answer
from qa.ask import Turn as Earlier
from qa.ask import ask, explain
from qa.feedback import FeedbackStore
from qa.in_force import standing
from qa.log import log_fault, log_question
from qa.page.answer import answer_html, failed_html, question_html, searching_html
from qa.page.cards import cards_html
from qa.page.intake import Intake
from qa.page.links import parse_open
from qa.page.reader import reader_html
from qa.page.register import register_html
from qa.page.shelf import Talk
from qa.page.texts import LANGUAGES, Texts
from qa.page.turn import Turn, refused_turn, turn_of
from qa.page.why import why_html
from qa.register import matching, rows, to_csv
from qa.render import escape_html
from qa.suggest import suggestions

Message = dict[str, Any]
Limits = Mapping[str, Sequence[str | int] | None]
"""Wanted values by filter name; an empty one or None does not limit."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers for one page; `feedback` is None where none is kept, `intake` where nobody adds documents on the page."""

    live: LiveIndex
    feedback: FeedbackStore | None = None
    intake: Intake | None = None

    def taken(self, question: str, talk: Talk, texts: Texts) -> list[Message]:
        """The chat with the question in it and a note of progress."""
        asked = {"role": "user", "content": question_html(question, texts)}
        return [*messages(talk, texts), asked, _said(searching_html(texts))]

    def answered(
        self, question: str, talk: Talk, texts: Texts, limits: Limits
    ) -> Iterator[tuple[list[Message], str, Talk]]:
        """The chat, the sources and the conversation: first with the short answer, then with its evidence."""
        shown = self.taken(question, talk, texts)[:-1]
        served = self.live.served()
        nothing = cards_html(served.index, None, texts)
        try:
            found = self.answer(question, served.index, _history(talk.turns), limits)
        except Exception as error:
            if not isinstance(error, PolicyError):
                log_fault(error)
            why = str(error) if isinstance(error, PolicyError) else texts("fault.page")
            grown = talk.with_turn(refused_turn(question, why))
            yield messages(grown, texts), cards_html(served.index, grown.turns[-1], texts), grown
            return
        turn = turn_of(found, served.generation)
        yield [*shown, _said(answer_html(turn, texts, whole=False))], nothing, talk
        grown = talk.with_turn(turn)
        yield messages(grown, texts), cards_html(served.index, turn, texts), grown

    def answer(
        self,
        question: str,
        index: Index,
        history: Sequence[Earlier],
        limits: Limits,
        top_k: int = 5,
        as_of: str | None = None,
    ) -> Answer:
        """What `ask` says to a question; raises what it raises, and UsageError for limits that leave no document."""
        log_question(question)
        return ask(question, index, top_k, history=history, filters=filters_of(index, limits), as_of=as_of)

    def cards(self, talk: Talk, texts: Texts) -> str:
        """The sources of the conversation's last answer."""
        return cards_html(self.live.get(), talk.turns[-1] if talk.turns else None, texts)

    def next_questions(self, talk: Talk, limits: Limits) -> list[str]:
        """What could be asked after the conversation's last answer."""
        if not talk.turns or talk.turns[-1].refused:
            return []
        index = self.live.get()
        *before, last = talk.turns
        try:
            filters = filters_of(index, limits)
            answer = ask(last.question, index, history=_history(before), filters=filters)
            return suggestions(answer, index, filters=filters, earlier=[turn.question for turn in talk.turns])
        except PolicyError:
            return []

    def why(self, talk: Talk, texts: Texts, limits: Limits) -> str:
        """How the conversation's last answer came about, by the index of now."""
        if not talk.turns:
            return ""
        index = self.live.get()
        *before, last = talk.turns
        try:
            filters = filters_of(index, limits)
            return why_html(explain(last.question, index, history=_history(before), filters=filters), texts)
        except PolicyError as error:
            return failed_html(str(error))

    def register(self, words: str, texts: Texts) -> str:
        """The responsibilities that fit the words, as a table."""
        index = self.live.get()
        return register_html(matching(rows(index), words), texts, words=words, validity=standing(index, None).of)

    def opened(self, wanted: Mapping[str, Any]) -> str:
        """The document that a link (`link`) opens, in a language (`language`), as HTML."""
        texts = texts_of(wanted.get("language"))
        found = parse_open(str(wanted.get("link")))
        document_id, spans, number = found or ("", (), None)
        index = self.live.get()
        title = next((document.title for document in index.documents() if document.id == document_id), "")
        bar = (
            f'<button type="button" class="pq-act pq-back">← {escape_html(texts("cards.back"))}</button>'
            f'<button type="button" class="pq-act pq-back pq-to-chat">{escape_html(texts("cards.to_chat"))}</button>'
            f'<bdi class="pq-bar-title">{escape_html(title)}</bdi>'
        )
        return f'<div class="pq-bar">{bar}</div>{reader_html(index, document_id, spans, texts, number)}'

    def csv(self, wanted: Mapping[str, Any]) -> str:
        """The responsibilities that fit the words (`words`) as the text of a CSV file."""
        texts = texts_of(wanted.get("language"))
        return to_csv(matching(rows(self.live.get()), str(wanted.get("words") or "")), texts).decode("utf-8")


def _history(turns: Sequence[Turn]) -> list[Earlier]:
    return [turn.asked() for turn in turns if not turn.refused]


def messages(talk: Talk, texts: Texts, options: Sequence[str] = ()) -> list[Message]:
    """A conversation as messages of the chat; `options` are offered below the last."""
    shown: list[Message] = []
    for turn in talk.turns:
        shown.append({"role": "user", "content": question_html(turn.question, texts)})
        shown.append(_said(answer_html(turn, texts)))
    if shown and options:
        shown[-1]["options"] = [{"value": option, "label": option} for option in options]
    return shown


def texts_of(language: object) -> Texts:
    """The page's texts in a language that comes from a browser: English for one that there is not."""
    return Texts(language if isinstance(language, str) and language in LANGUAGES else "en")


def filters_of(index: Index, limits: Limits) -> dict[str, Any] | None:
    """What `ask` takes; raises UsageError for a limit that leaves no document, which `ask` would only decline."""
    given = {name: values for name, values in limits.items() if values}
    return {"document_id": sorted(limited_ids(given, index.documents()))} if given else None


def _said(html: str) -> Message:
    return {"role": "assistant", "content": html}
