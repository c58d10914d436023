"""Assessments: one filling-in of one sheet version, its ratings and the operations that change them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Track(StrEnum):
    """Whose view of the sheet an assessment holds."""

    SELF = "self"
    VISITOR = "visitor"
    AGREED = "agreed"


class AssessmentState(StrEnum):
    """open -> submitted -> sealed; a withdrawal leads from submitted back to open."""

    OPEN = "open"
    SUBMITTED = "submitted"
    SEALED = "sealed"


# Code points, because length() in the table's CHECK counts them; a browser counts an emoji as two.
COMMENT_LIMIT = 2000
"""Characters (code points) that one comment may hold."""


@dataclass(frozen=True)
class Assessment:
    """One filling-in of one sheet version, for one host and one track."""

    id: int
    track: Track
    version_code: str
    hospital_id: int
    fiscal_year: int
    edition: int
    visit_id: int | None
    state: AssessmentState
    submitted_at: datetime | None
    approved_at: datetime | None


@dataclass(frozen=True)
class Rating:
    """The current answer to one item; `value` may be None while only a comment is written."""

    item: str
    value: str | None
    comment: str
    version: int
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True)
class Operation:
    """One change of one item as the client sends it."""

    operation_id: str
    item: str
    base_version: int
    value: str | None
    comment: str
    tapped_at: str | None = None


@dataclass(frozen=True)
class OperationResult:
    """What became of an operation; `version` and `current` are always the present ones."""

    operation_id: str
    status: str
    version: int
    current: Rating | None
    message: str
