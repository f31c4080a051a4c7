"""Names that the glossary knows in Chinese text, and what they are called in the asker's language."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index import Entry, Glossary, fold, read_cedict, simplify
from qa.messages import definite, listed, message
from qa.question import Language

_CHINESE = {"zh", "zh-Hant"}
_SHOWN_KINDS = {"body", "programme", "law", "place"}
_NOUNS_TOO = {"body", "programme"}
_HAN = re.compile(r"[\u3400-\u9fff]")
_SEPARATOR = re.compile(r"[》”」』〉]?\s*(?:[、，,；;和与及]|以及)\s*[《“「『〈]?")
_OPENING, _CLOSING = re.compile(r"[《“「『〈]?"), re.compile(r"[》”」』〉]?")

_LEVELS = frozenset("省市区县")
_OURS = frozenset("本我全各该同")
_PROPER = re.compile(r"^\[[A-Z]", re.MULTILINE)
_LONGEST_CITY = 4
_LONGEST_DOUBTED = 3
"""Longer names are never mere neighbours of other words."""

_OF = {"en": "{body} of {place}", "ja": "{place}{body}", "ko": "{place} {body}"}


@dataclass(frozen=True, slots=True)
class Named:
    """Characters `start`..`end` (half-open) of the text looked through, and the name they stand for.

    `chinese` is the glossary's form of them, `name` the first fitting name in the asker's language (else in English),
    `kind` the glossary's; `proper` tells names (Shenzhen Customs) from nouns (customs): a capital in English.
    """

    start: int
    end: int
    chinese: str
    name: str
    kind: str
    proper: bool


@dataclass(frozen=True, slots=True)
class _Match:
    """`place` is the place whose the entry's is, where its name stands before it: 广州市 + 公安局."""

    start: int
    end: int
    entry: Entry
    place: Entry | None = None


class NameFinder:
    """A glossary, made ready for finding its names in text; building it takes some 30 milliseconds."""

    def __init__(self, glossary: Glossary) -> None:
        self._entries: Mapping[str, Entry] = {fold(entry.chinese): entry for entry in glossary.entries}
        lengths: dict[str, set[int]] = {}
        for chinese in self._entries:
            lengths.setdefault(chinese[0], set()).add(len(chinese))
        self._lengths = {first: sorted(several, reverse=True) for first, several in lengths.items()}
        places = [entry for entry in glossary.entries if _is_place(entry)]
        self._towns: Mapping[tuple[str, str], Mapping[str, list[Entry]]] = {
            (entry.chinese, code): {name: _implied(entry, name, code, places) for name in names}
            for entry in glossary.entries
            if entry.kind == "body" and entry.chinese[0] in _LEVELS
            for code, names in entry.names.items()
        }
        self._words = read_cedict()

    def official_names(self, text: str, language: Language, about: str = "") -> tuple[Named, ...]:
        """The names of bodies, programmes, laws and places in Chinese text, in their order, none overlapping.

        The longest name at a place wins, a term's too (海关备案 holds no customs). Common nouns of two characters
        (单位, 规定) are left out. `about` says what the text is about (its document's title and issuer): 市公安局 is
        the bureau of Shenzhen only where that stands there; else it is a municipal one. None for askers in Chinese.
        """
        return tuple(
            named
            for named in self._named(text, language, about)
            if named.kind in _SHOWN_KINDS and (named.proper or (named.kind in _NOUNS_TOO and len(named.chinese) > 2))
        )

    def with_names(self, short: str, language: Language, about: str = "") -> str:
        """A short answer, its names in the asker's language before it: Shenzhen Customs (深圳海关).

        A series of names is given name by name; other text stands as it is, with the names in it behind. For askers in
        Chinese, and where nothing is known, it is `short` itself. `about` as in `official_names`.
        """
        every = self._named(short, language, about)
        if every and _is_series(_gaps(short, every)):
            return listed([_both(one.name, short[one.start : one.end], language) for one in every], language)
        known = {short[one.start : one.end]: one.name for one in self.official_names(short, language, about)}
        notes = "; ".join(f"{chinese}: {name}" for chinese, name in known.items())
        return f"{short} ({notes})" if notes else short

    def with_name(self, chinese: str, shown: str, language: Language, about: str = "") -> str:
        """A name that is `chinese` in full (市公安局), `shown` so in the text (公安局): Municipal … Bureau (公安局).

        Where the glossary does not know the whole of `chinese`, as `with_names`; for askers in Chinese, `shown` itself.
        """
        every = self._named(chinese, language, about)
        if len(every) != 1 or (every[0].start, every[0].end) != (0, len(chinese)):
            return self.with_names(shown, language, about)
        return _both(every[0].name, shown, language)

    def _named(self, text: str, language: Language, about: str) -> list[Named]:
        if language in _CHINESE:
            return []
        folded, said = _folded(text), fold(about)
        found = []
        for match in self._joined(self._matches(folded)):
            local = "" if self._of_other_city(folded, match.start) else said
            name = self._name(match, language, local)
            if name:
                kind = match.entry.kind
                proper = match.place is not None or any(map(str.isupper, self._name(match, "en", local) or name))
                chinese = text[match.start : match.end] if match.place else match.entry.chinese
                found.append(Named(match.start, match.end, chinese, name, kind, proper))
        return found

    def _matches(self, folded: str) -> Iterator[_Match]:
        at = before = 0
        while at < len(folded):
            for length in self._lengths.get(folded[at], ()):
                end = at + length
                entry = self._entries.get(folded[at:end]) if end <= len(folded) else None
                if entry and not self._cuts_word(folded, at, end, follows=at == before):
                    yield _Match(at, end, entry)
                    at = before = end
                    break
            else:
                at += 1

    def _joined(self, matches: Iterable[_Match]) -> Iterator[_Match]:
        """Matches, those of a place and of what is the place's right behind it as one: 广州市公安局, 上海 + 市政府."""
        before: _Match | None = None
        for match in matches:
            if before and before.end == match.start and before.place is None and _is_place(before.entry):
                if match.entry.chinese in {"省", "市"}:
                    before = replace(before, end=match.end)
                    continue
                if self._belongs(match.entry, before):
                    before = replace(match, start=before.start, place=before.entry)
                    continue
            if before:
                yield before
            before = match
        if before:
            yield before

    def _belongs(self, entry: Entry, before: _Match) -> bool:
        place = before.entry
        if entry.kind == "law":
            return _is_proper(entry) and place.chinese.endswith("国")
        placed = before.end - before.start > len(place.chinese) or place.chinese[-1] in _LEVELS
        said = _english(place) in _english(entry)
        own = entry.chinese[0] in _LEVELS or "市" + fold(entry.chinese) in self._entries
        return entry.kind == "body" and (placed or said or own)

    def _cuts_word(self, folded: str, start: int, end: int, follows: bool) -> bool:
        """Whether a name is probably none, as a word of the dictionary has one end of it: 教育部门, 特区政府."""
        doubted = end - start <= _LONGEST_DOUBTED
        behind = folded[end : end + 1]
        cut = behind and behind not in _LEVELS and folded[end - 1] + behind in self._words
        if cut and (doubted or folded[end - 1] == "部"):
            return True
        local = folded[start] in _LEVELS and start > 0 and folded[start - 1] in _OURS
        return doubted and start > 0 and not follows and not local and folded[start - 1 : start + 1] in self._words

    def _of_other_city(self, folded: str, start: int) -> bool:
        """Whether a name of the dictionary stands right before: the 市公安局 of 郑州市公安局 is not the document's."""
        before = (folded[max(0, start - length) : start] for length in range(2, _LONGEST_CITY + 1))
        return folded[start] in _LEVELS and any(_PROPER.search(self._words.get(word, "")) for word in before)

    def _name(self, match: _Match, language: str, about: str) -> str | None:
        entry, place = match.entry, match.place
        if place is None:
            return self._plain(entry, language, about) or self._plain(entry, "en", about)
        city = self._entries.get("市" + fold(entry.chinese), entry)
        for code in (language, "en"):
            towns = self._towns.get((city.chinese, code), {})
            known = next((name for name, several in towns.items() if place in several), None)
            body, town = self._plain(entry, code, ""), place.names.get(code, ("",))[0]
            if known or (body and town and town in body):
                return known or body
            if body and town and code in _OF:
                return _OF[code].format(body=body, place=definite(town) if code == "en" else town)
        return None

    def _plain(self, entry: Entry, language: str, about: str) -> str | None:
        """The first name; of a city's own body the first with the city that `about` has, else the first with none."""
        towns = self._towns.get((entry.chinese, language))
        if towns is None:
            return entry.names.get(language, (None,))[0]
        local = (name for name, several in towns.items() if any(fold(place.chinese) in about for place in several))
        return next(itertools.chain(local, (name for name, several in towns.items() if not several)), None)


def _implied(entry: Entry, name: str, language: str, places: Iterable[Entry]) -> list[Entry]:
    """The places that a name says and its Chinese does not."""
    return [
        place
        for place in places
        if place.chinese not in entry.chinese and any(_says(name, said) for said in place.names.get(language, ()))
    ]


def _is_place(entry: Entry) -> bool:
    return entry.kind == "place" and len(entry.chinese) > 1 and _is_proper(entry)


def _says(name: str, place: str) -> bool:
    return place in name and re.search(rf"(?<!\w){re.escape(place)}(?!\w)", name) is not None


def _gaps(text: str, named: Sequence[Named]) -> list[str]:
    edges = [0, *(edge for one in named for edge in (one.start, one.end)), len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _is_series(gaps: Sequence[str]) -> bool:
    whole = _OPENING.fullmatch(gaps[0]) and _CLOSING.fullmatch(gaps[-1])
    return bool(whole) and all(map(_SEPARATOR.fullmatch, gaps[1:-1]))


def _both(name: str, original: str, language: Language) -> str:
    return original if name == original else message("name", language, name=name, original=original)


def _english(entry: Entry) -> str:
    return entry.names.get("en", ("",))[0]


def _is_proper(entry: Entry) -> bool:
    return any(map(str.isupper, _english(entry)))


def _folded(text: str) -> str:
    """`text` as it is matched, but each character still in its place."""
    plain = "".join(_one(unicodedata.normalize("NFKC", c).casefold(), c) for c in text)
    simple = simplify(plain)
    return simple if len(simple) == len(text) else "".join(_one(simplify(c), c) for c in plain)


def _one(folded: str, character: str) -> str:
    return folded if len(folded) == 1 else character
