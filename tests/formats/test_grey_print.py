"""Series of one chart are told apart where there is no colour: by how bars are filled, points formed and lines drawn."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any, Literal
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from checklist.formats import excel, palette, pdf, slides, table
from checklist.formats.document import Document
from checklist.formats.table import Chart, Column, Table

NAMES = ("この病院（訪問評価）", "加算1", "加算2", "この病院（自己評価）")
SCORES = ((92.5, 88.0, 90.5, 95.0), (81.5, 84.0, 90.5, 99.0))
FOUND = Table(
    "章別の得点率",
    (Column("章", "text", 20), *(Column(name, "percent", 9) for name in NAMES)),
    tuple((f"架空第{place}章", *row) for place, row in enumerate(SCORES)),
)
DRAWING = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
Kind = Literal["bar", "line"]


def document(kind: Kind, names: tuple[str, ...] = NAMES) -> Document:
    chart = Chart(kind, "章別の得点率", 0, "章", names)
    return Document("架空の報告", (), (FOUND,), FOUND, (chart,), (), fictional=True)


def chart_in_workbook(kind: Kind) -> Any:
    with zipfile.ZipFile(io.BytesIO(excel.workbook("架空の報告", (FOUND,), document(kind).charts))) as book:
        (name,) = [one for one in book.namelist() if one.startswith("xl/charts/chart")]
        return ElementTree.fromstring(book.read(name))


def chart_on_slides(kind: Kind) -> Any:
    read = Presentation(io.BytesIO(slides.presentation(document(kind), "出力")))
    (shape,) = [one for slide in read.slides for one in slide.shapes if one.has_chart]
    return ElementTree.fromstring(shape.chart.part.blob)


def fills(drawn: Any) -> list[str]:
    """How the bars of each series are filled: the name of a pattern, or `solid`."""
    found = drawn.findall(".//c:ser", DRAWING)
    patterns = [one.find("c:spPr/a:pattFill", DRAWING) for one in found]
    assert all(
        one.find("c:spPr/a:solidFill", DRAWING) is not None
        for one, grain in zip(found, patterns, strict=True)
        if grain is None
    )
    return ["solid" if one is None else one.get("prst") for one in patterns]


def looks(drawn: Any) -> list[tuple[str, str]]:
    """Mark and dash of each line."""
    found = []
    for one in drawn.findall(".//c:ser", DRAWING):
        dash = one.find("c:spPr/a:ln/a:prstDash", DRAWING)
        found.append((one.find("c:marker/c:symbol", DRAWING).get("val"), "solid" if dash is None else dash.get("val")))
    return found


@pytest.mark.parametrize("read", [chart_in_workbook, chart_on_slides])
def test_bars_and_lines_of_a_file_differ_without_colour(read: Any) -> None:
    assert fills(read("bar")) == ["solid", "wdUpDiag", "pct30", "narHorz"]
    found = looks(read("line"))
    for place in (0, 1):
        assert len({one[place] for one in found}) == len(NAMES), found
    assert [mark for mark, _ in found] == list(palette.SHAPES)


def test_on_paper_every_series_has_a_look_of_its_own_and_the_page_is_drawn() -> None:
    for kind in ("bar", "line"):
        (drawn,) = pdf._chart(FOUND, Chart(kind, "図", 0, "章", NAMES))
        for look in ("grain", "mark", "dash"):
            assert len({one[look] for one in drawn["series"]}) == len(NAMES), (kind, look)
        assert pdf.document(document(kind), "出力").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("kind", "least", "start"),
    [
        ("line", 92.5, 50),
        ("line", 50.0, 50),
        ("line", 12.0, 50),
        ("bar", 92.5, 0),
        ("column", 92.5, 0),
    ],
)
def test_lines_begin_at_one_fixed_place_and_bars_at_nothing(kind: Any, least: float, start: int) -> None:
    made = Table(
        "推移", (Column("年度", "text"), Column("加算1", "percent")), (("2024年度", least), ("2025年度", 95.0))
    )
    chart = Chart(kind, "図", 0, "年度", ("加算1",))
    assert table.lowest(made, chart) == start
    (drawn,) = pdf._chart(made, chart)
    numbers = [one["number"] for one in drawn["series"][0]["points"]]
    assert drawn["low"] == start
    assert drawn["title"] == ("図（50％未満の値は図の下端より下です）" if least < start else "図")
    assert numbers == pytest.approx([max(0, 100 * (least - start) / (100 - start)), 100 * (95 - start) / (100 - start)])
    assert [one["text"] for one in drawn["series"][0]["points"]] == [f"{least:.1f}", "95.0"]
    # In steps of ten or a quarter, never of an eighth.
    step = 10 if start else 25
    assert (drawn["full"] - drawn["low"]) / drawn["steps"] == step
    for where in charts_of(made, chart):
        assert [float(one.get("val") or 0) for one in where.iter(f"{{{DRAWING['c']}}}majorUnit")] == [step]


@pytest.mark.parametrize(
    "cells", [(85.0, 90.0, "比較不可"), ("データなし", 90.0, 91.0), (85.0, "＊", 91.0), (85.0, None, 91.0)]
)
@pytest.mark.parametrize("kind", ["line", "column", "bar"])
def test_a_word_in_the_place_of_a_number_is_no_nought_in_a_workbook(cells: Any, kind: Any) -> None:
    # Of a cell with a word Excel draws a nought and writes 0.0 beside it; of an empty one nothing.
    names = ("2024年度", "2025年度", "2026年度")
    across = Table("推移", (Column("区分"), *(Column(one, "percent") for one in names)), (("加算1", *cells),))
    rows = tuple((name, one, 70.0) for name, one in zip(names, cells, strict=True))
    down = Table(
        "推移", (Column("年度"), Column("加算1", "percent"), Column("加算2", "percent")), (*rows, ("計", "－", 1.0))
    )
    numbers = [one if isinstance(one, float) else None for one in cells]
    for made, chart in (
        (across, Chart(kind, "図", 0, "区分", names, across=True)),
        (down, Chart(kind, "図", 0, "年度", ("加算1", "加算2"), without_last=True)),
    ):
        book = load_workbook(io.BytesIO(excel.workbook("報告", (made,), (chart,))))
        (drawn,) = (one for sheet in book for one in sheet._charts)
        lines = [told_at(book, one.val.numRef.f) for one in drawn.series]
        assert lines[0] == numbers, (kind, lines)
        assert lines[1:] in ([], [[70.0] * 3])
        assert all(told_at(book, (one.cat.strRef or one.cat.numRef).f) == [*names] for one in drawn.series)
        # Only where it is needed, there is a second place for the numbers, which nobody has to see.
        hidden = [sheet.title for sheet in book if sheet.sheet_state == "hidden"]
        assert hidden == (["図の数値"] if any(isinstance(one, str) for one in cells) else [])


def test_points_of_a_workbook_keep_both_of_their_numbers_beside_a_row_without_any() -> None:
    # Excel counts 1, 2, 3 across all of a series in which one is a word.
    rows = ((120, 81.5, 70.0), ("非公表", "非公表", 71.0), (300, 90.0, 75.0))
    made = Table("ばらつき", (Column("評定数", "number"), Column("得点率", "percent"), Column("下限", "percent")), rows)
    chart = Chart("scatter", "図", 0, "評定数", ("得点率", "下限"))
    book = load_workbook(io.BytesIO(excel.workbook("報告", (made,), (chart,))))
    (drawn,) = (one for sheet in book for one in sheet._charts)
    read = [[told_at(book, one.f) for one in (line.xVal.numRef, line.yVal.numRef)] for line in drawn.series]
    assert read == [[[120, 300], [81.5, 90.0]], [[120, 300], [70.0, 75.0]]]


def told_at(book: Any, place: str) -> list[Any]:
    """The cells of a place as a chart names it."""
    sheet, _, cells = place.rpartition("!")
    found = book[sheet.strip("'")][cells.replace("$", "")]
    return [one.value for row in (found if isinstance(found, tuple) else ((found,),)) for one in row]


@pytest.mark.parametrize(("points", "told"), [(12, True), (13, False)])
def test_only_few_points_of_a_line_have_their_numbers_in_every_file(points: int, told: bool) -> None:
    made = Table("推移", (Column("月"), Column("割合", "percent")), tuple((f"{at}月", 90.0) for at in range(points)))
    chart = Chart("line", "図", 0, "月", ("割合",))
    (drawn,) = pdf._chart(made, chart)
    assert drawn["told"] is told
    for where in charts_of(made, chart):
        assert any(one.get("val") == "1" for one in where.iter(f"{{{DRAWING['c']}}}showVal")) is told


def test_the_points_of_a_year_that_is_not_over_are_hollow_in_every_file() -> None:
    names = ("2024年度", "2025年度", "2026年度（途中、105項目）")
    made = Table(
        "推移", (Column("区分", "text"), *(Column(one, "percent") for one in names)), (("加算1", 85.0, 90.0, 92.0),)
    )
    chart = Chart("line", "図", 0, "区分", names, across=True)
    (drawn,) = pdf._chart(made, chart)
    assert [one["hollow"] for one in drawn["series"][0]["points"]] == [False, False, True]
    for where in charts_of(made, chart):
        (point,) = where.findall(".//c:ser/c:dPt", DRAWING)
        assert [one.get("val") for one in point.findall("c:idx", DRAWING)] == ["2"]
        fills_of_it = point.findall("c:marker/c:spPr/a:solidFill/a:srgbClr", DRAWING)
        assert [one.get("val") for one in fills_of_it] == ["FFFFFF"]
    assert table.hollow(made, Chart("bar", "図", 0, "区分", names)) == ()


@pytest.mark.parametrize(
    ("most", "end"), [(280, 320), (313, 320), (3, 4), (9, 12), (34.5, 40), (0.7, 0.8), (400, 400), (0, 4)]
)
def test_the_scale_of_other_numbers_ends_at_four_round_steps(most: float, end: float) -> None:
    made = Table("件数", (Column("月", "text"), Column("件数", "number")), (("4月", most), ("5月", 0)))
    assert table.highest(made, Chart("column", "図", 0, "月", ("件数",))) == pytest.approx(end)


def test_the_parts_of_one_chart_have_one_scale_and_what_is_no_number_is_told_in_the_words_of_the_table() -> None:
    rows = tuple((f"{place}月", 100 + place if place != 3 else "未入力") for place in range(90))
    made = Table("件数", (Column("月", "text"), Column("件数", "number")), rows)
    parts = pdf._chart(made, Chart("column", "図", 0, "月", ("件数",)))
    assert len(parts) > 1
    assert {(one["low"], one["full"]) for one in parts} == {(0, 200)}
    assert parts[0]["series"][0]["points"][3] == {"number": None, "text": "未入力", "hollow": False, "own": False}


def charts_of(made: Table, chart: Chart) -> list[ElementTree.Element]:
    """The chart in the workbook and the one on the slide."""
    paper = Document("架空の報告", (), (made,), made, (chart,), (), fictional=True)
    with zipfile.ZipFile(io.BytesIO(excel.workbook("架空の報告", (made,), paper.charts))) as book:
        (name,) = [one for one in book.namelist() if one.startswith("xl/charts/chart")]
        workbook = ElementTree.fromstring(book.read(name))
    read = Presentation(io.BytesIO(slides.presentation(paper, "出力")))
    (shape,) = [one for slide in read.slides for one in slide.shapes if one.has_chart]
    return [workbook, ElementTree.fromstring(shape.chart.part.blob)]


def test_the_own_hospital_is_marked_among_the_bars_of_hospitals_in_every_file() -> None:
    made = Table("得点率", (Column("病院"), Column("2025年度", "percent")), (("甲", 85.0), ("乙", 90.0), ("丙", 92.0)))
    chart = Chart("bar", "図", 0, "病院", ("2025年度",), own="乙")
    (drawn,) = pdf._chart(made, chart)
    assert [one["own"] for one in drawn["series"][0]["points"]] == [False, True, False]
    assert drawn["title"] == "図（自院は斜線の棒です）"
    for where in charts_of(made, chart):
        (point,) = where.findall(".//c:ser/c:dPt", DRAWING)
        assert [one.get("val") for one in point.findall("c:idx", DRAWING)] == ["1"]
        (fill,) = point.findall("c:spPr/a:pattFill", DRAWING)
        assert fill.get("prst") == "wdUpDiag"
        assert [one.get("val") for one in fill.findall("a:fgClr/a:srgbClr", DRAWING)] == ["B3400E"]
    assert pdf._chart(made, replace(chart, own=""))[0]["title"] == "図"


def test_small_shares_have_an_axis_from_nothing_to_what_they_need_in_every_file() -> None:
    made = Table("割合", (Column("月"), Column("割合", "percent")), (("4月", 9.0), ("5月", 3.5)))
    chart = Chart("line", "図", 0, "月", ("割合",), shares=True)
    (drawn,) = pdf._chart(made, chart)
    assert (drawn["low"], drawn["full"], drawn["title"]) == (0, 12, "図")
    assert [one["number"] for one in drawn["series"][0]["points"]] == pytest.approx([75, 350 / 12])
    for where in charts_of(made, chart):
        ends = [where.findall(f".//c:valAx/c:scaling/c:{end}", DRAWING)[0].get("val") for end in ("min", "max")]
        assert [float(one or -1) for one in ends] == [0, 12]


def test_numbers_that_are_no_percentages_begin_at_nothing() -> None:
    made = Table("件数", (Column("月", "text"), Column("件数", "number")), (("4月", 900), ("5月", 950)))
    assert table.lowest(made, Chart("line", "図", 0, "月", ("件数",))) == 0
