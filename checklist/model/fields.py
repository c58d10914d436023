"""A simple noun and its fields: what a form, a file, a table, a check and a screen have to know of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any, ClassVar, Literal, get_type_hints

from checklist.errors import Fault

Shape = Literal["day", "count", "amount", "flag", "text", "choice", "choices"]
Value = date | int | float | bool | str | tuple[str, ...] | None

TEXT_LIMIT, LONG_LIMIT = 200, 2000


class Owner(StrEnum):
    """Whose the records of a kind are; a region has many hospitals and one centre."""

    HOSPITAL = "hospital"
    CENTER = "center"


class Period(StrEnum):
    """How often there is a record of a kind."""

    WEEKLY = "weekly"
    """One is expected in every calendar week."""
    MONTHLY = "monthly"
    """One tells of a whole month, at its last day."""
    ONCE = "once"
    """Each tells of one day, whenever that was."""
    STANDING = "standing"
    """Each tells of something that is so from a day on; no two are alike."""


class Counts(StrEnum):
    """How far back the records of a kind count in the 施設基準, and so in the evidence pack."""

    ALWAYS = "always"
    WINDOW = "window"
    """In the window and the one before it."""
    BESIDE = "beside"
    """In no answer; those of the last twelve months are told beside one."""
    NEVER = "never"


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record of a simple noun; `id` 0 and `version` 0 before it is stored. Each kind is a subclass."""

    KIND: ClassVar[str]
    """The code: in addresses, on the command line, in the history."""
    WORD: ClassVar[str]
    SHORT: ClassVar[str] = ""
    """The word within a sentence, where it differs."""
    TABLE: ClassVar[str]
    """Where it is stored; the code, if nothing else is said."""
    OWNER: ClassVar[Owner]
    PERIOD: ClassVar[Period]
    COUNTS: ClassVar[Counts] = Counts.NEVER
    EVIDENCE: ClassVar[str] = ""
    """The kind of evidence document for which its records stand."""
    LASTING: ClassVar[bool] = False
    """Whether it counts until it ends, so that it is listed whatever the year."""
    AHEAD: ClassVar[bool] = False
    """Whether it may be dated ahead because it is decided, not done."""

    DAY: ClassVar[str] = "held_on"
    """The field that says from when on the record counts."""
    HELD: ClassVar[str] = ""
    """The field that says whether it took place; a kind with it can be planned."""
    PERSON: ClassVar[str] = ""
    """The field that names a member of the staff, and so never a patient."""
    DEPARTMENT: ClassVar[str] = ""
    """The field that names the department of the hospital."""
    GRID: ClassVar[str] = ""
    """The field whose choices are the rows of a table, where a whole month is typed in as one."""
    KEY: ClassVar[tuple[str, ...]] = ()
    """The fields in which no two records of one hospital are alike; a kind without it may have twins."""
    HISTORY: ClassVar[str] = "record_history"
    """The table that keeps every version of its records."""
    ABOUT_PEOPLE: ClassVar[bool] = False
    """Whether its texts tell of people who called, so that a number to reach them at is asked about, too."""
    CHECKED: ClassVar[str] = ""
    """The field that says when somebody last made sure that it is still so."""
    RATES: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Percentages that follow from the fields and stand beside them: label and property."""

    id: int = 0
    version: int = 0

    def __init_subclass__(cls) -> None:
        # Its own, not an inherited one: a kind made from another would write into that one's table.
        if "TABLE" not in vars(cls) and "KIND" in vars(cls):
            cls.TABLE = cls.KIND
        # The rules ask for the day of every record of a region several times: this is `day` below at a fifth of its time.
        setattr(cls, "day", property(attrgetter(cls.DAY)))  # noqa: B010

    @property
    def day(self) -> date:
        """From when on the record counts."""
        found: date = getattr(self, self.DAY)
        return found

    @property
    def planned(self) -> bool:
        """Whether it has not taken place yet."""
        return bool(self.HELD) and not getattr(self, self.HELD)

    def own_faults(self) -> Iterator[Fault]:
        """What is wrong although each field by itself is right; most kinds have no such check of their own."""
        yield from ()


@dataclass(frozen=True)
class Column:
    """One field: `shape` says how it is typed in, `choices` are code -> Japanese word in the order shown."""

    name: str
    label: str
    shape: Shape
    required: bool
    empty: Value
    choices: Mapping[str, str]
    low: float
    high: float
    long: bool
    hint: str
    today: bool
    """A new form starts with the day of today."""
    at_most: str
    """The field whose number this one may not exceed."""
    not_before: str
    """The field before whose day this one may not lie."""
    month: bool
    """A day that stands for its whole month, and is the last one of it."""
    listed: str = ""
    """The list of the support centre from which its codes come; what the list holds changes with its editions."""


def column(
    label: str,
    default: Any = dataclasses.MISSING,
    *,
    choices: Mapping[str, str] | None = None,
    low: float = 0,
    high: float = 9999,
    long: bool = False,
    hint: str = "",
    today: bool = False,
    at_most: str = "",
    not_before: str = "",
    month: bool = False,
    listed: str = "",
) -> Any:
    """A dataclass field with what people need to know of it; without a `default` it has to be filled in."""
    about = {"label": label, "choices": choices or {}, "low": low, "high": high, "long": long, "hint": hint}
    related = {"today": today, "at_most": at_most, "not_before": not_before, "month": month}
    related |= {"listed": listed}
    return dataclasses.field(default=default, metadata=about | related)


_known: dict[type, tuple[Column, ...]] = {}


def columns(record: type) -> tuple[Column, ...]:
    """The fields of a kind of record that people fill in, in their order."""
    # `get_type_hints` evaluates every annotation anew, and forms, files and each record that is saved ask.
    if record not in _known:
        hints = get_type_hints(record)
        _known[record] = tuple(_column(one, hints[one.name]) for one in dataclasses.fields(record) if one.metadata)
    return _known[record]


def label_of(record: type, name: str) -> str:
    """The Japanese name of one field."""
    return next(one.label for one in columns(record) if one.name == name)


def _column(field: dataclasses.Field[Any], hint: Any) -> Column:
    required = field.default is dataclasses.MISSING
    shape = _shape(hint, bool(field.metadata["choices"] or field.metadata["listed"]))
    empty: Value = None if field.default is dataclasses.MISSING else field.default
    return Column(field.name, shape=shape, required=required, empty=empty, **field.metadata)


_SHAPES: dict[Any, Shape] = {
    date: "day",
    date | None: "day",
    int: "count",
    int | None: "count",
    float: "amount",
    float | None: "amount",
    bool: "flag",
    tuple[str, ...]: "choices",
}


def _shape(hint: Any, has_choices: bool) -> Shape:
    if hint is str:
        return "choice" if has_choices else "text"
    return _SHAPES[hint]
