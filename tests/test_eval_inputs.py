"""BEIR folders, SQuAD-format files and NoMIRACL files: what is read of them, and how what is not is named."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.beir import read_beir
from eval.collection import Collection, Task, open_index
from eval.nomiracl import read_nomiracl
from eval.squad import read_squad
from index import UsageError, verify

DYKE = "海堤每年十月检查一次，由海塘处负责，检查费用四十万元。"
LOCK = "船闸夜间关闭。"


def write(file: Path, content: object) -> Path:
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return file


def write_lines(file: Path, *rows: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def asked(key: Any, answers: Any = None, **fields: Any) -> dict[str, Any]:
    return {"id": key, "question": f"{key}？", **({} if answers is None else {"answers": answers}), **fields}


def span(text: str, start: Any = 0) -> dict[str, Any]:
    return {"text": text, "answer_start": start}


def squad(*paragraphs: tuple[str, list[Any]]) -> dict[str, Any]:
    rows = [{"context": context, "qas": questions} for context, questions in paragraphs]
    return {"version": "v2.0", "data": [{"title": "海堤", "paragraphs": rows}]}


def tasks(collection: Collection) -> dict[str, Task]:
    return {task.id: task for task in collection.tasks}


def test_squad_2_tells_the_unanswerable_by_a_flag_or_by_an_empty_list(tmp_path: Path) -> None:
    questions = [
        asked("who", [span("海塘处", 12), span("海塘处", 12), span("由海塘处", 11)], is_impossible=False),
        asked("flag", [], is_impossible=True, plausible_answers=[span("十月", 4)]),
        asked("none", []),
        asked("hidden"),
        asked(7, [span("十月", 4)], is_impossible=None),
    ]
    made = read_squad(write(tmp_path / "set.json", squad((DYKE, questions), (LOCK, []))))
    assert (made.name, made.format) == ("set.json", "squad")
    assert [(document.sources, document.text) for document in made.documents] == [(("0-0",), DYKE), (("0-1",), LOCK)]
    assert tasks(made) == {
        "who": Task("who", "who？", {"0-0": 1}, "answerable", ("海塘处", "由海塘处"), ("0-0",)),
        "flag": Task("flag", "flag？", {}, "unanswerable", among=("0-0",)),
        "none": Task("none", "none？", {}, "unanswerable", among=("0-0",)),
        "hidden": Task("hidden", "hidden？", {"0-0": 1}, among=("0-0",)),
        "7": Task("7", "7？", {"0-0": 1}, "answerable", ("十月",), ("0-0",)),
    }


def test_cjrc_writes_flags_as_strings_and_yes_or_no_as_answers_that_are_no_spans(tmp_path: Path) -> None:
    yes, no, empty = span("YES", -1), span("NO", -1), span("", -1)
    questions = [
        asked("agreed", [yes, yes, yes], is_impossible="false"),
        asked("divided", [yes, span("检查费用", 16), empty], is_impossible="false"),
        asked("not there", [empty, empty, no], is_impossible="true"),
        asked("flag wins", [span("海塘处", 12)], is_impossible="True"),
        asked("unmarked", [empty, empty]),
    ]
    made = tasks(read_squad(write(tmp_path / "set.json", squad((DYKE, questions)))))
    assert {key: (task.kind, task.answers, bool(task.relevant)) for key, task in made.items()} == {
        "agreed": ("answerable", (), True),
        "divided": ("answerable", ("检查费用",), True),
        "not there": ("unanswerable", (), False),
        "flag wins": ("unanswerable", (), False),
        "unmarked": ("unanswerable", (), False),
    }


def test_cmrc_as_first_released_is_a_list_of_paragraphs_with_names_of_its_own(tmp_path: Path) -> None:
    question = {"query_id": "q", "query_text": "谁检查？", "answers": ["海塘处", "某处"]}
    rows = [
        {"context_id": "c0", "context_text": LOCK, "title": "船闸", "qas": []},
        {"context_id": "c1", "context_text": DYKE, "title": "海堤", "qas": [question]},
    ]
    made = read_squad(write(tmp_path / "set.json", rows))
    assert [document.sources for document in made.documents] == [("0-0",), ("1-0",)]
    # 某处 does not stand in the paragraph; real sets have such answers.
    assert made.tasks == (Task("q", "谁检查？", {"1-0": 1}, "answerable", ("海塘处", "某处"), ("1-0",)),)


def test_a_paragraph_that_comes_again_is_one_document(tmp_path: Path) -> None:
    content = squad((DYKE, [asked("a", [span("十月")])]), (LOCK, []), (DYKE, [asked("b", [span("十月")])]))
    made = read_squad(write(tmp_path / "set.json", content))
    assert [document.sources for document in made.documents] == [("0-0",), ("0-1",)]
    assert [task.relevant for task in made.tasks] == [{"0-0": 1}, {"0-0": 1}]


def test_a_paragraph_is_taken_as_text_whatever_it_looks_like(tmp_path: Path) -> None:
    texts = ["\ufeff开头", "---\ntitle: 堤\n---\n正文", "一\r\n二", "# 标题"]
    made = read_squad(write(tmp_path / "set.json", squad(*((text, [asked(text, [span(text)])]) for text in texts))))
    assert [document.text for document in made.documents] == ["开头", texts[1], "一\n二", "# 标题"]
    assert {document.body_start for document in made.documents} == {0}


def test_a_question_that_is_an_empty_string_is_left_out(tmp_path: Path) -> None:
    blank = asked("blank", [span("十月")], question=" ")
    made = read_squad(write(tmp_path / "set.json", squad((DYKE, [blank, asked("a", [span("十月")])]))))
    assert [task.id for task in made.tasks] == ["a"]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("text", "set.json: a list of articles"),
        ({"rows": []}, "set.json: a list of articles"),
        ([], "set.json holds no question"),
        (squad((DYKE, [])), "set.json holds no question"),
        (["text"], r"set.json, \[0\]: a JSON object"),
        ({"data": [{"paragraphs": {}}]}, r"data\[0\]: \"paragraphs\" must be a list"),
        ({"data": [{"paragraphs": [5]}]}, r"data\[0\].paragraphs\[0\]: a JSON object"),
        ({"data": [{"title": "无"}]}, r"data\[0\]: \"context\" must be"),
        (squad((" ", [])), r"data\[0\].paragraphs\[0\]: \"context\" must be"),
        ({"data": [{"context": DYKE}]}, r"data\[0\]: \"qas\" must be a list"),
        (squad((LOCK, []), (DYKE, [asked("a"), 5])), r"data\[0\].paragraphs\[1\].qas\[1\]: a JSON object"),
        (squad((DYKE, [asked(" ")])), r"qas\[0\]: \"id\" must be"),
        (squad((DYKE, [asked(True)])), r"qas\[0\]: \"id\" must be"),
        (squad((DYKE, [{"id": "a"}])), r"qas\[0\]: \"question\" must be"),
        (squad((DYKE, [asked("a"), asked("a")])), r"qas\[1\]: id \"a\" is used twice"),
        (squad((DYKE, [asked("a", {"text": ["十月"]})])), r"qas\[0\]: \"answers\" must be a list"),
        (squad((DYKE, [asked("a", [5])])), r"qas\[0\]: a JSON object"),
        (squad((DYKE, [asked("a", [{"answer_start": 4}])])), r"qas\[0\]: each of \"answers\""),
        (squad((DYKE, [asked("a", [span("十月", "4")])])), r"qas\[0\]: each of \"answers\""),
        (squad((DYKE, [asked("a", [], is_impossible="yes")])), r"qas\[0\]: \"is_impossible\""),
    ],
)
def test_what_is_not_of_the_squad_format_is_named_by_its_path(tmp_path: Path, content: object, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        read_squad(write(tmp_path / "set.json", content))


def test_a_squad_file_that_is_no_json_or_no_utf_8_or_missing(tmp_path: Path) -> None:
    file = tmp_path / "set.json"
    with pytest.raises(UsageError, match="cannot be read"):
        read_squad(file)
    for text in ('{"data": [', "[" * 100_000, '{"data": []}\n{"data": []}'):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match="not JSON"):
            read_squad(file)
    file.write_bytes(json.dumps(squad((DYKE, [])), ensure_ascii=False).encode("gb18030"))
    with pytest.raises(UsageError, match="not UTF-8"):
        read_squad(file)
    file.write_text(json.dumps(squad((DYKE + "\ud800", [asked("a")]))), encoding="utf-8")
    with pytest.raises(UsageError, match="text of 0-0 holds half a surrogate pair"):
        read_squad(file)


def passage(key: str, text: str = DYKE, title: str = "海堤") -> dict[str, Any]:
    return {"docid": key, "title": title, "text": text}


def line(key: str, *passages: dict[str, Any], answerable: Any = True) -> dict[str, Any]:
    return {"query_id": key, "question": f"{key}？", "answerable": answerable, "passages": list(passages)}


def test_nomiracl_asks_each_question_of_its_own_passages(tmp_path: Path) -> None:
    file = write_lines(
        tmp_path / "zh.jsonl",
        line("q1", passage("1#0"), passage("2#0", LOCK, "")),
        line("q2", passage("3#0"), passage("1#0"), passage("1#0"), answerable=False),
    )
    made = read_nomiracl(file)
    assert (made.name, made.format) == ("zh.jsonl", "nomiracl")
    texts = {document.sources: document.text for document in made.documents}
    assert texts == {("1#0", "3#0"): f"海堤\n\n{DYKE}", ("2#0",): LOCK}
    assert made.tasks == (
        Task("q1", "q1？", {}, "answerable", among=("1#0", "2#0")),
        Task("q2", "q2？", {}, "unanswerable", among=("3#0", "1#0")),
    )


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (line("q0", passage("1#0")), "q0 is used twice"),
        (line("q", passage("1#0", LOCK)), '"1#0" has another text than on an earlier line'),
        (line("q", passage("2#0"), passage("2#0", LOCK)), '"2#0" comes twice'),
        (line("q"), '"passages" must be'),
        ({**line("q"), "passages": ["text"]}, '"passages" must be'),
        (line("q", {"docid": "2#0", "title": "无"}), '"title" and "text"'),
        (line("q", {"title": "", "text": LOCK}), '"docid" must be'),
        (line("q", passage("2#0"), answerable="true"), '"answerable" must be'),
        ({**line("q", passage("2#0")), "question": ""}, '"question" must be'),
        ({**line("q", passage("2#0")), "query_id": None}, '"query_id" must be'),
    ],
)
def test_what_is_not_of_the_nomiracl_format_is_named_by_its_line(tmp_path: Path, row: object, named: str) -> None:
    file = write_lines(tmp_path / "zh.jsonl", line("q0", passage("1#0")), row)
    with pytest.raises(UsageError, match=f"zh.jsonl, line 2: .*{named}"):
        read_nomiracl(file)


def test_a_nomiracl_file_without_a_question(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no question"):
        read_nomiracl(write_lines(tmp_path / "zh.jsonl"))


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    rows = [("d1", "", DYKE), ("d2", "船闸", LOCK), ("d3", None, DYKE)]
    write_lines(folder / "corpus.jsonl", *({"_id": key, "title": title, "text": text} for key, title, text in rows))
    write_lines(folder / "queries.jsonl", *({"_id": key, "text": f"{key}？"} for key in ("q1", "q2", "q3")))
    (folder / "qrels").mkdir()
    judged = "query-id\tcorpus-id\tscore\r\nq2\td2\t2\r\nq2\td1\t0\r\nq1\td1\t1\r\nq1\tgone\t1\r\nq3\td1\t0\r\n"
    (folder / "qrels" / "test.tsv").write_text(judged, encoding="utf-8", newline="")
    return folder


def test_beir_gives_the_questions_with_a_gain_in_the_order_of_the_judgements(beir: Path) -> None:
    made = read_beir(beir)
    assert (made.name, made.format) == ("tiny", "beir")
    assert [(document.sources, document.text) for document in made.documents] == [
        (("d1", "d3"), DYKE),
        (("d2",), f"船闸\n\n{LOCK}"),
    ]
    assert made.tasks == (Task("q2", "q2？", {"d2": 2}), Task("q1", "q1？", {"d1": 1, "gone": 1}))


def test_the_checksum_covers_every_file_of_the_set(beir: Path) -> None:
    sums = [read_beir(beir).checksum]
    for name in ("corpus.jsonl", "queries.jsonl", "qrels/test.tsv"):
        (beir / name).write_bytes((beir / name).read_bytes() + b"\n")
        sums.append(read_beir(beir).checksum)
    assert len(set(sums)) == 4


def test_the_index_is_cached_by_documents_weights_code_and_sentences(beir: Path, embedder: Any, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    made = read_beir(beir)
    index = open_index(made, embedder, cache, sentences=False)
    passages = embedder.embedded
    hits = index.search("谁检查海堤？", 2)
    assert passages > 0
    assert index.sentences("谁检查海堤？", hits)
    assert embedder.embedded > passages

    embedder.embedded = 0
    other = replace(made, name="other", tasks=made.tasks[:1], checksum="0" * 64)
    assert open_index(other, embedder, cache, sentences=False).documents() == made.documents
    assert embedder.embedded == 0

    whole = open_index(made, embedder, cache, sentences=True)
    assert embedder.embedded > passages
    embedder.embedded = 0
    assert whole.sentences("谁检查海堤？", whole.search("谁检查海堤？", 2))
    assert open_index(made, embedder, cache, sentences=False).chunks == index.chunks
    assert embedder.embedded == 0

    fewer = replace(made, documents=made.documents[:1])
    assert len(open_index(fewer, embedder, cache, sentences=False).documents()) == 1
    assert embedder.embedded > 0
    assert len(list(cache.iterdir())) == 3


def test_what_older_code_left_in_the_cache_gives_its_vectors_and_is_removed(
    beir: Path, embedder: Any, tmp_path: Path
) -> None:
    made = read_beir(beir)
    open_index(made, embedder, tmp_path / "cache", sentences=False)
    (place,) = (tmp_path / "cache").iterdir()
    (current,) = place.iterdir()
    current.rename(place / "older")
    embedder.embedded = 0
    index = open_index(made, embedder, tmp_path / "cache", sentences=False)
    assert embedder.embedded == 0
    assert list(place.iterdir()) == [current]
    assert verify(index) == []
    (current / "CURRENT").write_text("broken", encoding="utf-8")
    open_index(made, embedder, tmp_path / "cache", sentences=False)
    assert embedder.embedded > 0


@pytest.mark.parametrize(
    ("name", "documents", "questions", "spans", "unanswerable"),
    [
        ("xquad/xquad.zh.json", 240, 1190, 1190, 0),
        ("xquad/xquad.en.json", 240, 1190, 1190, 0),
        ("train/cmrc2018_train.json", 2403, 10142, 10142, 0),
        ("train/cmrc2018_trial.json", 256, 1000, 1000, 0),  # and two questions that are empty strings
        ("train/drcd_dev.json", 1000, 3524, 3524, 0),
        ("train/cjrc_dev.json", 999, 6000, 3991, 1420),
        ("train/antiterror_train.json", 634, 3117, 3117, 0),
    ],
)
def test_the_public_files_in_squad_format(
    shared: Path, name: str, documents: int, questions: int, spans: int, unanswerable: int
) -> None:
    made = read_squad(shared / "bench" / name)
    texts = {source: document.text for document in made.documents for source in document.sources}
    assert (len(made.documents), len(texts), len(made.tasks)) == (documents, documents, questions)
    assert sum(task.kind == "unanswerable" for task in made.tasks) == unanswerable
    answered = [task for task in made.tasks if task.answers]
    assert len(answered) == spans
    assert all(answer in texts[source] for task in answered for source in task.relevant for answer in task.answers)


@pytest.mark.parametrize(("name", "questions", "answerable"), [("zh.jsonl", 253, 131), ("en.jsonl", 254, 117)])
def test_the_public_nomiracl_files(shared: Path, name: str, questions: int, answerable: int) -> None:
    made = read_nomiracl(shared / "bench" / "nomiracl" / name)
    kinds = Counter(task.kind for task in made.tasks)
    assert kinds == {"answerable": answerable, "unanswerable": questions - answerable}
    sources = {source for document in made.documents for source in document.sources}
    assert all(len(task.among) == 10 and sources.issuperset(task.among) for task in made.tasks)


def test_xquad_is_the_same_set_as_a_beir_folder_and_as_a_squad_file(shared: Path) -> None:
    folder, file = read_beir(shared / "bench" / "xquad-zh"), read_squad(shared / "bench" / "xquad" / "xquad.zh.json")
    assert (len(folder.documents), len(folder.tasks)) == (240, 1190)
    assert folder.documents == file.documents
    assert {task.id: task.relevant for task in folder.tasks} == {task.id: task.relevant for task in file.tasks}
