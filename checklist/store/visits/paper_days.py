"""The days of a visit whose report is on paper: when it was evaluated, and when the report was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.visits import VisitState
from checklist.rules import access
from checklist.rules.fields.day_text import is_plausible
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_rows
from checklist.store.visits import visit_rows, visits


@dataclass(frozen=True)
class PaperDays:
    """The days as somebody has recorded them; None for a day that is not recorded."""

    evaluated_on: date | None = None
    handed_over_on: date | None = None
    paper_id: int | None = None
    """The stored document that is the report itself, scanned."""


def of_visit(view: View, visit_id: int) -> PaperDays:
    """What was recorded last; raises Forbidden."""
    visits.require(view, visit_id, Thing.PAPERS, Verb.READ)
    row = view.db.execute(
        "SELECT evaluated_on, handed_over_on, paper_id FROM visit_paper_day WHERE visit_id = ? ORDER BY id DESC LIMIT 1",
        [visit_id],
    ).fetchone()
    return rows.one(PaperDays, row) if row else PaperDays()


def record(act: Act, visit_id: int, days: PaperDays) -> int:
    """Record both days, and return the row's id; raises Refused, NotFound or Forbidden.

    A day of handing over needs the scanned report, and leads the visit to 報告済み. What was recorded before stays in
    the history. A visit whose report is sealed in the product has its days there.
    """
    visit = visits.require(act, visit_id, Thing.PAPERS, Verb.WRITE)
    if visit.state is VisitState.CANCELLED:
        raise Refused("中止した訪問には記録できません。")
    if act.db.execute("SELECT 1 FROM report WHERE visit_id = ?", [visit_id]).fetchone():
        raise Refused("評価報告書を確定した訪問の手交日は、報告書の画面で記録します。")
    if found := _faults(act, visit_id, days):
        raise Refused(found)
    row = {"visit_id": visit_id, "evaluated_on": days.evaluated_on, "handed_over_on": days.handed_over_on}
    new_id = rows.insert(act, "visit_paper_day", {**row, "paper_id": days.paper_id})
    if days.handed_over_on and visit.state in access.WRITABLE_VISITS:
        _require_no_meeting(act, visit_id)
        visit_rows.enter(act, visit_id, VisitState.REPORTED)
    return new_id


def _require_no_meeting(view: View, visit_id: int) -> None:
    """A report on paper takes the place of a closing meeting in the product, not of one that goes on."""
    if assessment_rows.open_visitor_of(view.db, visit_id) and _has_ratings(view, visit_id):
        raise Refused("入力中の訪問評価があります。提出してから、紙の評価報告書を登録してください。")
    if view.db.execute("SELECT 1 FROM closing WHERE visit_id = ?", [visit_id]).fetchone():
        raise Refused("講評会を始めた訪問は、評価報告書を確定すると報告済みになります。")


def _has_ratings(view: View, visit_id: int) -> bool:
    query = """SELECT 1 FROM rating JOIN assessment a ON a.id = assessment_id
        JOIN visit_sheet s ON s.id = a.visit_sheet_id WHERE s.visit_id = ? AND a.track = 'visitor' LIMIT 1"""
    return view.db.execute(query, [visit_id]).fetchone() is not None


def _faults(view: View, visit_id: int, days: PaperDays) -> list[Fault]:
    found = []
    if (
        days.handed_over_on
        and not view.db.execute(
            "SELECT 1 FROM visit_paper WHERE id = ? AND visit_id = ?", [days.paper_id, visit_id]
        ).fetchone()
    ):
        found.append(Fault("評価報告書の写し", "手交日の記録には、手交した報告書の写し（スキャン）の登録が必要です。"))
    for name, day in (("評価の実施日", days.evaluated_on), ("評価報告書の手交日", days.handed_over_on)):
        if day and (day > view.today or not is_plausible(day)):
            found.append(Fault(name, "今日までの日付を入力してください。"))
    if days.evaluated_on and days.handed_over_on and days.handed_over_on < days.evaluated_on:
        found.append(Fault("評価報告書の手交日", "評価の実施日より前の日にはできません。"))
    return found
