"""What became of every copy and of every drill: written once, never changed."""

from __future__ import annotations

from dataclasses import asdict

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
    found = rows.many(BackupRun, view.db.execute(_LAST))
    copies = [run for run in found if not run.drill]
    good = [run for run in copies if run.good]
    drills = [run for run in found if run.drill]
    return BackupHistory(*(some[-1] if some else None for some in (copies, good, drills)))


def note(act: Act, run: BackupRun) -> None:
    """Write down what became of an attempt; raises Forbidden."""
    act.require(Verb.WRITE, Thing.BACKUPS)
    rows.insert(act, "backup_run", asdict(run))
