"""HTML as a tree, strictly read, and texts that try to be more than text: for the tests of the page's parts."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from qa.page.links import parse_open

HOSTILE = [
    "<script>window.hit=1</script>",
    '"><img src=x onerror="window.hit=1">',
    "' onmouseover='window.hit=1",
    "</bdi></p></article></section><h1>over",
    "](javascript:window.hit=1) [a](javascript:window.hit=1) ![p](https://example.org/x.png)",
    "文\u202e件\u2066末\x1b[31m\x07\x00\x85\ud83d",
    "&lt;b&gt; &amp;amp; &#60;i&#62; &copy ]]> <!-- x",
    "`code` **bold** __b__ *it* _it_ ~~gone~~ $$x^2$$ \\(y\\) \\<b>",
    "a\n\nb\n    c\n\t- d\r\n\r\n# e\n| a | b |\n|---|---|\n> f\n---\n1. g\n```\nh",
    "https://example.org www.example.org someone@example.org <https://example.org>",
    "[1] [2][1] [01] [１] [99999]\n[1]: https://example.org\n",
    "｛｝{question}{0} %s",
]
VOID = {"br"}
ATTRIBUTES = {"class", "dir", "href", "title", "type", "datetime", "aria-label", "data-numbers"}


class Element:
    """A tag with what is in it; `text` is what a reader sees of it."""

    def __init__(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.inside: list[Element | str] = []

    @property
    def text(self) -> str:
        """All its text, a line break for `<br>`."""
        parts = (one if isinstance(one, str) else one.text for one in self.inside)
        return "\n" if self.tag == "br" else "".join(parts)

    @property
    def classes(self) -> set[str]:
        """The names of its class."""
        return set((self.attributes.get("class") or "").split())

    def every(self) -> Iterator["Element"]:
        """The elements within, in the page's order."""
        for one in self.inside:
            if isinstance(one, Element):
                yield one
                yield from one.every()

    def of(self, name: str) -> list["Element"]:
        """The elements within that have a class, or (without `pq-`) a tag."""
        return [one for one in self.every() if name in (one.classes if name.startswith("pq-") else {one.tag})]


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        assert len(element.attributes) == len(attrs), f"an attribute twice in {tag}"
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    unknown_decl = handle_decl


def elements(page: str, tags: set[str]) -> Element:
    """The page as a tree; fails on tags that are not balanced or not of `tags`, on foreign attributes and links."""
    tree = _Tree()
    tree.feed(page)
    tree.close()
    (root,) = tree.open
    for one in root.every():
        assert one.tag in tags, one.tag
        assert one.attributes.keys() <= ATTRIBUTES, one.attributes
        assert all(name.startswith("pq-") for name in one.classes), one.classes
        href = one.attributes.get("href")
        assert href is None or parse_open(href) or ("pq-share" in one.classes and re.fullmatch(r"\?q=[\w.~%-]*", href))
        assert "pq-open" not in one.classes or (one.tag == "a" and parse_open(href))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
    return root


def through_markdown(message: str) -> str:
    """What a Markdown parser that lets HTML pass, as the chat's does, makes of a message."""
    parser = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["table", "strikethrough"])
    return str(parser.render(message))


def squeezed(text: str) -> str:
    """Text without its white space, which HTML does not keep."""
    return "".join(text.split())
