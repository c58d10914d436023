"""What became of every copy and of every drill: written once, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from sqlite_utils import Database

from checklist import words
from checklist.errors import Fault
from checklist.model.backups import BackupHistory, BackupRun
from checklist.model.permission import Thing, Verb
from checklist.store import rows
from checklist.store.act import Act, View

MOST = 20
"""Attempts that are looked at together: more than one night of failures, an hour apart."""
_LAST = """
SELECT * FROM backup_run WHERE id IN (
    SELECT max(id) FROM backup_run WHERE NOT drill
    UNION SELECT max(id) FROM backup_run WHERE NOT drill AND fault = ''
    UNION SELECT max(id) FROM backup_run WHERE drill) ORDER BY id
"""


def newest(view: View) -> list[BackupRun]:
    """The newest attempts and drills, the last one first; raises Forbidden."""
    view.require(Verb.READ, Thing.BACKUPS)
    return rows.many(BackupRun, view.db.execute(f"SELECT * FROM backup_run ORDER BY id DESC LIMIT {MOST}"))


def history(view: View) -> BackupHistory:
    """The last of each kind, by when it was written down: a clock may have been set back; raises Forbidden."""
    view.require(Verb.READ, Thing.BACKUPS)
    return _history(view.db)


def _history(db: Database) -> BackupHistory:
    found = rows.many(BackupRun, db.execute(_LAST))
    copies = [run for run in found if not run.drill]
    good = [run for run in copies if run.good]
    drills = [run for run in found if run.drill]
    return BackupHistory(*(some[-1] if some else None for some in (copies, good, drills)))


def note(act: Act, run: BackupRun) -> None:
    """Write down what became of an attempt; raises Forbidden."""
    act.require(Verb.WRITE, Thing.BACKUPS)
    rows.insert(act, "backup_run", asdict(run))


def remarks(db: Database) -> Iterator[Fault]:
    """For the doctor: the last copy or drill went wrong, or the last good copy is no longer where it was."""
    if not db.table("backup_run").exists():
        return
    found = _history(db)
    for what, run in (("バックアップ", found.attempt), ("復元の確認", found.drill)):
        if run and not run.good:
            yield Fault(what, f"{words.moment(run.started_at)}に失敗しました。{run.fault}")
    if found.good and not Path(found.good.place).is_dir():
        yield Fault("バックアップ", f"最後に成功したバックアップが、元の場所にありません：{found.good.place}")
