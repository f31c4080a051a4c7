"""Sentence spans inside a chunk: the smallest pieces that are quoted."""

import re
from collections.abc import Iterator

# A responsibility bracket belongs to the sentence before it; consecutive `- role: body` lines belong together.
_SENTENCE = re.compile(
    r"(?:(?:^|(?<=\n))[ \t]*[-*] [^\n]{1,60}(?:\n|$))+"
    r"|(?:[^。！？；!?\n]|[!?](?=[^\s]))+(?:[。！？；!?]+[”’」』）)]*(?:[（(〔][^\n]{1,200}?(?:配合|牵头|负责)[）)〕])?|(?=\n)|$)"
)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences of a text, trimmed, in order; they hold every letter and digit."""
    for match in _SENTENCE.finditer(text):
        found = match[0]
        start = match.start() + len(found) - len(found.lstrip())
        end = match.end() - (len(found) - len(found.rstrip()))
        if any(c.isalnum() for c in text[start:end]):
            yield start, end
