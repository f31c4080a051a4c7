"""The two rules of the architecture that no type checker holds: who imports whom, and one file for each library."""

import ast
from pathlib import Path

import pytest

MAY_IMPORT = {"index": set(), "qa": {"index"}, "eval": {"index", "qa"}, "app": {"index", "qa", "eval"}}
ONE_FILE = {"faiss", "sentence_transformers", "peft", "opencc", "langchain_text_splitters", "gradio", "ir_measures"}


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


def test_each_library_is_imported_in_one_file(modules: dict[Path, list[str]]) -> None:
    for library in ONE_FILE:
        users = [str(file) for file, names in modules.items() if any(name.split(".")[0] == library for name in names)]
        assert len(users) == 1, f"{library} is imported in {users}"
