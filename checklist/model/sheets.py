"""Check sheets: versions, chapters, items, and how items descend from earlier versions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How an item descends from the previous version of its sheet."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"


@dataclass(frozen=True)
class Item:
    """One checkable fact of a sheet version."""

    code: str
    chapter_code: str
    text: str
    law_part: str
    classes: tuple[int, ...]
    department: str
    place: str
    methods: tuple[str, ...]
    purpose: str
    basis: str
    procedure: str
    evidence: str

    @property
    def texts(self) -> dict[str, str]:
        """The fields by name as files and tables hold them: what is several stands with dots between."""
        several = {"classes": "・".join(map(str, self.classes)), "methods": "・".join(self.methods)}
        return {**asdict(self), **several}


@dataclass(frozen=True)
class Chapter:
    """A chapter of a sheet version."""

    code: str
    name: str


@dataclass(frozen=True)
class Lineage:
    """How an item of a version descends from items of the version before it."""

    item_code: str
    relation: Relation
    previous_codes: tuple[str, ...]


@dataclass(frozen=True)
class SheetVersion:
    """A version of a check sheet with everything in it, chapters and items in order."""

    sheet_code: str
    sheet_name: str
    code: str
    number: int
    name: str
    from_fiscal_year: int
    scale: str
    previous_code: str | None
    chapters: tuple[Chapter, ...]
    items: tuple[Item, ...]
    lineage: tuple[Lineage, ...]
