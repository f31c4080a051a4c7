"""Wherever documents are listed, those that are not in force say so."""

from pathlib import Path

import pytest

from index import Index, parse_document
from index.__main__ import main
from qa.in_force import standing
from qa.page.corpus import corpus_html
from qa.page.register import register_html
from qa.page.texts import Texts
from qa.register import rows
from tests.conftest import HashEmbedder

OLD = "青禾市清淤办法\n\n第一条 清淤由市水务局牵头。\n第二条 本办法自2015年1月2日起施行，有效期至2019年12月31日。\n"
NEW = "青禾市植树办法\n\n第一条 植树由市林业局牵头。\n第二条 本办法自2020年1月2日起施行。\n"
TEXTS = {"old.txt": OLD, "new.txt": NEW}


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_documents([parse_document(text, name) for name, text in TEXTS.items()], HashEmbedder())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "已失效，有效期截至2019年12月31日。"),
        ("zh-Hant", "已失效，有效期截至2019年12月31日。"),
        ("en", "Has expired: its last day in force was December 31, 2019."),
    ],
)
def test_documents_and_responsibilities(language: str, said: str, index: Index) -> None:
    texts = Texts(language)
    for html in (
        corpus_html(index, texts),
        register_html(rows(index), texts, validity=standing(index, None).of),
    ):
        assert html.count('class="pq-state"') == 1
        assert said in html
        assert html.index("清淤办法") < html.index(said)


def test_the_list_of_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    folder = str(tmp_path / "index")
    assert main(["build", str(tmp_path), "--index", folder], open_embedder=lambda _: HashEmbedder()) == 0
    capsys.readouterr()
    assert main(["list", "--index", folder], open_embedder=lambda _: HashEmbedder()) == 0
    lines = capsys.readouterr().out.splitlines()
    assert ["expired 2020-01-01" in line for line in lines if ".txt" in line] == [
        "old.txt" in line for line in lines if ".txt" in line
    ]
