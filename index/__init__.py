"""The index: documents, sections, chunks, and the legs that search them."""

from index.adapter import merge, read_adapter
from index.bundled import cache_folder, default_base
from index.cedict import definitions, latin_words, read_cedict
from index.changes import Changes
from index.chunks import Chunk
from index.cited import Cited, canonical_reference, plain_title, title_keys
from index.command import run_command
from index.dense import DenseIndex
from index.documents import READABLE, Document, Reading, Skipped, parse_document, read_documents
from index.embed import Embedder, Vectors, load_embedder
from index.english import English
from index.errors import (
    BusyError,
    CheckFailedError,
    IndexMissingError,
    IndexRefusedError,
    ModelError,
    PolicyError,
    UnreadableError,
    UsageError,
)
from index.filters import Choices, choices, limited_ids, matching_ids
from index.fold import figures, fold, simplify
from index.fuse import WEIGHTS, Hit, Leg
from index.glossary import Entry, Glossary, read_glossary
from index.lexical import lexical_terms
from index.live import LiveIndex, Served
from index.lora import give_changes, trained_changes, with_low_rank
from index.metadata import sign_offs
from index.numbering import Rank, numbering
from index.sections import Section, split_sections
from index.sentences import Sentence, sentence_spans
from index.store import Index, OpenEmbedder, default_folder, load
from index.train_data import checksum as file_checksum
from index.translate import Translator
from index.typos import Speller
from index.validity import Status, Validities, Validity
from index.validity_dates import months_of
from index.verify import verify
from index.versions import Replaced
from index.view import with_texts
from index.write import add, build, remove, sync

__all__ = [
    "READABLE",
    "WEIGHTS",
    "BusyError",
    "Changes",
    "CheckFailedError",
    "Choices",
    "Chunk",
    "Cited",
    "DenseIndex",
    "Document",
    "Embedder",
    "English",
    "Entry",
    "Glossary",
    "Hit",
    "Index",
    "IndexMissingError",
    "IndexRefusedError",
    "Leg",
    "LiveIndex",
    "ModelError",
    "OpenEmbedder",
    "PolicyError",
    "Rank",
    "Reading",
    "Replaced",
    "Section",
    "Sentence",
    "Served",
    "Skipped",
    "Speller",
    "Status",
    "Translator",
    "UnreadableError",
    "UsageError",
    "Validities",
    "Validity",
    "Vectors",
    "add",
    "build",
    "cache_folder",
    "canonical_reference",
    "choices",
    "default_base",
    "default_folder",
    "definitions",
    "figures",
    "file_checksum",
    "fold",
    "give_changes",
    "latin_words",
    "lexical_terms",
    "limited_ids",
    "load",
    "load_embedder",
    "matching_ids",
    "merge",
    "months_of",
    "numbering",
    "parse_document",
    "plain_title",
    "read_adapter",
    "read_cedict",
    "read_documents",
    "read_glossary",
    "remove",
    "run_command",
    "sentence_spans",
    "sign_offs",
    "simplify",
    "split_sections",
    "sync",
    "title_keys",
    "trained_changes",
    "verify",
    "with_low_rank",
    "with_texts",
]
