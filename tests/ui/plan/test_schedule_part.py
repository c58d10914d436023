"""The schedule on the page of the plan: what is late in numbers, the year as a picture, and every step as a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from checklist.model.visits import Duty, StepState, Visit, VisitMode, VisitState
from checklist.readings import year_schedule
from checklist.readings.year_schedule import Entry, Row, Schedule
from checklist.store import db
from checklist.store.visits import visits
from checklist.ui.plan import schedule_chart
from checklist.ui.plan.schedule_chart import IN_PICTURE, Bar
from tests.cycle import who
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.world import SECOND, SMALL, STRANGER, YEAR, World, by

FIRST, LAST, TODAY = date(2026, 4, 1), date(2027, 3, 31), date(2026, 11, 22)


def row(number: int, day: date | None, *steps: tuple[Duty, date | None, StepState]) -> Row:
    visit = Visit(number, 2026, 1, (2,), (), day, VisitMode.IN_PERSON, VisitState.AGREED, False, "")
    return Row(visit, None, tuple(Entry(duty, end, (1,), state, "/x") for duty, end, state in steps))


def schedule(*rows: Row) -> Schedule:
    return Schedule(
        2026, (2026,), (FIRST, LAST), TODAY, rows, {1: "架空みなとリハビリテーション病院", 2: "架空<b>市民</b>病院"}
    )


def several(count: int, late: frozenset[int] = frozenset()) -> Schedule:
    days = [date(2026, 5, 1) + timedelta(days=at) for at in range(count)]
    return schedule(
        *(
            row(at, day, (Duty.VISIT, day, StepState.LATE if at in late else StepState.DONE))
            for at, day in enumerate(days)
        )
    )


def test_each_piece_of_a_line_goes_from_one_last_day_to_the_next() -> None:
    day = date(2026, 12, 10)
    found = schedule_chart.bars(
        row(
            1, day, (Duty.AGREEMENT, date(2026, 10, 11), StepState.DONE),
            (Duty.SELF_ASSESSMENT, date(2026, 11, 26), StepState.DONE), (Duty.APPROVAL, date(2026, 11, 26), StepState.DUE),
            (Duty.VISIT, day, StepState.DUE), (Duty.REPORT, date(2027, 1, 7), StepState.COMING), (Duty.PLAN, None, StepState.COMING),
        ),
        FIRST,
    )  # fmt: skip
    assert found == [
        Bar(("agreement",), StepState.DONE, date(2026, 9, 11), date(2026, 10, 11)),
        # Two steps with one last day: the one that somebody still has to do gives the look.
        Bar(("self_assessment", "approval"), StepState.DUE, date(2026, 10, 11), date(2026, 11, 26)),
        Bar(("visit",), StepState.DUE, date(2026, 11, 26), day),
        Bar(("report",), StepState.COMING, day, date(2027, 1, 7)),
    ]
    assert schedule_chart.bars(row(1, None, (Duty.VISIT, None, StepState.DUE)), FIRST) == []


def test_a_picture_is_right_and_tells_everything_without_colour() -> None:
    found = schedule(
        row(1, date(2026, 12, 1), (Duty.AGREEMENT, date(2026, 10, 2), StepState.LATE), (Duty.VISIT, date(2026, 12, 1), StepState.DUE)),
        row(2, date(2026, 6, 1), (Duty.VISIT, date(2026, 6, 1), StepState.DONE), (Duty.REPORT, date(2026, 6, 29), StepState.COMING)),
    )  # fmt: skip
    drawn = schedule_chart.rows_of(found)
    picture = schedule_chart.picture(found, drawn)
    go.Figure(picture.to_dict())
    names = {trace.name: trace for trace in picture.data}
    assert set(names) == {"期限超過", "これから期限", "前の手続きの後", "済み", "訪問日"}
    bars = [trace for trace in picture.data if trace.type == "bar"]
    assert len({(trace.marker.color, trace.marker.pattern.shape) for trace in bars}) == 4
    assert {trace.marker.pattern.shape for trace in bars} == {"", "x", "/"}
    # A pattern without a ground of its own would be white on nothing.
    assert all(trace.marker.pattern.bgcolor == trace.marker.color for trace in bars)
    late = names["期限超過"].customdata[0]
    assert "協議の記録" in late
    assert "51日経過" in late
    assert "<b>" not in late
    assert [str(one) for one in names["訪問日"].x] == ["2026-12-01", "2026-06-01"]
    assert picture.layout.annotations[0].text == "今日"
    assert picture.layout.yaxis.ticktext[0] == "架空みなと<br>リハビリテーション病院"


def test_today_is_marked_only_in_a_year_that_has_it() -> None:
    past = replace(several(2), today=date(2029, 1, 1))
    assert schedule_chart.picture(past, schedule_chart.rows_of(past)).layout.shapes == ()


def test_a_great_year_is_drawn_with_what_is_late_first_and_says_so() -> None:
    found = several(IN_PICTURE + 5, frozenset({IN_PICTURE + 4}))
    drawn = schedule_chart.rows_of(found)
    assert len(drawn) == IN_PICTURE
    assert drawn[-1].visit.id == IN_PICTURE + 4
    assert [one.visit.visit_date for one in drawn] == sorted(one.visit.visit_date or LAST for one in drawn)
    assert any(f"{IN_PICTURE}件を示します" in line for line in schedule_chart.notes(found, drawn))
    assert not any("を示します" in line for line in schedule_chart.notes(several(3), several(3).rows))
    told = schedule_chart.told(found, drawn)
    assert f"訪問{IN_PICTURE}件" in told
    assert "期限超過1件" in told


def test_visits_without_a_day_are_told_beside_the_picture() -> None:
    found = schedule(row(1, None, (Duty.VISIT, None, StepState.DUE)), *several(1).rows)
    drawn = schedule_chart.rows_of(found)
    assert [one.visit.id for one in drawn] == [0]
    assert "日程が未定の訪問1件" in "".join(schedule_chart.notes(found, drawn))


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "leader.h02"])
def test_the_part_opens_for_whoever_has_visits(login: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("plan", year=YEAR, part="schedule")
    assert not screen.exception
    shown = text(screen)
    assert "期限超過" in shown
    assert "架空中央病院" in shown
    assert f"/visits?visit={world.visit}#agreement" in shown
    assert "/download/lists/schedule.xlsx?step=open&amp;whose=all&amp;kind=all&amp;year=2026" in shown
    assert len(screen.get("plotly_chart")) == 1
    assert ("作成・公表" in shown) is False


def test_a_hospital_that_is_chosen_narrows_picture_list_and_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = world.hospitals
    with db.writing() as connection:
        visit = Visit(
            0,
            YEAR,
            ids[SMALL],
            (ids[STRANGER],),
            (),
            date(YEAR, 12, 4),
            VisitMode.IN_PERSON,
            VisitState.PLANNED,
            False,
            "",
        )
        visits.add(by(connection, who(world, "secretariat")), visit, [SECOND.code])
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    shown = text(open_page("plan", year=YEAR, part="schedule", hospital=ids[SMALL]))
    assert "架空みなと病院" in shown
    assert "架空中央病院" not in shown
    assert f"&amp;hospital={ids[SMALL]}" in shown


@pytest.mark.parametrize("login", ["secretariat", "manager.h03", "manager.h01"])
def test_an_empty_year_says_what_comes_next(login: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("plan", year=YEAR + 1, part="schedule")
    assert not screen.exception
    assert "この年度の訪問はまだありません" in text(screen)


def test_a_stranger_to_the_plan_stays_outside(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    assert "この画面を開く権限がありません" in text(open_page("plan", part="schedule"))


def test_everything_done_leaves_a_sentence_in_the_place_of_the_list(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'closed'")
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("plan", year=YEAR, part="schedule")
    assert "対応が必要な手続きはありません" in text(screen)
    with db.reading() as connection:
        found = year_schedule.of_year(by(connection, who(world, "secretariat")), YEAR)
    assert {one.state for one in found.entries} == {StepState.DONE}
