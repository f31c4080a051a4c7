"""Questions in other languages -> the corpus's own Chinese words."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from index.cedict import read_cedict
from index.glossary import Glossary, parse_glossary, read_glossary
from index.languages import language, simplified_kanji, without_particles
from index.structured import StructuredIndex, Term
from index.translate import Translator
from tests.test_structured import Shares

TEXTS = (
    "海关负责保护知识产权,由市公安局配合。",
    "专利申请人可以在8月15日以前缴纳费用。",
    "图书馆周末免费开放,读者凭证入馆。",
    "湖边的公园在2021年完成扩建,投入3.5亿元。",
    "南湖区深圳路的学校共有4个班,采用ABC系统。",
    "发展战略由大学的研究中心起草。",
)
DICTIONARY = {
    "海关": "[hai3 guan1] /customs (i.e. border crossing inspection)/CL:個|个[ge4]/",
    "保护": "[bao3 hu4] /to protect; to defend/protection/",
    "知识": "[zhi1 shi5] /knowledge/intellectual/",
    "知识产权": "[zhi1 shi5 chan3 quan2] /intellectual property rights (law)/",
    "专利": "[zhuan1 li4] /patent/sth uniquely enjoyed/",
    "图书馆": "[tu2 shu1 guan3] /library/",
    "馆": "[guan3] /library building/shop/",
    "公园": "[gong1 yuan2] /park (for public recreation)/",
    "开放": "[kai1 fang4] /to lift (a ban)/to open up/to be open/",
    "深圳": "[Shen1 zhen4] /Shenzhen subprovincial city in Guangdong, special economic zone close to Hong Kong/",
    "战略": "[zhan4 lu:e4] /strategy/",
    "发展": "[fa1 zhan3] /development/",
    "大学": "[da4 xue2] /university/college/",
    "湖": "[hu2] /lake/",
    "配合": "[pei4 he2] /coordination/surname Pei/",
    "税务局": "[shui4 wu4 ju2] /tax bureau/",
}
GLOSSARY = """zh,kind,en,de,fr,es,ja,ko
公安局,body,public security bureau | police,Amt für öffentliche Sicherheit | Polizei,police,policía,公安局,공안국 | 경찰
知识产权,term,intellectual property|IP,geistiges Eigentum,propriété intellectuelle,propiedad intelectual,知財,지식재산권
图书馆,body,library,Bibliothek | Bücherei,bibliothèque,biblioteca,図書館,도서관
免费,term,free of charge,kostenlos,gratuit,gratuito,無料,무료
保护,term,protection,Schutz,protection,protección,保護,보호
税务局,body,tax office,Finanzamt,,,,
"""

Names = Callable[[str], dict[str, dict[str, float]]]


@pytest.fixture(scope="module")
def index() -> StructuredIndex:
    return StructuredIndex(Shares(TEXTS))


@pytest.fixture(scope="module")
def translator(index: StructuredIndex) -> Translator:
    return Translator(index, Glossary(parse_glossary(GLOSSARY, "test")), DICTIONARY)


@pytest.fixture(scope="module")
def candidates(translator: Translator) -> Names:
    return lambda question: {term.text: dict(term.candidates) for term in translator.terms(question)}


def best(scores: np.ndarray) -> int:
    return int(np.argmax(scores))


def test_english_words_become_the_words_of_the_corpus(candidates: Names) -> None:
    found = candidates("Which parks are open, and who protects them?")
    assert list(found) == ["parks", "open", "protects"]
    assert found["parks"] == {"公园": 1.0}
    assert found["protects"] == {"保护": 1.0}
    assert found["open"]["开放"] > 0


def test_only_what_the_corpus_holds_is_a_candidate(candidates: Names) -> None:
    found = candidates("How do I write to the tax bureau about zeppelins?")
    assert found["zeppelins"] == {}
    assert "税务局" not in {chinese for term in found.values() for chinese in term}


def test_a_phrase_goes_before_its_words(candidates: Names) -> None:
    whole, alone = candidates("intellectual property"), candidates("intellectual people")
    assert whole["intellectual"]["知识产权"] == whole["property"]["知识产权"] == 1.0
    assert whole["intellectual"]["知识"] < alone["intellectual"]["知识"]
    assert alone["intellectual"]["知识产权"] == pytest.approx(1 / 2)  # one of the two words of its name


def test_later_senses_and_single_characters_weigh_less(candidates: Names) -> None:
    assert candidates("defend")["defend"]["保护"] < candidates("protect")["protect"]["保护"]
    assert candidates("lake")["lake"] == {"湖": 0.5}
    assert candidates("library")["library"]["馆"] < candidates("library")["library"]["图书馆"]


def test_notes_and_surnames_are_no_meaning(candidates: Names) -> None:
    assert candidates("border")["border"] == {}
    assert candidates("Pei")["pei"] == {}


def test_a_place_is_known_by_its_name_not_by_its_description(candidates: Names) -> None:
    assert candidates("Shenzhen")["shenzhen"]["深圳"] == 1.0
    assert candidates("Hong Kong")["kong"] == {}


def test_numbers_months_and_names_stand_as_they_are(candidates: Names) -> None:
    found = candidates("Until August 15 or in 2021, do the four classes use ABC?")
    assert found["august"] == {"8月": 1.0}
    assert found["four"] == {"4": 1.0}
    assert found["15"] == {"15": 1.0}
    assert found["2021"] == {"2021": 1.0}
    assert found["abc"] == {"abc": 1.0}


def test_british_and_american_spelling_are_one(index: StructuredIndex) -> None:
    dictionary = {"图书馆": "[tu2] /library catalogue/", "公园": "[gong1] /to organize/"}
    translator = Translator(index, Glossary(()), dictionary)
    found = {term.text: set(term.candidates) for term in translator.terms("catalog organised")}
    assert found == {"catalog": {"图书馆"}, "organised": {"公园"}}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Is the library free of charge?", 2),
        ("Ist die Bücherei kostenlos?", 2),
        ("La bibliothèque est-elle gratuite ?", 2),
        ("¿Es gratuita la biblioteca?", 2),
        ("図書館は無料ですか。", 2),
        ("도서관은 무료인가요?", 2),
        ("Who helps the customs to protect IP? The police?", 0),
        ("Unterstützt die Polizei den Schutz des geistigen Eigentums?", 0),
        ("La police protège-t-elle la propriété intellectuelle ?", 0),
        ("¿Protege la policía la propiedad intelectual?", 0),
        ("知財の保護を公安局は支援しますか。", 0),
        ("경찰이 지식재산권 보호를 돕나요?", 0),
        ("Welche Universität entwirft die Strategie?", 5),
        ("Quelle université rédige la stratégie ?", 5),
        ("¿Qué universidad redacta la estrategia?", 5),
        ("発展の戦略", 5),
        ("公園の拡建", 3),
        ("这个公园什么时候扩建的", 3),
        ("公園擴建", 3),
        ("8월 15일까지", 1),
    ],
)
def test_the_right_text_comes_first(translator: Translator, question: str, text: int) -> None:
    scores = translator.coverage(question)
    assert best(scores) == text
    assert 0 < scores[text] <= 1


@pytest.mark.parametrize("question", ["zeppelin", "Luftschiff?", "ツェッペリン", "비행선", "?", "飞艇"])
def test_what_it_does_not_know_adds_nothing(translator: Translator, question: str) -> None:
    assert not translator.coverage(question).any()


def test_words_that_nobody_knows_count_as_asked_for(translator: Translator) -> None:
    known, beside = translator.coverage("library"), translator.coverage("zeppelin library")
    assert 0 < beside[2] < known[2]
    assert translator.coverage("ツェッペリンの図書館")[2] < translator.coverage("図書館")[2]
    assert translator.coverage("비행선 도서관")[2] < translator.coverage("도서관")[2]


def test_german_compounds_are_taken_apart(candidates: Names) -> None:
    found = candidates("Was ist die Polizeischutzbibliothek?")
    assert {part: set(known) for part, known in found.items()} == {
        "polizei": {"公安局"},
        "schutz": {"保护"},
        "bibliothek": {"图书馆"},
    }


def test_a_cognate_weighs_less_than_the_word(candidates: Names) -> None:
    assert 0 < candidates("¿Qué es la estrategia?")["estrategia"]["战略"] < 1
    assert candidates("¿Qué es la estantería?")["estantería"] == {}


def test_mixed_questions_are_matched_in_both_languages(candidates: Names) -> None:
    found = candidates("library 周末 open 吗")
    assert found["周 末"] == {"周末": 1.0}
    assert "图书馆" in found["library"]


def test_long_names_in_japanese_and_korean_weigh_as_many_words(translator: Translator) -> None:
    terms: Mapping[str, Term] = {term.text: term for term in translator.terms("知財と図書館")}
    assert terms["知财"].weight == 2
    assert terms["图书馆"].weight == 1


def test_spaces_in_korean_names_and_particles_make_no_difference(translator: Translator) -> None:
    assert translator.coverage("지식 재산권의 보호").tolist() == translator.coverage("지식재산권 보호").tolist()
    assert without_particles("도서관에서는") == "도서관"
    assert without_particles("보호") == "보호"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who pays?", "en"),
        ("Wer zahlt die Gebühr?", "de"),
        ("Qui paie la taxe ?", "fr"),
        ("¿Quién paga la tasa?", "es"),
        ("誰が払いますか", "ja"),
        ("누가 냅니까", "ko"),
        ("PCT", "en"),
        ("谁付费", "en"),
    ],
)
def test_language(question: str, expected: str) -> None:
    assert language(question) == expected


def test_kanji_become_simplified_characters() -> None:
    assert simplified_kanji("産業発展の権利") == "産業发展の权利"  # 産 and 業 are fold's work: Traditional knows them


def test_the_shipped_glossary_and_the_real_dictionary() -> None:
    index = StructuredIndex(
        Shares(["深圳海关牵头,市公安局配合。", "学校食堂提供午餐。", "知识产权保护中心受理专利申请。"])
    )
    translator = Translator(index, read_glossary(), read_cedict())
    assert best(translator.coverage("Which authority leads, and who supports the customs?")) == 0
    assert best(translator.coverage("Who offers lunch at school?")) == 1
    assert best(translator.coverage("Where do I file patents?")) == 2


def test_a_word_of_two_thousand_letters_is_no_compound(translator: Translator) -> None:
    # Without a bound its slices, two million of them, would be stemmed one by one.
    word = "ü" + "schutzrechtverwaltung" * 95
    assert translator.terms(f"Was ist {word}?")[0].candidates == {}


def test_korean_in_decomposed_letters_is_korean(translator: Translator) -> None:
    import unicodedata

    assert translator.terms(unicodedata.normalize("NFD", "세관 보호")) == translator.terms("세관 보호")
