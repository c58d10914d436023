"""An empty table to fill in and to take in again, with how to fill it in on a sheet of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist.formats.table import Column, Table

_GUIDE = (Column("列", "text", 30), Column("必須", "text", 8), Column("記入のしかた", "text", 80))


@dataclass(frozen=True)
class Wanted:
    """A column of a file: whether every row needs it, how it is filled in, and what a workbook offers for it.

    `choices`, `closed` and `offered_by` are those of `formats.table.Column`.
    """

    name: str
    how: str
    required: bool = False
    width: int = 14
    choices: tuple[str, ...] = ()
    closed: bool = True
    offered_by: tuple[str, str] | None = None

    @property
    def is_day(self) -> bool:
        """Whether a date stands in it."""
        return self.name.endswith("日")


def empty(noun: str, wanted: Sequence[Wanted]) -> Table:
    """The table that the import of a noun reads."""
    columns = (
        Column(one.name, width=one.width, choices=one.choices, closed=one.closed, offered_by=one.offered_by)
        for one in wanted
    )
    return Table(noun, tuple(columns), ())


def guide(tables: Sequence[tuple[str, Sequence[Wanted]]]) -> Table:
    """How the columns of several tables are filled in."""
    several = len(tables) > 1
    rows = [
        (f"{noun}：{one.name}" if several else one.name, "必須" if one.required else "", one.how)
        for noun, wanted in tables
        for one in wanted
    ]
    return Table("記入のしかた", _GUIDE, tuple(rows))
