"""The earlier question asked about something else: another subject, year, place or item of the answer."""

import re

from qa.followup_forms import NOTHING, Forms, plain_form
from qa.followup_names import kind_of_name
from qa.followup_place import fitted, place_of, role_in
from qa.followup_topic import context_of
from qa.followup_turn import Turn
from qa.followup_words import END, ORDINAL, TIME, any_of

_PLACES = {word: at for at, word in enumerate(("first", "second", "third", "fourth", "fifth"))} | {"last": -1}
_PLACES |= {digit: at // 2 for at, digit in enumerate("一1二2三3四4五5六6七7八8九9")}
_PREPOSITION = any_of(
    r"^(?:for|in|at|of|about|with|by|during|on|under|from|für|bei|im jahr|im|pour|en|dans|para|de|del)"
    r"(?: l[ea]s?| los?| el)? (?=\S)"
)
_ARTICLE = re.compile(r"^(?:l[ea]s?|los|el|die|der|das|den|des|du)\s+|^l['’]", re.IGNORECASE)


def with_subject(subject: str, marked: bool, turn: Turn, old: str, forms: Forms) -> str | None:
    """The old question asked about something else; where it has no place for that, None unless it was `marked`."""
    ordinal = ORDINAL.fullmatch(plain_form(subject))
    at = _PLACES[(ordinal["zh"] or ordinal["en"]).lower()] if ordinal else 0
    if ordinal and marked and -len(turn.short) <= at < len(turn.short):
        context = context_of(old, forms)
        return f"{turn.short[at]}：{context}？" if forms.wide else f"{turn.short[at]}? ({context})"
    role = role_in(subject)
    if role and plain_form(role) in plain_form(old):
        return old
    bare = _PREPOSITION.sub("", subject)
    bare = _ARTICLE.sub("", bare) if forms.points is NOTHING else bare
    place = place_of(bare, old, forms, marked)
    if place:
        return old[: place[0]] + fitted(bare, old, place) + old[place[1] :]
    if TIME.fullmatch(plain_form(bare)) and not ordinal:
        return _beside(subject, old, forms) if marked or bare != subject or old != bare else None
    return _beside(subject, old, forms) if marked else None


def _beside(subject: str, old: str, forms: Forms) -> str:
    """The old question with something more in it."""
    old = old.strip(END.replace("¿", ""))
    context = forms.topics[0].match(old)
    bare = plain_form(_PREPOSITION.sub("", subject))
    fits = TIME.fullmatch(bare) or kind_of_name(bare) == "place"
    if forms.wide:
        return f"{subject}，{old}？" if fits else f"{context['topic'] if context else old}：{subject}？"
    more = f" {'in ' if bare == subject else ''}{subject}" if fits else f" – {subject}"
    return f"{old[:-1]}{more})" if context else f"{old}{more}?"
