"""What a file is taken in as, and what somebody has said of its columns and rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Subject(StrEnum):
    """What the files are of which a mapping is kept."""

    SHEET = "sheet"
    HOSPITALS = "hospitals"
    """Hospitals, filings and people, the bureau's list included."""
    RECORDS = "records"
    ACTIVITIES = "activities"
    """One table of records of several kinds."""


class ColumnRole(StrEnum):
    """What a column of a check sheet holds."""

    CHAPTER = "chapter"
    NUMBER = "number"
    ITEM = "item"
    MORE = "more"
    """The item goes on in it."""
    UNUSED = "unused"


class RowRole(StrEnum):
    """What a row of a check sheet is."""

    CHAPTER = "chapter"
    ITEM = "item"
    MORE = "more"
    """The text above goes on in it."""
    HEAD = "head"
    UNUSED = "unused"


@dataclass(frozen=True)
class KeptMapping:
    """What was said last of files of one shape: `roles` is JSON, by what the reader of such files calls them."""

    shape: str
    roles: str
    at: datetime
    by: str
