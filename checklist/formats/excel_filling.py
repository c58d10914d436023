"""What a workbook offers and checks where somebody fills it in: lists to pick from, days, numbers, and a hint beside each cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from checklist.formats import excel_cells
from checklist.formats.excel_cells import HEADER_ROW
from checklist.formats.table import Column, Filling, Table

OFFERED_ROWS = 2_000
"""So many rows below the head are checked: as many as a file that is taken in may have."""
LISTS = "選択肢"
"""The hidden sheet of lists that are too long to stand beside the cells."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_MOST_BESIDE, _MOST_TITLE, _MOST_HINT = 255, 32, 255
"""Characters that Excel takes for a list, for the title of a hint, and for the hint."""
_DAYS = "yyyy/m/d"
_WRONG = {
    "list": "一覧から選んでください。",
    "date": "日付を入力してください（例：2026/4/1）。",
    "integer": "{low:g}から{high:g}までの整数を入力してください。",
    "decimal": "{low:g}から{high:g}までの数を入力してください。",
}
_NUMBERS = {"count": "integer", "amount": "decimal"}


def beside(choices: Sequence[str], closed: bool = True) -> dict[str, Any]:
    """The rule for cells that offer a short list, 255 characters with what stands between them."""
    return _refusing("list", closed) | {"source": list(choices)}


class Filler:
    """Of one workbook; `finish` comes after all of its sheets."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._lists: dict[tuple[str, ...], str] = {}
        base = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top", "text_wrap": True}
        # In any other format than that of texts, a code such as 1-02 becomes a day and 007 a seven.
        self._text = book.add_format({**base, "num_format": "@"})
        self._day = book.add_format({**base, "num_format": _DAYS})
        self._required = book.add_format({**base, "bold": True, "border": 1, "border_color": "#B8C4CE", "bg_color": "#F6E3B4"})  # fmt: skip

    def offer(self, sheet: Any, table: Table, tables: Sequence[Table], names: Sequence[str]) -> None:
        """What each column of a table has to offer, in all of its cells below the head."""
        wide = excel_cells.widths(table)
        for place, column in enumerate(table.columns):
            rule = self._rule(column, tables, names)
            if column.filling:
                rule = {"validate": "any", **rule, **_hint(column)}
                self._dress(sheet, place, wide[place], column, column.filling)
            if rule:
                sheet.data_validation(HEADER_ROW + 1, place, HEADER_ROW + OFFERED_ROWS, place, rule)

    def _dress(self, sheet: Any, place: int, wide: int, column: Column, filling: Filling) -> None:
        looks = {"text": self._text, "day": self._day}
        sheet.set_column(place, place, wide, looks.get(filling.shape))
        if filling.required:
            sheet.write_string(HEADER_ROW, place, column.name, self._required)

    def _rule(self, column: Column, tables: Sequence[Table], names: Sequence[str]) -> dict[str, Any]:
        source = _elsewhere(column.offered_by, tables, names) if column.offered_by else self._source(column.choices)
        if source:
            return _refusing("list", column.closed) | {"source": source}
        filling = column.filling
        if filling and filling.shape == "day":
            return _refusing("date") | {"criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        if filling and filling.shape in _NUMBERS:
            limits = {"minimum": filling.low, "maximum": filling.high}
            told = {"low": filling.low, "high": filling.high}
            return _refusing(_NUMBERS[filling.shape], True, **told) | {"criteria": "between", **limits}
        return {}

    def _source(self, choices: tuple[str, ...]) -> list[str] | str:
        # A comma stands between them there.
        if len(",".join(choices)) <= _MOST_BESIDE and not any("," in one for one in choices):
            return list(choices)
        letter = xl_col_to_name(len(self._lists), col_abs=True)
        return self._lists.setdefault(choices, f"={LISTS}!{letter}$1:{letter}${len(choices)}")

    def finish(self) -> None:
        """Write the long lists, in the order of their columns, to a sheet that nobody has to see."""
        if self._lists:
            sheet = self._book.add_worksheet(LISTS)
            for place, choices in enumerate(self._lists):
                for line, text in enumerate(choices):
                    sheet.write_string(line, place, text)
            sheet.hide()


def _elsewhere(offered_by: tuple[str, str], tables: Sequence[Table], names: Sequence[str]) -> str:
    title, name = offered_by
    index = next(index for index, other in enumerate(tables) if other.title == title)
    letter = xl_col_to_name(tables[index].names.index(name), col_abs=True)
    return f"='{names[index]}'!{letter}${HEADER_ROW + 2}:{letter}${HEADER_ROW + 1 + OFFERED_ROWS}"


def _refusing(kind: str, closed: bool = True, **told: float) -> dict[str, Any]:
    message = _WRONG[kind].format(**told)
    return {"validate": kind, "show_error": closed, "error_title": "使えない値です", "error_message": message}


def _hint(column: Column) -> dict[str, str]:
    assert column.filling
    told = f"必須。{column.filling.hint}" if column.filling.required else column.filling.hint
    if not told:
        return {}
    hint = told if len(told) <= _MOST_HINT else f"{told[: _MOST_HINT - 1]}…"
    return {"input_title": column.name[:_MOST_TITLE], "input_message": hint}
