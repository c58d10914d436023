"""Opening a demo file: an existing one as it is, a new one built beside its place and put there whole."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from checklist.demo import region
from checklist.demo.region import Wish
from checklist.errors import Refused
from checklist.store import database_file, db
from checklist.store import region as regions
from checklist.store.act import acting, operator
from checklist.store.database_file import FileState
from checklist.store.files import files, stored_copies


def open_or_build(path: Path, wish: Wish) -> bool:
    """Make sure that the file holds an invented region; True if it was built now. Anything else is refused."""
    if database_file.state(path) is FileState.MISSING:
        _build(path, wish)
        return True
    database_file.require_ours(path)
    with database_file.looking_at(path) as found:
        fictional = regions.load(found).fictional
    if not fictional:
        raise Refused(
            f"架空の地域のデータベースではないため、デモには使えません。--db で別のファイルを指定してください：{path}"
        )
    db.migrate(path)
    return False


def _build(path: Path, wish: Wish) -> None:
    """Build in a file beside the place, so that an interrupted run leaves no half region behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.building-{os.getpid()}")
    try:
        db.migrate(draft)
        with acting(operator(), draft) as act:
            # The region is one transaction; that it fits into the cache is part of what halved the time to build it.
            db.make_room(act.db)
            region.build(act, wish)
        stored_copies.copy(draft, files.folder_beside(draft), files.folder_beside(path))
        # Last of all: from here on the region exists, and every file that it names is in its place.
        os.replace(draft, path)
    finally:
        shutil.rmtree(files.folder_beside(draft), ignore_errors=True)
        for suffix in ("", "-wal", "-shm"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)
