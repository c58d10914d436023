"""Visits: one host, its evaluator hospitals, and where the visit stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class VisitState(StrEnum):
    """Where a visit stands, from the plan to the end."""

    PLANNED = "planned"
    AGREED = "agreed"
    READY = "ready"
    ON_SITE = "on_site"
    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class VisitMode(StrEnum):
    """How the evaluators meet the host."""

    # The stored code is older than the name: as a Python name ON_SITE is the state of a visit, and only that.
    IN_PERSON = "on_site"
    ONLINE = "online"
    PAPER = "paper"


@dataclass(frozen=True)
class Visit:
    """One host, visited by evaluator hospitals (the leading one first)."""

    id: int
    fiscal_year: int
    host_id: int
    evaluator_ids: tuple[int, ...]
    member_ids: tuple[int, ...]
    visit_date: date | None
    mode: VisitMode
    state: VisitState
    # Done on paper, or with a partner that does not use the product: it counts for the yearly duty all the same.
    record_only: bool
    note: str


class Duty(StrEnum):
    """The steps of a visit that have a day, in the order in which they are due."""

    AGREEMENT = "agreement"
    SELF_ASSESSMENT = "self_assessment"
    APPROVAL = "approval"
    VISIT = "visit"
    REPORT = "report"
    HAND_OVER = "hand_over"
    ACKNOWLEDGE = "acknowledge"
    PLAN = "plan"


class StepState(StrEnum):
    """How one step of a visit stands; in the order in which somebody has to look at it."""

    LATE = "late"
    DUE = "due"
    """To be done now, its day not over yet."""
    COMING = "coming"
    """Another step has to be done first; the day is the latest that is to be expected."""
    DONE = "done"


class Mover(StrEnum):
    """Who may change the state of a visit by hand."""

    SECRETARIAT = "secretariat"
    MEMBER = "member"
    MANAGER = "manager"
    """The safety managers of both sides."""
    HOST = "host"
    """Whoever receives a report for the host."""


class PassState(StrEnum):
    """What has become of a pass."""

    WAITING = "waiting"
    OPENED = "opened"
    EXPIRED = "expired"
    REVOKED = "revoked"
