"""The sentences of our own in an answer, by language, from `locales/*.toml`; all else in an answer is quoted."""

import re
import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from qa.answer import Reason
from qa.question import LONGEST, Language

Forms = Mapping[str, str]
"""A message's text by plural form: `one` (may be missing) and `other`."""

FOLDER = Path(__file__).with_name("locales")
_ENGLISH = "en"
_FORMS = {"one", "other"}
_HEAD = re.compile(r" (?:of|for|on|in|at|to|under)\b| \(")
_WITH_ARTICLE = frozenset(
    """
    academy administration agency alliance army association authority bank base bureau center centre chamber commission
    committee company conference congress council court department division exchange federation government group hall
    hospital institute institution laboratory league mayor ministry office organization party procuratorate republic
    school station sub-center tribunal union
    """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
)


def read_locale(file: Path) -> Mapping[str, Forms]:
    """The messages of a locale file: dotted key -> forms; raises ValueError, naming the key, for what is no message."""
    return MappingProxyType(dict(_flattened(tomllib.loads(file.read_text(encoding="utf-8")), "", file.name)))


def _flattened(table: Mapping[str, Any], prefix: str, name: str) -> Iterator[tuple[str, Forms]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield prefix + key, {"other": value}
        elif not isinstance(value, dict) or ("one" in value and value.keys() != _FORMS):
            raise ValueError(f"{name}: {prefix}{key} is neither a text nor a table of texts (`one` and `other`)")
        elif "one" in value:
            yield prefix + key, value
        else:
            yield from _flattened(value, f"{prefix}{key}.", name)


_LOCALES: Mapping[str, Mapping[str, Forms]] = MappingProxyType(
    {file.stem: read_locale(file) for file in sorted(FOLDER.glob("*.toml"))}
)


def placeholders(forms: Forms) -> frozenset[str]:
    """The names in braces in a message's forms, and `count` where there is more than one form."""
    named = {name for text in forms.values() for _, name, _, _ in string.Formatter().parse(text) if name}
    return frozenset(named | {"count"} if len(forms) > 1 else named)


def message_language(language: Language) -> str:
    """The code of the language that messages come in for an asker's language: its own, or `en` without a file."""
    return language if language in _LOCALES else _ENGLISH


def message(key: str, language: Language, **values: object) -> str:
    """The message `key` ("conflict.line") in a language, or in English where that has no file.

    `values` fill the English text's placeholders, and `count` chooses the plural form. Raises KeyError for a key that
    is in no file and TypeError for values that are missing or that the message has no place for.
    """
    english = _LOCALES[_ENGLISH][key]
    wanted = placeholders(english)
    if wanted != values.keys():
        raise TypeError(f"message {key} takes {sorted(wanted)}, not {sorted(values)}")
    forms = _LOCALES[message_language(language)][key]
    form = "one" if values.get("count") == 1 and "one" in forms else "other"
    return forms[form].format(**values)


def declined_text(reason: Reason, language: Language) -> str:
    """Why there is no answer, in the asker's language (English where that has no file)."""
    values = {"most": LONGEST} if reason == "too_long" else {}
    return message(f"declined.{reason}", language, **values)


def listed(items: Sequence[str], language: Language) -> str:
    """Items as a series: A, B and C; A、B和C; nothing for no items."""
    if len(items) < 2:
        return "".join(items)
    return message("join.between", language).join(items[:-1]) + message("join.last", language) + items[-1]


def responsible(language: Language, lead: Sequence[str] | None = None, support: Sequence[str] | None = None) -> str:
    """Who leads and who supports, as one sentence; None leaves a role out, an empty series says that none is named."""
    duties = [
        message(f"duty.{role}", language, bodies=listed(bodies, language), count=len(bodies))
        if bodies
        else message(f"duty.no_{role}", language)
        for role, bodies in (("lead", lead), ("support", support))
        if bodies is not None
    ]
    joined = message("duty.between", language).join(duties)
    return capitalised(message("duty.sentence", language, duties=joined))


def unknown_text(words: Sequence[str], language: Language) -> str:
    """That words of the question stand nowhere in the documents; `words` as they stand in it, at least one."""
    quoted = [message("quote", language, text=word) for word in words]
    return message("unknown.words", language, words=listed(quoted, language), count=len(words))


def capitalised(sentence: str) -> str:
    """A sentence of ours with its first letter in upper case; a quote must not go through this."""
    return sentence[:1].upper() + sentence[1:]


def definite(name: str) -> str:
    """An English name as it stands in a sentence: "the Public Security Bureau (公安局)", but "Shenzhen Customs"."""
    head = _HEAD.split(name, maxsplit=1)[0].rpartition(" ")[2]
    return f"the {name}" if head.lower() in _WITH_ARTICLE else name
