"""Files attached to a row of a noun's own table: listed, kept and read the same way, whoever owns them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.db import slots
from checklist.store.files import files
from checklist.store.files.attachment import Attachment


@dataclass(frozen=True)
class StoredFile:
    """A file that was attached: under which name, by whom and when."""

    id: int
    name: str
    media_type: str
    sha256: str
    at: datetime
    by: str


def select(table: str) -> str:
    """The rows of a table of attached files, called `kept`, with the name of who attached each; a WHERE may follow."""
    return f"SELECT kept.*, person.name AS by FROM {table} kept JOIN person ON person.id = kept.person_id"


def of_owner(view: View, table: str, column: str, owner_id: int) -> list[StoredFile]:
    """The files whose `column` names this owner, oldest first; the caller has asked who wants to know."""
    return of_owners(view, table, column, [owner_id]).get(owner_id, [])


def of_owners(view: View, table: str, column: str, owner_ids: Sequence[int]) -> dict[int, list[StoredFile]]:
    """The same for each of several owners; those without a file are absent."""
    where = f"WHERE {column} IN ({slots(owner_ids)}) ORDER BY kept.id"
    return rows.grouped(StoredFile, view.db.execute(f"{select(table)} {where}", owner_ids), column)


def get(view: View, table: str, file_id: int) -> Row:
    """The row of `select` with this id, to learn its owner from; raises NotFound."""
    found = view.db.execute(f"{select(table)} WHERE kept.id = ?", [file_id])
    return rows.first(found, "指定されたファイルは登録されていません。")


def keep(act: Act, table: str, owner: Mapping[str, object], checked: Attachment) -> int:
    """Store a file that `attachment.check` has let in, and its row with the columns of its owner; return its id."""
    row = {
        **owner,
        "name": checked.name,
        # On disk before its row: if that is refused, a file without a row is left, which does no harm.
        "sha256": files.put(files.folder(act.db), checked.content),
        "media_type": checked.media_type,
        "bytes": len(checked.content),
    }
    return rows.insert(act, table, row)


def content(view: View, stored: StoredFile) -> bytes:
    """What is in a file; raises NotFound if the disk has lost or changed it."""
    return files.get(files.folder(view.db), stored.sha256)
