"""指摘事項 and 好事例 of a visit, edited together at the closing meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from checklist.errors import Fault, NotFound, NotOpen, Refused, Stale
from checklist.model.closing import FindingKind
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.rules.closing.closing_meeting import FINDING_LIMIT
from checklist.store.act import Act, View
from checklist.store.clock import from_text
from checklist.store.db import insert, update
from checklist.store.sheets import sheets
from checklist.store.visits import visits


@dataclass(frozen=True)
class Finding:
    """One finding as it reads now, with its item and chapter."""

    id: int
    visit_id: int
    version_code: str
    item: str
    item_text: str
    chapter: str
    chapter_name: str
    kind: FindingKind
    text: str
    version: int
    dropped: bool
    updated_at: datetime
    updated_by: str


SELECT = """
SELECT f.*, v.code AS version_code, item.code AS item, item.text AS item_text, c.code AS chapter,
    c.name AS chapter_name, person.name AS updated_by
FROM finding f JOIN item ON item.id = f.item_id JOIN chapter c ON c.id = item.chapter_id
JOIN sheet_version v ON v.id = item.version_id JOIN person ON person.id = f.person_id
"""


def from_row(row: Row) -> Finding:
    """A row of `SELECT` as a finding."""
    return Finding(
        row["id"],
        row["visit_id"],
        row["version_code"],
        row["item"],
        row["item_text"],
        row["chapter"],
        row["chapter_name"],
        FindingKind(row["kind"]),
        row["text"],
        row["version"],
        row["dropped_at"] is not None,
        from_text(row["updated_at"]),
        row["updated_by"],
    )


def standing(view: View, visit_id: int) -> list[Finding]:
    """The findings of a visit that were not dropped, in sheet order; without asking who wants to know."""
    rows = view.db.execute(
        f"{SELECT} WHERE visit_id = ? AND dropped_at IS NULL ORDER BY v.id, item.position, f.id", [visit_id]
    )
    return [from_row(row) for row in rows]


def of_visit(view: View, visit_id: int) -> list[Finding]:
    """The findings at the closing meeting; raises Forbidden."""
    visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
    return standing(view, visit_id)


def get(view: View, finding_id: int) -> Finding:
    """One finding by id, dropped or not."""
    row = view.db.execute(f"{SELECT} WHERE f.id = ?", [finding_id]).fetchone()
    if row is None:
        raise NotFound("指定された指摘事項は登録されていません。")
    return from_row(row)


def add(act: Act, visit_id: int, version_code: str, item: str, kind: FindingKind, text: str) -> int:
    """Write down a finding at an item of one of the visit's sheets, and return its id."""
    _writable(act, visit_id)
    _check(text)
    item_id = sheets.item_id(act, version_code, item)
    if item_id is None:
        raise Refused("この点検表にない項目です。")
    moment = act.stamp
    row = {
        "visit_id": visit_id,
        "item_id": item_id,
        "kind": kind.value,
        "text": text.strip(),
        "version": 1,
        "created_at": moment,
        "updated_at": moment,
        "person_id": act.principal.person_id,
    }
    return insert(act.db, "finding", row)


def change(act: Act, finding_id: int, version: int, kind: FindingKind, text: str) -> None:
    """Change a finding that still has this version; raises Stale if somebody else was first."""
    _check(text)
    _update(act, finding_id, version, {"kind": kind.value, "text": text.strip(), "dropped_at": None})


def drop(act: Act, finding_id: int, version: int) -> None:
    """Leave a finding out of the report; it stays in the history."""
    _update(act, finding_id, version, {"dropped_at": act.stamp})


def _update(act: Act, finding_id: int, version: int, values: dict[str, object]) -> None:
    old = get(act, finding_id)
    _writable(act, old.visit_id)
    if old.version != version:
        raise Stale
    new = {**values, "version": version + 1, "updated_at": act.stamp, "person_id": act.principal.person_id}
    update(act.db, "finding", finding_id, new)


def _writable(view: View, visit_id: int) -> Visit:
    visit = visits.require(view, visit_id, Thing.CLOSING, Verb.WRITE)
    if visit.state is not VisitState.ON_SITE:
        raise NotOpen("講評の記録は、訪問中の訪問でだけ変更できます。確定した報告書は変更できません。")
    return visit


def _check(text: str) -> None:
    if not text.strip():
        raise Refused([Fault("内容", "入力してください。")])
    if len(text) > FINDING_LIMIT:
        raise Refused([Fault("内容", f"{FINDING_LIMIT}文字以内で入力してください。")])
