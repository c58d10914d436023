"""Pictures where all are equal, where there is one hospital, at nought and at a hundred: drawn, and in sight."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.comparison import funnel as funnels
from checklist.comparison.funnel import Funnel, Spot
from checklist.comparison.leniency import Visitor
from checklist.comparison.leniency_fit import Effect
from checklist.comparison.spread import Box, Spread
from checklist.formats.course_picture import at_edge
from checklist.formats.table import Column, Table
from checklist.rules import uncertainty
from checklist.ui.assessments import leniency_view
from checklist.ui.comparison import funnel_chart, heat_chart, lines, spread_chart
from tests.comparison.hand_made import cell


def funnel(center: float, *spots: tuple[float, int], own: bool = False) -> Funnel:
    found = tuple(
        Spot(f"病院{place}", percent, rated, own and not place, uncertainty.limits(center, rated))
        for place, (percent, rated) in enumerate(spots)
    )
    return Funnel("加算1", center, False, found)


def inside(figure: Any, axis: str, values: list[float]) -> bool:
    low, high = figure.layout[axis].range
    return low < high and all(low <= one <= high for one in values)


@pytest.mark.parametrize("value", [0.0, 50.0, 90.0, 99.9, 100.0])
@pytest.mark.parametrize("own", [True, False])
def test_a_funnel_of_equal_hospitals_is_drawn_with_all_of_them_in_sight(value: float, own: bool) -> None:
    figure = funnel_chart.funnel(funnel(value, *[(value, 40)] * 6, own=own))
    marks = [trace for trace in figure.data if "markers" in trace.mode]
    assert sum(len(one.x) for one in marks) == 6
    assert inside(figure, "yaxis", [value])
    assert inside(figure, "xaxis", [40])
    assert figure.layout.yaxis.ticktext[0] == "100％"


@pytest.mark.parametrize("rated", [1, 2, 5, 800])
def test_a_funnel_of_one_hospital_has_its_lines_on_both_sides_of_it(rated: int) -> None:
    figure = funnel_chart.funnel(funnel(88.8, (70.0, rated)))
    for line in (one for one in figure.data if one.mode == "lines"):
        assert line.x[0] <= rated < line.x[-1]
        assert list(line.x) == sorted(line.x)


@given(
    st.integers(0, 100),
    st.lists(st.tuples(st.integers(0, 100).map(float), st.integers(1, 150)), min_size=1, max_size=4),
)
@settings(max_examples=20, deadline=None)
def test_whatever_hospitals_there_are_none_lies_outside_of_the_picture(
    center: int, spots: list[tuple[float, int]]
) -> None:
    figure = funnel_chart.funnel(funnel(float(center), *spots))
    assert inside(figure, "yaxis", [float(center), *(percent for percent, _ in spots)])
    assert inside(figure, "xaxis", [float(rated) for _, rated in spots])
    names = [note.text for note in figure.layout.annotations[:5]]
    assert names[2] == f"加算1 {center:.1f}"


def flags(figure: Any) -> list[tuple[str, bool, float, float, str]]:
    """The names in a funnel: text, whether above all, number of ratings, pixels from its point, and its anchor."""
    notes = figure.layout.annotations[5:]
    return [(note.text, note.ay < 0, note.x, note.ay, note.xanchor) for note in notes]


def test_only_those_outside_and_the_own_hospital_are_named() -> None:
    figure = funnel_chart.funnel(funnel(90.0, (90.0, 100), (10.0, 100), (91.0, 100), own=True))
    assert [(text, above) for text, above, *_ in flags(figure)] == [("自院 90.0", True), ("病院1", False)]


@given(
    st.integers(60, 97),
    st.lists(
        st.tuples(st.integers(300, 1000).map(lambda one: one / 10), st.integers(20, 110)), min_size=1, max_size=60
    ),
    st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_names_lie_on_nothing_neither_points_nor_limits_nor_other_names_nor_their_lines_on_a_phone(
    center: int, spots: list[tuple[float, int]], own: bool
) -> None:
    found = funnel(float(center), *spots, own=own)
    figure = funnel_chart.funnel(found)
    low, high = figure.layout.yaxis.range
    margin = figure.layout.margin
    per_point = (figure.layout.height - margin.t - margin.b) / (high - low)
    lowest = min(value for trace in figure.data for value in trace.y)
    first, last = figure.layout.xaxis.range
    boxes = []
    for note in figure.layout.annotations[5:]:
        # Pixels above the lower end of the field.
        line = (note.y - low) * per_point - note.ay
        assert not -2 < line - (lowest - low) * per_point < (high - lowest) * per_point + 2
        assert 0 < line < figure.layout.height - margin.b - 6
        at = (note.x - first) / (last - first) * 200
        wide = 14 * len(note.text.replace(" ", "").replace(".", ""))
        left, right = (at, at + wide) if note.xanchor == "left" else (at - wide, at)
        assert -45 <= left < right <= 318
        boxes.append((left, right, at, line, note.ay < 0))
    for place, (left, right, at, line, above) in enumerate(boxes):
        for left_, right_, at_, line_, above_ in boxes[place + 1 :]:
            if above == above_:
                assert abs(line - line_) >= 16 or right < left_ or right_ < left
                inner, outer = ((left, right), at_) if (line < line_) is above else ((left_, right_), at)
                assert abs(line - line_) < 16 or not inner[0] < outer < inner[1]
    assert own is any(note.text.startswith("自院") for note in figure.layout.annotations)


def test_a_name_that_looks_like_a_tag_is_told_as_it_is() -> None:
    spot = Spot("<b>架空</b>&病院", 10.0, 100, False, uncertainty.limits(90.0, 100))
    figure = funnel_chart.funnel(Funnel("加算1", 90.0, False, (spot,)))
    (marks,) = [one for one in figure.data if "markers" in one.mode]
    ((text, *_),) = flags(figure)
    assert "<b>" not in text
    assert "<b>" not in marks.customdata[0]
    assert funnels.STANDINGS[uncertainty.Standing.BELOW_WIDE] in marks.customdata[0]


@pytest.mark.parametrize("own", [0.0, 12.5, 54.9, 100.0])
def test_the_own_hospital_lies_within_the_picture_however_far_below_the_others(own: float) -> None:
    figure = spread_chart.spread(Spread(2025, (Box("加算1", 85, 90, 92), Box("加算2", 88, 91, 93)), own))
    assert inside(figure, "xaxis", [at_edge(own), 85, 93])
    assert list(figure.data[-1].x) == [at_edge(own)]
    assert list(figure.data[-1].text) == [f"自院 {'◀' if own < 50 else ''}{own:.1f}"]
    # The name goes to where there is room for it.
    assert figure.data[-1].textposition == ("middle right" if own < 75 else "middle left")


@pytest.mark.parametrize("value", [0.0, 50.0, 100.0])
def test_a_class_of_one_hospital_is_a_box_without_width_in_sight(value: float) -> None:
    figure = spread_chart.spread(Spread(2025, (Box("加算1", value, value, value, (value,)),)))
    assert inside(figure, "xaxis", [at_edge(value)])
    assert [list(one.x) for one in figure.data] == [[at_edge(value)]]
    assert [list(one.marker.symbol) for one in figure.data] == [["circle" if value >= 50 else "triangle-left"]]


def test_the_own_hospital_has_air_between_what_stands_under_one_box_and_above_the_next() -> None:
    figure = spread_chart.spread(Spread(2025, (Box("加算1", 85, 90, 92), Box("加算2", 88, 91, 93)), 92.4))
    row = (figure.layout.height - figure.layout.margin.t - figure.layout.margin.b) / 2
    notes = {note.text: note.y * row - note.yshift for note in figure.layout.annotations}
    own = figure.data[-1].y[0] * row
    # From middle to middle of two lines of 13 and 15 pixels.
    assert own - notes["92"] >= 23
    assert notes["中央値 91"] - own >= 22


@pytest.mark.parametrize("so_far", [(), ("加算1は149病院中50病院", "加算2は149病院中50病院")])
def test_names_at_the_ends_of_lines_stand_apart_however_much_is_told_below_the_years(so_far: tuple[str, ...]) -> None:
    names = [f"{year}年度" for year in range(2022, 2026)] + ["2026年度（途中）"]
    rows = (("加算1", 91.1), ("加算2", 90.7), ("自院", 93.6))
    columns = (Column("区分・病院"), *(Column(name, "percent") for name in names))
    figure = lines.trend(Table("推移", columns, tuple((name, *[value] * 5) for name, value in rows)), so_far=so_far)
    low, high = figure.layout.yaxis.range
    per_point = (figure.layout.height - figure.layout.margin.t - figure.layout.margin.b) / (high - low)
    places = sorted(-note.y * per_point - note.yshift for note in figure.layout.annotations)
    assert all(below - above >= 16.9 for above, below in pairwise(places)), places


def test_a_class_without_names_has_no_dots_and_its_values_in_whole_points() -> None:
    figure = spread_chart.spread(Spread(2025, (Box("加算1", 85, 90, 92),)))
    assert [list(one.x) for one in figure.data] == [[]]
    assert [note.text for note in figure.layout.annotations] == ["中央値 90", "85", "92"]


@pytest.mark.parametrize("value", [0.0, 100.0])
def test_lines_at_the_ends_of_the_scale_are_in_sight_and_named(value: float) -> None:
    columns = (Column("区分", "text"), Column("2024年度", "percent"), Column("2025年度", "percent"))
    figure = lines.trend(Table("推移", columns, (("加算1", value, value), ("自院", None, "データなし"))))
    assert inside(figure, "yaxis", [at_edge(value)])
    assert [note.text for note in figure.layout.annotations] == [f"加算1 {'' if value else '▼'}{value:.1f}"]
    assert [list(trace.y) for trace in figure.data] == [[at_edge(value)] * 2, [None, None]]


def test_names_of_lines_that_end_together_stand_apart() -> None:
    columns = (Column("区分", "text"), Column("2025年度", "percent"))
    figure = lines.trend(Table("推移", columns, tuple((f"区分{n}", 90.0) for n in range(4))))
    shifts = sorted(note.yshift for note in figure.layout.annotations)
    assert all(later - one >= 16 for one, later in pairwise(shifts))


def test_no_picture_has_a_panel_of_a_year_or_a_row_of_a_chapter_without_any_number() -> None:
    kept = [cell("1", "い", 50.0), cell("1", "ろ", None), cell("2", "い", None), cell("2", "ろ", 0.0)]
    silent = [
        cell("3", "い", None),
        cell("3", "ろ", None),
        *(replace(one, fiscal_year=2026, score=None) for one in kept),
    ]
    assert heat_chart.with_numbers([*kept, *silent]) == kept
    assert heat_chart.with_numbers(silent) == []
    assert len(heat_chart.small([*kept, *silent], 2025, {"い", "ろ"}, 2026).data[0].z) == 2


def test_a_year_without_numbers_is_a_map_of_gaps() -> None:
    figure = heat_chart.small(
        [cell("1", "い", None), cell("1", "ろ", 0.0), cell("1", "は", 100.0)], 2025, {"い", "ろ", "は"}, 2026
    )
    (row,) = figure.data[0].z
    assert row[0] is None
    assert 0 < row[1] < row[2] < 5


def effect(low: float, high: float) -> Visitor:
    return Visitor("架空病院", 5, 5, Effect(1, (low + high) / 2, low, high))


@pytest.mark.parametrize("ends", [(0.0, 0.0), (-3.0, 1.0), (2.0, 9.0), (-0.001, 0.001)])
def test_visitors_lie_within_a_picture_that_has_nought_in_its_middle(ends: tuple[float, float]) -> None:
    figure = leniency_view.picture([effect(*ends)] * 5)
    low, high = figure.layout.xaxis.range
    assert low == -high
    assert low < ends[0] <= ends[1] < high


def test_the_outermost_are_named_where_no_line_passes_another_hospital_and_a_sentence_names_few() -> None:
    spots = tuple(
        Spot(f"架空{at}病院", percent, rated, False, uncertainty.limits(90.0, rated))
        for at, (percent, rated) in enumerate(((30.0, 100), (10.0, 100), (11.0, 101), (20.0, 60), (20.0, 80)))
    )
    found = Funnel("加算1", 90.0, False, spots)
    figure = funnel_chart.funnel(found)
    # The first and the third lie behind the second; the line of the fifth would cross its name.
    assert [(text, rated) for text, _, rated, *_ in flags(figure)] == [("架空1病院", 100), ("架空3病院", 60)]
    (marks,) = [one for one in figure.data if "markers" in one.mode]
    assert marks.text is None
    assert "架空0病院、架空1病院、架空2病院など5病院が" in funnels.sentence([found], 2025, False)
    four = funnels.sentence([Funnel("加算1", 90.0, False, spots[:4])], 2025, False)
    assert "架空0病院、架空1病院、架空2病院、架空3病院が" in four
