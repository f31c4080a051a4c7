"""What looks like politeness but is what is asked for stays."""

import pytest

from qa.framing import unframed


@pytest.mark.parametrize(
    "question",
    [
        "Hi-tech enterprises: who certifies them?",
        "Hi-tech zone subsidy",
        "你知道的权利有哪些？",
        "想问责哪些人？",
        "我要咨询服务补贴",
        "我想了解放前的政策",
    ],
)
def test_content_is_not_taken_for_framing(question: str) -> None:
    assert unframed(question) == question
