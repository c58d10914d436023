"""Moving visits on the page of the plan: the grids, what a move does before it is saved, and what nobody can have moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.visits import VisitState
from checklist.readings import plan_listing, year_plan
from checklist.readings.year_plan import PlanPage
from checklist.store import db
from checklist.store.plan import year_plans
from checklist.store.visits import visit_steps, visits
from checklist.ui.plan import plan_board, plan_moves
from checklist.ui.plan.plan_board import Moved
from tests.cycle import who
from tests.store.plan.test_replanning import published
from tests.store.plan.test_year_plans import NEXT, current, planned, publish, save
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import HOST, LEADING, SMALL, STRANGER, World, by

YEAR_ROUND = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
SAVE, GIVE_UP, BACK = "この変更を保存する", "やめる", "元に戻す"


def read(world: World) -> PlanPage:
    with db.reading() as connection:
        return year_plan.read(by(connection, who(world, "secretariat")), NEXT)


def opened(world: World, monkeypatch: pytest.MonkeyPatch, moved: Moved | None = None, grid: str = "month") -> AppTest:
    """The part, with a move that waits to be saved."""
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("plan", year=NEXT, part="moves", grid=grid)
    assert not screen.exception
    if moved:
        screen.session_state[plan_moves._PENDING.format(NEXT)] = moved
        screen.run()
        assert not screen.exception
    return screen


def buttons(screen: AppTest) -> set[str]:
    return {one.label for one in screen.button}


def month_grid(world: World) -> dict[str, Any]:
    page = read(world)
    return plan_board.by_month(page, list(page.standing), YEAR_ROUND)


def test_visits_stand_in_the_grid_of_months_by_what_they_are(world: World) -> None:
    visit = published(world)
    now = current(world)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        more = (
            *now.draft.visits,
            planned(world, STRANGER, LEADING, month=None),
            planned(world, HOST, STRANGER, month=3),
        )
        year_plans.save(act, NEXT, 2, replace(now.draft, visits=more))
        visits.change(act, replace(visits.get(act, visit), visit_date=date(NEXT, 10, 6)))
    grid = month_grid(world)
    assert [one["name"] for one in grid["columns"]][:3] == ["未定", "4月", "5月"]
    told = {
        one["label"]: (grid["columns"][one["column"]]["key"], one["text"], one["kind"], one["fixed"])
        for one in grid["tokens"]
    }
    assert told == {
        "架空東病院への訪問（架空市民病院）": (0, "訪問", "draft", False),
        "架空みなと病院への訪問（架空中央病院）": (10, "10/6", "there", False),
        "架空中央病院への訪問（架空東病院）": (3, "訪問", "draft", False),
    }  # fmt: skip
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visit_steps.move(act, visit, VisitState.ON_SITE)
    assert [
        one["fixed"] for one in month_grid(world)["tokens"] if one["text"] == "訪問" and one["kind"] == "there"
    ] == [True]


def test_every_hospital_of_a_visit_is_a_mark_in_the_grid_of_hospitals(world: World) -> None:
    save(world, 0, planned(world, SMALL, HOST, STRANGER))
    page = read(world)
    ids = world.hospitals
    hosts, crews = [page.partners[ids[SMALL]]], [page.partners[ids[one]] for one in (HOST, LEADING, STRANGER)]
    grid = plan_board.by_hospital(page, hosts, crews)
    assert [(one["row"], one["column"], one["text"], one["from"]) for one in grid["tokens"]] == [
        (0, 0, "代表", ids[HOST]), (2, 0, "同行", ids[STRANGER])
    ]  # fmt: skip
    assert grid["axis"] == "column"
    assert (
        grid["token"]
        != plan_board.by_hospital(replace(page, plan=replace(page.plan, edition=9)), hosts, crews)["token"]
    )


@pytest.mark.parametrize(
    "sent",
    [
        None, [], "3-1", 7, {}, {"id": "3-1", "to": "5", "edition": 1}, {"id": 3, "to": 5, "edition": 1},
        {"id": "3-1", "to": 5, "edition": None}, {"id": "3-1", "to": 5, "edition": 1, "from": "x"},
        {"id": "3-1", "to": [5], "edition": 1},
    ],
)  # fmt: skip
def test_what_no_grid_sends_is_no_move(sent: object) -> None:
    assert plan_board._read(sent) is None


def test_what_a_grid_sends_is_read_as_it_is() -> None:
    assert plan_board._read({"id": "3-1", "from": None, "to": 5, "edition": 1}) == Moved("3-1", None, 5, 1)
    assert plan_board._read({"id": "3-1", "from": 1, "to": 4, "edition": 1, "more": "x"}) == Moved("3-1", 1, 4, 1)


def test_a_move_is_told_saved_and_taken_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    only = planned(world, SMALL, HOST, month=5)
    save(world, 0, only)
    key = plan_listing.key(only)
    screen = opened(world, monkeypatch, Moved(key, None, 9, 1))
    assert "5月から9月へ" in text(screen)
    assert "この内容で、満たせなくなる義務はありません" in text(screen)
    assert current(world).edition == 1
    screen = press(screen, SAVE)
    assert [one.month for one in current(world).draft.visits] == [9]
    assert SAVE not in buttons(screen)
    screen = press(screen, BACK)
    assert "第2版の変更を取り消しました" in text(screen)
    assert current(world).draft.visits == (only,)
    # Once more, and it is done again: nothing is lost either way.
    press(screen, BACK)
    assert [one.month for one in current(world).draft.visits] == [9]


def test_the_first_edition_is_taken_back_to_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    save(world, 0, planned(world, SMALL, HOST))
    press(opened(world, monkeypatch), BACK)
    assert (current(world).edition, current(world).draft.visits) == (2, ())


def test_what_was_published_is_not_taken_back_here(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    published(world)
    assert BACK not in buttons(opened(world, monkeypatch))


def test_a_move_that_breaks_a_duty_says_so_in_red_and_can_be_given_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    only, ids = planned(world, SMALL, HOST), world.hospitals
    save(world, 0, only)
    screen = opened(world, monkeypatch, Moved(plan_listing.key(only), ids[HOST], ids[LEADING], 1), "crew")
    assert "架空中央病院の「加算2を評価」に相手がなくなります" in faults(screen)
    assert "訪問側を架空中央病院から架空市民病院へ" in text(screen)
    screen = press(screen, GIVE_UP)
    assert SAVE not in buttons(screen)
    assert current(world).draft.visits == (only,)


@pytest.mark.parametrize(
    "moved",
    [
        Moved("999-1", None, 5, 1), Moved("KEY", None, 13, 1), Moved("KEY", None, -1, 1), Moved("KEY", 999, 2, 1),
        Moved("KEY", 1, 999, 1),
    ],
)  # fmt: skip
def test_a_forged_move_is_passed_over(moved: Moved, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    only = planned(world, SMALL, HOST)
    save(world, 0, only)
    screen = opened(world, monkeypatch, replace(moved, visit=moved.visit.replace("KEY", plan_listing.key(only))))
    assert SAVE not in buttons(screen)
    assert current(world).draft.visits == (only,)


def test_a_host_moved_into_its_own_visit_cannot_be_saved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    only, ids = planned(world, SMALL, HOST), world.hospitals
    save(world, 0, only)
    screen = opened(world, monkeypatch, Moved(plan_listing.key(only), ids[HOST], ids[SMALL], 1), "crew")
    assert "受審病院自身を訪問側にすることはできません" in faults(screen)
    assert next(one for one in screen.button if one.label == SAVE).disabled


def test_a_plan_that_somebody_else_has_changed_is_shown_anew_and_nothing_is_saved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = planned(world, SMALL, HOST, month=5)
    save(world, 0, only)
    screen = opened(world, monkeypatch, Moved(plan_listing.key(only), None, 9, 1))
    save(world, 1, replace(only, month=6))
    screen = press(screen, SAVE)
    assert "計画がほかの人によって変更されました" in text(screen)
    assert (current(world).edition, current(world).draft.visits[0].month) == (2, 6)


def test_a_visit_with_a_day_asks_for_a_new_one_of_that_month(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = published(world)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visits.change(act, replace(visits.get(act, visit), visit_date=date(NEXT, 10, 6)))
    moved = Moved(plan_listing.key(read(world).visits[0]), None, 12, 2)
    screen = opened(world, monkeypatch, moved)
    assert "現在の訪問日は2027年10月6日（水）です" in text(screen)
    screen = press(typed(screen, "2027/11/5"), SAVE)
    assert "12月の日付を入力してください" in faults(screen)
    assert current(world).edition == 2
    press(typed(screen, "令和9年12月3日"), SAVE)
    (change,) = current(world).draft.changes
    assert (change.day, change.former_day, change.visit.month) == (date(NEXT, 12, 3), date(NEXT, 10, 6), 12)
    publish(world, 3)
    with db.reading() as connection:
        assert visits.get(by(connection), visit).visit_date == date(NEXT, 12, 3)


def typed(screen: AppTest, day: str) -> AppTest:
    return next(one for one in screen.text_input if one.label == "新しい訪問日").input(day).run()


def test_a_change_of_a_visit_that_is_there_can_be_taken_back_where_the_visits_are_listed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(world)
    ids = world.hospitals
    press(
        opened(world, monkeypatch, Moved(plan_listing.key(read(world).visits[0]), ids[HOST], ids[STRANGER], 2), "crew"),
        SAVE,
    )
    (there,) = read(world).visits
    shown = text(open_page("plan", year=NEXT, part="visits", edit=plan_listing.key(there)))
    assert "公表するときの変更：訪問側を架空中央病院から架空東病院へ" in shown.replace("\\", "")
    assert "登録済み（変更案）" in shown
    assert "登録済みの訪問1件の訪問側・月・訪問日を変更します" in text(open_page("plan", year=NEXT, part="work"))
    press(open_page("plan", year=NEXT, part="visits", edit=plan_listing.key(there)), "この変更を取り消す")
    assert current(world).draft.changes == ()


def test_without_visits_the_part_says_what_comes_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "動かす訪問がありません" in text(opened(world, monkeypatch))


def test_the_page_opens_with_what_is_unmet_then_with_what_is_not_agreed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    save(world, 0, planned(world, SMALL, HOST))
    screen = open_page("plan", year=NEXT)
    assert [one.value.partition("。")[0] for one in screen.warning] == ["8件の義務に相手がありません"]
    assert [one.value for one in screen.header] == ["相手のない義務がある病院", "協議が済んでいない義務がある病院"]
    every = [
        planned(world, SMALL, HOST, LEADING, STRANGER),
        planned(world, STRANGER, LEADING),
        planned(world, HOST, STRANGER),
    ]
    save(world, 1, *every, planned(world, LEADING, HOST))
    screen = open_page("plan", year=NEXT)
    assert "すべての義務に相手があります。協議が済んでいない義務が10件あります" in text(screen)
    assert not screen.expander
    publish(world, 2)
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'agreed' WHERE fiscal_year = ?", [NEXT])
    screen = open_page("plan", year=NEXT)
    assert "すべての義務に相手があり、協議も済んでいます（10件）" in text(screen)
    assert [one.label for one in screen.expander] == ["義務の一覧"]


def test_a_travel_time_is_entered_on_the_page_and_said_where_the_planner_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = press(open_page("plan", year=NEXT, part="work"), "移動時間を保存する")
    assert "2つの病院を選んでください" in faults(screen)
    boxes = {one.label: one for one in screen.selectbox}
    boxes["病院1"].select(world.hospitals[HOST])
    screen = boxes["病院2"].select(world.hospitals[SMALL]).run()
    screen = next(one for one in screen.number_input if one.label.startswith("移動時間")).set_value(95).run()
    screen = press(screen, "移動時間を保存する")
    assert "移動時間を保存しました" in text(screen)
    screen = open_page("plan", year=NEXT, part="work")
    assert "移動時間が登録された1組は、直線距離の代わりに移動時間を使います" in text(screen)
    assert "/download/lists/travel-times.xlsx" in text(screen)
    ids = world.hospitals
    assert read(world).question.minutes == {(ids[HOST], ids[SMALL]): 95}
