"""Rankings -> TREC run files, which trec_eval, ir_measures and their like read.

The format is that of NIST's trec_eval (https://github.com/usnistgov/trec_eval): a line for each ranked document, six
fields with white space between: question id, the constant Q0, document id, rank, score, name of the run.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from eval.runfile import write_whole


def write_trec(file: Path, rankings: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Path]:
    """Write the ranked ids (best first, none twice) by system and question id; returns the files written.

    One system goes to `file`, several to one file each, `-SYSTEM` before the suffix (run.trec -> run-bm25.trec).
    Ranks start at 1. Scores only carry the order: the lowest place has 1, each place above one more.
    A `%`, white space and whatever is not printable stand percent-encoded in ids and names;
    `urllib.parse.unquote(id, errors="surrogatepass")` gives the id back. A question with nothing ranked has no line.
    Each file is there whole or not at all. Raises UsageError when one cannot be written.
    """
    several = len(rankings) > 1
    files = []
    for system, ranked in rankings.items():
        name = _field(system)
        files.append(file.with_name(f"{file.stem}-{name}{file.suffix}") if several else file)
        write_whole(files[-1], _lines(name, ranked))
    return files


def _lines(system: str, ranked: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for key, ids in ranked.items():
        for rank, name in enumerate(ids, start=1):
            # trec_eval goes by the score alone, in single precision: whole numbers stay apart there.
            yield f"{_field(key)} Q0 {_field(name)} {rank} {len(ids) - rank + 1} {system}\n"


def _field(text: str) -> str:
    # A lone surrogate, which JSON can bring, is not printable either and has no UTF-8 of its own.
    return "".join(
        character if character.isprintable() and character not in " %" else quote(character, "", errors="surrogatepass")
        for character in text
    )
