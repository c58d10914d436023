"""Check sheets: versions, chapters, items, and how items descend from earlier versions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from enum import StrEnum


class Relation(StrEnum):
    """How an item descends from the previous version of its sheet."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"


class Module(StrEnum):
    """The departments that a hospital may be without: a sheet asks about each in a module of its own."""

    WHOLE = ""
    """The hospital itself, and so no department: this is asked of everybody."""
    DIALYSIS = "dialysis"
    OBSTETRICS = "obstetrics"
    PAEDIATRICS = "paediatrics"
    EMERGENCY = "emergency"
    SURGERY = "surgery"
    ENDOSCOPY = "endoscopy"
    RADIOTHERAPY = "radiotherapy"
    PSYCHIATRY = "psychiatry"
    REHABILITATION = "rehabilitation"


class Subject(StrEnum):
    """What a sheet is about; the class of a hospital is that of the add-on with the same code."""

    SAFETY = "safety"
    INFECTION = "infection"


@dataclass(frozen=True)
class Audience:
    """Whom an item is for: hospitals of these classes that have this department."""

    classes: tuple[int, ...]
    module: Module = Module.WHOLE


@dataclass(frozen=True)
class Item:
    """One checkable fact of a sheet version."""

    code: str
    chapter_code: str
    text: str
    law_part: str
    classes: tuple[int, ...]
    module: Module
    department: str
    place: str
    methods: tuple[str, ...]
    purpose: str
    basis: str
    procedure: str
    evidence: str

    @property
    def audience(self) -> Audience:
        """Whom it is for."""
        return Audience(self.classes, self.module)

    @property
    def texts(self) -> dict[str, str]:
        """The fields by name as files and tables hold them: what is several stands with dots between."""
        several = {"classes": "・".join(map(str, self.classes)), "methods": "・".join(self.methods)}
        return {**asdict(self), **several}


FOCUS_CHAPTER = "*"
"""Where the 重点項目 of a year are chosen like a chapter: no chapter has this code, for codes begin with a letter or figure."""


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
    subject: Subject = Subject.SAFETY

    @property
    def codes(self) -> frozenset[str]:
        """The codes of its items."""
        return frozenset(item.code for item in self.items)

    def only(self, codes: Collection[str]) -> SheetVersion:
        """The same with these items alone, and without the chapters that have none of them."""
        items = tuple(item for item in self.items if item.code in codes)
        chapters = {item.chapter_code for item in items}
        return replace(self, items=items, chapters=tuple(one for one in self.chapters if one.code in chapters))
