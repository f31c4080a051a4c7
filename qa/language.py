"""The language of a question: by its script, and in Latin script by function words and letters."""

import re
from collections.abc import Mapping
from typing import Literal

from index import simplify

Language = Literal["zh", "zh-Hant", "ja", "ko", "en", "de", "fr", "es"]

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_KATAKANA_OR_NO = re.compile(r"[の\u30a1-\u30fa\uff66-\uff9d]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-zß-öø-ÿœ]{2,}|\b[aày]\b")
_NAMED = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"]*\"|（[^）]*）|\([^)]*\)")
# What Japan's reforms wrote anew, and neither Chinese script writes so.
_JAPANESE = frozenset(
    "両仏仮価働円処剣剤労効勅勧厳収圏圧塁塩増壊壌壱売変奨嬢実寛対専巣帯帰庁広廃弐弾従徳徴応恵悪懐戦戯戻払抜択拝拠拡"
    "挙挿捜掲揺摂撃斉斎暁暦栄桜検楽様権歓歩歯歳歴毎気氷沢浄涙渇済渉渋渓満滝焼犠猟獣畑発県砕稲穂穏窓粋粛経絵続継総縁縄"
    "縦繊聴脳臓舗荘薫蔵蛍覇覚覧観訳読謡譲賛転軽辺込逓遅郷酔醸釈鉄銭鋭鋳錬録関闘険隠隣隷雑霊頼顔顕駄駅駆騒験髄髪鶏麺黙齢"
)
_WORDS: Mapping[Language, frozenset[str]] = {
    "en": frozenset(
        """
        a about an and any are at be been by can could did do does for from had has have how if in into is it its
        many may  me more most much must not of on or our should so such than that the their them then there these
        they this those  to was we were what when where which who whom whose why will with would you your
        """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
    ),
    "de": frozenset(
        """
        ab aber alle als am an auch auf aus bei beim bis damit das dass dem den denn der des die diese dieser dieses
        doch  durch ein eine einem einen einer eines es für gab gegen gehört gibt haben hat hatte ich ihr im in ist
        kann können  mehr mit muss nach nicht noch nur oder ohne pro sein seit sich sie sind so soll sollen über um
        und unter vom von vor  wann war waren warum was welche welchem welchen welcher welches wem wen wenn wer
        werden wessen wie viele viel wieso  will wird wo wofür womit worden wurde wurden zu zum zur zwischen
        """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
    ),
    "fr": frozenset(
        """
        à au aussi aux avec ce cela ces cet cette chez combien comment comme dans de depuis des dont du elle elles
        en entre  est et étaient était eu font il ils je la le les leur leurs lors mais même ne nous on ont ou où
        par pas plus pour  pourquoi qu quand que quel quelle quelles quels qui quoi sa sans se selon ses si son sont
        sous sur un une vers vous  été être
        """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
    ),
    "es": frozenset(
        """
        a al ante como cómo con cuál cuales cuáles cuando cuándo cuánta cuántas cuánto cuántos cuanto cuantos
        cuantas de del  desde donde dónde durante el ella ellos en entre era es esa ese esta está este estos fue
        fueron ha había hacia han  hasta hay la las le les lo los más no nos para pero por porque qué que quién
        quien quienes quiénes se según ser si  sido sin sobre son su sus también tiene tienen un una unas uno unos y
        ya
        """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
    ),
}
_LETTERS: Mapping[Language, str] = {"de": "äöüß", "fr": "çèêëîïôûùœàâ", "es": "ñ¿¡áíóú"}


def language_of(text: str) -> Language:
    """The language in which a text asks; names in quotation marks or brackets count only where nothing else stands.

    Hangul is Korean. Hiragana is Japanese, but a の or a katakana name between more Han characters is not; without
    kana, a character that only Japan writes is. Han characters are Chinese (Traditional where OpenCC changes them)
    unless Latin words carry the sentence: more of them than half the Han characters, function words among them.
    All else is English, or German, French or Spanish by most function words, each letter of its own counting as one.
    """
    asked = _NAMED.sub(" ", text)
    asked = asked if any(map(str.isalpha, asked)) else text
    han, kana = len(_HAN.findall(asked)), len(_KANA.findall(asked))
    if _HANGUL.search(asked):
        return "ko"
    if kana and (len(_KATAKANA_OR_NO.findall(asked)) < kana or 2 * kana >= han):
        return "ja"
    words = _WORD.findall(asked.lower())
    latin, evidence = _latin(asked.lower(), words)
    if han and not (evidence and 2 * len(words) > han):
        if any(c in _JAPANESE for c in asked):
            return "ja"
        return "zh" if simplify(text) == text else "zh-Hant"
    return latin


def _latin(text: str, words: list[str]) -> tuple[Language, int]:
    """The likeliest language in Latin script, English where nothing tells, and what speaks for it."""
    scores = {
        language: sum(word in known for word in words) + sum(text.count(c) for c in _LETTERS.get(language, ""))
        for language, known in _WORDS.items()
    }
    best = max(scores, key=lambda language: scores[language])
    return best, scores[best]
