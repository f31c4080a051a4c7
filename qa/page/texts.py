"""The page's own words by language, from `texts/*.toml`; what it quotes is never translated."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from qa.messages import Forms, placeholders, read_locale

FOLDER = Path(__file__).with_name("texts")
LANGUAGES = ("zh", "zh-Hant", "en")
"""The languages of the page, as it offers them."""

_TEXTS: Mapping[str, Mapping[str, Forms]] = MappingProxyType(
    {language: read_locale(FOLDER / f"{language}.toml") for language in LANGUAGES}
)
_QUALITY = re.compile(r"(?=.*[1-9])[01](?:\.[0-9]{0,3})?")
"""A weight of Accept-Language (RFC 9110, 12.4.2) above 0: that would say that the language is not wanted."""
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


@dataclass(frozen=True, slots=True)
class Texts:
    """The page's texts in one of LANGUAGES."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """The text `key` ("corpus.title") with its placeholders filled; `count` chooses the plural form. Not escaped.

        Raises KeyError for a key that no file has and TypeError for values that the text has no place for.
        """
        forms = _TEXTS[self.language][key]
        wanted = placeholders(forms)
        if wanted != values.keys():
            raise TypeError(f"the text {key} takes {sorted(wanted)}, not {sorted(values)}")
        return forms["one" if values.get("count") == 1 and "one" in forms else "other"].format(**values)


def texts_for(accepted: str | None) -> Texts:
    """The texts for a browser's Accept-Language header: the first language in it that the page has, or English."""
    weighed = []
    for place, part in enumerate((accepted or "").split(",")):
        tag, _, rest = part.strip().lower().partition(";")
        quality = rest.strip().removeprefix("q=") if rest else "1"
        if _QUALITY.fullmatch(quality):
            weighed.append((-float(quality), place, tag))
    for _, _, tag in sorted(weighed):
        if tag.startswith(_TRADITIONAL):
            return Texts("zh-Hant")
        if tag == "zh" or tag.startswith("zh-"):
            return Texts("zh")
        if tag == "en" or tag.startswith("en-"):
            return Texts("en")
    return Texts("en")
