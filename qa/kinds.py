"""What kind of answer a question asks for, how many facts, and what it compares."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from qa.facts import Fact, find_facts
from qa.framing import unframed
from qa.item_count import items_in
from qa.kinds_acts import Act, acts_asked
from qa.kinds_en import SLIPS
from qa.kinds_forms import OPEN, Form, forms_asked
from qa.kinds_headings import Heading, heading_asked
from qa.kinds_mixed import CONFLICT, NAMING, TELLING
from qa.kinds_posts import posts_asked
from qa.kinds_words import HAN, LATIN, Kind, Rows, lowered
from qa.kinds_zh import CANTONESE
from qa.language import Language
from qa.periods import months_in, years_in
from qa.sides import find_sides
from qa.units import Unit, counted_in

__all__ = ["Asked", "Kind", "Unit", "counted_in", "read_kind"]

_LETTER = re.compile(r"[a-zß-öø-ÿ]{2,}")
_NTH = re.compile(
    r"(?:第几|哪一?)(?P<of>[条章款次届期项])|第几|\b(?:which|what) (?:article|section|chapter|clause|session|meeting)"
    r"|welche[rsmn]? (?:artikel|paragra)|quel article|qué artículo|第何|몇 ?조"
)
_EACH = re.compile(
    r"[各分][别是有为占达]?(?:多少|几|哪|什么|[是为])|分别|respectively|jeweils|respectivement|respectivamente|それぞれ|각각"
)
_POST = 30
"""Characters behind the question word in which the post is named ("who is the deputy | convener")."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question wants to be told.

    `kind` is that of the whole, `kinds` those of the single facts, in order; a comparison or a conflict is so as a
    whole, while `kinds` says of what kind the things compared are. `sides`: the things compared, or asked for one by
    one ("in 2019 and in 2020"), each a text that can be searched with alone; empty, or two and more. `years` are those
    mentioned, a span by its ends; `months` the first and the last month of a part of a year ("first half": 1, 6).
    `items` is how many answers a list should have, where the question says so; `unit` what a number counts; `wants`
    the noun that is asked for as it stands ("agency", 部门), a hint that is often missing. `each`: the same is asked of
    several things in one ("各多少", "respectively"); `nth`: the measure word of a numbered name that is asked
    for ("第几条": 条), "" where it is not told ("which article"), else None. `acts` are those whose date is asked for;
    `hours`: hours tell it as well (什么时候开放).
    """

    kind: Kind
    kinds: tuple[Kind, ...]
    sides: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    months: tuple[int, int] | None = None
    items: int | None = None
    unit: Unit | None = None
    wants: str | None = None
    each: bool = False
    nth: str | None = None
    acts: tuple[Act, ...] = ()
    hours: bool = False
    forms: tuple[Form, ...] = ()
    posts: tuple[str, ...] = ()
    heading: Heading | None = None

    @property
    def parts(self) -> int:
        """How many facts are asked for, at least 1."""
        return len(self.kinds)


def read_kind(question: str, language: Language) -> Asked:
    """What `question`, which may be in a mixture of languages, asks for; `language` is that of `language_of`.

    Whatever is typed has an answer: without a question word the nouns decide, and `other` is what says nothing.
    """
    typed = " ".join(unicodedata.normalize("NFKC", question).split())
    for words, standard in CANTONESE if language in {"zh", "zh-Hant"} else SLIPS if language == "en" else ():
        typed = re.sub(words, standard, typed, flags=re.IGNORECASE)
    text = unframed(typed)
    low = lowered(text)
    codes = _codes(low, language)
    facts = find_facts(low, codes)
    if not facts and codes[0] in LATIN:
        # Few words of a question in Latin script may not tell its language.
        codes = tuple(dict.fromkeys([*codes, *LATIN]))
        facts = find_facts(low, codes)
    sides, together = find_sides(text, codes, facts)
    kinds: tuple[Kind, ...] = tuple(fact.kind for fact in facts) or (_unasked(typed, low),)
    kind = next((one for one in kinds if one != "yes_no"), kinds[0])
    if CONFLICT.search(low):
        kind = "conflict"
    elif together:
        kind = "compare"
    elif sides and len(kinds) == 1 and facts:
        kinds *= len(sides)
    people = [low[max(0, fact.start - 1) : fact.end + _POST] for fact in facts if fact.kind == "person"]
    posts = posts_asked(low, people)
    forms = forms_asked(low, kinds, posts)
    leading = next((fact for fact in facts if fact.kind == kind), facts[0] if facts else None)
    return Asked(
        kind=kind,
        kinds=kinds,
        sides=sides,
        years=tuple(dict.fromkeys(years_in(low))),
        months=months_in(low),
        items=items_in(low),
        unit=_unit(low, facts, kinds),
        wants=leading.noun if leading else None,
        each=bool(_EACH.search(low)),
        nth=(found["of"] or "") if (found := _NTH.search(low)) else None,
        # 几点开放 asks for the hours, not for the day of an opening.
        acts=acts_asked(low) if "date" in kinds and "hours" not in forms else (),
        hours="date" in kinds and OPEN.search(low) is not None,
        forms=forms,
        posts=posts,
        heading=heading_asked(low) if kind == "list" else None,
    )


def _codes(low: str, language: Language) -> tuple[str, ...]:
    """The tables that apply: the language's own, and those of words of another script in between."""
    own = "zh" if language == "zh-Hant" else language
    codes = [own]
    if own not in {"zh", "ja"} and HAN.search(low):
        codes.append("zh")
    if own not in LATIN and _LETTER.search(low):
        codes.append("en")
    return tuple(codes)


def _unasked(typed: str, low: str) -> Kind:
    """The kind of a text without a question word: what it orders, else what it names."""
    raw = lowered(typed)
    for rows, text in ((TELLING, raw), (NAMING, low)):
        kind = _first(rows, text)
        if kind:
            return kind
    return "other"


def _first(rows: Rows, text: str) -> Kind | None:
    return next((kind for kind, pattern in rows if pattern.search(text)), None)


def _unit(low: str, facts: Sequence[Fact], kinds: Sequence[Kind]) -> Unit | None:
    for fact in facts:
        if fact.kind in {"number", "duration"}:
            said = low[fact.start : fact.end]
            # The measure word itself, else the noun that is counted.
            unit = counted_in(said) or (counted_in(fact.noun) if fact.noun else None)
            if unit:
                return unit
    return "元" if "money" in kinds else "%" if "percent" in kinds else None
