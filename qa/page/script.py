"""The page's script, as Gradio takes it (the body of a function, run when the source viewer is there), and style."""

import json
from pathlib import Path

from qa.page.texts import Texts

TAGS = (("en", "en"), ("zh", "zh-Hans"), ("zh-Hant", "zh-Hant"))
"""The page's languages and what its `lang` says for each."""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_FOLDER = Path(__file__).parent

SCRIPT = (_FOLDER / "page.js").read_text(encoding="utf-8")
STYLE = "\n".join(
    (
        *(file.read_text(encoding="utf-8") for file in sorted(_FOLDER.glob("*.css"))),
        # Gradio's list of what to ask next has no place for a heading, and its field for files none for our words.
        *(
            f':root[lang="{tag}"] {{ --pq-next: {_quoted(Texts(one)("chat.suggestions"))};'
            f" --pq-drop: {_quoted(Texts(one)('intake.drop'))}; }}"
            for one, tag in TAGS
        ),
    )
)
