"""The conversations that a browser keeps: newest first, few and small enough for its store."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from qa.page.turn import Turn, from_json

MOST_TALKS = 30
MOST_TURNS = 60
"""Turns kept of a conversation; a browser's store holds about five million characters."""

MOST_CHARACTERS = 3_000_000
_TITLE = 60


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: its turns, oldest first."""

    id: str
    turns: tuple[Turn, ...] = ()

    @property
    def title(self) -> str:
        """The first question, clipped; "" before there is one."""
        first = " ".join(self.turns[0].question.split()) if self.turns else ""
        return first if len(first) <= _TITLE else first[: _TITLE - 1] + "…"

    def with_turn(self, turn: Turn) -> "Talk":
        """The conversation with another turn at its end."""
        return replace(self, turns=(*self.turns, turn)[-MOST_TURNS:])


@dataclass(frozen=True, slots=True)
class Shelf:
    """All conversations, newest first, the language chosen for the page, if one was, and the conversation it shows."""

    talks: tuple[Talk, ...] = ()
    language: str | None = None
    shown: str | None = None

    @property
    def open(self) -> Talk:
        """The conversation that was shown, an empty one if that was; the newest where the shelf does not say."""
        if self.shown is None and self.talks:
            return self.talks[0]
        return self.talk(self.shown) or new_talk()

    def with_talk(self, talk: Talk) -> "Shelf":
        """The shelf with this conversation on top; the oldest go when there are too many or too much in them."""
        talks = [talk, *(other for other in self.talks if other.id != talk.id)] if talk.turns else list(self.talks)
        kept: list[Talk] = []
        size = 0
        for one in talks[:MOST_TALKS]:
            size += len(json.dumps(_written(one), ensure_ascii=False))
            if kept and size > MOST_CHARACTERS:
                break
            kept.append(one)
        return replace(self, talks=tuple(kept))

    def without(self, talk_id: str) -> "Shelf":
        """The shelf without a conversation."""
        return replace(self, talks=tuple(talk for talk in self.talks if talk.id != talk_id))

    def talk(self, talk_id: str | None) -> Talk | None:
        """The conversation of an id."""
        return next((talk for talk in self.talks if talk.id == talk_id), None)

    def to_json(self) -> dict[str, Any]:
        """Plain data for the browser; `read_shelf` reads it."""
        return {"talks": [_written(talk) for talk in self.talks], "language": self.language, "shown": self.shown}


def new_talk() -> Talk:
    """An empty conversation with an id of its own."""
    return Talk(secrets.token_hex(8))


def read_shelf(value: object) -> Shelf:
    """The shelf that a browser gives back; what is no conversation of ours in it is left out."""
    if not isinstance(value, Mapping):
        return Shelf()
    rows, language, shown = value.get("talks"), value.get("language"), value.get("shown")
    talks = [talk for row in rows[:MOST_TALKS] if (talk := _read(row))] if isinstance(rows, list) else []
    return Shelf(tuple(talks), *(one if isinstance(one, str) else None for one in (language, shown)))


def _written(talk: Talk) -> dict[str, Any]:
    return {"id": talk.id, "turns": [turn.to_json() for turn in talk.turns]}


def _read(row: object) -> Talk | None:
    if not isinstance(row, Mapping):
        return None
    name, rows = row.get("id"), row.get("turns")
    if not isinstance(name, str) or not name.isalnum() or len(name) > 64 or not isinstance(rows, list):
        return None
    turns = tuple(turn for one in rows[-MOST_TURNS:] if (turn := from_json(one)))
    return Talk(name, turns) if turns else None
