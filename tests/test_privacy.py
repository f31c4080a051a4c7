"""Masks: what is hidden and what is not, that lengths stay, and that nothing the page's index gives escapes them."""

import html
import re
import string
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Index, LiveIndex, build, parse_document, with_texts
from qa.ask import ask, explain
from qa.page.corpus import corpus_html
from qa.page.desk import Desk
from qa.page.links import open_link
from qa.page.shelf import new_talk
from qa.page.texts import Texts
from qa.privacy import BULLET, contacts, masked, without_contacts
from qa.render import to_json
from tests.conftest import HashEmbedder

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MOBILE, EMAIL, CARD = "13900000000", "mei@qinghe.example", "11010519900307123"


def checked(seventeen: str) -> str:
    """An identity-card number with its check character."""
    return seventeen + "10X98765432"[sum(w * int(c) for w, c in zip(WEIGHTS, seventeen, strict=True)) % 11]


def hidden(text: str) -> str:
    """What of a text is hidden."""
    shown = masked(text)
    assert len(shown) == len(text)
    return "".join(was for was, now in zip(text, shown, strict=True) if now == BULLET != was)


@pytest.mark.parametrize(
    "written",
    [
        "13900000000", "139 0000 0000", "139-0000-0000", "139—0000—0000", "1390000 0000", "139 00000000",
        "+8613900000000", "+86 139 0000 0000", "+86-13900000000", "(+86)13900000000", "（86）139-0000-0000",
        "0086 13900000000", "8613900000000", "86-13900000000", "013900000000", "１３９００００００００",
        "１３９－００００－００００", "139\u20110000\u20110000", "139\u00a00000\u00a00000", "139\u30000000\u30000000",
        "139\u200b0000\u200b0000", "1\u200b3\u200b9\u200b0\u200b0\u200b0\u200b0\u200b0\u200b0\u200b0\u200b0",
        "139.0000.0000", "1390-000-0000", "1390-0000-000", "139-000-00000",
        "1 3 9 0 0 0 0 0 0 0 0", "139 - 0000 - 0000", "19900000000", "17000000000",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "around", ["{}", "手机：{}。", "联系人梅女士{}转", "Tel{}", "（{}）", "0755-55550000、{}", "2.{}"]
)
def test_a_mobile_number_is_hidden_however_it_is_written(written: str, around: str) -> None:
    digits = [sign for sign in written if sign.isdecimal()]
    gone = hidden(around.format(written))
    assert [sign for sign in gone if sign.isdecimal()] == digits


@pytest.mark.parametrize(
    "written",
    [
        checked(CARD), checked(CARD).lower(), "11010519900307123X", "110105 19900307 1238", "110105-1990-0307-1238",
        "110105900307123", "１１０１０５１９９００３０７１２３８", checked("81000019900307123"),
        checked("91156019900307123"), CARD + "Ｘ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "身份证号：{}，", "公民身份号码{}（梅）", "ID {}"])
def test_an_identity_card_number_is_hidden(written: str, around: str) -> None:
    assert hidden(around.format(written)) == written


@pytest.mark.parametrize(
    "written",
    [
        "mei@qinghe.example", "mei.lin+1@mail.qinghe.example", "MEI_LIN@QINGHE.EXAMPLE", "ｍｅｉ＠ｑｉｎｇｈｅ．ｃｎ",
        "mei（at）qinghe.cn", "mei [at] qinghe.cn", "mei(@)qinghe.cn", "mei@青禾.中国", "12345678@qq.com",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "邮箱{}，", "邮箱：{}邮编000000", "<{}>", "mailto:{}?x=1"])
def test_an_email_address_is_hidden(written: str, around: str) -> None:
    assert hidden(around.format(written)) == written


@pytest.mark.parametrize(
    "text",
    [
        "青府〔2021〕13号", "青府办发〔2019〕139号", "2021年3月15日", "2019-03-15 13:45:00", "第13900000条",
        "13,900,000,000元",
        "13900000000元", "13900000000.50元", "￥13900000000", "人民币 13900000000", "13900000000万元",
        "约13900000000吨", "0755-55550000",
        "400-000-0000", "12345", "0.13900000000", "14 365 520 100", "139 2019 2020", "2018 2019 2020 2021 2022",
        "1 2 3 4 5 6 7 8 9 10 11",
        "91440300MA5EYUM32X", "13440300123A45678X", "914403001922038216", "统一社会信用代码：12440300MB2C00000T",
        "注册号：110105900307123",
        "110105991307123", "11010519901307123X", "6222020000000000000", "3.14159265358979", "@青禾发布", "kg@3.5",
        "a@b", "@",
        "https://qinghe.example/2021/03/15/1390000.html", "一三九", "2019—2021年",
    ],
)  # fmt: skip
def test_figures_and_codes_that_are_nobodys_stay(text: str) -> None:
    assert masked(text) == text


digits = st.text(string.digits, min_size=1)


@given(st.integers(0, 10**11), st.sampled_from(["元", "万元", "亿元", "美元", " 元", "吨", "%", "％"]))
def test_no_amount_is_hidden(amount: int, unit: str) -> None:
    for written in (f"{amount}{unit}", f"{amount:,}{unit}", f"{amount / 100:.2f}{unit}", f"¥{amount}"):
        assert masked(written) == written


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(1, 9999))
def test_no_date_and_no_reference_is_hidden(day: date, number: int) -> None:
    year = day.year
    for written in (
        day.isoformat(), f"{day:%Y%m%d}", f"{year}年{day.month}月{day.day}日", f"{year}.{day.month}.{day.day}",
        f"青府〔{year}〕{number}号", f"青府[{year}]第{number:04}号", f"{day.isoformat()} 13:59:59",
        f"{day.isoformat()}至{day + timedelta(days=1)}", f"（{year}—{year + 1}）",
    ):  # fmt: skip
        assert masked(written) == written


@given(st.text(string.digits, min_size=1, max_size=40).filter(lambda text: len(text) not in (11, 12, 13, 14, 15, 18)))
def test_numbers_of_other_lengths_stay(number: str) -> None:
    assert masked(f"编号{number}，") == f"编号{number}，"


@given(st.text(string.digits, min_size=18, max_size=18).filter(lambda text: text[6:8] not in ("18", "19", "20")))
def test_eighteen_digits_that_are_no_birthday_stay(number: str) -> None:
    assert masked(number) == number


SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(
    st.sampled_from(["91", "92", "11", "12", "13", "52", "53", "A1", "N1", "Y1"]),
    st.text(string.digits, min_size=6, max_size=6),
    st.text(SIGNS, min_size=10, max_size=10).filter(lambda text: any(sign.isalpha() for sign in text[:-1])),
)
def test_codes_of_organisations_stay(kind: str, region: str, rest: str) -> None:
    for around in ("{}", "统一社会信用代码：{}。", "（{}）"):
        text = around.format(kind + region + rest)
        assert masked(text) == text


everything = st.text(
    st.one_of(st.sampled_from("0123456789１３９-－ .()（）+@＠xX\u200b\nab.cn元年号〔〕"), st.characters())
)


@settings(max_examples=300)
@given(everything)
def test_masks_keep_the_length_touch_nothing_else_and_are_made_once(text: str) -> None:
    shown, spans = masked(text), contacts(text)
    assert len(shown) == len(text)
    inside = {at for start, end in spans for at in range(start, end)}
    assert all(now == (BULLET if at in inside else was) for at, (was, now) in enumerate(zip(text, shown, strict=True)))
    assert masked(shown) == shown
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(everything, st.sampled_from([MOBILE, EMAIL, checked(CARD)]), everything)
def test_a_contact_is_hidden_whatever_stands_around(before: str, contact: str, behind: str) -> None:
    assert contact not in masked(f"{before}\n{contact}\n{behind}")


@pytest.mark.parametrize(
    "evil",
    ["1 " * 100_000, "1" * 200_000, "a" * 200_000 + "@", "@" * 100_000, "a.@" * 60_000, "(at)" * 60_000,
     "1\u200b" * 100_000, f"{MOBILE} " * 20_000, "x@" + "a." * 100_000, "（" * 200_000, "+(" * 100_000],
)  # fmt: skip
def test_no_text_takes_long(evil: str) -> None:
    started = time.monotonic()
    masked(evil)
    assert time.monotonic() - started < 5


# --- the index that the page gets


SECRETS = (MOBILE, EMAIL, checked(CARD))
TEXT = f"""---
title: 青禾区码头方案 {MOBILE}
date: 2020-05-01
reference: 青府〔2020〕7号
issuer: 青禾区政府 {EMAIL}
notice: 转述，询 {MOBILE}
---
# 青禾区码头方案

## 一、夜间巡查 {MOBILE}

每晚巡查两次，结果次日公布。（云岭海关牵头，青禾区公安分局 {EMAIL} 配合）

## 二、值班联系人

码头值班联系人是林一，手机{MOBILE}，邮箱{EMAIL}，身份证{checked(CARD)}，经费五万元。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one document that is full of contacts, in its file's name too."""
    files, folder = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("built") / "index"
    (files / f"码头 {MOBILE}.md").write_text(TEXT, encoding="utf-8")
    build([files], folder, open_embedder=lambda _: HashEmbedder())
    return folder


@pytest.fixture(scope="module")
def shown(folder: Path) -> Index:
    return LiveIndex(folder, open_embedder=lambda _: HashEmbedder(), view=without_contacts).get()


def strings(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in (*value, *value.values()):
            yield from strings(one)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def leaks(*values: Any) -> list[str]:
    # Messages of the chat have every sign that could act as a reference.
    said = (html.unescape(text) for value in values for text in strings(value))
    return [text for text in said if any(secret in text for secret in SECRETS)]


QUESTIONS = (
    "夜间巡查由谁牵头？",
    "码头值班联系人是谁？",
    "值班联系人的手机是多少？",
    "谁配合夜间巡查？",
    "有多少只老虎？",
)


def test_nothing_that_the_masked_index_gives_holds_a_contact(shown: Index) -> None:
    assert not leaks(shown.documents(), shown.chunks, [shown.sections(one.id) for one in shown.documents()])
    for question in QUESTIONS:
        answer, trace = ask(question, shown), explain(question, shown)
        assert not leaks(answer, to_json(answer), trace)
    assert any("林一" in citation.quote and BULLET in citation.quote for citation in ask(QUESTIONS[1], shown).citations)


def test_nothing_that_the_page_gives_holds_a_contact(folder: Path) -> None:
    live = LiveIndex(folder, open_embedder=lambda _: HashEmbedder(), view=without_contacts)
    desk, talk, given = Desk(live), new_talk(), list[Any]()
    (document,) = live.get().documents()
    for language in ("en", "zh"):
        texts = Texts(language)
        for question in QUESTIONS:
            *_, (chat, cards, talk) = desk.answered(question, talk, texts, {})
            given += [chat, cards, talk.turns[-1].to_json(), desk.why(talk, texts, {}), desk.next_questions(talk, {})]
        given += [
            desk.register("", texts), desk.csv({"language": language}), corpus_html(live.get(), texts),
            desk.opened({"link": open_link(document.id, [(0, 10**6)]), "language": language}),
            *desk.answered("？", talk, texts, {"year": [1999]}), *desk.answered("？", talk, texts, {"source": ["x"]}),
        ]  # fmt: skip
    assert not leaks(given)
    assert any(BULLET * len(MOBILE) in text for text in strings(given))


def test_a_question_is_shown_as_it_was_typed(folder: Path) -> None:
    live = LiveIndex(folder, open_embedder=lambda _: HashEmbedder(), view=without_contacts)
    *_, (chat, _, talk) = Desk(live).answered(f"{MOBILE}是谁的？", new_talk(), Texts("zh"), {})
    assert MOBILE in chat[0]["content"]
    assert talk.turns[0].question == f"{MOBILE}是谁的？"


def test_offsets_and_ids_are_those_of_the_documents_and_search_knows_what_stood_there(folder: Path) -> None:
    bare = LiveIndex(folder, open_embedder=lambda _: HashEmbedder()).get()
    shown = without_contacts(bare)
    assert leaks(bare.documents()), "what the other tests look for is there"
    assert [one.id for one in shown.chunks] == [one.id for one in bare.chunks]
    for mine, theirs in zip(shown.chunks, bare.chunks, strict=True):
        assert (mine.start, mine.end) == (theirs.start, theirs.end)
        assert mine.text == masked(theirs.document.text)[theirs.start : theirs.end]
    for question in (*QUESTIONS, EMAIL):
        assert [(hit.chunk.id, hit.legs["dense"]) for hit in shown.search(question)] == [
            (hit.chunk.id, hit.legs["dense"]) for hit in bare.search(question)
        ]
    answer, same = ask(QUESTIONS[0], shown), ask(QUESTIONS[0], bare)
    assert [(one.start, one.end) for one in answer.citations] == [(one.start, one.end) for one in same.citations]


def test_a_document_without_contacts_is_the_very_same(folder: Path) -> None:
    plain = Index.from_documents([parse_document("青禾区码头每晚巡查两次。", "a.txt")], HashEmbedder())
    shown = without_contacts(plain)
    assert all(mine is theirs for mine, theirs in zip(shown.documents(), plain.documents(), strict=True))
    assert all(mine is theirs for mine, theirs in zip(shown.chunks, plain.chunks, strict=True))


def test_a_view_may_not_change_a_length() -> None:
    plain = Index.from_documents([parse_document("青禾区码头每晚巡查两次。", "a.txt")], HashEmbedder())
    with pytest.raises(ValueError, match=re.escape("a.txt")):
        with_texts(plain, lambda text: text + "!")
