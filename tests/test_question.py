"""What is asked, in which language, and what cannot be asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question import LONGEST, language_of, read_question


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("海关保护由谁牵头？", "zh"),
        ("海關保護由誰牽頭？", "zh-Hant"),
        ("税関の保護は誰が主導しますか", "ja"),
        ("세관 보호는 누가 주관하나요?", "ko"),
        ("Wer leitet den Zollschutz?", "en"),
        ("plan 里 IP 那条谁牵头", "zh"),
    ],
)
def test_language_is_told_by_script(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("typed", ["", "1", "的", " \n\t", "🙂🙂", "？！…", "\x00\x07\x1b", "\u200b\u202e"])
def test_without_a_letter_or_digit_it_is_empty(typed: str) -> None:
    assert read_question(typed).problem == "empty"


@pytest.mark.parametrize("typed", ["hello", "Thank you very much!", "你好！", "謝謝"])
def test_a_bare_greeting_is_off_topic(typed: str) -> None:
    assert read_question(typed).problem == "off_topic"
    assert read_question(f"{typed} 海关由谁牵头？").problem is None


def test_too_long_and_just_short_enough() -> None:
    assert read_question("问" * (LONGEST + 1)).problem == "too_long"
    assert read_question("问" * LONGEST).problem is None
    assert read_question("问" * 1_000_000).problem == "too_long"


def test_control_and_format_characters_part_words() -> None:
    assert read_question("海关\x00保护\u202e？\n谁").text == "海关 保护 ？ 谁"


@given(st.text())
def test_any_text_is_read_without_an_error(typed: str) -> None:
    question = read_question(typed)
    assert question.typed == typed
    assert question.text == question.text.strip()
    assert question.problem or question.text
