"""Check sheets from and to CSV and Excel, and the sheets that are shipped with the product."""

from __future__ import annotations

import io
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlsxwriter

from checklist import words
from checklist.errors import Fault, Refused
from checklist.formats import csv_file, excel, excel_cells, excel_filling, excel_pages, grid_file
from checklist.formats.file_kinds import CSV
from checklist.formats.file_questions import NONE, Answers
from checklist.formats.table import Column, Table
from checklist.imports import xlsform_file
from checklist.model.permission import Thing, Verb
from checklist.model.scales import SCALES
from checklist.model.sheets import SheetVersion
from checklist.rules.fields import example_rows
from checklist.rules.sheets import sheet_check, sheet_draft
from checklist.rules.sheets.sheet_draft import COLUMNS, METADATA, SUBJECT, Grid
from checklist.store.act import Act, View
from checklist.store.db import ROOT
from checklist.store.sheets import registering, sheets

XLSFORM = "xlsform"
SHIPPED = ROOT / "data" / "sheets"
EMPTY = "点検表の記入様式"
_HEAD_CHOICES = {"評価尺度": tuple(SCALES), SUBJECT: tuple(sheet_draft.SUBJECTS)}
_CHOICES = {
    "法令区分": sheet_check.LAW_PARTS,
    "対象区分": ("1・2", "1", "2"),
    "対象部門": tuple(word for word in sheet_draft.MODULE_WORDS if word),
    "確認方法": (*sheet_check.METHODS, "書類・現場", "書類・面接"),
    "前版との関係": tuple(sheet_draft.RELATION_WORDS),
}
_SEVERAL = frozenset({"確認方法"})
"""Where several words may stand with dots between them."""
_EXAMPLE = {
    "章コード": "1", "章名": "医療安全管理体制", "項目コード": "1-01", "項目": "指針が全部署に備えられている", "法令区分": "ア-イ",
    "対象区分": "1・2", "部署": "医療安全管理部門", "確認場所": "病棟", "確認方法": "書類・現場",
}  # fmt: skip
_WIDTHS = (14, 22, 10, 46, 9, 9, 14, 14, 14, 14, 34, 24, 40, 34, 12, 12)


def read(name: str, data: bytes, answers: Answers = NONE) -> Grid:
    """What stands in a file, before anything is asked of the database; raises Refused or Busy."""
    return xlsform_file.read(name, data, answers)


def shown(grid: Grid) -> Table:
    """The items of a file as they were understood, to look at before they are stored."""
    found = sheet_draft.version(sheet_draft.read(grid))
    names = {chapter.code: chapter.name for chapter in found.chapters}
    rows = tuple((names[one.chapter_code], one.code, one.text) for one in found.items)
    columns = (Column("章"), Column("項目コード"), Column("項目"))
    left = xlsform_file.left_out(grid)
    notes = (f"点検項目でない次の行は取り込みません：{'、'.join(left)}",) if left else ()
    return Table(f"{found.sheet_name} {found.name}", columns, rows, notes)


def check_file(view: View, grid: Grid) -> tuple[SheetVersion | None, list[Fault]]:
    """The version that a file holds, or everything wrong with it; nothing is stored."""
    try:
        draft = sheet_draft.read(grid)
    except Refused as refused:
        return None, refused.faults
    found = sheet_check.faults(draft, registering.history(view, draft.cell("シートコード").text))
    return (None, xlsform_file.placed(grid, found)) if found else (sheet_draft.version(draft), [])


def import_file(act: Act, grid: Grid) -> SheetVersion:
    """Check a file and store its version; raises Forbidden, or Refused with every fault and nothing stored."""
    act.require(Verb.WRITE, Thing.SHEETS)
    return _import(act, grid)


def load_shipped(act: Act, folder: Path = SHIPPED) -> list[str]:
    """Import every shipped version that is not yet in the database, in version order; gives their codes.

    One that clashes with a region's own sheet is left out and logged: it must not keep the server from starting.
    """
    known = {line.code for line in sheets.versions(act)}
    found = [_shipped(path.name, path.read_bytes()) for path in folder.glob("*.csv")]
    loaded = []
    # A version says what became of the items of the one before, which therefore has to be there first.
    for _, _, name, grid in sorted(place for code, place in found if code not in known):
        try:
            loaded.append(_import(act, grid).code)
        except Refused as error:
            logging.getLogger(__name__).warning("標準の点検表 %s は登録していません。%s", name, error.message)
    return loaded


@lru_cache(maxsize=8)
def _shipped(name: str, data: bytes) -> tuple[str, tuple[str, int, str, Grid]]:
    """The version's code of a shipped file, and its place among them with its grid; every start asks for the same ones."""
    grid = read(name, data)
    draft = sheet_draft.read(grid)
    return draft.cell("版コード").text, (draft.cell("シートコード").text, draft.number("版番号") or 0, name, grid)


def _import(act: Act, grid: Grid) -> SheetVersion:
    try:
        return registering.register(act, sheet_draft.read(grid))
    except Refused as error:
        raise Refused(xlsform_file.placed(grid, error.faults)) from error


def export(version: SheetVersion, kind: str) -> bytes:
    """A version as a file of the kind csv, xlsx or xlsform."""
    return {"csv": export_csv, "xlsx": export_xlsx, XLSFORM: xlsform_file.book}[kind](version)


def export_csv(version: SheetVersion) -> bytes:
    """A version as CSV; reading it again gives an equal version."""
    return csv_file.encode_rows(sheet_draft.grid(version))


def export_xlsx(version: SheetVersion) -> bytes:
    """A version as Excel, every cell a text, set up for A4 landscape; reading it again gives an equal version."""
    name = f"{version.sheet_name} {version.name}"
    return book(sheet_draft.grid(version), len(sheet_draft.head(version)) + 1, name)


def written(grid: Grid, kind: str) -> bytes:
    """What is not yet a version, as a file of the kind csv or xlsx: faults and all."""
    if kind == "csv":
        return csv_file.encode_rows(grid)
    header = next(line for line, row in enumerate(grid) if row == COLUMNS)
    return book(grid, header, next(row[1] for row in grid if row[0] == "シート名"))


def book(grid: Grid, header_row: int, name: str) -> bytes:
    """A grid as such a workbook; the header row is counted from 0, and the name stands above every page."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, excel.OPTIONS) as made:
        made.set_properties({"title": name, "author": words.PRODUCT})
        sheet = made.add_worksheet("点検表")
        # @ is the format of texts: in any other, a code such as 1-02 that somebody types over becomes a date.
        text = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top", "text_wrap": True, "num_format": "@"}
        plain, bold = made.add_format(text), made.add_format({**text, "bold": True, "bg_color": "#DCE9EE", "border": 1})
        bordered = made.add_format({**text, "border": 1, "border_color": "#B8C4CE"})
        # Below the last item, too, where somebody goes on.
        sheet.set_column(0, len(COLUMNS) - 1, None, plain)
        _offer(sheet, grid, header_row)
        for line, row in enumerate(grid):
            style = plain if line < header_row else bold if line == header_row else bordered
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell, style)
            if line > header_row:
                excel_cells.heighten(sheet, line, _WIDTHS, row)
        _print_setup(sheet, name, header_row)
    return target.getvalue()


def empty_form(view: View, kind: str) -> bytes:
    """A file of the kind csv or xlsx to fill in, with a row that shows how; raises Forbidden."""
    view.require(Verb.WRITE, Thing.SHEETS)
    example = (_EXAMPLE.get(name, "") for name in COLUMNS)
    grid = (
        *((name, "") for name in (*METADATA, SUBJECT)),
        (),
        COLUMNS,
        tuple(example_rows.shown(one) or "" for one in example),
    )
    if kind == CSV.code:
        return csv_file.encode_rows(grid)
    return book(grid, len(METADATA) + 2, EMPTY)


def _offer(sheet: Any, grid: Grid, header_row: int) -> None:
    """What may stand in the cells that know only few words, from the head of the table on, and beside the names above it."""
    for line, row in enumerate(grid[:header_row]):
        if row and row[0] in _HEAD_CHOICES:
            sheet.data_validation(line, 1, line, 1, excel_filling.beside(_HEAD_CHOICES[row[0]]))
    for place, name in enumerate(COLUMNS):
        if name in _CHOICES:
            rule = excel_filling.beside(_CHOICES[name], name not in _SEVERAL)
            sheet.data_validation(header_row + 1, place, header_row + grid_file.ROW_LIMIT, place, rule)


def _print_setup(sheet: Any, name: str, header_row: int) -> None:
    for place, width in enumerate(_WIDTHS[: len(COLUMNS)]):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(header_row + 1, 4)
    excel_pages.set_up(sheet, name, False, "", sum(_WIDTHS), header_row, COLUMNS.index("項目コード"))
