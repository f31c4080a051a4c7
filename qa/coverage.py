"""How far a passage covers a question."""

from dataclasses import dataclass

from index import Chunk, figures, fold
from qa.named_numbers import numbers_in, years_in
from qa.question import Question
from qa.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one passage covers a question, for the judgement whether it answers; everything is 0 to 1.

    `passage`, `sentence` and `document`: the idf share of the question's content words that stand, themselves or in
    Chinese, in the passage with its headings, in the sentence read, in the passage's document. `years`, `numbers` and
    `places`: which share of those asked the passage, its headings, or its document's title, issuer and date name; 1
    when none is asked. `contradicted`: 1 when passage or document name years, but none of those asked, else 0.
    """

    passage: float
    sentence: float
    document: float
    years: float
    numbers: float
    places: float
    contradicted: float


def together(question: Question, chunk: Chunk, sentence: str, vocabulary: Vocabulary) -> Coverage:
    """How far a passage and the sentence read in it cover the question.

    The chunk is of one of the vocabulary's documents; KeyError for one of another.
    """
    folded = figures(fold(question.text))
    document = chunk.document
    head = fold("\n".join([document.title, document.issuer or "", str(document.issued or "")]))
    near = figures(fold("\n".join([*chunk.path, chunk.text])))
    years, own = years_in(folded), years_in(near) | years_in(head)
    numbers = {n for n in numbers_in(folded) if len(n) > 1} - {str(year) for year in years}
    places = [places for _, _, places in vocabulary.places.found(folded)]
    named = sum(any(place in near + head for place in several) for several in places)
    passage, read, whole = vocabulary.coverage(question, chunk, sentence)
    return Coverage(
        passage=passage,
        sentence=read,
        document=whole,
        years=len(years & own) / len(years) if years else 1.0,
        numbers=len(numbers & (numbers_in(near) | numbers_in(head))) / len(numbers) if numbers else 1.0,
        places=named / len(places) if places else 1.0,
        contradicted=float(bool(years) and bool(own) and years.isdisjoint(own)),
    )
