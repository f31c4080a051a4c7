"""Which document a question about a document means."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from index import Document, Hit, fold
from qa.document_facts import stated
from qa.document_nouns import ANY, MENTION, NOUNS, PROPOSAL
from qa.document_question import Wanted, quotations, read_document_question, unquoted
from qa.romanise import romanised

LOOKED_AT = 5
"""Leading passages whose documents can be meant; whatever `top_k` is, they are the same."""
_AHEAD, _BEHIND = 16, 8
_HEAD = 800

_REFERENCE = re.compile(r"[\[(【〔﹝]\s?((?:19|20)\d\d)\s?[\])】〕﹞]\s?第?\s?(\d{1,5})(?!\d)")
_NUMBER = re.compile(
    r"(?<![\d-])(\d{7,8})(?!\d)|第\s?(\d{1,8})\s?号|(?<![\d月-])(\d{2,6})\s?[号호](?!线|楼|令)"
    r"|\b(?:no\.?|number|nr\.?|n°) ?(\d{2,8})(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d|[\])】〕])")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年?\s?[-–—~至到]\s?((?:19|20)\d\d)(?!\d)")
_MEMBER = re.compile(r"([\u3400-\u9fff]{2,3})(?:[(（]等[)）]|等)?(?:几?[位名])?(?:政协)?(?:委员(?!会)|代表)")
_NO_NAME = re.compile("[给与和跟向对复函同为位名该的各全几哪这那些个政协人大会常体]$|^(?:提出|联系)")
_MEMBER_LATIN = re.compile(
    r"\b(?:[Mm]ember|[Mm]r\.?|[Mm]rs\.?|[Mm]s\.?|[Dd]eputy|[Dd]elegate) ([A-Z][a-z'’]+) ([A-Z][a-z'’-]+)"
)
_TITLED = re.compile(r"^尊敬的|[(（]等[)）]|等?(?:几?[位名])?(?:政协)?(?:委员|代表)$|等$|\s")
_PLACE_END = re.compile("[省市区县州国]$")


def target(question: str, hits: Sequence[Hit], documents: Sequence[Document]) -> Document | None:
    """The one of `documents` that a question about a document means, or None: none fits, or two fit equally.

    What the question says of it must be so: its number, a title in 《》, whom it is written to, its kind, the year that
    stands with the kind. Of those left it is the one that most of the first five hits are of.
    """
    text = unquoted(question)
    wanted = read_document_question(question)
    left = [document for document in documents if wanted is None or _is_kind(document, wanted)]
    left = _numbered(text, left)
    left = _quoted(question, left)
    left = _addressed(question, left)
    left = _of_year(text, left)
    if len(left) < 2:
        return left[0] if left else None
    ids = {document.id for document in left}
    votes = Counter(hit.chunk.document.id for hit in hits[:LOOKED_AT] if hit.chunk.document.id in ids).most_common(2)
    if not votes or (len(votes) > 1 and votes[0][1] == votes[1][1]):
        return None
    return next(document for document in left if document.id == votes[0][0])


def _is_kind(document: Document, wanted: Wanted) -> bool:
    return wanted.kind is ANY or bool(re.search(wanted.kind.titled, document.title))


def _numbered(text: str, documents: Sequence[Document]) -> list[Document]:
    """Those with the numbers of the question, in reference, title or the number of their proposal."""
    references = set(_REFERENCE.findall(text))
    plain = {next(filter(None, found)).lstrip("0") for found in _NUMBER.findall(_REFERENCE.sub(" ", text))}
    return [document for document in documents if _has_numbers(document, references, plain)]


def _has_numbers(document: Document, references: Collection[tuple[str, str]], plain: Collection[str]) -> bool:
    own = set(_REFERENCE.findall(fold(document.reference or "")))
    if references and not own & set(references):
        return False
    proposal = stated("proposal number", document)
    number = document.text[proposal.start : proposal.end] if proposal else ""
    numbers = [number for _, number in own] + re.findall(r"\d+", f"{document.title} {number}")
    # 20210376: the proposal number 0376 of 2021.
    return all(any(re.fullmatch(rf"(?:20\d\d)?0*{one}", number) for number in numbers) for one in plain)


def _quoted(question: str, documents: Sequence[Document]) -> list[Document]:
    """Those whose head holds the titles in 《》; what stands in other marks only where one does."""
    left = list(documents)
    for words, is_title in quotations(question):
        squeezed = "".join(words.split())
        fit = [document for document in left if squeezed in _head(document)]
        left = fit if fit or is_title else left
    return left


def _head(document: Document) -> str:
    body = document.text[document.body_start : document.body_start + _HEAD]
    return "".join(fold(f"{document.title} {body}").split())


def _addressed(question: str, documents: Sequence[Document]) -> list[Document]:
    """Those written to the person or body that is named; none where a member is named whom none is written to."""
    said = "".join(fold(question).split())
    fit = [document for document in documents if any(_is_named(name, question, said) for name in _addressees(document))]
    if fit:
        return fit
    members = [found[1] for found in _MEMBER.finditer(said) if not _NO_NAME.search(found[1])]
    return [] if members or _MEMBER_LATIN.search(question) else list(documents)


def _addressees(document: Document) -> Iterator[str]:
    found = stated("addressee", document)
    if found:
        for name in re.split("[、，,]", document.text[found.start : found.end]):
            yield bare(name)


def bare(name: str) -> str:
    """A name without 尊敬的, 等 and 委员."""
    plain = _TITLED.sub("", name)
    return plain if plain == name else bare(plain)


def _is_named(name: str, question: str, said: str) -> bool:
    plain = fold(name)
    if len(plain) > 1 and plain in said:
        return True
    if len(plain) > 4:
        # 致公党深圳市委会 is also 致公党.
        starts = (plain[:length] for length in range(3, len(plain)))
        return any(start in said and not _PLACE_END.search(start) for start in starts)
    person = romanised(name) if len(plain) > 1 else None
    words = set(re.findall(r"[a-zü]+", re.sub("[-'’](?!s\\b)", "", question.lower())))
    return bool(person) and set(re.sub("['’]", "", str(person).lower()).split()) <= words


def _of_year(text: str, documents: Sequence[Document]) -> list[Document]:
    """Those issued in, or with a title about, the year that stands with what the question calls a document."""
    around = " ".join(
        text[max(0, found.start() - _AHEAD) : found.end() + _BEHIND]
        for found in MENTION.finditer(text)
        if NOUNS[int((found.lastgroup or "n0")[1:])] not in {PROPOSAL}
    )
    years = _years(around)
    return [document for document in documents if not years or years & _own_years(document)]


def _own_years(document: Document) -> set[int]:
    issued = {document.issued.year} if document.issued else set()
    return (
        issued
        | _years(fold(document.title))
        | {int(year) for year, _ in _REFERENCE.findall(fold(document.reference or ""))}
    )


def _years(text: str) -> set[int]:
    spans = [range(int(first), int(last) + 1) for first, last in _SPAN.findall(text)]
    return {year for span in spans for year in span} | {int(year) for year in _YEAR.findall(text)}
