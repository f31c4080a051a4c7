"""A sentence-transformers model of random weights, small enough to make in a test."""

import json
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = ["query", "passage", ":", "知识", "产权", "海关", "保护", "由", "谁", "牵头"]
WORDS += ["which", "agency", "leads", "customs", "protection", "annual", "report"]
SPECIAL = ["[PAD]", "[CLS]", "[SEP]", "[UNK]"]
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
]


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def write_tiny(folder: Path) -> None:
    """Write into an empty folder a BERT of one layer that reads 24 tokens and has e5's prompts, none "document"."""
    import torch
    from transformers import BertConfig, BertModel

    vocabulary = {word: i for i, word in enumerate([*SPECIAL, *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": 24,
            "pad_token": "[PAD]",
            "unk_token": "[UNK]",
        },
    )
    torch.manual_seed(1)
    size = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    BertModel(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=24, **size)).save_pretrained(folder)
    write_json(folder / "modules.json", MODULES)
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": 24})
    write_json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 16, "pooling_mode_mean_tokens": True})
    prompts = {"query": "query : ", "passage": "passage : "}
    write_json(folder / "config_sentence_transformers.json", {"prompts": prompts})
