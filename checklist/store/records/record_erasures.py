"""Erasing what names a patient from the records of a hospital: as they stand, withdrawn ones too, and their history."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from checklist.errors import NotFound
from checklist.model.fields import Owner, Record, columns
from checklist.model.permission import Thing, Verb
from checklist.rules import access
from checklist.rules.closing import erasure
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.closing import erasing

_REASON = "withdraw_reason"


@dataclass(frozen=True)
class RecordText:
    """A text of a record under the label of its field; it `stands` unless only the history holds it."""

    record_id: int
    on: date
    name: str
    label: str
    text: str
    stands: bool


@dataclass(frozen=True)
class ErasedText:
    """When, by whom and why something was erased from the records of a kind."""

    at: datetime
    by: str
    reason: str


def labels(kind: type[Record]) -> dict[str, str]:
    """Those fields into which anybody may type a text, with their labels."""
    typed = {one.name: one.label for one in columns(kind) if one.shape == "text" and not one.choices}
    return {**typed, _REASON: "取消しの理由"}


def _require(view: View, kind: type[Record], hospital_id: int) -> None:
    # Whatever the centre has stands in tables of its own, without a hospital.
    if kind.OWNER is not Owner.HOSPITAL:
        raise NotFound("この種類の記録は、病院の記録ではありません。")
    view.require(Verb.WRITE, Thing.RECORDS, access.of_hospital(hospital_id))


def find(view: View, hospital_id: int, kind: type[Record], sought: str) -> list[RecordText]:
    """Every wording in the records of a kind that holds `sought`, the newest record first; raises Forbidden or NotFound."""
    _require(view, kind, hospital_id)
    found = {(one.record_id, one.name, one.text): one for one in _texts(view, hospital_id, kind)}
    return [one for one in found.values() if sought.strip() and sought.strip() in one.text]


def _texts(view: View, hospital_id: int, kind: type[Record]) -> Iterator[RecordText]:
    typed = labels(kind)
    lines = view.db.execute(
        f"""SELECT h.record_id, h.content, h.version = t.version AS stands, t."{kind.DAY}" AS day FROM record_history h
            JOIN {kind.TABLE} t ON t.id = h.record_id WHERE h.kind = ? AND t.hospital_id = ?
            ORDER BY t."{kind.DAY}" DESC, t.id DESC, h.version""",
        [kind.KIND, hospital_id],
    )
    for row in lines:
        content = json.loads(row["content"])
        for name, label in typed.items():
            text = content.get(name)
            if isinstance(text, str) and text.strip() and not erasure.is_tombstone(text):
                day = date.fromisoformat(row["day"])
                yield RecordText(row["record_id"], day, name, label, text, bool(row["stands"]))


def erase(act: Act, hospital_id: int, kind: type[Record], found: RecordText, reason: str) -> None:
    """Erase a text from a record and every line of its history, for a written reason; raises Forbidden, NotFound or Refused."""
    _require(act, kind, hospital_id)
    under_way = erasing.begin(act, reason)
    held = [one for one in _texts(act, hospital_id, kind) if _same(one, found)]
    if not held or found.name not in labels(kind):
        raise NotFound(erasing.GONE)
    path = f"$.{found.name}"
    lines = act.db.execute(
        """SELECT id, json_set(content, :path, :stone) AS content FROM record_history
           WHERE kind = :kind AND record_id = :record AND content ->> :path = :text ORDER BY id""",
        {"path": path, "stone": under_way.stone, "kind": kind.KIND, "record": found.record_id, "text": found.text},
    ).fetchall()
    # The history first: the trigger lets a record become only what its line of history says by then.
    for line in lines:
        under_way.put_in_row("record_history", "content", line["id"], line["content"])
    act.db.execute(
        f"""UPDATE {kind.TABLE} SET "{found.name}" = ? WHERE id = ? AND "{found.name}" = ?""",
        [under_way.stone, found.record_id, found.text],
    )
    erasing.leave_nothing(act)


def _same(one: RecordText, other: RecordText) -> bool:
    return (one.record_id, one.name, one.text) == (other.record_id, other.name, other.text)


def noted(view: View, hospital_id: int, kind: type[Record]) -> list[ErasedText]:
    """What was erased from the records of a kind, the newest first, each act once; raises Forbidden or NotFound."""
    _require(view, kind, hospital_id)
    found = view.db.execute(
        f"""SELECT DISTINCT e.at, e.reason, person.name AS "by" FROM erasure e JOIN person ON person.id = e.person_id
            JOIN record_history h ON e.place = 'record_history' AND h.id = e.place_id AND h.kind = ?
            JOIN {kind.TABLE} t ON t.id = h.record_id WHERE t.hospital_id = ? ORDER BY e.at DESC""",
        [kind.KIND, hospital_id],
    )
    return rows.many(ErasedText, found)
