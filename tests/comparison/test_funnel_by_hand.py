"""Funnels written by hand: what their table, picture and sentence say where little or nothing is known."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.comparison import change, funnel
from checklist.comparison.funnel import Funnel, Spot
from checklist.comparison.pool import Cell
from checklist.rules import uncertainty
from checklist.rules.uncertainty import Limits, Standing
from tests.comparison.hand_made import cell

WIDE = Limits(70.0, 80.0, 95.0, 99.0)
YEARS, ONE_YEAR = range(2024, 2026), range(2025, 2026)


def spot(
    name: str, percent: float, limits: Limits | None = WIDE, own: bool = False, before: Cell | None = None
) -> Spot:
    return Spot(name, percent, 100, own, limits, before)


def of(*spots: Spot, center: float | None = 90.0, group: str = "加算1") -> Funnel:
    return Funnel(group, center, False, spots)


STANDING = {
    69.9: "99.8％の下限より低い", 70.0: "95％の下限より低い", 79.9: "95％の下限より低い", 80.0: "範囲内", 95.0: "範囲内",
    95.1: "95％の上限より高い", 99.0: "95％の上限より高い", 99.1: "99.8％の上限より高い",
}  # fmt: skip


@pytest.mark.parametrize("percent", STANDING)
def test_who_stands_on_a_limit_stands_within_it(percent: float) -> None:
    (row,) = funnel.table([of(spot("い病院", percent))], ONE_YEAR, ()).rows
    assert row == ("加算1", "い病院", percent, 100, 90.0, 70.0, 80.0, 95.0, 99.0, STANDING[percent])


def test_without_a_value_of_the_class_a_hospital_has_its_number_and_no_limits() -> None:
    found = of(spot("い病院", 50.0, None), center=None)
    (row,) = funnel.table([found], ONE_YEAR, ("注",)).rows
    assert row[2:] == (50.0, 100, None, None, None, None, None, "範囲なし")
    assert found.drawn == ()
    assert funnel.sentence([found], 2025, running=False) == ""
    assert funnel.chart(funnel.table([found], ONE_YEAR, ()), 3) == ()


def test_one_year_has_no_columns_of_change_and_does_not_explain_them() -> None:
    plain = funnel.table([of(spot("い病院", 90.0))], ONE_YEAR, ("注",))
    moved = funnel.table([of(spot("い病院", 90.0))], YEARS, ("注",))
    assert [name for name in moved.names if name not in plain.names] == [
        "2024年度からの変化", "変化の95％下限", "変化の95％上限",
    ]  # fmt: skip
    assert plain.notes == (funnel.HOW, "注")
    assert moved.notes == (funnel.HOW, change.HOW, "注")


def moved(percent: float, before: Cell | None, rated: int | None = 100) -> tuple[object, ...]:
    one = Spot("い病院", percent, rated, False, None, before)
    (row,) = funnel.table([of(one)], YEARS, ()).rows
    return row[-3:]


def test_a_hospital_that_began_later_has_no_change() -> None:
    assert moved(90.0, None) == moved(90.0, cell("", "い病院", None, 2024)) == (None, None, None)


def test_a_change_has_an_interval_only_where_the_ratings_of_both_years_are_told() -> None:
    known, untold = cell("", "い病院", 80.0, 2024), cell("", "い病院", 80.0, 2024, told=False)
    assert moved(90.3, untold) == moved(90.3, known, None) == (10.3, None, None)
    value, low, high = moved(90.3, known)
    assert value == 10.3
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert low < 10.3 < high


def test_the_change_of_the_published_example_stands_in_the_row() -> None:
    """Newcombe 1998, table II (a): 56/70 after 48/80 are +20.0 points, 5.2 to 33.4."""
    assert moved(80.0, cell("", "い病院", 60.0, 2024, rated=80), 70) == (20.0, 5.2, 33.4)


def test_the_picture_is_one_of_the_columns_of_its_table() -> None:
    table = funnel.table([of(spot("い病院", 90.0), spot("ろ病院", 60.0, None))], ONE_YEAR, ())
    (chart,) = funnel.chart(table, 4)
    assert (chart.kind, chart.table, chart.category) == ("scatter", 4, "評定数")
    assert {chart.category, *chart.values} <= set(table.names)


def test_the_sentence_tells_the_own_hospital_alone_of_itself() -> None:
    found = of(spot("自分病院", 60.0, own=True), spot("ろ病院", 50.0))
    assert funnel.sentence([found], 2025, running=False) == (
        "2025年度の自院は、加算1の値（90.0％）に対して99.8％の範囲より低い位置です。"
    )
    inside = of(spot("自分病院", 90.0, own=True), spot("ろ病院", 50.0))
    assert funnel.sentence([inside], 2025, running=True) == (
        "2025年度（途中）の自院は、加算1の値（90.0％）に対して偶然のばらつきの範囲内です。"
    )


def test_an_own_hospital_without_limits_is_not_told_of_and_the_others_are() -> None:
    found = of(spot("自分病院", 60.0, None, own=True), spot("ろ病院", 90.0))
    assert funnel.sentence([found], 2025, running=False).startswith("2025年度は、1病院のすべてが")


def test_the_sentence_names_those_outside_from_low_to_high_over_all_classes() -> None:
    first = of(spot("い病院", 60.0), spot("ろ病院", 90.0), spot("は病院", 97.0))
    second = of(spot("に病院", 75.0), spot("ほ病院", 65.0), group="加算2")
    assert funnel.sentence([first, second], 2025, running=False) == (
        "2025年度は、5病院中1病院が偶然のばらつきの範囲内です。範囲外は、い病院、ほ病院が99.8％の範囲より低い位置、"
        "に病院が95％の範囲より低い位置、は病院が95％の範囲より高い位置です。"
    )


def test_there_is_nothing_to_say_of_nobody() -> None:
    assert funnel.sentence([], 2025, running=False) == ""
    assert funnel.table([], ONE_YEAR, ()).rows == ()


@given(st.integers(0, 100), st.integers(1, 200), st.integers(0, 200))
@settings(max_examples=25, deadline=None)
def test_a_course_begins_and_ends_where_it_is_asked_to_and_is_no_longer_than_a_line_needs(
    center: int, first: int, more: int
) -> None:
    found = list(funnel.course(float(center), first, first + more))
    assert (found[0], found[-1]) == (first, first + more)
    assert all(one < other for one, other in pairwise(found))
    assert len(found) <= 121


@given(st.integers(1, 99), st.integers(1, 150))
@settings(max_examples=40, deadline=None)
def test_the_wide_limits_lie_around_the_others_and_both_within_what_can_be(center: int, rated: int) -> None:
    found = uncertainty.limits(float(center), rated)
    order = [0.0, found.wide_low, found.low, found.high, found.wide_high, 100.0]
    assert all(one <= other + 1e-9 for one, other in pairwise(order))
    assert found.standing(float(center)) is Standing.WITHIN


@given(st.integers(1, 99), st.integers(1, 120))
@settings(max_examples=30, deadline=None)
def test_turned_upside_down_the_limits_are_the_same(center: int, rated: int) -> None:
    found, turned = uncertainty.limits(float(center), rated), uncertainty.limits(float(100 - center), rated)
    assert turned.low == pytest.approx(100 - found.high, abs=1e-6)
    assert turned.wide_high == pytest.approx(100 - found.wide_low, abs=1e-6)


@pytest.mark.parametrize("center", [50.0, 83.3, 96.4])
def test_a_hundred_times_as_many_ratings_make_the_limits_about_ten_times_as_narrow(center: float) -> None:
    few, many = uncertainty.limits(center, 100), uncertainty.limits(center, 10_000)
    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(10, rel=0.12)


def test_one_rating_proves_nothing() -> None:
    found = uncertainty.limits(90.0, 1)
    assert {found.standing(one) for one in (0.0, 50.0, 100.0)} == {Standing.WITHIN}


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
@settings(max_examples=40, deadline=None)
def test_an_interval_holds_its_change_and_turns_with_the_years(a: int, of_a: int, b: int, of_b: int) -> None:
    first, second = 100 * min(a, of_a) / of_a, 100 * min(b, of_b) / of_b
    found, turned = (
        uncertainty.change(first, of_a, second, of_b),
        uncertainty.change(second, of_b, first, of_a),
    )
    assert -100 - 1e-9 <= found.low <= second - first + 1e-9
    assert second - first - 1e-9 <= found.high <= 100 + 1e-9
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low), abs=1e-9)
    assert found.certain == (found.low > 0 or found.high < 0)


def test_no_difference_is_never_certain() -> None:
    for percent, rated in ((0.0, 1), (0.0, 500), (50.0, 10), (100.0, 500)):
        assert not uncertainty.change(percent, rated, percent, rated).certain


@pytest.mark.parametrize(
    ("first", "second", "wanted"), [((5.0,), (5.0,), 50), ((9.0,), (5.0,), 100), ((1.0,), (5.0,), 0)]
)
def test_one_hospital_on_each_side_is_one_pair(first: tuple[float], second: tuple[float], wanted: int) -> None:
    assert uncertainty.superiority(first, second) == wanted
    found = uncertainty.shift(first, second)
    assert (found.value, found.low, found.high) == (first[0] - second[0],) * 3


def test_all_equal_hospitals_have_no_difference_of_any_size() -> None:
    equal = [88.8] * 7
    assert uncertainty.size(uncertainty.superiority(equal, equal)) is uncertainty.Size.NONE
    assert uncertainty.shift(equal, equal) == uncertainty.Interval(0.0, 0.0, 0.0)
    assert not uncertainty.shift(equal, equal).certain
