"""The rules of the architecture that no type checker holds: who imports whom, and where each library is known."""

import ast
from pathlib import Path

import pytest

MAY_IMPORT = {"index": set(), "qa": {"index"}, "eval": {"index", "qa"}, "app": {"index", "qa", "eval"}}
ONE_FILE = {"faiss", "sentence_transformers", "peft", "opencc", "langchain_text_splitters", "argon2", "ir_measures"}
# Of the page only its components, their labels, its events and its endpoints are Gradio's: all else is plain Python,
# and tested without a server. MCP is Gradio's business altogether.
_GRADIO = ("components", "events", "guard", "labels", "programs", "uploading", "wiring", "wiring_upload")
GRADIO = {"app.py", *(f"qa/page/{name}.py" for name in _GRADIO)}


def imported(file: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return names


@pytest.fixture(scope="module")
def modules(root: Path) -> dict[Path, list[str]]:
    files = [root / "app.py", *(file for package in ("index", "qa", "eval") for file in (root / package).rglob("*.py"))]
    return {file.relative_to(root): imported(file) for file in files}


def test_imports_run_one_way(modules: dict[Path, list[str]]) -> None:
    for file, names in modules.items():
        own = file.parts[0].removesuffix(".py")
        for name in names:
            package = name.split(".")[0]
            if package in MAY_IMPORT and package != own:
                assert package in MAY_IMPORT[own], f"{file} imports {name}"
                assert name == package or own == "app", f"{file} reaches into {name}: use `from {package} import …`"


def users_of(library: str, modules: dict[Path, list[str]]) -> set[str]:
    """The files that import a library."""
    return {file.as_posix() for file, names in modules.items() if any(name.split(".")[0] == library for name in names)}


def test_each_library_is_imported_in_one_file(modules: dict[Path, list[str]]) -> None:
    for library in ONE_FILE:
        assert len(users_of(library, modules)) == 1, f"{library} is imported in {users_of(library, modules)}"


def test_only_the_files_of_the_page_that_need_gradio_import_it(modules: dict[Path, list[str]]) -> None:
    assert users_of("gradio", modules) == GRADIO
    assert not users_of("mcp", modules)
