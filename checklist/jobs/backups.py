"""Making a backup and trying one: nobody waits for a transaction meanwhile, and what became of it is written down."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from checklist.errors import ChecklistError, Fault, Refused, Unconfirmed
from checklist.model.accounts import Principal
from checklist.model.backups import BackupPlan, BackupRun
from checklist.model.permission import Thing, Verb
from checklist.rules import backups
from checklist.store import clock, drafts
from checklist.store.act import NOWHERE, Whence, acting, operator, viewing
from checklist.store.backups import backup_plans, backup_runs, copies
from checklist.store.backups.drill import drill
from checklist.words.backups import BUSY, NEVER, UNEXPECTED

LOCK = ".backup-lock"
_log = logging.getLogger(__name__)


def set_plan(principal: Principal, database: Path, plan: BackupPlan) -> None:
    """Let a plan hold from now on, once its folder has been written to; raises Forbidden or Refused."""
    with viewing(principal, database) as view:
        view.require(Verb.WRITE, Thing.BACKUPS)
    if found := backup_plans.faults(plan):
        raise Refused(found)
    if plan.active:
        # Before the act: a share that hangs must not keep everybody from saving.
        try:
            copies.require_folder(plan, database)
        except ChecklistError as error:
            raise Refused([Fault(backup_plans.FOLDER, error.message)]) from error
    with acting(principal, database) as act:
        backup_plans.save(act, plan)


def make(principal: Principal, database: Path, whence: Whence = NOWHERE) -> BackupRun:
    """Make a copy now and say what became of it; raises Forbidden, Refused if one is being made, or CannotSave.

    It is a copy of everything: whoever has an authenticator has shown a code for it, or Unconfirmed is raised.
    """
    if principal.second_factor and not whence.confirmed:
        raise Unconfirmed
    with _alone(database):
        plan = _plan(principal, database)
        run = _made(database, plan)
        _note(principal, database, [run])
    # None is removed for it: whoever presses the button has perhaps just lost what only the copy of last night has.
    return run


def make_if_due(database: Path, untold: list[BackupRun]) -> BackupRun | None:
    """Make the copy that is due, if one is; `untold` keeps the attempts that could not be written down so far."""
    if untold:
        _note(operator(), database, untold)
    if not _is_due(database):
        return None
    with _alone(database):
        # Asked again: another server on this database may have made it just now.
        if not _is_due(database):
            return None
        plan = _plan(operator(), database)
        run = _made(database, plan)
        untold.append(run)
        _note(operator(), database, untold)
        _thin_out(database, plan, run)
    return run


def try_last(principal: Principal, database: Path) -> BackupRun:
    """Restore the last good copy aside and compare it; without one, raises Refused, else as `make` does."""
    with viewing(principal, database) as view:
        view.require(Verb.WRITE, Thing.BACKUPS)
        last = backup_runs.history(view).good
    if last is None:
        raise Refused(f"{NEVER}。先にバックアップを作成してください。")
    with _alone(database):
        place = Path(last.place)
        run = _tried(True, lambda: drill(place, database), place)
        _note(principal, database, [run])
    return run


def _plan(principal: Principal, database: Path) -> BackupPlan:
    with viewing(principal, database) as view:
        view.require(Verb.WRITE, Thing.BACKUPS)
        return backup_plans.current(view)


def _is_due(database: Path) -> bool:
    with viewing(operator(), database) as view:
        return backups.is_due(backup_plans.current(view), backup_runs.newest(view), view.at)


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """One copy or drill at a time, whichever process makes it; let go by the system when its process ends."""
    with drafts.held(database.with_name(f"{database.name}{LOCK}"), BUSY):
        yield


def _made(database: Path, plan: BackupPlan) -> BackupRun:
    at = clock.now()
    return _tried(False, lambda: copies.make(database, plan, at), copies.folder_of(plan, database))


def _tried(is_drill: bool, work: Callable[[], Path], place: Path) -> BackupRun:
    """Do it, and say where and whether it went well."""
    started, fault = clock.now(), ""
    try:
        place = work()
    except ChecklistError as error:
        fault = error.message
    except Exception:
        # Whatever it is, somebody has to read of it where they look every day, and not on a console alone.
        _log.exception("a backup or a drill failed")
        fault = UNEXPECTED
    return BackupRun(is_drill, started, clock.now(), str(place), fault)


def _note(principal: Principal, database: Path, runs: list[BackupRun]) -> None:
    with acting(principal, database) as act:
        for run in runs:
            backup_runs.note(act, run)
    runs.clear()


def _thin_out(database: Path, plan: BackupPlan, run: BackupRun) -> None:
    if run.good:
        try:
            copies.thin_out(database, plan, run.started_at)
        except ChecklistError:
            # The copy itself is good; what is too much is tried again after the next one.
            _log.exception("old backups could not be removed")
