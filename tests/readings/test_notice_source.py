"""What there is to tell somebody: the same thing never twice, nothing of others, and no end without its beginning."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.model.notices import Notification, NotificationKind
from checklist.model.plan import PlanDraft, PlannedVisit
from checklist.model.sheets import Stance
from checklist.model.visits import Duty, VisitState
from checklist.readings import notice_source, overdue
from checklist.store import db
from checklist.store.notices import notices
from checklist.store.plan import publishing, year_plans
from checklist.store.sheets import revision_comments, revisions
from checklist.store.visits import visit_steps, visits
from tests.cycle import who
from tests.store.sheets import revision_scene
from tests.world import HOST, SECOND, SMALL, YEAR, World, by

NEXT = YEAR + 1
SIDES = ("manager.h01", "leader.h01", "manager.h02", "evaluator.h02")


def read(world: World, login: str) -> list[Notification]:
    with db.reading() as connection:
        return notice_source.read(by(connection, who(world, login)))


def tell(world: World, login: str) -> list[str]:
    """What is new to somebody; it is written down as told."""
    found = read(world, login)
    with db.writing() as connection:
        return [one.what for one in notices.note(by(connection), world.people[login].id, found).values()]


def publish(world: World, *found: PlannedVisit, seen: int = 0, released: tuple[int, ...] = ()) -> int:
    """Publish a plan of the next year; the edition that it is then."""
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        year_plans.save(act, NEXT, seen, PlanDraft(visits=found, released=released))
        publishing.publish(act, NEXT, seen + 1, [SECOND.code])
        return year_plans.current(act, NEXT).edition


def move(world: World, day: date | None, state: VisitState | None = None) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visits.change(act, replace(visits.get(act, world.visit), visit_date=day))
        if state:
            visit_steps.move(act, world.visit, state)


@pytest.mark.parametrize("login", [*SIDES, "secretariat", "center", "admin", "manager.h03", "manager.h04"])
def test_nobody_is_told_the_same_thing_a_second_time(world: World, login: str) -> None:
    tell(world, login)
    assert tell(world, login) == []


@pytest.mark.parametrize("login", ["center", "admin", "manager.h03", "evaluator.h03", "leader.h04"])
def test_whoever_has_no_part_in_a_visit_is_told_nothing_of_it(world: World, login: str) -> None:
    assert read(world, login) == []


def test_no_notice_holds_a_name_of_a_person(world: World) -> None:
    names = {one.name for one in world.people.values()} | {one.login for one in world.people.values()}
    for login in (*SIDES, "secretariat"):
        told = " ".join(one.what + one.again for one in read(world, login))
        assert not [name for name in names if name in told]


def item(day: date, what: str, kind: str = Duty.PLAN, href: str = "/improvements") -> overdue.Item:
    return overdue.Item((1,), kind, what, YEAR, day, href)


def test_plans_of_several_visits_are_told_once_each_and_not_every_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them are made on one page; the secretariat has one such line for every host of the region."""
    due = [item(date(2026, 11, day), f"架空{day}病院への訪問") for day in (10, 12, 14)]
    monkeypatch.setattr(overdue, "items", lambda _: due)
    for login in ("secretariat", "manager.h01"):
        first = [one for one in tell(world, login) if one.startswith("期限超過")]
        assert len(first) == len(set(first)) == 3
        assert tell(world, login) == []


def test_a_plan_that_moves_to_its_next_stage_is_told_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    due = [item(date(2026, 12, 1), "一つ目"), item(date(2026, 12, 4), "二つ目")]
    monkeypatch.setattr(overdue, "items", lambda _: due)
    assert len([one for one in tell(world, "manager.h01") if "つ目" in one]) == 2
    due[0] = item(date(2026, 11, 24), "一つ目")
    assert [one[:8] for one in tell(world, "manager.h01")] == ["期限まで3日以内"]


def test_threads_of_what_is_told_at_once_are_never_the_same(world: World) -> None:
    for login in (*SIDES, "secretariat"):
        assert not [key for key, times in Counter(one.thread for one in read(world, login)).items() if times > 1]


def test_what_is_long_overdue_is_told_together_once_a_month(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [item(date(2026, 9, day), f"{day}日の訪問", href=f"/x{day}") for day in range(1, 8)]
    monkeypatch.setattr(overdue, "items", lambda _: old)
    found = [one for one in read(world, "manager.h01") if one.kind is NotificationKind.DUE]
    assert [(one.thread, one.stage) for one in found] == [(f"old {Duty.PLAN.value}", "2026-11")]
    assert "（7件）" in found[0].what


@pytest.mark.parametrize(("days", "told"), [(0, 1), (14, 1), (15, 0), (-1, 1), (-30, 1)])
def test_a_hospital_is_told_from_fourteen_days_before(
    world: World, monkeypatch: pytest.MonkeyPatch, days: int, told: int
) -> None:
    day = date(2026, 11, 22) + timedelta(days=days)
    monkeypatch.setattr(overdue, "items", lambda _: [item(day, "この件")])
    assert len([one for one in read(world, "manager.h01") if "この件" in one.what]) == told
    region = len([one for one in read(world, "secretariat") if "この件" in one.what])
    assert region == (1 if days < 0 else 0)


def test_a_planned_visit_that_a_later_plan_cancels_is_told_as_cancelled_to_those_who_knew_of_it(world: World) -> None:
    ids = world.hospitals
    edition = publish(world, PlannedVisit(ids[SMALL], (ids[HOST],), 1))
    assert [one for one in tell(world, "manager.h03") if one.startswith("訪問の計画：")]
    with db.reading() as connection:
        (visit,) = [one for one in visits.all_visits(by(connection)) if one.fiscal_year == NEXT]
        there = year_plans.current(by(connection, who(world, "secretariat")), NEXT).draft.visits
    publish(world, *there, seen=edition, released=(visit.id,))
    told = "訪問の中止：架空中央病院から架空みなと病院への訪問（2027年度（令和9年度））"
    assert tell(world, "manager.h03") == [told]
    assert tell(world, "manager.h03") == []
    # The other side heard of it only after it was gone: there is nothing to take back.
    assert not [one for one in tell(world, "manager.h01") if "架空みなと病院" in one]


def test_a_visit_whose_day_is_fixed_leaves_the_plan_and_is_told_with_its_day(world: World) -> None:
    ids = world.hospitals
    publish(world, PlannedVisit(ids[SMALL], (ids[HOST],), 1))
    tell(world, "manager.h03")
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        (visit,) = [one for one in visits.all_visits(act) if one.fiscal_year == NEXT]
        visits.change(act, replace(visit, visit_date=date(2028, 1, 20)))
    (told,) = tell(world, "manager.h03")
    assert told.startswith("訪問の日程：")
    assert "2028年1月20日" in told


def test_a_visit_of_yesterday_is_no_news(world: World) -> None:
    move(world, date(2026, 11, 21))
    assert not [one for one in read(world, "manager.h01") if one.kind is NotificationKind.VISIT]
    move(world, date(2026, 11, 22))
    assert [one for one in read(world, "manager.h01") if one.kind is NotificationKind.VISIT]


def test_a_cancelled_visit_says_so_only_to_whoever_was_told_its_day(world: World) -> None:
    move(world, date(2026, 12, 20))
    tell(world, "manager.h01")
    move(world, date(2026, 12, 20), VisitState.CANCELLED)
    assert [one[:6] for one in tell(world, "manager.h01")] == ["訪問の中止："]
    assert not [one for one in tell(world, "manager.h02") if "中止" in one]


def test_a_draft_of_a_sheet_is_told_to_whoever_is_asked_and_its_end_to_whoever_goes_on(world: World) -> None:
    def told(login: str, day: date | None = None) -> list[str]:
        with db.reading() as connection:
            view = by(connection, who(world, login))
            here = replace(view, today=day) if day else view
            return [one.what for one in notice_source.read(here) if "改訂案" in one.what]

    everybody = ("manager.h01", "leader.h01", "evaluator.h02", "manager.h02", "secretariat", "center", "admin")
    assert [told(login) for login in everybody] == [[]] * len(everybody)
    draft = revision_scene.opened(world)
    with db.reading() as connection:
        until = revisions.get(by(connection, who(world, "secretariat")), draft).until
    assert until is not None
    asked = {login: told(login) for login in everybody}
    assert {login for login, found in asked.items() if found} == {"manager.h01", "manager.h02"}
    assert all(found[0].startswith("点検表の改訂案への意見のお願い：") for found in asked.values() if found)
    # The day is the last on which somebody may say something.
    assert told("secretariat", until) == []
    ended = {login: told(login, until + timedelta(days=1)) for login in everybody}
    assert {login for login, found in ended.items() if found} == {"secretariat"}
    assert ended["secretariat"][0].startswith("点検表の改訂案への意見の受付終了：")
    assert tell(world, "manager.h01").count(asked["manager.h01"][0]) == 1
    assert asked["manager.h01"][0] not in tell(world, "manager.h01")
    # Whoever has said something is asked no more.
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        revision_comments.say(act, draft, "", Stance.AGREES, "", revisions.get(act, draft).edition)
    assert told("manager.h01") == []
