"""What the reading of a page gives where there is little or nothing: empty regions, unknown ids, readers with no right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.accounts import Principal
from checklist.model.improvements import Sequel
from checklist.model.region import Region
from checklist.model.visits import VisitState
from checklist.readings import (
    accounts_page,
    answer_page,
    assessment_page,
    criteria_page,
    evidence_list,
    evidence_page,
    filings_page,
    follow_up_page,
    hospitals_page,
    improvement_page,
    settings_page,
    sheets_page,
    visit_list,
    visit_offer,
)
from checklist.readings.assessment_page import AssessmentPage
from checklist.readings.follow_up_page import FollowUpPage
from checklist.store import db, region
from checklist.store.act import View, viewing
from checklist.store.assessments import assessments
from checklist.store.improvements import follow_ups
from checklist.store.visits import visit_steps
from tests import cycle
from tests.cycle import who
from tests.world import FIRST, SECOND, YEAR, World, by, operator

TODAY = date(YEAR, 11, 20)
UNKNOWN = 999
Read = Callable[[View, World], object]


def of_self(world: World, login: str) -> AssessmentPage | None:
    with viewing(who(world, login)) as view:
        return assessment_page.find(view, world.self_assessment)


def follow_up(world: World, login: str, visit: int) -> FollowUpPage | None:
    with viewing(who(world, login)) as view:
        return follow_up_page.find(view, visit)


@pytest.fixture
def nothing(empty_db: Path) -> Principal:
    """A region in which there is nobody and nothing yet but its settings."""
    with db.writing() as connection:
        region.save(by(connection), Region("架空地域", 4, 5, blind_mode=False, fictional=True))
    return operator()


def test_an_empty_region_has_empty_pages(nothing: Principal) -> None:
    with viewing(nothing) as view:
        listed, offer = visit_list.read(view), visit_offer.read(view)
        assert (listed.visits, dict(listed.names), listed.offer) == ((), {}, offer)
        assert (offer.hospitals, offer.evaluators, offer.versions) == ((), (), ())
        assert accounts_page.read(view, None).people == ()
        hospitals, sheets = hospitals_page.read(view, None), sheets_page.read(view, None)
        assert (hospitals.known, hospitals.chosen, hospitals.filings) == ((), None, ())
        assert (sheets.versions, sheets.chosen, sheets.previous) == ((), None, None)
        assert filings_page.region(view) == ()
        assert criteria_page.read(view, None, TODAY).shared == ()
        own = assessment_page.listed(view)
        assert (own.lines, own.begins, own.versions) == ((), False, ())
        assert set(settings_page.read(view).counts.values()) <= {0, 1}


def test_what_is_not_there_is_not_chosen(world: World) -> None:
    with viewing(who(world, "secretariat")) as view:
        assert hospitals_page.read(view, UNKNOWN).chosen is None
        assert sheets_page.read(view, "mini-9").chosen is None
        assert assessment_page.find(view, UNKNOWN) is None
        assert follow_up_page.find(view, UNKNOWN) is None
    with viewing(who(world, "admin")) as view:
        assert accounts_page.read(view, UNKNOWN).chosen is None
        assert accounts_page.read(view, world.people["center"].id).chosen == world.people["center"]


def test_a_hospital_that_does_not_concern_the_reader_is_not_chosen(world: World) -> None:
    with viewing(who(world, "manager.h01")) as view:
        found = hospitals_page.read(view, world.hospitals["H04"])
        assert {one.code for one in found.known} == {"H01", "H02"}
        assert (found.chosen, found.filings) == (None, ())
        chosen = hospitals_page.read(view, world.hospitals["H02"])
        assert (chosen.chosen and chosen.chosen.code, len(chosen.filings)) == ("H02", 2)


def test_only_a_version_after_another_has_one_before_it(world: World) -> None:
    with viewing(who(world, "secretariat")) as view:
        second, first = sheets_page.read(view, SECOND.code), sheets_page.read(view, FIRST.code)
    assert (second.chosen and second.chosen.code, second.previous and second.previous.code) == ("mini-2", "mini-1")
    assert (first.chosen and first.chosen.code, first.previous) == ("mini-1", None)


@pytest.mark.parametrize(
    ("read", "login", "error"),
    [
        (lambda view, _: answer_page.read(view, UNKNOWN), "manager.h01", NotFound),
        (lambda view, world: answer_page.read(view, world.self_assessment), "manager.h04", Forbidden),
        # Not yet submitted, so not even for those who will evaluate it.
        (lambda view, world: answer_page.read(view, world.self_assessment), "evaluator.h02", Forbidden),
        (lambda view, _: improvement_page.read(view, UNKNOWN), "manager.h01", NotFound),
        (lambda view, _: filings_page.read(view, UNKNOWN), "secretariat", NotFound),
        (lambda view, world: filings_page.read(view, world.hospitals["H01"]), "manager.h02", Forbidden),
        (lambda view, _: filings_page.region(view), "manager.h01", Forbidden),
        (lambda view, world: criteria_page.read(view, world.hospitals["H01"], TODAY), "manager.h02", Forbidden),
        (lambda view, world: criteria_page.read(view, world.hospitals["H01"], TODAY), "secretariat", Forbidden),
        (
            lambda view, world: criteria_page.read(view, world.hospitals["H01"], date(2024, 5, 31)),
            "manager.h01",
            Refused,
        ),
        (
            lambda view, world: evidence_list.evidence_list(view, world.hospitals["H01"], TODAY),
            "manager.h02",
            Forbidden,
        ),
        (lambda view, _: visit_offer.read(view), "manager.h01", Forbidden),
        (lambda view, _: accounts_page.read(view, None), "secretariat", Forbidden),
    ],
)
def test_a_page_for_nobody_or_of_nothing_is_refused(read: Read, login: str, error: type, world: World) -> None:
    with viewing(who(world, login)) as view, pytest.raises(error):
        read(view, world)


@pytest.mark.parametrize(
    ("login", "submits", "approves", "withdraws", "erases"),
    [
        ("manager.h01", False, False, True, True),
        ("leader.h01", False, True, False, False),
        ("secretariat", False, False, False, True),
    ],
)
def test_the_steps_of_a_submitted_self_assessment_are_those_of_the_role(
    login: str, submits: bool, approves: bool, withdraws: bool, erases: bool, world: World
) -> None:
    cycle.submitted(world)
    found = of_self(world, login)
    assert found is not None
    steps = found.steps
    assert (steps.submission is not None, steps.approves, steps.withdraws) == (submits, approves, withdraws)
    assert (found.erasable is not None) is erases
    assert (found.line.answered, found.line.items, found.line.writable) == (6, 6, False)


def test_an_open_self_assessment_waits_for_its_items_and_is_for_its_hospital_alone(world: World) -> None:
    found = of_self(world, "manager.h01")
    assert found is not None
    assert found.steps.submission is not None
    assert len(found.steps.submission.gaps.unanswered) == found.line.items == 6
    assert found.line.progress == "6項目中 0項目に回答"
    assert of_self(world, "secretariat") is None
    assert of_self(world, "manager.h04") is None


def test_what_was_approved_is_not_approved_again(world: World) -> None:
    cycle.submitted(world)
    with db.writing() as connection:
        assessments.approve(by(connection, who(world, "leader.h01")), world.self_assessment)
    found = of_self(world, "leader.h01")
    assert found is not None
    assert not found.steps.approves


@pytest.mark.parametrize(
    ("login", "there", "may_mark"),
    [("evaluator.h02", True, True), ("manager.h01", True, False), ("secretariat", True, False), ("manager.h04", False, False)],
)  # fmt: skip
def test_earlier_findings_are_marked_by_the_members_of_the_visit(
    login: str, there: bool, may_mark: bool, world: World
) -> None:
    finding = cycle.sealed(world)
    found = follow_up(world, login, cycle.next_year(world))
    assert (found is not None) is there
    if found:
        assert [one.finding.id for one in found.found] == [finding]
        assert (found.host, found.may_mark, found.texts["1-05"]) == (
            "架空中央病院",
            may_mark,
            "委員会に院長が出席している",
        )


def test_a_first_visit_has_no_earlier_findings_and_a_visit_that_is_off_marks_none(world: World) -> None:
    first = follow_up(world, "evaluator.h02", world.visit)
    assert first is not None
    assert (first.found, first.may_mark) == ((), True)
    cycle.sealed(world)
    later = cycle.next_year(world)
    with db.writing() as connection:
        visit_steps.move(by(connection, who(world, "secretariat")), later, VisitState.CANCELLED)
    off = follow_up(world, "evaluator.h02", later)
    assert off is not None
    assert (len(off.found), off.may_mark) == (1, False)


def test_a_mark_stands_beside_its_finding(world: World) -> None:
    finding = cycle.sealed(world)
    later = cycle.next_year(world)
    with db.writing() as connection:
        follow_ups.mark(by(connection, who(world, "evaluator.h02")), later, finding, Sequel.RESOLVED, "確認した")
    found = follow_up(world, "manager.h01", later)
    assert found is not None
    assert [one.marked.mark for one in found.found if one.marked] == [Sequel.RESOLVED]


def test_a_plan_is_written_by_the_host_and_read_by_those_who_visit(world: World) -> None:
    finding = cycle.sealed(world)
    pages = {}
    for login in ("manager.h01", "leader.h01", "evaluator.h02"):
        with viewing(who(world, login)) as view:
            pages[login] = improvement_page.read(view, finding)
    assert {login: page.writes for login, page in pages.items()} == {
        "manager.h01": True, "leader.h01": False, "evaluator.h02": False,
    }  # fmt: skip
    assert {page.host for page in pages.values()} == {"架空中央病院"}
    with viewing(who(world, "manager.h04")) as view, pytest.raises(Forbidden):
        improvement_page.read(view, finding)


def test_where_nothing_is_stored_every_document_that_is_asked_for_is_missing(world: World) -> None:
    with viewing(who(world, "manager.h03")) as view:
        page = evidence_page.read(view, world.hospitals["H03"], TODAY)
    found = page.asked
    assert (page.stored, found.documents) == ((), ())
    assert found.missing == found.lines
    # 加算2 neither visits anybody nor needs a physician of its own.
    assert not {"physician_proof"} & {line.kind.code for line in found.lines}
    assert len(found.table().rows) == len(found.lines) > 5


def test_hospitals_that_entered_no_partner_are_told_so_and_compare_nothing(world: World) -> None:
    with viewing(who(world, "secretariat")) as view:
        found = {one.hospital.code: one for one in filings_page.region(view)}
    assert set(found) == {"H01", "H02", "H03", "H04"}
    assert all("連携先" in one.warnings()[0] for one in found.values())
    assert len(found["H03"].directions) == 1
    assert found["H01"].difference is None
