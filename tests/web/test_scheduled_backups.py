"""The server makes its backups by itself: what is due at its start, what a kill cut short, and nothing twice."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from checklist.jobs import backups
from checklist.model.backups import BackupHistory, BackupPlan
from checklist.store import clock, db, drafts
from checklist.store.act import operator, viewing
from checklist.store.backups import backup_runs, copies, manifest
from checklist.store.files import files
from checklist.web import scheduled_backups
from checklist.web.scheduled_backups import ScheduledBackups
from tests.server import Server
from tests.store.test_backup import PHOTO
from tests.web.fake_time import FakeTime
from tests.world import World, principal

PATIENCE_SECONDS = 60


@pytest.fixture
def database(templates: dict[str, tuple[Path, World | None]], tmp_path: Path) -> Path:
    """The small world with a plan, and a photo that takes its time."""
    source, world = templates["world"]
    assert world is not None
    path = Path(shutil.copy(source, tmp_path / "checklist.db"))
    with closing(db.connect(path)) as connection, connection.conn:
        connection.execute(PHOTO, [files.put(files.folder_beside(path), bytes(30_000_000))])
    backups.set_plan(principal(world.people["admin"]), path, BackupPlan(True))
    return path


def history(path: Path) -> BackupHistory:
    with viewing(operator(), path) as view:
        return backup_runs.history(view)


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def folder(path: Path) -> Path:
    return path.with_name("checklist.db.backups")


def names(path: Path) -> list[str]:
    return [one.name for one in folder(path).iterdir()]


def test_what_is_due_is_made_at_the_start_once_by_whichever_server(database: Path) -> None:
    with Server(database, warm=True) as server, Server(database, warm=True):
        until(lambda: history(database).good is not None)
        assert httpx2.get(f"{server.url}/healthz").json() == {"status": "ok"}
        server.restart()
    (place,) = copies.ours(database, folder(database))
    assert names(database) == [place.name]
    assert manifest.faults(place, manifest.read(place)) == []
    assert {path.stat().st_mode & 0o077 for path in (place, *place.rglob("*"))} == {0}
    with viewing(operator(), database) as view:
        assert [run.good for run in backup_runs.newest(view)] == [True]


def test_a_server_that_is_killed_over_a_copy_leaves_the_former_one_and_makes_another(database: Path) -> None:
    former = copies.make(database, BackupPlan(True), clock.now())
    with Server(database, warm=True) as server:
        until(lambda: bool(drafts.left_behind(database)) or any(name.startswith(".") for name in names(database)))
        server.kill()
        assert [place.name for place in copies.ours(database, folder(database))][:1] == [former.name]
        for place in copies.ours(database, folder(database)):
            assert manifest.faults(place, manifest.read(place)) == []
        server.start()
        until(lambda: history(database).good is not None)
    assert drafts.left_behind(database) == []
    assert [name for name in names(database) if name.startswith(".")] == []


def test_a_running_server_makes_the_next_one_when_its_hour_comes(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = FakeTime()
    night.moment = datetime(2026, 11, 22, 16, 59, 50, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", night.now)
    monkeypatch.setattr(scheduled_backups, "TICK_SECONDS", 0.01)
    assert backups.make(operator(), database).good
    at_night = ScheduledBackups(database)
    try:
        time.sleep(0.2)
        assert len(names(database)) == 1
        night.pass_by(seconds=10)
        until(lambda: len(copies.ours(database, folder(database))) == 2)
        until(lambda: history(database).good.started_at == night.moment)  # type: ignore[union-attr]
    finally:
        at_night.stop()
    assert sorted(names(database)) == ["checklist-20261123-015950", "checklist-20261123-020000"]


def test_a_backup_that_fails_is_told_and_the_server_goes_on(database: Path) -> None:
    shutil.rmtree(folder(database))
    folder(database).write_text("in the way")
    with Server(database, warm=True) as server:
        until(lambda: history(database).attempt is not None)
        assert httpx2.get(f"{server.url}/healthz").json() == {"status": "ok"}
        until(lambda: "バックアップ：" in server.output())
    attempt = history(database).attempt
    assert attempt is not None
    assert str(folder(database)) in attempt.fault
