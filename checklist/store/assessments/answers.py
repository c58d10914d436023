"""The one way an answer gets into the database: versioned, idempotent operations."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import Row
from uuid import UUID

from checklist.errors import NotOpen
from checklist.model.assessments import COMMENT_LIMIT, Operation, OperationResult, Rating, Track
from checklist.model.permission import Verb
from checklist.model.scales import SCALES
from checklist.rules import access
from checklist.rules.closing import closing_meeting
from checklist.rules.visits import visit_states
from checklist.store import batch, rows
from checklist.store.act import Act, View
from checklist.store.assessments import assessments
from checklist.store.clock import from_text
from checklist.store.visits import visit_rows

SAVED, DUPLICATE, CONFLICT, REFUSED = "saved", "duplicate", "conflict", "refused"

# Everything about the item in one statement: each statement lets go of the interpreter's lock and waits to have it
# back. With some twelve of them, 150 µs of work beside a bare route of 200 µs came to 580 µs and more in the server.
_CURRENT = """
SELECT item.id AS item_id, sheet_version.scale, rating.value, rating.comment, rating.version, rating.saved_at,
    person.name AS saved_by, sent.operation_id IS NOT NULL AS seen,
    sent.assessment_id = assessment.id AND sent.person_id = :person AND sent.item_id = item.id AS mine
FROM assessment
JOIN sheet_version ON sheet_version.id = assessment.version_id
JOIN item ON item.version_id = assessment.version_id AND item.code = :item
LEFT JOIN rating ON rating.assessment_id = assessment.id AND rating.item_id = item.id
LEFT JOIN person ON person.id = rating.person_id
LEFT JOIN rating_history sent ON sent.operation_id = :operation
WHERE assessment.id = :assessment
"""
# Of an agreed assessment what both sides say at the item; of any other nothing.
_SIDES = """
SELECT own.value AS own, theirs.value AS visitor FROM assessment agreed
JOIN visit_sheet s ON s.id = agreed.visit_sheet_id
JOIN assessment visitor ON visitor.visit_sheet_id = s.id AND visitor.track = 'visitor'
LEFT JOIN rating theirs ON theirs.assessment_id = visitor.id AND theirs.item_id = :item
LEFT JOIN rating own ON own.assessment_id = s.self_assessment_id AND own.item_id = :item
WHERE agreed.id = :assessment
"""
_SAVED = """
SELECT 1 FROM rating_history JOIN item ON item.id = item_id
WHERE operation_id = ? AND assessment_id = ? AND person_id = ? AND item.code = ?
"""
# Not one upsert: its BEFORE INSERT trigger fires for a row that is there as well, and that one refuses it.
_INSERT = """
INSERT INTO rating (value, comment, version, saved_at, person_id, operation_id, tapped_at, assessment_id, item_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE = """
UPDATE rating SET value = ?, comment = ?, version = ?, saved_at = ?, person_id = ?, operation_id = ?, tapped_at = ?
WHERE assessment_id = ? AND item_id = ?
"""


def record(act: Act, assessment_id: int, operations: Iterable[Operation]) -> list[OperationResult]:
    """Apply operations in order, each on its own; the caller commits before it tells anyone that they are saved.

    Raises NotFound, Forbidden or NotOpen for the whole request; what is wrong with one operation is its result.
    Once an assessment is no longer open, what was saved before is still acknowledged (the first word of it may have
    been lost on the way), and the rest of such a request is refused.
    """
    facts = batch.once(act.db, ("facts", assessment_id), lambda: assessments.facts(act, assessment_id))
    act.require(Verb.WRITE, facts.thing, facts.facts)
    pending = list(operations)
    if access.is_writable(facts):
        results = [_apply(act, assessment_id, operation, facts.track) for operation in pending]
        if facts.track is Track.VISITOR and facts.visit_state in visit_states.AHEAD:
            batch.once(act.db, ("begins", assessment_id), lambda: _begin(act, facts.visit_ids))
        return results
    known = [_is_known(act, assessment_id, operation) for operation in pending]
    if pending and not any(known):
        raise NotOpen
    return [
        _apply(act, assessment_id, operation, facts.track)
        if saved
        else OperationResult(operation.operation_id, REFUSED, 0, None, NotOpen().message)
        for operation, saved in zip(pending, known, strict=True)
    ]


def _begin(act: Act, visit_ids: Iterable[int]) -> None:
    """The first rating leads a visit whose day has come to 訪問中, by which others are permitted from then on."""
    for visit_id in visit_ids:
        if visit_rows.begin(act, visit_id):
            batch.forget(act.db)


def _is_known(view: View, assessment_id: int, operation: Operation) -> bool:
    """Whether this very operation of this person was saved before."""
    if is_broken(operation.item) or not _is_uuid(operation.operation_id):
        return False
    sought = [operation.operation_id.lower(), assessment_id, view.principal.person_id, operation.item]
    return view.db.conn.execute(_SAVED, sought).fetchone() is not None


def _rating(item: str, row: Row) -> Rating | None:
    return None if row["version"] is None else rows.one(Rating, row, item=item)


def fault(operation: Operation, scale: str) -> str | None:
    """Why an operation cannot be taken at all, or None."""
    if operation.value is not None and operation.value not in SCALES[scale].by_code:
        return "この点検表では使えない評定です。"
    if len(operation.comment) > COMMENT_LIMIT:
        return f"コメントは{COMMENT_LIMIT}文字以内で入力してください。"
    if not _is_uuid(operation.operation_id):
        return "操作番号の形式が正しくありません。"
    if operation.base_version < 0:
        return "回答の版の指定が正しくありません。"
    if is_broken(operation.comment):
        return "コメントに保存できない文字が含まれています。"
    return None


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def is_broken(text: str) -> bool:
    """Half a surrogate pair is no character and cannot be stored as UTF-8."""
    # Bound to a statement it raises UnicodeEncodeError, which would fail the whole request instead of one operation.
    return any(0xD800 <= ord(character) <= 0xDFFF for character in text)


def _apply(act: Act, assessment_id: int, operation: Operation, track: Track) -> OperationResult:
    key = operation.operation_id
    if is_broken(operation.item):
        return OperationResult(key, REFUSED, 0, None, "この点検表にない項目です。")
    # What is no number of an operation need not be text either; it is refused below.
    known = key.lower() if _is_uuid(key) else ""
    sought = {
        "assessment": assessment_id,
        "item": operation.item,
        "person": act.principal.person_id,
        "operation": known,
    }
    row = act.db.conn.execute(_CURRENT, sought).fetchone()
    if row is None:
        return OperationResult(key, REFUSED, 0, None, "この点検表にない項目です。")
    current = _rating(operation.item, row)
    version = current.version if current else 0
    if message := fault(operation, row["scale"]):
        return OperationResult(key, REFUSED, version, current, message)
    # Before the version is looked at: a tablet whose acknowledgement was lost sends the same operation with the version
    # of then, and would be told of a conflict with itself.
    if row["seen"]:
        if row["mine"]:
            return OperationResult(key, DUPLICATE, version, current, "この回答はすでに保存されています。")
        return OperationResult(key, REFUSED, version, current, "この操作番号は別の回答で使われています。")
    if operation.base_version != version:
        return OperationResult(
            key, CONFLICT, version, current, "ほかの人が先に回答しています。どちらを残すか選んでください。"
        )
    if track is Track.AGREED and _owes_reason(act, assessment_id, row["item_id"], operation):
        return OperationResult(key, REFUSED, version, current, closing_meeting.REASON_MISSING)
    saved = _write(act, assessment_id, row["item_id"], version + 1, operation)
    return OperationResult(key, SAVED, version + 1, saved, "保存しました。")


def _owes_reason(act: Act, assessment_id: int, item_id: int, operation: Operation) -> bool:
    """Whether an agreed value is neither side's and comes without a word on why."""
    if operation.comment.strip():
        return False
    sides = act.db.conn.execute(_SIDES, {"assessment": assessment_id, "item": item_id}).fetchone()
    return closing_meeting.needs_reason(operation.value, sides["own"], sides["visitor"])


def _write(act: Act, assessment_id: int, item_id: int, version: int, operation: Operation) -> Rating:
    # By hand: its key is two columns, and every tap of a visit comes through here.
    moment = act.stamp
    act.db.conn.execute(
        _INSERT if version == 1 else _UPDATE,
        (
            operation.value,
            operation.comment,
            version,
            moment,
            act.principal.person_id,
            # The number is unique letter by letter; in capitals the same operation would be saved twice.
            operation.operation_id.lower(),
            operation.tapped_at,
            assessment_id,
            item_id,
        ),
    )
    return Rating(operation.item, operation.value, operation.comment, version, from_text(moment), act.principal.name)
