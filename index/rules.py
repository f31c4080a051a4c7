"""What made an index: the model, and the code that turns files into chunks and terms."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from index.embed import Embedder
from index.fuse import WEIGHTS
from index.glossary import SHIPPED

_RULES = (
    *("decoding", "documents", "frontmatter", "metadata", "validity_*", "cited", "numbering", "section*", "styled"),
    *(
        "chunks",
        "sentences",
        "fold",
        "lexical",
        "cedict",
        "english",
        "gloss",
        "glossary",
        "pointers",
        "terms",
        "maker",
        "formats/*",
    ),
)


@cache
def rules() -> str:
    """A checksum of the code that turns files into chunks and terms: what other rules made is made anew.

    Read once: what runs is the code as it was then, whatever lies there later.
    """
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for file in [*(file for rule in _RULES for file in sorted(here.glob(f"{rule}.py"))), here / SHIPPED.name]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def manifest_of(embedder: Embedder, model: str | None) -> dict[str, Any]:
    """What a manifest says of how its index is made."""
    return {
        "model": model,
        "embedder": embedder.name,
        "fingerprint": embedder.fingerprint,
        "dim": embedder.dim,
        "settings": {"max_tokens": embedder.max_tokens, "rules": rules()},
        "weights": dict(WEIGHTS),
    }


def how_made(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a manifest that `manifest_of` gives."""
    return {name: manifest[name] for name in ("model", "embedder", "fingerprint", "dim", "settings", "weights")}
