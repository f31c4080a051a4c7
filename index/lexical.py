"""The lexical leg's terms: Chinese characters, Latin words, whole numbers, and pairs of neighbours."""

import re

from index.fold import fold

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{HAN}]|\d+(?:[.,]\d+)*%?|(?:(?![{HAN}])[^\W\d_])+")


def lexical_terms(text: str) -> list[str]:
    """Terms of a text in its folded form.

    Every Han character, Latin word and number is a term, and so is each pair of them with nothing but white space
    between (家, 20 and 20 家; 海, 关 and 海 关): pairs do for Chinese what a dictionary of words would do.
    """
    folded = fold(text)
    matches = list(_TOKEN.finditer(folded))
    tokens = [match[0].replace(",", "") for match in matches]
    pairs = [
        f"{token} {following}"
        for token, following, match, behind in zip(tokens, tokens[1:], matches, matches[1:], strict=False)
        if not folded[match.end() : behind.start()].strip()
    ]
    return tokens + pairs


def is_han(term: str) -> bool:
    """Whether a term begins with a Han character."""
    return re.match(f"[{HAN}]", term) is not None
