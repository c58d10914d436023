"""Photos as evidence at an item; the pictures themselves lie in `files`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checklist.errors import NotFound, NotOpen, Refused
from checklist.model.permission import Verb
from checklist.rules import access
from checklist.rules.fields import text_limits
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_rows, assessments
from checklist.store.db import slots
from checklist.store.files import files
from checklist.store.files.picture import MEDIA_TYPE, Picture


@dataclass(frozen=True)
class Photo:
    """A photo at an item; of an erased one only this tombstone is left."""

    id: int
    assessment_id: int
    item: str
    sha256: str
    width: int
    height: int
    taken_at: str | None
    saved_at: datetime
    person_id: int
    saved_by: str
    caption: str
    erased_at: datetime | None
    erase_reason: str | None


_SELECT = """
SELECT photo.*, item.code AS item, person.name AS saved_by, v.code AS version_code FROM photo
JOIN item ON item.id = photo.item_id JOIN sheet_version v ON v.id = item.version_id
JOIN person ON person.id = photo.person_id
"""


def of_assessment(view: View, assessment_id: int) -> dict[str, list[Photo]]:
    """Item code -> its photos that are not erased, oldest first; raises NotFound or Forbidden."""
    assessments.require(view, assessment_id, Verb.READ)
    standing = view.db.execute(
        f"{_SELECT} WHERE assessment_id = ? AND erased_at IS NULL ORDER BY item.position, photo.id", [assessment_id]
    )
    return rows.grouped(Photo, standing, "item")


def of_visit(view: View, visit_id: int) -> dict[tuple[str, str], list[Photo]]:
    """(sheet version, item) -> the photos there, of every assessment of a visit that the principal may read, oldest first."""
    every = assessment_rows.of_visits(view, [visit_id])[visit_id]
    mine = assessments.readable(view, (one.id for one in every))
    standing = view.db.execute(
        f"{_SELECT} WHERE assessment_id IN ({slots(mine)}) AND erased_at IS NULL ORDER BY photo.id", mine
    )
    found: dict[tuple[str, str], list[Photo]] = {}
    for row in standing:
        found.setdefault((row["version_code"], row["item"]), []).append(rows.one(Photo, row))
    return found


def readable(view: View, photo_ids: Collection[int]) -> list[Photo]:
    """Those of several photos that are not erased and that the principal may read, oldest first."""
    if not photo_ids:
        return []
    standing = view.db.execute(
        f"{_SELECT} WHERE photo.id IN ({slots(photo_ids)}) AND erased_at IS NULL ORDER BY photo.id", list(photo_ids)
    )
    found = rows.many(Photo, standing)
    mine = assessments.readable(view, {one.assessment_id for one in found})
    return [one for one in found if one.assessment_id in mine]


def read(view: View, photo_id: int) -> Photo:
    """One photo, if the principal may read its assessment; an erased one is not found."""
    found = _get(view, photo_id)
    if found.erased_at is not None:
        raise NotFound("この写真は消去されています。")
    return found


def _get(view: View, photo_id: int) -> Photo:
    row = rows.first(
        view.db.execute(f"{_SELECT} WHERE photo.id = ?", [photo_id]), "指定された写真は登録されていません。"
    )
    found = rows.one(Photo, row)
    assessments.require(view, found.assessment_id, Verb.READ)
    return found


def content(view: View, photo: Photo) -> bytes:
    """The picture as JPEG; raises Forbidden."""
    assessments.require(view, photo.assessment_id, Verb.READ)
    return files.get(files.folder(view.db), photo.sha256)


def require_room(view: View, assessment_id: int, item: str, operation_id: str) -> None:
    """Raise what `add` would raise, before a large body is read and decoded."""
    facts = assessments.require(view, assessment_id, Verb.WRITE)
    _key(operation_id)
    _item_id(view, assessment_id, item)
    if _known(view, assessment_id, item, operation_id) is None and not access.is_writable(facts):
        raise NotOpen("この評価は提出済みのため、写真を追加できません。")


def add(
    act: Act,
    assessment_id: int,
    item: str,
    operation_id: str,
    picture: Picture,
    sha256: str,
    taken_at: str | None = None,
    caption: str = "",
) -> tuple[Photo, bool]:
    """Note a photo whose file is already on disk; sent again, the first one is returned and False.

    Raises Forbidden, NotFound, NotOpen or Refused (unknown item, number used for something else, 20 reached,
    caption too long).
    """
    text_limits.require(text_limits.CAPTION, caption)
    facts = assessments.require(act, assessment_id, Verb.WRITE)
    key, item_id = _key(operation_id), _item_id(act, assessment_id, item)
    if known := _known(act, assessment_id, item, operation_id):
        return known, False
    if not access.is_writable(facts):
        raise NotOpen("この評価は提出済みのため、写真を追加できません。")
    row: Mapping[str, object] = {
        "assessment_id": assessment_id,
        "item_id": item_id,
        "sha256": sha256,
        "media_type": MEDIA_TYPE,
        "bytes": len(picture.content),
        "width": picture.width,
        "height": picture.height,
        "operation_id": key,
        "taken_at": taken_at,
        "caption": caption.strip(),
    }
    return _get(act, rows.insert(act, "photo", row)), True


def _key(operation_id: str) -> str:
    try:
        return str(UUID(operation_id))
    except ValueError as error:
        raise Refused("操作番号の形式が正しくありません。") from error


def _item_id(view: View, assessment_id: int, item: str) -> int:
    row = view.db.execute(
        "SELECT item.id FROM item JOIN assessment USING (version_id) WHERE assessment.id = ? AND item.code = ?",
        [assessment_id, item],
    ).fetchone()
    if row is None:
        raise Refused("この点検表にない項目です。")
    return int(row["id"])


def _known(view: View, assessment_id: int, item: str, operation_id: str) -> Photo | None:
    row = view.db.execute(f"{_SELECT} WHERE operation_id = ?", [_key(operation_id)]).fetchone()
    if row is None:
        return None
    if (row["assessment_id"], row["item"], row["person_id"]) != (assessment_id, item, view.principal.person_id):
        raise Refused("この操作番号は別の写真で使われています。")
    return rows.one(Photo, row)
