"""Which document a question about a document means."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from index import Document, Hit, fold, read_cedict
from qa.document_facts import stated
from qa.document_nouns import ANY, MENTION, NOUNS, PROPOSAL, Noun
from qa.document_question import quotations, read_document_question, unquoted

LOOKED_AT = 5
"""Leading passages whose documents can be meant; whatever `top_k` is, they are the same."""
_AHEAD, _BEHIND = 16, 8
"""Characters around what a question calls a document in which its year is looked for."""
_HEAD = 800
"""Characters of the body that tell what a document is about."""
_TOPIC = 3
"""Chinese characters in a row that the question and one document's head have in common, and no other's."""

_REFERENCE = re.compile(r"[\[(【〔﹝]\s?((?:19|20)\d\d)\s?[\])】〕﹞]\s?第?\s?(\d{1,5})(?!\d)")
_NUMBER = re.compile(
    r"(?<![\d-])(\d{7,8})(?!\d)|第\s?(\d{1,8})\s?号|(?<![\d月-])(\d{2,6})\s?[号호](?!线|楼|令)"
    r"|\b(?:no\.?|number|nr\.?|n°) ?(\d{2,8})(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d|[\])】〕])")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年?\s?[-–—~至到]\s?((?:19|20)\d\d)(?!\d)")
_TITLED = re.compile(r"^尊敬的|[(（]等[)）]|等?(?:几?[位名])?(?:政协)?(?:委员|代表)$|等$|\s")
_OF_PLACE = re.compile(r"[\u3400-\u9fff]{2,3}[省市区县]")
_MEMBER = re.compile(r"([\u3400-\u9fff]{2,3})(?:[(（]等[)）]|等)?(?:几?[位名])?(?:政协)?(?:委员(?!会)|代表)")
_NO_NAME = re.compile("[给与和跟向对复函同为位名该的各全几哪这那些个政协人大会常体谁案派界省市区县]$|^(?:提出|联系)")
_MEMBER_KOREAN = re.compile(r"[가-힣]{2,4}\s?위원")
_SYLLABLE = "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?[aeiouü]{1,3}(?:ng|n|r)?"
_TO = r"\b(?i:to|an|à|a|al|von|by|member|mr\.?|ms\.?)"
_PERSON = re.compile(rf"{_TO} (?=[A-Z])(?i:{_SYLLABLE}) (?=[A-Z])(?i:{_SYLLABLE}(?:['’-]?{_SYLLABLE})?)\b")
_RUN = re.compile(r"(?:(?![的是那这份给在于由和与哪什谁何几])[\u3400-\u9fff]){3,}")
_NO_SUBJECT = re.compile(
    r"^.*的|^(?:请问|这|那|该|本|此|上述|前述|现行|现有|新|旧|老|我市|市里|我们|一|[份个部条项])+"
    r"|(?:管理|实施|暂行|试行|工作|行动|发展|年度|若干|有关|相关)+$"
)
_VALIDITY = frozenset({"effective", "expires", "in force"})
_READING = re.compile(r"\[([a-zü:]+)\d\]", re.IGNORECASE)


def target(question: str, hits: Sequence[Hit], documents: Sequence[Document], names: str = "") -> Document | None:
    """The one of `documents` that a question about a document means, or None: none fits, or two fit equally.

    What the question says of it must be so: its kind, its numbers, a title in 《》, whom it is written to, the year
    beside the kind. Of those left it is the one whose head has most of the question's Chinese words, else the one that
    has twice as many of the first five hits as any other. `names` are Chinese names of what the question tells of in
    another language.
    """
    text = unquoted(question)
    wanted = read_document_question(question)
    kind = wanted.kind if wanted else ANY
    left = [document for document in documents if kind is ANY or re.search(kind.titled, document.title)]
    left = _numbered(text, left)
    left = _quoted(question, left)
    left = _addressed(question, names, left)
    left = _of_year(text, left)
    if wanted and not _VALIDITY.isdisjoint(wanted.facts):
        # Of whether a rule still holds that of another subject says nothing.
        left = [document for document in left if _is_of_subject(text, kind, document)]
    if len(left) < 2:
        return left[0] if left else None
    return _on_topic(f"{text} {fold(names)}", left) or _most_found(hits, left)


def lacks_subject(question: str, documents: Sequence[Document]) -> bool:
    """Whether it asks how long a rule on some subject holds, of which no document is one."""
    wanted = read_document_question(question)
    if not wanted or _VALIDITY.isdisjoint(wanted.facts):
        return False
    text = unquoted(question)
    return not any(_is_of_subject(text, wanted.kind, document) for document in documents)


def _is_of_subject(text: str, kind: Noun, document: Document) -> bool:
    """Whether a title shares a word with what stands before the kind in a Chinese question (泳池办法), if anything."""
    named = re.search(f"([\u3400-\u9fff]+?)(?:{kind.wide})", text)
    subject = _NO_SUBJECT.sub("", named[1]) if named else ""
    title = fold(document.title)
    return len(subject) < 2 or any(subject[at : at + 2] in title for at in range(len(subject) - 1))


def _numbered(text: str, documents: Sequence[Document]) -> list[Document]:
    """Those with the numbers of the question, in reference, title or the number of their proposal."""
    references = set(_REFERENCE.findall(text))
    plain = {next(filter(None, found)).lstrip("0") for found in _NUMBER.findall(_REFERENCE.sub(" ", text))}
    return [document for document in documents if _has_numbers(document, references, plain)]


def _has_numbers(document: Document, references: Collection[tuple[str, str]], plain: Collection[str]) -> bool:
    if not (references or plain):
        return True
    own = set(_REFERENCE.findall(fold(document.reference or "")))
    if references and not own & set(references):
        return False
    proposal = stated("proposal number", document)
    said = document.text[proposal.start : proposal.end] if proposal else ""
    numbers = [number for _, number in own] + re.findall(r"\d+", f"{document.title} {said}")
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


def _of_year(text: str, documents: Sequence[Document]) -> list[Document]:
    """Those issued in, or with a title about, the year that stands with what the question calls a document."""
    around = " ".join(
        text[max(0, found.start() - _AHEAD) : found.end() + _BEHIND]
        for found in MENTION.finditer(text)
        if NOUNS[int((found.lastgroup or "n0")[1:])] is not PROPOSAL
    )
    years = _years(around)
    return [document for document in documents if not years or years & _own_years(document)]


def _own_years(document: Document) -> set[int]:
    issued = {document.issued.year} if document.issued else set()
    numbered = {int(year) for year, _ in _REFERENCE.findall(fold(document.reference or ""))}
    return issued | numbered | _years(fold(document.title))


def _years(text: str) -> set[int]:
    spans = [range(int(first), int(last) + 1) for first, last in _SPAN.findall(text)]
    return {year for span in spans for year in span} | {int(year) for year in _YEAR.findall(text)}


# --- whom it is written to -------------------------------------------------------------------------------------------


def _addressed(question: str, names: str, documents: Sequence[Document]) -> list[Document]:
    """Those written to the person or body that is named; none where a person is named whom none is written to."""
    said = "".join(fold(f"{question} {names}").split())
    fit = [one for one in documents if any(_is_named(name, question, said) for name in _addressees(one))]
    if fit:
        return fit
    members = [found[1] for found in _MEMBER.finditer(said) if not _NO_NAME.search(found[1])]
    named = members or _PERSON.search(question) or _MEMBER_KOREAN.search(question)
    return [] if named else list(documents)


def _addressees(document: Document) -> Iterator[str]:
    found = stated("addressee", document)
    if found:
        for name in re.split("[、，,]", document.text[found.start : found.end]):
            yield fold(bare(name))


def bare(name: str) -> str:
    """A name without 尊敬的, 等 and 委员."""
    plain = _TITLED.sub("", name)
    return plain if plain == name else bare(plain)


def _is_named(name: str, question: str, said: str) -> bool:
    if len(name) < 2 or name in said:
        return len(name) > 1
    if len(name) < 5:
        return _is_spelt(name, question)
    # 致公党深圳市委会 is also 致公党.
    place = _OF_PLACE.match(name)
    shortest = place.end() + 2 if place else 3
    return any(name[:length] in said for length in range(shortest, len(name)))


def _is_spelt(name: str, question: str) -> bool:
    """Whether a question may name a person in Pinyin, surname first or last: each character in any of its readings."""
    syllables = [
        "|".join({found[1].lower().replace("u:", "[uü]") for found in _READING.finditer(read_cedict().get(one, ""))})
        for one in name
    ]
    if not all(syllables):
        return False
    read = [f"(?:{several})" for several in syllables]
    orders = (read[cut:] + read[:cut] for cut in range(min(3, len(read))))
    forms = "|".join(r"[\s'’-]?".join(order) for order in orders)
    return re.search(rf"\b(?:{forms})\b", question, re.IGNORECASE) is not None


# --- what it is about ------------------------------------------------------------------------------------------------


def _on_topic(text: str, documents: Sequence[Document]) -> Document | None:
    """The document whose head has most of the question's words that not every head has, if one has most."""
    parts = {
        run[0][at : at + _TOPIC]
        for run in _RUN.finditer(MENTION.sub(" ", text))
        for at in range(len(run[0]) - _TOPIC + 1)
    }
    heads = [_head(document) for document in documents]
    telling = [part for part in parts if not all(part in head for head in heads)]
    counts = [sum(part in head for part in telling) for head in heads]
    best = max(counts)
    return documents[counts.index(best)] if best and counts.count(best) == 1 else None


def _most_found(hits: Sequence[Hit], documents: Sequence[Document]) -> Document | None:
    of = {document.id: document for document in documents}
    found = Counter(hit.chunk.document.id for hit in hits[:LOOKED_AT] if hit.chunk.document.id in of).most_common(2)
    if not found or (len(found) > 1 and found[0][1] < 2 * found[1][1]):
        return None
    return of[found[0][0]]
