"""Section -> Chunk: the unit that is embedded, matched and cited, with exact offsets."""

import hashlib
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from langchain_text_splitters import RecursiveCharacterTextSplitter

from index.documents import Document
from index.errors import UsageError
from index.sections import Section

CountTokens = Callable[[Sequence[str]], list[int]]

_ENDS = r"[”’」』）)》〉】]*"
_HIDDEN, _SOFT = "\ue000", "\ue001"
_SEPARATORS = [r"\n+|\u3000\u3000+", rf"[。！？!?]+{_ENDS}", rf"[；;]{_ENDS}", rf"{_SOFT}+", r"[，,：:]", r"、", ""]
_BRACKET = re.compile(r"[（(〔\[【）)〕\]】]")
_BEFORE = re.compile(r"[。！？；;，,]?[ \t\u3000\n]{0,3}$")
_PAIRS = {"（": "）", "(": ")", "〔": "〕", "[": "]", "【": "】"}
_RESPONSIBLE = re.compile(r"牵头|配合|负责|分工|按职责|参与|主办|协办|会同|责任单位")
_LABEL = (
    r"人|者|方|电话|手机|地址|时间|日期|名称|单位|部门|机构|机关|科室|编号|文号|字号|邮编|邮箱|传真|网址|类别|类型|意见|建议|答复|情况|级别"
    r"|等级|事项|职务|姓名|性别|备注|来源"
)
_HELD_LINE = re.compile(
    rf"(?:^|(?<=\n))[ \t\u3000]*(?:[^\s，。；、][^\n，。；、]{{0,8}})?(?:{_LABEL})[ \t\u3000]*\n+|[：:][ \t]*\n+"
)
_HEADING_LINE = 60  # characters; the first lines of a section that are no longer are its headings
_LISTED = 120  # characters; a longer item is more than an entry of a list
_TINY = 40  # two neighbours of less share a chunk
_SCRAP = 24  # and one of less shares one with an entry of any size
_ARTICLE = re.compile(r"第\S{1,7}条")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A span of one document. `id` is a hash of the document's id and the span; `path` the headings above it."""

    id: str
    document: Document
    path: tuple[str, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        """The bare slice of the document's text."""
        return self.document.text[self.start : self.end]


def chunk_document(
    document: Document,
    sections: Sequence[Section],
    count_tokens: CountTokens,
    max_tokens: int,
    max_chars: int = 300,
) -> tuple[Chunk, ...]:
    """Cut sections into chunks of at most `max_chars` characters whose passage has at most `max_tokens` tokens.

    Chunks are disjoint, in order, start and end with a visible character, and lose none. Entries of a list and other
    tiny neighbours under one heading share a chunk, whose path is what their paths have in common.
    Raises UsageError when `max_tokens` does not hold a single character.
    """
    pending = [
        _chunk(document, path, start, end)
        for path, first, last in _groups(document.text, sections, max_chars)
        for start, end in _cut(document.text, first, last, max_chars)
    ]
    done: list[Chunk] = []
    while pending:
        counts = count_tokens(passage_texts(pending, count_tokens, max_tokens))
        smaller: list[Chunk] = []
        for chunk, count in zip(pending, counts, strict=True):
            if count <= max_tokens:
                done.append(chunk)
                continue
            length = chunk.end - chunk.start
            if length == 1:
                raise UsageError(f"a limit of {max_tokens} tokens does not hold {chunk.text!r}: use a larger one")
            spans = _cut(document.text, chunk.start, chunk.end, math.ceil(length / 2))
            smaller += [_chunk(document, chunk.path, start, end) for start, end in spans]
        pending = smaller
    return tuple(sorted(done, key=lambda chunk: chunk.start))


def passage_text(chunk: Chunk, count_tokens: CountTokens, max_tokens: int) -> str:
    """What is embedded and matched: title and headings (at most a quarter of `max_tokens`), then the bare text."""
    return passage_texts([chunk], count_tokens, max_tokens)[0]


def passage_texts(chunks: Sequence[Chunk], count_tokens: CountTokens, max_tokens: int) -> list[str]:
    """`passage_text` of many chunks with few calls of `count_tokens`, in their order."""
    keys = [(chunk.document.title, chunk.path) for chunk in chunks]
    heads = list(dict.fromkeys(keys))
    budget = max_tokens // 4
    whole = [_head(title, path) for title, path in heads]
    fitted = {
        key: text if count <= budget else _fitted(*key, count_tokens, budget)
        for key, text, count in zip(heads, whole, count_tokens(whole) if whole else [], strict=True)
    }
    passages = [fitted[key] + chunk.text for key, chunk in zip(keys, chunks, strict=True)]
    single = [at for at, chunk in enumerate(chunks) if chunk.end - chunk.start == 1]
    for at, count in zip(single, count_tokens([passages[at] for at in single]) if single else [], strict=True):
        if count > max_tokens:
            passages[at] = chunks[at].text
    return passages


def _chunk(document: Document, path: tuple[str, ...], start: int, end: int) -> Chunk:
    digest = hashlib.sha256(f"{document.id}:{start}:{end}".encode()).hexdigest()
    return Chunk(digest[:16], document, path, start, end)


def _head(title: str, path: Sequence[str]) -> str:
    # A Markdown file's first heading often is its title.
    headings = " > ".join(path[1:] if path and path[0] == title else path)
    return "".join(f"{line}\n" for line in (title, headings) if line)


def _fitted(title: str, path: tuple[str, ...], count_tokens: CountTokens, budget: int) -> str:
    """The head within `budget` tokens: upper headings go first, then the ends of the title and the last heading."""
    last = path[-1] if path and path[-1] != title else ""
    for skipped in range(1, len(path)):
        head = _head(title, path[skipped:])
        if count_tokens([head])[0] <= budget:
            return head
    low, high = 0, max(len(title), len(last))
    while low < high:
        middle = (low + high + 1) // 2
        if count_tokens([_head(title[:middle], (last[:middle],))])[0] <= budget:
            low = middle
        else:
            high = middle - 1
    head = _head(title[:low], (last[:low],))
    return head if count_tokens([head])[0] <= budget else ""


def _groups(text: str, sections: Sequence[Section], max_chars: int) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Sections, and runs of sections that read as one list, as (path, start, end)."""
    run: list[Section] = []
    for section in sections:
        if run and not _binds(text, run[-1], section):
            yield from _packed(run, max_chars)
            run = []
        run.append(section)
    yield from _packed(run, max_chars)


def _binds(text: str, above: Section, below: Section) -> bool:
    """Whether two sections read as one list: its lead-in and an entry, or two entries under the same heading."""
    leads_in = below.path[:-1] == above.path
    if not (leads_in or (below.path[:-1] == above.path[:-1] and below.path)) or not _is_entry(text, below):
        return False
    if text[above.end - 1] in "；;，,、：:":
        return True
    lengths = (above.end - above.start, below.end - below.start)
    tiny = max(lengths) < _TINY or min(lengths) < _SCRAP
    return tiny and bool(above.path) and not _ARTICLE.match(below.path[-1]) and _is_entry(text, above)


def _is_entry(text: str, section: Section) -> bool:
    if section.end - section.start > _LISTED:
        return False
    line_end = text.find("\n", section.start, section.end)
    line_end = section.end if line_end < 0 else line_end
    return text.find("。", section.start, line_end - 1) < 0


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return one[:shared]


def _packed(run: list[Section], max_chars: int) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """A run in as few groups of at most `max_chars` as it takes, of about the same size."""
    if not run:
        return
    total = run[-1].end - run[0].start
    target = math.ceil(total / math.ceil(total / max_chars))
    group: list[Section] = []
    for section in run:
        if group and (section.end - group[0].start > max_chars or group[-1].end - group[0].start >= target):
            yield _group(group)
            group = []
        group.append(section)
    yield _group(group)


def _group(group: list[Section]) -> tuple[tuple[str, ...], int, int]:
    path = group[0].path
    for section in group[1:]:
        path = _common(path, section.path)
    return path, group[0].start, group[-1].end


def _cut(text: str, start: int, end: int, limit: int) -> list[tuple[int, int]]:
    """Spans of at most `limit` characters that hold all visible characters between `start` and `end`."""
    whole = text[start:end]
    lengths = [len(whole)] if len(whole) <= limit else _balanced(_glued(whole, limit), limit)
    spans = []
    at = start
    for length in lengths:
        piece = text[at : at + length]
        if stripped := piece.strip():
            first = at + len(piece) - len(piece.lstrip())
            spans.append((first, first + len(stripped)))
        at += length
    return spans


def _balanced(text: str, limit: int) -> list[int]:
    """Lengths of the pieces of `text`: as few as the splitter needs at `limit`, and then as even as it can."""
    fewest = _gathered(_split(text, limit), limit)
    if len(text) > 20 * limit:
        return fewest
    size = math.ceil(len(text) / len(fewest))
    for tried in range(size, limit, max(1, (limit - size) // 6)):
        pieces = _gathered(_split(text, tried), tried)
        if len(pieces) <= len(fewest):
            return pieces
    return fewest


def _gathered(lengths: list[int], limit: int) -> list[int]:
    """The splitter cuts a long paragraph by itself: join its pieces to short neighbours where there is room."""
    gathered: list[int] = []
    for length in lengths:
        if gathered and gathered[-1] + length <= limit:
            gathered[-1] += length
        else:
            gathered.append(length)
    return gathered


def _split(text: str, size: int) -> list[int]:
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=size,
        chunk_overlap=0,
    )
    return [len(piece) for piece in splitter.split_text(text)]


def _glued(text: str, limit: int) -> str:
    """`text` with the places hidden where it should not be cut: same length, other characters there.

    Hidden are the sentence end before a responsibility bracket and all inside it; the line ends behind the
    section's headings, behind a label and behind a colon are cut only before commas are.
    """
    characters = list(text)
    for start, end in _brackets(text, limit // 2):
        characters[start:end] = _HIDDEN * (end - start)
    held = [(found.start(), found.end()) for found in _HELD_LINE.finditer(text)]
    at = 0
    for _ in range(3):
        end = text.find("\n", at, at + _HEADING_LINE)
        if end < 0:
            break
        at = end + len(text[end:]) - len(text[end:].lstrip())
        held.append((end, at))
    for start, end in held:
        for at in range(start, end):
            if text[at] == "\n":
                characters[at] = _SOFT
    return "".join(characters)


def _brackets(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Spans of the outermost responsibility brackets of at most `longest`, with the punctuation before them."""
    open_at: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for found in _BRACKET.finditer(text):
        if found[0] in _PAIRS:
            open_at.append((_PAIRS[found[0]], found.start()))
        elif open_at and open_at[-1][0] == found[0]:
            pairs.append((open_at.pop()[1], found.end()))
    behind = 0
    for start, end in sorted(pairs):
        if start >= behind and end - start <= longest and _RESPONSIBLE.search(text, start, end):
            behind = end
            before = _BEFORE.search(text, max(0, start - 4), start)
            yield before.start() if before else start, end
