"""English text -> stems in which inflections, British and American spelling and accents make no difference."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

import Stemmer

from index.fold import fold

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_POSSESSIVE = re.compile(r"['’]s$")

# Words that carry the grammar of a question and say nothing of its subject.
_STOP = frozenset(
    """
    a about all an and any are as at be been but by can could did do does for from had has have he her his how i
    if in into is it its me might much many my of on one or our out over please she should so some tell than that
    the their them then there these they this those to under up us was we were what when where which who whom
    whose why will with would you your etc sb sth
    """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
)

# Base form and the forms that no ending rule leads back to it. Left out: forms that are more often another word
# (found, left, lay, ground, leaves).
_IRREGULAR = """
    arise arose arisen; bear bore borne; beat beaten; become became; begin began begun; bite bit bitten; blow blew blown
    break broke broken; breed bred; bring brought; build built; burn burnt; buy bought; catch caught
    choose chose chosen; cling clung; come came; creep crept; deal dealt; dig dug; draw drew drawn
    drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought
    flee fled; fly flew flown; forbid forbade forbidden; forget forgot forgotten; forgive forgave forgiven
    freeze froze frozen; get got gotten; give gave given; go went gone goes; grow grew grown; hang hung; hear heard
    hide hid hidden; hold held; keep kept; know knew known; lay laid; lead led; learn learnt; lend lent; lie lain
    light lit; lose lost; make made; mean meant; meet met; overcome overcame; oversee oversaw overseen; pay paid
    prove proven; rebuild rebuilt; ride rode ridden; ring rang rung; rise rose risen; run ran; say said; see saw seen
    seek sought; sell sold; send sent; shake shook shaken; shine shone; shoot shot; show shown; shrink shrank shrunk
    sing sang sung; sink sank sunk; sit sat; sleep slept; speak spoke spoken; spend spent; spin spun
    spring sprang sprung; stand stood; steal stole stolen; stick stuck; strike struck; swear swore sworn
    swim swam swum; take took taken; teach taught; tear tore torn; think thought; throw threw thrown
    undergo underwent undergone; understand understood; undertake undertook undertaken; wake woke woken
    wear wore worn; weave wove woven; win won; withdraw withdrew withdrawn; write wrote written
    man men; woman women; child children; foot feet; tooth teeth; goose geese; mouse mice; criterion criteria
    phenomenon phenomena; analysis analyses; basis bases; crisis crises; thesis theses; index indices
    appendix appendices; life lives; half halves; leaf leafs; wife wives; knife knives; shelf shelves; thief thieves
    wolf wolves; bacterium bacteria; nucleus nuclei; radius radii; alumnus alumni; businessman businessmen
    policeman policemen; fisherman fishermen; chairman chairmen; spokesman spokesmen
    good better best; bad worse worst; far farther farthest; old older oldest elder eldest; large larger largest
    great greater greatest; big bigger biggest; high higher highest; low lower lowest; long longer longest
    short shorter shortest; early earlier earliest; late latest; new newer newest; strong stronger strongest
    weak weaker weakest; fast faster fastest; young younger youngest; small smaller smallest; near nearer nearest
    deep deeper deepest; wide wider widest; close closer closest; heavy heavier heaviest; rich richer richest
    poor poorer poorest; hard harder hardest; easy easier easiest; busy busier busiest; hot hotter hottest
    cold colder coldest; warm warmer warmest; cool cooler coolest; clean cleaner cleanest; safe safer safest
    cheap cheaper cheapest; simple simpler simplest; full fuller fullest; tall taller tallest; slow slower slowest
    quick quicker quickest
    practice practise practised practising practises; gray grey
"""

# British -> American endings. The result is a key, no word: what matters is that both spellings give the same one
# and that no two common words do (so enterprise may become enterprize).
_SPELLING = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[a-z]{3})isation", "ization"),
        (r"(?<=[a-z]{3})is(e|ed|es|ing|er|ers)$", r"iz\1"),
        (r"ys(e|ed|es|ing|er|ers)$", r"yz\1"),
        (r"(?<=[^aeiou])our(s|ed|ing|able|ite|ites|al|ally|er|ers|hood|hoods|less|ful)?$", r"or\1"),
        (r"([tb])re(s?)$", r"\1er\2"),
        (r"([tb])red$", r"\1ered"),
        (r"ence(s?)$", r"ense\1"),
        (r"ogue(s?)$", r"og\1"),
        (r"mme(s?)$", r"m\1"),
        (r"dgement", "dgment"),
        (r"[ao]e", "e"),
    )
)
_SHORTEST_RESPELT = 5  # four, hour, wise, rise are not British spellings


class English:
    """Turns English text into terms: stems of its words (Snowball) and its numbers."""

    def __init__(self) -> None:
        self._snowball = Stemmer.Stemmer("english").stemWord
        self._base = _irregular_forms()

    def terms(self, text: str) -> list[str]:
        """Stems of the words of a text in their order, words of grammar left out; then its numbers, whole.

        The text may be of any language; only Latin letters and digits count. Ordinals (15th) are numbers.
        """
        return self.terms_of_plain(plain(text))

    def terms_of_plain(self, text: str) -> list[str]:
        """`terms` of a text that is `plain` already."""
        numbers = [number.replace(",", "") for number in _NUMBER.findall(text)]
        return [*map(self.stem, content_words(text)), *numbers]

    def stem(self, word: str) -> str:
        """The stem of a word in lower case without accents."""
        base = self._base.get(word, word)
        if len(base) >= _SHORTEST_RESPELT:
            for pattern, replacement in _SPELLING:
                base = pattern.sub(replacement, base)
        stem: str = self._snowball(base)
        return stem


def plain(text: str) -> str:
    """The folded form of a text, accents of Latin letters (ü -> u) and endings of ordinals (15th -> 15) left out."""
    return _ORDINAL.sub(" ", _ACCENTED.sub(_bare, fold(text)))


def _bare(letter: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", letter[0])[0]


def content_words(text: str) -> Iterator[str]:
    """The words of a `plain` text but those of grammar, in their order."""
    for word in _WORD.findall(text):
        bare = _POSSESSIVE.sub("", word)
        if bare not in _STOP:
            yield bare


def _irregular_forms() -> Mapping[str, str]:
    rows = re.split(r"[;\n]", _IRREGULAR)
    return {form: row.split()[0] for row in rows for form in row.split()[1:]}
