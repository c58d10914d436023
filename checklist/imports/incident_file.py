"""Incident reports as many systems give them out: one row for each month, 職種 and 影響度, with its number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checklist.errors import Fault
from checklist.formats import file_lines
from checklist.formats.file_lines import Line
from checklist.model.fields import Column, Record, Value, columns
from checklist.model.records.incidents import IncidentCount
from checklist.rules.fields import cell, checks
from checklist.rules.sheets.sheet_draft import Grid
from checklist.words.records import HARM_LEVELS

Row = tuple[Line, Record | None, list[Fault]]
"""A row with the record that it says, or None and everything wrong with it."""
MONTH, PROFESSION, LEVEL, COUNT = "月", "職種", "影響度", "件数"
LONG = (MONTH, PROFESSION, LEVEL, COUNT)
_NOTHING = "記録の行がありません。何も変更していません。"
# 「3b」, 「レベル3b」 and 「Lv3b」 stand in one hospital's lists side by side.
_LEVELS = {
    spelled: level
    for level, word in HARM_LEVELS.items()
    for spelled in {word, word.removeprefix("レベル"), word.replace("レベル", "Lv"), word.replace("レベル", "Level")}
}
_SPELLED = {spelled.casefold(): level for spelled, level in _LEVELS.items()}


def is_long(grid: Grid) -> bool:
    """Whether the head of a file names 影響度 and 件数 as columns."""
    heads = ({file_lines.normal(cell) for cell in row} for row in grid[: file_lines.TITLE_ROWS])
    return any({LEVEL, COUNT} <= head for head in heads)


def read(grid: Grid, today: date) -> list[Row]:
    """One record for each month and 職種, at its first row; raises Refused if the head is not ours."""
    lines = file_lines.read(grid, LONG, LONG, _NOTHING, [MONTH])
    shown = {one.label: one for one in columns(IncidentCount)}
    groups: dict[tuple[Value, Value], tuple[Line, dict[str, tuple[Line, int]]]] = {}
    found: list[Row] = []
    for line in lines:
        key, level, count, faults = _cells(line, shown)
        counts = {} if faults else groups.setdefault(key, (line, {}))[1]
        if not faults and level in counts:
            faults = [Fault(line.where(LEVEL), f"{counts[level][0].number}行目と重複しています。")]
        if faults:
            found.append((line, None, faults))
        elif count is not None:
            counts[level] = (line, count)
    return found + [_row(key, *group, today) for key, group in groups.items()]


def _cells(line: Line, shown: dict[str, Column]) -> tuple[tuple[Value, Value], str, int | None, list[Fault]]:
    """What a row says, and everything wrong with it: month and 職種, level, number."""
    faults: list[Fault] = []

    def of(label: str, column: Column) -> Value:
        value, fault = cell.read(column, line.cells.get(label, ""))
        if fault or value is None:
            faults.append(Fault(line.where(label), fault or "入力してください。"))
        return value

    key = (of(MONTH, shown[MONTH]), of(PROFESSION, shown[PROFESSION]))
    text = line.code(LEVEL).replace(" ", "")
    level = _SPELLED.get(text.casefold(), "")
    if not level:
        faults.append(Fault(line.where(LEVEL), f"「{text}」は使えません（{'／'.join(HARM_LEVELS.values())}）。"))
    count = of(COUNT, shown[HARM_LEVELS["level_0"]])
    return key, level, count if isinstance(count, int) else None, faults


def _row(key: tuple[Value, Value], first: Line, counts: dict[str, tuple[Line, int]], today: date) -> Row:
    """The record of one month and 職種; what is wrong with a number stands at its own row."""
    record = IncidentCount(held_on=key[0], profession=key[1], **{level: count for level, (_, count) in counts.items()})  # type: ignore[arg-type]
    wrong = list(_placed(checks.faults(record, today), first, counts))
    return (first, None, wrong) if wrong else (first, record, [])


def _placed(found: list[Fault], first: Line, counts: dict[str, tuple[Line, int]]) -> Iterator[Fault]:
    labels = {HARM_LEVELS[level]: line for level, (line, _) in counts.items()}
    for fault in found:
        yield Fault(
            labels.get(fault.where, first).where(COUNT if fault.where in labels else fault.where), fault.message
        )
