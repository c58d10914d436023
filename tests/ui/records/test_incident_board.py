"""インシデント報告 on its page: a month to enter or to read, gaps that stay gaps, pictures with their tables."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from checklist.formats.table import Column, Table
from checklist.model.records.incidents import IncidentCount
from checklist.readings import incident_trend
from checklist.readings.incident_trend import PHYSICIANS, SEVERE
from checklist.rules.fields.periods import month_end
from checklist.rules.hospitals.beds import BedCount
from checklist.rules.records import incidents
from checklist.ui.records import incident_charts
from checklist.words.records import HARM_LEVELS, REPORTERS
from tests.rules.records.test_incidents import counted
from tests.ui import screens
from tests.ui.records.test_records_page import save
from tests.ui.screens import open_page, text
from tests.world import World

AUGUST, OCTOBER = date(2026, 8, 31), date(2026, 10, 31)


@pytest.fixture
def entered(world: World) -> World:
    """October with physicians and nurses, August with one row that is not complete, nothing in September."""
    full, some = counted("nurse", 20, 60, 15, 5, 2, on=OCTOBER), counted("nurse", 7, on=AUGUST, fill=None)
    save(world, full, counted("physician", 3, 5, on=OCTOBER), some)
    return world


def opened(world: World, monkeypatch: pytest.MonkeyPatch, login: str, **query: str) -> AppTest:
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("records", kind="incident_count", **query)
    assert not screen.exception
    return screen


def test_the_leader_reads_the_last_month_that_is_over_and_what_it_is_made_of(
    entered: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(opened(entered, monkeypatch, "leader.h01"))
    for part in ("2026年10月の報告件数", "110", "7か月のうち2か月に入力があり", "未入力の月：2026年9月"):
        assert part in shown
    assert "未入力の欄がある月が1か月あり" in shown
    assert "その月の末日の病床数×100（病床数：" in shown.replace("\\", "")
    assert "/incidents.xlsx" in shown
    # Above each picture stands what it shows.
    assert (
        len(re.findall("20[0-9]{2}年[0-9]+月からの合計で最も多いのは「", shown)) == shown.count("最も多いのは「") == 1
    )
    assert shown.count("2026年10月の") >= 3
    assert "数字を入力し" not in shown


def test_a_month_with_gaps_says_so_and_one_without_an_entry_is_no_zero(
    entered: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "未入力の欄が9欄あり、計に含めていません" in text(
        opened(entered, monkeypatch, "leader.h01", month="2026-08-01")
    )
    shown = text(opened(entered, monkeypatch, "leader.h01", month="2026-09-01"))
    assert "2026年9月の件数はまだ入力されていません" in shown


def test_the_manager_gets_the_table_to_enter_and_the_year_is_told_by_month(
    entered: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(entered, monkeypatch, "manager.h01")
    shown = text(screen)
    assert "0件は「0」、分からない欄は空欄のままにしてください" in shown
    assert shown.count("入力あり") == 2
    assert [one.value for one in screen.selectbox if one.label == "月"] == [date(2026, 10, 1)]


def test_one_row_is_corrected_on_the_usual_form(entered: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = opened(entered, monkeypatch, "manager.h01", record="2")
    typed = {one.label: one.value for one in screen.text_input}
    assert (typed["月"], typed["レベル1（任意）"]) == ("2026年10月", "5")


def test_without_an_entry_the_next_step_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text(opened(world, monkeypatch, "manager.h01"))
    assert "推移はまだありません" in shown
    assert "終わった月の件数を入力すると" in shown


# The pictures show what the tables show.


def trend(*found: IncidentCount) -> incident_trend.Trend:
    today = date(2026, 11, 22)
    return incident_trend.Trend(
        "架空中央病院", (BedCount(None, 200),), incidents.over(incidents.months(found, today), today)
    )


@pytest.mark.parametrize(("changed", "rates"), [(date(2026, 10, 31), (5.0, 10.0)), (date(2026, 11, 1), (5.0, 5.0))])
def test_the_rate_of_a_month_takes_the_beds_of_its_last_day(changed: date, rates: tuple[float, float]) -> None:
    september = date(2026, 9, 30)
    found = replace(
        trend(counted("nurse", 10, on=september), counted("nurse", 10, on=OCTOBER)),
        beds=(BedCount(None, 200), BedCount(changed, 100)),
    )
    assert tuple(row[6] for row in found.table().rows) == rates
    assert found.beds_told == ("2026年9月から200床、2026年10月から100床" if rates[1] == 10 else "2026年9月から200床")


def test_a_missing_month_is_a_gap_in_every_picture_and_empty_in_every_table() -> None:
    found = trend(counted("nurse", 20, 60, 15, 5, 2, on=OCTOBER), counted("physician", 3, on=OCTOBER),
                  counted("nurse", 4, on=AUGUST), counted("nurse", 99, on=month_end(date(2026, 11, 1))))  # fmt: skip
    table = found.table()
    assert [row[:2] for row in table.rows] == [("2026年8月", 4), ("2026年9月", None), ("2026年10月", 105)]
    assert table.rows[1][1:] == (None, None, "", None, "", None, None)
    severe, parts, physicians, others, rate = table.rows[2][2:7]
    assert [severe, physicians] == [1.9, 2.9]
    assert (parts, others, rate) == ("2／105", "3／105", 52.5)
    for figure in (
        incident_charts.by_profession(found.by_profession()),
        incident_charts.lines(table, (SEVERE, PHYSICIANS), "％"),
    ):
        assert all(tuple(trace.x) == ("2026年8月", "2026年9月", "2026年10月") for trace in figure.data)
        assert all(trace.y[1] is None for trace in figure.data)
    assert [row[1] for row in found.by_level().rows] == [4, None, 23]


@pytest.mark.parametrize(("many", "step"), [(1, 1), (6, 1), (12, 2), (18, 3), (31, 6), (72, 12)])
def test_months_are_named_in_steps_of_which_a_year_is_made(many: int, step: int) -> None:
    months = [f"{2024 + month // 12}年{month % 12 + 1}月" for month in range(many)]
    found = Table("推移", (Column("月"), Column("看護師", "number")), tuple((month, 1) for month in months))
    for figure in (incident_charts.by_profession(found), incident_charts.lines(found, ["看護師"], "件")):
        assert list(figure.layout.xaxis.tickvals) == months[::step]
        assert figure.layout.xaxis.ticklabelstandoff > 0
    # A stripe that ends at the top of a bar has an edge there.
    assert incident_charts.by_profession(found).data[0].marker.line.width == 1


def test_professions_beyond_the_room_are_one_pile_that_adds_up() -> None:
    names = list(REPORTERS)
    found = trend(*(counted(name, place + 1, on=OCTOBER) for place, name in enumerate(names)))
    figure = incident_charts.by_profession(found.by_profession())
    assert len(figure.data) == incident_charts.MOST
    assert figure.data[-1].name == "上記以外の職種"
    assert sum(trace.y[0] for trace in figure.data) == sum(range(1, len(names) + 1))
    assert len(HARM_LEVELS) == 10
