"""Is any figure of an original lost in its restatement? `python -m eval.figures ORIGINALS_DIR CORPUS_DIR`

A restatement names its original in the front matter (`original: FILE`). Figures are compared as sets per document and
as whole numbers: 3 is not found in 13 nor in 3.5. Exit code 0 when none is lost, 3 when some are, 2 for bad folders.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from index import CheckFailedError, UnreadableError, UsageError, run_command

_HAN = "〇零一二三四五六七八九十百"
# 一 is a word as often as a number (进一步, 统一, 一批): it counts only in front of these.
_NUMBER = rf"\d+(?:,\d{{3}})*(?:\.\d+)?|[{_HAN}]{{2,}}|[二三四五六七八九十两]|一(?=站式|窗|体化|带|路|审)"
# The word behind a number belongs to it: 11家 does not vouch for 11批.
_UNIT = "(?:个半月|[%万亿]?[家件项批所个条类号人宗名期次届位方点级年月日地中倍]?)"
_FIGURE = re.compile(
    r"[〔\[(]\d{4}[〕\])]\d+号"  # a reference: 〔2021〕61号
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月"
    rf"|第[{_HAN}]+[条章届次]?|(?:{_NUMBER}){_UNIT}"
)
_DATE_PARTS = (r"\d{1,2}月\d{1,2}日", r"\d{4}年\d{1,2}月", r"\d+[年月日]")
_BARE = re.compile(rf"{_NUMBER}|(?<=第)[{_HAN}]+")
_TELEPHONE = re.compile(r"联系电话\s*[^\n]*|(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9})(?!\d)")
# The numbering of headings and items tells where, not how much.
_ENUMERATION = re.compile(
    rf"^[\s#]*(?:[(][{_HAN}]+[)]|[{_HAN}]+、|\d{{1,2}}\.(?!\d))"
    rf"|建议[{_HAN}]+(?=[,、\s的])|[{_HAN}]+是|^- 第[{_HAN}]+栏",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def figures(text: str) -> frozenset[str]:
    """The figures of `text`, each with its unit: 130万件, 63.29%, 2021年10月11日, 〔2021〕61号, 第二十四条, 七期.

    Telephone numbers (by their form, or by the label 联系电话) and the numbering of headings are left out.
    """
    plain = _TELEPHONE.sub(" ", unicodedata.normalize("NFKC", text))
    return frozenset(match.group() for match in _FIGURE.finditer(_ENUMERATION.sub(" ", plain)))


def lost(original: str, restatement: str) -> list[str]:
    """Figures of `original` that `restatement` does not hold, sorted; 2018年5月23日 vouches for 5月23日 and 23."""
    kept = figures(restatement)
    dates = {part for figure in kept if "月" in figure for form in _DATE_PARTS for part in re.findall(form, figure)}
    return sorted(figures(original) - kept - dates - _bare(kept))


def invented(original: str, restatement: str) -> list[str]:
    """Figures of the restatement's body with a number that `original` does not hold at all, sorted."""
    known = _bare(figures(original))
    return sorted(figure for figure in figures(_FRONT_MATTER.sub("", restatement)) if _bare({figure}) - known)


def _bare(found: frozenset[str] | set[str]) -> set[str]:
    return {number for figure in found for number in _BARE.findall(figure)}


def pairs(originals: Path, corpus: Path) -> Iterator[tuple[Path, Path]]:
    """(original, restatement) files; UnreadableError when a folder, an original or a restatement is missing."""
    for folder in (originals, corpus):
        if not folder.is_dir():
            raise UnreadableError(f"{folder} is not a folder; give the folders of the originals and of the corpus")
    named: dict[str, Path] = {}
    for path in sorted(corpus.glob("*.md")):
        header = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
        original = re.search(r"^original: (.+)$", header.group(1), re.MULTILINE) if header else None
        if original is None:
            raise UnreadableError(f"{path} names no original; add `original: FILE` to its front matter")
        named[original.group(1).strip()] = path
    found = {path.name: path for path in sorted(originals.glob("*.txt"))}
    if not found or set(found) != set(named):
        raise UnreadableError(f"{originals} holds {sorted(found)}, but {corpus} restates {sorted(named)}")
    for name, path in found.items():
        yield path, named[name]


def check(originals: Path, corpus: Path) -> list[str]:
    """Lines of a report, one a document, and a warning where a figure was invented; CheckFailedError names the lost."""
    report, failures = [], []
    for original, restatement in pairs(originals, corpus):
        old, new = (path.read_text(encoding="utf-8") for path in (original, restatement))
        report.append(f"{restatement.name}: {len(figures(old))} figures of {original.name} checked")
        if extra := invented(old, new):
            report.append(f"  warning: the original does not hold {', '.join(extra)}")
        if gone := lost(old, new):
            failures.append(f"{restatement.name} has lost {', '.join(gone)}")
    if failures:
        raise CheckFailedError("\n".join([*failures, "Put these figures back into the restatement."]))
    return report


def main(arguments: Sequence[str]) -> int:
    """Prints the report (or, to stderr, what is wrong) and returns the exit code."""

    def run() -> int:
        if len(arguments) != 2:
            raise UsageError("usage: python -m eval.figures ORIGINALS_DIR CORPUS_DIR")
        print("\n".join(check(Path(arguments[0]), Path(arguments[1]))))
        return 0

    return run_command(run)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
