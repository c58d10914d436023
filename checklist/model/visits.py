"""Visits: one host, its evaluator hospitals, and where the visit stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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


class DayPart(StrEnum):
    """How much of a day a visit takes."""

    WHOLE = "whole"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True)
class VisitTime:
    """A day with the part of it; `begins` is HH:MM in Tokyo, empty where it is not said."""

    on_date: date
    part: DayPart = DayPart.WHOLE
    begins: str = ""


@dataclass(frozen=True)
class Visit:
    """One host, visited by evaluator hospitals (the leading one first); `part` and `begins` are the hours of its day."""

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
    part: DayPart = DayPart.WHOLE
    begins: str = ""

    @property
    def time(self) -> VisitTime | None:
        """Its day with the hours as far as they are known; None without a day."""
        return VisitTime(self.visit_date, self.part, self.begins) if self.visit_date else None


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


class PollState(StrEnum):
    """What has become of a poll for the day of a visit."""

    OPEN = "open"
    FIXED = "fixed"
    WITHDRAWN = "withdrawn"


class DateAnswer(StrEnum):
    """What somebody says of a day that is offered."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True)
class DateOffer:
    """One time that is offered, and what each person has answered to it, by their ids."""

    id: int
    time: VisitTime
    answers: dict[int, DateAnswer]


@dataclass(frozen=True)
class DatePoll:
    """A poll for the day of a visit; `version` counts the changes of what is offered, `turn` those of the answers.

    `offers` are those that stand, by day; `fixed` is the one that was taken.
    """

    id: int
    visit_id: int
    state: PollState
    version: int
    turn: int
    offers: tuple[DateOffer, ...]
    fixed: DateOffer | None
    changed_by: str
    changed_at: datetime

    @property
    def seen(self) -> tuple[int, int]:
        """What somebody has seen who looks at it now."""
        return self.version, self.turn


@dataclass(frozen=True)
class Voice:
    """One side that is asked for the day: a member of the visit, or the host through whichever of its managers."""

    name: str
    hospital_id: int
    person_ids: tuple[int, ...]
    """Several only for the host, whose newest answer counts."""


@dataclass(frozen=True)
class DayRevision:
    """How a visit stands in calendars: how often its day was changed, when last, and the time that holds or held last."""

    sequence: int
    changed_at: datetime
    time: VisitTime | None
