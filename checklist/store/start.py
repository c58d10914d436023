"""What every start asks before anything is served or changed, and how it waits for whoever has the database just now."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from checklist.errors import CannotSave, Trouble
from checklist.store import clock, database_file, db, drafts, file_rights, troubles
from checklist.store.database_file import FileState

T = TypeVar("T")
PATIENCE_SECONDS = 60
WAITING = "ほかの処理がデータベースを使用中です。終わるまで待っています。"


def keep_to_owner() -> None:
    """From here on, whatever this process writes is readable by its own account alone: everything in it is private."""
    os.umask(0o077)


def ready(path: Path, tell: Callable[[str], object]) -> list[str]:
    """Bring a database up to date and return the names of the steps applied.

    Raises Refused for what is not ours, is of a newer program, or for a wrong setting; CannotSave where it cannot be
    written to.
    """
    clock.today()
    found = database_file.require_ours_or_new(path)
    # With nothing to bring up to date nothing would be written, and the server would stand there and refuse everybody.
    if path.exists() and not os.access(path, os.W_OK):
        raise troubles.cannot_save(Trouble.RIGHTS)
    complete = found is FileState.CURRENT and database_file.has_log(path)
    steps = [] if complete else patiently(lambda: db.migrate(path), tell)
    for place in file_rights.close_to_others(path):
        tell(f"ほかの利用者も読めたため、所有者のみが読めるようにしました：{place}")
    for place in drafts.remove_left_behind(path):
        tell(f"途中で終わったバックアップなどの下書きを削除しました：{place}")
    return steps


def patiently(work: Callable[[], T], tell: Callable[[str], object]) -> T:
    """Do something that needs the lock of the database, and wait a minute for it, saying so once."""
    end, told = time.monotonic() + PATIENCE_SECONDS, False
    while True:
        try:
            return work()
        except CannotSave as error:
            if error.trouble is not Trouble.LOCK or time.monotonic() >= end:
                raise
            if not told:
                tell(WAITING)
                told = True
            # Each try waits by itself as long as SQLite is patient.
            time.sleep(0.1)
