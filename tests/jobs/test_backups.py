"""Backups as they are made night after night: once each, by one at a time, with what became of them written down."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checklist.errors import CannotSave, Forbidden, Refused
from checklist.jobs import backups
from checklist.model.accounts import Principal
from checklist.model.backups import BackupHistory, BackupPlan, BackupRun
from checklist.store import clock, db, doctor, drafts
from checklist.store.act import operator, viewing
from checklist.store.backups import backup_plans, backup_runs, copies
from checklist.words.backups import BUSY, UNEXPECTED
from tests.web.fake_time import FakeTime
from tests.world import World, principal

THREE = datetime(2026, 11, 22, 18, tzinfo=UTC)
"""Three at night on the 23rd in Tokyo."""


@pytest.fixture
def admin(world: World) -> Principal:
    """Who looks after the server."""
    return principal(world.people["admin"])


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> FakeTime:
    """The one clock, a minute before three."""
    found = FakeTime()
    found.moment = THREE.replace(hour=17, minute=59)
    monkeypatch.setattr(clock, "now", found.now)
    return found


def planned(admin: Principal, database: Path, **changes: object) -> BackupPlan:
    """A plan that has made its first copy, so that the next one is due at three."""
    plan = BackupPlan(**{"active": True, "hour": 3, **changes})  # type: ignore[arg-type]
    backups.set_plan(admin, database, plan)
    assert backups.make(admin, database).good
    return plan


def history(database: Path) -> BackupHistory:
    with viewing(operator(), database) as view:
        return backup_runs.history(view)


def copies_beside(database: Path) -> list[str]:
    return sorted(path.name for path in database.with_name("checklist.db.backups").iterdir())


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Somebody else who has the database for longer than anybody waits."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_without_a_plan_nothing_is_ever_copied(world_db: Path) -> None:
    assert backups.make_if_due(world_db, []) is None
    assert history(world_db) == BackupHistory()
    assert not world_db.with_name("checklist.db.backups").exists()


def test_a_week_of_nights_makes_a_copy_each_and_keeps_so_many(world_db: Path, admin: Principal, time: FakeTime) -> None:
    planned(admin, world_db, daily=3, weekly=0)
    assert backups.make_if_due(world_db, []) is None
    for _ in range(7):
        time.pass_by(minutes=1)
        run = backups.make_if_due(world_db, [])
        assert run is not None
        assert run.good
        assert backups.make_if_due(world_db, []) is None
        time.pass_by(hours=23, minutes=59)
    assert copies_beside(world_db) == [f"checklist-202611{day}-030000" for day in (27, 28, 29)]
    assert history(world_db).good == run
    assert history(world_db).attempt == run


def test_what_was_missed_is_made_up_once(world_db: Path, admin: Principal, time: FakeTime) -> None:
    planned(admin, world_db)
    time.pass_by(days=5)
    assert backups.make_if_due(world_db, []) is not None
    assert backups.make_if_due(world_db, []) is None
    assert copies_beside(world_db) == ["checklist-20261123-025900", "checklist-20261128-025900"]


def test_a_clock_that_is_set_back_stops_nothing(world_db: Path, admin: Principal, time: FakeTime) -> None:
    planned(admin, world_db, daily=1, weekly=0)
    time.pass_by(days=3000)
    ahead = backups.make_if_due(world_db, [])
    time.pass_by(days=-3000, minutes=1)
    back = backups.make_if_due(world_db, [])
    assert back is not None
    assert ahead is not None
    assert backups.make_if_due(world_db, []) is None
    assert copies_beside(world_db) == [Path(run.place).name for run in (back, ahead)]
    assert history(world_db).good == back


def test_of_two_that_look_at_once_one_makes_it(world_db: Path, admin: Principal, time: FakeTime) -> None:
    planned(admin, world_db)
    time.pass_by(minutes=1)
    with drafts.held(world_db.with_name(f"checklist.db{backups.LOCK}")):
        with pytest.raises(Refused, match=BUSY):
            backups.make_if_due(world_db, [])
        with pytest.raises(Refused, match=BUSY):
            backups.make(admin, world_db)
        with pytest.raises(Refused, match=BUSY):
            backups.try_last(admin, world_db)
    assert backups.make_if_due(world_db, []) is not None
    assert copies_beside(world_db) == ["checklist-20261123-025900", "checklist-20261123-030000"]


def test_a_press_of_the_button_removes_nothing(world_db: Path, admin: Principal, time: FakeTime) -> None:
    """Whoever has just lost something needs the copy of last night more than one of now."""
    planned(admin, world_db, daily=1, weekly=0)
    for _ in range(2):
        time.pass_by(hours=30)
        assert backups.make(admin, world_db).good
    assert len(copies_beside(world_db)) == 3


def test_a_failure_is_written_down_with_its_reason_and_tried_again(
    world_db: Path, admin: Principal, time: FakeTime, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    planned(admin, world_db, folder=str(share))
    good = history(world_db).good
    shutil.move(share, tmp_path / "unplugged")
    time.pass_by(minutes=1)
    run = backups.make_if_due(world_db, [])
    assert run is not None
    assert run.fault.startswith("フォルダーがありません。")
    assert (history(world_db).attempt, history(world_db).good) == (run, good)
    told = [str(one) for one in doctor.examine(world_db).remarks if one.where == "バックアップ"]
    assert told[0] == f"バックアップ：2026年11月23日（月）03:00に失敗しました。{run.fault}"
    assert told[1].startswith("バックアップ：最後に成功したバックアップが、元の場所にありません：")
    time.pass_by(minutes=59)
    assert backups.make_if_due(world_db, []) is None
    shutil.move(tmp_path / "unplugged", share)
    time.pass_by(minutes=1)
    again = backups.make_if_due(world_db, [])
    assert again is not None
    assert again.good
    assert [one for one in doctor.examine(world_db).remarks if one.where == "バックアップ"] == []


def test_what_nobody_thought_of_is_a_failure_too(
    world_db: Path, admin: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.set_plan(admin, world_db, BackupPlan(True))
    monkeypatch.setattr(copies, "make", lambda *_: 1 // 0)
    assert backups.make(admin, world_db).fault == UNEXPECTED
    assert history(world_db).good is None


def test_what_cannot_be_written_down_is_kept_until_it_can(
    world_db: Path, admin: Principal, time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(admin, world_db)
    time.pass_by(minutes=1)
    monkeypatch.setattr(db, "BUSY_MILLISECONDS", 1)
    untold: list[BackupRun] = []
    with locked(world_db), pytest.raises(CannotSave):
        backups.make_if_due(world_db, untold)
    assert [run.good for run in untold] == [True]
    assert backups.make_if_due(world_db, untold) is None
    assert untold == []
    assert len(copies_beside(world_db)) == 2
    assert history(world_db).good is not None
    assert history(world_db).good.started_at == THREE  # type: ignore[union-attr]


def test_a_drill_is_written_down_with_what_it_found(world_db: Path, admin: Principal, time: FakeTime) -> None:
    with pytest.raises(Refused, match="まだ一度も作成されていません"):
        backups.try_last(admin, world_db)
    planned(admin, world_db)
    assert backups.try_last(admin, world_db).good
    copy = history(world_db).good
    assert copy is not None
    (Path(copy.place) / "checklist.db").write_bytes(b"x")
    found = backups.try_last(admin, world_db)
    assert "作成した時と異なります" in found.fault
    assert history(world_db).drill == found
    told = [str(one) for one in doctor.examine(world_db).remarks]
    assert [line for line in told if line.startswith("復元の確認：") and "作成した時と異なります" in line]


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "leader.h01", "evaluator.h02", "center"])
def test_whoever_is_no_administrator_does_none_of_it(login: str, world: World, world_db: Path) -> None:
    person = principal(world.people[login])
    for work in (
        lambda: backups.make(person, world_db),
        lambda: backups.try_last(person, world_db),
        lambda: backups.set_plan(person, world_db, BackupPlan(True, folder="/nowhere")),
    ):
        with pytest.raises(Forbidden):
            work()
    assert history(world_db) == BackupHistory()
    assert not world_db.with_name("checklist.db.backups").exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"folder": "backups"}, "完全なパスで入力してください"),
        ({"folder": "/nowhere/backups"}, "バックアップ先のフォルダー：フォルダーがありません"),
        ({"folder": "/tmp\u202e"}, "文字の向きを変える見えない記号"),
        ({"folder": "/" + "a" * 500}, "400文字以内"),
        ({"folder": "/proc"}, "バックアップ先のフォルダー：.+：/proc$"),
        ({"hour": 24}, "0から23までの数"),
        ({"daily": 0}, "1から90までの数"),
        ({"weekly": 105}, "0から104までの数"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(
    changes: dict[str, object], told: str, world_db: Path, admin: Principal
) -> None:
    with pytest.raises(Refused, match=told):
        backups.set_plan(admin, world_db, BackupPlan(**{"active": True, **changes}))  # type: ignore[arg-type]
    with viewing(operator()) as view:
        assert backup_plans.current(view) == BackupPlan()


def test_the_newest_plan_counts_and_the_earlier_one_is_kept(world_db: Path, admin: Principal, tmp_path: Path) -> None:
    for plan in (BackupPlan(True), BackupPlan(False, 5, 1, 0, str(tmp_path))):
        backups.set_plan(admin, world_db, plan)
    with viewing(operator()) as view:
        assert backup_plans.current(view) == plan
        (count,) = view.db.execute("SELECT count(*) FROM backup_plan").fetchone()
    assert count == 2
