"""What the translator must know of a language: function words, stems, number words, other scripts' characters."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

import Stemmer

from index.english import English, content_words

LATIN = ("en", "de", "fr", "es")

_SNOWBALL = {"de": "german", "fr": "french", "es": "spanish"}
_WORD = re.compile(r"(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])[^\W\d_])+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_KANA = re.compile(r"[\u3041-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_ELIDED = re.compile(r"^(?:[dlnmstcj]|qu|jusqu|lorsqu)['’]")
_LETTERS = {"en": "", "de": "äöüß", "fr": "èêçœùàâî", "es": "ñ¿¡áíóú"}

# Words that carry the grammar of a question and say nothing of its subject.
_GRAMMAR_OF = {
    "de": """
        ab aber alle allem allen aller alles als also am an andere anderen anderer auch auf aus bei beim bereits bis
        da dabei dafür damit dann das dass dazu dem den denen denn der deren des dessen die dies diese diesem diesen
        dieser dieses doch dort durch ein eine einem einen einer eines er es etwa für gab geben gegen gibt hat hatte
        hatten haben ich ihm ihn ihr ihre ihrem ihren ihrer im in indem ins ist ja je jede jeder jedes kann kein keine
        können laut man mehr mein mir mit muss müssen nach nicht noch nun nur ob oder ohne sein seine seinem seinen
        seiner seit sich sie sind so soll sollen sollte sollten sowie über um und uns unter vom von vor wann war waren
        warum was welche welchem welchen welcher welches wem wen wenn wer werden wessen wie wieso wieviel wieviele
        viel viele wird wo wofür womit worden wurde wurden zu zum zur zwischen
    """,
    "fr": """
        a à ai au aucun aussi autre autres aux avaient avait avec avoir ce cela celle celles celui ces cet cette ceux
        chez ci combien comment comme dans de depuis des doit doivent donc dont du elle elles en entre es est et
        étaient était étant être eu faire fait fut il ils je jusque la là le les leur leurs lors lui mais me même mon
        ne ni nos notre nous on ont ou où par parmi pas peut peuvent plus pour pourquoi près qu quand que quel quelle
        quelles quels qui quoi sa sans se selon sera seront ses si son sont sous sur ta te toi ton tous tout toute
        toutes très tu un une va vers vont vos votre vous y été
    """,
    "es": """
        a al algo algún alguna ante antes aquel como cómo con cual cuál cuales cuáles cuando cuándo cuanta cuánta
        cuantas cuántas cuanto cuánto cuantos cuántos de debe deben del desde donde dónde dos durante e el él ella
        ellas ellos en entre era eran es esa esas ese eso esos está están esta estas este esto estos fue fueron ha
        haber había habían hacer hace hacia han hasta hay he la las le les lo los más me mi mis muy ni no nos nosotros
        o otra otras otro otros para pero por porque pues que qué quien quién quienes quiénes se sea según ser si sí
        sido sin sobre son su sus también tan tanto te tener tiene tienen todo toda todos todas tras tu un una unas
        uno unos y ya
    """,
}

_GRAMMAR = {code: frozenset(words.split()) for code, words in _GRAMMAR_OF.items()}

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_NUMBERS = {
    "en": "one two three four five six seven eight nine ten eleven twelve",
    "de": "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
}
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")

# In pairs of lines: what Japan's reform of 1946 wrote anew, and the Simplified form of each.
_KANJI = """
    両乗亀予亜仏仮伝価倹児円処剣剤剰労効勅勧勲単厳収営団囲図圏圧塁塩増壊壌壱売変奨嬢実寛対専尭巌巣帯帰庁広廃
    两乘龟豫亚佛假传价俭儿圆处剑剂剩劳效敕劝勋单严收营团围图圈压垒盐增坏壤壹卖变奖娘实宽对专尧岩巢带归厅广废
    弁弐弾従徳徴応恵悩悪懐戦戯戻払抜択拝拠拡挙挿捜掲揺摂撃斉斎暁暦曽栄桜検楽様権欠歓歩歯歳歴毎気沢浄浜涙渇済
    辨贰弹从德征应惠恼恶怀战戏戾拂拔择拜据扩举插搜揭摇摄击齐斋晓历曾荣樱检乐样权缺欢步齿岁历每气泽净滨泪渴济
    渉渋渓満滝瀬焼犠猟獣畳発県砕稲穂穏穣竜粋粛糸経絵継続総緒縁縄縦繊聴脳臓艶芸荘蔵薫薬蛍衛覇覚覧観訳読譲豊賛
    涉涩溪满泷濑烧牺猎兽叠发县碎稻穗稳穰龙粹肃丝经绘继续总绪缘绳纵纤听脑脏艳艺庄藏薰药萤卫霸觉览观译读让丰赞
    転軽辺逓遅郷酔醸釈鉄鉱銭鋳錬関闘陥険隠雑霊頼顕駅駆騒験髄髪鶏麺黒黙齢
    转轻边递迟乡醉酿释铁矿钱铸炼关斗陷险隐杂灵赖显驿驱骚验髓发鸡面黑默龄
"""
_SHINJITAI = str.maketrans("".join(_KANJI.split()[::2]), "".join(_KANJI.split()[1::2]))

_ENDINGS = """
    은 는 이 가 을 를 의 에 에서 에게 으로 로 와 과 도 만 까지 부터 보다 처럼 이나 나 이란 란 이라는 라는 이며 며 하고
    하는 하여 해서 해 한 할 함 했 하기 하면 하나요 합니까 했나요 했습니까 되는 된 되어 되나요 됩니까 되었나요 됐나요 인
    인가요 입니까 이고 이라고 라고 에는 에서는 에도 으로는 로는 으로서 로서 들 들은 들이 들을 들의 마다 조차 밖에 대로
    이상 이하 적 적인 적으로 하려는 하려고 하도록 시키는 시키기
"""
# Longest first, so that 에서는 goes before 는.
_PARTICLES = sorted(_ENDINGS.split(), key=len, reverse=True)


def language(text: str) -> str:
    """The language whose words a question must be read as: ja (kana), ko (Hangul), else one of LATIN.

    In Latin script it is the one with most function words and letters of its own in the text, en when in doubt. Han
    characters say nothing: they are matched as they stand.
    """
    if _HANGUL.search(text):
        return "ko"
    if _KANA.search(text):
        return "ja"
    folded = text.casefold()
    found = re.findall(r"[^\W\d_]+", folded)
    evidence = {
        code: sum(_is_grammar(word, code) for word in found) + sum(map(folded.count, _LETTERS[code])) for code in LATIN
    }
    return max(LATIN, key=lambda code: evidence[code])


def words(text: str, code: str) -> list[str]:
    """The words of a folded text in one of LATIN that say something of its subject, in their order."""
    found = (_ELIDED.sub("", word) if code == "fr" else word for word in _WORD.findall(text))
    return [word for word in found if not _is_grammar(word, code)]


def numbers(text: str) -> list[str]:
    """The numbers of a folded text, whole, without commas."""
    return [number.replace(",", "") for number in _NUMBER.findall(text)]


def _is_grammar(word: str, code: str) -> bool:
    return word in _GRAMMAR[code] if code != "en" else word.isascii() and next(content_words(word), None) is None


def stemmer(code: str) -> Callable[[str], str]:
    """A function from a word of `words` to its stem in one of LATIN, without accents."""
    if code == "en":
        english = English().stem
        return lru_cache(maxsize=50_000)(lambda word: english(_plain(word)))
    snowball = Stemmer.Stemmer(_SNOWBALL[code]).stemWord
    return lru_cache(maxsize=50_000)(lambda word: _plain(snowball(word)))


def _plain(word: str) -> str:
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def number_words(code: str) -> Mapping[str, tuple[str, ...]]:
    """Month and number words -> how Chinese documents write them: august -> 8月; four -> 4, 四."""
    months = {word: (f"{at}月",) for at, word in enumerate(_MONTHS[code].split(), 1)}
    numbers = {
        word: (str(at), numeral)
        for at, (word, numeral) in enumerate(zip(_NUMBERS[code].split(), _NUMERALS, strict=True), 1)
    }
    return {**numbers, **months}


def simplified_kanji(text: str) -> str:
    """Folded Japanese text with its characters in the form of Simplified Chinese."""
    return text.translate(_SHINJITAI)


def without_particles(word: str) -> str:
    """A Korean word without the particles or verb endings at its end, as long as two syllables are left."""
    for _ in range(3):
        ending = next((p for p in _PARTICLES if word.endswith(p) and len(word) - len(p) >= 2), "")
        word = word.removesuffix(ending)
        if not ending:
            break
    return word
