"""The picture of a year's schedule: what it says it shows is what is drawn, also of long plans, many visits and none."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from checklist import words
from checklist.model.visits import StepState, Visit, VisitMode, VisitState
from checklist.readings.year_schedule import Entry, Row, Schedule
from checklist.ui.plan import schedule_chart

FIRST, LAST, TODAY = date(2026, 4, 1), date(2027, 3, 31), date(2026, 11, 22)
DONE, DUE, LATE, COMING = StepState.DONE, StepState.DUE, StepState.LATE, StepState.COMING


def row(number: int, *steps: tuple[date | None, StepState], day: date | None = None) -> Row:
    visit = Visit(number, 2026, 1, (2,), (), day, VisitMode.IN_PERSON, VisitState.PLANNED, False, "")
    return Row(visit, None, tuple(Entry("report", end, (1,), state, "/") for end, state in steps))


def schedule(*rows: Row, host: str = "架空中央病院") -> Schedule:
    return Schedule(2026, (2026,), (FIRST, LAST), TODAY, rows, {1: host, 2: "架空市民病院"})


def on(month: int, day: int = 10) -> date:
    return date(2026 if month >= 4 else 2027, month, day)


COUNTED = [
    [row(1, (on(5), DONE), (on(10), LATE), (on(12), DUE))],
    [row(1, (on(5), LATE)), row(2, (None, COMING), (None, DUE))],
    [row(1, (on(5), LATE), (on(5), LATE), (None, COMING))],
]


@pytest.mark.parametrize("rows", COUNTED)
def test_what_is_said_of_the_picture_is_counted_in_the_picture(rows: list[Row]) -> None:
    found = schedule(*rows)
    shown = schedule_chart.rows_of(found)
    told = schedule_chart.told(found, shown)
    assert "訪問1件" in told
    for state, word in words.STEP_STATES.items():
        count = sum(one.state is state for each in shown for one in each.entries if one.day)
        assert (f"{word}{count}件" in told) is bool(count)
        assert (word in told) is bool(count)


@pytest.mark.parametrize("many", [30, 31, 75])
def test_of_more_visits_than_fit_the_urgent_ones_are_drawn_and_counted(many: int) -> None:
    late = [row(place, (on(5), LATE)) for place in range(many - 3, many)]
    found = schedule(*(row(place, (on(12), COMING)) for place in range(many - 3)), *late)
    shown = schedule_chart.rows_of(found)
    assert len(shown) == 30
    assert shown[-3:] == late
    told = schedule_chart.told(found, shown)
    assert f"{words.STEP_STATES[COMING]}27件" in told
    notes = "".join(schedule_chart.notes(found, shown))
    assert (f"（日程の決まった訪問は{many}件）" in notes) is (many > 30)


def test_visits_without_a_day_are_told_and_not_drawn() -> None:
    found = schedule(row(1, (on(5), DONE)), row(2, (None, COMING)), row(3))
    assert [one.visit.id for one in schedule_chart.rows_of(found)] == [1]
    assert "日程が未定の訪問2件は" in schedule_chart.notes(found, schedule_chart.rows_of(found))[-1]


@pytest.mark.parametrize(
    ("end", "most"),
    [(on(3, 31), 6), (date(2027, 4, 1), 7), (date(2028, 3, 1), 7), (date(2028, 4, 1), 7), (date(2031, 12, 31), 7), (date(2099, 1, 1), 7)],
)  # fmt: skip
def test_the_months_go_as_far_as_the_last_bar(end: date, most: int) -> None:
    only = row(1, (on(5), DONE), (end, DUE), day=on(5))
    axis = schedule_chart.picture(schedule(only), [only]).layout.xaxis
    ticks = [date.fromisoformat(str(one)[:10]) for one in axis.tickvals]
    assert len(ticks) == len(axis.ticktext) <= most
    assert ticks[0] >= FIRST
    assert len({(later - sooner).days // 28 for sooner, later in pairwise(ticks)}) <= 2
    # No stretch at the end without a name.
    step = (ticks[1] - ticks[0]).days
    assert end - ticks[-1] <= timedelta(step + 4)


@pytest.mark.parametrize(
    ("ends", "spans"),
    [
        ([(5, DONE), (6, DONE)], [(date(2026, 4, 1) + timedelta(9), on(5)), (on(5), on(6))]),
        ([(4, LATE)], [(date(2026, 4, 1), on(4))]),
        ([(5, DONE), (5, LATE)], [(on(5) - timedelta(30), on(5))]),
        ([(6, DUE), (5, COMING)], [(on(5) - timedelta(30), on(5)), (on(5), on(6))]),
        ([], []),
    ],
)
def test_a_line_is_one_piece_after_another(ends: list[tuple[int, StepState]], spans: list[tuple[date, date]]) -> None:
    found = schedule_chart.bars(row(1, *((on(month), state) for month, state in ends)), FIRST)
    assert [one.end for one in found] == [end for _, end in spans]
    assert all(sooner.end == later.start for sooner, later in pairwise(found))
    assert all(one.start < one.end for one in found)
    if len(ends) == 2 and ends[0][0] == ends[1][0]:
        assert [one.state for one in found] == [LATE]


@pytest.mark.parametrize("name", ["<b>架空</b>", "架空&病院", "病院" * 50, "%{x}", "<extra></extra>"])
def test_a_name_is_text_in_the_picture(name: str) -> None:
    only = row(1, (on(5), DONE), day=on(5))
    figure = schedule_chart.picture(schedule(only, host=name), [only])
    told = [str(one) for trace in figure.data for one in trace.customdata] + list(figure.layout.yaxis.ticktext)
    assert not [one for one in told if "<b>" in one or "<extra>" in one]
