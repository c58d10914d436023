"""The words of the permission table: sides, things, verbs, and one cell of the table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checklist.model.accounts import Role


class Side(StrEnum):
    """How a principal stands to an assessment or a visit."""

    HOST = "host"
    EVALUATOR = "evaluator"
    MEMBER = "member"
    OWN = "own"
    """The hospital is the principal's own; for what hangs on a hospital rather than on a visit."""
    ANY = "any"


class Verb(StrEnum):
    """What can be done to an assessment."""

    READ = "read"
    WRITE = "write"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    ERASE = "erase"


class Thing(StrEnum):
    """What hangs on a visit and has permissions of its own."""

    AGREEMENT = "agreement"
    CHAPTERS = "chapters"
    PASSES = "passes"
    CLOSING = "closing"
    SIGNATURE_HOST = "signature_host"
    SIGNATURE_EVALUATOR = "signature_evaluator"
    REPORT = "report"
    SEAL = "seal"
    HAND_OVER = "hand_over"
    ACKNOWLEDGE = "acknowledge"
    REOPEN = "reopen"
    FOLLOW_UPS = "follow_ups"
    PAPERS = "papers"
    LATE_ANSWERS = "late_answers"
    ERASURES = "erasures"


class HospitalThing(StrEnum):
    """What hangs on a hospital and has permissions of its own."""

    RECORDS = "records"
    EVIDENCE = "evidence"
    CRITERIA = "criteria"
    FILING = "filing"


class PlanVerb(StrEnum):
    """What can be done to the findings and improvement plans of a hospital."""

    READ = "read"
    WRITE = "write"
    SEE_STATE = "see_state"


@dataclass(frozen=True)
class Grant:
    """One cell of the table: this role, standing on this side, may do these things."""

    role: Role
    side: Side
    verbs: frozenset[Verb]
    once_submitted: bool = False
    leading: bool = False
    """Only for people of the hospital that leads the visit."""
    shared: bool = False
    """Only if the hospital has agreed to share it."""
