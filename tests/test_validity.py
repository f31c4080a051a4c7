"""Whether a document is in force on a day, by its own word and by that of the others of its index."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Validities, Validity
from index.cited import canonical_reference, cited, other_place, title_keys
from index.validity import status
from index.validity_dates import UNDATED

TODAY = date(2024, 6, 1)


def document(name: str, title: str = "渡口管理办法", **fields: Any) -> Document:
    return Document(id=name, sources=(f"{name}.md",), title=title, text=name, body_start=0, **fields)


# --- by its own word


def test_a_document_without_dates_is_in_force() -> None:
    one = document("one")
    assert status(one, [one], TODAY) == Validity("in_force")


def test_a_term_holds_from_its_first_day_to_its_last() -> None:
    one = document("one", effective=date(2021, 3, 1), expires=date(2026, 2, 28))
    assert status(one, [one], date(2021, 2, 28)) == Validity("not_yet", date(2021, 3, 1))
    assert status(one, [one], date(2021, 3, 1)) == Validity("in_force", date(2021, 3, 1))
    assert status(one, [one], date(2026, 2, 28)).status == "in_force"
    assert status(one, [one], date(2026, 3, 1)) == Validity("expired", date(2026, 3, 1))


def test_a_repealed_document_is_so_from_that_day_on() -> None:
    one = document("one", repealed=date(2022, 5, 1))
    assert status(one, [one], date(2022, 4, 30)).status == "in_force"
    assert status(one, [one], date(2022, 5, 1)) == Validity("repealed", date(2022, 5, 1))


def test_what_is_ended_on_an_unknown_day_is_so_on_any() -> None:
    assert status(document("one", repealed=UNDATED), [], TODAY) == Validity("repealed")
    assert status(document("one", expires=UNDATED), [], TODAY) == Validity("expired")


# --- by the word of another


def old(**fields: Any) -> Document:
    return document("old", **{"reference": "青府〔2010〕5号", "issued": date(2010, 4, 1), **fields})


def new(*repeals: str, **fields: Any) -> Document:
    facts = {"issued": date(2021, 2, 10), "effective": date(2021, 3, 1), "repeals": repeals}
    return document("new", **{"title": "渡运规定", **facts, **fields})


@pytest.mark.parametrize(
    "item",
    [
        "《渡口管理办法》（青府〔2010〕5号）",
        "《渡口管理办法》(青府[2010]第5号)",
        "《旧称》（青府〔2010〕5号）",
        "青府〔2010〕5号",
        "《渡口管理办法》",
        "渡口管理办法",
        "《渡口管理辦法》",
        "《青禾市人民政府关于印发〈渡口管理办法〉的通知》",
    ],
)
def test_another_ends_it_from_the_day_on_which_that_one_is_in_force(item: str) -> None:
    by = new(item)
    both = [old(), by]
    assert status(both[0], both, date(2021, 2, 28)).status == "in_force"
    assert status(both[0], both, date(2021, 3, 1)) == Validity("repealed", date(2021, 3, 1), by)
    assert status(by, both, TODAY) == Validity("in_force", date(2021, 3, 1))


@pytest.mark.parametrize(
    "item",
    [
        "《渡口管理办法》（青府〔2011〕5号）",
        "《码头管理办法》",
        "青府〔2010〕51号",
        "青府〔2010〕15号",
        "《渡口》",
        "",
        "《》",
    ],
)
def test_what_is_called_otherwise_is_not_ended(item: str) -> None:
    both = [old(), new(item)]
    assert status(both[0], both, TODAY).status == "in_force"


def test_the_day_of_issue_counts_where_no_other_is_known_and_none_at_all_counts_always() -> None:
    issued = [old(), new("青府〔2010〕5号", effective=None)]
    assert status(issued[0], issued, date(2021, 2, 10)).since == date(2021, 2, 10)
    undated = [old(), new("青府〔2010〕5号", effective=None, issued=None)]
    assert status(undated[0], undated, date(2012, 1, 1)) == Validity("repealed", None, undated[1])


def test_the_first_that_ends_it_counts() -> None:
    early, late = new("青府〔2010〕5号"), document("late", effective=date(2023, 1, 1), repeals=("青府〔2010〕5号",))
    assert status(old(), [late, old(), early], TODAY).by == early


def test_a_document_is_not_ended_by_an_older_one_or_by_itself() -> None:
    later = old(issued=date(2022, 1, 1))
    assert status(later, [later, new("青府〔2010〕5号")], TODAY).status == "in_force"
    self_named = new("《渡口管理办法》", title="渡口管理办法")
    assert status(self_named, [self_named], TODAY).status == "in_force"
    versions = [old(), self_named]
    assert [status(one, versions, TODAY).status for one in versions] == ["repealed", "in_force"]


def test_a_title_ends_the_documents_of_its_own_place_only() -> None:
    other = old(issuer="云岭市人民政府")
    by = new("《渡口管理办法》", issuer="青禾市人民政府")
    assert status(other, [other, by], TODAY).status == "in_force"
    same = old(issuer="青禾市交通运输局")
    assert status(same, [same, by], TODAY).status == "repealed"


def test_a_document_that_replaces_another_supersedes_it() -> None:
    by = document("new", issued=date(2010, 4, 1), replaces=("old.md",))
    assert status(old(), [old(), by], TODAY) == Validity("superseded", date(2010, 4, 1), by)
    for name in ("青府〔2010〕5号", "《渡口管理办法》", "old"):
        assert status(old(), [old(), document("new", title="渡运规定", replaces=(name,))], TODAY).status == "superseded"


def test_its_own_day_of_repeal_goes_before_the_others() -> None:
    one = old(repealed=date(2020, 12, 31))
    by = new("青府〔2010〕5号")
    assert status(one, [one, by], TODAY) == Validity("repealed", date(2020, 12, 31), by)
    assert status(one, [one, by], date(2021, 1, 15)) == Validity("repealed", date(2020, 12, 31))


@pytest.mark.parametrize("count", [2, 3, 5])
def test_documents_that_end_each_other_in_a_ring_are_all_in_force(count: int) -> None:
    ring = [document(str(at), f"{at}号办法文本", repeals=(f"《{(at + 1) % count}号办法文本》",)) for at in range(count)]
    assert {status(one, ring, TODAY).status for one in ring} == {"in_force"}
    tail = document("tail", "末尾办法文本", issued=date(2020, 1, 1))
    ender = document("ender", "另一办法文本", issued=date(2021, 1, 1), repeals=("《末尾办法文本》",))
    assert status(tail, [*ring, tail, ender], TODAY).status == "repealed"


def test_copies_without_dates_that_repeal_their_own_title_do_not_end_each_other() -> None:
    copies = [document(f"{at:03}", repeals=("《渡口管理办法》",)) for at in range(40)]
    known = Validities(copies)
    assert {known.of(one, TODAY).status for one in copies} == {"in_force"}


def test_many_documents_of_one_name_take_no_time() -> None:
    copies = [document(f"{at:05}", repeals=("《渡口管理办法》",)) for at in range(4000)]
    assert Validities(copies).of(copies[7], TODAY).status == "in_force"


# --- names


def test_how_documents_are_named() -> None:
    assert cited("《办法》（青府〔2010〕 5 号）").reference == canonical_reference("青府［2010］第5号")
    assert cited("青禾市人民政府令第25号").titles == frozenset()
    assert title_keys("《渡口办法》（已废止）") == title_keys("渡口办法")
    assert title_keys("渡口办法（试行）") != title_keys("渡口办法")
    assert not other_place("青禾市人民政府", "青禾市渡口区水务局")
    assert not other_place(None, "青禾市人民政府")
    assert other_place("青禾市东区政府", "青禾市西区政府")


DAYS = st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1))
NAMES = st.lists(
    st.sampled_from(["0", "1", "2", "《0》", "《1》", "《2》", "甲府〔2001〕1号", "x.md"]), max_size=3
).map(tuple)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(DAYS, DAYS, DAYS, DAYS, NAMES, NAMES), min_size=1, max_size=5), st.dates(date(1999, 1, 1)))
def test_any_documents_have_a_status_and_nothing_ends_itself(rows: list[tuple[Any, ...]], day: date) -> None:
    names = ("issued", "effective", "expires", "repealed", "repeals", "replaces")
    documents = []
    for at, row in enumerate(rows):
        facts = {**dict(zip(names, row, strict=True)), "reference": "甲府〔2001〕1号" if at == 1 else None}
        documents.append(document(f"d{at}", title=str(at % 3), **facts))
    known = Validities(documents)
    for one in documents:
        found = known.of(one, day)
        assert found.by is None or found.by.id != one.id
        assert found.by is None or found.status in {"repealed", "superseded"}
        if found.since:
            assert (found.since > day) == (found.status == "not_yet")
        later = known.of(one, day + timedelta(days=1)) if day < date.max else found
        ended = {"expired", "repealed", "superseded"}
        assert found.status not in ended or later.status in ended
