"""An empty table to fill in and to take in again, with how to fill it in on a sheet of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checklist.formats.table import Column, Filling, Kind, Table, Value
from checklist.model import fields
from checklist.rules.fields import cell, example_rows
from checklist.store.act import View
from checklist.store.hospitals import hospitals

_GUIDE = (Column("列", "text", 30), Column("必須", "text", 8), Column("記入のしかた", "text", 80))


@dataclass(frozen=True)
class Wanted:
    """A column of a file: whether every row needs it, how it is filled in, and what a workbook offers for it.

    `choices`, `closed` and `offered_by` are those of `formats.table.Column`; `example` is what stands in the row that
    shows how, nothing where it is left empty there.
    """

    name: str
    how: str
    required: bool = False
    width: int = 14
    choices: tuple[str, ...] = ()
    closed: bool = True
    offered_by: tuple[str, str] | None = None
    example: str = ""

    @property
    def is_day(self) -> bool:
        """Whether a date stands in it."""
        return self.name.endswith("日")


def empty(noun: str, wanted: Sequence[Wanted]) -> Table:
    """The table that the import of a noun reads, with the row that shows how it is filled in."""
    example = tuple(example_rows.shown(one.example) for one in wanted)
    return Table(noun, tuple(map(_column, wanted)), (example,) if any(example) else ())


def _column(one: Wanted) -> Column:
    filling = Filling(one.how, one.required, "day" if one.is_day else "text")
    return Column(
        one.name, width=one.width, choices=one.choices, closed=one.closed, offered_by=one.offered_by, filling=filling
    )


def named_hospitals(view: View, wanted: Sequence[Wanted], columns: Collection[str]) -> tuple[Wanted, ...]:
    """The columns with the names of all hospitals of the region to pick from in some of them; a code may stand there, too."""
    names = tuple(one.name for one in hospitals.all_hospitals(view))
    return tuple(replace(one, choices=names, closed=False) if one.name in columns else one for one in wanted)


def of_field(one: fields.Column, width: int = 0) -> Column:
    """The column of a field: its words to pick from, its days and numbers checked."""
    wide = width or (40 if one.long else 24 if one.shape in ("text", "choices") else max(12, 2 * len(one.label)))
    words = (cell.YES, cell.NO) if one.shape == "flag" else tuple(one.choices.values())
    shape: Any = one.shape if one.shape in ("count", "amount") or (one.shape == "day" and not one.month) else "text"
    filling = Filling(how(one), one.required, shape, one.low, one.high)
    return Column(one.label, _kind(one), wide, choices=words, closed=one.shape != "choices", filling=filling)


def _kind(one: fields.Column) -> Kind:
    if one.shape == "day":
        # 「2026/04」 would be a day.
        return "text" if one.month else "date"
    return "number" if one.shape in ("count", "amount") else "text"


def how(one: fields.Column) -> str:
    """How a field is filled in, in a sentence."""
    return "。".join(part for part in (cell.hint(one), one.hint) if part)


def example(known: Sequence[fields.Column]) -> tuple[Value, ...]:
    """The row that shows how fields are filled in: what every row needs, each cell shown."""
    return tuple(example_rows.shown(_example(one)) if one.required else None for one in known)


def _example(one: fields.Column) -> str:
    if one.choices:
        return next(iter(one.choices.values()))
    shapes = {
        "day": "2026年4月" if one.month else "2026/04/01",
        "flag": cell.YES,
        # The same for all of them: many a number may not exceed another one.
        "count": f"{max(one.low, min(one.high, 6)):g}",
        "amount": f"{max(one.low, min(one.high, 1.5)):g}",
    }
    return shapes.get(one.shape, f"{one.label}を記入する")


def guide(tables: Sequence[tuple[str, Sequence[Wanted]]]) -> Table:
    """How the columns of several tables are filled in."""
    several = len(tables) > 1
    rows = [
        (f"{noun}：{one.name}" if several else one.name, "必須" if one.required else "", one.how)
        for noun, wanted in tables
        for one in wanted
    ]
    return Table("記入のしかた", _GUIDE, tuple(rows))
