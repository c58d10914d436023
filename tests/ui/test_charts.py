"""The pictures hold the numbers of the tables, with words beside every colour."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest

from checklist.comparison.funnel import Funnel, Spot
from checklist.comparison.partners_comparison import Direction, PartnersComparison
from checklist.comparison.pool import Cell
from checklist.comparison.spread import Box, Spread
from checklist.comparison.visit_comparison import SheetComparison
from checklist.comparison.visit_sides import Side
from checklist.formats import palette
from checklist.formats.table import Column, Table
from checklist.model.assessments import Rating, Track
from checklist.model.scales import ABCX, Hue
from checklist.readings.center import outreach_map
from checklist.readings.center.outreach_map import OutreachMap
from checklist.rules import scoring
from checklist.rules.scoring import Percentage, Score
from checklist.rules.uncertainty import Limits
from checklist.ui import axes, charts, labels
from checklist.ui.center import outreach_picture
from checklist.ui.colors import ACCENT, CLASS_COLORS, HUES
from checklist.ui.comparison import funnel_chart, heat_chart, lines, spread_chart
from tests.world import SECOND

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DARK_GROUND = "#10181f"


def of_values(values: Iterable[str | None]) -> Score:
    return scoring.of_values(values, ABCX)


def cell(year: int, group: str, chapter: str, name: str, *values: str) -> Cell:
    score = of_values(values) if values else None
    return Cell(chapter, name, year, group, score, 5, 5, "" if values else "データなし")


def points(figure: object) -> list[tuple[str, list[float]]]:
    """Name and numbers of every group of points, panel by panel."""
    traces = figure.data  # type: ignore[attr-defined]
    return [(trace.name, list(trace.x)) for trace in traces if "markers" in trace.mode]


def test_classes_stand_beside_each_other_in_one_panel_for_each_year() -> None:
    cells = [
        cell(2025, "加算1", "1", "医療安全管理体制", "A", "B"),
        cell(2025, "加算1", "2", "医薬品安全", "A"),
        cell(2025, "加算2", "1", "医療安全管理体制", "C"),
        cell(2025, "加算2", "2", "医薬品安全"),
        cell(2026, "加算1", "1", "医療安全管理体制", "A"),
        cell(2026, "加算1", "2", "医薬品安全", "B"),
    ]
    figure = charts.by_year(cells, 2027)
    assert points(figure) == [("加算1", [75.0, 100.0]), ("加算2", [50.0]), ("加算1", [100.0, 50.0])]
    assert [note.text for note in figure.layout.annotations] == ["2025年度", "2026年度"]
    assert list(figure.layout.yaxis.ticktext) == ["医療安全管理体制", "医薬品安全"]
    assert list(figure.layout.xaxis.ticktext) == ["50％", "75％", "100％"]
    assert [list(one.text) for one in figure.data if "text" in one.mode] == [["◀0.0"]]


def test_each_class_has_its_own_form_and_colour_and_stands_once_in_the_legend() -> None:
    cells = [cell(year, group, "1", "章", "A") for year in (2025, 2026) for group in ("加算1", "加算2")]
    marks = [trace for trace in charts.by_year(cells, 2027).data if "markers" in trace.mode]
    assert {trace.marker.symbol for trace in marks} == {"circle", "diamond"}
    assert {trace.marker.color for trace in marks} == set(CLASS_COLORS.values())
    assert [trace.name for trace in marks if trace.showlegend] == ["加算1", "加算2"]


def test_equal_points_do_not_hide_each_other() -> None:
    cells = [cell(2026, group, "1", "章", "A") for group in ("加算1", "加算2")]
    heights = [trace.y[0] for trace in charts.by_year(cells, 2027).data if "markers" in trace.mode]
    assert heights[0] != heights[1]


@pytest.mark.parametrize("groups", [1, 2, 7, 40])
def test_every_group_stays_within_its_row(groups: int) -> None:
    assert all(abs(charts.offset(place, groups)) < 0.5 for place in range(groups))
    # A mark is 12 pixels high, that of the own hospital 14.
    names = [f"病院{place}" for place in range(groups)]
    drawn = charts.by_year([cell(2026, name, code, code, "A") for name in names for code in "12"], 2027).layout
    row = (drawn.height - drawn.margin.t - drawn.margin.b) / 2
    assert (groups == 1) or row * (charts.offset(1, min(3, groups)) - charts.offset(0, min(3, groups))) >= 13


def test_a_legend_has_the_room_of_its_lines_on_a_phone_and_no_more_on_a_tablet() -> None:
    short, long, longest = (
        ["加算1", "加算2", "自院"],
        ["架空中央総合病院", "架空星ヶ浦南病院"],
        ["架空月見野リハビリテーション病院" * 2],
    )
    for names, phone, tablet in (
        (short, 1, 1),
        (long, 2, 1),
        (long + longest, 3, 2),
        ([*long, "架空月見野リハビリテーション病院"], 3, 2),
    ):
        assert (labels.legend_lines(names, True), labels.legend_lines(names, False)) == (phone, tablet), names
        cells = [cell(2026, name, "1", "章", "A") for name in names]
        narrow, wide = (charts.by_year(cells, 2027, narrow=one).layout for one in (True, False))
        assert narrow.margin.t - wide.margin.t == narrow.height - wide.height == 30 * (phone - tablet), names
        # Below the legend stands the title, or nothing.
        assert charts.both_sides(["章"], [(None, None)]).layout.margin.t == wide.margin.t - 30 * tablet


def test_a_group_without_any_number_of_a_year_takes_no_room_in_its_picture() -> None:
    cells = [
        cell(2026, group, "1", "章", *values) for group, values in (("加算1", ()), ("加算2", ()), ("自院", ("A",)))
    ]
    (own,) = [trace for trace in charts.by_year(cells, 2026).data if "markers" in trace.mode]
    # In the middle of its row, and with its value.
    assert (list(own.y), list(own.text), own.name) == ([0], ["100.0"], "自院")


def test_only_the_latest_years_stand_in_the_picture() -> None:
    figure = charts.by_year([cell(year, "加算1", "1", "章", "A") for year in range(2015, 2027)], 2027)
    assert [note.text for note in figure.layout.annotations] == ["2023年度", "2024年度", "2025年度", "2026年度"]
    # Percentages of panels beside each other do not run into one another.
    across = [figure.layout[f"xaxis{panel}"].ticktext for panel in ("", 2, 3, 4)]
    assert across == [("50％", "", "100％"), *[("", "", "100％")] * 3]


def test_a_year_that_is_not_over_is_hollow_and_says_so() -> None:
    far = ("加算1は11病院中4病院", "加算2は12病院中5病院")
    both = [cell(year, "加算1", "1", "章", "A") for year in (2025, 2026)]
    figure = charts.by_year(both, 2026, so_far=far)
    assert [trace.marker.symbol for trace in figure.data if "markers" in trace.mode] == ["circle", "circle-open"]
    lines_of = [re.sub("<span[^>]*>|</span>", "", note.text).split("<br>") for note in figure.layout.annotations]
    assert lines_of == [["2025年度"], ["2026年度（途中）", *far]]
    # Two lines more have room above the panels, as the first has.
    plain = charts.by_year(both, 2026).layout
    assert (figure.layout.margin.t - plain.margin.t, figure.layout.height - plain.height) == (32, 32)
    assert charts.by_year(both, 2027, so_far=far).layout.margin.t == plain.margin.t
    columns = (Column("区分・病院"), Column("2025年度", "percent"), Column("2026年度（途中）", "percent"))
    drawn = lines.trend(Table("推移", columns, (("加算1", 50.0, 60.0),)), so_far=far)
    told = [re.sub("<span[^>]*>|</span>", "", one).split("<br>") for one in drawn.layout.xaxis.ticktext]
    assert told == [["2025年度"], ["2026年度", "（途中）", *far]]
    line = drawn.data[0]
    assert list(line.marker.symbol) == ["circle", "circle-open"]


def test_nothing_to_show_is_a_picture_without_points() -> None:
    assert points(charts.by_year([cell(2026, "加算1", "1", "章")], 2027)) == []


def test_hover_texts_say_in_japanese_what_a_number_is_made_of() -> None:
    told = charts.hover("医薬品安全（加算1）", of_values(["A", "C", "NA", "UNVERIFIED", None]))
    assert told == "医薬品安全（加算1）<br>得点率 50.0％<br>評定数 2　該当なし 1　確認不能 1　未回答 1"


def test_names_too_long_for_a_line_are_broken_where_their_writing_changes_and_leave_no_letter_alone() -> None:
    assert labels.label("重大事例・医療事故調査制度への対応") == "重大事例・<br>医療事故調査制度への対応"
    for name, expected in {
        "架空中央病院": ["架空中央病院"],
        "架空若草医療センター": ["架空若草医療", "センター"],
        # A word is not torn for two letters, nor at the mark of a long vowel.
        "架空みなとリハビリテーション病院": ["架空みなと", "リハビリテーション病院"],
        "架空鈴蘭リハビリテーション病院": ["架空鈴蘭", "リハビリテーション病院"],
        "架空朝霧野みなとリハビリテーション病院": ["架空朝霧野", "みなと", "リハビリテーション病院"],
        "架空県立総合病院機構医療": ["架空県立総合", "病院機構医療"],
        "ああああーーーーああ": ["ああああーーーー", "ああ"],
        "加算1 の平均": ["加算1 の平均"],
        "": [""],
        # Neither a particle nor an ending begins a line, and no part of a name ends at が or ヶ.
        "検査・報告書の確認漏れ": ["検査・", "報告書の確認漏れ"],
        "診療用放射線の安全管理": ["診療用放射線の", "安全管理"],
        "急変対応・チューブ類": ["急変対応・", "チューブ類"],
        "架空緑ヶ丘市民総合病院": ["架空緑ヶ丘市民総合病院"],
        "架空みどりが丘総合病院附属": ["架空", "みどりが丘総合病院附属"],
        "独立行政法人国立病院機構東京医療センター": ["独立行政法人", "国立病院機構東京医療", "センター"],
    }.items():
        assert labels.name_lines(name, 9) == expected, name


def test_a_trend_has_a_line_of_its_own_form_for_each_row_and_gaps_without_numbers() -> None:
    columns = (Column("区分・病院"), Column("2025年度", "percent"), Column("2026年度", "percent"))
    figure = lines.trend(Table("推移", columns, (("加算1", 80.0, "比較不可"), ("加算2", 70.0, 90.0))))
    assert [(line.name, list(line.y)) for line in figure.data] == [("加算1", [80.0, None]), ("加算2", [70.0, 90.0])]
    assert list(figure.data[0].x) == ["2025年度", "2026年度"]
    assert len({(line.line.dash, line.marker.symbol, line.line.color) for line in figure.data}) == 2


def test_the_scale_of_points_is_one_whatever_their_values_and_those_below_it_stand_at_its_edge_with_theirs() -> None:
    for percent, text in ((100.0, "100.0"), (79.9, "79.9"), (50.0, "50.0"), (49.9, "◀49.9"), (0.0, "◀0.0")):
        score = [Percentage(known=percent)]
        figure = charts._panels(["章"], [("", [("加算1", score)])])
        across = figure.layout.xaxis
        assert (list(across.ticktext), list(across.range)) == (["50％", "75％", "100％"], [26, 110]), percent
        (mark,) = figure.data
        assert (list(mark.x), list(mark.text)) == ([max(50.0, percent)], [text])
        assert figure.layout.margin.r >= 40
        several = charts._panels(["章"], [("", [(name, score) for name in "甲乙丙"])])
        assert list(several.layout.xaxis.range) == [48, 102]
        assert [one.text and one.text[0] for one in several.data] == [text if percent < 50 else None] * 3


def test_a_picture_of_two_groups_tells_both_values_outwards_and_several_panels_tell_none() -> None:
    scores = {"甲": (90.0, 80.0, 85.0, None), "乙": (80.0, 90.0, 85.0, 88.0)}
    panel = [
        (name, [None if one is None else Percentage(known=one) for one in values]) for name, values in scores.items()
    ]
    marks = [one for one in charts._panels(list("一二三四"), [("", panel)]).data if "markers" in one.mode]
    assert [list(zip(one.text, one.textposition, strict=True)) for one in marks] == [
        [("90.0", "middle right"), ("80.0", "middle left"), ("85.0", "middle left")],
        [("80.0", "middle left"), ("90.0", "middle right"), ("85.0", "middle right"), ("88.0", "middle right")],
    ]
    assert marks[0].customdata[0] == "一（甲）<br>得点率 90.0％"
    beside = charts._panels(list("一二三四"), [("2024年度", panel), ("2025年度", panel)])
    assert {one.mode for one in beside.data} == {"markers", "lines"}
    assert {one.mode for one in charts._panels(list("一二三四"), [("", [*panel, panel[0]])]).data} == {"markers"}


def test_few_lines_tell_every_value_the_higher_one_above_and_years_stand_level() -> None:
    years = [f"{year}年度" for year in range(2022, 2026)] + ["2026年度（途中）"]
    columns = (Column("区分・病院"), *(Column(year, "percent") for year in years))
    rows = (("加算1", 85.0, 90.0, 89.0, None, 88.0), ("加算2", 90.0, 85.0, 92.0, 91.0, 92.0))
    figure = lines.trend(Table("推移", columns, rows))
    assert [list(line.text) for line in figure.data] == [
        ["85.0", "90.0", "89.0", "", ""], ["90.0", "85.0", "92.0", "91.0", ""],
    ]  # fmt: skip
    assert [[place.split()[0] for place in line.textposition[:3]] for line in figure.data] == [
        ["bottom", "top", "bottom"], ["top", "bottom", "top"],
    ]  # fmt: skip
    across = figure.layout.xaxis
    assert (list(across.ticktext)[-2:], across.tickangle) == (["2025<br>年度", "2026<br>年度<br>（途中）"], 0)
    assert figure.layout.margin.b >= 3 * 18
    assert list(lines.trend(Table("推移", columns[:3], (rows[0][:3],))).layout.xaxis.ticktext) == years[:2]


def test_the_own_hospital_is_marked_among_hospitals_by_name() -> None:
    columns = (Column("区分・病院"), Column("2024年度", "percent"), Column("2025年度", "percent"))
    rows = tuple((name, 90.0, 91.0) for name in ("甲病院", "乙病院", "丙病院"))
    trend = lines.trend(Table("推移", columns, rows), "甲病院").data
    assert [(one.name, one.line.color == palette.OWN_COLORS["自院"]) for one in trend] == [
        ("乙病院", False), ("丙病院", False), ("甲病院", True),
    ]  # fmt: skip
    cells = [cell(2025, name, "1", "章", "A") for name, *_ in rows]
    marks = [one for one in charts.by_year(cells, 2026, own="甲病院").data if "markers" in one.mode]
    looks = [(one.name, one.marker.symbol, one.marker.color == palette.OWN_COLORS["自院"]) for one in marks]
    assert looks[0] == ("甲病院（自院）", "square", True)
    assert not any(symbol == "square" or own for _, symbol, own in looks[1:])


def test_names_on_a_map_stand_on_a_free_side_and_the_first_win() -> None:
    top, bottom, right, left = labels.SIDES
    spots = [(35.0, 139.0), (35.0, 139.001), (35.0, 139.5), (36.0, 140.0)]
    assert labels.sides(spots, [4] * 4) == [top, bottom, top, top]
    # Above there is another sign, below too: beside it, and at the edge of the map only inwards.
    between = [(36.0, 139.5), (35.0, 139.5), (35.93, 139.5), (35.87, 139.5)]
    for east, side in ((139.0, right), (140.0, left), (139.5, right)):
        shown = [(north, east) for north, _ in between]
        assert labels.sides([*shown, (35.5, 139.0), (35.5, 140.0)], [0, 0, 6, 0, 1, 1])[2] == side, east
    # Where every side is taken there is none: the name is told at a touch.
    crowd = [(35.0 + 0.01 * up, 139.0 + 0.01 * across) for up in range(8) for across in range(8)]
    found = labels.sides([*crowd, (36.0, 140.0)], [20] * 65)
    assert ("" in found, found[-1]) == (True, left)
    # Signs are as large as they are said to be.
    near = [(35.0, 139.0), (36.0, 139.0), (35.93, 139.0)]
    assert labels.sides(near, [2] * 3, sign=3)[2] == top
    assert labels.sides(near, [2] * 3, sign=12)[2] != top
    assert labels.sides([(35.0, 139.0)], [4]) == [top]
    assert labels.sides([], []) == []


def test_names_of_places_stand_beside_their_circles_and_over_no_hospital() -> None:
    places = {"北部公民館": (36.0, 139.0), "南部公民館": (35.0, 139.0)}

    def sides(*hospitals: tuple[float, float]) -> list[str]:
        spots = tuple(outreach_map.Spot(name, place, 1, 9) for name, place in places.items())
        drawn: dict[str, Any] = outreach_picture._spots(
            OutreachMap(spots, tuple(("病院", one) for one in hospitals), 0)
        )
        return [side if text else "" for side, text in zip(drawn["textposition"], drawn["text"], strict=True)]

    assert sides() == list(labels.SIDES[:1]) * 2
    # A hospital above the one in the south: its name goes below.
    assert sides((35.08, 139.0)) == list(labels.SIDES[:2])
    # Among hundreds of them a name is not left out.
    crowd = [(35.0 + north / 20, 138.5 + east / 20) for north in range(21) for east in range(21)]
    assert all(sides(*crowd))


def test_the_own_line_is_in_front_with_its_values_and_every_line_is_named_at_its_end() -> None:
    columns = (Column("区分・病院"), Column("2024年度", "percent"), Column("2025年度", "percent"))
    rows = (("自院", 92.0, 91.0), ("加算1", 90.0, 90.9), ("加算2", 85.0, None))
    figure = lines.trend(Table("推移", columns, rows))
    assert [line.name for line in figure.data] == ["加算1", "加算2", "自院"]
    assert [list(line.text) for line in figure.data] == [["", ""], ["", ""], ["92.0", ""]]
    ends = {note.text: (note.x, note.yshift) for note in figure.layout.annotations}
    assert {text: year for text, (year, _) in ends.items()} == {
        "自院 91.0": "2025年度", "加算1 90.9": "2025年度", "加算2 85.0": "2024年度",
    }  # fmt: skip
    # Two that end a tenth apart would cover each other.
    assert ends["加算1 90.9"][1] < ends["自院 91.0"][1] == 0
    assert figure.layout.showlegend is False


@pytest.mark.parametrize(("least", "told"), [(80.0, ""), (50.0, ""), (49.9, "▼49.9"), (0.0, "▼0.0")])
def test_the_scale_of_the_years_is_one_and_what_lies_below_it_is_told_at_its_edge(least: float, told: str) -> None:
    columns = (Column("区分・病院"), Column("2024年度", "percent"), Column("2025年度", "percent"))
    figure = lines.trend(Table("推移", columns, tuple((name, least, 95.0) for name in "甲乙丙")))
    assert list(figure.layout.yaxis.range) == [48, 102]
    assert [list(line.y) for line in figure.data] == [[max(50.0, least), 95.0]] * 3
    assert [list(line.text) for line in figure.data] == [[told, ""]] * 3
    assert [list(line.customdata) for line in figure.data] == [[least, 95.0]] * 3
    if told:
        falls = lines.trend(Table("推移", columns, (("甲", 95.0, least),)))
        assert [note.text for note in falls.layout.annotations] == [f"甲 {told}"]


NEAR = Limits(80, 85, 95, 98)
FUNNEL = Funnel(
    "加算1", 90.0, False,
    (Spot("甲病院", 91.0, 100, True, NEAR), Spot("乙病院", 84.0, 110, False, NEAR), Spot("丙病院", 90.0, 90, False, NEAR),
     Spot("丁病院", 90.0, None, False, None)),
)  # fmt: skip


def test_a_funnel_names_the_own_hospital_and_who_lies_outside_and_draws_nobody_without_a_number_of_ratings() -> None:
    figure = funnel_chart.funnel(FUNNEL)
    marks = [trace for trace in figure.data if "markers" in trace.mode]
    assert [list(zip(one.x, one.y, strict=True)) for one in marks] == [[(110, 84.0), (90, 90.0)], [(100, 91.0)]]
    assert [list(one.marker.symbol) for one in marks] == [["circle", "circle-open"], ["square-open"]]
    bounds = [trace for trace in figure.data if trace.mode == "lines"]
    assert len({one.line.dash for one in bounds}) == 3
    for line in bounds:
        assert line.x[0] < 90
        assert line.x[-1] > 110
    assert [note.text for note in figure.layout.annotations] == [
        "99.8％上限", "95％上限", "加算1 90.0", "95％下限", "99.8％下限", "自院 91.0", "乙病院",
    ]  # fmt: skip
    # Towards few ratings the limits open.
    assert bounds[1].y[0] < bounds[1].y[-1] < 90.0 < bounds[2].y[-1] < bounds[2].y[0]


SPREAD = Spread(2025, (Box("加算1", 85.0, 90.0, 92.0, (84.0, 90.0, 93.0)), Box("加算2", 88, 91, 93)), 95.0)


def test_the_classes_are_boxes_with_their_hospitals_where_these_may_be_seen() -> None:
    figure = spread_chart.spread(SPREAD)
    boxes = [(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.type == "rect"]
    middles = [shape.x0 for shape in figure.layout.shapes if shape.type == "line"]
    assert (boxes, middles) == ([(85.0, 92.0), (88, 93)], [90.0, 91])
    assert [list(trace.x) for trace in figure.data] == [[84.0, 90.0, 93.0], [], [95.0]]
    assert figure.data[-1].text == ("自院 95.0",)
    # Released quartiles are whole points and look so.
    assert [note.text for note in figure.layout.annotations] == [
        "中央値 90.0", "85.0", "92.0", "中央値 91", "88", "93",
    ]  # fmt: skip
    assert list(figure.layout.yaxis.ticktext) == ["加算1", "加算2"]


def test_a_small_heat_map_has_one_year_of_the_hospitals_looked_at_darker_where_it_is_lower() -> None:
    cells = [
        cell(year, group, "1", "医療安全管理体制と安全文化", *values)
        for year in (2024, 2025)
        for group, values in (("甲", ("A",)), ("乙", ("C",)), ("丙", ()))
    ]
    figure = heat_chart.small(cells, 2025, {"乙", "丙"}, 2025)
    (drawn,) = figure.data
    assert [list(row) for row in drawn.z] == [[0.5, None]]
    assert [list(row) for row in drawn.text] == [
        ["乙<br>医療安全管理体制と安全文化　0.0％", "丙<br>医療安全管理体制と安全文化　データなし"]
    ]
    assert figure.layout.title.text == "2025年度（途中）"
    assert heat_chart.years(cells, 4) == [2024, 2025]
    assert (
        heat_chart.told(cells, 2025, {"乙", "丙"}, 2026)
        == "2025年度は、表示している1病院のうち1病院に65％未満の章があります。"
    )
    # Names of narrow columns cannot be read; that of the reader's hospital is told all the same, and those of the classes.
    for names, own, seen, below in (
        (["架空中央病院", "架空北病院", "架空南病院"], "", [], 10), (["架空中央病院", "架空北病院", "架空南病院"], "架空北病院", ["自院"], 26),
        (["加算1", "加算2"], "", ["加算1", "加算2"], 26),
    ):  # fmt: skip
        some = heat_chart.small([cell(2025, name, "1", "章", "A") for name in names], 2025, names, 2026, own).layout
        assert (list(some.xaxis.ticktext), len(some.xaxis.tickvals), some.margin.b) == (seen, len(seen), below), names
        assert ("1列が1つの区分です" in heat_chart.columns_told(names, own)) == (names[0] == "加算1")
        what = "区分" if names[0] == "加算1" else "病院"
        assert heat_chart.title(names) == f"章と{what}の得点率の移り変わり"
        good = [cell(2025, name, "1", "章", "A") for name in names]
        none = f"2025年度は、{len(names)}{what}のいずれにも65％未満の章はありません。"
        assert heat_chart.told(good, 2025, names, 2026) == none
        assert ("左端は自院、その右は名前の順" in heat_chart.columns_told(names, own)) == bool(own)
    # One direction of lightness, so that it can be read in grey print.
    lightness = [_luminance(color) for color in heat_chart.STEPS]
    assert lightness == sorted(lightness)
    assert all(after - before > 0.08 for before, after in pairwise(lightness))
    # The lightest is not the white of a place without data.
    assert 1 - lightness[-1] > 0.15
    # No name is cut, and the colours are told where a dark screen turns them around, too.
    assert list(figure.layout.yaxis.ticktext) == ["医療安全管理体制と<br>安全文化"]
    told = heat_chart.legend()
    assert [told.index(color) for color in heat_chart.STEPS] == sorted(told.index(color) for color in heat_chart.STEPS)
    assert [range_ in told for range_ in ("50％未満", "80％以上90％未満", "90％以上")] == [True] * 3


def rated(item: str, value: str) -> Rating:
    return Rating(item, value, "", 1, NOW, "評価者")


@pytest.mark.parametrize(("highest", "step"), [(0, 1), (1, 1), (6, 1), (7, None), (1200, None)])
def test_an_axis_of_counts_has_no_steps_between_whole_numbers(highest: int, step: int | None) -> None:
    axis = axes.counts(highest, "件")
    assert (axis.get("dtick"), axis["tickformat"], axis["ticksuffix"]) == (step, ",d", "件")


def test_both_ways_between_partners_stand_beside_each_other() -> None:
    there, back = {"1-01": rated("1-01", "B"), "1-02": rated("1-02", "A")}, {"1-01": rated("1-01", "A")}
    sides = [Side("訪問評価", None, ratings) for ratings in (there, back)]
    ways = [
        Direction(evaluator, host, None, SheetComparison(SECOND, Side("自己評価", None, {}), side, (), ()))
        for (evaluator, host), side in zip((("乙", "甲"), ("甲", "乙")), sides, strict=True)
    ]
    items = (("1-01", "体制", "指針"), ("1-02", "体制", "委員会"))
    nothing = Table("項目別の比較", (), ())
    found = PartnersComparison(
        "双方向", (), (), nothing, (), (), True, there=ways[0], back=ways[1], items=items
    )  # fmt: skip
    assert points(charts.both_ways(found)) == [("甲（評価：乙）", [75.0]), ("乙（評価：甲）", [100.0])]
    # The reader's hospital is marked as everywhere, and only that.
    for own, name, place in (
        ("甲", "自院（評価：乙）", 0),
        ("乙", "自院（評価：甲）", 1),
        ("評価", "", -1),
        ("", "", -1),
    ):
        marks = [one for one in charts.both_ways(found, own).data if "markers" in one.mode]
        marked = [at for at, one in enumerate(marks) if one.marker.color == palette.OWN_COLORS["自院"]]
        assert [(marks[at].name, marks[at].marker.symbol) for at in marked] == [(name, "square")] * (place >= 0), own
        assert marked == [place] * (place >= 0), own


def test_every_value_of_every_scale_has_a_colour() -> None:
    assert set(HUES) == set(Hue)
    assert all(track.value for track in Track)


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def on_a_dark_screen(color: str) -> str:
    """What theme.css makes of a colour there: invert(0.92), then hue-rotate(180deg)."""
    parts = [0.92 - 0.84 * int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    grey = 2 * (0.213 * parts[0] + 0.715 * parts[1] + 0.072 * parts[2])
    return "#" + "".join(f"{round(255 * min(1, max(0, grey - part))):02x}" for part in parts)


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_letters_beside_a_line_can_be_read_on_every_ground_whatever_its_colour() -> None:
    used = (palette.INK, palette.SOFT, palette.ACCENT, *palette.CLASS_COLORS.values(), *palette.TRACK_COLORS.values(),
            *palette.OWN_COLORS.values(), *palette.PALER.values(), *palette.MORE_COLORS)  # fmt: skip
    for color in used:
        letters = palette.letters(color)
        assert contrast(letters, palette.GROUND) >= 4.5, color
        assert contrast(on_a_dark_screen(letters), DARK_GROUND) >= 4.5, color
        # What can be read stays the colour of its line.
        assert (letters == color) == (contrast(color, palette.GROUND) >= 4.5), color
        assert palette.luminance(color) == pytest.approx(_luminance(color))
    columns = (Column("区分・病院"), Column("2024年度", "percent"), Column("2025年度", "percent"))
    drawn = lines.trend(Table("推移", columns, tuple((f"架空{place}病院", 90.0, 91.0) for place in range(8))))
    told = [note.font.color for note in drawn.layout.annotations] + [one.textfont.color for one in drawn.data]
    assert min(contrast(one, palette.GROUND) for one in told) >= 4.5


@pytest.mark.parametrize("color", HUES.values())
def test_white_letters_on_a_rating_colour_can_be_read(color: str) -> None:
    assert 1.05 / (_luminance(color) + 0.05) >= 4.5


def test_the_library_would_find_nothing_wrong_with_any_picture() -> None:
    """The pictures are handed over unchecked; checked, they are the same."""
    columns = (Column("区分・病院"), Column("2025年度", "percent"), Column("2026年度", "percent"))
    cells = [cell(year, group, "1", "章", "A") for year in (2025, 2026) for group in ("加算1", "加算2")]
    pictures = [
        charts.by_year(cells, 2026),
        charts.by_year([], 2026),
        lines.trend(Table("推移", columns, (("加算1", 80.0, "比較不可"),))),
        funnel_chart.funnel(FUNNEL),
        spread_chart.spread(SPREAD),
        heat_chart.small(cells, 2025, {"加算1", "加算2"}, 2026),
    ]
    for picture in pictures:
        told = json.loads(picture.to_json())
        assert json.loads(go.Figure(told).to_json()) == told
    with pytest.raises(ValueError, match="Invalid"):
        go.Figure({"data": [{"type": "scatter", "mode": 1}]})


def test_a_chapter_is_the_way_down_from_the_picture_and_its_name_is_no_markup() -> None:
    cells = [
        cell(2025, group, code, name, "A")
        for group in ("加算1", "加算2")
        for code, name in (("1", "体制<b>"), ("2", "医療機器安全"))
    ]
    ways = {"体制<b>": '/comparison?groups=class1%2Cown&chapter=1&x="><i>'}
    told = list(charts.by_year(cells, 2026, ways).layout.yaxis.ticktext)
    assert told == [
        f'<a href="/comparison?groups=class1,own&amp;chapter=1&amp;x=&#34;&gt;&lt;i&gt;" target="_self" style="color:{ACCENT}">体制&lt;b&gt;</a>',
        "医療機器安全",
    ]
    assert not any("<a" in one for one in charts.by_year(cells, 2026).layout.yaxis.ticktext)
