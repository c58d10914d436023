"""The permission question, asked in one way for everything: by the table in `grants`, with the facts of a thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from checklist.errors import Forbidden
from checklist.model.accounts import Principal, Role
from checklist.model.assessments import AssessmentState, Track
from checklist.model.fields import Owner
from checklist.model.permission import Side, Thing, Verb
from checklist.model.visits import Mover, Visit, VisitState
from checklist.rules.grants import GRANTS, PAGES, PASS_OPENS, REGION

WRITABLE_VISITS = frozenset({VisitState.PLANNED, VisitState.AGREED, VisitState.READY, VisitState.ON_SITE})
"""Visits whose visitor ratings may still be written, while their assessment is open."""


@dataclass(frozen=True)
class Facts:
    """What the table needs to know of a thing: whose it is, who visits there, and what has become of it.

    `host_id`: the host of the visit, or the hospital that it hangs on; `evaluator_ids`: the leading one first;
    `visit_ids`: the visits that it belongs to, which a pass may open; `blind`: the visit's members may not see it yet,
    except item by item beside their own; `asked_ids`: the people to whom it is open for advice today.
    """

    host_id: int | None = None
    evaluator_ids: Sequence[int] = ()
    member_ids: Collection[int] = ()
    visit_ids: Collection[int] = ()
    submitted: bool = False
    blind: bool = False
    shared: bool = False
    asked_ids: Collection[int] = ()


REGION_WIDE = Facts()
"""Of what belongs to no hospital and no visit."""

_OF_TRACK = {Track.SELF: Thing.SELF, Track.VISITOR: Thing.VISITOR, Track.AGREED: Thing.AGREED}


@dataclass(frozen=True)
class AssessmentFacts:
    """What the rules need to know of an assessment; `evaluator_ids` and `member_ids` span all its visits."""

    track: Track
    state: AssessmentState
    host_id: int
    evaluator_ids: frozenset[int] = frozenset()
    member_ids: frozenset[int] = frozenset()
    visit_ids: frozenset[int] = frozenset()
    visit_state: VisitState | None = None
    blind: bool = False
    signed: bool = False
    """For an agreed assessment: a side has signed what stands in it."""

    @property
    def thing(self) -> Thing:
        """What it is to the table."""
        return _OF_TRACK[self.track]

    @property
    def facts(self) -> Facts:
        """What the table needs to know of it."""
        submitted = self.state is not AssessmentState.OPEN
        # A set has no first, and no grant on an assessment asks which hospital leads.
        evaluators = tuple(self.evaluator_ids)
        return Facts(self.host_id, evaluators, self.member_ids, self.visit_ids, submitted, self.blind)


def of_visit(visit: Visit) -> Facts:
    """What the table needs to know of what hangs on a visit."""
    return Facts(visit.host_id, visit.evaluator_ids, visit.member_ids, (visit.id,))


def of_hospital(hospital_id: int, shared: bool = False) -> Facts:
    """What the table needs to know of what hangs on a hospital; `shared`: it shares its entitlement."""
    return Facts(hospital_id, shared=shared)


def of_records(owner: Owner, hospital_id: int | None) -> tuple[Thing, Facts]:
    """The records of a hospital or, without one, of the support centre, as a thing with its facts.

    What has no owner or the wrong one is opened by nobody: raises Forbidden.
    """
    if (owner is Owner.HOSPITAL) is (hospital_id is None):
        raise Forbidden
    return (Thing.CENTER_RECORDS, REGION_WIDE) if hospital_id is None else (Thing.RECORDS, of_hospital(hospital_id))


def sides(principal: Principal, facts: Facts) -> set[Side]:
    """Every side on which the principal stands."""
    found = {Side.ANY, Side.CENTER} if principal.center else {Side.ANY}
    if principal.person_id in facts.asked_ids:
        found.add(Side.ASKED)
    own = principal.hospital_id
    if own is not None and own == facts.host_id:
        found.add(Side.HOST)
    if own is not None and own in facts.evaluator_ids:
        found.add(Side.EVALUATOR)
        # A member who has since moved to another hospital no longer stands on the evaluators' side.
        if principal.person_id in facts.member_ids:
            found.add(Side.MEMBER)
    if facts.blind and Side.MEMBER in found:
        # Whatever else the member is at the evaluating hospital: who rates does not look first.
        found -= {Side.MEMBER, Side.EVALUATOR}
    return found


def verbs(principal: Principal, thing: Thing, facts: Facts = REGION_WIDE) -> frozenset[Verb]:
    """Everything the principal may do to a thing as it stands now."""
    # A pass never adds: it cuts down what its member may do anyway, to one visit and what stands beside its sheet.
    limit = None if principal.visit_scope is None else PASS_OPENS.get(thing, frozenset())
    if limit is not None and thing not in REGION and principal.visit_scope not in facts.visit_ids:
        return frozenset()
    standing = sides(principal, facts)
    leads = bool(facts.evaluator_ids) and principal.hospital_id == facts.evaluator_ids[0]
    granted: frozenset[Verb] = frozenset().union(
        *(
            grant.verbs
            for grant in GRANTS[thing]
            if (grant.role is None or grant.role in principal.roles)
            and grant.side in standing
            and (facts.submitted or not grant.once_submitted)
            and (leads or not grant.leading)
            and (facts.shared or not grant.shared)
        )
    )
    return granted if limit is None else granted & limit


def may(principal: Principal, verb: Verb, thing: Thing, facts: Facts = REGION_WIDE) -> bool:
    """Whether the principal may do this to a thing as it stands now."""
    return verb in verbs(principal, thing, facts)


def require(principal: Principal, verb: Verb, thing: Thing, facts: Facts = REGION_WIDE) -> None:
    """Raise Forbidden unless the principal may do this to a thing as it stands now: the one permission question."""
    if not may(principal, verb, thing, facts):
        raise Forbidden


def assessment_verbs(principal: Principal, facts: AssessmentFacts) -> frozenset[Verb]:
    """Everything the principal may do to an assessment as it stands now."""
    return verbs(principal, facts.thing, facts.facts)


def may_open(page: str, principal: Principal) -> bool:
    """Whether any role of the principal opens the page."""
    # The link of a pass is for the sheet alone; on a borrowed tablet nobody should stroll through the pages.
    return bool(PAGES[page] & principal.roles) and principal.visit_scope is None


def is_writable(facts: AssessmentFacts) -> bool:
    """Whether an assessment takes answers at all: open, and its visit neither reported nor cancelled."""
    if facts.state is not AssessmentState.OPEN:
        return False
    # What one side has signed must not change before the other side signs.
    if facts.track is Track.AGREED:
        return facts.visit_state is VisitState.ON_SITE and not facts.signed
    return facts.track is Track.SELF or facts.visit_state in WRITABLE_VISITS


def manages_region(principal: Principal) -> bool:
    """Whether the principal may change hospitals, filings, visits and sheets."""
    return may(principal, Verb.WRITE, Thing.VISITS)


def movers(principal: Principal, facts: Facts) -> set[Mover]:
    """As whom the principal may lead a visit to another state by hand; a pass moves nothing."""
    if principal.visit_scope is not None:
        return set()
    standing = sides(principal, facts)
    found = {Mover.SECRETARIAT} if manages_region(principal) else set()
    if Role.EVALUATOR in principal.roles and Side.MEMBER in standing:
        found.add(Mover.MEMBER)
    if Role.SAFETY_MANAGER in principal.roles and standing & {Side.HOST, Side.EVALUATOR}:
        found.add(Mover.MANAGER)
    if may(principal, Verb.WRITE, Thing.ACKNOWLEDGE, facts):
        found.add(Mover.HOST)
    return found


def starts_self_assessments(principal: Principal) -> bool:
    """Whether the principal begins the self-assessment of a hospital, which is their own."""
    own = Facts(host_id=principal.hospital_id)
    return principal.hospital_id is not None and may(principal, Verb.SUBMIT, Thing.SELF, own)


def sees_every_hospital(principal: Principal) -> bool:
    """Whether every hospital of the region concerns the principal, as the secretariat and the support centre."""
    return bool(principal.roles & {Role.SECRETARIAT, Role.CENTER_STAFF}) and principal.visit_scope is None


def comes_as(principal: Principal, role: Role) -> bool:
    """Whether somebody comes for what this role comes for: it decides what is shown first, never what may be seen."""
    return role in principal.roles


def compares_by_name(principal: Principal) -> bool:
    """Whether the principal sees any hospital by name in a comparison."""
    return bool(principal.roles & {Role.SAFETY_MANAGER, Role.LEADER, Role.SECRETARIAT})


def knows_every_name(principal: Principal) -> bool:
    """Whether the principal sees every hospital by name in a comparison, at any time."""
    return Role.SECRETARIAT in principal.roles


def named_hospitals(principal: Principal, partner_ids: Iterable[int]) -> frozenset[int]:
    """Hospitals whose results somebody of a hospital may see by name in a comparison.

    `partner_ids` are the hospitals on the other side of visits of the principal's own hospital.
    """
    if compares_by_name(principal) and principal.hospital_id is not None:
        return frozenset({principal.hospital_id, *partner_ids})
    return frozenset()
