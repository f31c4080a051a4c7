"""Exact match and F1 of an extracted answer, as CMRC 2018 defines them.

Cui et al. 2019, "A Span-Extraction Dataset for Chinese Machine Reading Comprehension", EMNLP-IJCNLP, and version 5 of
the evaluation script in github.com/ymcui/cmrc2018, which decides the details. One deviation, which touches F1 only: the
script cuts what is not Chinese with nltk's word tokenizer, this module with a regular expression.
Questions without an answer are judged as in SQuAD 2.0 (Rajpurkar et al. 2018).
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

# What the script drops; , . ! ? % ( ) count. It also lists ……, but compares single characters, so … counts too.
_PUNCTUATION = str.maketrans("", "", "-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』")
_HAN = "\u4e00-\u9fa5"
_WORD = rf"[^\s{_HAN}!-/:-@\[-`{{-~–—‘]+"
# Number marks and the dots of an abbreviation do not cut: 1,000 and 63.29 and u.s are words; 's is one of its own.
_TOKEN = re.compile(rf"[{_HAN}]|{_WORD}(?:[.,]{_WORD})*|'{_WORD}|\S")


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """1.0 when the prediction is one of the answers but for case, punctuation and spaces around it, else 0.0.

    Without answers: 1.0 when the prediction holds nothing but punctuation and spaces.
    """
    if not answers:
        return float(not _tokens(prediction))
    return float(_plain(prediction) in map(_plain, answers))


def f1(prediction: str, answers: Sequence[str]) -> float:
    """The best F1 (0..1) over the answers, of the longest run of tokens that prediction and answer have in common.

    Precision is the run's share of the prediction, recall its share of the answer; tokens are single Chinese
    characters and whole other words. Without answers: 1.0 when the prediction holds nothing but punctuation and spaces.
    """
    predicted = _tokens(prediction)
    if not answers:
        return float(not predicted)
    # The matcher keeps an index of its second sequence, so that one serves all answers.
    matcher = SequenceMatcher(None, [], predicted, autojunk=False)
    best = 0.0
    for answer in answers:
        wanted = _tokens(answer)
        matcher.set_seq1(wanted)
        if run := matcher.find_longest_match().size:
            best = max(best, 2 * run / (len(predicted) + len(wanted)))
    return best


def _plain(text: str) -> str:
    return text.lower().strip().translate(_PUNCTUATION)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_plain(text))
