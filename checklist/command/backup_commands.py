"""The commands for backups: to a file of one's own, as the schedule makes them, tried, and put in place again."""

from __future__ import annotations

from argparse import Namespace

from checklist import words
from checklist.errors import Refused
from checklist.jobs import backups
from checklist.model.backups import BackupRun
from checklist.store import backup, database_file, db
from checklist.store.act import operator, viewing
from checklist.store.backups import backup_runs

DONE = 0


def back_up(options: Namespace) -> int:
    """Write a verified copy to a file, or do what the schedule does, or try what it made."""
    if options.what:
        database_file.require_current(db.default_path())
        return make() if options.what == "now" else drill()
    backup.backup(db.default_path(), options.file)
    print(f"バックアップを作成しました：{options.file}")
    return DONE


def make() -> int:
    """Make a copy in the folder of the settings, as the schedule does."""
    run = _good(backups.make(operator(), db.default_path()))
    print(f"バックアップを作成し、読み戻して確かめました：{run.place}")
    return DONE


def drill() -> int:
    """Restore the last copy aside and compare it row by row; without one, make it first."""
    path = db.default_path()
    with viewing(operator(), path) as view:
        last = backup_runs.history(view).good
    if last is None:
        make()
    run = _good(backups.try_last(operator(), path))
    seconds = (run.ended_at - run.started_at).total_seconds()
    print(f"別の場所に復元し、すべての行とファイルが一致することを確かめました（{seconds:.1f}秒）：{run.place}")
    if last:
        print(f"確かめたバックアップの作成日時：{words.moment(last.started_at)}")
    return DONE


def _good(run: BackupRun) -> BackupRun:
    if not run.good:
        raise Refused(run.fault)
    return run


def restore(options: Namespace) -> int:
    """Put a verified copy in place."""
    kept = backup.restore(options.file, db.default_path(), options.head)
    print(f"復元しました：{db.default_path()}（全員がもう一度ログインする必要があります）")
    if kept:
        print(f"置き換える前のデータベース：{kept}")
    return DONE
