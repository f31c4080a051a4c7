"""What a whole document says of a question, out of its chunks' terms."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Index, parse_document
from index.bm25 import TermIndex
from index.document_terms import DocumentTerms
from index.terms import TermTable
from tests.conftest import HashEmbedder

CHUNKS = st.lists(
    st.lists(st.lists(st.sampled_from("abcd"), max_size=5), min_size=1, max_size=3), min_size=1, max_size=5
)


@given(CHUNKS, st.lists(st.sampled_from("abcde"), max_size=4), st.booleans())
def test_it_is_the_coverage_by_the_documents_texts(
    documents: list[list[list[str]]], asked: list[str], apart: bool
) -> None:
    tables = [[chunk] for document in documents for chunk in document] if apart else [chain.from_iterable(documents)]
    rows = np.repeat(np.arange(len(documents)), list(map(len, documents)))
    found = DocumentTerms(TermIndex(list(map(TermTable.of, tables))), rows).coverage(asked)
    whole = TermIndex.of([list(chain.from_iterable(document)) for document in documents]).coverage(asked)
    assert found == pytest.approx(whole, abs=1e-6)


def test_of_two_like_passages_that_of_the_document_on_the_subject_leads() -> None:
    clause = "二、补贴\n\n对符合条件的企业给予一次性补贴十万元，由市财政局负责审核与发放，逾期不予受理。\n"
    texts = {
        "boats.txt": f"产业管理措施\n\n一、范围\n\n本措施适用于在本市登记的远洋渔船及其所属企业。\n\n{clause}",
        "barns.txt": f"产业管理措施\n\n一、范围\n\n本措施适用于在本市登记的粮食仓库及其所属企业。\n\n{clause}",
    }
    index = Index.from_documents([parse_document(text, name) for name, text in texts.items()], HashEmbedder())
    for name, question in {"boats.txt": "远洋渔船企业有什么补贴？", "barns.txt": "粮食仓库企业有什么补贴？"}.items():
        hits = [hit for hit in index.search(question, 10) if "十万元" in hit.chunk.text]
        assert hits[0].chunk.document.sources == (name,)
        assert hits[0].legs["document"].score > hits[1].legs["document"].score
