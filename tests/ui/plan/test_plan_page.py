"""The page of the year plan: from an empty year to published visits, and what each reader sees of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.plan import PlanDraft, PlannedVisit
from checklist.model.visits import VisitState
from checklist.store import db
from checklist.store.act import acting, viewing
from checklist.store.plan import publishing, year_plans
from checklist.store.visits import visits
from tests.cycle import who
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import HOST, SMALL, STRANGER, YEAR, World, by

NEXT = YEAR + 1


def page(world: World, monkeypatch: pytest.MonkeyPatch, part: str = "duties", **more: object) -> AppTest:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("plan", year=NEXT, part=part, **more)
    assert not screen.exception
    return screen


def plan(world: World) -> year_plans.YearPlan:
    with db.reading() as connection:
        return year_plans.current(by(connection, who(world, "secretariat")), NEXT)


def draft(world: World, *found: PlannedVisit) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        year_plans.save(act, NEXT, year_plans.current(act, NEXT).edition, PlanDraft(visits=found))


def test_an_empty_year_becomes_published_visits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(page(world, monkeypatch))
    assert "10件の義務に相手がありません" in shown
    assert "まだ作成していません" in shown
    assert shown.count('<span class="chip late">未充足</span>') == 10
    screen = press(page(world, monkeypatch, "work"), "計画案を作成する")
    # By hand each of the three of 加算1 goes alone to the one of 加算2 and to another of 加算1, of which the third comes
    # off with nobody: six days and one more.
    told = "訪問4件の計画案を作成しました（これより良い計画はありません）。手作業の計画より3日少ない計画です。"
    assert told in text(screen)
    drafted = plan(world).draft.visits
    assert {one.host_id for one in drafted} == set(world.hospitals.values())
    shown = text(page(world, monkeypatch))
    assert "10件のうち10件に相手があります" in shown
    assert "未計画の義務を1病院ずつ割り当てると7日、この計画案は4日（3日少ない）" in shown
    told = text(press(page(world, monkeypatch, "work"), "計画を公表する"))
    assert f"訪問{len(drafted)}件を登録" in told
    with db.reading() as connection:
        made = [one for one in visits.all_visits(by(connection)) if one.fiscal_year == NEXT]
    assert {(one.host_id, one.evaluator_ids, one.state) for one in made} == {
        (one.host_id, one.evaluator_ids, VisitState.PLANNED) for one in drafted
    }


def test_what_a_change_breaks_is_said_before_it_is_saved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = world.hospitals
    draft(world, PlannedVisit(ids[SMALL], (ids[HOST],), 10))
    screen = page(world, monkeypatch, "visits", edit=f"{ids[SMALL]}-{ids[HOST]}")
    assert "満たせなくなる義務はありません" in text(screen)
    crew = next(one for one in screen.multiselect if one.label.startswith("訪問側の病院"))
    screen = crew.set_value([ids[STRANGER]]).run()
    assert "この変更により、架空中央病院の「加算2を評価」に相手がなくなります。" in faults(screen)
    assert plan(world).edition == 1
    screen = press(screen, "訪問を保存する")
    assert "計画案の訪問を保存しました" in text(screen)
    assert [one.evaluator_ids for one in plan(world).draft.visits] == [(ids[STRANGER],)]


def test_two_people_at_once_are_told_and_nothing_is_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = world.hospitals
    first = PlannedVisit(ids[SMALL], (ids[HOST],), 10)
    draft(world, first)
    screen = page(world, monkeypatch, "visits", edit=f"{ids[SMALL]}-{ids[HOST]}")
    other = (first, PlannedVisit(ids[HOST], (ids[STRANGER],), 5))
    draft(world, *other)
    screen = press(screen, "計画案から外す")
    assert "この計画を変更しています（第2版）" in faults(screen)
    assert plan(world).draft.visits == other


def test_last_years_pairs_are_copied_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting(who(world, "secretariat")) as act:
        # The same two hospitals twice in the year before are one pair of the next.
        visits.add(act, replace(visits.get(act, world.visit), id=0, visit_date=date(YEAR, 12, 2), record_only=True), [])
    screen = press(page(world, monkeypatch, "work"), "前年度の組合せを複写する")
    assert "訪問1件を計画案に加えました" in text(screen)
    assert "訪問0件を計画案に加えました" in text(press(screen, "前年度の組合せを複写する"))
    assert len(plan(world).draft.visits) == 1


def test_a_visit_is_added_and_without_hospitals_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = press(page(world, monkeypatch, "visits", edit="new"), "訪問を保存する")
    assert "受審病院と訪問側の病院を選んでください。" in faults(screen)
    assert plan(world).edition == 0


def test_an_earlier_edition_is_taken_up_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = world.hospitals
    first, second = PlannedVisit(ids[SMALL], (ids[HOST],), 10), PlannedVisit(ids[SMALL], (ids[STRANGER],), 11)
    draft(world, first)
    draft(world, second)
    screen = press(page(world, monkeypatch, "work"), "この版に戻す")
    assert "第1版の計画案に戻しました" in text(screen)
    assert plan(world).draft.visits == (first,)


def test_a_visit_that_is_there_is_given_back_to_the_planner(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    with db.reading() as connection:
        visit = visits.get(by(connection), world.visit)
    screen = open_page("plan", year=YEAR, part="visits", edit=f"{visit.host_id}-{visit.evaluator_ids[0]}")
    screen = press(screen, "この訪問を計画し直す（公表するときに中止する）")
    assert "計画し直す訪問に加えました" in text(screen)
    assert "計画し直す" in text(open_page("plan", year=YEAR, part="visits"))


@pytest.mark.parametrize("part", ["duties", "visits", "pictures", "work", "nonsense"])
def test_every_part_opens_with_a_plan_and_without_one(world: World, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    assert "年間計画" in text(page(world, monkeypatch, part))
    ids = world.hospitals
    draft(world, PlannedVisit(ids[SMALL], (ids[HOST], ids[STRANGER]), None))
    shown = text(page(world, monkeypatch, part))
    assert "年間計画" in shown
    if part == "pictures":
        assert f"{NEXT}年度の訪問1件が、3病院を結んでいます。" in shown
        assert re.search("訪問側となる回数が最も多いのは「[^「]+」(と「[^「]+」)*の各?[0-9]+回です", shown), shown


@pytest.mark.parametrize(
    ("login", "own", "others"), [("manager.h01", "架空市民病院", "架空東病院"), ("leader.h04", "", "架空市民病院")]
)
def test_a_hospital_sees_its_own_year_and_nothing_of_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, login: str, own: str, others: str
) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    shown = text(open_page("plan", year=YEAR))
    assert own in shown
    assert others not in shown
    assert "加算2を評価" in shown
    assert "計画案を作成する" not in shown


def test_a_region_without_hospitals_says_what_is_next(empty_db: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from checklist.model.accounts import Role

    screens.sign_in(monkeypatch, screens.lone_person(Role.SECRETARIAT))
    assert "この年度に義務のある病院がありません" in text(open_page("plan"))


def test_a_visit_that_was_given_back_can_be_kept_after_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting(who(world, "secretariat")) as act:
        publishing.release(act, YEAR, 0, world.visit, released=True)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    asked = f"{world.hospitals['H01']}-{world.hospitals['H02']}"
    screen = open_page("plan", year=str(YEAR), part="visits", edit=asked)
    screen.button(key=f"plan-keep-{world.visit}").click().run()
    assert not screen.exception
    with viewing(who(world, "secretariat")) as view:
        assert year_plans.current(view, YEAR).draft.released == ()
