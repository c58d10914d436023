"""Documents as PDF by Typst, with an embedded Japanese font from a pinned package."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from checklist import words
from checklist.reports.table import Chart, Column, Document, Table, Value
from checklist.store import clock

_TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
_FONT_PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
_WIDE = 20
"""Columns from this width on share what space the narrow ones leave."""
_LANDSCAPE = 150
"""Tables wider than this stand across the page."""
_compiling = Lock()


@cache
def _compiler() -> typst.Compiler:
    """One compiler for the process: it keeps the fonts and the parsed template."""
    specs = (find_spec(package) for package in _FONT_PACKAGES)
    folders = [Path(folder) for spec in specs if spec for folder in spec.submodule_search_locations or []]
    return typst.Compiler(_TEMPLATE, font_paths=folders, ignore_system_fonts=True)


def document(found: Document) -> bytes:
    """A document with its facts on top and every table below, in A4 with page numbers."""
    content = {
        "title": found.title,
        "author": "医療安全 相互チェック",
        "printed": f"出力日時　{words.moment(clock.now())}",
        "facts": found.facts,
        "notes": found.notes,
        "fictional": found.fictional,
        "tables": [
            _table(table, [chart for chart in found.charts if chart.table == index])
            for index, table in enumerate(found.tables)
            if table.rows != found.facts
        ],
    }
    with _compiling:
        made = _compiler().compile(format="pdf", sys_inputs={"data": json.dumps(content, ensure_ascii=False)})
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _table(table: Table, charts: Sequence[Chart]) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [
            {"name": column.name, "kind": column.kind, "width": column.width, "wide": column.width >= _WIDE}
            for column in table.columns
        ],
        "rows": [[_text(column, cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows],
        "notes": list(table.notes),
        "landscape": sum(column.width for column in table.columns) > _LANDSCAPE,
        "charts": [_chart(table, chart) for chart in charts],
    }


def _text(column: Column, value: Value) -> str | None:
    """A value as it stands on paper; an empty cell is None."""
    if value is None:
        return None
    return f"{value:.1f}" if column.kind == "percent" and isinstance(value, int | float) else str(value)


def _chart(table: Table, chart: Chart) -> dict[str, Any]:
    """The bars of a chart: one group for each row, one bar for each series, in percent of the full width."""
    columns = {column.name: column for column in table.columns}
    percent = all(columns[name].kind == "percent" for name in chart.values)
    records = table.records()
    numbers = [cell for row in records for name in chart.values if isinstance(cell := row[name], int | float)]
    full = 100 if percent else max(numbers, default=1) or 1
    return {
        "title": chart.title,
        "legend": list(chart.values),
        "rows": [
            {
                "name": str(row[chart.category]),
                "values": [_bar(columns[name], row[name], full) for name in chart.values],
            }
            for row in records
        ],
    }


def _bar(column: Column, value: Value, full: float) -> dict[str, Any]:
    number = 100 * value / full if isinstance(value, int | float) else None
    return {"number": number, "text": _text(column, value) or words.NOT_COMPARABLE}
