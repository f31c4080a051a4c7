"""Training the adapter: what is read, and that a trained adapter does what it was trained for."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.adapter import merge, read_adapter
from index.errors import UnreadableError, UsageError
from index.glossary import Entry, Glossary
from index.train import Settings, main
from index.train_data import Batches, Pair, name_pairs, parallel_pairs, question_pairs

# peft asks transformers for an attribute that is to be renamed.
pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")

PAIRS = [
    Pair("customs", "海关"),
    Pair("protection", "保护"),
    Pair("which agency leads", "由 谁 牵头"),
    Pair("annual report", "知识 产权"),
]
QUESTIONS = [Pair("谁 牵头", "由 海关 牵头"), Pair("保护 由 谁", "海关 保护 知识")]
NAMES = [Pair("customs", "海关"), Pair("protection", "保护"), Pair("protects", "保护")]


def squad(tmp_path: Path, context: str, answer: str) -> Path:
    file = tmp_path / "squad.json"
    row = {"id": "1", "question": "機構是哪個？", "answers": [{"text": answer, "answer_start": context.index(answer)}]}
    file.write_text(json.dumps({"data": [{"paragraphs": [{"context": context, "qas": [row]}]}]}), encoding="utf-8")
    return file


def test_sentences_are_read_with_their_translations(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"zh": "海關", "en": "customs"}\n\n', encoding="utf-8")
    assert parallel_pairs(file) == [Pair("customs", "海关")]


def test_a_question_comes_with_the_piece_that_answers(tmp_path: Path) -> None:
    first, second = "甲" * 200 + "局负责。", "乙" * 200 + "局配合。"
    assert question_pairs(squad(tmp_path, first + second, "局配合")) == [Pair("机构是哪个？", second)]
    assert question_pairs(squad(tmp_path, "甲局負責。乙局配合。", "乙局")) == [
        Pair("机构是哪个？", "甲局负责。乙局配合。")
    ]


@pytest.mark.parametrize("content", ["{}", "[1]", '{"data": 3}', "not JSON", '{"data": [{"paragraphs": [{}]}]}'])
def test_other_json_is_no_question_file(content: str, tmp_path: Path) -> None:
    file = tmp_path / "squad.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="not a SQuAD file"):
        question_pairs(file)


def test_lines_without_a_pair_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"zh": "海关"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match='"zh" and "en"'):
        parallel_pairs(file)
    file.write_text("customs\n", encoding="utf-8")
    with pytest.raises(UsageError, match="JSON object"):
        parallel_pairs(file)
    with pytest.raises(UnreadableError, match="cannot be read"):
        parallel_pairs(tmp_path / "nowhere.jsonl")


def test_a_glossary_gives_two_names_of_each_language() -> None:
    entry = Entry("海关", "body", {"en": ("Customs", "customs office", "customs house"), "de": ("Zoll",)})
    assert [pair.question for pair in name_pairs(Glossary((entry,)))] == ["Customs", "customs office", "Zoll"]


def test_a_batch_of_sentences_holds_its_neighbours_but_not_its_likes() -> None:
    many = [Pair(f"sentence {place}", f"句 {place}") for place in range(300)]
    cosines = [1.0 if place < 3 else 0.9 if place < 40 else 0.1 for place in range(300)]
    batches = Batches(many, [], [], (), seed=1)
    drawn = batches.sentences(lambda _: cosines)
    assert len(drawn) == len({pair.passage for pair in drawn})
    near = {f"句 {place}" for place in range(3, 40)}
    assert sum(pair.passage in near for pair in drawn[1:32]) > 1
    again = Batches(many, [], [], (), seed=1).sentences(lambda _: cosines)
    assert drawn == again


def test_each_question_comes_once_before_one_comes_again() -> None:
    many = [Pair(f"问 {place}", "段") for place in range(72)]
    batches = Batches([], [*many, Pair("别的", "段")], [], {pair.question for pair in many}, seed=1)
    assert {pair.question for _ in range(3) for pair in batches.questions()} == {pair.question for pair in many}


def test_a_missing_file_is_told_without_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = str(tmp_path / "nowhere")
    assert main(["--parallel", nowhere, "--questions", nowhere, "--out", str(tmp_path / "out")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def train(tiny: Path, out: Path, steps: int) -> None:
    pytest.importorskip("peft", reason="the extra `train` is not installed")
    from index.training import Trainer

    out.mkdir()
    trainer = Trainer(Settings(steps=steps, rate=0.01, rank=2, share=1.0), tiny, out.parent / "cache")
    known = [pair.question for pair in QUESTIONS]
    trainer.prepare(PAIRS, PAIRS, known)
    trainer.run(Batches(PAIRS, QUESTIONS, NAMES, known, seed=1), out, 100, {"pairs": "checksum"})


def test_training_makes_translations_find_each_other_and_its_file_merges_to_the_same_model(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sentence_transformers import SentenceTransformer

    train(tiny, tmp_path / "out", 40)
    said = capsys.readouterr().out
    losses = [float(loss) for loss in re.findall(r"sentences: ([\d.]+)", said)]
    assert losses[-1] < losses[0] / 2

    model = SentenceTransformer(str(tiny), local_files_only=True)
    adapter = read_adapter(tmp_path / "out" / "adapter.safetensors")
    assert adapter.facts["data"] == {"pairs": "checksum"}
    before = _kept(model)
    merge(model[0].model, adapter)
    told = [float(kept) for kept in re.findall(r"passages ([\d.]+)", said)]
    assert float((_kept(model) * before).sum(1).mean()) == pytest.approx(told[-1], abs=2e-3)


def test_the_same_seed_gives_the_same_adapter(tiny: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        train(tiny, tmp_path / name, 4)
    one, other = (read_adapter(tmp_path / name / "adapter.safetensors") for name in ("one", "other"))
    assert one.digest == other.digest


def _kept(model: Any) -> Any:
    vectors = model.encode(["passage: " + pair.passage for pair in PAIRS])
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
