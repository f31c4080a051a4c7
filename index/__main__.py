"""`python -m index`: build, add, sync, remove, list, info, verify, show, search."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.changes import Changes
from index.command import run_command
from index.documents import Document, Reading
from index.embed import load_embedder
from index.errors import CheckFailedError, IndexRefusedError, UsageError
from index.store import Index, OpenEmbedder, default_folder, load
from index.validity import Validities, Validity
from index.verify import verify
from index.write import add, build, remove, sync

Command = Callable[[argparse.Namespace, OpenEmbedder], None]

_LISTED = 50
_INDEX_HELP = "index folder (default: $POLICY_QA_INDEX or .policy-qa)"


def main(argv: Sequence[str] | None = None, open_embedder: OpenEmbedder = load_embedder) -> int:
    """Run one command; returns the exit code (0 done, 2 wrong use, 3 `verify` not met)."""
    args = _parser().parse_args(argv)
    args.index = args.index or default_folder()

    def run() -> int:
        command: Command = args.run
        command(args, open_embedder)
        return 0

    return run_command(run)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description="Make and look at an index of documents.")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, text: str, run: Command) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.add_argument("--index", type=Path, metavar="DIR", help=_INDEX_HELP)
        sub.set_defaults(run=run)
        return sub

    sub = command("build", "make the index of these files and folders, and of no others", _build)
    sub.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files and folders (default: corpus)")
    sub.add_argument("--model", help="a sentence-transformers model by name or folder (default: the bundled one)")
    text = "more names of Chinese words, as CSV: zh, en and so on (repeatable; see README)"
    sub.add_argument("--glossary", type=Path, action="append", default=[], metavar="FILE", help=text)
    sub = command("add", "add files and folders; one of the same source or reference gives way", _add)
    sub.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    versions = sub.add_mutually_exclusive_group()
    text = "the document that the given file replaces: its source, id, reference or title, as `list` shows them"
    versions.add_argument("--replaces", metavar="DOCUMENT", help=text)
    versions.add_argument("--keep-both", action="store_true", help="replace none but what has the same source")
    sub = command("sync", "make the index hold what these folders hold: new, changed and missing files", _sync)
    sub.add_argument("paths", nargs="+", type=Path, metavar="FOLDER")
    sub.add_argument("--allow-empty", action="store_true", help="empty the index where the folders hold nothing")
    sub = command("remove", "remove documents", _remove)
    sub.add_argument("names", nargs="+", metavar="SOURCE", help="source or document id, as `list` shows them")
    command("list", "list the documents", _list)
    command("info", "show model, settings and counts", _info)
    command("verify", "check checksums and invariants", _verify)
    sub = command("show", "print a document's text as it is indexed, or its sections", _show)
    sub.add_argument("name", metavar="SOURCE")
    sub.add_argument("--sections", action="store_true", help="print spans and headings instead of the text")
    sub = command("search", "print the leading chunks for a question and what each leg says of them", _search)
    sub.add_argument("question")
    sub.add_argument("--top-k", type=int, default=5)
    return parser


def _build(args: argparse.Namespace, open_embedder: OpenEmbedder) -> None:
    paths = args.paths or [Path("corpus")]
    index, found = build(paths, args.index, model=args.model, glossary=args.glossary, open_embedder=open_embedder)
    _say_read(found)
    _say_counts(index, args.index)


def _add(args: argparse.Namespace, open_embedder: OpenEmbedder) -> None:
    index, done = add(
        args.paths, args.index, replaces=args.replaces, keep_both=args.keep_both, open_embedder=open_embedder
    )
    _say_changes(done)
    _say_counts(index, args.index)


def _sync(args: argparse.Namespace, open_embedder: OpenEmbedder) -> None:
    index, done = sync(args.paths, args.index, allow_empty=args.allow_empty, open_embedder=open_embedder)
    _say_changes(done)
    _say_counts(index, args.index)


def _remove(args: argparse.Namespace, open_embedder: OpenEmbedder) -> None:
    _say_counts(remove(args.names, args.index, open_embedder=open_embedder), args.index)


def _list(args: argparse.Namespace, _: OpenEmbedder) -> None:
    table = Table(box=None, header_style="bold")
    for name in ("source", "title", "reference", "issuer", "date", "status", "id"):
        table.add_column(name, overflow="fold")
    index = load(args.index)
    documents = index.documents()
    validities = Validities(documents)
    for document in documents:
        issued = document.issued.isoformat() if document.issued else ""
        row = (document.title, document.reference or "", document.issuer or "", issued)
        status = _status(validities.of(document, date.today()))
        # As Text, since rich would read square brackets in a string as its own markup.
        table.add_row(*map(Text, ("\n".join(document.sources), *row, status, document.id)))
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    _say(f"replaced: {', '.join(one.sources)} by {one.by_source} ({one.why})" for one in index.replaced())


def _status(validity: Validity) -> str:
    """In force as "", else how it stands, since when and by what."""
    if validity.status == "in_force":
        return ""
    by = f" by {validity.by.sources[0]}" if validity.by else ""
    return f"{validity.status.replace('_', ' ')}{f' {validity.since}' if validity.since else ''}{by}"


def _info(args: argparse.Namespace, _: OpenEmbedder) -> None:
    manifest = load(args.index).manifest
    counts = manifest["counts"]
    print(f"folder       {args.index}")
    print(f"model        {manifest['model'] or 'multilingual-e5-small, bundled'}")
    print(f"weights      {manifest['fingerprint']}")
    print(f"dimensions   {manifest['dim']}")
    print(f"documents    {counts['documents']}")
    print(f"chunks       {counts['chunks']}")
    print(f"own names    {counts['names']} of a glossary of its own")
    print(f"most tokens  {manifest['settings']['max_tokens']} in a chunk with its headings")
    print(f"format       {manifest['format']}, rules {manifest['settings']['rules']}")


def _verify(args: argparse.Namespace, _: OpenEmbedder) -> None:
    try:
        index = load(args.index)
    except IndexRefusedError as error:
        raise CheckFailedError(str(error)) from error
    wrong = verify(index)
    if wrong:
        raise CheckFailedError("the index is not sound: " + "; ".join(wrong) + "; build it again")
    counts = index.manifest["counts"]
    print(f"sound: {counts['documents']} documents, {counts['chunks']} chunks, all checksums right")


def _show(args: argparse.Namespace, _: OpenEmbedder) -> None:
    index = load(args.index)
    document = _find(index, args.name)
    if not args.sections:
        sys.stdout.write(document.text)
        return
    for section in index.sections(document.id):
        print(f"{section.start:>7} {section.end:>7}  {' > '.join(section.path)}")


def _search(args: argparse.Namespace, open_embedder: OpenEmbedder) -> None:
    index = load(args.index, open_embedder=open_embedder)
    for rank, hit in enumerate(index.search(args.question, args.top_k), 1):
        legs = ", ".join(f"{name} {leg.score:.3f} (rank {leg.rank})" for name, leg in hit.legs.items())
        chunk = hit.chunk
        where = f"{chunk.document.sources[0]}:{chunk.start}-{chunk.end}"
        print(f"{rank}. {hit.score:.3f}  {where}  {' > '.join(chunk.path)}\n   {legs}\n   {chunk.text.strip()}\n")


def _find(index: Index, name: str) -> Document:
    for document in index.documents():
        if name == document.id or name in document.sources:
            return document
    raise UsageError(f"no document {name!r} in the index: python -m index list shows them")


def _say_read(found: Reading) -> None:
    for skipped in found.skipped:
        word = "unreadable" if skipped.failed else "skipped"
        print(f"{word}: {skipped.source}: {skipped.reason}", file=sys.stderr)
    for source, note in found.notes:
        print(f"note: {source}: {note}", file=sys.stderr)


def _say_changes(done: Changes) -> None:
    _say_read(done.reading)
    _say(f"added: {source}" for source in done.added)
    _say(f"changed: {source}" for source in done.changed)
    _say(f"replaced: {', '.join(one.sources)} by {one.by_source} ({one.why})" for one in done.replaced)
    _say(f"removed: {source}" for source in done.removed)
    _say(f"kept: {one.source} cannot be read now: its former text stays" for one in done.kept)
    _say(f"left out: {source}: {why}; --keep-both or --replaces takes it" for source, why in done.left_out)
    _say((f"unchanged: {len(done.unchanged)}",) if done.unchanged else ())
    for warning in done.warnings:
        print(f"warning: {warning}", file=sys.stderr)


def _say(lines: Iterable[str]) -> None:
    told = list(lines)
    for line in told[:_LISTED]:
        print(line)
    if len(told) > _LISTED:
        print(f"… and {len(told) - _LISTED} more {told[0].split(':')[0]}")


def _say_counts(index: Index, folder: Path) -> None:
    counts = index.manifest["counts"]
    print(f"{folder}: {counts['documents']} documents, {counts['chunks']} chunks")


if __name__ == "__main__":
    sys.exit(main())
