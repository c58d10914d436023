"""Documents as PDF by Typst, with an embedded Japanese font from a pinned package."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from checklist import words
from checklist.formats import figure, glyphs
from checklist.formats.document import Document
from checklist.formats.figure import Figure
from checklist.formats.table import Chart, Column, Table, Value, points
from checklist.store import clock

_TEMPLATES = Path(__file__).parent / "templates"
_LANDSCAPE = 130
"""Tables wider than this stand across the page."""
_MANY = 10
"""So many columns of numbers fit beside each other."""
_LONG = 600
"""Tables with more rows are for files, not for paper."""
# Typst's compiler serves one caller at a time: a second one meanwhile gets RuntimeError "Already borrowed" (0.15.2).
_compiling = Lock()


# Nine pages: 0.24 s the first time, 0.14 s with a new compiler each time, 0.01 s with this one when it has seen them.
@cache
def _compiler(template: str) -> typst.Compiler:
    """One compiler for each template in the process: it keeps the fonts and the parsed template."""
    # The machine's own fonts are left out, so that a paper looks the same whichever server made it.
    return typst.Compiler(_TEMPLATES / template, font_paths=glyphs.folders(), ignore_system_fonts=True)


def made(template: str, content: dict[str, Any], images: Sequence[bytes] = ()) -> bytes:
    """A file from the template of this name, with 〓 for what the fonts do not have; images are JPEG."""
    with _compiling:
        # As data, never as source: what people wrote would be read as Typst's markup.
        data = json.dumps(glyphs.of(content), ensure_ascii=False)
        inputs = {"data": data, "images": json.dumps([list(one) for one in images])}
        found = _compiler(template).compile(format="pdf", sys_inputs=inputs)
    if not isinstance(found, bytes):
        raise TypeError("a PDF is one file")
    return found


def document(found: Document) -> bytes:
    """A document with its facts on top and every table below, in A4 with page numbers.

    A document that says itself what stands at its foot (`printed`) is the same file every time.
    """
    cover = found.cover
    first = cover.first_page if cover else ()
    images: list[bytes] = []
    tables = [
        _table(part, [chart for chart in found.charts if chart.table == index], found.notes)
        | {"figures": [_figure(one, images) for one in found.figures if one.table == index]}
        for index, table in enumerate(found.tables)
        for part in _parts(table)
        # The overview is for workbooks, which have no head; on paper the facts would stand twice.
        if part.rows != found.facts and index not in first
    ]
    content = {
        "title": found.title,
        "cover": {**asdict(cover), "tables": [_table(found.tables[index]) for index in first]} if cover else None,
        "author": "医療安全 相互チェック",
        "printed": found.printed or f"出力日時　{words.moment(clock.now())}",
        "fixed": bool(found.printed),
        "facts": found.facts,
        "drawings": dict(found.drawings),
        "notes": found.notes,
        "fictional": found.fictional,
        "landscape": cover is None and all(one["landscape"] for one in tables),
        "runs": [list(run) for _, run in groupby(tables, lambda one: one["landscape"])],
    }
    # Told on the paper itself: whoever reads 〓 there looks for the character in the file or on the screen.
    if missing := glyphs.unprintable("".join(glyphs.texts(content))):
        content["notes"] = (*found.notes, glyphs.told(missing, on_paper=True))
    return made("document.typ", content, images)


def _parts(table: Table) -> list[Table]:
    """A table as it fits on paper: very many columns in several tables, very many rows only as a file."""
    # Layout is five sixths of the time that a PDF takes: 0.36 s for 244 rows of eight cells.
    if len(table.rows) > _LONG:
        note = f"{len(table.rows)}行あるため、紙には載せません。ExcelまたはCSVのファイルでご覧ください。"
        return [replace(table, rows=(), notes=(note,))]
    if len(table.columns) <= _MANY + 1 or {column.kind for column in table.columns[1:]} != {"percent"}:
        return [table]
    starts = range(1, len(table.columns), _MANY)
    return [
        Table(
            f"{table.title}（{number}/{len(starts)}）",
            (table.columns[0], *table.columns[start : start + _MANY]),
            tuple((row[0], *row[start : start + _MANY]) for row in table.rows),
            table.notes if number == len(starts) else (),
        )
        for number, start in enumerate(starts, start=1)
    ]


def _table(table: Table, charts: Sequence[Chart] = (), said: Sequence[str] = ()) -> dict[str, Any]:
    """A table with its charts; notes that the document says as a whole are not repeated."""
    drawn = [chart for chart in charts if set(chart.values) <= set(table.names)]
    return {
        "title": table.title,
        "columns": [{"name": one.name, "kind": one.kind, "width": one.width} for one in table.columns],
        "rows": [[_text(column, cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows],
        "notes": [note for note in table.notes if note not in said],
        "long": not table.rows and any("紙には載せません" in note for note in table.notes),
        "landscape": sum(column.width for column in table.columns) > _LANDSCAPE,
        "charts": [_chart(table, chart) for chart in drawn],
    }


def _figure(found: Figure, images: list[bytes]) -> dict[str, Any]:
    """A figure whose photos are told by their places among the images."""
    pictures = []
    for one in found.pictures:
        pictures.append({"caption": one.caption, "place": len(images) if one.content else None})
        images += [figure.printed(one.content)] if one.content else []
    return {"heading": found.heading, "pictures": pictures}


def _text(column: Column, value: Value) -> str | None:
    """A value as it stands on paper; an empty cell is None."""
    if value is None:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return words.day(value)
    return {"percent": f"{value:.1f}", "points": points(value)}.get(column.kind, str(value))


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
