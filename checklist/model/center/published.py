"""公表用の版: the figures of a year as they left the centre once, with every number behind what was hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PublicTable:
    """A table of an edition: `heads` without that of the names, a row of `numbers` for each name, and which are hidden."""

    title: str
    head: str
    heads: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]
    hidden: tuple[tuple[bool, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicEdition:
    """One edition; it never changes, and the next one is made beside it."""

    id: int
    fiscal_year: int
    tables: tuple[PublicTable, ...]
    at: datetime
    person: str
