"""指摘事項 and 好事例 of a visit, edited together at the closing meeting."""

from __future__ import annotations

import json
from collections.abc import Collection

from checklist.errors import Fault, NotOpen, Refused, Stale
from checklist.model.closing import FindingKind
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.rules.closing.closing_meeting import FINDING_LIMIT, MOST_PHOTOS
from checklist.store.act import Act, View
from checklist.store.assessments import photos
from checklist.store.closing import closing_rows
from checklist.store.closing.closing_rows import SELECT as SELECT
from checklist.store.closing.closing_rows import Finding as Finding
from checklist.store.rows import insert, update
from checklist.store.sheets import sheets
from checklist.store.visits import visits


def of_visit(view: View, visit_id: int) -> list[Finding]:
    """The findings of a visit that were not dropped, in sheet order; raises NotFound or Forbidden."""
    visits.require(view, visit_id, Thing.CLOSING, Verb.READ)
    return closing_rows.findings(view.db, visit_id)


def add(
    act: Act, visit_id: int, version_code: str, item: str, kind: FindingKind, text: str, operation_id: str | None = None
) -> int:
    """Write down a finding at an item of one of the visit's sheets, and return its id.

    What a device sends again under the same number is there already, whatever has become of it since.
    """
    _writable(act, visit_id)
    if operation_id and (known := _known(act, visit_id, operation_id)):
        return known
    _check(text)
    item_id = sheets.item_id(act, version_code, item)
    if item_id is None:
        raise Refused("この点検表にない項目です。")
    row = {"visit_id": visit_id, "item_id": item_id, "kind": kind, "text": text.strip(), "version": 1}
    return insert(act, "finding", row | {"operation_id": operation_id})


def _known(act: Act, visit_id: int, operation_id: str) -> int | None:
    """The finding that was written under this number; raises Refused if it was used elsewhere."""
    found = act.db.execute("SELECT id, visit_id FROM finding WHERE operation_id = ?", [operation_id]).fetchone()
    if found and found["visit_id"] != visit_id:
        raise Refused("この操作番号は別の記録で使われています。")
    return found["id"] if found else None


def change(act: Act, finding_id: int, version: int, kind: FindingKind, text: str) -> None:
    """Change a finding that still has this version; raises Stale if somebody else was first."""
    _check(text)
    _update(act, finding_id, version, {"kind": kind, "text": text.strip(), "dropped_at": None})


def drop(act: Act, finding_id: int, version: int) -> None:
    """Leave a finding out of the report; it stays in the history."""
    _update(act, finding_id, version, {"dropped_at": act.at})


def choose_photos(act: Act, finding_id: int, version: int, photo_ids: Collection[int]) -> None:
    """Choose the photos of its item that stand beside a finding in the report; raises Stale, NotOpen or Refused."""
    old = closing_rows.finding(act.db, finding_id)
    visits.require(act, old.visit_id, Thing.FINDINGS, Verb.WRITE)
    if len(photo_ids) > MOST_PHOTOS:
        raise Refused(f"報告書に載せる写真は、1件につき{MOST_PHOTOS}枚までです。")
    here = {one.id for one in photos.of_visit(act, old.visit_id).get((old.version_code, old.item), ())}
    if not here.issuperset(photo_ids):
        raise Refused("この項目の写真ではないか、すでに消去されています。画面を開き直してください。")
    _update(act, finding_id, version, {"photos": json.dumps(list(photo_ids))})


def _update(act: Act, finding_id: int, version: int, values: dict[str, object]) -> None:
    old = closing_rows.finding(act.db, finding_id)
    _writable(act, old.visit_id)
    if old.version != version:
        raise Stale
    update(act, "finding", finding_id, {**values, "version": version + 1})


def _writable(view: View, visit_id: int) -> Visit:
    visit = visits.require(view, visit_id, Thing.FINDINGS, Verb.WRITE)
    if visit.state is not VisitState.ON_SITE:
        raise NotOpen("講評の記録は、訪問中の訪問でのみ変更できます。確定した報告書は変更できません。")
    return visit


def _check(text: str) -> None:
    if not text.strip():
        raise Refused([Fault("内容", "入力してください。")])
    if len(text) > FINDING_LIMIT:
        raise Refused([Fault("内容", f"{FINDING_LIMIT}文字以内で入力してください。")])
