"""A sentence-transformers folder of the unpacked default model: BERT in float32, Unigram tokenizer, mean, L2 norm."""

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bundled_packed import Packed, Shape, Vocabulary

WEIGHTS = "model.safetensors"
PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}

# U+FF5E is a piece of the vocabulary, but NFKC makes "~" of it. It passes NFKC as a noncharacter, which no text holds.
_KEPT = "\uff5e"
_STAND_IN = "\ufdd0"


def write_folder(packed: Packed, folder: Path) -> None:
    """Write the model into an empty folder."""
    _write_weights(folder, packed.tensors)
    _write_configuration(folder, packed.shape, packed.vocabulary)
    _write_tokenizer(folder, packed.shape, packed.vocabulary)


def _write_weights(folder: Path, tensors: Mapping[str, NDArray[np.float32]]) -> None:
    from safetensors.numpy import save_file

    save_file(dict(tensors), folder / WEIGHTS, metadata={"format": "pt"})


def _write_configuration(folder: Path, shape: Shape, vocabulary: Vocabulary) -> None:
    write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "intermediate_size": shape.ffn,
            "layer_norm_eps": float(f"{shape.eps:.6g}"),
            "max_position_embeddings": shape.positions,
            "num_attention_heads": shape.heads,
            "num_hidden_layers": shape.layers,
            "bos_token_id": vocabulary.bos,
            "eos_token_id": vocabulary.eos,
            "pad_token_id": vocabulary.pad,
            "type_vocab_size": shape.types,
            "vocab_size": shape.vocab,
        },
    )
    steps = ["Transformer", "Pooling", "Normalize"]
    folders = ["", "1_Pooling", "2_Normalize"]
    write_json(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{step}"}
            for i, (step, path) in enumerate(zip(steps, folders, strict=True))
        ],
    )
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": shape.positions, "do_lower_case": False})
    write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )
    (folder / "1_Pooling").mkdir()
    write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
    )
    (folder / "2_Normalize").mkdir()


def _write_tokenizer(folder: Path, shape: Shape, vocabulary: Vocabulary) -> None:
    from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, processors
    from tokenizers.decoders import Metaspace

    bos, eos, pad, unk = (
        vocabulary.pieces[i] for i in (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk)
    )
    special = {"bos_token": bos, "cls_token": bos, "eos_token": eos, "sep_token": eos, "pad_token": pad}
    special["unk_token"] = unk
    if "<mask>" in vocabulary.pieces:
        special["mask_token"] = "<mask>"

    pairs = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pairs, unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = _normalizer(vocabulary.replacements)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    tokenizer.add_special_tokens(
        [AddedToken(name, lstrip=name == "<mask>", special=True) for name in dict.fromkeys(special.values())]
    )
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_json(folder / "special_tokens_map.json", special)
    write_json(
        folder / "tokenizer_config.json",
        {
            **special,
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
    )


def _normalizer(replacements: Mapping[int, str]) -> Any:
    """NFKC with what the model's own map adds to it: code points dropped, and code points that become spaces.

    Unlike the map, NFKC also composes (e + U+0301 -> é), as the tokenizer that the model was trained with does.
    """
    from tokenizers import Regex, normalizers

    dropped = [point for point, text in replacements.items() if not text]
    spaces = [
        point
        for point, text in replacements.items()
        if text == " " and unicodedata.normalize("NFKC", chr(point)) != " "
    ]
    steps: list[Any] = [
        normalizers.Replace(Regex("[" + "".join(f"\\x{{{point:x}}}" for point in points) + "]"), text)
        for points, text in ((dropped, ""), (spaces, " "))
        if points
    ]
    steps += [
        normalizers.Replace(_KEPT, _STAND_IN),
        normalizers.NFKC(),
        normalizers.Replace(_STAND_IN, _KEPT),
        normalizers.Replace(Regex(" {2,}"), " "),
        normalizers.Strip(),
    ]
    return normalizers.Sequence(steps)


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON, indented, in UTF-8."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
