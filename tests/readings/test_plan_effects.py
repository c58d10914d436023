"""What moving a visit of a plan breaks, mends and costs, before anything is saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.plan import PlanDraft, PlannedVisit
from checklist.readings import plan_effects, year_plan
from checklist.readings.plan_effects import Effects
from checklist.readings.year_plan import PlanPage
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.plan import year_plans
from checklist.store.visits import visits
from tests.cycle import who
from tests.store.plan.test_replanning import published
from tests.store.plan.test_year_plans import NEXT, planned, save
from tests.world import HOST, LEADING, SMALL, STRANGER, World, by


def effects(world: World, old: PlannedVisit | None, new: PlannedVisit | None) -> Effects:
    with db.reading() as connection:
        view = by(connection, who(world, "secretariat"))
        return plan_effects.read(view, year_plan.read(view, NEXT), old, new)


def page(world: World) -> PlanPage:
    with db.reading() as connection:
        return year_plan.read(by(connection, who(world, "secretariat")), NEXT)


def test_taking_the_only_visit_of_a_duty_away_breaks_it_and_putting_it_back_mends_it(world: World) -> None:
    only = planned(world, SMALL, HOST)
    save(world, 0, only)
    lost = ("架空中央病院の「加算2を評価」", "架空みなと病院の「加算1による評価」")
    gone = effects(world, only, None)
    assert (gone.broken, gone.met, gone.faults) == (lost, (), ())
    assert gone.total < 0
    assert effects(world, only, replace(only, month=11)) == Effects((), (), (), (), ())
    more = effects(world, None, planned(world, STRANGER, LEADING))
    assert more.met == ("架空市民病院の「加算1を評価」", "架空東病院の「加算1による評価」")
    assert dict(more.costs)["受審病院の訪問を受ける日（1日ごと）"] == 1000
    assert more.total == pytest.approx(sum(dict(more.costs).values()))


def test_another_hospital_in_the_place_of_one_breaks_its_duty_and_mends_that_of_the_other(world: World) -> None:
    only = planned(world, SMALL, HOST)
    save(world, 0, only)
    ids = world.hospitals
    found = effects(world, only, plan_effects.by_another(only, ids[HOST], ids[STRANGER]))
    assert found.broken == ("架空中央病院の「加算2を評価」",)
    assert found.met == ("架空東病院の「加算2を評価」",)
    assert "受審病院の訪問を受ける日（1日ごと）" not in dict(found.costs)


def test_two_visits_in_one_month_cost_what_the_weight_says(world: World) -> None:
    one, other = planned(world, SMALL, HOST, month=5), planned(world, STRANGER, LEADING, month=6)
    save(world, 0, one, other)
    found = effects(world, one, plan_effects.in_month(one, 6))
    assert found.costs == (("同じ月に重なる訪問", 4.0),)
    assert effects(world, one, plan_effects.in_month(one, None)).costs == ()


@pytest.mark.parametrize(
    ("evaluators", "told"),
    [((SMALL,), "受審病院自身"), ((), "1つから3つまで"), ((HOST, HOST), "2回選ばれています"), ((LEADING,), "組合せが2回")],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_else(evaluators: tuple[str, ...], told: str, world: World) -> None:
    one, other = planned(world, SMALL, HOST), planned(world, SMALL, LEADING, month=2)
    save(world, 0, one, other)
    found = effects(world, one, planned(world, SMALL, *evaluators))
    assert told in "".join(found.faults)
    assert (found.broken, found.met, found.costs) == ((), (), ())


def test_a_month_that_is_closed_or_over_is_told(world: World) -> None:
    one = planned(world, SMALL, HOST, month=5)
    save(world, 0, one)
    with db.writing() as connection:
        act = by(connection)
        hospitals.save(act, replace(hospitals.get(act, world.hospitals[HOST]), closed_days="8/1-8/31"))
    (told,) = effects(world, one, plan_effects.in_month(one, 8)).remarks
    assert told.startswith("8月は架空中央病院が訪問できません")


def test_a_visit_that_is_there_is_changed_in_the_draft_with_what_stood(world: World) -> None:
    visit, ids = published(world), world.hospitals
    (there,) = page(world).visits
    new = plan_effects.by_another(there, ids[HOST], ids[STRANGER])
    found = effects(world, there, new)
    assert found.broken == ("架空中央病院の「加算2を評価」",)
    draft = plan_effects.draft_with(page(world), there, new)
    (change,) = draft.changes
    assert (change.visit.visit_id, change.former_ids, change.former_day) == (visit, (ids[HOST],), None)
    assert draft.visits == page(world).plan.draft.visits


@pytest.mark.parametrize(("month", "day"), [(10, date(NEXT, 10, 6)), (11, None)])
def test_a_day_stays_while_its_month_does(month: int, day: date | None, world: World) -> None:
    visit = published(world)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visits.change(act, replace(visits.get(act, visit), visit_date=date(NEXT, 10, 6)))
    (there,) = page(world).visits
    (change,) = plan_effects.draft_with(page(world), there, plan_effects.in_month(there, month)).changes
    assert (change.day, change.former_day) == (day, date(NEXT, 10, 6))


def test_with_a_hospital_that_comes_already_the_lead_changes(world: World) -> None:
    one = planned(world, SMALL, HOST, STRANGER)
    ids = world.hospitals
    for leaving, coming in ((HOST, STRANGER), (STRANGER, HOST)):
        found = plan_effects.by_another(one, ids[leaving], ids[coming])
        assert found.evaluator_ids == (ids[STRANGER], ids[HOST])
    assert plan_effects.by_another(one, ids[STRANGER], ids[LEADING]).evaluator_ids == (ids[HOST], ids[LEADING])


def test_what_is_pinned_in_the_draft_costs_once(world: World) -> None:
    pinned = planned(world, SMALL, HOST, pinned=True)
    save(world, 0, pinned)
    assert effects(world, pinned, replace(pinned, month=3)).costs == ()


def test_visits_that_are_given_back_are_no_part_of_what_stands(world: World) -> None:
    visit = published(world)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        draft = replace(year_plans.current(act, NEXT).draft, released=(visit,))
        year_plans.save(act, NEXT, 2, draft)
    assert page(world).standing == ()
    assert page(world).unpublished
    assert not replace(page(world), plan=replace(page(world).plan, draft=PlanDraft()), visits=()).unpublished
