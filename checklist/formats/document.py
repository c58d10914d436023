"""What every document has: the one thing that becomes PDF, Excel or CSV."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.formats.figure import Figure
from checklist.formats.table import Chart, Column, Cover, Table, straight

Facts = tuple[tuple[str, str], ...]
"""Pairs of a name and what stands there."""


@dataclass(frozen=True)
class Document:
    """A document: its facts on top and every table below; `csv_table` is the one that becomes the CSV file.

    A document with a `cover` is handed over on paper; others begin with their facts.
    """

    title: str
    facts: Facts
    tables: tuple[Table, ...]
    csv_table: Table
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]
    fictional: bool
    """Whether its content is invented; without a default, so that no paper forgets to say so."""
    cover: Cover | None = None
    drawings: tuple[tuple[str, str], ...] = ()
    """What stands on paper beside the fact of a name, as SVG: a signature."""
    figures: tuple[Figure, ...] = ()
    """Photos below the tables to which they belong, on paper only."""
    contents: bool = False
    """Whether a list of its tables with their pages stands in front of them on paper."""
    printed: str = ""
    """What stands at the foot of every page instead of the moment at which it was printed."""
    for_import: bool = False
    """Whether its workbook may be taken in again although nobody fills it in, so that its texts leave as they are stored."""

    @property
    def again(self) -> bool:
        """Whether its workbook is one that is taken in again."""
        return self.for_import or any(column.filling for table in self.tables for column in table.columns)

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", straight(self.title))
        object.__setattr__(self, "facts", tuple((straight(name), straight(text)) for name, text in self.facts))
        object.__setattr__(self, "notes", tuple(map(straight, self.notes)))


def overview(facts: Facts, width: int = 60) -> Table:
    """The facts of a document as a table, for the files that have no head to put them in."""
    return Table("概要", (Column("事項", "text", 18), Column("内容", "text", width)), facts)
