"""python -m eval fit: how likely a question is answered by the documents, fitted on questions whose answer is known.

Every question is put to its index as it is, and, where it has an answer, once more as if the passages that prove it
were not there: what is left then is near and does not answer, which is the hard case. Questions on other subjects are
put to the same index.
"""

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from eval.gold import Gold, locate
from eval.questions import Question, read_questions
from eval.run import progress
from index import Index, OpenEmbedder, UsageError, load
from qa import READ, Reader, decline_features

FEATURES = (
    *("fused", "dense", "words", "gloss", "answerable", "most_answerable", "beside", "figure", "beside_figure"),
    *("kind", "kind_near", "fact", "unstated", "passage", "year", "years", "places", "contradicted"),
    *("unknown_name", "unknown_word"),
)
REAL = 4.0
"""How often a question that people wrote as unanswerable counts, beside those that are made."""
_CITIES = (("深圳", "成都"), ("Shenzhen", "Chengdu"), ("shenzhen", "chengdu"), ("広東", "四川"))
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_YEARS_OFF = 6
_FOLDS = 10
_STRENGTH = 0.1


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one question before it is decided, and whether the passages answer; `group` is its id."""

    group: str
    features: Mapping[str, float]
    supported: bool
    kind: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m eval fit`."""
    parser.add_argument(
        "--set", nargs=2, action="append", required=True, metavar=("QUESTIONS", "INDEX"), help="may be given often"
    )
    parser.add_argument("--others", type=Path, help="a text file, a question on another subject in each line")
    parser.add_argument("--out", type=Path, required=True, help="the file to write, JSON")
    parser.add_argument("--declined", type=float, default=0.05, help="share of the answerable that may be declined")


def run(args: argparse.Namespace, open_embedder: OpenEmbedder, console: Console) -> None:
    """Collect, fit, cross-validate, write; print the figures."""
    cases: list[Case] = []
    for name, folder in args.set:
        index = load(Path(folder), open_embedder=open_embedder)
        questions = read_questions(Path(name))
        gold = locate(questions, index.documents(), folder)
        cases += collect(questions, gold, index)
        if args.others:
            cases += collect_others(args.others.read_text(encoding="utf-8").splitlines(), index)
    fitted = fit(cases, args.declined)
    args.out.write_text(json.dumps(fitted, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    console.print_json(json.dumps(fitted["figures"]))


def collect(
    questions: Sequence[Question], gold: Mapping[str, Sequence[Gold]], index: Index, reader: Reader | None = None
) -> list[Case]:
    """The cases of a question set: with the proof among the passages read, and without any of it."""
    cases = []
    for question in progress(questions, "asking"):
        units = gold.get(question.id, ())
        found = decline_features(question.question, index, reader=reader)
        if found is None:
            continue
        features, hits = found
        read = hits[:READ]
        if not question.answerable:
            cases.append(Case(question.id, features, False, "unanswerable"))
            continue
        if any(unit.touches(h.chunk.document.id, h.chunk.start, h.chunk.end) for unit in units for h in read):
            cases.append(Case(question.id, features, True, "answerable"))
        for changed in exchanged(question.question):
            if other := decline_features(changed, index, reader=reader):
                cases.append(Case(question.id, other[0], False, "exchanged"))
        proofs = {
            h.chunk.id for h in hits for unit in units if unit.touches(h.chunk.document.id, h.chunk.start, h.chunk.end)
        }
        if proofs and (without := decline_features(question.question, index, without=proofs, reader=reader)):
            cases.append(Case(question.id, without[0], False, "proof removed"))
    return cases


def exchanged(question: str) -> Iterator[str]:
    """The question about another city, where it names one, and about a year that is far off, where it names one."""
    for here, there in _CITIES:
        if here in question:
            yield question.replace(here, there)
            break
    years = _YEAR.findall(question)
    if years:
        yield _YEAR.sub(lambda year: str(int(year[0]) + _YEARS_OFF), question)


def collect_others(lines: Sequence[str], index: Index, reader: Reader | None = None) -> list[Case]:
    """The cases of questions that have nothing to do with the documents."""
    cases = []
    for number, line in enumerate(progress([line for line in lines if line.strip()], "asking of other subjects")):
        if found := decline_features(line, index, reader=reader):
            cases.append(Case(f"other {number}", found[0], False, "other subject"))
    return cases


def fit(cases: Sequence[Case], declined: float) -> dict[str, object]:
    """Weights by feature, bias, threshold, and the figures of a cross-validation that keeps a question in one fold.

    The threshold is the probability, out of the fold, below which `declined` of the answerable fall. Raises UsageError
    where there are too few cases to tell anything.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import brier_score_loss, roc_auc_score
    from sklearn.model_selection import GroupKFold
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    known = np.array([case.supported for case in cases])
    groups = [case.group for case in cases]
    if len(set(groups)) < 2 * _FOLDS or known.all() or not known.any():
        raise UsageError(f"{len(set(groups))} questions are too few to fit on: at least {2 * _FOLDS} of both kinds")
    data = np.array([[case.features[name] for name in FEATURES] for case in cases])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, max_iter=2000))
    split = GroupKFold(_FOLDS).split(data, known, groups)
    weighed = np.array([REAL if case.kind == "unanswerable" else 1.0 for case in cases])
    out = np.zeros(len(cases))
    for train, held in split:
        model.fit(data[train], known[train], logisticregression__sample_weight=weighed[train])
        out[held] = model.predict_proba(data[held])[:, 1]
    threshold = float(np.quantile(out[known], declined))
    model.fit(data, known, logisticregression__sample_weight=weighed)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    kinds = sorted({case.kind for case in cases})
    figures = {
        "cases": {kind: sum(case.kind == kind for case in cases) for kind in kinds},
        "area": round(float(roc_auc_score(known, out)), 3),
        "brier": round(float(brier_score_loss(known, out)), 3),
        "declined": {
            kind: round(float(np.mean([p < threshold for p, c in zip(out, cases, strict=True) if c.kind == kind])), 3)
            for kind in kinds
        },
        "reliability": reliability(out.tolist(), known.tolist()),
    }
    return {
        "weights": {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)},
        "bias": round(float(regression.intercept_[0] - weights @ scaler.mean_), 4),
        "threshold": round(threshold, 3),
        "figures": figures,
    }


def reliability(probabilities: Sequence[float], known: Sequence[bool], bins: int = 5) -> list[dict[str, float]]:
    """For bins of equal width: how many cases, their mean probability and the share that is supported."""
    rows = []
    for low in np.arange(bins) / bins:
        inside = [
            (p, k)
            for p, k in zip(probabilities, known, strict=True)
            if low <= p < low + 1 / bins or p == low + 1 / bins == 1
        ]
        if inside:
            rows.append(
                {
                    "from": round(float(low), 2),
                    "cases": len(inside),
                    "said": round(float(np.mean([p for p, _ in inside])), 3),
                    "was": round(float(np.mean([k for _, k in inside])), 3),
                }
            )
    return rows
