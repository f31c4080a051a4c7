"""Why a file was not read is told in the page's language."""

import re

import pytest

from index.formats.kinds import KINDS, OtherFormatError, kind_of
from qa.page.intake import Outcome, Report
from qa.page.intake_html import report_html
from qa.page.reasons import told
from qa.page.texts import Texts

SUFFIXES = (".doc", ".xls", ".ppt", ".rtf", ".odt", ".ods", ".ofd", ".rar", ".png")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_to_do_instead_is_told_in_chinese(suffix: str) -> None:
    assert suffix not in KINDS
    with pytest.raises(OtherFormatError) as caught:
        kind_of(f"a{suffix}", b"\x00\x01\x02")
    for language in ("zh", "zh-Hant"):
        assert re.search("[请請]", told(str(caught.value), Texts(language)))
    assert told(str(caught.value), Texts("en")) == str(caught.value)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("is encrypted: save it without a password", "密码"),
        ("is a scan without text: run it through text recognition (OCR) first, for example ocrmypdf", "文字识别"),
        ("is a broken .pdf file: save it again from the program that made it", "损坏"),
        ("holds more than 300 shapes (MOST_SHAPES): split it", "拆分"),
        ("is damaged in the archive: pack it anew", "压缩包"),
        ("starts as UTF-8 but breaks off: save it as UTF-8", "编码"),
        ("holds no text", "没有文字"),
        ("a thing of which nobody thought", "nobody thought"),
    ],
)
def test_each_kind_of_trouble_is_told(reason: str, said: str) -> None:
    assert said in told(reason, Texts("zh"))
    html = report_html(Report((Outcome("旧文.pdf", "failed", reason),)), Texts("zh"), 1 << 20)
    assert said in html
