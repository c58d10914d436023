"""Check sheets drawn before anybody had looked at the rules, as files of every kind; see `blind_layouts.txt`.

# names a layout and the kind of its file, ## a sheet (##- a hidden one), & says which cells are merged, a line is a row with |
between its cells (⏎ within one), and = says chapter and item. d are the first ten, e the next five; f were drawn by somebody who
knew the rules by then.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import xlwt  # type: ignore[import-untyped]
from openpyxl.utils import range_boundaries

from tests.formats import odd_books
from tests.rules.sheets.drawn_layouts import Drawn, Rows

ENCODINGS = {"d06": "cp932", "e03": "utf-8-sig"}


@dataclass(frozen=True)
class Blind:
    """A drawing, and what of its sheets is merged (first column, first row, last column, last row) or hidden."""

    name: str
    kind: str
    drawn: Drawn
    merged: dict[str, list[tuple[int, int, int, int]]]
    hidden: frozenset[str]

    @property
    def file(self) -> str:
        return f"{self.name}.{self.kind}"


def layouts() -> dict[str, Blind]:
    """Every layout by its name."""
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    found = [_one(part.splitlines()) for part in text.removeprefix("# ").split("\n# ")]
    return {one.name: one for one in found}


def _one(lines: list[str]) -> Blind:
    name, kind = lines[0].split()
    sheets: dict[str, Rows] = {}
    merged: dict[str, list[tuple[int, int, int, int]]] = {}
    hidden, items = set(), []
    for line in lines[1:]:
        if line.startswith("##"):
            mark, _, title = line.partition(" ")
            rows = sheets.setdefault(title, [])
            hidden |= {title} if mark == "##-" else set()
        elif line.startswith("& "):
            merged[title] = [range_boundaries(one) for one in line[2:].split()]
        elif line.startswith("= "):
            chapter, _, item = line[2:].partition("|")
            items.append((chapter, item))
        else:
            rows.append([cell.replace("⏎", "\n") for cell in line.split("|")])
    return Blind(name, kind, Drawn(sheets, tuple(items)), merged, frozenset(hidden))


def content(one: Blind, change: Callable[[Rows], Rows] | None = None) -> bytes:
    """The file, with its rows changed somehow; nothing is merged in it then."""
    merged = {} if change else one.merged
    sheets = {name: change(rows) if change else rows for name, rows in one.drawn.sheets.items()}
    return {"xlsx": _xlsx, "xls": _xls, "ods": _ods, "csv": _csv}[one.kind](one, sheets, merged)


def _xlsx(one: Blind, sheets: dict[str, Rows], merged: dict[str, list[tuple[int, int, int, int]]]) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in one.hidden else "visible"
        for line in rows:
            sheet.append([int(cell) if cell.isdecimal() and cell.isascii() else cell or None for cell in line])
        for left, top, right, bottom in merged.get(name, []):
            sheet.merge_cells(None, top, left, bottom, right)
    book.save(target)
    return target.getvalue()


def _xls(one: Blind, sheets: dict[str, Rows], merged: dict[str, list[tuple[int, int, int, int]]]) -> bytes:
    book, target = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for left, top, right, bottom in merged.get(name, []):
            sheet.merge(top - 1, bottom - 1, left - 1, right - 1)
        for at, line in enumerate(rows):
            for column, cell in ((column, cell) for column, cell in enumerate(line) if cell):
                sheet.write(at, column, int(cell) if cell.isdecimal() and cell.isascii() else cell)
    book.save(target)
    return target.getvalue()


def _ods(one: Blind, sheets: dict[str, Rows], merged: dict[str, list[tuple[int, int, int, int]]]) -> bytes:
    ((name, rows),) = sheets.items()
    spans = {(top, left): (bottom - top + 1, right - left + 1) for left, top, right, bottom in merged.get(name, [])}
    lines = []
    for at, line in enumerate(rows, start=1):
        cells = []
        for column, cell in enumerate(line, start=1):
            down, along = spans.get((at, column), (1, 1))
            about = (
                f' table:number-rows-spanned="{down}" table:number-columns-spanned="{along}"'
                if down * along > 1
                else ""
            )
            texts = "".join(f"<text:p>{escape(part)}</text:p>" for part in cell.split("\n"))
            cells.append(
                f'<table:table-cell office:value-type="string"{about}>{texts}</table:table-cell>'
                if cell
                else "<table:table-cell/>"
            )
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return odd_books.ods(lines)


def _csv(one: Blind, sheets: dict[str, Rows], merged: dict[str, list[tuple[int, int, int, int]]]) -> bytes:
    target = io.StringIO()
    ((_, rows),) = sheets.items()
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode(ENCODINGS.get(one.name, "utf-8"))
