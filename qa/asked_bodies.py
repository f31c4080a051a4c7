"""The bodies that a question names, in any language of the glossary."""

import re
from collections import defaultdict
from collections.abc import Sequence

from index import Glossary, fold
from qa.bodies import BodyNames, same_body

_GENERAL_ENDS = re.compile(
    "(?:单位|部门|服务机构|代理机构|委员|委员会|学校|企业|机构|行政机关|国家机关|市长|省长|部长|总理|代表|召集人|实验室|商会|高校|政府"
    "|社会组织|联席会议|领导小组|工作站|协会|保护处|促进处|分中心|银行)"
)
"""Names that are of no one body; questions hold them as plain words."""


class BodyFinder:
    """Finds names of bodies in questions: those of the glossary in any language, and those of the clauses."""

    def __init__(self, glossary: Glossary, there: frozenset[str]) -> None:
        self._there = there
        self._standing: dict[str, bool] = {}
        names = BodyNames(glossary)
        lexicon: dict[str, list[str]] = defaultdict(list)
        for name in there:
            if len(name) > 2 and not _GENERAL_ENDS.fullmatch(_bare(name)):
                lexicon[fold(name)].append(name)
        for entry in glossary.entries:
            if entry.kind == "body" and not _GENERAL_ENDS.fullmatch(_bare(entry.chinese)):
                full = names.full(entry.chinese)
                for name in (entry.chinese, *(name for several in entry.names.values() for name in several)):
                    lexicon[_plain(name)].append(full)
        self._lexicon = {name: self._meant(full) for name, full in lexicon.items()}
        wide = sorted((name for name in lexicon if not name.isascii()), key=len, reverse=True)
        latin = sorted((name for name in lexicon if name.isascii()), key=len, reverse=True)
        self._name = re.compile(
            rf"{'|'.join(map(re.escape, wide))}|\b(?P<latin>{'|'.join(map(re.escape, latin))})(?:e?s)?\b"
        )

    def find(self, question: str) -> tuple[str, ...]:
        """Resolved names of the bodies named, in the order of the question.

        Where a name can mean several bodies ("market regulator"), those of a clause are meant, or else the shortest.
        """
        found = (
            name
            for match in self._name.finditer(_plain(question))
            for name in self._lexicon[match["latin"] or match[0]]
        )
        return tuple(dict.fromkeys(found))

    def _meant(self, full: Sequence[str]) -> tuple[str, ...]:
        here = [name for name in full if name in self._there]
        like = [name for name in full if self._stands(name)]
        return tuple(dict.fromkeys(here or like[:1] or [min(full, key=len)]))

    def _stands(self, name: str) -> bool:
        if name not in self._standing:
            self._standing[name] = any(same_body(name, other) for other in self._there)
        return self._standing[name]


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").split())


def _bare(name: str) -> str:
    return re.sub(
        r"^(?:各|其他|有关|相关|主管|成员|用人|用工|主办|会办|承办|牵头|配合|责任|企?事业|地方|行业|知识产权)+",
        "",
        name,
    )
