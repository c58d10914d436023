"""How the region wants to be copied: the newest row counts, and the earlier ones say what was wanted before."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from checklist.errors import Fault, Refused
from checklist.model.backups import BackupPlan
from checklist.model.permission import Thing, Verb
from checklist.rules.fields import text_limits, typed_text
from checklist.store import rows
from checklist.store.act import Act, View

FOLDER = "バックアップ先のフォルダー"
NUMBERS = {
    "hour": ("バックアップする時刻（時）", 0, 23),
    "daily": ("日ごとに残す数（日分）", 1, 90),
    "weekly": ("週ごとに残す数（週分）", 0, 104),
}
"""The numbers of a plan: their names on the screen, the least and the most."""


def current(view: View) -> BackupPlan:
    """The plan that holds now; the one that a new region begins with copies nothing."""
    view.require(Verb.READ, Thing.BACKUPS)
    return view.once("backup plan", lambda: _newest(view))


def _newest(view: View) -> BackupPlan:
    row = view.db.execute("SELECT * FROM backup_plan ORDER BY id DESC LIMIT 1").fetchone()
    return rows.one(BackupPlan, row) if row else BackupPlan()


def faults(plan: BackupPlan) -> list[Fault]:
    """Everything wrong with a plan as it is written; whether its folder is there is another question."""
    found = typed_text.faults({FOLDER: plan.folder}) + text_limits.faults({FOLDER: plan.folder})
    if plan.folder and not Path(plan.folder).is_absolute():
        found.append(Fault(FOLDER, "「/」やドライブ名から始まる、完全なパスで入力してください。"))
    return found + [
        Fault(name, f"{least}から{most}までの数で入力してください。")
        for column, (name, least, most) in NUMBERS.items()
        if not least <= getattr(plan, column) <= most
    ]


def save(act: Act, plan: BackupPlan) -> None:
    """Let this plan hold from now on; raises Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.BACKUPS)
    if found := faults(plan):
        raise Refused(found)
    rows.insert(act, "backup_plan", asdict(plan))
