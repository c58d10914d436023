"""Erasing what was written about a case: every text of it and its history becomes a tombstone; codes and figures stay."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from sqlite3 import Row
from typing import Any

from checklist.errors import Fault, Refused, Stale
from checklist.model.center import Case, Contact
from checklist.model.fields import Record, columns
from checklist.model.permission import Thing, Verb
from checklist.rules.closing import erasure
from checklist.store import db, rows
from checklist.store.act import Act, View
from checklist.store.center import search

REASON_LIMIT = 500
_KEPT = frozenset({"number", "started"})
"""Texts that can name nobody."""
_BACK = "withdraw_reason"


@dataclass(frozen=True)
class TakenBack:
    """A case that was taken back: it counts no more, and its texts are still in the file until somebody erases them."""

    id: int
    number: str
    received_on: date
    version: int
    withdraw_reason: str
    erased: bool


def taken_back(view: View) -> list[TakenBack]:
    """Every case that was taken back, the newest first; raises Forbidden."""
    view.require(Verb.ERASE, Thing.CENTER_RECORDS)
    found = view.db.execute("SELECT * FROM center_case WHERE withdrawn_at IS NOT NULL ORDER BY id DESC")
    return [rows.one(TakenBack, row, erased=erasure.is_tombstone(row[_BACK])) for row in found]


def _texts(kind: type[Record]) -> tuple[str, ...]:
    """The fields in which anybody may type, and why a record was taken back."""
    return (*(one.name for one in columns(kind) if one.shape == "text" and one.name not in _KEPT), _BACK)


def erase(act: Act, case_id: int, version: int, reason: str) -> None:
    """Erase every text of a case, of its contacts and of whatever was asked, passed on or answered, for a written reason.

    Cases that are closed or were taken back, too. Raises Forbidden, NotFound, Stale or Refused. Nothing of the texts is
    left in the file or its log.
    """
    act.require(Verb.ERASE, Thing.CENTER_RECORDS)
    found = act.db.execute("SELECT version FROM center_case WHERE id = ?", [case_id])
    if rows.first(found, "指定された相談事例はありません。")["version"] != version:
        raise Stale
    erase_several(act, [case_id], reason)


def erase_several(act: Act, case_ids: Collection[int], reason: str) -> None:
    """The same of several cases at once, whatever their version; raises Forbidden, NotFound or Refused."""
    act.require(Verb.ERASE, Thing.CENTER_RECORDS)
    if not 1 <= len(reason.strip()) <= REASON_LIMIT:
        raise Refused([Fault("理由", f"削除する理由を{REASON_LIMIT}文字以内で入力してください。")])
    stone = erasure.tombstone(act.today, act.principal.name)
    for case_id in case_ids:
        _erase_case(act, case_id, stone, reason.strip())
        search.put(act, case_id)
    # The index anew in one piece: an older one would still hold three letters after the other of what is gone.
    act.db.execute("INSERT INTO case_index (case_index) VALUES ('optimize')")
    file = db.file_of(act.db)
    # After the commit: the log still holds pages with the text, and no transaction can empty it.
    act.after(lambda: db.empty_log(file))


def _erase_case(act: Act, case_id: int, stone: str, reason: str) -> None:
    found = act.db.execute("SELECT * FROM center_case WHERE id = ?", [case_id])
    _erase_record(act, Case, rows.first(found, "指定された相談事例はありません。"), stone, reason)
    for contact in act.db.execute("SELECT * FROM center_contact WHERE case_id = ?", [case_id]).fetchall():
        _erase_record(act, Contact, contact, stone, reason)
    for place, row in _beside(act, case_id):
        if row["text"] and not erasure.is_tombstone(row["text"]):
            _put(act, place, "text", row["id"], row["text"], stone, stone, reason)


def _erase_record(act: Act, kind: type[Record], row: Row, stone: str, reason: str) -> None:
    # The history first: what was taken back changes only where that is on record.
    _erase_history(act, kind, row["id"], stone, reason)
    stones = {name: stone for name in _texts(kind) if row[name] and not erasure.is_tombstone(row[name])}
    if stones:
        rows.update(act, kind.TABLE, row["id"], {**stones, "version": row["version"] + 1})


def _erase_history(act: Act, kind: type[Record], record_id: int, stone: str, reason: str) -> None:
    names = _texts(kind)
    sql = """SELECT id, content FROM case_history WHERE kind = ? AND record_id = ?
        AND NOT EXISTS (SELECT 1 FROM erasure WHERE place = 'case_history' AND place_id = case_history.id) ORDER BY id"""
    for row in act.db.execute(sql, [kind.KIND, record_id]).fetchall():
        content: Mapping[str, Any] = json.loads(row["content"])
        erased = {name: _stoned(value, stone) if name in names else value for name, value in content.items()}
        if erased != content:
            after = json.dumps(erased, ensure_ascii=False)
            _put(act, "case_history", "content", row["id"], row["content"], after, stone, reason)


def _stoned(value: Any, stone: str) -> Any:
    return stone if value and not erasure.is_tombstone(str(value)) else value


def _beside(act: Act, case_id: int) -> Iterator[tuple[str, Row]]:
    """What was asked about a case, passed on of it, and answered to that."""
    for place, sql in (
        ("case_message", "SELECT id, text FROM case_message WHERE case_id = ?"),
        ("case_transfer", "SELECT id, text FROM case_transfer WHERE case_id = ?"),
        (
            "transfer_event",
            """SELECT e.id, e.text FROM transfer_event e JOIN case_transfer t ON t.id = e.transfer_id
                WHERE t.case_id = ?""",
        ),
    ):
        yield from ((place, row) for row in act.db.execute(sql, [case_id]).fetchall())


def _put(act: Act, place: str, column: str, row_id: int, before: str, after: str, stone: str, reason: str) -> None:
    """On record first, then in the place of the text."""
    hashes = {"before_sha256": erasure.digest(before), "after_sha256": erasure.digest(after)}
    rows.insert(act, "erasure", {"place": place, "place_id": row_id, **hashes, "tombstone": stone, "reason": reason})
    act.db.execute(f"UPDATE {place} SET {column} = ? WHERE id = ?", [after, row_id])
