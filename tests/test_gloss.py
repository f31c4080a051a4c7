"""English for Chinese: stems, weights of glosses, the glossary, pairs and slips of the pen."""

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.asked import QuestionTerms
from index.bm25 import TermIndex
from index.cedict import definitions, latin_words, read_cedict
from index.english import English
from index.gloss import Glosser
from index.glossary import Entry, Glossary
from index.typos import Speller, distance


def entry(chinese: str, *english: str, german: str = "") -> Entry:
    names = {"en": english, "de": (german,) if german else ()}
    return Entry(
        chinese, "term", MappingProxyType({language: several for language, several in names.items() if several})
    )


@pytest.fixture(scope="module")
def glosser() -> Glosser:
    return Glosser(
        Glossary(
            (entry("统筹推进", "coordinated advancement", german="koordinierte Förderung"), entry("银行", "lender"))
        )
    )


@pytest.fixture(scope="module")
def english() -> English:
    return English()


@pytest.mark.parametrize(
    "forms",
    [
        "lead led leads leading",
        "take took taken",
        "win won winning",
        "child children",
        "criterion criteria",
        "large larger largest",
        "early earliest",
        "licence license licences licensed",
        "centre center centres",
        "metre meters",
        "organise organize organised organisation",
        "analyse analyzed",
        "labour labor",
        "favourable favorable",
        "programme programs",
        "judgement judgments",
        "dialogue dialog",
        "practise practice practised",
        "rise rising rose risen",
        "café cafes",
    ],
)
def test_forms_of_a_word_share_a_stem(english: English, forms: str) -> None:
    assert len({*english.terms(forms)}) == 1, english.terms(forms)


@pytest.mark.parametrize("pair", ["hour honor", "four for", "course corset", "promise prompt", "centre century"])
def test_spelling_rules_keep_words_apart(english: English, pair: str) -> None:
    one, other = pair.split()
    assert english.stem(one) != english.stem(other)


def test_ordinals_are_numbers_and_grammar_is_nothing(english: English) -> None:
    assert english.terms("What's the 15th of its 1,381 cases?") == ["case", "15", "1381"]


@given(st.text(max_size=40))
def test_terms_of_any_text_are_words_or_numbers(text: str) -> None:
    for term in English().terms(text):
        assert term
        assert term.strip() == term
        assert term == term.casefold()


def test_the_dictionary_is_read_whole() -> None:
    words = read_cedict()
    assert len(words) > 100_000
    assert definitions(words["海关"])[0].startswith("customs")
    assert {"to get", "must", "to have to"} <= set(definitions(words["得"]))
    assert {b"customs", b"hai"} <= latin_words()
    assert b"" not in latin_words()


def test_definitions_are_parted_by_strokes_and_semicolons() -> None:
    assert definitions("[a1] /one; uno/two (of x/)/\n[a2] /three/") == ["one", " uno", "two (of x", ")", "three"]
    assert definitions("") == []


def test_a_chief_short_sense_weighs_most(glosser: Glosser) -> None:
    terms = glosser.gloss_terms("牵头")
    chief, later = terms["lead"], terms["mediat"]
    assert 0 < later < chief <= 1
    assert terms["head"] < terms["lead"]  # it stands in a note: to lead (an animal by the head)


def test_words_inside_a_word_count_less(glosser: Glosser) -> None:
    terms = glosser.gloss_terms("知识产权")
    assert 0 < terms["knowledg"] < terms["intellectu"]


def test_a_text_s_own_words_and_numbers_stay(glosser: Glosser) -> None:
    terms = glosser.gloss_terms("ＰＣＴ申请1,381件，PCT")
    assert terms["pct"] == 2
    assert terms["1381"] == 1


def test_names_of_the_glossary_come_before_the_dictionary(glosser: Glosser) -> None:
    plain = Glosser(Glossary(())).gloss_terms("银行")
    named = glosser.gloss_terms("银行")
    assert plain["bank"] == 1
    assert named["lender"] == 1
    assert 0 < named["bank"] < 1


def test_a_word_of_the_glossary_alone_is_found_with_all_its_names(glosser: Glosser) -> None:
    terms = glosser.gloss_terms("统筹推进")
    assert {"coordin", "advanc", "coordin advanc", "koordiniert"} <= set(terms)
    assert terms["coordin"] == pytest.approx(glosser.gloss_terms("统筹推进统筹推进")["coordin"] / 2, rel=0.2)


def test_the_shipped_glossary_is_the_default() -> None:
    chinese = {"国家知识产权局": "cnipa"}
    for word, stem in chinese.items():
        assert stem in Glosser().gloss_terms(word)


def asked(glosser: Glosser, text: str, question: str) -> dict[str, float]:
    return QuestionTerms(glosser, TermIndex.of([glosser.gloss_terms(text)])).terms(question)


def test_a_pair_is_asked_for_when_a_gloss_has_it(glosser: Glosser) -> None:
    terms = asked(glosser, "知识产权", "Who protects intellectual property in the property market?")
    assert terms["intellectu"] == 1
    assert 0 < terms["intellectu properti"] < 1
    assert "properti market" not in terms


def test_a_slip_becomes_the_word_that_a_text_has(glosser: Glosser) -> None:
    terms = asked(glosser, "海关保护公司", "Which customs officers give protecion to the comapny?")
    assert {"protect", "compani"} <= set(terms)
    assert not {"protecion", "comapni"} & set(terms)


def test_names_known_words_and_other_languages_are_no_slips(glosser: Glosser) -> None:
    text = "海关保护公司"
    assert "compani" not in asked(glosser, text, "What did the man called Compeny do?")
    assert "compani" not in asked(glosser, text, "What is the accompany of it?")
    assert "protect" not in asked(glosser, text, "Welche Behörden haben protekt bekommen?")


def test_han_of_a_question_is_asked_for_and_not_found(glosser: Glosser) -> None:
    terms = asked(glosser, "海关保护", "海关 protection")
    assert {"海", "关", "protect"} <= set(terms)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("abcd", "abcd", 0),
        ("abcd", "abdc", 1),
        ("abcd", "abd", 1),
        ("abcd", "xabcd", 1),
        ("abcd", "badc", 2),
        ("ab", "", 2),
    ],
)
def test_the_distance_counts_slips(one: str, other: str, far: int) -> None:
    assert distance(one, other, 4) == far == distance(other, one, 4)
    assert distance(one, other, 0) == min(far, 1)


def test_the_speller_finds_what_is_near_enough() -> None:
    speller = Speller(["customs", "custom", "protection", "trade", "trace", "海关", "a b", "PCT"])
    assert speller.nearest("cusotms") == ["customs"]
    assert speller.nearest("protecsoin") == ["protection"]
    assert speller.nearest("trabe") == ["trace", "trade"]
    assert speller.nearest("crotection") == []
    assert speller.nearest("tra") == []
    assert speller.nearest("海关口岸") == []
    assert Speller([]).nearest("customs") == []


@given(st.lists(st.text("abc", min_size=3, max_size=10), max_size=20), st.text("abc", min_size=1, max_size=10))
def test_the_speller_misses_no_near_word(words: list[str], word: str) -> None:
    found = Speller(words).nearest(word)
    most = 0 if len(word) < 4 else 2 if len(word) >= 8 else 1
    far = {other: distance(word, other, most) for other in words if most and other[0] == word[0]}
    best = min(far.values(), default=most + 1)
    assert set(found) == {other for other, slips in far.items() if slips == best <= most}
