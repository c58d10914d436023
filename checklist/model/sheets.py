"""Check sheets: versions, chapters, items, and how items descend from earlier versions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
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


class RevisionStep(StrEnum):
    """What was done last with a 改訂案, the draft of a sheet's next version."""

    STARTED = "started"
    OPENED = "opened"
    """Partner hospitals may read it and say what they think, until a day."""
    CLOSED = "closed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    """The version made of it was taken back before anybody used it: it is a draft again."""
    DISCARDED = "discarded"


class Stance(StrEnum):
    """What a partner hospital says to a 改訂案, or to an item of it."""

    AGREES = "agrees"
    REMARKS = "remarks"


class ChangeKind(StrEnum):
    """What can be done to a 改訂案 by one step of an editor."""

    SET = "set"
    RELATE = "relate"
    """Say whether an item still asks the same as before, or something else."""
    ADD = "add"
    SPLIT = "split"
    MERGE = "merge"
    RETIRE = "retire"
    RESTORE = "restore"
    MOVE = "move"
    ADD_CHAPTER = "add_chapter"
    SET_CHAPTER = "set_chapter"
    MOVE_CHAPTER = "move_chapter"
    DROP_CHAPTER = "drop_chapter"
    UNDO = "undo"


@dataclass(frozen=True)
class RevisionChange:
    """One step of an editor: about the item or chapter `key`, as it stood in the edition `base`.

    `chapter`: where an item is added or moved to. `after`: behind which item or chapter, '' for the first place.
    `other`: the item that is merged into it.
    """

    operation_id: str
    kind: ChangeKind
    key: str = ""
    base: int = 0
    chapter: str = ""
    after: str = ""
    other: str = ""
    same: bool = True
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RevisedChapter:
    """A chapter of a 改訂案; `edition` is the one in which it was changed last."""

    key: str
    code: str
    name: str
    edition: int = 0


@dataclass(frozen=True)
class RevisedItem:
    """An item of a 改訂案: its texts as a file holds them, by the names of `Item`.

    `previous`: the codes from which it comes, kept also while it is told to be something else.
    """

    key: str
    chapter: str
    relation: Relation
    previous: tuple[str, ...]
    texts: dict[str, str]
    retired: bool = False
    edition: int = 0

    @property
    def code(self) -> str:
        """Its code in the version to come."""
        return self.texts["code"]

    @property
    def descends(self) -> tuple[str, ...]:
        """The items of the version before from which it descends."""
        return () if self.relation is Relation.NEW else self.previous


@dataclass(frozen=True)
class RevisionContent:
    """Chapters and items in order; those of one chapter need not stand together."""

    chapters: tuple[RevisedChapter, ...]
    items: tuple[RevisedItem, ...]

    def of_chapter(self, key: str, retired: bool = False) -> tuple[RevisedItem, ...]:
        """The items of a chapter in their order, or those of them that are retired."""
        return tuple(one for one in self.items if one.chapter == key and one.retired is retired)

    @property
    def current(self) -> tuple[RevisedItem, ...]:
        """The items of the version to come in its order."""
        return tuple(one for chapter in self.chapters for one in self.of_chapter(chapter.key))


@dataclass(frozen=True)
class Revision:
    """A 改訂案 as it stands: of which version, what was done last, and until when partners may say something."""

    id: int
    previous_code: str
    sheet_name: str
    previous_name: str
    number: int
    name: str
    starts_on: date
    edition: int
    step: RevisionStep
    step_at: datetime
    until: date | None
    reason: str
    version_code: str | None
    by: str
    changed_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.step not in (RevisionStep.PUBLISHED, RevisionStep.DISCARDED)

    def takes_comments(self, today: date) -> bool:
        """Whether partner hospitals may say something on this day."""
        return self.step is RevisionStep.OPENED and self.until is not None and today <= self.until


@dataclass(frozen=True)
class RevisionComment:
    """What a hospital said to a 改訂案 ('' as a whole) or an item of it by its key, and to which edition."""

    hospital_id: int
    item_key: str
    stance: Stance
    text: str
    edition: int
    at: datetime
    by: str
