"""The words of the permission table: sides, verbs, and every thing that can be read or changed."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """How a principal stands to a thing."""

    HOST = "host"
    """The thing is of the principal's own hospital: the host of a visit, the owner of a record."""
    EVALUATOR = "evaluator"
    MEMBER = "member"
    CENTER = "center"
    """The thing is of the support centre, where the principal works."""
    ANY = "any"


class Verb(StrEnum):
    """What can be done to a thing."""

    READ = "read"
    WRITE = "write"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    ERASE = "erase"
    SEE_STATE = "see_state"
    """Number, state and due date, nothing of the content."""


class Thing(StrEnum):
    """Everything that has permissions of its own."""

    # Assessments, by track.
    SELF = "self"
    VISITOR = "visitor"
    AGREED = "agreed"

    # A visit, and what hangs on it.
    VISIT = "visit"
    """That there is this visit: its hospitals, members, day, sheets and state."""
    AGREEMENT = "agreement"
    CHAPTERS = "chapters"
    PASSES = "passes"
    CLOSING = "closing"
    FINDINGS = "findings"
    """指摘事項, 好事例, 講評 and the hours of the visit: the visitors' words, written at the closing meeting."""
    HOST_COMMENTS = "host_comments"
    """What the host says to them, printed beside them."""
    SIGNATURE_HOST = "signature_host"
    SIGNATURE_EVALUATOR = "signature_evaluator"
    REPORT = "report"
    SEAL = "seal"
    HAND_OVER = "hand_over"
    ACKNOWLEDGE = "acknowledge"
    REOPEN = "reopen"
    REOPENING = "reopening"
    """That a report was reopened, which both hospitals' managers and leaders are told until they have said that they know."""
    FOLLOW_UPS = "follow_ups"
    """Earlier findings as this visit looks at them again, and what it says of them."""
    EARLIER_PLANS = "earlier_plans"
    """What the host does about those earlier findings."""
    PAPERS = "papers"
    LATE_ANSWERS = "late_answers"
    ERASURES = "erasures"

    # What hangs on a hospital.
    RECORDS = "records"
    EVIDENCE = "evidence"
    CRITERIA = "criteria"
    FILING = "filing"
    DEPARTMENTS = "departments"
    """Which departments of the modules of a sheet a hospital is without; whoever reads hospitals knows."""
    IMPROVEMENT_PLANS = "improvement_plans"
    HOSPITAL_AUDIT = "hospital_audit"
    """What was done with a hospital's papers, and by its people."""
    CENTER_CONSENT = "center_consent"
    """Whether the hospital lets its numbers into what the support centre sees."""
    PRACTICE_OFFERS = "practice_offers"
    """Which of its 好事例 a hospital offers to the library, under which name and in which words."""

    YEAR_PLAN = "year_plan"
    """What the duties of a year are and which visits are planned for them."""

    # What hangs on the support centre.
    CENTER_RECORDS = "center_records"

    # The region.
    REGION = "region"
    ACCOUNTS = "accounts"
    AUDIT = "audit"
    """That something was done with accounts, rights and settings anywhere in the region, when and by whom."""
    AUDIT_DETAILS = "audit_details"
    """What it was, to whom, and from where."""
    OWN_PASSWORD = "own_password"
    PEOPLE = "people"
    """Names of people, as they stand beside what they did; not their logins and roles."""
    HOSPITALS = "hospitals"
    """The register of hospitals with their filings: names, codes and classes, which are public; no results."""
    SHEETS = "sheets"
    RULES = "rules"
    """The 施設基準 as the region has confirmed and corrected them."""
    VISITS = "visits"
    """Who visits whom: planning, changing and cancelling visits."""
    COMPARISON = "comparison"
    """Anonymous numbers of the region, each as far as the rule of disclosure lets it be shown."""
    GROUP_NUMBERS = "group_numbers"
    """Making the frozen editions behind the anonymous numbers of groups."""
    FINDING_TOTALS = "finding_totals"
    """How many 指摘事項 the hospitals had that agreed, by chapter; never of few hospitals, never of a year that runs."""
    PRACTICES = "practices"
    """The library of 好事例, as each hospital offered them: by name or without."""
    LENIENCY = "leniency"
    """How the ratings of a visiting hospital differ from those of others, the hosts' level taken off."""
    BACKUPS = "backups"
    """When and where to the server copies its database, and what became of it."""
    MAIL = "mail"
    """Through which server notices leave as mail, and what became of each; not what they say."""
    NOTICES = "notices"
    """What one is told oneself, and how."""
    INTEGRITY = "integrity"
    """Whether everything sealed and stored is still what it was, as numbers."""
