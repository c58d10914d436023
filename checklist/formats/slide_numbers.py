"""The numbers that a chart on a slide is drawn from, and the workbook of them that stands inside of the slides."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData

from checklist.formats import excel
from checklist.formats.table import Chart, Table, categories, pairs, series


class _Plain:
    """Numbers of a chart in whose workbook a name that begins like a formula is none: of itself the library makes it one."""

    _workbook_writer: Any

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook inside of the slides."""
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, excel.OPTIONS) as book:
            self._workbook_writer._populate_worksheet(book, book.add_worksheet())
        return target.getvalue()


_Names: Any = type("_Names", (_Plain, CategoryChartData), {})
_Points: Any = type("_Points", (_Plain, XyChartData), {})


def of(table: Table, chart: Chart) -> Any:
    """The numbers of a chart as its workbook holds them."""
    if chart.kind == "scatter":
        points = _Points(number_format="0.0")
        for name, found in pairs(table, chart):
            one = points.add_series(name)
            for x, y in found:
                one.add_data_point(x, y)
        return points
    data = _Names(number_format="0.0")
    data.categories = categories(table, chart)
    for line in series(table, chart):
        data.add_series(line.name, line.numbers)
    return data
