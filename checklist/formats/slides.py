"""A document as slides: a title, every chart as a native one that can be edited, and its tables."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from checklist import words
from checklist.formats import chart_labels, column_widths, palette, slide_deck, slide_numbers
from checklist.formats.document import Document
from checklist.formats.table import (
    Chart,
    Column,
    Table,
    Value,
    categories,
    drawn_of,
    highest,
    hollow,
    lines_of,
    lowest,
    percentages,
    series,
    tens,
    text_of,
)

_WIDE, _HIGH, _FONT = slide_deck.WIDE, slide_deck.HIGH, slide_deck.FONT
_MOST_LABELS = 30
"""Numbers that stand beside bars without covering each other."""
_MARGIN, _TOP, _CORNER = Emu(500_000), Emu(1_250_000), Emu(700_000)
ROWS, COLUMNS = 13, 8
"""What can be read from the last row of seats, such as twelve months with their sum; longer tables go on on the next slide."""
_MOST_SLIDES = 6
"""Longer tables belong into the workbook."""
_KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "scatter": XL_CHART_TYPE.XY_SCATTER,
}
_ABOVE = {"above": XL_LABEL_POSITION.ABOVE, "below": XL_LABEL_POSITION.BELOW}
_GRAINS = {
    "solid": None,
    "diagonal": MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    "dots": MSO_PATTERN_TYPE.PERCENT_30,
    "lines": MSO_PATTERN_TYPE.NARROW_HORIZONTAL,
}
_SHAPES = {name: getattr(XL_MARKER_STYLE, name.upper()) for name in palette.SHAPES}
_DASHES = {name: getattr(MSO_LINE_DASH_STYLE, name.upper()) for name in palette.DASHES}
_ROW, _LINE, _AROUND, _ROOM = 350_000, 200_000, 80_000, _HIGH - _TOP - 450_000
"""A row of one line, each further line, what stands above and below them, and all that has room above the foot."""
_LETTER, _BESIDE = 92_000, 182_880
"""A half-width letter of a cell, and what stands left and right of it: other programs have wider fonts than ours."""


def presentation(found: Document, taken: str) -> bytes:
    """The slides of a document; `taken` is when and by whom it was made."""
    deck = slide_deck.empty(found.title, taken)
    foot = "　".join(part for part in (words.FICTIONAL if found.fictional else "", found.title, taken) if part)
    _pages(deck, Table(found.title, (Column("事項", "text", 18), Column("内容", "text", 60)), found.facts), foot)
    said: list[str] = []
    for index, table in enumerate(found.tables):
        for chart in found.charts:
            if chart.table == index and table.rows and drawn_of(table, chart):
                _draw(deck, table, chart, foot)
        if table.rows and table.rows != found.facts and table is not found.csv_table:
            _pages(deck, table, foot, _MOST_SLIDES)
            said += [f"{table.title}：{note}" for note in table.notes if note not in found.notes]
    told = tuple((note,) for note in dict.fromkeys((*found.notes, *said)))
    if told:
        _pages(deck, Table("注記", (Column("集計の方法", "text", 100),), told), foot)
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


def _pages(deck: Any, table: Table, foot: str, most: float = math.inf) -> None:
    """A table on as many slides as it takes, unless it takes more than `most` and so is one for the workbook."""
    parts = _parts(table)
    if len(parts) > most or len(table.columns) > COLUMNS:
        return
    for number, rows in enumerate(parts, 1):
        title = f"{table.title}（{number}/{len(parts)}）" if len(parts) > 1 else table.title
        _rows(deck, title, replace(table, rows=rows), foot, _wide(table))


def _parts(table: Table) -> list[tuple[tuple[Value, ...], ...]]:
    """Its rows as they have room: no more than can be read, and none below the edge of a slide."""
    parts: list[list[tuple[Value, ...]]] = []
    free, wide = 0, _wide(table)
    for row in table.rows:
        high = _high(table, row, wide)
        if not parts or high > free or len(parts[-1]) == ROWS:
            parts.append([])
            free = _ROOM - _high(table, table.names, wide)
        parts[-1].append(row)
        free -= high
    return [tuple(part) for part in parts]


def _wide(table: Table) -> list[int]:
    """How wide each column stands on a slide."""
    wide = _WIDE - 2 * _MARGIN
    return column_widths.share(column_widths.fitted(table, wide // _LETTER, -(-_BESIDE // _LETTER)), wide)


def _high(table: Table, row: Sequence[Value], wide: Sequence[int]) -> int:
    """How high a row stands: as its longest cell."""
    cells = zip(table.columns, wide, row, strict=True)
    told = ((text_of(column, value) or "", (room - _BESIDE) // _LETTER) for column, room, value in cells)
    return max(_ROW, _AROUND + _LINE * max(lines_of(text, room) for text, room in told))


def _slide(deck: Any, title: str, foot: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = _MARGIN, Emu(300_000), _WIDE - 2 * _MARGIN, Emu(800_000)
    _say(head.text_frame, title, 26, palette.ACCENT, bold=True)
    low = _HIGH - Emu(420_000)
    box = slide.shapes.add_textbox(_MARGIN, low, _WIDE - 2 * _MARGIN - _CORNER, Emu(320_000))
    _say(box.text_frame, foot, 10, palette.SOFT)
    corner = slide.shapes.add_textbox(_WIDE - _MARGIN - _CORNER, low, _CORNER, Emu(320_000))
    _say(corner.text_frame, str(len(deck.slides)), 10, palette.SOFT)
    _count(corner.text_frame.paragraphs[0])
    return slide


def _count(paragraph: Any) -> None:
    """Its text as the number of the slide, which follows when slides are moved."""
    paragraph.alignment = PP_ALIGN.RIGHT
    (run,) = (one._r for one in paragraph.runs)
    run.tag = qn("a:fld")
    run.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    run.set("type", "slidenum")


def _say(frame: Any, text: str, size: int, color: str, bold: bool = False) -> None:
    frame.word_wrap = True
    frame.text = text
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, _FONT
            # Or every word would be marked as wrong English.
            run.font.language_id = MSO_LANGUAGE_ID.JAPANESE
            run.font.color.rgb = RGBColor.from_string(color.removeprefix("#"))


def _draw(deck: Any, table: Table, chart: Chart, foot: str) -> None:
    """A chart whose numbers stand in a workbook inside of the slides."""
    slide = _slide(deck, chart_labels.heading(table, chart), foot)
    shown, data = series(table, chart), slide_numbers.of(table, chart)
    place = (_MARGIN, _TOP, _WIDE - 2 * _MARGIN, _HIGH - _TOP - Emu(500_000))
    frame = slide.shapes.add_chart(_KINDS[chart.kind], *place, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.title)
    _dress(frame.chart, chart, percentages(table, chart), (lowest(table, chart), highest(table, chart)))
    if chart.kind == "scatter":
        left, low = tens(table, chart)
        frame.chart.category_axis.minimum_scale, frame.chart.value_axis.minimum_scale = left, low
    else:
        # A number beside each of the marks of a scatter would hide them all.
        _label(frame.chart.plots[0], table, chart)
    for index, one in enumerate(frame.chart.plots[0].series):
        _color(one, chart, palette.color(shown[index].name, index), index)
        if (spot := chart_labels.own_bar(table, chart)) is not None:
            color, grain = palette.OWN_BAR
            _fill_bars(
                one.points[spot].format, RGBColor.from_string(color.removeprefix("#")), _GRAINS[palette.GRAINS[grain]]
            )
        for spot in hollow(table, chart):
            marker = one.points[spot].marker
            marker.style, marker.size = one.marker.style, one.marker.size
            marker.format.fill.solid()
            marker.format.fill.fore_color.rgb = RGBColor(255, 255, 255)
            marker.format.line.color.rgb = one.format.line.color.rgb


def _label(plot: Any, table: Table, chart: Chart) -> None:
    """The numbers beside what they belong to; where they would cover each other, those of the first series alone."""
    places = [_ABOVE.get(one) for one in chart_labels.of_lines(table, chart)]
    if chart.kind != "line":
        crowded = len(places) > 1 and len(places) * len(categories(table, chart)) > _MOST_LABELS
        places = [
            XL_LABEL_POSITION.OUTSIDE_END,
            *(None if crowded else XL_LABEL_POSITION.OUTSIDE_END for _ in places[1:]),
        ]
    for one, place in zip(plot.series, places, strict=True):
        if place is not None:
            labels = one.data_labels
            labels.show_value, labels.position, labels.font.size = True, place, Pt(10)
            labels.number_format, labels.number_format_is_linked = chart_labels.number_format(table, chart), False


def _dress(drawn: Any, chart: Chart, percent: bool, ends: tuple[int, float]) -> None:
    drawn.has_title, drawn.has_legend = False, True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    drawn.font.size, drawn.font.name = Pt(12), _FONT
    axis, plot = drawn.value_axis, drawn.plots[0]
    axis.minimum_scale = ends[0]
    if percent:
        axis.maximum_scale, axis.tick_labels.number_format = ends[1], '0.#"％"' if chart.shares else '0"％"'
        axis.tick_labels.number_format_is_linked = False
    axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(palette.LINE.removeprefix("#"))
    if chart.kind == "bar":
        # Bars are drawn from the bottom up; reversed, they stand in the order of the table.
        drawn.category_axis.reverse_order = True
        axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        plot.gap_width, plot.overlap = 60, -5
        drawn.font.size = Pt(10)


def _color(one: Any, chart: Chart, color: str, place: int) -> None:
    found = RGBColor.from_string(color.removeprefix("#"))
    if chart.kind == "scatter":
        found = found if place == 0 else RGBColor.from_string(palette.SOFT.removeprefix("#"))
        one.format.line.fill.background()
        one.marker.style = XL_MARKER_STYLE.CIRCLE if place == 0 else XL_MARKER_STYLE.DASH
        one.marker.size = 8
        one.marker.format.fill.solid()
        one.marker.format.fill.fore_color.rgb = found
        return
    if chart.kind == "line":
        one.smooth = False
        one.format.line.color.rgb, one.format.line.width = found, Pt(2.5)
        one.format.line.dash_style = _DASHES[palette.DASHES[place % len(palette.DASHES)]]
        one.marker.style, one.marker.size = _SHAPES[palette.SHAPES[place % len(palette.SHAPES)]], 8
        one.marker.format.fill.solid()
        one.marker.format.fill.fore_color.rgb = found
    else:
        _fill_bars(one.format, found, _GRAINS[palette.GRAINS[place % len(palette.GRAINS)]])


def _fill_bars(look: Any, color: RGBColor, grain: Any) -> None:
    """The first series plainly, the others with a pattern that tells them apart in grey print."""
    if grain is None:
        look.fill.solid()
    else:
        look.fill.patterned()
        look.fill.pattern = grain
        look.fill.back_color.rgb = RGBColor(255, 255, 255)
        look.line.color.rgb, look.line.width = color, Pt(0.75)
    look.fill.fore_color.rgb = color


def _rows(deck: Any, title: str, table: Table, foot: str, wide: Sequence[int]) -> None:
    """A table on a slide of its own."""
    slide = _slide(deck, title, foot)
    highs = [_high(table, row, wide) for row in (table.names, *table.rows)]
    place_of = (_MARGIN, _TOP, Emu(sum(wide)), Emu(sum(highs)))
    drawn = slide.shapes.add_table(len(highs), len(table.columns), *place_of).table
    for line, high in enumerate(highs):
        drawn.rows[line].height = Emu(high)
    for place, (column, width) in enumerate(zip(table.columns, wide, strict=True)):
        drawn.columns[place].width = Emu(width)
        _fill(drawn.cell(0, place), column, column.name, head=True)
        for line, row in enumerate(table.rows, 1):
            _fill(drawn.cell(line, place), column, text_of(column, row[place]))


def _fill(cell: Any, column: Column, value: Value, head: bool = False) -> None:
    cell.margin_top = cell.margin_bottom = Emu(40_000)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string((palette.ACCENT if head else palette.GROUND).removeprefix("#"))
    _say(cell.text_frame, "" if value is None else str(value), 12, "#ffffff" if head else palette.INK, bold=head)
    if column.kind not in ("text", "date"):
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
