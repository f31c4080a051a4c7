"""Which part of a web page is its text, and what the page says of it elsewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index import metadata
from index.formats.web_blocks import web_lines
from index.formats.web_tokens import Measures, Token, starts
from index.numbering import numbering

_PARTS = re.compile(  # the ids and classes that the publishing systems of Chinese offices give to the text of a page
    r"(?:^|[\s_-])(?:UCAP-CONTENT|TRS_(?:Editor|UEDITOR|PreAppend)|TRS_Editor|pages_content|zoom(?:con)?|artibody"
    r"|vsb_content(?:_\d+)?|article[_-]?(?:content|con|body|text|main)|(?:news|detail|main|xxgk)[_-]?(?:content|con|text)"
    r"|Custom_UnionStyle|easysite-news-text|bt-content|wp_articlecontent|content)(?:$|\s)",
    re.I,
)
_MOST_OF_IT = 0.8  # of a page's text outside links: a named part that holds as much is its main part
_ENOUGH = 0.6  # the same for the elements that HTML has for it
_ASIDE = frozenset(("nav", "aside"))
_PAGE_ENDS = frozenset(("header", "footer"))
_ASIDE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"))
_MENUS = frozenset(["ul", "ol", "dl", "div", "p", "table", "tr", "td", "section", "span"])
_FEWEST_LINKS = 4
_MENU_WORD = 8  # characters of a link in a menu, on average
_MENU_SHARE = 0.8  # of a menu's text stands in links
_SENTENCE = re.compile("[。；]$")
_SHORTEST_SENTENCE = 7  # characters
_SITE = re.compile(r"\s+[-–—|·]+\s+|\s*[_|｜]\s*|\s*——?\s*|\s*-\s*(?=[^\d\s])")
_LONGEST_TITLE = 200
_HEAD = 4000  # characters of a page in which it says what it holds
_LABELS = {
    "reference": re.compile(r"(?:发文字号|文件编号|文\s*号)\s*[:：]?\s*([^\s:：][^:：]{3,30}?号)"),
    "issuer": re.compile(r"(?:发文机关|发文单位|制发机关|发布机构|发布机关)\s*[:：]?\s*([\u4e00-\u9fff]{2,30})"),
    "date": re.compile(
        r"(?:成文日期|发文日期|印发日期|发布日期)\s*[:：]?\s*(\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?)"
    ),
}
_BODY = re.compile(
    r"(?:局|委|委员会|厅|部|署|院|室|政府|银行|中心|协会|office|ministry|department|commission|bureau)$", re.I
)


@dataclass(frozen=True, slots=True)
class Main:
    """The places of a page's text, those of elements in it to go over, and those of headings before it."""

    span: tuple[int, int]
    left_out: frozenset[int]
    before: tuple[tuple[int, int], ...] = ()


def find_main(tokens: Sequence[Token], measures: Measures) -> Main:
    """The innermost element that is named as the text of a page and holds all its sentences; else all but its menus.

    A first-level heading in front of that element belongs to it.
    """
    everything = (0, len(tokens))
    aside = frozenset(_aside(tokens))
    whole = measures.unlinked(*everything) - sum(
        measures.unlinked(at, tokens[at].end) for at in _outermost(aside, tokens)
    )
    found = None
    for at, token in starts(tokens, *everything):
        enough = _share(token)
        if enough and measures.unlinked(at, token.end) >= max(1, enough * whole):
            found = (at, token.end)
    without_menus = aside | frozenset(_menus(tokens, measures))
    if not found or any(_says_something(tokens, measures, span, without_menus) for span in _around(found, tokens)):
        return Main(everything, without_menus)
    before = [
        (at, token.end) for at, token in starts(tokens, 0, found[0]) if token.name == "h1" and token.end < found[0]
    ]
    inside = any(token.name == "h1" for _, token in starts(tokens, *found))
    return Main(found, aside, tuple(before[-1:]) if not inside else ())


def _around(span: tuple[int, int], tokens: Sequence[Token]) -> tuple[tuple[int, int], tuple[int, int]]:
    return (0, span[0]), (span[1], len(tokens))


def _says_something(
    tokens: Sequence[Token], measures: Measures, span: tuple[int, int], left_out: frozenset[int]
) -> bool:
    """Whether a sentence or a numbered line stands between two places: then they are not only a page's furniture."""
    for line in web_lines(tokens, measures, span, left_out):
        if len(line.text) >= _SHORTEST_SENTENCE and _SENTENCE.search(line.text):
            return True
        if numbering(line.text, markdown=False):
            return True
    return False


def _share(token: Token) -> float:
    """The share of a page's text from which on an element is its main part; 0 for one that is not named so."""
    if token.name in {"article", "main"} or token.get("role") in {"main", "article"}:
        return _ENOUGH
    if token.name in {"div", "td", "section"} and (_PARTS.search(token.get("id")) or _PARTS.search(token.get("class"))):
        return _MOST_OF_IT
    return 0


def _aside(tokens: Sequence[Token]) -> Iterator[int]:
    article_end = 0
    for at, token in starts(tokens, 0, len(tokens)):
        if token.name in {"article", "main"}:
            article_end = max(article_end, token.end)
        if (
            token.name in _ASIDE
            or token.get("role") in _ASIDE_ROLES
            or (token.name in _PAGE_ENDS and at >= article_end)
        ):
            yield at


def _outermost(places: frozenset[int], tokens: Sequence[Token]) -> Iterator[int]:
    end = 0
    for at in sorted(places):
        if at >= end:
            yield at
            end = tokens[at].end


def _menus(tokens: Sequence[Token], measures: Measures) -> Iterator[int]:
    end = 0
    for at, token in starts(tokens, 0, len(tokens)):
        if at < end or token.name not in _MENUS:
            continue
        size, links = measures.size(at, token.end), measures.links(at, token.end)
        linked = size - measures.unlinked(at, token.end)
        if links >= _FEWEST_LINKS and linked >= _MENU_SHARE * size and linked <= _MENU_WORD * links:
            yield at
            end = token.end


def page_fields(metas: Mapping[str, str], named: str, page: str, text: str, heading: str | None) -> dict[str, str]:
    """Title, issuer, date and reference of a page, where its text does not say them itself.

    `metas` are its meta names in lower case, `named` its <title>, `page` all its text, `text` what is read of it and
    `heading` the title among its headings.
    """
    fields = {}
    title = metas.get("articletitle") or heading or _without_site(metas.get("og:title") or named, metas, text)
    if title:
        fields["title"] = title
    said = {name: found[1].strip() for name, label in _LABELS.items() if (found := label.search(page[:_HEAD]))}
    if not metadata.find_reference(text) and (number := metadata.find_reference(said.get("reference", ""))):
        fields["reference"] = number
    issuer = said.get("issuer") or metas.get("contentsource") or metas.get("source") or ""
    if _BODY.search(issuer) and not metadata.find_issuer(text, title or None):
        fields["issuer"] = issuer
    day = said.get("date") or next((metas[name] for name in _DATES if metas.get(name)), "")
    if not metadata.find_issued(text) and (day := day.replace("年", "-").replace("月", "-").strip("日 ")):
        fields["date"] = re.split(r"[T ]", day)[0]
    return fields


_DATES = ("pubdate", "article:published_time", "publishdate", "publish-date", "dc.date", "dcterms.date", "date")


def _without_site(title: str, metas: Mapping[str, str], text: str) -> str:
    """A page's <title> without the name of the site, when the text does not hold it whole."""
    title = " ".join(title.split())[:_LONGEST_TITLE]
    site = metas.get("sitename") or metas.get("og:site_name") or ""
    seen = "".join(text.split())
    cuts = [found.start() for found in _SITE.finditer(title)]
    for cut in (len(title), *reversed(cuts)):
        if cut and "".join(title[:cut].split()) in seen:
            return title[:cut]
    for cut in cuts:
        if site and site in title[cut:]:
            return title[:cut]
    return "" if metadata.find_title(text) else title
