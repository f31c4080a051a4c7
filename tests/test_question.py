"""What is asked, in which language, and what cannot be asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.followup import completed
from qa.followup_turn import Turn
from qa.framing import is_framing, unframed
from qa.question import LONGEST, language_of, read_question


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("海关保护由谁牵头？", "zh"),
        ("海關保護由誰牽頭？", "zh-Hant"),
        ("税関の保護は誰が主導しますか", "ja"),
        ("세관 보호는 누가 주관하나요?", "ko"),
        ("特許出願の総数 2018年", "ja"),
        ("特許出願総数", "ja"),
        ("優の良品註冊了多少商標？", "zh-Hant"),
        ("ソニー在深圳申请了多少专利？", "zh"),
        ("“まち”这个商标由谁保护？", "zh"),
        ("plan 里 IP 那条谁牵头", "zh"),
        ("How many cases did 深圳海关 handle?", "en"),
        ("What does 《青禾区河道管理办法》 say about damages?", "en"),
        ("《青禾区河道管理办法》", "zh"),
    ],
)
def test_language_is_told_by_script(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which agency leads customs protection?", "en"),
        ("customs protection lead agency", "en"),
        ("PCT 2018", "en"),
        ("Wer leitet den Zollschutz?", "de"),
        ("Höhe der Förderung pro Unternehmen", "de"),
        ("Qui dirige la protection douanière ?", "fr"),
        ("Combien de brevets sont prévus pour 2021", "fr"),
        ("¿Quién dirige la protección aduanera?", "es"),
        ("Cuantas patentes hay en el plan", "es"),
    ],
)
def test_languages_in_latin_script_are_told_by_their_small_words(text: str, language: str) -> None:
    assert language_of(text) == language
    assert language_of(text.upper()) == language


@pytest.mark.parametrize("typed", ["", "1", "的", " \n\t", "🙂🙂", "？！…", "\x00\x07\x1b", "\u200b\u202e"])
def test_without_a_letter_or_digit_it_is_empty(typed: str) -> None:
    assert read_question(typed).problem == "empty"


@pytest.mark.parametrize(
    "typed",
    ["hello", "Thank you very much!", "你好！", "謝謝", "您好，请问一下", "Could you tell me, please?", "Danke!"],
)
def test_a_bare_greeting_is_off_topic(typed: str) -> None:
    assert read_question(typed).problem == "off_topic"
    assert read_question(typed).text == typed
    assert read_question(f"{typed} 海关由谁牵头？").problem is None


def test_too_long_and_just_short_enough() -> None:
    assert read_question("问" * (LONGEST + 1)).problem == "too_long"
    assert read_question("问" * LONGEST).problem is None
    assert read_question("问" * 1_000_000).problem == "too_long"


def test_control_and_format_characters_part_words() -> None:
    assert read_question("海关\x00保护\u202e？\n谁").text == "海关 保护 ？ 谁"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("请问码头由谁巡查？谢谢！", "码头由谁巡查？"),
        ("您好，我想了解一下码头由谁巡查", "码头由谁巡查"),
        ("麻烦问下，码头由谁巡查，请告诉我", "码头由谁巡查"),
        ("能否告诉我码头由谁巡查？", "码头由谁巡查？"),
        ("請問一下，我想知道碼頭由誰巡查，謝謝", "碼頭由誰巡查"),
        ("根据这些文件的规定，码头由谁巡查？", "码头由谁巡查？"),
        ("请简单介绍一下巡查制度", "巡查制度"),
        ("Hello, could you please tell me who patrols the docks?", "who patrols the docks?"),
        ("I'd like to know who patrols the docks, please.", "who patrols the docks"),
        ("Please explain why docks are patrolled", "why docks are patrolled"),
        ("According to the documents, who patrols? Many thanks in advance!", "who patrols?"),
        ("Do you know who patrols please", "who patrols"),
        ("Könnten Sie mir bitte sagen, wer patrouilliert? Vielen Dank!", "wer patrouilliert?"),
        ("Laut den Unterlagen, wer patrouilliert?", "wer patrouilliert?"),
        ("Bonjour, pourriez-vous me dire qui patrouille, s'il vous plaît ?", "qui patrouille"),
        ("Je voudrais savoir qui patrouille. Merci d’avance", "qui patrouille."),
        ("Hola, ¿podría decirme quién patrulla? Gracias", "quién patrulla?"),
        ("Según los documentos, ¿quién patrulla?", "¿quién patrulla?"),
        ("すみません、巡回する機関を教えてください。", "巡回する機関"),
        ("文書によると、誰が巡回しますか。よろしくお願いします。", "誰が巡回しますか。"),
        ("안녕하세요, 순찰 기관을 알려 주세요. 감사합니다.", "순찰 기관"),
        ("혹시 누가 순찰하는지 궁금합니다", "누가 순찰하는지"),
    ],
)
def test_politeness_around_a_question_is_left_out_of_the_search(typed: str, text: str) -> None:
    question = read_question(typed)
    assert (question.typed, question.text, question.problem) == (typed, text, None)
    assert question.language == language_of(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "能否申请补贴？",
        "企业能否说明理由？",
        "请教育局负责什么？",
        "请假制度是什么？",
        "要查处多少案件？",
        "材料，由谁提交？",
        "向谁表示感谢？",
        "根据巡查方案，谁负责码头？",
        "Please Rise initiative: who leads it?",
        "Who owns the trade mark Yes Please?",
        "Hello Kitty cases?",
        "Can you give notice by e-mail?",
        "What is meant by thanks?",
        "According to the 2021 reply, who patrols?",
        "Ich möchte ein Boot anmelden, wer hilft?",
        "누가 순찰하나요?",
        "誰が巡回しますか。",
    ],
)
def test_the_same_words_as_content_stay(typed: str) -> None:
    assert read_question(typed).text == typed


FRAMES = st.sampled_from(
    [
        "请问",
        "您好，",
        "我想知道",
        "麻烦问下，",
        "Hello, ",
        "could you tell me ",
        "I'd like to know ",
        "Bonjour, ",
        "すみません、",
    ]
)
ENDS = st.sampled_from(
    ["谢谢", "，请告诉我", " please", ", thanks!", " Gracias", "を教えてください", ". Merci beaucoup", "감사합니다"]
)


@settings(deadline=None)
@given(st.lists(FRAMES, max_size=3), st.text(max_size=30), st.lists(ENDS, max_size=3))
def test_framing_leaves_a_slice_that_stays_and_is_never_empty(before: list[str], inner: str, behind: list[str]) -> None:
    text = "".join([*before, inner, *behind])
    left = unframed(text)
    assert left in text
    assert unframed(left) == left
    assert bool(left.strip()) == bool(text.strip())


@settings(max_examples=50, deadline=None)
@given(st.lists(FRAMES, min_size=1, max_size=4))
def test_any_order_of_framing_comes_off_whole(before: list[str]) -> None:
    assert unframed("".join([*before, "who patrols 码头？"])) == "who patrols 码头？"
    assert is_framing("".join(before))


def test_a_follow_up_is_completed_without_the_politeness_of_either() -> None:
    meant = completed(read_question("请问那码头呢？谢谢"), [Turn("您好，请问公园由谁巡查？")])
    assert (meant.text, meant.changed) == ("码头由谁巡查？", True)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_without_an_error(typed: str) -> None:
    question = read_question(typed)
    assert question.typed == typed
    assert question.text == question.text.strip()
    assert question.problem or question.text
