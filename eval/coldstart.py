"""The baseline of the cold start, a process of its own: `python -m eval.coldstart VECTORS.npy QUESTION [MODEL]`."""

import sys
from collections.abc import Sequence

import numpy as np

from index import DenseIndex, OpenEmbedder, load_embedder


def main(argv: Sequence[str], open_embedder: OpenEmbedder = load_embedder) -> int:
    """Load the model, put stored vectors into a FAISS flat index, embed one question; print the best row's number.

    VECTORS.npy holds unit float32 vectors, shape (rows, dim); without MODEL it is the default one. Model and FAISS
    come through the package `index`, so importing that and checking the weights' checksums is part of the time.
    """
    file, question, *model = argv
    embedder = open_embedder(model[0] if model else None)
    flat = DenseIndex.of(np.load(file), embedder.dim)
    print(flat.nearest(embedder.embed_query(question), 1)[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
