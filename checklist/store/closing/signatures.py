"""Signatures by name: both sides sign the result of the closing meeting before the report is sealed."""

from __future__ import annotations

import json
from collections.abc import Collection

from checklist.errors import Fault, Forbidden, NotFound, Refused
from checklist.model.closing import Signatory
from checklist.model.closing.report import Strokes
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit
from checklist.rules import access
from checklist.rules.closing import finger
from checklist.rules.fields import text_limits
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_rows
from checklist.store.closing import closing_rows
from checklist.store.closing.closing_rows import Signature as Signature
from checklist.store.notices import audit
from checklist.store.rows import insert, update
from checklist.store.visits import visit_rows, visits

_THINGS = {Signatory.HOST: Thing.SIGNATURE_HOST, Signatory.EVALUATOR: Thing.SIGNATURE_EVALUATOR}


def of_visit(view: View, visit_id: int) -> list[Signature]:
    """Every signature of a visit, voided ones included, oldest first; raises NotFound or Forbidden."""
    return of_visits(view, [visit_rows.by_id(view, visit_id)])[visit_id]


def of_visits(view: View, found: Collection[Visit]) -> dict[int, list[Signature]]:
    """The same for each of several visits, by their ids."""
    for one in found:
        view.require(Verb.READ, Thing.CLOSING, access.of_visit(one))
    return closing_rows.signatures_of(view, (one.id for one in found))


def current(view: View, visit_id: int) -> dict[Signatory, Signature]:
    """The signatures that stand, by side; raises NotFound or Forbidden."""
    return {found.side: found for found in of_visit(view, visit_id) if found.void_reason is None}


def sign(act: Act, visit_id: int, side: Signatory, name: str, strokes: Strokes = ()) -> int:
    """Sign for one side by name, and by finger if somebody has; the password was typed for it.

    From then on the record of the meeting is locked until the signature is voided.
    """
    # The first signature already locks, so that both sides sign the same words: sealing asks for two, and nothing can
    # be changed between them.
    visits.require(act, visit_id, _THINGS[side], Verb.WRITE)
    act.require_confirmed()
    if found := finger.faults(strokes):
        raise Refused(found)
    if not 1 <= len(name.strip()) <= 100:
        raise Refused([Fault("署名", "氏名を100文字以内で入力してください。")])
    if closing_rows.meeting(act.db, visit_id) is None:
        raise Refused("講評会をまだ始めていません。")
    # Otherwise the host would sign under ratings that can still change.
    if assessment_rows.open_visitor_of(act.db, visit_id):
        raise Refused("訪問評価がまだ提出されていないため、署名できません。")
    row = {
        "visit_id": visit_id,
        "edition": closing_rows.edition(act.db, visit_id),
        "side": side,
        "name": name.strip(),
        "strokes": json.dumps(strokes, separators=(",", ":")),
    }
    audit.note(act, AuditKind.SIGNED, visit_id, detail=f"{side}: {name.strip()}")
    return insert(act, "signature", row)


def void(act: Act, visit_id: int, signature_id: int, reason: str) -> None:
    """Take a signature back, by either side that may sign; the reason stays on record."""
    visit = visit_rows.get(act.db, visit_id)
    if not any(may_sign(act, visit, side) for side in Signatory):
        raise Forbidden
    text_limits.require(text_limits.REASON, reason)
    if not reason.strip():
        raise Refused([Fault("理由", "署名を取り消す理由を入力してください。")])
    found = [one for one in current(act, visit_id).values() if one.id == signature_id]
    if not found:
        raise NotFound("取り消せる署名はありません。")
    audit.note(act, AuditKind.SIGNATURE_VOIDED, visit_id, detail=found[0].side)
    update(act, "signature", signature_id, {"voided_at": act.at, "void_reason": reason.strip()})


def void_all(act: Act, visit_id: int, reason: str) -> None:
    """Void what stands when a report is reopened; raises NotFound or Forbidden."""
    visits.require(act, visit_id, Thing.REOPEN, Verb.WRITE)
    act.db.execute(
        "UPDATE signature SET voided_at = ?, void_reason = ? WHERE visit_id = ? AND voided_at IS NULL",
        [act.stamp, reason.strip(), visit_id],
    )


def may_sign(view: View, visit: Visit, side: Signatory) -> bool:
    """Whether the principal may sign for a side."""
    return view.may(Verb.WRITE, _THINGS[side], access.of_visit(visit))
