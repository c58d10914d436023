"""Many answers of one person written at once, each with a time of its own: for invented regions only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from checklist.errors import NotOpen, Refused
from checklist.model.permission import Verb
from checklist.rules import access
from checklist.store import region
from checklist.store.act import Act
from checklist.store.assessments import assessments
from checklist.store.clock import to_text


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to an item, and when."""

    item: str
    value: str | None
    comment: str
    saved_at: datetime


_INSERT = """
INSERT INTO rating (value, comment, version, saved_at, person_id, operation_id, assessment_id, item_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE = """
UPDATE rating SET value = ?, comment = ?, version = ?, saved_at = ?, person_id = ?, operation_id = ?
WHERE assessment_id = ? AND item_id = ?
"""


def write(act: Act, assessment_id: int, answers: Iterable[Answer]) -> None:
    """Answer items that nobody has answered yet, in the order given; a second answer to an item is its version 2.

    Raises Refused outside of an invented region or for an answer later than the act, NotFound, Forbidden or NotOpen;
    the triggers watch every answer.
    """
    if not region.load(act.db).fictional:
        raise Refused("架空の地域ではないため、一括で書き込むことはできません。")
    if not access.is_writable(assessments.require(act, assessment_id, Verb.WRITE)):
        raise NotOpen
    first: list[tuple[object, ...]] = []
    later: list[tuple[object, ...]] = []
    versions: dict[str, int] = {}
    ids = _item_ids(act, assessment_id)
    for one in answers:
        if one.saved_at > act.at:
            raise Refused("書き込む時点より後の回答は書き込めません。")
        version = versions[one.item] = versions.get(one.item, 0) + 1
        item = ids.get(one.item)
        # Operation numbers of answers go by UUID; these can never be taken for one, and the same region has the same.
        key = f"demo-{assessment_id}-{item}-{version}"
        row = (one.value, one.comment, version, to_text(one.saved_at), act.principal.person_id, key)
        (first if version == 1 else later).append((*row, assessment_id, item))
    # One statement for all of them: a region of 300 hospitals has half a million answers.
    act.db.conn.executemany(_INSERT, first)
    act.db.conn.executemany(_UPDATE, later)


def _item_ids(act: Act, assessment_id: int) -> dict[str, int]:
    rows = act.db.execute(
        "SELECT item.code, item.id FROM item JOIN assessment USING (version_id) WHERE assessment.id = ?",
        [assessment_id],
    )
    return {row["code"]: row["id"] for row in rows}
