"""The page's script, as Gradio takes it (the body of a function that runs when the source viewer is there), and style."""

from pathlib import Path

_FOLDER = Path(__file__).parent

SCRIPT = (_FOLDER / "page.js").read_text(encoding="utf-8")
STYLE = "\n".join(file.read_text(encoding="utf-8") for file in sorted(_FOLDER.glob("*.css")))
