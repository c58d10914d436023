"""When a backup is due, which ones stay, and how long ago is too long: day by day, and with clocks that were wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from checklist.model.backups import BackupHistory, BackupPlan, BackupRun
from checklist.rules import backups
from checklist.words import TOKYO

PLAN = BackupPlan(active=True, hour=3)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    """A moment in Tokyo in November 2026, as day and time."""
    day, _, time = text.partition(" ")
    return datetime.fromisoformat(f"2026-11-{day}T{time}:00").replace(tzinfo=TOKYO)


def run(text: str, fault: str = "", drill: bool = False) -> BackupRun:
    return BackupRun(drill, at(text), at(text) + timedelta(minutes=1), "/b", fault)


@pytest.mark.parametrize(
    ("now", "runs", "due"),
    [
        # Just switched on: what has never been made is made at once.
        ("20 12:00", [], True),
        # Every day at three.
        ("20 02:59", [run("19 03:00")], False),
        ("20 03:00", [run("19 03:00")], True),
        ("20 03:05", [run("20 03:00"), run("19 03:00")], False),
        # The server stood still for days: made up once.
        ("25 09:00", [run("19 03:00")], True),
        ("25 09:01", [run("25 09:00"), run("19 03:00")], False),
        ("26 03:00", [run("25 09:00")], True),
        # A failure is tried again after an hour, and not before.
        ("20 03:30", [run("20 03:00", "空きがありません")], False),
        ("20 04:00", [run("20 03:00", "空きがありません")], True),
        ("20 04:00", [run("20 03:30", "空きがありません"), run("20 03:00", "空きがありません")], False),
        ("20 05:00", [run("20 04:00"), run("20 03:00", "空きがありません")], False),
        # A drill is no copy.
        ("20 03:01", [run("20 03:00", drill=True), run("19 03:00")], True),
        # A clock that ran a week ahead and was set back; and one that was set back by an hour.
        ("20 03:00", [run("27 03:00"), run("19 03:00")], True),
        ("20 03:05", [run("20 03:00"), run("27 03:00")], False),
        ("20 02:30", [run("20 03:00"), run("19 03:00")], False),
    ],
)
def test_a_copy_is_due_once_after_each_time(now: str, runs: list[BackupRun], due: bool) -> None:
    assert backups.is_due(PLAN, runs, at(now)) is due


def test_switched_off_nothing_is_due() -> None:
    assert not backups.is_due(BackupPlan(active=False), [], at("20 12:00"))


def test_after_a_year_of_nights_so_many_days_and_weeks_are_kept() -> None:
    there: set[datetime] = set()
    start = datetime(2026, 1, 1, 3, tzinfo=TOKYO)
    for night in range(365):
        there.add(start + night * DAY)
        there -= backups.surplus(sorted(there), daily=7, weekly=4, now=start + night * DAY)
    days = sorted(moment.date().isoformat() for moment in there)
    # Seven nights, and of the weeks before them the last night each: a Sunday.
    assert days == ["2026-12-13", "2026-12-20", *(f"2026-12-{day}" for day in range(25, 32))]


def test_of_one_day_the_newest_copy_stays_and_never_is_the_newest_removed() -> None:
    made = [at("20 03:00"), at("20 09:00"), at("20 15:00")]
    assert backups.surplus(made, daily=1, weekly=0, now=at("20 15:00")) == set()
    assert backups.surplus(made, daily=1, weekly=0, now=at("21 03:00")) == {at("20 03:00")}
    assert backups.surplus(made, daily=1, weekly=0, now=at("21 09:00")) == {at("20 03:00"), at("20 09:00")}
    assert backups.surplus(made[:1], daily=1, weekly=0, now=at("29 15:00")) == set()
    assert backups.surplus([], daily=1, weekly=0, now=at("29 15:00")) == set()


def test_copies_of_a_clock_that_ran_ahead_take_the_place_of_none() -> None:
    ahead = [at("28 03:00"), at("29 03:00")]
    made = [at("19 03:00"), at("20 03:00"), *ahead]
    assert backups.surplus(made, daily=2, weekly=0, now=at("20 03:00")) == set()
    assert backups.surplus(made, daily=1, weekly=0, now=at("20 03:00")) == {at("19 03:00")}


@pytest.mark.parametrize(
    ("history", "now", "tone"),
    [
        (BackupHistory(), "20 12:00", "soon"),
        (BackupHistory(run("20 03:00"), run("20 03:00")), "20 12:00", ""),
        (BackupHistory(run("19 03:00"), run("19 03:00")), "20 03:10", ""),
        (BackupHistory(run("19 03:00"), run("19 03:00")), "20 04:00", "soon"),
        (BackupHistory(run("18 03:00"), run("18 03:00")), "20 03:10", "late"),
        (BackupHistory(run("20 03:00", "権限がありません"), run("19 03:00")), "20 03:10", "late"),
        (BackupHistory(run("20 03:00", "権限がありません")), "20 03:10", "late"),
    ],
)
def test_how_urgent_the_copies_are(history: BackupHistory, now: str, tone: str) -> None:
    assert backups.tone_of_copies(PLAN, history, at(now)) == tone


def test_without_a_schedule_somebody_is_to_decide() -> None:
    assert (
        backups.tone_of_copies(BackupPlan(), BackupHistory(run("20 03:00"), run("20 03:00")), at("20 04:00")) == "soon"
    )


@pytest.mark.parametrize(("days", "tone"), [(1, ""), (92, ""), (93, "soon"), (184, "soon"), (185, "late")])
def test_how_long_ago_a_drill_may_be(days: int, tone: str) -> None:
    drilled = run("01 12:00", drill=True)
    assert backups.tone_of_drill(BackupHistory(drill=drilled), drilled.started_at + days * DAY) == tone


def test_a_drill_that_failed_is_urgent_and_without_a_copy_there_is_none_to_make() -> None:
    failed = run("20 12:00", "1行が一致しません", drill=True)
    assert backups.tone_of_drill(BackupHistory(drill=failed), at("20 13:00")) == "late"
    assert backups.tone_of_drill(BackupHistory(), at("20 13:00")) == ""
    assert backups.tone_of_drill(BackupHistory(good=run("20 03:00")), at("20 13:00")) == "soon"
