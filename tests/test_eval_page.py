"""The HTML report: every figure of the run is on it, nothing in the run can change it, and nulls and gaps are fine."""

import base64
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from eval import faults
from eval.curves import Axis, Line, line_chart, tenths
from eval.page import MISSES, STAGES, render, write_page
from index import UsageError
from tests.conftest import ROOT

SYSTEMS = {"default": 0.72, "bm25": 0.5, "dense": 0.6}
LANGUAGES = ["zh"] * 32 + ["en"] * 20 + ["es"] * 6 + ["mixed"] * 6
KINDS = ["number", "entity", "list", "explain", "unanswerable"]
ASKED = {
    "zh": "青禾区{what}由哪个部门负责，多久检查一次？",
    "en": "Which office of Qinghe looks after {what}, and how often?",
    "es": "¿Qué oficina de Qinghe se ocupa de {what}?",
    "mixed": "{what} 的 deadline 是哪天？",
}
THINGS = ["河道清淤", "公园开放时间", "夜市摊位", "共享单车停放", "老旧电梯更新", "校车路线", "路灯维修"]
LOST = ["not chunked whole", "not retrieved by any leg", "fused away", "not read", "declined", "incomplete"]
HOSTILE = '</script><img src=x onerror="window.hit = 1">\'"{{ 7 * 7 }}\u202e\x00'


def passage(dice: random.Random, rank: int, thing: str, gold: bool) -> dict[str, Any]:
    proof = f"{thing}每月检查{dice.randint(2, 9)}次，由云岭水务站牵头"
    return {
        "rank": rank,
        "score": round(0.95 - 0.03 * rank, 4),
        "source": f"办法/{thing}.md",
        "start": 120 * rank,
        "end": 120 * rank + 96,
        "path": ["二、职责分工", f"（{rank}）{thing}"],
        "text": (f"{proof}；" if gold else "")
        + f"各街道应当在三日内公示{thing}的安排，并留存记录两年，供居民查阅。" * 2,
        "legs": {
            "dense": {"rank": rank + dice.randint(0, 4), "score": 0.81},
            "bm25": {"rank": dice.randint(1, 60), "score": 0.33},
            "gloss": {"rank": dice.randint(1, 60), "score": 0.05},
        },
        "gold": gold,
        "read": rank <= 4,
    }


def fault(dice: random.Random, stage: str, thing: str) -> dict[str, Any]:
    passages = [passage(dice, rank, thing, gold=rank == 3 and stage != "answered") for rank in (1, 2, 3, 4, 5, 17)]
    proof = [row["text"].split("；")[0] for row in passages if row["gold"]]
    return {
        "stage": stage,
        "note": f"The proof stands at rank 3; the stage “{stage}” lost it.",
        "passages": passages,
        "quotes": ["各街道应当在三日内公示"],
        "gold": proof,
        "confidence": 0.8123,
        "threshold": 0.25,
    }


def ranked(dice: random.Random, skill: float) -> dict[str, Any]:
    places = (rank for rank in range(1, 40) if dice.random() < skill)
    complete = next(places, None)
    values = {f"Success@{k}": float(complete is not None and complete <= k) for k in (1, 3, 5, 10)}
    values |= {f"Recall@{k}": values[f"Success@{k}"] for k in (1, 3, 5, 10)}
    values |= {"RR@10": 1 / complete if complete and complete <= 10 else 0.0}
    return {"first": complete, "complete": complete, "shown": 800 + dice.randint(0, 90), "values": values}


def question(dice: random.Random, number: int, lang: str) -> dict[str, Any]:
    kind, thing = KINDS[number % len(KINDS)], THINGS[number % len(THINGS)]
    answerable = kind != "unanswerable"
    systems = {name: ranked(dice, skill * (0.6 if lang != "zh" else 1)) for name, skill in SYSTEMS.items()}
    right = dice.random() < 0.6 if answerable else dice.random() < 0.3
    answered = answerable or not right
    lost = None if right else "answered" if not answerable else dice.choice(LOST)
    return {
        "id": f"q{number:03}",
        "question": ASKED[lang].format(what=thing),
        "lang": lang,
        "kind": kind,
        "answerable": answerable,
        "systems": systems if answerable else {},
        "answer": {
            "answered": answered,
            "confidence": dice.random(),
            "reason": None if answered else "not_covered",
            "text": f"{thing}由云岭水务站牵头。[1]\n各街道应当在三日内公示。[2]" if answered else "没有找到依据。",
            "short": ["云岭水务站"] if answered else [],
            "complete": right if answerable else None,
            "right": answerable and right,
            "cited": right if answerable else None,
            "quoted": right if answerable else None,
            "quotes": 2 * answered,
            "verbatim": 2 * answered,
            "milliseconds": {"hits": 12.0, "answer": 20.0},
        },
        "fault": fault(dice, lost, thing) if lost else None,
    }


def grouped(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    names = dict.fromkeys([row["lang"] for row in rows] + [row["kind"] for row in rows])
    return {"all": list(rows)} | {name: [row for row in rows if name in (row["lang"], row["kind"])] for name in names}


def ranking_figures(rows: Sequence[Mapping[str, Any]], system: str) -> dict[str, Any]:
    found = [row["systems"][system] for row in rows]
    means = {name: fmean(row["values"][name] for row in found) for name in found[0]["values"]}
    return {"questions": len(rows), **means, "nDCG@10": means["RR@10"], "shown": fmean(row["shown"] for row in found)}


def answer_figures(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    known, others = [row for row in rows if row["answerable"]], [row for row in rows if not row["answerable"]]
    complete = fmean(row["answer"]["complete"] for row in known) if known else None
    declined = fmean(not row["answer"]["answered"] for row in others) if others else None
    shares = dict.fromkeys(["complete", "right", "cited", "quoted", "citation_recall", "citation_precision"], complete)
    return {
        "answerable": len(known),
        "answered": 1.0 if known else None,
        **shares,
        "exact_match": complete and complete / 3,
        "f1": complete and complete / 2,
        "unanswerable": len(others),
        "declined": declined,
        "quotes": sum(row["answer"]["quotes"] for row in rows),
        "verbatim": 1.0,
    }


def intervals(figures: Mapping[str, Any], size: str) -> dict[str, Any]:
    return {
        group: {
            name: [round(max(value - 0.09, 0), 4), round(min(value + 0.08, 1), 4)]
            for name, value in found.items()
            if isinstance(value, float) and name != "shown"
        }
        for group, found in figures.items()
        if found[size] >= 30
    }


def sample_run() -> dict[str, Any]:
    """A run over 64 invented questions in four languages, with three systems, every part present."""
    dice = random.Random(3)
    rows = [question(dice, number, lang) for number, lang in enumerate(LANGUAGES, 1)]
    known = [row for row in rows if row["answerable"]]
    systems = {name: {group: ranking_figures(part, name) for group, part in grouped(known).items()} for name in SYSTEMS}
    answers = {group: answer_figures(part) for group, part in grouped(rows).items()}
    wrong = [row["fault"] is not None for row in sorted(rows, key=lambda row: -row["answer"]["confidence"])]
    curve = [[at / len(rows), sum(wrong[:at]) / at] for at in range(1, len(rows) + 1)]
    lost = [row["fault"]["stage"] for row in rows if row["fault"]]
    return {
        "format": 1,
        "set": {"name": "invented.jsonl", "kind": "questions", "checksum": "ab" * 32, "questions": len(rows)},
        "commit": {"id": "0123456789" * 4, "changed": True},
        "settings": {"systems": list(SYSTEMS), "depth": 140, "model": None},
        "index": {
            "format": 1,
            "model": None,
            "embedder": "default",
            "fingerprint": "6f" * 32,
            "dim": 384,
            "settings": {"max_tokens": 507},
            "weights": {"dense": 1.0, "bm25": 0.3, "gloss": 0.2},
            "counts": {"documents": 7, "chunks": 126},
            "files": {"chunks.jsonl": "cd" * 32},
        },
        "machine": {"system": "Linux", "cpus": 2, "memory_gib": 7.8, "packages": {"torch": "2.13.0"}},
        "systems": systems,
        "answers": answers,
        "reading": None,
        "intervals": {
            "systems": {name: intervals(table, "questions") for name, table in systems.items()},
            "answers": intervals(answers, "answerable"),
        },
        "risk": {"area": fmean(point[1] for point in curve), "coverage": 0.9, "risk": 0.42, "curve": curve},
        "milliseconds": {
            "hits": {"p50": 21.4, "p95": 30.2},
            "read": {"p50": 3.25, "p95": 6.5},
            "answer": {"p50": 28.8, "p95": 41.7},
        },
        "faults": {stage: lost.count(stage) for stage in [*LOST, "answered"]},
        "questions": rows,
    }


def beir_run() -> dict[str, Any]:
    """The same without answers, languages and commit, as a BEIR folder gives it."""
    run = sample_run()
    run |= dict.fromkeys(["commit", "answers", "risk", "faults"]) | {"milliseconds": {"search": {}}}
    run["intervals"]["answers"] = {}
    run["systems"] = {name: {"all": table["all"]} for name, table in run["systems"].items()}
    for row in run["questions"]:
        row |= {"lang": None, "kind": None, "answer": None, "fault": None}
    return run


class Outline(HTMLParser):
    """What the tests look at: tags with attributes, ids, headings, texts by table row; complains of broken nesting."""

    VOID = frozenset({"meta", "br", "img", "input", "link", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
        self.texts.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag][-1] += data
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data

    def attributes(self, name: str) -> Iterator[str]:
        return (value or "" for _, attributes in self.tags for key, value in attributes.items() if key == name)


@pytest.fixture(scope="module")
def outline() -> Outline:
    return Outline(render(sample_run()))


def ranking_rows(outline: Outline) -> dict[tuple[str, str], list[str]]:
    """The rows of the retrieval tables, without their heads, by group, which stands above its rows, and system."""
    rows, group = {}, ""
    for row in outline.rows:
        if len(row) == 1 and row[0].endswith("questions"):
            group = row[0]
        if len(row) == 12 and row[0] in SYSTEMS:
            rows[group, row[0]] = row[1:]
    return rows


def test_every_group_and_system_has_its_figures_and_intervals(outline: Outline) -> None:
    run, rows = sample_run(), ranking_rows(outline)
    assert len(rows) == len(SYSTEMS) * 9
    for system, table in run["systems"].items():
        for group, figures in table.items():
            asked, value = figures["questions"], figures["Success@5"]
            interval = run["intervals"]["systems"][system].get(group)
            note = "{:.2f}–{:.2f}".format(*interval["Success@5"]) if interval else f"{round(value * asked)}/{asked}"
            row = rows[f"{group} {asked} questions", system]
            assert (row[2], row[-1]) == (f"{value:.3f}{note}", f"{figures['shown']:,.0f}")
    assert {"all"} == {group for system in run["systems"] for group in run["intervals"]["systems"][system]}


def test_single_system_has_a_row_for_each_group() -> None:
    run = sample_run()
    run["systems"] = {"dense": run["systems"]["dense"]}
    rows = [row for row in Outline(render(run)).rows if len(row) == 12 and row[0].endswith("questions")]
    expected = [f"{group} {figures['questions']} questions" for group, figures in run["systems"]["dense"].items()]
    assert [row[0] for row in rows] == expected


def test_best_system_is_marked_and_ties_are_not() -> None:
    run = sample_run()
    assert "n best" in set(Outline(render(run)).attributes("class"))
    for table in run["systems"].values():
        table.update(run["systems"]["default"])
    assert not [css for css in Outline(render(run)).attributes("class") if "best" in css]


def test_success_curve_agrees_with_the_success_figures(outline: Outline) -> None:
    run = sample_run()
    curves = [row for row in outline.rows if len(row) == 11 and row[0] in SYSTEMS]
    assert len(curves) == len(SYSTEMS) * 3
    for row, (system, table) in zip(curves[:3], run["systems"].items(), strict=True):
        assert row[0] == system
        for k in (1, 3, 5, 10):
            assert row[k] == f"{table['all'][f'Success@{k}']:.3f}"


def test_small_languages_have_rows_but_no_curve(outline: Outline) -> None:
    titles = outline.texts["figcaption"]
    assert [title.split(" (")[0] for title in titles] == ["all questions", "zh", "en", "Risk by coverage"]
    assert {"es 5 questions", "mixed 4 questions"} <= {row[0] for row in outline.rows if len(row) == 1}


def test_headline_figures(outline: Outline) -> None:
    tiles = " ".join(outline.texts["li"])
    run = sample_run()
    for value in (run["systems"]["default"]["all"]["nDCG@10"], run["answers"]["all"]["complete"]):
        assert f"{value:.3f}" in tiles
    assert "exactly so in the source" in tiles
    assert "alarm" not in set(outline.attributes("class"))
    run["answers"]["all"]["verbatim"] = 0.99
    assert "alarm" in set(Outline(render(run)).attributes("class"))


def test_every_miss_shows_question_answer_gold_and_trace(outline: Outline) -> None:
    missed = [row for row in sample_run()["questions"] if row["fault"]]
    traces = [attributes for tag, attributes in outline.tags if tag == "details" and attributes.get("class") == "miss"]
    assert len(traces) == len(missed) > 15
    assert sorted(trace["data-stage"] or "" for trace in traces) == sorted(row["fault"]["stage"] for row in missed)
    everything = " ".join(outline.texts["details"])
    for row in missed:
        for quote in row["fault"]["gold"]:
            assert everything.count(quote) >= 1
    gold = [quote for row in missed for quote in row["fault"]["gold"]]
    assert sorted(outline.texts["mark"][1:]) == sorted(gold)
    assert set(outline.texts["u"][1:]) == {"各街道应当在三日内公示"}


def test_stages_are_those_that_faults_are_put_down_to() -> None:
    assert [stage.name for stage in STAGES] == list(faults.STAGES)
    for stage in STAGES:
        for file in stage.where.split(", "):
            assert (ROOT / file).is_file()


def test_passages_stand_in_the_order_of_their_ranks() -> None:
    run = sample_run()
    for row in run["questions"]:
        if row["fault"]:
            row["fault"]["passages"].reverse()
    traces = [row[0] for row in Outline(render(run)).rows if len(row) == 7 and row[0].isdigit()]
    assert traces[:12] == ["1", "2", "3", "4", "5", "17"] * 2


def test_legs_stand_in_the_order_of_the_index() -> None:
    run = sample_run()
    for row in run["questions"]:
        for passage in row["fault"]["passages"] if row["fault"] else ():
            passage["legs"] = {name: passage["legs"][name] for name in ("gloss", "dense")}
    heads = {tuple(row) for row in Outline(render(run)).rows if row[0] == "rank"}
    assert heads == {("rank", "score", "dense", "gloss", "seen", "passage")}


def test_misses_of_a_search_without_answers() -> None:
    run = beir_run()
    [miss, *_] = [row for row in sample_run()["questions"] if row["fault"]]
    run["questions"][0]["fault"] = miss["fault"] | {"stage": "fused away", "quotes": []}
    run["faults"] = {stage.name: int(stage.name == "fused away") for stage in STAGES}
    page = Outline(render(run))
    assert page.texts["h3"] == ["Fused away 1"]
    assert "not read" not in " ".join(page.texts["ol"])


def test_overlapping_quotes_are_both_marked_and_the_text_stays_whole() -> None:
    run = sample_run()
    [row, *_] = [row for row in run["questions"] if row["fault"]]
    row["fault"] |= {"gold": ["公示路灯的安排", "安排，并留存"], "quotes": ["应当公示路灯", "nowhere"]}
    row["fault"]["passages"] = [{**row["fault"]["passages"][0], "text": "应当公示路灯的安排，并留存记录"}]
    page = render(run)
    marked = "<u>应当</u><mark><u>公示路灯</u></mark><mark>的</mark><mark>安排</mark><mark>，并留存</mark>记录</td>"
    assert marked in page


def test_stage_with_very_many_misses_says_how_many_are_left_out() -> None:
    run = sample_run()
    [lost, *_] = [row for row in run["questions"] if row["fault"]]
    run["questions"] = [{**lost, "id": f"m{number}"} for number in range(MISSES + 7)]
    run["faults"] = {lost["fault"]["stage"]: MISSES + 7}
    page = render(run)
    assert page.count('<details class="miss"') == MISSES
    assert f"The first {MISSES} of {MISSES + 7}" in page


def everywhere(value: Any, text: str, path: str = "") -> Any:
    """`value` with `text` added to every string, except those that the page takes as names of its own."""
    if isinstance(value, dict):
        # Names of groups must go on matching the questions' languages and kinds; those of stages and systems likewise.
        return {
            (key + text if path in {".index.weights", ".machine.packages"} else key): everywhere(
                part, text, f"{path}.{key}"
            )
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [everywhere(part, text, path) for part in value]
    keep = (".lang", ".kind", ".stage", ".id", ".systems")
    return value + text if isinstance(value, str) and not path.endswith(keep) else value


def test_nothing_in_the_data_becomes_markup(outline: Outline) -> None:
    run = everywhere(sample_run(), HOSTILE)
    for row in run["questions"]:
        row["lang"] += HOSTILE
        row["kind"] += HOSTILE
        row["id"] += HOSTILE
        row["systems"] = {name + HOSTILE: found for name, found in row["systems"].items()}
        if row["fault"]:
            row["fault"]["stage"] += HOSTILE
    for part in (run["systems"], run["answers"], run["faults"], run["milliseconds"]):
        for name in list(part):
            part[name + HOSTILE] = part.pop(name)
    page = render(run)
    found = Outline(page)
    assert {tag for tag, _ in found.tags} == {tag for tag, _ in outline.tags}
    assert not {name for _, attributes in found.tags for name in attributes if name.startswith("on")}
    assert "49" not in "".join(text for text in found.texts["h1"])
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)


def test_lone_surrogates_can_be_written(tmp_path: Path) -> None:
    run = sample_run()
    run["questions"][0]["question"] = "半个\ud83d字"
    assert "半个\ufffd字" in write_page(tmp_path, run).read_text(encoding="utf-8")


def test_page_asks_for_nothing_and_allows_only_its_own_style_and_script() -> None:
    page = render(sample_run())
    outline = Outline(page)
    assert not {"link", "img", "iframe", "object", "base", "form"} & {tag for tag, _ in outline.tags}
    assert list(outline.attributes("src")) == []
    assert list(outline.attributes("style")) == []
    assert all(target.startswith("#") for target in outline.attributes("href"))
    assert "http" not in page.replace("http-equiv", "")
    [policy] = [value for value in outline.attributes("content") if "default-src" in value]
    for tag in ("style", "script"):
        [text] = outline.texts[tag]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_links_lead_somewhere_and_headings_are_in_order(outline: Outline) -> None:
    ids = list(outline.attributes("id"))
    assert len(ids) == len(set(ids))
    named = [*outline.attributes("href"), *("#" + id for id in outline.attributes("aria-labelledby"))]
    assert {target.removeprefix("#") for target in named} <= set(ids)
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_and_charts_can_be_read_aloud(outline: Outline) -> None:
    assert all("scope" in attributes for tag, attributes in outline.tags if tag == "th")
    charts = [attributes for tag, attributes in outline.tags if tag == "svg" and "aria-hidden" not in attributes]
    assert len(charts) == 4
    assert all(chart["role"] == "img" and chart["aria-label"] for chart in charts)
    scrolled = [attributes for _, attributes in outline.tags if attributes.get("class") == "scroll"]
    assert all(box["tabindex"] == "0" and box["aria-label"] for box in scrolled)
    assert len(scrolled) == sum(tag == "table" for tag, _ in outline.tags)


def test_beir_run_has_retrieval_and_no_empty_parts() -> None:
    outline = Outline(render(beir_run()))
    assert [text.strip() for text in outline.texts["h2"]] == [
        "Retrieval",
        "Success at k",
        "Time by stage",
        "All questions",
    ]
    assert "retrieval only" in outline.texts["p"][0]


def nothing(run: dict[str, Any]) -> None:
    run |= dict.fromkeys(["commit", "answers", "risk", "faults", "intervals", "reading"])
    run |= {"systems": {}, "milliseconds": {}, "questions": [], "machine": {}}
    run["index"] |= {"model": "some/model", "weights": {}, "counts": {}}


def unranked(run: dict[str, Any]) -> None:
    """Only questions without an answer."""
    run["questions"] = [row for row in run["questions"] if not row["answerable"]]
    run["systems"] = {"default": {"all": dict.fromkeys(run["systems"]["default"]["all"]) | {"questions": 0}}}
    run["answers"] = {"all": run["answers"]["unanswerable"]}
    run["intervals"] = {"systems": {}, "answers": {}}


def declined(run: dict[str, Any]) -> None:
    run["risk"] |= {"coverage": 0.0, "risk": None, "area": None}


def reading(run: dict[str, Any]) -> None:
    run["reading"] = {"all": {"questions": 51, "exact_match": 0.451, "f1": 0.67, "answered": 1.0}}


def other_stage(run: dict[str, Any]) -> None:
    [lost, *_] = [row for row in run["questions"] if row["fault"]]
    lost["fault"] |= {"stage": "eaten by the dog", "passages": [], "gold": [], "confidence": None}


def test_set_without_evidence_has_no_retrieval() -> None:
    run = sample_run()
    unranked(run)
    assert [text.strip() for text in Outline(render(run)).texts["h2"]][:2] == ["Answers", "Risk and coverage"]


@pytest.mark.parametrize("change", [nothing, unranked, declined, reading, other_stage])
def test_gaps_in_a_run_leave_gaps_in_the_page(change: Callable[[dict[str, Any]], None]) -> None:
    run = sample_run()
    change(run)
    page = render(run)
    Outline(page)
    assert "None" not in page
    assert ("0.451" in page) == (change is reading)
    assert ("eaten by the dog" in page) == (change is other_stage)


def test_page_is_written_from_json_alone_and_is_the_same_each_time(tmp_path: Path) -> None:
    run = sample_run()
    file = write_page(tmp_path / "a" / "b", json.loads(json.dumps(run)))
    assert file == tmp_path / "a" / "b" / "index.html"
    assert file.read_text(encoding="utf-8") == render(run)


def test_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "below"):
        with pytest.raises(UsageError, match="cannot be made"):
            write_page(folder, sample_run())


def test_chart_places_points_by_its_axes_and_keeps_names_apart() -> None:
    lines = [Line(f"system <{number}>", ((0, 0.5), (10, 0.99 + number / 1000)), number) for number in range(8)]
    chart = str(line_chart(lines, Axis("k", (0, 10)), Axis("share", tenths(0.5, 1)), 'a "label"'))
    names = re.findall(r'<text x="[\d.]+" y="([\d.]+)" text-anchor="start">system &lt;(\d)&gt;</text>', chart)
    heights = sorted((float(y), number) for y, number in names)
    assert len(heights) == 8
    assert all(lower[0] - upper[0] >= 13.9 for upper, lower in pairwise(heights))
    assert [number for _, number in heights] == list("76543210")
    starts = set(re.findall(r'class="line" d="M([\d.]+,[\d.]+)L', chart))
    assert starts == {"52,236"}
    assert len(set(re.findall(r'stroke-dasharray="([^"]+)"', chart))) == 7
    assert "&quot;label&quot;" in chart


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.0, 1.0, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (0.57, 1.0, (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)),
        (0.8, 1.0, (0.8, 0.9, 1.0)),
        (0.31, 1.0, (0.2, 0.4, 0.6, 0.8, 1.0)),
        (0.0, 0.0, (0.0, 0.1)),
        (0.3, 0.3, (0.3, 0.4)),
    ],
)
def test_ticks_cover_the_values(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert tenths(low, high) == ticks
