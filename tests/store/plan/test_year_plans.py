"""Editions of a plan: nothing is lost when two people change one, and publishing makes the visits."""

from __future__ import annotations

import pytest

from checklist.errors import Forbidden, Refused, Stale
from checklist.model.plan import PlanDraft, PlannedVisit
from checklist.model.visits import VisitState
from checklist.readings import notice_source, year_plan
from checklist.store import db
from checklist.store.plan import publishing, year_plans
from checklist.store.visits import visits
from tests.cycle import who
from tests.world import HOST, LEADING, SECOND, SMALL, STRANGER, YEAR, World, by

NEXT = YEAR + 1


def planned(world: World, host: str, *evaluators: str, month: int | None = 10, pinned: bool = False) -> PlannedVisit:
    ids = world.hospitals
    return PlannedVisit(ids[host], tuple(ids[one] for one in evaluators), month, pinned)


def save(world: World, seen: int, *found: PlannedVisit, year: int = NEXT) -> int:
    with db.writing() as connection:
        return year_plans.save(by(connection, who(world, "secretariat")), year, seen, PlanDraft(visits=found))


def current(world: World, year: int = NEXT) -> year_plans.YearPlan:
    with db.reading() as connection:
        return year_plans.current(by(connection, who(world, "secretariat")), year)


def publish(world: World, seen: int, year: int = NEXT) -> str:
    with db.writing() as connection:
        return publishing.publish(by(connection, who(world, "secretariat")), year, seen, [SECOND.code])


def test_a_year_without_a_plan_is_edition_nought_and_each_save_is_one_more(world: World) -> None:
    assert (current(world).edition, current(world).draft) == (0, PlanDraft())
    first, second = planned(world, SMALL, HOST), planned(world, SMALL, HOST, STRANGER, month=None)
    assert [save(world, 0, first), save(world, 1, second)] == [1, 2]
    found = current(world)
    assert (found.edition, found.draft.visits, found.by) == (2, (second,), "secretariat さん")


def test_who_changes_a_plan_that_somebody_else_has_changed_is_told_and_nothing_is_lost(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST))
    with pytest.raises(Stale, match="第1版"):
        save(world, 0, planned(world, SMALL, STRANGER))
    assert current(world).draft.visits == (planned(world, SMALL, HOST),)


def test_an_earlier_edition_can_be_planned_on_from_and_the_later_one_stays(world: World) -> None:
    first, second = planned(world, SMALL, HOST), planned(world, SMALL, STRANGER)
    save(world, 0, first)
    save(world, 1, second)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        year_plans.restore(act, NEXT, 1, 2)
        assert [one.draft.visits for one in year_plans.versions(act, NEXT)] == [(first,), (second,), (first,)]
        with pytest.raises(Refused, match="この版は残っていません"):
            year_plans.restore(act, NEXT, 9, 3)


@pytest.mark.parametrize(
    ("evaluators", "month", "told"),
    [
        ((), 10, "1つから3つまで"), (("H01",), 10, "受審病院自身"), (("H02", "H02"), 10, "2回選ばれて"),
        (("H02",), 13, "1から12まで"), (("H02", "H03", "H04", "H99"), 10, "登録されていない病院"),
    ],
)  # fmt: skip
def test_a_visit_that_cannot_be_is_refused(world: World, evaluators: tuple[str, ...], month: int, told: str) -> None:
    ids = {**world.hospitals, "H99": 999}
    wrong = PlannedVisit(ids[HOST], tuple(ids[one] for one in evaluators), month)
    with pytest.raises(Refused, match=told):
        save(world, 0, wrong)
    assert current(world).edition == 0


def test_a_pair_is_planned_once(world: World) -> None:
    with pytest.raises(Refused, match="組合せが2回あります"):
        save(world, 0, planned(world, SMALL, HOST), planned(world, SMALL, STRANGER, HOST, month=11))


def test_publishing_creates_the_visits_which_both_sides_see_with_their_month(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST, STRANGER, month=1))
    told = publish(world, 1)
    assert told == "2027年度（令和9年度）の計画を公表しました（訪問1件を登録）。双方の病院の画面に表示されます。"
    for login in ("manager.h01", "leader.h04", "manager.h03"):
        with db.reading() as connection:
            found = year_plan.own(by(connection, who(world, login)), NEXT)
        assert [(one.host_id, one.state) for one in found.visits] == [(world.hospitals[SMALL], VisitState.PLANNED)]
        assert set(found.months.values()) == {1}
    with db.reading() as connection:
        assert year_plan.own(by(connection, who(world, "manager.h02")), NEXT).visits == ()


def test_both_sides_are_told_of_a_published_visit_and_nobody_else(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST, month=1))
    publish(world, 1)
    told = {}
    for login in ("manager.h01", "manager.h03", "manager.h02", "leader.h04", "secretariat"):
        with db.reading() as connection:
            found = notice_source.read(by(connection, who(world, login)))
        told[login] = [one.what for one in found if one.thread.startswith("plan ")]
    line = "訪問の計画：架空中央病院から架空みなと病院への訪問（2027年度（令和9年度）、1月の予定）"
    assert told == {
        "manager.h01": [line],
        "manager.h03": [line],
        "manager.h02": [],
        "leader.h04": [],
        "secretariat": [],
    }


def test_publishing_a_second_time_makes_no_visit_twice(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST))
    publish(world, 1)
    with pytest.raises(Refused, match="公表する訪問がありません"):
        publish(world, 2)
    with db.reading() as connection:
        assert sum(one.fiscal_year == NEXT for one in visits.all_visits(by(connection))) == 1


def test_a_plan_that_somebody_changed_meanwhile_is_not_published(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST))
    save(world, 1, planned(world, SMALL, STRANGER))
    with pytest.raises(Stale):
        publish(world, 1)


def test_a_visit_entered_by_hand_meanwhile_is_not_made_a_second_time(world: World) -> None:
    save(world, 0, planned(world, HOST, LEADING), year=YEAR)
    with pytest.raises(Refused, match="すでに登録されています"):
        publish(world, 1, YEAR)


def test_without_a_sheet_nothing_of_a_plan_is_published(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST))
    with pytest.raises(Refused, match="使用する点検表"), db.writing() as connection:
        publishing.publish(by(connection, who(world, "secretariat")), NEXT, 1, [])
    with db.reading() as connection:
        assert all(one.fiscal_year != NEXT for one in visits.all_visits(by(connection)))


def test_a_released_visit_is_cancelled_when_the_plan_is_published_and_not_before(world: World) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        publishing.release(act, YEAR, 0, world.visit, released=True)
        assert visits.get(act, world.visit).state is VisitState.PLANNED
        again = publishing.release(act, YEAR, 1, world.visit, released=False)
        assert year_plans.current(act, YEAR).draft.released == ()
        publishing.release(act, YEAR, again, world.visit, released=True)
    told = publish(world, 3, YEAR)
    assert "1件を中止" in told
    with db.reading() as connection:
        assert visits.get(by(connection), world.visit).state is VisitState.CANCELLED
    assert current(world, YEAR).draft.released == ()


def test_a_visit_that_has_begun_is_not_given_back(world: World) -> None:
    from tests import cycle

    cycle.meeting(world)
    with pytest.raises(Refused, match="すでに始まった訪問"), db.writing() as connection:
        publishing.release(by(connection, who(world, "secretariat")), YEAR, 0, world.visit, released=True)


def test_a_published_year_planned_anew_keeps_its_visits(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST), planned(world, LEADING, STRANGER))
    publish(world, 1)
    with db.reading() as connection:
        act = by(connection, who(world, "secretariat"))
        question, plan = year_plan.question_of(act, NEXT)
        found = year_plan.proposed(question, plan)
    there = {pair for one in found.draft.visits if one.visit_id for pair in one.pairs}
    ids = world.hospitals
    assert there == {(ids[HOST], ids[SMALL]), (ids[STRANGER], ids[LEADING])}
    assert not there & {pair for one in found.proposal.visits for pair in one.pairs}


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "center", "admin"])
def test_only_the_secretariat_reads_and_changes_plans(world: World, login: str) -> None:
    save(world, 0, planned(world, SMALL, HOST))
    with db.writing() as connection:
        act = by(connection, who(world, login))
        for do in (
            lambda: year_plans.current(act, NEXT), lambda: year_plans.versions(act, NEXT),
            lambda: year_plans.save(act, NEXT, 1, PlanDraft()), lambda: year_plans.restore(act, NEXT, 1, 1),
            lambda: publishing.publish(act, NEXT, 1, [SECOND.code]),
            lambda: publishing.release(act, YEAR, 0, world.visit, released=True),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                do()
