"""The permission table, cell by cell, written out beside the design and not computed from the code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from checklist.model.accounts import Principal, Role
from checklist.model.assessments import AssessmentState, Track
from checklist.model.fields import Owner
from checklist.model.permission import Side, Thing, Verb
from checklist.model.visits import VisitState
from checklist.rules import access
from checklist.rules.access import AssessmentFacts

HOST, EVALUATOR, ELSEWHERE = 1, 2, 3
ME = 7

FILL_IN = "read write submit withdraw erase"
EXPECTED: dict[tuple[str, str, str], tuple[str, str]] = {
    ("self", "safety_manager", "host"): (FILL_IN, FILL_IN),
    ("self", "safety_manager", "evaluator"): ("", "read"),
    ("self", "safety_manager", "member"): ("", "read"),
    ("self", "leader", "host"): ("read approve", "read approve"),
    ("self", "leader", "evaluator"): ("", "read"),
    ("self", "leader", "member"): ("", "read"),
    ("self", "evaluator", "member"): ("", "read"),
    ("self", "secretariat", "any"): ("", "read erase"),
    ("self", "secretariat", "host"): ("", "read erase"),
    ("self", "secretariat", "evaluator"): ("", "read erase"),
    ("self", "secretariat", "member"): ("", "read erase"),
    ("visitor", "safety_manager", "host"): ("", "read"),
    ("visitor", "safety_manager", "evaluator"): ("read", "read"),
    ("visitor", "safety_manager", "member"): ("read", "read"),
    ("visitor", "leader", "host"): ("", "read"),
    ("visitor", "leader", "evaluator"): ("read", "read"),
    ("visitor", "leader", "member"): ("read", "read"),
    ("visitor", "evaluator", "member"): (FILL_IN, FILL_IN),
    ("visitor", "secretariat", "any"): ("", "read erase"),
    ("visitor", "secretariat", "host"): ("", "read erase"),
    ("visitor", "secretariat", "evaluator"): ("", "read erase"),
    ("visitor", "secretariat", "member"): ("", "read erase"),
    ("agreed", "safety_manager", "host"): ("read write erase", "read write erase"),
    ("agreed", "safety_manager", "evaluator"): ("read", "read"),
    ("agreed", "safety_manager", "member"): ("read", "read"),
    ("agreed", "leader", "host"): ("read", "read"),
    ("agreed", "leader", "evaluator"): ("read", "read"),
    ("agreed", "leader", "member"): ("read", "read"),
    ("agreed", "evaluator", "member"): ("read write erase", "read write erase"),
    ("agreed", "secretariat", "any"): ("read erase", "read erase"),
    ("agreed", "secretariat", "host"): ("read erase", "read erase"),
    ("agreed", "secretariat", "evaluator"): ("read erase", "read erase"),
    ("agreed", "secretariat", "member"): ("read erase", "read erase"),
}
"""(track, role, where one stands) -> what one may do while it is open, and once it is submitted.

A member's hospital evaluates, so a member stands on the evaluators' side too. What is absent may do nothing.
"""


def principal(*roles: Role, hospital: int | None = ELSEWHERE, scope: int | None = None) -> Principal:
    expiry = datetime(2026, 11, 22, tzinfo=UTC)
    return Principal(ME, "me", "私", frozenset(roles), hospital, False, expiry, scope)


def facts(track: Track, state: AssessmentState = AssessmentState.OPEN, member: bool = False) -> AssessmentFacts:
    members = frozenset({ME} if member else {99})
    return AssessmentFacts(track, state, HOST, frozenset({EVALUATOR}), members, frozenset({5}), VisitState.ON_SITE)


STANDING = {Side.HOST: HOST, Side.EVALUATOR: EVALUATOR, Side.MEMBER: EVALUATOR, Side.ANY: ELSEWHERE}


@pytest.mark.parametrize(("track", "role", "side"), list(product(Track, Role, STANDING)))
def test_every_cell_of_the_table_is_as_the_design_says(track: Track, role: Role, side: Side) -> None:
    while_open, once_submitted = EXPECTED.get((track.value, role.value, side.value), ("", ""))
    me = principal(role, hospital=STANDING[side])
    for state, expected in ((AssessmentState.OPEN, while_open), (AssessmentState.SUBMITTED, once_submitted)):
        found = access.assessment_verbs(me, facts(track, state, member=side is Side.MEMBER))
        assert {verb.value for verb in found} == set(expected.split())


def test_the_written_table_names_only_what_exists() -> None:
    tracks, roles, sides = ({entry.value for entry in kind} for kind in (Track, Role, Side))
    for track, role, side in EXPECTED:
        assert track in tracks
        assert role in roles
        assert side in sides
    written = {verb for pair in EXPECTED.values() for text in pair for verb in text.split()}
    assert written == {verb.value for verb in Verb}


def test_every_grant_of_the_code_stands_in_the_written_table() -> None:
    for track, grants in access.ASSESSMENT_GRANTS.items():
        for grant in grants:
            assert (track.value, grant.role.value, grant.side.value) in EXPECTED


def test_roles_add_up() -> None:
    both = principal(Role.SAFETY_MANAGER, Role.LEADER, hospital=HOST)
    found = access.assessment_verbs(both, facts(Track.SELF))
    assert found == {Verb.READ, Verb.WRITE, Verb.SUBMIT, Verb.WITHDRAW, Verb.APPROVE, Verb.ERASE}


def test_nobody_without_a_role_may_do_anything() -> None:
    for track, hospital in product(Track, (HOST, EVALUATOR, ELSEWHERE, None)):
        found = access.assessment_verbs(
            principal(hospital=hospital), facts(track, AssessmentState.SUBMITTED, member=True)
        )
        assert found == frozenset()


def test_a_member_who_moved_to_another_hospital_is_none_any_more() -> None:
    moved = principal(Role.EVALUATOR, hospital=ELSEWHERE)
    assert access.assessment_verbs(moved, facts(Track.VISITOR, member=True)) == frozenset()


def test_people_without_a_hospital_stand_on_no_side() -> None:
    alone = principal(Role.SAFETY_MANAGER, Role.LEADER, Role.EVALUATOR, hospital=None)
    for track in Track:
        assert access.assessment_verbs(alone, facts(track, AssessmentState.SUBMITTED, member=True)) == frozenset()


def test_a_pass_opens_its_own_visit_and_no_other() -> None:
    guest = principal(Role.EVALUATOR, hospital=EVALUATOR, scope=5)
    elsewhere = replace(guest, visit_scope=6)
    assert Verb.WRITE in access.assessment_verbs(guest, facts(Track.VISITOR, member=True))
    assert Verb.ERASE not in access.assessment_verbs(guest, facts(Track.VISITOR, member=True))
    assert access.assessment_verbs(elsewhere, facts(Track.VISITOR, member=True)) == frozenset()
    assert not any(access.may_open(page, guest) for page in access.PAGES)
    manager = principal(Role.SECRETARIAT, Role.ADMIN, scope=5)
    assert not access.manages_region(manager)
    assert not access.manages_accounts(manager)


def test_in_blind_mode_members_do_not_see_the_self_assessment_yet() -> None:
    blind = replace(facts(Track.SELF, AssessmentState.SUBMITTED, member=True), blind=True)
    assert access.assessment_verbs(principal(Role.EVALUATOR, hospital=EVALUATOR), blind) == frozenset()
    host = principal(Role.SAFETY_MANAGER, hospital=HOST)
    assert Verb.READ in access.assessment_verbs(host, blind)


PAGES = {
    "home": "secretariat safety_manager evaluator leader center_staff admin",
    "assessments": "safety_manager leader secretariat",
    "visits": "safety_manager evaluator leader secretariat",
    "answer": "safety_manager evaluator leader secretariat",
    "closing": "safety_manager evaluator leader secretariat",
    "improvements": "safety_manager evaluator leader secretariat",
    "comparison": "safety_manager leader secretariat center_staff",
    "records": "safety_manager leader",
    "evidence": "safety_manager leader",
    "criteria": "safety_manager leader secretariat",
    "filings": "safety_manager leader secretariat",
    "hospitals": "safety_manager evaluator leader secretariat center_staff",
    "sheets": "safety_manager evaluator leader secretariat",
    "accounts": "admin",
    "settings": "admin",
}
"""Page -> roles that may open it."""


@pytest.mark.parametrize("role", list(Role))
def test_every_role_opens_the_pages_that_the_design_gives_it(role: Role) -> None:
    opened = {page for page in access.PAGES if access.may_open(page, principal(role))}
    assert opened == {page for page, roles in PAGES.items() if role.value in roles.split()}


def test_answers_are_taken_only_while_open_and_the_visit_is_under_way() -> None:
    for state in VisitState:
        under_way = state.value in ("planned", "agreed", "ready", "on_site")
        assert access.is_writable(replace(facts(Track.VISITOR), visit_state=state)) is under_way
        assert access.is_writable(replace(facts(Track.SELF), visit_state=state)) is True
    for assessment_state in (AssessmentState.SUBMITTED, AssessmentState.SEALED):
        assert not access.is_writable(facts(Track.SELF, assessment_state))


def test_who_may_know_of_a_visit() -> None:
    def may(role: Role, hospital: int | None, member: bool = False) -> bool:
        return access.may_read_visit(principal(role, hospital=hospital), HOST, [EVALUATOR], [ME] if member else [])

    for role in (Role.SAFETY_MANAGER, Role.LEADER):
        assert [may(role, hospital) for hospital in (HOST, EVALUATOR, ELSEWHERE, None)] == [True, True, False, False]
    assert [may(Role.EVALUATOR, EVALUATOR, member) for member in (True, False)] == [True, False]
    assert not may(Role.EVALUATOR, HOST)
    assert not may(Role.EVALUATOR, ELSEWHERE, member=True)
    assert may(Role.SECRETARIAT, None)
    assert not may(Role.CENTER_STAFF, None)
    assert not may(Role.ADMIN, None)


def test_who_sees_which_hospitals_by_name_in_a_comparison() -> None:
    every, partners = [1, 2, 3, 4], [2]
    assert access.named_hospitals(principal(Role.SECRETARIAT), every, partners) == {1, 2, 3, 4}
    for role in (Role.SAFETY_MANAGER, Role.LEADER):
        assert access.named_hospitals(principal(role, hospital=HOST), every, partners) == {1, 2}
    for role in (Role.EVALUATOR, Role.CENTER_STAFF, Role.ADMIN):
        assert access.named_hospitals(principal(role, hospital=HOST), every, partners) == frozenset()


RW = "read write"
VISIT_EXPECTED: dict[Thing, dict[str, str]] = {
    Thing.AGREEMENT: {"host manager": RW, "host leader": "read", "leading manager": RW, "leading leader": "read",
                      "leading member": RW, "joining manager": RW, "joining member": RW, "secretariat": RW},
    Thing.CHAPTERS: {"host manager": "read", "host leader": "read", "leading manager": RW, "leading leader": "read",
                     "leading member": RW, "joining manager": RW, "joining member": RW, "secretariat": RW},
    Thing.PASSES: {"leading manager": RW, "leading member": RW, "secretariat": RW},
    Thing.CLOSING: {"host manager": RW, "host leader": "read", "leading manager": "read", "leading leader": "read",
                    "leading member": RW, "joining manager": "read", "joining member": RW, "secretariat": "read"},
    Thing.SIGNATURE_HOST: {"host manager": RW, "host leader": RW},
    Thing.SIGNATURE_EVALUATOR: {"leading member": RW, "joining member": RW},
    Thing.REPORT: {"host manager": "read", "host leader": "read", "leading manager": "read", "leading leader": "read",
                   "leading member": "read", "joining manager": "read", "joining member": "read",
                   "secretariat": "read"},
    Thing.SEAL: {"leading member": RW, "joining member": RW},
    Thing.HAND_OVER: {"leading manager": RW, "leading member": RW, "joining manager": RW, "joining member": RW},
    Thing.ACKNOWLEDGE: {"host manager": RW, "host leader": RW},
    Thing.REOPEN: {"leading member": RW, "secretariat": RW},
    Thing.FOLLOW_UPS: {"host manager": "read", "host leader": "read", "leading manager": "read",
                       "leading leader": "read", "leading member": RW, "joining manager": "read",
                       "joining member": RW, "secretariat": "read"},
    Thing.PAPERS: {"host manager": RW, "host leader": "read", "leading manager": RW, "leading leader": "read",
                   "leading member": RW, "joining manager": RW, "joining member": RW, "secretariat": RW},
    Thing.LATE_ANSWERS: {"leading member": RW, "joining member": "read"},
    Thing.ERASURES: {"host manager": RW, "leading member": RW, "joining member": RW, "secretariat": RW},
}  # fmt: skip
"""What hangs on a visit -> who one is -> what one may do; whoever is absent may do nothing."""

JOINING = 4
PEOPLE: dict[str, tuple[Role, int, bool]] = {
    "host manager": (Role.SAFETY_MANAGER, HOST, False),
    "host leader": (Role.LEADER, HOST, False),
    "host evaluator": (Role.EVALUATOR, HOST, False),
    "leading manager": (Role.SAFETY_MANAGER, EVALUATOR, False),
    "leading leader": (Role.LEADER, EVALUATOR, False),
    "leading member": (Role.EVALUATOR, EVALUATOR, True),
    "leading evaluator": (Role.EVALUATOR, EVALUATOR, False),
    "joining manager": (Role.SAFETY_MANAGER, JOINING, False),
    "joining member": (Role.EVALUATOR, JOINING, True),
    "secretariat": (Role.SECRETARIAT, ELSEWHERE, False),
    "strange manager": (Role.SAFETY_MANAGER, ELSEWHERE, False),
    "strange leader": (Role.LEADER, ELSEWHERE, False),
    "moved member": (Role.EVALUATOR, ELSEWHERE, True),
    "member of the host": (Role.EVALUATOR, HOST, True),
    "center": (Role.CENTER_STAFF, ELSEWHERE, False),
    "admin": (Role.ADMIN, ELSEWHERE, False),
}


@pytest.mark.parametrize(("thing", "person"), list(product(Thing, PEOPLE)))
def test_what_hangs_on_a_visit_is_opened_to_whom_the_design_says(thing: Thing, person: str) -> None:
    role, hospital, is_member = PEOPLE[person]
    members = (ME,) if is_member else (99,)
    found = access.visit_verbs(principal(role, hospital=hospital), thing, HOST, (EVALUATOR, JOINING), members, 5)
    assert {verb.value for verb in found} == set(VISIT_EXPECTED[thing].get(person, "").split())


@pytest.mark.parametrize("thing", list(Thing))
def test_a_pass_opens_nothing_that_hangs_on_a_visit_but_earlier_findings_of_its_own(thing: Thing) -> None:
    for visit, expected in ((5, RW if thing is Thing.FOLLOW_UPS else ""), (6, "")):
        me = principal(Role.EVALUATOR, hospital=EVALUATOR, scope=5)
        found = access.visit_verbs(me, thing, HOST, (EVALUATOR,), (ME,), visit)
        assert {verb.value for verb in found} == set(expected.split())


def test_a_pass_does_not_open_the_agreed_track() -> None:
    me = principal(Role.EVALUATOR, hospital=EVALUATOR, scope=5)
    assert access.assessment_verbs(me, facts(Track.AGREED, member=True)) == frozenset()
    assert Verb.WRITE in access.assessment_verbs(me, facts(Track.VISITOR, member=True))


@pytest.mark.parametrize("state", list(VisitState))
def test_agreed_values_are_written_on_the_day_only_and_not_under_a_signature(state: VisitState) -> None:
    agreed = replace(facts(Track.AGREED), visit_state=state)
    assert access.is_writable(agreed) is (state is VisitState.ON_SITE)
    assert not access.is_writable(replace(agreed, signed=True))


PLANS_EXPECTED = {
    "host manager": "read write see_state",
    "host leader": "read see_state",
    "leading manager": "read see_state",
    "leading member": "read see_state",
    "secretariat": "see_state",
}


@pytest.mark.parametrize("person", list(PEOPLE))
def test_a_hospitals_plans_are_opened_to_whom_the_design_says(person: str) -> None:
    role, hospital, _ = PEOPLE[person]
    visited = person in ("leading manager", "leading leader", "leading member")
    found = access.plan_verbs(principal(role, hospital=hospital), HOST, visited)
    assert {verb.value for verb in found} == set(PLANS_EXPECTED.get(person, "").split())
    assert access.plan_verbs(principal(role, hospital=hospital, scope=5), HOST, visited) == frozenset()


# Who may do what to records: role, hospital, at the centre -> those of hospital HOST, those of the centre.
RECORDS: dict[tuple[Role, int | None, bool], tuple[str, str]] = {
    (Role.SAFETY_MANAGER, HOST, False): ("read write", ""),
    (Role.SAFETY_MANAGER, ELSEWHERE, False): ("", ""),
    (Role.LEADER, HOST, False): ("read", ""),
    (Role.LEADER, ELSEWHERE, False): ("", ""),
    (Role.EVALUATOR, HOST, False): ("", ""),
    (Role.SECRETARIAT, None, False): ("", ""),
    (Role.ADMIN, None, False): ("", ""),
    (Role.CENTER_STAFF, None, True): ("", "read write"),
    (Role.CENTER_STAFF, None, False): ("", ""),
    (Role.SAFETY_MANAGER, None, True): ("", ""),
}


@pytest.mark.parametrize(("role", "hospital", "center"), list(RECORDS))
def test_records_are_opened_to_whom_the_design_says(role: Role, hospital: int | None, center: bool) -> None:
    who = replace(principal(role, hospital=hospital), center=center)
    found = (access.record_verbs(who, Owner.HOSPITAL, HOST), access.record_verbs(who, Owner.CENTER, None))
    assert tuple(" ".join(verb for verb in Verb if verb in verbs) for verbs in found) == RECORDS[role, hospital, center]


@pytest.mark.parametrize("role", list(Role))
def test_nobody_reaches_records_without_their_owner_or_through_a_pass(role: Role) -> None:
    anybody = replace(principal(role, hospital=None), center=True)
    assert access.record_verbs(anybody, Owner.HOSPITAL, None) == frozenset()
    assert access.record_verbs(anybody, Owner.CENTER, HOST) == frozenset()
    assert access.record_verbs(replace(anybody, visit_scope=ME), Owner.CENTER, None) == frozenset()
