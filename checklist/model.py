"""The nouns of the product as frozen dataclasses and enums; no SQL, no Streamlit, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may come for; the codes are stored and printed by `demo --json`."""

    SECRETARIAT = "secretariat"
    SAFETY_MANAGER = "safety_manager"
    EVALUATOR = "evaluator"
    LEADER = "leader"
    CENTER_STAFF = "center_staff"
    ADMIN = "admin"


HOSPITAL_ROLES = frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER})
"""Roles that only make sense for a person who belongs to a hospital."""


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

    ON_SITE = "on_site"
    ONLINE = "online"
    PAPER = "paper"


class Addon(StrEnum):
    """What a filing is about."""

    SAFETY = "safety"
    REGIONAL = "regional"


class HospitalKind(StrEnum):
    """Kinds that the rules of the add-ons tell apart."""

    GENERAL = "general"
    ADVANCED_TREATMENT = "advanced_treatment"


class Relation(StrEnum):
    """How an item descends from the previous version of its sheet."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"


NOT_APPLICABLE = "NA"
UNVERIFIED = "UNVERIFIED"

SCALES: dict[str, tuple[str, ...]] = {
    "abcx": ("A", "B", "C", NOT_APPLICABLE, UNVERIFIED),
    "sabc": ("S", "A", "B", "C", NOT_APPLICABLE, UNVERIFIED),
    "yes-no": ("YES", "NO", NOT_APPLICABLE, UNVERIFIED),
}
"""Rating values by scale, in the order in which they are shown."""

COMMENT_EXPECTED = frozenset({"B", "C", "NO", UNVERIFIED})
"""Values that need a comment to be understood by the other side."""

COMMENT_LIMIT = 2000
"""Characters (code points) that one comment may hold."""


@dataclass(frozen=True)
class Principal:
    """Who acts: a person with roles, an organisation, a scope (one visit, or everything theirs) and an expiry."""

    person_id: int
    login: str
    name: str
    roles: frozenset[Role]
    hospital_id: int | None
    center: bool
    expires_at: datetime
    visit_scope: int | None = None


@dataclass(frozen=True)
class Deadlines:
    """Days before the visit for agreement and self-assessment, after it for the report, and after that for the rest."""

    agreement_days: int = 60
    self_days: int = 14
    report_days: int = 28
    acknowledge_days: int = 14
    plan_days: int = 30


@dataclass(frozen=True)
class Region:
    """The settings of the one region in a database."""

    name: str
    fiscal_year_start_month: int
    minimum_group_size: int
    blind_mode: bool
    fictional: bool
    deadlines: Deadlines = Deadlines()
    criteria_window: str = "fiscal_year"
    """What 年1回程度 means for the 施設基準: fiscal_year or twelve_months."""


@dataclass(frozen=True)
class Hospital:
    """A hospital of the region, or an external partner; `shares_entitlement`: the secretariat sees its 施設基準."""

    id: int
    code: str
    name: str
    founder: str
    address: str
    beds: int
    kind: HospitalKind
    external: bool
    shares_with_center: bool
    shares_entitlement: bool = False


@dataclass(frozen=True)
class Filing:
    """A 届出 of one hospital: which add-on and class, and from when to when (both days included)."""

    id: int
    hospital_id: int
    addon: Addon
    addon_class: int
    valid_from: date
    valid_to: date | None
    receipt_number: str


@dataclass(frozen=True)
class Person:
    """An account; the password hash never leaves the store."""

    id: int
    login: str
    name: str
    hospital_id: int | None
    center: bool
    roles: frozenset[Role]
    active: bool


@dataclass(frozen=True)
class Item:
    """One checkable fact of a sheet version."""

    code: str
    chapter_code: str
    text: str
    law_part: str
    classes: tuple[int, ...]
    department: str
    place: str
    methods: tuple[str, ...]
    purpose: str
    basis: str
    procedure: str
    evidence: str


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
    record_only: bool
    note: str


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
