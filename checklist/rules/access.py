"""The permission table: the one place that says who may do what. What nobody granted is forbidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checklist.model.accounts import Principal, Role
from checklist.model.assessments import AssessmentState, Track
from checklist.model.fields import Owner
from checklist.model.permission import Grant as Grant
from checklist.model.permission import HospitalThing as HospitalThing
from checklist.model.permission import PlanVerb as PlanVerb
from checklist.model.permission import Side as Side
from checklist.model.permission import Thing as Thing
from checklist.model.permission import Verb as Verb
from checklist.model.visits import VisitState

_READ = frozenset({Verb.READ})
_FILL_IN = frozenset({Verb.READ, Verb.WRITE, Verb.SUBMIT, Verb.WITHDRAW, Verb.ERASE})
_AGREE = frozenset({Verb.READ, Verb.WRITE, Verb.ERASE})
_OVERSEE = frozenset({Verb.READ, Verb.ERASE})

ASSESSMENT_GRANTS: dict[Track, tuple[Grant, ...]] = {
    Track.SELF: (
        Grant(Role.SAFETY_MANAGER, Side.HOST, _FILL_IN),
        Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ, once_submitted=True),
        Grant(Role.EVALUATOR, Side.MEMBER, _READ, once_submitted=True),
        Grant(Role.LEADER, Side.HOST, frozenset({Verb.READ, Verb.APPROVE})),
        Grant(Role.LEADER, Side.EVALUATOR, _READ, once_submitted=True),
        Grant(Role.SECRETARIAT, Side.ANY, _OVERSEE, once_submitted=True),
    ),
    Track.VISITOR: (
        Grant(Role.SAFETY_MANAGER, Side.HOST, _READ, once_submitted=True),
        Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ),
        Grant(Role.EVALUATOR, Side.MEMBER, _FILL_IN),
        Grant(Role.LEADER, Side.HOST, _READ, once_submitted=True),
        Grant(Role.LEADER, Side.EVALUATOR, _READ),
        Grant(Role.SECRETARIAT, Side.ANY, _OVERSEE, once_submitted=True),
    ),
    Track.AGREED: (
        Grant(Role.SAFETY_MANAGER, Side.HOST, _AGREE),
        Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ),
        Grant(Role.EVALUATOR, Side.MEMBER, _AGREE),
        Grant(Role.LEADER, Side.HOST, _READ),
        Grant(Role.LEADER, Side.EVALUATOR, _READ),
        Grant(Role.SECRETARIAT, Side.ANY, _OVERSEE),
    ),
}

_WRITE = frozenset({Verb.READ, Verb.WRITE})
_READERS = (
    Grant(Role.SAFETY_MANAGER, Side.HOST, _READ),
    Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _READ),
    Grant(Role.EVALUATOR, Side.MEMBER, _READ),
    Grant(Role.LEADER, Side.HOST, _READ),
    Grant(Role.LEADER, Side.EVALUATOR, _READ),
    Grant(Role.SECRETARIAT, Side.ANY, _READ),
)
_MEMBERS_WRITE = Grant(Role.EVALUATOR, Side.MEMBER, _WRITE)
_HOST_WRITES = Grant(Role.SAFETY_MANAGER, Side.HOST, _WRITE)
_EVALUATOR_WRITES = Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _WRITE)
_SECRETARIAT_WRITES = Grant(Role.SECRETARIAT, Side.ANY, _WRITE)
_LEADING_WRITES = (
    Grant(Role.SAFETY_MANAGER, Side.EVALUATOR, _WRITE, leading=True),
    Grant(Role.EVALUATOR, Side.MEMBER, _WRITE, leading=True),
)

VISIT_GRANTS: dict[Thing, tuple[Grant, ...]] = {
    Thing.AGREEMENT: (*_READERS, _HOST_WRITES, _EVALUATOR_WRITES, _MEMBERS_WRITE, _SECRETARIAT_WRITES),
    Thing.CHAPTERS: (*_READERS, _MEMBERS_WRITE, _EVALUATOR_WRITES, _SECRETARIAT_WRITES),
    Thing.PASSES: (*_LEADING_WRITES, _SECRETARIAT_WRITES),
    Thing.CLOSING: (*_READERS, _HOST_WRITES, _MEMBERS_WRITE),
    Thing.SIGNATURE_HOST: (_HOST_WRITES, Grant(Role.LEADER, Side.HOST, _WRITE)),
    Thing.SIGNATURE_EVALUATOR: (_MEMBERS_WRITE,),
    Thing.REPORT: _READERS,
    Thing.SEAL: (_MEMBERS_WRITE,),
    Thing.HAND_OVER: (_MEMBERS_WRITE, _EVALUATOR_WRITES),
    Thing.ACKNOWLEDGE: (_HOST_WRITES, Grant(Role.LEADER, Side.HOST, _WRITE)),
    Thing.REOPEN: (_LEADING_WRITES[1], _SECRETARIAT_WRITES),
    Thing.FOLLOW_UPS: (*_READERS, _MEMBERS_WRITE),
    Thing.PAPERS: (*_READERS, _HOST_WRITES, _EVALUATOR_WRITES, _MEMBERS_WRITE, _SECRETARIAT_WRITES),
    Thing.LATE_ANSWERS: (Grant(Role.EVALUATOR, Side.MEMBER, _READ), _LEADING_WRITES[1]),
    Thing.ERASURES: (_HOST_WRITES, _MEMBERS_WRITE, _SECRETARIAT_WRITES),
}
"""Who may read or write what hangs on a visit; a pass opens nothing of it but last year's findings on the sheet."""

_OWN_HOSPITAL = (Grant(Role.SAFETY_MANAGER, Side.OWN, _WRITE), Grant(Role.LEADER, Side.OWN, _READ))

HOSPITAL_GRANTS: dict[HospitalThing, tuple[Grant, ...]] = {
    HospitalThing.RECORDS: _OWN_HOSPITAL,
    HospitalThing.EVIDENCE: _OWN_HOSPITAL,
    HospitalThing.CRITERIA: (*_OWN_HOSPITAL, Grant(Role.SECRETARIAT, Side.ANY, _READ, shared=True)),
    HospitalThing.FILING: (*_OWN_HOSPITAL, _SECRETARIAT_WRITES),
}
"""Who may read or write what hangs on a hospital."""

CENTER_GRANTS = (Grant(Role.CENTER_STAFF, Side.OWN, _WRITE),)
"""Who may read or write what the support centre keeps."""

WRITABLE_VISITS = frozenset({VisitState.PLANNED, VisitState.AGREED, VisitState.READY, VisitState.ON_SITE})
"""Visits whose visitor ratings may still be written, while their assessment is open."""

PAGES: dict[str, frozenset[Role]] = {
    "home": frozenset(Role),
    "assessments": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT}),
    "visits": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "answer": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "closing": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "improvements": frozenset({Role.SAFETY_MANAGER, Role.EVALUATOR, Role.LEADER, Role.SECRETARIAT}),
    "comparison": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT, Role.CENTER_STAFF}),
    "evidence": frozenset({Role.SAFETY_MANAGER, Role.LEADER}),
    "criteria": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT}),
    "records": frozenset({Role.SAFETY_MANAGER, Role.LEADER}),
    "filings": frozenset({Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT}),
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
    signed: bool = False
    """For an agreed assessment: a side has signed what stands in it."""


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
    if principal.visit_scope is not None:
        # A pass opens the sheet of its one visit, not the closing meeting.
        if principal.visit_scope not in facts.visit_ids or facts.track is Track.AGREED:
            return frozenset()
    standing = sides(principal, facts.host_id, facts.evaluator_ids, facts.member_ids)
    if facts.blind and Side.MEMBER in standing:
        # Whatever else the member is at the evaluating hospital: who rates does not look first.
        standing -= {Side.MEMBER, Side.EVALUATOR}
    granted: set[Verb] = set()
    for grant in ASSESSMENT_GRANTS[facts.track]:
        if grant.role in principal.roles and grant.side in standing:
            if not grant.once_submitted or facts.state is not AssessmentState.OPEN:
                granted |= grant.verbs
    if principal.visit_scope is not None:
        granted.discard(Verb.ERASE)
    return frozenset(granted)


def is_writable(facts: AssessmentFacts) -> bool:
    """Whether an assessment takes answers at all: open, and its visit neither reported nor cancelled."""
    if facts.state is not AssessmentState.OPEN:
        return False
    if facts.track is Track.AGREED:
        return facts.visit_state is VisitState.ON_SITE and not facts.signed
    return facts.track is Track.SELF or facts.visit_state in WRITABLE_VISITS


def visit_verbs(
    principal: Principal,
    thing: Thing,
    host_id: int,
    evaluator_ids: Sequence[int],
    member_ids: Iterable[int],
    visit_id: int | None = None,
) -> frozenset[Verb]:
    """Everything the principal may do to one thing of a visit; the first evaluator hospital leads."""
    if principal.visit_scope is not None and (thing is not Thing.FOLLOW_UPS or principal.visit_scope != visit_id):
        return frozenset()
    standing = sides(principal, host_id, evaluator_ids, member_ids)
    leads = bool(evaluator_ids) and principal.hospital_id == evaluator_ids[0]
    granted = (
        grant.verbs
        for grant in VISIT_GRANTS[thing]
        if grant.role in principal.roles and grant.side in standing and (leads or not grant.leading)
    )
    return frozenset().union(*granted)


def hospital_verbs(
    principal: Principal, thing: HospitalThing, hospital_id: int, shared: bool = False
) -> frozenset[Verb]:
    """Everything the principal may do to one thing of a hospital; `shared`: the hospital shares its entitlement."""
    if principal.visit_scope is not None:
        return frozenset()
    standing = {Side.ANY, Side.OWN} if principal.hospital_id == hospital_id else {Side.ANY}
    granted = (
        grant.verbs
        for grant in HOSPITAL_GRANTS[thing]
        if grant.role in principal.roles and grant.side in standing and (shared or not grant.shared)
    )
    return frozenset().union(*granted)


def record_verbs(principal: Principal, owner: Owner, hospital_id: int | None) -> frozenset[Verb]:
    """Everything the principal may do to the records of a kind; `hospital_id` is None for those of the centre."""
    if (owner is Owner.HOSPITAL) is (hospital_id is None):
        return frozenset()
    if hospital_id is not None:
        return hospital_verbs(principal, HospitalThing.RECORDS, hospital_id)
    if principal.visit_scope is not None or not principal.center:
        return frozenset()
    return frozenset().union(*(grant.verbs for grant in CENTER_GRANTS if grant.role in principal.roles))


def plan_verbs(principal: Principal, hospital_id: int, visited: bool) -> frozenset[PlanVerb]:
    """What the principal may do to a hospital's improvement plans.

    `visited`: the principal's hospital visits it, and an evaluator is a member of such a visit.
    """
    if principal.visit_scope is not None:
        return frozenset()
    granted: set[PlanVerb] = set()
    if principal.hospital_id == hospital_id:
        if Role.SAFETY_MANAGER in principal.roles:
            granted |= set(PlanVerb)
        if Role.LEADER in principal.roles:
            granted |= {PlanVerb.READ, PlanVerb.SEE_STATE}
    if visited and principal.roles & {Role.SAFETY_MANAGER, Role.EVALUATOR}:
        granted |= {PlanVerb.READ, PlanVerb.SEE_STATE}
    if Role.SECRETARIAT in principal.roles:
        granted.add(PlanVerb.SEE_STATE)
    return frozenset(granted)


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
