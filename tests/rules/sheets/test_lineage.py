"""Which items of different versions can be compared."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from checklist.model.sheets import Lineage, Relation, SheetVersion
from checklist.rules.sheets import lineage
from tests.world import CHAPTERS, FIRST, SECOND, item


def version(number: int, relations: dict[str, Relation], previous: SheetVersion | None) -> SheetVersion:
    links = tuple(Lineage(code, relation, ()) for code, relation in relations.items())
    items = tuple(item(code, f"項目{code}の{number}") for code in relations)
    before = previous.code if previous else None
    return SheetVersion("s", "表", f"s-{number}", number, "版", 2020 + number, "abcx", before, CHAPTERS, items, links)


CODES = [f"1-{number:02}" for number in range(1, 7)]


@st.composite
def chains(draw: st.DrawFn) -> list[SheetVersion]:
    """Up to five versions, each item of which is new or says how it descends."""
    found: list[SheetVersion] = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        codes = draw(st.lists(st.sampled_from(CODES), unique=True))
        before = {one.code for one in found[-1].items} if found else set()
        kept = st.sampled_from(list(Relation))
        relations = {code: draw(kept) if code in before else Relation.NEW for code in codes}
        found.append(version(number, relations, found[-1] if found else None))
    return found


def test_the_small_world_compares_what_is_the_same_or_reworded() -> None:
    assert lineage.comparable_codes([FIRST, SECOND]) == {"1-01", "1-02", "2-01"}


def test_one_version_compares_with_itself_in_full() -> None:
    assert lineage.comparable_codes([SECOND]) == {one.code for one in SECOND.items}


def test_no_version_has_nothing_to_compare() -> None:
    assert lineage.comparable_codes([]) == frozenset()


def test_versions_that_do_not_follow_each_other_are_not_comparable() -> None:
    assert lineage.comparable_codes([FIRST, replace(SECOND, previous_code="other-1")]) == frozenset()


def test_an_item_that_was_dropped_and_came_back_is_not_comparable() -> None:
    first = version(1, {"1-01": Relation.NEW, "1-02": Relation.NEW}, None)
    second = version(2, {"1-01": Relation.SAME}, first)
    third = version(3, {"1-01": Relation.REWORDED, "1-02": Relation.NEW}, second)
    assert lineage.comparable_codes([first, second, third]) == {"1-01"}


def test_what_nobody_descends_from_is_retired() -> None:
    assert lineage.retired_codes(SECOND, FIRST) == ("2-02",)


@given(chains())
def test_an_item_is_comparable_exactly_when_every_link_is(found: list[SheetVersion]) -> None:
    expected = {one.code for one in found[0].items}
    for newer in found[1:]:
        links = {link.item_code: link.relation for link in newer.lineage}
        expected = {code for code in expected if links.get(code) in (Relation.SAME, Relation.REWORDED)}
    assert lineage.comparable_codes(found) == expected


@given(chains(), st.randoms())
def test_order_and_repeats_do_not_matter(found: list[SheetVersion], dice: random.Random) -> None:
    shuffled = [*found, *found]
    dice.shuffle(shuffled)
    assert lineage.comparable_codes(shuffled) == lineage.comparable_codes(found)


@given(chains(), st.data())
def test_a_longer_span_never_compares_more(found: list[SheetVersion], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(found) - 1))
    end = data.draw(st.integers(start + 1, len(found)))
    assert lineage.comparable_codes(found) <= lineage.comparable_codes(found[start:end])


@given(chains())
def test_comparable_items_stand_in_every_version(found: list[SheetVersion]) -> None:
    for one in found:
        assert lineage.comparable_codes(found) <= {each.code for each in one.items}
