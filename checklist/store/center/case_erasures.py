"""Erasing what was written about a case: every text of it and its history becomes a tombstone; codes and figures stay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from checklist.errors import Fault, Refused
from checklist.model.center import Case, Contact
from checklist.model.fields import Record, columns
from checklist.model.permission import Thing, Verb
from checklist.rules.closing import erasure
from checklist.store import db, rows
from checklist.store.act import Act
from checklist.store.center import cases, search
from checklist.store.records import records

REASON_LIMIT = 500
_KEPT = frozenset({"number", "started"})
"""Texts that can name nobody."""


def _texts(kind: type[Record]) -> tuple[str, ...]:
    """The fields in which anybody may type."""
    return tuple(one.name for one in columns(kind) if one.shape == "text" and one.name not in _KEPT)


def erase(act: Act, case_id: int, version: int, reason: str) -> None:
    """Erase every text of a case, of its contacts and of what was asked about it, for a written reason.

    Raises Forbidden, NotFound, Stale or Refused. Nothing of the texts is left in the file or its log.
    """
    act.require(Verb.ERASE, Thing.CENTER_RECORDS)
    if not 1 <= len(reason.strip()) <= REASON_LIMIT:
        raise Refused([Fault("理由", f"削除する理由を{REASON_LIMIT}文字以内で入力してください。")])
    known = cases.get(act, case_id)
    stone = erasure.tombstone(act.today, act.principal.name)
    records.overwrite(act, known.case, version, _stones(known.case, stone))
    for contact in known.contacts:
        records.overwrite(act, contact, contact.version, _stones(contact, stone))
    written = [(Case.KIND, case_id), *((Contact.KIND, one.id) for one in known.contacts)]
    for kind, record_id in written:
        _erase_history(act, kind, record_id, stone, reason.strip())
    _erase_messages(act, case_id, stone, reason.strip())
    search.put(act, case_id)
    # The index anew in one piece: an older one would still hold three letters after the other of what is gone.
    act.db.execute("INSERT INTO case_index (case_index) VALUES ('optimize')")
    file = db.file_of(act.db)
    # After the commit: the log still holds pages with the text, and no transaction can empty it.
    act.after(lambda: db.empty_log(file))


def _stones(record: Record, stone: str) -> dict[str, str]:
    return {name: stone for name in _texts(type(record)) if getattr(record, name)}


def _erase_history(act: Act, kind: str, record_id: int, stone: str, reason: str) -> None:
    names = _texts(Case if kind == Case.KIND else Contact)
    found = act.db.execute(
        "SELECT id, content FROM case_history WHERE kind = ? AND record_id = ? ORDER BY id", [kind, record_id]
    ).fetchall()
    for row in found:
        content: Mapping[str, Any] = json.loads(row["content"])
        erased = {name: stone if name in names and value else value for name, value in content.items()}
        if erased != content:
            _put(
                act,
                "case_history",
                "content",
                row["id"],
                row["content"],
                json.dumps(erased, ensure_ascii=False),
                stone,
                reason,
            )


def _erase_messages(act: Act, case_id: int, stone: str, reason: str) -> None:
    for row in act.db.execute("SELECT id, text FROM case_message WHERE case_id = ?", [case_id]).fetchall():
        if not erasure.is_tombstone(row["text"]):
            _put(act, "case_message", "text", row["id"], row["text"], stone, stone, reason)


def _put(act: Act, place: str, column: str, row_id: int, before: str, after: str, stone: str, reason: str) -> None:
    """On record first, then in the place of the text."""
    hashes = {"before_sha256": erasure.digest(before), "after_sha256": erasure.digest(after)}
    rows.insert(act, "erasure", {"place": place, "place_id": row_id, **hashes, "tombstone": stone, "reason": reason})
    act.db.execute(f"UPDATE {place} SET {column} = ? WHERE id = ?", [after, row_id])
