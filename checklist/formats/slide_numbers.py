"""The numbers that a chart on a slide is drawn from, and the workbook of them that stands inside of the slides."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData

from checklist.formats import excel


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


Names: Any = type("Names", (_Plain, CategoryChartData), {})
Points: Any = type("Points", (_Plain, XyChartData), {})
