"""An empty table to fill in and to take in again, with how to fill it in on a second sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist.formats.document import Document
from checklist.formats.table import Column, Table

_GUIDE = (Column("列", "text", 30), Column("必須", "text", 8), Column("記入のしかた", "text", 80))


@dataclass(frozen=True)
class Wanted:
    """A column of a file: whether every row needs it, and how it is filled in."""

    name: str
    how: str
    required: bool = False
    width: int = 14


def template(noun: str, wanted: Sequence[Wanted]) -> Document:
    """The table that the import of a noun reads."""
    columns = tuple(Column(one.name, "text", one.width) for one in wanted)
    rows = tuple((one.name, "必須" if one.required else "", one.how) for one in wanted)
    empty = Table(noun, columns, ())
    return Document(f"{noun}の記入様式", (), (empty, Table("記入のしかた", _GUIDE, rows)), empty, (), (), False)
