"""Whether a PDF or a workbook holds every cell of tables in their order, read by programs that are not ours."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date

import openpyxl

from checklist import words
from checklist.formats.table import Column, Table, Value
from tests import pdf_text


def lost(content: bytes, tables: Iterable[Table]) -> list[tuple[str, str]]:
    """Table and row of everything that does not stand in the PDF below what came before: [] if every cell is there.

    Each table begins with its title; each row is all its cells side by side. Where lines and pages break is up to the paper.
    """
    text, at, found = _squeezed("".join(pdf_text.pages(content))), 0, []
    for table in tables:
        for line in (table.title, "".join(table.names), *_rows(table)):
            place = text.find(_squeezed(line), at)
            if place < 0:
                found.append((table.title, line))
            else:
                at = place + len(_squeezed(line))
    return found


def absent(content: bytes, tables: Iterable[Table]) -> list[str]:
    """The titles of the tables whose rows stand in no sheet of the workbook, one below the other and cell by cell."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    sheets = [[_filled(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]
    return [one.title for one in tables if not any(_stand_in(one, sheet) for sheet in sheets)]


def _stand_in(table: Table, sheet: list[tuple[object, ...]]) -> bool:
    width, rows = len(table.columns), [_filled(row) for row in (table.names, *table.rows)]
    cut = [row[:width] for row in sheet]
    return any(cut[first : first + len(rows)] == rows for first, row in enumerate(cut) if row == rows[0])


def _filled(row: Iterable[object]) -> tuple[object, ...]:
    return tuple(None if cell == "" else cell for cell in row)


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield "".join(_printed(column, cell) for column, cell in zip(table.columns, row, strict=True))


def _printed(column: Column, cell: Value) -> str:
    """A cell as people read it; spelled out here once more, so that a paper that rounds or groups otherwise is caught."""
    if cell is None:
        return "–"
    if isinstance(cell, date):
        return words.day(cell)
    if isinstance(cell, str) or column.kind not in ("number", "percent", "points"):
        return str(cell)
    if column.kind == "number":
        return f"{cell:,}"
    return f"{cell:.1f}" if column.kind == "percent" else f"{cell:+.1f}" if cell else "0.0"


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
