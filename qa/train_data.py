"""What the span reader is trained on: questions with a passage, and the characters that answer or nothing.

Published questions answer from their passage. What keeps a reader honest is made from them: pieces of the same article
in which the answer does not stand; questions whose year or subject was exchanged for another; sentences of another
year's report. Questions become half English, word by word, and figures of the parallel reports are asked for in
English, since the documents are Chinese and the questions are not.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index import UnreadableError, UsageError, simplify

SHORTEST, LONGEST = 110, 320
"""Characters of a piece; each article is cut anew to a length between them, as chunks differ in length."""

_STOP = re.compile(r"(?<=[。！？；])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURE = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?")
_MEASURED = re.compile(r"\s?(?:%|[万亿千百]*(?:多|余)?[\u4e00-\u9fff]?)")
_ASKING = {
    "什么": "what", "哪里": "where", "何处": "where", "哪儿": "where", "谁": "who", "何时": "when", "什么时候": "when",
    "哪一年": "in which year", "哪年": "in which year", "多少": "how many", "多大": "how big", "为什么": "why",
    "为何": "why", "几": "how many", "哪个": "which", "哪": "which", "哪些": "which", "如何": "how", "怎么": "how",
    "怎样": "how", "是": "is", "的": "", "了": "", "在": "in", "由": "by", "有": "has", "和": "and", "与": "and",
    "多久": "how long",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage under its heading, and the answer's characters in the text, half-open; (0, 0) for none."""

    question: str
    heading: str
    text: str
    start: int = 0
    end: int = 0

    @property
    def answerable(self) -> bool:
        """Whether the passage answers."""
        return self.end > self.start


@dataclass(frozen=True, slots=True)
class Article:
    """A title and its paragraphs, each with questions: text, answer, place of the answer in the paragraph."""

    title: str
    paragraphs: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a year's report with its translation; `place` orders the sentences of a year."""

    year: int
    place: int
    chinese: str
    english: str


def read_articles(file: Path) -> list[Article]:
    """A SQuAD file of answered questions. Raises UnreadableError, UsageError."""
    try:
        rows: Sequence[Mapping[str, Any]] = json.loads(_text(file))["data"]
        return [
            Article(
                _string(row["title"]),
                tuple((_string(paragraph["context"]), tuple(_asked(paragraph))) for paragraph in row["paragraphs"]),
            )
            for row in rows
        ]
    except (ValueError, KeyError, TypeError, IndexError):
        raise UsageError(f"{file} is not a SQuAD file of answered questions") from None


def read_reports(file: Path) -> list[Sentence]:
    """JSON lines with id (year-place), year, zh and en. Raises UnreadableError, UsageError."""
    try:
        rows = [json.loads(line) for line in _text(file).split("\n") if line.strip()]
        return [
            Sentence(int(row["year"]), int(row["id"].rpartition("-")[2]), simplify(row["zh"]), _string(row["en"]))
            for row in rows
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f'{file}: every line is an object with "id", "year", "zh" and "en"') from None


class Maker:
    """Makes examples, always the same ones for the same seed.

    `english` gives an English word for a Chinese one, or None.
    """

    def __init__(self, english: Mapping[str, str], seed: int, switched: float = 0.35) -> None:
        self._english = {**english, **_ASKING}
        self._longest = max(map(len, self._english))
        self._switched = switched
        self._random = random.Random(seed)

    def of_articles(self, articles: Sequence[Article], wrong: float, exchanged: float) -> Iterator[Example]:
        """Each question with its piece; with the probabilities given also with a wrong piece, and exchanged."""
        titles = [article.title for article in articles]
        for article in articles:
            cut = [(text, self._pieces(text), questions) for text, questions in article.paragraphs if text]
            everywhere = [text[start:end] for text, pieces, _ in cut for start, end in pieces]
            for text, pieces, questions in cut:
                for asked, answer, place in questions:
                    found = next(((s, e) for s, e in pieces if s <= place and place + len(answer) <= e), None)
                    if found is None or not answer or text[place : place + len(answer)] != answer:
                        continue
                    heading = article.title if self._random.random() < 0.6 else ""
                    example = Example(
                        asked, heading, text[found[0] : found[1]], place - found[0], place - found[0] + len(answer)
                    )
                    yield self._voiced(example)
                    if self._random.random() < wrong and (other := self._wrong(asked, answer, everywhere)):
                        yield self._voiced(Example(asked, heading, other))
                    if self._random.random() < exchanged and (changed := self._exchanged(example, article, titles)):
                        yield self._voiced(changed)

    def of_reports(self, sentences: Sequence[Sentence], count: int) -> Iterator[Example]:
        """At most `count` figures asked for, in English mostly, each also of another year's report."""
        by_year: dict[int, list[Sentence]] = {}
        for sentence in sorted(sentences, key=lambda s: (s.year, s.place)):
            by_year.setdefault(sentence.year, []).append(sentence)
        bigrams = {id(s): _bigrams(s.chinese) for s in sentences}
        chosen = [s for s in sentences if _shared_figures(s)]
        self._random.shuffle(chosen)
        for sentence in chosen[:count]:
            figure, start, end = self._random.choice(_shared_figures(sentence))
            asked = self._cloze(sentence, figure, start, end)
            text, offset = self._around(sentence, by_year[sentence.year])
            named = self._random.random() < 0.6
            example = Example(asked, _report(sentence.year) if named else "", text, offset + start, offset + end)
            yield self._dated(example, sentence.year) if named else example
            years = [year for year in by_year if year != sentence.year]
            others = [s for year in years for s in self._random.sample(by_year[year], min(40, len(by_year[year])))]
            like = max(others, key=lambda s: len(bigrams[id(s)] & bigrams[id(sentence)]))
            if named and sentence.chinese[start:end] not in like.chinese:
                text, _ = self._around(like, by_year[like.year])
                wrong = Example(asked, _report(like.year), text)
                yield self._dated(wrong, sentence.year)
            else:
                rows = by_year[sentence.year]
                text, _ = self._around(self._random.choice(rows), rows)
                if sentence.chinese not in text:
                    yield Example(asked, example.heading, text)

    def of_sentences(self, sentences: Sequence[Sentence], count: int) -> Iterator[Example]:
        """`count` English sentences to be found among Chinese ones; every other one also where it does not stand."""
        by_year: dict[int, list[Sentence]] = {}
        for sentence in sorted(sentences, key=lambda s: (s.year, s.place)):
            by_year.setdefault(sentence.year, []).append(sentence)
        long = [s for s in sentences if len(s.chinese) > 15]
        for sentence in self._random.sample(long, min(count, len(long))):
            rows = by_year[sentence.year]
            text, start = self._around(sentence, rows)
            yield Example(sentence.english, "", text, start, start + len(sentence.chinese))
            if self._random.random() < 0.5:
                wanted = _bigrams(sentence.chinese)
                others = self._random.sample(rows, min(40, len(rows)))
                like = max(others, key=lambda s: len(_bigrams(s.chinese) & wanted) * (s is not sentence))
                other, _ = self._around(like, rows)
                if sentence.chinese not in other:
                    yield Example(sentence.english, "", other)

    def _pieces(self, text: str) -> list[tuple[int, int]]:
        limit = self._random.randint(SHORTEST, LONGEST)
        pieces, start, at = [], 0, 0
        for sentence in _STOP.split(text):
            if at + len(sentence) - start > limit and at > start:
                pieces.append((start, at))
                start = at
            at += len(sentence)
        return [*pieces, (start, at)] if at > start else pieces

    def _wrong(self, asked: str, answer: str, pieces: Sequence[str]) -> str | None:
        """A piece without the answer: every other time the one most like the question."""
        without = [piece for piece in pieces if answer not in piece]
        if not without:
            return None
        if self._random.random() < 0.5:
            return self._random.choice(without)
        wanted = _bigrams(asked)
        return max(without, key=lambda piece: len(wanted & _bigrams(piece)))

    def _exchanged(self, example: Example, article: Article, titles: Sequence[str]) -> Example | None:
        """The question with another year, or about another subject; the same passage answers it no more."""
        years = [found for found in _YEAR.finditer(example.question) if found[0] in example.heading + example.text]
        if years:
            found = self._random.choice(years)
            year = str(int(found[0]) + self._random.choice((-7, -3, -2, -1, 1, 2, 4, 9)))
            if year in example.text:
                return None
            asked = example.question[: found.start()] + year + example.question[found.end() :]
        elif len(article.title) > 1 and article.title in example.question:
            other = self._random.choice(titles)
            if other in example.text or other == article.title:
                return None
            asked = example.question.replace(article.title, other)
        else:
            return None
        return Example(asked, article.title, example.text)

    def _voiced(self, example: Example) -> Example:
        """In Simplified Chinese mostly, and every third question half in English."""
        if self._random.random() < 0.7:
            text = simplify(example.text)
            if len(text) == len(example.text):
                example = replace(
                    example, question=simplify(example.question), heading=simplify(example.heading), text=text
                )
        if self._random.random() < self._switched:
            example = replace(example, question=self._switch(simplify(example.question)))
        return example

    def _switch(self, asked: str) -> str:
        """The question with most of its words in English."""
        share = self._random.choice((0.5, 0.8, 1.0))
        out, at = [], 0
        while at < len(asked):
            for length in range(min(self._longest, len(asked) - at), 0, -1):
                word = asked[at : at + length]
                if word in self._english and (length > 1 or word in _ASKING):
                    out.append(f" {self._english[word]} " if self._random.random() < share else word)
                    break
            else:
                length = 1
                out.append(asked[at])
            at += length
        return " ".join("".join(out).replace("？", "?").replace("，", ", ").split())

    def _cloze(self, sentence: Sentence, figure: str, start: int, end: int) -> str:
        if self._random.random() < 0.25:
            return f"{sentence.chinese[:start]}多少{sentence.chinese[end:]}".rstrip("。；") + "？"
        found = next(found for found in _FIGURE.finditer(sentence.english) if found[0] == figure)
        word = self._random.choice(("how many", "how much", "what", "what number"))
        before, behind = sentence.english[: found.start()], sentence.english[found.end() :]
        # The clause that holds the figure: whole sentences of a report are longer than questions.
        before = re.split(r"[;:.]\s|,\s(?=and\b)", before)[-1]
        behind = re.split(r"[;:.]\s|,\s(?=and\b)", behind)[0]
        return f"{before}{word}{behind}".strip().rstrip(".") + "?"

    def _dated(self, example: Example, year: int) -> Example:
        chinese = any("\u4e00" <= c <= "\u9fff" for c in example.question)
        asked = f"{_report(year)}：{example.question}" if chinese else f"{year} report: {example.question}"
        return replace(example, question=asked)

    def _around(self, sentence: Sentence, rows: Sequence[Sentence]) -> tuple[str, int]:
        """The sentence with neighbours, and where it begins in them."""
        at = rows.index(sentence)
        before, behind = self._random.randint(0, 3), self._random.randint(0, 3)
        ahead = "".join(row.chinese for row in rows[max(0, at - before) : at])[-LONGEST // 2 :]
        after = "".join(row.chinese for row in rows[at + 1 : at + 1 + behind])[: LONGEST // 2]
        return ahead + sentence.chinese + after, len(ahead)


def _report(year: int) -> str:
    return f"{year}年政府工作报告"


def _shared_figures(sentence: Sentence) -> list[tuple[str, int, int]]:
    """Figures that stand once in each language, as (English digits, start, end of figure and unit in the Chinese)."""
    english = [found[0] for found in _FIGURE.finditer(sentence.english)]
    found = []
    for figure in _FIGURE.finditer(sentence.chinese):
        same = [text for text in english if text.replace(",", "") == figure[0].replace(",", "")]
        if len(same) == 1 and sentence.chinese.count(figure[0]) == 1 and not _YEAR.fullmatch(figure[0]):
            measured = _MEASURED.match(sentence.chinese, figure.end())
            found.append((same[0], figure.start(), measured.end() if measured else figure.end()))
    return found


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _asked(paragraph: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    for row in paragraph["qas"]:
        answer = row["answers"][0]
        yield _string(row["question"]), _string(answer["text"]), int(answer["answer_start"])


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{file} cannot be read: {error}") from None
