"""The permission table, cell by cell, written out beside the design and not computed from the code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from checklist.errors import Forbidden
from checklist.model.accounts import Principal, Role
from checklist.model.assessments import AssessmentState, Track
from checklist.model.fields import Owner
from checklist.model.permission import Side, Thing, Verb
from checklist.model.visits import Mover, VisitState
from checklist.rules import access
from checklist.rules.access import AssessmentFacts, Facts
from checklist.rules.grants import GRANTS
from checklist.rules.grants import PAGES as GRANTED_PAGES

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


def test_every_thing_stands_in_one_of_the_written_tables() -> None:
    written = (
        {Thing(track) for track, _, _ in EXPECTED}
        | set(VISIT_EXPECTED)
        | set(HOSPITAL_EXPECTED)
        | {Thing.CENTER_RECORDS, Thing.PASSED_CASE, Thing.OPENED_CASE}
    )
    assert written | set(REGION_EXPECTED) == set(Thing) == set(GRANTS)


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
    assert not any(access.may_open(page, guest) for page in GRANTED_PAGES)
    manager = principal(Role.SECRETARIAT, Role.ADMIN, scope=5)
    assert not access.manages_region(manager)
    assert not access.may(manager, Verb.READ, Thing.ACCOUNTS)
    assert access.movers(guest, visit()) == set()


def test_in_blind_mode_members_do_not_see_the_self_assessment_yet() -> None:
    blind = replace(facts(Track.SELF, AssessmentState.SUBMITTED, member=True), blind=True)
    assert access.assessment_verbs(principal(Role.EVALUATOR, hospital=EVALUATOR), blind) == frozenset()
    host = principal(Role.SAFETY_MANAGER, hospital=HOST)
    assert Verb.READ in access.assessment_verbs(host, blind)


PAGES = {
    "home": "secretariat safety_manager evaluator leader center_staff expert admin",
    "assessments": "safety_manager leader secretariat",
    "visits": "safety_manager evaluator leader secretariat",
    "answer": "safety_manager evaluator leader secretariat",
    "closing": "safety_manager evaluator leader secretariat",
    "improvements": "safety_manager evaluator leader secretariat",
    "overdue": "safety_manager leader secretariat center_staff",
    "follow_ups": "safety_manager leader secretariat center_staff",
    "practices": "safety_manager evaluator leader secretariat center_staff",
    "leniency": "secretariat",
    "revisions": "safety_manager leader secretariat",
    "plan": "safety_manager leader secretariat",
    "date_polls": "safety_manager evaluator secretariat",
    "comparison": "safety_manager leader secretariat center_staff",
    "learning": "safety_manager leader secretariat center_staff",
    "consultations": "center_staff",
    "figures": "center_staff",
    "desk": "center_staff",
    "council": "center_staff",
    "survey": "center_staff",
    "records": "safety_manager leader",
    "evidence": "safety_manager leader",
    "criteria": "safety_manager leader secretariat",
    "filings": "safety_manager leader secretariat",
    "hospitals": "safety_manager evaluator leader secretariat center_staff",
    "sheets": "safety_manager evaluator leader secretariat",
    "accounts": "admin",
    "settings": "admin",
    "audit": "safety_manager leader secretariat admin",
    "activities": "center_staff",
    "notices": "secretariat safety_manager evaluator leader center_staff expert admin",
    "hospital_desk": "safety_manager leader secretariat center_staff",
    "advice": "expert",
    "trainings": "center_staff",
}
"""Page -> roles that may open it."""


@pytest.mark.parametrize("role", list(Role))
def test_every_role_opens_the_pages_that_the_design_gives_it(role: Role) -> None:
    opened = {page for page in GRANTED_PAGES if access.may_open(page, principal(role))}
    assert opened == {page for page, roles in PAGES.items() if role.value in roles.split()}


def test_answers_are_taken_only_while_open_and_the_visit_is_under_way() -> None:
    for state in VisitState:
        under_way = state.value in ("planned", "agreed", "ready", "on_site")
        assert access.is_writable(replace(facts(Track.VISITOR), visit_state=state)) is under_way
        assert access.is_writable(replace(facts(Track.SELF), visit_state=state)) is True
    for assessment_state in (AssessmentState.SUBMITTED, AssessmentState.SEALED):
        assert not access.is_writable(facts(Track.SELF, assessment_state))


def test_who_sees_which_hospitals_by_name_in_a_comparison() -> None:
    for role in Role:
        assert access.knows_every_name(principal(role, hospital=HOST)) is (role is Role.SECRETARIAT)
    for role in (Role.SAFETY_MANAGER, Role.LEADER):
        assert access.named_hospitals(principal(role, hospital=HOST), [2]) == {1, 2}
    for role in (Role.EVALUATOR, Role.CENTER_STAFF, Role.ADMIN):
        assert access.named_hospitals(principal(role, hospital=HOST), [2]) == frozenset()


RW = "read write"
R = "read"
VISIT_EXPECTED: dict[Thing, dict[str, str]] = {
    Thing.VISIT: {"host manager": R, "host leader": R, "leading manager": R, "leading leader": R, "leading member": R,
                  "joining manager": R, "joining member": R, "secretariat": R},
    Thing.EARLIER_PLANS: {"host manager": R, "host leader": R, "leading manager": R, "leading member": R,
                          "joining manager": R, "joining member": R},
    Thing.AGREEMENT: {"host manager": RW, "host leader": "read", "leading manager": RW, "leading leader": "read",
                      "leading member": RW, "joining manager": RW, "joining member": RW, "secretariat": RW},
    Thing.DATE_POLL: {"host manager": R, "leading manager": RW, "leading member": RW, "joining manager": R,
                      "joining member": R, "secretariat": R},
    Thing.DATE_ANSWER: {"host manager": RW, "leading member": RW, "joining member": RW},
    Thing.DATE_FIX: {"leading manager": RW, "leading member": RW, "secretariat": RW},
    Thing.CHAPTERS: {"host manager": "read", "host leader": "read", "leading manager": RW, "leading leader": "read",
                     "leading member": RW, "joining manager": RW, "joining member": RW, "secretariat": RW},
    Thing.PASSES: {"leading manager": RW, "leading member": RW, "secretariat": RW},
    Thing.CLOSING: {"host manager": RW, "host leader": "read", "leading manager": "read", "leading leader": "read",
                    "leading member": RW, "joining manager": "read", "joining member": RW, "secretariat": "read"},
    Thing.FINDINGS: {"host manager": "read", "host leader": "read", "leading manager": "read", "leading leader": "read",
                     "leading member": RW, "joining manager": "read", "joining member": RW, "secretariat": "read"},
    Thing.HOST_COMMENTS: {"host manager": RW, "host leader": "read", "leading manager": "read",
                          "leading leader": "read", "leading member": "read", "joining manager": "read",
                          "joining member": "read", "secretariat": "read"},
    Thing.REOPENING: {"host manager": RW, "host leader": RW, "leading manager": RW, "leading leader": RW,
                      "joining manager": RW},
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
    "expert": (Role.EXPERT, ELSEWHERE, False),
}


def visit(*members: int, number: int = 5) -> Facts:
    return Facts(HOST, (EVALUATOR, JOINING), members or (99,), (number,))


@pytest.mark.parametrize(("thing", "person"), list(product(VISIT_EXPECTED, PEOPLE)))
def test_what_hangs_on_a_visit_is_opened_to_whom_the_design_says(thing: Thing, person: str) -> None:
    role, hospital, is_member = PEOPLE[person]
    found = access.verbs(principal(role, hospital=hospital), thing, visit(*((ME,) if is_member else ())))
    assert {verb.value for verb in found} == set(VISIT_EXPECTED[thing].get(person, "").split())


PASS_EXPECTED = {
    Thing.SELF: R, Thing.VISITOR: "read write submit withdraw", Thing.VISIT: R, Thing.FOLLOW_UPS: RW,
    Thing.EARLIER_PLANS: R, Thing.REGION: R, Thing.PEOPLE: R, Thing.HOSPITALS: R, Thing.SHEETS: R,
}  # fmt: skip
"""What a pass opens for its member, in its own visit."""


@pytest.mark.parametrize("thing", list(Thing))
def test_a_pass_opens_the_sheet_of_its_visit_and_what_stands_beside_it(thing: Thing) -> None:
    region = thing in REGION_EXPECTED
    me = principal(Role.EVALUATOR, hospital=EVALUATOR, scope=5)
    for number, expected in ((5, PASS_EXPECTED.get(thing, "")), (6, PASS_EXPECTED.get(thing, "") if region else "")):
        facts = Facts() if region else replace(visit(ME, number=number), submitted=True)
        assert {verb.value for verb in access.verbs(me, thing, facts)} == set(expected.split())


@pytest.mark.parametrize("thing", list(Thing))
def test_a_pass_never_opens_more_than_its_member_may_do_without_it(thing: Thing) -> None:
    for role in Role:
        for facts in (Facts(), replace(visit(ME), submitted=True)):
            free = access.verbs(principal(role, hospital=EVALUATOR), thing, facts)
            assert access.verbs(principal(role, hospital=EVALUATOR, scope=5), thing, facts) <= free


def test_a_pass_does_not_open_the_agreed_track() -> None:
    me = principal(Role.EVALUATOR, hospital=EVALUATOR, scope=5)
    assert access.assessment_verbs(me, facts(Track.AGREED, member=True)) == frozenset()
    assert Verb.WRITE in access.assessment_verbs(me, facts(Track.VISITOR, member=True))


@pytest.mark.parametrize("state", list(VisitState))
def test_agreed_values_are_written_on_the_day_only_and_not_under_a_signature(state: VisitState) -> None:
    agreed = replace(facts(Track.AGREED), visit_state=state)
    assert access.is_writable(agreed) is (state is VisitState.ON_SITE)
    assert not access.is_writable(replace(agreed, signed=True))


HOSPITAL_EXPECTED: dict[Thing, dict[str, str]] = {
    Thing.RECORDS: {"host manager": RW, "host leader": R},
    Thing.EVIDENCE: {"host manager": RW, "host leader": R},
    Thing.CRITERIA: {"host manager": RW, "host leader": R},
    Thing.FILING: {"host manager": RW, "host leader": R, "secretariat": RW},
    Thing.HOSPITAL_AUDIT: {"host manager": R, "host leader": R},
    Thing.DEPARTMENTS: {"host manager": RW, "host leader": R, "secretariat": RW},
    Thing.NAME_SIGNS: {"host manager": RW, "host leader": R, "secretariat": RW},
    Thing.YEAR_PLAN: {"host manager": R, "host leader": R, "secretariat": RW},
    Thing.INFORMATION_READ: {"host manager": RW, "host leader": R},
    Thing.TOPIC_WISHES: {"host manager": RW, "host leader": R},
    Thing.REVISION_COMMENTS: {"host manager": RW, "host leader": R, "secretariat": R},
    Thing.CENTER_CONSENT: {"host manager": RW, "host leader": RW},
    Thing.HOSPITAL_DESK: {"host manager": RW, "host leader": R, "secretariat": R},
    Thing.ATTENDANCE_OFFERS: {"host manager": RW, "host leader": R},
    Thing.PRACTICE_OFFERS: {"host manager": "read write erase", "host leader": R},
    Thing.IMPROVEMENT_PLANS: {"host manager": "read write see_state", "host leader": "read see_state",
                  "leading manager": "read see_state", "leading member": "read see_state",
                  "joining manager": "read see_state", "joining member": "read see_state", "secretariat": "see_state"},
}  # fmt: skip
"""What hangs on a hospital -> who one is to it -> what one may do; the secretariat reads criteria only if shared."""


@pytest.mark.parametrize(("thing", "person"), list(product(HOSPITAL_EXPECTED, PEOPLE)))
def test_what_hangs_on_a_hospital_is_opened_to_whom_the_design_says(thing: Thing, person: str) -> None:
    role, hospital, is_member = PEOPLE[person]
    facts = visit(*((ME,) if is_member else ())) if thing is Thing.IMPROVEMENT_PLANS else access.of_hospital(HOST)
    found = access.verbs(principal(role, hospital=hospital), thing, facts)
    assert {verb.value for verb in found} == set(HOSPITAL_EXPECTED[thing].get(person, "").split())
    assert access.verbs(principal(role, hospital=hospital, scope=5), thing, facts) == frozenset()


@pytest.mark.parametrize("person", list(PEOPLE))
def test_sharing_opens_the_judgement_to_the_secretariat_alone(person: str) -> None:
    role, hospital, _ = PEOPLE[person]
    me = principal(role, hospital=hospital)
    gained = access.verbs(me, Thing.CRITERIA, access.of_hospital(HOST, shared=True)) - access.verbs(
        me, Thing.CRITERIA, access.of_hospital(HOST)
    )
    assert gained == ({Verb.READ} if person == "secretariat" else frozenset())


EVERYBODY = "secretariat safety_manager evaluator leader center_staff expert admin"
REGION_EXPECTED: dict[Thing, tuple[str, str]] = {
    Thing.REGION: (EVERYBODY, "admin"),
    Thing.ACCOUNTS: ("admin", "admin"),
    Thing.OWN_PASSWORD: (EVERYBODY, EVERYBODY),
    Thing.PEOPLE: (EVERYBODY, ""),
    Thing.HOSPITALS: (EVERYBODY, "secretariat"),
    Thing.SHEETS: (EVERYBODY, "secretariat"),
    Thing.REVISIONS: ("secretariat", "secretariat"),
    Thing.RULES: (EVERYBODY, "secretariat"),
    Thing.VISITS: ("secretariat", "secretariat"),
    Thing.COMPARISON: ("safety_manager leader secretariat center_staff", ""),
    Thing.GROUP_NUMBERS: ("secretariat", "secretariat"),
    Thing.BACKUPS: ("admin", "admin"),
    Thing.MAIL: ("admin", "admin"),
    Thing.NOTICES: (EVERYBODY, EVERYBODY),
    Thing.INTEGRITY: ("admin", ""),
    Thing.AUDIT: ("admin secretariat", ""),
    Thing.AUDIT_DETAILS: ("admin", ""),
    Thing.FINDING_TOTALS: ("center_staff", ""),
    Thing.CENTER_INFORMATION: ("safety_manager leader secretariat center_staff", ""),
    Thing.TOPICS: ("safety_manager leader secretariat center_staff", "center_staff"),
    Thing.WISH_TOTALS: ("secretariat center_staff", ""),
    Thing.PRACTICES: ("safety_manager evaluator leader secretariat center_staff", ""),
    Thing.LENIENCY: ("secretariat", ""),
}
"""What belongs to the whole region -> which roles read it, and which write it."""


@pytest.mark.parametrize("role", list(Role))
def test_a_draft_of_a_sheet_is_read_by_hospitals_once_it_was_opened_to_them(role: Role) -> None:
    readers = {Role.SAFETY_MANAGER, Role.LEADER}
    opened = access.verbs(principal(role, hospital=HOST), Thing.REVISIONS, access.Facts(shared=True))
    assert opened == {Role.SECRETARIAT: {Verb.READ, Verb.WRITE}}.get(role, {Verb.READ} if role in readers else set())
    assert access.verbs(principal(role, hospital=HOST, scope=5), Thing.REVISIONS, access.Facts(shared=True)) == set()


@pytest.mark.parametrize(("thing", "role"), list(product(REGION_EXPECTED, Role)))
def test_what_belongs_to_the_region_is_opened_to_whom_the_design_says(thing: Thing, role: Role) -> None:
    readers, writers = (set(roles.split()) for roles in REGION_EXPECTED[thing])
    expected = {verb for verb, roles in ((Verb.READ, readers), (Verb.WRITE, writers)) if role in roles}
    assert access.verbs(principal(role), thing) == expected


def test_require_asks_what_verbs_says() -> None:
    access.require(principal(Role.ADMIN), Verb.WRITE, Thing.ACCOUNTS)
    with pytest.raises(Forbidden):
        access.require(principal(Role.LEADER), Verb.WRITE, Thing.ACCOUNTS)


def test_who_leads_a_visit_to_its_next_state() -> None:
    def moves(role: Role, hospital: int, *members: int) -> set[Mover]:
        return access.movers(principal(role, hospital=hospital), visit(*members))

    assert moves(Role.SECRETARIAT, ELSEWHERE) == {Mover.SECRETARIAT}
    assert moves(Role.EVALUATOR, EVALUATOR, ME) == {Mover.MEMBER}
    assert moves(Role.EVALUATOR, EVALUATOR) == moves(Role.EVALUATOR, HOST, ME) == set()
    assert moves(Role.SAFETY_MANAGER, HOST) == {Mover.MANAGER, Mover.HOST}
    assert moves(Role.LEADER, HOST) == {Mover.HOST}
    assert moves(Role.SAFETY_MANAGER, JOINING) == {Mover.MANAGER}
    assert moves(Role.SAFETY_MANAGER, ELSEWHERE) == moves(Role.LEADER, JOINING) == set()


def test_self_assessments_are_begun_by_safety_managers_of_their_own_hospital() -> None:
    for role in Role:
        assert access.starts_self_assessments(principal(role, hospital=HOST)) is (role is Role.SAFETY_MANAGER)
    assert not access.starts_self_assessments(principal(Role.SAFETY_MANAGER, hospital=None))
    assert not access.starts_self_assessments(principal(Role.SAFETY_MANAGER, hospital=HOST, scope=5))


# Who may do what to records: role, hospital, at the centre -> those of hospital HOST, those of the centre.
RECORDS: dict[tuple[Role, int | None, bool], tuple[str, str]] = {
    (Role.SAFETY_MANAGER, HOST, False): ("read write", ""),
    (Role.SAFETY_MANAGER, ELSEWHERE, False): ("", ""),
    (Role.LEADER, HOST, False): ("read", ""),
    (Role.LEADER, ELSEWHERE, False): ("", ""),
    (Role.EVALUATOR, HOST, False): ("", ""),
    (Role.SECRETARIAT, None, False): ("", ""),
    (Role.ADMIN, None, False): ("", ""),
    (Role.CENTER_STAFF, None, True): ("", "read write erase"),
    (Role.CENTER_STAFF, None, False): ("", ""),
    (Role.SAFETY_MANAGER, None, True): ("", ""),
}


@pytest.mark.parametrize(("role", "hospital", "center"), list(RECORDS))
def test_records_are_opened_to_whom_the_design_says(role: Role, hospital: int | None, center: bool) -> None:
    who = replace(principal(role, hospital=hospital), center=center)
    found = [access.verbs(who, *access.of_records(*of)) for of in ((Owner.HOSPITAL, HOST), (Owner.CENTER, None))]
    assert tuple(" ".join(verb for verb in Verb if verb in verbs) for verbs in found) == RECORDS[role, hospital, center]


@pytest.mark.parametrize("role", list(Role))
def test_nobody_reaches_records_without_their_owner_or_through_a_pass(role: Role) -> None:
    anybody = replace(principal(role, hospital=None), center=True)
    for wrong in ((Owner.HOSPITAL, None), (Owner.CENTER, HOST)):
        with pytest.raises(Forbidden):
            access.of_records(*wrong)
    thing, facts = access.of_records(Owner.CENTER, None)
    assert access.verbs(replace(anybody, visit_scope=ME), thing, facts) == frozenset()


# A case that was passed on to hospital HOST: while its caller agrees, and when the consent was taken back.
PASSED: dict[tuple[Role, int | None, bool], tuple[str, str]] = {
    (Role.SAFETY_MANAGER, HOST, False): ("read submit see_state", "see_state"),
    (Role.SAFETY_MANAGER, ELSEWHERE, False): ("", ""),
    (Role.LEADER, HOST, False): ("", ""),
    (Role.EVALUATOR, HOST, False): ("", ""),
    (Role.SECRETARIAT, None, False): ("", ""),
    (Role.ADMIN, None, False): ("", ""),
    (Role.EXPERT, None, False): ("", ""),
    (Role.CENTER_STAFF, None, True): ("read write erase see_state", "read write erase see_state"),
    (Role.CENTER_STAFF, None, False): ("", ""),
    (Role.SAFETY_MANAGER, None, True): ("", ""),
}


@pytest.mark.parametrize(("role", "hospital", "center"), list(PASSED))
def test_a_passed_case_is_opened_to_its_hospital_while_the_caller_agrees(
    role: Role, hospital: int | None, center: bool
) -> None:
    who = replace(principal(role, hospital=hospital), center=center)
    found = [access.verbs(who, Thing.PASSED_CASE, access.of_hospital(HOST, shared=shared)) for shared in (True, False)]
    assert tuple(" ".join(verb for verb in Verb if verb in verbs) for verbs in found) == PASSED[role, hospital, center]
    through_a_pass = replace(who, visit_scope=ME)
    assert access.verbs(through_a_pass, Thing.PASSED_CASE, access.of_hospital(HOST, shared=True)) == frozenset()


@pytest.mark.parametrize("role", list(Role))
def test_an_opened_case_is_for_the_expert_to_whom_it_is_open_and_for_the_centre(role: Role) -> None:
    who = replace(principal(role, hospital=HOST), center=role is Role.CENTER_STAFF)
    asked, others = (access.verbs(who, Thing.OPENED_CASE, Facts(HOST, asked_ids=ids)) for ids in ((ME,), (ME + 1,)))
    center = {Verb.READ, Verb.WRITE} if role is Role.CENTER_STAFF else set()
    assert asked == ({Verb.READ, Verb.SUBMIT} if role is Role.EXPERT else center)
    assert others == center
