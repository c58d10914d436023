"""The settings with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from checklist.model.accounts import Provider, SecondFactorRule
from checklist.model.backups import BackupPlan, BackupRun
from checklist.model.notices import Mail, MailPlan
from checklist.model.region import Region
from checklist.readings import backup_agenda, mail_agenda
from checklist.readings.agenda import Task
from checklist.store import chain, db, outer, region
from checklist.store.accounts import providers, second_factors
from checklist.store.act import View
from checklist.store.backups import backup_plans, backup_runs, copies
from checklist.store.chain import Head
from checklist.store.notices import mail_plans, mails
from checklist.store.region import Change

KEPT = "kept"
"""Stands for a password that is kept: its letters never reach a page."""


@dataclass(frozen=True)
class BackupPart:
    """How the region is copied, where to without a folder of its own, how it stands, and what became of the newest runs."""

    plan: BackupPlan
    folder: str
    standing: tuple[Task, ...]
    runs: tuple[BackupRun, ...]


@dataclass(frozen=True)
class MailPart:
    """The server for mail without its password's letters, whether mails can hold links, how it stands, the newest mails."""

    plan: MailPlan
    linked: bool
    standing: tuple[Task, ...]
    mails: tuple[Mail, ...]


@dataclass(frozen=True)
class SettingsPage:
    """The settings of the region, how much the database holds by Japanese name, its backups, mail, and the chain's head.

    `provider` is that of identities, without its secret's letters. Besides whose role needs a second factor, and the day on
    which that was read.
    """

    region: Region
    counts: Mapping[str, int]
    backups: BackupPart
    mail: MailPart
    head: Head
    provider: Provider
    second_factor: SecondFactorRule
    today: date
    changes: tuple[Change, ...]


def read(view: View) -> SettingsPage:
    """The settings, the numbers, the backups and the head."""
    beside = str(copies.folder_of(BackupPlan(), db.file_of(view.db)))
    standing, runs = tuple(backup_agenda.tasks(view)), tuple(backup_runs.newest(view))
    backups = BackupPart(backup_plans.current(view), beside, standing, runs)
    return SettingsPage(
        region.load(view.db), region.counts(view), backups, _mail(view), chain.head(view), _provider(view),
        second_factors.rule(view), view.today, tuple(region.changes(view)),
    )  # fmt: skip


def _provider(view: View) -> Provider:
    found = providers.current(view)
    return replace(found, client_secret=KEPT if found.client_secret else "")


def _mail(view: View) -> MailPart:
    plan = mail_plans.current(view)
    shown = replace(plan, password=KEPT if plan.password else "")
    return MailPart(shown, outer.outer() is not None, tuple(mail_agenda.tasks(view)), tuple(mails.recent(view)))
