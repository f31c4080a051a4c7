"""What of a question stands in no document: places, years, numbered measures, names, words. How far a passage fits."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import Literal

from index import (
    Chunk,
    Document,
    English,
    Glossary,
    Section,
    Speller,
    StructuredIndex,
    Term,
    TermIndex,
    Translator,
    definitions,
    figures,
    fold,
    latin_words,
    lexical_terms,
)
from qa.question import Question

Kind = Literal["place", "year", "number", "name", "word"]

# The chief ones: the names of villages and of small counties are everyday words as well.
_PLACES = """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州
    云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 石家庄 唐山 秦皇岛 太原 沈阳 大连 鞍山 长春 哈尔滨
    大庆 南京 苏州 无锡 常州 南通 徐州 扬州 镇江 盐城 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 义乌 台州 合肥 芜湖 蚌埠 福州
    厦门 泉州 漳州 莆田 南昌 赣州 九江 景德镇 济南 青岛 烟台 潍坊 淄博 威海 临沂 郑州 洛阳 开封 武汉 宜昌 襄阳 长沙
    株洲 湘潭 岳阳 衡阳 广州 深圳 珠海 汕头 佛山 东莞 中山 惠州 江门 肇庆 湛江 茂名 梅州 清远 韶关 揭阳 潮州 汕尾 河源
    阳江 云浮 海口 三亚 南宁 柳州 桂林 北海 成都 绵阳 宜宾 泸州 贵阳 遵义 昆明 大理 丽江 拉萨 西安 咸阳 宝鸡 兰州 西宁
    银川 乌鲁木齐 呼和浩特 包头 鄂尔多斯 台北 高雄 新竹 昆山 浦东 雄安 横琴 东北 长三角 京津冀 日本 韩国 朝鲜 印度
    新加坡 马来西亚 泰国 越南 菲律宾 印度尼西亚 俄罗斯 英国 法国 德国 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威
    丹麦 芬兰 波兰 奥地利 希腊 爱尔兰 乌克兰 美国 加拿大 墨西哥 巴西 阿根廷 智利 澳大利亚 新西兰 埃及 南非 以色列
    沙特阿拉伯 阿联酋 伊朗 土耳其 哈萨克斯坦 巴基斯坦 东盟 欧盟 欧洲 非洲 东京 大阪 首尔 巴黎 伦敦 柏林 慕尼黑 罗马
    马德里 莫斯科 纽约 华盛顿 洛杉矶 旧金山 硅谷 波士顿 芝加哥 多伦多 温哥华 悉尼 墨尔本 曼谷 吉隆坡 雅加达 孟买
    新德里 迪拜
"""
# Names that neither dictionary nor glossary nor romanisation gives.
_NAMES = """
    北京 peking pekín pékin 베이징 북경; 上海 schanghai shanghái 상하이 상해; 广州 canton cantón kanton 광저우 広州
    杭州 항저우; 南京 nanking nankin nankín 난징; 重庆 충칭; 天津 톈진; 武汉 wuhán; 成都 청두; 西安 xi'an; 苏州 쑤저우
    东莞 둥관; 佛山 포산; 珠海 주하이; 厦门 샤먼; 青岛 tsingtao 칭다오; 宁波 닝보; 香港 hongkong 홍콩 ホンコン
    澳门 마카오 マカオ; 台湾 taiwan taiwán taïwan formosa 대만; 台北 taipei taipeh 타이베이; 广东 광둥 広東
    浙江 저장성; 江苏 장쑤; 内蒙古 innere_mongolei; 西藏 tíbet 티베트; 哈尔滨 하얼빈; 陕西 shaanxi
    乌鲁木齐 urumqi ürümqi; 拉萨 lhasa; 呼和浩特 hohhot; 日本 japón japon 일본; 韩国 corea corée korea südkorea 한국
    德国 deutschland alemania allemagne 독일 ドイツ; 法国 frankreich francia 프랑스 フランス
    英国 großbritannien england angleterre inglaterra royaume-uni reino_unido 영국 イギリス
    美国 usa amerika vereinigte_staaten états-unis estados_unidos 미국 米国 アメリカ
    新加坡 singapur singapour 싱가포르 シンガポール; 印度 indien inde インド
    俄罗斯 russland rusia russie 러시아 ロシア; 欧洲 europa 유럽 ヨーロッパ; 欧盟 ue eu
    意大利 italien italie italia 이탈리아 イタリア; 西班牙 spanien espagne españa 스페인 スペイン; 东京 tokio 도쿄
    巴黎 parís 파리; 伦敦 londres 런던 ロンドン; 柏林 berlín 베를린 ベルリン; 首尔 seúl séoul 서울 ソウル; 阿联酋 uae
"""
# Documents say 粤港澳 and mean three places; two such characters beside each other are names, one alone is a word.
_SHORT = (
    "北京京 天津津 河北冀 山西晋 上海沪 江苏苏 浙江浙 安徽皖 福建闽 江西赣 山东鲁 河南豫 湖北鄂 湖南湘 广东粤 广西桂 "
    "重庆渝 四川川 海南琼 香港港 澳门澳 台湾台 深圳深 美国美 欧洲欧 欧盟欧 日本日 韩国韩 中国中"
)
_YEAR = re.compile(r"(?<!\d)(?<!\d[.,])((?:19|20)\d\d)(?![\d%]|[.,]\d)")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s*(?:[-–—~～至到]+|to|bis|a|à|hasta)\s*((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d\d)年(?=[上下]半|全年|[底初末头]|\d{1,2}月|第?[一二三四]季)")
_COUNTED = re.compile(r"\s?[万亿余多]?[家件项个人元名条次户种台套亩吨米美欧]|\s?(?:yuan|rmb|usd|euros?|dollars?)\b")
_PLAN = re.compile(
    r"(十[一二三四五六]五)(?=规划|计划|时期|期间|末|[”\"」]|$)|\b(\d\d|[a-z]+teen|eleven|twelf)th five[- ]year"
)
_NTH = {"eleven": 11, "twelf": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16}
_DAY = re.compile(r"(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号일]|(?:19|20)\d\d[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:ch|il|e|y|t|r?uary|ust|t?ember|ober)?\b\.?"
# "may 12 firms" is no date, "May 12, 2020" is.
_DAY_EN = re.compile(
    rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?=,? (?:19|20)\d\d|[,.;?)]|$)"
    rf"|\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}"
)
_NUMERAL = "[〇零一二三四五六七八九十百]{1,6}"
_MEASURE = "measures?|articles?|artikel|artículo|sections?|chapters?|clauses?|tasks?|recommendations?|mesures?|maßnahme"
_MEASURES = re.compile(
    rf"[第제]\s?(\d{{1,4}}|{_NUMERAL})\s?(?:条|項|项|款|章|节|節|部分|点|조|항|장)"
    rf"|(?:措施|建议|任务|措置|施策|조치)\s?(\d{{1,3}}|{_NUMERAL})(?![\d.%年月个些分])"
    rf"|\b(?:{_MEASURE}|medida|kapitel|chapitre|capítulo)\s(?:no\.?\s?|nr\.?\s?|number\s|n[º°]\s?|#)?"
    r"(\d{1,4})(?![\d.,]*\d|%)"
    rf"|\b(\d{{1,3}})(?:st|nd|rd|th)\s(?:{_MEASURE})\b"
)
_FILED = re.compile(
    r"〔((?:19|20)\d\d)〕\s?(\d{1,5})(?=\s?号)|(?<![\d〕月])(?<!月 )(\d{2,8})(?=\s?[号호])"
    r"|\bno\.\s?(\d{3,8})|(?<!\d)(20\d{6})(?!\d)"
)
_QUOTED = re.compile(r"《([^《》]{2,30})》|“([^“”]{2,30})”|「([^「」]{2,30})」|『([^『』]{2,30})』|\"([^\"]{2,30})\"")
# What numbers a document's own headings; an article may be one of a law that the documents only name.
_OWN = re.compile("措施|建议|任务|措置|施策|조치|measure|task|recommendation|mesure|maßnahme|medida")
_REFERENCE = re.compile(r"[〔\[(【]((?:19|20)\d\d)[〕\])】]\s?(\d{1,5})")
_NUMBERED = re.compile(r"第\s?(\d{1,4})\s?[条项款章节部]")
_HEADED = re.compile(rf"\W*(?:第|建议|任务|措施)?\s?(\d{{1,3}}(?!\d)|{_NUMERAL})")
_PLACE_NAME = re.compile(r"(?!Surname |Abbr)[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_SENTENCE = re.compile(r"(?:^|[.?!:;。？！：；“\"「《(（¿¡\n])[\s“\"「《(（¿¡]*$")
_ROMAN = re.compile("[IVX]+")
_CALENDAR = re.compile(
    "(?:(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber|[A-Z][a-z]+day)"
)
# What a question asks for, rather than about.
_GENERAL = frozenset(
    """
    name names date thing things reason question matter difference example person day time place part kind word way
    address number percentage check
    """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
)
_REMARKS = (
    "variant of",
    "abbr. ",
    "CL:",
    "see ",
    "also written",
    "old variant",
    "surname",
    "Surname",
    "used in",
    "pr.",
)
_SLIPS = ((".", 1), ("", 1), (".", 0))  # another character, none, or one more
_LONGEST = 8
_SHORTEST_TYPO = 6
_SURE = 0.3
"""A candidate that weighs less is one of many words that a term may mean, or part of a longer name."""
_SHORT_PAIRS = {
    place[:-1]: {pair for other in _SHORT.split() for pair in (place[-1] + other[-1], other[-1] + place[-1])}
    for place in _SHORT.split()
}

Found = tuple[int, int, Kind]
Outline = tuple[Document, Sequence[Section]]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word, name or number as it stands in a question, and what it is; no document holds it."""

    word: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one passage covers a question, for the judgement whether it answers; everything is 0 to 1.

    `passage`, `sentence` and `document`: the idf share of the question's content words that stand, themselves or in
    Chinese, in the passage with its headings, in the sentence read, in the passage's document. `years`, `numbers` and
    `places`: which share of those asked the passage, its headings, or its document's title, issuer and date name; 1
    when none is asked. `contradicted`: 1 when passage or document name years, but none of those asked, else 0.
    """

    passage: float
    sentence: float
    document: float
    years: float
    numbers: float
    places: float
    contradicted: float


class Vocabulary:
    """What stands in the documents of one index, for questions to be held against; made once, in about a second.

    Takes the documents with their sections, the glossary, and the dictionary of `index.read_cedict`.
    """

    def __init__(self, outlines: Iterable[Outline], glossary: Glossary, dictionary: Mapping[str, str]) -> None:
        outlines = tuple(outlines)
        self.places = _Places(glossary, dictionary)
        self._texts = {document.id: _whole(document) for document, _ in outlines}
        self._text = "\n".join(self._texts.values())
        written = figures(self._text)
        self.years = years_in(written)
        self.days = {day for _, _, day in _days(written)}
        self.references = set(_REFERENCE.findall(written))
        self.numbers = _numbers(written)
        self.measures = {n for _, sections in outlines for section in sections for n in _leading(section.path)}
        self.articles = self.measures | {int(number) for number in _NUMBERED.findall(written)}
        self._pairs = set(map("".join, pairwise(self._text)))
        self._english = English()
        self._stem = lru_cache(maxsize=20_000)(self._english.stem)
        self._terms = _Terms(outlines, glossary, dictionary)
        self._sounds = _sounds(dictionary)
        self._dictionary = dictionary
        self._entries = glossary.entries
        self._names = lru_cache(maxsize=None)(self._names_in)
        self._chinese = {fold(entry.chinese): entry for entry in glossary.entries}
        self._senses = {sense for word, lines in dictionary.items() if self.holds(word) for sense in _senses(lines)}
        self._nouns = lru_cache(maxsize=1_000)(self._find_nouns)

    def holds(self, folded: str) -> bool:
        """Whether a folded string stands in any document, its title, issuer and reference included."""
        # The pairs of a megabyte of documents are asked in a ten-thousandth of the time that searching it takes.
        if not all(map(self._pairs.__contains__, map("".join, pairwise(folded)))):
            return False
        return len(folded) == 2 or folded in self._text

    def holds_nearly(self, folded: str) -> bool:
        """Whether it does so but for one character, as long as three others stand there."""
        if self.holds(folded):
            return True
        cuts = [(folded[:at], folded[at:]) for at in range(len(folded) + 1)] if len(folded) > 3 else []
        near = {
            f"{re.escape(a)}{between}{re.escape(b[skip:])}"
            for a, b in cuts
            for between, skip in _SLIPS
            if b or not skip
        }
        return bool(near) and re.search("|".join(near), self._text) is not None

    def holds_filed(self, number: str) -> bool:
        """Whether a number of a document or proposal stands there, its year perhaps in front (376 in 20210376)."""
        return any(re.fullmatch(rf"(?:20\d\d)?0*{number}", held) for held in self.numbers)

    def holds_parts(self, folded: str) -> bool:
        """Whether a Chinese compound stands there, or all the words of two or more characters that it is made of."""
        cuts = range(2, len(folded) - 1)
        return self.holds(folded) or any(self.holds(folded[:at]) and self.holds_parts(folded[at:]) for at in cuts)

    def holds_place(self, places: Iterable[str]) -> bool:
        """Whether any of these places is named, in full or short beside another one (粤港澳)."""
        return any(self.holds(place) or not self._pairs.isdisjoint(_SHORT_PAIRS.get(place, ())) for place in places)

    def coverage(self, question: Question, chunk: Chunk, sentence: str) -> tuple[float, float, float]:
        """`Coverage.passage`, `.sentence` and `.document`."""
        texts = fold("\n".join([*chunk.path, chunk.text])), fold(sentence), self._texts[chunk.document.id]
        passage, read, document = (self._terms.share(question.text, text) for text in texts)
        return passage, read, document

    def knows_word(self, word: str, question: str) -> bool:
        """Whether a Latin word stands in the documents, itself, in Chinese, by its sound or but for a slip."""
        folded = fold(word)
        return (
            self._terms.meant(folded, question)
            or self._english.stem(folded) in self._stems
            or self._spelled(folded)
            or (len(folded) >= _SHORTEST_TYPO and bool(self._speller.nearest(folded)) and not _in_dictionary(folded))
        )

    def lacks_noun(self, word: str) -> bool:
        """Whether the dictionary has Chinese nouns for an English word, of which the documents have none."""
        nouns = self._nouns(self._english.stem(fold(word)))
        return bool(nouns) and not any(map(self.holds, nouns))

    def lacks_chinese(self, word: str) -> bool:
        """Whether no document holds a folded Chinese noun, nor another word of the same meaning."""
        if self.holds_parts(word):
            return False
        entry = self._chinese.get(word)
        names = [_LATIN.findall(fold(name)) for name in entry.names.get("en", ())] if entry else []
        if any(self.holds_parts(other) for name in names for other in self.phrase(name, "en")):
            return False
        lines = self._dictionary.get(word, "")
        senses = _senses(lines)
        counted = "CL:" in lines and sum(sense.startswith("to ") for sense in senses) * 2 < len(senses)
        return (bool(names) or counted) and senses.isdisjoint(self._senses | _GENERAL)

    def is_name(self, folded: str) -> bool:
        """Whether the dictionary has a Chinese word as a name, or not at all."""
        return re.match(r"\[[a-z]", self._dictionary.get(folded, "")) is None

    def kind_of(self, folded: str) -> Kind:
        """What an unknown Chinese word is by the glossary, where names of places have a capital and others none."""
        entry = self._chinese.get(folded)
        english = entry.names.get("en", ()) if entry and entry.kind == "place" else ()
        return "place" if english and english[0][0].isupper() else "word"

    def is_word(self, folded: str) -> bool:
        """Whether the dictionary or the glossary has a Chinese word."""
        return folded in self._dictionary or folded in self._chinese

    def phrase(self, words: Sequence[str], language: str) -> set[str]:
        """The Chinese of the glossary for a name of one or more folded words; empty when it has none."""
        return self._names(language).get(tuple(map(self._stem, words)), set())

    def is_common(self, word: str) -> bool:
        """Whether the dictionary begins a meaning with an English word in small letters, and has no such name."""
        capital = word.capitalize()
        name = re.compile(rf"/(?:[A-Z]\w+ )?{capital}(?:/| ?\(|[,;])")
        lines = self._dictionary.values()
        return any(f"/{word}" in line for line in lines) and not any(
            capital in line and name.search(line) for line in lines
        )

    def is_content(self, word: str) -> bool:
        """Whether a folded English word says something of a subject."""
        return len(word) > 2 and word not in _GENERAL and bool(self._english.terms(word))

    def _names_in(self, language: str) -> Mapping[tuple[str, ...], set[str]]:
        """Stems of the glossary's names in one language -> the folded Chinese terms that have them."""
        named = [(entry.chinese, name) for entry in self._entries for name in entry.names.get(language, ())]
        pairs = fold("\n".join(f"{chinese}\t{name}" for chinese, name in named)).split("\n") if named else []
        names: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for chinese, _, name in (pair.partition("\t") for pair in pairs):
            names[tuple(map(self._stem, _LATIN.findall(name)))].add(chinese)
        return names

    def _spelled(self, word: str) -> bool:
        """Whether neighbouring characters of the documents are read so: liuyang for 浏阳."""
        ends: dict[int, set[str]] = {0: set()}
        for at in range(len(word)):
            for size in range(1, 7) if at in ends else ():
                found = self._sounds.get(word[at : at + size], "") if at + size <= len(word) else ""
                before = ends[at]
                held = {
                    c for c in found if (any(b + c in self._pairs for b in before) if at else c in self._characters)
                }
                if held:
                    ends.setdefault(at + size, set()).update(held)
        return len(word) in ends

    @cached_property
    def _characters(self) -> set[str]:
        return set(self._text)

    @cached_property
    def _stems(self) -> set[str]:
        """Stems of the documents' own Latin words and of the meanings of one word that they hold."""
        return set(map(self._stem, self._words))

    @cached_property
    def _words(self) -> set[str]:
        return {sense for sense in self._senses if " " not in sense} | set(re.findall("[a-z]{2,}", self._text))

    @cached_property
    def _speller(self) -> Speller:
        return Speller([*self._words, *(name for name, places in self.places.names() if self.holds_place(places))])

    def _find_nouns(self, stem: str) -> frozenset[str]:
        nouns, verbs, counted = set(), 0, False  # a measure word is given for nouns only
        start = re.compile(rf"(?:/|; )(?:to |an? |the |\([^)]*\) )?{re.escape(stem[:-1])}")
        for chinese, lines in self._dictionary.items():
            if stem[:-1] in lines and start.search(lines):
                for sense in _senses(lines):
                    verbs += sense.startswith("to ") and self._stem(sense[3:]) == stem
                    if " " not in sense and len(chinese) > 1 and self._stem(sense) == stem:
                        nouns.add(chinese)
                        counted |= "CL:" in lines
        return frozenset(nouns) if counted and len(nouns) > verbs else frozenset()


class _Terms:
    """The content terms of questions, with their weight, over the sections of documents."""

    def __init__(self, outlines: Sequence[Outline], glossary: Glossary, dictionary: Mapping[str, str]) -> None:
        passages = [
            lexical_terms("\n".join([*section.path, document.text[section.start : section.end]]))
            for document, sections in outlines
            for section in sections
        ]
        self._count = len(passages)
        self._index = StructuredIndex(TermIndex.of(passages))
        self._of = lru_cache(maxsize=64)(Translator(self._index, glossary, dictionary).terms)
        self._idf = lru_cache(maxsize=10_000)(self._find_idf)

    def share(self, question: str, folded: str) -> float:
        """The idf share of the question's terms that a folded text holds; 0 for a question without any."""
        held = most = 0.0
        for term in {term.text: term for term in self._of(question) if not _is_character(term.text)}.values():
            idf = term.weight * self._idf(tuple(term.candidates))
            most += idf
            held += idf * max((weight for c, weight in term.candidates.items() if c in folded), default=0.0)
        return held / most if most else 0.0

    def meant(self, folded: str, question: str) -> bool:
        """Whether the documents hold what a Latin word of the question surely means."""
        return any(
            candidate == folded or (len(candidate) > 1 and weight >= _SURE)
            for term in self._of(question)
            if folded in re.split("['’]", term.text)
            for candidate, weight in term.candidates.items()
        )

    def _find_idf(self, candidates: tuple[str, ...]) -> float:
        held = int((self._index.coverage([Term("", dict.fromkeys(candidates, 1.0))]) > 0).sum()) if candidates else 0
        return math.log(1 + (self._count - held + 0.5) / (held + 0.5))


class _Places:
    """Names of places in several languages, and where they stand in a question."""

    def __init__(self, glossary: Glossary, dictionary: Mapping[str, str]) -> None:
        self._of: dict[str, set[str]] = defaultdict(set)
        for row in _NAMES.replace("\n", ";").split(";"):
            place, *names = row.split() or [""]
            self._add(place, (name.replace("_", " ") for name in names))
        for place in _PLACES.split():
            lines = dictionary.get(place, "")
            sound = re.match(r"\[([A-Z][^\]]*)\]", lines)
            self._add(place, [place, re.sub(r"[\d ]", "", sound[1].replace("u:", "ü")) if sound else place])
            named = (m[0] for sense in definitions(lines) if (m := _PLACE_NAME.match(sense)))
            self._add(place, islice(named, 1))
        for entry in glossary.entries:
            place = re.sub("(?<=..)[市省]$", "", entry.chinese)
            if place in self._of:
                self._add(place, (name for names in entry.names.values() for name in names))
        either = "|".join(map(re.escape, sorted(self._of, key=len, reverse=True)))
        self._any = re.compile(
            rf"(?<![^\W\d_\u3400-\u9fff])(?:{either})(?:(?<=[\u3040-\ud7a3])|(?![^\W\d_\u3400-\u9fff]))"
        )

    def found(self, folded: str) -> Iterator[tuple[int, int, set[str]]]:
        """Start, end (half-open) and the places that a name in a folded question can mean, in their order."""
        for found in self._any.finditer(folded):
            yield found.start(), found.end(), self._of[found[0]]

    def names(self) -> Iterator[tuple[str, set[str]]]:
        """Each folded name with the places that it can mean."""
        return iter(self._of.items())

    def _add(self, place: str, names: Iterable[str]) -> None:
        for name in names:
            self._of[fold(name)].add(place)
            self._of[name.casefold().replace("ss", "ß")].add(place) if "ß" in name else None


def unknown_words(question: Question, vocabulary: Vocabulary) -> tuple[Unknown, ...]:
    """What the question names and no document holds, as it stands there, in its order, nothing twice.

    Words of other languages than Chinese and English are looked up in the glossary only. A name or word that is one
    slip away from what the documents hold is no unknown one.
    """
    folded = _aligned(question.text)
    known = [(start, end) for start, end, places in vocabulary.places.found(folded)]
    taken: list[tuple[int, int]] = []
    kept: list[Found] = []
    for start, end, kind in (
        *_places(folded, vocabulary),
        *_years(folded, vocabulary),
        *_measures(folded, vocabulary),
        *_quoted(folded, vocabulary),
        *_latin_names(question, folded, vocabulary),
        *_phrases(question, folded, vocabulary),
        *_english_words(question, folded, vocabulary),
        *_chinese_words(question, folded, vocabulary),
    ):
        if kind in {"name", "word"} and any(other <= start and end <= until for other, until in known):
            continue
        if all(end <= other or start >= until for other, until in taken):
            taken.append((start, end))
            kept.append((start, end, vocabulary.kind_of(folded[start:end]) if kind == "word" else kind))
    found = [Unknown(question.text[start:end], kind) for start, end, kind in sorted(kept)]
    return tuple(dict.fromkeys(found))


def together(question: Question, chunk: Chunk, sentence: str, vocabulary: Vocabulary) -> Coverage:
    """How far a passage and the sentence read in it cover the question.

    The chunk is of one of the vocabulary's documents; KeyError for one of another.
    """
    folded = figures(fold(question.text))
    document = chunk.document
    head = fold("\n".join([document.title, document.issuer or "", str(document.issued or "")]))
    near = figures(fold("\n".join([*chunk.path, chunk.text])))
    years, own = years_in(folded), years_in(near) | years_in(head)
    numbers = {n for n in _numbers(folded) if len(n) > 1} - {str(year) for year in years}
    places = [places for _, _, places in vocabulary.places.found(folded)]
    named = sum(any(place in near + head for place in several) for several in places)
    passage, read, whole = vocabulary.coverage(question, chunk, sentence)
    return Coverage(
        passage=passage,
        sentence=read,
        document=whole,
        years=len(years & own) / len(years) if years else 1.0,
        numbers=len(numbers & (_numbers(near) | _numbers(head))) / len(numbers) if numbers else 1.0,
        places=named / len(places) if places else 1.0,
        contradicted=float(bool(years) and bool(own) and years.isdisjoint(own)),
    )


def years_in(text: str) -> set[int]:
    """The years that a folded text names, those of a span (2019-2021) each."""
    spans = [range(int(first), int(last) + 1) for first, last in _YEARS.findall(text)]
    return {year for span in spans for year in span} | {int(year) for year in _YEAR.findall(text)}


def _places(folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    words = dict(_cut(folded, vocabulary))
    for start, end, places in vocabulary.places.found(folded):
        word = folded[start : words.get(start, start)] if _HAN.match(folded[start]) else folded[start:end]
        if not vocabulary.holds_place(places) and word and (len(word) <= end - start or vocabulary.is_name(word)):
            yield start, end, "place"


def _years(folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    for found in _YEARS.finditer(folded):
        if not {int(found[1]), int(found[2])} <= vocabulary.years:
            yield *found.span(), "year"
    for found in _YEAR.finditer(folded):
        if int(found[1]) not in vocabulary.years and not _COUNTED.match(folded, found.end()):
            yield *found.span(1), "year"
    for found in _SHORT_YEAR.finditer(folded):
        if 2000 + int(found[1]) not in vocabulary.years:
            yield found.start(), found.end(), "year"
    for start, end, day in _days(folded):
        if day not in vocabulary.days:
            yield start, end, "year"
    for found in _PLAN.finditer(folded):
        number = int(found[2]) if (found[2] or "").isdigit() else _NTH.get(found[2] or "", 0)
        plan = found[1] or f"十{'零一二三四五六七八九'[number % 10]}五"
        if not vocabulary.holds(plan):
            yield *found.span(), "year"


def _days(folded: str) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Start, end, and (month, day) of the days of a folded text."""
    for found in _DAY.finditer(folded):
        yield *found.span(), (int(found[1] or found[3]), int(found[2] or found[4]))
    for found in _DAY_EN.finditer(folded):
        yield *found.span(), (_MONTHS.index(found[1] or found[4]) + 1, int(found[2] or found[3]))


def _measures(folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    for found in _MEASURES.finditer(folded):
        number = _figure(next(filter(None, found.groups())))
        own = _OWN.search(found[0]) or _OWN.match(folded, found.end())
        if number and number not in (vocabulary.measures if own else vocabulary.articles):
            yield *found.span(), "number"
    for found in _FILED.finditer(folded):
        year, in_year, *others = found.groups()
        alone = next(filter(None, others), "")
        if (year, in_year) not in vocabulary.references if year else not vocabulary.holds_filed(alone.lstrip("0")):
            yield *found.span(), "number"


def _quoted(folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    for found in _QUOTED.finditer(folded):
        name = next(filter(None, found.groups())).strip()
        words = [] if _HAN.search(name) else _LATIN.findall(name)
        said = bool(words) and all(vocabulary.knows_word(word, folded) for word in words)
        if not vocabulary.holds_nearly(name) and not said:
            yield *found.span(), "name"


def _latin_names(question: Question, folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Acronyms, and words with a capital that begin no sentence (in German all nouns do that); neighbours as one."""
    text = question.text
    words = list(_LATIN.finditer(text))
    titled = sum(word[0][0].isupper() for word in words) * 2 > len(words) > 2
    open_: list[int] = []
    for word in words:
        acronym = any(map(str.isupper, word[0][1:])) and not text.isupper() and not _ROMAN.fullmatch(word[0])
        starts = _SENTENCE.search(text, 0, word.start()) is not None and not _HAN.search(text)
        capital = word[0][0].isupper() and not starts and not titled and question.language != "de"
        if (
            (acronym or capital)
            and not _CALENDAR.fullmatch(word[0])
            and not vocabulary.knows_word(word[0], folded)
            and (acronym or not vocabulary.is_common(word[0].lower()))
        ):
            if open_ and text[open_[1] : word.start()].isspace():
                open_[1] = word.end()
                continue
            if open_:
                yield open_[0], open_[1], "name"
            open_ = [word.start(), word.end()]
    if open_:
        yield open_[0], open_[1], "name"


def _phrases(question: Question, folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Names of the glossary whose Chinese no document holds, the longest at each place."""
    language = question.language if question.language in {"de", "fr", "es"} else "en"
    words = list(_LATIN.finditer(folded))
    at = 0
    while at < len(words):
        for size in range(min(5, len(words) - at), 0, -1):
            chinese = vocabulary.phrase([word[0] for word in words[at : at + size]], language)
            if chinese:
                start, end = words[at].start(), words[at + size - 1].end()
                subject = sum(vocabulary.is_content(word[0]) for word in words[at : at + size]) > 1
                if (
                    subject
                    and not vocabulary.holds(folded[start:end])
                    and not any(map(vocabulary.holds_parts, chinese))
                ):
                    yield start, end, "word"
                at += size - 1
                break
        at += 1


def _english_words(question: Question, folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    if question.language not in {"en", "zh", "zh-Hant"}:
        return
    for word in _LATIN.finditer(folded):
        if (
            vocabulary.is_content(word[0])
            and not vocabulary.knows_word(word[0], folded)
            and vocabulary.lacks_noun(word[0])
        ):
            yield *word.span(), "word"


def _chinese_words(question: Question, folded: str, vocabulary: Vocabulary) -> Iterator[Found]:
    for start, end in _cut(folded, vocabulary) if question.language in {"zh", "zh-Hant"} else ():
        if end - start > 1 and vocabulary.lacks_chinese(folded[start:end]):
            yield start, end, "word"


def _cut(folded: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """The Han text of a question cut into the longest words known, from the left."""
    for run in _HAN.finditer(folded):
        at = run.start()
        while at < run.end():
            sizes = range(min(_LONGEST, run.end() - at), 1, -1)
            size = next((size for size in sizes if vocabulary.is_word(folded[at : at + size])), 1)
            yield at, at + size
            at += size


def _whole(document: Document) -> str:
    return fold("\n".join([document.title, document.issuer or "", document.reference or "", document.text]))


def _aligned(text: str) -> str:
    """The folded text, character for character."""
    whole = fold(text)
    if len(whole) == len(text):
        return whole
    return "".join(one if len(one := fold(character)) == 1 else character for character in text)


def _numbers(folded: str) -> set[str]:
    found = re.findall(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?", folded)
    return {number.replace(",", "").lstrip("0") for number in found}


def _figure(numeral: str) -> int:
    """The value of figures or of a Chinese numeral; 0 for what is neither."""
    written = figures(f"第{numeral}条")[1:-1]
    return int(written) if written.isdecimal() else 0


def _leading(path: Iterable[str]) -> Iterator[int]:
    for heading in path:
        if found := _HEADED.match(fold(heading)):
            yield _figure(found[1])


def _senses(lines: str) -> set[str]:
    """The meanings of a dictionary's word, without remarks and articles; one-word ones of verbs with their `to`."""
    bare = (re.sub(r"\([^)]*\)|\[[^\]]*\]", "", sense).strip() for sense in definitions(lines))
    return {re.sub("^(?:an?|the) ", "", sense.lower()) for sense in bare if sense and not sense.startswith(_REMARKS)}


def _sounds(dictionary: Mapping[str, str]) -> dict[str, str]:
    """Syllables without tones -> the characters that are read so."""
    sounds: dict[str, str] = defaultdict(str)
    for character, lines in dictionary.items():
        if len(character) == 1:
            for sound in set(re.findall(r"^\[([a-zA-Z:]+)\d\]", lines, re.MULTILINE)):
                sounds[sound.lower().replace("u:", "u")] += character
    return sounds


def _in_dictionary(word: str) -> bool:
    return word.encode() in latin_words()


def _is_character(term: str) -> bool:
    return len(term) == 1 and _HAN.match(term) is not None
