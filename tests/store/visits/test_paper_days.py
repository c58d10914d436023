"""The days of a visit whose report is on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from checklist.errors import Forbidden, Refused
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import clock, db
from checklist.store.files import attachment
from checklist.store.migrations import m012_yardsticks
from checklist.store.visits import paper_days, visit_papers, visit_rows, visit_steps, visits
from checklist.store.visits.paper_days import PaperDays
from tests.attached_files import pdf
from tests.cycle import fill, meeting, sealed, who
from tests.world import HOST, SMALL, YEAR, World, by

EVALUATED, HANDED_OVER = date(2026, 7, 2), date(2026, 8, 3)


def on_paper(world: World, states: Sequence[VisitState] = ()) -> int:
    plan = Visit(
        0, YEAR, world.hospitals[SMALL], (world.hospitals[HOST],), (), date(2026, 7, 1), VisitMode.PAPER,
        VisitState.PLANNED, True, "",
    )  # fmt: skip
    with db.writing() as connection:
        secretariat = by(connection, who(world, "secretariat"))
        visit = visits.add(secretariat, plan, [])
        for state in states:
            visit_steps.move(secretariat, visit, state)
    return visit


def record(world: World, visit: int, days: PaperDays, login: str = "manager.h01") -> None:
    with db.writing() as connection:
        paper_days.record(by(connection, who(world, login)), visit, days)


def scan(world: World, visit: int, login: str = "secretariat") -> int:
    with db.writing() as connection:
        return visit_papers.add(by(connection, who(world, login)), visit, attachment.check("評価報告書.pdf", pdf()))


def state_of(visit: int) -> VisitState:
    with db.reading() as connection:
        return visits.get(by(connection), visit).state


def read(world: World, visit: int, login: str = "manager.h01") -> PaperDays:
    with db.reading() as connection:
        return paper_days.of_visit(by(connection, who(world, login)), visit)


def test_what_was_recorded_last_counts_and_the_former_stays(world: World) -> None:
    visit = on_paper(world)
    assert read(world, visit) == PaperDays()
    record(world, visit, PaperDays(EVALUATED, None))
    paper = scan(world, visit)
    record(world, visit, PaperDays(EVALUATED, HANDED_OVER, paper), "secretariat")
    assert read(world, visit) == PaperDays(EVALUATED, HANDED_OVER, paper)
    with db.reading() as connection:
        assert connection.execute("SELECT count(*) FROM visit_paper_day WHERE visit_id = ?", [visit]).fetchone()[0] == 2


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (PaperDays(EVALUATED, date(2026, 7, 1)), "評価の実施日より前"),
        (PaperDays(EVALUATED, HANDED_OVER), "報告書の写し（スキャン）の登録が必要"),
        (PaperDays(EVALUATED, HANDED_OVER, 999), "報告書の写し（スキャン）の登録が必要"),
        (PaperDays(date(2030, 1, 1), None), "今日までの日付"),
        (PaperDays(None, date(2030, 1, 1)), "今日までの日付"),
    ],
)
def test_days_that_cannot_be_are_refused(world: World, days: PaperDays, told: str) -> None:
    visit = on_paper(world)
    with pytest.raises(Refused, match=told):
        record(world, visit, days)
    assert read(world, visit) == PaperDays()
    assert state_of(visit) is VisitState.PLANNED


def test_the_scan_of_another_visit_is_none_of_this_one(world: World) -> None:
    visit, other = on_paper(world), on_paper(world)
    paper = scan(world, other)
    with pytest.raises(Refused, match="写し"):
        record(world, visit, PaperDays(EVALUATED, HANDED_OVER, paper))


def test_with_its_scan_and_day_a_visit_is_reported_and_taking_that_back_takes_the_day_away(world: World) -> None:
    visit = on_paper(world)
    record(world, visit, PaperDays(EVALUATED, HANDED_OVER, scan(world, visit)))
    assert state_of(visit) is VisitState.REPORTED
    with db.writing() as connection:
        visit_steps.take_back(by(connection, who(world, "secretariat")), visit, "別の病院の報告書だった")
    assert (state_of(visit), read(world, visit)) == (VisitState.PLANNED, PaperDays(EVALUATED))


def test_a_report_on_paper_takes_no_place_of_a_meeting_or_of_ratings_that_go_on(world: World) -> None:
    member = who(world, "evaluator.h02")
    with db.writing() as connection:
        fill(connection, member, world.visitor_assessment, {"1-01": "A"})
    paper = scan(world, world.visit)
    with pytest.raises(Refused, match="入力中の訪問評価"):
        record(world, world.visit, PaperDays(None, HANDED_OVER, paper))
    assert read(world, world.visit) == PaperDays()


def test_a_meeting_that_has_begun_ends_with_its_own_report(world: World) -> None:
    meeting(world)
    with pytest.raises(Refused, match="確定すると報告済み"):
        record(world, world.visit, PaperDays(None, HANDED_OVER, scan(world, world.visit)))


def test_a_report_sealed_here_has_its_day_there(world: World) -> None:
    sealed(world)
    with pytest.raises(Refused, match="報告書の画面"):
        record(world, world.visit, PaperDays(EVALUATED, HANDED_OVER))


def test_whoever_is_not_of_the_visit_may_not_read_or_record(world: World) -> None:
    visit = on_paper(world)
    for login in ("manager.h04", "center", "admin"):
        with pytest.raises(Forbidden):
            read(world, visit, login)
        with pytest.raises(Forbidden):
            record(world, visit, PaperDays(EVALUATED, HANDED_OVER), login)


def test_what_the_entry_stood_for_before_the_step_is_kept_as_its_day(world: World) -> None:
    visit = on_paper(world, (VisitState.ON_SITE,))
    with db.writing() as connection:
        visit_rows.enter(by(connection, who(world, "secretariat")), visit, VisitState.REPORTED)
        connection.execute("DROP TABLE visit_paper_day")
        connection.executescript(m012_yardsticks.PAPER_DAY)
        connection.execute(m012_yardsticks.KEEP_DAYS)
        rows = connection.execute("SELECT visit_id, evaluated_on, handed_over_on FROM visit_paper_day").fetchall()
        today = clock.day_of(by(connection).at).isoformat()
    assert [tuple(row) for row in rows] == [(visit, None, today)]
