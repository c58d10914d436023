"""The settings with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checklist.model.backups import BackupPlan, BackupRun
from checklist.model.region import Region
from checklist.readings import backup_agenda
from checklist.readings.agenda import Task
from checklist.store import chain, db, region
from checklist.store.act import View
from checklist.store.backups import backup_plans, backup_runs, copies
from checklist.store.chain import Head


@dataclass(frozen=True)
class BackupPart:
    """How the region is copied, where to without a folder of its own, how it stands, and what became of the newest runs."""

    plan: BackupPlan
    folder: str
    standing: tuple[Task, ...]
    runs: tuple[BackupRun, ...]


@dataclass(frozen=True)
class SettingsPage:
    """The settings of the region, how much the database holds by Japanese name, its backups, and the head of the chain."""

    region: Region
    counts: Mapping[str, int]
    backups: BackupPart
    head: Head


def read(view: View) -> SettingsPage:
    """The settings, the numbers, the backups and the head."""
    beside = str(copies.folder_of(BackupPlan(), db.file_of(view.db)))
    standing, runs = tuple(backup_agenda.tasks(view)), tuple(backup_runs.newest(view))
    backups = BackupPart(backup_plans.current(view), beside, standing, runs)
    return SettingsPage(region.load(view.db), region.counts(view), backups, chain.head(view))
