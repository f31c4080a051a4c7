"""Filters by document, issuer, year and reference: what fits, what is refused, and the options of the command."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, UsageError, build, choices, limited_ids, parse_document
from index.filters import matching_ids
from qa.__main__ import main
from tests.conftest import HashEmbedder


def text(title: str, issued: str = "", reference: str = "", issuer: str = "") -> str:
    head = {"title": title, "date": issued, "reference": reference, "issuer": issuer}
    lines = "\n".join(f"{name}: {value}" for name, value in head.items() if value)
    return f"---\n{lines}\n---\n# {title}\n\n{title}规定码头每日巡查两次。\n"


TEXTS = {
    "docks.md": text("码头巡查办法", "2018-05-10", "云水函〔2018〕61号", "云岭市水务监督管理局"),
    "town/docks.md": text("小镇码头巡查办法", "2020-03-01", "云水函〔2020〕161号", "云岭市水务监督管理局"),
    "town/parks.md": text("公园开放时间", "2021-10-11", "云园令第5号", "云岭市公园管理处"),
    "notes.txt": "无日期的码头笔记\n\n码头由志愿者巡查。\n",
}
DOCUMENTS = [parse_document(content, source) for source, content in TEXTS.items()]
ID_OF = {document.sources[0]: document.id for document in DOCUMENTS}


def sources(ids: frozenset[str], documents: Sequence[Document] = DOCUMENTS) -> set[str]:
    return {document.sources[0] for document in documents if document.id in ids}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"source": "docks.md"}, {"docks.md"}),
        ({"source": "town/docks"}, {"town/docks.md"}),
        ({"source": "./town\\docks.md"}, {"town/docks.md"}),
        ({"source": "docks"}, {"docks.md", "town/docks.md"}),
        ({"source": ["parks.md", "NOTES"]}, {"town/parks.md", "notes.txt"}),
        ({"source": "ocks.md"}, set()),
        ({"title": "码头巡查办法"}, {"docks.md"}),
        ({"title": "碼頭 巡查"}, {"docks.md", "town/docks.md"}),
        ({"issuer": "水务"}, {"docks.md", "town/docks.md"}),
        ({"issuer": "水监局"}, {"docks.md", "town/docks.md"}),
        ({"issuer": "园"}, {"town/parks.md"}),
        ({"reference": "云水函〔2018〕61号"}, {"docks.md"}),
        ({"reference": "云水函（２０１８） 61 号"}, {"docks.md"}),
        ({"reference": "[2020]第161号"}, {"town/docks.md"}),
        ({"reference": "2018 61号"}, {"docks.md"}),
        ({"reference": "61号"}, {"docks.md"}),
        ({"reference": "〔〕"}, set()),
        ({"reference": "5"}, {"town/parks.md"}),
        ({"year": 2018}, {"docks.md"}),
        ({"year": "2018年"}, {"docks.md"}),
        ({"year": "2019-2021"}, {"town/docks.md", "town/parks.md"}),
        ({"year": "2021至2020"}, {"town/docks.md", "town/parks.md"}),
        ({"year": [2018, "2021"]}, {"docks.md", "town/parks.md"}),
        ({"year": 1999}, set()),
        ({"document": "docks.md"}, {"docks.md"}),
        ({"document": ID_OF["notes.txt"]}, {"notes.txt"}),
        ({"document": "公园"}, {"town/parks.md"}),
        ({"document": "云园令第5号"}, {"town/parks.md"}),
        ({"document_id": ID_OF["docks.md"][:6]}, set()),
        ({"issuer": "水务", "year": "2019-2021"}, {"town/docks.md"}),
        ({"issued_from": "2020-03-01"}, {"town/docks.md", "town/parks.md"}),
        ({"issued_from": datetime(2020, 3, 1, 23, 59)}, {"town/docks.md", "town/parks.md"}),
        ({"issued_from": "2018-05-11", "issued_to": "2021-10-10"}, {"town/docks.md"}),
        ({"title": " "}, set()),
        ({}, set(TEXTS)),
        (None, set(TEXTS)),
    ],
)
def test_what_fits(filters: dict[str, Any] | None, expected: set[str]) -> None:
    assert sources(matching_ids(filters, DOCUMENTS)) == expected


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        ({"colour": "red"}, "unknown filter 'colour'"),
        ({"year": "soon"}, "2019-2021"),
        ({"year": [None]}, "'year'"),
        ({"source": []}, "'source'"),
        ({"title": True}, "'title'"),
        ({"issued_to": "yesterday"}, "date"),
    ],
)
def test_what_cannot_be_used_is_named(filters: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError, match=named):
        matching_ids(filters, DOCUMENTS)
    with pytest.raises(UsageError, match=named):
        matching_ids(filters, ())


@pytest.mark.parametrize(
    ("filters", "there"),
    [
        ({"document": "ships"}, "town/parks.md"),
        ({"document": ["docks.md", "ships"]}, "ships; there is docks.md"),
        ({"issuer": "税务"}, "云岭市公园管理处, 云岭市水务监督管理局"),
        ({"year": 1999}, "2018, 2020, 2021"),
        ({"reference": "62号"}, "云水函〔2018〕61号"),
        ({"issuer": "水务", "year": 2021}, "all these filters"),
        ({"issued_from": "2030-01-01"}, "docks.md"),
    ],
)
def test_a_typed_filter_that_leaves_nothing_tells_what_there_is(filters: dict[str, Any], there: str) -> None:
    with pytest.raises(UsageError, match="no document") as told:
        limited_ids(filters, DOCUMENTS)
    assert there in str(told.value)


def test_of_several_years_one_is_enough() -> None:
    assert sources(limited_ids({"year": [1999, 2018]}, DOCUMENTS)) == {"docks.md"}


def test_a_long_list_is_cut() -> None:
    many = [parse_document(f"第{number}个码头。\n", f"dock{number:02}.txt") for number in range(30)]
    with pytest.raises(UsageError, match=r"dock11\.txt and 18 more") as told:
        limited_ids({"document": "ships"}, many)
    assert "dock12.txt" not in str(told.value)


def test_choices_are_the_values_there_are() -> None:
    found = choices(DOCUMENTS)
    assert [source for _, source, _ in found.documents] == list(TEXTS)
    assert found.issuers == ("云岭市公园管理处", "云岭市水务监督管理局")
    assert found.years == (2021, 2020, 2018)
    for id_, _, _ in found.documents:
        assert limited_ids({"document_id": id_}, DOCUMENTS) == {id_}


@settings(max_examples=40, deadline=None)
@given(st.text(), st.sampled_from(["document", "document_id", "source", "title", "reference", "issuer"]))
def test_any_value_fits_or_does_not(value: str, name: str) -> None:
    assert matching_ids({name: value}, DOCUMENTS) <= set(ID_OF.values())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over the documents above."""
    files, folder = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("made") / "index"
    for source, content in TEXTS.items():
        (files / source).parent.mkdir(exist_ok=True)
        (files / source).write_text(content, encoding="utf-8")
    build([files], folder, open_embedder=lambda _: HashEmbedder())
    return folder


def run(folder: Path, *arguments: str) -> int:
    return main(["码头每日巡查几次？", "--index", str(folder), *arguments], open_embedder=lambda _: HashEmbedder())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--document", "town/docks"], {"town/docks.md"}),
        (["--document", "笔记", "--document", "公园"], {"notes.txt", "town/parks.md"}),
        (["--issuer", "水务", "--year", "2018"], {"docks.md"}),
        (["--year=2019-2020", "--year", "2021"], {"town/docks.md", "town/parks.md"}),
        (["--reference", "(2020)161号"], {"town/docks.md"}),
        ([], set(TEXTS)),
    ],
)
def test_options_limit_the_answer(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: set[str]
) -> None:
    assert run(folder, "--json", "--top-k", "99", *arguments) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {hit["source"] for hit in answer["hits"]} == expected
    assert {citation["source"] for citation in answer["citations"]} <= expected


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--issuer", "税务"], "云岭市公园管理处"),
        (["--year", "soon"], "2019-2021"),
        (["--document", "docks.md", "--year", "2021"], "all these filters"),
    ],
)
def test_a_mistyped_option_is_told_before_the_model_loads(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    def none(_: str | None) -> HashEmbedder:
        raise AssertionError("the model was loaded")

    assert main(["谁？", "--index", str(folder), *arguments], open_embedder=none) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_options_are_for_one_question_and_told_in_the_help(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--batch", "-", "--year", "2018", "--index", str(folder)]) == 2
    assert '"filters"' in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    assert all(f"--{name}" in printed for name in ("document", "issuer", "year", "reference"))
