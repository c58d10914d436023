"""What the secretariat and the visitors are told of a visit that lacks something, or was done on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.readings import agenda, region_agenda
from checklist.store import db
from checklist.store.assessments import assessments
from checklist.store.visits import visit_steps, visits
from tests import cycle
from tests.cycle import who
from tests.world import SECOND, YEAR, World, by

BEFORE, AFTER = date(YEAR, 11, 22), date(YEAR, 12, 1)


def told(world: World, login: str, today: date = BEFORE) -> dict[str, str]:
    """Title -> detail."""
    with db.reading() as connection:
        return {one.title: one.detail for one in agenda.tasks(by(connection, who(world, login)), today)}


def changed(world: World, **change: object) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        visits.change(act, replace(visits.get(act, world.visit), **change))  # type: ignore[arg-type]


def submitted_alone(world: World, login: str, assessment: int) -> None:
    with db.writing() as connection:
        assessments.submit(by(connection, who(world, login)), assessment, "試行のため")


@pytest.mark.parametrize(
    ("change", "today", "lacks"),
    [
        ({}, BEFORE, "2026年11月25日（水）・訪問。受審病院の自己評価が未提出です。"),
        ({"mode": VisitMode.ONLINE}, BEFORE, "2026年11月25日（水）・オンライン。受審病院の自己評価が未提出です。"),
        ({"visit_date": None}, BEFORE, "日程未定・訪問。訪問日が決まっていません。"),
        # Its self-assessment is due two weeks before it: until then nothing is late, and nothing is told.
        ({"visit_date": date(YEAR, 12, 6)}, BEFORE, None),
        ({"visit_date": date(YEAR, 12, 5)}, BEFORE, "2026年12月5日（土）・訪問。受審病院の自己評価が未提出です。"),
        ({"member_ids": ()}, BEFORE,
         "2026年11月25日（水）・訪問。訪問評価者が決まっていません、受審病院の自己評価が未提出です。"),
        ({}, AFTER, "2026年11月25日（水）・訪問。受審病院の自己評価が未提出です、訪問評価が未提出です。"),
        ({"visit_date": None}, AFTER, "日程未定・訪問。訪問日が決まっていません。"),
    ],
)  # fmt: skip
def test_a_visit_of_the_plan_says_what_it_still_lacks(
    change: dict[str, object], today: date, lacks: str | None, world: World
) -> None:
    changed(world, **change)
    assert told(world, "secretariat", today).get("架空中央病院への訪問") == lacks


def test_a_visit_that_lacks_nothing_is_not_told_until_its_day_has_passed(world: World) -> None:
    submitted_alone(world, "manager.h01", world.self_assessment)
    submitted_alone(world, "evaluator.h02", world.visitor_assessment)
    assert "架空中央病院への訪問" not in told(world, "secretariat")
    assert told(world, "secretariat", AFTER)["架空中央病院への訪問"].endswith("報告済みになっていません。")


@pytest.mark.parametrize(
    "state", [VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED, VisitState.CANCELLED]
)
def test_a_visit_that_is_over_is_told_to_nobody(state: VisitState, world: World) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = ?", [state.value])
    for login in ("secretariat", "manager.h01", "leader.h01", "evaluator.h02"):
        assert not [
            title for title in told(world, login, AFTER) if "架空中央病院への訪問" in title or "による訪問" in title
        ]


def test_of_many_visits_the_first_are_named_and_the_page_behind_has_the_others(world: World) -> None:
    host, leading = world.hospitals["H03"], (world.hospitals["H02"],)
    days = [date(YEAR, month, 1) for month in range(4, 12)] + [None] * 7
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        for day in days:
            made = Visit(0, YEAR, host, leading, (), day, VisitMode.IN_PERSON, VisitState.PLANNED, False, "")
            visits.add(act, made, [SECOND.code])
        tasks = [one for one in agenda.tasks(act, BEFORE) if "件の手続き" not in one.title]
    late, other = (
        [one for one in tasks if "訪問" in one.title and (one.tone == "late") == wish] for wish in (True, False)
    )
    # Eight whose day has passed; seven without a day, and the one of the world, whose day comes first.
    assert [one.detail.split("（")[0] for one in late[:5]] == [f"{YEAR}年{month}月1日" for month in range(4, 9)]
    assert [one.detail.split("。")[0] for one in other[:5]] == [
        f"{YEAR}年11月25日（水）・訪問",
        *["日程未定・訪問"] * 4,
    ]
    assert [(one.title, one.href) for one in (*late[5:], *other[5:])] == [
        ("訪問日を過ぎても報告済みでない訪問が、ほかに3件あります", region_agenda.LATE),
        ("決まっていないことのある訪問が、ほかに3件あります", "/visits"),
    ]


def test_a_year_without_visits_asks_for_a_plan(world: World) -> None:
    next_year = date(YEAR + 1, 4, 1)
    assert (
        told(world, "secretariat", next_year)["2027年度（令和9年度）の訪問を計画する"] == "訪問の登録はまだありません。"
    )
    assert "2027年度（令和9年度）の自己評価を始める" in told(world, "manager.h01", next_year)
    assert "2026年度（令和8年度）の訪問を計画する" not in told(world, "secretariat")


def test_a_visit_on_paper_asks_its_visitors_for_the_documents(world: World) -> None:
    member, host = who(world, "evaluator.h02"), world.hospitals["H03"]
    plan = Visit(0, YEAR, host, (world.hospitals["H02"],), (member.person_id,), date(YEAR, 11, 20),
                 VisitMode.PAPER, VisitState.PLANNED, True, "")  # fmt: skip
    with db.writing() as connection:
        paper = visits.add(by(connection, who(world, "secretariat")), plan, [])
        visit_steps.move(by(connection, member), paper, VisitState.ON_SITE)
    title = "架空みなと病院の記録のみの訪問"
    assert told(world, "evaluator.h02")[title].endswith("書類を登録して、報告済みにしてください。")
    assert not [one for one in told(world, "manager.h03") if "講評会" in one or one == title]


def test_everything_answered_is_asked_to_be_handed_in(world: World) -> None:
    with db.writing() as connection:
        cycle.fill(connection, who(world, "manager.h01"), world.self_assessment, cycle.OWN, "自院の状況")
    whole = "すべての項目に回答しました。内容を確かめて提出してください。"
    assert told(world, "manager.h01")["2026年度（令和8年度）の自己評価を進める"] == whole
