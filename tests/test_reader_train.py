"""Training the span reader: what it is trained on, that it learns, and that its file reads like what was trained."""

import json
import math
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import UnreadableError, UsageError, file_checksum, read_adapter, simplify
from index.bundled import Base
from qa.extract import SpanReader
from qa.train import Settings, english_words, main
from qa.train_data import LONGEST, Article, Example, Maker, Sentence, read_articles, read_reports
from tests.test_extract import assert_sound, write_roomy

# peft asks transformers for an attribute that is to be renamed.
pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")


@pytest.fixture(autouse=True, scope="module")
def _one_core() -> Iterator[None]:
    """Threads cost more than they bring to so small a network, and would stay set for the tests that follow."""
    with pytest.MonkeyPatch.context() as patch:
        if find_spec("peft"):
            patch.setattr("qa.training._cores", lambda: 1)
        yield


FIRST, SECOND = "青柏赤松白杨紫藤银杉", "河湖岭滩坪"
HAN = re.compile(r"[\u3400-\u9fff]")
ENGLISH = {"水塘": "pond", "容积": "volume", "苗圃": "nursery"}


def named(number: int) -> str:
    """A place that there is not, another for each number below 250."""
    count, (high, low) = number // 50, divmod(number % 50, 5)
    return f"{FIRST[high]}{'东西南北中'[count]}{SECOND[low]}鎮"


def paragraph(place: str, year: int, number: int) -> Mapping[str, Any]:
    """Eight sentences in Traditional characters, more than a piece holds, and two questions."""
    volume, keeper = f"{number * 37 + 11}萬立方米", f"第{number}管護所"
    text = (
        f"{place}在{year}年挖了{number}口水塘，容積{volume}。水塘由{keeper}看管，"
        f"{year + 1}年、{year + 2}年和{year + 4}年加高了堤岸。"
        + "".join(
            f"岸邊的第{row}塊苗圃種了{number + row * 3}畝柳樹，每{row + 2}天澆一次水，秋天修枝並清理落葉。"
            for row in range(1, 8)
        )
    )
    asked = {f"{year}年{place}挖的{number}口水塘容積是多少？": volume, f"{place}的{number}口水塘由誰看管？": keeper}
    rows = [
        {"question": question, "answers": [{"text": answer, "answer_start": text.index(answer)}]}
        for question, answer in asked.items()
    ]
    return {"context": text, "qas": rows}


def squad(file: Path, articles: int = 6) -> Path:
    rows = [
        {"title": named(at), "paragraphs": [paragraph(named(at), 1950 + at, at * 3 + row) for row in range(3)]}
        for at in range(articles)
    ]
    file.write_text(json.dumps({"data": rows}), encoding="utf-8")
    return file


def reports(file: Path, years: Sequence[int] = (1991, 1992, 1993)) -> Path:
    lines = [
        {
            "id": f"{year}-{place}",
            "year": year,
            "zh": f"{'沿河' * (place % 3)}全鎮第{place % 7}隊種柳樹{year * 3 + place * 11}棵，並修好各村的小橋和水渠。",
            "en": f"Team No. {place % 7} planted {year * 3 + place * 11:,} willows, and mended bridges and ditches.",
        }
        for year in years
        for place in range(12)
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return file


@dataclass(frozen=True)
class Known:
    """What the file says: its articles, and of each question the paragraph, the answer and where it begins."""

    articles: list[Article]
    answers: Mapping[str, tuple[str, str, int]]

    def of(self, example: Example) -> tuple[str, str, int]:
        return self.answers[simplify(example.question)]


@pytest.fixture
def known(tmp_path: Path) -> Known:
    articles = read_articles(squad(tmp_path / "squad.json"))
    answers = {
        simplify(asked): (text, answer, place)
        for article in articles
        for text, questions in article.paragraphs
        for asked, answer, place in questions
    }
    return Known(articles, answers)


def made(known: Known, wrong: float, exchanged: float, seed: int = 4, switched: float = 0.0) -> list[Example]:
    return list(Maker(ENGLISH, seed, switched).of_articles(known.articles, wrong, exchanged))


def test_a_file_is_read_as_it_stands(tmp_path: Path, known: Known) -> None:
    assert [article.title for article in known.articles] == [named(at) for at in range(6)]
    assert len(known.answers) == 6 * 3 * 2
    for text, answer, place in known.answers.values():
        assert text[place : place + len(answer)] == answer


def test_an_answer_stands_in_its_piece_where_the_file_says(known: Known) -> None:
    examples = made(known, 0, 0)
    assert len(examples) == len(known.answers)
    for example in examples:
        text, answer, place = known.of(example)
        assert example.answerable
        assert simplify(example.text[example.start : example.end]) == simplify(answer)
        assert simplify(text).index(simplify(example.text)) + example.start == place
        assert len(example.text) <= LONGEST
    scripts = {example.text == simplify(example.text) for example in examples}
    assert scripts == {True, False}
    assert {bool(example.heading) for example in examples} == {True, False}


def test_a_wrong_piece_is_of_the_same_article_and_holds_no_answer(known: Known) -> None:
    wrong = [example for example in made(known, 1, 0) if not example.answerable]
    assert len(wrong) == len(known.answers)
    for example in wrong:
        text, answer, _ = known.of(example)
        (article,) = [a for a in known.articles if text in [one for one, _ in a.paragraphs]]
        assert simplify(answer) not in simplify(example.text)
        assert any(simplify(example.text) in simplify(one) for one, _ in article.paragraphs)


def test_an_exchanged_question_is_another_and_its_piece_does_not_tell(known: Known) -> None:
    examples = made(known, 0, 1)
    exchanged = [example for example in examples if not example.answerable]
    pieces = {simplify(example.text) for example in examples if example.answerable}
    titles = {simplify(article.title) for article in known.articles}
    assert {bool(re.match(r"\d{4}年", example.question)) for example in exchanged} == {True, False}
    for example in exchanged:
        asked = simplify(example.question)
        assert asked not in known.answers
        assert simplify(example.text) in pieces
        year = re.match(r"\d{4}", asked)
        told = year[0] if year else next(title for title in titles if asked.startswith(title))
        assert told not in simplify(example.text)


def test_the_same_seed_gives_the_same_examples(known: Known, tmp_path: Path) -> None:
    rows = read_reports(reports(tmp_path / "reports.jsonl"))

    def everything(seed: int) -> list[Example]:
        maker = Maker(ENGLISH, seed)
        return [
            *maker.of_articles(known.articles, 0.5, 0.5),
            *maker.of_reports(rows, 20),
            *maker.of_sentences(rows, 20),
        ]

    assert everything(7) == everything(7)
    assert everything(7) != everything(8)


def test_questions_become_half_english_and_passages_stay(known: Known) -> None:
    examples = made(known, 0.5, 0.5, switched=1.0)
    assert {word for word in ENGLISH.values() if any(word in e.question for e in examples)} == {"pond", "volume"}
    assert any("how many" in example.question or "who" in example.question for example in examples)
    assert not any(word in example.text for example in examples for word in ENGLISH.values())


@settings(max_examples=60, deadline=None)
@given(st.text("甲乙丙丁。！；，19 87", min_size=1, max_size=900), st.data())
def test_whatever_the_paragraph_an_answer_is_kept_or_the_question_left_out(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 400)))
    article = Article("题", ((text, (("问？", text[start:end], start), ("错？", "没有的话", 0))), ("别的话。", ())))
    for example in Maker({}, 3, 0.0).of_articles([article], 1, 1):
        assert example.question == "问？"
        assert example.text in text or example.text == "别的话。"
        if example.answerable:
            assert example.text[example.start : example.end] == text[start:end]
        else:
            assert text[start:end] not in example.text


def test_figures_are_asked_for_where_they_stand_and_where_they_do_not(tmp_path: Path) -> None:
    rows = read_reports(reports(tmp_path / "reports.jsonl"))
    examples = list(Maker({}, 5).of_reports(rows, 100))
    found = [example for example in examples if example.answerable]
    assert len(found) == len(rows)
    for example in found:
        answer = example.text[example.start : example.end]
        figure = re.match(r"\d+", answer)
        assert figure
        (row,) = [
            one
            for one in rows
            if 0 <= example.start - example.text.find(one.chinese) < len(one.chinese) and one.chinese in example.text
        ]
        blank = re.sub(rf"(?<![\d,]){int(figure[0]):,}(?![\d,])", "_", row.english)
        asked = re.sub("how many|how much|what number|what", "_", example.question)
        assert HAN.search(asked) or asked.removeprefix(f"{row.year} report: ").rstrip("?") in blank
        assert figure[0] not in re.findall(r"\d+", example.question.replace(",", ""))
    assert any(re.search("how many|how much|what", example.question) for example in found)
    assert any(example.question.endswith("？") for example in found)
    missing = [example for example in examples if not example.answerable]
    assert len(missing) > len(rows) / 2
    years = [re.match(r"(\d{4})", example.question) for example in missing]
    assert all(year[0] not in example.heading for year, example in zip(years, missing, strict=True) if year)


def test_a_decimal_before_a_comma_is_asked_for() -> None:
    rows = [
        Sentence(
            year, place, f"每户平均有{3.5 + place}亩地。", f"Each household has {3.5 + place}, on average, of land."
        )
        for year in (1991, 1992)
        for place in range(6)
    ]
    examples = [example for example in Maker({}, 2).of_reports(rows, 12) if example.answerable]
    assert len(examples) == 12
    assert all(re.fullmatch(r"\d\.5亩", example.text[example.start : example.end]) for example in examples)


def test_a_sentence_is_sought_where_it_stands_and_where_it_does_not(tmp_path: Path) -> None:
    rows = read_reports(reports(tmp_path / "reports.jsonl"))
    chinese = {row.english: row.chinese for row in rows}
    examples = list(Maker({}, 5).of_sentences(rows, 30))
    assert sum(example.answerable for example in examples) == 30
    assert 0 < sum(not example.answerable for example in examples) <= 30
    for example in examples:
        wanted = chinese[example.question]
        if example.answerable:
            assert example.text[example.start : example.end] == wanted
        else:
            assert wanted not in example.text


def test_reports_are_read_in_simplified_characters(tmp_path: Path) -> None:
    rows = read_reports(reports(tmp_path / "reports.jsonl"))
    assert (rows[13].year, rows[13].place) == (1992, 1)
    assert rows[13].chinese.startswith("沿河全镇第1队种柳树")


def test_a_line_ends_only_where_json_lines_do(tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text(
        '{"id": "1991-4", "year": 1991, "zh": "一\u2028二", "en": "One\u0085two"}\r\n\r\n', encoding="utf-8"
    )
    assert read_reports(file) == [Sentence(1991, 4, "一\u2028二", "One\u0085two")]


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        "[1]",
        "not JSON",
        '{"data": 3}',
        '{"data": [{"title": "t"}]}',
        '{"data": [{"title": 3, "paragraphs": []}]}',
        '{"data": [{"title": "t", "paragraphs": [{"context": null, "qas": []}]}]}',
        '{"data": [{"title": "t", "paragraphs": [{"context": "c", "qas": [{"question": "q", "answers": []}]}]}]}',
        '{"data": [{"title": "t", "paragraphs": [{"context": "c", "qas": [{"question": 1,'
        ' "answers": [{"text": "c", "answer_start": 0}]}]}]}]}',
    ],
)
def test_other_json_is_no_question_file(content: str, tmp_path: Path) -> None:
    file = tmp_path / "squad.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"squad\.json is not a SQuAD file of answered questions"):
        read_articles(file)


@pytest.mark.parametrize(
    "line",
    [
        "sentence",
        "[]",
        '{"id": "1991-1", "year": 1991, "zh": "一"}',
        '{"id": "1991-1", "year": "?", "zh": "一", "en": "One"}',
        '{"id": "first", "year": 1991, "zh": "一", "en": "One"}',
        '{"id": "1991-1", "year": 1991, "zh": 1, "en": "One"}',
        '{"id": "1991-1", "year": 1991, "zh": "一", "en": null}',
    ],
)
def test_other_lines_are_no_reports(line: str, tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=r'reports\.jsonl: every line is an object with "id", "year", "zh" and "en"'):
        read_reports(file)


@pytest.mark.parametrize("read", [read_articles, read_reports])
def test_what_cannot_be_read_is_told_by_name(read: Any, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"nowhere cannot be read"):
        read(tmp_path / "nowhere")
    (tmp_path / "gb").write_bytes("标题".encode("gb18030"))
    with pytest.raises(UnreadableError, match=r"gb cannot be read"):
        read(tmp_path / "gb")


@pytest.fixture(scope="module")
def english() -> Mapping[str, str]:
    return english_words()


def test_english_words_are_english(english: Mapping[str, str]) -> None:
    assert len(english) > 50_000
    assert english["树"] == "tree"
    assert english["水库"] == "reservoir"
    assert english["深圳海关"] == "Shenzhen Customs"
    assert all(word and name and name == name.strip() for word, name in english.items())
    # A few hundred only point at another word: "also written …".
    assert sum(bool(HAN.search(name)) for name in english.values()) < len(english) / 100
    assert sum(not HAN.search(word) for word in english) < len(english) / 100


HANDFUL = [
    Example("谁管护古树？", "古树办法", "云溪县林业站管护古树名木。", 0, 6),
    Example("多少株古树？", "", "全县登记古树1386株。", 6, 11),
    Example("多少名护林员？", "", "由12名护林员分片巡查。", 1, 4),
    Example("经谁批准？", "古树办法", "移植古树的，应当经县人民政府批准。", 9, 15),
    Example("谁管护古树？", "", "发现病虫害的在3日内上报台站。"),
    Example("多少株古树？", "古树办法", "移植古树的留存照片。"),
]


@dataclass(frozen=True)
class Trained:
    """A training that was run to its end: its folders, what it printed, and the trainer itself."""

    base: Path
    out: Path
    said: str
    trainer: Any


def train(base: Path, out: Path, examples: Sequence[Example], seed: int = 23) -> Any:
    pytest.importorskip("peft", reason="the extra `train` is not installed")
    from qa.training import Trainer

    out.mkdir()
    trainer = Trainer(Settings(seed=seed, batch=6, rate=0.01, rank=4, first=0), base)
    trainer.run(examples, HANDFUL, out, 100, {"handful.json": "checksum"})
    return trainer


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("roomy")
    write_roomy(folder)
    return folder


@pytest.fixture(scope="module")
def trained(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    out = tmp_path_factory.mktemp("trained") / "out"
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        patch.setattr("builtins.print", lambda *words, **_: said.append(" ".join(map(str, words))))
        trainer = train(base, out, HANDFUL * 150)
    return Trained(base, out, "\n".join(said), trainer)


def test_the_loss_of_a_memorised_handful_falls(trained: Trained) -> None:
    losses = [float(loss) for loss in re.findall(r"^step \d+, \d+ s: ([\d.]+)$", trained.said, re.MULTILINE)]
    assert len(losses) == 7
    assert losses[-1] < losses[0] / 3
    assert "900 examples, 150 steps" in trained.said


def test_the_file_says_how_it_was_trained(trained: Trained) -> None:
    file = trained.out / "reader.safetensors"
    assert [path.name for path in trained.out.iterdir()] == [file.name]
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    facts = read_adapter(file, besides=("head.span", "head.answerable")).facts
    assert facts["step"] == 150
    assert facts["data"] == {"handful.json": "checksum"}
    assert facts["settings"]["rank"] == 4
    assert facts["settings"]["seed"] == 23
    assert set(facts["held_out"]) == {"exact", "answerable", "area"}
    assert (facts["held_out"]["exact"], facts["held_out"]["area"]) == (1, 1)


def test_the_file_reads_what_was_memorised(trained: Trained) -> None:
    reader = SpanReader(trained.base, trained.out / "reader.safetensors")
    answerable: dict[bool, list[float]] = {True: [], False: []}
    for example in HANDFUL:
        (reading,) = reader.read(example.question, [(example.heading, example.text)])
        assert_sound(reading, example.text)
        answerable[example.answerable].append(reading.answerable)
        if example.answerable:
            assert (reading.extracts[0].start, reading.extracts[0].end) == (example.start, example.end)
    assert min(answerable[True]) > max(answerable[False])


def test_the_file_gives_what_the_trained_network_gives(trained: Trained) -> None:
    import torch

    reader = SpanReader(trained.base, trained.out / "reader.safetensors")
    for example in (
        *HANDFUL,
        Example("几日？", "办法", "20日内上报，㎡与12名。" * 3),
        Example("谁" * 400, "", "护林员。"),
    ):
        with torch.no_grad():
            logits, yes, _, _ = trained.trainer._forward([example])
        start, end = torch.log_softmax(logits[0], 0).T
        both = start[:, None] + end[None, :]
        best = float(both.triu().tril(79).where(torch.ones_like(both).triu().tril(79) > 0, -math.inf).max())
        (reading,) = reader.read(example.question, [(example.heading, example.text)])
        assert reading.answerable == pytest.approx(float(torch.sigmoid(yes[0])), abs=0.01)
        assert reading.extracts[0].score == pytest.approx(best, abs=0.05)


def test_the_same_seed_gives_the_same_reader(base: Path, tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        train(base, tmp_path / name, HANDFUL * 3, seed)
    one, same, other = (file_checksum(tmp_path / name / "reader.safetensors") for name in ("one", "same", "other"))
    assert one == same
    assert one != other


@pytest.fixture
def data(tmp_path: Path) -> dict[str, Path]:
    return {
        "--questions": squad(tmp_path / "squad.json", articles=124),
        "--parallel": reports(tmp_path / "reports.jsonl"),
        "--out": tmp_path / "out",
    }


def run(arguments: Mapping[str, object], *more: str) -> int:
    return main([*(str(word) for pair in arguments.items() for word in pair), *more])


def test_the_command_trains(
    data: dict[str, Path],
    english: Mapping[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("peft", reason="the extra `train` is not installed")
    # The default model would take minutes; this one has as many layers as stay frozen and one more.
    write_roomy(tmp_path / "base", layers=Settings().first + 1)
    monkeypatch.setattr("qa.train.default_base", lambda: Base(tmp_path / "base", {}))
    monkeypatch.setattr("qa.train.english_words", lambda: english)
    assert run(data, "--steps", "2", "--seed", "9") == 0
    assert " 2 steps" in capsys.readouterr().out
    file = data["--out"] / "reader.safetensors"
    facts = read_adapter(file, besides=("head.span", "head.answerable")).facts
    assert facts["data"] == {data[name].name: file_checksum(data[name]) for name in ("--questions", "--parallel")}
    assert (facts["step"], facts["settings"]["seed"], facts["settings"]["steps"]) == (2, 9, 2)
    changed = read_adapter(file, besides=("head.span", "head.answerable")).layers
    assert {name.split(".")[2] for name in changed} == {"4"}
    (reading,) = SpanReader(tmp_path / "base", file).read("谁看管水塘？", [("", "水塘由管护所看管。")])
    assert_sound(reading, "水塘由管护所看管。")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: {"--steps": -1}, "--steps is at least 0"),
        (lambda data: {"--checkpoint": 0}, "--checkpoint more than 0"),
        (lambda data: {"--questions": "nowhere"}, "nowhere cannot be read"),
        (lambda data: {"--parallel": "nowhere"}, "nowhere cannot be read"),
        (lambda data: {"--questions": data["--parallel"]}, "not a SQuAD file"),
        (lambda data: {"--parallel": data["--questions"]}, "every line is an object"),
        (lambda data: {"--questions": squad(data["--out"], 119)}, "119 articles, at least 120 are needed"),
        (lambda data: {"--parallel": reports(data["--out"], (1991,))}, "at least two years"),
        (lambda data: {"--out": data["--parallel"]}, "cannot be made a folder"),
        (lambda data: {"--questions": told_apart_by_nothing(data["--questions"])}, "articles of several paragraphs"),
    ],
)
def test_wrong_use_is_told_without_a_traceback(
    change: Any,
    message: str,
    data: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("qa.train.english_words", lambda: ENGLISH)
    assert run(data | change(data)) == 2
    assert message in capsys.readouterr().err


def told_apart_by_nothing(file: Path) -> Path:
    """The file with every article cut down to one sentence and one question: no piece that does not answer."""
    rows = json.loads(file.read_text(encoding="utf-8"))["data"]
    for at, row in enumerate(rows):
        ask = {"question": "多少棵柳樹？", "answers": [{"text": str(at), "answer_start": 2}]}
        row["paragraphs"] = [{"context": f"種了{at}棵柳樹。", "qas": [ask]}]
    file.write_text(json.dumps({"data": rows}), encoding="utf-8")
    return file


def test_the_command_names_what_it_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "--questions" in capsys.readouterr().err
