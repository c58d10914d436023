"""Answers that arrive when their assessment is closed: kept as they came, until the leading evaluator has decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from checklist.errors import Fault, NotOpen, Refused, Stale
from checklist.model.assessments import AssessmentState, Operation, OperationResult, Rating, Track
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState
from checklist.rules import access
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.assessments import answers, assessment_rows, assessments
from checklist.store.assessments.answers import DUPLICATE, REFUSED
from checklist.store.closing import closing_rows
from checklist.store.db import slots
from checklist.store.visits import visit_rows, visits

WAITING, ACCEPTED, DECLINED = "waiting", "accepted", "declined"
REASON = "遅れて届いた回答の受入れ"
REASON_LIMIT = 500


@dataclass(frozen=True)
class LateAnswer:
    """One answer that came too late; `current` is what stands in the assessment now."""

    id: int
    assessment_id: int
    visit_id: int
    sheet: str
    item: str
    item_text: str
    value: str | None
    comment: str
    tapped_at: str | None
    handed_in_at: datetime
    handed_in_by: str
    current: Rating | None
    state: str
    reason: str
    decided_at: datetime | None
    decided_by: str


# What was saved after all (the assessment was opened again meanwhile) waits for nobody any more.
_SELECT = """
SELECT l.*, s.visit_id, sheet.name AS sheet, item.code AS item, item.text AS item_text, person.name AS handed_in_by,
    r.value AS now_value, r.comment AS now_comment, r.version AS now_version, r.saved_at AS now_saved_at,
    rater.name AS now_saved_by, coalesce(d.kind, 'waiting') AS state, coalesce(d.reason, '') AS reason,
    d.at AS decided_at, coalesce(decider.name, '') AS decided_by
FROM late_answer l
JOIN assessment a ON a.id = l.assessment_id JOIN visit_sheet s ON s.id = a.visit_sheet_id
JOIN sheet_version v ON v.id = a.version_id JOIN sheet ON sheet.id = v.sheet_id
JOIN item ON item.id = l.item_id JOIN person ON person.id = l.person_id
LEFT JOIN rating r ON r.assessment_id = l.assessment_id AND r.item_id = l.item_id
LEFT JOIN person rater ON rater.id = r.person_id
LEFT JOIN late_decision d ON d.late_answer_id = l.id LEFT JOIN person decider ON decider.id = d.person_id
WHERE NOT EXISTS (SELECT 1 FROM rating_history h WHERE h.operation_id = l.operation_id)
"""


def _late(row: Row) -> LateAnswer:
    now = {name: row[f"now_{name}"] for name in ("value", "comment", "version", "saved_at", "saved_by")}
    return rows.one(LateAnswer, row, current=rows.one(Rating, row, **now) if row["now_version"] else None)


def of_visit(view: View, visit_id: int) -> list[LateAnswer]:
    """Everything that came too late for a visit, decided or not, in sheet order; raises Forbidden."""
    visits.require(view, visit_id, Thing.LATE_ANSWERS, Verb.READ)
    found = view.db.execute(f"{_SELECT} AND s.visit_id = ? ORDER BY l.assessment_id, item.position, l.id", [visit_id])
    return [_late(row) for row in found]


def counts_waiting(view: View, found: Iterable[Visit]) -> dict[int, int]:
    """How many answers of each visit, by its id, wait for this person's decision; absent where there are none."""
    mine = [one.id for one in found if view.may(Verb.WRITE, Thing.LATE_ANSWERS, access.of_visit(one))]
    if not mine:
        return {}
    counts = view.db.execute(
        f"""SELECT visit_id, count(*) AS waiting FROM ({_SELECT} AND s.visit_id IN ({slots(mine)}))
            WHERE state = '{WAITING}' GROUP BY visit_id""",
        mine,
    )
    return {row["visit_id"]: row["waiting"] for row in counts}


def hand_in(act: Act, assessment_id: int, operations: Iterable[Operation]) -> list[OperationResult]:
    """Keep operations for the leading evaluator, each on its own; the caller commits before it tells anyone.

    Whoever might have written them may hand them in. Raises NotFound, Forbidden, Refused (not a visitor's sheet), or
    NotOpen if the assessment takes answers again and needs no detour.
    """
    facts = assessments.require(act, assessment_id, Verb.WRITE)
    if facts.track is not Track.VISITOR:
        raise Refused("代表の訪問評価者に提出できるのは、訪問評価の回答のみです。")
    if access.is_writable(facts):
        raise NotOpen("この評価は入力できる状態に戻っています。回答は通常どおり送信されます。")
    return [_keep(act, assessment_id, operation) for operation in operations]


def _keep(act: Act, assessment_id: int, operation: Operation) -> OperationResult:
    def result(status: str, message: str) -> OperationResult:
        return OperationResult(operation.operation_id, status, 0, None, message)

    row = None if answers.is_broken(operation.item) else _item(act, assessment_id, operation.item)
    if row is None:
        return result(REFUSED, "この点検表にない項目です。")
    if message := answers.fault(operation, row["scale"]):
        return result(REFUSED, message)
    # Among the saved ones, too: it may have been saved before the closing, and only the word of it been lost.
    known = _known(act, assessment_id, row["id"], operation)
    if known is not None:
        told = "この回答はすでに届いています。" if known else "この操作番号は別の回答で使われています。"
        return result(DUPLICATE if known else REFUSED, told)
    late = {
        "assessment_id": assessment_id,
        "item_id": row["id"],
        "value": operation.value,
        "comment": operation.comment,
        "base_version": operation.base_version,
        "operation_id": operation.operation_id.lower(),
        "tapped_at": operation.tapped_at,
    }
    rows.insert(act, "late_answer", late)
    return result(WAITING, "代表の訪問評価者に提出しました。")


def _item(view: View, assessment_id: int, code: str) -> Row | None:
    found: Row | None = view.db.conn.execute(
        """SELECT item.id, v.scale FROM assessment a JOIN sheet_version v ON v.id = a.version_id
           JOIN item ON item.version_id = a.version_id WHERE a.id = ? AND item.code = ?""",
        [assessment_id, code],
    ).fetchone()
    return found


def _known(view: View, assessment_id: int, item: int, operation: Operation) -> bool | None:
    """Whether an operation that arrived before, saved or too late, was this very one; None if none did."""
    row = view.db.conn.execute(
        """SELECT assessment_id = :assessment AND person_id = :person AND item_id = :item AS mine FROM (
               SELECT assessment_id, person_id, item_id, operation_id FROM late_answer
               UNION ALL SELECT assessment_id, person_id, item_id, operation_id FROM rating_history)
           WHERE operation_id = :key""",
        {
            "assessment": assessment_id,
            "person": view.principal.person_id,
            "item": item,
            "key": operation.operation_id.lower(),
        },
    ).fetchone()
    return bool(row["mine"]) if row else None


def accept(act: Act, late_id: int, seen: int) -> None:
    """Write a late answer over the version that was seen, as an ordinary answer of whoever accepts it.

    A submitted assessment is opened for it and submitted again; both stand in its history. Raises NotOpen, and leaves
    the answer waiting, once a side has signed or the report is sealed.
    """
    late = _waiting(act, late_id)
    _require_open_result(act, late.visit_id)
    version = late.current.version if late.current else 0
    if version != seen:
        raise Stale
    found = assessment_rows.get(act.db, late.assessment_id)
    if found.state is AssessmentState.SUBMITTED:
        # Through the same verbs as everything else, so that triggers and history see an ordinary answer.
        assessments.withdraw(act, found.id, REASON)
    # A new number: the old one belongs to whoever sent it, whose tablet may ask for it again.
    operation = Operation(str(uuid.uuid4()), late.item, version, late.value, late.comment, late.tapped_at)
    result = answers.record(act, found.id, [operation])[0]
    if result.status != answers.SAVED:
        raise Refused(result.message)
    if found.state is AssessmentState.SUBMITTED:
        assessments.submit(act, found.id, REASON)
    _decide(act, late_id, ACCEPTED, "")


def _require_open_result(view: View, visit_id: int) -> None:
    """Raise NotOpen with the way out if nothing may change the result of a visit any more."""
    state = visit_rows.get(view.db, visit_id).state
    if state is VisitState.CANCELLED:
        raise NotOpen("訪問が中止されているため、受け入れられません。")
    if state not in access.WRITABLE_VISITS:
        raise NotOpen(
            "評価報告書が確定しているか、訪問が報告済みのため、受け入れられません。"
            "受け入れるには、先に報告書を再開してください。回答はそのまま残ります。"
        )
    if closing_rows.standing_signatures(view.db, visit_id):
        raise NotOpen(
            "講評会の署名が済んでいるため、受け入れられません。"
            "受け入れるには、先に署名を取り消してください。回答はそのまま残ります。"
        )


def decline(act: Act, late_id: int, reason: str) -> None:
    """Decide not to take a late answer, for a written reason; it stays on record."""
    _waiting(act, late_id)
    if not 1 <= len(reason.strip()) <= REASON_LIMIT:
        raise Refused([Fault("理由", f"見送る理由を{REASON_LIMIT}文字以内で入力してください。")])
    _decide(act, late_id, DECLINED, reason.strip())


def _waiting(view: View, late_id: int) -> LateAnswer:
    found = view.db.execute(f"{_SELECT} AND l.id = ?", [late_id])
    late = _late(rows.first(found, "指定された回答は登録されていません。"))
    visits.require(view, late.visit_id, Thing.LATE_ANSWERS, Verb.WRITE)
    if late.state != WAITING:
        raise Refused("この回答の扱いはすでに決まっています。")
    return late


def _decide(act: Act, late_id: int, kind: str, reason: str) -> None:
    rows.insert(act, "late_decision", {"late_answer_id": late_id, "kind": kind, "reason": reason})


def waiting(found: Sequence[LateAnswer]) -> list[LateAnswer]:
    """Those among late answers that nobody has decided on."""
    return [one for one in found if one.state == WAITING]
