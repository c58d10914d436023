"""Native charts of a workbook, in the product's colours: Excel draws them again when a cell changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from checklist.formats import chart_labels, excel_cells, palette, table
from checklist.formats.excel_cells import HEADER_ROW
from checklist.formats.excel_numbers import Numbers
from checklist.formats.table import Chart, Table

Part = tuple[int, int]
ROW = 20
"""Pixels that a row is high."""
WIDE, NARROW, HIGH, HIGHEST = 680, 480, 360, 860
"""Pixels: none is wider or higher than a printed page."""
MOST_BELOW = 50
"""Full-width characters that have room below a chart; more would stand at an angle."""
_GRAINS = {"solid": "", "diagonal": "wide_upward_diagonal", "dots": "percent_30", "lines": "narrow_horizontal"}
_BAR, _THIN, _FRAME = 16, 7, 130
"""Pixels of one bar, of the thinnest that can be told, and of everything around the bars."""
_TOLD, _BESIDE_BARS = 11, 8
"""Pixels of a bar from which on its number has room beside it, and the points of one that neither lies on the next bar's
nor, at 100.0, on the frame."""


@dataclass(frozen=True)
class Drawing:
    """A chart that is ready to be put on a sheet; `high` is in pixels."""

    drawn: Any
    title: str
    high: int

    @property
    def rows(self) -> int:
        """The rows that it takes, with space below."""
        return self.high // ROW + 2


def drawings(book: Any, name: str, found: Table, charts: Sequence[Chart], numbers: Numbers) -> list[Drawing]:
    """The charts of a table on the sheet of that name, in parts where one page would not hold all of their bars."""
    if not found.rows:
        return []
    return [
        _drawing(book, name, found, chart, part, numbers)
        for chart in (_lying(found, one) for one in charts)
        for part in _parts(found, chart)
    ]


def put(sheet: Any, one: Drawing, line: int) -> int:
    """A chart from this line on; the next line that is free."""
    # Lower than the line between two pages, or its frame would be seen on the one before.
    sheet.insert_chart(line, 0, one.drawn, {"description": one.title, "y_offset": 4})
    return line + one.rows


def _parts(found: Table, chart: Chart) -> list[Part]:
    """The categories from where to where, counted from 0, as evenly as they go."""
    count = len(table.categories(found, chart))
    bars = len(table.series(found, chart)) + 1
    most = max(1, (HIGHEST - _FRAME) // (_THIN * bars))
    parts = -(-count // most) if chart.kind == "bar" and not chart.across else 1
    ends = [count * place // max(parts, 1) for place in range(parts + 1)]
    return list(pairwise(ends))


def _drawing(book: Any, name: str, found: Table, chart: Chart, part: Part, numbers: Numbers) -> Drawing:
    drawing = book.add_chart({"type": chart.kind})
    shown = table.series(found, chart)
    high, bar = HIGH, _BAR
    if chart.kind == "bar":
        # Long names of chapters stand level beside their bars; below columns they would stand askew.
        bars = (len(shown) + 1) * (part[1] - part[0])
        bar = min(_BAR, (HIGHEST - _FRAME) // max(bars, 1))
        high = max(HIGH, _FRAME + bar * bars)
    told, shape = len(shown) <= 4 and bar >= _TOLD, chart_labels.number_format(found, chart)
    lines = chart_labels.of_lines(found, chart)
    places = _places(name, found, chart, part)
    for where, (across, up) in zip(places, numbers.stand_apart(found, chart, part), strict=False):
        where.update(categories=across, values=up)
        # Programs that draw nothing of what is hidden are told to.
        drawing.show_hidden_data()
    for place, (one, where) in enumerate(zip(shown, places, strict=True)):
        look = _look(chart, palette.color(one.name, place), place)
        # Where there is room, the numbers stand beside what they belong to.
        if chart.kind == "line" and lines[place]:
            font = {"color": palette.letters(palette.color(one.name, place))}
            look["data_labels"] = {"value": True, "num_format": shape, "position": lines[place], "font": font}
        elif told and chart.kind in ("bar", "column"):
            look["data_labels"] = {"value": True, "num_format": shape, "font": {"size": _BESIDE_BARS}}
        drawing.add_series({**where, **look, **_hollow(found, chart, look), **_own(found, chart, part)})
    whole = part == (0, len(table.categories(found, chart)))
    title = chart_labels.heading(found, chart) if whole else f"{chart.title}（{part[0] + 1}～{part[1]}）"
    _dress(drawing, found, chart, title, whole)
    # Wider than its table, it would make the whole page smaller.
    drawing.set_size({"width": min(WIDE, max(NARROW, 7 * sum(excel_cells.widths(found)))), "height": high})
    return Drawing(drawing, title, high)


def _lying(found: Table, chart: Chart) -> Chart:
    """Bars in place of columns where their names are too long to stand level below them."""
    names = table.categories(found, chart)
    askew = chart.kind == "column" and len(names) * max(map(len, names), default=0) > MOST_BELOW
    return replace(chart, kind="bar") if askew else chart


def _places(name: str, found: Table, chart: Chart, part: Part) -> list[dict[str, str | list[str | int]]]:
    """Where each series stands in the sheet: its name, its categories and its numbers."""
    top = HEADER_ROW + 1
    first, last = (
        (top, top + len(found.rows) - chart.without_last - 1) if chart.across else (top + part[0], HEADER_ROW + part[1])
    )
    names = found.names.index(chart.category)
    columns = [found.names.index(value) for value in chart.values]
    if chart.across:
        # Columns side by side, as the tables of years have them.
        heads: list[str | int] = [name, HEADER_ROW, columns[0], HEADER_ROW, columns[-1]]
        return [
            {"name": [name, row, names], "categories": heads, "values": [name, row, columns[0], row, columns[-1]]}
            for row in range(first, last + 1)
        ]
    return [
        {
            # Its head in one line, where the cell has several.
            "name": found.columns[column].name,
            "categories": [name, first, names, last, names],
            "values": [name, first, column, last, column],
        }
        for column in columns
    ]


def _dot(place: int, color: str) -> dict[str, Any]:
    """A series of a scatter: the first as points, the others as short and long dashes that form lines."""
    kind, size = ("circle", 8) if place == 0 else ("long_dash", 9) if place % 2 else ("short_dash", 7)
    ink = color if place == 0 else palette.SOFT
    return {"marker": {"type": kind, "size": size, "fill": {"color": ink}, "border": {"color": ink}}}


def _look(chart: Chart, color: str, place: int) -> dict[str, Any]:
    if chart.kind == "scatter":
        return _dot(place, color)
    if chart.kind == "line":
        shape, dash = palette.SHAPES[place % len(palette.SHAPES)], palette.DASHES[place % len(palette.DASHES)]
        dot = {"type": shape, "size": 7, "fill": {"color": color}, "border": {"color": color}}
        return {"line": {"color": color, "width": 2.25, "dash_type": dash}, "marker": dot}
    return {**_filled(color, place), "gap": 60}


def _hollow(found: Table, chart: Chart, look: dict[str, Any]) -> dict[str, Any]:
    """The points of a year that is not over."""
    places = table.hollow(found, chart)
    point = {"fill": {"color": "#ffffff"}, "border": {**look["marker"]["border"], "width": 1.5}} if places else None
    return {"points": [point if place in places else None for place in range(max(places) + 1)]} if places else {}


def _own(found: Table, chart: Chart, part: Part) -> dict[str, Any]:
    """The bar of the own hospital, if it is one of this part."""
    place = chart_labels.own_bar(found, chart)
    if place is None or not part[0] <= place < part[1]:
        return {}
    return {"points": [*[None] * (place - part[0]), _filled(*palette.OWN_BAR)]}


def _filled(color: str, place: int) -> dict[str, Any]:
    """How a bar is filled: the first plainly, the others so that they are told apart in grey print."""
    grain = _GRAINS[palette.GRAINS[place % len(palette.GRAINS)]]
    if not grain:
        return {"fill": {"color": color}, "border": {"none": True}}
    pattern = {"pattern": grain, "fg_color": color, "bg_color": "#ffffff"}
    return {"pattern": pattern, "border": {"color": color, "width": 0.75}}


def _dress(drawing: Any, found: Table, chart: Chart, title: str, whole: bool) -> None:
    font = {"name": "Yu Gothic", "size": 9}
    drawing.set_title({"name": title, "name_font": {"name": "Yu Gothic", "size": 12}})
    drawing.set_legend({"position": "bottom", "font": font})
    low, high = table.lowest(found, chart), table.highest(found, chart)
    scale: dict[str, Any] = {"min": low, "num_format": chart_labels.axis_format(found, chart)}
    if percent := table.percentages(found, chart):
        scale["major_unit"] = (high - low) / chart_labels.steps(found, chart)
    if percent or not whole:
        # Bars of one chart have one scale, on whichever page they stand.
        scale["max"] = high
    values = {**scale, "num_font": font, "major_gridlines": {"visible": True, "line": {"color": "#C9D3DC"}}}
    names = {"num_font": font, "major_gridlines": {"visible": False}}
    if chart.kind == "scatter":
        left, low = table.tens(found, chart)
        names |= {"name": chart.category, "name_font": font, "min": left, "num_format": "0"}
        values |= {"min": low, "major_unit": 10}
    if chart.kind == "bar":
        # Bars are drawn from the bottom up; reversed, they stand in the order of the table, and so their axis would
        # stand above them.
        drawing.set_x_axis({**values, "label_position": "high"})
        drawing.set_y_axis({**names, "reverse": True})
    else:
        drawing.set_x_axis(names)
        drawing.set_y_axis(values)
    drawing.show_blanks_as("gap")
