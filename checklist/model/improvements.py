"""Findings followed up, and improvement plans."""

from __future__ import annotations

from enum import StrEnum


class PlanState(StrEnum):
    """The columns of the board, from nothing done to checked."""

    NONE = "none"
    OVERDUE = "overdue"
    PLANNED = "planned"
    COMPLETED = "completed"
    CHECKED = "checked"


class Sequel(StrEnum):
    """What the next visitors say of an earlier finding."""

    RESOLVED = "resolved"
    CONTINUED = "continued"
    RECURRED = "recurred"


class Outcome(StrEnum):
    """What became of a mark that was sent from a device."""

    SAVED = "saved"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
