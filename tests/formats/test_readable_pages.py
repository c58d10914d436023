"""Workbooks and slides as another program prints them: nothing cut off, nothing too small, no names at an angle.

Each of these was seen on pages that LibreOffice had made of the files; what is kept here is what the file has to say.
"""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from checklist.formats import excel, excel_cells, files, palette, slides
from checklist.formats.document import Document
from checklist.formats.table import Chart, Column, Filling, Table, letters, spoken
from checklist.readings import lists

CHAPTERS = tuple(f"医療安全の章その{number}" for number in range(1, 18))
LONG = "手順書を改め、全職員に周知し、三か月後に巡回で確かめた。" * 4


def sheet_of(table: Table, *charts: Chart) -> Any:
    return book_of(table, *charts).active


def book_of(table: Table, *charts: Chart) -> Any:
    return load_workbook(io.BytesIO(excel.workbook("報告", [table], charts)))


def drawn_in(table: Table, *charts: Chart) -> list[tuple[str, Any]]:
    """Each chart with the sheet on which it stands."""
    return [(sheet.title, chart) for sheet in book_of(table, *charts) for chart in sheet._charts]


def scored(*names: str, rows: tuple[str, ...] = CHAPTERS) -> Table:
    columns = (Column("章", "text", 28), *(Column(name, "percent", 9) for name in names))
    return Table("章別の得点率", columns, tuple((row, *(90.0 - place for place in range(len(names)))) for row in rows))


def test_a_head_that_wraps_is_as_high_as_its_lines() -> None:
    sheet = sheet_of(scored("2026年度（途中、116項目）加算1の平均", "得点率"))
    cell = sheet.cell(excel.HEADER_ROW + 1, 2)
    # Its lines end between words, and no program has to find places for their ends.
    assert cell.value == "2026年度（途中、116項目）\n加算1の平均"
    assert sheet.row_dimensions[excel.HEADER_ROW + 1].height == 2 * 15
    assert cell.alignment.wrap_text
    assert sheet_of(scored("得点率")).row_dimensions[excel.HEADER_ROW + 1].height is None


def test_texts_that_wrap_give_way_before_a_page_becomes_too_small_to_read() -> None:
    columns = (Column("番号", "number", 6), *(Column(f"内容{place}", "text", 50) for place in range(4)))
    sheet = sheet_of(Table("指摘事項", columns, ((1, LONG, LONG, "短い", "短い"),)))
    # Columns of one width stand together under the first of them.
    narrow, wide = (sheet.column_dimensions[letter].width for letter in "AB")
    assert narrow + 4 * wide < 160 < 206
    assert narrow < 7
    assert wide >= excel_cells.NARROW
    # As high as the text is in the narrower column.
    assert sheet.row_dimensions[excel.HEADER_ROW + 2].height > 15 * 2 * len(LONG) / 50
    assert sheet.page_setup.fitToWidth in (None, 1)


def test_heads_and_somewhat_longer_names_stand_in_one_line_where_the_page_has_room() -> None:
    columns = (Column("病院", "text", 26), Column("受審病院（病院）", "number", 10), Column("備考", "text", 10))
    table = Table("一覧", columns, (("架空月見野リハビリテーション病院", 3, "あ" * 30),))
    assert excel_cells.widths(table) == [33, 19, 10]
    sheet = sheet_of(table)
    assert sheet.cell(excel.HEADER_ROW + 1, 2).value == "受審病院（病院）"
    # The check sheet of an assessment ended within its year.
    row = (
        "2026年度",
        "架空中央総合病院",
        "医療安全相互チェックシート 第3版（令和8年度）",
        "確定・院長承認済み",
        "183項目中 183項目に回答",
    )
    wide = excel_cells.widths(Table("自己評価", lists.ASSESSMENTS, (row,)))
    assert [letters(one) <= room for one, room in zip(row, wide, strict=True)] == [True] * 5
    # Not where all of them together would make the page smaller than can be read: then it ends between words.
    many = scored(*(f"2025年度（105項目） 架空みなと病院{place}" for place in range(20)))
    heads = [cell.value for cell in sheet_of(many)[excel.HEADER_ROW + 1]]
    assert {one.split("\n")[:2] == ["2025年度", "（105"] or one.split("\n")[0] == "2025年度" for one in heads[1:]} == {
        True
    }
    # Nor is a short word torn, however many columns there are: 自己／評価／確認／不能 took four lines.
    narrow = Table(
        "章別",
        tuple(Column(one, "number", 8) for one in ("自己評価 確認不能", "訪問評価 未回答") * 8),
        (),
    )
    assert {cell.value.count("\n") for cell in sheet_of(narrow)[excel.HEADER_ROW + 1]} == {1}
    assert not any(line.endswith("病") or line.startswith("院") for one in heads for line in one.split("\n"))


@pytest.mark.parametrize(
    ("rows", "on_pages"),
    [(17, [17]), (26, [26]), (30, [30]), (38, [21, 17]), (60, [21, 22, 17]), (100, [26, 26, 26, 22])],
)
def test_no_page_of_a_workbook_has_a_note_or_a_row_by_itself(rows: int, on_pages: list[int]) -> None:
    """Pages are told where they end: by its fonts a program may have room for a third more, and left one row to the last."""
    columns = (Column("章", "text", 60), *(Column(f"数{place}", "number", 14) for place in range(4)))
    table = Table("章別", columns, tuple((f"章{place}", 1, 2, 3, 4) for place in range(rows)), ("数え方。",) * 2)
    sheet, size = sheet_of(table), min(1.0, 1020 / excel_cells.pixels(table))
    first = excel.HEADER_ROW + 1
    ends = [first, *(one.id for one in sheet.row_breaks.brk), first + rows]
    assert [one - before for before, one in pairwise(ends)] == on_pages
    # As high as they were reckoned, in every program.
    assert {sheet.row_dimensions[line].height for line in range(first + 1, first + rows + 1)} == {15.75}
    head, *_, notes = excel_cells.heights(table)
    whole = [head + 21 * one for one in on_pages]
    whole[-1] += notes
    if len(on_pages) > 1:
        # No program ends a page before its end, or the rest of each would stand on one of its own.
        assert max(whole) * size < 630
        assert sheet.page_setup.fitToHeight == 0
        assert min(whole) > 0.5 * max(whole)
    else:
        # A table that is a little longer than its page is printed a little smaller, never so small that nobody could read it.
        assert sheet.page_setup.fitToHeight is None
        assert whole[0] * size < 1.3 * 630


def test_a_sheet_without_a_row_says_so_unless_it_is_to_be_filled_in() -> None:
    empty = Table("未回答", (Column("章"), Column("項目")), (), ("数え方。",))
    assert [row[0] for row in sheet_of(empty).values] == [
        "未回答",
        None,
        "章",
        None,
        "該当するものはありません。",
        "数え方。",
    ]
    to_fill = replace(empty, columns=(Column("章", filling=Filling("例：体制")), Column("項目")))
    assert "該当するものはありません。" not in [row[0] for row in sheet_of(to_fill).values]


def test_a_note_ends_on_the_page_on_which_it_begins() -> None:
    table = replace(scored(*(f"架空病院{place}" for place in range(40))), notes=("注" * 200,))
    sheet = sheet_of(table)
    (note,) = sheet.merged_cells.ranges
    wide = excel_cells.widths(table)
    assert sum(wide[: note.max_col]) * sheet.page_setup.fitToWidth <= sum(wide) < 3 * sum(wide[: note.max_col + 2])


def test_what_already_fits_stays_as_wide_as_it_was() -> None:
    columns = (Column("項目", "text", 40), Column("内容", "text", 60), Column("率", "percent", 10))
    assert excel_cells.widths(Table("表", columns, ())) == [40, 60, 10]


@pytest.mark.parametrize(("count", "across"), [(4, 1), (20, 1), (40, 2), (80, 4)])
def test_a_table_of_very_many_numbers_goes_over_several_pages_with_its_first_column_on_each(
    count: int, across: int
) -> None:
    sheet = sheet_of(scored(*(f"病院{place}" for place in range(count))))
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (across, None)
    assert (sheet.print_title_cols == "$A:$A") == (across > 1)
    # Of a title in the column that is repeated, each further page would show its beginning.
    assert (sheet["A1"].value, sheet["B1"].value) == ((None, "章別の得点率") if across > 1 else ("章別の得点率", None))
    assert sheet.print_title_rows == f"${excel.HEADER_ROW + 1}:${excel.HEADER_ROW + 1}"


@pytest.mark.parametrize(("rows", "direction"), [(CHAPTERS, "bar"), (("加算1", "加算2"), "col")])
def test_long_names_stand_level_beside_bars_and_short_ones_below_columns(rows: tuple[str, ...], direction: str) -> None:
    ((_, chart),) = drawn_in(scored("得点率", rows=rows), Chart("column", "章別の得点率", 0, "章", ("得点率",)))
    assert chart.barDir == direction


PAGE = (7.27, 10.19)
"""Inches within the margins of a page that stands."""


@pytest.mark.parametrize(
    ("rows", "series", "charts", "sheets"),
    [
        (CHAPTERS[:3], 1, 1, ["章別の得点率"]),
        (CHAPTERS, 1, 1, ["図1 章別の得点率"]),
        (CHAPTERS, 6, 1, ["図1 章別の得点率"] * 2),
        (CHAPTERS[:3], 1, 4, ["図1 章別の得点率"] * 4),
        (CHAPTERS * 8, 2, 1, ["図1 章別の得点率"] * 4),
    ],
)
def test_no_chart_is_cut_by_the_end_of_a_page(
    rows: tuple[str, ...], series: int, charts: int, sheets: list[str]
) -> None:
    names = tuple(f"得点率{place}" for place in range(series))
    table = scored(*names, rows=tuple(f"{place}{row}" for place, row in enumerate(rows)))
    chart = Chart("bar", "章別の得点率", 0, "章", names)
    found = drawn_in(table, *[chart] * charts)
    assert [title for title, _ in found] == sheets
    # Every bar is drawn once, whatever the number of parts.
    first = [one.series[0].val.numRef.f for _, one in found[: len(found) // charts]]
    ends = [tuple(int(place.rpartition("$")[2]) for place in one.split("!")[1].split(":")) for one in first]
    assert [row for low, high in ends for row in range(low, high + 1)] == list(range(4, 4 + len(rows)))
    sheet = book_of(table, *[chart] * charts)[sheets[0]]
    tops = [one.anchor._from.row for one in sheet._charts]
    lows = [one.anchor.to.row for one in sheet._charts]
    breaks = [one.id for one in sheet.row_breaks.brk]
    for top, low in zip(tops, lows, strict=True):
        begins = max((one for one in breaks if one <= top), default=0)
        # Rows are 20 pixels high, 96 to an inch; none of the breaks lies within a chart.
        assert (low + 1 - begins) * 20 / 96 <= PAGE[1]
        assert not [one for one in breaks if top < one <= low]
    if sheet.title.startswith("図"):
        assert {one.anchor.to.col for one in sheet._charts} == {0}
        assert sheet.column_dimensions["A"].width * 7 / 96 <= PAGE[0]
        assert not sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet["A1"].value, sheet.page_setup.orientation) == (table.title, "portrait")


def test_what_has_no_number_takes_no_room_on_paper_and_in_workbooks_and_is_named() -> None:
    columns = (Column("章"), *(Column(name, "percent") for name in ("2024年度", "2025年度", "2026年度")))
    rows = (
        ("体制", 90.0, 80.0, "非表示"),
        ("透析", "比較不可", "比較不可", "非表示"),
        ("全体", 90.0, "比較不可", "非表示"),
    )
    found = spoken(Table("得点率", columns, rows, ("注",)))
    assert found.names == ("章", "2024年度", "2025年度")
    assert found.rows == (("体制", 90.0, 80.0), ("全体", 90.0, "比較不可"))
    assert found.notes == (
        "注",
        "表示できる数値のない列は省いています（2026年度）。",
        "表示できる数値のない行は省いています（透析）。",
    )
    # Where there is nothing at all, it is the reasons that are to be read; and other things say something by themselves.
    nothing = Table("得点率", columns, rows[1:2])
    assert spoken(nothing) is nothing
    other = Table(
        "計画",
        (Column("章"), Column("件数", "number"), Column("割合", "percent")),
        (("体制", 1, None), ("透析", 2, 50.0)),
    )
    assert spoken(other) is other


def deck_of(table: Table, chart: Chart) -> Any:
    document = Document("報告", (("病院", "架空病院"),), (table,), table, (chart,), (), True)
    drawn = [
        shape.chart
        for slide in Presentation(io.BytesIO(slides.presentation(document, "出力日時"))).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    assert len(drawn) == 1
    return drawn[0]


def labelled(plot: Any) -> list[bool]:
    """Which series have their numbers beside them."""
    if plot.has_data_labels:
        return [True] * len(plot.series)
    return [bool(one._element.xpath("c:dLbls/c:showVal[@val='1']")) for one in plot.series]


@pytest.mark.parametrize(
    ("kind", "names", "rows", "expected"),
    [
        ("bar", ("この病院（訪問評価）", "加算1", "加算2"), CHAPTERS, [True, False, False]),
        ("bar", ("加算1", "加算2"), CHAPTERS[:5], [True, True]),
        ("bar", ("加算1",), CHAPTERS * 2, [True]),
        ("line", ("この病院（訪問評価）", "加算1", "加算2"), CHAPTERS[:4], [True, False, False]),
        ("line", ("加算1", "加算2"), CHAPTERS[:4], [True, True]),
    ],
)
def test_numbers_on_slides_do_not_cover_each_other(
    kind: Any, names: tuple[str, ...], rows: tuple[str, ...], expected: list[bool]
) -> None:
    drawn = deck_of(scored(*names, rows=rows), Chart(kind, "章別の得点率", 0, "章", names))
    assert labelled(drawn.plots[0]) == expected


def test_slides_have_the_colours_of_the_product() -> None:
    names = ("加算1", "加算2")
    drawn = deck_of(scored(*names, rows=CHAPTERS[:3]), Chart("bar", "章別", 0, "章", names))
    found = [f"#{one.format.fill.fore_color.rgb}".lower() for one in drawn.plots[0].series]
    assert found == [palette.CLASS_COLORS[name] for name in names]


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_a_chart_leaves_out_the_column_that_its_table_leaves_out(kind: str) -> None:
    columns = (Column("章", "text", 10), Column("自己評価", "percent", 8), Column("訪問評価", "percent", 8))
    chart = Chart("column", "章別", 0, "章", ("自己評価", "訪問評価"))
    for rows in ((("体制", 80.0, None), ("記録", 70.0, None)), (("体制", None, None),)):
        table = Table("章別", columns, rows)
        found = Document("比較", (("年度", "2026年度"),), (table,), table, (chart,), (), fictional=True)
        assert files.render(found, kind)
        facts = Table("概要", (Column("項目", "text", 9), Column("内容", "text", 9)), found.facts)
        assert files.render(replace(found, tables=(facts, table), charts=(replace(chart, table=1),)), kind)
    (drawn,) = files.told(replace(found, tables=(Table("章別", columns, (("体制", 80.0, None),)),)), "").charts
    assert drawn.values == ("自己評価",)
