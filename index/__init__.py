"""The index: documents, sections, chunks, and the three legs that search them."""

from index.bundled import cache_folder
from index.chunks import Chunk
from index.command import run_command
from index.documents import Document, Reading, Skipped, parse_document, read_documents
from index.embed import Embedder, load_embedder
from index.errors import (
    CheckFailedError,
    IndexMissingError,
    IndexRefusedError,
    ModelError,
    PolicyError,
    UnreadableError,
    UsageError,
)
from index.fold import fold, simplify
from index.fuse import Hit, Leg
from index.sections import Section
from index.sentences import Sentence
from index.store import Index, OpenEmbedder, add, build, default_folder, load, remove, verify

__all__ = [
    "CheckFailedError",
    "Chunk",
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
    "add",
    "build",
    "cache_folder",
    "default_folder",
    "fold",
    "load",
    "load_embedder",
    "parse_document",
    "read_documents",
    "remove",
    "run_command",
    "simplify",
    "verify",
]
