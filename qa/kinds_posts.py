"""The posts of people: how questions name them, and their titles in Chinese texts."""

import re
from collections.abc import Sequence

from index import simplify
from qa.kinds_forms import ASKED

HEADS = ("负责人", "主要领导", "一把手")
"""Titles that the head of anything may have in a text."""
POSTS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(simplify(words)), titles)
    for words, titles in (
        (r"secretary[- ]general|secretario general|secrétaire général|秘书长", "秘书长"),
        (r"\bmayor|\balcalde|\bmaire\b|bürgermeister", "市长|区长|县长|镇长|村长"),
        (
            r"\b(?:director|directora|directrice|directeur|direktor\w*|leiter\w*)\b|所長|センター長|국장|소장|센터장",
            ("主任|局长|院长|所长|处长|司长|厅长|站长|馆长|部长|关长|总监|台长|园长|校长|科长|署长|秘书长"),
        ),
        (
            r"\b(?:chair(?:man|woman|person|s|ed)?|president|vorsitzende\w*|presidente|président\w*)\b",
            ("主席|会长|主任|董事长|理事长|校长|院长|总裁|行长|委员长|召集人|社长|主持|担任"),
        ),
        (r"\bminister", "部长"),
        (r"\bgovernor", "省长|行长|州长|主席"),
        (r"\b(?:party )?secretary\b|书记", "书记|秘书"),
        (r"\b(?:convener|convenor)\b|召集人", "召集人"),
        (r"\bcontact person|联系人|联络人|担当者|담당자", "联系人|联络人|经办人|承办人"),
        (r"\bprofessor|教授", "教授"),
        (r"\bacademician|院士", "院士"),
        (r"\bspokes|发言人", "发言人"),
        (r"\bjudge|法官", "法官|审判长|庭长|院长"),
        (r"\b(?:principal|dean)\b", "校长|院长|系主任|园长"),
        (r"\bmanager", "经理"),
        (r"\bchief justice", "院长"),
        (
            r"负责人|\bresponsable|책임자|責任者",
            "主任|局长|院长|所长|处长|部长|组长|会长|校长|经理|领衔|牵头人|召集人|主持",
        ),
        *(
            (title, title)
            for title in (
                """
                市长 区长 县长 省长 镇长 局长 主任 院长 部长 处长 科长 所长 校长 会长 主席 董事长 总经理 经理 馆长
                站长 船长 组长 理事长 行长 社长 团长 台长 关长 厅长 司长 秘书 检察长 庭长 总裁 园长
                """.split()  # noqa: SIM905 -- as a list of literals it would fill a page
            )
        ),
    )
)
"""Posts as questions name them, and the titles by which texts do; the first that fits counts."""

DEPUTY = re.compile(
    simplify(r"副|\b(?:deputy|vice|assistant|subdirector\w*|vicedirector\w*|stellvertret\w*|adjoint\w*)\b")
)
NOT_DEPUTY = re.compile(
    simplify(r"\bnot (?:the |a |his |her )?(?:deputy|vice)\w*|(?:不是|而非|非)副[\u4e00-\u9fff]{0,3}")
)
_BEFORE, _BEHIND = 12, 40
"""Characters around 叫什么名字 and "what is the name of" in which the post is named."""
_NOUN_PHRASE = re.compile(r"[^,;:(?。，、]*?(?=\b(?:of|in|at|for|des?|du|del|von|that)\b|[,;:(?。，、]|$)")


def posts_asked(low: str, people: Sequence[str]) -> tuple[str, ...]:
    """The Chinese titles of the post whose holder a lowered question asks for, 副 in front where it is the deputy's.

    `people` are the words that ask for a person ("who is the deputy mayor of …"), each with what follows.
    """
    if found := ASKED["person"].search(low):
        people = [*people, low[max(0, found.start() - _BEFORE) : found.end() + _BEHIND]]
    for words in people:
        words = words.rpartition(" name of ")[2]
        phrase = _NOUN_PHRASE.match(words)
        said = NOT_DEPUTY.sub("", phrase[0] if phrase else words)
        titles = next((titles for named, titles in POSTS if named.search(said)), None)
        if titles:
            deputy = "副" if DEPUTY.search(said) else ""
            return tuple(deputy + title for title in titles.split("|"))
    return ()
