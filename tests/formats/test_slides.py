"""Slides as python-pptx reads them back: every number in its chart, long tables in parts, and texts that would break a file."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any, Literal

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from checklist.formats import slides
from checklist.formats.document import Document
from checklist.formats.table import Chart, Column, Table, Value

Kind = Literal["bar", "column", "line"]
FACTS = (("年度", "2025年度"), ("区分", "すべて"))
HEAD = (Column("章", "text", 28), Column("加算1", "percent", 9), Column("加算2", "percent", 9))
ROWS: tuple[tuple[Value, ...], ...] = (("体制", 90.0, 80.5), ("医薬品", 70.3, None), ("全体", 80.0, "データなし"))
GRID = Table("章別の得点率", HEAD, ROWS)
LAST = Table("数値", (Column("数", "number"),), ((1,),))
NASTY = "=1+1 <b>&\"'</b> \x07\x0b\u202e架空\ud800病院 🏥 {0} %s"


def document(*tables: Table, charts: tuple[Chart, ...] = (), notes: tuple[str, ...] = ("注記です。",)) -> Document:
    return Document("架空の比較", FACTS, (*tables, LAST), LAST, charts, notes, fictional=True)


def deck(found: Document) -> Any:
    return Presentation(io.BytesIO(slides.presentation(found, "出力 2026年11月22日")))


def titles(read: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in read.slides]


def charts(read: Any) -> list[Any]:
    return [shape.chart for slide in read.slides for shape in slide.shapes if shape.has_chart]


def tables(read: Any) -> list[list[list[str]]]:
    found = [shape.table for slide in read.slides for shape in slide.shapes if shape.has_table]
    return [[[cell.text_frame.text for cell in row.cells] for row in table.rows] for table in found]


def chart(kind: Kind = "bar", across: bool = False) -> Chart:
    return Chart(kind, "図", 0, "章", ("加算1", "加算2"), across)


def test_facts_come_first_then_pictures_tables_and_notes_and_never_the_table_for_programs() -> None:
    read = deck(document(GRID, charts=(chart(),)))
    assert titles(read) == ["架空の比較", "図", "章別の得点率", "注記"]
    assert tables(read)[0] == [["事項", "内容"], ["年度", "2025年度"], ["区分", "すべて"]]
    assert tables(read)[-1] == [["集計の方法"], ["注記です。"]]


def test_a_cell_stands_as_on_paper_and_an_empty_one_is_empty() -> None:
    (grid,) = [one for one in tables(deck(document(GRID))) if one[0][0] == "章"]
    assert grid[1:] == [["体制", "90.0", "80.5"], ["医薬品", "70.3", ""], ["全体", "80.0", "データなし"]]


@pytest.mark.parametrize("kind", ["bar", "column", "line"])
def test_a_chart_holds_its_numbers_and_no_zero_where_there_is_none(kind: Kind) -> None:
    (drawn,) = charts(deck(document(GRID, charts=(chart(kind),))))
    plot = drawn.plots[0]
    assert list(plot.categories) == ["体制", "医薬品", "全体"]
    assert {one.name: tuple(one.values) for one in plot.series} == {
        "加算1": (90.0, 70.3, 80.0), "加算2": (80.5, None, None),
    }  # fmt: skip
    # Bars are as long as their numbers; lines begin at a fixed place below all of them.
    start = 50 if kind == "line" else 0
    assert (drawn.value_axis.minimum_scale, drawn.value_axis.maximum_scale) == (start, 100)


def test_across_every_row_is_a_line_over_the_columns() -> None:
    (drawn,) = charts(deck(document(GRID, charts=(chart("line", across=True),))))
    assert list(drawn.plots[0].categories) == ["加算1", "加算2"]
    assert {one.name: tuple(one.values) for one in drawn.plots[0].series} == {
        "体制": (90.0, 80.5), "医薬品": (70.3, None), "全体": (80.0, None),
    }  # fmt: skip


def test_a_scatter_leaves_out_what_lacks_either_number_and_begins_at_the_tens_below() -> None:
    points = Table(
        "ばらつき",
        (
            Column("病院", "text"),
            Column("評定数", "number"),
            Column("得点率", "percent"),
            Column("95％下限", "percent"),
        ),
        (("い", 87, 93.0, 81.0), ("ろ", None, 70.0, None), ("は", 112, 65.0, None)),
    )
    (drawn,) = charts(deck(document(points, charts=(Chart("scatter", "図", 0, "評定数", ("得点率", "95％下限")),))))
    assert drawn.chart_type == XL_CHART_TYPE.XY_SCATTER
    assert [(one.name, list(one.iter_values())) for one in drawn.plots[0].series] == [
        ("得点率", [93.0, 65.0]), ("95％下限", [81.0]),
    ]  # fmt: skip
    assert (drawn.category_axis.minimum_scale, drawn.value_axis.minimum_scale) == (80, 60)


def test_a_single_bar_is_a_chart_as_well() -> None:
    (drawn,) = charts(deck(document(Table("一つ", HEAD, ROWS[:1]), charts=(chart("column"),))))
    assert [tuple(one.values) for one in drawn.plots[0].series] == [(90.0,), (80.5,)]
    assert all(one.data_labels.show_value for one in drawn.plots[0].series)


def test_nothing_is_drawn_of_a_table_without_rows() -> None:
    read = deck(document(Table("空", HEAD, ()), charts=(chart(),)))
    assert charts(read) == []
    assert titles(read) == ["架空の比較", "注記"]


def test_without_notes_there_is_no_slide_of_them() -> None:
    assert titles(deck(document(GRID, notes=()))) == ["架空の比較", "章別の得点率"]


LENGTHS = {1: 1, slides.ROWS: 1, slides.ROWS + 1: 2, 6 * slides.ROWS: 6, 6 * slides.ROWS + 1: 0}


@pytest.mark.parametrize("rows", LENGTHS)
def test_a_long_table_goes_on_and_too_long_a_one_is_for_the_workbook(rows: int) -> None:
    long = Table("長い表", (Column("番号", "number"),), tuple((n,) for n in range(rows)))
    read = deck(document(long))
    parts = [one for one in tables(read) if one[0] == ["番号"]]
    assert len(parts) == LENGTHS[rows]
    assert [row[0] for one in parts for row in one[1:]] == ([str(n) for n in range(rows)] if parts else [])
    headed = [one for one in titles(read) if one.startswith("長い表")]
    count = LENGTHS[rows]
    assert headed == ([f"長い表（{n + 1}/{count}）" for n in range(count)] if count > 1 else ["長い表"] * count)


@pytest.mark.parametrize(("columns", "shown"), [(slides.COLUMNS, True), (slides.COLUMNS + 1, False)])
def test_a_wide_table_is_for_the_workbook(columns: int, shown: bool) -> None:
    wide = Table("広い表", tuple(Column(f"列{n}", "number") for n in range(columns)), (tuple(range(columns)),))
    assert ("広い表" in titles(deck(document(wide)))) is shown


def test_nasty_texts_break_no_file_and_stand_there_as_they_can_be_read() -> None:
    table = Table(NASTY, (Column(NASTY, "text"), Column("加算1", "percent")), ((NASTY, 50.0),), (NASTY,))
    drawn = Chart("bar", "図", 0, table.columns[0].name, ("加算1",))
    found = replace(document(table, charts=(drawn,), notes=(NASTY,)), title=NASTY)
    read = deck(found)
    straight = "=1+1 <b>&\"'</b> 架空病院 🏥 {0} %s"
    assert [one for one in tables(read) if one[0][0] == straight] == [[[straight, "加算1"], [straight, "50.0"]]]
    assert titles(read)[0] == straight
    assert list(charts(read)[0].plots[0].categories) == [straight]
    # Nor is it a formula for whoever opens the numbers of the chart.
    book = openpyxl.load_workbook(io.BytesIO(charts(read)[0].part.chart_workbook.xlsx_part.blob))
    assert [(cell.value, cell.data_type) for cell in book.active["A"]][1:] == [(straight, "s")]


def test_every_slide_says_that_it_is_invented_and_when_it_was_made() -> None:
    read = deck(document(GRID, charts=(chart(),)))
    for slide in read.slides:
        said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "架空" in said
        assert "出力 2026年11月22日" in said
    real = replace(document(GRID), fictional=False, title="比較")
    assert all(
        "架空" not in shape.text_frame.text for one in deck(real).slides for shape in one.shapes if shape.has_text_frame
    )


def test_a_picture_of_points_has_no_axis_to_a_hundred() -> None:
    moved = Table("差", (Column("章", "text"), Column("差", "points")), (("体制", -4.0), ("医薬品", 12.0)))
    (drawn,) = charts(deck(document(moved, charts=(Chart("column", "図", 0, "章", ("差",)),))))
    assert drawn.value_axis.maximum_scale is None


LONG = "手順書を改め、全職員に周知し、三か月後に巡回で確かめた。" * 4


def test_no_table_reaches_below_its_slide_however_long_its_cells_are() -> None:
    columns = (Column("番号", "number", 8), Column("指摘", "text", 40), Column("対策", "text", 40))
    rows = tuple((place, LONG if place % 3 else "短い", f"一行目\n\n{LONG}") for place in range(9))
    told = tuple(f"注{place}：{LONG}" for place in range(14))
    read = deck(
        replace(document(Table("計画", columns, rows), notes=told), facts=(*FACTS, *((one[:3], one) for one in told)))
    )
    found: dict[str, list[str]] = {}
    for slide in read.slides:
        foot = min(shape.top for shape in slide.shapes if shape.has_text_frame and shape != slide.shapes.title)
        for shape in (one for one in slide.shapes if one.has_table):
            assert shape.top + sum(row.height for row in shape.table.rows) <= foot, slide.shapes.title.text
            for row in shape.table.rows:
                # As high as its longest cell: letters of 12 points, and a fifth more from line to line.
                room = [(one.width - 182_880) // (12 * 12_700) for one in shape.table.columns]
                texts = [cell.text_frame.text.split("\n") for cell in row.cells]
                needs = max(
                    sum(-(-max(len(one), 1) // wide) for one in text) for text, wide in zip(texts, room, strict=True)
                )
                assert row.height >= needs * 12 * 1.2 * 12_700 or needs == 1
            title = slide.shapes.title.text.partition("（")[0]
            found[title] = found.get(title, []) + [row.cells[0].text_frame.text for row in list(shape.table.rows)[1:]]
    assert found == {
        "架空の比較": ["年度", "区分", *(one[:3] for one in told)], "計画": [str(place) for place in range(9)], "注記": list(told),
    }  # fmt: skip


def test_days_and_years_of_a_slide_have_room_in_one_line_also_with_gaps_beside_their_numbers() -> None:
    """Programs put a quarter of a letter between a number and a Japanese one: five of them in a day."""
    columns = (
        Column("名称", "text", 30),
        Column("年", "text", 6),
        Column("用件", "text", 60),
        Column("確認した日", "date", 12),
    )
    rows = (("医薬品PLセンター", "2022年", "受診を迷うときの相談" * 4, "2026年11月28日（土）"),) * 13
    table, _ = (
        shape.table
        for slide in deck(document(Table("問い合わせ先", columns, rows))).slides
        for shape in slide.shapes
        if shape.has_table and slide.shapes.title.text.startswith("問い合わせ先")
    )
    for place, letters in ((1, 6), (3, 20)):
        assert table.columns[place].width - 182_880 >= (letters + 2.5) * 92_000, place


def test_a_deck_is_ours_in_japanese_with_numbered_slides_and_places_as_wide_as_they_are() -> None:
    read = deck(document(GRID, charts=(chart(),)))
    about = read.core_properties
    assert (about.title, about.author, about.last_modified_by, about.language) == (
        "架空の比較", "医療安全 相互チェック", "医療安全 相互チェック", "ja-JP",
    )  # fmt: skip
    # No moment rather than one that is not true.
    assert (about.created, about.modified) == (None, None)
    assert [one.name for one in read.slide_layouts] == ["タイトルのみ"]
    for shape in (*read.slide_master.placeholders, *read.slide_layouts[0].placeholders):
        assert 0 < shape.left < shape.left + shape.width < read.slide_width
    head = next(iter(read.slide_master.placeholders))
    assert head.left + head.width > 0.9 * read.slide_width
    with zipfile.ZipFile(io.BytesIO(slides.presentation(document(GRID), "出力"))) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    # Japanese letters have a font of their own, which no run names.
    assert texts["ppt/theme/theme1.xml"].count('<a:ea typeface="Yu Gothic"/>') == 2
    assert not [name for name, text in texts.items() if "Canny" in text or "python-pptx" in text]
    for number in range(1, len(deck(document(GRID)).slides) + 1):
        text = texts[f"ppt/slides/slide{number}.xml"]
        runs = re.findall(r"<a:rPr [^>]*>", text)
        assert runs
        assert all('lang="ja-JP"' in one for one in runs)
        assert re.search(rf'type="slidenum"><a:rPr .*?</a:rPr><a:t>{number}</a:t></a:fld>', text)
