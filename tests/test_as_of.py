"""Asking as on a day: what is in force answers first, what is not is warned of, and the page is named."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from index import Chunk, Document, Hit, Index, UsageError, Validities, Validity, parse_document
from qa import Answer, Citation, ask
from qa.__main__ import main
from qa.answer import Span
from qa.in_force import Standing, asks_past, chosen, newest_first, standing, tries
from qa.render import to_json, to_markdown, to_text
from qa.warned import with_validity
from tests.conftest import HashEmbedder

OLD = """---
title: 云岭市菜园办法
reference: 云府〔2014〕8号
issuer: 云岭市人民政府
date: 2014-04-02
---
# 云岭市菜园办法

## 一、认领

菜地的认领费为每年三百元。

## 二、讲座

技术讲座在每周三举行，讲堆肥。

第九条 本办法自2014年5月1日起施行。
"""
NEW = """---
title: 云岭市菜园办法
reference: 云府〔2021〕15号
issuer: 云岭市人民政府
date: 2021-06-10
---
# 云岭市菜园办法

## 一、认领

菜地的认领费为每年四百五十元。

第九条 本办法自2021年7月1日起施行，有效期5年。《云岭市菜园办法》（云府〔2014〕8号）同时废止。
"""
PARKS = "# 公园规则\n\n一、开放时间\n\n公园六点开放，二十二点关闭。\n"
FEE, TALK, OPEN = "菜地的认领费为每年多少元？", "技术讲座在每周几举行，讲堆肥吗？", "公园几点开放？"
IN_FORCE, LAPSED = date(2023, 1, 1), date(2026, 7, 1)


def made(*documents: tuple[str, str]) -> Index:
    return Index.from_documents([parse_document(text, name) for name, text in documents], HashEmbedder())


@pytest.fixture(scope="module")
def garden() -> Index:
    return made(("new.md", NEW), ("old.md", OLD), ("parks.md", PARKS))


def cited(answer: Answer) -> list[str]:
    return [one.chunk.document.sources[0] for one in answer.citations]


# --- which documents answer


def test_the_document_in_force_answers_and_nothing_is_warned_of(garden: Index) -> None:
    answer = ask(FEE, garden, as_of=IN_FORCE)
    assert answer.citations[0].quote == "菜地的认领费为每年四百五十元。"
    assert set(cited(answer)) <= {"new.md", "parks.md"}
    assert answer.warnings == ()
    assert answer.citations[0].validity == Validity("in_force", date(2021, 7, 1))


def test_before_the_new_one_was_issued_it_does_not_exist(garden: Index) -> None:
    answer = ask(FEE, garden, as_of=date(2021, 6, 9), top_k=50)
    assert answer.citations[0].quote == "菜地的认领费为每年三百元。"
    assert answer.warnings == ()
    assert "new.md" not in {hit.chunk.document.sources[0] for hit in answer.hits}


def test_issued_but_not_yet_in_force_the_old_one_still_answers(garden: Index) -> None:
    answer = ask(FEE, garden, as_of=date(2021, 6, 20))
    assert cited(answer)[0] == "old.md"
    assert answer.warnings == ()


def test_what_only_a_repealed_document_tells_it_tells_with_a_warning(garden: Index) -> None:
    answer = ask(TALK, garden, as_of=IN_FORCE)
    assert cited(answer)[0] == "old.md"
    assert answer.warnings[0] == "[1]已于2021年7月1日被《云岭市菜园办法》（云府〔2021〕15号）废止。"
    assert answer.citations[0].validity.by is not None
    assert answer.citations[0].validity.by.sources == ("new.md",)


def test_of_two_not_in_force_the_one_that_no_other_ended_answers(garden: Index) -> None:
    answer = ask(FEE, garden, as_of=LAPSED)
    assert set(cited(answer)) <= {"new.md", "parks.md"}
    assert answer.warnings[0] == "[1]已失效，有效期截至2026年6月30日。"


@pytest.mark.parametrize(
    "question", ["云府〔2014〕8号规定的菜地认领费是多少？", "2014年的菜园办法规定的认领费为每年多少元？"]
)
def test_a_document_that_is_asked_for_by_number_or_year_answers_whether_in_force_or_not(
    garden: Index, question: str
) -> None:
    answer = ask(question, garden, as_of=IN_FORCE)
    assert cited(answer)[0] == "old.md"
    assert len(answer.warnings) == 1


def test_filters_and_the_day_both_limit(garden: Index) -> None:
    only_old = ask(FEE, garden, as_of=IN_FORCE, filters={"source": "old.md"})
    assert set(cited(only_old)) == {"old.md"}
    assert only_old.warnings
    gone = ask(FEE, garden, as_of=date(2014, 1, 1), filters={"source": "old.md"})
    assert (gone.reason, gone.hits, gone.warnings) == ("not_covered", (), ())
    with pytest.raises(UsageError, match="colour"):
        ask(FEE, garden, as_of=IN_FORCE, filters={"colour": "red"})


def test_what_bears_a_date_to_come_is_there_today_all_the_same() -> None:
    ahead = made(("parks.md", f"---\ndate: 2099-01-01\n---\n{PARKS}"))
    assert ask(OPEN, ahead).answered
    assert not ask(OPEN, ahead, as_of=date(2098, 12, 31)).answered


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("技術講座在每週幾舉行，講堆肥嗎？", "已於2021年7月1日被《云岭市菜园办法》（云府〔2021〕15号）廢止。"),
        ("技术讲座 weekly on which day, 讲堆肥? Please say.", " was repealed on July 1, 2021 by 《云岭市菜园办法》"),
    ],
)
def test_warnings_are_in_the_askers_language(garden: Index, language: str, said: str) -> None:
    assert any(said in warning for warning in ask(language, garden, as_of=IN_FORCE).warnings)


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        ("effective: 2030-01-01", "[1]自2030年1月1日起施行，尚未生效。"),
        ("expires: 2020-12-31", "[1]已失效，有效期截至2020年12月31日。"),
        ("有效性: 失效", "[1]已失效。"),
        ("repealed: 2020-05-01", "[1]已于2020年5月1日废止。"),
        ("status: repealed", "[1]已废止。"),
    ],
)
def test_each_status_has_its_warning(line: str, warning: str) -> None:
    assert warnings(parse_document(f"---\ntitle: 公园规则\n{line}\n---\n{PARKS}", "parks.md")) == (warning,)


def test_a_replaced_document_is_warned_of_by_the_one_that_took_its_place() -> None:
    new = "---\ntitle: 湖泊规则\ndate: 2020-05-01\nreplaces: parks.md\n---\n# 湖泊规则\n\n湖面不许行船。\n"
    documents = [parse_document(PARKS, "parks.md"), parse_document(new, "lakes.md")]
    assert warnings(*documents) == ("[1]已于2020年5月1日被《湖泊规则》取代。",)


def test_two_quotes_of_one_document_are_warned_of_together() -> None:
    chunk = whole(parse_document(f"---\nstatus: repealed\n---\n{PARKS}", "parks.md"))
    places = [(chunk.start, chunk.start + 4), (chunk.start + 5, chunk.start + 9)]
    quotes = tuple(Citation(at, chunk, *place) for at, place in enumerate(places, 1))
    answer = Answer("几点？", answered=True, text="[1][2]", citations=quotes)
    told = with_validity(answer, Standing(IN_FORCE, Validities([chunk.document])), "zh")
    assert told.warnings == ("[1][2]已废止。",)


def whole(document: Document) -> Chunk:
    return Chunk(id=document.id, document=document, path=(), start=document.body_start, end=len(document.text))


def warnings(*documents: Document) -> tuple[str, ...]:
    """What is warned of an answer that cites the first of an index's documents."""
    chunk = whole(documents[0])
    answer = Answer("几点？", answered=True, text="[1]", citations=(Citation(1, chunk, chunk.start, chunk.end),))
    return with_validity(answer, Standing(IN_FORCE, Validities(documents)), "zh").warnings


# --- nothing changes where all is in force


def test_answers_from_documents_in_force_are_those_without_a_day() -> None:
    index = made(("parks.md", PARKS), ("lakes.md", "# 湖泊规则\n\n湖面每年三月清淤，费用120万元。\n"))
    for question in (OPEN, "湖面清淤费用是多少？", "比较公园和湖泊", "谁牵头？"):
        rows = [to_json(ask(question, index, as_of=day)) for day in (None, IN_FORCE, LAPSED)]
        for row in rows:
            row.pop("timings")
        assert rows[0] == rows[1] == rows[2]


def test_scores_do_not_depend_on_which_documents_may_answer(garden: Index) -> None:
    day = {hit.chunk.id: hit.score for hit in ask(FEE, garden, as_of=IN_FORCE, top_k=50).hits}
    free = {hit.chunk.id: hit.score for hit in garden.search(FEE, 50)}
    assert day.items() <= free.items()


# --- the choice


@pytest.mark.parametrize(
    ("question", "sides", "past"),
    [
        ("新旧办法的认领费差多少？", (), True),
        ("原办法规定几天巡查一次？", (), True),
        ("What did the previous rules say?", (), True),
        ("哪份文件废止了菜园办法？", (), True),
        ("2014年和2021年的认领费差多少？", ("2014年的认领费", "2021年的认领费"), True),
        ("菜地和苗圃的认领费各是多少？", ("菜地的认领费", "苗圃的认领费"), False),
        ("2019-2021年建成多少菜园？", (), False),
        ("过去三年建成多少菜园？", (), False),
    ],
)
def test_a_question_about_the_past_may_be_answered_from_it(question: str, sides: tuple[str, ...], past: bool) -> None:
    assert asks_past(question, sides) == past


def test_documents_of_the_past_are_tried_last_and_all_at_once_where_the_past_is_asked_for(garden: Index) -> None:
    there = standing(garden, IN_FORCE)
    ids = {one.sources[0]: one.id for one in garden.documents()}
    assert tries(FEE, garden, there, None)[0] == {ids["new.md"], ids["parks.md"]}
    assert tries(FEE, garden, there, None)[-1] == set(ids.values())
    assert tries(FEE, garden, there, None, past=True) == (frozenset(ids.values()),)
    assert tries("云府[2014]8号讲了什么？", garden, there, None)[0] == {ids["old.md"]}
    assert tries("岭云府〔2014〕8号讲了什么？", garden, there, None)[0] == {ids["new.md"], ids["parks.md"]}


def test_the_first_answer_that_holds_its_own_is_given() -> None:
    assert chosen([0.8, 0.9]) == 0
    assert chosen([0.2, 0.9]) == 1
    assert chosen([None, 0.3]) == 1
    assert chosen([None, None]) == 0
    assert chosen([0.5, None]) == 0


def span(text: str, issued: date | None, score: float, name: str) -> Span:
    document = replace(parse_document(f"{text}\n", name), issued=issued)
    return Span(Hit(whole(document), score, {}), 0, len(text), score)


def test_of_what_documents_say_alike_the_newest_goes_first() -> None:
    old = span("渡口每天六点开放，二十点关闭。", date(2015, 1, 1), 1.0, "a.txt")
    new = span("渡口每天六点开放，二十一点关闭。", date(2020, 1, 1), 0.97, "b.txt")
    newest = span("渡口每天六点开放，二十二点关闭。", date(2022, 1, 1), 0.96, "c.txt")
    assert newest_first([old, new, newest]) == [newest, old, new]
    for other in (
        replace(new, score=0.9),
        span("渡口每天六点开放，二十点关闭。", None, 1.0, "d.txt"),
        span("渡口每天六点开放，二十点关闭。", date(2012, 1, 1), 1.0, "e.txt"),
        span("码头由镇政府管理，夜间不许停船。", date(2022, 1, 1), 1.0, "f.txt"),
    ):
        assert newest_first([old, other]) == [old, other]
    assert newest_first([]) == []


# --- what is taken for a day


def test_a_day_is_a_date_or_its_text(garden: Index) -> None:
    first = ask(FEE, garden, as_of=date(2015, 1, 1))
    assert ask(FEE, garden, as_of="2015-01-01").citations == first.citations
    assert ask(FEE, garden, as_of=datetime(2015, 1, 1, 23, 59)).citations == first.citations
    assert standing(garden, None).day == date.today()
    for wrong in ("yesterday", "", "2015-13-01", 2015):
        with pytest.raises(UsageError, match="as_of takes a date such as 2021-10-11"):
            ask(FEE, garden, as_of=wrong)  # type: ignore[arg-type]


# --- how it is shown


@pytest.fixture
def paged(garden: Index) -> Answer:
    """An answer from page 2 of a repealed document."""
    answer = ask(TALK, garden, as_of=IN_FORCE)
    first = answer.citations[0]
    document = replace(first.chunk.document, pages=(0, first.start))
    moved = replace(first, chunk=replace(first.chunk, document=document))
    return replace(answer, citations=(moved, *answer.citations[1:]))


def test_json_has_warnings_validity_and_page(paged: Answer) -> None:
    found = to_json(paged)
    assert found["warnings"] == list(paged.warnings)
    first = found["citations"][0]
    assert first["page"] == 2
    assert first["validity"]["status"] == "repealed"
    assert first["validity"]["since"] == "2021-07-01"
    by = first["validity"]["by"]
    assert list(by) == ["document_id", "source", "title", "reference", "issuer", "issued"]
    assert (by["source"], by["reference"], by["issued"]) == ("new.md", "云府〔2021〕15号", "2021-06-10")
    json.dumps(found, allow_nan=False)


def test_json_of_a_document_in_force_says_so(garden: Index) -> None:
    found = to_json(ask(OPEN, garden, as_of=IN_FORCE))
    assert found["warnings"] == []
    assert found["citations"][0]["page"] is None
    assert found["citations"][0]["validity"] == {"status": "in_force", "since": None, "by": None}


def test_the_terminal_shows_warning_and_page(paged: Answer) -> None:
    text = to_text(paged)
    assert "\n\n! [1]已于2021年7月1日被《云岭市菜园办法》（云府〔2021〕15号）废止。\n" in text
    assert "· 2014-04-02 · 第2页\n" in text
    assert " · p. 2\n" in to_text(replace(paged, question="when?"))


def test_markdown_shows_the_warning_with_its_marker(paged: Answer) -> None:
    assert "*[1]已于2021年7月1日被《云岭市菜园办法》（云府〔2021〕15号）废止。*" in to_markdown(paged)


def test_a_title_in_a_warning_stays_text(paged: Answer) -> None:
    nasty = replace(paged, warnings=("[1]已被《<img src=x> [x](y) \x1b[2J》废止。",))
    assert "<img" not in to_markdown(nasty)
    assert "](" not in to_markdown(nasty)
    assert "\x1b" not in to_text(nasty)


def test_a_declined_answer_has_nothing_to_warn_of() -> None:
    with pytest.raises(ValueError, match="declined"):
        Answer("?", answered=False, text="", reason="not_covered", warnings=("[1] is old.",))


def test_the_page_of_a_quote_is_where_it_begins(garden: Index) -> None:
    chunk = garden.chunks[0]
    paged = replace(chunk, document=replace(chunk.document, pages=(0, chunk.start, chunk.start + 4)))
    assert Citation(1, paged, chunk.start + 3, chunk.start + 6).page == 2
    assert Citation(1, chunk, chunk.start, chunk.start + 1).page is None


# --- python -m qa


def run(garden: Index, folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    if not (folder / "CURRENT").exists():
        garden.save(folder)
    capsys.readouterr()
    code = main([*arguments, "--index", str(folder)], open_embedder=lambda _: HashEmbedder())
    said = capsys.readouterr()
    return code, said.out, said.err


def test_as_of_on_the_command_line(garden: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(garden, tmp_path, capsys, FEE, "--as-of", "2015-01-01", "--json")
    assert code == 0
    assert json.loads(out)["citations"][0]["source"] == "old.md"
    code, out, _ = run(garden, tmp_path, capsys, TALK, "--as-of", "2023-01-01", "--explain")
    assert code == 0
    assert "! [1]" in out
    code, _, err = run(garden, tmp_path, capsys, FEE, "--as-of", "soon")
    assert code == 2
    assert "--as-of takes a date such as 2021-10-11, not 'soon'" in err


def test_as_of_in_a_batch(garden: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 1, "question": FEE, "as_of": "2015-01-01"},
        {"id": 2, "question": FEE, "as_of": "2023-01-01"},
        {"id": 3, "question": FEE, "as_of": "May"},
        {"id": 4, "question": FEE, "as_of": None},
    ]
    file = tmp_path / "batch.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, out, _ = run(garden, tmp_path / "index", capsys, "--batch", str(file))
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [row["citations"][0]["source"] for row in found if "citations" in row][:2] == ["old.md", "new.md"]
    assert "as_of" not in found[0]
    assert found[2] == {"line": 3, "error": "\"as_of\" takes a date such as 2021-10-11, not 'May'"}
    assert found[3]["id"] == 4
    code, _, err = run(garden, tmp_path / "index", capsys, "--batch", str(file), "--as-of", "2020-01-01")
    assert code == 2
    assert '"as_of"' in err
