"""What administrators read of backups on their start page, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checklist.model.backups import BackupPlan, BackupRun
from checklist.readings import backup_agenda
from checklist.readings.agenda import Task
from checklist.store import db
from checklist.store.act import Act
from checklist.store.backups import backup_plans, backup_runs
from tests.world import World, principal

NOW = datetime(2026, 11, 22, 19, tzinfo=UTC)
"""Four at night on the 23rd in Tokyo."""


def told(world: World, runs: list[BackupRun], plan: BackupPlan | None = None, login: str = "admin") -> list[Task]:
    """What stands there after these runs under a plan."""
    with db.writing() as connection:
        act = Act.of(connection, principal(world.people["admin"]), NOW)
        if plan:
            backup_plans.save(act, plan)
        for run in runs:
            backup_runs.note(act, run)
        return backup_agenda.tasks(Act.of(connection, principal(world.people[login]), NOW))


def run(ago: timedelta, fault: str = "", drill: bool = False) -> BackupRun:
    return BackupRun(drill, NOW - ago, NOW - ago, "/backups/checklist-1", fault)


PLAN = BackupPlan(True, 3)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_where_nothing_has_ever_been_copied_it_says_so(world: World) -> None:
    copy, drill = told(world, [])
    assert (copy.title, copy.tone, copy.href) == ("バックアップはまだ一度も作成されていません", "soon", "/settings")
    assert copy.detail.startswith("毎日のバックアップは作成していません。")
    assert (drill.title, drill.tone) == ("復元の確認はまだ一度も行われていません", "")


def test_the_last_good_copy_and_the_last_drill_are_told_in_words(world: World) -> None:
    copy, drill = told(world, [run(HOUR), run(timedelta(minutes=30), drill=True)], PLAN)
    assert (copy.title, copy.tone) == ("最後のバックアップ：2026年11月23日（月）03:00", "")
    assert copy.detail == "読み戻して確かめました。毎日3時に作成します。"
    assert (drill.title, drill.tone) == ("最後の復元の確認：2026年11月23日（月）03:30", "")


def test_a_failure_is_red_with_its_reason_and_the_last_good_one(world: World) -> None:
    copy, drill = told(world, [run(DAY), run(HOUR, "権限がありません"), run(HOUR, "1行が一致しません", True)], PLAN)
    assert (copy.title, copy.tone) == ("バックアップに失敗しました：2026年11月23日（月）03:00", "late")
    assert copy.detail == ("権限がありません。最後に成功したのは2026年11月22日（日）04:00です。毎日3時に作成します。")
    assert (drill.tone, drill.detail) == ("late", "1行が一致しません。")
    assert drill.title.startswith("復元の確認で異常が見つかりました")


@pytest.mark.parametrize(("ago", "tone"), [(2 * HOUR, "soon"), (3 * DAY, "late")])
def test_a_copy_older_than_the_schedule_demands_is_told(ago: timedelta, tone: str, world: World) -> None:
    copy, drill = told(world, [run(ago), run(100 * DAY, drill=True)], PLAN)
    assert (copy.title, copy.tone) == ("バックアップが予定どおりに作成されていません", tone)
    assert (drill.title, drill.tone) == (
        "最後の復元の確認から3か月を過ぎています：2026年8月15日（土）04:00", "soon"
    )  # fmt: skip


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "leader.h01", "evaluator.h02", "center"])
def test_nobody_else_reads_of_it(login: str, world: World) -> None:
    assert told(world, [run(HOUR)], PLAN, login) == []


def test_a_region_before_the_step_has_no_plan(empty_db: Path) -> None:
    with db.writing() as connection:
        assert connection.execute("SELECT count(*) FROM backup_plan").fetchone()[0] == 0
