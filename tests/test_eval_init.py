"""The template of a question set: what it quotes of one's own documents, and that it reads back once filled in."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from eval.init import template, write_template
from eval.questions import read_questions
from index import Document, UnreadableError, UsageError, parse_document, read_documents

EXAMPLES = 4
"""Lines in front that show the forms a question can have."""


def decree(number: int, articles: int) -> str:
    lines = [f"第{at}条 第{number}号渡口每日开放{at}小时，由渡口管理局值守。" for at in range(1, articles + 1)]
    return "\n".join([f"第{number}号渡口管理办法", *lines, "感谢各位船工。", "渡口管理局", "2031年3月5日"])


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    for number, articles in enumerate((30, 30, 2), start=1):
        (folder / f"{number}.txt").write_text(decree(number, articles), encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    return folder


def quotes(documents: list[Document], size: int) -> list[tuple[str, str]]:
    return [(row["doc"], row["quote"]) for row in template(documents, size)[EXAMPLES:]]


def test_a_filled_template_reads_back_and_its_quotes_stand_in_the_documents(shelf: Path, tmp_path: Path) -> None:
    output = tmp_path / "mine.jsonl"
    made = write_template([shelf], output, 12)
    assert made.passages == 12
    assert [skipped.source for skipped in made.reading.skipped] == ["photo.png"]
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == EXAMPLES + 12
    assert {row["question"] for row in rows} == {""}
    with pytest.raises(UsageError, match="no question"):
        read_questions(output)
    rows[1] |= {"question": "渡口由谁值守？", "answer": "渡口管理局"}
    rows[3]["question"] = "渡口收费多少？"
    for row in (rows[2], *rows[EXAMPLES:]):
        row["question"] = "渡口开放几小时？"
    output.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    answer, document, unanswerable, *quoted = read_questions(output)
    assert answer.answers == ("渡口管理局",)
    assert document.evidence[0].doc == "1.txt"
    assert not unanswerable.answerable
    texts = {document.sources[0]: document.text for document in made.reading.documents}
    for question in quoted:
        assert question.evidence[0].quote in texts[question.evidence[0].doc]


def test_the_passages_are_spread_over_documents_and_within_each(shelf: Path) -> None:
    documents = list(read_documents([shelf]).documents)
    found = quotes(documents, 12)
    names = [name for name, _ in found]
    assert [names.count(f"{number}.txt") for number in (1, 2, 3)] == [5, 5, 2]
    for document in documents[:2]:
        places = [document.text.index(quote) for name, quote in found if name == document.sources[0]]
        steps = [after - before for before, after in pairwise(places)]
        assert min(steps) > len(document.text) / 10
        assert places[0] < len(document.text) / 4
        assert places[-1] > len(document.text) * 3 / 4
    assert [name for name, _ in quotes(documents, 2)] == ["1.txt", "3.txt"]
    assert quotes(documents, 500) == quotes(documents, 500)
    assert len(quotes(documents, 500)) == 62


def test_quotes_are_whole_sentences_with_a_fact_that_stand_in_one_place(shelf: Path) -> None:
    documents = list(read_documents([shelf]).documents)
    for _, quote in quotes(documents, 500):
        assert quote.endswith("由渡口管理局值守。")
        assert sum(document.text.count(quote) for document in documents) == 1


def test_a_long_sentence_gives_a_clause_and_a_text_without_facts_what_it_has() -> None:
    fleet = "the fleet of the northern lakes"
    long = f"The Harbour Board of {fleet} meets twice, " + f"and hears {fleet}, " * 6 + "until 9 May."
    plain = "Gulls rest here; terns do not.\nAll is quiet."
    dull = "灯塔\n港湾"
    made = quotes([parse_document(text, name) for name, text in (("a", long), ("b", plain), ("c", dull))], 9)
    (first, clause), (second, sentence) = made
    assert (first, second) == ("a", "b")
    assert 8 <= len(clause) <= 80
    assert clause in long
    assert clause == f"The Harbour Board of {fleet} meets twice"
    assert sentence == "Gulls rest here;"


def test_a_text_without_headings_is_spread_over_as_well() -> None:
    plain = "".join(f"渡船{number}号载客{number}0人，由船务局检查。" for number in range(1, 100))
    made = quotes([parse_document(plain, "plain.txt")], 5)
    places = [plain.index(quote) * 5 // len(plain) for _, quote in made]
    assert places == [0, 1, 2, 3, 4]


def test_what_stands_twice_is_quoted_once_and_only_for_want_of_better() -> None:
    shared, own = "渡口每日开放六小时。", "渡口由水务局值守。"
    one, two = parse_document(shared + own, "one.txt"), parse_document(f"{shared}以上。", "two.txt")
    three = parse_document(f"{shared}以下。", "three.txt")
    assert quotes([one, two, three], 9) == [("one.txt", own), ("two.txt", shared)]


def test_an_existing_file_is_never_overwritten(shelf: Path, tmp_path: Path) -> None:
    output = tmp_path / "mine.jsonl"
    output.write_text("my work", encoding="utf-8")
    with pytest.raises(UsageError, match="name another file"):
        write_template([shelf], output)
    assert output.read_text(encoding="utf-8") == "my work"


def test_what_cannot_be_written_or_read_is_said(shelf: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_template([shelf], tmp_path / "no" / "folder.jsonl")
    with pytest.raises(UsageError, match="at least 1"):
        write_template([shelf], tmp_path / "mine.jsonl", 0)
    with pytest.raises(UnreadableError, match="nothing to read"):
        write_template([shelf / "photo.png"], tmp_path / "mine.jsonl")
    assert not (tmp_path / "mine.jsonl").exists()


def test_the_shipped_documents_give_a_full_template(root: Path) -> None:
    documents = list(read_documents([root / "corpus"]).documents)
    found = quotes(documents, 40)
    assert len({quote for _, quote in found}) == 40
    assert {len(document.sources) for document in documents} == {1}
    for document in documents:
        assert sum(name == document.sources[0] for name, _ in found) == 8
