"""The days of a visit whose report is on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from checklist.errors import Forbidden, Refused
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.store import clock, db
from checklist.store.migrations import m012_yardsticks
from checklist.store.visits import paper_days, visits
from checklist.store.visits.paper_days import PaperDays
from tests.cycle import sealed, who
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
            visits.move(secretariat, visit, state)
    return visit


def record(world: World, visit: int, days: PaperDays, login: str = "manager.h01") -> None:
    with db.writing() as connection:
        paper_days.record(by(connection, who(world, login)), visit, days)


def read(world: World, visit: int, login: str = "manager.h01") -> PaperDays:
    with db.reading() as connection:
        return paper_days.of_visit(by(connection, who(world, login)), visit)


def test_what_was_recorded_last_counts_and_the_former_stays(world: World) -> None:
    visit = on_paper(world)
    assert read(world, visit) == PaperDays()
    record(world, visit, PaperDays(EVALUATED, None))
    record(world, visit, PaperDays(EVALUATED, HANDED_OVER), "secretariat")
    assert read(world, visit) == PaperDays(EVALUATED, HANDED_OVER)
    with db.reading() as connection:
        assert connection.execute("SELECT count(*) FROM visit_paper_day WHERE visit_id = ?", [visit]).fetchone()[0] == 2


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (PaperDays(EVALUATED, date(2026, 7, 1)), "評価の実施日より前"),
        (PaperDays(date(2030, 1, 1), None), "今日までの日付"),
        (PaperDays(None, date(2030, 1, 1)), "今日までの日付"),
    ],
)
def test_days_that_cannot_be_are_refused(world: World, days: PaperDays, told: str) -> None:
    visit = on_paper(world)
    with pytest.raises(Refused, match=told):
        record(world, visit, days)
    assert read(world, visit) == PaperDays()


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
    visit = on_paper(world, (VisitState.AGREED, VisitState.ON_SITE, VisitState.REPORTED))
    with db.writing() as connection:
        connection.execute("DROP TABLE visit_paper_day")
        connection.executescript(m012_yardsticks.PAPER_DAY)
        connection.execute(m012_yardsticks.KEEP_DAYS)
        rows = connection.execute("SELECT visit_id, evaluated_on, handed_over_on FROM visit_paper_day").fetchall()
        today = clock.day_of(by(connection).at).isoformat()
    assert [tuple(row) for row in rows] == [(visit, None, today)]
