"""The largest gaps between two sides on cells written by hand: which year, which order, and who is ranked at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.comparison import gaps
from checklist.comparison.pool import Cell
from tests.comparison.hand_made import cell

ONE, TWO = "加算1", "加算2"


def pair(item: str, first: float | None, second: float | None, year: int = 2025, rated: int = 100) -> list[Cell]:
    """An item with both sides."""
    return [cell("1", group, percent, year, rated=rated, item=item) for group, percent in ((ONE, first), (TWO, second))]


def items(found: tuple[gaps.Gap, ...]) -> list[tuple[str, float]]:
    return [(one.item, one.difference) for one in found]


def test_the_largest_comes_first_whichever_side_is_ahead() -> None:
    cells = [*pair("1-01", 80, 75), *pair("1-02", 40, 90), *pair("1-03", 90, 70)]
    assert items(gaps.largest(cells, ONE, TWO)) == [("1-02", -50.0), ("1-03", 20.0), ("1-01", 5.0)]


def test_turned_round_the_same_gaps_have_the_other_sign() -> None:
    cells = [*pair("1-01", 80, 75), *pair("1-02", 40, 90)]
    turned = gaps.largest(cells, TWO, ONE)
    assert items(turned) == [(item, -points) for item, points in items(gaps.largest(cells, ONE, TWO))]


def test_where_both_are_equal_there_is_no_gap() -> None:
    assert gaps.largest(pair("1-01", 80, 80), ONE, TWO) == ()


@pytest.mark.parametrize("sides", [(None, 80.0), (80.0, None), (None, None)])
def test_a_side_without_a_number_makes_no_gap(sides: tuple[float | None, float | None]) -> None:
    assert gaps.largest(pair("1-01", *sides), ONE, TWO) == ()


def test_the_newest_year_in_which_both_have_numbers_is_taken_and_no_other() -> None:
    cells = [*pair("1-01", 80, 20, 2023), *pair("1-02", 80, 70, 2024), *pair("1-01", 80, None, 2025)]
    found = gaps.largest(cells, ONE, TWO)
    assert [(one.item, one.fiscal_year) for one in found] == [("1-02", 2024)]


def test_a_retired_item_of_an_earlier_year_is_not_mixed_into_the_newest() -> None:
    cells = [*pair("1-03", 0, 100, 2024), *pair("1-04", 80, 79, 2025)]
    assert items(gaps.largest(cells, ONE, TWO)) == [("1-04", 1.0)]


def test_equal_gaps_stand_in_the_order_of_the_items() -> None:
    cells = [one for item in ("1-03", "1-01", "1-02") for one in pair(item, 70, 60)]
    assert [item for item, _ in items(gaps.largest(cells, ONE, TWO))] == ["1-03", "1-01", "1-02"]


def test_what_rests_on_few_ratings_stands_below_the_line_however_large() -> None:
    cells = [*pair("1-01", 100, 0, rated=gaps.LEAST - 1), *pair("1-02", 70, 60, rated=gaps.LEAST)]
    found = gaps.largest(cells, ONE, TWO)
    assert [(one.item, one.few) for one in found] == [("1-02", False), ("1-01", True)]


def test_a_single_hospital_is_ranked_by_its_one_rating_and_a_group_is_not() -> None:
    own = cell("1", "自院", 100, rated=1, hospitals=1, item="1-01")
    group = cell("1", TWO, 50, rated=20, item="1-01")
    few = cell("1", TWO, 50, rated=2, hospitals=2, item="1-01")
    assert [one.few for one in gaps.largest([own, group], "自院", TWO)] == [False]
    assert [one.few for one in gaps.largest([own, few], "自院", TWO)] == [True]


def test_a_group_without_names_is_ranked_although_its_ratings_are_not_told() -> None:
    named, nameless = cell("1", ONE, 90, item="1-01"), cell("1", TWO, 50, item="1-01", told=False)
    (found,) = gaps.largest([named, nameless], ONE, TWO)
    assert not found.few
    (row,) = gaps.gap_table("差", [found], (ONE, TWO)).rows
    assert row == ("第1章", "1-01", "項目1-01", 90.0, 100, 50.0, None, 40.0, "")


def test_each_half_of_a_list_holds_as_many_as_it_may() -> None:
    many = [one for n in range(15) for one in pair(f"1-{n:02}", 60 + n, 50)]
    few = [one for n in range(15) for one in pair(f"2-{n:02}", 60 + n, 50, rated=3)]
    found = gaps.largest([*many, *few], ONE, TWO)
    assert [one.few for one in found] == [False] * gaps.GAPS + [True] * gaps.GAPS
    assert [one.item for one in gaps.largest([*many, *few], ONE, TWO, limit=1)] == ["1-14", "2-14"]


def test_the_reason_for_no_rank_stands_in_the_row() -> None:
    found = gaps.largest(pair("1-01", 100, 50, rated=4), ONE, TWO)
    (record,) = gaps.gap_table("差", found, (ONE, TWO)).records()
    assert record["備考"] == "評定数が5未満のため、順位の対象外"
    assert (record[f"{ONE} 評定数"], record[f"{TWO} 評定数"], record["差（ポイント）"]) == (4, 4, 50.0)


def test_all_groups_together_say_of_which_group_and_year_each_row_is() -> None:
    found = {"a": gaps.largest(pair("1-01", 80, 70), ONE, TWO), "b": gaps.largest(pair("1-02", 60, 70, 2024), ONE, TWO)}
    table = gaps.together("差", found, (ONE, TWO), ("注",))
    assert [(*row[:2], row[3], row[-2]) for row in table.rows] == [
        ("a", 2025, "1-01", 10.0),
        ("b", 2024, "1-02", -10.0),
    ]
    assert table.notes == ("注",)
    assert gaps.together("差", {}, (ONE, TWO)).rows == ()


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=14))
@settings(max_examples=30, deadline=None)
def test_the_ranking_is_that_of_a_plain_sort(values: list[tuple[int, int]]) -> None:
    cells = [one for n, (first, second) in enumerate(values) for one in pair(f"1-{n:02}", first, second)]
    by_hand = sorted(((n, a - b) for n, (a, b) in enumerate(values) if a != b), key=lambda one: (-abs(one[1]), one[0]))
    expected = [(f"1-{n:02}", float(points)) for n, points in by_hand[: gaps.GAPS]]
    assert items(gaps.largest(cells, ONE, TWO)) == expected
