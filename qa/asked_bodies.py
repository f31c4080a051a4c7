"""The bodies that a question names, in any language of the glossary."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from index import Glossary, fold
from qa.bodies import BodyNames, same_body, split_place
from qa.duty_words import INVOLVED, LEAD, SUPPORT

_GENERAL_ENDS = re.compile(
    "(?:单位|部门|服务机构|代理机构|委员|委员会|学校|企业|机构|行政机关|国家机关|市长|省长|部长|总理|代表|召集人|实验室|商会|高校|政府"
    "|社会组织|联席会议|领导小组|工作站|协会|保护处|促进处|分中心|银行)"
)
"""Names that are of no one body; questions hold them as plain words."""
_DISTRICT = re.compile(r"(?<![各全本])[\u4e00-\u9fff]{2}(?<![各全本辖城市社园地老灾景小特湾])(?:新区|[区县])$")
_LEVELS = {"district": "区", "county": "县", "provincial": "省", "national": "国家", "state": "国家", "central": "国家"}
_NO_PART = re.compile(
    r"(?:the|a|our|its|municipal|city|local|municipality|china|chinese|and|or|of|both|does|do|did|will|is|are|by|which"
    r"|what|list|involv\w*|lead\w*|led|support\w*|measures?|tasks?)(?:'s)?",
    re.I,
)
"""Words before a name that do not make it the name of another body, as those of places and levels do."""

_HEADS = (
    "administration|administrative|bureaux?|bureaus|commissions?|committees?|departments?|ministry|ministries|offices?"
    "|agency|agencies|authority|authorities|boards?|centers?|centres?|directorates?|secretariat|divisions?"
    "|départements?|ministères?|services?|directions?|autorités?|agences?"
    "|administración|oficinas?|comisión|departamentos?|ministerios?|dirección|autoridad|agencia"
)
_DISTINCT_HEADS = (
    "regulators?|courts?|procuratorates?|customs|councils?|associations?|federations?|institutes?|headquarters"
)
_GERMAN_HEAD = "(?:aufsicht|regulierung|verwaltung|behörden?|amt|ämter|büros?|kommission|stelle|ministerium|abteilung)"
_HEAD = re.compile(rf"\b(?:(?:{_HEADS}|{_DISTINCT_HEADS})\b|\w*{_GERMAN_HEAD}\b)")
_GENERIC = re.compile(
    rf"(?:{_HEADS}|supervision|supervisory|supervising|regulation|regulatory|regulating|management|managing|affairs"
    r"|oversight|control|municipal|municipality|city|people's|local|government|the|a|an|of|for|on|in|to|our|its|s"
    r"|régulation|contrôle|municipale?|de|du|des|la|le|les|l|d|pour|supervisión|regulación|del|los|las|el|para"
    r"|der|die|das|des|dem|den|für|städtische[nrs]?)"
)
_SAME = {"national": "state", "central": "state"}
_APART = re.compile(r"\s*(?:,|&|/|\b(?:and|und|et|y)\b)\s*")
_WORD = re.compile(r"[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*")
_BOUND = re.compile(
    rf"{LEAD.pattern}|{SUPPORT.pattern}|{INVOLVED.pattern}|[?!.;:()]"
    r"|\b(?:which|what|how many|list|all|every|each|does|do|did|will|is|are|was|were|must|should|has|have|by|in|under"
    r"|within|measures?|tasks?|items?|actions?|projects?|plays?|takes?|welche[nmrs]?|wofür|massnahmen?|maßnahmen?"
    r"|aufgaben?|wird|werden|ist|von|quel(?:le)?s?|mesures?|tâches?|est|sont|par|dans|qué|cuáles|medidas?|tareas?"
    r"|es|son|por|en|else|together|there)\b"
)

_ENDS = (
    "委员会|管委会|办公室|领导小组|工作组|专班|指挥部|总队|支队|大队|中队|中心|海关|协会|学会|联合会|管理站|[\u4e00-\u9fff][局厅署委站处所办]"
    "|[法检]察?院|(?<![内外全西东南北中支])部(?!门|分|署)|总?公司|集团"
)
_ROLE = "牵头|负责|配合|参与|承担|主导|主管|协助|主办|协办|承办|带头"
_ADVERBS = "(?:[都又还要也共]|一共|总共|分别|具体|主要|需要?|应当?|可以|单独|共同|独自|在[^，,。？?]{1,12}[中里]?)*"
_TYPED = (
    re.compile(rf"(?P<run>[\u4e00-\u9fff]{{1,24}}?(?:{_ENDS})){_ADVERBS}(?:{_ROLE})"),
    re.compile(rf"(?:涉及|牵扯|有关|关系到)(?P<run>[\u4e00-\u9fff]{{1,20}}?(?:{_ENDS}))(?=[的呢吗？?，,。\s]|$)"),
    re.compile(rf"(?P<run>[\u4e00-\u9fff]{{1,24}}?(?:{_ENDS}))的?(?:职责|分工|任务|工作)(?:有|是|包括)"),
)
_AHEAD = re.compile(
    r".*(?:由|请问|列[出举]|涉及|关于|根据|按照?|归|属于|问一?下|我想|[中里面]，?|方案|文件|计划|通知|规划|办法|意见|措施|任务|工作"
    r"|项目|以及|那么|[的是问请说和与及])"
)
_NO_NAME = re.compile(r"[哪谁什几那这该此各某]|有关|相关|其他|主管|单位|部门|多少|为何|怎么|如何|企业|学校")


class BodyFinder:
    """Finds names of bodies in questions: those of the glossary in any language, and those of the clauses."""

    def __init__(self, glossary: Glossary, there: frozenset[str]) -> None:
        self._there = there
        self._standing: dict[str, bool] = {}
        self._places = {
            fold(name): re.sub("(?<=..)[市省]$", "", entry.chinese)
            for entry in glossary.entries
            if entry.kind == "place"
            for names in entry.names.values()
            for name in names
        }
        self._cities = frozenset(place for place in self._places.values() if len(place) > 1)
        names = BodyNames(glossary)
        lexicon: dict[str, list[str]] = defaultdict(list)
        for name in there:
            if len(name) > 2 and not _GENERAL_ENDS.fullmatch(_bare(name)):
                lexicon[fold(name)].append(name)
        latin_names: dict[str, list[str]] = defaultdict(list)
        for entry in glossary.entries:
            if entry.kind == "body" and not _GENERAL_ENDS.fullmatch(_bare(entry.chinese)):
                full = names.full(entry.chinese)
                for name in (entry.chinese, *(name for several in entry.names.values() for name in several)):
                    lexicon[_plain(name)].append(full)
                    latin_names[_plain(name)].append(full)
        self._like = _Alike(latin_names, self._places)
        self._lexicon = {name: self._meant(full) for name, full in lexicon.items()}
        wide = sorted((name for name in lexicon if not name.isascii()), key=len, reverse=True)
        latin = sorted((name for name in lexicon if name.isascii()), key=len, reverse=True)
        self._name = re.compile(
            rf"{'|'.join(map(re.escape, wide))}|\b(?P<latin>{'|'.join(map(re.escape, latin))})(?:e?s)?\b"
        )

    def find(self, question: str) -> tuple[str, ...]:
        """Resolved names of the bodies named, in the order of the question.

        Where a name can mean several bodies ("market regulator"), those of a clause are meant, or else the shortest.
        The place or level in front is part of a name: 东山区教育局 is no 市教育局, nor the Internet Court a court.
        """
        text = _plain(question)
        found = (
            name
            for match in self._name.finditer(text)
            for name in self._whole(
                self._lexicon[match["latin"] or match[0]], text[: match.start()], match[0], question
            )
        )
        return tuple(dict.fromkeys(found))

    def like(self, question: str) -> tuple[str, ...]:
        """The body that is named in words of the asker's own, for a question of a body in which `find` finds none.

        That is the one body whose name has the same distinctive words (the Market Supervision Administration), or has
        them among others as the only one that a clause names (the Sports Bureau); else the name as it is typed.
        """
        for phrase in self._like.phrases(_plain(question)):
            equal = self._like.equal(phrase)
            names = self._meant(equal) if equal else self._only(self._like.wider(phrase))
            names = self._of_place(names, self._like.place(phrase))
            return names if names and all(same_body(names[0], name) for name in names) else (phrase,)
        name = _typed_name(fold(question))
        return (name,) if name else ()

    def _whole(self, names: tuple[str, ...], ahead: str, name: str, question: str) -> tuple[str, ...]:
        """The names with the place or level in front of them, where that is not theirs already."""
        if not name.isascii():
            city = next((one for one in self._cities if ahead.endswith(one)), None) if name[0] == "市" else None
            if city:
                return tuple(city + one if one[0] == "市" else one for one in names)
            district = _DISTRICT.search(ahead)
            own = district and not any(split_place(one)[0] not in {"", "市"} for one in names)
            return tuple(district[0] + split_place(one)[1] for one in names) if district and own else names
        before = re.search(rf"([\w'’-]+)\s+{re.escape(name)}", " ".join(question.split()), re.I)
        if before is None or not before.start() or _NO_PART.fullmatch(before[1]):
            return names
        word = fold(re.sub("['’]s$", "", before[1]))
        if word in _LEVELS:
            return tuple(_LEVELS[word] + split_place(one)[1] for one in names)
        if word in self._places:
            return self._of_place(names, self._places[word])
        words = re.findall(r"\b[^\W\d_]{4,}", question)
        titled = sum(one[0].isupper() for one in words) > len(words) * 0.7
        return (f"{before[1]} {name}",) if before[1][0].isupper() and not titled else names

    def _of_place(self, names: tuple[str, ...], place: str | None) -> tuple[str, ...]:
        """Of `names` those of the bodies that the place can have; without any the first, with its place."""
        if not (place and names) or any(place in name for name in names):
            return names
        like = [one for one in self._there if any(same_body(name, one) for name in names)]
        own = [one for one in like if place in one]
        city = [place + one for one in like if split_place(one)[0] == "市"]
        return tuple(own or city or [f"{place}市{split_place(names[0])[1]}"])

    def _only(self, full: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in full if self._stands(name)))

    def _meant(self, full: Sequence[str]) -> tuple[str, ...]:
        here = [name for name in full if name in self._there]
        like = [name for name in full if self._stands(name)]
        return tuple(dict.fromkeys(here or like[:1] or [min(full, key=len)]))

    def _stands(self, name: str) -> bool:
        if name not in self._standing:
            self._standing[name] = any(same_body(name, other) for other in self._there)
        return self._standing[name]


class _Alike:
    """Names of bodies in Latin script, by their distinctive words; `places` are names of places, both folded."""

    def __init__(self, names: Mapping[str, Sequence[str]], places: Mapping[str, str]) -> None:
        self._places = places
        self._of: dict[frozenset[frozenset[str]], list[str]] = defaultdict(list)
        for name, full in names.items():
            if _WORD.match(name) and name[0] < "\u2000" and (parts := self._parts(name)):
                self._of[parts].extend(full)

    def phrases(self, question: str) -> Iterator[str]:
        """The phrases of a folded question that name a body; a bare "the bureau" names none."""
        for phrase in _BOUND.split(question):
            phrase = re.sub(r"^(?:the|a|das|der|die|la|le|el|l')\s+|\s+(?:and|or)$", "", phrase.strip(" ,'\""))
            if _HEAD.search(phrase) and self._parts(phrase):
                yield phrase

    def equal(self, phrase: str) -> Sequence[str]:
        """The Chinese names whose distinctive words are those of a phrase."""
        return self._of.get(self._parts(phrase), ())

    def wider(self, phrase: str) -> Sequence[str]:
        """The Chinese names of bodies for several fields, those of a phrase among them: culture, tourism and sports.

        Where there is none, of those that have all of two or more words of the phrase.
        """
        parts = self._parts(phrase)
        words = frozenset[str]().union(*parts)
        fields = [name for other, full in self._of.items() if parts < other for name in full]
        if fields or len(words) < 2:
            return fields
        return [name for other, full in self._of.items() if words <= frozenset[str]().union(*other) for name in full]

    def place(self, phrase: str) -> str | None:
        """The place that a phrase names, in Chinese, or None."""
        return next((self._places[word] for word in _WORD.findall(phrase) if word in self._places), None)

    def _parts(self, name: str) -> frozenset[frozenset[str]]:
        """The fields of a body, each by its words without those that many names have: {market}, {public, security}."""
        parts = (frozenset(filter(None, map(self._distinct, _WORD.findall(part)))) for part in _APART.split(name))
        return frozenset(filter(None, parts))

    def _distinct(self, word: str) -> str:
        if word in self._places or _GENERIC.fullmatch(word):
            return ""
        stem = re.sub(rf"(?:s?{_GERMAN_HEAD})+$", "", word)
        return _SAME.get(stem, re.sub(r"(?<=[^s]{3})s$", "", stem))


def _typed_name(question: str) -> str | None:
    """The Chinese name of a body that a folded question asks of (灯塔管理局牵头哪些), as it is typed, or None."""
    for typed in _TYPED:
        for found in typed.finditer(question):
            name = _AHEAD.sub("", found["run"])
            if len(name) > 2 and not _NO_NAME.search(name):
                return name
    return None


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").split())


def _bare(name: str) -> str:
    return re.sub(
        r"^(?:各|其他|有关|相关|主管|成员|用人|用工|主办|会办|承办|牵头|配合|责任|企?事业|地方|行业|知识产权)+",
        "",
        name,
    )
