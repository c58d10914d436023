"""XLSForm out and in: a workbook with the sheets survey, choices and settings, as ODK and Kobo take and give them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

import xlsxwriter

from checklist import words
from checklist.errors import Fault
from checklist.formats import excel, excel_cells, excel_pages, grid_file
from checklist.formats.file_lines import ReadGrid
from checklist.formats.file_questions import NONE, Answers
from checklist.model.sheets import SheetVersion
from checklist.rules.sheets import xlsform, xlsform_reading
from checklist.rules.sheets.sheet_draft import COLUMNS, Grid
from checklist.rules.sheets.sheet_layout import Proposal
from checklist.rules.sheets.xlsform_reading import Converted

_SPELLED = tuple(spelled for one in xlsform.SHEETS for spelled in (one, one.capitalize(), one.upper()))
_WIDTHS = {"type": 22, "name": 18, xlsform.LABEL: 50, xlsform.HINT: 28, xlsform.GUIDE: 50, "relevant": 30}


class FormGrid(ReadGrid):
    """The grid of a check sheet that was an XLSForm, and knows where its cells stood."""

    form: Converted


def read(name: str, data: bytes, answers: Answers = NONE) -> Grid:
    """What a file says, as a check sheet of ours: an XLSForm is turned into one; raises Refused, Asked or Busy."""
    found = grid_file.read_named(name, data, _SPELLED, COLUMNS, answers, dates=False)
    if "" in found:
        return found[""]
    named = _lower(found)
    if not xlsform_reading.is_form(named):
        return grid_file.read(name, data, COLUMNS, answers=answers)
    form = xlsform_reading.convert(named)
    grid = FormGrid(form.grid)
    grid.form = form
    return grid


def proposal(grids: Mapping[str, Grid]) -> Proposal | None:
    """The chapters and items of any XLSForm, by the sheets of its workbook; None if it is none."""
    named = _lower(grids)
    return xlsform_reading.proposal(named) if xlsform_reading.is_form(named) else None


def _lower(grids: Mapping[str, Grid]) -> dict[str, Grid]:
    return {one.lower(): grid for one, grid in grids.items()}


def placed(grid: Grid, faults: Iterable[Fault]) -> list[Fault]:
    """Faults of a grid with the sheet and the cell in which they stand, those of the form itself among them."""
    if isinstance(grid, FormGrid):
        return xlsform_reading.placed(grid.form, faults)
    return grid_file.placed(grid, faults)


def left_out(grid: Grid) -> tuple[str, ...]:
    """The rows of a form that are no items."""
    return grid.form.left_out if isinstance(grid, FormGrid) else ()


def book(version: SheetVersion) -> bytes:
    """A version as such a workbook, every cell a text."""
    return _book(xlsform.sheets(version), f"{version.sheet_name} {version.name}")


def _book(sheets: Mapping[str, Grid], title: str) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, excel.OPTIONS) as made:
        made.set_properties({"title": title, "author": words.PRODUCT})
        # In any other format than that of texts, a code that somebody types over becomes a date.
        look = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top", "text_wrap": True, "num_format": "@"}
        text, head = made.add_format(look), made.add_format({**look, "bold": True, "bg_color": "#DCE9EE"})
        for name, grid in sheets.items():
            sheet = made.add_worksheet(name)
            sheet.freeze_panes(1, 2)
            wide = [_WIDTHS.get(one, 16) for one in grid[0]]
            for place, width in enumerate(wide):
                sheet.set_column(place, place, width)
            excel_pages.set_up(sheet, f"{title} {name}", False, "", sum(wide), 0, 1)
            for line, row in enumerate(grid):
                for place, cell in enumerate(row):
                    if cell:
                        sheet.write_string(line, place, cell, text if line else head)
                excel_cells.heighten(sheet, line, wide, row)
    return target.getvalue()
