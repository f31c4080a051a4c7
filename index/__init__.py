"""The index: documents, sections, chunks, and the legs that search them."""

from index.bundled import cache_folder, default_base
from index.chunks import Chunk
from index.command import run_command
from index.dense import DenseIndex
from index.documents import Document, Reading, Skipped, parse_document, read_documents
from index.embed import Embedder, Vectors, load_embedder
from index.errors import (
    CheckFailedError,
    IndexMissingError,
    IndexRefusedError,
    ModelError,
    PolicyError,
    UnreadableError,
    UsageError,
)
from index.filters import Choices, choices, limited_ids
from index.fold import fold, simplify
from index.fuse import Hit, Leg
from index.sections import Section, split_sections
from index.sentences import Sentence, sentence_spans
from index.store import Index, OpenEmbedder, add, build, default_folder, load, remove, verify

__all__ = [
    "CheckFailedError",
    "Choices",
    "Chunk",
    "DenseIndex",
    "Document",
    "Embedder",
    "Hit",
    "Index",
    "IndexMissingError",
    "IndexRefusedError",
    "Leg",
    "ModelError",
    "OpenEmbedder",
    "PolicyError",
    "Reading",
    "Section",
    "Sentence",
    "Skipped",
    "UnreadableError",
    "UsageError",
    "Vectors",
    "add",
    "build",
    "cache_folder",
    "choices",
    "default_base",
    "default_folder",
    "fold",
    "limited_ids",
    "load",
    "load_embedder",
    "parse_document",
    "read_documents",
    "remove",
    "run_command",
    "sentence_spans",
    "simplify",
    "split_sections",
    "verify",
]
