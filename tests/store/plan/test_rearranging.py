"""A plan changes visits that are there: other hospitals, another month or day; nothing before it is published, nobody unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden, NotFound, Refused, Stale
from checklist.model.plan import DutyState, PlanDraft, PlanDuty, PlannedVisit
from checklist.model.visits import VisitState
from checklist.readings import notice_source, year_plan
from checklist.store import db
from checklist.store.notices import notices
from checklist.store.plan import plan_questions, published_changes, publishing, year_plans
from checklist.store.visits import visit_steps, visits
from tests.cycle import who
from tests.store.plan.test_replanning import published
from tests.store.plan.test_year_plans import NEXT, current, planned, publish
from tests.world import HOST, LEADING, SMALL, STRANGER, YEAR, World, by


def wanted(world: World, visit: int, *evaluators: str, month: int | None = 10) -> PlannedVisit:
    """The visit that `published` has made as it shall be."""
    return replace(planned(world, SMALL, *evaluators, month=month), visit_id=visit)


def rearrange(world: World, seen: int, visit: PlannedVisit, day: date | None = None, login: str = "secretariat") -> int:
    with db.writing() as connection:
        return publishing.rearrange(by(connection, who(world, login)), NEXT, seen, visit, day)


def there(world: World, visit: int) -> tuple[tuple[int, ...], date | None, tuple[int, ...]]:
    with db.reading() as connection:
        found = visits.get(by(connection), visit)
    return found.evaluator_ids, found.visit_date, found.member_ids


def by_hand(world: World, visit: int, **change: object) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visits.change(act, replace(visits.get(act, visit), **change))  # type: ignore[arg-type]


def told(world: World, login: str) -> list[str]:
    """What is new to somebody, each time anew."""
    with db.writing() as connection:
        person = who(world, login)
        found = notice_source.read(by(connection, person))
        return [one.what for one in notices.note(by(connection), person.person_id, found).values()]


@pytest.mark.parametrize(
    ("evaluators", "month", "day"),
    [
        ((STRANGER,), 10, None), ((HOST, STRANGER), 10, None), ((STRANGER, HOST), 3, None), ((HOST,), 1, None),
        ((HOST,), None, None), ((HOST,), 3, date(NEXT + 1, 3, 3)), ((HOST, LEADING, STRANGER), 5, date(NEXT, 5, 6)),
    ],
)  # fmt: skip
def test_a_visit_becomes_what_the_plan_wants_when_that_is_published_and_not_before(
    evaluators: tuple[str, ...], month: int | None, day: date | None, world: World
) -> None:
    visit, ids = published(world), world.hospitals
    before = there(world, visit)
    rearrange(world, 2, wanted(world, visit, *evaluators, month=month), day)
    assert there(world, visit) == before
    assert current(world).draft.changes[0].former_ids == before[0]
    assert "1件を変更" in publish(world, 3)
    crew, when, _ = there(world, visit)
    assert (crew[0], set(crew), when) == (ids[evaluators[0]], {ids[one] for one in evaluators}, day)
    (kept,) = current(world).draft.visits
    assert (kept.visit_id, kept.month, kept.pinned) == (visit, month, True)
    assert current(world).draft.changes == ()
    with db.reading() as connection:
        manager = by(connection, who(world, "manager.h03"))
        found = [one for one in visits.visible_to(manager) if one.id == visit]
        assert year_plans.months(manager, NEXT, found) == ({visit: month} if month else {})


def test_the_month_of_a_draft_is_nobodys_news(world: World) -> None:
    visit = published(world)
    rearrange(world, 2, wanted(world, visit, HOST, month=1))
    with db.reading() as connection:
        manager = by(connection, who(world, "manager.h03"))
        found = [one for one in visits.visible_to(manager) if one.id == visit]
        assert year_plans.months(manager, NEXT, found) == {visit: 10}


def test_what_changes_nothing_is_no_change_and_takes_back_the_one_before(world: World) -> None:
    visit = published(world)
    rearrange(world, 2, wanted(world, visit, STRANGER))
    assert len(current(world).draft.changes) == 1
    rearrange(world, 3, wanted(world, visit, HOST))
    assert current(world).draft.changes == ()
    with pytest.raises(Refused, match="公表する訪問がありません"):
        publish(world, 4)


def test_a_second_change_of_a_visit_takes_the_place_of_the_first(world: World) -> None:
    visit = published(world)
    rearrange(world, 2, wanted(world, visit, STRANGER))
    rearrange(world, 3, wanted(world, visit, HOST, month=2))
    (change,) = current(world).draft.changes
    assert (change.visit.evaluator_ids, change.visit.month) == ((world.hospitals[HOST],), 2)


@pytest.mark.parametrize(
    ("evaluators", "told_of"),
    [((), "1つから3つまで"), ((SMALL,), "受審病院自身"), ((HOST, HOST), "2回選ばれています"), ((HOST, LEADING, STRANGER, SMALL), "受審病院自身")],
)  # fmt: skip
def test_what_no_visit_can_be_is_refused(evaluators: tuple[str, ...], told_of: str, world: World) -> None:
    visit = published(world)
    with pytest.raises(Refused, match=told_of):
        rearrange(world, 2, wanted(world, visit, *evaluators))
    assert current(world).edition == 2


def test_a_forged_number_or_host_or_year_is_refused(world: World) -> None:
    visit = published(world)
    for forged in (
        replace(wanted(world, visit, HOST), host_id=world.hospitals[STRANGER]),
        wanted(world, world.visit, HOST),
    ):
        with pytest.raises(Refused, match="変更できません"):
            rearrange(world, 2, forged)
    with pytest.raises(NotFound):
        rearrange(world, 2, wanted(world, 999_999, HOST))
    with pytest.raises(Refused, match="登録されていない病院"):
        rearrange(world, 2, replace(wanted(world, visit, HOST), evaluator_ids=(999_999,)))
    with pytest.raises(Refused, match="年度の日付"):
        rearrange(world, 2, wanted(world, visit, HOST), date(NEXT, 3, 31))
    with pytest.raises(Refused, match="1から12まで"):
        rearrange(world, 2, wanted(world, visit, HOST, month=13))
    assert current(world).edition == 2


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "admin", "center"])
def test_only_who_plans_the_year_changes_it(login: str, world: World) -> None:
    visit = published(world)
    with pytest.raises(Forbidden):
        rearrange(world, 2, wanted(world, visit, STRANGER), login=login)


def test_a_plan_that_somebody_changed_meanwhile_is_told_and_nothing_is_lost(world: World) -> None:
    visit = published(world)
    rearrange(world, 2, wanted(world, visit, STRANGER))
    with pytest.raises(Stale, match="第3版"):
        rearrange(world, 2, wanted(world, visit, HOST, month=1))
    assert current(world).draft.changes[0].visit.evaluator_ids == (world.hospitals[STRANGER],)


@pytest.mark.parametrize("change", [{"visit_date": date(NEXT, 12, 4)}, {"evaluator_ids": "leading"}])
def test_a_visit_changed_past_the_plan_is_never_written_over(change: dict[str, object], world: World) -> None:
    visit = published(world)
    rearrange(world, 2, wanted(world, visit, STRANGER))
    if "evaluator_ids" in change:
        change = {"evaluator_ids": (world.hospitals[LEADING],)}
    by_hand(world, visit, **change)
    stands = there(world, visit)
    with pytest.raises(Refused, match="別に変更されたか、始まっています"):
        publish(world, 3)
    assert there(world, visit) == stands
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        year_plans.save(act, NEXT, 3, current(world).draft.kept_as_is(visit))


def test_a_visit_that_has_begun_stays_and_nothing_of_the_plan_is_published(world: World) -> None:
    visit = published(world)
    rearrange(world, 2, wanted(world, visit, STRANGER))
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        draft = current(world).draft
        year_plans.save(act, NEXT, 3, replace(draft, visits=(*draft.visits, planned(world, STRANGER, LEADING))))
        visit_steps.move(act, visit, VisitState.ON_SITE)
    with pytest.raises(Refused, match="始まっています"):
        publish(world, 4)
    with db.reading() as connection:
        assert len([one for one in visits.all_visits(by(connection)) if one.fiscal_year == NEXT]) == 1
    with pytest.raises(Refused, match="すでに始まった"):
        rearrange(world, 4, wanted(world, visit, HOST, month=2))


def test_a_visit_called_off_by_hand_does_not_hold_up_the_plan(world: World) -> None:
    visit = published(world)
    rearrange(world, 2, wanted(world, visit, STRANGER))
    draft = current(world).draft
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visit_steps.move(act, visit, VisitState.CANCELLED)
        year_plans.save(act, NEXT, 3, replace(draft, visits=(*draft.visits, planned(world, SMALL, STRANGER))))
    assert publish(world, 4).startswith("2027年度（令和9年度）の計画を公表しました（訪問1件を登録）")
    (new,) = current(world).draft.visits
    assert (new.visit_id != visit, new.evaluator_ids) == (True, (world.hospitals[STRANGER],))
    assert there(world, visit)[0] == (world.hospitals[HOST],)


def test_who_visits_for_a_hospital_that_comes_no_longer_is_no_member_any_more(world: World) -> None:
    visit, ids = published(world), world.hospitals
    stays, goes = who(world, "evaluator.h04").person_id, who(world, "evaluator.h01").person_id
    by_hand(world, visit, evaluator_ids=(ids[HOST], ids[STRANGER]), member_ids=(stays, goes))
    rearrange(world, 2, wanted(world, visit, STRANGER))
    publish(world, 3)
    assert there(world, visit)[2] == (stays,)


def test_releasing_a_visit_and_changing_it_exclude_each_other(world: World) -> None:
    visit = published(world)
    rearrange(world, 2, wanted(world, visit, STRANGER))
    with db.writing() as connection:
        publishing.release(by(connection, who(world, "secretariat")), NEXT, 3, visit, released=True)
    assert (current(world).draft.released, current(world).draft.changes) == ((visit,), ())
    rearrange(world, 4, wanted(world, visit, STRANGER))
    assert (current(world).draft.released, len(current(world).draft.changes)) == ((), 1)


def test_going_back_brings_a_change_back_unless_it_was_published_since(world: World) -> None:
    visit = published(world)
    rearrange(world, 2, wanted(world, visit, STRANGER))
    rearrange(world, 3, wanted(world, visit, HOST, month=2))
    with db.writing() as connection:
        year_plans.restore(by(connection, who(world, "secretariat")), NEXT, 3, 4)
    (change,) = current(world).draft.changes
    assert change.visit.evaluator_ids == (world.hospitals[STRANGER],)
    publish(world, 5)
    with db.writing() as connection:
        year_plans.restore(by(connection, who(world, "secretariat")), NEXT, 4, 6)
    assert current(world).draft.changes == ()
    assert there(world, visit)[0] == (world.hospitals[STRANGER],)


def test_the_duties_are_those_of_the_visit_as_it_shall_be(world: World) -> None:
    visit, ids = published(world), world.hospitals
    rearrange(world, 2, wanted(world, visit, STRANGER))
    with db.reading() as connection:
        page = year_plan.read(by(connection, who(world, "secretariat")), NEXT)
        own = plan_questions.duties_of(by(connection, who(world, "manager.h01")), ids[HOST], NEXT)
    states = {(one.hospital_id, one.duty): one.state for one in page.duties}
    assert states[ids[HOST], PlanDuty.EVALUATES_TWO] is DutyState.MISSING
    assert states[ids[STRANGER], PlanDuty.EVALUATES_TWO] is DutyState.DRAFT
    # What a draft wants is no news to the hospital.
    assert {one.duty: one.state for one in own}[PlanDuty.EVALUATES_TWO] is DutyState.PLANNED


def test_a_planned_hospital_joins_the_visit_that_is_there_and_makes_no_second_day(world: World) -> None:
    visit, ids = published(world), world.hospitals
    with db.reading() as connection:
        act = by(connection, who(world, "secretariat"))
        question, plan = year_plan.question_of(act, NEXT)
    found = year_plan.proposed(question, plan)
    (change,) = found.draft.changes
    assert (change.visit.visit_id, change.visit.pinned, change.former_ids) == (visit, False, (ids[HOST],))
    assert "登録済みの訪問1件に、訪問側の病院を加えます" in found.sentence
    with db.writing() as connection:
        year_plans.save(by(connection, who(world, "secretariat")), NEXT, plan.edition, found.draft)
    # Asked again, it is planned anew and not piled up.
    with db.reading() as connection:
        again = year_plan.proposed(*year_plan.question_of(by(connection, who(world, "secretariat")), NEXT))
        page = year_plan.read(by(connection, who(world, "secretariat")), NEXT)
    assert again.draft.changes == found.draft.changes
    assert page.missing == 0
    publish(world, current(world).edition)
    assert set(there(world, visit)[0]) == {ids[HOST], ids[LEADING], ids[STRANGER]}
    assert there(world, visit)[0][0] == ids[HOST]
    with db.reading() as connection:
        made = [one for one in visits.all_visits(by(connection)) if one.fiscal_year == NEXT]
    assert len([one for one in made if one.host_id == ids[SMALL]]) == 1


def test_what_somebody_changed_by_hand_is_left_by_the_planner(world: World) -> None:
    visit, ids = published(world), world.hospitals
    rearrange(world, 2, wanted(world, visit, HOST, LEADING, month=2))
    with db.reading() as connection:
        found = year_plan.proposed(*year_plan.question_of(by(connection, who(world, "secretariat")), NEXT))
    (change,) = found.draft.changes
    assert change.visit.evaluator_ids[:2] == (ids[HOST], ids[LEADING])
    assert (change.visit.month, change.visit.pinned, change.former_ids) == (2, True, (ids[HOST],))


def test_everybody_whom_it_concerns_is_told_of_a_visit_that_a_plan_has_changed(world: World) -> None:
    visit = published(world)
    logins = ("manager.h01", "manager.h03", "manager.h04")
    first = {login: [one for one in told(world, login) if one.startswith("訪問の計画")] for login in logins}
    assert [len(first[login]) for login in logins] == [1, 1, 0]
    rearrange(world, 2, wanted(world, visit, STRANGER, month=2))
    # A draft is told to nobody.
    assert [told(world, login) for login in logins] == [[], [], []]
    publish(world, 3)
    assert told(world, "manager.h01") == ["訪問側の変更：架空みなと病院への訪問に架空中央病院は加わりません"]
    (moved,) = told(world, "manager.h03")
    assert moved.startswith("訪問の計画の変更：架空東病院から架空みなと病院への訪問")
    assert "2月の予定" in moved
    (new,) = told(world, "manager.h04")
    assert new.startswith("訪問の計画：架空東病院から架空みなと病院への訪問")
    assert [told(world, login) for login in logins] == [[], [], []]


def test_a_fixed_day_that_a_plan_moves_is_told_as_moved(world: World) -> None:
    visit = published(world)
    by_hand(world, visit, visit_date=date(NEXT, 10, 6), begins="13:30")
    first = told(world, "manager.h03")
    assert any(one.startswith("訪問の日程：") and "2027年10月6日（水） 13:30から" in one for one in first)
    # An hour was said of its day, and the plan knows none of the next one.
    rearrange(world, 2, wanted(world, visit, HOST), date(NEXT, 11, 9))
    publish(world, 3)
    (moved,) = [one for one in told(world, "manager.h03") if one.startswith("訪問の日程の変更：")]
    assert "2027年11月9日（火）・" in moved
    rearrange(world, 4, wanted(world, visit, HOST, STRANGER), date(NEXT, 11, 9))
    publish(world, 5)
    (moved,) = [one for one in told(world, "manager.h03") if one.startswith("訪問側・日程の変更：")]
    assert "架空中央病院・架空東病院" in moved


def test_what_was_changed_is_read_by_those_who_may_know_of_the_visit(world: World) -> None:
    visit = published(world)
    with db.reading() as connection:
        act = by(connection, who(world, "manager.h03"))
        found = [one for one in visits.visible_to(act) if one.id == visit]
        assert published_changes.of_visits(act, NEXT, found)[visit] == published_changes.Changed()
        for login in ("manager.h04", "evaluator.h02"):
            with pytest.raises(Forbidden):
                published_changes.of_visits(by(connection, who(world, login)), NEXT, found)
        with pytest.raises(Forbidden):
            published_changes.left(by(connection, who(world, "manager.h04")), world.hospitals[HOST], NEXT)


def test_an_old_draft_without_changes_is_read_as_it_was_written(world: World) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        connection.execute(
            "INSERT INTO year_plan (fiscal_year, edition, content, published, at, person_id) VALUES (?, 1, ?, 0, ?, ?)",
            [
                NEXT,
                '{"visits": [{"host_id": 3, "evaluator_ids": [1], "month": 5}]}',
                act.stamp,
                act.principal.person_id,
            ],
        )
    assert current(world).draft == PlanDraft(visits=(planned(world, SMALL, HOST, month=5),))
    assert YEAR < NEXT
