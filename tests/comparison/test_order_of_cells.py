"""The order of chapters on cells written by hand: ties stay as in the sheet, and what has no number stands last."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.comparison.chapter_order import sorted_cells
from checklist.comparison.pool import Cell
from checklist.comparison.selection import Order, Selection
from tests.comparison.hand_made import cell

GAP, CHANGE = Selection(2024, 2025, order=Order.GAP), Selection(2024, 2025, order=Order.CHANGE)
Values = dict[str, tuple[float | None, float | None]]


def grid(values: Values, year: int = 2025) -> list[Cell]:
    """Two columns of a year, each with the chapters in the order in which they are given."""
    groups = ("加算1", "加算2")
    return [cell(code, group, pair[place], year) for place, group in enumerate(groups) for code, pair in values.items()]


def chapters(cells: list[Cell], chosen: Selection) -> list[str]:
    return list(dict.fromkeys(one.chapter for one in sorted_cells(cells, chosen)))


def test_in_the_order_of_the_sheet_nothing_moves() -> None:
    cells = grid({"2": (10.0, 90.0), "1": (50.0, 50.0), "": (40.0, 60.0)})
    assert sorted_cells(cells, Selection(2025, 2025)) == tuple(cells)


def test_the_widest_gap_stands_first_and_the_whole_last_although_it_is_wider() -> None:
    cells = grid({"1": (90.0, 88.0), "2": (90.0, 60.0), "3": (70.0, 80.0), "": (99.0, 1.0)})
    assert chapters(cells, GAP) == ["2", "3", "1", ""]


def test_equal_gaps_stay_in_the_order_of_the_sheet_whatever_binary_fractions_make_of_them() -> None:
    # 90.3 - 90.0 and 0.4 - 0.1 are both 0.3 as shown, and neither as a machine subtracts.
    assert 90.3 - 90.0 != 0.4 - 0.1
    for codes in (("1", "2", "3"), ("3", "1", "2")):
        values: Values = dict(zip(codes, ((90.3, 90.0), (0.4, 0.1), (50.6, 50.3)), strict=True))
        assert chapters(grid(values), GAP) == list(codes)


def test_equal_changes_stay_in_the_order_of_the_sheet_as_well() -> None:
    before: Values = {"1": (90.0, 90.0), "2": (0.1, 0.1), "3": (50.3, 50.3)}
    after: Values = {"1": (90.3, 90.3), "2": (0.4, 0.4), "3": (50.6, 50.6)}
    assert chapters([*grid(before, 2024), *grid(after)], CHANGE) == ["1", "2", "3"]


def test_a_chapter_without_a_number_stands_behind_one_without_a_difference() -> None:
    cells = grid({"1": (None, None), "2": (70.0, 70.0), "3": (70.0, 71.0), "": (None, None)})
    assert chapters(cells, GAP) == ["3", "2", "1", ""]


def test_a_single_column_has_no_gap_and_so_keeps_the_order() -> None:
    cells = [cell(code, "加算1", percent) for code, percent in (("1", 10.0), ("2", 99.0), ("3", 50.0))]
    assert chapters(cells, GAP) == ["1", "2", "3"]


def test_only_the_last_year_is_looked_at_for_the_gap() -> None:
    earlier = grid({"1": (0.0, 100.0), "2": (50.0, 50.0)}, 2024)
    assert chapters([*earlier, *grid({"1": (70.0, 71.0), "2": (70.0, 75.0)})], GAP) == ["2", "1"]


def test_a_fall_counts_as_much_as_a_rise() -> None:
    before: Values = {"1": (80.0, 80.0), "2": (80.0, 80.0), "3": (80.0, 80.0)}
    after: Values = {"1": (85.0, 85.0), "2": (60.0, 60.0), "3": (90.0, 90.0)}
    assert chapters([*grid(before, 2024), *grid(after)], CHANGE) == ["2", "3", "1"]


def test_a_column_that_begins_later_takes_no_part_in_the_change() -> None:
    before: Values = {"1": (80.0, None), "2": (80.0, 80.0)}
    after: Values = {"1": (81.0, 0.0), "2": (83.0, 83.0)}
    assert chapters([*grid(before, 2024), *grid(after)], CHANGE) == ["2", "1"]


def test_a_single_year_has_no_change_and_so_keeps_the_order() -> None:
    cells = grid({"2": (10.0, 90.0), "1": (50.0, 51.0), "": (40.0, 60.0)})
    assert chapters(cells, Selection(2025, 2025, order=Order.CHANGE)) == ["2", "1", ""]


def test_nothing_is_ordered_where_there_is_nothing() -> None:
    assert sorted_cells([], GAP) == sorted_cells([], CHANGE) == ()


TENTHS = st.none() | st.integers(0, 1000).map(lambda one: one / 10)


@pytest.mark.parametrize("chosen", [GAP, CHANGE])
@given(st.lists(st.tuples(TENTHS, TENTHS), min_size=1, max_size=6), st.data())
@settings(max_examples=25, deadline=None)
def test_no_cell_is_lost_and_columns_stay_side_by_side(
    chosen: Selection, values: list[tuple[float | None, float | None]], data: st.DataObject
) -> None:
    named: Values = {str(place): pair for place, pair in enumerate(values)}
    earlier: Values = {code: (data.draw(TENTHS), data.draw(TENTHS)) for code in named}
    cells = [*grid(earlier, 2024), *grid(named)]
    found = sorted_cells(cells, chosen)
    assert sorted(map(str, found)) == sorted(map(str, cells))
    for code in named:
        here = [(one.fiscal_year, one.group) for one in found if one.chapter == code]
        assert here == [(2024, "加算1"), (2024, "加算2"), (2025, "加算1"), (2025, "加算2")]
