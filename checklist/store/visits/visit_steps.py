"""The steps of a visit by hand: to the next state, and back again for a reason while nothing stands on it."""

from __future__ import annotations

from checklist.errors import Fault, Forbidden, Refused
from checklist.model.accounts import Principal
from checklist.model.notices import AuditKind
from checklist.model.visits import Visit, VisitState
from checklist.rules import access
from checklist.rules.fields import text_limits
from checklist.rules.visits import visit_states
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals
from checklist.store.notices import audit
from checklist.store.rows import insert
from checklist.store.visits import visit_rows, visits


def move(act: Act, visit_id: int, state: VisitState) -> None:
    """Lead a visit to its next state; receiving a report on paper asks for the password. Raises Refused or Forbidden."""
    visit = visits.get(act, visit_id)
    if not may_move(act.principal, visit, state):
        raise Forbidden
    if told := visit_states.BY_DEED.get(state):
        raise Refused(told)
    if state not in following(act, visit):
        raise Refused("この状態には変更できません。")
    if state is VisitState.ACKNOWLEDGED:
        if _has(act, "report", visit_id):
            raise Refused("評価報告書の受領は、受審病院が報告書の画面で記録します。")
        act.require_confirmed()
        audit.note(act, AuditKind.RECEIVED, visit_id)
    visit_rows.enter(act, visit_id, state)


def following(view: View, visit: Visit) -> tuple[VisitState, ...]:
    """The states that may follow by hand, the usual one first; raises NotFound or Forbidden."""
    external = visit.state is VisitState.REPORTED and hospitals.get(view, visit.host_id).external
    return visit_states.next_states(visit.state, external)


def may_move(principal: Principal, visit: Visit, state: VisitState) -> bool:
    """Whether the principal is one of those who lead a visit to a state."""
    return bool(access.movers(principal, access.of_visit(visit)) & visit_states.movers(state))


def take_back(act: Act, visit_id: int, reason: str) -> None:
    """Lead a visit back to the state before its present one; raises Refused where something stands on it, or Forbidden.

    A report on paper is then not handed over any more; its scan and what was recorded stay in the history.
    """
    visit = visits.get(act, visit_id)
    if not may_move(act.principal, visit, visit.state):
        raise Forbidden
    text_limits.require(text_limits.REASON, reason)
    if not reason.strip():
        raise Refused([Fault("理由", "取り消す理由を入力してください。")])
    agreed, opened, sealed = (_has(act, table, visit_id) for table in ("visit_agreement", "closing", "report"))
    if told := visit_states.stands_on(visit.state, agreed, opened, sealed):
        raise Refused(told)
    before = visit_rows.former_state(act, visit_id)
    if before is None:
        raise Refused("取り消せる操作がありません。")
    if visit.state is VisitState.REPORTED:
        insert(act, "visit_paper_day", {"visit_id": visit_id, "evaluated_on": _evaluated_on(act, visit_id)})
    visit_rows.enter(act, visit_id, before, reason.strip())
    audit.note(act, AuditKind.TAKEN_BACK, visit_id, detail=visit.state)


def _evaluated_on(view: View, visit_id: int) -> str | None:
    query = "SELECT evaluated_on FROM visit_paper_day WHERE visit_id = ? ORDER BY id DESC LIMIT 1"
    row = view.db.execute(query, [visit_id]).fetchone()
    return str(row[0]) if row and row[0] else None


def _has(view: View, table: str, visit_id: int) -> bool:
    return view.db.execute(f"SELECT 1 FROM {table} WHERE visit_id = ?", [visit_id]).fetchone() is not None
