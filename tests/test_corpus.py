"""The shipped corpus: complete front matter, no private data, every measure and every figure of the originals."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from eval.figures import check, figures, invented, lost, main
from index import PolicyError

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
PLAN = "ip-city-work-plan-2019-2021.md"
DOCUMENTS = (
    "business-environment-proposal-reply-2018.md",
    PLAN,
    "ip-trading-platform-proposal-reply-2018.md",
    "overseas-ip-services-proposal-reply-2021.md",
    "root-technology-proposal-reply-2021.md",
)


@pytest.fixture
def corpus(root: Path) -> Path:
    return root / "corpus"


@pytest.fixture
def originals(shared: Path) -> Path:
    return shared / "corpus"


def fields(path: Path) -> dict[str, str]:
    match = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    assert match is not None
    return dict(line.split(": ", 1) for line in match.group(1).splitlines())


def measures(corpus: Path) -> dict[int, str]:
    text = (corpus / PLAN).read_text(encoding="utf-8")
    parts = re.split(r"^### (\d+)\. ", text, flags=re.MULTILINE)
    return {
        int(number): re.split(r"^## ", body, flags=re.MULTILINE)[0]
        for number, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_the_five_documents_are_there(corpus: Path) -> None:
    assert sorted(path.name for path in corpus.glob("*.md")) == sorted(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_front_matter_is_complete(corpus: Path, name: str) -> None:
    found = fields(corpus / name)
    wanted = {"title", "original", "notice"} | (set() if name == PLAN else {"reference", "issuer", "date"})
    assert set(found) == wanted
    assert "不是官方文本" in found["notice"]
    assert re.fullmatch(r"\d{3}_[0-9a-f]{16}\.txt", found["original"])
    if name != PLAN:
        assert re.fullmatch(r"深\S+〔\d{4}〕\d+号", found["reference"])
        assert date.fromisoformat(found["date"]).year == int(re.findall(r"-(\d{4})\.md", name)[0])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_title_is_the_first_heading(corpus: Path, name: str) -> None:
    text = (corpus / name).read_text(encoding="utf-8")
    assert re.findall(r"^# (.+)$", text, re.MULTILINE) == [fields(corpus / name)["title"]]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_telephone_number_and_no_contact_person(corpus: Path, name: str) -> None:
    text = (corpus / name).read_text(encoding="utf-8")
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|0755|(?<!\d)8\d{7}(?!\d)|联系人|联系电话", text)


def test_the_plan_has_26_measures_each_with_one_lead_and_support(corpus: Path) -> None:
    found = measures(corpus)
    assert list(found) == list(range(1, 27))
    for number, body in found.items():
        assert len(re.findall(r"^- 牵头单位：\S+$", body, re.MULTILINE)) == 1, number
        assert re.search(r"^- 配合单位：\S+$", body, re.MULTILINE), number


def test_leads_other_than_the_market_regulator(corpus: Path) -> None:
    leads = {number: re.findall(r"牵头单位：([^（\n]+)", body)[0] for number, body in measures(corpus).items()}
    others = {number: lead for number, lead in leads.items() if lead != "深圳市市场监督管理局"}
    assert others == {8: "深圳市中级人民法院", 9: "深圳海关"}


def test_no_figure_of_the_originals_is_lost(originals: Path, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(originals), str(corpus)]) == 0
    assert "warning" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        (PLAN, "93件以上"),
        (PLAN, "〔2015〕71号"),
        ("root-technology-proposal-reply-2021.md", "69661件"),
        ("root-technology-proposal-reply-2021.md", "第二十四条"),
        ("business-environment-proposal-reply-2018.md", "六届一百二十二次"),
        ("overseas-ip-services-proposal-reply-2021.md", "七期"),
        ("ip-trading-platform-proposal-reply-2018.md", "7224.2958万元"),
    ],
)
def test_a_figure_taken_out_is_reported(
    originals: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, figure: str
) -> None:
    copied = shutil.copytree(corpus, tmp_path / "corpus") / name
    text = copied.read_text(encoding="utf-8")
    assert figure in text
    copied.write_text(text.replace(figure, ""), encoding="utf-8")
    assert main([str(originals), str(copied.parent)]) == 3
    assert f"{name} has lost" in capsys.readouterr().err


def test_figures_are_whole_and_keep_their_unit() -> None:
    text = "1.完成11批119个项目，增长63.29%，耗资7224.2958万元，见〔2020〕5号第二十四条，七期共3,500人。"
    assert figures(text) == {"11批", "119个", "63.29%", "7224.2958万", "〔2020〕5号", "第二十四条", "七期", "3,500人"}


def test_telephone_numbers_and_heading_numbers_are_no_figures() -> None:
    assert (
        figures("（一）范围\n一、目的\n## 3. 期限\n二是统一进度\n联系电话\n\t12345678、87654321\n电话010-12345678")
        == frozenset()
    )


def test_a_number_inside_another_does_not_vouch_for_it() -> None:
    assert lost("共3家，占20%", "共13家，占20.5%") == ["20%", "3家"]


def test_a_full_date_vouches_for_its_parts_and_not_for_others() -> None:
    assert lost("5月23日审议，2018年发布", "2018年5月23日审议后发布") == []
    assert lost("5月24日审议", "2018年5月23日审议") == ["5月24日"]


def test_an_invented_number_is_named() -> None:
    assert invented("共3家", "---\ndate: 2018-01-01\n---\n## 1. 数量\n共3家，投入80万元") == ["80万"]


def test_bad_folders_are_refused_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main([str(tmp_path / "none"), str(tmp_path)]) == 2
    assert main([str(tmp_path), str(tmp_path)]) == 2
    (tmp_path / "a.md").write_text("# 标题\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="front matter"):
        check(tmp_path, tmp_path)
    assert "folder" in capsys.readouterr().err
