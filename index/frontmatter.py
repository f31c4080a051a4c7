"""The `---` block at the top of a Markdown file: a few `key: value` lines."""

import re

_FIELD = re.compile(r"([A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff -]{0,40}?)[ \t]*[:：](?:[ \t]+(.*)|[ \t]*)$")
_LONGEST = 200  # lines; what runs on further is no front matter


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The fields (keys in lower case, quotes taken off, lists left out) and the offset behind the closing line.

    `({}, 0)` when the text does not start with a `---` line, when that block is not closed, or when it holds
    anything but fields, lists and comments: two thematic breaks around prose are body.
    """
    first = text.find("\n")
    if first < 0 or text[:first].rstrip() != "---":
        return {}, 0
    fields: dict[str, str] = {}
    key, at = "", first + 1
    for _ in range(_LONGEST):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)]
        behind = end + 1 if end >= 0 else len(text)
        stripped = line.strip()
        if line.rstrip() in {"---", "..."}:
            return (fields, behind) if fields else ({}, 0)
        if end < 0:
            break
        at = behind
        if not stripped or stripped.startswith(("#", "- ")) or stripped == "-":
            continue
        if line[0] in " \t":
            if not key:
                return {}, 0
            fields[key] = f"{fields[key]} {_unquoted(stripped)}".strip()
            continue
        found = _FIELD.match(line.rstrip())
        if not found:
            return {}, 0
        key = found[1].strip().lower()
        value = (found[2] or "").strip()
        fields[key] = "" if value in {"|", ">", "|-", ">-"} or value.startswith(("[", "{")) else _unquoted(value)
    return {}, 0


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        return inner.replace("''", "'") if value[0] == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
    return re.sub(r"\s+#.*$", "", value)
