"""The closing meeting (講評会): what is written down and who signs."""

from __future__ import annotations

from enum import StrEnum


class FindingKind(StrEnum):
    """What the visitors leave behind: something to improve, or something to learn from."""

    FINDING = "finding"
    GOOD_PRACTICE = "good_practice"


class Signatory(StrEnum):
    """The two sides that sign."""

    HOST = "host"
    EVALUATOR = "evaluator"


class ErasedKind(StrEnum):
    """What kind of text may be erased."""

    COMMENT = "comment"
    FINDING = "finding"
    PRACTICE = "practice"
    """What the host has put into the library of 好事例; its owner is the finding."""


class VisitText(StrEnum):
    """Where a text stands that is about a visit and at no item, by the table that holds it."""

    REMARKS = "closing"
    HOST_COMMENT = "host_comment"
    FOLLOW_UP = "follow_up"
    AGREEMENT = "visit_agreement"
    REPORT_REASON = "report_event"
    STATE_REASON = "visit_event"
    ASSESSMENT_REASON = "assessment_event"
