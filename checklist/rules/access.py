"""The permission table: the one place that says who may do what. What nobody granted is forbidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checklist.model import AssessmentState, Principal, Role, Track, VisitState


class Side(StrEnum):
    """How a principal stands to an assessment or a visit."""

    HOST = "host"
    EVALUATOR = "evaluator"
    MEMBER = "member"
    ANY = "any"


class Verb(StrEnum):
    """What can be done to an assessment."""

    READ = "read"
    WRITE = "write"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"


@dataclass(frozen=True)
class Grant:
    """One cell of the table: this role, standing on this side, may do these things."""

    role: Role
    side: Side
    verbs: frozenset[Verb]
    once_submitted: bool = False


_READ = frozenset({Verb.READ})
_FILL_IN = frozenset({Verb.READ, Verb.WRITE, Verb.SUBMIT, Verb.WITHDRAW})

ASSESSMENT_GRANTS: dict[Track, tuple[Grant, ...]] = {
    Track.SELF: (
        Grant(Role.SAFETY_MANAGER, Side.HOST, _FILL_IN),
        Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ, once_submitted=True),
        Grant(Role.EVALUATOR, Side.MEMBER, _READ, once_submitted=True),
        Grant(Role.LEADER, Side.HOST, frozenset({Verb.READ, Verb.APPROVE})),
        Grant(Role.LEADER, Side.EVALUATOR, _READ, once_submitted=True),
        Grant(Role.SECRETARIAT, Side.ANY, _READ, once_submitted=True),
    ),
    Track.VISITOR: (
        Grant(Role.SAFETY_MANAGER, Side.HOST, _READ, once_submitted=True),
        Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ),
        Grant(Role.EVALUATOR, Side.MEMBER, _FILL_IN),
        Grant(Role.LEADER, Side.HOST, _READ, once_submitted=True),
        Grant(Role.LEADER, Side.EVALUATOR, _READ),
        Grant(Role.SECRETARIAT, Side.ANY, _READ, once_submitted=True),
    ),
    Track.AGREED: (
        Grant(Role.SAFETY_MANAGER, Side.HOST, frozenset({Verb.READ, Verb.WRITE})),
        Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ),
        Grant(Role.EVALUATOR, Side.MEMBER, frozenset({Verb.READ, Verb.WRITE})),
        Grant(Role.LEADER, Side.HOST, _READ),
        Grant(Role.LEADER, Side.EVALUATOR, _READ),
        Grant(Role.SECRETARIAT, Side.ANY, _READ),
    ),
}

WRITABLE_VISITS = frozenset({VisitState.PLANNED, VisitState.AGREED, VisitState.READY, VisitState.ON_SITE})
"""Visits whose visitor ratings may still be written, while their assessment is open."""

PAGES: dict[str, frozenset[Role]] = {
    "home": frozenset(Role),
    "assessments": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT}),
    "visits": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "answer": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "comparison": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF}),
    "hospitals": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF}),
    "sheets": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "accounts": frozenset({Role.ADMIN}),
    "settings": frozenset({Role.ADMIN}),
}
"""Who may open a page at all; what stands on it is asked again for every thing shown."""


def may_open(page: str, principal: Principal) -> bool:
    """Whether any role of the principal opens the page."""
    return bool(PAGES[page] & principal.roles) and principal.visit_scope is None


@dataclass(frozen=True)
class AssessmentFacts:
    """What the table needs to know of an assessment; `evaluator_ids` and `member_ids` span all its visits."""

    track: Track
    state: AssessmentState
    host_id: int
    evaluator_ids: frozenset[int] = frozenset()
    member_ids: frozenset[int] = frozenset()
    visit_ids: frozenset[int] = frozenset()
    visit_state: VisitState | None = None
    blind: bool = False
    """For a self-assessment: the visit's members may not see it yet, except item by item beside their own."""


def sides(principal: Principal, host_id: int, evaluator_ids: Iterable[int], member_ids: Iterable[int]) -> set[Side]:
    """Every side on which the principal stands."""
    found = {Side.ANY}
    if principal.hospital_id is not None and principal.hospital_id == host_id:
        found.add(Side.HOST)
    if principal.hospital_id in set(evaluator_ids):
        found.add(Side.EVALUATOR)
        # A member who has since moved to another hospital no longer stands on the evaluators' side.
        if principal.person_id in set(member_ids):
            found.add(Side.MEMBER)
    return found


def assessment_verbs(principal: Principal, facts: AssessmentFacts) -> frozenset[Verb]:
    """Everything the principal may do to an assessment as it stands now."""
    if principal.visit_scope is not None and principal.visit_scope not in facts.visit_ids:
        return frozenset()
    standing = sides(principal, facts.host_id, facts.evaluator_ids, facts.member_ids)
    granted: set[Verb] = set()
    for grant in ASSESSMENT_GRANTS[facts.track]:
        if grant.role in principal.roles and grant.side in standing and not (facts.blind and grant.side is Side.MEMBER):
            if not grant.once_submitted or facts.state is not AssessmentState.OPEN:
                granted |= grant.verbs
    return frozenset(granted)


def is_writable(facts: AssessmentFacts) -> bool:
    """Whether an assessment takes answers at all: open, and its visit neither reported nor cancelled."""
    if facts.state is not AssessmentState.OPEN:
        return False
    return facts.track is Track.SELF or facts.visit_state in WRITABLE_VISITS


def manages_region(principal: Principal) -> bool:
    """Whether the principal may change hospitals, filings, visits and sheets."""
    return Role.SECRETARIAT in principal.roles and principal.visit_scope is None


def manages_accounts(principal: Principal) -> bool:
    """Whether the principal may change accounts and settings."""
    return Role.ADMIN in principal.roles and principal.visit_scope is None


def may_read_visit(principal: Principal, host_id: int, evaluator_ids: Iterable[int], member_ids: Iterable[int]) -> bool:
    """Whether the principal sees that a visit exists, with its hospitals, dates and state."""
    standing = sides(principal, host_id, evaluator_ids, member_ids)
    if Role.SECRETARIAT in principal.roles:
        return True
    if Role.EVALUATOR in principal.roles and Side.MEMBER in standing:
        return True
    return bool(principal.roles & {Role.SAFETY_MANAGER, Role.LEADER}) and bool(standing & {Side.HOST, Side.EVALUATOR})


def named_hospitals(principal: Principal, all_ids: Iterable[int], partner_ids: Iterable[int]) -> frozenset[int]:
    """Hospitals whose results the principal may see by name in the comparison.

    `partner_ids` are the hospitals on the other side of visits of the principal's own hospital.
    """
    if Role.SECRETARIAT in principal.roles:
        return frozenset(all_ids)
    if principal.roles & {Role.SAFETY_MANAGER, Role.LEADER} and principal.hospital_id is not None:
        return frozenset({principal.hospital_id, *partner_ids})
    return frozenset()
