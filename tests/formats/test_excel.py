"""Excel files, read back by another library cell for cell."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from checklist import words
from checklist.formats import excel, excel_cells
from checklist.formats.palette import CLASS_COLORS
from checklist.formats.table import Chart, Column, Filling, Table, drawn_of

TEXTS = ["=1+1", "+81", "-5", "@SUM(A1)", "\t=1", "http://example.com", "00123", "体制\n二行目", "👩🏽‍⚕️", "a\x0bb", ""]
TABLE = Table(
    "章別",
    (Column("章"), Column("得点率", "percent"), Column("評定数", "number"), Column("備考", "text", 80)),
    tuple(
        (text, 66.7 if place % 2 else "比較不可", place, None if place else "備考") for place, text in enumerate(TEXTS)
    ),
    ("得点率の定義", "=注記"),
)
CHART = Chart("column", "章別の得点率", 0, "章", ("得点率",))


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(sheet: Any, table: Table) -> tuple[tuple[object, ...], ...]:
    first = excel.HEADER_ROW + 2
    rows = sheet.iter_rows(min_row=first, max_row=first + len(table.rows) - 1, max_col=len(table.columns))
    return tuple(tuple(cell.value for cell in row) for row in rows)


def test_every_cell_is_read_back_as_the_table_holds_it() -> None:
    book = opened(excel.workbook("訪問評価", [TABLE]))
    sheet = book["章別"]
    header = [cell.value for cell in sheet[excel.HEADER_ROW + 1]]
    assert header == list(TABLE.names)
    assert cells(sheet, TABLE) == tuple(tuple(cell for cell in row) for row in TABLE.rows)
    assert sheet["A1"].value == "章別"


def test_pandas_reads_the_same_numbers() -> None:
    data = excel.workbook("訪問評価", [TABLE])
    frame = pd.read_excel(io.BytesIO(data), header=excel.HEADER_ROW, nrows=len(TABLE.rows), engine="openpyxl")
    assert frame["評定数"].tolist() == [row[2] for row in TABLE.rows]
    assert frame["得点率"].tolist() == [row[1] for row in TABLE.rows]


def test_text_that_looks_like_a_formula_a_number_or_a_link_stays_text() -> None:
    sheet = opened(excel.workbook("訪問評価", [TABLE], fictional=True)).active
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert cell.hyperlink is None
            if isinstance(cell.value, str):
                assert cell.data_type == "s"


def test_the_header_is_frozen_and_the_page_set_up_for_a4() -> None:
    book = opened(excel.workbook("架空病院 & 訪問評価", [TABLE]))
    assert (book.properties.creator, book.properties.title) == (words.PRODUCT, "架空病院 & 訪問評価")
    sheet = book.active
    assert sheet.freeze_panes == f"A{excel.HEADER_ROW + 2}"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"
    # What has room on one page stays there, in programs with other fonts, too: without a word it is one page.
    assert sheet.page_setup.fitToHeight is None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${excel.HEADER_ROW + 1}:${excel.HEADER_ROW + 1}"
    with zipfile.ZipFile(io.BytesIO(excel.workbook("架空病院 & 訪問評価", [TABLE]))) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "架空病院 &amp;&amp; 訪問評価" in page
    assert "&amp;P / &amp;N ページ" in page


def test_the_chart_is_native_and_draws_the_cells_of_the_table() -> None:
    # Cells without a word among them: of those with one, the numbers stand apart (test_grey_print).
    data = excel.workbook("訪問評価", [TABLE], [replace(CHART, values=("評定数",))])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    last = excel.HEADER_ROW + 1 + len(TABLE.rows)
    assert f"$C${excel.HEADER_ROW + 2}:$C${last}" in chart
    assert f"$A${excel.HEADER_ROW + 2}:$A${last}" in chart
    assert "章別の得点率" in chart


@pytest.mark.parametrize("kind", ["column", "bar", "line"])
def test_every_kind_of_chart_opens(kind: Any) -> None:
    book = opened(excel.workbook("訪問評価", [TABLE], [Chart(kind, "図", 0, "章", ("得点率", "評定数"))]))
    assert [len(sheet._charts) for sheet in book] == [0, 1, 0]
    assert (book.sheetnames, book["図1 章別"]["A1"].value) == (["章別", "図1 章別", "図の数値"], "章別")


def test_an_empty_table_has_its_header_and_no_chart() -> None:
    empty = Table("章別", TABLE.columns, ())
    sheet = opened(excel.workbook("訪問評価", [empty], [CHART])).active
    assert [cell.value for cell in sheet[excel.HEADER_ROW + 1]] == list(TABLE.names)
    assert sheet._charts == []


def test_an_invented_region_is_marked_on_every_sheet_and_page() -> None:
    data = excel.workbook("訪問評価", [TABLE, TABLE], fictional=True)
    for sheet in opened(data).worksheets:
        assert sheet["A2"].value == "架空データ"
        assert "架空データ" in sheet.oddHeader.right.text
    assert "架空データ" not in str(cells(opened(excel.workbook("訪問評価", [TABLE])).active, TABLE))


def test_sheet_names_are_allowed_short_and_different() -> None:
    titles = ["a/b[c]:*?", "A B C", "章" * 40, "章" * 40, "章" * 40, "'", ""]
    names = excel.sheet_names([Table(title, (Column("x"),), ()) for title in titles])
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 for name in names)
    opened(excel.workbook("x", [Table(title, (Column("x"),), ()) for title in titles]))


def test_years_have_no_commas_and_days_are_days_that_can_be_sorted() -> None:
    columns = (Column("年度", "year"), Column("期限", "date"), Column("件数", "number"))
    rows = (
        (2025, "2026/9/5", 12_345),
        (2024, "2026年11月21日（土）14:32", 1),
        (2023, "未定", None),
        (2022, "2026年13月1日", 2),
        (2021, "", 3),
    )
    sheet = opened(excel.workbook("計画", [Table("計画", columns, rows)])).active
    first = excel.HEADER_ROW + 2
    assert [sheet.cell(first, place).number_format for place in (1, 3)] == ["0", "#,##0"]
    shown = [sheet.cell(first + line, 2).value for line in range(5)]
    assert shown == [datetime(2026, 9, 5), datetime(2026, 11, 21, 14, 32), "未定", "2026年13月1日", ""]
    assert sheet.cell(first, 2).is_date
    # Whatever is a column of years anywhere in the product says so, or is a text.
    written = "".join(one.read_text() for one in Path(excel.__file__).parents[1].rglob("*.py"))
    assert set(re.findall(r'Column\(\s*"[^"]*年度?", "(\w+)"', written)) == {"year", "text"}
    # A day is written short, whatever its text takes: only what stays a text makes its row higher.
    # A day stands below its head, and a number apart from the text beside it, as what stands in the place of one.
    assert sheet.cell(first, 2).alignment.horizontal == "left"
    number = sheet.cell(first, 3).alignment
    assert (number.horizontal, number.indent) == ("right", 1)
    assert sheet.cell(first - 1, 3).alignment.indent == 1
    hidden = Table("数値", (Column("数", "number"),), (("比較不可",),))
    assert opened(excel.workbook("数値", [hidden])).active.cell(first, 1).alignment.horizontal == "right"
    narrow = Table("数値", (Column("基準日", "date", 12),), (("2026年11月28日（土）",), ("未定" * 10,)))
    sheet = opened(excel.workbook("数値", [narrow])).active
    short, long = (sheet.row_dimensions[first + line].height for line in range(2))
    assert (short, long > 20) == (15.75, True)


def test_notes_stay_within_the_width_of_their_table_and_long_rows_are_high_enough() -> None:
    long = replace(TABLE, notes=("注" * 300,), rows=(("体制", 1.0, 1, "あ" * 200),))
    sheet = opened(excel.workbook("訪問評価", [long])).active
    line = excel.HEADER_ROW + 2 + len(long.rows) + 1
    assert sheet.cell(line, 1).value == "注" * 300
    assert f"A{line}:D{line}" in [str(one) for one in sheet.merged_cells.ranges]
    assert sheet.cell(line, 1).alignment.wrap_text
    assert sheet.row_dimensions[line].height > 60
    assert sheet.row_dimensions[excel.HEADER_ROW + 2].height > 60


def test_charts_have_the_colours_of_the_product_and_lines_go_across_the_years() -> None:
    columns = (Column("区分"), Column("2025年度", "percent"), Column("2026年度", "percent"))
    trend = Table("推移", columns, (("加算1", 80.0, 85.0), ("加算2", 70.0, None)))
    chart = Chart("line", "推移", 0, "区分", ("2025年度", "2026年度"), across=True)
    with zipfile.ZipFile(io.BytesIO(excel.workbook("推移", [trend], [chart]))) as archive:
        drawn = archive.read("xl/charts/chart1.xml").decode()
    for color in CLASS_COLORS.values():
        assert color.removeprefix("#").upper() in drawn.upper()
    row = excel.HEADER_ROW + 2
    assert f"$B${row}:$C${row}" in drawn
    assert f"$B${row + 1}:$C${row + 1}" in drawn
    assert f"$B${row - 1}:$C${row - 1}" in drawn


def test_bars_stand_in_the_order_of_the_table() -> None:
    with zipfile.ZipFile(
        io.BytesIO(excel.workbook("x", [TABLE], [Chart("bar", "図", 0, "章", ("得点率",))]))
    ) as archive:
        drawn = archive.read("xl/charts/chart1.xml").decode()
    names, values = drawn.split("<c:catAx>")[1].split("<c:valAx>")
    assert 'orientation val="maxMin"' in names
    assert 'orientation val="minMax"' in values
    assert '<c:max val="100"/>' in values


def test_no_decimal_is_lost_and_counts_have_none() -> None:
    columns = (Column("年度"), Column("件", "number"), Column("平均所要時間（分）", "number"))
    table = Table("件数", columns, (("2024年度", 1030, 22.7), ("2025年度", 983, 4.0)))
    charts = [Chart("column", "図", 0, "年度", (name,)) for name in table.names[1:]]
    data = excel.workbook("実績", [table], charts)
    sheet = opened(data).active
    first = excel.HEADER_ROW + 2
    shown = [[sheet.cell(first + line, place).number_format for place in (2, 3)] for line in (0, 1)]
    assert shown == [["#,##0", "#,##0.0##"]] * 2
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        drawn = [archive.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2)]
    labels = [re.search(r"<c:dLbls><c:numFmt formatCode=\"([^\"]*)\"", one) for one in drawn]
    assert [one and one[1] for one in labels] == ["#,##0", "#,##0.0"]
    # At ten points, the numbers of three bars beside each other lay on one another, and 100.0 on the frame.
    assert all('sz="800"' in one.partition("<c:dLbls>")[2].partition("</c:dLbls>")[0] for one in drawn)


def test_bars_of_percentages_have_four_steps_as_on_paper_and_a_column_by_itself_has_room_on_its_page() -> None:
    with zipfile.ZipFile(io.BytesIO(excel.workbook("訪問評価", [TABLE], [replace(CHART, kind="bar")]))) as archive:
        assert '<c:majorUnit val="25' in archive.read("xl/charts/chart1.xml").decode()
    # Other programs do not make smaller what they cannot divide.
    assert excel_cells.widths(Table("記述", (Column("回答", "text", 80),), (("あ",),))) == [70]


def test_a_column_without_a_text_is_as_wide_as_its_head_unless_it_is_filled_in() -> None:
    columns = (Column("項目"), Column("備考", "text", 30), Column("記入欄", "text", 30, filling=Filling()))
    assert excel_cells.widths(Table("表", columns, (("体制", "", None),))) == [12, 8, 30]
    assert excel_cells.widths(Table("表", columns, (("体制", "少数", None),))) == [12, 30, 30]
    assert excel_cells.widths(Table("表", columns, ())) == [12, 30, 30]


def test_numbers_beside_lines_do_not_cover_each_other_and_zeros_are_not_drawn() -> None:
    names = ("この病院", "加算1", "加算2")
    rows = (("2024年度", 92.9, 89.1, 92.8), ("2025年度", 92.4, 90.4, 91.5))
    table = Table("推移", (Column("年度"), *(Column(name, "percent") for name in names)), rows)
    for shown, expected in (
        (names, ["t", None, None]),
        # The lowest of them has room below.
        (names[1:] + names[:1], ["b", None, None]),
        (names[:2], ["t", "b"]),
        (names[1:], ["b", "t"]),
        (names[:1], ["t"]),
    ):
        with zipfile.ZipFile(
            io.BytesIO(excel.workbook("x", [table], [Chart("line", "図", 0, "年度", shown)]))
        ) as archive:
            parts = archive.read("xl/charts/chart1.xml").decode().split("<c:ser>")[1:]
        places = [re.search('<c:dLblPos val="(.)"', one) for one in parts]
        assert [one and one[1] for one in places] == expected, shown
    nothing = Table("課題", (Column("課題"), Column("件", "number")), (("情報不足", 0), ("伝え方", None)))
    assert drawn_of(nothing, Chart("column", "図", 0, "課題", ("件",))) is None
