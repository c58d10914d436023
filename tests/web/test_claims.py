"""What a visit may claim: no path but a report makes a legal requirement met."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from starlette.routing import Route

from checklist.errors import ChecklistError
from checklist.model.criteria import Result
from checklist.model.visits import VisitState
from checklist.readings import criteria
from checklist.store import db
from checklist.store.closing import sealed_reports
from checklist.store.visits import paper_days, visit_steps, visits
from checklist.store.visits.paper_days import PaperDays
from checklist.web.routes import ROUTES
from tests import cycle
from tests.client import MARK, Client
from tests.cycle import who
from tests.world import HOST, LEADING, World, by

AFTERWARDS = date(2026, 11, 30)
VISITED, VISITS = "regional-1.visited", "regional-1.visit-first"


def judged(world: World) -> dict[tuple[str, str], Result]:
    """Every requirement of both hospitals after the day of the visit."""
    with db.reading() as connection:
        return {
            (login, one.requirement.code): one.result
            for login, code in (("manager.h01", HOST), ("manager.h02", LEADING))
            for one in criteria.evaluation(
                by(connection, who(world, login)), world.hospitals[code], AFTERWARDS
            ).judgements
        }


def state(world: World) -> VisitState:
    with db.reading() as connection:
        return visits.get(by(connection), world.visit).state


def test_without_a_report_no_path_leads_a_visit_on_and_no_requirement_becomes_met(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    cycle.submitted(world)
    before = judged(world)
    assert (before["manager.h01", VISITED], before["manager.h02", VISITS]) == (Result.UNKNOWN, Result.UNKNOWN)
    for login in ("evaluator.h02", "secretariat", "manager.h01", "leader.h01", "manager.h02"):
        for wanted in (VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED):
            with pytest.raises(ChecklistError), db.writing() as connection:
                visit_steps.move(by(connection, who(world, login)), world.visit, wanted)
        days = PaperDays(date(2026, 11, 20), date(2026, 11, 21))
        with pytest.raises(ChecklistError), db.writing() as connection:
            paper_days.record(by(connection, who(world, login)), world.visit, days)
        http = signed_in(login).http
        # Whatever takes anything for a visit, and the addresses that one would guess.
        taking = [one.path for one in ROUTES if isinstance(one, Route) and "POST" in (one.methods or ())]
        paths = [path for path in taking if path.startswith("/api/visits/")]
        assert len(paths) > 2
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            for path in (*paths, *(f"/api/visits/{{id:int}}{one}" for one in ("", "/state", "/report", "/receipt"))):
                address = path.replace("{id:int}", str(world.visit))
                answer = http.request(method, address, json={"state": "reported"}, headers=MARK)
                begins = answer.status_code == 200 and path.endswith("/meeting")
                assert begins or answer.status_code in (403, 404, 405, 422), (method, path)
    assert (state(world), judged(world)) == (VisitState.ON_SITE, before)


def test_the_sealed_report_makes_it_met_once_it_is_handed_over_and_only_while_it_stays_so(world: World) -> None:
    cycle.sealed(world)
    before = judged(world)
    assert (before["manager.h01", VISITED], before["manager.h02", VISITS]) == (Result.MET, Result.UNKNOWN)
    cycle.handed_over(world)
    after = judged(world)
    assert (after["manager.h01", VISITED], after["manager.h02", VISITS]) == (Result.MET, Result.MET)
    with db.writing() as connection:
        member = by(connection, who(world, "evaluator.h02"))
        sealed_reports.take_back_hand_over(member, world.visit, "別の病院に渡した")
    taken_back = judged(world)
    assert (taken_back["manager.h01", VISITED], taken_back["manager.h02", VISITS]) == (Result.MET, Result.UNKNOWN)
    with db.writing() as connection:
        sealed_reports.reopen(by(connection, who(world, "evaluator.h02")), world.visit, "評価の誤り")
    assert judged(world)["manager.h01", VISITED] is Result.UNKNOWN


def test_a_report_on_paper_makes_it_met_with_its_scan_and_its_day(world: World) -> None:
    with db.writing() as connection:
        cycle.reported_on_paper(connection, who(world, "evaluator.h02"), world.visit)
    after = judged(world)
    assert (after["manager.h01", VISITED], after["manager.h02", VISITS]) == (Result.MET, Result.MET)
    with db.writing() as connection:
        visit_steps.take_back(by(connection, who(world, "evaluator.h02")), world.visit, "写しを取り違えた")
    taken_back = judged(world)
    assert Result.MET not in (taken_back["manager.h01", VISITED], taken_back["manager.h02", VISITS])
